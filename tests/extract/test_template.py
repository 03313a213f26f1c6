"""Blank self-assessment forms: filled in, they are read back as the rubric that they came from."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from audit import audit
from extract import extract_claims, extract_rubric, read_document
from extract.cli import main
from extract.readers import read_bytes
from extract.reports.template import Form, form_of, format_of, template
from models import Criterion, Item, Rubric, ScoreSheet, SelfReport, Source, Total, Where, dumps
from tests.conftest import ROOT

RUBRICS = sorted(path.name.removesuffix(".rubric.json") for path in (ROOT / "golden").glob("*.rubric.json"))
FIRST_ROW = 5
HERE = Where(block=0)


def scores_of(form: Form) -> list[Decimal]:
    """Scores as somebody could claim them: up to a point below the maximum, penalties taken now and then."""
    scores = []
    # Beside items with points, those without (必备条件, 一票否决) earn nothing.
    unweighed = Decimal(0) if any(line.points is not None for line in form.lines) else Decimal(10)
    for number, line in enumerate(form.lines):
        most = unweighed if line.points is None else line.points
        less = Decimal("0.5") * (number % 3)
        scores.append(Decimal(-(number % 2)) if most < 0 else max(most - less, Decimal(0)))
    return scores


def filled_word(form: Form, data: bytes, scores: list[Decimal]) -> bytes:
    """The Word form with scores, evidence and reasons in their cells, saved by another program."""
    document = docx.Document(io.BytesIO(data))
    rows = document.tables[0]._tbl.tr_lst[1:]
    texts = [(str(score), f"台账{number}", "按标准自评") for number, score in enumerate(scores, start=1)]
    for row, values in zip(rows, [*texts, (str(sum(scores)), "", "")], strict=True):
        for cell, text in zip(row.tc_lst[-3:], values, strict=True):
            docx.table._Cell(cell, document.tables[0]).text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def filled_excel(form: Form, data: bytes, scores: list[Decimal]) -> bytes:
    """The Excel form likewise; sums are put in as numbers, since openpyxl does not calculate."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    column = (form.column("claimed") or 0) + 1
    for row, score in enumerate([*scores, sum(scores, Decimal(0))], start=FIRST_ROW + 1):
        sheet.cell(row, column).value = score
        sheet.cell(row, column + 1).value = "台账" if row <= FIRST_ROW + len(scores) else None
    if form.total is not None:
        sheet.cell(FIRST_ROW + len(scores) + 1, (form.column("points") or 0) + 1).value = form.total
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


FILL: dict[str, Callable[[Form, bytes, list[Decimal]], bytes]] = {"docx": filled_word, "xlsx": filled_excel}


def in_form_order(rubric: Rubric) -> list[Item]:
    """All items, bonus and penalty items after the others."""
    return [item for top in sorted(rubric.sheet.items, key=lambda item: item.kind != "base") for item in top.walk()]


def read_back(rubric: Rubric, ending: str) -> tuple[Form, SelfReport, list[Decimal]]:
    form = form_of(rubric)
    scores = scores_of(form)
    data = FILL[ending](form, template(rubric, "docx" if ending == "docx" else "xlsx"), scores)
    return form, extract_claims(read_bytes(data, f"form.{ending}")), scores


def check(rubric: Rubric, ending: str) -> None:
    form, report, scores = read_back(rubric, ending)
    (sheet,) = report.sheets
    wanted = [(item.code, item.name, item.kind, item.max_points) for item in in_form_order(rubric)]
    assert [(item.code, item.name, item.kind, item.max_points) for item in sheet.walk()] == wanted
    claimed = [item.claimed for item in sheet.leaves()]
    assert [None if points is None else abs(points) for points in claimed] == [abs(score) for score in scores]
    assert sheet.total is not None
    assert (sheet.total.max_points, sheet.total.claimed) == (form.total, sum(scores))
    found = [f for f in audit(report, rubric).findings if f.severity != "note" and f.code[0] in "CX"]
    declared = rubric.sheet.total.max_points if rubric.sheet.total else None
    # A rubric whose own numbers do not agree is reported as such; the form itself adds nothing to it.
    assert not [f for f in found if f.code not in ("C206", "C209")]
    if declared == form.total and not audit(rubric).findings:
        assert not found


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
@pytest.mark.parametrize("name", RUBRICS)
def test_every_rubric_comes_back(name: str, ending: str, corpora: Path) -> None:
    check(extract_rubric(read_document(corpora / f"{name}.docx")), ending)


@pytest.mark.parametrize("name", ["changning", "hongqiao", "yuan", "qingpu"])
def test_real_rubrics_come_back(name: str, shared_documents: Path) -> None:
    rubric = extract_rubric(read_document(shared_documents / name / "document.docx"))
    check(rubric, "docx")
    check(rubric, "xlsx")


