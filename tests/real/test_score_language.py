"""The score language on the real documents, where they are present: counted against what people read there."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from audit.scoring import attainable, scores_for
from extract import extract_rubric, read_document
from extract.language import item_rules
from models import Criterion, Where
from models.json import loads
from models.rules import ScoringRule

Bag = Counter[tuple[str, Decimal | None, Decimal | None]]


def bag(rules: tuple[ScoringRule, ...]) -> Bag:
    return Counter((r.kind, r.points, getattr(r, "percent_of_weight", None)) for r in rules)


def criterion(text: str, maximum: Decimal | None = None) -> Criterion:
    return Criterion(ordinal=None, text=text, max_points=maximum, where=Where())


@pytest.fixture(scope="module")
def changning(shared_documents: Path) -> list[dict[str, Any]]:
    answers = shared_documents.parent / "answers" / "changning.rubric.json"
    if not answers.is_file():
        pytest.skip("the answers are not beside the documents")
    rows: list[dict[str, Any]] = loads(answers.read_bytes())["rows"]
    return rows


def test_changning_rules_agree_with_the_answers(changning: list[dict[str, Any]]) -> None:
    hit = read = wanted = 0
    for row in changning:
        criteria = [
            criterion(c["text"], None if c["max_points"] is None else Decimal(c["max_points"])) for c in row["criteria"]
        ]
        found = item_rules(criteria, Decimal(row["max_points"]))
        for answer, ours in zip(row["criteria"], found, strict=True):
            want: Bag = Counter(
                (r["kind"], _decimal(r["points"]), _decimal(r["percent_of_weight"])) for r in answer["rules"]
            )
            have = bag(ours.rules)
            hit += (want & have).total()
            read += have.total()
            wanted += want.total()
    assert wanted > 150
    assert hit / read >= 0.97
    assert hit / wanted >= 0.97


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def test_changning_criteria_can_reach_their_points(changning: list[dict[str, Any]]) -> None:
    for row in changning:
        for c in row["criteria"]:
            if c["max_points"] is None:
                continue
            maximum = Decimal(c["max_points"])
            found = attainable(item_rules([criterion(c["text"], maximum)], maximum), maximum)
            assert found.most == maximum, c["text"]


# --- the other documents, through the extraction of their rubrics


@cache
def rubric_rules(path: Path) -> tuple[tuple[str | None, Decimal, tuple[ScoringRule, ...]], ...]:
    """Code, points and rules of every indicator."""
    rubric = extract_rubric(read_document(path))
    return tuple(
        (leaf.code, leaf.max_points or Decimal(0), tuple(r for c in read for r in c.rules))
        for leaf in rubric.sheet.leaves()
        for read in [item_rules(leaf.criteria, leaf.max_points)]
    )


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_yuan_is_read_whole(shared_documents: Path, form: str) -> None:
    found = rubric_rules(shared_documents / "yuan" / f"document.{form}")
    assert len(found) == 25
    assert sum(points for _, points, _ in found) == 100
    kinds = Counter(r.kind for _, _, rules in found for r in rules)
    assert kinds == {
        "award": 52, "tier": 9, "zero": 19, "ratio": 4, "deduct_per": 3, "discretionary": 1, "veto": 2,
    }  # fmt: skip
    assert {r.points for _, _, rules in found for r in rules if r.kind == "ratio"} == {Decimal("0.2")}


def test_yuan_ninety_per_cent_earns_full_marks(shared_documents: Path) -> None:
    satisfied = [
        (points, rules)
        for _, points, rules in rubric_rules(shared_documents / "yuan" / "document.docx")
        if any(r.kind == "ratio" and r.threshold and r.threshold.value == 90 for r in rules)
    ]
    assert len(satisfied) == 2
    for points, rules in satisfied:
        assert scores_for(rules, Decimal(90), "%", points).values == {points}
        assert scores_for(rules, Decimal(88), "%", points).values == {points - Decimal("0.4")}


Rules = dict[str, tuple[Decimal, tuple[ScoringRule, ...]]]


@pytest.fixture(scope="module", params=["docx", "pdf"])
def hongqiao(shared_documents: Path, request: pytest.FixtureRequest) -> Rules:
    """Points and rules of the rubric table (表2-1) by the code of the indicator."""
    found = rubric_rules(shared_documents / "hongqiao" / f"document.{request.param}")
    return {code: (points, rules) for code, points, rules in found if code is not None}


def test_hongqiao_is_read_whole(hongqiao: Rules) -> None:
    assert len(hongqiao) == 29
    kinds = Counter(r.kind for _, rules in hongqiao.values() for r in rules)
    assert kinds == {"award": 28, "tier": 2, "zero": 15, "ratio": 14, "deduct_per": 14, "deduct": 1}
    assert all(r.threshold and r.cutoff for _, rules in hongqiao.values() for r in rules if r.kind == "ratio")


def test_changning_from_the_file_is_what_the_answers_say(shared_documents: Path) -> None:
    word = rubric_rules(shared_documents / "changning" / "document.docx")
    assert len(word) == 27
    assert [bag(rules) for _, _, rules in word] == [
        bag(rules) for _, _, rules in rubric_rules(shared_documents / "changning" / "document.pdf")
    ]
    assert not any(r.kind == "unread" for _, _, rules in word for r in rules)


@pytest.mark.parametrize(
    ("code", "measured", "score"),
    [
        ("D14", "81", "1.2"), ("D11", "86.75", "2.35"), ("D21", "85.5", "3.675"), ("D22", "95", "3"),
        ("D13", "100", "4"), ("B11", "99.97", "5"), ("C11", "81.36", "1.6272"), ("C12", "91.95", "1.839"),
        ("C13", "93.3", "2.799"), ("C14", "100", "3"),
    ],
)  # fmt: skip
def test_hongqiao_scores_follow_from_its_rates(hongqiao: Rules, code: str, measured: str, score: str) -> None:
    maximum, rules = hongqiao[code]
    assert scores_for(rules, Decimal(measured), "%", maximum).admits(Decimal(score))


def test_hongqiao_two_points_cannot_be_had_where_each_unmet_one_costs_a_third(
    hongqiao: Rules,
) -> None:
    maximum, rules = hongqiao["A22"]
    found = attainable([criterion("").model_copy(update={"rules": rules})], maximum)
    assert not found.admits(Decimal(2))
    assert found.admits(Decimal("2.64"))


def test_hongqiao_the_wrong_score_is_not_admitted(
    hongqiao: Rules,
) -> None:
    maximum, rules = hongqiao["D14"]
    assert not scores_for(rules, Decimal(81), "%", maximum).admits(Decimal("2.1"))
