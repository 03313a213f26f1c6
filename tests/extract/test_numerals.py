from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.numerals import NUMBER, SIGNED, parse

FORMS = {
    "0": ["0", "零", "〇"],
    "0.5": ["0.5", "半", "零点五"],
    "1.5": ["1.5", "一点五"],
    "2": ["2", "二", "两"],
    "2.0": ["2.0"],
    "10": ["10", "十", "一十"],
    "15": ["15", "十五", "一十五"],
    "20": ["20", "二十"],
    "100": ["100", "一百"],
    "105": ["105", "一百零五"],
    "115": ["115", "一百一十五", "一百十五"],
    "1200": ["1200", "1,200", "一千二百"],
    "1003": ["1003", "一千零三"],
    "2024": ["2024", "二〇二四", "二零二四", "两千零二十四"],
    "-5": ["-5", "-五"],
}
NO_NUMBERS = ["", "分", "1.", ".5", "三五", "百", "十十", "一百二", "一千五", "五百千", "半半", "1,20", "点五", "--5"]


@pytest.mark.parametrize(("value", "form"), [(v, f) for v, forms in FORMS.items() for f in forms])
def test_reads_every_form(value: str, form: str) -> None:
    parsed = parse(form)
    assert parsed == Decimal(value)
    assert re.fullmatch(SIGNED, form)


@pytest.mark.parametrize("form", NO_NUMBERS)
def test_leaves_alone_what_is_no_number(form: str) -> None:
    assert parse(form) is None


def test_keeps_the_printed_decimals() -> None:
    assert str(parse("2.50")) == "2.50"


@given(st.integers(0, 9999))
def test_reads_back_what_it_is_given_in_chinese(number: int) -> None:
    assert parse(in_chinese(number)) == number


@given(st.decimals(0, 10**6, places=2))
def test_reads_back_arabic(number: Decimal) -> None:
    assert parse(f"{number}") == number
    assert re.fullmatch(NUMBER, f"{number:,}")
    assert parse(f"{number:,}") == number


def in_chinese(number: int) -> str:
    """The standard spelling of a number below ten thousand."""
    digits = "零一二三四五六七八九"
    if number == 0:
        return "零"
    result = ""
    gap = False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit == 0:
            gap = bool(result)
            continue
        result += ("零" if gap else "") + digits[digit] + sign
        gap = False
    return result
