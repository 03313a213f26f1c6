"""A picture of a page made ready for reading: red seals gone, grey, level."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.engine import Picture

Mask = NDArray[np.uint8]
"""255 where something is, 0 elsewhere."""

MOST_SKEW = 4.0
"""Degrees up to which a page may be tilted; feeders of scanners stay below."""
SMALL_SIDE = 900
"""Pixels of the shorter side at which the tilt is looked for; more would not tell more."""
NO_SKEW = 0.03
"""Degrees below which turning the page would only blur it."""

SEAL = (45.0, 200.0)
"""Points across a seal: round ones of public bodies are 30 to 60 mm (85–170 points), oval and small ones less."""
ROUND = 2.0
"""How many times longer than wide a seal may be; a red letterhead is much longer."""
UNDER_SEAL = 0.65
"""Share of a seal's own brightness in red below which there is ink under it; thin rules are hardly darker."""
RING_GAP = 12.0
"""Points between the parts of a seal: ring, star and letters."""


def without_seals(picture: Picture, dpi: float) -> Picture:
    """The page in grey, with red seals removed and what is printed under them kept.

    Ink under a seal is dark in every colour, the seal itself is light in red: there the red channel alone is taken.
    A red letterhead is no seal and stays.
    """
    if picture.ndim == 2:
        return picture
    grey: Picture = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    red_channel = picture[:, :, 0]
    others = picture[:, :, 1:].max(axis=2)
    is_red = ((red_channel.astype(np.int16) - others > 40) & (red_channel > 110)).astype(np.uint8) * 255
    if not is_red.any():
        return grey
    point = dpi / 72
    gap = max(3, round(RING_GAP * point))
    together = cv2.morphologyEx(is_red, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(together)
    for x, y, width, height, _ in stats[1:count]:
        low, high = sorted((width / point, height / point))
        if low >= SEAL[0] and high <= SEAL[1] and high <= ROUND * low:
            area = (slice(y, y + height), slice(x, x + width))
            grey[area] = _lightened(red_channel[area], is_red[area])
    return grey


def _lightened(red_channel: Picture, is_red: Mask) -> Picture:
    """The red channel of a seal, what remains of the seal itself painted as paper."""
    cleared = red_channel.copy()
    around = cv2.dilate(is_red, np.ones((3, 3), np.uint8)) > 0
    cleared[around & (red_channel > UNDER_SEAL * np.median(red_channel[is_red > 0]))] = 255
    return cleared


def dark_parts(grey: Picture, dpi: float) -> Mask:
    """Where ink is, judged against the paper around it: shadows and grey paper are no ink."""
    size = max(3, round(dpi / 6)) | 1
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    mask: Mask = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, 14)
    return mask


def skew_of(grey: Picture, dpi: float) -> float:
    """Degrees by which the page is tilted clockwise: at the right angle lines of text and rules fall into rows."""
    mask = dark_parts(grey, dpi)
    scale = SMALL_SIDE / min(mask.shape)
    small = cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else mask
    if not small.any():
        return 0.0
    coarse = max(np.arange(-MOST_SKEW, MOST_SKEW + 0.01, 0.4), key=lambda a: _rows_tell(small, float(a)))
    fine = max(np.arange(coarse - 0.4, coarse + 0.41, 0.05), key=lambda a: _rows_tell(small, float(a)))
    return float(fine) if abs(fine) >= NO_SKEW else 0.0


def _rows_tell(mask: Mask, degrees: float) -> float:
    """How sharply the rows of a page are parted when it is turned back by an angle."""
    sums = turned(mask, degrees, 0).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(sums)).sum())


def turned(picture: Picture, degrees: float, paper: int = 255) -> Picture:
    """The picture turned counter-clockwise around its middle, the corners filled with paper."""
    if not degrees:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    level: Picture = cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC if paper else cv2.INTER_LINEAR, borderValue=paper
    )
    return level
