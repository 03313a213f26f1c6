"""An audit as its user wants it: less what is tolerated or accepted, at the severities that are wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from audit.baseline import Accepted, Baseline, entries_of
from models import AuditReport, Finding, Language, Rubric, SelfReport, Severity

_OF_POINTS = ("R", "C", "X", "V")
"""Families whose findings compare points."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a run wants of each of its audits."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    tolerance: Decimal = Decimal(0)
    language: Language = "zh"
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """An audit, and an entry for a baseline for each of its findings, the accepted ones included."""

    report: AuditReport
    entries: tuple[Accepted, ...]


def judge(subject: SelfReport | Rubric, rubric: Rubric | None, choices: Choices, name: str) -> Judged:
    """Audit one document; ``name`` is what it is called in the run."""
    from audit import audit

    report = audit(subject, rubric, select=choices.select, ignore=choices.ignore, language=choices.language)
    report = with_severities(without_tolerated(report, choices.tolerance), choices.severity)
    entries = entries_of(report, name)
    if choices.baseline is not None:
        report = without_accepted(report, entries, choices.baseline.keys_for(name))
    return Judged(report, entries)


def without_tolerated(report: AuditReport, tolerance: Decimal) -> AuditReport:
    """The report without findings on points whose stated number differs by ``tolerance`` or less from the computed.

    The interval of printed decimals is the checks' own; a tolerance is for offices that let small differences pass.
    Findings that compare no two numbers, or no points, stay.
    """
    if not tolerance:
        return report

    def stays(finding: Finding) -> bool:
        stated, computed = finding.stated, finding.computed
        if not finding.code.startswith(_OF_POINTS):
            return True
        if not isinstance(stated, Decimal) or not isinstance(computed, Decimal):
            return True
        return abs(stated - computed) > tolerance

    return _only(report, stays)


def with_severities(report: AuditReport, severities: Mapping[str, Severity]) -> AuditReport:
    """The report with other severities; consequences stay notes, since their root carries the weight."""
    if not severities:
        return report
    prefixes = sorted(severities, key=len, reverse=True)

    def changed(finding: Finding) -> Finding:
        prefix = next((p for p in prefixes if finding.code.startswith(p.upper())), None)
        if prefix is None or finding.consequence_of is not None:
            return finding
        return finding.model_copy(update={"severity": severities[prefix]})

    return _with(report, tuple(changed(finding) for finding in report.findings))


def without_accepted(report: AuditReport, entries: Sequence[Accepted], keys: frozenset[str]) -> AuditReport:
    """The report without the findings whose fingerprint is among ``keys``; the summary says how many those are.

    ``entries`` are those of the report's findings, in their order.
    """
    accepted = {
        finding.id for finding, entry in zip(report.findings, entries, strict=True) if entry.fingerprint in keys
    }
    left = _only(report, lambda finding: finding.id not in accepted)
    return left.model_copy(update={"summary": left.summary.model_copy(update={"accepted": len(accepted)})})


def _only(report: AuditReport, stays: Callable[[Finding], bool]) -> AuditReport:
    """The findings that stay, numbered anew; a consequence whose root went stands for itself."""
    kept = [finding for finding in report.findings if stays(finding)]
    if len(kept) == len(report.findings):
        return report
    numbers = {finding.id: f"F{number}" for number, finding in enumerate(kept, start=1)}
    renumbered = tuple(
        finding.model_copy(
            update={"id": numbers[finding.id], "consequence_of": numbers.get(finding.consequence_of or "")}
        )
        for finding in kept
    )
    return _with(report, renumbered)


def _with(report: AuditReport, findings: tuple[Finding, ...]) -> AuditReport:
    counts = {
        "errors": sum(finding.severity == "error" for finding in findings),
        "warnings": sum(finding.severity == "warning" for finding in findings),
        "notes": sum(finding.severity == "note" for finding in findings),
    }
    return report.model_copy(update={"findings": findings, "summary": report.summary.model_copy(update=counts)})
