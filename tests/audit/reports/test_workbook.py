"""Workbooks: ranking, items side by side, findings; formulas that give what was computed here."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from audit import audit
from audit.batch.reading import read_report_file
from audit.cli import main
from audit.reports import Audited
from audit.reports.workbook import render
from audit.reports.workbook.comparison import comparisons
from models import Item, Rubric, SelfReport
from tests.audit.build import item, report, rubric, sheet
from tests.audit.reports.office import converted
from tests.conftest import ROOT

NOW = datetime(2026, 3, 1, 9, 30)
UNITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
RUBRIC = rubric(
    item("组织管理", 40, None, item("制度建设", 25), item("人员配备", 15)),
    item("资金使用", 60, None, item("到位及时", 20), item("支出合规", 40)),
    total=100,
)
(_RANK, _UNIT, _FILE, _MAX, _STATED, _COMPUTED, _DIFF, _SCORE, _RATE, _BY_SUMS, _ERRORS, _WARNINGS, _NOTES, _ITEMS,
 _FINDINGS) = range(1, 16)  # fmt: skip
FIRST = 4
"""The first row below the heads."""


def unit_report(name: str, scores: Sequence[str], stated: str | None = None, *extra: Item) -> SelfReport:
    """A report that gives itself these points for the four indicators; ``stated`` is its total where it is wrong."""
    one, two, three, four = (Decimal(score) for score in scores)
    items = (
        item("组织管理", 40, str(one + two), item("制度建设", 25, scores[0]), item("人员配备", 15, scores[1])),
        item("资金使用", 60, str(three + four), item("到位及时", 20, scores[2]), item("支出合规", 40, scores[3])),
        *extra,
    )
    total = stated if stated is not None else str(one + two + three + four)
    return report(sheet(*items, total=(100, total), form="table")).model_copy(update={"unit": name})


def audited(subject: SelfReport | Rubric, against: Rubric | None = RUBRIC, path: str | None = None) -> Audited:
    return Audited(audit(subject, against), subject, against, path=path)


def opened(data: bytes, *, values: bool = True) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def column(page: Worksheet, number: int, first: int = FIRST) -> list[object]:
    return [page.cell(row, number).value for row in range(first, page.max_row + 1)]


@cache
def sixty() -> bytes:
    """Sixty units: U01 has 99 points, each next one a point less, but for what the test below writes by hand."""
    reports = [unit_report(f"U{n:02d}", ["25", "15", "20", str(40 - Decimal(n) / 2)]) for n in range(1, 61)]
    reports[9] = unit_report("U10", ["25", "15", "20", "35"], "99.5")  # states 4.5 points too much: first
    reports[29] = unit_report("U30", ["25", "15", "20", "39"])  # as many as U02
    reports[59] = unit_report("U60", ["0", "0", "0", "0.5"])
    return render([audited(one, path=f"{one.unit}.docx") for one in reversed(reports)], "zh", now=NOW)


def test_sixty_reports_rank_as_by_hand() -> None:
    page = opened(sixty())["汇总"]
    units, ranks, stated = (column(page, number) for number in (_UNIT, _RANK, _STATED))
    # 99.5 (U10 and U01), 99 (U02 and U30), 98.5 (U03) …; U10 left its own place at 95.
    assert units[:8] == ["U01", "U10", "U02", "U30", "U03", "U04", "U05", "U06"]
    assert ranks[:8] == [1, 1, 3, 3, 5, 6, 7, 8]
    assert stated[:8] == [99.5, 99.5, 99, 99, 98.5, 98, 97.5, 97]
    assert units[-3:] == ["U58", "U59", "U60"] and ranks[-3:] == [58, 59, 60]
    assert stated[-3:] == [71, 70.5, 0.5]
    by_sums = dict(zip(units, column(page, _BY_SUMS), strict=True))
    assert (by_sums["U01"], by_sums["U02"], by_sums["U30"], by_sums["U03"]) == (1, 2, 2, 4)
    assert by_sums["U10"] == 11  # 95 points: U01 to U09 and U30 have more
    differences = dict(zip(units, column(page, _DIFF), strict=True))
    assert differences["U10"] == 4.5 and all(value == 0 for unit, value in differences.items() if unit != "U10")
    errors = dict(zip(units, column(page, _ERRORS), strict=True))
    assert errors["U10"] == 1 and sum(errors.values()) == 1  # type: ignore[arg-type]


def test_sixty_reports_stand_side_by_side() -> None:
    page = opened(sixty())["逐项对照"]
    assert [page.cell(3, n).value for n in (1, 2, 3, 4, 5, 63)] == ["编码", "指标", "分值", "U01", "U10", "U60"]
    assert column(page, 2) == [
        "组织管理", "制度建设", "人员配备", "资金使用", "到位及时", "支出合规",
        "各项合计", "报告写明的总分", "差额（写明－合计）",
    ]  # fmt: skip
    assert column(page, 3) == [40, 25, 15, 60, 20, 40, 100, 100, 0]
    assert column(page, 4) == [40, 25, 15, 59.5, 20, 39.5, 99.5, 99.5, 0]
    assert column(page, 5) == [40, 25, 15, 55, 20, 35, 95, 99.5, 4.5]
    formulas = opened(sixty(), values=False)["逐项对照"]
    assert formulas["D10"].value == "=SUM(D4,D7)"
    assert formulas["C10"].value == "=SUM(C4,C7)"
    assert page.freeze_panes == "D4" and page.print_title_rows == "$1:$3" and page.print_title_cols == "$A:$C"


def without_values(data: bytes) -> bytes:
    """The workbook without the stored values of its formulas, so that whoever opens it must calculate."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bare:
        for info in book.infolist():
            content = book.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            bare.writestr(info, content)
    return stream.getvalue()


