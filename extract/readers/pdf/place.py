"""Numbers of blocks and places in tables, written into every ``Where`` once the order of the blocks stands."""

from __future__ import annotations

from collections.abc import Iterable

from models import Block, Cell, Table, Where

Path = tuple[tuple[int, int, int], ...]


def numbered(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks with their number, and with row and column for the cells of tables."""
    found: list[Block] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Table):
            found.append(_table(block, number, ()))
        else:
            where = Where(page=block.where.page, bbox=block.where.bbox, block=number)
            found.append(block.model_copy(update={"where": where}))
    return found


def _table(table: Table, number: int, nested: Path) -> Table:
    where = Where(page=table.where.page, bbox=table.where.bbox, block=number, nested=nested)
    cells = tuple(_cell(cell, number, nested) for cell in table.cells)
    return table.model_copy(update={"where": where, "cells": cells})


def _cell(cell: Cell, number: int, nested: Path) -> Cell:
    where = Where(
        page=cell.where.page, bbox=cell.where.bbox, block=number, nested=nested, row=cell.row, column=cell.column
    )
    tables = tuple(
        _table(table, number, (*nested, (cell.row, cell.column, index))) for index, table in enumerate(cell.tables)
    )
    return cell.model_copy(update={"where": where, "tables": tables})
