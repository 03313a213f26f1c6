"""SARIF 2.1.0, held against the parts of its published structure that zicha uses; unknown properties are refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from audit import audit
from audit.checks import registered
from audit.reports import Audited, render
from audit.reports.sarif import uri
from models import Language
from tests.audit.build import item, report, rubric, sheet
from tests.audit.reports.hostile import hostile

TEXT = {"type": "string", "minLength": 1}
BAG = {"type": "object"}


def closed(required: list[str], **properties: object) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


MESSAGE = closed(["text"], text=TEXT)
ARTIFACT_LOCATION = closed(
    ["uri"], uri={"type": "string", "pattern": r"^[!#$&-;=?-\[\]_a-z~%A-Z]+$"}, index={"type": "integer", "minimum": 0}
)
LOCATION = closed(
    [],
    id={"type": "integer", "minimum": 0},
    physicalLocation=closed(["artifactLocation"], artifactLocation=ARTIFACT_LOCATION),
    logicalLocations={"type": "array", "uniqueItems": True, "items": closed([], name=TEXT, kind=TEXT)},
    message=MESSAGE,
    properties=BAG,
)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = closed(
    ["id"],
    id=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=closed([], level=LEVEL),
    properties=BAG,
)
RESULT = closed(
    ["message"],
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations={"type": "array", "uniqueItems": False, "items": LOCATION},
    relatedLocations={"type": "array", "uniqueItems": True, "items": LOCATION},
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    properties=BAG,
)
ARTIFACT = closed(
    [],
    location=ARTIFACT_LOCATION,
    roles={"type": "array", "uniqueItems": True, "items": {"enum": ["analysisTarget", "referencedOnCommandLine"]}},
    mimeType={"type": "string", "pattern": "[^/]+/.+"},
    hashes={"type": "object", "additionalProperties": {"type": "string"}},
)
DRIVER = closed(["name"], name=TEXT, version=TEXT, rules={"type": "array", "uniqueItems": True, "items": RULE})
RUN = closed(
    ["tool"],
    tool=closed(["driver"], driver=DRIVER),
    language={"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
    artifacts={"type": "array", "uniqueItems": True, "items": ARTIFACT},
    results={"type": "array", "items": RESULT},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
)
LOG = closed(
    ["version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"enum": ["2.1.0"]},
    runs={"type": "array", "items": RUN},
)

SLIP = report(
    sheet(item("管理", 60, 59, item("组织", 30, 29), item("档案", 30, 29)), item("成效", 40, 40), total=(100, 98))
)


def log(audited: list[Audited], language: Language = "zh") -> dict[str, Any]:
    text = render(list(audited), "sarif", language)
    found: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(LOG)
    jsonschema.validate(found, LOG)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_results_and_rules_belong_together(language: Language) -> None:
    audited = Audited(
        audit(SLIP, rubric(item("管理", 60), item("成效", 45)), language=language), path="甲 乙/报告.docx"
    )
    (run,) = log([audited], language)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [check.code for check in registered()]
    assert len(run["results"]) == len(audited.report.findings) > 2
    for result, finding in zip(run["results"], audited.report.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert result["level"] == finding.severity
        assert finding.message in result["message"]["text"]
        assert result["properties"]["id"] == finding.id
    uris = {place["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"] for place in r["locations"]}
    assert {unquote(one) for one in uris} == {"甲 乙/报告.docx"}
    assert [artifact["roles"] for artifact in run["artifacts"]] == [["analysisTarget"], ["referencedOnCommandLine"]]


def test_places_and_keys() -> None:
    (run,) = log([Audited(audit(SLIP))])["runs"]
    first, hence = run["results"]
    assert first["locations"][0]["logicalLocations"] == [{"name": "管理", "kind": "item"}]
    assert first["locations"][0]["properties"]["block"] == 0
    assert [place["id"] for place in first["relatedLocations"]] == list(range(1, len(first["relatedLocations"]) + 1))
    assert first["properties"] | {"id": ""} == {"id": "", "stated": "59", "computed": "58"}
    assert hence["properties"]["consequenceOf"] == first["properties"]["id"]
    keys = [result["partialFingerprints"]["zicha/v1"] for result in run["results"]]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch("[0-9a-f]{32}", key) for key in keys)


def test_words_of_the_rubric_are_places_of_the_rubric() -> None:
    (run,) = log([Audited(audit(SLIP, rubric(item("管理", 60), item("成效", 45))))])["runs"]
    (differs,) = [result for result in run["results"] if result["ruleId"] == "C209"]
    artifacts = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    for places, index in ((differs["locations"], 0), (differs["relatedLocations"], 1)):
        assert [place["physicalLocation"]["artifactLocation"] for place in places] == [
            {"uri": artifacts[index], "index": index}
        ]


def test_several_reports_are_several_runs_and_none_found_is_an_empty_list() -> None:
    fine = audit(report(sheet(item("管理", 60, 59))))
    found = log([Audited(fine), Audited(audit(SLIP))])
    assert [len(run["results"]) > 0 for run in found["runs"]] == [False, True]


def test_hostile_words_stay_words() -> None:
    (run,) = log([hostile()])["runs"]
    assert run["results"]
    assert "\x1b" not in json.dumps(run, ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a/b.docx", "a/b.docx"),
        ("甲 乙.pdf", "%E7%94%B2%20%E4%B9%99.pdf"),
        ("c:d.pdf", "c%3Ad.pdf"),
        ("100%.pdf", "100%25.pdf"),
        ("x#y?.pdf", "x%23y%3F.pdf"),
    ],
)
def test_names_as_uris(name: str, expected: str) -> None:
    assert uri(name) == expected


def test_an_absolute_name_is_a_file_uri(tmp_path: Path) -> None:
    assert uri(str(tmp_path / "甲.pdf")).startswith("file:///")
