"""Lines of text in a picture: where they are, cut at the rules between cells, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.ocr.cleaning import Mask
from extract.ocr.engine import Picture, PixelBox, Reading, read_lines, text_boxes
from extract.ocr.ruling import Rule

INSIDE = 0.25
"""Heights of a line that must lie on either side of a rule before the rule cuts the line."""
INK = 2
"""Pixels of ink that a column or row needs to be no speck."""
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


def lines_on(sheet: Sheet) -> list[ReadLine]:
    """All lines of text that are found on a page."""
    boxes = [part for box in text_boxes(sheet.picture) for part in _between_rules(box, sheet.rules)]
    return read_boxes(sheet, boxes)


def read_boxes(sheet: Sheet, boxes: Sequence[PixelBox]) -> list[ReadLine]:
    """What stands in boxes; those without ink and those that say nothing are left out."""
    inked = [(box, ink) for box in boxes if (ink := ink_in(sheet.ink, box)) is not None]
    readings = read_lines([_cut_out(sheet.picture, box, ink) for box, ink in inked])
    return [
        ReadLine(box, ink, _on_ink(reading, box, ink))
        for (box, ink), reading in zip(inked, readings, strict=True)
        if reading.text.strip()
    ]


def _between_rules(box: PixelBox, rules: Sequence[Rule]) -> list[PixelBox]:
    """A box parted at the upright rules that cross it."""
    x0, top, x1, bottom = box
    middle, room = (top + bottom) / 2, INSIDE * (bottom - top)
    cuts = [
        rule.box
        for rule in rules
        if not rule.level
        and rule.box[1] <= middle <= rule.box[3]
        and x0 + room < (rule.box[0] + rule.box[2]) / 2 < x1 - room
    ]
    parts, left = [], x0
    for cut in sorted(cuts):
        if cut[0] - left > 1:
            parts.append((left, top, cut[0], bottom))
        left = max(left, cut[2])
    if x1 - left > 1:
        parts.append((left, top, x1, bottom))
    return parts


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
