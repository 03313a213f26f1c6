"""Audit reports for a terminal: the scorecard, the findings under their items, what was read, one closing line.

Findings stand under their item, in the order of the document; what follows from a finding stands indented below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from audit.amounts import show
from audit.catalogue import SEVERITIES
from audit.reports.figures import figures, totals
from audit.reports.material import Audited
from audit.reports.places import places_of
from audit.reports.safe import one_line
from audit.reports.scorecard import scorecards
from audit.reports.terminal import Page, Screen, fitted, width
from audit.reports.terminal_card import write_card
from models import AuditReport, Finding, Language, Severity, Text

_PLACES_SHOWN = 8
_WHOLE = Text(zh="全文", en="The document")
_NOTHING = Text(zh="没有发现问题。", en="Nothing found.")
_HENCE = Text(zh="由此", en="hence")
STYLES: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "note": "cyan"}


def render(audited: Sequence[Audited], language: Language, screen: Screen, *, full: bool = False) -> str:
    """All reports, one after the other, an empty line between them. ``full``: every row of the scorecard."""
    page = Page(screen)
    for number, one in enumerate(audited):
        if number:
            page.line()
        _report(page, one, language, full=full)
    return page.text()


def _report(page: Page, audited: Audited, language: Language, *, full: bool) -> None:
    report = audited.report
    page.wrapped(_head(report, language), 0, style="bold")
    for card in scorecards(audited, language):
        if full or len(card.rows) > 1:
            page.line()
            write_card(page, card, language, full=full)
    page.line()
    _findings(page, report, language)
    for line in figures(report, language):
        mark, head = ("；", line[:3]) if language == "zh" else (";", line.split(" ")[0] + " ")
        page.wrapped(line, 0, hanging=width(head), style="dim", after=mark)
    closing, style = _closing(report, language)
    page.wrapped(closing, 0, style=style)


def _head(report: AuditReport, language: Language) -> str:
    name = one_line(report.report.name)
    zh, en = f"自查 {name}", f"Audit of {name}"
    if report.rubric is not None:
        against = one_line(report.rubric.name)
        zh, en = f"{zh}，对照 {against}", f"{en} against {against}"
    return Text(zh=zh, en=en).in_language(language)


def _findings(page: Page, report: AuditReport, language: Language) -> None:
    item: object = ""
    for finding in report.findings:
        if finding.consequence_of is not None:
            continue
        if finding.item != item:
            item = finding.item
            page.wrapped(one_line(item) if isinstance(item, str) else _WHOLE.in_language(language), 0, style="bold")
        _finding(page, finding, language, indent=2)
        for other in report.findings:
            if other.consequence_of == finding.id:
                _finding(page, other, language, indent=6)
        page.line()


def _finding(page: Page, finding: Finding, language: Language, *, indent: int) -> None:
    severity, style = SEVERITIES[finding.severity].in_language(language), STYLES[finding.severity]
    difference = f"  {against(finding)}".rstrip()
    subject = ""
    if finding.consequence_of is not None:
        severity, style = _HENCE.in_language(language), "dim"
        if finding.item is not None:
            room = page.columns - indent - width(f"{severity} {finding.code}  {difference}")
            subject = f"  {fitted(one_line(finding.item), room).rstrip()}"
    page.line(" " * indent, (severity, style), " ", (finding.code, "bold"), subject, difference)
    page.wrapped(one_line(finding.message), indent + 5)
    places = places_of(finding, language)
    column = max((width(where) for where, _ in places), default=0)
    most = _PLACES_SHOWN if finding.consequence_of is None else 1
    for where, words in places[:most]:
        blanks = " " * (column - width(where))
        page.wrapped(f"{where}{blanks}  {words}" if where else words, indent + 5, hanging=column + 2, style="dim")
    if len(places) > _PLACES_SHOWN and finding.consequence_of is None:
        more = len(places) - _PLACES_SHOWN
        page.wrapped(Text(zh=f"……另有 {more} 处", en=f"… {more} more").in_language(language), indent + 5, style="dim")


def against(finding: Finding) -> str:
    """What is stated beside what it should be: ``6 ≠ 8``; empty where the two are no numbers."""
    if isinstance(finding.stated, Decimal) and isinstance(finding.computed, Decimal):
        return f"{show(finding.stated)} ≠ {show(finding.computed)}"
    return ""


def _closing(report: AuditReport, language: Language) -> tuple[str, str]:
    if not report.findings and not report.summary.accepted:
        return _NOTHING.in_language(language), "bold green"
    worst = min((list(STYLES).index(finding.severity) for finding in report.findings), default=len(STYLES) - 1)
    return totals(report, language), list(STYLES.values())[worst]
