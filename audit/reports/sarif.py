"""SARIF 2.1.0, the format in which code hosts and viewers take the findings of checking tools.

A PDF or Word file has no lines, so a result points to the file, and says page, box, block, row and column, and span as
properties of its locations; the quoted words are the location's message, the item is its logical location.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import metadata
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from audit.amounts import show
from audit.checks import Check, registered
from audit.fingerprints import VERSION, fingerprints
from audit.reports.material import Audited
from audit.reports.safe import one_line
from models import Evidence, Finding, Language, Source

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "json": "application/json",
}


def render(audited: Sequence[Audited], language: Language) -> str:
    """One log with one run for each report."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(one, language) for one in audited]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _run(audited: Audited, language: Language) -> dict[str, Any]:
    report = audited.report
    checks = registered()
    index = {check.code: number for number, check in enumerate(checks)}
    artifacts = [_artifact(report.report, audited.name, "analysisTarget")]
    if report.rubric is not None:
        artifacts.append(_artifact(report.rubric, report.rubric.name, "referencedOnCommandLine"))
    files = [artifact["location"]["uri"] for artifact in artifacts]
    keys = fingerprints(report.findings)
    return {
        "tool": {"driver": _driver(checks, language)},
        "language": "zh-CN" if language == "zh" else "en",
        "artifacts": artifacts,
        "results": [
            _result(finding, key, index.get(finding.code), files)
            for finding, key in zip(report.findings, keys, strict=True)
        ],
        "columnKind": "unicodeCodePoints",
    }


def _driver(checks: Sequence[Check], language: Language) -> dict[str, Any]:
    try:
        version = {"version": metadata.version("zicha")}
    except metadata.PackageNotFoundError:
        version = {}
    return {"name": "zicha", **version, "rules": [_rule(check, language) for check in checks]}


def _rule(check: Check, language: Language) -> dict[str, Any]:
    explained = check.explanation
    example = f"{explained.fails.in_language(language)}\n\n{explained.passes.in_language(language)}"
    return {
        "id": check.code,
        "shortDescription": {"text": check.title.in_language(language)},
        "fullDescription": {"text": explained.compares.in_language(language)},
        "help": {"text": f"{explained.matters.in_language(language)}\n\n{example}"},
        "defaultConfiguration": {"level": check.severity},
        "properties": {"family": check.family},
    }


def _result(finding: Finding, key: str, rule: int | None, files: Sequence[str]) -> dict[str, Any]:
    """``files`` are the report and, where there is one, the rubric."""
    said = f"{finding.item}: {finding.message}" if finding.item is not None else finding.message
    result: dict[str, Any] = {"ruleId": finding.code}
    if rule is not None:
        result["ruleIndex"] = rule
    result |= {
        "level": finding.severity,
        "message": {"text": one_line(said)},
        "locations": [_location(part, finding.item, files, 0) for part in finding.evidence[:1]]
        or [_location(None, finding.item, files, 0)],
    }
    related = [(part, 0) for part in finding.evidence[1:]]
    if len(files) > 1:
        related += [(part, 1) for part in finding.rubric_evidence]
    if related:
        result["relatedLocations"] = [
            {"id": number, **_location(part, None, files, file)} for number, (part, file) in enumerate(related, start=1)
        ]
    properties: dict[str, Any] = {"id": finding.id}
    for name, value in (("stated", finding.stated), ("computed", finding.computed)):
        if value is not None:
            properties[name] = value if isinstance(value, str) else show(value)
    if finding.consequence_of is not None:
        properties["consequenceOf"] = finding.consequence_of
    return {**result, "partialFingerprints": {VERSION: key}, "properties": properties}


def _location(evidence: Evidence | None, item: str | None, files: Sequence[str], file: int) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": files[file], "index": file}}}
    if item is not None:
        location["logicalLocations"] = [{"name": one_line(item), "kind": "item"}]
    if evidence is not None:
        if evidence.quote.strip():
            location["message"] = {"text": one_line(evidence.quote)}
        where = evidence.where.model_dump(exclude_none=True)
        where = {name: value for name, value in where.items() if value != ()}
        if where:
            location["properties"] = where
    return location


def _artifact(source: Source, name: str, role: str) -> dict[str, Any]:
    artifact: dict[str, Any] = {"location": {"uri": uri(name)}, "roles": [role], "hashes": {"sha-256": source.sha256}}
    if source.format in _MEDIA_TYPES:
        artifact["mimeType"] = _MEDIA_TYPES[source.format]
    return artifact


def uri(name: str) -> str:
    """A file name as a URI reference: relative names stay relative, whatever they hold."""
    path = PurePath(name)
    if path.is_absolute():
        return path.as_uri()
    return quote(path.as_posix(), safe="/")
