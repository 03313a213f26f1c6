"""What the audit says about the real documents: what was found by hand, and nothing on what is right."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from audit import audit
from audit.cli import read_report_file, read_rubric_file
from models import AuditReport, Finding

FORMATS = pytest.mark.parametrize("form", ["docx", "pdf"])


@cache
def audited(path: Path) -> AuditReport:
    return audit(read_report_file(path))


def roots(report: AuditReport, *severities: str) -> set[tuple[str, str | None, str, str]]:
    """Code, item, stated and computed of the findings that are no consequences."""
    wanted = severities or ("error", "warning")
    return {_row(f) for f in report.findings if f.consequence_of is None and f.severity in wanted}


def consequences(report: AuditReport) -> set[tuple[str, str | None, str]]:
    """Code and item of each consequence with the code of its root."""
    by_id = {f.id: f for f in report.findings}
    return {(f.code, f.item, by_id[f.consequence_of].code) for f in report.findings if f.consequence_of}


def _row(finding: Finding) -> tuple[str, str | None, str, str]:
    return (finding.code, finding.item and finding.item[:12], str(finding.stated), str(finding.computed))


@FORMATS
def test_pingluo(shared_documents: Path, form: str) -> None:
    report = audited(shared_documents / "pingluo" / f"document.{form}")
    assert roots(report) == {
        ("C202", "社会救助兜底脱贫行动", "6", "8"),
        ("C203", "工作保障与管理", "38", "37"),
        ("C202", "标准制定", "8", "9"),
        ("C202", "对象管理", "9", "8.0"),
        ("C205", "有集中供养需求的217名", "None", "None"),
    }
    assert consequences(report) == {("C204", "总分", "C203")}
    assert roots(report, "note") == {("C205", "工作效果", "None", "44")}


@FORMATS
def test_yuan(shared_documents: Path, form: str) -> None:
    report = audited(shared_documents / "yuan" / f"document.{form}")
    assert roots(report) == {("X301", "项目立项", "10", "8"), ("X302", "项目立项", "10", "8")}
    assert consequences(report) == {("C203", "投入", "X301"), ("C206", "投入", "X302")}


@FORMATS
def test_hongqiao(shared_documents: Path, form: str) -> None:
    report = audited(shared_documents / "hongqiao" / f"document.{form}")
    found = roots(report, "error", "warning")
    assert {(code, stated, computed) for code, _, stated, computed in found if code == "X304"} == {
        ("X304", "6", "5"),
        ("X304", "9", "12"),
        ("X304", "8", "7"),
    }
    scores = {(item and item.split()[0], stated, computed) for _, item, stated, computed in found if _[0] != "X304"}
    assert ("A11", "3", "4") in scores
    differing = {item and item.split()[0] for code, item, _, _ in found if code in {"X301", "C202", "V401", "V402"}}
    assert differing == {"A11", "B23", "C24", "D14"}
    about_b11 = {f.code for f in report.findings if f.severity != "note" and f.item and f.item.startswith("B11")}
    assert about_b11 == {"X303"}


@FORMATS
def test_a_notice_is_audited_as_a_rubric(shared_documents: Path, form: str) -> None:
    report = audited(shared_documents / "changning" / f"document.{form}")
    assert roots(report) == set()
    assert report.summary.max_total == 100
    assert report.summary.claimed_total is None


def test_the_rubric_as_json_and_as_the_notice(shared_documents: Path, tmp_path: Path) -> None:
    from models import dumps

    notice = shared_documents / "changning" / "document.pdf"
    rubric = read_rubric_file(notice)
    saved = tmp_path / "rubric.json"
    saved.write_text(dumps(rubric), encoding="utf-8")
    report = read_report_file(shared_documents / "pingluo" / "document.docx")
    assert audit(report, rubric) == audit(report, read_rubric_file(saved))
