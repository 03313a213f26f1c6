"""What results are called: after their reports, each by a name of its own, whatever order the reports come in."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import TypeVar

from audit.batch.sources import FoundFile

T = TypeVar("T")

INDEX = "summary.json"
"""The file that lists all results of a run."""


def report_names(files: Sequence[FoundFile]) -> list[str]:
    """A name for each report, unique in the run: its path within the folder given, and from above it where needed."""
    above = _common(file.folder for file in files)
    return _first_unique(
        files,
        [
            lambda file: file.inside.as_posix(),
            lambda file: _from_above(file, above),
        ],
        taken=set(),
    )


def result_names(names: Sequence[str], ending: str) -> list[str]:
    """The path of each result in the results folder: ``east/a.docx`` gives ``east/a.json``.

    Where two reports differ in their ending only, the ending stays: ``a.docx.json`` and ``a.pdf.json``.
    """
    return _first_unique(
        list(names),
        [
            lambda name: f"{_without_ending(name)}{ending}",
            lambda name: f"{name}{ending}",
        ],
        taken={INDEX},
    )


def absolute_path(path: Path) -> Path:
    """A path from the root, links as they are, without ``..``."""
    return Path(os.path.normpath(path.absolute()))


def _without_ending(name: str) -> str:
    path = PurePosixPath(name)
    return path.with_suffix("").as_posix() if path.suffix and path.stem else name


def _first_unique(things: Sequence[T], ways: Sequence[Callable[[T], str]], taken: Container[str]) -> list[str]:
    """A name for each thing, by the first way that gives it one of its own; things that clash go on to the next way.

    What no way tells apart is numbered in its order. Names that differ in case only are the same to some file systems.
    """
    tried = [0] * len(things)
    while True:
        names = [ways[way](thing) for thing, way in zip(things, tried, strict=True)]
        keys = [name.casefold() for name in names]
        often = Counter(keys)
        clashing = [i for i, key in enumerate(keys) if often[key] > 1 or key in taken]
        movable = [i for i in clashing if tried[i] + 1 < len(ways)]
        if not movable:
            return _numbered(names, clashing)
        for i in movable:
            tried[i] += 1


def _numbered(names: list[str], clashing: Sequence[int]) -> list[str]:
    used = {name.casefold() for i, name in enumerate(names) if i not in set(clashing)}
    for i in clashing:
        path, number = PurePosixPath(names[i]), 1
        while number == 1 or names[i].casefold() in used:
            number += 1
            names[i] = path.with_name(f"{path.stem}~{number}{path.suffix}").as_posix()
        used.add(names[i].casefold())
    return names


def _common(folders: Iterable[Path]) -> Path:
    absolute = [absolute_path(folder) for folder in folders]
    try:
        return Path(os.path.commonpath(absolute))
    except ValueError:  # no folder at all, or several drives
        return Path(os.sep)


def _from_above(file: FoundFile, above: Path) -> str:
    absolute = PurePosixPath(absolute_path(file.path).as_posix())
    try:
        return absolute.relative_to(PurePosixPath(above.as_posix())).as_posix()
    except ValueError:
        return absolute.as_posix().lstrip("/")
