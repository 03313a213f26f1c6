"""The cells between rules: what pdfplumber's ``edges_to_intersections`` and ``intersections_to_cells`` find, sooner.

pdfplumber compares the boxes of all edges at two crossings for each pair that it tries. After merging, pieces on one
line are further apart than a rule reaches, so one upright and one level rule meet at a crossing; their two numbers say
all about it. Tests hold that both find the same cells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from extract.readers.pdf.merging import Rules
from models import Box

REACH = 1.0
"""Points by which a rule may miss another one and still meet it (pdfplumber's intersection tolerance)."""


@dataclass(frozen=True, slots=True)
class Crossings:
    """Where merged rules meet: numbers of the level rules on each upright one and of the upright ones on each level."""

    rules: Rules
    on_upright: list[list[int]]
    on_level: list[list[int]]

    def __len__(self) -> int:
        return sum(map(len, self.on_upright))


def crossings_of(rules: Rules) -> Crossings:
    """The crossings of merged rules, those on each rule from top to bottom and from left to right."""
    levels = rules.levels
    heights = [level[0] for level in levels]
    on_upright: list[list[int]] = []
    on_level: list[list[int]] = [[] for _ in levels]
    for number, (x, top, bottom) in enumerate(rules.uprights):
        crossed = []
        for index in range(bisect_left(heights, top - REACH), bisect_right(heights, bottom + REACH)):
            _, x0, x1 = levels[index]
            if x0 - REACH <= x <= x1 + REACH:
                crossed.append(index)
                on_level[index].append(number)
        on_upright.append(crossed)
    return Crossings(rules, on_upright, on_level)


def cells_of(crossings: Crossings) -> list[Box]:
    """The smallest cell to the right of and below each crossing, where rules run all around it."""
    levels, uprights = crossings.rules.levels, crossings.rules.uprights
    crossed = [frozenset(numbers) for numbers in crossings.on_upright]
    passed = [0] * len(levels)
    cells: list[Box] = []
    for number, on_upright in enumerate(crossings.on_upright):
        for index, level in enumerate(on_upright, start=1):
            passed[level] += 1
            rights = crossings.on_level[level][passed[level] :]
            if not rights:
                continue
            for below in on_upright[index:]:
                right = next((r for r in rights if below in crossed[r]), None)
                if right is not None:
                    cells.append((uprights[number][0], levels[level][0], uprights[right][0], levels[below][0]))
                    break
    return cells
