"""Sets of scores."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.scoring import Interval, ScoreSet

D = Decimal

NUMBERS = st.integers(-20, 20).map(lambda n: D(n) / 4)


@st.composite
def sets(draw: st.DrawFn) -> ScoreSet:
    found = ScoreSet.of(*draw(st.lists(NUMBERS, min_size=1, max_size=4)))
    for a, b in draw(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=2)):
        found = found.union(ScoreSet.between(a, b))
    return found


def inside(found: ScoreSet) -> list[D]:
    return [*found.values, *(i.low for i in found.intervals), *(i.high for i in found.intervals)]


@given(sets(), sets())
def test_every_sum_is_in_the_sum(a: ScoreSet, b: ScoreSet) -> None:
    total = a.plus(b)
    assert all(total.admits(x + y) for x in inside(a) for y in inside(b))
    assert total.least is not None
    assert a.least is not None
    assert b.least is not None
    assert total.least == a.least + b.least


@given(sets(), sets())
def test_a_union_holds_both_and_nothing_else(a: ScoreSet, b: ScoreSet) -> None:
    both = a.union(b)
    assert all(both.admits(x) for x in [*inside(a), *inside(b)])
    assert all(a.admits(x) or b.admits(x) for x in inside(both))


@given(sets(), NUMBERS, NUMBERS)
def test_clipping_stays_within(a: ScoreSet, x: D, y: D) -> None:
    low, high = min(x, y), max(x, y)
    clipped = a.clipped(low, high)
    assert all(low <= v <= high for v in inside(clipped))


@given(sets())
def test_turned_twice_it_is_itself(a: ScoreSet) -> None:
    assert a.negated().negated() == a


def test_a_printed_score_stands_for_an_interval() -> None:
    found = ScoreSet.of(D("1.6272"))
    assert found.admits(D("1.625"), D("1.635"))
    assert not found.admits(D("1.63"))


def test_the_empty_set() -> None:
    assert ScoreSet().empty
    assert ScoreSet().least is None
    assert not ScoreSet().admits(D(0))


def test_too_many_values_become_a_range() -> None:
    many = ScoreSet.of(*(D(n) for n in range(3000))).union(ScoreSet())
    assert many.intervals == (Interval(D(0), D(2999)),)


def test_an_interval_has_its_ends_in_order() -> None:
    with pytest.raises(ValueError, match="interval"):
        Interval(D(2), D(1))
