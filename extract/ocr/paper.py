"""The paper in a photograph: its four corners found against a darker ground, the page drawn as if seen from above."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.engine import Picture

SMALL_SIDE = 900
"""Pixels of the shorter side at which corners are looked for."""
PRINT = 15
"""Pixels there up to which something dark is print and no ground."""
DARKER = (0.6, 0.7, 0.5, 0.8)
"""Shares of the paper's brightness below which the ground may lie, the likely ones first; one side of a photograph is
often a fifth darker than the other."""
SHARE = (0.3, 0.995)
"""Share of the picture that paper takes; less is some white thing, more is a scan of nothing but the page."""
WHOLE = 0.96
"""Share of its hull that paper fills."""
AROUND = 0.2
"""Share of what is around the paper that may be as light as the paper."""
ROUGH = 0.02
"""Share of the outline by which an edge of the paper may bend."""
UNLIKE = 1.5
"""How many times longer an edge may be than the opposite one; more is no page that anybody can read."""
BORDER = 0.004
"""Share of the page left out along its edges, where the ground shows."""

_Corners = NDArray[np.float32]


def flattened(picture: Picture) -> Picture:
    """The page alone, level and rectangular, where a picture shows paper on a darker ground; else the picture."""
    corners = _corners(picture)
    if corners is None:
        return picture
    top, right, bottom, left = (float(np.linalg.norm(corners[i] - corners[(i + 1) % 4])) for i in range(4))
    if max(top, bottom) > UNLIKE * min(top, bottom) or max(left, right) > UNLIKE * min(left, right):
        return picture
    width, height = round((top + bottom) / 2), round((left + right) / 2)
    x, y = BORDER * width, BORDER * height
    goal = np.array([(-x, -y), (width + x, -y), (width + x, height + y), (-x, height + y)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, goal)
    flat: Picture = cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return flat


def _corners(picture: Picture) -> _Corners | None:
    """The corners of the paper from the top left one clockwise, in pixels; ``None`` where no paper stands out."""
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    scale = min(SMALL_SIDE / min(grey.shape), 1.0)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(_without_print(small), (5, 5), 0)
    paper = float(np.median(small))
    for darker in DARKER:
        found = _quadrangle((small > darker * paper).astype(np.uint8))
        if found is not None:
            return found / np.float32(scale)
    return None


def _without_print(grey: Picture) -> Picture:
    """The picture without dark parts as thin as text and rules; ground that shows along its border stays dark."""
    framed = cv2.copyMakeBorder(grey, PRINT, PRINT, PRINT, PRINT, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((PRINT, PRINT), np.uint8))
    clear: Picture = closed[PRINT:-PRINT, PRINT:-PRINT]
    return clear


def _quadrangle(light: NDArray[np.uint8]) -> _Corners | None:
    """The corners of the one large light part of a picture that has four edges and darkness around it."""
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    area = cv2.contourArea(hull)
    found = cv2.approxPolyDP(hull, ROUGH * cv2.arcLength(hull, True), True)
    if not SHARE[0] <= area / light.size <= SHARE[1] or len(found) != 4:
        return None
    corners = found.reshape(4, 2).astype(np.float32)
    if min(cv2.contourArea(outline), cv2.contourArea(corners)) < WHOLE * area:
        return None
    around = light[cv2.fillConvexPoly(np.zeros_like(light), hull, 1) == 0]
    if around.size and float(around.mean()) > AROUND:
        return None
    sums, differences = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    order = [int(sums.argmin()), int(differences.argmax()), int(sums.argmax()), int(differences.argmin())]
    return _sharpened(corners[order], outline.reshape(-1, 2).astype(np.float32)) if len(set(order)) == 4 else None


def _sharpened(corners: _Corners, outline: _Corners) -> _Corners | None:
    """The corners where straight lines through the edges meet: a corner itself may be bent or cut off."""
    lines = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = end - start
        length = float(np.linalg.norm(along))
        if not length:
            return None
        offset = outline - start
        reach = offset @ along / length**2
        away = np.abs(offset[:, 0] * along[1] - offset[:, 1] * along[0]) / length
        edge = outline[(reach > 0.05) & (reach < 0.95) & (away < ROUGH * length)]
        if len(edge) < length / 2:
            return None
        dx, dy, x, y = cv2.fitLine(edge, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
        lines.append((dy, -dx, dy * x - dx * y))
    met = []
    for one, two in zip(np.roll(lines, 1, axis=0), lines, strict=True):
        sides = np.array([one[:2], two[:2]])
        if abs(float(np.linalg.det(sides))) < 0.5:
            return None
        met.append(np.linalg.solve(sides, np.array([one[2], two[2]])))
    return np.array(met, np.float32)
