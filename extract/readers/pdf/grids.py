"""Tables of a page: the cells between its rules, as pdfplumber finds them, get their places in a grid."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from extract.readers.pdf.borders import OPEN, missing_borders
from extract.readers.pdf.crossings import cells_of, crossings_of
from extract.readers.pdf.merging import SNAP, Rule, Rules, groups_of, merged, rules_of, tables_of
from extract.readers.pdf.reference import cells_by_pdfplumber
from extract.readers.pdf.rules import Edge
from extract.reference import by_libraries
from models import Box

MOST_CROSSINGS = 3000
"""Crossings of rules that hang together beyond which they are a drawing; 30 columns and 90 rows have fewer."""
MOST_PAIRS = 250_000
"""Pairs of a level and an upright rule on a page beyond which it is a drawing."""


class Slot(NamedTuple):
    """A cell's place in the grid and on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: Box


@dataclass(frozen=True)
class Grid:
    """A table on a page: lines of the grid in points as seen, and the cells between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]
    nested: dict[int, list[Grid]] = field(default_factory=dict)
    """Tables that lie within a slot, by the slot's index."""
    open_end: bool = False
    """Whether a border of the last row is not shown, so that the row may be nothing but ends that stick out."""
    open_below: bool = False
    """Whether the cells of the last row have no border below: the row goes on on the next page."""
    open_left: bool = False
    """The same of the first column."""
    open_right: bool = False
    """The same of the last column."""

    @property
    def bbox(self) -> Box:
        """Outer box."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @cached_property
    def _places(self) -> list[list[int | None]]:
        """The index of the slot at each place of the grid, row by row."""
        places: list[list[int | None]] = [[None] * (len(self.xs) - 1) for _ in self.ys[1:]]
        for index, (first, column, row_span, column_span, _) in enumerate(self.slots):
            for row in places[first : first + row_span]:
                row[column : column + column_span] = [index] * column_span
        return places

    def slot_at(self, x: float, y: float) -> int | None:
        """Index of the slot that holds a point, ``None`` outside of the table and in holes of its grid."""
        return self.slots_at((x,), y)[0]

    def slots_at(self, places: Iterable[float], y: float) -> list[int | None]:
        """The same for several points at one height."""
        xs, ys = self.xs, self.ys
        if not ys[0] <= y <= ys[-1]:
            return [None for _ in places]
        row = self._places[min(bisect_right(ys, y), len(ys) - 1) - 1]
        left, right, last = xs[0], xs[-1], len(xs) - 1
        return [row[min(bisect_right(xs, x), last) - 1] if left <= x <= right else None for x in places]


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules of a page bound."""

    tables: list[Grid]
    """From top to bottom; tables within a cell are in the grid around them."""
    boxes: list[Grid]
    """Boxes that stand alone: frames around words, or the one row that a table has on this page."""
    too_dense: bool
    """Whether some rules hang together in so many crossings that they are a drawing; no cells were looked for there."""


def find_grids(edges: Iterable[Edge]) -> Found:
    """The tables and single boxes between the rules of a page."""
    tables: list[Grid] = []
    boxes: list[Grid] = []
    drawn = rules_of(edges)
    rules = merged(drawn)
    if len(rules.levels) * len(rules.uprights) > MOST_PAIRS:
        return Found([], [], too_dense=True)
    closing = missing_borders(rules)
    groups = groups_of(merged(rules + closing) if closing else rules)
    if len(groups) > 1:
        groups = _drawn_apart(groups, drawn + closing)
    too_dense = False
    for group in groups:
        crossings = crossings_of(group)
        if len(crossings) > MOST_CROSSINGS:
            too_dense = True
            continue
        for cells in tables_of(cells_by_pdfplumber(group) if by_libraries() else cells_of(crossings)):
            (tables if len(cells) > 1 else boxes).append(_grid(cells, closing))
    return Found(_nest(sorted(tables, key=_place)), sorted(boxes, key=_place), too_dense)


def _drawn_apart(groups: Sequence[Rules], drawn: Rules) -> list[Rules]:
    """The rules of each group merged anew without those of the others.

    Lines of all tables of a page snap together where they almost agree, and may then miss the rules that they met.
    """
    boxes = [_bounds(group) for group in groups]
    order = sorted(range(len(groups)), key=lambda i: (boxes[i][2] - boxes[i][0]) * (boxes[i][3] - boxes[i][1]))
    members = [Rules([], []) for _ in groups]

    def home(x0: float, top: float, x1: float, bottom: float) -> Rules | None:
        for index in order:
            box = boxes[index]
            if box[0] - SNAP <= x0 and x1 <= box[2] + SNAP and box[1] - SNAP <= top and bottom <= box[3] + SNAP:
                return members[index]
        return None

    for level in drawn.levels:
        if (member := home(level[1], level[0], level[2], level[0])) is not None:
            member.levels.append(level)
    for upright in drawn.uprights:
        if (member := home(upright[0], upright[1], upright[0], upright[2])) is not None:
            member.uprights.append(upright)
    return [merged(member) for member in members]


