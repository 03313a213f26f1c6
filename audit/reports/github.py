"""Annotations for GitHub: workflow commands that its runner turns into notes beside the changed files.

``::error file=…,title=…::message``; signs that end a value are written as %XX, as the runner expects them.
"""

from __future__ import annotations

from collections.abc import Sequence

from audit.catalogue import find
from audit.reports.material import Audited
from audit.reports.places import place
from audit.reports.safe import one_line
from models import Finding, Language, Severity

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def render(audited: Sequence[Audited], language: Language) -> str:
    """One command a finding; nothing at all where there are none."""
    return "".join(f"{_command(one.name, finding, language)}\n" for one in audited for finding in one.report.findings)


def _command(name: str, finding: Finding, language: Language) -> str:
    check = find(finding.code)
    title = f"{finding.code} {check.title.in_language(language)}" if check is not None else finding.code
    where = next((found for part in finding.evidence if (found := place(part.where, language))), "")
    said = [part for part in (finding.item, where, finding.message) if part]
    properties = f"file={_property(one_line(name))},title={_property(one_line(title))}"
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(one_line(' | '.join(said)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
