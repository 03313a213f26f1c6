"""The sheet 问题清单: every finding of every report, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from audit.catalogue import SEVERITIES
from audit.reports.material import Audited
from audit.reports.places import places_of
from audit.reports.workbook.items import ItemsSheet
from audit.reports.workbook.page import link, on_page, title_rows, unit_of
from audit.reports.workbook.styles import (
    HEAD,
    LINK,
    MIDDLE,
    POINTS,
    SEVERITY_COLORS,
    TOP,
    Looks,
    Styles,
    fitting,
    lines_needed,
)
from models import Finding, Language, Text

_TITLE = Text(zh="问题清单", en="Findings")
_HEADS = (
    (Text(zh="序号", en="No."), 5),
    (Text(zh="单位", en="Unit"), 14),
    (Text(zh="编号", en="Id"), 6),
    (Text(zh="代码", en="Code"), 7),
    (Text(zh="程度", en="Severity"), 7),
    (Text(zh="指标", en="Item"), 18),
    (Text(zh="报告写明", en="Stated"), 9),
    (Text(zh="核算结果", en="Computed"), 9),
    (Text(zh="说明", en="Message"), 38),
    (Text(zh="位置", en="Place"), 11),
    (Text(zh="原文摘录", en="Quotes"), 30),
    (Text(zh="起因", en="Follows from"), 6),
    (Text(zh="对照表", en="Items"), 8),
    (Text(zh="报告文件", en="File"), 16),
)
(_NUMBER, _UNIT, _ID, _CODE, _SEVERITY, _ITEM, _STATED, _COMPUTED, _MESSAGE, _PLACE, _QUOTES, _CAUSE, _LINK, _FILE) = (
    range(14)
)
_HEAD_ROW = 2
_FIRST_ROW = 3
_WHOLE = Text(zh="全文", en="The document")
_HOW = Text(
    zh="“起因”写明编号的，改正那一条后本条即消失；“对照表”可点击到逐项对照中的位置。",
    en="A finding that follows from another goes away once that one is mended. Links lead to the sheet of items.",
)
_NONE = Text(zh="没有发现问题。", en="Nothing found.")
_ROW = Text(zh="第{}行", en="row {}")
_MORE = Text(zh="……另有 {} 处", en="… {} more")
_PLACES_SHOWN = 4
_LINE_HEIGHT = 14.5
_TALLEST = 400.0


def write_findings(
    sheet: Any, audited: Sequence[Audited], items: Sequence[ItemsSheet], styles: Styles, language: Language
) -> dict[int, int]:
    """Fill the sheet; returns for each report that has findings the row of its first one, from 0."""
    title_rows(sheet, styles, _TITLE.in_language(language), _HOW.in_language(language), _FILE)
    for at, (head, width) in enumerate(_HEADS):
        styles.words(sheet, _HEAD_ROW, at, head.in_language(language), HEAD)
        sheet.set_column(at, at, width)
    units = fitting([unit_of(one) for one in audited], 12, 20)
    sheet.set_column(_UNIT, _UNIT, units)
    first_rows: dict[int, int] = {}
    row = _FIRST_ROW
    for position, one in enumerate(audited):
        for finding in one.report.findings:
            first_rows.setdefault(position, row)
            _write_finding(sheet, row, one, finding, styles, language)
            _write_link(sheet, row, items, (position, finding.id), styles, language)
            row += 1
    if row == _FIRST_ROW:
        styles.words(sheet, row, 0, _NONE.in_language(language), TOP, border=0, text_wrap=False)
    sheet.freeze_panes(_FIRST_ROW, _UNIT + 1)
    sheet.autofilter(_HEAD_ROW, 0, max(row - 1, _FIRST_ROW), _FILE)
    on_page(sheet, _HEAD_ROW, wide=False, language=language)
    return first_rows


def _write_finding(
    sheet: Any, row: int, audited: Audited, finding: Finding, styles: Styles, language: Language
) -> None:
    first = next((where for where, _ in places_of(finding, language)), "")
    quotes = _quotes(finding, language)
    middle: Looks = {**MIDDLE, "valign": "top"}
    sheet.write_number(row, _NUMBER, row - _FIRST_ROW + 1, styles(middle))
    styles.words(sheet, row, _UNIT, unit_of(audited), TOP)
    styles.words(sheet, row, _ID, finding.id, middle)
    styles.words(sheet, row, _CODE, finding.code, middle)
    severity = SEVERITIES[finding.severity].in_language(language)
    styles.words(sheet, row, _SEVERITY, severity, middle, bg_color=SEVERITY_COLORS[finding.severity])
    styles.words(sheet, row, _ITEM, finding.item or _WHOLE.in_language(language), TOP)
    for column, value in ((_STATED, finding.stated), (_COMPUTED, finding.computed)):
        if isinstance(value, Decimal):
            sheet.write_number(row, column, value, styles(POINTS, valign="top"))
        else:
            styles.words(sheet, row, column, value, TOP)
    styles.words(sheet, row, _MESSAGE, finding.message, TOP)
    styles.words(sheet, row, _PLACE, first, TOP)
    styles.words(sheet, row, _QUOTES, quotes, TOP)
    styles.words(sheet, row, _CAUSE, finding.consequence_of, middle)
    styles.words(sheet, row, _FILE, audited.name, TOP)
    cells = ((finding.message, _MESSAGE), (quotes, _QUOTES), (finding.item or "", _ITEM), (audited.name, _FILE))
    lines = max(lines_needed(text, _HEADS[column][1]) for text, column in cells)
    sheet.set_row(row, min(_LINE_HEIGHT * lines + 4, _TALLEST))


def _quotes(finding: Finding, language: Language) -> str:
    """The words of the first places, a place a line; the comments and the other outputs have all of them."""
    places = [" ".join(part for part in pair if part) for pair in places_of(finding, language)]
    more = len(places) - _PLACES_SHOWN
    if more > 0:
        places[_PLACES_SHOWN:] = [_MORE.in_language(language).format(more)]
    return "\n".join(places)


def _write_link(
    sheet: Any, row: int, items: Sequence[ItemsSheet], finding: tuple[int, str], styles: Styles, language: Language
) -> None:
    """A link to the item on the sheet of items, where it stands there."""
    found = next((one for one in items if finding in one.rows_of), None)
    if found is None:
        sheet.write_blank(row, _LINK, None, styles(MIDDLE))
        return
    at = found.rows_of[finding]
    text = _ROW.in_language(language).format(at + 1)
    column = found.columns.get(finding[0], 1)
    sheet.write_url(row, _LINK, link(found.name, at, column), styles(LINK, valign="top"), text)
