"""Tables of a page: which of them hold a table at all, and which cell covers which positions.

Cells are placed as browsers do it (HTML Living Standard, 4.9.12): each takes the first free column, spans of rows end
with their part of the table, spans that run into a cell from above stop before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.readers.html.looks import Looks
from extract.readers.html.page import Element, text_of
from extract.text import folded

MOST_COLUMNS = 256
"""Columns of a table; spans may claim a thousand."""
MOST_ROWS_SPANNED = 65_534

_PARTS = ("thead", "tbody", "tfoot")
_INSIDE = ("tr", "td", "th", "col", "colgroup")
_FIGURE = re.compile(r"[-+±]?[\d.,]+(?:%|分|元|万元)?\Z")
_FEW = 3
"""Rows of a table without lines that can be a layout, as in Word files."""
_SHARE = 0.6
_LONG = 400
_SHORT = 12


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

    places: tuple[Place, ...]
    header_rows: int
    outside: tuple[Element, ...]
    """Its caption, and what stands between its rows by mistake; browsers show both above it."""
    hidden: int
    """Rows and cells with text that cannot be seen."""


def read_grid(table: Element, looks: Looks) -> Grid:
    """The grid of a table element."""
    places: list[Place] = []
    hidden = 0
    row = header = 0
    for kind, part in _parts(table):
        rows = []
        for tr in part:
            if looks.hidden(tr):
                hidden += bool(_length(tr))
            else:
                rows.append(tr)
        free = [0] * MOST_COLUMNS
        for index, tr in enumerate(rows):
            hidden += _place_row(tr, looks, places, free, row + index, row + len(rows))
        row += len(rows)
        if kind == "thead" and header == row - len(rows):
            header = row
    return Grid(tuple(places), header or _marked_header(places), tuple(_outside(table)), hidden)


def is_layout(table: Element, looks: Looks) -> bool:
    """Whether a table only places text on the page: a single cell, other tables, or a few texts without lines."""
    rows = [cells for _, part in _parts(table) for tr in part if (cells := list(_cells(tr)))]
    filled = [(cell, length) for cells in rows for cell in cells if (length := _own_length(cell))]
    total = sum(length for _, length in filled)
    named = (table.get("role") or "").lower() in ("presentation", "none")
    if named or len(filled) <= 1 or _length(table) - total > total or max(map(len, rows)) == 1:
        return True
    if any(cell.tag == "th" for cell, _ in filled) or any(looks.lined(e) for e in (table, *(c for c, _ in filled))):
        return False
    if len(rows) <= _FEW:
        return not any(length < _SHORT and _FIGURE.match(folded(text_of(cell))) for cell, length in filled)
    return total > _LONG and max(length for _, length in filled) > _SHARE * total


def _parts(table: Element) -> Iterator[tuple[str, list[Element]]]:
    """The rows of a table in groups, in the order in which they are shown: head first, foot last."""
    groups: list[tuple[str, list[Element]]] = []
    for element in table:
        if element.tag in _PARTS:
            groups.append((str(element.tag), [tr for tr in element if tr.tag == "tr"]))
        elif element.tag == "tr":
            if not groups or groups[-1][0] != "":
                groups.append(("", []))
            groups[-1][1].append(element)
        elif element.tag in ("td", "th"):
            # Cells without a row; those that follow each other are one.
            previous = element.getprevious()
            if previous is None or previous.tag not in ("td", "th"):
                groups.append(("loose", [element]))
    heads = [group for group in groups if group[0] == "thead"][:1]
    feet = [group for group in groups if group[0] == "tfoot"][:1]
    yield from heads
    yield from (group for group in groups if not any(group is other for other in (*heads, *feet)))
    yield from feet


def _cells(tr: Element) -> Iterator[Element]:
    """The cells of a row; of a loose cell, itself and the cells behind it."""
    if tr.tag == "tr":
        yield from (cell for cell in tr if cell.tag in ("td", "th"))
        return
    cell: Element | None = tr
    while cell is not None and cell.tag in ("td", "th"):
        yield cell
        cell = cell.getnext()


def _place_row(tr: Element, looks: Looks, places: list[Place], free: list[int], row: int, end: int) -> int:
    """Adds the cells of a row; ``free`` says for each column from which row on it is free. Returns hidden ones."""
    hidden = 0
    column = 0
    for cell in _cells(tr):
        if looks.hidden(cell):
            hidden += bool(_length(cell))
            continue
        while column < MOST_COLUMNS and free[column] > row:
            column += 1
        if column >= MOST_COLUMNS:
            break
        wanted = max(_span(cell, "colspan", 1), 1)
        width = 1
        while width < wanted and column + width < MOST_COLUMNS and free[column + width] <= row:
            width += 1
        height = _span(cell, "rowspan", 1)
        height = end - row if height == 0 else min(height, end - row)
        free[column : column + width] = [row + height] * width
        places.append(Place(row, column, height, width, cell))
        column += width
    return hidden


def _span(cell: Element, name: str, default: int) -> int:
    value = (cell.get(name) or "").strip().rstrip("%")
    digits = re.match(r"\d{1,6}", value)
    return min(int(digits.group()), MOST_ROWS_SPANNED) if digits else default


def _marked_header(places: list[Place]) -> int:
    """Rows at the top that hold nothing but header cells."""
    rows: dict[int, list[str]] = {}
    for place in places:
        rows.setdefault(place.row, []).append(str(place.element.tag))
    count = 0
    for row in sorted(rows):
        if any(tag != "th" for tag in rows[row]):
            return count
        count = row + 1
    return 0  # a table of header cells alone marks nothing


def _outside(table: Element) -> Iterator[Element]:
    for element in table:
        if element.tag in _PARTS:
            yield from (inner for inner in element if inner.tag not in ("tr", "td", "th"))
        elif element.tag not in _INSIDE:
            yield element


def _own_length(cell: Element) -> int:
    """Characters of a cell without those of tables in it."""
    return _length(cell) - sum(_length(table) for table in cell.iter("table") if _outermost(table, cell))


def _outermost(table: Element, cell: Element) -> bool:
    parent = table.getparent()
    while parent is not None and parent is not cell:
        if parent.tag == "table":
            return False
        parent = parent.getparent()
    return True


def _length(element: Element) -> int:
    """Characters without blanks."""
    return len("".join(text_of(element).split()))
