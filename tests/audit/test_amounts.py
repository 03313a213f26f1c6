from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.amounts import addition, agreement, same, show

D = Decimal


@pytest.mark.parametrize(
    ("stated", "terms", "verdict"),
    [
        ("6", ["2", "2", "2", "1", "1"], "differs"),
        ("37", ["8", "9", "10", "4", "6"], "agrees"),
        ("38", ["8", "9", "10", "4", "6"], "differs"),
        ("6", ["1", "0.5", "0.5", "1.5", "1", "0.5", "1"], "agrees"),
        ("9", ["8.5"], "differs"),  # half points are a grid, not a rounding
        ("6", ["5", "0.5"], "differs"),
        ("9.27", ["1.63", "1.84", "2.8", "3"], "agrees"),
        ("9.28", ["1.63", "1.84", "2.8", "3"], "agrees"),  # 1.6349…+1.8449…+2.8049… rounds to 9.28
        ("9.3", ["1.63", "1.84", "2.8", "3"], "agrees"),
        ("9.5", ["1.63", "1.84", "2.8", "3"], "differs"),
        ("9", ["1.63", "1.84", "2.8", "3"], "agrees"),
        ("10", ["1.63", "1.84", "2.8", "3"], "differs"),
        ("87.4", ["18", "20", "29.27", "20.13"], "agrees"),
        ("88.4", ["18", "20", "29.27", "20.13"], "differs"),
        ("4", ["0.8", "0.9", "2"], "doubtful"),  # 3.7: 4 would be its rounding, but rules award tenths
        ("96.9", ["19.8", "29.5", "28.6", "18.9"], "agrees"),
        ("97.5", ["19.8", "29.5", "28.6", "18.9"], "differs"),
        ("100", ["33.33", "33.33", "33.33"], "agrees"),
        ("0", [], "agrees"),
    ],
)
def test_agreement(stated: str, terms: list[str], verdict: str) -> None:
    assert agreement(D(stated), [D(term) for term in terms]) == verdict


@pytest.mark.parametrize(
    ("stated", "terms", "exact", "verdict"),
    [
        ("4", ["0.8", "0.9", "2"], 1, "differs"),
        ("3.8", ["0.8", "0.9", "2"], 1, "differs"),
        ("3.7", ["3.675"], 1, "agrees"),
    ],
)
def test_numbers_called_exact(stated: str, terms: list[str], exact: int, verdict: str) -> None:
    assert agreement(D(stated), [D(term) for term in terms], exact_decimals=exact) == verdict


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("3", "4", "differs"),
        ("2.8", "2.80", "agrees"),
        ("1.6", "1.63", "agrees"),
        ("1.7", "1.63", "differs"),
        ("2", "1.84", "agrees"),
        ("2", "2.5", "differs"),
        ("87", "87.4", "doubtful"),
    ],
)
def test_same_is_symmetric(one: str, other: str, verdict: str) -> None:
    assert same(D(one), D(other)) == same(D(other), D(one)) == verdict


cents = st.integers(0, 999_999).map(lambda n: D(n).scaleb(-4))


@given(st.lists(cents, min_size=1, max_size=30), st.integers(2, 3), st.integers(0, 3))
def test_a_correct_rounding_is_never_a_finding(true: list[Decimal], fine: int, coarse: int) -> None:
    """Whatever the true scores: print each with two decimals or more, and their sum with as many or fewer."""
    for way in (ROUND_HALF_UP, ROUND_HALF_EVEN):
        printed = [value.quantize(D(1).scaleb(-fine), rounding=way) for value in true]
        stated = sum(true, D(0)).quantize(D(1).scaleb(-min(coarse, fine)), rounding=way)
        short = [D(show(value)) for value in printed]  # trailing zeros are often not printed
        if any(value != int(value) and 2 * value != int(2 * value) for value in short):
            assert agreement(stated, printed) != "differs"
            if max(-int(v.normalize().as_tuple().exponent) for v in short) >= 2:
                assert agreement(stated, short) == "agrees"


@given(st.lists(st.integers(0, 200).map(lambda n: D(n) / 2), min_size=1, max_size=20), st.integers(1, 40))
def test_half_points_are_exact(terms: list[Decimal], off: int) -> None:
    total = sum(terms, D(0))
    assert agreement(total, terms) == "agrees"
    assert agreement(total + D(off) / 2, terms) == "differs"


@given(st.lists(cents, min_size=1, max_size=20), st.integers(2, 50))
def test_a_slip_beyond_all_rounding_is_found(terms: list[Decimal], points: int) -> None:
    assert (
        agreement((sum(terms, D(0)) + points).quantize(D("0.01")), [t.quantize(D("0.01")) for t in terms]) == "differs"
    )


@given(st.decimals(-1000, 1000, places=3))
def test_show_says_the_same_number(value: Decimal) -> None:
    text = show(value)
    assert D(text) == value
    assert "E" not in text
    assert text != "-0"


def test_addition_is_written_as_people_write_it() -> None:
    assert addition([D(18), D(38), D("0.5"), D(-2)]) == "18+38+0.5-2"
    assert addition([D(-1)]) == "-1"
    assert "…" in addition([D(1)] * 40)
