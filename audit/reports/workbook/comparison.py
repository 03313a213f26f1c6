"""Many reports beside each other: the items of a rubric down, the units across, their self-scores in between.

Reports without a rubric are held against the fullest score sheet among them; what has other items gets a comparison of
its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from audit.checks.matching import answered
from audit.context import Context
from audit.reports.material import Audited
from audit.sheets import RUBRIC, Node, claim, counted, tree
from audit.words import name_key
from models import Finding, Rubric, SelfReport

WHOLE = -1
_LEAST_SHARED = 2
"""A report belongs to a comparison that has at least one in so many of its items."""


@dataclass(slots=True)
class Row:
    """An item of the comparison."""

    code: str | None
    name: str
    depth: int
    """0 for the items of the first level."""
    kind: str
    maximum: Decimal | None
    parts: list[int] = field(default_factory=list)
    """Positions of the rows of its parts; empty for an indicator."""
    outside: bool = False
    """An item that some report has and the rubric has not."""


@dataclass(slots=True)
class Column:
    """What one unit gives itself."""

    position: int
    """Its place among the reports that the workbook was asked for, from 0."""
    scores: dict[int, Decimal] = field(default_factory=dict)
    """By the position of the row, as they count in sums: what a penalty takes away is negative."""
    findings: dict[int, list[Finding]] = field(default_factory=dict)
    """By the position of the row; ``WHOLE`` for those on the total."""


@dataclass(slots=True)
class Comparison:
    """One set of items, and the reports that answer it."""

    rows: list[Row]
    declared: Decimal | None
    """The total that the rubric declares."""
    columns: list[Column] = field(default_factory=list)

    @property
    def top(self) -> list[int]:
        """Positions of the rows that make up the whole."""
        return [position for position, row in enumerate(self.rows) if row.depth == 0]

    def sum_of(self, column: Column, positions: Sequence[int]) -> Decimal | None:
        """The sum over rows, a row without a score of its own being the sum of its parts; ``None`` without scores."""
        values = [self.value(column, position) for position in positions]
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if known else None

    def value(self, column: Column, position: int) -> Decimal | None:
        """The score of a row: stated, or the sum of its parts."""
        stated = column.scores.get(position)
        return stated if stated is not None else self.sum_of(column, self.rows[position].parts)


def comparisons(audited: Sequence[Audited]) -> list[Comparison]:
    """The comparisons that all reports have their place in, in the order of the first report of each."""
    left = [position for position, one in enumerate(audited) if one.subject is not None]
    found: list[Comparison] = []
    while left:
        rubric = next((audited[p].rubric for p in left if audited[p].rubric is not None), None)
        mine = [p for p in left if audited[p].rubric == rubric]
        if rubric is None:
            rubric = max((r for p in mine if (r := _own_rubric(audited[p])) is not None), key=_fullness, default=None)
        if rubric is None:
            break
        comparison = _skeleton(rubric)
        taken = [p for p in mine if _enter(comparison, audited[p], p, rubric)]
        if not taken:
            break
        found.append(comparison)
        left = [p for p in left if p not in taken]
    return found


def _own_rubric(audited: Audited) -> Rubric | None:
    """The fullest sheet of a report as if it were a rubric."""
    if isinstance(audited.subject, Rubric):
        return audited.subject
    if audited.subject is None:
        return None
    roots = [root for root in Context(audited.subject).main_roots() if root.children]
    if not roots:
        return None
    sheet = max(roots, key=_fullness).source
    return Rubric(source=audited.subject.source, title=sheet.title, sheet=sheet)


def _fullness(of: Rubric | Node) -> tuple[int, int]:
    root = tree(of.sheet, RUBRIC) if isinstance(of, Rubric) else of
    nodes = [node for node in root.walk() if not node.is_root]
    stated = sum((node.stated("claimed") is not None) + (node.stated("max") is not None) for node in nodes)
    return (stated, len(nodes))


def _skeleton(rubric: Rubric) -> Comparison:
    comparison = Comparison(rows=[], declared=rubric.sheet.total.max_points if rubric.sheet.total else None)
    for node in tree(rubric.sheet, RUBRIC).children:
        _add_rows(comparison, node)
    return comparison


def _add_rows(comparison: Comparison, node: Node) -> int:
    position = len(comparison.rows)
    name = node.name or (node.item.label if node.item else "")
    row = Row(node.code, name, node.depth - 1, node.kind, node.stated("max"))
    comparison.rows.append(row)
    row.parts = [_add_rows(comparison, child) for child in node.children]
    return position


def _enter(comparison: Comparison, audited: Audited, position: int, rubric: Rubric) -> bool:
    """Give a report its column; whether it answers these items at all."""
    subject = audited.subject
    if subject is None:
        return False
    if isinstance(subject, Rubric):
        context = Context(subject)
        if subject.sheet != rubric.sheet:
            return False
        nodes = [node for node in context.roots[0].walk() if not node.is_root]
    else:
        context = Context(subject, rubric)
        matched, items = answered(context)
        if audited.rubric is None and _LEAST_SHARED * matched < items:
            return False
        assert context.rubric_root is not None
        nodes = [node for node in context.rubric_root.walk() if not node.is_root]
    column = Column(position)
    comparison.columns.append(column)
    if isinstance(subject, SelfReport):
        for row, node in enumerate(nodes):
            score = _score(context, node)
            if score is not None:
                column.scores[row] = score
        _add_outside(comparison, column, context)
    _place_findings(column, context, nodes, audited)
    return True


def _score(context: Context, node: Node) -> Decimal | None:
    """What the report gives itself for an item of the rubric, in the sheet that speaks for the whole where it does."""
    order = {root.sheet: position for position, root in enumerate(context.main_roots())}
    places = sorted(context.group(node).report_nodes, key=lambda place: order.get(place.sheet, len(order)))
    for place in places:
        stated = place.stated("claimed")
        if stated is not None:
            return counted(place, stated)
    if node.children:
        return None
    amounts = (claim(place, context.maximum(place)) for place in places if not place.children)
    return next((amount.value for amount in amounts if amount is not None), None)


def _add_outside(comparison: Comparison, column: Column, context: Context) -> None:
    """Items of the first level that the rubric does not have; the same name of two units is one row."""
    roots = context.main_roots()
    for node in roots[0].children if roots else ():
        if _in_rubric(context, node) or not node.claims_anything():
            continue
        amount = claim(node, context.maximum(node))
        if amount is None:
            continue
        same = (p for p, row in enumerate(comparison.rows) if row.outside and name_key(row.name) == node.key)
        position = next(same, len(comparison.rows))
        if position == len(comparison.rows):
            name = node.name or (node.item.label if node.item else "")
            comparison.rows.append(Row(node.code, name, 0, node.kind, node.stated("max"), outside=True))
        column.scores[position] = counted(node, amount.value)


def _in_rubric(context: Context, node: Node) -> bool:
    return any(context.group(below).rubric_node is not None for below in node.walk())


def _place_findings(column: Column, context: Context, nodes: Sequence[Node], audited: Audited) -> None:
    """The findings of the report on the rows that they are about."""
    rows: dict[str, list[int]] = {}
    for position, node in enumerate(nodes):
        for name in _names(context, node):
            known = rows.setdefault(name, [])
            if position not in known:
                known.append(position)
    for root in context.main_roots():
        for name in {context.title(root).zh, context.title(root).en}:
            rows.setdefault(name, [WHOLE])
    for finding in audited.report.findings:
        positions = rows.get(finding.item or "", [])
        if len(positions) > 1:
            positions = [p for p in positions if p != WHOLE and _points_at(context, nodes[p], finding)][
                :1
            ] or positions[:1]
        if positions:
            column.findings.setdefault(positions[0], []).append(finding)


def _names(context: Context, node: Node) -> Iterator[str]:
    """The names that findings know an item by."""
    for place in context.group(node).nodes:
        title = context.title(place)
        yield title.zh
        yield title.en


def _points_at(context: Context, node: Node, finding: Finding) -> bool:
    pointed = {(part.where.block, part.where.nested, part.where.row) for part in finding.evidence}
    wheres = (place.where for place in context.group(node).nodes)
    return any((where.block, where.nested, where.row) in pointed for where in wheres)
