"""The nouns: frozen, closed, walked in order, located."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from pydantic import BaseModel, ValidationError

import models
from models import (
    Cell,
    Evidence,
    InputError,
    Item,
    Line,
    Mention,
    Model,
    NothingFound,
    Paragraph,
    SchemaMismatch,
    ScoreSheet,
    Table,
    Text,
    UnreadableFile,
    UnsupportedFormat,
    Where,
    ZichaError,
)
from tests.models.strategies import tables

HERE = Where(block=3)


def every_model() -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = []
    waiting: list[type[BaseModel]] = [Model]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if model is not Model and model.__module__.startswith("models."):
            found.append(model)
    return found


def test_every_noun_is_frozen_closed_and_documented() -> None:
    nouns = every_model()
    assert len(nouns) > 30
    for noun in nouns:
        assert noun.model_config["frozen"], noun
        assert noun.model_config["extra"] == "forbid", noun
        assert noun.__doc__ or noun.__name__.startswith("_"), noun


def test_frozen_and_closed_in_fact() -> None:
    with pytest.raises(ValidationError):
        HERE.page = 2  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Where(pgae=2)  # type: ignore[call-arg]


def test_every_noun_has_a_public_name() -> None:
    public = {getattr(models, name) for name in models.__all__}
    missing = [noun.__name__ for noun in every_model() if noun not in public and not noun.__name__.startswith("_")]
    assert missing == []


class TestErrors:
    @pytest.mark.parametrize("kind", [UnreadableFile, UnsupportedFormat, NothingFound, SchemaMismatch])
    def test_all_errors_of_input_are_one_tree(self, kind: type[InputError]) -> None:
        assert issubclass(kind, InputError)
        assert issubclass(kind, ZichaError)
        assert kind.__doc__

    def test_a_line_names_the_file_as_given_and_the_reason(self) -> None:
        error = UnreadableFile("通知/a.pdf", Text(zh="文件是空的", en="the file is empty"))
        assert error.line("zh") == "通知/a.pdf：文件是空的"
        assert error.line("en") == "通知/a.pdf: the file is empty"
        assert str(error) == error.line("en")


def cell(row: int, column: int, text: str = "", down: int = 1, across: int = 1) -> Cell:
    return Cell(row=row, column=column, row_span=down, column_span=across, text=text, where=HERE)


class TestTable:
    def test_a_merged_cell_covers_its_positions_and_stands_once_in_a_row(self) -> None:
        table = Table(
            rows=2,
            columns=3,
            cells=(cell(0, 0, "甲", down=2), cell(0, 1, "乙", across=2), cell(1, 2, "丙")),
            where=HERE,
        )
        first = table.at(0, 0)
        assert first is not None
        assert table.at(1, 0) is first
        assert [c.text for c in table.row_cells(0)] == ["甲", "乙"]
        assert [c.text for c in table.row_cells(1)] == ["甲", "丙"]
        assert table.at(1, 1) is None
        assert table.at(5, 5) is None

    @pytest.mark.parametrize(
        "cells",
        [
            (cell(0, 0, across=2), cell(0, 1)),
            (cell(0, 0), cell(0, 0)),
            (cell(2, 0),),
            (cell(0, 0, down=3),),
            (cell(0, 1, across=2),),
        ],
    )
    def test_cells_that_overlap_or_leave_the_grid_are_refused(self, cells: tuple[Cell, ...]) -> None:
        with pytest.raises(ValidationError):
            Table(rows=2, columns=2, cells=cells, where=HERE)

    @pytest.mark.parametrize("spans", [{"row_span": 0}, {"column_span": 0}, {"row_span": -1}])
    def test_a_cell_covers_at_least_its_own_position(self, spans: dict[str, int]) -> None:
        with pytest.raises(ValidationError):
            Cell(row=0, column=0, text="", where=HERE, **spans)

    def test_a_changed_copy_has_its_own_index(self) -> None:
        table = Table(rows=1, columns=1, cells=(cell(0, 0, "旧"),), where=HERE)
        assert table.at(0, 0) is not None
        changed = table.model_copy(update={"cells": (cell(0, 0, "新"),)})
        (new,) = changed.row_cells(0)
        assert new.text == "新"

    @given(tables())
    @settings(max_examples=60, deadline=None)
    def test_every_cell_is_found_at_each_of_its_positions(self, table: Table) -> None:
        covered = 0
        for one in table.cells:
            for row in range(one.row, one.row + one.row_span):
                assert one in table.row_cells(row)
                for column in range(one.column, one.column + one.column_span):
                    assert table.at(row, column) is one
                    covered += 1
        holes = sum(table.at(r, c) is None for r in range(table.rows) for c in range(table.columns))
        assert covered + holes == table.rows * table.columns


class TestLocate:
    paragraph = Paragraph(
        text="一二三四五六七八",
        where=HERE,
        lines=(
            Line(start=0, end=4, page=1, bbox=(10, 700, 50, 712)),
            Line(start=4, end=6, page=1, bbox=(10, 720, 30, 732)),
            Line(start=6, end=8, page=2, bbox=(10, 60, 30, 72)),
        ),
    )

    def test_a_span_within_a_line(self) -> None:
        assert self.paragraph.locate(1, 3) == Where(block=3, page=1, bbox=(20, 700, 40, 712), start=1, end=3)

    def test_a_span_over_two_lines_has_the_box_of_both(self) -> None:
        assert self.paragraph.locate(3, 5) == Where(block=3, page=1, bbox=(10, 700, 50, 732), start=3, end=5)

    def test_a_span_over_a_page_break_stands_where_it_begins(self) -> None:
        assert self.paragraph.locate(5, 8) == Where(block=3, page=1, bbox=(20, 720, 30, 732), start=5, end=8)

    def test_without_lines_only_the_characters_are_known(self) -> None:
        assert cell(0, 0, "得2分").locate(0, 3) == Where(block=3, start=0, end=3)


def test_items_are_walked_in_the_order_of_the_document() -> None:
    def item(identity: str, *children: Item, points: int = 0) -> Item:
        mention = Mention(kind="award", points=Decimal(points), sign=1, text=f"得{points}分", where=HERE)
        return Item(
            id=identity,
            name=identity,
            label=identity,
            children=children,
            where=HERE,
            mentions=(mention,) if points else (),
        )

    tree = item("1", item("1.1", points=2), item("1.2", item("1.2.1", points=3), points=1))
    sheet = ScoreSheet(items=(tree, item("2")), where=HERE)
    assert [found.id for found in sheet.walk()] == ["1", "1.1", "1.2", "1.2.1", "2"]
    assert [found.id for found in sheet.leaves()] == ["1.1", "1.2.1", "2"]
    assert [mention.points for mention in tree.all_mentions()] == [2, 1, 3]


def test_a_sentence_has_two_languages() -> None:
    both = Text(zh="没有这个文件", en="no such file")
    assert (both.in_language("zh"), both.in_language("en")) == ("没有这个文件", "no such file")


def test_evidence_keeps_the_words() -> None:
    assert Evidence(quote="得2分", where=HERE).quote == "得2分"


@given(tables())
def test_altered_is_model_copy_sooner(table: Table) -> None:
    table.at(0, 0)
    where = Where(page=7)
    copy = table.altered(where=where, header_rows=1)
    assert copy == table.model_copy(update={"where": where, "header_rows": 1})
    assert list(copy.model_dump()) == list(table.model_dump())
    assert copy.model_dump(exclude_unset=True)["header_rows"] == 1
    assert type(copy) is Table
    assert hash(copy.where) == hash(Where(page=7))


def test_altered_finds_cells_anew() -> None:
    first, second = (Cell(row=0, column=0, text=text, where=HERE) for text in "甲乙")
    table = Table(rows=1, columns=1, cells=(first,), where=HERE)
    assert table.at(0, 0) == first
    assert table.altered(cells=(second,)).at(0, 0) == second
    assert table.at(0, 0) == first


@given(tables())
def test_unchecked_is_the_constructor_sooner(table: Table) -> None:
    made = Table.unchecked(rows=table.rows, columns=table.columns, cells=table.cells, where=table.where)
    checked = Table(rows=table.rows, columns=table.columns, cells=table.cells, where=table.where)
    assert made == checked
    assert list(made.model_dump()) == list(checked.model_dump())
    assert made.model_copy(update={"rows": 9}).rows == 9
    assert Table.unchecked(rows=1, columns=1, cells=(), where=HERE).model_fields_set == made.model_fields_set