def _bounds(rules: Rules) -> Box:
    """The box around rules of both kinds."""
    xs = [x for _, *ends in rules.levels for x in ends] + [upright[0] for upright in rules.uprights]
    ys = [y for _, *ends in rules.uprights for y in ends] + [level[0] for level in rules.levels]
    return (min(xs), min(ys), max(xs), max(ys))


def _place(grid: Grid) -> tuple[float, float]:
    return (grid.ys[0], grid.xs[0])


def _grid(cells: Sequence[Box], closing: Rules) -> Grid:
    """Cells in a grid of the borders at which a cell begins; where two overlap, the smaller one keeps the place.

    Where nothing begins there is no row: browsers draw the cells of a row down to different heights at a page break.
    """
    xs, ys = sorted({cell[0] for cell in cells}), sorted({cell[1] for cell in cells})
    column_at, row_at = {x: index for index, x in enumerate(xs)}, {y: index for index, y in enumerate(ys)}
    taken: set[tuple[int, int]] = set()
    slots: list[Slot] = []
    for cell in sorted(cells, key=lambda c: (c[2] - c[0]) * (c[3] - c[1])):
        row, column = row_at[cell[1]], column_at[cell[0]]
        rows = row_at.get(cell[3]) or bisect_left(ys, cell[3])
        columns = column_at.get(cell[2]) or bisect_left(xs, cell[2])
        places = [(i, j) for i in range(row, rows) for j in range(column, columns)]
        if taken.isdisjoint(places):
            taken.update(places)
            slots.append(Slot(row, column, rows - row, columns - column, cell))
    slots.sort()
    left, right, bottom = xs[0], max(cell[2] for cell in cells), max(cell[3] for cell in cells)
    if not closing:
        return Grid((*xs, right), (*ys, bottom), tuple(slots))
    levels = [r for r in closing.levels if r[1] <= right + OPEN and r[2] >= left - OPEN and r[0] <= bottom + OPEN]
    uprights = [r for r in closing.uprights if left - OPEN <= r[0] <= right + OPEN and r[1] <= bottom + OPEN]
    beside = [x for x, _, end in uprights if end >= ys[0]]
    return Grid(
        (*xs, right),
        (*ys, bottom),
        tuple(slots),
        open_end=any(y >= bottom - OPEN for y, _, _ in levels) or any(end >= bottom - OPEN for _, _, end in uprights),
        open_below=_is_open_below(slots, len(ys), levels),
        open_left=any(abs(x - left) <= OPEN for x in beside),
        open_right=any(abs(x - right) <= OPEN for x in beside),
    )


def _is_open_below(slots: Sequence[Slot], rows: int, closing: Sequence[Rule]) -> bool:
    """Whether most cells that are only in the last row are bounded below by borders that the page does not show."""
    own = [slot.bbox for slot in slots if slot.row == rows - 1]
    cut = [
        box
        for box in own
        if any(
            abs(y - box[3]) <= OPEN and start - OPEN <= (box[0] + box[2]) / 2 <= end + OPEN for y, start, end in closing
        )
    ]
    return 2 * len(cut) > len(own)


def _nest(grids: list[Grid]) -> list[Grid]:
    """Tables that lie within a cell of another one, put there."""
    inner: set[int] = set()
    for index, grid in enumerate(grids):
        x0, top, x1, bottom = grid.bbox
        around = [g for g in grids if g is not grid and _holds(g.bbox, grid.bbox)]
        if not around:
            continue
        outer = min(around, key=lambda g: (g.bbox[2] - g.bbox[0]) * (g.bbox[3] - g.bbox[1]))
        slot = outer.slot_at((x0 + x1) / 2, (top + bottom) / 2)
        if slot is not None and _holds(outer.slots[slot].bbox, grid.bbox):
            outer.nested.setdefault(slot, []).append(grid)
            inner.add(index)
    return [grid for index, grid in enumerate(grids) if index not in inner]


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] < inner[0] and outer[1] < inner[1] and inner[2] < outer[2] and inner[3] < outer[3]
