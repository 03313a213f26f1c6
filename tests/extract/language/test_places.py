"""Rules stand where they were read, also when the text was tidied; and the pipeline loads only when it is needed."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

from extract.language import criterion_rules, rules_of
from models import Cell, Criterion, Line, Where


def test_spans_are_those_of_the_original_typing() -> None:
    text = "每 发现\n１ 例扣 ０．５ 分，扣完为止。"
    (rule,) = rules_of(text)
    assert rule.text == text[: text.index("。")]
    assert (rule.where.start, rule.where.end) == (0, len(text) - 1)
    assert rule.condition == "每 发现\n１ 例"


def test_criteria_find_their_rules_in_the_cell_they_were_read_from() -> None:
    raw = "前言。 1、建档 齐全 ，得 2\n分；否则 不得分。"
    start = raw.index("1、")
    cell = Cell(
        row=0,
        column=0,
        text=raw,
        where=Where(page=3, block=7, row=0, column=0),
        lines=(Line(start=0, end=len(raw), page=3, bbox=(10.0, 20.0, 110.0, 30.0)),),
    )
    criterion = Criterion(
        ordinal=1,
        text="1、建档齐全，得2分；否则不得分。",
        where=cell.where.model_copy(update={"start": start, "end": len(raw)}),
    )
    read = criterion_rules(criterion, Decimal(2), cell)
    award, zero = read.rules
    assert raw[award.where.start : award.where.end] == "建档 齐全 ，得 2\n分"
    assert raw[zero.where.start : zero.where.end] == "否则 不得分"
    assert award.where.page == 3
    assert award.where.bbox is not None
    assert award.text == "建档齐全，得2分"


def test_without_the_cell_a_rule_stands_where_its_criterion_does() -> None:
    where = Where(block=2, row=1, column=3, start=4, end=20)
    read = criterion_rules(Criterion(ordinal=None, text="建档得2分", where=where), Decimal(2))
    assert read.rules[0].where == where


def test_a_cell_that_holds_other_words_gives_no_false_place() -> None:
    where = Where(block=2, start=0, end=5)
    cell = Cell(row=0, column=0, text="别的话说了", where=where)
    read = criterion_rules(Criterion(ordinal=None, text="建档得2分", where=where), Decimal(2), cell)
    assert read.rules[0].where == where


def test_importing_the_package_loads_neither_spacy_nor_jieba() -> None:
    code = "import sys, extract.language; print('spacy' in sys.modules, 'jieba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_reading_says_nothing_on_the_error_stream_and_teaches_jieba_nothing() -> None:
    code = (
        "from extract.language import rules_of; rules_of('得2分'); import jieba;"
        "print('扣完为止' in jieba.dt.FREQ, len(rules_of('得2分')))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "1"]
    assert done.stderr == ""
