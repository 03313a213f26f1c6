"""From the outline of a report to its sheet: whose points they are, wherever bracket and full stop stand."""

from __future__ import annotations

from typing import Any

import pytest

from extract.narrative import TITLE, Narrative, narratives
from extract.outline import outline
from models import Document, Paragraph
from tests.extract.reports import report, shape, total


def _read(text: str) -> list[Narrative]:
    return [narrative for part in outline(report(text)) for narrative in narratives(part)]


def _shape(text: str) -> list[tuple[Any, ...]]:
    (narrative,) = _read(text)
    return shape(narrative.sheet)


def test_headings_claim_and_paragraphs_award() -> None:
    (narrative,) = _read(
        """
        青溪县救助工作自评报告
        评价标准分值100分，特色工作加分5分，自评得分104分。报告如下：
        一、重点任务（指标分值18分，自评得18分）
        （一）兜底行动（指标分值6分，自评得6分）
        1. 印发了《兜底行动方案》（青民发〔2020〕3号），完善措施（得2分）；开展排查。（得 2 分）
        2. 建立台账，按月更新，（得1分）。及时上报总结（得 1 分）
        （二）备用金。（指标分值3分，自评得2分）
        3. 年终滚存结余人均2070 元。扣1分。
        二、工作效果（44分）
        （三）满意率（指标分值共5分，得5分）
        4. 满意度达98%。
        （得5分）
        三、加分项—创新工作（指标分值5分，自评得5分）
        （四）创新（指标分值5分，自评得5分）
        5. 总结了试点经验。（得5分）
        四、扣分项—安全管理（指标分值-20分，自评得0分）
        6. 未发生事故。（不扣分）
        """
    )
    sheet = narrative.sheet
    assert (sheet.title, sheet.form, total(sheet)) == (TITLE, "narrative", ("100", "104"))
    assert shape(sheet) == [
        (0, "重点任务", "18", "18", ""),
        (1, "兜底行动", "6", "6", ""),
        (2, "印发了《兜底行动方案》", None, None, "+2 +2"),
        (2, "建立台账，按月更新", None, None, "+1 +1"),
        (1, "备用金", "3", "2", ""),
        (2, "年终滚存结余人均2070元", None, None, "-1"),
        (0, "工作效果", "44", None, ""),
        (1, "满意率", "5", "5", ""),
        (2, "满意度达98%", None, None, "+5"),
        (0, "加分项—创新工作", "5", "5", ""),
        (1, "创新", "5", "5", ""),
        (2, "总结了试点经验", None, None, "+5"),
        (0, "扣分项—安全管理", "-20", "0", ""),
        (1, "未发生事故", None, None, "=0"),
    ]
    kinds = {item.name: item.kind for item in sheet.walk()}
    assert (kinds["创新"], kinds["未发生事故"], kinds["满意率"]) == ("bonus", "penalty", "base")


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("一、工作落实（10分，得9分）", ("10", "9")),
        ("一、工作落实（标准分10分，得分9分）", ("10", "9")),
        ("一、工作落实 [分值10分 自评9分]", ("10", "9")),
        ("一、工作落实（满分10分/自评9分）", ("10", "9")),
        ("一、工作落实（自评9分/满分10分）", ("10", "9")),
        ("一、工作落实（9/10分）", ("10", "9")),
        ("一、工作落实（分值/得分：10/9）", ("10", "9")),
        ("一、工作落实（10分）（自评得9分）", ("10", "9")),
        ("一、工作落实。（指标分值10分，自评得9分）", ("10", "9")),
        ("一、工作落实：（分值10分，自评得分9分）", ("10", "9")),
        ("一、工作落实（10分） 自评：9分", ("10", "9")),
        ("一、工作落实（自评分9分）", (None, "9")),
        ("一、工作落实（权重10%，得分9分）", (None, "9")),
        ("一、工作落实（分值１０分，自评得分９分）", ("10", "9")),
    ],
)
def test_points_of_a_heading(heading: str, expected: tuple[str, str]) -> None:
    assert _shape(heading + "\n二、其他（90分，自评得90分）\n工作扎实。")[0] == (0, "工作落实", *expected, "")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("一、工作落实 10分\n自评：9分。", ("10", "9", "")),
        ("一、工作落实（10分）\n自评得分：9分", ("10", "9", "")),
        ("一、工作落实\n本项得分9分（满分10分）。缺一次记录，扣1分。", ("10", "9", "-1")),
        ("一、工作落实。该项满分10分，自评得分9分，扣1分，原因是记录不全。", ("10", "9", "-1")),
        ("一、工作落实：记录齐全，该指标得9分（满分10分）。", ("10", "9", "")),
        (
            "一、工作落实（10分）\n评分标准：制定方案得4分，否则不得分；召开会议得6分。\n自评情况：已制定。\n自评得分：9分",
            ("10", "9", ""),
        ),
        ("一、工作落实，分值10分，自评9分。", ("10", "9", "")),
        ("一、工作落实，应得10分，实得9分。", ("10", "9", "")),
        ("一、工作落实（10分）\n手续不全扣0.5分，目标不清扣0.5分，共扣1分。自评得分：9分", ("10", "9", "-0.5 -0.5")),
        ("一、工作落实（10分）\n自评得分9分，考核得分8分。", ("10", "9", "")),
        ("一、工作落实（10分，扣1分，得9分）\n记录不全。", ("10", "9", "-1")),
        ("一、工作落实（分值10分，自评得9分）\n情况良好，此项自评得9分。", ("10", "9", "")),
    ],
)
def test_the_claim_may_stand_in_the_text(lines: str, expected: tuple[str, str, str]) -> None:
    assert _shape(lines + "\n二、其他（90分，自评得90分）\n工作扎实。")[0] == (0, "工作落实", *expected)


