"""Lines of text in a picture: where they are, cut at the rules between cells, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.ocr.cleaning import Mask
from extract.ocr.engine import Picture, PixelBox, Reading, read_lines
from extract.ocr.ruling import Rule

INSIDE = 0.25
"""Heights that a part of a line beside a rule must be wide; less is the border of the next cell's box."""
INK = 2
"""Pixels of ink that a column or row needs to be no speck."""
WIDEN = 0.5
"""Heights by which the box of a line may be too short at each end."""
TWICE = 0.5
"""Share of a box within a larger one from which both show the same ink."""
MARGIN = 0.2
"""Heights of paper left around a line when it is read."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line in the picture: the box in which it was found, the box of its ink, and what it says."""

    box: PixelBox
    ink: PixelBox
    reading: Reading

    def saying(self, text: str) -> ReadLine:
        """The same line with another text of the same length."""
        return ReadLine(self.box, self.ink, Reading(text, self.reading.centres, self.reading.confidences))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A level page: its picture without rules, where ink is, and its rules."""

    picture: Picture
    ink: Mask
    rules: Sequence[Rule]
    is_drawing: bool = False
    """It has too many rules for tables; none of them was taken."""
    blank: bool = False
    """There is no ink at all, not even of rules."""


def lines_on(sheet: Sheet, boxes: Sequence[PixelBox]) -> list[ReadLine]:
    """All lines of text in the boxes that were found on a page."""
    boxes = [part for box in _once(boxes) for part in between_rules(box, sheet.rules)]
    lines = read_boxes(sheet, widened(boxes, sheet))
    once = set(_once([line.ink for line in lines]))
    return [line for line in lines if line.ink in once]


def read_boxes(sheet: Sheet, boxes: Sequence[PixelBox]) -> list[ReadLine]:
    """What stands in boxes; those without ink and those that say nothing are left out."""
    inked = [(box, ink) for box in boxes if (ink := ink_in(sheet.ink, box)) is not None]
    readings = read_lines([_cut_out(sheet.picture, box, ink) for box, ink in inked])
    return [
        ReadLine(box, ink, _on_ink(reading, box, ink))
        for (box, ink), reading in zip(inked, readings, strict=True)
        if reading.text.strip()
    ]


def _once(boxes: Sequence[PixelBox]) -> list[PixelBox]:
    """Boxes without those that lie mostly within a larger one: the same ink would be read twice."""
    found: list[PixelBox] = []
    for box in sorted(boxes, key=lambda b: -(b[2] - b[0]) * (b[3] - b[1])):
        area = (box[2] - box[0]) * (box[3] - box[1])
        if all(_shared(box, other) <= TWICE * area for other in found):
            found.append(box)
    return sorted(found, key=lambda b: (b[1], b[0]))


def _shared(one: PixelBox, two: PixelBox) -> int:
    """The area that two boxes have in common."""
    width, height = min(one[2], two[2]) - max(one[0], two[0]), min(one[3], two[3]) - max(one[1], two[1])
    return max(width, 0) * max(height, 0)


def between_rules(box: PixelBox, rules: Sequence[Rule]) -> list[PixelBox]:
    """A box parted at the upright rules that cross it; ends that reach a little beyond a rule are cut off."""
    x0, top, x1, bottom = box
    middle, room = (top + bottom) / 2, INSIDE * (bottom - top)
    cuts = [
        rule.box
        for rule in rules
        if not rule.level and rule.box[1] <= middle <= rule.box[3] and x0 < (rule.box[0] + rule.box[2]) / 2 < x1
    ]
    parts, left = [], x0
    for cut in sorted(cuts):
        parts.append((left, top, cut[0], bottom))
        left = max(left, cut[2])
    parts.append((left, top, x1, bottom))
    return [part for part in parts if part[2] - part[0] > (room if cuts else 0)]


def widened(boxes: Sequence[PixelBox], sheet: Sheet) -> list[PixelBox]:
    """Boxes grown at both ends, where often a full stop is left out, as far as their neighbours and rules allow."""
    uprights = [rule.box for rule in sheet.rules if not rule.level]
    width = sheet.picture.shape[1]
    found = []
    for box in boxes:
        x0, top, x1, bottom = box
        room = round(WIDEN * (bottom - top))
        beside = [b for b in (*boxes, *uprights) if b is not box and b[1] < bottom and b[3] > top]
        left = max([b[2] for b in beside if b[2] <= x0], default=0)
        right = min([b[0] for b in beside if b[0] >= x1], default=width)
        found.append((max(x0 - room, left), top, min(x1 + room, right), bottom))
    return found


def ink_in(mask: Mask, box: PixelBox) -> PixelBox | None:
    """The box of the ink in a box, ``None`` where there are only specks."""
    x0, top, x1, bottom = box
    part = mask[top:bottom, x0:x1] > 0
    columns, rows = _reach(part.sum(axis=0)), _reach(part.sum(axis=1))
    if columns is None or rows is None:
        return None
    return (x0 + columns[0], top + rows[0], x0 + columns[1], top + rows[1])


def _reach(sums: NDArray[np.int_]) -> tuple[int, int] | None:
    places = np.flatnonzero(sums >= INK)
    return (int(places[0]), int(places[-1]) + 1) if places.size else None


def _margin(box: PixelBox) -> int:
    return max(2, round(MARGIN * (box[3] - box[1])))


def _cut_out(picture: Picture, box: PixelBox, ink: PixelBox) -> Picture:
    """The picture of a line, as high as its box and as wide as its ink, with paper on both sides."""
    _, top, _, bottom = box
    margin = _margin(box)
    cut: Picture = np.pad(picture[top:bottom, ink[0] : ink[2]], ((0, 0), (margin, margin)), constant_values=255)
    return cut


def _on_ink(reading: Reading, box: PixelBox, ink: PixelBox) -> Reading:
    """The reading with its places as shares of the ink's width, not of the picture with paper around."""
    margin, width = _margin(box), ink[2] - ink[0]
    whole = width + 2 * margin
    centres = tuple(min(max((c * whole - margin) / width, 0.0), 1.0) for c in reading.centres)
    return Reading(reading.text, centres, reading.confidences)
