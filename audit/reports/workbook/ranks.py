"""The sheet 汇总: the reports by their score, totals stated and recomputed, how much was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from audit.ranking import Ranked
from audit.reports.material import Audited
from audit.reports.workbook.items import ItemsSheet
from audit.reports.workbook.page import link, on_page, reference, title_rows, unit_of
from audit.reports.workbook.styles import (
    DIFFERENCE,
    HEAD,
    LINK,
    MIDDLE,
    POINTS,
    SEVERITY_COLORS,
    SHARE,
    WORDS,
    WRONG_COLOR,
    Styles,
    fitting,
    width,
)
from models import Language, Text

_TITLE = Text(zh="自评结果汇总表", en="Summary of the self-assessments")
_HEADS = (
    Text(zh="名次", en="Place"),
    Text(zh="单位", en="Unit"),
    Text(zh="报告文件", en="File"),
    Text(zh="满分", en="Maximum"),
    Text(zh="自评总分", en="Stated total"),
    Text(zh="核算总分", en="Sum of the parts"),
    Text(zh="差额", en="Difference"),
    Text(zh="计名次得分", en="Ranked score"),
    Text(zh="得分率", en="Score rate"),
    Text(zh="按核算总分名次", en="Place by sums"),
    Text(zh="错误", en="Errors"),
    Text(zh="警告", en="Warnings"),
    Text(zh="提示", en="Notes"),
    Text(zh="逐项对照", en="Items"),
    Text(zh="问题清单", en="Findings"),
)
(
    _RANK, _UNIT, _FILE, _MAXIMUM, _STATED, _COMPUTED, _DIFF, _SCORE, _RATE, _COMPUTED_RANK,
    _ERRORS, _WARNINGS, _NOTES, _ITEMS, _FINDINGS,
) = range(15)  # fmt: skip
_HEAD_ROW = 2
_FIRST_ROW = 3
_AGAINST = Text(zh="评分标准：", en="Rubric: ")
_NO_RUBRIC = Text(zh="未对照评分标准，各报告只作自身核对", en="No rubric: each report is checked against itself")
_HOW = Text(
    zh="计名次得分：报告写明的自评总分；没有写明的，用核算总分。核算总分是各项自评得分相加。",
    en="Ranked score: the stated total, or the sum of the parts where none is stated.",
)
_SEE = Text(zh="查看", en="see")


@dataclass(frozen=True, slots=True)
class Entry:
    """A report on the sheet."""

    place: Ranked
    audited: Audited
    items: ItemsSheet | None
    """The comparison that it stands in."""
    first_finding: int | None
    """The row of its first finding on the sheet of findings, from 0."""


def write_ranking(sheet: Any, entries: Sequence[Entry], findings_name: str, styles: Styles, language: Language) -> None:
    """Fill the sheet."""
    rubrics = list(dict.fromkeys(e.audited.rubric.source.name for e in entries if e.audited.rubric is not None))
    against = _AGAINST.in_language(language) + "、".join(rubrics) if rubrics else _NO_RUBRIC.in_language(language)
    subtitle = f"{against}{'。' if language == 'zh' else '. '}{_HOW.in_language(language)}"
    title_rows(sheet, styles, _TITLE.in_language(language), subtitle, _FINDINGS)
    for at, head in enumerate(_HEADS):
        styles.words(sheet, _HEAD_ROW, at, head.in_language(language), HEAD)
    last = _FIRST_ROW + len(entries) - 1
    by_share = all((e.place.score.max_total or 0) > 0 for e in entries if e.place.score.points is not None)
    computed_places = _places_by_sums(entries)
    for position, entry in enumerate(entries):
        row = _FIRST_ROW + position
        _write_names(sheet, row, entry, styles)
        sheet.set_row(row, 30 if max(width(unit_of(entry.audited)), width(entry.audited.name)) > 32 else 20)
        _write_totals(sheet, row, entry, position, styles)
        score = reference(row, _SCORE)
        known = entry.place.score.points is not None
        ranked_by = _RATE if by_share else _SCORE
        _rank_formula(sheet, row, _RANK, ranked_by, last, entry.place.rank, styles(MIDDLE, bold=True))
        value = _share(entry) if known else None
        formula = f'=IF(AND(ISNUMBER({score}),N({reference(row, _MAXIMUM)})>0),{score}/{reference(row, _MAXIMUM)},"")'
        sheet.write_formula(row, _RATE, formula, styles(SHARE), "" if value is None else value)
        place = computed_places.get(position)
        _rank_formula(sheet, row, _COMPUTED_RANK, _COMPUTED, last, place, styles(MIDDLE))
        _write_counts(sheet, row, entry, findings_name, position, styles, language)
    _lay_out(sheet, entries, last, styles, language)


def _write_names(sheet: Any, row: int, entry: Entry, styles: Styles) -> None:
    styles.words(sheet, row, _UNIT, unit_of(entry.audited), WORDS)
    styles.words(sheet, row, _FILE, entry.audited.name, WORDS)


def _write_totals(sheet: Any, row: int, entry: Entry, position: int, styles: Styles) -> None:
    score, items = entry.place.score, entry.items
    for column, value in ((_MAXIMUM, score.max_total), (_STATED, score.claimed_total)):
        _number(sheet, row, column, value, styles(POINTS))
    total = items.sums.get(position) if items is not None else None
    if items is not None and total is not None and score.computed_total == total:
        source = f"'{items.name}'!{reference(items.sum_row, items.columns[position])}"
        sheet.write_formula(row, _COMPUTED, f"=ROUND({source},4)", styles(POINTS), total)
    else:
        total = score.computed_total
        _number(sheet, row, _COMPUTED, total, styles(POINTS))
    stated, computed = reference(row, _STATED), reference(row, _COMPUTED)
    difference = score.claimed_total - total if score.claimed_total is not None and total is not None else ""
    formula = f'=IF(AND(ISNUMBER({stated}),ISNUMBER({computed})),ROUND({stated}-{computed},4),"")'
    sheet.write_formula(row, _DIFF, formula, styles(DIFFERENCE), difference)
    counted = score.claimed_total if score.claimed_total is not None else total
    formula = f'=IF(ISNUMBER({stated}),{stated},IF(ISNUMBER({computed}),{computed},""))'
    sheet.write_formula(row, _SCORE, formula, styles(POINTS), "" if counted is None else counted)


def _rank_formula(sheet: Any, row: int, column: int, by: int, last: int, place: int | None, style: Any) -> None:
    cell = reference(row, by)
    every = f"{reference(_FIRST_ROW, by, fixed=True)}:{reference(last, by, fixed=True)}"
    formula = f'=IF(ISNUMBER({cell}),RANK({cell},{every}),"")'
    sheet.write_formula(row, column, formula, style, "" if place is None else place)


def _places_by_sums(entries: Sequence[Entry]) -> dict[int, int]:
    """The places of the reports by the sums that the sheet shows."""
    sums = {p: value for p, e in enumerate(entries) if (value := e.place.score.computed_total) is not None}
    return {p: 1 + sum(other > value for other in sums.values()) for p, value in sums.items()}


def _share(entry: Entry) -> Decimal | None:
    score = entry.place.score
    return score.points / score.max_total if score.points is not None and score.max_total else None


def _write_counts(
    sheet: Any, row: int, entry: Entry, findings_name: str, position: int, styles: Styles, language: Language
) -> None:
    score = entry.place.score
    for column, count in ((_ERRORS, score.errors), (_WARNINGS, score.warnings), (_NOTES, score.notes)):
        sheet.write_number(row, column, count, styles(MIDDLE))
    see, items = _SEE.in_language(language), entry.items
    if items is not None and position in items.columns:
        sheet.write_url(row, _ITEMS, link(items.name, 2, items.columns[position]), styles(LINK), see)
    else:
        sheet.write_blank(row, _ITEMS, None, styles(MIDDLE))
    if entry.first_finding is not None:
        sheet.write_url(row, _FINDINGS, link(findings_name, entry.first_finding, 0), styles(LINK), see)
    else:
        sheet.write_blank(row, _FINDINGS, None, styles(MIDDLE))


def _number(sheet: Any, row: int, column: int, value: Decimal | None, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_number(row, column, value, style)


def _lay_out(sheet: Any, entries: Sequence[Entry], last: int, styles: Styles, language: Language) -> None:
    sheet.set_column(_RANK, _RANK, 7)
    sheet.set_column(_UNIT, _UNIT, fitting([unit_of(e.audited) for e in entries], 14, 36))
    sheet.set_column(_FILE, _FILE, fitting([e.audited.name for e in entries], 14, 34))
    sheet.set_column(_MAXIMUM, _RATE, 10)
    sheet.set_column(_COMPUTED_RANK, _COMPUTED_RANK, 10)
    sheet.set_column(_ERRORS, _NOTES, 7)
    sheet.set_column(_ITEMS, _FINDINGS, 9)
    sheet.set_row(_HEAD_ROW, 32)
    wrong = {"type": "formula", "format": styles({"bg_color": WRONG_COLOR})}
    cell = reference(_FIRST_ROW, _DIFF)
    sheet.conditional_format(
        _FIRST_ROW, _DIFF, last, _DIFF, {**wrong, "criteria": f"=AND(ISNUMBER({cell}),ABS({cell})>0.005)"}
    )
    for column, color in ((_ERRORS, SEVERITY_COLORS["error"]), (_WARNINGS, SEVERITY_COLORS["warning"])):
        rule = {"type": "cell", "criteria": ">", "value": 0, "format": styles({"bg_color": color})}
        sheet.conditional_format(_FIRST_ROW, column, last, column, rule)
    sheet.freeze_panes(_FIRST_ROW, _UNIT + 1)
    sheet.autofilter(_HEAD_ROW, 0, max(last, _FIRST_ROW), _FINDINGS)
    on_page(sheet, _HEAD_ROW, wide=False, language=language)
