"""The budget block of a form (项目支出绩效自评表): planned and spent amounts, the rate of execution, and its points.

The block prints 全年预算数, 全年执行数, 执行率 and 得分 in one line; its maximum stands beside them, or in a heading
(预算执行情况（10分）, 得分（10分）), or nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.amounts import read_money
from extract.columns import Header, role_of
from extract.item_rows import Node
from extract.labels import split_label
from extract.numerals import ARABIC, parse
from extract.text import fold, folded, tidy
from extract.vocabulary import vocabulary
from models import Detail, Evidence
from models.document import Cell, Table
from models.extraction import MeasureRole

_RATE = re.compile(rf"({ARABIC})(%)?")
_LETTER = re.compile(r"\(([A-Z])\)")
_QUOTIENT = re.compile(r"([A-Z])/([A-Z])")


@dataclass(frozen=True, slots=True)
class BudgetValue:
    """A number of the budget block and what it is: planned, done (spent), or actual (the rate that was reached)."""

    role: MeasureRole
    measure: str
    value: Decimal
    unit: str | None
    evidence: Evidence


def scored_lines(table: Table, header: Header, roots: Iterable[Node]) -> list[Node]:
    """Of the budget block of a form, the lines that carry points; the others only break the amount down.

    The only line without a maximum of its own takes that of the headings around it.
    """
    kept = [n for n in roots if n.children or n.draft.max_points is not None or n.draft.claimed is not None]
    if len(kept) == 1 and kept[0].draft.max_points is None and not kept[0].children:
        found = list(_points_in_headings(table, header, kept[0]))
        if len({points for points, _ in found}) == 1:
            kept[0].draft.max_points, kept[0].draft.max_evidence = found[0]
    return kept


def budget_values(details: Sequence[Detail]) -> Iterator[BudgetValue]:
    """The numbers of a line of the budget block; none where it does not say what was planned and what was spent.

    Where several amounts can be the plan, all of them are given, unless a quotient in the heading of the rate
    (执行率（B/A）) says which one counts.
    """
    words = vocabulary().budget
    amounts = [
        (d, value) for d in details if role_of(d.heading) == "budget" and (value := read_money(d.text)) is not None
    ]
    rates = [d for d in details if role_of(d.heading) == "rate" and _has(d, words.rates)]
    quotient = next((m for d in rates if (m := _QUOTIENT.search(folded(d.heading).upper()))), None)
    if quotient is not None and {_letter(d) for d, _ in amounts} >= set(quotient.groups()):
        spent = [(d, v) for d, v in amounts if _letter(d) == quotient.group(1)]
        planned = [(d, v) for d, v in amounts if _letter(d) == quotient.group(2)]
    else:
        spent = [(d, v) for d, v in amounts if _has(d, words.spent)]
        others = [(d, v) for d, v in amounts if not _has(d, (*words.spent, *words.carried))]
        planned = [(d, v) for d, v in others if not _has(d, words.not_final)] or others
    if len(spent) != 1 or not planned:
        return
    for detail, (amount, unit) in planned:
        yield _value("planned", detail, amount, unit)
    for detail, (amount, unit) in spent:
        yield _value("done", detail, amount, unit)
    rate = _rate(rates[0]) if rates else None
    if rate is not None:
        yield _value("actual", rates[0], rate, "%")


def _points_in_headings(table: Table, header: Header, node: Node) -> Iterator[tuple[Decimal, Evidence]]:
    """The points in brackets of the headings of a block, and of the label that covers it."""
    row = node.cell.row
    beside = [table.at(row, column) for column in range(node.cell.column)]
    above = [table.at(r, column) for r in range(header.start, header.end) for column in range(table.columns)]
    seen: set[int] = set()
    for cell in (*beside, *above):
        if cell is None or id(cell) in seen:
            continue
        seen.add(id(cell))
        found = _points_of(cell)
        if found is not None:
            yield found


def _points_of(cell: Cell) -> tuple[Decimal, Evidence] | None:
    label = split_label(cell.text)
    if label.points is None or label.points_span is None:
        return None
    start, end = label.points_span
    if "分" not in fold(cell.text[start:end]).text:
        return None
    return label.points, Evidence(quote=cell.text[start:end], where=cell.locate(start, end))


def _value(role: MeasureRole, detail: Detail, value: Decimal, unit: str | None) -> BudgetValue:
    return BudgetValue(role, tidy(detail.heading), value, unit, Evidence(quote=detail.text, where=detail.where))


def _has(detail: Detail, words: Iterable[str]) -> bool:
    heading = folded(detail.heading)
    return any(word in heading for word in words)


def _letter(detail: Detail) -> str | None:
    match = _LETTER.search(folded(detail.heading).upper())
    return match.group(1) if match else None


def _rate(detail: Detail) -> Decimal | None:
    """A rate in per cent; a bare number is one only where its heading has the sign: 0.93 may be meant as 93 %."""
    match = _RATE.fullmatch(folded(detail.text))
    if match is None or not (match.group(2) or "%" in folded(detail.heading)):
        return None
    return parse(match.group(1))
