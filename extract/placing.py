"""Values of a score table put where they belong: maxima, claims, criteria and details onto their items.

A cell belongs to the item whose rows it covers: to the innermost one of its row, or to the group whose rows are
exactly those that a merged cell spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, takewhile

from extract.amounts import Amount, is_blank, read_amount, upper_end
from extract.columns import Column
from extract.criteria import goes_on, joined, next_ordinal, split_criteria
from extract.item_rows import Node, RowTree
from extract.phrases import claims_and_mentions, find_phrases, mention_of
from extract.text import fold, tidy
from extract.tree import Draft
from extract.vocabulary import Role, vocabulary
from models import Criterion, Detail, DetailRole, Evidence, Mention, NotUnderstood, Text, Total
from models.document import Cell

_DETAILS: dict[Role, DetailRole] = {
    "number": "number",
    "target": "target",
    "actual": "actual",
    "explanation": "explanation",
    "source": "source",
    "department": "department",
    "method": "method",
    "reason": "reason",
    "remark": "remark",
    "criteria": "criteria",
}
_FEWEST_GRADED = 2
_LOSING = re.compile(r"扣|不得分|^(?:\d|[①-⑳]|\()")
"""What takes points off, or is one of several numbered rules."""
_HUNDRED = Decimal(100)
_NARRATIVE: frozenset[Role] = frozenset({"actual", "reason"})
"""Roles of cells whose running text can state a score; beside a column 扣分 they only explain its numbers."""


@dataclass(slots=True)
class _Values:
    points: list[tuple[Cell, Amount]] = field(default_factory=list)
    claims: list[tuple[Cell, Amount]] = field(default_factory=list)


def place_values(tree: RowTree) -> None:
    """Give the nodes of a tree what the columns of its table say about them."""
    values: dict[Node, _Values] = {}
    choice = tree.choice
    outer = {column.index: depth for column, depth in (*choice.level_points, *choice.level_claims)}
    for column in tree.header.columns:
        for cell, nodes in _cells(tree, column):
            if column.index in outer:
                _place_amount(tree, values, column, cell, [_at_depth(nodes[0], outer[column.index])])
            elif column in (choice.points, choice.claim):
                _place_amount(tree, values, column, cell, nodes)
            elif column in choice.criteria:
                _place_criteria(tree, cell, nodes)
            elif column == choice.part_points or column in choice.levels:
                continue
            else:
                _place_detail(tree, column, cell, nodes)
    _keep_best_grades(tree, values)
    for node in _every(tree.roots):
        if choice.rules_in_labels and not node.children:
            node.draft.criteria.extend(split_criteria(node.cell))
        _settle_values(node, values.get(node, _Values()))
    _drop_empty_sections(tree)
    _group_by_sums(tree)
    _group_below_kinds(tree)


def settle(roots: Sequence[Node], total: Total | None) -> list[Draft]:
    """The drafts of all roots, with kinds handed down, declared maxima read from labels, penalties negative."""
    for node in roots:
        _hand_down(node)
    _shares(roots, Decimal(100))
    for node in roots:
        _from_labels(node)
    _from_subtotals(roots)
    for node in _every(roots):
        draft = node.draft
        if draft.kind == "penalty" and draft.max_points is not None and draft.max_points > 0:
            draft.max_points = -draft.max_points
        draft.children = [child.draft for child in node.children]
    return [node.draft for node in roots]


def _cells(tree: RowTree, column: Column) -> Iterable[tuple[Cell, list[Node]]]:
    """The cells with text of a column that stand beside items, each once, with the innermost nodes it covers."""
    seen: set[int] = set()
    labels = {id(cell) for node in _every(tree.roots) for cell in (node.cell, *node.again)}
    for row in sorted(tree.at_row):
        cell = tree.table.at(row, column.index)
        if cell is None or id(cell) in seen or id(cell) in labels or is_blank(cell.text):
            continue
        if cell.row < tree.header.end:
            continue
        if cell.column != column.index and _earlier_role(tree, cell, column):
            continue
        seen.add(id(cell))
        covered = [tree.at_row[r] for r in range(cell.row, cell.row + cell.row_span) if r in tree.at_row]
        yield cell, list(dict.fromkeys(covered))


def _earlier_role(tree: RowTree, cell: Cell, column: Column) -> bool:
    return any(cell.column <= other.index < column.index and other.role is not None for other in tree.header.columns)


def _every(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        yield node
        yield from _every(node.children)


def _at_depth(node: Node, depth: int) -> Node:
    """The node of a level on the way to a node; the nearest one above where that level is left out, else itself."""
    above = [outer for outer in node.line() if outer.depth <= depth]
    return max(above, key=lambda outer: outer.depth) if above else node


def _owner(tree: RowTree, cell: Cell, nodes: Sequence[Node]) -> Node | None:
    """The one node that a cell belongs to; ``None`` where it covers several and no group of just these."""
    if len(nodes) == 1:
        return nodes[0]
    rows = {row for row in range(cell.row, cell.row + cell.row_span) if row in tree.at_row}
    exact = [node for node in nodes[0].line() if set(node.rows) == rows]
    return exact[-1] if exact else None


def _place_amount(
    tree: RowTree, values: dict[Node, _Values], column: Column, cell: Cell, nodes: Sequence[Node]
) -> None:
    owner = _owner(tree, cell, nodes)
    amount = read_amount(cell) or (upper_end(cell) if column.role == "points" else None)
    if owner is not None and amount is not None:
        found = values.setdefault(owner, _Values())
        (found.claims if column.role == "claimed" else found.points).append((cell, amount))
        return
    _place_detail(tree, column, cell, nodes)
    if not re.search(r"\d", cell.text):
        return
    zh = "分数不是一个数" if amount is None else "合并单元格里的分数属于几个指标"
    en = "no number of points" if amount is None else "points in a merged cell belong to several items"
    evidence = Evidence(quote=cell.text, where=cell.where)
    tree.left_out.append(NotUnderstood(kind="text", reason=Text(zh=zh, en=en), evidence=evidence))


def _place_criteria(tree: RowTree, cell: Cell, nodes: Sequence[Node]) -> None:
    """Criteria of one item; a merged cell over several goes to each that has points of its own, else to their group."""
    owner = _owner(tree, cell, nodes)
    if len(nodes) > 1 and _weighed_alone(tree, cell, nodes) and not any(c.max_points for c in split_criteria(cell)):
        owner = None
    for node in [owner] if owner is not None else nodes:
        criteria = node.draft.criteria
        found = list(split_criteria(cell, next_ordinal(criteria)))
        if criteria and found and goes_on(criteria[-1], found[0]):
            found[0] = joined(criteria.pop(), found[0])
        own = _part_amount(tree, cell)
        if own is not None and len(found) == 1:
            found[0] = _closed_with(found[0], own.points)
        criteria.extend(found)


def _weighed_alone(tree: RowTree, cell: Cell, nodes: Sequence[Node]) -> bool:
    """Whether each item beside a merged cell has its own cell of points."""
    column = tree.choice.points
    if column is None:
        return False
    beside = [tree.table.at(row, column.index) for row in range(cell.row, cell.row + cell.row_span)]
    return len({id(found) for found in beside if found is not None and read_amount(found)}) >= len(nodes)


def _part_amount(tree: RowTree, cell: Cell) -> Amount | None:
    """The maximum that stands beside a criterion in a row of its own."""
    column = tree.choice.part_points
    beside = tree.table.at(cell.row, column.index) if column is not None else None
    if beside is None or beside.row != cell.row or beside.row_span != cell.row_span:
        return None
    return read_amount(beside)


def _place_detail(tree: RowTree, column: Column, cell: Cell, nodes: Sequence[Node]) -> None:
    role = column.role
    if role == "code" and len(nodes) == 1:
        nodes[0].draft.code = nodes[0].draft.code or tidy(cell.text)
        return
    if role is None and not column.heading:
        return
    detail = Detail(
        role=_DETAILS.get(role, "other") if role is not None else "other",
        heading=column.heading,
        text=tidy(cell.text),
        where=cell.where,
    )
    for node in nodes:
        if not any(
            (d.role, d.heading, d.text) == (detail.role, detail.heading, detail.text) for d in node.draft.details
        ):
            node.draft.details.append(detail)
    if len(nodes) == 1 and role == "deducted":
        nodes[0].draft.mentions.extend(_deduction(cell))
    elif len(nodes) == 1 and role in _NARRATIVE and tree.choice.claim is not None and not tree.header.of("deducted"):
        nodes[0].draft.mentions.extend(_mentions(cell))


def _deduction(cell: Cell) -> list[Mention]:
    """What a cell of a column 扣分 takes off: its number, or what its sentence says (低2个百分点，扣1分)."""
    amount = read_amount(cell)
    if amount is None:
        return [mention for mention in _mentions(cell) if mention.kind in ("deduct", "no_deduction")]
    points = abs(amount.points)
    kind, sign = ("deduct", -1) if points else ("no_deduction", 0)
    return [
        Mention.model_validate(
            {"kind": kind, "points": points, "sign": sign, "text": cell.text.strip(), "where": cell.where}
        )
    ]


def _mentions(cell: Cell) -> list[Mention]:
    """The scores that a cell states in running text; “得分为4分” counts where nothing else states points."""
    plain = fold(cell.text)
    found = claims_and_mentions(find_phrases(plain))
    mentions: list[Mention] = []
    for phrase in found:
        if phrase.is_mention:
            evidence = plain.evidence(cell, phrase.start, phrase.end)
            mentions.append(mention_of(phrase, evidence.quote, evidence.where))
    if any(mention.points is not None for mention in mentions):
        return mentions
    for phrase in found:
        if phrase.kind == "claim" and phrase.points is not None and not phrase.whole:
            evidence = plain.evidence(cell, phrase.start, phrase.end)
            mentions.append(
                Mention(kind="award", points=phrase.points, sign=1, text=tidy(evidence.quote), where=evidence.where)
            )
    return mentions


def _keep_best_grades(tree: RowTree, values: dict[Node, _Values]) -> None:
    """Rows that grade one item (完整 15, 较完整 10, 一般 5) give it the points of the best; the others are details.

    Only where all items of several rows are graded so: falling points, beside words that compare.
    """
    several = [(node, found.points) for node, found in values.items() if len(found.points) > 1]
    if len(several) < _FEWEST_GRADED or not all(_falls(tree, points) for _, points in several):
        return
    column = tree.choice.points
    for node, points in several:
        if column is not None:
            for cell, _ in points:
                _place_detail(tree, column, cell, [node])
        del points[1:]


def _falls(tree: RowTree, points: Sequence[tuple[Cell, Amount]]) -> bool:
    """Whether each row gives less than the one before, the last for what is not as good; none takes points off."""
    if not tree.choice.criteria or any(before[1].points <= after[1].points for before, after in pairwise(points)):
        return False
    texts = [tree.table.at(cell.row, tree.choice.criteria[0].index) for cell, _ in points]
    words = [fold(cell.text).text for cell in texts if cell is not None]
    apart = len({id(cell) for cell in texts}) == len(points) == len(words)
    return (
        apart
        and any(word in words[-1] for word in vocabulary().criteria.lesser)
        and not any(map(_LOSING.search, words))
    )


def _settle_values(node: Node, values: _Values) -> None:
    draft = node.draft
    if values.points:
        points, evidence = _one(values.points, bool(node.again))
        if not node.children:
            _share_among_criteria(draft, values.points)
        draft.max_points, draft.max_evidence = points, evidence
        if len(values.points) > 1 and node.label.points is not None:
            draft.max_points, draft.max_evidence = None, None
    if values.claims:
        draft.claimed, draft.claimed_evidence = _one(values.claims, bool(node.again))


def _one(values: Sequence[tuple[Cell, Amount]], repeated: bool) -> tuple[Decimal, Evidence]:
    """The value of an item: its only one, one that every row repeats, or the sum of those of its rows."""
    first = values[0][1]
    if len(values) == 1 or (repeated and all(amount.points == first.points for _, amount in values)):
        return first.points, first.evidence
    quote = "、".join(tidy(amount.evidence.quote) for _, amount in values)
    return sum((amount.points for _, amount in values), Decimal(0)), Evidence(quote=quote, where=first.evidence.where)


def _share_among_criteria(draft: Draft, values: Sequence[tuple[Cell, Amount]]) -> None:
    """Several maxima of one item belong to its criteria: those in the same rows, or as many lines of one cell."""
    terms = values[0][1].terms
    if len(values) == 1 and len(terms) == len(draft.criteria):
        draft.criteria[:] = [_with_maximum(c, points) for c, points in zip(draft.criteria, terms, strict=True)]
    if len(values) == 1:
        return
    by_row = {cell.row: amount for cell, amount in values}
    rows = [criterion.where.row for criterion in draft.criteria]
    for index, criterion in enumerate(draft.criteria):
        row = criterion.where.row
        if row in by_row and rows.count(row) == 1:
            draft.criteria[index] = _with_maximum(criterion, by_row[row].points)


def _with_maximum(criterion: Criterion, points: Decimal) -> Criterion:
    if criterion.max_points is not None:
        return criterion
    return criterion.model_copy(update={"max_points": points})


def _closed_with(criterion: Criterion, points: Decimal) -> Criterion:
    """A criterion whose points stand beside it, written as where they close its text: …不得分。（5分）"""
    if criterion.max_points is not None:
        return criterion
    return criterion.model_copy(update={"max_points": points, "text": f"{criterion.text}（{points}分）"})


def _drop_empty_sections(tree: RowTree) -> None:
    """A line over the whole width that nothing stands under, and that has no points, is no item."""
    for node in list(_every(tree.roots)):
        draft = node.draft
        if node.depth >= 0 or node.children or draft.max_points is not None or draft.criteria or draft.details:
            continue
        (node.parent.children if node.parent else tree.roots).remove(node)
        reason = Text(zh="通栏的一行下面没有指标", en="a line over the whole width with no item below it")
        evidence = Evidence(quote=node.cell.text, where=node.cell.where)
        tree.left_out.append(NotUnderstood(kind="row", reason=reason, evidence=evidence))


def _group_by_sums(tree: RowTree) -> None:
    """Numbered rows without rules whose points the unnumbered rows below them make up exactly are groups of those."""
    if len(tree.choice.levels) != 1 or not tree.choice.criteria:
        return
    roots = list(tree.roots)
    tree.roots.clear()
    while roots:
        node = roots.pop(0)
        tree.roots.append(node)
        if not node.number or node.children or node.draft.max_points is None or node.draft.criteria:
            continue
        below = list(takewhile(lambda other: not other.number and not other.children, roots))
        if len(below) > 1 and _leaf_sum(below) == node.draft.max_points:
            node.children.extend(below)
            for other in below:
                other.parent = node
            del roots[: len(below)]


def _group_below_kinds(tree: RowTree) -> None:
    """加分项 (15) in a row without rules is the group of the rows below it whose points make up its own exactly."""
    if len(tree.choice.levels) != 1:
        return
    roots = list(tree.roots)
    tree.roots.clear()
    while roots:
        node = roots.pop(0)
        tree.roots.append(node)
        draft = node.draft
        if draft.kind == "base" or node.children or draft.criteria or draft.max_points is None:
            continue
        below = list(takewhile(lambda other: not other.children and not _is_bare(other), roots))
        whole = abs(draft.max_points)
        number = next((n for n in range(1, len(below) + 1) if abs(_leaf_sum(below[:n])) == whole), 0)
        if number == 0 or number < len(below):
            continue
        node.children.extend(below)
        for other in below:
            other.parent = node
        del roots[:number]


def _is_bare(node: Node) -> bool:
    """Whether a row that adds or takes points states no rules: it begins a group of its own."""
    return node.draft.kind != "base" and not node.draft.criteria


def _hand_down(node: Node) -> None:
    """The kind of a group holds for what stands below it; a negative maximum makes a penalty."""
    draft = node.draft
    if draft.max_points is not None and draft.max_points < 0:
        draft.kind = "penalty"
    elif draft.kind == "base" and node.parent is not None:
        draft.kind = node.parent.draft.kind
    for child in node.children:
        _hand_down(child)


def _shares(nodes: Sequence[Node], whole: Decimal | None) -> None:
    """“（20%）” behind the labels of all siblings are weights where they make up the whole, or that of the group."""
    shares = [node.label.share for node in nodes if node.label.share is not None]
    several = len(nodes) > 1 or whole != _HUNDRED
    if several and len(shares) == len(nodes) and sum(shares, Decimal(0)) in (whole, _HUNDRED):
        for node in nodes:
            if node.draft.max_points is None and node.label.share_span is not None:
                node.draft.max_points = node.label.share
                node.draft.max_evidence = _label_evidence(node, node.label.share_span)
                node.draft.name = node.label.name_without_share
    for node in nodes:
        _shares(node.children, node.draft.max_points)


def _from_labels(node: Node) -> None:
    """Points and claims in the label, for items whose row has none; of “23分+10分” what the items below say it is."""
    for child in node.children:
        _from_labels(child)
    label, draft = node.label, node.draft
    if draft.claimed is None and label.claimed is not None and label.claimed_span is not None:
        draft.claimed, draft.claimed_evidence = label.claimed, _label_evidence(node, label.claimed_span)
    if draft.max_points is not None or label.points is None or label.points_span is None:
        return
    points = label.points
    if label.amounts and node.children:
        below = [child.draft.max_points for child in node.children if child.draft.kind == "base"]
        if all(value is not None for value in below):
            inner = sum((value for value in below if value is not None), Decimal(0))
            points = label.amounts[0] if inner == label.amounts[0] else points
    draft.max_points, draft.max_evidence = points, _label_evidence(node, label.points_span)


def _from_subtotals(nodes: Sequence[Node]) -> None:
    """小计 rows declare their group, unless they run on: 20, 60, 100 for groups of 20, 40 and 40."""
    for index, node in enumerate(nodes):
        draft = node.draft
        for maximum, claimed in node.subtotals:
            if index and maximum is not None and _runs_on(maximum.points, nodes[: index + 1]):
                continue
            if maximum is not None and draft.max_points is None:
                draft.max_points, draft.max_evidence = maximum.points, maximum.evidence
            if claimed is not None and draft.claimed is None:
                draft.claimed, draft.claimed_evidence = claimed.points, claimed.evidence
        _from_subtotals(node.children)


def _runs_on(points: Decimal, nodes: Sequence[Node]) -> bool:
    """Whether a subtotal is the sum of all groups so far and not that of its own."""
    return points == _leaf_sum(nodes) and points != _leaf_sum(nodes[-1:])


def _leaf_sum(nodes: Sequence[Node]) -> Decimal:
    maxima = (leaf.draft.max_points for node in nodes for leaf in node.leaves())
    return sum((value for value in maxima if value is not None), Decimal(0))


def _label_evidence(node: Node, span: tuple[int, int]) -> Evidence:
    return Evidence(quote=node.cell.text[span[0] : span[1]], where=node.cell.locate(*span))
