"""Pages that lay sideways or upside down in the scanner, and how they must be turned to be read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.ocr.engine import Picture, PixelBox, read_lines
from extract.ocr.lines import ReadLine

LONG = 3.0
"""How many times longer than high a box must be to tell the direction of its line."""
FEWEST = 3
"""Lines that are needed to tell it; a page with fewer is taken as it is."""
MOST = 0.6
"""Share of the long boxes that must stand on end."""
SAMPLE = 5
"""Lines that are read in both directions, the longest ones."""
READ_BADLY = 0.75
"""Mean confidence of a page's characters from which nobody asks whether it is upside down."""


def turns_of_sideways(picture: Picture, boxes: Sequence[PixelBox]) -> int:
    """Quarter turns counter-clockwise, 1 or 3, that bring the lines of a sideways page level; 0 for a level page."""
    long = [b for b in boxes if max(_sides(b)) >= LONG * min(_sides(b))]
    standing = [b for b in long if b[3] - b[1] > b[2] - b[0]]
    if len(standing) < FEWEST or len(standing) <= MOST * len(long):
        return 0
    cuts = _sample(picture, standing)
    return 1 if _confidence(cuts, 1) >= _confidence(cuts, 3) else 3


def is_upside_down(picture: Picture, lines: Sequence[ReadLine]) -> bool:
    """Whether a page that was read badly reads better the other way up."""
    sure = [c for line in lines for c in line.reading.confidences]
    if len(lines) < FEWEST or sum(sure) >= READ_BADLY * len(sure):
        return False
    cuts = _sample(picture, [line.box for line in lines])
    return _confidence(cuts, 2) > max(_confidence(cuts, 0), READ_BADLY)


def _sides(box: PixelBox) -> tuple[int, int]:
    return box[2] - box[0], box[3] - box[1]


def _sample(picture: Picture, boxes: Sequence[PixelBox]) -> list[Picture]:
    longest = sorted(boxes, key=lambda b: -max(_sides(b)))[:SAMPLE]
    return [picture[top:bottom, x0:x1] for x0, top, x1, bottom in longest]


def _confidence(cuts: Sequence[Picture], turns: int) -> float:
    """The mean confidence of lines read after so many quarter turns."""
    readings = read_lines([np.ascontiguousarray(np.rot90(cut, turns)) for cut in cuts])
    return sum(reading.confidence for reading in readings) / len(readings)
