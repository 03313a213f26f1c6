"""Ruling lines of a page, found in its picture: long thin runs of ink, level or upright."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np

from extract.ocr.cleaning import Mask
from extract.ocr.engine import Picture, PixelBox
from extract.readers.pdf.rules import Edge

LEVEL_FROM = 15.0
"""Points from which a level run of ink may be a rule."""
UPRIGHT_FROM = 9.0
"""The same for upright ones: rows of a table are lower than columns are wide."""
SURE_FROM = 40.0
"""Points from which a run is one; shorter ones, as long as strokes of characters, must lie between two rules."""
THICK = 5.0
"""Points up to which a rule is thick; more is shading or a picture."""
ALONE = 150.0
"""Points from which a rule that meets no other is one all the same; shorter ones may be dashes and underlines."""
STROKE = 60.0
"""Points beyond which no stroke of a character reaches; letterheads are set in characters of 40 points and more."""
TOUCH = 0.6
"""Points within which a short rule ends at another; characters keep a greater distance."""
MEET = 3.0
"""Points within which two rules meet."""
PAPER = 255


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in pixels; ``level`` or upright."""

    box: PixelBox
    level: bool


def rules_of(mask: Mask, dpi: float) -> list[Rule]:
    """The rules among the ink of a level page. Strokes of large characters, dashes and underlines are left out."""
    point = dpi / 72
    found = [
        *_runs(mask, round(LEVEL_FROM * point), THICK * point, level=True),
        *_runs(mask, round(UPRIGHT_FROM * point), THICK * point, level=False),
    ]
    return _of_tables(_held(found, point), point)


def _runs(mask: Mask, shortest: int, thick: float, *, level: bool) -> list[Rule]:
    across = np.ones((3, 1), np.uint8) if level else np.ones((1, 3), np.uint8)
    along = np.ones((1, shortest), np.uint8) if level else np.ones((shortest, 1), np.uint8)
    # A rule that leans by a pixel is broken into steps; thickened, the steps overlap.
    kept = cv2.morphologyEx(cv2.dilate(mask, across), cv2.MORPH_OPEN, along)
    count, _, stats, _ = cv2.connectedComponentsWithStats(kept)
    rules = []
    for x, y, width, height, _ in stats[1:count].tolist():
        if (height if level else width) <= thick + 2:
            rules.append(Rule((x, y, x + width, y + height), level))
    return rules


def _held(rules: list[Rule], point: float) -> list[Rule]:
    """Long rules, and short ones that end at rules at right angles to them on both sides."""
    near = max(2, round(TOUCH * point))
    kept = [rule for rule in rules if _length(rule) >= SURE_FROM * point]
    crossing = {level: [rule.box for rule in rules if rule.level is not level] for level in (True, False)}
    for rule in rules:
        if _length(rule) >= SURE_FROM * point:
            continue
        x0, top, x1, bottom = rule.box
        ends = (
            [(x0, top, x0, bottom), (x1, top, x1, bottom)]
            if rule.level
            else [(x0, top, x1, top), (x0, bottom, x1, bottom)]
        )
        if all(any(_meet(end, other, near) for other in crossing[rule.level]) for end in ends):
            kept.append(rule)
    return kept


def _of_tables(rules: list[Rule], point: float) -> list[Rule]:
    """Rules that hang together with others, one of them longer than any stroke; and long ones that stand alone."""
    kept: list[Rule] = []
    for group in _groups(rules, round(MEET * point)):
        longest = max(_length(rule) for rule in group)
        if longest >= (STROKE if len(group) > 1 else ALONE) * point:
            kept += group
    return kept


def _groups(rules: list[Rule], near: int) -> list[list[Rule]]:
    """Rules that meet each other, directly or through others."""
    levels, uprights = [r for r in rules if r.level], [r for r in rules if not r.level]
    meeting: dict[Rule, list[Rule]] = {rule: [] for rule in rules}
    for one, two in product(levels, uprights):
        if _meet(one.box, two.box, near):
            meeting[one].append(two)
            meeting[two].append(one)
    groups: list[list[Rule]] = []
    seen: set[Rule] = set()
    for first in rules:
        if first in seen:
            continue
        group, waiting = [], [first]
        seen.add(first)
        while waiting:
            rule = waiting.pop()
            group.append(rule)
            waiting += [other for other in meeting[rule] if other not in seen]
            seen.update(meeting[rule])
        groups.append(group)
    return groups


def _meet(one: PixelBox, two: PixelBox, near: int) -> bool:
    across = one[0] - near <= two[2] and two[0] <= one[2] + near
    return across and one[1] - near <= two[3] and two[1] <= one[3] + near


def _length(rule: Rule) -> int:
    x0, top, x1, bottom = rule.box
    return x1 - x0 if rule.level else bottom - top


def edges_from(rules: list[Rule], dpi: float) -> list[Edge]:
    """The rules as edges in points, each along its middle."""
    point = dpi / 72
    edges: list[Edge] = []
    for rule in rules:
        x0, top, x1, bottom = (value / point for value in rule.box)
        if rule.level:
            y = (top + bottom) / 2
            edges.append(_edge(x0, x1, y, y, "h"))
        else:
            x = (x0 + x1) / 2
            edges.append(_edge(x, x, top, bottom, "v"))
    return edges


def _edge(x0: float, x1: float, top: float, bottom: float, orientation: str) -> Edge:
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": orientation,
    }  # fmt: skip


def painted_over(picture: Picture, rules: list[Rule], paper: int = PAPER) -> Picture:
    """The picture without its rules, so that they are not read as strokes."""
    clear = picture.copy()
    height, width = clear.shape[:2]
    for rule in rules:
        x0, top, x1, bottom = rule.box
        clear[max(top - 1, 0) : min(bottom + 1, height), max(x0 - 1, 0) : min(x1 + 1, width)] = paper
    return clear
