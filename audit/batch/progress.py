"""The line that tells how far a run is: on standard error, and only where that is a terminal."""

from __future__ import annotations

import sys
import time
from typing import Self

from extract.console import width
from models import Language, Text

_BETWEEN_DRAWINGS = 0.1
"""Seconds; more often nobody can read."""
_FIRST_ESTIMATE = 3
"""Files after which the time left can be told."""


class Progress:
    """Count, time left and the file that was done last; lines for good are printed above it."""

    def __init__(self, total: int, language: Language) -> None:
        self._total = total
        self._language = language
        self._done = 0
        self._began = time.monotonic()
        self._drawn = 0.0
        self._shown = False
        self._live = sys.stderr.isatty() and total > 0

    def __enter__(self) -> Self:
        """Show that the run has begun."""
        self._draw("")
        return self

    def __exit__(self, *_: object) -> None:
        """Leave an empty line behind."""
        self._clear()

    def step(self, name: str) -> None:
        """One more file is done."""
        self._done += 1
        if time.monotonic() - self._drawn >= _BETWEEN_DRAWINGS or self._done == self._total:
            self._draw(name)

    def say(self, line: str) -> None:
        """Print a line that stays."""
        self._clear()
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def _draw(self, name: str) -> None:
        if not self._live:
            return
        self._drawn = time.monotonic()
        left = self._left()
        text = f"{self._done:>{len(str(self._total))}}/{self._total}{left}  {name}"
        sys.stderr.write(f"\r{_cut(text, _columns() - 1)}\x1b[K")
        sys.stderr.flush()
        self._shown = True

    def _left(self) -> str:
        """The time left, from the files that are done."""
        if self._done < _FIRST_ESTIMATE:
            return ""
        seconds = round((time.monotonic() - self._began) / self._done * (self._total - self._done))
        minutes, seconds = divmod(seconds, 60)
        clock = f"{minutes}:{seconds:02}"
        return Text(zh=f"  剩余 {clock}", en=f"  {clock} left").in_language(self._language)

    def _clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size().columns


def _cut(text: str, columns: int) -> str:
    """As much of a text as fits, without control characters that a file name may hold."""
    out, used = [], 0
    for character in text:
        if not character.isprintable():
            continue
        used += width(character)
        if used > columns:
            break
        out.append(character)
    return "".join(out)
