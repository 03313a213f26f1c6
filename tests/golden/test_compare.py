"""The comparison sees every kind of drift, and nothing where there is none."""

from __future__ import annotations

import copy
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from golden.compare import Tally, compare

Data = dict[str, Any]

RUBRIC: Data = {
    "title": "某县考核办法",
    "document_number": "某发〔2023〕1号",
    "issuer": None,
    "issued_on": "2023-05-06",
    "sheet": {
        "form": "table",
        "total": {"max_points": Decimal(100)},
        "items": [
            {
                "name": "组织",
                "max_points": Decimal(10),
                "children": [
                    {
                        "name": "制度",
                        "code": "A1",
                        "max_points": Decimal("4.5"),
                        "criteria": [{"ordinal": 1, "text": "有制度得4.5分", "max_points": None}],
                        "details": {"source": "查阅资料"},
                    },
                    {"name": "人员", "max_points": Decimal("5.5")},
                ],
            },
            {"name": "扣分项", "kind": "penalty", "max_points": Decimal(-5)},
        ],
    },
}
CLAIMS: Data = {
    "title": "自评报告",
    "document_number": None,
    "unit": "某乡",
    "period": "2023年度",
    "sheets": [
        {
            "form": "narrative",
            "items": [
                {
                    "name": "制度",
                    "claimed": Decimal(4),
                    "mentions": [
                        {"kind": "award", "points": Decimal(4), "sign": 1},
                        {"kind": "deduct", "points": Decimal("0.5"), "sign": -1},
                    ],
                }
            ],
        },
        {"form": "table", "title": "表1", "items": [{"name": "制度", "claimed": Decimal(4)}]},
    ],
    "facts": [{"kind": "indicator_count", "subject": "产出", "measure": "二级指标", "value": Decimal(3)}],
}
FINDINGS: Data = {
    "findings": [
        {"code": "C203", "severity": "error", "item": "产出", "stated": Decimal(8), "computed": Decimal(7),
         "consequence_of": None},
        {"code": "X301", "severity": "error", "item": "效益", "stated": Decimal(5), "computed": Decimal(4),
         "consequence_of": None},
    ]
}  # fmt: skip


@pytest.mark.parametrize("expected", [RUBRIC, CLAIMS, FINDINGS])
def test_the_same_is_the_same(expected: Data) -> None:
    outcome = compare(expected, copy.deepcopy(expected))
    assert outcome.same
    assert all(tally.precision == tally.recall == 1 for tally in outcome.tallies.values())


def _first(data: Data) -> Data:
    item: Data = data["sheet"]["items"][0]["children"][0]
    return item


RUBRIC_DRIFTS: list[tuple[Callable[[Data], object], str]] = [
    (lambda d: d.update(title="某县考核"), "title: 某县考核办法 → 某县考核"),
    (lambda d: d.update(issuer="某县"), "issuer: (missing) → 某县"),
    (lambda d: d["sheet"]["total"].update(max_points=Decimal(99)), "table 1 total max_points: 100 → 99"),
    (lambda d: d["sheet"].pop("total"), "table 1 total max_points: 100 → (missing)"),
    (lambda d: _first(d).update(max_points=Decimal(4)), "table 1 / 组织 / 制度 max_points: 4.5 → 4"),
    (lambda d: _first(d).update(code=None), "table 1 / 组织 / 制度 code: A1 → (missing)"),
    (lambda d: _first(d).update(claimed=Decimal(1)), "table 1 / 组织 / 制度 claimed: (missing) → 1"),
    (lambda d: _first(d).update(name="制度建设"), "table 1 / 组织 / 制度: item → (missing)"),
    (lambda d: _first(d).pop("criteria"), "table 1 / 组织 / 制度 criteria[1].text: 有制度得4.5分 → (missing)"),
    (lambda d: _first(d)["criteria"][0].update(ordinal=2), "table 1 / 组织 / 制度 criteria[1].ordinal: 1 → 2"),
    (lambda d: _first(d).pop("details"), "table 1 / 组织 / 制度 source: 查阅资料 → (missing)"),
    (lambda d: d["sheet"]["items"][1].update(kind="base"), "table 1 / 扣分项 kind: penalty → base"),
    (lambda d: d["sheet"]["items"].append({"name": "多余"}), "table 1 / 多余: (not expected) → item"),
    (lambda d: d["sheet"]["items"][0]["children"].pop(), "table 1 / 组织 / 人员: item → (missing)"),
]


