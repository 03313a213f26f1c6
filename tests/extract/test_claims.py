"""A whole report: which sheets it has, in which order, and what was not understood."""

from __future__ import annotations

import pytest

from extract.claims import find_claims
from models import Block, Document, NothingFound, Paragraph, ReadingNote, Source, Text, Where, dumps, load
from models.extraction import SelfReport
from tests.extract.reports import report, shape, total
from tests.extract.tables import table

NARRATIVE = """
青溪县民政局2022年度救助工作绩效自评报告
县财政局：
满分100分，自评得分95分，现报告如下：
一、机制（分值20分，自评得分18分）
1. 印发方案（得10分）；召开会议2次（得8分）。
二、成效（分值80分，自评得分77分）
满意度为97%，扣3分。
青溪县民政局
2023年1月5日
"""
TABLE = """
| 一级指标 | 二级指标 | 分值 | 自评得分 |
| 机制     | 方案     | 10   | 10       |
| ^        | 会议     | 10   | 8        |
| 成效     | 满意     | 80   | 77       |
| 合计     | <        | 100  | 95       |
"""


def _document(*blocks: Block | str) -> Document:
    placed = [
        Paragraph(text=block, where=Where(block=index))
        if isinstance(block, str)
        else block.model_copy(update={"where": Where(block=index)})
        for index, block in enumerate(blocks)
    ]
    return Document(source=Source(name="r.docx", sha256="0" * 64, format="docx"), blocks=tuple(placed))


def test_the_head_the_narrative_and_the_table() -> None:
    found = find_claims(report(NARRATIVE, table(TABLE, caption="自评得分表")))
    assert (found.title, found.period) == ("青溪县民政局2022年度救助工作绩效自评报告", "2022年度")
    assert [(s.form, s.title, total(s)) for s in found.sheets] == [
        ("narrative", "自评报告正文", ("100", "95")),
        ("table", "自评得分表", ("100", "95")),
    ]
    assert shape(found.sheets[0])[1] == (1, "印发方案", None, None, "+10 +8")
    coverage = found.coverage
    assert (coverage.tables, coverage.score_tables, coverage.score_tables_understood) == (1, 1, 1)
    assert (coverage.mentions, coverage.mentions_placed) == (9, 9)
    assert found.not_understood == ()


def test_the_bonus_in_a_total_belongs_to_it() -> None:
    found = find_claims(report("某镇自评报告\n我镇自评得分95分（含加分2分），现报告如下。", table(TABLE)))
    assert [total(sheet)[1] for sheet in found.sheets] == ["95", "95"]
    assert found.not_understood == ()


PART = "|序号|内容|分值|自评得分|\n|1|值班|12|11|\n|2|台账|8|7|"
OTHER = "|序号|内容|分值|自评得分|\n|1|巡查|50|45|\n|2|整改|30|29|"


@pytest.mark.parametrize("more", ["", "\n|合计|<|20|18|"])
def test_tables_below_headings_that_claim_are_one_sheet(more: str) -> None:
    found = find_claims(
        _document(
            "某镇自评报告", "一、责任（20分，自评18分）", table(PART + more), "二、实绩（80分，自评74分）", table(OTHER)
        )
    )
    (sheet,) = [sheet for sheet in found.sheets if sheet.form == "table"]
    assert [row[:4] for row in shape(sheet)] == [
        (0, "责任", "20", "18"), (1, "值班", "12", "11"), (1, "台账", "8", "7"),
        (0, "实绩", "80", "74"), (1, "巡查", "50", "45"), (1, "整改", "30", "29"),
    ]  # fmt: skip


def test_a_sum_row_that_says_something_else_than_its_heading_stays() -> None:
    found = find_claims(
        _document(
            "一、责任（20分，自评19分）", table(PART + "\n|合计|<|20|18|"), "二、实绩（80分，自评74分）", table(OTHER)
        )
    )
    assert [total(sheet)[1] for sheet in found.sheets if sheet.form == "table"] == ["18", None]


def test_json_round_trip() -> None:
    found = find_claims(report(NARRATIVE, table(TABLE)))
    assert load(SelfReport, dumps(found)) == found


def test_a_report_written_into_the_box_of_a_form() -> None:
    text = "\\n".join(NARRATIVE.strip().split("\n")[2:7])
    form = table(f"| 单位 | 某镇 |\n| 自评情况 | {text} |\n| 意见 | 同意 |")
    found = find_claims(report("某镇自评报告", form))
    (sheet,) = found.sheets
    assert (sheet.form, total(sheet), [item.name for item in sheet.items]) == (
        "narrative",
        ("100", "95"),
        ["机制", "成效"],
    )
    evidence = sheet.items[1].claimed_evidence
    assert evidence is not None and (evidence.where.row, evidence.where.column) == (1, 1)
    cell = form.at(1, 1)
    assert cell is not None and cell.text[evidence.where.start : evidence.where.end] == evidence.quote == "自评得分77分"
    assert found.coverage.mentions == found.coverage.mentions_placed == 9


