"""What a comment in a document says about a finding: the same few lines in Word and in PDF."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from audit.amounts import show
from audit.catalogue import SEVERITIES, find
from audit.reports.places import gathered, in_rubric
from audit.reports.safe import one_line
from models import AuditReport, Finding, Language, Text

AUTHOR = "zicha"
INITIALS = "zc"
_PLACES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment: a line that says what it is, and lines that say why."""

    heading: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join((self.heading, *self.lines))


def remark(finding: Finding, report: AuditReport, language: Language, *, unplaced: bool = False) -> Remark:
    """The comment on a finding; ``unplaced`` where it stands at the title for want of a better place."""
    check = find(finding.code)
    severity = SEVERITIES[finding.severity].in_language(language)
    title = check.title.in_language(language) if check is not None else ""
    lines = [*_item(finding, language), one_line(finding.message), *_numbers(finding, language)]
    lines += _elsewhere(finding, language, unplaced=unplaced)
    lines += _cause(finding, report, language)
    return Remark(heading=" ".join(part for part in (severity, finding.code, title) if part), lines=tuple(lines))


def _item(finding: Finding, language: Language) -> list[str]:
    if finding.item is None:
        return []
    return [Text(zh=f"指标：{one_line(finding.item)}", en=f"Item: {one_line(finding.item)}").in_language(language)]


def _numbers(finding: Finding, language: Language) -> list[str]:
    """The two numbers, where the message does not hold both of them."""
    parts = []
    for value, name in (
        (finding.stated, Text(zh="原文", en="stated")),
        (finding.computed, Text(zh="核算", en="computed")),
    ):
        shown = show(value) if isinstance(value, Decimal) else one_line(value or "")
        if shown and shown not in finding.message:
            parts.append(Text(zh=f"{name.zh} {shown}", en=f"{name.en} {shown}"))
    if not parts:
        return []
    return [Text(zh="；".join(p.zh for p in parts), en="; ".join(p.en for p in parts)).in_language(language)]


def _elsewhere(finding: Finding, language: Language, *, unplaced: bool) -> list[str]:
    """The other places, a line each, with their words."""
    others = finding.evidence if unplaced else finding.evidence[1:]
    found = gathered(others, language) + in_rubric(finding, language)
    places = [" ".join(part for part in pair if part) for pair in found]
    if not places:
        return []
    more = len(places) - _PLACES_SHOWN
    shown = places[:_PLACES_SHOWN]
    if more > 0:
        shown.append(Text(zh=f"……另有 {more} 处", en=f"… {more} more").in_language(language))
    return [Text(zh="另见：", en="See also:").in_language(language), *(f"· {where}" for where in shown)]


def _cause(finding: Finding, report: AuditReport, language: Language) -> list[str]:
    root = next((other for other in report.findings if other.id == finding.consequence_of), None)
    if root is None:
        return []
    name = one_line(root.item or "")
    zh = (
        f"由“{name}”的 {root.code} 引起，改正那一处，本条即消失。"
        if name
        else f"由 {root.code} 引起，改正那一处，本条即消失。"
    )
    of = f" of {name}" if name else ""
    return [Text(zh=zh, en=f"Follows from {root.code}{of}; once that is mended, this goes away.").in_language(language)]
