"""Scores of measured values, computed by hand; every reading that the text admits is right."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from audit.scoring import Interval, ScoreSet, scores_for
from models.rules import ScoringRule
from tests.audit.scoring.rules import (
    award,
    award_per,
    bound,
    cap,
    deduct,
    deduct_per,
    full,
    judgement,
    pct,
    ratio,
    tier,
    unread,
    zero,
)

D = Decimal

SATISFACTION = [
    award("4", low=pct("95", None)),
    ratio(pct("95", None), share="5", cutoff=pct("75", False)),
    zero(high=pct("75", False)),
]
INCLUDED = [full(low=pct("95")), ratio(pct("95"), share="5", cutoff=pct("70")), zero(high=pct("70"))]
EXECUTION = [
    full(low=pct("95"), high=pct("95")),
    ratio(pct("95"), share="1", cutoff=pct("80", None), direction="either"),
    zero(high=pct("80", None)),
]
ISSUED = [
    full(low=pct("100"), high=pct("100")),
    ratio(pct("100"), share="1", direction="either"),
    zero(high=pct("60", None)),
]
POINTWISE = [full(low=pct("100")), ratio(pct("100"), points="0.2")]
LEVELS = [
    tier("2", low=pct("60", None)),
    tier("1", low=pct("50", None), high=pct("60", None)),
    tier("0.5", low=pct("30", None), high=pct("50", None)),
    zero(high=pct("30", None)),
]
STRICT = [tier("5", low=pct("90")), tier("3", low=pct("80"), high=pct("90", False)), zero(high=pct("80", False))]
GAPS = [tier("5", low=pct("95"), high=pct("100")), tier("3", low=pct("90"), high=pct("94")), zero(high=pct("89"))]
NESTED = [tier("2", low=pct("100"), high=pct("100")), tier("1", low=pct("90", None)), zero(high=pct("90", None))]
ERRORS = [award("2", high=pct("1")), ratio(pct("1"), points="0.5", direction="rising"), zero(low=pct("4", False))]
CASES = [award("2"), deduct_per("0.5")]
MEETINGS = [award("2", low=bound("4", "次")), deduct_per("0.5", "次")]
REPORTS = [award_per("0.1", "例"), cap("0.5")]
PEOPLE = [award("5", low=bound("1000", "人次")), deduct_per("1", "人次", "100")]
RISING_COUNT = [
    deduct("1", low=bound("1", "起"), high=bound("1", "起")),
    deduct("3", low=bound("2", "起"), high=bound("2", "起")),
]
ONE = [award("0.5", high=pct("0.1")), zero(low=pct("0.1", False))]
SHARED = [full(low=pct("100")), ratio(None, step=None)]
STEP_OF_FIVE = [award("5", low=pct("100")), ratio(pct("100"), points="1", step="5"), zero(high=pct("60", False))]


def values(*numbers: str) -> ScoreSet:
    return ScoreSet.of(*(D(n) for n in numbers))


@pytest.mark.parametrize(
    ("rules", "value", "unit", "maximum", "expected"),
    [
        # 14 per cent short, 5 % of the weight each: 30 % is left
        (SATISFACTION, "81", "%", "4", ["1.2"]),
        (SATISFACTION, "95", "%", "4", ["4"]),
        (SATISFACTION, "100", "%", "4", ["4"]),
        # 8.25 short: in proportion 2.35, by whole steps 2.4, by begun ones 2.2
        (SATISFACTION, "86.75", "%", "4", ["2.35", "2.4", "2.2"]),
        (SATISFACTION, "75", "%", "4", ["0"]),
        (SATISFACTION, "76", "%", "4", ["0.2"]),
        (SATISFACTION, "74.99", "%", "4", ["0"]),
        (INCLUDED, "95", "%", "3", ["3"]),
        (INCLUDED, "85.5", "%", "7", ["3.675", "3.85", "3.5"]),
        (INCLUDED, "70", "%", "7", ["0"]),
        (INCLUDED, "70.01", "%", "7", ["0", "0"]),
        # a deviation beyond the target may count, or be more than was asked for
        (EXECUTION, "99.97", "%", "5", ["5", "4.7515", "4.8", "4.75"]),
        (EXECUTION, "95", "%", "5", ["5"]),
        (EXECUTION, "90", "%", "5", ["4.75"]),
        (EXECUTION, "80", "%", "5", ["0", "4.25"]),
        (EXECUTION, "79.9", "%", "5", ["0"]),
        (ISSUED, "81.36", "%", "2", ["1.6272", "1.64", "1.62"]),
        (ISSUED, "100", "%", "3", ["3"]),
        (ISSUED, "59", "%", "3", ["0"]),
        (ISSUED, "60", "%", "2", ["0", "1.2"]),
        (POINTWISE, "97", "百分点", "4", ["3.4"]),
        (POINTWISE, "97.5", "%", "4", ["3.5", "3.6", "3.4"]),
        (POINTWISE, "50", "%", "4", ["0"]),
        # ends that the text leaves open belong to both levels
        (LEVELS, "60", "%", "2", ["2", "1"]),
        (LEVELS, "50", "%", "2", ["1", "0.5"]),
        (LEVELS, "30", "%", "2", ["0.5", "0"]),
        (LEVELS, "55", "%", "2", ["1"]),
        (LEVELS, "99", "%", "2", ["2"]),
        (LEVELS, "0", "%", "2", ["0"]),
        (STRICT, "90", "%", "5", ["5"]),
        (STRICT, "89.99", "%", "5", ["3"]),
        (STRICT, "80", "%", "5", ["3"]),
        (STRICT, "79.99", "%", "5", ["0"]),
        # between 90%-94% and 95%-100%
        (GAPS, "94.5", "%", "5", ["5", "3"]),
        (GAPS, "89.5", "%", "5", ["3", "0"]),
        (NESTED, "100", "%", "2", ["2"]),
        (NESTED, "95", "%", "2", ["1"]),
        (NESTED, "103", "%", "2", ["1", "2"]),
        (ERRORS, "0.4", "%", "2", ["2"]),
        (ERRORS, "3", "%", "2", ["1"]),
        (ERRORS, "5", "%", "2", ["0"]),
        (CASES, "0", "例", "2", ["2"]),
        (CASES, "3", "例", "2", ["0.5"]),
        (CASES, "9", "例", "2", ["0"]),
        (MEETINGS, "4", "次", "2", ["2"]),
        (MEETINGS, "2", "次", "2", ["1"]),
        (MEETINGS, "6", "次", "2", ["2"]),
        (REPORTS, "3", "例", "0.5", ["0.3"]),
        (REPORTS, "8", "例", "0.5", ["0.5"]),
        # 250 short of 1000: two whole hundreds, three begun
        (PEOPLE, "750", "人次", "5", ["3", "2"]),
        (RISING_COUNT, "2", "起", "5", ["2"]),
        (RISING_COUNT, "0", "起", "5", ["5"]),
        (ONE, "0.1", "%", "0.5", ["0.5"]),
        (ONE, "0.11", "%", "0.5", ["0"]),
        (SHARED, "80", "%", "5", ["4"]),
        (SHARED, "100", "%", "5", ["5"]),
        (STEP_OF_FIVE, "88", "%", "5", ["2.6", "3", "2"]),
        (STEP_OF_FIVE, "60", "%", "5", ["0"]),
    ],
)
def test_scores(rules: Sequence[ScoringRule], value: str, unit: str, maximum: str, expected: list[str]) -> None:
    if rules is INCLUDED and value == "70.01":
        expected = ["0", "0"]  # 24.99 steps of 5 % are more than everything
    assert scores_for(rules, D(value), unit, D(maximum)) == values(*expected)


@pytest.mark.parametrize(
    ("rules", "unit", "maximum"),
    [
        (SATISFACTION, "次", "4"),  # nothing is said of counts
        ([*SATISFACTION, judgement()], "%", "4"),
        ([*LEVELS, unread()], "%", "2"),
        ([award("1", part=1, high=pct("1")), award("1", part=2, high=pct("5"))], "%", "2"),  # two measured things
        ([award("2"), zero()], "%", "2"),
        ([ratio(pct("95"), share="5")], "%", None),  # a share of nobody knows what
    ],
)
def test_unknown_where_the_rules_do_not_say(rules: Sequence[ScoringRule], unit: str, maximum: str | None) -> None:
    found = scores_for(rules, D(80), unit, None if maximum is None else D(maximum))
    assert found.unknown
    assert found.empty


def test_a_rounded_value_stands_for_a_stretch() -> None:
    found = scores_for(SATISFACTION, Interval(D("80.5"), D("81.5")), "%", D(4))
    assert found.least == D("1.0")
    assert found.most == D("1.4")
    assert found.admits(D("1.23"))
    assert not found.admits(D("2.1"))


def test_a_stretch_over_an_end_has_the_scores_of_both_sides() -> None:
    found = scores_for(STRICT, Interval(D("89.5"), D("90.5")), "%", D(5))
    assert found == values("3", "5")


def test_a_stretch_below_the_cut_off_is_nothing() -> None:
    assert scores_for(SATISFACTION, Interval(D("60"), D("61")), "%", D(4)) == values("0")


@pytest.mark.parametrize("value", ["75.5", "80", "85.25", "90", "94.9"])
def test_a_stretch_holds_the_scores_of_its_values(value: str) -> None:
    exact = scores_for(SATISFACTION, D(value), "%", D(4))
    around = scores_for(SATISFACTION, Interval(D(value) - D("0.5"), D(value) + D("0.5")), "%", D(4))
    assert all(around.admits(v) for v in exact.values)
