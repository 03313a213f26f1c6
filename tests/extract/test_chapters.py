"""Tables under the headings of one rubric become one sheet; tables of several rubrics stay apart."""

from __future__ import annotations

import pytest

from extract.rubric import find_rubric, find_rubrics
from models import Item, Rubric
from tests.extract.documents import document, line
from tests.extract.tables import table

HEAD = "|序号|考核内容|分值|评分标准|\n"
ONE = HEAD + "|1|值班|12|缺一次扣1分|\n|2|台账|8|不完整扣2分|"
TWO = HEAD + "|1|巡查|50|缺一次扣1分|\n|2|整改|30|每处扣2分|"
MORE = "|加分事项|分值|加分标准|\n|经验推广|3|每项加1分|"
LESS = "|扣分事项|分值|扣分标准|\n|通报批评|4|每次扣2分|"
TITLE = line("云溪县林业局关于开展考核的通知", 22, True)


def _read(*blocks: str) -> Rubric:
    drawn = (table(block) if block.startswith("|") else block for block in blocks)
    return find_rubric(document(TITLE, "现将考核细则印发给你们，请各乡镇认真组织落实，按时上报。", *drawn))


def _shape(items: tuple[Item, ...]) -> list[str]:
    return [
        f"{item.id} {item.name} {item.max_points}{'' if item.kind == 'base' else ' ' + item.kind}"
        for root in items
        for item in root.walk()
    ]


BASE = ["1 责任落实 20", "1.1 值班 12", "1.2 台账 8", "2 工作实绩 80", "2.1 巡查 50", "2.2 整改 30"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、责任落实（20分）", "二、工作实绩（80分）"),
        ("（一） 责任落实 （２０分）", "（二） 工作实绩 （８０分）"),
        ("1.责任落实 20分", "2.工作实绩 80分"),
    ],
)
def test_headings_with_points_are_the_first_level(first: str, second: str) -> None:
    rubric = _read(first, ONE, second, TWO)
    assert _shape(rubric.sheet.items) == BASE
    assert (rubric.coverage.score_tables, rubric.coverage.rows) == (2, 4)
    evidence = rubric.sheet.items[0].max_evidence
    assert evidence is not None and "分" in evidence.quote


def test_headings_without_points_where_their_tables_make_up_the_whole() -> None:
    rubric = _read("一、责任落实", ONE, "二、工作实绩", TWO)
    assert [(item.name, item.max_points) for item in rubric.sheet.items] == [("责任落实", None), ("工作实绩", None)]


@pytest.mark.parametrize("heading", ["三、加分项（5分）", "加分项（最高5分）", "附加分（5分）"])
def test_a_bonus_in_a_table_of_its_own(heading: str) -> None:
    shape = _shape(_read("一、责任落实（20分）", ONE, "二、工作实绩（80分）", TWO, heading, MORE).sheet.items)
    assert shape[:6] == BASE
    assert shape[6].endswith(" 5 bonus")
    assert shape[7] == "3.1 经验推广 3 bonus"


def test_additions_and_deductions_after_one_main_table() -> None:
    whole = HEAD + "|1|值班|60|缺一次扣1分|\n|2|台账|40|不完整扣2分|"
    rubric = _read("考核细则如下：", whole, "加分项（3分）", MORE, "扣分项（4分）", LESS)
    assert _shape(rubric.sheet.items) == [
        "1 值班 60", "2 台账 40", "3 加分项 3 bonus", "3.1 经验推广 3 bonus", "4 扣分项 -4 penalty",
        "4.1 通报批评 -4 penalty",
    ]  # fmt: skip


@pytest.mark.parametrize(("more", "less"), [("二、加分项", "三、扣分项"), ("附加分项", "减分项")])
def test_additions_and_deductions_without_points(more: str, less: str) -> None:
    whole = HEAD + "|1|值班|60|缺一次扣1分|\n|2|台账|40|不完整扣2分|"
    added = "|序号|加分内容|加分标准|\n|1|经验推广|每项加2分，最高5分|"
    lost = "|序号|扣分内容|扣分标准|\n|1|通报批评|每次扣2分|"
    items = _read("一、基本分（100分）", whole, more, added, less, lost).sheet.items
    assert [(item.name, item.kind) for item in items[2:]] == [(items[2].name, "bonus"), (items[3].name, "penalty")]
    assert [child.name for item in items[2:] for child in item.children] == ["经验推广", "通报批评"]
    assert all(child.criteria for item in items[2:] for child in item.children)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、乡镇考核（100分）", "二、部门考核（100分）"),
        ("一、乡镇考核标准", "二、部门考核标准"),
        ("一、责任落实", "附件2"),
        ("表1 责任落实（20分）", "表2 工作实绩（80分）"),
        ("责任落实按下表执行。", "工作实绩按下表执行。"),
    ],
)
def test_tables_of_several_rubrics_stay_apart(first: str, second: str) -> None:
    drawn = document(TITLE, first, table(ONE), second, table(TWO))
    assert [len(rubric.sheet.items) for rubric in find_rubrics(drawn)] == [2, 2]
