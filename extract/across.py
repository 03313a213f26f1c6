"""Tables with their items across the columns: 指标 · A 决策 · B 过程 · … · 合计, with rows 权重, 得分, 得分率.

The words in the first column have the roles that elsewhere column headings have; the rows above the first of them
name the items, a merged cell there names the group of those below it. A table may repeat this in several bands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.amounts import is_blank, read_amount
from extract.headers import role_of
from extract.labels import split_label
from extract.text import folded, tidy
from extract.tree import Draft, freeze
from extract.vocabulary import Role, vocabulary
from models import Detail, DetailRole, Evidence, ScoreSheet, Total
from models.document import Cell, Table

_FEWEST_ITEMS = 2
_VALUE_ROLES: frozenset[Role] = frozenset(
    {"points", "claimed", "rate", "deducted", "target", "actual", "reason", "remark"}
)
_DETAILS: dict[Role, DetailRole] = {"target": "target", "actual": "actual", "reason": "reason", "remark": "remark"}


@dataclass(slots=True)
class _Band:
    """Rows that name items and the rows of values below them."""

    names: list[int] = field(default_factory=list)
    values: list[tuple[int, Role]] = field(default_factory=list)


def understand_across(table: Table, title: str | None = None) -> ScoreSheet | None:
    """The sheet of a table with items across its columns and claims in a row; ``None`` where it is no such table."""
    bands = [band for band in _bands(table) if any(role == "claimed" for _, role in band.values)]
    drafts: list[Draft] = []
    total = Total()
    for band in bands:
        reader = _Reader(table, band)
        drafts.extend(reader.items())
        total = reader.total(total)
    if sum(1 for draft in drafts for below in draft.walk() if below.claimed is not None) < _FEWEST_ITEMS:
        return None
    return ScoreSheet(
        title=title or (tidy(table.caption.quote) if table.caption else None),
        form="summary",
        total=total if total != Total() else None,
        items=freeze(drafts),
        where=table.where,
    )


def _bands(table: Table) -> Iterator[_Band]:
    band = _Band()
    for row in range(table.rows):
        role = _role_of_row(table, row)
        if role is not None and band.names:
            band.values.append((row, role))
        elif role is None and _names_items(table, row):
            if band.values:
                yield band
                band = _Band()
            band.names.append(row)
    if band.values:
        yield band


def _role_of_row(table: Table, row: int) -> Role | None:
    """The role that the first cell gives to a row of values."""
    cells = table.row_cells(row)
    role = role_of(cells[0].text) if cells else None
    if role not in _VALUE_ROLES:
        return None
    values = [cell for cell in cells[1:] if not is_blank(cell.text)]
    if role in ("points", "claimed", "deducted"):
        read = [cell for cell in values if read_amount(cell) is not None]
        return role if len(read) >= _FEWEST_ITEMS and len(read) * 2 > len(values) else None
    return role


def _names_items(table: Table, row: int) -> bool:
    """Whether a row holds names: several texts beside its first cell, none of them an amount or a heading of values."""
    texts = [cell for cell in table.row_cells(row)[1:] if not is_blank(cell.text)]
    if len(texts) < _FEWEST_ITEMS:
        return False
    return not any(read_amount(cell) is not None or role_of(cell.text) in _VALUE_ROLES for cell in texts)


class _Reader:
    """Reads one band of a table."""

    def __init__(self, table: Table, band: _Band) -> None:
        self.table = table
        self.band = band
        labels = [self._label(row) for row, _ in band.values]
        self.first = max(cell.column + cell.column_span for cell in labels if cell is not None)
        words = vocabulary().rows
        self.total_columns = [c for c in self._columns() if _is_word(self._names(c), words.total)]

    def items(self) -> list[Draft]:
        """The items of the band with their values, groups above their members."""
        roots: list[Draft] = []
        known: dict[int, Draft] = {}
        spans: dict[int, list[int]] = {}
        sums: dict[int, list[int]] = {}
        for column in self._columns():
            if column in self.total_columns:
                continue
            siblings, above = roots, 0
            for cell in self._names(column):
                if _is_word([cell], vocabulary().rows.subtotal):
                    sums.setdefault(above, []).append(column)
                    break
                draft = known.get(id(cell))
                if draft is None:
                    draft = known[id(cell)] = _draft(cell)
                    siblings.append(draft)
                spans.setdefault(id(cell), []).append(column)
                siblings, above = draft.children, id(cell)
        for identity, draft in known.items():
            self._place(draft, sums.get(identity) or spans[identity])
        return roots

    def total(self, so_far: Total) -> Total:
        """What the column of sums says, added to what bands before said."""
        for column in self.total_columns:
            for row, role in self.band.values:
                cell = self.table.at(row, column)
                amount = read_amount(cell) if cell is not None and cell.column == column else None
                if amount is None or amount.percent or cell is None:
                    continue
                found = {"claimed": amount.points, "claimed_evidence": _evidence(cell)}
                if role == "points":
                    found = {"max_points": amount.points, "max_evidence": _evidence(cell)}
                if role in ("points", "claimed") and getattr(so_far, next(iter(found))) is None:
                    so_far = so_far.model_copy(update=found)
        return so_far

    def _label(self, row: int) -> Cell | None:
        return self.table.at(row, 0)

    def _columns(self) -> range:
        return range(self.first, self.table.columns)

    def _names(self, column: int) -> list[Cell]:
        """The cells that name a column, from the group down."""
        cells = (self.table.at(row, column) for row in self.band.names)
        named = [cell for cell in cells if cell is not None and not is_blank(cell.text)]
        return [cell for index, cell in enumerate(named) if index == 0 or cell is not named[index - 1]]

    def _place(self, draft: Draft, columns: Sequence[int]) -> None:
        """Give an item the cells that stand below exactly its columns, or below the subtotal of its group."""
        for row, role in self.band.values:
            cells = {id(c): c for column in columns if (c := self.table.at(row, column)) is not None}
            cell = next(iter(cells.values())) if len(cells) == 1 else None
            if cell is None or not set(range(cell.column, cell.column + cell.column_span)) <= set(columns):
                continue
            _give(draft, role, cell, self.table.at(row, 0))


def _give(draft: Draft, role: Role, cell: Cell, label: Cell | None) -> None:
    amount = read_amount(cell)
    if role == "points" and amount is not None and not amount.percent and draft.max_points is None:
        draft.max_points, draft.max_evidence = amount.points, _evidence(cell)
    elif role == "claimed" and amount is not None and not amount.percent and draft.claimed is None:
        draft.claimed, draft.claimed_evidence = amount.points, _evidence(cell)
    elif not is_blank(cell.text):
        heading = tidy(label.text) if label is not None else ""
        draft.details.append(
            Detail(role=_DETAILS.get(role, "other"), heading=heading, text=tidy(cell.text), where=cell.where)
        )


def _draft(cell: Cell) -> Draft:
    label = split_label(cell.text)
    draft = Draft(label.label, label.name, cell.where, code=label.code, kind=label.kind)
    if label.points is not None and label.points_span is not None:
        start, end = label.points_span
        draft.max_points = label.points
        draft.max_evidence = Evidence(quote=tidy(cell.text[start:end]), where=cell.locate(start, end))
    return draft


def _is_word(cells: Iterable[Cell], words: Iterable[str]) -> bool:
    return any(folded(cell.text) in set(words) for cell in cells)


def _evidence(cell: Cell) -> Evidence:
    return Evidence(quote=tidy(cell.text), where=cell.locate(0, len(cell.text)))
