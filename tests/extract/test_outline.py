"""The outline of a document: styles of numbering, and the order that each document gives them."""

from __future__ import annotations

import pytest

from extract.outline import Node, Numbering, ends_with_points, heading_text, is_attachment_heading, numbering, outline
from models import Paragraph, Where
from tests.extract.reports import report


def _line(text: str, level: int | None = None) -> Paragraph:
    return Paragraph(text=text, where=Where(block=0), heading_level=level)


def _tree(text: str) -> list[str]:
    """Headings indented by depth, parts apart."""
    found: list[str] = []
    for part in outline(report(text)):
        found += [f"{'  ' * _depth(node)}{heading_text(node)}" for node in part.nodes()]
    return found


def _depth(node: Node) -> int:
    return sum(1 for _ in node.ancestors()) - 1


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("第一部分 总体情况", "part", 1),
        ("第二章 指标", "chapter", 2),
        ("第三节 产出", "section", 3),
        ("一、组织领导", "chinese", 1),
        ("十二、其他", "chinese", 12),
        ("一．组织领导", "chinese", 1),
        ("第二，过程管理", "chinese word", 2),
        ("（三）资金", "chinese bracket", 3),
        ("(十四) 创新", "chinese bracket", 14),
        ("1. 印发方案", "number", 1),
        ("1．印发方案", "number", 1),
        ("12、印发方案", "number", 12),
        ("7. 2020年集中供养", "number", 7),
        ("7.2020年集中供养", "number", 7),
        ("11. 85户家庭", "number", 11),
        ("（2）建档", "number bracket", 2),
        ("2）建档", "number half bracket", 2),
        ("③核查", "circle", 3),
        ("1.1 部署", "decimal 2", 1),
        ("2.3.4 落实", "decimal 3", 4),
        ("3.2 人才队伍", "decimal 2", 2),
        ("1.1 场馆建设（标准分12分）", "decimal 2", 1),
        ("Ⅱ、过程", "roman", 2),
    ],
)
def test_styles_of_numbering(text: str, style: str, value: int) -> None:
    found = numbering(_line(text))
    assert found is not None
    assert (found.style, found.value) == (style, value)


@pytest.mark.parametrize(
    "text",
    [
        "2020年共救助3118人",
        "一是健全机制",
        "1.5万元经费",
        "12.5%的对象",
        "3个镇",
        "三类指标",
        "（征求意见稿）",
        "24 县财政安排经费",
        "一",
        "1.",
    ],
)
def test_what_only_looks_like_a_number(text: str) -> None:
    assert numbering(_line(text)) is None


def test_a_number_without_its_dot_counts_where_it_is_the_next() -> None:
    line = _line("24 区财政安排运转经费")
    assert numbering(line, expected=[24]) == Numbering("number", 24, 2)
    assert numbering(line, expected=[23]) is None


def test_a_wide_dot_before_a_digit() -> None:
    line = _line("7．19个村配备保洁员")
    assert numbering(line, expected=[7]) == Numbering("number", 7, 2)
    assert numbering(line) is None


def test_captions_are_no_headings() -> None:
    assert numbering(_line("表2 运营管理（150分）")) is None


def test_numbers_may_run_on_over_their_parents() -> None:
    assert _tree(
        """
        一、机制
        （一）领导
        1. 会议
        2. 文件
        （二）经费
        3 预算
        二、成效
        （三）知晓
        4. 宣传
        5. 满意
        """
    ) == ["机制", "  领导", "    会议", "    文件", "  经费", "    预算", "成效", "  知晓", "    宣传", "    满意"]


def test_the_document_says_which_style_stands_above() -> None:
    assert _tree(
        """
        1. 机制
        一、领导
        二、经费
        2. 成效
        一、知晓
        二、满意
        """
    ) == ["机制", "  领导", "  经费", "成效", "  知晓", "  满意"]


def test_a_list_before_the_first_chapter_does_not_swallow_it() -> None:
    assert _tree(
        """
        1. 本报告分三部分。
        2. 数据截至年底。
        一、机制
        1. 领导
        2. 经费
        二、成效
        1. 知晓
        """
    ) == ["本报告分三部分。", "数据截至年底。", "机制", "  领导", "  经费", "成效", "  知晓"]


