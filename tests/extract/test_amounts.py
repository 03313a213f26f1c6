"""Points in cells of their own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.amounts import is_blank, read_amount
from models import Cell, Where


def cell(text: str) -> Cell:
    return Cell(row=0, column=0, text=text, where=Where(block=1, row=0, column=0))


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("10", "10"),
        ("10.50", "10.50"),
        ("10分", "10"),
        ("１０", "10"),
        (" 2 分 ", "2"),
        ("- 5", "-5"),
        ("－5", "-5"),
        ("+5", "5"),
        ("（8）", "8"),
        ("（8分）", "8"),
        ("20%", "20"),
        ("20％", "20"),
        ("满分10分", "10"),
        ("最高5分", "5"),
        ("0-5分", "5"),
        ("8′", "8"),
        ("8’", "8"),
        ("每项2分共10分", "10"),
        ("每项2分，5项计10分", "10"),
        ("5分/次，共20分", "20"),
        ("0～5", "5"),
        ("十分", "10"),
        ("6（含加分2分）", "6"),
        ("23分+10分", "33"),
        ("230＋20", "250"),
        ("100分×0.15", "15"),
        ("1,000", "1000"),
        ("4\n3\n3", "10"),
        ("100（+2）", "100"),
        ("10\n0（+2）", "100"),
        ("5\n0", "5"),
        ("10\n10（+2）", "20"),
    ],
)
def test_amounts(text: str, points: str) -> None:
    amount = read_amount(cell(text))
    assert amount is not None
    assert amount.points == Decimal(points)
    assert amount.evidence.quote.strip() == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "—",
        "/",
        "无",
        "优",
        "一票否决",
        "5-10",
        "95%以上得5分",
        "每项加2分，最高5分",
        "每次扣2分，计4分",
        "2022年",
        "A1",
    ],
)
def test_no_amount(text: str) -> None:
    assert read_amount(cell(text)) is None


def test_printed_decimals_stay() -> None:
    amount = read_amount(cell("9.50"))
    assert amount is not None
    assert str(amount.points) == "9.50"


def test_terms_and_shares() -> None:
    lines, share = read_amount(cell("4\n3")), read_amount(cell("20%"))
    assert lines is not None and lines.terms == (Decimal(4), Decimal(3))
    assert share is not None and share.percent


@pytest.mark.parametrize(
    ("text", "blank"), [("", True), (" \n ", True), ("—", True), ("/", True), ("0", False), ("无效", False)]
)
def test_blank(text: str, blank: bool) -> None:
    assert is_blank(text) is blank
