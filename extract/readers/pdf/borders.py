"""Borders that a page does not draw: browsers leave tables open where they go on on the next page.

A border that is missing at the outside is put back before cells are looked for; otherwise the row or column that it
bounds would be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.readers.pdf.merging import TOUCH, Rule, Rules

OPEN = 4.0
"""Points by which rules must stick out before the border that would bound them counts as missing."""


def missing_borders(rules: Rules) -> Rules:
    """Borders that are not drawn between neighbouring rules that end at one height."""
    found = Rules([], [])
    for side in _SIDES:
        ending, across = (rules.uprights, rules.levels) if side.breaks else (rules.levels, rules.uprights)
        for one, two in _open_pairs(ending, across, side):
            border = ((one[side.end] + two[side.end]) / 2, one[0], two[0])
            (found.levels if side.breaks else found.uprights).append(border)
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """The side of a table at which rules end; ``end`` and ``other_end`` are places in the tuple of a rule."""

    breaks: bool
    """Whether it is the top or the bottom, where pages break and upright rules end."""
    end: int
    other_end: int
    outwards: int
    """1 where the side lies at growing measures."""


_SIDES = (_Side(True, 1, 2, -1), _Side(True, 2, 1, 1), _Side(False, 1, 2, -1), _Side(False, 2, 1, 1))


def _open_pairs(rules: Sequence[Rule], across: Sequence[Rule], side: _Side) -> Iterable[tuple[Rule, Rule]]:
    """Neighbouring rules that end at one height without a border between their ends, though they hang together."""
    ordered = sorted(rules, key=lambda rule: rule[0])
    end = side.end
    for index, rule in enumerate(ordered):
        at, height = rule[0], rule[end]
        mate = next((r for r in ordered[index + 1 :] if abs(r[end] - height) <= TOUCH and r[0] > at + TOUCH), None)
        if mate is None:
            continue
        middle = (at + mate[0]) / 2
        if any(abs(a[0] - height) <= OPEN and a[1] <= middle <= a[2] for a in across):
            continue
        bounding = [a for a in across if a[1] <= middle <= a[2]]
        by_rule, by_mate = _touching(rule, across), _touching(mate, across)
        if _hang_together(rule, mate, by_rule, by_mate, bounding, side):
            yield rule, mate


def _touching(rule: Rule, across: Sequence[Rule]) -> list[Rule]:
    """The rules across that touch or cross a rule."""
    at, first, last = rule
    return [a for a in across if a[1] - TOUCH <= at <= a[2] + TOUCH and first - TOUCH <= a[0] <= last + TOUCH]


def _hang_together(
    rule: Rule, mate: Rule, by_rule: list[Rule], by_mate: list[Rule], bounding: list[Rule], side: _Side
) -> bool:
    """Whether two rules belong to one table that has no border between their ends.

    A rule across touches both, and one of them sticks out of all that cross it. At the top and the bottom, where pages
    break, it is also enough that the rule across runs on beyond them and nothing bounds them further outwards (an arrow
    between two frames ends at both), or that both their ends agree: on a page that a single row fills, nothing else
    joins them.
    """
    shared = [a for a in by_rule if a[2] >= mate[0] - TOUCH]
    sticks_out = any(all(abs(a[0] - rule[side.end]) > OPEN for a in touched) for touched in (by_rule, by_mate))
    if not side.breaks:
        return sticks_out and bool(shared)
    if sticks_out:
        return bool(shared) or abs(mate[side.other_end] - rule[side.other_end]) <= TOUCH
    is_outline = not any((a[0] - rule[side.end]) * side.outwards > OPEN for a in bounding)
    beyond = any(a[1] < rule[0] - OPEN or a[2] > mate[0] + OPEN for a in shared)
    return is_outline and beyond
