"""Scores that running text states of named items."""

from __future__ import annotations

from typing import Any

import pytest

from extract.outline import outline
from extract.statements import Statements, statements
from tests.extract.reports import report, shape, total


def _read(text: str, *names: str) -> list[Statements]:
    return [one for part in outline(report(text)) for one in statements(part, names)]


def _shape(text: str, *names: str) -> list[tuple[Any, ...]]:
    (one,) = _read(text, *names)
    return shape(one.sheet)


def test_items_named_in_sentences_with_the_total_before_them() -> None:
    (one,) = _read(
        """
        ●评价结论
        满分100分，最终评价得分为87.4分，等级“良”。其中，决策类指标权重为20分，得分为18分；过程类指标权重20分，得
        分为20分，得分率100%。“效益”类指标满分60分，得49.4分。
        """
    )
    assert (one.sheet.title, one.sheet.form, total(one.sheet)) == ("评价结论", "statements", ("100", "87.4"))
    assert shape(one.sheet) == [(0, "决策", "20", "18", ""), (0, "过程", "20", "20", ""), (0, "效益", "60", "49.4", "")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("决策类指标权重为20分，得分为18分。", ("决策", "20", "18")),
        ("决策类指标由2个二级指标构成，权重分20分，实际得分18分。", ("决策", "20", "18")),
        ("产出指标得分率为90%，得分18分，满分20分。", ("产出", "20", "18")),
        ("其中：过程类得分18分。", ("过程", None, "18")),
        ("社会效益方面得分18分。", ("社会效益", None, "18")),
        ("在评价中，决策类指标共20分，得分18分。", ("决策", None, "18")),
        ("资料齐全，故决策类指标得分18分。", ("决策", None, "18")),
        ("缺一项资料，因此决策指标得分为18分。", ("决策", None, "18")),
        ("决策指标分值20分，评价得18分。", ("决策", "20", "18")),
    ],
)
def test_ways_to_name_an_item(sentence: str, expected: tuple[str, str | None, str]) -> None:
    assert _shape(sentence)[0][1:4] == expected


def test_a_share_of_the_weight_before_the_name_that_it_belongs_to() -> None:
    (one,) = _read("问卷知晓率为84%，根据评分标准得70%权重分，故效益类指标得分为5.8分。")
    assert shape(one.sheet) == [(0, "效益", None, "5.8", "+70%")]


@pytest.mark.parametrize(
    "sentence",
    [
        "该项指标得分为3分。",
        "本指标满分3分，得分2分。",
        "各项指标得分90分。",
        "我局自评得分95分。",
        "三级指标得分90分。",
        "决策类指标得分90分以上为优。",
        "四个方面自评得分合计95分。",
        "6个方面得分95分。",
    ],
)
def test_sentences_that_name_no_item(sentence: str) -> None:
    assert _read(sentence) == []


def test_paragraphs_that_begin_with_a_code() -> None:
    (one,) = _read(
        """
        三、指标分析
        1. 决策情况
        决策类指标由1个二级指标和3个三级指标构成，权重分9分，实际得分8分，得分率88.89%。
        (1) 满分指标
        A11 依据充分性：依据相关条例设立；符合部门职责。
        根据评分标准得100%权重分，故该项指标得分为4分。
        A12 程序规范性：按程序申请。根据评分标准得100%权重分,故该项指标得分为2分。A13 目标合理性:目标合理。
        根据评分标准得 3 分。
        (2) 扣分指标
        A14 编制科学性：预算未细化。该指标满分3分，故该项指标得分为2分。
        2. 过程情况
        过程类指标权重分5分，得分5分。
        B11 执行率：执行率为100%，得5分。
        """
    )
    assert one.sheet.title == "指标分析"
    assert shape(one.sheet) == [
        (0, "决策", "9", "8", ""),
        (1, "依据充分性", None, "4", "+100%"),
        (1, "程序规范性", None, "2", "+100%"),
        (1, "目标合理性", None, "3", "+3"),
        (1, "编制科学性", "3", "2", ""),
        (0, "过程", "5", "5", ""),
        (1, "执行率", None, "5", "+5"),
    ]
    assert [item.code for item in one.sheet.walk()] == [None, "A11", "A12", "A13", "A14", None, "B11"]


def test_names_known_from_tables_are_enough() -> None:
    text = "资金落实得分9分，满分10分。"
    assert _read(text) == []
    assert _shape(text, "资金落实", "项目立项") == [(0, "资金落实", "10", "9", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("立项依据分值8分，得分8分；绩效目标分值8分，得分6分。", ["立项依据 8 8", "绩效目标 8 6"]),
        ("立项依据得分8分（满分8分）、绩效目标得分6分（满分8分）。", ["立项依据 8 8", "绩效目标 8 6"]),
        (
            "决策得分18分，过程得分20分，产出得分29分，效益得分20分。",
            ["决策 None 18", "过程 None 20", "产出 None 29", "效益 None 20"],
        ),
        ("自评得分67分，其中决策得18分、过程得20分、产出得29分。", ["决策 None 18", "过程 None 20", "产出 None 29"]),
        ("自评得分95分。其中：投入18分，过程32分，产出45分。", ["投入 None 18", "过程 None 32", "产出 None 45"]),
    ],
)
def test_items_that_a_text_goes_through_in_a_row(text: str, expected: list[str]) -> None:
    assert [f"{name} {most} {claim}" for _, name, most, claim, _ in _shape(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "印发方案，得5分、召开会议得5分、建立台账得3分。",
        "基本分满分95分，得94分；加分满分5分，得1分。",
        "其中：城区投入18万元，乡镇投入32万元。",
        "自评得分95分。全县共有对象18人，其中老人5人。",
    ],
)
def test_rows_that_are_none(text: str) -> None:
    assert _read(text) == []


