"""Claims of the real documents, the same from Word and PDF."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract import extract_claims, read_document
from models import NothingFound, ScoreSheet, SelfReport, dumps
from models.json import loads
from tests.extract.reports import number, total

FILES = ("document.docx", "document.pdf")


@pytest.fixture(scope="module")
def claims(shared_documents: Path) -> dict[tuple[str, str], SelfReport]:
    names = [(name, file) for name in ("pingluo", "yuan", "hongqiao") for file in FILES]
    names.append(("pingluo", "autonumbered.docx"))
    return {(n, f): extract_claims(read_document(shared_documents / n / f)) for n, f in names}


Claims = dict[tuple[str, str], SelfReport]


def _plain(value: Any) -> Any:
    """Without what differs between formats by right: the file, the places, the pages."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if k not in ("source", "where", "pages")}
    return [_plain(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", ["pingluo", "yuan", "hongqiao"])
def test_word_and_pdf_say_the_same(claims: Claims, name: str) -> None:
    word, pdf = (_plain(loads(dumps(claims[name, file]))) for file in FILES)
    assert word == pdf


@pytest.mark.parametrize("file", [*FILES, "autonumbered.docx"])
def test_pingluo_is_one_narrative(claims: Claims, file: str) -> None:
    report = claims["pingluo", file]
    (sheet,) = report.sheets
    assert (sheet.form, total(sheet)) == ("narrative", ("100", "104"))
    assert [(number(i.max_points), number(i.claimed), len(i.children), i.kind) for i in sheet.items] == [
        ("18", "18", 4, "base"),
        ("38", "38", 5, "base"),
        ("44", None, 4, "base"),
        ("5", "5", 1, "bonus"),
        ("-20", "0", 2, "penalty"),
    ]
    assert [number(g.claimed) for g in sheet.items[1].children] == ["8", "9", "10", "4", "6"]
    assert sum(1 for _ in sheet.leaves()) == 44
    assert sum(m.points * m.sign for m in sheet.items[0].children[0].all_mentions() if m.points) == 8
    assert (report.coverage.mentions, report.not_understood) == (report.coverage.mentions_placed, ())


def test_the_number_without_its_dot_is_an_item(claims: Claims) -> None:
    (sheet,) = claims["pingluo", "document.docx"].sheets
    group = sheet.items[1].children[3]
    assert [[str(m.points) for m in item.mentions] for item in group.children] == [["1"], ["2"], ["1"]]


@pytest.mark.parametrize("file", FILES)
def test_yuan_has_a_narrative_and_a_table(claims: Claims, file: str) -> None:
    narrative, table = claims["yuan", file].sheets
    assert (narrative.form, total(narrative)) == ("narrative", (None, "95"))
    assert [(i.name, number(i.max_points), number(i.claimed)) for i in narrative.items] == [
        ("投入", "18", "18"),
        ("过程", "32", "32"),
        ("产出", "25", "25"),
        ("效果", "25", "20"),
    ]
    assert (table.form, total(table), sum(1 for _ in table.leaves())) == ("table", ("100", "95"), 25)


@pytest.mark.parametrize("file", FILES)
def test_hongqiao_says_its_scores_in_many_places(claims: Claims, file: str) -> None:
    report = claims["hongqiao", file]
    assert Counter(sheet.form for sheet in report.sheets) == {
        "statements": 3,
        "summary": 1,
        "table": 6,
        "working_paper": 29,
    }
    assert report.not_understood == ()
    abstract, conclusion, indicators = (s for s in report.sheets if s.form == "statements")
    for sheet in (abstract, conclusion):
        assert total(sheet)[1] == "87.4"
        assert [(i.name, str(i.max_points), str(i.claimed)) for i in sheet.items] == [
            ("决策", "20", "18"),
            ("过程", "20", "20"),
            ("产出", "30", "29.27"),
            ("效益", "30", "20.13"),
        ]
    assert Counter(item.code[0] for item in indicators.walk() if item.code) == {"A": 5, "B": 5, "C": 12, "D": 7}
    assert _claims(indicators)["A11"] == Decimal(3)
    assert _claims(_sheet(report, "附件4"))["A11"] == Decimal(4)


@pytest.mark.parametrize("file", FILES)
def test_hongqiao_working_papers(claims: Claims, file: str) -> None:
    report = claims["hongqiao", file]
    papers = [s for s in report.sheets if s.form == "working_paper"]
    items = {s.items[0].code: s.items[0] for s in papers}
    assert len(items) == 29
    assert all(item.max_points is not None and item.claimed is not None and item.children for item in items.values())
    assert {code: item.claimed for code, item in items.items()} == _claims(_sheet(report, "表3-2")) | {
        "B11": Decimal(5)
    }
    assert [number(child.claimed) for child in items["A12"].children] == ["1.4", "1.3", "1.3"]


def _claims(sheet: ScoreSheet) -> dict[str | None, Decimal | None]:
    return {leaf.code: leaf.claimed for leaf in sheet.leaves() if leaf.claimed is not None}


def _sheet(report: SelfReport, title: str) -> ScoreSheet:
    return next(s for s in report.sheets if s.title and s.title.startswith(title))


def test_hongqiao_counts_its_indicators(claims: Claims) -> None:
    facts = [f for f in claims["hongqiao", "document.docx"].facts if f.kind == "indicator_count"]
    assert [(f.subject, f.measure, int(f.value)) for f in facts] == [
        ("决策", "二级指标", 3),
        ("决策", "三级指标", 5),
        ("过程", "二级指标", 2),
        ("过程", "三级指标", 6),
        ("产出", "二级指标", 3),
        ("产出", "三级指标", 9),
        ("效益", "二级指标", 2),
        ("效益", "三级指标", 8),
    ]


@pytest.mark.parametrize("name", ["changning", "qingpu"])
@pytest.mark.parametrize("file", FILES)
def test_a_notice_claims_nothing(shared_documents: Path, name: str, file: str) -> None:
    with pytest.raises(NothingFound):
        extract_claims(read_document(shared_documents / name / file))