def test_a_level_may_be_left_out() -> None:
    assert _tree("一、机制\n（一）领导\n1. 会议\n二、成效\n1. 宣传") == ["机制", "  领导", "    会议", "成效", "  宣传"]


def test_decimals_stand_below_numbers() -> None:
    assert _tree("1. 机制\n1.1 领导\n1.1.1 会议\n1.2 经费\n2. 成效") == ["机制", "  领导", "    会议", "  经费", "成效"]


def test_headings_without_numbers_are_known_by_their_points() -> None:
    tree = _tree(
        "一、机制（20分）\n领导重视（8分）\n成立了小组。\n经费保障（12分，自评12分）\n二、成效（80分）\n宣传到位（80分）"
    )
    assert tree == [
        "机制（20分）",
        "  领导重视（8分）",
        "  经费保障（12分，自评12分）",
        "成效（80分）",
        "  宣传到位（80分）",
    ]


def test_codes_say_how_deep_they_stand() -> None:
    assert _tree("A 决策（20分）\nA1 立项（8分）\nA11 依据（8分）\nB 过程（80分）\nB1 管理（80分）") == [
        "A决策（20分）", "  A1立项（8分）", "    A11依据（8分）", "B过程（80分）", "  B1管理（80分）",
    ]  # fmt: skip


def test_letters_of_codes_are_levels_where_they_come_again() -> None:
    text = "A1 方向（20分）\nB1 党建（10分）\nB2 德育（10分）\nA2 管理（30分）\nB3 办学（30分）"
    assert _tree(text) == [
        "A1方向（20分）",
        "  B1党建（10分）",
        "  B2德育（10分）",
        "A2管理（30分）",
        "  B3办学（30分）",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A1 方向（20分）\nA2 党建（10分）\nB1 德育（10分）\nB2 管理（30分）",
        "A1 方向（20分）\nB1 党建（10分）\nC1 德育（10分）",
        "A1 方向（20分）\nB1 党建（10分）\nA1 方向（20分）\nB1 党建（10分）",
    ],
)
def test_letters_that_only_go_on_are_chapters(text: str) -> None:
    assert not any(line.startswith(" ") for line in _tree(text))


def test_heading_levels_of_the_format_count() -> None:
    first, second = numbering(_line("决策（20分）", 1)), numbering(_line("立项（8分）", 2))
    assert first is not None and second is not None
    assert (first.style, second.style) == ("heading 1", "heading 2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("项目立项（8分）", True),
        ("项目立项（分值8分，自评得8分）。", True),
        ("资金落实[10分]", True),
        ("本项得分20分（满分20分）。", False),
        ("印发了方案，成立了小组（得2分）", False),
        ("（得2分）", False),
        ("项目立项（试行）", False),
    ],
)
def test_a_label_with_points(text: str, expected: bool) -> None:
    assert ends_with_points(_line(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("附件", True),
        ("附件：1. 方案", True),
        ("附件2：自评表", True),
        ("附件 1", True),
        ("附表一、汇总表", True),
        ("附件二资料清单", True),
        ("附近居民满意度", False),
        ("附件1所列材料均已提供，详细情况见目录。", False),
        ("附加分", False),
    ],
)
def test_lines_that_open_an_attachment(text: str, expected: bool) -> None:
    assert is_attachment_heading(_line(text)) is expected


def test_the_lists_of_an_attachment_are_an_outline_of_their_own() -> None:
    parts = outline(report("一、机制\n1. 会议\n某镇人民政府\n2023年1月5日\n附件\n材料清单\n1. 关于会议的通知\n2. 名册"))
    assert [[heading_text(n) for n in part.nodes()] for part in parts] == [["机制", "会议"], ["关于会议的通知", "名册"]]


def test_the_text_of_a_node_is_its_own() -> None:
    (part,) = outline(report("前言。\n一、机制\n正文。\n（一）领导\n正文二。"))
    chapter, section = part.nodes()
    assert [p.text for p in part.preface] == ["前言。"]
    assert ([p.text for p in chapter.body], [p.text for p in section.body]) == (["正文。"], ["正文二。"])
