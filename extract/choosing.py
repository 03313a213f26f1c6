"""Which of several columns of one role counts: of the maxima, of the claims, of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.amounts import read_amount
from extract.by_cells import is_sum, states_rules
from extract.columns import Column, Header, body_cells
from extract.text import folded
from extract.vocabulary import vocabulary
from models import Table


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns that make the items of a table; all others are details."""

    levels: tuple[Column, ...]
    """Columns of labels, the outermost level first."""
    points: Column | None = None
    """Maxima of the innermost items."""
    level_points: tuple[tuple[Column, int], ...] = ()
    """Maxima of outer levels, with the index of the level."""
    level_claims: tuple[tuple[Column, int], ...] = ()
    """Claims of outer levels, likewise."""
    part_points: Column | None = None
    """Maxima of single criteria, behind the column that holds those."""
    claim: Column | None = None
    other_claims: tuple[Column, ...] = ()
    """Claims of further scorers for the same items."""
    criteria: tuple[Column, ...] = ()
    rules_in_labels: bool = False
    """Whether the innermost labels state the rules themselves, and no other column does."""


def choose(table: Table, header: Header, rows: Sequence[int]) -> Choice:
    """The choice for the rows below a header."""
    levels = _levels(header)
    criteria = _criteria(header)
    by_level = _of_levels(table, header.of("points"), levels, rows)
    claims_by_level = _of_levels(table, header.of("claimed"), levels, rows)
    outer = {column.index for column, _ in (*by_level, *claims_by_level)}
    rest = [column for column in header.of("points") if column.index not in outer]
    claims = [column for column in header.of("claimed") if column.index not in outer]
    parts = _of_parts(table, rest, criteria, rows)
    points = _points(table, [column for column in rest if column not in parts], rows)
    claim = _claim(table, claims, rows)
    by_level += _of_groups(table, [c for c in rest if c is not points and c not in parts], levels, rows)
    claims_by_level += _of_groups(table, [column for column in claims if column is not claim], levels, rows)
    part = next(
        (c for c in rest if points and criteria and c is not points and c.index > criteria[0].index > points.index),
        None,
    )
    labels = body_cells(table, levels[-1].index, rows) if levels else []
    in_labels = not criteria and bool(labels) and states_rules(labels)
    return Choice(
        levels=levels,
        points=points,
        level_points=tuple(by_level),
        level_claims=tuple(claims_by_level),
        part_points=part,
        claim=claim,
        other_claims=tuple(c for c in claims if c is not claim and all(c is not one for one, _ in claims_by_level)),
        criteria=criteria,
        rules_in_labels=in_labels,
    )


def _levels(header: Header) -> tuple[Column, ...]:
    """By position, or by the levels that all headings name."""
    columns = header.of("item")
    if all(column.level is not None for column in columns):
        return tuple(sorted(columns, key=lambda column: (column.level or 0, column.index)))
    return columns


def _of_levels(
    table: Table, columns: Sequence[Column], levels: Sequence[Column], rows: Sequence[int]
) -> list[tuple[Column, int]]:
    """Numbers that stand between two columns of labels belong to the left one, if they are as few as its labels."""
    found: list[tuple[Column, int]] = []
    for column in columns:
        left = [depth for depth, level in enumerate(levels) if level.index < column.index]
        right = [level for level in levels if level.index > column.index]
        if not left or not right:
            continue
        values = len(body_cells(table, column.index, rows))
        labels = len(body_cells(table, levels[max(left)].index, rows))
        inner = len(body_cells(table, right[-1].index, rows))
        if values <= labels + 1 and (values < inner or labels == inner):
            found.append((column, max(left)))
    return found


def _of_groups(
    table: Table, columns: Sequence[Column], levels: Sequence[Column], rows: Sequence[int]
) -> list[tuple[Column, int]]:
    """Numbers behind the labels that are merged just as the labels of an outer level are belong to that level."""
    found: list[tuple[Column, int]] = []
    for column in columns:
        values = [cell for cell in body_cells(table, column.index, rows) if read_amount(cell) is not None]
        places = {(cell.row, cell.row_span) for cell in values if cell.column_span == 1}
        if not any(span > 1 for _, span in places) or any(level.index > column.index for level in levels):
            continue
        for depth, level in enumerate(levels[:-1]):
            labels = {(cell.row, cell.row_span) for cell in body_cells(table, level.index, rows)}
            if places <= labels and len(places) * 2 > len(labels):
                found.append((column, depth))
                break
    return found


def _of_parts(table: Table, columns: Sequence[Column], criteria: Sequence[Column], rows: Sequence[int]) -> list[Column]:
    """Numbers behind the rules, finer than those between labels and rules, belong to single rules."""
    if not criteria:
        return []
    single = [row for row in rows if not is_sum(table, row)]
    amounts = {
        column.index: sum(read_amount(cell) is not None for cell in body_cells(table, column.index, single))
        for column in columns
    }
    before = [amounts[column.index] for column in columns if column.index < criteria[0].index]
    behind = [column for column in columns if column.index > criteria[-1].index]
    return [column for column in behind if any(0 < coarser < amounts[column.index] for coarser in before)]


def _points(table: Table, columns: Sequence[Column], rows: Iterable[int]) -> Column | None:
    filled = _filled(table, columns, rows) or list(columns)
    order = vocabulary().columns.points_order
    return min(filled, key=lambda column: (_place(column, order), column.index), default=None)


def _claim(table: Table, columns: Sequence[Column], rows: Iterable[int]) -> Column | None:
    filled = _filled(table, columns, rows) or list(columns)
    words = vocabulary().columns

    def rank(column: Column) -> tuple[bool, int, int]:
        one_of_many = any(word in folded(column.heading) for word in words.judges)
        return one_of_many, _place(column, words.claim_order), column.index

    return min(filled, key=rank, default=None)


def _criteria(header: Header) -> tuple[Column, ...]:
    columns = header.of("criteria")
    if len(columns) < 2:
        return columns
    order = vocabulary().columns.criteria_order
    best = min(columns, key=lambda column: (_place(column, order), column.index))
    return tuple(column for column in columns if column.group == best.group)


def _filled(table: Table, columns: Sequence[Column], rows: Iterable[int]) -> list[Column]:
    every = list(rows)
    return [c for c in columns if any(read_amount(cell) is not None for cell in body_cells(table, c.index, every))]


def _place(column: Column, order: Sequence[str]) -> int:
    heading = folded(column.heading)
    return next((place for place, word in enumerate(order) if word in heading), len(order))
