"""Score columns of several scorers side by side: each is a sheet of its own."""

from __future__ import annotations

import pytest

from audit import audit
from extract.claims import find_claims
from models import ScoreSheet, SelfReport
from tests.extract.documents import document, line
from tests.extract.tables import table


def report(drawing: str) -> SelfReport:
    return find_claims(document(line("云溪县石桥镇2023年度工作自评表", 22, True), table(drawing)))


def scores(sheet: ScoreSheet) -> str:
    claims = " ".join(str(item.claimed) for item in sheet.leaves())
    whole = "" if sheet.total is None or sheet.total.claimed is None else f" = {sheet.total.claimed}"
    return f"{sheet.scorer or '-'}: {claims}{whole}"


SCORERS = {
    "self, review, result": (
        """
        |指标|分值|自评分|复评分|考核得分|
        |制度|40|40|38|38|
        |执行|60|58|55|50|
        |合计|100|98|93|88|
        """,
        ["-: 40 58 = 98", "复评分: 38 55 = 93", "考核得分: 38 50 = 88"],
    ),
    "experts and their mean": (
        """
        |评价内容|分值|专家1|专家2|专家3|平均分|
        |方案|50|45|48|42|45|
        |团队|50|40|41|45|42|
        |总分|100|85|89|87|87|
        """,
        ["-: 45 42 = 87", "专家1: 45 40 = 85", "专家2: 48 41 = 89", "专家3: 42 45 = 87"],
    ),
    "experts alone": (
        """
        |评分项目|分值|评委一|评委二|
        |方案|60|50|55|
        |答辩|40|30|35|
        """,
        ["-: 50 30", "评委二: 55 35"],
    ),
    "below a common heading, two levels": (
        """
        |一级指标|二级指标|标准分|得分|<|<|备注|
        |^|^|^|自评|镇评|县评|^|
        |管理|机构|10|10|9|8| |
        |^|制度|20|20|20|18| |
        |业务|受理|70|69|66|65| |
        """,
        ["-: 10 20 69", "镇评: 9 20 66", "县评: 8 18 65"],
    ),
    "scores and remarks below the name of each scorer": (
        """
        |指标|分值|乡镇自评|<|县级考核|<|
        |^|^|得分|说明|得分|说明|
        |巡查|50|50|达标|45|缺2次|
        |整治|50|48|差1处|40|差5处|
        |合计|100|98| |85| |
        """,
        ["-: 50 48 = 98", "县级考核: 45 40 = 85"],
    ),
    "self and finance with sums of groups": (
        """
        |考核项目|考核内容|分值|单位自评|财政评分|
        |投入|预算编制|20|20|18|
        |^|小计|20|20|18|
        |产出|完成率|80|80|76|
        |^|小计|80|80|76|
        |总计|<|100|100|94|
        """,
        ["-: 20 80 = 100", "财政评分: 18 76 = 94"],
    ),
}


@pytest.mark.parametrize("name", SCORERS)
def test_each_scorer_has_a_sheet(name: str) -> None:
    drawing, expected = SCORERS[name]
    assert [scores(sheet) for sheet in report(drawing).sheets] == expected


@pytest.mark.parametrize("name", SCORERS)
def test_scorers_who_differ_contradict_nothing(name: str) -> None:
    assert [f.code for f in audit(report(SCORERS[name][0])).findings if f.severity != "note"] == []


def test_every_scorer_is_checked_alone() -> None:
    drawing = """
        |指标|分值|自评分|复评分|
        |制度|40|40|41|
        |执行|60|58|55|
        |合计|100|98|95|
    """
    found = [(f.code, f.item) for f in audit(report(drawing)).findings if f.severity == "error"]
    assert found == [("C201", "制度"), ("C204", "总分")]


def test_wrong_maxima_are_told_once() -> None:
    drawing = """
        |一级指标|二级指标|分值|自评分|复评分|
        |管理（30分）|机构|10|10|9|
        |^|制度|25|20|20|
    """
    found = [f.code for f in audit(report(drawing)).findings if f.severity != "note"]
    assert found.count("C206") == 1


def test_titles_and_places() -> None:
    first, second, _ = report(SCORERS["self, review, result"][0]).sheets
    assert (first.scorer, second.title) == (None, "评分表（复评分）")
    evidence = second.items[0].claimed_evidence
    assert evidence is not None
    assert (evidence.quote, evidence.where.row, evidence.where.column) == ("38", 1, 3)
    assert [item.max_points for item in second.items] == [40, 60]


ONE_SCORER = {
    "a column that nobody filled in": "|指标|分值|自评分|复评分|\n|制度|40|40| |\n|执行|60|58| |",
    "a few corrections": "|指标|分值|自评分|复评分|\n|制度|10|10| |\n|执行|10|9|8|\n|宣传|10|9| |\n|培训|10|9| |",
    "a rate": "|指标|分值|得分|得分率|\n|制度|40|40|100%|\n|执行|60|57|95%|",
}


@pytest.mark.parametrize("name", ONE_SCORER)
def test_a_column_that_is_no_scoring(name: str) -> None:
    assert len(report(ONE_SCORER[name]).sheets) == 1


def test_corrections_stay_details() -> None:
    sheet = report(ONE_SCORER["a few corrections"]).sheets[0]
    assert [(d.heading, d.text) for d in sheet.items[1].details] == [("复评分", "8")]


def test_what_only_others_judge_is_no_forgotten_claim() -> None:
    drawing = """
        |指标|分值|自评分|考核组评分|
        |制度|45|45|44|
        |执行|40|38|37|
        |社会满意度|15|—|13.8|
        |合计|100|83|94.8|
        """
    found = [(one.code, one.severity) for one in audit(report(drawing)).findings]
    assert ("C205", "warning") not in found
    assert all(severity == "note" for _, severity in found)
