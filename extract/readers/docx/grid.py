"""The grid of a table from its rows: which cell covers which positions (ECMA-376 part 1, 17.4).

Rows name their cells only, with the number of grid columns each covers. Three things are made good here: rows that do
not add up to the grid are placed by their widths, boundaries that lie closer than a line of the page can show are
one, and rows or columns in which nothing begins go away, as nobody can see them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extract.readers.docx.names import Element, attribute, child, children, is_on, local, number, path

SLIVER = 60
"""Twentieths of a point: boundaries closer than 3 points are one line, as for table finders on pages."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a table: where it stands in the grid, and its element."""

    row: int
    column: int
    row_span: int
    column_span: int
    element: Element


@dataclass(frozen=True, slots=True)
class Grid:
    """A table without its text."""

    rows: int
    columns: int
    places: tuple[Place, ...]
    header_rows: int
    covered: tuple[Element, ...]
    """Cells that a merged cell covers; nothing of them is shown."""


@dataclass(slots=True)
class _Cell:
    element: Element
    start: int
    end: int
    continues: bool
    row: int = 0
    row_end: int = 0


def read_grid(table: Element) -> Grid:
    """The grid of a table (w:tbl) without rows or cells that nobody can see."""
    trs = [tr for tr in unwrapped(table, "tr") if not is_on(path(tr, "trPr", "hidden"))]
    widths = grid_widths(table)
    covered: list[Element] = []
    rows = [_row(tr, widths, covered) for tr in trs]
    _snap(rows, widths)
    cells = _merge_down(rows, covered)
    starts = sorted({c.start for c in cells})
    beginnings = sorted({c.row for c in cells})
    places = [_place(cell, beginnings, starts) for cell in cells]
    header = next((i for i, tr in enumerate(trs) if not _is_header(tr)), len(trs))
    return Grid(
        rows=len(beginnings),
        columns=len(starts),
        places=tuple(sorted(places, key=lambda p: (p.row, p.column))),
        header_rows=bisect_left(beginnings, header) if header < len(trs) else 0,
        covered=tuple(covered),
    )


def grid_widths(table: Element) -> list[int]:
    """Widths of the grid columns in twentieths of a point, 0 where unknown; empty for a table without a grid."""
    return [number(c, "w") or 0 for c in children(child(table, "tblGrid"), "gridCol")]


def _place(cell: _Cell, beginnings: Sequence[int], starts: Sequence[int]) -> Place:
    row, column = bisect_left(beginnings, cell.row), bisect_left(starts, cell.start)
    return Place(
        row=row,
        column=column,
        row_span=bisect_left(beginnings, cell.row_end) - row,
        column_span=bisect_left(starts, cell.end) - column,
        element=cell.element,
    )


def unwrapped(element: Element, name: str) -> list[Element]:
    """Children of a name, also those inside content controls and other wrappers."""
    found: list[Element] = []
    for part in element:
        kind = local(part)
        if kind == name:
            found.append(part)
        elif kind in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            found += unwrapped(part, name)
    return found


def _is_header(tr: Element) -> bool:
    return bool(is_on(path(tr, "trPr", "tblHeader")))


def _row(tr: Element, widths: Sequence[int], covered: list[Element]) -> list[_Cell]:
    """The cells of a row with their grid boundaries, horizontally merged ones joined."""
    before = _count(path(tr, "trPr", "gridBefore"), 0)
    after = _count(path(tr, "trPr", "gridAfter"), 0)
    tcs = unwrapped(tr, "tc")
    spans = [max(_count(path(tc, "tcPr", "gridSpan"), 1), 1) for tc in tcs]
    if before + sum(spans) + after != len(widths):
        spans = _spans_by_width(tcs, widths, before) or spans
    cells: list[_Cell] = []
    at = before
    for tc, span in zip(tcs, spans, strict=True):
        if cells and _continues(tc, "hMerge"):
            cells[-1].end = at + span
            covered.append(tc)
        else:
            cells.append(_Cell(tc, at, at + span, continues=_continues(tc, "vMerge")))
        at += span
    return cells


def _spans_by_width(tcs: Sequence[Element], widths: Sequence[int], before: int) -> list[int] | None:
    """Spans of a row whose cells do not add up, from the widths of the cells; ``None`` where these do not fit."""
    own = [_width(tc) for tc in tcs]
    if not widths or min(widths) <= 0 or any(width is None for width in own):
        return None
    boundaries = [sum(widths[:i]) for i in range(len(widths) + 1)]
    at, index = boundaries[min(before, len(widths))], before
    spans: list[int] = []
    for width in own:
        at += width or 0
        nearest = min(range(len(boundaries)), key=lambda i: abs(boundaries[i] - at))
        if nearest <= index or abs(boundaries[nearest] - at) > 2 * SLIVER:
            return None
        spans.append(nearest - index)
        index = nearest
    return spans


def _width(tc: Element) -> int | None:
    width = path(tc, "tcPr", "tcW")
    return number(width, "w") if attribute(width, "type") == "dxa" and (number(width, "w") or 0) > 0 else None


def _count(element: Element | None, default: int) -> int:
    """A number of grid columns; Word allows 63, more than a thousand is damage or malice."""
    value = number(element)
    return default if value is None else min(max(value, 0), 1000)


def _continues(tc: Element, merge: str) -> bool:
    """Whether a cell continues the one above (vMerge) or before it (hMerge): what is not “restart” does."""
    mark = path(tc, "tcPr", merge)
    return mark is not None and attribute(mark) != "restart"


def _snap(rows: Sequence[Sequence[_Cell]], widths: Sequence[int]) -> None:
    """Makes one of boundaries that are a sliver apart, where no cell lies inside the sliver."""
    place = list(range(len(widths) + 1))
    used = {(cell.start, cell.end) for row in rows for cell in row}
    for index, width in enumerate(widths):
        if 0 < width <= SLIVER and not any(start >= place[index] and end <= index + 1 for start, end in used):
            place[index + 1] = place[index]
    for row in rows:
        for cell in row:
            cell.start = place[cell.start] if cell.start < len(place) else cell.start
            cell.end = place[cell.end] if cell.end < len(place) else cell.end


def _merge_down(rows: Sequence[Sequence[_Cell]], covered: list[Element]) -> list[_Cell]:
    """The cells that are shown; those that continue one above are added to its span."""
    shown: list[_Cell] = []
    above: dict[tuple[int, int], _Cell] = {}
    for index, row in enumerate(rows):
        current: dict[tuple[int, int], _Cell] = {}
        for cell in row:
            upper = above.get((cell.start, cell.end)) if cell.continues else None
            if upper is not None:
                upper.row_end = index + 1
                covered.append(cell.element)
                current[cell.start, cell.end] = upper
                continue
            cell.row, cell.row_end = index, index + 1
            shown.append(cell)
            if path(cell.element, "tcPr", "vMerge") is not None:
                current[cell.start, cell.end] = cell
        above = current
    return shown
