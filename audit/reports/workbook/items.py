"""The sheet 逐项对照: items down, units across, sums and differences as formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from audit.catalogue import SEVERITIES
from audit.reports.material import Audited
from audit.reports.workbook.comparison import WHOLE, Column, Comparison, Row
from audit.reports.workbook.page import on_page, reference, title_rows, unit_of
from audit.reports.workbook.styles import (
    DIFFERENCE,
    DOUBTFUL_COLOR,
    GROUP_COLOR,
    HEAD,
    MIDDLE,
    POINTS,
    WORDS,
    WRONG_COLOR,
    Looks,
    Styles,
    fitting,
    lines_needed,
)
from models import Finding, Language, Text

_HEADS = (
    Text(zh="编码", en="Code"),
    Text(zh="指标", en="Item"),
    Text(zh="分值", en="Maximum"),
)
_CODE, _NAME, _MAXIMUM, _FIRST_UNIT = 0, 1, 2, 3
_HEAD_ROW = 2
_FIRST_ROW = 3
_SUM = Text(zh="各项合计", en="Sum of the items")
_STATED = Text(zh="报告写明的总分", en="Total as stated")
_DIFFERENCE = Text(zh="差额（写明－合计）", en="Difference (stated − sum)")
_OUTSIDE = Text(zh="（评分标准以外）", en=" (not in the rubric)")
_TITLE = Text(zh="逐项对照表", en="Items side by side")
_LEGEND = Text(
    zh="红色：得分超过分值，或上级得分不等于下级合计；黄色：核对发现的其他问题（见单元格批注）。灰底为上级指标。",
    en="Red: more than the maximum, or not the sum of the parts. Yellow: another finding (see the cell's note). "
    "Grey: groups.",
)
_LINE_HEIGHT = 14.5
_SLACK = "0.005"
"""Differences below half a hundredth are rounding of the binary numbers that Excel counts with."""


@dataclass(slots=True)
class ItemsSheet:
    """Where on the sheet things stand; rows and columns from 0."""

    name: str
    columns: dict[int, int] = field(default_factory=dict)
    """Position of a report → its column."""
    rows_of: dict[tuple[int, str], int] = field(default_factory=dict)
    """Position of a report and identity of a finding → its row."""
    sum_row: int = 0
    sums: dict[int, Decimal | None] = field(default_factory=dict)
    """Position of a report → the value of its sum."""
    declared: Decimal | None = None


def write_items(
    sheet: Any, name: str, comparison: Comparison, audited: Sequence[Audited], styles: Styles, language: Language
) -> ItemsSheet:
    """Fill the sheet; says where things stand on it."""
    shown = [column for column in comparison.columns if column.scores]
    made = ItemsSheet(name, sum_row=_FIRST_ROW + len(comparison.rows), declared=comparison.declared)
    units = [unit_of(audited[column.position]) for column in shown]
    last_column = max(_FIRST_UNIT + len(shown) - 1, _MAXIMUM)
    title_rows(sheet, styles, _TITLE.in_language(language), _LEGEND.in_language(language), last_column)
    for at, head in enumerate((*(head.in_language(language) for head in _HEADS), *units)):
        styles.words(sheet, _HEAD_ROW, at, head, HEAD)
    _write_names(sheet, comparison, styles, language)
    _write_maxima(sheet, comparison, styles)
    for at, column in enumerate(shown, start=_FIRST_UNIT):
        made.columns[column.position] = at
        made.sums[column.position] = _write_scores(sheet, comparison, column, at, styles)
        _write_total(sheet, made, audited[column.position], column.position, at, styles)
        _write_notes(sheet, made, column, at, language)
    for column in comparison.columns:
        for position, findings in column.findings.items():
            row = made.sum_row + 1 if position == WHOLE else _FIRST_ROW + position
            made.rows_of |= {(column.position, finding.id): row for finding in findings}
    _mark(sheet, comparison, made, list(made.columns.values()), styles)
    _lay_out(sheet, comparison, made, units, language)
    return made


def _looks(row: Row, looks: Looks) -> Looks:
    return {**looks, "bg_color": GROUP_COLOR, "bold": row.depth == 0} if row.parts else looks


def _write_names(sheet: Any, comparison: Comparison, styles: Styles, language: Language) -> None:
    for at, row in enumerate(comparison.rows, start=_FIRST_ROW):
        name = row.name + (_OUTSIDE.in_language(language) if row.outside else "")
        styles.words(sheet, at, _CODE, row.code, _looks(row, MIDDLE))
        styles.words(sheet, at, _NAME, name, _looks(row, WORDS), indent=row.depth)
    for offset, label in enumerate((_SUM, _STATED, _DIFFERENCE)):
        row_number = _FIRST_ROW + len(comparison.rows) + offset
        styles.words(sheet, row_number, _CODE, "", HEAD)
        styles.words(sheet, row_number, _NAME, label.in_language(language), HEAD, align="left")


def _write_maxima(sheet: Any, comparison: Comparison, styles: Styles) -> None:
    """The maxima as the rubric prints them; a group without one is the sum of its parts."""
    values: dict[int, Decimal | None] = {}
    for position in reversed(range(len(comparison.rows))):
        row = comparison.rows[position]
        parts = [p for p in row.parts if comparison.rows[p].kind == row.kind]
        values[position] = row.maximum if row.maximum is not None else _total(values[p] for p in parts)
        _write_value(sheet, position, _MAXIMUM, row, (row.maximum, values[position]), parts, styles)
    base = [p for p in comparison.top if comparison.rows[p].kind == "base" and not comparison.rows[p].outside]
    total, at = _total(values[p] for p in base), _FIRST_ROW + len(comparison.rows)
    _formula(sheet, at, _MAXIMUM, _sum_formula(base, _MAXIMUM), total, styles(HEAD, align="center"))
    _number(sheet, at + 1, _MAXIMUM, comparison.declared, styles(HEAD, align="center"))
    _difference(sheet, at, _MAXIMUM, comparison.declared, total, styles)


def _write_scores(sheet: Any, comparison: Comparison, column: Column, at: int, styles: Styles) -> Decimal | None:
    """The scores of a unit as it states them; a group without one is the sum of its parts. Returns the sum of all."""
    for position, row in enumerate(comparison.rows):
        value = (column.scores.get(position), comparison.value(column, position))
        _write_value(sheet, position, at, row, value, row.parts, styles)
    total = comparison.sum_of(column, comparison.top)
    row_number = _FIRST_ROW + len(comparison.rows)
    _formula(sheet, row_number, at, _sum_formula(comparison.top, at), total, styles(HEAD, align="center"))
    return total


def _write_value(
    sheet: Any,
    position: int,
    at: int,
    row: Row,
    value: tuple[Decimal | None, Decimal | None],
    parts: Sequence[int],
    styles: Styles,
) -> None:
    """A stated value, or the sum of the parts in italics where nothing is stated; ``value`` holds both."""
    looks = _looks(row, POINTS)
    stated, known = value
    if stated is None and known is not None and parts:
        formula = _sum_formula(parts, at)
        _formula(sheet, _FIRST_ROW + position, at, formula, known, styles(looks, italic=True, font_color="#595959"))
    else:
        _number(sheet, _FIRST_ROW + position, at, stated, styles(looks))


def _write_total(sheet: Any, made: ItemsSheet, audited: Audited, position: int, at: int, styles: Styles) -> None:
    claimed = audited.report.summary.claimed_total
    _number(sheet, made.sum_row + 1, at, claimed, styles(HEAD, align="center"))
    _difference(sheet, made.sum_row, at, claimed, made.sums[position], styles)


def _difference(
    sheet: Any, sum_row: int, at: int, stated: Decimal | None, total: Decimal | None, styles: Styles
) -> None:
    one, other = reference(sum_row + 1, at), reference(sum_row, at)
    formula = f'=IF(AND(ISNUMBER({one}),ISNUMBER({other})),ROUND({one}-{other},4),"")'
    value = stated - total if stated is not None and total is not None else ""
    style = styles({**HEAD, "align": "center", "num_format": DIFFERENCE["num_format"]})
    _formula(sheet, sum_row + 2, at, formula, value, style)


def _write_notes(sheet: Any, made: ItemsSheet, column: Column, at: int, language: Language) -> None:
    """What was found on a score, as a note of its cell."""
    for position, findings in column.findings.items():
        row = made.sum_row + 1 if position == WHOLE else _FIRST_ROW + position
        text = "\n".join(_said(finding, language) for finding in findings)
        height = 20 * min(len(text) // 18 + text.count("\n") + 2, 20)
        sheet.write_comment(row, at, text[:8000], {"author": "zicha", "width": 260, "height": height, "font_size": 9})


def _said(finding: Finding, language: Language) -> str:
    mark = "：" if language == "zh" else ": "
    return f"{SEVERITIES[finding.severity].in_language(language)} {finding.code}{mark}{finding.message}"


def _mark(sheet: Any, comparison: Comparison, made: ItemsSheet, units: list[int], styles: Styles) -> None:
    """Colours that follow the numbers: they go away when a number is mended."""
    wrong, doubtful = styles({"bg_color": WRONG_COLOR}), styles({"bg_color": DOUBTFUL_COLOR})
    for position, row in enumerate(comparison.rows):
        at = _FIRST_ROW + position
        for column in (_MAXIMUM, *units):
            parts = row.parts
            if column == _MAXIMUM:
                parts = [p for p in row.parts if comparison.rows[p].kind == row.kind]
            if parts:
                _mark_unequal(sheet, at, column, parts, wrong)
        if units:
            cell, limit = reference(at, units[0]), reference(at, _MAXIMUM, fixed_column=True)
            over = f"=AND(ISNUMBER({cell}),ISNUMBER({limit}),{limit}>=0,{cell}>{limit}+{_SLACK})"
            sheet.conditional_format(
                at, units[0], at, units[-1], {"type": "formula", "criteria": over, "format": wrong}
            )
    for column in (_MAXIMUM, *units):
        cell = reference(made.sum_row + 2, column)
        criteria = f"=AND(ISNUMBER({cell}),ABS({cell})>{_SLACK})"
        rule = {"type": "formula", "criteria": criteria, "format": wrong}
        sheet.conditional_format(made.sum_row + 2, column, made.sum_row + 2, column, rule)
    found = {(row, made.columns[p]) for (p, _), row in made.rows_of.items() if p in made.columns}
    for at, column in sorted(found):
        rule = {"type": "formula", "criteria": "=TRUE", "format": doubtful}
        sheet.conditional_format(at, column, at, column, rule)


def _mark_unequal(sheet: Any, at: int, column: int, parts: Sequence[int], wrong: Any) -> None:
    """Red where a group is not the sum of its parts, all of which have a number."""
    cell, ranges = reference(at, column), _ranges(parts, column)
    all_known = f"COUNT({ranges})={len(parts)}"
    criteria = f"=AND(ISNUMBER({cell}),{all_known},ABS({cell}-SUM({ranges}))>{_SLACK})"
    sheet.conditional_format(at, column, at, column, {"type": "formula", "criteria": criteria, "format": wrong})


def _sum_formula(positions: Sequence[int], column: int) -> str:
    return f"=SUM({_ranges(positions, column)})" if positions else "=0"


def _ranges(positions: Sequence[int], column: int) -> str:
    """Cells of a column, neighbours as one range: ``D4:D6,D9``."""
    runs: list[tuple[int, int]] = []
    for position in positions:
        if runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    cells = [(reference(_FIRST_ROW + one, column), reference(_FIRST_ROW + other, column)) for one, other in runs]
    return ",".join(one if one == other else f"{one}:{other}" for one, other in cells)


def _total(values: Any) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _number(sheet: Any, row: int, column: int, value: Decimal | None, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_number(row, column, value, style)


def _formula(sheet: Any, row: int, column: int, formula: str, value: Decimal | str | None, style: Any) -> None:
    sheet.write_formula(row, column, formula, style, value if value is not None else 0)


def _lay_out(sheet: Any, comparison: Comparison, made: ItemsSheet, units: list[str], language: Language) -> None:
    codes = [row.code or "" for row in comparison.rows]
    names = ["  " * row.depth + row.name for row in comparison.rows] + [_DIFFERENCE.in_language(language)]
    sheet.set_column(_CODE, _CODE, fitting(codes, 6, 12) if any(codes) else 5)
    width = fitting(names, 16, 44)
    sheet.set_column(_NAME, _NAME, width)
    for at, name in enumerate(names, start=_FIRST_ROW):
        sheet.set_row(at, _LINE_HEIGHT * lines_needed(name, width) + 5)
    for at in range(made.sum_row, made.sum_row + 3):
        sheet.set_row(at, 20)
    sheet.set_column(_MAXIMUM, _MAXIMUM, 9)
    if units:
        sheet.set_column(_FIRST_UNIT, _FIRST_UNIT + len(units) - 1, 12 if len(units) > 3 else 18)
    sheet.set_row(_HEAD_ROW, 45 if units else 24)
    sheet.freeze_panes(_FIRST_ROW, _FIRST_UNIT)
    sheet.autofilter(_HEAD_ROW, 0, made.sum_row - 1, max(_FIRST_UNIT + len(units) - 1, _MAXIMUM))
    on_page(sheet, _HEAD_ROW, columns=(0, _MAXIMUM), wide=len(units) > 8, language=language)
