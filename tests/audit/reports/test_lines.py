"""The formats of one line a finding: concise, and GitHub's annotations."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from audit import audit
from audit.reports import Audited, render
from models import AuditReport, Coverage, Evidence, Finding, Language, Severity, Source, Summary, Where
from tests.audit.build import SOURCE, item, report, sheet


def made(**changes: object) -> Audited:
    finding = Finding(
        id="F1",
        code="C203",
        severity="error",
        item="管理",
        message="下级之和 58，本级 59",
        stated=Decimal(59),
        computed=Decimal(58),
        evidence=(Evidence(quote="管理", where=Where(page=3, block=7, row=1)),),
    ).model_copy(update=changes)
    summary = Summary(errors=1, warnings=0, notes=0, items=1)
    found = AuditReport(report=SOURCE, findings=(finding,), summary=summary, coverage=Coverage())
    return Audited(found, path="2023年/报告.docx")


def test_concise() -> None:
    assert (
        render([made()], "concise", "zh") == "2023年/报告.docx:第3页 表格第2行: C203 错误 管理：下级之和 58，本级 59\n"
    )
    assert render([made(item=None, evidence=())], "concise", "en") == (
        "2023年/报告.docx: C203 error 下级之和 58，本级 59\n"
    )
    assert "（由另一问题引起）" in render([made(consequence_of="F2")], "concise", "zh")


def test_nothing_found_is_no_line() -> None:
    fine = audit(report(sheet(item("管理", 60, 59))))
    assert render([fine], "concise", "zh") == ""
    assert render([fine], "github", "zh") == ""


def test_one_line_each_whatever_the_words_are() -> None:
    text = render([made(message="第一行\n::error::第二行\r\x85第三行", item="甲\n乙")], "concise", "zh")
    assert len(text.splitlines()) == 1


@pytest.mark.parametrize(
    ("severity", "language", "begin"),
    [
        ("error", "zh", "::error file=2023年/报告.docx,title=C203 "),
        ("warning", "zh", "::warning file="),
        ("note", "en", "::notice file="),
    ],
)
def test_github_commands(severity: Severity, language: Language, begin: str) -> None:
    text = render([made(severity=severity)], "github", language)
    assert text.startswith(begin)
    assert text.endswith("下级之和 58，本级 59\n")
    assert ("第3页" in text) == (language == "zh")


def test_github_escapes_what_would_end_a_value() -> None:
    audited = made(message="达到 100%: 是, 不是\n::error::另一条")
    named = Audited(audited.report, path="一,二:三%.docx")
    (line,) = render([named], "github", "zh").splitlines()
    head, _, message = line.removeprefix("::").partition("::")
    assert "file=一%2C二%3A三%25.docx," in head
    assert head.count(",") == 1
    assert message.endswith("达到 100%25: 是, 不是 ::error::另一条")
    assert not re.search(r"[\r\n]", line)


def test_without_a_path_the_name_of_the_source_stands() -> None:
    report_ = made().report.model_copy(update={"report": Source(name="甲.pdf", sha256="0" * 64, format="pdf")})
    assert render([report_], "concise", "zh").startswith("甲.pdf:")
