"""The budget block of the form 项目支出绩效自评表, as bodies print it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit import audit
from extract import extract_claims
from models import Item, SelfReport
from tests.extract.documents import document
from tests.extract.tables import table

D = Decimal

INDICATORS = """
|绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施|
|^|产出指标|数量指标|改造厨房数|≥62间|62间|50|50||
|^|效益指标|社会效益|食品安全知晓率|≥90%|93%|30|30||
|^|满意度指标|满意度|就餐老人满意度|≥90%|93%|10|10||
|总分|<|<|<|<|<|100|99.33||
"""

STANDARD = """
|项目资金\\n（万元）|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分|
|^|^|年度资金总额|860.00|820.00|765.06|10|93.30%|9.33|
|^|^|其中：当年财政拨款|800.00|800.00|745.06|—|93.13%|—|
|^|^|其他资金|60.00|20.00|20.00|—|100%|—|
"""
LETTERS = """
|项目资金\\n（万元）|<||年初预算数（A）|全年预算数（B）|全年执行数（C）|分值\\n（10分）|执行率（C/B）|得分|
|^|^|年度资金总额|860|820|765.06|10|93.3%|9.33|
|^|^|其中：财政拨款|800|800|745.06|/|93.1%|/|
"""
NO_POINTS = """
|资金情况（万元）|<||年初预算|全年预算（A）|全年执行（B）|执行率（B/A）|<|得分|
|^|^|年度资金总额：|860.00|820.00|765.06|93.30%|<|9.33|
|^|^|其中：一般公共预算|860.00|820.00|765.06|93.30%|<||
"""
IN_LABEL = """
|预算执行情况\\n（10分）|<|资金来源|年初预算数|调整后预算数|实际支出数|执行率|<|得分|
|^|^|资金总额|860.00|820.00|765.06|93.30%|<|9.33|
|^|^|财政资金|860.00|820.00|765.06|93.30%|<||
"""
IN_HEADING = """
|项目资金|<||年初预算数|全年预算数|全年执行数|执行率（%）|<|得分（10分）|
|^|^|年度资金总额|860.00万元|820.00万元|765.06万元|93.30|<|9.33|
"""
ONE_LINE = """
|预算执行情况（万元）|<|年初预算数|调整预算数|全年预算数|全年支出数|分值|支出率|得分|
|^|<|860.00|-40.00|820.00|765.06|10|93.30%|9.33|
"""


def read(block: str, total: str = "99.33") -> SelfReport:
    drawing = "|项目名称|<|助老食堂|<|<|<|<|<|<|" + block + INDICATORS.replace("99.33", total)
    lines = (line for line in drawing.replace("|\n|", "|\n|").splitlines() if line.strip())
    return extract_claims(document(table("\n".join(lines))))


def budget(report: SelfReport) -> Item:
    (sheet,) = report.sheets
    return sheet.items[0]


@pytest.mark.parametrize(
    ("block", "name", "points"),
    [
        (STANDARD, "年度资金总额", 10),
        (LETTERS, "年度资金总额", 10),
        (NO_POINTS, "年度资金总额", None),
        (IN_LABEL, "资金总额", 10),
        (IN_HEADING, "年度资金总额", 10),
        (ONE_LINE, "预算执行情况（万元）", 10),
    ],
    ids=["standard", "letters", "no points", "in label", "in heading", "one line"],
)
def test_the_line_that_is_scored(block: str, name: str, points: int | None) -> None:
    report = read(block)
    item = budget(report)
    assert [i.name for i in report.sheets[0].items] == [name, "产出指标", "效益指标", "满意度指标"]
    assert (item.max_points, item.claimed) == (points, D("9.33"))
    assert (item.max_evidence is None) == (points is None)
    numbers = {(f.role, f.value, f.unit) for f in report.facts if f.item == item.id}
    unit = "万元" if block is IN_HEADING else None
    assert numbers == {("planned", D(820), unit), ("done", D("765.06"), unit), ("actual", D("93.3"), "%")}
    assert report.not_understood == ()
    assert audit(report).findings == ()


def test_a_plan_that_may_have_been_changed_is_one_of_several() -> None:
    block = """
    |项目资金|<||年初预算数|到位资金|全年执行数|分值|执行率|得分|
    |^|^|年度资金总额|860.00|820.00|765.06|10|93.30%|9.33|
    """
    planned = [f.value for f in read(block).facts if f.role == "planned"]
    assert planned == [D(820)]
    block = block.replace("到位资金", "调整预算数")
    assert [f.value for f in read(block).facts if f.role == "planned"] == [D(860), D(820)]
    assert audit(read(block)).findings == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("765.06", "按实际支出"),  # no amount
        ("全年执行数", "上年结转数"),  # nothing spent
        ("全年预算数", "备注"),  # no plan but the first one, which is enough for nothing
    ],
)
def test_without_both_amounts_nothing_is_measured(old: str, new: str) -> None:
    report = read(STANDARD.replace(old, new).replace("年初预算数", "资金来源"))
    assert [f for f in report.facts if f.item == "1" and f.role in ("planned", "done")] == []


V401, V403 = ("V401", "error"), ("V403", "warning")
NOT_FOLLOWING, LEVEL, USUAL = ("V401", "warning"), ("V401", "note"), ("V403", "note")


@pytest.mark.parametrize(
    ("spent", "rate", "score", "expected"),
    [
        ("765.06", "93.30%", "9.33", []),
        ("765.06", "93.3%", "9.3", []),
        ("765.06", "93%", "9.3", []),  # from the printed rate
        ("765.10", "93%", "9.33", []),  # from the amounts
        ("769.98", "93.89%", "9.39", []),  # 93.9, cut
        ("819.70", "99.96%", "10", []),  # 9.996
        ("820.00", "100%", "10", []),
        ("828.20", "101%", "10", []),
        ("828.20", "100%", "10", []),
        ("765.06", "95.30%", "9.53", [V401]),
        ("765.06", "95.30%", "9.33", [V401]),
        ("765.06", "93.30%", "9.80", [NOT_FOLLOWING]),
        ("765.06", "93.30%", "9.03", [NOT_FOLLOWING]),
        ("765.06", "93.30%", "9", []),  # no other score of the form has decimals
        ("765.06", "93.30%", "10", [USUAL]),
        ("508.40", "62.00%", "10", [V403]),
        ("765.06", "—", "9.33", []),
        ("765.06", "—", "9.80", [NOT_FOLLOWING]),
        ("0.00", "0%", "0", []),
    ],
)
def test_rate_and_score(spent: str, rate: str, score: str, expected: list[tuple[str, str]]) -> None:
    block = STANDARD.replace("765.06|10|93.30%|9.33", f"{spent}|10|{rate}|{score}")
    found = audit(read(block, str(D(90) + D(score)))).findings
    assert [(f.code, f.severity) for f in found] == expected
    assert all(f.item == "年度资金总额" for f in found)


@pytest.mark.parametrize("score", ["9.33", "9.80"])
def test_points_that_only_the_total_tells(score: str) -> None:
    found = audit(read(NO_POINTS.replace("|9.33|", f"|{score}|"), str(D(90) + D(score)))).findings
    assert [f.code for f in found] == ([] if score == "9.33" else ["V401"])


def test_two_plans_prove_nothing() -> None:
    block = """
    |项目资金|<||年初预算数|调整预算数|全年执行数|分值|执行率|得分|
    |^|^|年度资金总额|860.00|820.00|765.06|10|95.30%|9.53|
    """
    assert [(f.code, f.severity) for f in audit(read(block, "99.53")).findings] == [NOT_FOLLOWING]
    same = block.replace("95.30%|9.53", "88.96%|8.90")  # of the first plan
    assert audit(read(same, "98.90")).findings == ()


def test_a_wrong_score_explains_the_total() -> None:
    found = audit(read(STANDARD.replace("|9.33|", "|9.80|"), "99.33")).findings
    assert [(f.code, f.consequence_of is not None) for f in found if f.severity != "note"] == [("V401", False)]


@pytest.mark.parametrize(("score", "expected"), [("9", [LEVEL]), ("8.6", [NOT_FOLLOWING])])
def test_whole_points_may_be_those_of_a_level(score: str, expected: list[tuple[str, str]]) -> None:
    report = read(STANDARD.replace("|9.33|", f"|{score}|"), str(D("89.5") + D(score)))
    (sheet,) = report.sheets
    leaf = sheet.items[2].children[0].children[0].model_copy(update={"claimed": D("29.5")})
    group = sheet.items[2].children[0].model_copy(update={"children": (leaf,)})
    items = (*sheet.items[:2], sheet.items[2].model_copy(update={"children": (group,)}), sheet.items[3])
    changed = report.model_copy(update={"sheets": (sheet.model_copy(update={"items": items}),)})
    assert [(f.code, f.severity) for f in audit(changed).findings] == expected
