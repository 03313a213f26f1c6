"""Audit reports as output: one module a format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, get_args

from audit.reports.material import Audited
from models import AuditReport, Language

if TYPE_CHECKING:
    from audit.reports.terminal import Screen

ReportFormat = Literal["text", "concise", "json", "html", "sarif", "github", "docx", "pdf", "xlsx", "parquet"]
REPORT_FORMATS: tuple[ReportFormat, ...] = get_args(ReportFormat)
SINGLE: frozenset[ReportFormat] = frozenset({"html", "docx", "pdf"})
"""Formats that show one document."""
SHOWING: frozenset[ReportFormat] = frozenset({"html", "docx", "pdf"})
"""Formats that show the document itself and so need its blocks."""
BINARY: frozenset[ReportFormat] = frozenset({"docx", "pdf", "xlsx"})
"""Formats that are no text: copies of the document with the findings in it, and the workbook."""
TABLES: frozenset[ReportFormat] = frozenset({"parquet"})
"""Formats of a whole run, with no file for a single report."""

__all__ = ["BINARY", "REPORT_FORMATS", "SHOWING", "SINGLE", "TABLES", "Audited", "ReportFormat", "render"]


def render(
    reports: Sequence[Audited | AuditReport],
    form: ReportFormat,
    language: Language,
    *,
    listed: bool = False,
    screen: Screen | None = None,
    full: bool = False,
) -> str:
    """The reports in one format that is text.

    ``listed`` makes JSON an array even of one report; ``screen`` says how wide text may be and whether in colour;
    ``full`` shows every row of the scorecard in text. Raises ``ValueError`` where a format of ``SINGLE`` is asked for
    several reports, and for a format of ``BINARY``.
    """
    audited = [one if isinstance(one, Audited) else Audited(one) for one in reports]
    if form in SINGLE and len(audited) != 1:
        raise ValueError(f"{form} shows one report")
    match form:
        case "json":
            from audit.reports import json

            return json.render([one.report for one in audited], listed=listed)
        case "concise":
            from audit.reports import concise

            return concise.render(audited, language)
        case "sarif":
            from audit.reports import sarif

            return sarif.render(audited, language)
        case "github":
            from audit.reports import github

            return github.render(audited, language)
        case "html":
            from audit.reports import html

            return html.render(audited[0], language)
        case "text":
            from audit.reports import text
            from audit.reports.terminal import Screen

            return text.render(audited, language, screen or Screen(), full=full)
        case _:
            raise ValueError(f"{form} is no text")
