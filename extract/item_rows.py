"""The tree of items that the rows of a score table spell out.

Labels are filled down: through merged cells, through blank cells where merges are missing, and where every row repeats
them. A row whose deepest labels are blank belongs to the group it names; a row without labels goes on with the item
above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from extract.amounts import Amount, read_amount
from extract.choosing import Choice
from extract.columns import Column, Header
from extract.labels import Label, is_placeholder, split_label
from extract.rows import classify, own_cells, rank_of, section_label, sum_label, words_of
from extract.text import folded, tidy
from extract.tree import Draft
from models import Evidence, NotUnderstood, Text, Total
from models.document import Cell, Table

_LEAF_RANK = 99
_LONGEST_NAME = 20


@dataclass(slots=True, eq=False)
class Node:
    """An item that is being built, with what decides its place."""

    draft: Draft
    label: Label
    cell: Cell
    depth: int
    """Column of the level, from 0; negative for sections over the whole width."""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    number: str = ""
    again: list[Cell] = field(default_factory=list)
    """Further cells that say the label again, where it is not merged, or where a page break cut the merged cell."""
    subtotals: list[tuple[Amount | None, Amount | None]] = field(default_factory=list)

    def line(self) -> list[Node]:
        """This node and its ancestors, the outermost first."""
        above = self.parent.line() if self.parent else []
        return [*above, self]

    def holds(self, cell: Cell) -> bool:
        """Whether a cell is a label of this node."""
        return self.cell is cell or any(other is cell for other in self.again)

    def leaves(self) -> list[Node]:
        """The nodes without children at or below this one."""
        return [leaf for child in self.children for leaf in child.leaves()] if self.children else [self]


@dataclass(slots=True)
class RowTree:
    """The items of the rows below one header."""

    table: Table
    header: Header
    choice: Choice
    roots: list[Node] = field(default_factory=list)
    at_row: dict[int, Node] = field(default_factory=dict)
    """The innermost node of each item row."""
    total: Total | None = None
    left_out: list[NotUnderstood] = field(default_factory=list)
    _path: list[Node | None] = field(default_factory=list)
    _sections: list[tuple[int, Node]] = field(default_factory=list)
    _nested: bool = False

    def __post_init__(self) -> None:
        self._path = [None] * len(self.levels)

    @property
    def levels(self) -> tuple[Column, ...]:
        """The columns of labels, the outermost level first."""
        return self.choice.levels

    def read(self, rows: range) -> None:
        """Take in rows below the header, in order."""
        self._nested = self._nested or (len(self.levels) == 1 and self._numbering_nests(rows))
        items = [row for row in rows if classify(self.table, self.header, row) == "item"]
        last_item = max(items, default=-1)
        for row in rows:
            kind = classify(self.table, self.header, row)
            if kind == "section":
                self._section(row, final=row > last_item)
            elif kind in ("total", "subtotal"):
                self._sum(row, kind, final=row > last_item, first=not self.roots)
            elif kind == "item" and not self._unlabelled_sum(row, items):
                self._item(row)

    def _numbering_nests(self, rows: range) -> bool:
        """Whether one column of labels holds several levels, told apart by their numbering (一、 above 1.)."""
        ranks: set[int | None] = set()
        for row in rows:
            cell = self._level_cell(row, 0)
            if cell is not None and cell.row == row and classify(self.table, self.header, row) == "item":
                ranks.add(rank_of(split_label(cell.text), self._number(row)))
        known = {rank for rank in ranks if rank is not None}
        return (any(rank < 3 for rank in known) and len(ranks) > 1) or (any(rank > 3 for rank in known) and 3 in known)

    def _number(self, row: int) -> str:
        for column in self.header.of("number"):
            cell = self.table.at(row, column.index)
            if cell is not None and cell.row == row and cell.column == column.index and cell.column_span == 1:
                return tidy(cell.text)
        return ""

    def _level_cell(self, row: int, depth: int) -> Cell | None:
        """The cell that labels a row at a level: also one that begins left of it, in the column of running numbers."""
        cell = self.table.at(row, self.levels[depth].index)
        if cell is None or not folded(cell.text):
            return None
        if any(level.index >= cell.column for level in self.levels[:depth]):
            return None
        return None if is_placeholder(cell.text) and not self._has_amounts(row) else cell

    def _has_amounts(self, row: int) -> bool:
        return any(self._amount(row, column) is not None for column in (self.choice.points, self.choice.claim))

    def _section(self, row: int, final: bool) -> None:
        cell = own_cells(self.table, row)[0]
        found = section_label(cell)
        if final and found.points is None:
            self._leave_out(row, "表尾的说明，不是指标", "words below the last item, no item themselves")
            return
        rank = rank_of(found.label, "")
        if rank is None:
            rank = 1 if found.label.kind == "base" else 0
        node = self._push_section(rank, self._node(cell, found.label, -1))
        node.draft.max_points, node.draft.max_evidence = found.points, found.evidence
        node.rows.append(row)
        self.at_row[row] = node
        self._path = [None] * len(self.levels)

    def _push_section(self, rank: int, node: Node) -> Node:
        while self._sections and self._sections[-1][0] >= rank:
            self._sections.pop()
        node.depth = -1
        self._attach(node, self._sections[-1][1] if self._sections else None)
        self._sections.append((rank, node))
        return node

    def _item(self, row: int) -> None:
        changed = False
        for depth in range(len(self.levels)):
            changed = self._label(row, depth, changed) or changed
        innermost = next((node for node in reversed(self._path) if node is not None), None)
        if innermost is None and self._sections:
            innermost = self._sections[-1][1]
        if innermost is None:
            self._leave_out(row, "没有指标名称，也不属于上面的指标", "no item is named, and none stands above it")
            return
        for node in innermost.line():
            node.rows.append(row)
        self.at_row[row] = innermost

    def _unlabelled_sum(self, row: int, items: list[int]) -> bool:
        """A row of nothing but points: the total without its word, where it is first or last and adds up; else left

        out.
        """
        scores = {column.index for column in self.header.of("points", "claimed", "deducted", "rate")}
        cells = own_cells(self.table, row)
        if not all(cell.column in scores for cell in cells) or any(self._spanned_label(row)):
            return False
        maximum, claimed = self._amount(row, self.choice.points), self._amount(row, self.choice.claim)
        others = [other for other in items if other != row]
        sums = [self._column_sum(column, others) for column in (self.choice.points, self.choice.claim)]
        if row in (items[0], items[-1]) and any(
            a is not None and a.points == b for a, b in zip((maximum, claimed), sums, strict=True)
        ):
            self._set_total(maximum, claimed)
        else:
            self._leave_out(row, "只有分数，没有指标名称", "points without the name of an item")
        return True

    def _spanned_label(self, row: int) -> Iterator[bool]:
        """For each level, whether a label merged from above covers the row."""
        for level in self.levels:
            cell = self.table.at(row, level.index)
            yield cell is not None and cell.row < row and bool(folded(cell.text))

    def _column_sum(self, column: Column | None, rows: list[int]) -> Decimal:
        """The sum of a column over some rows."""
        amounts = (self._amount(row, column) for row in rows)
        return sum((amount.points for amount in amounts if amount is not None), Decimal(0))

    def _label(self, row: int, depth: int, changed: bool) -> bool:
        """Take in the label of a row at a level; whether it begins another item there."""
        cell = self._level_cell(row, depth)
        current = self._path[depth]
        if cell is None:
            if changed:
                self._path[depth] = None
            return False
        if current is not None and current.holds(cell):
            return False
        if current is not None and not changed and cell.row == row and self._repeats(current, cell, row, depth):
            current.again.append(cell)
            return False
        node = self._node(cell, split_label(cell.text), depth)
        node.number = self._number(row)
        parent = next((above for above in reversed(self._path[:depth]) if above is not None), None)
        if depth == 0 and node.label.kind != "base":
            self._leave_closed_sections()
        if depth == 0 and self._nested:
            self._nest(node)
        else:
            self._attach(node, parent or (self._sections[-1][1] if self._sections else None))
        self._path[depth:] = [node, *[None] * (len(self.levels) - depth - 1)]
        return True

    def _leave_closed_sections(self) -> None:
        """A bonus or penalty item behind the sum row of a section (小计) stands outside of it."""
        while self._sections and self._sections[-1][1].subtotals and self._sections[-1][1].label.kind == "base":
            self._sections.pop()

    def _nest(self, node: Node) -> None:
        rank = rank_of(node.label, node.number)
        if rank is None:
            rank = 0 if node.label.kind != "base" else _LEAF_RANK
        depth = node.depth
        self._push_section(rank, node)
        node.depth = depth

    def _repeats(self, current: Node, cell: Cell, row: int, depth: int) -> bool:
        if folded(current.draft.label) != folded(cell.text):
            return False
        if depth < len(self.levels) - 1 or (len(self.levels) == 1 and not self._number(row)):
            return True
        number = self._number(row)
        return not number or number == current.number

    def _node(self, cell: Cell, label: Label, depth: int) -> Node:
        name = _short_name(label.name) if self.choice.rules_in_labels else label.name
        draft = Draft(label=label.label, name=name, where=cell.where, code=label.code, kind=label.kind)
        return Node(draft, label, cell, depth)

    def _attach(self, node: Node, parent: Node | None) -> None:
        node.parent = parent
        (parent.children if parent else self.roots).append(node)

    def _sum(self, row: int, kind: str, final: bool, first: bool) -> None:
        cells = own_cells(self.table, row)
        label = sum_label(self.header, cells)
        assert label is not None
        self._labels_before(row, label)
        maximum, claimed = self._sum_values(row, label)
        group = self._summed_group(row, label)
        each_summed = kind == "subtotal" and any(node.subtotals for node in self.roots)
        if final and len(self.roots) > 1 and label.column <= self.levels[0].index and not self._sections:
            group = group if each_summed and group is not None and not group.subtotals else None
        if kind == "total" and (final or first or group is None):
            self._set_total(maximum, claimed)
        elif group is not None:
            group.subtotals.append((maximum, claimed))
        elif final:
            self._set_total(maximum, claimed)
        else:
            self._leave_out(row, "小计不知属于哪一组", "a subtotal of no known group")

    def _labels_before(self, row: int, label: Cell) -> None:
        """Take in the labels of the group that a sum row says again, or says first: 组织领导 | 小计 | 20."""
        changed = False
        for depth, level in enumerate(self.levels):
            if level.index < label.column:
                changed = self._label(row, depth, changed) or changed

    def _summed_group(self, row: int, label: Cell) -> Node | None:
        """The group that a subtotal closes: the one whose cell still covers the row, or the outermost one."""
        covering = [
            node for node in self._path if node is not None and not node.holds(label) and self._covers(node, row)
        ]
        if covering:
            return covering[-1]
        depth = next((d for d, level in enumerate(self.levels) if level.index == label.column), 0)
        above = [node for node in self._path[:depth] if node is not None]
        if above:
            return above[-1]
        if self._sections:
            return self._sections[-1][1] if not self._nested else self._sections[0][1]
        return next((node for node in self._path if node is not None and len(self.levels) > 1), None)

    @staticmethod
    def _covers(node: Node, row: int) -> bool:
        return any(cell.row <= row < cell.row + cell.row_span for cell in (node.cell, *node.again))

    def _sum_values(self, row: int, label: Cell) -> tuple[Amount | None, Amount | None]:
        in_label = split_label(label.text)
        choice = self.choice
        maximum = self._sum_amount(row, [*(column for column, _ in choice.level_points), choice.points])
        claimed = self._sum_amount(row, [*(column for column, _ in choice.level_claims), choice.claim])
        if maximum is None and in_label.points is not None and in_label.points_span is not None:
            maximum = Amount(in_label.points, label, in_label.points_span)
        return maximum, claimed

    def _sum_amount(self, row: int, columns: list[Column | None]) -> Amount | None:
        """The amount of a sum row: that of the outermost level, points rather than percentages."""
        amounts = [amount for column in columns if (amount := self._amount(row, column)) is not None]
        return next((amount for amount in amounts if not amount.percent), amounts[0] if amounts else None)

    def _amount(self, row: int, column: Column | None) -> Amount | None:
        cell = self.table.at(row, column.index) if column is not None else None
        return read_amount(cell) if cell is not None and cell.row == row else None

    def _set_total(self, maximum: Amount | None, claimed: Amount | None) -> None:
        old = self.total or Total()
        self.total = Total(
            max_points=maximum.points if maximum else old.max_points,
            max_evidence=maximum.evidence if maximum else old.max_evidence,
            claimed=claimed.points if claimed else old.claimed,
            claimed_evidence=claimed.evidence if claimed else old.claimed_evidence,
        )

    def _leave_out(self, row: int, zh: str, en: str) -> None:
        cells = own_cells(self.table, row)
        evidence = Evidence(quote=words_of(cells), where=cells[0].where)
        self.left_out.append(NotUnderstood(kind="row", reason=Text(zh=zh, en=en), evidence=evidence))


def _short_name(name: str) -> str:
    """The heading of a label that goes on to state its rules: 组织领导 of “组织领导：成立机构得5分”."""
    head, mark, _ = name.partition("：") if "：" in name else name.partition(":")
    return head if mark and 1 < len(head) <= _LONGEST_NAME else name
