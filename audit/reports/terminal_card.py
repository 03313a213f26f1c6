"""The scorecard in a terminal: groups and what a finding is on; the quiet rest where it is short or asked for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from audit.amounts import show
from audit.reports.safe import one_line
from audit.reports.scorecard import Card, Row
from audit.reports.terminal import Page, fitted, width
from models import Language, Text

_SHORT = 24
"""Rows up to which a card is shown whole."""
_GAP = "  "
_WIDEST_NAME = 44
_HEADINGS = (
    Text(zh="指标", en="item"),
    Text(zh="分值", en="maximum"),
    Text(zh="核算", en="computed"),
    Text(zh="自评", en="claimed"),
    Text(zh="核算", en="computed"),
    Text(zh="问题", en="findings"),
)
_STYLE = {"error": "red", "warning": "yellow", "note": "cyan"}


def write_card(page: Page, card: Card, language: Language, *, full: bool) -> None:
    """The card as columns, with a line that says how many rows are not shown."""
    rows, hidden = chosen(card, full=full)
    cells = [[heading.in_language(language) for heading in _HEADINGS], *(_cells(row) for row in rows)]
    used = [0, *(column for column in range(1, 6) if any(line[column] for line in cells[1:]))]
    widths = _widths(cells, used, page.columns)
    title = one_line(card.title)
    heading = Text(zh=f"计分一览（{title}）", en=f"Scorecard ({title})").in_language(language)
    page.line((heading, "bold"))
    _write(page, cells[0], used, widths, ["dim"] * 6)
    page.line((_GAP.join("─" * width_ for width_ in widths), "dim"))
    for row, line in zip(rows, cells[1:], strict=True):
        _write(page, line, used, widths, _styles(row))
    if hidden:
        words = Text(
            zh=f"（另有 {hidden} 项没有问题，--full 全部列出）",
            en=f"({hidden} more without findings; --full lists all)",
        )
        page.line((words.in_language(language), "dim"))


def chosen(card: Card, *, full: bool) -> tuple[list[Row], int]:
    """The rows to show, and how many with points are left out.

    Items without points of their own (paragraphs below an item) are shown where a finding is on them.
    """
    scored = [row for row in card.rows if row.has_points or row.is_total or row.is_group or row.findings]
    if full:
        return list(card.rows), 0
    if len(scored) <= _SHORT:
        return scored, 0
    rows = [row for row in scored if row.is_total or row.findings or (row.is_group and _upper(card, row))]
    return rows, len(scored) - len(rows)


def _upper(card: Card, row: Row) -> bool:
    """Whether a group is high enough in the tree: the deepest level on which no more than a screen of groups stands."""
    groups = [other.depth for other in card.rows if other.is_group]
    deepest = max((depth for depth in set(groups) if sum(g <= depth for g in groups) <= _SHORT), default=0)
    return row.depth <= deepest


def _cells(row: Row) -> list[str]:
    codes = dict.fromkeys(finding.code for finding in row.findings)
    return [
        "  " * row.depth + one_line(row.title),
        _value(row.maximum),
        _parts(row.maximum_parts, row.maximum_differs),
        _value(row.claimed),
        _parts(row.claimed_parts, row.claimed_differs),
        " ".join(codes),
    ]


def _styles(row: Row) -> list[str]:
    worst = next((s for s in _STYLE if any(finding.severity == s for finding in row.findings)), None)
    mark = _STYLE[worst] if worst is not None else ""
    name = "bold" if row.is_total or (row.is_group and row.depth == 0) else ""
    return [name, "", mark if row.maximum_differs else "dim", "", mark if row.claimed_differs else "dim", mark]


def _value(value: Decimal | None) -> str:
    return "" if value is None else show(value)


def _parts(value: Decimal | None, differs: bool) -> str:
    return ("≠ " if differs else "") + _value(value)


def _widths(cells: Sequence[Sequence[str]], used: Sequence[int], columns: int) -> list[int]:
    """Each column as wide as its widest cell; the names give way where the line is too long."""
    widths = [max(width(line[column]) for line in cells) for column in used]
    others = sum(widths[1:]) + width(_GAP) * (len(widths) - 1)
    widths[0] = max(min(widths[0], _WIDEST_NAME, columns - others), 8)
    return widths


def _write(page: Page, line: Sequence[str], used: Sequence[int], widths: Sequence[int], styles: Sequence[str]) -> None:
    parts: list[str | tuple[str, str]] = []
    for column, width_ in zip(used, widths, strict=True):
        if parts:
            parts.append(_GAP)
        parts.append((fitted(line[column], width_, right=0 < column < 5), styles[column]))
    page.line(*parts)
