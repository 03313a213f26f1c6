"""Borders that a page does not draw: browsers leave tables open where they go on on the next page.

A border that is missing at the outside is put back before cells are looked for; otherwise the row or column that it
bounds would be lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract.readers.pdf.rules import Edge

TOUCH = 1.5
"""Points within which a rule reaches another one."""
OPEN = 4.0
"""Points by which rules must stick out before the border that would bound them counts as missing."""


def missing_borders(edges: list[Edge]) -> list[Edge]:
    """Borders that are not drawn between neighbouring rules that end at one height."""
    levels = [e for e in edges if e["orientation"] == "h"]
    uprights = [e for e in edges if e["orientation"] == "v"]
    found: list[Edge] = []
    for side in _SIDES:
        rules, across = (uprights, levels) if side.at == "x0" else (levels, uprights)
        for one, two in _open_pairs(rules, across, side):
            end = (one[side.end] + two[side.end]) / 2
            if side.at == "x0":
                found.append(_border(one["x0"], two["x0"], end, end, "h"))
            else:
                found.append(_border(end, end, one["top"], two["top"], "v"))
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """Names of the measures of edges, seen from the side of a table at which its rules end."""

    end: str
    other_end: str
    at: str
    """Position of the rules that end there."""
    low: str
    high: str
    level: str
    """Extent and position of the rules at right angles to them."""
    outwards: int
    """1 where the side lies at growing measures."""


_SIDES = (
    _Side("top", "bottom", "x0", "x0", "x1", "top", -1),
    _Side("bottom", "top", "x0", "x0", "x1", "top", 1),
    _Side("x0", "x1", "top", "top", "bottom", "x0", -1),
    _Side("x1", "x0", "top", "top", "bottom", "x0", 1),
)


def _open_pairs(rules: list[Edge], across: list[Edge], side: _Side) -> Iterable[tuple[Edge, Edge]]:
    """Neighbouring rules that end at one height without a border between their ends, though they hang together."""
    ordered = sorted(rules, key=lambda r: float(r[side.at]))
    for index, rule in enumerate(ordered):
        mates = range(index + 1, len(ordered))
        following = next((i for i in mates if _end_together(rule, ordered[i], side)), None)
        if following is None:
            continue
        mate = ordered[following]
        middle = (rule[side.at] + mate[side.at]) / 2
        bounding = [a for a in across if a[side.low] <= middle <= a[side.high]]
        if any(abs(a[side.level] - rule[side.end]) <= OPEN for a in bounding):
            continue
        by_rule, by_mate = _touching(rule, across, side), _touching(mate, across, side)
        if _hang_together(rule, mate, by_rule, by_mate, bounding, side):
            yield rule, mate


def _end_together(rule: Edge, candidate: Edge, side: _Side) -> bool:
    return bool(candidate[side.at] > rule[side.at] + TOUCH and abs(candidate[side.end] - rule[side.end]) <= TOUCH)


def _touching(rule: Edge, across: list[Edge], side: _Side) -> list[Edge]:
    """The rules across that touch or cross a rule."""
    first, last = sorted((rule[side.end], rule[side.other_end]))
    return [
        a
        for a in across
        if a[side.low] - TOUCH <= rule[side.at] <= a[side.high] + TOUCH
        and first - TOUCH <= a[side.level] <= last + TOUCH
    ]


def _hang_together(
    rule: Edge, mate: Edge, by_rule: list[Edge], by_mate: list[Edge], bounding: list[Edge], side: _Side
) -> bool:
    """Whether two rules belong to one table that has no border between their ends.

    A rule across touches both, and one of them sticks out of all that cross it. At the top and the bottom, where pages
    break, it is also enough that the rule across runs on beyond them and nothing bounds them further outwards (an arrow
    between two frames ends at both), or that both their ends agree: on a page that a single row fills, nothing else
    joins them.
    """
    shared = [a for a in by_rule if a[side.high] >= mate[side.at] - TOUCH]
    sticks_out = any(all(abs(a[side.level] - rule[side.end]) > OPEN for a in touched) for touched in (by_rule, by_mate))
    if side.at != "x0":
        return sticks_out and bool(shared)
    if sticks_out:
        return bool(shared) or abs(mate[side.other_end] - rule[side.other_end]) <= TOUCH
    is_outline = not any((a[side.level] - rule[side.end]) * side.outwards > OPEN for a in bounding)
    beyond = any(a[side.low] < rule[side.at] - OPEN or a[side.high] > mate[side.at] + OPEN for a in shared)
    return is_outline and beyond


def _border(x0: float, x1: float, top: float, bottom: float, orientation: str) -> Edge:
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": orientation,
    }  # fmt: skip