def test_libreoffice_computes_the_same_values(tmp_path: Path, corpora: Path) -> None:
    names = ["shiqiao-report", "mingsha-report", "lantai-department", "hengchuan-form", "tingyuan-evaluation"]
    subjects = [read_report_file(corpora / f"{name}.docx") for name in names]
    several = render([audited(s, None, f"{n}.docx") for s, n in zip(subjects, names, strict=True)], "zh", now=NOW)
    pair = [read_report_file(corpora / name) for name in ("wuzhu-report.docx", "wuzhu-rubric.docx")]
    assert isinstance(pair[1], Rubric)
    books = {"sixty.xlsx": sixty(), "several.xlsx": several, "pair.xlsx": render([audited(*pair)], "zh", now=NOW)}
    results = converted({name: without_values(book) for name, book in books.items()}, "xlsx", tmp_path)
    compared = 0
    for name, book in books.items():
        ours, formulas = opened(book), opened(book, values=False)
        theirs = opened(results[name.removesuffix(".xlsx")])
        assert theirs.sheetnames == ours.sheetnames
        for page in formulas.worksheets:
            for cell in (cell for row in page.iter_rows() for cell in row if cell.data_type == "f"):
                stored = ours[page.title][cell.coordinate].value
                found = theirs[page.title][cell.coordinate].value
                if isinstance(stored, int | float):
                    assert found == pytest.approx(stored, abs=1e-9), (name, page.title, cell.coordinate, cell.value)
                else:
                    assert found in (stored, None, ""), (name, page.title, cell.coordinate, cell.value)
                compared += 1
    assert compared > 550


def test_the_sums_are_what_the_audit_computed(corpora: Path) -> None:
    for path in sorted(corpora.glob("*.docx")):
        subject = read_report_file(path)
        one = audited(subject, None)
        page = opened(render([one], "zh", now=NOW))["汇总"]
        summary = one.report.summary
        for number, value in ((_STATED, summary.claimed_total), (_COMPUTED, summary.computed_total)):
            found = page.cell(FIRST, number).value
            assert (found is None) == (value is None), path.stem
            if value is not None:
                assert found == pytest.approx(float(value), abs=1e-9), path.stem


