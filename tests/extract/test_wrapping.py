"""Signs at the ends of lines."""

from __future__ import annotations

import pytest

from extract.wrapping import ATTACHMENT, ORDINAL, SENTENCE_END, glue


@pytest.mark.parametrize(
    "text",
    [
        "一、概况",
        "（二）问题",
        "(三)建议",
        "1. 自查",
        "2、核查",
        "（3）",
        "4）",
        "①有",
        "第一章 总则",
        "3.2 组织",
        "1．总则",
        "●要点",
        "十二、附则",
    ],
)
def test_ordinals(text: str) -> None:
    assert ORDINAL.match(text)


@pytest.mark.parametrize(
    "text", ["2.1分", "0.5", "12.50%", "2023年", "一是", "第三方", "三个", "100、", "5%", "1.5元", "（共三项）"]
)
def test_what_is_no_ordinal(text: str) -> None:
    assert not ORDINAL.match(text)


@pytest.mark.parametrize(
    "text", ["完成。", "完成；", "得5分。）", "如下：", "（2分）", "(0.5 分)", "完成。”", "完成! "]
)
def test_sentence_ends(text: str) -> None:
    assert SENTENCE_END.search(text)


@pytest.mark.parametrize("text", ["完成", "完成，", "（二）", "共5分", "、", ""])
def test_what_ends_no_sentence(text: str) -> None:
    assert not SENTENCE_END.search(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("附件1：", True), ("附 件", True), ("附表", True), ("附件2", True), ("附近", False), ("附件中", False)],
)
def test_attachments(text: str, is_one: bool) -> None:
    assert bool(ATTACHMENT.match(text)) is is_one


@pytest.mark.parametrize(
    ("one", "two", "between"),
    [
        ("工作", "完成", ""),
        ("COVID", "virus", " "),
        ("12", "50", ""),
        ("1.", "5", ""),
        ("A1", "B", " "),
        ("", "a", ""),
        ("a", "", ""),
        ("得", "5", ""),
    ],
)
def test_glue(one: str, two: str, between: str) -> None:
    assert glue(one, two) == between
