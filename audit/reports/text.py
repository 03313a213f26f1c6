"""Audit reports as plain text, for a reader who has the document beside it.

Findings stand under their item, in the order of the document; what follows from a finding stands indented below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audit.amounts import show
from audit.catalogue import SEVERITIES
from audit.words import shortened
from models import AuditReport, Evidence, Finding, Language, Text, Where

_QUOTE_LENGTH = 40
_PLACES_SHOWN = 8
_WHOLE = Text(zh="全文", en="The document")
_NOTHING = Text(zh="没有发现问题。", en="Nothing found.")


def render(reports: Sequence[AuditReport], language: Language) -> str:
    """All reports, one after the other, an empty line between them."""
    return "\n".join(_report(report, language) for report in reports)


def _report(report: AuditReport, language: Language) -> str:
    lines = [_head(report, language), ""]
    item: object = ""
    for finding in report.findings:
        if finding.consequence_of is None:
            if finding.item != item:
                item = finding.item
                lines.append(item if isinstance(item, str) else _WHOLE.in_language(language))
            lines += _finding(finding, language, indent="  ")
            below = [other for other in report.findings if other.consequence_of == finding.id]
            for other in below:
                lines += _finding(other, language, indent="      ", named=True)
            lines.append("")
    lines += [*_figures(report, language), _closing(report, language)]
    return "\n".join(lines) + "\n"


def _head(report: AuditReport, language: Language) -> str:
    zh = f"自查 {report.report.name}"
    en = f"Audit of {report.report.name}"
    if report.rubric is not None:
        zh, en = f"{zh}，对照 {report.rubric.name}", f"{en} against {report.rubric.name}"
    return Text(zh=zh, en=en).in_language(language)


def _finding(finding: Finding, language: Language, *, indent: str, named: bool = False) -> list[str]:
    severity = SEVERITIES[finding.severity].in_language(language)
    if named:
        severity = Text(zh="由此", en="hence").in_language(language)
    subject = ""
    if named and finding.item is not None:
        subject = f"{finding.item}{Text(zh='：', en=': ').in_language(language)}"
    first = f"{indent}{severity} {finding.code}  {subject}{finding.message}"
    places = _places(finding.evidence, language)
    return [first, *(f"{indent}     {place}" for place in places)]


def _places(evidence: Iterable[Evidence], language: Language) -> list[str]:
    """One line for each place, with all that is quoted from it."""
    quotes: dict[str, list[str]] = {}
    for part in evidence:
        quote = shortened(" ".join(part.quote.split()), _QUOTE_LENGTH)
        known = quotes.setdefault(place(part.where, language), [])
        if quote:
            known.append(Text(zh=f"“{quote}”", en=f'"{quote}"').in_language(language))
    lines = [f"{where} {' '.join(words)}".strip() for where, words in quotes.items()]
    lines = [line for line in lines if line]
    if len(lines) > _PLACES_SHOWN:
        more = len(lines) - _PLACES_SHOWN
        lines = [*lines[:_PLACES_SHOWN], Text(zh=f"……另有 {more} 处", en=f"… {more} more").in_language(language)]
    return lines


def place(where: Where, language: Language) -> str:
    """A place as a reader finds it: page, paragraph, row of a table."""
    zh, en = [], []
    if where.page is not None:
        zh.append(f"第{where.page}页")
        en.append(f"page {where.page}")
    elif where.block is not None:
        zh.append(f"第{where.block + 1}段")
        en.append(f"block {where.block + 1}")
    if where.row is not None:
        zh.append(f"表格第{where.row + 1}行")
        en.append(f"row {where.row + 1}")
    return Text(zh=" ".join(zh), en=", ".join(en)).in_language(language)


def _figures(report: AuditReport, language: Language) -> list[str]:
    """What was read, and what was compared."""
    read, summary = report.coverage, report.summary
    zh, en = [], []
    pages, unread = report.report.pages, read.pages_unread
    if pages is not None:
        zh.append(f"{pages} 页" + (f"（{unread} 页没有文字）" if unread else ""))
        en.append(f"{pages} pages" + (f" ({unread} without text)" if unread else ""))
    if read.tables:
        zh.append(f"表格 {read.tables} 张，评分表 {read.score_tables} 张，识别 {read.score_tables_understood} 张")
        en.append(f"{read.tables} tables, {read.score_tables} with scores, {read.score_tables_understood} understood")
    if read.rows:
        zh.append(f"评分表 {read.rows} 行，未用 {read.rows_left_out} 行")
        en.append(f"{read.rows} rows, {read.rows_left_out} left out")
    if read.mentions:
        zh.append(f"正文得分 {read.mentions} 处，归位 {read.mentions_placed} 处")
        en.append(f"{read.mentions} scores in the text, {read.mentions_placed} placed")
    lines = []
    if zh:
        lines.append(Text(zh=f"读取：{'；'.join(zh)}", en=f"Read: {'; '.join(en)}").in_language(language))
    zh, en = [f"指标 {summary.items} 项"], [f"{summary.items} items"]
    if summary.rubric_items is not None:
        zh.append(f"评分标准 {summary.rubric_items} 项，报告回应 {summary.items_matched} 项")
        en.append(f"{summary.items_matched} of the rubric's {summary.rubric_items} items answered")
    for value, name in (
        (summary.max_total, Text(zh="总分值", en="maximum")),
        (summary.claimed_total, Text(zh="自评总分", en="claimed total")),
        (summary.computed_total, Text(zh="各部分合计", en="sum of the parts")),
    ):
        if value is not None:
            zh.append(f"{name.zh} {show(value)}")
            en.append(f"{name.en} {show(value)}")
    lines.append(Text(zh=f"核对：{'；'.join(zh)}", en=f"Compared: {'; '.join(en)}").in_language(language))
    return lines


def _closing(report: AuditReport, language: Language) -> str:
    if not report.findings:
        return _NOTHING.in_language(language)
    s = report.summary
    return Text(
        zh=f"结果：错误 {s.errors}，警告 {s.warnings}，提示 {s.notes}。",
        en=f"Result: {s.errors} errors, {s.warnings} warnings, {s.notes} notes.",
    ).in_language(language)
