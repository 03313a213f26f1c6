"""Tables printed in two halves side by side: the same headings twice in one header, to save paper."""

from __future__ import annotations

import re

from extract.columns import Header
from extract.text import folded
from models.document import Cell, Table

_NUMBERED = re.compile(r"\d$")
"""项目1 and 项目2: the number says which half it is."""


def unfolded(table: Table, header: Header) -> Table:
    """The table with its right half below its left one; the table itself where the header is not the same twice.

    Cells keep their places in the document. A row that runs over both halves stays below what stands above it, unless
    more of either half follows: then nothing is moved. A title above the header stays, too.
    """
    half = table.columns // 2
    above = [cell for cell in table.cells if cell.row < header.start]
    if not _is_double(header, half) or any(cell.column >= half and folded(cell.text) for cell in above):
        return table
    body = [cell for cell in table.cells if cell.row >= header.end]
    across = [cell for cell in body if cell.column < half < cell.column + cell.column_span]
    first = min((cell.row for cell in across), default=table.rows)
    below = [cell for cell in body if cell.row >= first and cell not in across and folded(cell.text)]
    rows_across = {cell.row for cell in across}
    if any(cell.row not in rows_across or cell.column < half for cell in below):
        return table
    down = first - header.end
    cells = [_within(cell, half) for cell in table.cells if cell.row < header.end and cell.column < half]
    cells += [cell for cell in body if cell.row < first and cell.column < half]
    cells += [_moved(cell, down, half) for cell in body if cell.row < first and cell.column >= half]
    beside = {cell.row for cell in below}
    for cell in across:
        end = cell.column + cell.column_span - half if cell.row in beside else half
        cells.append(_moved(cell, down, 0, max(end, cell.column + 1) - cell.column))
    cells += [_moved(cell, down, half) for cell in below]
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return table.model_copy(update={"rows": table.rows + down, "columns": half, "cells": ordered})


def _is_double(header: Header, half: int) -> bool:
    headings = [_NUMBERED.sub("", folded(column.heading)) for column in header.columns]
    if half < 2 or len(headings) != 2 * half or not all(headings):
        return False
    return headings[:half] == headings[half:] and len(set(headings[:half])) == half


def _within(cell: Cell, half: int) -> Cell:
    """A cell of the header or above it, cut where the right half begins."""
    return cell.model_copy(update={"column_span": min(cell.column_span, half - cell.column)})


def _moved(cell: Cell, down: int, left: int, width: int | None = None) -> Cell:
    span = cell.column_span if width is None else width
    return cell.model_copy(update={"row": cell.row + down, "column": cell.column - left, "column_span": span})
