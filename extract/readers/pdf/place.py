"""Numbers of blocks and places in tables, written into every ``Where`` once the order of the blocks stands."""

from __future__ import annotations

from collections.abc import Iterable

from models import Block, Table

Path = tuple[tuple[int, int, int], ...]


def numbered(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks, their places now with the number of the block, those of cells with row and column too.

    The places are those that this reader has just made and nobody else has seen: they are written into, not copied.
    """
    found = list(blocks)
    for number, block in enumerate(found):
        if isinstance(block, Table):
            _number(block, number, ())
        else:
            block.where.settle(block=number)
    return found


def _number(table: Table, number: int, nested: Path) -> None:
    table.where.settle(block=number, nested=nested)
    for cell in table.cells:
        cell.where.settle(block=number, nested=nested, row=cell.row, column=cell.column)
        for index, inner in enumerate(cell.tables):
            _number(inner, number, (*nested, (cell.row, cell.column, index)))
