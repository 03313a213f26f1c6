"""Working papers: a form for one indicator, with or without a table of its parts."""

from __future__ import annotations

import pytest

from extract.working_paper import WorkingPaper, understand_working_paper
from models import Block, Paragraph, Table, Where
from tests.extract.reports import number, shape, total
from tests.extract.tables import table

FORM = """
| 指标解释           | 考察项目立项是否有依据。                         |
| 指标权重           | 指标权重：4 分                                   |
| ^                  | 指标权重设定的依据、理由：本指标较重要。         |
| 评价标准           | 指标标杆值：充分                                 |
| ^                  | 指标评分细则：①有依据，得2分；②属职责，得2分。 |
| 数据来源及取数方式 | 档案资料                                         |
| 评价结果           | 指标评分计算过程及依据：见表a11                  |
| ^                  | 指标得分：3.5 分                                 |
"""
PARTS = """
| 序号 | 评价标准 | 执行情况   | 得分 |
| 1    | 有依据   | 依据充分   | 2    |
| 2    | 属职责   | 基本属职责 | 1.5  |
|      | 指标得分 | <          | 3.5  |
"""


def _line(text: str) -> Paragraph:
    return Paragraph(text=text, where=Where(block=0))


def _read(*blocks: Block, index: int = 1) -> WorkingPaper | None:
    return understand_working_paper(blocks, index)


def test_a_form_with_the_table_of_its_parts() -> None:
    paper = _read(_line("A11“立项依据充分性”评价底稿"), table(FORM), _line("评分计算过程及依据表a11："), table(PARTS))
    assert paper is not None and paper.parts is not None
    assert (paper.sheet.form, total(paper.sheet)) == ("working_paper", (None, "3.5"))
    assert shape(paper.sheet) == [
        (0, "立项依据充分性", "4", "3.5", ""),
        (1, "有依据", None, "2", ""),
        (1, "属职责", None, "1.5", ""),
    ]
    item = paper.sheet.items[0]
    assert (item.code, [child.id for child in item.children]) == ("A11", ["1.1", "1.2"])
    assert [(d.role, d.heading, d.text) for d in item.details if d.role in ("explanation", "target", "source")] == [
        ("explanation", "指标解释", "考察项目立项是否有依据。"),
        ("target", "指标标杆值", "充分"),
        ("source", "数据来源及取数方式", "档案资料"),
    ]
    assert [(c.ordinal, c.text) for c in item.criteria] == [(1, "①有依据，得2分；"), (2, "②属职责，得2分。")]
    assert item.claimed_evidence is not None and item.claimed_evidence.quote == "指标得分：3.5分"


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        ("| 指标名称 | 预算执行率 |\n| 分值 | 5分 |\n| 得分 | 4.5分 |", ("预算执行率", None, "5", "4.5")),
        ("| 指标名称 | 预算执行率 | 指标编码 | B11 |\n| 分值 | 5 | 得分 | 4.5 |", ("预算执行率", "B11", "5", "4.5")),
        ("| 三级指标 | B11 预算执行率 |\n| 权重 | 5 |\n| 自评得分 | 4.5 |", ("预算执行率", "B11", "5", "4.5")),
        (
            "| 考核指标：预算执行率 | 满分：5分 |\n| 实际完成情况：完成 | 自评得分：4.5分 |",
            ("预算执行率", None, "5", "4.5"),
        ),
        ("| 指标 | 预算执行率 |\n| 评分 | 分值：5分 得分：4.5分 |", ("预算执行率", None, "5", "4.5")),
    ],
)
def test_forms_that_name_their_item(drawing: str, expected: tuple[str, str | None, str, str]) -> None:
    paper = _read(table(drawing), index=0)
    assert paper is not None and paper.by_key
    item = paper.sheet.items[0]
    assert (item.name, item.code, number(item.max_points), number(item.claimed)) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A11“立项依据充分性”评价底稿", ("A11", "立项依据充分性")),
        ("B2-1 预算执行率 工作底稿", ("B2-1", "预算执行率")),
        ("“知晓率”指标评分表", (None, "知晓率")),
        ("表6-3 C11 发放准确率评分底稿", ("C11", "发放准确率")),
        ("【满意度】评价工作底稿", (None, "满意度")),
    ],
)
def test_titles_that_name_the_item(title: str, expected: tuple[str | None, str]) -> None:
    paper = _read(_line(title), _line("项目名称：甲项目"), table("| 权重 | 4分 |\n| 得分 | 4分 |"), index=2)
    assert paper is not None
    assert (paper.sheet.items[0].code, paper.sheet.items[0].name) == expected