def test_points_of_no_item_are_reported() -> None:
    found = find_claims(report(NARRATIVE.replace("现报告如下：", "现报告如下：\n会议室整洁，得2分。")))
    assert [(n.kind, n.evidence.quote, n.evidence.where.block) for n in found.not_understood] == [
        ("mention", "得2分", 3)
    ]
    assert found.coverage.mentions - found.coverage.mentions_placed == 1


def test_sheets_stand_in_the_order_of_the_document() -> None:
    across = table("| 指标 | 决策 | 过程 |\n| 分值 | 40 | 60 |\n| 得分 | 38 | 57 |", caption="表1")
    form = table("| 权重 | 4分 |\n| 得分 | 4分 |")
    found = find_claims(
        _document(
            "项目绩效评价报告",
            "一、结论",
            "综合得分95分，其中，决策类指标得分38分，过程类指标得分57分。",
            across,
            "二、附表",
            table(TABLE, caption="表2"),
            "A11“依据充分性”评价底稿",
            form,
        )
    )
    assert [s.form for s in found.sheets] == ["statements", "summary", "table", "working_paper"]


def test_the_total_of_a_report_whose_scores_stand_in_a_table() -> None:
    found = find_claims(report("某镇自评报告\n经自评，综合得分95分。", table(TABLE)))
    assert [(s.form, total(s), len(s.items)) for s in found.sheets] == [
        ("statements", (None, "95"), 0),
        ("table", ("100", "95"), 2),
    ]


def test_several_claims_in_an_opening_are_no_totals() -> None:
    with pytest.raises(NothingFound):
        find_claims(report("某镇工作报告\n会议室得分18分。食堂得分20分。"))


def test_names_of_tables_help_to_read_sentences() -> None:
    found = find_claims(report("某镇自评报告\n方案得分9分，满分10分。", table(TABLE)))
    assert shape(found.sheets[0]) == [(0, "方案", "10", "9", "")]


def test_a_rubric_among_the_tables_claims_nothing() -> None:
    rubric = "| 指标 | 分值 | 评分标准 |\n| 方案 | 10 | 印发的得10分 |\n| 会议 | 90 | 每少1次扣1分 |"
    found = find_claims(report(NARRATIVE, table(rubric)))
    assert [s.form for s in found.sheets] == ["narrative"]
    assert found.coverage.score_tables_understood == 1


def test_what_a_reader_could_not_read_is_passed_on() -> None:
    note = ReadingNote(
        kind="page_without_text", message=Text(zh="第2页没有文字", en="page 2 has no text"), where=Where(page=2)
    )
    document = report(NARRATIVE)
    found = find_claims(document.model_copy(update={"notes": (note,)}))
    assert found.coverage.pages_unread == 1
    assert [n.kind for n in found.not_understood] == ["page"]


RUBRIC = """
关于开展2023年度考核工作的通知
一、组织领导（20分）
1. 成立领导小组，得5分；制定方案，得5分。
2. 召开会议每少一次扣1分，扣完为止。（10分）
二、工作成效（80分）
满意度90%以上得80分，每降低1%扣1分。综合得分90分以上为优秀。
"""


@pytest.mark.parametrize(
    "document",
    [
        report(RUBRIC),
        report("关于调整考评标准的通知\n考评总分为1000分。综合得分850分的单位要作出承诺。最终得分为95分。"),
        report("工作总结\n一、机制\n领导重视。"),
        report(
            "自评报告（格式）\n一、机制（20分，自评得分：  分）",
            table("| 指标 | 分值 | 得分 |\n| 方案 | 10 |  |\n| 会议 | 90 |  |"),
        ),
        report("通知", table("| 指标 | 分值 | 评分标准 |\n| 方案 | 10 | 印发的得10分 |\n| 会议 | 90 | 每少1次扣1分 |")),
    ],
)
def test_what_claims_nothing(document: Document) -> None:
    with pytest.raises(NothingFound) as caught:
        find_claims(document)
    assert "自评得分" in caught.value.line("zh")


def test_a_scanned_report_says_so() -> None:
    note = ReadingNote(kind="page_without_text", message=Text(zh="无", en="none"), where=Where(page=1))
    document = Document(source=Source(name="scan.pdf", sha256="0" * 64, format="pdf"), blocks=(), notes=(note,))
    with pytest.raises(NothingFound) as caught:
        find_claims(document)
    assert "扫描" in caught.value.line("zh")


def test_awards_alone_make_a_report_only_under_the_title_of_one() -> None:
    body = "一、机制（20分）\n1. 已印发方案，得10分；已召开会议，得10分。"
    assert len(find_claims(report("某镇2023年自评报告\n" + body)).sheets) == 1
    with pytest.raises(NothingFound):
        find_claims(report("某镇考核评分细则\n" + body))
