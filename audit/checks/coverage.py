"""Family D: what was not read or not understood is said, not passed over."""

from __future__ import annotations

from collections.abc import Iterator

from audit.checks.base import Draft, Explanation, check
from audit.context import Context
from models import NotUnderstood, Severity, Text

_KINDS = {
    "row": Text(zh="表格行", en="table rows"),
    "mention": Text(zh="正文中的得分", en="scores in running text"),
    "text": Text(zh="文字", en="passages"),
}

_SHOWN = 5
"""Doubtful lines that the message quotes; the evidence has all."""


@check(
    "D701",
    "warning",
    title=Text(zh="有页面没有读出文字", en="A page without readable text"),
    explanation=Explanation(
        compares=Text(
            zh="每一页是否有可读的文字；扫描页、乱码页不能检查。",
            en="Whether each page holds readable text; scanned pages and glyphs without meaning cannot be checked.",
        ),
        matters=Text(
            zh="没有读到的页上可能有得分和分值。", en="Scores and maxima may stand on a page that was not read."
        ),
        fails=Text(zh="PDF 的第 3 页只有一张扫描图。", en="A PDF whose third page is only a scanned picture."),
        passes=Text(zh="每一页都有文字层。", en="A PDF with a text layer on every page."),
    ),
)
def unread_pages(context: Context) -> Iterator[Draft]:
    """Pages that were not read, as one finding."""
    missed = [part for part in context.not_understood if part.kind == "page"]
    if missed:
        yield _together(missed, Text(zh="没有读出文字的页", en="Pages without readable text"), None)


@check(
    "D702",
    "warning",
    title=Text(zh="有表格或表格行没有识别", en="A table that could not be understood; rows left out"),
    explanation=Explanation(
        compares=Text(
            zh="含有分值或评分标准的表格、表格行和正文得分，是否都归到了指标。整张表未识别为警告，其余为提示。",
            en="Whether each table with points, each of its rows and each score in running text found its item. A "
            "whole table is a warning, the rest are notes.",
        ),
        matters=Text(zh="没有识别的部分没有参加核对。", en="What was not understood was not checked."),
        fails=Text(
            zh="一张有“得分”列的表，找不到指标名称列。", en="A table with a score column and no column of names."
        ),
        passes=Text(zh="与得分无关的预算表不在此列。", en="A budget table that has nothing to do with scores."),
    ),
)
def not_understood(context: Context) -> Iterator[Draft]:
    """Tables one by one; rows and mentions together."""
    for part in context.not_understood:
        if part.kind == "table":
            yield Draft(
                message=Text(zh=f"表格没有识别：{part.reason.zh}", en=f"Table not understood: {part.reason.en}"),
                node=None,
                evidence=(part.evidence,),
            )
    for kind, name in _KINDS.items():
        missed = [part for part in context.not_understood if part.kind == kind]
        if missed:
            words = Text(zh=f"没有识别的{name.zh}", en=f"Not understood, {name.en}")
            yield _together(missed, words, "note")


@check(
    "D703",
    "note",
    title=Text(zh="扫描件中有文字识别把握不足", en="Text of a scan that was recognised without confidence"),
    explanation=Explanation(
        compares=Text(
            zh="文字识别（OCR）对每一行的把握程度；整行平均或其中某个数字低于 75% 的行列出，请与原件核对。"
            "依据这些文字得出的其他问题会注明，并只作提示。",
            en="How sure text recognition was of each line; lines below 75%, on the mean or in one digit, are to be "
            "compared with the original. Other findings that rest on them say so and are notes.",
        ),
        matters=Text(
            zh="认错一个数字，核对结果就可能不对。", en="One digit taken for another makes what was checked wrong."
        ),
        fails=Text(
            zh="印章压住的一行读成“自评得介1分”，把握 58%。",
            en="A line under a smudge is read as “自评得介1分” with a confidence of 58%.",
        ),
        passes=Text(
            zh="清晰的扫描件；有文本层的 PDF 和 Word 文件不经过识别。",
            en="A clear scan; a PDF with a text layer and a Word file need no recognition.",
        ),
    ),
)
def doubtful_text(context: Context) -> Iterator[Draft]:
    """Lines recognised without confidence, as one finding."""
    doubtful = [part for part in context.not_understood if part.kind == "doubtful"]
    if doubtful:
        shown = "、".join(f"“{part.evidence.quote}”" for part in doubtful[:_SHOWN])
        more = len(doubtful) - _SHOWN
        yield Draft(
            message=Text(
                zh=f"识别把握不足的文字 {len(doubtful)} 处：{shown}{'等' if more > 0 else ''}，请与原件核对",
                en=f"Recognised without confidence, lines: {len(doubtful)} ({shown}{' …' if more > 0 else ''}); "
                "compare them with the original",
            ),
            node=None,
            stated=str(len(doubtful)),
            evidence=tuple(part.evidence for part in doubtful),
        )


def _together(missed: list[NotUnderstood], words: Text, severity: Severity | None) -> Draft:
    reasons_zh = "；".join(dict.fromkeys(part.reason.zh for part in missed))
    reasons_en = "; ".join(dict.fromkeys(part.reason.en for part in missed))
    return Draft(
        message=Text(
            zh=f"{words.zh} {len(missed)} 处：{reasons_zh}",
            en=f"{words.en}: {len(missed)} ({reasons_en})",
        ),
        node=None,
        stated=str(len(missed)),
        evidence=tuple(part.evidence for part in missed),
        severity=severity,
    )