def test_each_place_is_a_sheet_of_its_own() -> None:
    found = _read(
        """
        一、摘要
        综合得分88分，其中，决策类指标得分38分，过程类指标得分50分。
        二、结论
        综合得分87分，其中，决策类指标得分37分，过程类指标得分50分。
        三、分析
        决策类指标得分37分。
        """
    )
    assert [(one.sheet.title, total(one.sheet)[1], len(one.sheet.items)) for one in found] == [
        ("摘要", "88", 2),
        ("结论", "87", 2),
        ("分析", None, 1),
    ]


def test_points_in_a_heading_are_the_headings_own() -> None:
    assert _read("（一）决策指标分值10分，自评得分9分\n正文。") == []


def test_what_names_its_own_heading_is_the_headings_own() -> None:
    assert _read("（一）决策（20分）\n决策指标下设2个二级指标，满分20分，评价得分17分。") == []


def test_which_phrases_are_spoken_for() -> None:
    (one,) = _read("综合得分88分，其中，决策类指标得分38分，过程类指标得分50分。会议2次（得2分）。")
    assert (len(one.items), len(one.total)) == (2, 1)


@pytest.mark.parametrize(
    ("which", "maximum"),
    [
        ("其中：投入指标15分，得14分；过程指标35分，得33.5分。", "15"),
        ("其中：投入（15分）得14分、过程（35分）得33.5分。", "15"),
        ("其中投入15分，自评14分；过程35分，自评33.5分。", "15"),
        ("其中投入14分、过程33.5分。", None),
        ("其中：投入14分（满分15分）、过程33.5分（满分35分）。", "15"),
        ("具体得分情况：投入15分，自评14分；过程35分，自评33.5分。", "15"),
        ("各项得分如下：投入14分、过程33.5分。", None),
    ],
)
def test_a_number_that_a_score_follows_is_what_it_is_out_of(which: str, maximum: str | None) -> None:
    (one,) = _read(f"经评价，我局自评得分47.5分。{which}")
    assert total(one.sheet) == (None, "47.5")
    assert [row[1:4] for row in shape(one.sheet)] == [
        ("投入", maximum, "14"),
        ("过程", maximum and "35", "33.5"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "A11立项依据，分值4分，得分4分。依据充分。\nA12立项程序，分值14分，得分13分。不规范，扣1分。",
        "A11立项依据，该指标分值4分，得4分。\nA12立项程序，该指标分值14分，扣1分，得13分。",
        "A11立项依据（4分），得4分。依据充分。\nA12立项程序（14分），得13分。不规范，扣1分。",
        "A11.立项依据。该指标满分4分，依据充分，得4分。\nA12.立项程序。该指标满分14分，扣1分，得13分。",
        "A11立项依据：分值4分，得分4分。\nA12立项程序：分值14分，得分13分，扣1分。",
    ],
)
def test_codes_and_names_before_their_points(lines: str) -> None:
    (one,) = _read(f"（一）决策指标\n决策指标分值18分，评价得17分。\n{lines}")
    assert [row[:4] for row in shape(one.sheet)] == [
        (0, "决策", "18", "17"),
        (1, "立项依据", "4", "4"),
        (1, "立项程序", "14", "13"),
    ]


def test_a_heading_with_its_points_is_no_label_of_a_sentence() -> None:
    assert not [one for one in _read("A1办学方向（20分，自评19分）\n管理规范。") if shape(one.sheet)]


def test_a_score_rate_is_a_detail_of_the_item_before_it() -> None:
    (one,) = _read(
        "决策类指标权重20分，得分18分，得分率90%；过程类指标权重20分，得分17分，得分率为85.00%。整体得分率87.5%。"
    )
    rates = [[(detail.heading, detail.text) for detail in item.details] for item in one.sheet.items]
    assert rates == [[("得分率", "90%")], [("得分率", "85.00%")]]


def test_a_name_that_only_holds_a_word_of_sums_is_a_name() -> None:
    (one,) = _read("我街道自评得分98分，其中：组织领导39分（满分40分）、军民共建59分（满分60分）。")
    assert total(one.sheet) == (None, "98")
    assert [row[1:4] for row in shape(one.sheet)] == [("组织领导", "40", "39"), ("军民共建", "60", "59")]


def test_points_lost_between_a_maximum_and_its_score_are_mentions() -> None:
    (one,) = _read("我单位自评得分93分。具体得分情况：制度体系35分，扣2分，得33分；节能管理65分，不扣分，得60分。")
    assert shape(one.sheet) == [(0, "制度体系", "35", "33", "-2"), (0, "节能管理", "65", "60", "=0")]