def test_real_reports(shared_documents: Path) -> None:
    for name, total in (("pingluo", 105), ("yuan", 95), ("hongqiao", 87.4)):
        subject = read_report_file(shared_documents / name / "document.docx")
        book = opened(render([audited(subject, None)], "zh", now=NOW))
        assert book["汇总"].cell(FIRST, _COMPUTED).value == pytest.approx(total)
        formulas = opened(render([audited(subject, None)], "zh", now=NOW), values=False)["汇总"]
        assert str(formulas.cell(FIRST, _COMPUTED).value).startswith("=ROUND('逐项对照'!")


def test_every_finding_has_a_row_and_a_link_to_its_item() -> None:
    subject = unit_report("某镇", ["26", "15", "20", "35"], "90")
    one = audited(subject, path="某镇.docx")
    book = opened(render([one], "zh", now=NOW))
    page = book["问题清单"]
    codes = [code for code in column(page, 4) if code]
    assert codes == [finding.code for finding in one.report.findings] and "C201" in codes and "C204" in codes
    assert column(page, 9) == [finding.message for finding in one.report.findings]
    items = book["逐项对照"]
    for row, finding in enumerate(one.report.findings, start=FIRST):
        location = page.cell(row, 13).hyperlink.location
        target = items[location.split("!")[1]]
        label = items.cell(target.row, 2).value
        assert label == ("报告写明的总分" if finding.item == "总分" else finding.item)
        assert target.column_letter == "D" and finding.message in target.comment.text


def test_links_lead_to_sheets_that_are_there() -> None:
    book = opened(sixty())
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.hyperlink is not None:
                    name, place = cell.hyperlink.location.split("!")
                    assert book[name.strip("'")][place] is not None


def test_unlike_reports_without_a_rubric_have_comparisons_of_their_own() -> None:
    other = report(sheet(item("课程", 50, 40), item("师资", 50, 45), total=(100, 85), form="table"))
    units = [unit_report("甲", ["25", "15", "20", "40"]), other, unit_report("乙", ["20", "15", "20", "40"])]
    made = comparisons([audited(unit, None) for unit in units])
    assert [[column.position for column in one.columns] for one in made] == [[0, 2], [1]]
    book = opened(render([audited(unit, None) for unit in units], "zh", now=NOW))
    assert book.sheetnames == ["汇总", "逐项对照", "逐项对照 2", "问题清单"]


def test_items_that_the_rubric_does_not_have_count_in_the_sum_and_are_named() -> None:
    subject = unit_report("甲", ["25", "15", "20", "30"], "95", item("特色工作", 5, 5))
    page = opened(render([audited(subject)], "zh", now=NOW))["逐项对照"]
    names = column(page, 2)
    assert names[6] == "特色工作（评分标准以外）"
    assert page.cell(FIRST + 6, 4).value == 5
    assert page.cell(FIRST + 7, 4).value == 95
    assert page.cell(FIRST + 7, 3).value == 100  # the maxima of the rubric alone


def test_penalties_are_taken_away() -> None:
    against = rubric(item("服务", 100), item("扣分项", -5, None, kind="penalty"), total=100)
    subject = report(sheet(item("服务", 100, 90), item("扣分项", -5, 2, kind="penalty"), total=(100, 88), form="table"))
    page = opened(render([audited(subject, against)], "zh", now=NOW))["逐项对照"]
    assert column(page, 4) == [90, -2, 88, 88, 0]
    assert column(page, 3) == [100, -5, 100, 100, 0]


def test_a_group_without_a_score_is_the_sum_of_its_parts() -> None:
    subject = report(
        sheet(item("组织管理", 40, None, item("制度建设", 25, 20), item("人员配备", 15, 10)), form="table")
    )
    data = render([audited(subject)], "zh", now=NOW)
    assert opened(data)["逐项对照"]["D4"].value == 30
    assert opened(data, values=False)["逐项对照"]["D4"].value == "=SUM(D5:D6)"