@pytest.mark.parametrize(("change", "shown"), RUBRIC_DRIFTS, ids=[shown for _, shown in RUBRIC_DRIFTS])
def test_a_drift_of_a_rubric_is_seen_and_named(change: Callable[[Data], object], shown: str) -> None:
    got = copy.deepcopy(RUBRIC)
    change(got)
    outcome = compare(RUBRIC, got)
    assert shown in [str(difference) for difference in outcome.differences]
    assert any(tally.precision < 1 or tally.recall < 1 for tally in outcome.tallies.values())


CLAIMS_DRIFTS: list[tuple[Callable[[Data], object], str]] = [
    (lambda d: d["sheets"][0]["items"][0]["mentions"].pop(), "narrative 1 / 制度 mentions[2].points: 0.5 → (missing)"),
    (
        lambda d: d["sheets"][0]["items"][0]["mentions"][0].update(sign=-1),
        "narrative 1 / 制度 mentions[1].sign: 1 → -1",
    ),
    (lambda d: d["sheets"].pop(), "sheet 表1: 1 items → (missing)"),
    (lambda d: d["sheets"].append({"form": "summary", "items": []}), "sheet summary: (not expected) → 0 items"),
    (lambda d: d["sheets"][1].update(title="表2"), "表1 title: 表1 → 表2"),
    (lambda d: d["facts"][0].update(value=Decimal(4)), "fact 产出 二级指标: 3 → 4"),
    (lambda d: d["facts"].clear(), "fact 产出 二级指标: 3 → (missing)"),
]


@pytest.mark.parametrize(("change", "shown"), CLAIMS_DRIFTS, ids=[shown for _, shown in CLAIMS_DRIFTS])
def test_a_drift_of_claims_is_seen_and_named(change: Callable[[Data], object], shown: str) -> None:
    got = copy.deepcopy(CLAIMS)
    change(got)
    assert shown in [str(difference) for difference in compare(CLAIMS, got).differences]


FINDING_DRIFTS: list[tuple[Callable[[list[Data]], object], str]] = [
    (lambda f: f.pop(0), "C203 产出: stated 8, computed 7 → (missing)"),
    (lambda f: f[0].update(severity="note"), "C203 产出 severity: error → note"),
    (lambda f: f[0].update(computed=Decimal(6)), "C203 产出 figures: stated 8, computed 7 → stated 8, computed 6"),
    (lambda f: f[0].update(stated=Decimal(7), computed=Decimal(8)),
     "C203 产出 figures: stated 8, computed 7 → stated 7, computed 8"),
    (lambda f: f[0].update(consequence_of="C202 产出"), "C203 产出 consequence_of: (missing) → C202 产出"),
    (lambda f: f.append({**f[0], "item": "投入"}), "C203 投入: (not expected) → error, stated 8, computed 7"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "shown"), FINDING_DRIFTS, ids=[shown for _, shown in FINDING_DRIFTS])
def test_a_drift_of_findings_is_seen_and_named(change: Callable[[list[Data]], object], shown: str) -> None:
    got = copy.deepcopy(FINDINGS)
    change(got["findings"])
    assert shown in [str(difference) for difference in compare(FINDINGS, got).differences]


def test_of_two_places_either_may_be_the_stated_one() -> None:
    got = copy.deepcopy(FINDINGS)
    got["findings"][1].update(stated=Decimal(4), computed=Decimal(5))
    assert compare(FINDINGS, got).same


def test_printed_decimals_do_not_matter() -> None:
    got = copy.deepcopy(RUBRIC)
    got["sheet"]["total"]["max_points"] = Decimal("100.00")
    assert compare(RUBRIC, got).same


def test_statements_are_aligned_without_their_tree() -> None:
    flat = {"form": "statements", "items": [{"name": "甲"}, {"name": "乙", "claimed": Decimal(2)}]}
    deep = {"form": "statements", "items": [{"name": "甲", "children": [{"name": "乙", "claimed": Decimal(2)}]}]}
    assert compare({**CLAIMS, "sheets": [flat]}, {**CLAIMS, "sheets": [deep]}).same


def test_sheets_are_paired_by_what_they_hold() -> None:
    got = copy.deepcopy(CLAIMS)
    got["sheets"].reverse()
    assert compare(CLAIMS, got).same


def test_precision_and_recall() -> None:
    assert (Tally(4, 2, 2).precision, Tally(4, 2, 2).recall) == (1.0, 0.5)
    assert (Tally(2, 4, 2).precision, Tally(2, 4, 2).recall) == (0.5, 1.0)
    assert (Tally(0, 0, 0).precision, Tally(0, 0, 0).recall) == (1.0, 1.0)
    assert (Tally(0, 3, 0).precision, Tally(0, 3, 0).recall) == (0.0, 1.0)
    assert Tally(3, 0, 0).precision == 0.0
