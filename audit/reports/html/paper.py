"""The document beside the findings: pictures of its pages, or its text in paragraphs and tables."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audit.reports.html.marks import Mark, Segment, Spots
from audit.reports.material import Pictures
from models import Box, Document, Table, Where

_MARKED_PIXELS = 1240
"""Width of a page with findings: small print of a table stays readable."""
_OTHER_PIXELS = 760
_LARGEST = 10_000_000
"""Bytes of pictures beyond which pages without findings are left out."""
_AROUND = 1.5
"""Points by which a box is larger than what it marks."""


@dataclass(frozen=True, slots=True)
class MarkedBox:
    """A mark on a page; x, y, width and height in points."""

    mark: Mark
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageView:
    """A page: its picture as a data URI, or ``None`` where it is not shown."""

    number: int
    picture: str | None
    drawn: bool
    """Whether it was tried: a page without picture is either left out or cannot be drawn."""
    width: float
    height: float
    boxes: tuple[MarkedBox, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a table, or a hole of its grid."""

    segments: tuple[Segment, ...]
    row_span: int = 1
    column_span: int = 1
    tables: tuple[BlockView, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockView:
    """A paragraph (``segments``) or a table (``rows``)."""

    anchor: str
    kind: str
    segments: tuple[Segment, ...] = ()
    rows: tuple[tuple[CellView, ...], ...] = ()
    marks: tuple[Mark, ...] = ()
    """Marks on a table as a whole."""


def page_views(marks: Iterable[Mark], pages: int, pictures: Pictures) -> tuple[PageView, ...]:
    """All pages, those with marks larger; the others as long as the file stays handy."""
    on_page: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.where.page is not None:
            on_page[mark.where.page].append(mark)
    drawn = {number: _page(number, on_page[number], pictures, _MARKED_PIXELS) for number in sorted(on_page)}
    size = sum(len(view.picture or "") for view in drawn.values())
    for number in range(1, pages + 1):
        if number not in drawn:
            view = _page(number, (), pictures, _OTHER_PIXELS) if size < _LARGEST else _left_out(number)
            size += len(view.picture or "")
            drawn[number] = view
    return tuple(drawn[number] for number in sorted(drawn))


def _page(number: int, marks: Sequence[Mark], pictures: Pictures, pixels: int) -> PageView:
    picture = pictures(number, pixels)
    if picture is None:
        boxes = tuple(MarkedBox(mark, 0, 0, 1, 1) for mark in marks)
        return PageView(number, None, True, 1, 1, boxes)
    data = f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode('ascii')}"
    size = (picture.width, picture.height)
    boxes = tuple(_box(mark, mark.where.bbox or (0, 0, *size), size) for mark in marks)
    return PageView(number, data, True, round(size[0], 2), round(size[1], 2), boxes)


def _left_out(number: int) -> PageView:
    return PageView(number, None, False, 1, 1, ())


def _box(mark: Mark, box: Box, size: tuple[float, float]) -> MarkedBox:
    """The box of a mark with some air, within the page."""
    left, top = max(box[0] - _AROUND, 0), max(box[1] - _AROUND, 0)
    right, bottom = min(box[2] + _AROUND, size[0]), min(box[3] + _AROUND, size[1])
    return MarkedBox(
        mark, round(left, 1), round(top, 1), round(max(right - left, 1), 1), round(max(bottom - top, 1), 1)
    )


def block_views(marks: Iterable[Mark], document: Document) -> tuple[BlockView, ...]:
    """All blocks, with the marked passages."""
    spots = Spots(marks, document)
    return tuple(_blocks(document, spots))


def _blocks(document: Document, spots: Spots) -> Iterator[BlockView]:
    for number, block in enumerate(document.blocks):
        anchor = f"b{number}"
        if isinstance(block, Table):
            yield _table(block, Where(block=number), anchor, spots)
        else:
            kind = "heading" if block.heading_level is not None else "centred" if block.centred else "text"
            yield BlockView(anchor, kind, spots.segments((number,), block.text))


def _table(table: Table, where: Where, anchor: str, spots: Spots) -> BlockView:
    rows = tuple(
        tuple(_row(table, row, where, anchor, spots))  # a row of a grid, left to right
        for row in range(table.rows)
    )
    return BlockView(anchor, "table", rows=rows, marks=spots.on((where.block, where.nested)))


def _row(table: Table, row: int, where: Where, anchor: str, spots: Spots) -> Iterator[CellView]:
    for column in range(table.columns):
        cell = table.at(row, column)
        if cell is None:
            yield CellView(())
        elif (cell.row, cell.column) == (row, column):
            holder = (where.block, where.nested, row, column)
            inner = tuple(
                _table(
                    nested,
                    where.model_copy(update={"nested": (*where.nested, (row, column, index))}),
                    f"{anchor}-{row}-{column}-{index}",
                    spots,
                )
                for index, nested in enumerate(cell.tables)
            )
            yield CellView(spots.segments(holder, cell.text), cell.row_span, cell.column_span, inner)
