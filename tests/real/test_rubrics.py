"""Facts about the rubrics and score tables of the real documents, from Word and from PDF."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extract import extract_rubric, extract_rubrics, read_document
from extract.rubric import tables_of
from extract.score_table import ScoreTable, understand
from models import Document, Rubric

BOTH = pytest.mark.parametrize("format", ["docx", "pdf"])
PLACES = {"where", "source", "coverage", "max_evidence", "claimed_evidence"}


@cache
def read(path: Path) -> Document:
    return read_document(path)


def rubric_of(folder: Path, name: str, format: str) -> Rubric:
    return extract_rubric(read(folder / name / f"document.{format}"))


def tables(folder: Path, name: str, format: str) -> list[ScoreTable]:
    found = (understand(table) for table in tables_of(read(folder / name / f"document.{format}")))
    return [table for table in found if table is not None]


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(part) for key, part in value.items() if key not in PLACES}
    if isinstance(value, (list, tuple)):
        return [without_places(part) for part in value]
    return value


@pytest.mark.parametrize("name", ["changning", "hongqiao", "qingpu", "yuan"])
def test_word_and_pdf_give_the_same(shared_documents: Path, name: str) -> None:
    word, pdf = (
        [without_places(r.model_dump()) for r in extract_rubrics(read(shared_documents / name / f"document.{format}"))]
        for format in ("docx", "pdf")
    )
    assert word == pdf


@BOTH
def test_changning(shared_documents: Path, format: str) -> None:
    rubric = rubric_of(shared_documents, "changning", format)
    assert rubric.document_number == "长社救联办〔2022〕1号"
    assert rubric.issuer == "上海市长宁区社会救助工作联席会议办公室"
    assert rubric.issued_on == date(2022, 8, 10)
    assert rubric.title is not None and rubric.title.endswith("2022年绩效评价工作的通知")
    assert [(i.name, i.max_points, i.kind) for i in rubric.sheet.items] == [
        ("年度重点工作任务", 20, "base"),
        ("工作保障与管理", 25, "base"),
        ("困难群众基本生活保障", 25, "base"),
        ("专项救助", 15, "base"),
        ("成效评价", 15, "base"),
        ("加分项", 5, "bonus"),
        ("扣分项", -5, "penalty"),
    ]
    leaves = list(rubric.sheet.leaves())
    assert len(leaves) == 27
    assert sum(leaf.max_points or 0 for leaf in leaves if leaf.kind == "base") == 100
    assert sum(c.ordinal is not None or len(leaf.criteria) == 1 for leaf in leaves for c in leaf.criteria) == 65
    assert rubric.not_understood == ()


@BOTH
def test_hongqiao(shared_documents: Path, format: str) -> None:
    rubric = rubric_of(shared_documents, "hongqiao", format)
    items = list(rubric.sheet.walk())
    leaves = [item for item in items if not item.children]
    assert rubric.sheet.total is not None
    assert rubric.sheet.total.max_points == 100
    assert (len(rubric.sheet.items), len(leaves), len(items)) == (4, 29, 43)
    assert all(item.code and item.max_points is not None for item in items)
    assert sum(leaf.max_points or 0 for leaf in leaves) == 100
    assert len(extract_rubrics(read(shared_documents / "hongqiao" / f"document.{format}"))) == 2


@BOTH
def test_score_tables_of_hongqiao(shared_documents: Path, format: str) -> None:
    by_title = {t.sheet.title or "": t.sheet for t in tables(shared_documents, "hongqiao", format)}
    expected = {
        "表3-2": (29, 100, "87.4"),
        "表3-3": (5, 20, "18"),
        "表3-4": (5, 20, "20"),
        "表3-5": (12, 30, "29.27"),
        "表3-6": (7, 30, "20.13"),
        "附件4": (29, 100, "87.4"),
    }
    for start, (leaves, maximum, claimed) in expected.items():
        sheet = next(sheet for title, sheet in by_title.items() if title.startswith(start))
        assert sheet.total is not None
        assert len(list(sheet.leaves())) == leaves
        assert (sheet.total.max_points, sheet.total.claimed) == (maximum, Decimal(claimed))
    details = next(sheet for title, sheet in by_title.items() if title.startswith("表3-2"))
    assert [leaf.code for leaf in details.leaves() if leaf.claimed is None] == ["B11"]
    levels = next(sheet for title, sheet in by_title.items() if title.startswith("表3-3"))
    assert [(i.code, i.max_points, i.claimed) for i in levels.items] == [("A1", 8, 8), ("A2", 8, 6), ("A3", 4, 4)]


@BOTH
def test_yuan(shared_documents: Path, format: str) -> None:
    rubric = rubric_of(shared_documents, "yuan", format)
    leaves = list(rubric.sheet.leaves())
    assert rubric.sheet.total is not None
    assert (rubric.sheet.total.max_points, rubric.sheet.total.claimed) == (100, 95)
    assert len(leaves) == 25
    assert leaves[22].claimed == 0
    assert [(i.name, i.max_points) for i in rubric.sheet.items] == [
        ("投入", 18),
        ("过程", 32),
        ("产出", 25),
        ("效果", 25),
    ]
    assert rubric.issuer == "裕安区民政局"


@BOTH
def test_qingpu(shared_documents: Path, format: str) -> None:
    rubric = rubric_of(shared_documents, "qingpu", format)
    assert len(rubric.sheet.items) == 27
    assert all(item.max_points is None and not item.children and item.criteria for item in rubric.sheet.items)
    assert [d.text for item in rubric.sheet.items for d in item.details if d.role == "number"] == [
        str(number) for number in range(1, 28)
    ]
    assert (rubric.document_number, rubric.issuer) == ("青民〔2024〕36号", "上海市青浦区民政局")


def test_criteria_in_ruled_rows_of_their_own(shared_documents: Path) -> None:
    """onecell.pdf cuts the criteria into rows and moves their points into a column; the rubric is the same."""
    whole = rubric_of(shared_documents, "changning", "pdf")
    cut = extract_rubric(read(shared_documents / "changning" / "onecell.pdf"))
    assert [(i.name, i.max_points, i.kind) for i in cut.sheet.walk()] == [
        (i.name, i.max_points, i.kind) for i in whole.sheet.walk()
    ]


def test_a_rule_under_the_header_only(shared_documents: Path) -> None:
    """Without ruled cells the same rubric comes out as with them."""
    folder = shared_documents / "changning"
    ruled, open_ = (extract_rubric(read(folder / f"{name}.pdf")) for name in ("document", "borderless"))
    assert without_places(open_.model_dump()) == without_places(ruled.model_dump())