def test_a_chapter_that_tells_why_points_were_lost_is_no_item() -> None:
    found = _shape("一、产出（10分，自评得9分）\n好。\n二、未完成原因\n验收不及时，扣1分。")
    assert [row[1] for row in found] == ["产出"]


def test_a_heading_that_the_sentence_names() -> None:
    found = _shape(
        "（一）投入类指标得分情况。投入类指标满分20分，评价得分18分。\n1.立项规范性，满分20分，评价得分18分。"
    )
    assert [row[2:4] for row in found] == [("20", "18"), ("20", "18")]


def test_several_claims_in_one_paragraph_are_claims_for_its_parts() -> None:
    found = _shape("一、机制（5分，自评得5分）\n1. 印发方案，自评得2分；召开会议，自评得3分。\n2. 无事故。（不扣分）")
    assert found[1] == (1, "印发方案", None, None, "+2 +3")


def test_an_item_without_an_award_stays_among_its_neighbours() -> None:
    names = [
        row[1]
        for row in _shape(
            "一、管理（4分，自评得4分）\n1. 公示，长期。（得2分）\n2. 入住率高，达100%。\n3. 建档，齐全。（得2分）"
        )
    ]
    assert names == ["管理", "公示，长期", "入住率高，达100%", "建档，齐全"]


def test_lists_and_chapters_without_points_are_no_items() -> None:
    found = _shape(
        """
        一、基本情况
        全镇共有对象120人。
        二、自评情况
        （一）机制（10分，自评得10分）
        主要做法：
        1. 领导重视，多次研究。
        2. 部门配合，形成合力。
        （二）成效（90分，自评得88分）
        三、存在的问题
        （一）人手不足，经费紧张。
        四、下一步打算
        （一）加强学习，力争2025年得分95分。
        """
    )
    assert [row[1:4] for row in found] == [("机制", "10", "10"), ("成效", "90", "88")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("经自评，得分98分。\n一、甲项（98分，自评得98分）\n工作扎实。", (None, "98")),
        ("满分100分，自评得分98分。\n一、甲项（98分，自评得98分）\n工作扎实。", ("100", "98")),
        ("自评标准分值100\n分，自评得分98分。\n一、甲项（98分，自评得98分）\n工作扎实。", ("100", "98")),
        ("自评总分为98分（基础分97分，加分1分）。\n一、甲项（98分，自评得98分）\n工作扎实。", (None, "98")),
        ("标准分100分，另有加分5分。我镇自评总得分为98分。\n一、甲项（98分，自评得98分）\n好。", ("100", "98")),
        ("一、甲项（98分，自评得98分）\n工作扎实。\n合计：98分", (None, "98")),
        ("一、甲项（98分，自评得98分）\n工作扎实。\n综上，我单位自评得分98分。", (None, "98")),
        ("一、甲项（98分，自评得98分）\n工作扎实。\n二、自评结论\n自评得分98分，等级为优。", (None, "98")),
        ("一、总体情况\n自评综合得分：98\n二、甲项（98分，自评得98分）\n工作扎实。", (None, "98")),
        ("一、甲项（98分，自评得98分）\n1. 工作扎实，有方案。（得98分）\n合计自评得分98分", (None, "98")),
    ],
)
def test_the_total(text: str, expected: tuple[str | None, str]) -> None:
    (narrative,) = _read(text)
    assert total(narrative.sheet) == expected
    assert [item.name for item in narrative.sheet.items] == ["甲项"]


