"""The figures of an audit in words: what was read, what was compared, how much was found."""

from __future__ import annotations

from audit.amounts import show
from models import AuditReport, Language, Text


def figures(report: AuditReport, language: Language) -> list[str]:
    """One line on what was read, where anything is known of it, and one on what was compared."""
    lines = [("读取：", "Read: ", _read(report)), ("核对：", "Compared: ", _compared(report))]
    return [
        Text(zh=zh + "；".join(p.zh for p in parts), en=en + "; ".join(p.en for p in parts)).in_language(language)
        for zh, en, parts in lines
        if parts
    ]


def totals(report: AuditReport, language: Language) -> str:
    """How many findings of each severity there are."""
    s = report.summary
    zh = f"结果：错误 {s.errors}，警告 {s.warnings}，提示 {s.notes}"
    en = f"Result: {_many(s.errors, 'error')}, {_many(s.warnings, 'warning')}, {_many(s.notes, 'note')}"
    if s.accepted:
        zh, en = f"{zh}；基线已接受 {s.accepted}", f"{en}; {s.accepted} accepted by the baseline"
    return Text(zh=f"{zh}。", en=f"{en}.").in_language(language)


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _read(report: AuditReport) -> list[Text]:
    read, pages, unread = report.coverage, report.report.pages, report.coverage.pages_unread
    parts = []
    if pages is not None:
        zh, en = (f"（{unread} 页没有文字）", f" ({unread} without text)") if unread else ("", "")
        parts.append(Text(zh=f"{pages} 页{zh}", en=f"{pages} pages{en}"))
    if read.tables:
        zh = f"表格 {read.tables} 张，评分表 {read.score_tables} 张，识别 {read.score_tables_understood} 张"
        en = f"{read.tables} tables, {read.score_tables} with scores, {read.score_tables_understood} understood"
        parts.append(Text(zh=zh, en=en))
    if read.rows:
        zh = f"评分表 {read.rows} 行，未用 {read.rows_left_out} 行"
        parts.append(Text(zh=zh, en=f"{read.rows} rows, {read.rows_left_out} left out"))
    if read.mentions:
        zh = f"正文得分 {read.mentions} 处，归位 {read.mentions_placed} 处"
        parts.append(Text(zh=zh, en=f"{read.mentions} scores in the text, {read.mentions_placed} placed"))
    return parts


def _compared(report: AuditReport) -> list[Text]:
    summary = report.summary
    parts = [Text(zh=f"指标 {summary.items} 项", en=f"{summary.items} items")]
    if summary.rubric_items is not None:
        zh = f"评分标准 {summary.rubric_items} 项，报告回应 {summary.items_matched} 项"
        en = f"{summary.items_matched} of the rubric's {summary.rubric_items} items answered"
        parts.append(Text(zh=zh, en=en))
    if summary.items_with_rules:
        zh = f"有评分规则 {summary.items_with_rules} 项，按规则核对 {summary.items_by_rules} 项"
        en = f"{summary.items_by_rules} of {summary.items_with_rules} items with rules checked by them"
        if summary.items_recomputed:
            zh, en = (
                f"{zh}（按实际值重算 {summary.items_recomputed} 项）",
                f"{en} ({summary.items_recomputed} recomputed)",
            )
        parts.append(Text(zh=zh, en=en))
    for value, name in (
        (summary.max_total, Text(zh="总分值", en="maximum")),
        (summary.claimed_total, Text(zh="自评总分", en="claimed total")),
        (summary.computed_total, Text(zh="各部分合计", en="sum of the parts")),
    ):
        if value is not None:
            parts.append(Text(zh=f"{name.zh} {show(value)}", en=f"{name.en} {show(value)}"))
    return parts
