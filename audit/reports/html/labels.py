"""The words of the page itself, in two languages."""

from __future__ import annotations

from models import Language, Text

_LABELS = {
    "title": Text(zh="自查结果", en="Audit"),
    "against": Text(zh="对照", en="against"),
    "summary": Text(zh="结果", en="Result"),
    "scorecard": Text(zh="计分一览", en="Scorecard"),
    "findings": Text(zh="问题", en="Findings"),
    "document": Text(zh="文件", en="Document"),
    "item": Text(zh="指标", en="Item"),
    "maximum": Text(zh="分值", en="Max."),
    "claimed": Text(zh="自评", en="Claimed"),
    "computed": Text(zh="核算", en="Computed"),
    "filter": Text(zh="筛选", en="Filter"),
    "severity": Text(zh="级别", en="Severity"),
    "family": Text(zh="类别", en="Family"),
    "next": Text(zh="下一个", en="Next"),
    "previous": Text(zh="上一个", en="Previous"),
    "back": Text(zh="返回问题", en="Back to the finding"),
    "keys": Text(zh="键盘：n 下一个，p 上一个，Esc 返回问题", en="Keys: n next, p previous, Esc back to the finding"),
    "all_rows": Text(zh="显示全部指标", en="Show all items"),
    "nothing": Text(zh="没有发现问题。", en="Nothing found."),
    "none_shown": Text(zh="筛选后没有可显示的问题。", en="No finding passes the filter."),
    "hence": Text(zh="由此产生", en="Follows from it"),
    "places": Text(zh="所在位置", en="Places"),
    "parts": Text(zh="各项", en="Terms"),
    "missing": Text(zh="没有写", en="missing"),
    "elsewhere": Text(zh="不在本文件中", en="not in this document"),
    "show": Text(zh="查看", en="show"),
    "stated": Text(zh="写为", en="stated"),
    "whole": Text(zh="全文", en="The document"),
    "to_findings": Text(zh="跳到问题", en="Skip to the findings"),
    "to_document": Text(zh="跳到文件", en="Skip to the document"),
    "page": Text(zh="第 {0} 页", en="Page {0}"),
    "not_drawn": Text(zh="（本页没有问题，未附图）", en="(no finding on this page; picture left out)"),
    "unreadable": Text(zh="（本页无法绘制）", en="(this page cannot be drawn)"),
    "position": Text(zh="第 {0} 个，共 {1} 个", en="{0} of {1}"),
    "shown": Text(zh="显示 {0} / {1}", en="{0} of {1} shown"),
    "made": Text(
        zh="由 zicha 自查生成；本页不联网，不加载任何外部内容。",
        en="Made by zicha. This page loads nothing from anywhere.",
    ),
}
FAMILIES = {
    "R": Text(zh="评分标准", en="Rubric"),
    "C": Text(zh="得分", en="Claims"),
    "X": Text(zh="前后不一", en="Two places"),
    "V": Text(zh="实际值", en="Measured values"),
    "F": Text(zh="数据", en="Figures"),
    "G": Text(zh="等级", en="Grade"),
    "N": Text(zh="引用", en="Citations"),
    "D": Text(zh="识别", en="Reading"),
}
"""Short names of the families of checks, by the letter of their codes."""


def labels(language: Language) -> dict[str, str]:
    """The words by their names."""
    return {name: text.in_language(language) for name, text in _LABELS.items()}


def family_name(letter: str, language: Language) -> str:
    """The name of a family; its letter where it has none."""
    return FAMILIES[letter].in_language(language) if letter in FAMILIES else letter