def test_a_title_with_points_and_a_table_of_contents_are_no_items() -> None:
    found = _read(
        """
        绩效自评报告（满分100分，自评98分）
        一、甲项（40分，自评40分）……………1
        二、乙项（60分，自评58分）\t2
        一、甲项（40分，自评40分）
        二、乙项（60分，自评58分）
        """
    )
    assert [total(n.sheet) for n in found] == [("100", "98")]
    assert [item.name for item in found[0].sheet.items] == ["甲项", "乙项"]


def test_bare_points_are_awards_where_they_add_up_to_the_claim() -> None:
    assert _shape("一、机制（5分，自评得4分）\n1. 印发方案（2分）\n2. 召开会议（2分）")[1:] == [
        (1, "印发方案", None, None, "+2"),
        (1, "召开会议", None, None, "+2"),
    ]


def test_bare_points_are_maxima_where_they_add_up_to_the_maximum() -> None:
    assert _shape("一、机制（5分，自评得4分）\n1. 印发方案（2分）\n2. 召开会议（3分）")[1:] == [
        (1, "印发方案", "2", None, ""),
        (1, "召开会议", "3", None, ""),
    ]


def test_full_marks_are_the_maximum() -> None:
    (row,) = _shape("一、机制（分值5分）\n方案齐全，得满分。")
    assert row == (0, "机制", "5", "5", "")


def test_codes_are_kept_apart_from_names() -> None:
    (narrative,) = _read("A 决策（20分，得18分）\nA1 立项（8分，得8分）\n充分。\nA2 目标（12分，得10分）\n明确。")
    assert [(item.code, item.name, item.id) for item in narrative.sheet.walk()] == [
        ("A", "决策", "1"),
        ("A1", "立项", "1.1"),
        ("A2", "目标", "1.2"),
    ]


def test_a_long_sentence_gives_a_short_name() -> None:
    (narrative,) = _read(
        "一、机制（5分，得5分）\n1. 会同有关部门认真研究并按规定程序制定印发了全县救助工作年度实施方案（得5分）"
    )
    name = narrative.sheet.items[0].children[0].name
    assert len(name) == 30 and name.endswith("…")


def test_every_value_knows_where_it_was_read() -> None:
    document = report("一、机制（分值5分，自评得4分）\n1. 方案 （得 ２ 分）。会议（得2分）")
    (narrative,) = narratives(outline(document)[0])
    group = narrative.sheet.items[0]
    evidence = [group.max_evidence, group.claimed_evidence]
    assert [e.quote for e in evidence if e] == ["分值5分", "自评得4分"]
    assert [_text(document, m.where.block, m.where.start, m.where.end) for m in group.children[0].mentions] == [
        "得 ２ 分",
        "得2分",
    ]


def _text(document: Document, block: int | None, start: int | None, end: int | None) -> str:
    paragraph = document.blocks[block or 0]
    assert isinstance(paragraph, Paragraph)
    return paragraph.text[start:end]


def test_a_bracket_cut_by_a_page_break() -> None:
    assert _shape("一、机制（分值5分，自评得5分）\n1. 召开会议，研究工作(得\n3分)；印发文件(得2分)。")[1][4] == "+3 +2"


def test_two_outlines_are_two_sheets() -> None:
    found = _read(
        "一、甲项（10分，得9分）\n好。\n二、乙项（90分，得90分）\n好。\n一、丙项（10分，得8分）\n好。\n二、丁项（90分，得80分）"
    )
    assert [[item.name for item in n.sheet.items] for n in found] == [["甲项", "乙项"], ["丙项", "丁项"]]


