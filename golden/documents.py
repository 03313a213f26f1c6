"""Which documents there are, which files they come in, and what is expected of them.

A folder of documents has a ``manifest.toml`` as ``corpora/`` has. Without one, every folder in it is a document (its
files are the formats), and what is expected is what goldens there are for it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent
CORPORA = HOME.parent / "corpora"
VIEWS = ("rubric", "claims", "findings")
_SUFFIXES = {".docx", ".pdf", ".doc", ".html", ".odt", ".rtf", ".wps", ".xlsx", ".xls", ".et", ".ods", ".txt"}


class GoldenError(Exception):
    """The command cannot do what it was asked: no such document, no golden, a broken manifest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in all its formats."""

    identity: str
    title: str
    files: tuple[Path, ...]
    views: tuple[str, ...]
    rubric: str | None
    """The document whose rubric it is audited against."""
    purpose: str
    goldens: Path

    def golden(self, view: str) -> Path:
        """The file that holds what is expected."""
        return self.goldens / f"{self.identity}.{view}.json"


def entries(folder: Path = CORPORA) -> dict[str, Entry]:
    """The documents of a folder by their id. Raises ``GoldenError`` where the folder cannot be used."""
    if not folder.is_dir():
        raise GoldenError(f"{folder}: no such folder")
    goldens = HOME if folder.resolve() == CORPORA else folder / "golden"
    manifest = folder / "manifest.toml"
    if not manifest.is_file():
        return {entry.identity: entry for entry in _without_manifest(folder, goldens)}
    try:
        listed = tomllib.loads(manifest.read_text(encoding="utf-8"))["document"]
        found = [_entry(one, folder, goldens) for one in listed]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise GoldenError(f"{manifest}: {error!r}") from error
    return {entry.identity: entry for entry in found}


def choose(all_entries: dict[str, Entry], ids: Iterable[str]) -> list[Entry]:
    """The entries that are named, or all. Raises ``GoldenError`` for a name that is none."""
    wanted = list(ids)
    unknown = [one for one in wanted if one not in all_entries]
    if unknown:
        raise GoldenError(f"no such document: {', '.join(unknown)}")
    return [all_entries[one] for one in wanted or all_entries]


def _entry(one: dict[str, Any], folder: Path, goldens: Path) -> Entry:
    files = tuple(folder / f"{one['id']}.{suffix}" for suffix in one["formats"])
    return Entry(one["id"], one["title"], files, tuple(one["expect"]), one.get("rubric"), one["purpose"], goldens)


def _without_manifest(folder: Path, goldens: Path) -> list[Entry]:
    found: list[Entry] = []
    for place in sorted(path for path in folder.iterdir() if path.is_dir() and path != goldens):
        files = tuple(sorted(path for path in place.iterdir() if path.suffix in _SUFFIXES))
        views = tuple(view for view in VIEWS if (goldens / f"{place.name}.{view}.json").is_file())
        if files:
            found.append(Entry(place.name, place.name, files, views, None, "", goldens))
    return found
