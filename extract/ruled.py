"""The criteria of a score sheet read as scoring rules. The language tools load only where there is a criterion."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from models import Criterion, Document, Item, ScoreSheet, Table, Where
from models.document import Cell

Place = tuple[int | None, tuple[tuple[int, int, int], ...], int | None, int | None]
"""Block, path of nested tables, row and column: what tells the cells of a document apart."""

_Read = Callable[[Sequence[Criterion], Decimal | None, Cell | None], tuple[Criterion, ...]]


def with_rules(sheets: Sequence[ScoreSheet], document: Document) -> tuple[ScoreSheet, ...]:
    """The sheets with the rules of all their criteria; as they are where no item has any."""
    if not any(item.criteria for sheet in sheets for item in sheet.walk()):
        return tuple(sheets)
    from extract.language import item_rules

    cells = cells_by_place(document)
    return tuple(
        sheet.model_copy(update={"items": tuple(_ruled(item, cells, item_rules) for item in sheet.items)})
        for sheet in sheets
    )


def _ruled(item: Item, cells: Mapping[Place, Cell], read: _Read) -> Item:
    """An item and all below it with the rules of their criteria."""
    changed: dict[str, object] = {}
    if item.children:
        changed["children"] = tuple(_ruled(child, cells, read) for child in item.children)
    unread = [criterion for criterion in item.criteria if not criterion.rules]
    if unread:
        places = {place_of(criterion.where) for criterion in unread}
        holder = cells.get(places.pop()) if len(places) == 1 else None
        found = iter(read(unread, item.max_points, holder))
        changed["criteria"] = tuple(one if one.rules else next(found) for one in item.criteria)
    return item.model_copy(update=changed) if changed else item


def cells_by_place(document: Document) -> dict[Place, Cell]:
    """All cells of a document by their place, those of nested tables too."""
    found: dict[Place, Cell] = {}

    def take(table: Table) -> None:
        for cell in table.cells:
            found[place_of(cell.where)] = cell
            for inner in cell.tables:
                take(inner)

    for block in document.blocks:
        if isinstance(block, Table):
            take(block)
    return found


def place_of(where: Where) -> Place:
    """What tells the cell at a place apart."""
    return where.block, where.nested, where.row, where.column