def test_a_report_that_states_no_total_ranks_by_the_sum() -> None:
    named = unit_report("有总分", ["25", "15", "20", "30"])
    nameless = unit_report("无总分", ["25", "15", "20", "35"])
    nameless = nameless.model_copy(update={"sheets": (nameless.sheets[0].model_copy(update={"total": None}),)})
    page = opened(render([audited(named), audited(nameless)], "zh", now=NOW))["汇总"]
    assert column(page, _UNIT) == ["无总分", "有总分"]
    assert column(page, _RANK) == [1, 2]
    assert column(page, _SCORE) == [95, 90] and column(page, _STATED) == [None, 90]


def test_a_rubric_alone() -> None:
    page = opened(render([audited(RUBRIC, None)], "zh", now=NOW))["逐项对照"]
    assert page.max_column == 3 and column(page, 3) == [40, 25, 15, 60, 20, 40, 100, 100, 0]


def test_text_stays_text() -> None:
    """What begins like a formula, steers the line or is no character of XML."""
    name = '=HYPERLINK("http://example.org","x")'
    subject = unit_report(name, ["26", "15", "20", "35"], "90", item("@SUM(1)", 5, 5))
    one = audited(subject, path="+cmd|' /C calc'!A0.docx")
    findings = tuple(f.model_copy(update={"message": "-2+3\x07\u202e得9分\uffff"}) for f in one.report.findings)
    one = replace(one, report=one.report.model_copy(update={"findings": findings}))
    data = render([one], "zh", now=NOW)
    book = opened(data, values=False)
    cells = {c.value: c for page in book.worksheets for row in page.iter_rows() for c in row if c.value is not None}
    for text in (name, "+cmd|' /C calc'!A0.docx", "-2+3⟨U+0007⟩⟨U+202E⟩得9分\ufffd"):
        assert cells[text].data_type == "s" and cells[text].quotePrefix
    assert any(str(value).startswith("@SUM(1)") and c.data_type == "s" for value, c in cells.items())
    formulas = [c.value for c in cells.values() if c.data_type == "f"]
    assert all(re.match(r"=(SUM|ROUND|IF)\(", str(formula)) for formula in formulas)


def test_sheets_are_ready_to_be_printed() -> None:
    for page in opened(sixty()).worksheets:
        assert page.page_setup.orientation == "landscape" and page.page_setup.paperSize == 9
        assert page.print_title_rows == "$1:$3" and page.auto_filter.ref


def test_in_english_no_word_is_chinese() -> None:
    subject = report(sheet(item("Service", 50, 40), item("Staff", 50, 60), total=(100, 99), form="table"))
    one = Audited(audit(subject, language="en"), subject, path="a.docx")
    book = opened(render([one], "en", now=NOW))
    assert book.sheetnames == ["Summary", "Items", "Findings"]
    words = [str(cell.value) for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value]
    said = [re.sub('"[^"]*"', "", text) for text in words]  # the document itself may be quoted
    assert not [text for text in said if re.search("[\u4e00-\u9fff]", text)]


def test_nothing_found() -> None:
    page = opened(render([audited(unit_report("甲", ["25", "15", "20", "40"]))], "zh", now=NOW))["问题清单"]
    assert page.cell(FIRST, 1).value == "没有发现问题。"


def test_the_command(tmp_path: Path) -> None:
    book, reports = tmp_path / "汇总.xlsx", [ROOT / "corpora" / f"{n}-report.docx" for n in ("liyuan", "shiqiao")]
    done = CliRunner().invoke(main, [*map(str, reports), "--format", "xlsx", "--no-config", "-o", str(book)])
    assert (done.exit_code, done.output) == (1, "")
    assert len(column(openpyxl.load_workbook(book)["汇总"], _UNIT)) == 2
    without = CliRunner().invoke(main, [*map(str, reports), "--format", "xlsx", "--no-config"])
    assert without.exit_code == 2 and "--output" in without.stderr
