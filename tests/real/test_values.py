"""Scores of the real documents against their rules and measured values."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from audit import audit
from audit.cli import read_report_file, read_rubric_file
from models import AuditReport, Fact, Finding, SelfReport

FORMATS = pytest.mark.parametrize("form", ["docx", "pdf"])


@cache
def audited(path: Path, rubric: Path | None = None) -> AuditReport:
    return audit(read_report_file(path), read_rubric_file(rubric) if rubric else None)


@cache
def read(path: Path) -> SelfReport:
    report = read_report_file(path)
    assert isinstance(report, SelfReport)
    return report


def on_values(report: AuditReport) -> list[Finding]:
    return [f for f in report.findings if f.code.startswith(("V", "X303", "R103"))]


def rows(report: AuditReport) -> set[tuple[str, str, str, str]]:
    return {
        (f.code, (f.item or "").split()[0], str(f.stated), str(f.computed))
        for f in on_values(report)
        if f.code != "X303"
    }


@FORMATS
def test_hongqiao(shared_documents: Path, form: str) -> None:
    report = audited(shared_documents / "hongqiao" / f"document.{form}")
    found = {(code, item, Decimal(stated), Decimal(computed)) for code, item, stated, computed in rows(report)}
    assert found == {
        ("V401", "D14", Decimal("2.1"), Decimal("1.2")),
        ("V402", "D14", Decimal("2.1"), Decimal("1.2")),
        ("V404", "A22", Decimal(2), Decimal("2.64")),
        ("V402", "A11", Decimal(3), Decimal(4)),
        ("V402", "B23", Decimal(4), Decimal(3)),
        ("V402", "C24", Decimal(2), Decimal(3)),
    }
    assert [(f.code, f.item) for f in on_values(report) if f.code == "X303"] == [("X303", "B11 预算执行率")]


@FORMATS
def test_the_sum_and_what_follows_are_written_out(shared_documents: Path, form: str) -> None:
    report = audited(shared_documents / "hongqiao" / f"document.{form}")
    (finding,) = [f for f in report.findings if f.code == "V401"]
    assert "81%，低于95%共14个百分点，每1%扣权重的5%：4×(1−14×5%)=1.2，报告写为 2.1" in finding.message
    assert "D1 实施效益 13.45→12.55，D 效益 20.13→19.23，总分 87.4→86.5" in finding.message
    (share,) = [f for f in report.findings if f.code == "V402" and f.item == finding.item]
    assert share.consequence_of == finding.id
    assert share.severity == "note"


@FORMATS
def test_rules_of_two_places(shared_documents: Path, form: str) -> None:
    report = audited(shared_documents / "hongqiao" / f"document.{form}")
    (finding,) = [f for f in report.findings if f.code == "X303"]
    assert "每偏离1%，扣权重1%" in finding.message
    assert "每减少1%扣5%权重" in finding.message
    assert len({(e.where.block, e.where.start) for e in finding.evidence}) == 2


@FORMATS
@pytest.mark.parametrize("name", ["yuan", "pingluo", "changning", "qingpu"])
def test_nothing_on_what_is_right(shared_documents: Path, name: str, form: str) -> None:
    assert on_values(audited(shared_documents / name / f"document.{form}")) == []


def test_nothing_with_the_rubric_of_another_place(shared_documents: Path) -> None:
    rubric = shared_documents / "changning" / "document.docx"
    assert on_values(audited(shared_documents / "pingluo" / "document.docx", rubric)) == []


def test_the_rubric_from_the_same_document_changes_nothing(shared_documents: Path) -> None:
    path = shared_documents / "hongqiao" / "document.docx"
    alone, with_rubric = audited(path), audited(path, path)
    assert rows(alone) == rows(with_rubric)


def _key(fact: Fact) -> tuple[object, ...]:
    return (fact.sheet, fact.item, fact.role, fact.measure, fact.value, fact.unit, fact.qualifier)


@pytest.mark.parametrize("name", ["hongqiao", "yuan", "pingluo"])
def test_measured_values_are_the_same_in_both_formats(shared_documents: Path, name: str) -> None:
    folder = shared_documents / name
    word, pdf = (
        [_key(f) for f in read(folder / f"document.{form}").facts if f.kind == "measured"] for form in ("docx", "pdf")
    )
    assert word == pdf
    assert word


def test_hongqiao_states_how_many_of_how_many(shared_documents: Path) -> None:
    facts = read(shared_documents / "hongqiao" / "document.docx").facts
    pairs = {
        (f.subject, f.role, int(f.value)) for f in facts if f.role in {"planned", "done"} and f.subject != f.measure
    }
    assert {("C11", "planned", 440), ("C11", "done", 358), ("C13", "planned", 150), ("C13", "done", 140)} <= pairs
