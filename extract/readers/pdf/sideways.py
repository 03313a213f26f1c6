"""Text that is printed sideways in the cells of a table, put level so that it is read like any other.

A line that runs upwards or downwards becomes a level one as wide as the line is thick, in the middle of the room that
it took; lines beside each other become lines below each other, in the order in which they are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Direction = Literal["level", "up", "down", "tilted"]
"""Which way characters are read as seen on the page."""

_SAME_LINE = 1.0
"""Points by which the baselines of one sideways line may differ."""
_CLOSE, _SPACED = 1.3, 1.9
"""Ems from one character to the next of a line; more is a gap. Blanks are wider, and no character."""
_NEXT = 2.5
"""Ems from one line to the next of a block."""
_ASCENT, _DESCENT, _MIDDLE = 0.88, 0.12, 0.38
_APART = 0.6
"""Ems between the level lines that sideways ones become: little, so that they stay in their cell."""


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    x: float
    y: float
    size: float
    direction: Direction
    number: int
    """Its place in the file."""


@dataclass(slots=True)
class SidewaysLine:
    """A line of sideways text; ``baseline`` is where it stands when it is put level."""

    characters: list[_Character]
    baseline: float = 0.0

    @property
    def text(self) -> str:
        """Its characters in the order of reading."""
        return "".join(c.text for c in self.characters)

    @property
    def size(self) -> float:
        """The size of its first character."""
        return self.characters[0].size

    @property
    def direction(self) -> Direction:
        """Whether it runs up or down."""
        return self.characters[0].direction

    @property
    def x(self) -> float:
        """Where its baseline stands on the page."""
        return self.characters[0].x

    @property
    def reach(self) -> tuple[float, float]:
        """Its upper and lower end on the page."""
        ys = [c.y for c in self.characters]
        em = self.size
        return (min(ys) - em, max(ys)) if self.direction == "up" else (min(ys), max(ys) + em)

    def places(self) -> tuple[list[float], list[float]]:
        """Left and right edges of the characters of the level line."""
        left = self.x - (_ASCENT if self.direction == "up" else _DESCENT) * self.size
        widths = [1.0 for c in self.characters for _ in c.text]
        step = self.size / max(len(widths), 1)
        return [left + step * n for n in range(len(widths))], [left + step * (n + 1) for n in range(len(widths))]


@dataclass(slots=True)
class Sideways:
    """The sideways characters of a page, taken in the order of the file, which need not be that of reading."""

    _characters: list[_Character] = field(default_factory=list)

    def add(self, text: str, x: float, y: float, size: float, direction: Direction) -> None:
        """A character with its origin on the page as seen."""
        self._characters.append(_Character(text, x, y, size, direction, len(self._characters)))

    def count(self, direction: Direction) -> int:
        """How many characters run one way."""
        return sum(one.direction == direction for one in self._characters)

    def lines(self) -> Iterator[SidewaysLine]:
        """The lines, level, those of a block below each other."""
        for block in _blocks(self._lines()):
            high, low = min(line.reach[0] for line in block), max(line.reach[1] for line in block)
            for number, line in enumerate(block):
                offset = (number - (len(block) - 1) / 2) * _APART
                line.baseline = (high + low) / 2 + (_MIDDLE + offset) * line.size
                yield line

    def _lines(self) -> list[SidewaysLine]:
        """Characters on one baseline that follow each other."""
        lines: list[SidewaysLine] = []
        for one in sorted(self._characters, key=_order):
            if lines and _follows(lines[-1].characters[-1], one):
                lines[-1].characters.append(one)
            else:
                lines.append(SidewaysLine([one]))
        return lines


def _order(one: _Character) -> tuple[Direction, int, float]:
    return one.direction, round(one.x / _SAME_LINE), -one.y if one.direction == "up" else one.y


def _follows(before: _Character, one: _Character) -> bool:
    """Whether a character goes on with a line: close behind, or with a blank between if it follows in the file too."""
    step = before.y - one.y if one.direction == "up" else one.y - before.y
    alike = before.direction == one.direction and abs(before.x - one.x) <= _SAME_LINE
    most = _SPACED if one.number == before.number + 1 else _CLOSE
    return alike and 0 < step <= most * before.size


def _blocks(lines: Sequence[SidewaysLine]) -> list[list[SidewaysLine]]:
    """Lines beside each other, in the order of reading: from the left where they run up, else from the right."""
    blocks: list[list[SidewaysLine]] = []
    for line in sorted(lines, key=lambda line: line.x if line.direction == "up" else -line.x):
        for block in blocks:
            last = block[-1]
            beside = _SAME_LINE < abs(line.x - last.x) <= _NEXT * line.size
            if beside and line.direction == last.direction and _overlap(line.reach, last.reach):
                block.append(line)
                break
        else:
            blocks.append([line])
    return blocks


def _overlap(one: Sequence[float], two: Sequence[float]) -> bool:
    """Whether two stretches share most of the shorter one."""
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return shared > 0.5 * min(one[1] - one[0], two[1] - two[0])
