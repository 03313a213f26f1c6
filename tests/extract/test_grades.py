"""Columns of grades as the only points of a table."""

from __future__ import annotations

import pytest

from extract.claims import find_claims
from extract.rubric import find_rubric
from extract.score_table import understand
from models import NothingFound
from tests.extract.documents import document
from tests.extract.tables import table
from tests.extract.test_score_table import outline

GRADED = {
    "points in the headings": (
        """
        |序号|评估内容|优(10)|良(8)|一般(6)|差(0)|
        |1|服务态度| | | | |
        |2|办事效率| | | | |
        """,
        ["服务态度 10", "办事效率 10"],
        [["10", "8", "6", "0"]] * 2,
    ),
    "points in the cells": (
        """
        |考核项目|优秀|良好|合格|不合格|
        |出勤|20|15|10|0|
        |业绩|30分|25分|15分|0分|
        |合计|50| | | |
        """,
        ["出勤 20", "业绩 30"],
        [["20", "15", "10", "0"], ["30", "25", "15", "0"]],
    ),
    "rules in the cells": (
        """
        |评价指标|A|B|C|
        |制度|制度健全，得10分|制度较健全，得6分|无制度，得0分|
        |执行|执行到位（20分）|基本到位（12分）|不到位（5分）|
        """,
        ["制度 10", "执行 20"],
        [["10", "6", "0"], ["20", "12", "5"]],
    ),
    "below a common heading, beside a score": (
        """
        |评估内容|评价等级|<|<|<|得分|
        |^|优（5分）|良（4分）|中（3分）|差（1分）|^|
        |环境| | | | |4|
        |安全| | | | |5|
        """,
        ["环境 5/4", "安全 5/5"],
        [["5", "4", "3", "1"]] * 2,
    ),
    "points in a row below the grades": (
        """
        |评价内容|好|较好|一般|差|
        |^|15|12|9|3|
        |组织管理| | | | |
        |档案资料| | | | |
        """,
        ["组织管理 15", "档案资料 15"],
        [["15", "12", "9", "3"]] * 2,
    ),
    "two levels, grades from bad to good": (
        """
        |一级指标|二级指标|差 0分|中 3分|优 5分|
        |管理|制度| | | |
        |^|人员| | | |
        |服务|质量| | | |
        """,
        ["管理", "  制度 5", "  人员 5", "服务", "  质量 5"],
        [["0", "3", "5"]] * 3,
    ),
    "a line break between grade and points": (
        """
        |测评内容|优秀\\n（100分）|合格\\n（60分）|不合格\\n（0分）|
        |学习| | | |
        |作风| | | |
        """,
        ["学习 100", "作风 100"],
        [["100", "60", "0"]] * 2,
    ),
}


@pytest.mark.parametrize("name", GRADED)
def test_the_best_grade_is_the_maximum(name: str) -> None:
    drawing, expected, grades = GRADED[name]
    rubric = find_rubric(document(table(drawing)))
    assert outline(rubric.sheet.items) == expected
    leaves = list(rubric.sheet.leaves())
    assert [[str(rule.points) for rule in leaf.criteria[0].rules] for leaf in leaves] == grades
    assert all(rule.kind == "tier" for leaf in leaves for rule in leaf.criteria[0].rules)
    assert all(len(leaf.criteria) == 1 for leaf in leaves)


def test_evidence_and_words() -> None:
    rubric = find_rubric(document(table(GRADED["points in the headings"][0])))
    first = rubric.sheet.items[0]
    assert first.max_evidence is not None
    assert (first.max_evidence.quote, first.max_evidence.where.row, first.max_evidence.where.column) == ("10", 0, 2)
    assert (first.max_evidence.where.start, first.max_evidence.where.end) == (2, 4)
    assert [rule.condition for rule in first.criteria[0].rules] == ["优", "良", "一般", "差"]
    rules = find_rubric(document(table(GRADED["rules in the cells"][0]))).sheet.items[0].criteria[0]
    assert rules.text == "A：制度健全，得10分；B：制度较健全，得6分；C：无制度，得0分"


def test_ranges_are_left_to_judgement() -> None:
    drawing = "|考核内容|好(9-10分)|中(6-8分)|差(0-5分)|\n|宣传| | | |\n|培训| | | |"
    items = find_rubric(document(table(drawing))).sheet.items
    assert [item.max_points for item in items] == [10, 10]
    assert [(r.kind, r.least, r.most) for r in items[0].criteria[0].rules if r.kind == "discretionary"] == [
        ("discretionary", 9, 10), ("discretionary", 6, 8), ("discretionary", 0, 5),
    ]  # fmt: skip


def test_requirements_beside_the_grades_stay() -> None:
    drawing = "|评价指标|评价标准|优(10)|良(8)|差(3)|\n|教学|目标明确|√| | |\n|管理|制度健全| |√| |"
    items = find_rubric(document(table(drawing))).sheet.items
    assert [[c.text for c in item.criteria] for item in items] == [
        ["目标明确", "优(10)；良(8)；差(3)"], ["制度健全", "优(10)；良(8)；差(3)"],
    ]  # fmt: skip
    assert [rule.kind for rule in items[0].criteria[1].rules] == ["tier"] * 3
    assert [(item.max_points, item.claimed) for item in items] == [(10, 10), (10, 8)]


def test_a_tick_claims_the_points_of_its_grade() -> None:
    drawing = """
        |评估内容|优(10)|良(8)|一般(6)|差(0)|
        |服务态度|√| | | |
        |办事效率| |√| | |
        |办结时限| | | | |
    """
    (sheet,) = find_claims(document("云溪县窗口服务自评表", table(drawing))).sheets
    assert [item.claimed for item in sheet.items] == [10, 8, None]
    evidence = sheet.items[1].claimed_evidence
    assert evidence is not None
    assert (evidence.quote, evidence.where.row, evidence.where.column) == ("√", 2, 2)


def test_two_ticks_claim_nothing_and_are_told() -> None:
    drawing = "|评估内容|优(10)|良(8)|差(0)|\n|态度|√|√| |\n|效率|√| | |"
    report = find_claims(document("云溪县窗口服务自评表", table(drawing)))
    assert [item.claimed for item in report.sheets[0].items] == [None, 10]
    assert ["√" in part.evidence.quote for part in report.not_understood] == [True]


NOT_GRADED = {
    "nothing in the cells": "|评估内容|优|良|中|差|\n|态度| | | | |\n|效率| | | | |",
    "counts of votes": "|姓名|优秀|良好|合格|\n|甲|12|5|1|\n|乙|10|6|2|",
    "counts of answers": "|评价内容|满意|基本满意|不满意|\n|态度|85|10|5|\n|效率|80|12|8|",
    "shares of answers": "|评价内容|满意|基本满意|不满意|\n|态度|85%|10%|5%|\n|效率|80%|12%|8%|",
    "numbers that do not fall": "|评价内容|优|良|差|\n|态度|3|8|2|\n|效率|5|1|4|",
}


@pytest.mark.parametrize("name", NOT_GRADED)
def test_no_points_in_grades(name: str) -> None:
    with pytest.raises(NothingFound):
        find_rubric(document(table(NOT_GRADED[name])))


def test_points_of_their_own_win() -> None:
    drawing = "|指标|分值|优|良|差|\n|制度|10|健全|较健全|无|\n|执行|20|到位|基本到位|不到位|"
    found = understand(table(drawing))
    assert found is not None
    assert outline(found.sheet.items) == ["制度 10", "执行 20"]