def test_awards_alone_are_told_from_claims() -> None:
    (awards,) = _read("一、机制（5分）\n1. 印发方案，得2分；召开会议，得3分。")
    (claims,) = _read("一、机制（5分，自评得5分）\n好。")
    assert (awards.claims, claims.claims) == (False, True)


@pytest.mark.parametrize(
    "text", ["一、机制（5分）\n1. 印发方案的，得2分。\n2. 每少1次扣1分。", "一、机制\n好。", "没有编号，得2分。"]
)
def test_what_claims_nothing_is_no_sheet(text: str) -> None:
    assert _read(text) == []


def test_a_section_adds_up_its_own_parts() -> None:
    assert _shape(
        """
        一、渡口管理（8分）
        1.渡船按期年检，得3分。
        2.渡工培训少一次，扣0.5分，得4.5分。
        小计得7.5分。
        二、码头管理（6分）
        1.灯光完好，得6分。
        本项小计6分。
        """
    ) == [
        (0, "渡口管理", "8", "7.5", ""),
        (1, "渡船按期年检", None, None, "+3"),
        (1, "渡工培训少一次", None, None, "-0.5 +4.5"),
        (0, "码头管理", "6", "6", ""),
        (1, "灯光完好", None, None, "+6"),
    ]


@pytest.mark.parametrize(
    ("closing", "section"),
    [
        ("以上两项共得7.5分。", "7.5"),
        ("上述2项得分7.5分。", "7.5"),
        ("以上2小项自评共得7.5分。", "7.5"),
        ("本部分合计得7.5分。", "7.5"),
        ("此大项共得7.5分。", "7.5"),
        # of three items, where the section has two: of something else
        ("以上三项共得7.5分。", None),
        ("渡工证齐全，得7.5分。", None),
    ],
)
def test_a_sentence_that_adds_up_the_paragraphs_before_it(closing: str, section: str | None) -> None:
    rows = _shape(f"一、渡口管理（8分）\n1.渡船年检，得3分。\n2.渡工培训，得4.5分。\n{closing}")
    assert rows[0] == (0, "渡口管理", "8", section, "")


def test_a_paragraph_of_the_total_is_no_item() -> None:
    (narrative,) = _read(
        """
        一、自评情况
        （一）总体结论。经自评，项目总得分9分（满分10分）。
        （二）产出情况。本项满分6分，自评得分5分。
        （三）效益情况。本项满分4分，自评得分4分。
        """
    )
    assert [item.name for item in narrative.sheet.items] == ["产出情况", "效益情况"]
    assert total(narrative.sheet) == ("10", "9")


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("对照四个方面评估，满分为1000分。", ("1000", "953")),
        # not round, or two of them, or less than the claim
        ("上年同类评估满分为985分。", (None, "953")),
        ("县级满分1000分，市级满分1200分。", (None, "953")),
        ("每个方面满分100分。", (None, "953")),
    ],
)
def test_the_maximum_of_the_total_may_stand_in_another_paragraph(
    opening: str, expected: tuple[str | None, str]
) -> None:
    (narrative,) = _read(
        f"{opening}\n一、甲项（分值960分，自评得953分）\n好。\n二、自评结论\n两个方面自评得分合计953分。综上，总得分953分。"
    )
    assert total(narrative.sheet) == expected
    assert len(narrative.placed) == (4 if expected[0] is None else 5), "the total stated again is no other claim"


def test_this_item_before_its_bare_maximum() -> None:
    assert _shape("一、护林巡查（此项7分，自评分6分）\n二、器材维护（本项3分，自评3分）") == [
        (0, "护林巡查", "7", "6", ""),
        (0, "器材维护", "3", "3", ""),
    ]


def test_a_heading_with_commas_before_its_points_is_a_name_as_a_whole() -> None:
    assert _shape(
        """
        一、闸站整洁，标牌齐全（赋分12分，自查得分11分）
        1、启闭机每月保养，记录完整。本项赋分12分，自评11分。
        """
    ) == [(0, "闸站整洁，标牌齐全", "12", "11", ""), (1, "启闭机每月保养，记录完整", "12", "11", "")]


