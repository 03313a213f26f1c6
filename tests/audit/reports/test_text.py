from __future__ import annotations

from decimal import Decimal

from audit import audit
from audit.reports import render
from audit.reports.places import place
from models import AuditReport, Coverage, Where, load, loads
from tests.audit.build import SOURCE, item, report, rubric, sheet

SLIP = report(
    sheet(
        item("管理", 60, 59, item("组织", 30, 29), item("档案", 30, 29)),
        item("成效", 40, 40, says=["+41"]),
        total=(100, 98),
    )
)


def test_text_groups_by_item_and_shows_what_follows() -> None:
    lines = render([audit(SLIP)], "text", "zh").splitlines()
    assert lines[0] == "自查 报告.docx"
    at = lines.index("管理")
    assert lines[at + 1] == "  错误 C203  59 ≠ 58"
    assert lines[at + 2].strip() == "下级自评得分之和 29+29=58，本级写为 59"
    hence = next(line for line in lines if "由此 C204" in line)
    assert hence.startswith("      ")
    assert "98" in hence
    assert lines.index("成效") > lines.index(hence)
    assert lines[-1] == "结果：错误 2，警告 0，提示 1。"
    assert any(line.startswith("核对：指标 4 项；总分值 100；自评总分 98；各部分合计 99") for line in lines)


def test_text_in_english_has_no_chinese_but_what_the_document_says() -> None:
    text = render([audit(SLIP, language="en")], "text", "en")
    assert "The parts claim 29+29=58, the item claims 59" in text
    assert "Result: 2 errors, 0 warnings, 1 note." in text
    assert "错误" not in text
    assert "由此" not in text


def test_nothing_found_is_said() -> None:
    text = render([audit(report(sheet(item("管理", 60, 59))))], "text", "zh")
    assert text.rstrip().endswith("没有发现问题。")


def test_coverage_and_rubric_are_shown() -> None:
    document = report(sheet(item("管理", 60, 59), item("成效", 40, 40))).model_copy(
        update={
            "source": SOURCE.model_copy(update={"pages": 17}),
            "coverage": Coverage(
                pages_unread=1,
                tables=3,
                score_tables=2,
                score_tables_understood=1,
                rows=25,
                rows_left_out=2,
                mentions=60,
                mentions_placed=59,
            ),
        }
    )
    text = render([audit(document, rubric(item("管理", 60), item("成效", 40)))], "text", "zh")
    text = text.replace("\n      ", "")
    assert "自查 报告.docx，对照 通知.pdf" in text
    assert (
        "17 页（1 页没有文字）；表格 3 张，评分表 2 张，识别 1 张；评分表 25 行，未用 2 行；正文得分 60 处，归位 59 处"
        in text
    )
    assert "评分标准 2 项，报告回应 2 项" in text


def test_places_are_said_as_readers_find_them() -> None:
    assert place(Where(page=3, block=7), "zh") == "第3页"
    assert place(Where(block=11), "zh") == "第12段"
    assert place(Where(page=3, block=7, row=3, column=1), "zh") == "第3页 表格第4行"
    assert place(Where(block=7, row=3), "en") == "block 8, row 4"
    assert place(Where(), "en") == ""


def test_long_quotes_and_many_places_are_cut() -> None:
    many = [item(f"指标{n}", 5, 5, label=f"指标{n}" + "很" * 60) for n in range(12)]
    text = render([audit(report(sheet(item("管理", 60, 59, *many))))], "text", "zh")
    assert all(
        len(line) < 160 for line in text.splitlines() if "指标" in line and "“" in line and "核对" not in line
    ) or ("…" in text)


def test_json_of_one_and_of_several() -> None:
    one = audit(SLIP)
    text = render([one], "json", "zh")
    assert load(AuditReport, text) == one
    found = loads(text)
    assert found["kind"] == "audit"
    assert found["findings"][0]["stated"] == 59
    assert {"errors", "warnings", "notes", "items", "claimed_total", "computed_total", "max_total"} <= set(
        found["summary"]
    )
    assert isinstance(loads(render([one, one], "json", "zh")), list)
    assert isinstance(loads(render([one], "json", "zh", listed=True)), list)


def test_summary_of_a_rubric() -> None:
    summary = audit(rubric(item("管理", 60), item("成效", 40), item("加分", 5, kind="bonus"))).summary
    assert (summary.claimed_total, summary.computed_total, summary.max_total) == (None, None, Decimal(100))


def test_no_sheet_at_all_is_no_crash() -> None:
    result = audit(report())
    assert result.findings == ()
    assert result.summary.items == 0
