"""Extractions as goldens hold them: the JSON contract without places, evidence and source.

Texts are without blanks. A criterion's text is without its ordinal. Keys whose value is the usual one (no code, kind
base, no children) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from models import AuditReport, Criterion, Fact, Finding, Item, Rubric, ScoreSheet, SelfReport

_ORDINAL = re.compile(r"\s*(?:\d{1,2}[、.．,，]|[（(]\d{1,2}[)）]、?|\d{1,2}[)）]|[①-⑳])\s*")

_LABEL = re.compile(r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[、．.](?!\d))")


def rubric(extraction: Rubric, others: Iterable[Rubric] = ()) -> dict[str, Any]:
    """The projection of a rubric; ``others`` are further ones of its document."""
    result: dict[str, Any] = {
        "title": _bare(extraction.title),
        "document_number": extraction.document_number,
        "issuer": extraction.issuer,
        "issued_on": extraction.issued_on.isoformat() if extraction.issued_on else None,
        "sheet": _sheet(extraction.sheet, claims=False),
    }
    further = [_sheet(other.sheet, claims=False) for other in others]
    return result | ({"others": further} if further else {})


def claims(extraction: SelfReport) -> dict[str, Any]:
    """The projection of a self-report."""
    return {
        "title": _bare(extraction.title),
        "document_number": extraction.document_number,
        "unit": _bare(extraction.unit),
        "period": extraction.period,
        "sheets": [_sheet(sheet, claims=True) for sheet in extraction.sheets],
        "facts": [_fact(fact) for fact in extraction.facts if fact.kind == "indicator_count"],
    }


def findings(report: AuditReport) -> dict[str, Any]:
    """The projection of an audit."""
    by_id = {finding.id: finding for finding in report.findings}
    return {"findings": [_finding(finding, by_id) for finding in report.findings]}


def _sheet(sheet: ScoreSheet, *, claims: bool) -> dict[str, Any]:
    result: dict[str, Any] = {"form": sheet.form}
    if sheet.title:
        result["title"] = _bare(sheet.title)
    if sheet.total is not None:
        total = {"max_points": sheet.total.max_points}
        if claims:
            total["claimed"] = sheet.total.claimed
        if any(value is not None for value in total.values()):
            result["total"] = total
    result["items"] = [_item(item) for item in sheet.items]
    return result


def _item(item: Item) -> dict[str, Any]:
    result: dict[str, Any] = {"name": _bare(item.name)}
    if item.code:
        result["code"] = item.code
    if item.kind != "base":
        result["kind"] = item.kind
    if item.max_points is not None:
        result["max_points"] = item.max_points
    if item.claimed is not None:
        result["claimed"] = item.claimed
    if item.criteria:
        result["criteria"] = [_criterion(one) for one in item.criteria]
    if item.mentions:
        result["mentions"] = [
            {"kind": one.kind, "points": one.points, "sign": one.sign}
            | ({} if one.percent_of_weight is None else {"percent_of_weight": one.percent_of_weight})
            for one in item.mentions
        ]
    details = {one.role: _bare(one.text) for one in item.details if one.text and one.role not in {"other", "number"}}
    if details:
        result["details"] = details
    if item.children:
        result["children"] = [_item(child) for child in item.children]
    return result


def _criterion(criterion: Criterion) -> dict[str, Any]:
    text = criterion.text if criterion.ordinal is None else _ORDINAL.sub("", criterion.text, count=1)
    return {"ordinal": criterion.ordinal, "text": _bare(text), "max_points": criterion.max_points}


def _fact(fact: Fact) -> dict[str, Any]:
    return {"kind": fact.kind, "subject": _bare(fact.subject), "measure": _bare(fact.measure), "value": fact.value}


def _finding(finding: Finding, by_id: dict[str, Finding]) -> dict[str, Any]:
    root = by_id.get(finding.consequence_of or "")
    return {
        "code": finding.code,
        "severity": finding.severity,
        "item": _subject(finding.item),
        "stated": finding.stated,
        "computed": finding.computed,
        "consequence_of": f"{root.code} {_subject(root.item) or ''}".strip() if root else None,
    }


def _subject(text: str | None) -> str | None:
    """The item of a finding without the ordinal of its label."""
    return None if text is None else _LABEL.sub("", _bare(text) or "", count=1)


def _bare(text: str | None) -> str | None:
    return None if text is None else re.sub(r"\s+", "", text)
