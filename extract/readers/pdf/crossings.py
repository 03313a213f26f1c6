"""The cells between rules: what pdfplumber's ``edges_to_intersections`` and ``intersections_to_cells`` find, sooner.

pdfplumber compares the boxes of all edges at two crossings for each pair that it tries. Here each crossing remembers
the numbers of the rules that meet there, and the crossings of each rule stand in order. Tests hold that both find the
same cells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from extract.readers.pdf.rules import Edge
from models import Box

REACH = 1.0
"""Points by which a rule may miss another one and still meet it (pdfplumber's intersection tolerance)."""

_Point = tuple[float, float]


@dataclass(slots=True)
class Crossings:
    """Where rules meet: the numbers of the upright and of the level rules at each crossing."""

    uprights: dict[_Point, set[int]] = field(default_factory=lambda: defaultdict(set))
    levels: dict[_Point, set[int]] = field(default_factory=lambda: defaultdict(set))
    columns: dict[float, list[float]] = field(default_factory=dict)
    """Heights of the crossings at each place across, from top to bottom."""
    rows: dict[float, list[float]] = field(default_factory=dict)
    """Places of the crossings at each height, from left to right."""

    def __len__(self) -> int:
        return len(self.uprights)


def crossings_of(edges: list[Edge]) -> Crossings:
    """The crossings of merged edges."""
    found = Crossings()
    levels = sorted((e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h")
    heights = [level[0] for level in levels]
    columns: dict[float, set[float]] = defaultdict(set)
    rows: dict[float, set[float]] = defaultdict(set)
    for number, upright in enumerate(e for e in edges if e["orientation"] == "v"):
        x = upright["x0"]
        first = bisect_left(heights, upright["top"] - REACH)
        for index in range(first, bisect_right(heights, upright["bottom"] + REACH)):
            y, x0, x1 = levels[index]
            if x0 - REACH <= x <= x1 + REACH:
                found.uprights[(x, y)].add(number)
                found.levels[(x, y)].add(index)
                columns[x].add(y)
                rows[y].add(x)
    found.columns = {x: sorted(ys) for x, ys in sorted(columns.items())}
    found.rows = {y: sorted(xs) for y, xs in rows.items()}
    return found


def cells_of(crossings: Crossings) -> list[Box]:
    """The smallest cell to the right of and below each crossing, where rules run all around it."""
    uprights, levels = crossings.uprights, crossings.levels
    cells: list[Box] = []
    for x, ys in crossings.columns.items():
        for index, y in enumerate(ys[:-1], start=1):
            here, across = uprights[(x, y)], levels[(x, y)]
            xs = crossings.rows[y]
            rights = [r for r in xs[bisect_right(xs, x) :] if not across.isdisjoint(levels[(r, y)])]
            below = (b for b in ys[index:] if not here.isdisjoint(uprights[(x, b)]))
            corner = next(((r, b) for b in below for r in rights if _closes(crossings, (x, y), (r, b))), None)
            if corner is not None:
                cells.append((x, y, *corner))
    return cells


def _closes(crossings: Crossings, start: _Point, corner: _Point) -> bool:
    """Whether rules lead to the corner opposite to ``start`` from both corners between them."""
    upright, level = crossings.uprights.get(corner), crossings.levels.get(corner)
    if upright is None or level is None:
        return False
    right, below = (corner[0], start[1]), (start[0], corner[1])
    return not upright.isdisjoint(crossings.uprights[right]) and not level.isdisjoint(crossings.levels[below])
