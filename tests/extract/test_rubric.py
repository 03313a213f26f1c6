"""Which table of a document is its rubric, and what is said when there is none."""

from __future__ import annotations

import pytest

from extract.rubric import find_rubric, find_rubrics, tables_of
from models import Cell, Document, NothingFound, ReadingNote, Table, Text, Where, dumps, load
from models.extraction import Rubric
from tests.extract.documents import document, line
from tests.extract.tables import table

RUBRIC = """
|指标体系|评价内容|分值|评分细则|
|制度建设（40分）|机构|20|1.有机构得10分；2.有人员得10分|
|^|制度|20|健全得20分|
|业务工作（60分）|受理|60|超期一件扣1分|
"""
SMALL = "|指标|分值|评分标准|\n|宣传|10|少一次扣1分|"
CLAIMED = """
|指标体系|评价内容|分值|评分细则|得分|
|制度建设（40分）|机构|20|有机构得20分|20|
|^|制度|20|健全得20分|18|
|业务工作（60分）|受理|60|超期一件扣1分|60|
"""
SCORES = "|指标|分值|得分|\n|宣传|10|9|\n|培训|10|9|\n|其他|10|9|\n|更多|10|9|"
PLAIN = "|姓名|单位|职务|\n|甲|民政局|科长|"
NOTICE = (line("云溪县民政局关于开展评价的通知", 22, True), "现就开展绩效评价有关事项通知如下，请各乡镇认真组织落实。")


def notice(*tables: str) -> Document:
    return document(*NOTICE, *(table(drawing) for drawing in tables))


def test_the_rubric_of_a_notice() -> None:
    rubric = find_rubric(notice(PLAIN, RUBRIC))
    assert rubric.title == "云溪县民政局关于开展评价的通知"
    assert [item.name for item in rubric.sheet.items] == ["制度建设", "业务工作"]
    assert (rubric.coverage.tables, rubric.coverage.score_tables, rubric.coverage.score_tables_understood) == (2, 1, 1)
    assert (rubric.coverage.rows, rubric.coverage.rows_left_out) == (3, 0)
    assert rubric.not_understood == ()


def test_json_round_trip() -> None:
    rubric = find_rubric(notice(RUBRIC))
    assert load(Rubric, dumps(rubric)) == rubric


@pytest.mark.parametrize(
    "tables", [(SMALL, RUBRIC), (RUBRIC, SMALL), (RUBRIC, SCORES), (CLAIMED, RUBRIC), (RUBRIC, CLAIMED)]
)
def test_the_main_rubric(tables: tuple[str, ...]) -> None:
    rubric = find_rubric(notice(*tables))
    leaves = list(rubric.sheet.leaves())
    assert [leaf.name for leaf in leaves] == ["机构", "制度", "受理"]
    assert all(leaf.claimed is None for leaf in leaves)


def test_a_rubric_with_claims_is_one_too() -> None:
    assert [leaf.claimed for leaf in find_rubric(notice(CLAIMED)).sheet.leaves()] == [20, 18, 60]


def test_scores_alone_are_taken_where_nothing_else_is() -> None:
    assert len(find_rubric(notice(SCORES)).sheet.items) == 4


def test_all_and_one_of_them() -> None:
    both = notice(SMALL, PLAIN, RUBRIC)
    assert [len(list(r.sheet.leaves())) for r in find_rubrics(both)] == [1, 3]
    assert find_rubric(both, 1).sheet == find_rubrics(both)[0].sheet
    assert find_rubric(both, 2).sheet == find_rubrics(both)[1].sheet


def test_which_of_several_it_is() -> None:
    both = notice(SMALL, PLAIN, RUBRIC)
    assert [(r.number, r.rubrics) for r in find_rubrics(both)] == [(1, 2), (2, 2)]
    assert (find_rubric(both).number, find_rubric(both, 1).number, find_rubric(both).rubrics) == (2, 1, 2)
    alone = find_rubric(notice(RUBRIC))
    assert (alone.number, alone.rubrics) == (1, 1)


def test_annexes_for_different_bodies() -> None:
    found = document(
        *NOTICE,
        "附件1：乡镇考核评分表",
        table("|项目|分值|评分标准|\n|防火|40|一次火情扣5分|\n|防汛|60|缺岗一次扣5分|", block=3),
        "附件2：县直部门考核评分表",
        table("|项目|分值|评分标准|\n|协作|30|不配合扣5分|\n|保障|50|缺一项扣5分|\n|宣传|20|少一篇扣1分|"),
        "附件3：村级考核细则",
        "一、巡护（60分）。每周巡护一次，少一次扣5分。",
        "二、报告（40分）。迟报一次扣10分。",
    )
    rubrics = find_rubrics(found)
    assert [[item.name for item in rubric.sheet.items] for rubric in rubrics] == [
        ["防火", "防汛"], ["协作", "保障", "宣传"], ["巡护", "报告"],
    ]  # fmt: skip
    assert find_rubric(found).number == 2
    assert [rubric.sheet.form for rubric in rubrics] == ["table", "table", "narrative"]
    assert rubrics[2].sheet.title == "村级考核细则"


@pytest.mark.parametrize("sheet", [0, 3, -1])
def test_a_number_that_is_not_there(sheet: int) -> None:
    with pytest.raises(NothingFound, match="2 were found") as error:
        find_rubric(notice(SMALL, RUBRIC), sheet)
    assert "找到 2 张" in error.value.reason.zh


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (notice(), "没有表格"),
        (notice(PLAIN), "1 张表格里没有"),
        (
            document(
                notes=[
                    ReadingNote(
                        kind="page_without_text",
                        message=Text(zh="第1页没有文字", en="page 1 has no text"),
                        where=Where(page=1),
                    )
                ],
                pages=1,
            ),
            "扫描件",
        ),
    ],
)
def test_nothing_found(found: Document, reason: str) -> None:
    with pytest.raises(NothingFound) as error:
        find_rubric(found)
    assert reason in error.value.reason.zh
    assert find_rubrics(found) == ()


def test_without_a_notice_the_caption_is_the_title() -> None:
    assert find_rubric(document(table(RUBRIC, caption="评价标准表"))).title == "评价标准表"


def test_unread_pages_are_reported() -> None:
    note = ReadingNote(
        kind="page_without_text", message=Text(zh="第2页没有文字", en="page 2 has no text"), where=Where(page=2)
    )
    rubric = find_rubric(document(*NOTICE, table(RUBRIC), notes=[note], pages=3))
    assert rubric.coverage.pages_unread == 1
    assert [(n.kind, n.evidence.where.page) for n in rubric.not_understood] == [("page", 2)]


def test_a_table_that_looks_like_one_is_reported() -> None:
    rubric = find_rubric(notice(RUBRIC, "|指标|分值|得分|\n||||"))
    assert (rubric.coverage.score_tables, rubric.coverage.score_tables_understood) == (2, 1)
    assert [n.kind for n in rubric.not_understood] == ["table"]


def test_nested_tables_are_looked_at() -> None:
    inner = table(RUBRIC)
    outer = Table(
        rows=1,
        columns=1,
        cells=(Cell(row=0, column=0, text="", where=Where(block=0, row=0, column=0), tables=(inner,)),),
        where=Where(block=0),
    )
    assert len(list(tables_of(document(outer)))) == 2
    assert len(list(find_rubric(document(outer)).sheet.leaves())) == 3