def test_a_total_without_the_bonus_is_a_total() -> None:
    (narrative,) = _read(
        """
        护林工作自查报告
        经自查，自评分为96.8分（不含加分2分），报告如下：
        一、巡山护林（分值100分，自评96.8分）
        二、加分项
        获评市级示范站，加2分。
        """
    )
    assert total(narrative.sheet) == (None, "96.8")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("该部分得分18分。", "18"),
        ("本部分合计得分18分。", "18"),
        ("以上部分自评得分18分。", "18"),
        ("该大项自评得分18分。", "18"),
    ],
)
def test_a_sentence_below_the_last_paragraph_speaks_of_the_section(sentence: str, expected: str) -> None:
    rows = _shape(
        f"""
        一、运营（20分）
        （一）收支（10分）
        结构有改善。扣1分，得9分。
        （二）费用（10分）
        增幅下降。得9分。
        {sentence}
        二、发展（10分，自评10分）
        """
    )
    assert rows == [
        (0, "运营", "20", expected, ""),
        (1, "收支", "10", "9", "-1"),
        (1, "费用", "10", "9", ""),
        (0, "发展", "10", "10", ""),
    ]


def test_what_the_last_item_can_have_is_its_own() -> None:
    rows = _shape(
        "一、运营（20分，自评17分）\n（一）收支（10分，自评9分）\n（二）费用（10分）\n增幅下降。该部分得分8分。"
    )
    assert rows[2] == (1, "费用", "10", "8", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("资料齐全。得4分。", ("4", "")),
        ("资料不全，扣1分，得4分。", ("4", "-1")),
        ("获市级表彰，加3分。", ("3", "")),
        ("资料齐全，得满分。", ("5", "")),
        ("有方案，得2分；有总结，得2分。", (None, "+2 +2")),
        ("资料不全，扣1分。", (None, "-1")),
        ("没有开展，不得分。", (None, "=0")),
    ],
)
def test_the_only_award_below_a_heading_is_its_score(text: str, expected: tuple[str | None, str]) -> None:
    (row,) = _shape(f"一、档案（5分）\n{text}")
    assert row[3:] == expected


@pytest.mark.parametrize(
    "text",
    [
        "1.立项（满分8分）。目标不够细化，扣1.5分，得6.5分。",
        "1.立项（8分）：目标不够细化，扣1.5分，得6.5分。",
        "1.立项（权重8分）\n目标不够细化，扣1.5分，得6.5分。",
    ],
)
def test_the_only_award_behind_a_name_with_its_maximum_is_its_score(text: str) -> None:
    assert _shape(f"一、决策（20分，得18分）\n{text}")[1] == (1, "立项", "8", "6.5", "-1.5")


def test_the_sentence_that_sums_up_all_items_is_the_total() -> None:
    (narrative,) = _read(
        """
        一、制度
        1.决策程序。本项满分40分，自评得38分，扣2分。
        2.文件管理。本项满分20分，自评得20分。
        二、执法
        3.执法公示。本项满分40分，自评得40分。
        以上3项合计满分100分，自评得分98分。
        """
    )
    assert total(narrative.sheet) == ("100", "98")
    assert shape(narrative.sheet)[-1] == (1, "执法公示", "40", "40", "")


def test_a_chapter_that_adds_up_the_total_is_no_item() -> None:
    (narrative,) = _read(
        """
        一、自评情况
        （一）责任（60分，自评60分）
        （二）防控（40分，自评38.5分）
        （三）加分项（5分，自评2分）
        二、自评结果
        基本分得98.5分，加分2分，合计自评得分100.5分。
        """
    )
    assert total(narrative.sheet) == (None, "100.5")
    assert [row[1] for row in shape(narrative.sheet)] == ["责任", "防控", "加分项"]
    assert len(narrative.placed) == 9


@pytest.mark.parametrize("text", ["满分30分", "满分30分。因场地改造未开放。", "权重30分"])
def test_points_directly_behind_a_name_declare_without_a_claim(text: str) -> None:
    rows = _shape(f"1、设施（满分50分，自评48分）\n（1）居室：满分20分，自评18分\n（2）餐厅：{text}")
    assert rows[2] == (1, "餐厅", "30", None, "")


def test_points_in_a_sentence_declare_nothing_without_a_claim() -> None:
    rows = _shape("1、设施（满分50分，自评48分）\n（1）居室：满分20分，自评18分\n（2）餐厅：对照标准满分30分逐项自查")
    assert rows[2] == (1, "餐厅", None, None, "")
