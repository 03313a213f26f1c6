"""One line a finding, as compilers print them: ``file:place: CODE severity item: message``."""

from __future__ import annotations

from collections.abc import Sequence

from audit.catalogue import SEVERITIES
from audit.reports.material import Audited
from audit.reports.places import place
from audit.reports.safe import one_line
from models import Finding, Language, Text


def render(audited: Sequence[Audited], language: Language) -> str:
    """The findings of all reports; nothing at all where there are none."""
    return "".join(f"{_line(one.name, finding, language)}\n" for one in audited for finding in one.report.findings)


def _line(name: str, finding: Finding, language: Language) -> str:
    places = [found for part in finding.evidence[:1] if (found := place(part.where, language))]
    severity = SEVERITIES[finding.severity].in_language(language)
    hence = ""
    if finding.consequence_of is not None:
        hence = Text(zh="（由另一问题引起）", en=" (follows from another finding)").in_language(language)
    item = f"{finding.item}{Text(zh='：', en=': ').in_language(language)}" if finding.item is not None else ""
    return one_line(f"{':'.join([name, *places])}: {finding.code} {severity} {item}{finding.message}{hence}")
