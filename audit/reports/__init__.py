"""Audit reports as output: one module a format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from models import AuditReport, Language

ReportFormat = Literal["text", "json"]
REPORT_FORMATS: tuple[ReportFormat, ...] = ("text", "json")


def render(reports: Sequence[AuditReport], form: ReportFormat, language: Language, *, listed: bool = False) -> str:
    """The reports in one format; ``listed`` makes JSON an array even of one report."""
    if form == "json":
        from audit.reports import json

        return json.render(reports, listed=listed)
    from audit.reports import text

    return text.render(reports, language)
