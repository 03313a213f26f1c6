"""Several items in one paragraph of a report, and several scores said together for several items."""

from __future__ import annotations

from typing import Any

import pytest

from extract.claims import find_claims
from models import SelfReport
from tests.extract.documents import document, line
from tests.extract.reports import shape


def report(*lines: str) -> SelfReport:
    return find_claims(document(line("云溪县石桥镇2023年度工作自评报告", 22, True), *lines))


def shapes(*lines: str) -> list[list[tuple[Any, ...]]]:
    return [shape(sheet) for sheet in report(*lines).sheets]


ONE_PARAGRAPH = {
    "numbered with brackets": (
        (
            "一、基础工作（分值20分，自评得18分）",
            "1.机构设置（分值10分，自评10分），成立专班并明确职责；2.制度建设（分值10分，自评8分），制定制度6项。",
        ),
        [(0, "基础工作", "20", "18", ""), (1, "机构设置", "10", "10", ""), (1, "制度建设", "10", "8", "")],
    ),
    "numbered within the paragraph of the heading": (
        (
            "（一）组织领导（分值15分，自评得14分）。1.领导重视（分值5分，自评得5分）。专题研究4次。2.经费投入（分值10分，自评得9分）。投入32万元。",
            "（二）业务工作（分值10分，自评得10分）。全部办结。",
        ),
        [
            (0, "组织领导", "15", "14", ""), (1, "领导重视", "5", "5", ""), (1, "经费投入", "10", "9", ""),
            (0, "业务工作", "10", "10", ""),
        ],
    ),
    "circled, scores at the end of each": (
        (
            "一、宣传工作（分值9分，自评得8分）",
            "①信息报送，全年报送40篇，自评得5分。②媒体宣传，市级以上媒体采用2篇，自评得3分。",
        ),
        [
            (0, "宣传工作", "9", "8", ""), (1, "信息报送，全年报送40篇", None, "5", ""),
            (1, "媒体宣传，市级以上媒体采用2篇", None, "3", ""),
        ],
    ),
    "groups in one paragraph each": (
        (
            "（一）投入（满分10分，自评得10分）：（1）立项（满分4分，自评得4分），手续齐全。（2）资金（满分6分，自评得6分），足额到位。",
            "（二）产出（满分20分，自评得19分）：（1）数量（满分12分，自评得12分），全部完成。（2）质量（满分8分，自评得7分），一处返工。",
        ),
        [
            (0, "投入", "10", "10", ""), (1, "立项", "4", "4", ""), (1, "资金", "6", "6", ""),
            (0, "产出", "20", "19", ""), (1, "数量", "12", "12", ""), (1, "质量", "8", "7", ""),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_PARAGRAPH)
def test_each_item_of_a_paragraph_has_its_score(name: str) -> None:
    lines, expected = ONE_PARAGRAPH[name]
    assert shapes(*lines) == [expected]


def test_places_in_a_divided_paragraph() -> None:
    text = "1.机构（分值10分，自评10分），已成立；2.制度（分值10分，自评8分），有6项。"
    (sheet,) = report("一、基础（分值20分，自评得18分）", text).sheets
    second = sheet.items[0].children[1]
    assert second.claimed_evidence is not None
    where = second.claimed_evidence.where
    assert where.block == 2
    assert text[where.start : where.end] == second.claimed_evidence.quote == "自评8分"


def test_awards_for_parts_stay_with_their_item() -> None:
    lines = (
        "（一）组织领导（分值10分，自评得9分）",
        "全年工作：1.成立领导小组，得5分；2.召开会议3次，少1次，得4分。",
    )
    assert shapes(*lines) == [[(0, "组织领导", "10", "9", "+5 +4")]]


TOGETHER = {
    "names and scores": (
        "机构设置、制度建设、人员配备三项指标自评得分分别为5分、4分、3分。",
        [("机构设置", None, "5"), ("制度建设", None, "4"), ("人员配备", None, "3")],
    ),
    "a verb": (
        "其中，决策、过程、产出和效益四类指标分别得18分、20分、26.5分和29分。",
        [("决策", None, "18"), ("过程", None, "20"), ("产出", None, "26.5"), ("效益", None, "29")],
    ),
    "maxima too": (
        "产出数量、产出质量两个指标的分值分别为10分、15分，得分分别为9分、15分。",
        [("产出数量", "10", "9"), ("产出质量", "15", "15")],
    ),
    "names in the clause before": (
        "一级指标包括投入、过程、产出三项，得分依次为20分、19分、38分。",
        [("投入", None, "20"), ("过程", None, "19"), ("产出", None, "38")],
    ),
    "numbers without a unit but the last": (
        "决策类、过程类、效益类指标得分分别为19、18.5、30分。",
        [("决策", None, "19"), ("过程", None, "18.5"), ("效益", None, "30")],
    ),
    "a name that joins two words": (
        "组织与领导、宣传和培训两项指标自评得分分别为8分和7分。",
        [("组织与领导", None, "8"), ("宣传和培训", None, "7")],
    ),
    "measured values said together before them": (
        "数量达标率、质量合格率分别为98%、100%，自评得分分别为9.8分、10分。",
        [("数量达标率", None, "9.8"), ("质量合格率", None, "10")],
    ),
    "the parts of an item, with their maxima": (
        "由资金管理和组织实施两个二级指标构成，权重分别为12分、8分，得分分别为11分、8分。",
        [("资金管理", "12", "11"), ("组织实施", "8", "8")],
    ),
    "codes": (
        "A1项目立项、A2绩效目标、A3资金投入得分分别为6分、5分和8分。",
        [("项目立项", None, "6"), ("绩效目标", None, "5"), ("资金投入", None, "8")],
    ),
    "in brackets": (
        "投入、产出两部分（得分分别为20分、45分）均完成目标。",
        [("投入", None, "20"), ("产出", None, "45")],
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_scores_said_together(name: str) -> None:
    sentence, expected = TOGETHER[name]
    (sheet,) = report(sentence).sheets
    assert [row[1:4] for row in shape(sheet)] == expected
    assert report(sentence).not_understood == ()


def test_places_of_scores_said_together() -> None:
    text = "机构设置、制度建设两项指标自评得分分别为5分、4分。"
    (sheet,) = report(text).sheets
    quotes = [item.claimed_evidence.quote for item in sheet.items if item.claimed_evidence]
    assert quotes == ["5分", "4分"]
    assert [item.label for item in sheet.items] == ["机构设置", "制度建设"]


UNFIT = {
    "more scores than names": "机构设置、制度建设两项指标自评得分分别为5分、4分、3分。自评总得分12分。",
    "villages": "甲村、乙村、丙村得分分别为5分、4分、3分。自评总得分12分。",
    "years": "2021年、2022年、2023年得分分别为5分、4分、3分。自评总得分12分。",
    "no names": "三项指标分别得5分、4分、3分。自评总得分12分。",
}


@pytest.mark.parametrize("name", UNFIT)
def test_scores_that_fit_no_names_are_told(name: str) -> None:
    found = report(UNFIT[name])
    assert [item for sheet in found.sheets for item in sheet.items] == []
    assert ["5分、4分、3分" in part.evidence.quote for part in found.not_understood] == [True]


def test_losses_said_together_claim_nothing() -> None:
    found = report("预算编制、资金管理两项分别扣2分、1分，自评总得分97分。")
    assert [item.claimed for sheet in found.sheets for item in sheet.items] == []
    assert ["分别扣2分、1分" in part.evidence.quote for part in found.not_understood] == [True]


def test_awards_that_make_up_the_score_of_their_item_are_its_parts() -> None:
    lines = ("（一）会议（分值10分，自评得9分）", "三次会议分别得4分、3分、2分。")
    assert shapes(*lines) == [[(0, "会议", "10", "9", "+4 +3 +2")]]


def test_scores_of_the_items_above_said_again_lose_nothing() -> None:
    lines = (
        "一、会议（分值10分，自评得9分）",
        "全年会议4次。",
        "二、培训（分值20分，自评得20分）",
        "以上两项自评得分分别为9分、20分。",
    )
    assert report(*lines).not_understood == ()
    other = report(*lines[:-1], "以上两项自评得分分别为9分、19分。").not_understood
    assert [part.kind for part in other] == ["mention"]


NOT_SAID = (
    "优秀、良好、合格单位分别得5分、3分、1分以上的，给予奖励。自评总得分90分。",
    "一等奖、二等奖每项分别加3分、2分。自评总得分90分。",
    "甲乙两组分别为12人、15人，自评总得分90分。",
)


@pytest.mark.parametrize("sentence", NOT_SAID)
def test_rules_and_other_numbers_are_no_scores(sentence: str) -> None:
    assert [item for sheet in report(sentence).sheets for item in sheet.items] == []