@pytest.mark.parametrize("title", ["评价工作底稿", "以下是评分情况。", "指标评分表"])
def test_a_form_without_a_name_is_none(title: str) -> None:
    assert _read(_line(title), table("| 权重 | 4分 |\n| 得分 | 4分 |")) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("低2个百分点，扣0.5分", [("deduct", "0.5", -1)]),
        ("0.5", [("deduct", "0.5", -1)]),
        ("0", [("no_deduction", "0", 0)]),
        ("无", []),
        ("每发现1处扣0.1分", []),
        ("缺两次记录，扣0.4分；缺签字，扣0.1分", [("deduct", "0.4", -1), ("deduct", "0.1", -1)]),
    ],
)
def test_what_was_taken_off(value: str, expected: list[tuple[str, str, int]]) -> None:
    paper = _read(table(f"| 指标名称 | 预算执行率 |\n| 分值 | 5 |\n| 扣分情况 | {value} |\n| 得分 | 4.5 |"), index=0)
    assert paper is not None
    assert [(m.kind, number(m.points), m.sign) for m in paper.sheet.items[0].mentions] == expected


def test_a_form_without_a_score_is_none() -> None:
    assert _read(_line("A11“立项依据”评价底稿"), table("| 权重 | 4分 |\n| 得分 |  |")) is None
    assert _read(_line("A11“立项依据”评价底稿"), table("| 项目名称 | 甲 |\n| 主管部门 | 乙 |")) is None


def test_the_parts_of_the_next_form_are_not_taken() -> None:
    form = table("| 权重 | 4分 |\n| 得分 | 4分 |")
    blocks: tuple[Block, ...] = (_line("A11“依据”评价底稿"), form, _line("A12“程序”评价底稿"), form, table(PARTS))
    first, second = understand_working_paper(blocks, 1), understand_working_paper(blocks, 3)
    assert first is not None and first.parts is None
    assert second is not None and second.parts is not None


def test_the_title_of_the_parts_may_name_the_item_again() -> None:
    form = table("| 权重 | 4分 |\n| 得分 | 3.5分 |")
    paper = _read(_line("A11“依据”评价底稿"), form, _line("A11“依据”得分表"), table(PARTS))
    assert paper is not None and paper.parts is not None


def test_parts_inside_the_form() -> None:
    paper = _read(
        table(
            """
            | 指标名称 | 立项依据 | 指标编码 | A11 |
            | 分值     | 4        | 得分     | 3.5 |
            | 序号     | 评价标准 | 执行情况 | 得分 |
            | 1        | 有依据   | 充分     | 2   |
            | 2        | 属职责   | 基本     | 1.5 |
            """
        ),
        index=0,
    )
    assert paper is not None and paper.by_key
    assert shape(paper.sheet) == [
        (0, "立项依据", "4", "3.5", ""),
        (1, "有依据", None, "2", ""),
        (1, "属职责", None, "1.5", ""),
    ]


def test_a_table_of_many_items_after_a_form_is_no_table_of_its_parts() -> None:
    many = table(
        """
        | 一级指标 | 二级指标   | 分值 | 得分 |
        | A 决策   | A1 立项    | 10   | 9    |
        | ^        | A2 目标    | 10   | 9    |
        """
    )
    paper = _read(_line("A11“立项依据”评价底稿"), table("| 权重 | 4分 |\n| 得分 | 4分 |"), many)
    assert paper is not None and paper.parts is None


def test_a_paragraph_is_no_form() -> None:
    assert understand_working_paper((_line("得分：4分"),), 0) is None
    assert isinstance(table(FORM), Table)
