"""Which files are meant: those that are named, and the documents in the folders that are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from models import InputError, Text, UnreadableFile, UnsupportedFormat

DOCUMENTS = frozenset(
    {
        ".pdf",
        ".docx",
        ".docm",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".et",
        ".ods",
        ".html",
        ".htm",
        ".mht",
        ".mhtml",
    }
) | {".txt", ".md", ".markdown"}
"""Endings of documents; what ends otherwise is a document where its content is one."""
_ONLY_BY_NAME = frozenset({"txt", "md", "image", "json"})
"""Formats that anything may have: with a strange ending they are no reports."""
_LOCK = "~$"
"""How Word and WPS begin the name of the file that says who has a document open."""
_SYSTEM = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_SAVED = re.compile(rb'"kind"\s*:\s*"(?:self_report|rubric)"')
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to audit: where it is, and its path seen from the folder that was given (its bare name otherwise)."""

    path: Path
    inside: PurePosixPath
    folder: Path
    """The folder that was given, or that a given file stands in."""


@dataclass(frozen=True, slots=True)
class Found:
    """The files that the arguments mean, in their order, those of a folder by name; and what was passed over."""

    files: tuple[FoundFile, ...]
    skipped: tuple[str, ...]
    """Files in folders that are no documents."""
    failures: tuple[InputError, ...]
    """Folders that cannot be read, or hold nothing to audit."""


def find_files(arguments: Sequence[Path], *, never: Iterable[Path] = ()) -> Found:
    """The files behind files and folders, each once; folders are searched with all that is below them.

    ``never`` are files and folders (results, the rubric, settings) that are not taken from within a folder. A file
    that is named itself is always taken, whatever it is: reading it says what is wrong.
    """
    refused = {os.path.realpath(path) for path in never}
    files: dict[str, FoundFile] = {}
    skipped: list[str] = []
    failures: list[InputError] = []
    for argument in arguments:
        if not argument.is_dir():
            named = FoundFile(argument, PurePosixPath(argument.name), argument.parent)
            files.setdefault(os.path.realpath(argument), named)
            continue
        before = len(failures)
        documents = 0
        for path in _walk(argument, refused, failures):
            if not is_document(path):
                skipped.append(str(path))
                continue
            documents += 1
            inside = PurePosixPath(path.relative_to(argument).as_posix())
            files.setdefault(os.path.realpath(path), FoundFile(path, inside, argument))
        if not documents and len(failures) == before:
            failures.append(UnreadableFile(str(argument), _NOTHING_IN_IT))
    return Found(tuple(files.values()), tuple(sorted(set(skipped))), tuple(failures))


def is_document(path: Path) -> bool:
    """Whether a file in a folder is meant to be audited: by its ending, or else by its content.

    A document that no reader knows (slides, an old workbook) is meant too, so that it is not passed over in silence.
    """
    ending = path.suffix.lower()
    if ending in DOCUMENTS:
        return True
    try:
        if ending == ".json":
            with path.open("rb") as file:
                return _SAVED.search(file.read(_HEAD)) is not None
        return _sniffed(path)
    except OSError:
        return False


def _sniffed(path: Path) -> bool:
    from extract.readers import SIZE_LIMIT
    from extract.readers.sniff import sniff

    if path.stat().st_size > SIZE_LIMIT:
        return False
    try:
        return sniff(path.read_bytes(), path.name) not in _ONLY_BY_NAME
    except UnsupportedFormat:
        return True
    except UnreadableFile:
        return False


def _walk(folder: Path, refused: set[str], failures: list[InputError]) -> Iterator[Path]:
    """The files below a folder, in the order of their names; hidden and lock files and ``refused`` ones left out."""

    def cannot(error: OSError) -> None:
        why = error.strerror or str(error)
        reason = Text(zh=f"文件夹无法读取（{why}）", en=f"the folder cannot be read ({why})")
        failures.append(UnreadableFile(str(error.filename), reason))

    for parent, folders, names in os.walk(folder, onerror=cannot):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if _visible(name) and os.path.realpath(here / name) not in refused)
        for name in sorted(names):
            path = here / name
            if _visible(name) and os.path.realpath(path) not in refused and path.is_file():
                yield path


def _visible(name: str) -> bool:
    return not name.startswith((".", _LOCK)) and name.lower() not in _SYSTEM


_NOTHING_IN_IT = Text(zh="文件夹中没有可以审核的文件", en="no document to audit in this folder")
