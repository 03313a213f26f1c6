"""A long PDF read in ranges of pages, by several processes: each opens the file itself and takes its pages apart.

Nothing that is found out about a page depends on the pages before it, but for tables without upright rules, which go
on without a header. So a range keeps the makings of such tables for every page; the join drops them where none came
before.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.readers.pdf.assemble import Pages, collector_paused, taken_apart
from extract.readers.pdf.pages import opened, pages_of
from extract.readers.spread import Spread

PAGES = 2
"""Of a range: some seconds where they are scans, some thousandths of one where they are printed."""
WORTHWHILE = 2.0
"""Seconds that the other pages will take from which others are asked to help."""


@dataclass(frozen=True, slots=True)
class PageRange:
    """Some pages of a file, ``first`` to ``last`` from 1."""

    path: str
    sha256: str
    first: int
    last: int

    @property
    def numbers(self) -> range:
        """The numbers of its pages."""
        return range(self.first, self.last + 1)


def in_ranges(document: Any, path: str, sha256: str, spread: Spread) -> list[Pages]:
    """All pages of an open document, range by range; others read the file at ``path`` where it is still the same.

    They are asked as soon as the pages so far say that the rest will take long: scans nearly always, text rarely.
    """
    count = len(document)
    parts = [PageRange(path, sha256, first, min(first + PAGES - 1, count)) for first in range(1, count + 1, PAGES)]
    start = time.monotonic()
    done: list[Pages] = []
    for part in parts:
        left = len(parts) - len(done)
        if done and (time.monotonic() - start) / len(done) * left >= WORTHWHILE:
            return [*done, *spread(lambda part: _taken_apart(document, part), read_range, parts[len(done) :])]
        done.append(_taken_apart(document, part))
    return done


def read_range(part: PageRange) -> Pages:
    """A range of a file, which stays open for the next one.

    Raises ``OSError`` and ``models.UnreadableFile`` where the file cannot be read, ``ValueError`` where it is another.
    """
    with collector_paused():
        return _taken_apart(_held.document(part), part)


def _taken_apart(document: Any, part: PageRange) -> Pages:
    return taken_apart(pages_of(document, part.numbers), may_follow_loose=True)


class _Held:
    """The file that was read last, open."""

    def __init__(self) -> None:
        self._of: tuple[str, str] | None = None
        self._document: Any = None
        self._open = ExitStack()

    def document(self, part: PageRange) -> Any:
        """The open document that a range is of."""
        if self._of != (part.path, part.sha256):
            self.close()
            data = Path(part.path).read_bytes()
            if hashlib.sha256(data).hexdigest() != part.sha256:
                raise ValueError(f"{part.path} has changed")
            self._document = self._open.enter_context(opened(data, part.path))
            self._of = (part.path, part.sha256)
        return self._document

    def close(self) -> None:
        """Let go of it."""
        self._open.close()
        self._of = self._document = None


_held = _Held()
