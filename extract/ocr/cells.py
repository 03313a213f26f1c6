"""A second look at the cells of tables: words that the search for lines passed over, and lines that were read badly.

Single figures in narrow columns are often not found among long lines of text, yet they are what a rubric is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from extract.ocr.cleaning import Mask
from extract.ocr.dashes import DASH, is_bar
from extract.ocr.engine import Picture, PixelBox, Reading
from extract.ocr.lines import ReadLine, Sheet, ink_in, read_boxes
from extract.readers.pdf.grids import Grid, find_grids
from extract.readers.pdf.rules import Edge

LOW_LINE = 4.0
"""Points below which ink is no line of text but a speck or the rest of a rule."""
HIGH_LINE = 45.0
"""Points above which it is a picture."""
WORDS_APART = 9.0
"""Points between words of one line."""
BORDER = 1.5
"""Points inside of a cell's borders where rests of the rules may be."""
DASHES = (4.0, 45.0)
"""Points that a dash alone in a cell is wide."""
SURE = 0.6
"""Confidence from which ink that was passed over counts as text."""
READ_BADLY = 0.9
"""Confidence below which a line in a cell is read again."""
LARGER = 1.6


def passed_over(sheet: Sheet, edges: list[Edge], lines: Sequence[ReadLine], dpi: float) -> list[ReadLine]:
    """The text in cells that lies in no line so far."""
    rest = sheet.ink.copy()
    for line in lines:
        x0, top, x1, bottom = line.box
        rest[top:bottom, x0:x1] = 0
    cells = list(_cells(edges, dpi))
    found = read_boxes(sheet, [box for cell in cells for box in _lines_in(rest, cell, dpi)])
    sure = [line for line in found if line.reading.confidence >= SURE]
    filled = [line.ink for line in (*lines, *sure)]
    empty = [cell for cell in cells if not any(_middle_in(ink, cell) for ink in filled)]
    return [*sure, *(dash for cell in empty if (dash := _dash_in(sheet.ink, cell, dpi)) is not None)]


def _middle_in(ink: PixelBox, cell: PixelBox) -> bool:
    return cell[0] <= (ink[0] + ink[2]) / 2 <= cell[2] and cell[1] <= (ink[1] + ink[3]) / 2 <= cell[3]


def _dash_in(ink: Mask, cell: PixelBox, dpi: float) -> ReadLine | None:
    """The dash that is all there is in a cell: an even bar, too low to be found as a line."""
    place = ink_in(ink, cell)
    if place is None:
        return None
    point = dpi / 72
    x0, top, x1, bottom = place
    size = (x1 - x0) / point
    if not DASHES[0] <= size <= DASHES[1] or not is_bar(ink[top:bottom, x0:x1] > 0):
        return None
    half = round(size * point / 2)
    box = (x0, (top + bottom) // 2 - half, x1, (top + bottom) // 2 + half)
    return ReadLine(box, place, Reading(DASH, (0.5,), (1.0,)))


def _cells(edges: list[Edge], dpi: float) -> Iterator[PixelBox]:
    """The inside of each cell in pixels."""
    point = dpi / 72
    inset = BORDER * point
    found = find_grids(edges)
    for grid in _with_nested([*found.tables, *found.boxes]):
        for index, slot in enumerate(grid.slots):
            if index in grid.nested:
                continue
            x0, top, x1, bottom = (value * point for value in slot.bbox)
            box = (round(x0 + inset), round(top + inset), round(x1 - inset), round(bottom - inset))
            if box[0] < box[2] and box[1] < box[3]:
                yield box


def _with_nested(grids: Sequence[Grid]) -> Iterator[Grid]:
    for grid in grids:
        yield grid
        for inner in grid.nested.values():
            yield from _with_nested(inner)


def _lines_in(rest: Mask, cell: PixelBox, dpi: float) -> Iterator[PixelBox]:
    """Boxes around ink that could be words."""
    point = dpi / 72
    x0, top, x1, bottom = cell
    part = rest[max(top, 0) : bottom, max(x0, 0) : x1]
    if part.size == 0 or not part.any():
        return
    apart = max(1, round(WORDS_APART * point))
    joined = cv2.morphologyEx(
        cv2.copyMakeBorder(part, 0, 0, apart, apart, cv2.BORDER_CONSTANT, value=0),
        cv2.MORPH_CLOSE,
        np.ones((max(1, round(point)), apart), np.uint8),
    )[:, apart:-apart]
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(joined))
    for x, y, width, height, _ in stats[1:count].tolist():
        if LOW_LINE * point <= height <= HIGH_LINE * point:
            pad = round(0.25 * height)
            box = (x0 + x, max(top + y - pad, top), x0 + x + width, min(top + y + height + pad, bottom))
            if ink_in(rest, box) is not None:
                yield box


def read_again(sheet: Sheet, lines: Sequence[ReadLine]) -> list[ReadLine]:
    """The lines, those read badly read again from a larger picture; the better reading is kept."""
    doubtful = [i for i, line in enumerate(lines) if line.reading.confidence < READ_BADLY]
    found = list(lines)
    for index in doubtful:
        again = _enlarged(sheet, lines[index])
        if again is not None and again.reading.confidence > lines[index].reading.confidence:
            found[index] = again
    return found


def _enlarged(sheet: Sheet, line: ReadLine) -> ReadLine | None:
    """A line read again with another height of paper around its ink, smoothed."""
    _, top, _, bottom = line.ink
    pad = max(2, round(0.12 * (bottom - top)))
    height = sheet.picture.shape[0]
    box = (line.box[0], max(top - pad, 0), line.box[2], min(bottom + pad, height))
    smooth: Picture = cv2.bilateralFilter(sheet.picture[box[1] : box[3], box[0] : box[2]], 5, 30, 5)
    picture = sheet.picture.copy()
    picture[box[1] : box[3], box[0] : box[2]] = smooth
    again = read_boxes(Sheet(picture, sheet.ink, sheet.rules), [box])
    return ReadLine(line.box, line.ink, again[0].reading) if again and again[0].ink == line.ink else None
