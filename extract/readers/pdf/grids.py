"""Tables of a page: pdfplumber's table functions find the cells between rules, here they get their places in a grid."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pdfplumber.table import (
    DEFAULT_JOIN_TOLERANCE,
    DEFAULT_SNAP_TOLERANCE,
    cells_to_tables,
    merge_edges,
)

from extract.readers.pdf.borders import OPEN, TOUCH, missing_borders
from extract.readers.pdf.crossings import cells_of, crossings_of
from extract.readers.pdf.rules import Edge
from models import Box

SHORTEST = 3.0
"""Points below which a joined rule bounds no cell."""
MOST_CROSSINGS = 3000
"""Crossings of rules that hang together beyond which they are a drawing; 30 columns and 90 rows have fewer."""
MOST_PAIRS = 250_000
"""Pairs of a level and an upright rule on a page beyond which it is a drawing."""


@dataclass(frozen=True, slots=True)
class Slot:
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
    def _slot_at(self) -> dict[tuple[int, int], int]:
        return {
            (row, column): index
            for index, slot in enumerate(self.slots)
            for row in range(slot.row, slot.row + slot.row_span)
            for column in range(slot.column, slot.column + slot.column_span)
        }

    def slot_at(self, x: float, y: float) -> int | None:
        """Index of the slot that holds a point, ``None`` outside of the table and in holes of its grid."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        row = min(bisect_right(self.ys, y), len(self.ys) - 1) - 1
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        return self._slot_at.get((row, column))


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules of a page bound."""

    tables: list[Grid]
    """From top to bottom; tables within a cell are in the grid around them."""
    boxes: list[Grid]
    """Boxes that stand alone: frames around words, or the one row that a table has on this page."""
    too_dense: bool
    """Whether some rules hang together in so many crossings that they are a drawing; no cells were looked for there."""


def find_grids(edges: list[Edge]) -> Found:
    """The tables and single boxes between the rules of a page."""
    tables: list[Grid] = []
    boxes: list[Grid] = []
    merged = _merged(edges)
    if _most_crossings(merged) > MOST_PAIRS:
        return Found([], [], too_dense=True)
    closing = missing_borders(merged)
    groups = _groups(_merged(merged + closing) if closing else merged)
    if len(groups) > 1:
        groups = _drawn_apart(groups, edges + closing)
    too_dense = False
    for group in groups:
        crossings = crossings_of(group)
        if len(crossings) > MOST_CROSSINGS:
            too_dense = True
            continue
        cells = cells_of(crossings)
        found = cells_to_tables(cells)
        tables.extend(_grid(table, closing) for table in found)
        taken = {cell for table in found for cell in table}
        boxes.extend(_grid([cell], closing) for cell in cells if cell not in taken)
    return Found(_nest(sorted(tables, key=_place)), sorted(boxes, key=_place), too_dense)


def _merged(edges: list[Edge]) -> list[Edge]:
    """Edges snapped to common lines and joined along them, without dots."""
    snap, join = DEFAULT_SNAP_TOLERANCE, DEFAULT_JOIN_TOLERANCE
    return [e for e in merge_edges(edges, snap, snap, join, join) if _length(e) >= SHORTEST]


def _drawn_apart(groups: list[list[Edge]], drawn: list[Edge]) -> list[list[Edge]]:
    """The edges of each group merged anew without those of the others.

    Lines of all tables of a page snap together where they almost agree, and may then miss the rules that they met.
    """
    boxes = [
        (min(e["x0"] for e in g), min(e["top"] for e in g), max(e["x1"] for e in g), max(e["bottom"] for e in g))
        for g in groups
    ]
    order = sorted(range(len(groups)), key=lambda i: (boxes[i][2] - boxes[i][0]) * (boxes[i][3] - boxes[i][1]))
    members: list[list[Edge]] = [[] for _ in groups]
    near = float(DEFAULT_SNAP_TOLERANCE)
    for edge in drawn:
        for index in order:
            x0, top, x1, bottom = boxes[index]
            inside = x0 - near <= edge["x0"] and edge["x1"] <= x1 + near
            if inside and top - near <= edge["top"] and edge["bottom"] <= bottom + near:
                members[index].append(edge)
                break
    return [_merged(edges) for edges in members]


def _length(edge: Edge) -> float:
    return float(edge["bottom"] - edge["top"] if edge["orientation"] == "v" else edge["x1"] - edge["x0"])


def _most_crossings(edges: list[Edge]) -> int:
    """How many crossings there were if all level rules crossed all upright ones."""
    levels = len([e for e in edges if e["orientation"] == "h"])
    return levels * (len(edges) - levels)


def _place(grid: Grid) -> tuple[float, float]:
    return (grid.ys[0], grid.xs[0])


def _groups(edges: list[Edge]) -> list[list[Edge]]:
    """Edges that hang together, directly or through others: a cell never needs edges of two groups."""
    levels = sorted((e for e in edges if e["orientation"] == "h"), key=lambda e: e["top"])
    uprights = [e for e in edges if e["orientation"] == "v"]
    if len(levels) < 2 or len(uprights) < 2:
        return []
    heights = [e["top"] for e in levels]
    parent = list(range(len(levels) + len(uprights)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for number, upright in enumerate(uprights, start=len(levels)):
        first = bisect_right(heights, upright["top"] - TOUCH)
        for index in range(first, bisect_right(heights, upright["bottom"] + TOUCH)):
            if levels[index]["x0"] - TOUCH <= upright["x0"] <= levels[index]["x1"] + TOUCH:
                parent[root(index)] = root(number)
    groups: dict[int, list[Edge]] = defaultdict(list)
    for index, edge in enumerate(levels + uprights):
        groups[root(index)].append(edge)
    return [group for group in groups.values() if len(group) > 3]


def _grid(cells: list[Box], closing: list[Edge]) -> Grid:
    """Cells in a grid of the borders at which a cell begins; where two overlap, the smaller one keeps the place.

    Where nothing begins there is no row: browsers draw the cells of a row down to different heights at a page break.
    """
    xs, ys = sorted({cell[0] for cell in cells}), sorted({cell[1] for cell in cells})
    taken: set[tuple[int, int]] = set()
    slots: list[Slot] = []
    for cell in sorted(cells, key=lambda c: (c[2] - c[0]) * (c[3] - c[1])):
        row, column = bisect_left(ys, cell[1]), bisect_left(xs, cell[0])
        rows, columns = bisect_left(ys, cell[3]) - row, bisect_left(xs, cell[2]) - column
        places = {(row + i, column + j) for i in range(rows) for j in range(columns)}
        if not places & taken:
            taken |= places
            slots.append(Slot(row, column, rows, columns, cell))
    slots.sort(key=lambda s: (s.row, s.column))
    left, right, bottom = xs[0], max(cell[2] for cell in cells), max(cell[3] for cell in cells)
    near = [e for e in closing if e["x0"] <= right + OPEN and e["x1"] >= left - OPEN and e["top"] <= bottom + OPEN]
    beside = [e["x0"] for e in near if e["orientation"] == "v" and e["bottom"] >= ys[0]]
    return Grid(
        (*xs, right),
        (*ys, bottom),
        tuple(slots),
        open_end=any(e["bottom"] >= bottom - OPEN for e in near),
        open_below=_is_open_below(slots, len(ys), [e for e in near if e["orientation"] == "h"]),
        open_left=any(abs(x - left) <= OPEN for x in beside),
        open_right=any(abs(x - right) <= OPEN for x in beside),
    )


def _is_open_below(slots: Sequence[Slot], rows: int, closing: Sequence[Edge]) -> bool:
    """Whether most cells that are only in the last row are bounded below by borders that the page does not show."""
    own = [slot.bbox for slot in slots if slot.row == rows - 1]
    cut = [
        box
        for box in own
        if any(
            abs(e["top"] - box[3]) <= OPEN and e["x0"] - OPEN <= (box[0] + box[2]) / 2 <= e["x1"] + OPEN
            for e in closing
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