def item(identity: str, label: str, points: str | None, *children: Item, criteria: str = "", **more: str) -> Item:
    return Item(
        id=identity,
        name=more.get("name", label),
        label=label,
        code=more.get("code"),
        max_points=None if points is None else Decimal(points),
        criteria=(Criterion(ordinal=None, text=criteria, where=HERE),) if criteria else (),
        children=children,
        where=HERE,
    )


def rubric_of(*items: Item, title: str = "渌口区社区食堂考核标准") -> Rubric:
    source = Source(name="a.docx", sha256="0" * 64, format="docx")
    return Rubric(source=source, title=title, sheet=ScoreSheet(title=title, items=items, total=Total(), where=HERE))


UNEVEN = rubric_of(
    item("1", "食材", "40", item("1.1", "采购", "25", criteria="台账齐全，得25分。"), item("1.2", "留样", "15")),
    item("2", "服务", "60"),
)


def test_labels_stand_before_their_rows_and_reach_over_free_columns() -> None:
    form = form_of(UNEVEN)
    assert [(x.row, x.column, x.rows, x.columns, x.text) for x in form.labels] == [
        (0, 0, 2, 1, "食材（40分）"), (2, 0, 1, 2, "服务"), (0, 1, 1, 1, "采购"), (1, 1, 1, 1, "留样"),
    ]  # fmt: skip
    assert [head for _, head in form.columns] == [
        "一级指标", "二级指标", "分值", "评分标准", "自评得分", "佐证材料", "得分说明",
    ]  # fmt: skip
    assert form.total == 100


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_an_uneven_tree_comes_back(ending: str) -> None:
    _, report, scores = read_back(UNEVEN, ending)
    assert [(i.id, i.name, i.max_points, i.claimed) for i in report.sheets[0].walk()] == [
        ("1", "食材", 40, None),
        ("1.1", "采购", 25, scores[0]),
        ("1.2", "留样", 15, scores[1]),
        ("2", "服务", 60, scores[2]),
    ]


def test_no_column_of_criteria_where_there_are_none() -> None:
    assert form_of(rubric_of(item("1", "采购", "10"))).column("criteria") is None


def test_codes_and_points_of_groups_stand_in_the_label_once() -> None:
    tree = item("1", "食材31", "31", item("1.1", "采购", "31", code="A1"), name="食材", code="A")
    assert [label.text for label in form_of(rubric_of(tree)).labels] == ["A 食材（31分）", "A1 采购"]


def test_sums_of_the_workbook_are_formulas() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(template(UNEVEN, "xlsx"))).active
    assert sheet["C9"].value == "=SUM(C6:C8)"
    assert sheet["E9"].value == '=IF(COUNT(E6:E8)=0,"",SUM(E6:E8))'
    stored = openpyxl.load_workbook(io.BytesIO(template(UNEVEN, "xlsx")), data_only=True).active
    assert stored["C9"].value == 100


def test_text_of_the_rubric_never_becomes_a_formula() -> None:
    rubric = rubric_of(item("1", "=1+1", "10", criteria="=HYPERLINK(1)"), title="+自评")
    sheet = openpyxl.load_workbook(io.BytesIO(template(rubric, "xlsx"))).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}
    assert cells["=HYPERLINK(1)"] == cells["=1+1"] == cells["+自评"] == "s"


def test_control_characters_of_the_rubric_do_not_break_the_form() -> None:
    rubric = rubric_of(item("1", "采购", "10", criteria="台账\x07齐全"))
    for ending in ("docx", "xlsx"):
        blocks = read_bytes(template(rubric, "docx" if ending == "docx" else "xlsx"), f"a.{ending}").blocks
        assert any("台账⟨U+0007⟩齐全" in text for text in str(blocks).split("'"))


def test_the_format_follows_the_name() -> None:
    assert [format_of(name) for name in ("a.docx", "A.XLSX", "a.pdf", "docx")] == ["docx", "xlsx", None, None]


def test_the_command(tmp_path: Path) -> None:
    rubric = tmp_path / "rubric.json"
    rubric.write_text(dumps(UNEVEN), encoding="utf-8")
    done = CliRunner().invoke(main, ["template", str(rubric), "-o", str(tmp_path / "自评表.docx")])
    assert (done.exit_code, done.output) == (0, "")
    assert docx.Document(str(tmp_path / "自评表.docx")).tables[0].cell(1, 0).text == "食材（40分）"


def test_the_command_needs_a_name_that_says_the_format(tmp_path: Path) -> None:
    rubric = tmp_path / "rubric.json"
    rubric.write_text(dumps(UNEVEN), encoding="utf-8")
    done = CliRunner().invoke(main, ["template", str(rubric), "-o", str(tmp_path / "form.pdf")])
    assert done.exit_code == 2
    assert ".docx 或 .xlsx" in done.stderr and len(done.stderr.splitlines()) == 1
    assert CliRunner().invoke(main, ["template", str(rubric)]).exit_code == 2
