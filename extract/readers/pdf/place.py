"""Numbers of blocks and places in tables, written into every ``Where`` once the order of the blocks stands."""

from __future__ import annotations

from collections.abc import Iterable

from models import Block, Cell, Table

Path = tuple[tuple[int, int, int], ...]


def numbered(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks with their number, and with row and column for the cells of tables."""
    found: list[Block] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Table):
            found.append(_table(block, number, ()))
        else:
            found.append(block.altered(where=block.where.altered(block=number)))
    return found


def _table(table: Table, number: int, nested: Path) -> Table:
    where = table.where.altered(block=number, nested=nested)
    cells = tuple(_cell(cell, number, nested) for cell in table.cells)
    return table.altered(where=where, cells=cells)


def _cell(cell: Cell, number: int, nested: Path) -> Cell:
    where = cell.where.altered(block=number, nested=nested, row=cell.row, column=cell.column)
    if not cell.tables:
        return cell.altered(where=where)
    tables = tuple(
        _table(table, number, (*nested, (cell.row, cell.column, index))) for index, table in enumerate(cell.tables)
    )
    return cell.altered(where=where, tables=tables)
