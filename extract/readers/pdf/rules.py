"""Ruling lines of a page, read from pdfium's paths, as the edges that pdfplumber's table functions take.

Rules are drawn in three ways: stroked lines and boxes, filled boxes as thin as a line (Word, LibreOffice), and filled
polygons (browsers draw each side of a cell so). A filled box that is thick in both directions is shading, no rule.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from itertools import pairwise, repeat
from typing import Any

import pypdfium2.raw as pdfium

from extract.readers.pdf.view import View

Edge = dict[str, Any]
"""An edge in pdfplumber's form: x0, x1, top, bottom, orientation, in points as seen."""

THIN = 3.0
"""Points up to which a filled box is a rule; what pdfplumber snaps together."""
SHORT = 1.0
"""Points below which a line is a dot."""
STRAIGHT = 0.5
"""Points by which an upright or level line may lean."""
DEEPEST = 8
"""Levels of form objects within each other that are followed."""
MOST = 20_000
"""Edges of a page beyond which it is a drawing, not a page with tables."""

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)
_Point = tuple[float, float]
_Box = tuple[float, float, float, float]


class TooManyRules(Exception):
    """The page is a drawing of more lines than any table has."""


def edges_of(page: Any, view: View) -> list[Edge]:
    """The visible rules of an open pdfium page. Raises ``TooManyRules`` for drawings."""
    edges: list[Edge] = []
    for path, outer in _paths(page):
        edges.extend(_edges_of_path(path, outer, view))
        if len(edges) > MOST:
            raise TooManyRules
    return edges


def _paths(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    """The paths of a page with the matrix of the forms around them."""
    count = max(pdfium.FPDFPage_CountObjects(page), 0)
    yield from _paths_among(map(pdfium.FPDFPage_GetObject, repeat(page, count), range(count)), _IDENTITY, DEEPEST)


def _paths_among(items: Iterable[Any], outer: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    for item in items:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield item, outer
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
            count = max(pdfium.FPDFFormObj_CountObjects(item), 0)
            inside = map(pdfium.FPDFFormObj_GetObject, repeat(item, count), range(count))
            yield from _paths_among(inside, _times(_matrix_of(item), outer), depth - 1)


def _matrix_of(item: Any) -> _Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(m)):
        return _IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    """The matrix that applies ``m`` first and ``n`` then."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _edges_of_path(path: Any, outer: _Matrix, view: View) -> Iterator[Edge]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    stroked = bool(stroke.value) and _is_visible(pdfium.FPDFPageObj_GetStrokeColor, path)
    filled = bool(fill.value) and _is_visible(pdfium.FPDFPageObj_GetFillColor, path)
    if not stroked and not filled:
        return
    clip = _clip(path, outer, view)
    for points in _outlines(path, _times(_matrix_of(path), outer), view):
        found = _sides(points) if stroked else _thin_box(points)
        for edge in found:
            if (kept := _clipped(edge, clip)) is not None:
                yield kept


def _is_visible(colour_of: Any, path: Any) -> bool:
    """Neither white nor transparent."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour_of(path, ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha)):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < 250


def _outlines(path: Any, matrix: _Matrix, view: View) -> list[list[_Point]]:
    """The points of each part of a path, as seen; curves end their part, since no rule is bent."""
    parts: list[list[_Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), MOST)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x_at, y_at)
        point = _moved((x.value, y.value), matrix)
        if kind == pdfium.FPDF_SEGMENT_LINETO and parts:
            parts[-1].append(point)
        else:
            parts.append([point])
        if pdfium.FPDFPathSegment_GetClose(segment) and len(parts[-1]) > 2:
            parts[-1].append(parts[-1][0])
    return [_seen(points, view) for points in parts if len(points) > 1]


def _moved(point: _Point, m: _Matrix) -> _Point:
    x, y = point
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def _seen(points: list[_Point], view: View) -> list[_Point]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return list(zip(view.across(xs, ys), view.down(xs, ys), strict=True))


def _sides(points: list[_Point]) -> Iterator[Edge]:
    """The level and upright sides of a stroked outline."""
    box = _thin_box(points)
    if box:
        yield from box
        return
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y0 - y1) <= STRAIGHT and abs(x0 - x1) >= SHORT:
            yield _level(min(x0, x1), max(x0, x1), (y0 + y1) / 2)
        elif abs(x0 - x1) <= STRAIGHT and abs(y0 - y1) >= SHORT:
            yield _upright((x0 + x1) / 2, min(y0, y1), max(y0, y1))


def _thin_box(points: list[_Point]) -> list[Edge]:
    """The rule that a thin closed outline is; nothing for outlines that are thick both ways, or bent."""
    if len(points) < 4:
        return []
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if bottom - top <= THIN and x1 - x0 >= max(SHORT, bottom - top):
        return [_level(x0, x1, (top + bottom) / 2)]
    if x1 - x0 <= THIN and bottom - top >= SHORT:
        return [_upright((x0 + x1) / 2, top, bottom)]
    return []


def _level(x0: float, x1: float, y: float) -> Edge:
    return {"x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0.0, "orientation": "h"}


def _upright(x: float, top: float, bottom: float) -> Edge:
    return {"x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0.0, "height": bottom - top, "orientation": "v"}


def _clip(path: Any, outer: _Matrix, view: View) -> _Box:
    """What may be seen of a path: its clip's box, within the page."""
    x0, top, x1, bottom = 0.0, 0.0, view.width, view.height
    clip = pdfium.FPDFPageObj_GetClipPath(path)
    if not clip:
        return (x0, top, x1, bottom)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0)):
        points: list[_Point] = []
        for part in range(min(max(pdfium.FPDFClipPath_CountPathSegments(clip, index), 0), MOST)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, index, part)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            points.append(_moved((x.value, y.value), outer))
        if points:
            seen = _seen(points, view)
            x0, x1 = max(x0, min(p[0] for p in seen)), min(x1, max(p[0] for p in seen))
            top, bottom = max(top, min(p[1] for p in seen)), min(bottom, max(p[1] for p in seen))
    return (x0, top, x1, bottom)


def _clipped(edge: Edge, clip: _Box) -> Edge | None:
    """The visible part of an edge; a rule on the border of its clip is half seen, so it stays."""
    x0, top, x1, bottom = clip
    slack = THIN / 2
    if edge["orientation"] == "h":
        if not top - slack <= edge["top"] <= bottom + slack:
            return None
        left, right = max(edge["x0"], x0), min(edge["x1"], x1)
        return _level(left, right, edge["top"]) if right - left >= SHORT else None
    if not x0 - slack <= edge["x0"] <= x1 + slack:
        return None
    high, low = max(edge["top"], top), min(edge["bottom"], bottom)
    return _upright(edge["x0"], high, low) if low - high >= SHORT else None
