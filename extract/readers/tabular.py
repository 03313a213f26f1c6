"""Tables out of cells with spans, for formats that have no pages: web pages, workbooks, plain text.

Where such formats disagree with themselves the same things are made good as in Word files: rows and columns in which
nothing begins go away, as nobody can see them, and positions that no cell covers become empty cells.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extract.readers.opc import TOO_LARGE
from models import Cell, Table, UnreadableFile, Where

POSITIONS_LIMIT = 1_000_000
"""Positions of one table's grid; a table of 35 pages has ten thousand."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell before its table is made. ``key`` finds the tables nested in it."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    tables: tuple[Table, ...] = ()


def make_table(slots: Sequence[Slot], where: Where, name: str, header_rows: int = 0) -> Table:
    """The table of some slots, none of which overlap; there is at least one.

    Raises ``UnreadableFile`` for the file ``name`` where the grid is larger than any document's.
    """
    rows = sorted({slot.row for slot in slots})
    columns = sorted({slot.column for slot in slots})
    if len(rows) * len(columns) > POSITIONS_LIMIT:
        raise UnreadableFile(name, TOO_LARGE)
    cells = [_cell(slot, rows, columns, where) for slot in slots]
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    cells += [
        Cell(row=row, column=column, text="", where=_at(where, row, column))
        for row in range(len(rows))
        for column in range(len(columns))
        if (row, column) not in taken
    ]
    return Table(
        rows=len(rows),
        columns=len(columns),
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        where=where,
        header_rows=bisect_left(rows, header_rows) if header_rows else 0,
    )


def moved(table: Table, where: Where) -> Table:
    """The same table at another place of the document; its cells and the tables in them move along."""
    cells = tuple(_moved_cell(cell, where) for cell in table.cells)
    return table.model_copy(update={"where": where, "cells": cells})


def _moved_cell(cell: Cell, where: Where) -> Cell:
    at = _at(where, cell.row, cell.column)
    tables = tuple(moved(table, _inside(where, cell.row, cell.column, i)) for i, table in enumerate(cell.tables))
    return cell.model_copy(update={"where": at, "tables": tables})


def _cell(slot: Slot, rows: Sequence[int], columns: Sequence[int], where: Where) -> Cell:
    row, column = bisect_left(rows, slot.row), bisect_left(columns, slot.column)
    return Cell(
        row=row,
        column=column,
        row_span=max(bisect_left(rows, slot.row + slot.row_span) - row, 1),
        column_span=max(bisect_left(columns, slot.column + slot.column_span) - column, 1),
        text=slot.text,
        where=_at(where, row, column),
        tables=tuple(moved(table, _inside(where, row, column, i)) for i, table in enumerate(slot.tables)),
    )


def _inside(where: Where, row: int, column: int, index: int) -> Where:
    """The place of a table in a cell."""
    return Where(block=where.block, nested=(*where.nested, (row, column, index)))


def _at(where: Where, row: int, column: int) -> Where:
    return Where(page=where.page, block=where.block, nested=where.nested, row=row, column=column)
