"""Scores that rules can give, and the most that they can."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from audit.scoring import ScoreSet, attainable, attainable_of_rules, highest
from models import Criterion, Where
from models.rules import ScoringRule
from tests.audit.scoring.rules import (
    award,
    award_per,
    cap,
    deduct,
    deduct_per,
    deduct_share,
    full,
    judgement,
    pct,
    ratio,
    tier,
    unread,
    veto,
    zero,
)

D = Decimal


def values(*numbers: str) -> ScoreSet:
    return ScoreSet.of(*(D(n) for n in numbers))


def criterion(rules: Sequence[ScoringRule], maximum: str | None = None) -> Criterion:
    return Criterion(
        ordinal=None,
        text="",
        max_points=None if maximum is None else D(maximum),
        rules=tuple(rules),
        where=Where(),
    )


HEADLINE = [
    award("1", part=0, headline=True),
    award("0.5", part=1),
    zero(part=1),
    award("0.5", part=2),
    zero(part=2),
]


@pytest.mark.parametrize(
    ("rules", "maximum", "expected"),
    [
        ([award("2"), zero()], "2", ["0", "2"]),
        ([award("2")], "2", ["0", "2"]),
        ([award("1", 1), zero(part=1), award("2", 2), zero(part=2)], "3", ["0", "1", "2", "3"]),
        ([tier("5"), tier("2"), zero()], "5", ["0", "2", "5"]),
        ([full(), tier("2"), zero()], "3", ["0", "2", "3"]),
        (HEADLINE, "1", ["0", "0.5", "1"]),
        ([award("2"), deduct_per("0.5")], "2", ["0", "0.5", "1", "1.5", "2"]),
        ([award("0.5"), deduct_per("0.2")], "0.5", ["0", "0.1", "0.3", "0.5"]),
        # each missing point costs 34 %: two points of four cannot be earned
        ([full(), deduct_share("34")], "4", ["0", "1.28", "2.64", "4"]),
        ([full(), deduct_share("50")], "3", ["0", "1.5", "3"]),
        ([award("2"), deduct("1"), deduct("1")], "2", ["0", "1", "2"]),
        ([award("5"), deduct("1"), deduct("3")], "5", ["0", "1", "2", "4", "5"]),
        ([deduct("1", 0), deduct("3", 0)], "5", ["1", "2", "4", "5"]),
        ([award_per("0.1"), cap("0.3")], "1", ["0", "0.1", "0.2", "0.3"]),
        ([award_per("1")], "3", ["0", "1", "2", "3"]),
        ([deduct_per("2", part=0), cap("4", 0, "deduct")], "10", ["6", "8", "10"]),
        ([award("1", 1), award("1", 2), deduct_per("0.5", part=0)], "2", ["0", "0.5", "1", "1.5", "2"]),
        ([award("3"), veto()], "3", ["0", "3"]),
        # penalty items count from zero down
        ([deduct("1", 0), deduct("3", 0)], "-5", ["0", "-1", "-3", "-4"]),
        ([deduct_per("2", part=0)], "-5", ["0", "-2", "-4", "-5"]),
    ],
)
def test_attainable_of_rules(rules: Sequence[ScoringRule], maximum: str, expected: list[str]) -> None:
    assert attainable_of_rules(rules, D(maximum)) == values(*expected)


def test_a_ratio_gives_everything_between_its_ends() -> None:
    falling = [award("4", low=pct("95")), ratio(pct("95"), share="1", cutoff=pct("85")), zero(high=pct("85"))]
    found = attainable_of_rules(falling, D(4))
    assert found.admits(D("3.77"))
    assert found.admits(D(0))
    # eleven steps of 4 hundredths at most; below the cut-off there is nothing in between
    assert not found.admits(D("0.01"), D("3.55"))


def test_a_share_of_the_whole_gives_everything() -> None:
    assert attainable_of_rules([ratio(None, step=None)], D(3)) == ScoreSet.between(0, 3)


@pytest.mark.parametrize("rules", [[award("2"), judgement()], [award("2"), unread()], [judgement()], []])
def test_judgement_and_unread_words_leave_it_unknown(rules: Sequence[ScoringRule]) -> None:
    found = attainable_of_rules(rules, D(2))
    assert found.unknown
    assert (found.least, found.most) == (D(0), D(2))


def test_an_item_adds_up_its_criteria() -> None:
    criteria = [criterion([award("1"), zero()], "1"), criterion([award("2"), deduct_per("1")], "2")]
    assert attainable(criteria, D(3)) == values("0", "1", "2", "3")
    assert attainable([criteria[0], criteria[0]], D(2)) == values("0", "1", "2")


def test_criteria_that_only_describe_add_nothing() -> None:
    assert attainable([criterion([]), criterion([full(), zero()])], D(4)) == values("0", "4")


def test_a_criterion_with_points_and_without_rules_is_unknown() -> None:
    found = attainable([criterion([award("1")], "1"), criterion([], "2")], D(3))
    assert found.unknown
    assert found.most == D(3)


def test_a_refusal_of_the_whole_item_is_a_score_of_it() -> None:
    rules = [deduct("1", 0), zero(part=0, scope="item")]
    assert attainable([criterion(rules)], D(5)) == values("0", "4", "5")


def test_the_maximum_limits_the_item() -> None:
    assert attainable([criterion([award("3", 1), award("3", 2)])], D(5)) == values("0", "3", "5")


def test_without_a_maximum_nothing_is_known() -> None:
    assert attainable([criterion([award("3")])], None).unknown


@pytest.mark.parametrize(
    ("criteria", "maximum", "expected"),
    [
        ([criterion([award("1", 1), award("2", 2)])], "3", ["3", "2"]),
        ([criterion([tier("5"), tier("2"), zero()])], "5", ["5"]),
        ([criterion(HEADLINE)], "1", ["1", "0.5"]),
        ([criterion([award("1")], "1"), criterion([award("2")], "2")], "3", ["3"]),
        ([criterion([award_per("0.1"), cap("0.5")], "0.5")], "0.5", ["0.5"]),
        ([criterion([deduct("1")])], "5", ["5"]),
    ],
)
def test_highest(criteria: list[Criterion], maximum: str, expected: list[str]) -> None:
    assert highest(criteria, D(maximum)) == frozenset(D(n) for n in expected)


@pytest.mark.parametrize("rules", [[award("1"), judgement()], [unread()], []])
def test_highest_is_unknown_with_judgement(rules: Sequence[ScoringRule]) -> None:
    assert highest([criterion(rules)], D(3)) is None


def test_what_less_than_full_marks_earns_is_open_where_only_full_marks_are_told() -> None:
    assert attainable([criterion([full()])], D(30)).unknown
    assert attainable([criterion([full(), zero()])], D(30)) == values("0", "30")
