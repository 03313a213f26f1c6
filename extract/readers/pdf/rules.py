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

from extract.readers.pdf import calls
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
    return _Reader(view).edges(page)


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


class _Reader:
    """Reads the paths of a page; what pdfium writes its answers into is made once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._mode_at = (ctypes.byref(self._fill), ctypes.byref(self._stroke))
        self._colour = (ctypes.c_uint * 4)()
        self._colour_at = tuple(ctypes.byref(self._colour, ctypes.sizeof(ctypes.c_uint) * part) for part in range(4))
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._x_at, self._y_at = ctypes.byref(self._x), ctypes.byref(self._y)
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = ctypes.byref(self._matrix)

    def edges(self, page: Any) -> list[Edge]:
        """All visible rules of a page."""
        edges: list[Edge] = []
        count = max(pdfium.FPDFPage_CountObjects(page), 0)
        for path, outer in self._paths(map(calls.object_at, repeat(page, count), range(count)), _IDENTITY, DEEPEST):
            edges.extend(self._edges_of_path(path, outer))
            if len(edges) > MOST:
                raise TooManyRules
        return edges

    def _paths(self, items: Iterable[Any], outer: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
        """The paths among objects, and within forms, with the matrix of the forms around them."""
        found = list(items)
        for item, kind in zip(found, map(calls.kind_of, found), strict=True):
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                yield item, outer
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
                count = max(calls.objects_in_form(item), 0)
                inside = map(calls.object_in_form_at, repeat(item, count), range(count))
                yield from self._paths(inside, _times(self._matrix_of(item), outer), depth - 1)

    def _matrix_of(self, item: Any) -> _Matrix:
        m = self._matrix
        if not calls.matrix_of(item, self._matrix_at):
            return _IDENTITY
        found = (m.a, m.b, m.c, m.d, m.e, m.f)
        return _IDENTITY if found == _IDENTITY else found

    def _edges_of_path(self, path: Any, outer: _Matrix) -> Iterator[Edge]:
        calls.draw_mode(path, *self._mode_at)
        stroked = bool(self._stroke.value) and self._is_visible(calls.stroke_colour, path)
        filled = bool(self._fill.value) and self._is_visible(calls.fill_colour, path)
        if not stroked and not filled:
            return
        clip: _Box | None = None
        inner = self._matrix_of(path)
        for points in self._outlines(path, inner if outer is _IDENTITY else _times(inner, outer)):
            for edge in _sides(points) if stroked else _thin_box(points):
                if clip is None:
                    clip = self._clip(path, outer)
                if (kept := _clipped(edge, clip)) is not None:
                    yield kept

    def _is_visible(self, colour_of: Any, path: Any) -> bool:
        """Neither white nor transparent."""
        if not colour_of(path, *self._colour_at):
            return True
        red, green, blue, alpha = self._colour
        return alpha > 0 and min(red, green, blue) < 250

    def _outlines(self, path: Any, matrix: _Matrix) -> list[list[_Point]]:
        """The points of each part of a path, as seen; curves end their part, since no rule is bent."""
        parts: list[list[_Point]] = []
        x, y = self._x, self._y
        for index in range(min(calls.segments(path), MOST)):
            segment = calls.segment_at(path, index)
            calls.segment_point(segment, self._x_at, self._y_at)
            point = (x.value, y.value) if matrix is _IDENTITY else _moved((x.value, y.value), matrix)
            if parts and calls.segment_kind(segment) == pdfium.FPDF_SEGMENT_LINETO:
                parts[-1].append(point)
            else:
                parts.append([point])
            if len(parts[-1]) > 2 and calls.segment_closes(segment):
                parts[-1].append(parts[-1][0])
        return [_seen(points, self.view) for points in parts if len(points) > 1]

    def _clip(self, path: Any, outer: _Matrix) -> _Box:
        """What may be seen of a path: its clip's box, within the page."""
        x0, top, x1, bottom = 0.0, 0.0, self.view.width, self.view.height
        clip = calls.clip_of(path)
        if not clip:
            return (x0, top, x1, bottom)
        for index in range(max(calls.clip_paths(clip), 0)):
            points: list[_Point] = []
            for part in range(min(max(calls.clip_segments(clip, index), 0), MOST)):
                calls.segment_point(calls.clip_segment_at(clip, index, part), self._x_at, self._y_at)
                points.append(_moved((self._x.value, self._y.value), outer))
            if points:
                seen = _seen(points, self.view)
                x0, x1 = max(x0, min(p[0] for p in seen)), min(x1, max(p[0] for p in seen))
                top, bottom = max(top, min(p[1] for p in seen)), min(bottom, max(p[1] for p in seen))
        return (x0, top, x1, bottom)


def _moved(point: _Point, m: _Matrix) -> _Point:
    x, y = point
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def _seen(points: list[_Point], view: View) -> list[_Point]:
    if not view.quarter_turns:
        left, top = view.left, view.top
        return [(x - left, top - y) for x, y in points]
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
