"""Scoring criteria split at their numbering, with nothing lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.criteria import goes_on, joined, max_points_of, next_ordinal, split_criteria
from extract.text import fold, tidy
from models import Cell, Criterion, Where


def cell(text: str) -> Cell:
    return Cell(row=2, column=3, text=text, where=Where(block=7, row=2, column=3))


def split(text: str, first: int = 1) -> list[tuple[int | None, str]]:
    return [(c.ordinal, c.text) for c in split_criteria(cell(text), first)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1、建账。2、记账。", [(1, "1、建账。"), (2, "2、记账。")]),
        ("1.建账；\n2.记账；", [(1, "1.建账；"), (2, "2.记账；")]),
        ("1．建账；2．记账", [(1, "1．建账；"), (2, "2．记账")]),
        ("１、建账；２、记账", [(1, "１、建账；"), (2, "２、记账")]),
        ("（1）建账；（2）记账", [(1, "（1）建账；"), (2, "（2）记账")]),
        ("(1) 建账；(2) 记账", [(1, "(1)建账；"), (2, "(2)记账")]),
        ("1)建账;2)记账", [(1, "1)建账;"), (2, "2)记账")]),
        ("①建账；②记账；③对账", [(1, "①建账；"), (2, "②记账；"), (3, "③对账")]),
        ("①建账②记账", [(1, "①建账"), (2, "②记账")]),
        ("一、建账；二、记账", [(1, "一、建账；"), (2, "二、记账")]),
        ("（一）建账；（二）记账", [(1, "（一）建账；"), (2, "（二）记账")]),
        ("一是建账；二是记账", [(1, "一是建账；"), (2, "二是记账")]),
        ("第一，建账；第二，记账", [(1, "第一，建账；"), (2, "第二，记账")]),
        ("1、建账。(5分) 2、记账。(3分)", [(1, "1、建账。(5分)"), (2, "2、记账。(3分)")]),
        ("1、建账2 、记账", [(1, "1、建账2、记账")]),
        ("1、建账 2、记账", [(1, "1、建账"), (2, "2、记账")]),
        ("1、2022年度预算；2、2023年度预算", [(1, "1、2022年度预算；"), (2, "2、2023年度预算")]),
        ("建账得5分，不建账不得分", [(None, "建账得5分，不建账不得分")]),
        ("1、建账得5分", [(1, "1、建账得5分")]),
        ("总体要求：1.建账；2.记账", [(None, "总体要求："), (1, "1.建账；"), (2, "2.记账")]),
        ("1.建账；2.记账。（累计不超过5分）", [(1, "1.建账；"), (2, "2.记账。"), (None, "（累计不超过5分）")]),
        ("1.建账；2.记账。以上扣完为止。", [(1, "1.建账；"), (2, "2.记账。"), (None, "以上扣完为止。")]),
        ("1.专人2名（含）以上得1分", [(1, "1.专人2名（含）以上得1分")]),
        ("1.建账（1分）以上不得代办", [(1, "1.建账（1分）"), (None, "以上不得代办")]),
        ("1.建账；2.记账；4.对账", [(1, "1.建账；"), (2, "2.记账；"), (4, "4.对账")]),
        ("1、甲：①建账②记账；2、乙：①对账", [(1, "1、甲：①建账②记账；"), (2, "2、乙：①对账")]),
        ("3.对账得2分", [(3, "3.对账得2分")]),
    ],
)
def test_numbered_criteria(text: str, expected: list[tuple[int | None, str]]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "每降低1.5%扣0.2分，低于2.5%不得分",
        "得1.5分；2.5分；3.5分",
        "按第1、2、3项要求落实的得5分",
        "符合第1项的得2分；符合第2项的得3分",
        "配合落实①②③项工作的得分",
        "2022.7.1前上报，2022.8.1后不得分",
        "完成三项工作，一是建账，二是记账",
        "达到1：4的得满分，1：6的得2分",
        "共10.2万人",
    ],
)
def test_what_is_no_numbering(text: str) -> None:
    assert split(text) == [(None, text)]


def test_a_later_cell_goes_on_counting() -> None:
    assert split("2、记账。3、对账。", first=2) == [(2, "2、记账。"), (3, "3、对账。")]


def test_an_empty_cell_has_none() -> None:
    assert split_criteria(cell(" \n")) == ()


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("1、建账得5分，否则不得分。（5分）", "5"),
        ("1、建账。(２ 分)", "2"),
        ("建账（0.5分）。", "0.5"),
        ("建账（5分）；", "5"),
        ("建账（半分）", "0.5"),
        ("1.制度建设（3分）。建立制度得2分，上墙得1分。", "3"),
        ("建账（共4分）", "4"),
    ],
)
def test_maximum_of_a_criterion(text: str, points: str) -> None:
    assert split_criteria(cell(text))[0].max_points == Decimal(points)


@pytest.mark.parametrize(
    "text",
    [
        "建账得5分，否则不得分",
        "建账（5户）",
        "建账（1分）记账（2分），均得满分",
        "建账（不低于80分的得5分）",
        "（2022年）",
    ],
)
def test_no_maximum(text: str) -> None:
    assert max_points_of(fold(text).text) is None


def test_places_are_those_of_the_original_text() -> None:
    text = "1、 建 账。\n2、记 账。"
    first, second = split_criteria(cell(text))
    assert (first.where.block, first.where.row, first.where.column) == (7, 2, 3)
    assert text[first.where.start : first.where.end] == "1、 建 账。"
    assert text[second.where.start : second.where.end] == "2、记 账。"


def criterion(ordinal: int | None, text: str) -> Criterion:
    return Criterion(ordinal=ordinal, text=text, where=Where())


def test_a_criterion_that_a_page_break_cut() -> None:
    first, rest = criterion(1, "1、台账齐全的，得"), criterion(None, "2分。（2分）")
    assert goes_on(first, rest)
    assert joined(first, rest).text == "1、台账齐全的，得2分。（2分）"
    assert joined(first, rest).max_points == 2
    assert not goes_on(criterion(1, "1、台账齐全。"), rest)
    assert not goes_on(criterion(None, "台账齐全"), rest)
    assert not goes_on(first, criterion(2, "2、上报及时"))


def test_next_ordinal() -> None:
    assert next_ordinal([]) == 1
    assert next_ordinal([criterion(1, ""), criterion(2, ""), criterion(None, "")]) == 3


PARTS = st.lists(
    st.text(alphabet="台账齐全得分扣完，:0.5 （）", min_size=1, max_size=15).map(lambda t: t.strip() or "建账"),
    min_size=2,
    max_size=6,
)


@given(
    parts=PARTS,
    style=st.sampled_from([lambda n: f"{n}、", lambda n: f"{n}.", lambda n: f"（{n}）", lambda n: "①②③④⑤⑥"[n - 1]]),
    end=st.sampled_from(["。", "；", "；\n"]),
)
def test_nothing_is_lost(parts: list[str], style, end: str) -> None:  # type: ignore[no-untyped-def]
    text = "".join(f"{style(number)}{part}{end}" for number, part in enumerate(parts, start=1))
    found = split_criteria(cell(text))
    spans = [(c.where.start, c.where.end) for c in found]
    covered = "".join(text[a:b] for a, b in spans)
    assert fold(covered).text == fold(text).text
    assert [c.text for c in found] == [tidy(text[a:b]) for a, b in spans]


@given(st.text(max_size=80))
def test_any_text_is_covered(text: str) -> None:
    found = split_criteria(cell(text))
    assert "".join(fold(text[c.where.start : c.where.end]).text for c in found) == fold(text).text
