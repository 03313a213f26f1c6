"""From a document to its findings: run the checks, find the roots, put them in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from audit.checks import registered
from audit.checks.base import Check, Draft
from audit.checks.matching import answered
from audit.checks.values import by_rules
from audit.consequences import roots_of
from audit.context import Context
from audit.doubts import WARNING as DOUBTFUL
from audit.sheets import RUBRIC, Node, RubricEvidence, claim, maximum
from models import (
    AuditReport,
    Evidence,
    Finding,
    Language,
    Points,
    Rubric,
    SelfReport,
    Severity,
    Summary,
    Where,
)


class UnknownCode(ValueError):
    """A code or family that no check has."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no check is called {code}")
        self.code = code


def run(
    report: SelfReport | Rubric,
    rubric: Rubric | None,
    *,
    select: Sequence[str],
    ignore: Sequence[str],
    language: Language,
) -> AuditReport:
    """The audit of one document; see ``audit.audit``."""
    context = Context(report, rubric)
    drafts = _merged([(check, draft) for check in chosen(select, ignore) for draft in check.run(context)])
    findings = _findings(context, drafts, language)
    return AuditReport(
        report=report.source,
        rubric=rubric.source if rubric is not None else None,
        findings=findings,
        summary=_summary(context, findings),
        coverage=report.coverage,
    )


def chosen(select: Iterable[str], ignore: Iterable[str]) -> list[Check]:
    """The checks whose codes begin with one of ``select`` (all without any) and with none of ``ignore``.

    Raises ``UnknownCode`` where a prefix belongs to no check.
    """
    checks = registered()
    wanted, unwanted = [s.upper() for s in select], [s.upper() for s in ignore]
    for prefix in (*wanted, *unwanted):
        if not prefix or not any(check.code.startswith(prefix) for check in checks):
            raise UnknownCode(prefix)
    return [
        check
        for check in checks
        if (not wanted or check.code.startswith(tuple(wanted))) and not check.code.startswith(tuple(unwanted))
    ]


def _merged(drafts: list[tuple[Check, Draft]]) -> list[tuple[Check, Draft]]:
    """The same contradiction of the same item in several places is one finding with all its places."""
    merged: dict[object, tuple[Check, Draft]] = {}
    for check, draft in drafts:
        sums = draft.sums
        key: object = (check.code, sums[0].stated, draft.computed) if sums and sums[0].stated.slot else id(draft)
        before = merged.get(key)
        if before is None:
            merged[key] = (check, draft)
        else:
            first = before[1]
            evidence = tuple(dict.fromkeys((*first.evidence, *draft.evidence)))
            merged[key] = (check, replace(first, evidence=evidence))
    return list(merged.values())


def _findings(context: Context, drafts: list[tuple[Check, Draft]], language: Language) -> tuple[Finding, ...]:
    """Findings in the order of the document, each root followed by its consequences."""
    roots = roots_of([(check.code, draft) for check, draft in drafts])
    position = [_position(draft) for _, draft in drafts]
    root_of = [roots.get(i, i) for i in range(len(drafts))]
    places = sorted(
        range(len(drafts)), key=lambda i: (position[root_of[i]], root_of[i], root_of[i] != i, position[i], i)
    )
    identities = {i: f"F{number}" for number, i in enumerate(places, start=1)}
    root_ids = {i: identities[root] for i, root in roots.items()}
    return tuple(_finding(context, identities[i], *drafts[i], root_ids.get(i), language) for i in places)


def _finding(
    context: Context, identity: str, check: Check, draft: Draft, root: str | None, language: Language
) -> Finding:
    severity: Severity = "note" if root is not None else draft.severity or check.severity
    message = draft.message.in_language(language)
    if check.family != "D" and context.is_doubtful(draft.evidence):
        severity, message = "note", message + DOUBTFUL.in_language(language)
    return Finding(
        id=identity,
        code=check.code,
        severity=severity,
        item=context.title(draft.node).in_language(language) if draft.node is not None else None,
        message=message,
        stated=draft.stated,
        computed=draft.computed,
        contributors=draft.contributors,
        evidence=tuple(dict.fromkeys(part for part in draft.evidence if not isinstance(part, RubricEvidence))),
        rubric_evidence=tuple(
            Evidence(quote=part.quote, where=part.where)
            for part in dict.fromkeys(draft.evidence)
            if isinstance(part, RubricEvidence)
        ),
        consequence_of=root,
    )


def _position(draft: Draft) -> tuple[int, int, int, int, int, int]:
    """Where a finding belongs in the order of the document.

    What only the rubric holds comes after the document, in the order of the rubric; what has no place comes last.
    """
    where = draft.node.where if draft.node is not None else Where()
    if draft.node is not None and draft.node.is_root and where.block is None:
        where = draft.evidence[0].where if draft.evidence else where
    numbers = (where.page, where.block, where.row, where.column, where.start)
    if where.block is None and where.page is None:
        return (2, 0, 0, 0, 0, 0)
    page, block, row, column, start = (number if number is not None else -1 for number in numbers)
    in_rubric = draft.node is not None and draft.node.sheet == RUBRIC
    return (int(in_rubric), page if block == -1 else 0, block, row, column, start)


def _summary(context: Context, findings: tuple[Finding, ...]) -> Summary:
    matched, items = answered(context)
    claimed, computed, most = _totals(context)
    ruled, compared, recomputed = by_rules(context)
    return Summary(
        errors=sum(finding.severity == "error" for finding in findings),
        warnings=sum(finding.severity == "warning" for finding in findings),
        notes=sum(finding.severity == "note" for finding in findings),
        items=sum(any(not n.is_root for n in group.report_nodes) for group in context.alignment.groups),
        items_matched=matched if context.rubric is not None else None,
        rubric_items=items if context.rubric is not None else None,
        items_with_rules=ruled,
        items_by_rules=compared,
        items_recomputed=recomputed,
        claimed_total=claimed,
        computed_total=computed,
        max_total=most,
    )


def _totals(context: Context) -> tuple[Points | None, Points | None, Points | None]:
    """The stated total, the sum of the top level's claims, and the maximum, as far as the document has them."""
    roots = context.main_roots()
    stated = (root.stated("claimed") for root in roots)
    computed = (_computed(context, root) for root in roots)
    limits = (amount.value for root in roots if (amount := maximum(root)) is not None)
    return (
        next((value for value in stated if value is not None), None),
        next((value for value in computed if value is not None), None),
        next(limits, None),
    )


def _computed(context: Context, root: Node) -> Decimal | None:
    parts = [child for child in root.children if child.kind == "base" or child.claims_anything()]
    amounts = [claim(part, context.maximum(part)) for part in parts]
    known = [amount.value for amount in amounts if amount is not None]
    complete = bool(known) and len(known) == len(amounts) and root.source.form != "statements"
    return sum(known, Decimal(0)) if complete else None
