"""Roles of columns whose heading is unknown or misleading: what stands in their cells decides.

A heading merged over several columns names a number, a text and points at once; 项目分值 holds labels that carry their
points; a heading that no vocabulary knows stands over a level of items, or over their points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extract.amounts import read_amount
from extract.columns import Column, body_cells, distinct_labels, having, with_role
from extract.labels import split_label
from extract.phrases import find_phrases
from extract.text import fold, folded
from extract.vocabulary import Role, vocabulary
from models.document import Cell, Table

_OF_POINTS = re.compile("[分得扣]")
"""What every phrase on points holds one of."""
_COUNTER = re.compile(r"[(\[]?\d{1,3}[)\].、]?")
_RANGE = re.compile(r"[(\[]?(\d+(?:\.\d+)?)分?[-~至]\d+(?:\.\d+)?分?[)\]]?")
_SHORTEST_TEXT = 2
_FEWEST_ROWS = 3


def without_heading(table: Table) -> tuple[Column, ...]:
    """The columns of a table that begins without a header: labels, their points, and the rules behind them.

    Empty where it is not certain: every row must have points and most must state how they are earned or lost.
    """
    rows = range(table.rows)
    columns = {index: body_cells(table, index, rows) for index in range(table.columns)}
    scored = [i for i, cells in columns.items() if len(cells) >= _FEWEST_ROWS and all(map(_is_points, cells))]
    if len(scored) != 1 or scored[0] == 0 or len(columns[scored[0]]) < table.rows:
        return ()
    labels = [i for i in range(scored[0]) if _all_text(columns[i])]
    rules = [i for i in range(scored[0] + 1, table.columns) if states_rules(columns[i])]
    if not labels or not rules:
        return ()
    roles: dict[int, Role] = {**dict.fromkeys(labels, "item"), scored[0]: "points", rules[0]: "criteria"}
    return tuple(Column(index, "", roles.get(index)) for index in range(table.columns))


def divided_headings(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """A heading merged over several columns: bare numbers left of the text count, right of it they weigh."""
    for group in _with_one_heading(having(columns, "item", "explanation", "criteria")):
        texts = [c.index for c in group if any(_is_text(cell) for cell in body_cells(table, c.index, rows))]
        for column in group:
            cells = [cell for cell in body_cells(table, column.index, rows) if cell.column_span == 1]
            if not cells or not all(_COUNTER.fullmatch(folded(cell.text)) or _is_points(cell) for cell in cells):
                continue
            if any(index > column.index for index in texts):
                columns = with_role(columns, column.index, "number")
            elif any(index < column.index for index in texts):
                columns = with_role(columns, column.index, "number" if having(columns, "points") else "points")
    return columns


def counted_rows(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """项目 over nothing but 1, 2, 3 left of 内容 counts the rows; sections over the whole width may stand between."""
    items = having(columns, "item")
    for column in items[:-1]:
        cells = [cell for cell in body_cells(table, column.index, rows) if cell.column_span == 1]
        if len(cells) > 1 and _counts_up(cells):
            columns = with_role(columns, column.index, "number")
    return columns


def labels_with_points(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """项目分值 over labels that carry their points (责任落实（10分）) holds items."""
    for column in having(columns, "points"):
        cells = body_cells(table, column.index, rows)
        amounts = sum(read_amount(cell) is not None for cell in cells)
        if amounts == 0 and cells and weighed(cells):
            columns = with_role(columns, column.index, "item")
    return columns


def maxima_of_levels(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """一级指标 · 得分 · 二级指标 · 得分 … 得分: those behind the levels are maxima where none has the name of one."""
    claims, levels = having(columns, "claimed"), {column.index for column in having(columns, "item")}
    if having(columns, "points") or len(levels) < 2:
        return columns
    beside = [column for column in claims if column.index - 1 in levels]
    if len(beside) < len(levels) or not any(column.index > beside[-1].index for column in claims):
        return columns
    for column in beside:
        columns = with_role(columns, column.index, "points")
    return columns


def unnamed_levels(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """Columns of unknown heading that name groups of items, left of them, or their parts, right of them.

    What is explained or aimed at stands left of that: 工作目标 left of 工作任务 names a group too.
    """
    if having(columns, "points", "claimed"):
        scored = _scored_rows(table, columns, rows)
        columns = _finer_level(table, columns, rows, scored)
    elif having(columns, "item"):
        scored = [cell.row for cell in body_cells(table, having(columns, "item")[-1].index, rows)]
    else:
        return columns
    for column in reversed([c for c in columns if c.role in (None, "target", "explanation")]):
        items = having(columns, "item")
        if not items or column.index > items[0].index:
            continue
        cells = [cell for cell in body_cells(table, column.index, rows) if cell.column_span == 1]
        labels = body_cells(table, items[0].index, rows)
        groups = distinct_labels(cells)
        if _all_text(cells) and 1 < groups < distinct_labels(labels) and _covers(table, column.index, scored[:1]):
            columns = with_role(columns, column.index, "item")
    return columns


def levels_with_points(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """Left of items, amounts merged as the labels before them weigh these: 项目 · 总分 · 内容, 要点 · 分值 · 内容."""
    for column, labels in zip(columns[1:], columns, strict=False):
        unknown = column.role is None and bool(column.heading) and labels.role == "item"
        unknown_labels = column.role == "points" and labels.role in (None, "explanation", "target")
        if not (unknown or unknown_labels) or not any(item.index > column.index for item in having(columns, "item")):
            continue
        amounts = body_cells(table, column.index, rows)
        cells = body_cells(table, labels.index, rows)
        places = [(cell.row, cell.row_span) for cell in amounts]
        merged = any(span > 1 for _, span in places) and places == [(cell.row, cell.row_span) for cell in cells]
        if merged and _all_text(cells) and all(map(_is_points, amounts)):
            points = with_role(columns, column.index, "points")
            columns = points if unknown else with_role(columns, labels.index, "item")
    return columns


def unnamed_points(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """The points of a table without a known heading for them: the numbers of an unknown one beside rules; or those

    that no claim exceeds and that most claims reach.
    """
    claims, rules = having(columns, "claimed"), having(columns, "criteria")
    known = [c for c in having(columns, "points") if not rules or c.index < rules[0].index]
    if known or not having(columns, "item"):
        return columns
    beside_rules = _only_numbers(table, columns, rows)
    if beside_rules is not None:
        return with_role(columns, beside_rules.index, "points")
    if not claims or having(columns, "points"):
        return columns
    for column in columns:
        if column.role is not None or not column.heading or column.index > claims[0].index:
            continue
        pairs = list(_pairs(table, column.index, [claim.index for claim in claims], rows))
        cells = body_cells(table, column.index, rows)
        if len(pairs) < 2 or not all(read_amount(cell) is not None for cell in cells):
            continue
        full = sum(maximum == claim for maximum, claim in pairs)
        if all(maximum >= claim for maximum, claim in pairs) and full * 2 >= len(pairs):
            return with_role(columns, column.index, "points")
    return columns


def _only_numbers(table: Table, columns: Sequence[Column], rows: range) -> Column | None:
    """The one column of unknown heading that holds an amount for most items and nothing else, beside rules."""
    rules = [c for c in having(columns, "criteria", "explanation") if states_rules(body_cells(table, c.index, rows))]
    if not rules:
        return None
    found = []
    behind = bool(having(columns, "points"))
    for column in columns:
        open_to_doubt = column.role is None and column.heading and not (behind and column.index > rules[0].index)
        cells = [c for c in body_cells(table, column.index, rows) if c.column_span == 1] if open_to_doubt else []
        if len(cells) >= _FEWEST_ROWS and all(map(_is_points, cells)) and not _counts_up(cells):
            found.append(column)
    return found[0] if len(found) == 1 else None


def _counts_up(cells: Sequence[Cell]) -> bool:
    """Whether the numbers of some cells only count: 1, 2, 3."""
    return [folded(cell.text) for cell in cells] == [str(number) for number in range(1, len(cells) + 1)]


def ranges_of_points(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """赋分区间 18-20, 10-17, 0-9: the ranges grade one item, what stands beside them are its rules, or nothing."""
    for column in having(columns, "points"):
        cells = body_cells(table, column.index, rows)
        if not are_ranges(cells):
            continue
        columns = with_role(columns, column.index, None)
        items = [item for item in having(columns, "item") if item.index < column.index]
        if len(items) < 2:
            continue
        outer, inner = (body_cells(table, item.index, rows) for item in items[-2:])
        if len(outer) < len(inner) == len(cells) and not weighed(inner):
            columns = with_role(columns, items[-1].index, "criteria")
    return columns


def are_ranges(cells: Sequence[Cell]) -> bool:
    """Whether most cells hold a range of points, and not all from zero up: 18-20; 0-5 alone is a maximum."""
    lowest = [match.group(1) for cell in cells if (match := _RANGE.fullmatch(folded(cell.text))) is not None]
    return len(lowest) * 3 >= len(cells) * 2 and any(Decimal(low) for low in lowest)


def weighed(cells: Sequence[Cell]) -> bool:
    """Whether most labels carry their points."""
    return sum(_is_text(cell) and split_label(cell.text).points is not None for cell in cells) * 2 > len(cells)


def states_rules(cells: Sequence[Cell]) -> bool:
    """Whether a good part of some cells says how points are earned or lost."""
    speaking = [cell for cell in cells if _OF_POINTS.search(cell.text)]
    stating = sum(
        any(phrase.kind not in ("maximum", "bare", "claim", "rate") for phrase in find_phrases(fold(cell.text)))
        for cell in speaking
        if len(speaking) * 3 >= len(cells)
    )
    return bool(cells) and stating * 3 >= len(cells)


def _finer_level(table: Table, columns: list[Column], rows: range, scored: Sequence[int]) -> list[Column]:
    """Unknown columns between items and points: one filled in every scored row, where the labels are fewer, and such

    as group its labels.
    """
    items, points = having(columns, "item"), having(columns, "points")
    last = items[-1].index if items else -1
    labels = body_cells(table, last, rows) if items else []
    if not points or len(points) > 1 or (items and len(scored) <= distinct_labels(labels)):
        return columns
    between = [c for c in columns if c.role is None and last < c.index < points[0].index]
    cells = {c.index: [one for one in body_cells(table, c.index, rows) if one.column_span == 1] for c in between}
    groups = {index: distinct_labels(found) for index, found in cells.items() if _all_text(found)}
    filled = [index for index in groups if set(scored) <= {cell.row for cell in cells[index]}]
    if not filled:
        return columns
    finest = max(filled, key=lambda index: (groups[index], -index))
    levels, reached = [finest], max(distinct_labels(labels), 1)
    for index in sorted(index for index in groups if index < finest):
        if reached < groups[index] < groups[finest] and _covers(table, index, scored):
            levels.append(index)
            reached = groups[index]
    for index in levels:
        columns = with_role(columns, index, "item")
    return columns


def _with_one_heading(columns: Sequence[Column]) -> Iterable[list[Column]]:
    """Neighbouring columns under one heading, two at least."""
    group: list[Column] = []
    for column in columns:
        if group and (column.index != group[-1].index + 1 or column.heading != group[-1].heading):
            if len(group) > 1:
                yield group
            group = []
        group.append(column)
    if len(group) > 1:
        yield group


def _scored_rows(table: Table, columns: Sequence[Column], rows: range) -> list[int]:
    """The rows of single items: those where points or claims begin, and no label or sum runs over several columns."""
    index = having(columns, "points", "claimed")[0].index
    return [
        cell.row
        for cell in body_cells(table, index, rows)
        if read_amount(cell) is not None and not is_sum(table, cell.row)
    ]


def is_sum(table: Table, row: int) -> bool:
    """Whether a row begins with the word of a sum, or with a cell over several columns as sums do."""
    first = next((cell for cell in table.row_cells(row) if cell.row == row and folded(cell.text)), None)
    if first is None:
        return True
    words = vocabulary().rows
    return first.column_span > 1 or folded(first.text).strip(":") in (*words.total, *words.subtotal)


def _covers(table: Table, column: int, rows: Iterable[int]) -> bool:
    beside = [table.at(row, column) for row in rows]
    return all(cell is not None and folded(cell.text) for cell in beside)


def _pairs(table: Table, points: int, claims: Sequence[int], rows: range) -> Iterable[tuple[Decimal, Decimal]]:
    for row in rows:
        for claim in claims:
            cells = table.at(row, points), table.at(row, claim)
            amounts = [read_amount(cell) if cell is not None else None for cell in cells]
            if amounts[0] is not None and amounts[1] is not None:
                yield amounts[0].points, amounts[1].points


def _all_text(cells: Sequence[Cell]) -> bool:
    return bool(cells) and all(_is_text(cell) for cell in cells)


def _is_text(cell: Cell) -> bool:
    text = folded(cell.text)
    return len(text) >= _SHORTEST_TEXT and read_amount(cell) is None and not _COUNTER.fullmatch(text)


def _is_points(cell: Cell) -> bool:
    return read_amount(cell) is not None
