"""Dashes told from the character 一, for which recognition takes them, by the shape of their ink.

A dash is an even level bar, longer than the em of its line or clearly shorter. The character is as wide as all
characters of its type, nine tenths of the em, and has a foot at its end, rises, or is as thick as all strokes.
"""

from __future__ import annotations

import re

import cv2
import numpy as np

from extract.ocr.cleaning import Mask
from extract.ocr.lines import ReadLine

ONE = "一"
DASH = "—"
SHORT = (0.5, 0.86)
"""Ems that the ink of a dash takes which leaves room on both sides."""
RESOLVED = 36.0
"""Pixels of an em from which the foot of the character shows; in smaller type only long dashes can be told."""
LONG = 1.02
"""Ems from which a dash joins its neighbours."""
CERTAIN = 0.998
"""Confidence from which recognition is believed; where a dash stands it wavers."""
THIN = {"short": 0.145, "long": 0.15}
"""Ems up to which a dash is thick, the blur of the scan included."""

_ONE = re.compile(f"(?<![(（第]){ONE}(?![、)）])")
"""一 where it does not number anything."""


def with_dashes(line: ReadLine, size: float, ink: Mask, dpi: float) -> ReadLine:
    """The line, of a size in points, with each 一 whose ink is a dash read as one."""
    text = line.reading.text
    confidences = line.reading.confidences
    places = [m.start() for m in _ONE.finditer(text) if confidences[m.start()] < CERTAIN]
    if not places:
        return line
    em = size * dpi / 72
    x0, top, x1, bottom = line.ink
    part = np.ascontiguousarray(ink[top:bottom, x0:x1])
    count, labels, stats, _ = cv2.connectedComponentsWithStats(part)
    for place in places:
        middle = line.reading.centres[place] * (x1 - x0)
        for label in range(1, count):
            x, y, width, height, _ = stats[label].tolist()
            bar = labels[y : y + height, x : x + width] == label
            if abs(x + width / 2 - middle) < em / 2 and _is_dash(bar, em):
                text = text[:place] + DASH + text[place + 1 :]
                break
    return line if text == line.reading.text else line.saying(text)


def _is_dash(bar: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], em: float) -> bool:
    """Whether a piece of ink is a dash of type whose em is so many pixels."""
    height, width = bar.shape
    if SHORT[0] * em <= width <= SHORT[1] * em and em >= RESOLVED:
        thin = THIN["short"]
    elif width >= LONG * em:
        thin = THIN["long"]
    else:
        return False
    return height <= thin * em and is_bar(bar)


def is_bar(ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> bool:
    """Whether a piece of ink is level, even, and at least three times as long as it is thick."""
    height, width = ink.shape
    return height <= float(np.median(ink.sum(axis=0))) + 1 and width >= 3 * height
