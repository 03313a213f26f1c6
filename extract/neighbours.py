"""Roles of columns that the heading alone does not decide: its neighbours and the cells below do.

指标值 is a target or what was reached; 分值 behind 业绩值 is the claim where 权重 is the maximum; 考核内容 holds items,
their rules, or what they mean; a column 评分 of sentences holds no points.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from extract.amounts import read_amount, read_money
from extract.by_cells import (
    are_ranges,
    counted_rows,
    divided_headings,
    is_sum,
    labels_with_points,
    levels_with_points,
    maxima_of_levels,
    ranges_of_points,
    states_rules,
    unnamed_levels,
    unnamed_points,
    weighed,
)
from extract.by_content import by_content
from extract.columns import Column, Header, body_cells, distinct_labels, exact_role, having, with_role, without_units
from extract.labels import split_label
from extract.text import folded
from extract.vocabulary import Role, vocabulary
from models.document import Cell, Table

_WHOLES = (100, 200, 1000, 2000)
"""What the maxima of a table make up, once or with those of its groups."""
_ROUNDED = Decimal("0.05")
"""A score with one decimal is this far from the product that it rounds."""
_NUMERIC: frozenset[Role] = frozenset({"points", "claimed", "deducted"})


def resolve(table: Table, header: Header, limit: int) -> Header:
    """A header with the roles that only the neighbours or the cells below can decide, down to the row ``limit``."""
    columns = list(header.columns)
    for step in _STEPS:
        columns = step(table, columns, range(header.end, limit))
    return Header(header.start, header.end, tuple(columns))


def _frames(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """A heading merged over the whole height (绩效指标) is the frame of a form, not a level of items."""
    for column in having(columns, "item"):
        others = [other for other in having(columns, "item") if other.index != column.index]
        first = table.at(rows.start, column.index) if rows else None
        if not others or first is None:
            continue
        named = first.row_span > 1 and exact_role(folded(first.text)) == "item"
        if first.row < rows.start or (named and _says_one_thing(table, column, rows)):
            columns = with_role(columns, column.index, None)
    return columns


def _says_one_thing(table: Table, column: Column, rows: range) -> bool:
    """Whether a column has one and the same text in all rows that are no sums: 业务工作 beside 队伍建设 is a group."""
    cells = [cell for cell in body_cells(table, column.index, rows) if not is_sum(table, cell.row)]
    return len({folded(cell.text) for cell in cells if cell.column_span == 1}) == 1


def _named_by_reasons(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """扣分事项 before points and rules names what is scored; behind them it says why points were lost.

    Left of it only groups of these may stand: 类别 · 扣分项目 · 扣分标准.
    """
    scores = having(columns, "points", "criteria", "claimed", "deducted")
    groups = having(columns, "item")
    for column in having(columns, "reason") if scores else ():
        if any(column.index > other.index for other in scores):
            continue
        labels = distinct_labels(body_cells(table, column.index, rows))
        if all(column.index > g.index and labels > distinct_labels(body_cells(table, g.index, rows)) for g in groups):
            return with_role(columns, column.index, "item")
    return columns


def _maxima_or_claims(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """考核分 of a table without other scores: maxima where rules stand beside them and they make up the whole."""
    claims = having(columns, "claimed")
    if len(claims) != 1 or having(columns, "points") or not having(columns, "criteria"):
        return columns
    if without_units(folded(claims[0].heading)) not in vocabulary().ambiguous.points_or_claimed:
        return columns
    cells = [cell for cell in body_cells(table, claims[0].index, rows) if not is_sum(table, cell.row)]
    amounts = [amount.points for cell in cells if (amount := read_amount(cell)) is not None]
    whole = len(amounts) == len(cells) and sum(amounts) in _WHOLES
    return with_role(columns, claims[0].index, "points") if whole else columns


def _by_content(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """Columns of numbers that hold text, and columns of rules that hold numbers."""
    for column in columns:
        if column.role not in _NUMERIC and column.role != "criteria":
            continue
        cells = body_cells(table, column.index, rows)
        if not cells:
            continue
        numbers = sum(read_amount(cell) is not None for cell in cells)
        if column.role == "criteria":
            if numbers * 2 > len(cells) and not having(columns, "points"):
                columns = with_role(columns, column.index, "points")
        elif not are_ranges(cells) and numbers * 3 < len(cells) and _mean_length(cells) > 4:
            role: Role = "criteria" if states_rules(cells) else "actual"
            told = column.role == "deducted" and having(columns, "claimed")
            columns = with_role(columns, column.index, "reason" if told else role)
    return columns


def _items_or_criteria(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """考核内容 holds items, or the rules of the items to its left, or an explanation of each."""
    words = vocabulary().ambiguous.item_or_criteria
    for column in having(columns, "item"):
        left = [other for other in having(columns, "item") if other.index < column.index]
        heading = folded(column.heading)
        if not left or not (
            without_units(heading) in words or _names_rules(heading) or _adds(columns, left[-1], column)
        ):
            continue
        cells, items = body_cells(table, column.index, rows), body_cells(table, left[-1].index, rows)
        if not cells or not items:
            continue
        if not having(columns, "criteria") and states_rules(cells):
            columns = with_role(columns, column.index, "criteria")
        elif _one_each(cells, items) and not any(split_label(cell.text).points is not None for cell in items):
            columns = with_role(columns, column.index, "explanation")
    return columns


def _adds(columns: list[Column], name: Column, column: Column) -> bool:
    """Whether a column right of 任务名称, or of the only points, may only say more of what is named."""
    points = [other.index for other in having(columns, "points")]
    behind = bool(points) and name.index < points[0] <= points[-1] < column.index
    named = folded(name.heading).endswith("名称") and not folded(column.heading).endswith(("指标", "名称"))
    return (behind or named) and name.level is None and column.level is None


def _names_rules(heading: str) -> bool:
    """Whether a heading of items speaks of rules as well: 检查内容及扣分标准."""
    return any(word in heading for word in vocabulary().roles["criteria"].part)


def _ways_beside_rules(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """考核办法 beside 考核细则 says how something is looked into, where it states no rules and the other does."""
    criteria = having(columns, "criteria")
    ways = [column for column in criteria if folded(column.heading).endswith(vocabulary().columns.ways)]
    if not ways or len(criteria) < 2:
        return columns
    stating = {c.index for c in criteria if states_rules(body_cells(table, c.index, rows))}
    for column in ways if stating else ():
        if column.index not in stating:
            columns = with_role(columns, column.index, "method")
    return columns


def _weighed_rules(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """标准及分值 beside 扣分标准: where no column holds points, the one whose texts end in （N分） holds the items."""
    criteria = having(columns, "criteria")
    if len(criteria) < 2 or having(columns, "points"):
        return columns
    for column in criteria:
        cells = body_cells(table, column.index, rows)
        weighed = sum(split_label(cell.text).points is not None for cell in cells)
        if weighed > 1 and weighed * 2 > len(cells):
            return with_role(columns, column.index, "item")
    return columns


def _one_each(cells: Sequence[Cell], items: Sequence[Cell]) -> bool:
    """Whether two columns have just one cell each in the same rows, two at least, with one exception in ten.

    Labels that are said again on the next row stand for a merged cell.
    """
    labels = [folded(cell.text) for cell in items]
    if any(label == following for label, following in pairwise(labels)):
        return False
    places = {(cell.row, cell.row_span) for cell in items}
    both = sum((cell.row, cell.row_span) in places for cell in cells)
    return both > 1 and both * 10 >= 9 * max(len(cells), len(items))


def _finer_items(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """评价要点 with points of their own, several to an item, are items themselves."""
    items = having(columns, "item")
    rules = having(columns, "criteria")
    points = having(columns, "points")
    points = [c for c in points if rules and c.index < rules[0].index] or points
    if items and not points:
        return _weighed_parts(table, columns, rows)
    scores = [c for c in [*points, *having(columns, "claimed")] if _amounts(table, c, rows)]
    if not items or not scores:
        return columns
    labels = body_cells(table, items[-1].index, rows)
    sums = set(_sums(table, items, rows))
    values = [cell.row for cell in _amounts(table, scores[-1], rows) if cell.row not in sums]
    several = [c for c in points if c.index > items[-1].index + 1]
    if len(several) > 1:
        return columns
    for column in having(columns, "explanation"):
        texts = body_cells(table, column.index, rows)
        weighed = any(items[-1].index < other.index < column.index for other in having(columns, "points"))
        if weighed and states_rules(texts):
            continue
        cells = {cell.row for cell in texts}
        groups = {cell.row for cell in labels} - cells
        own = [row for row in values if row not in groups]
        if column.index > items[-1].index and set(own) <= cells and len(own) > distinct_labels(labels):
            return with_role(columns, column.index, "item")
    return columns


def _weighed_parts(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """Where no column holds points: 考核要点 that carry theirs, several to an item, are items themselves."""
    last = having(columns, "item")[-1]
    labels = body_cells(table, last.index, rows)
    for column in having(columns, "explanation"):
        cells = body_cells(table, column.index, rows)
        if column.index > last.index and weighed(cells) and len(cells) > distinct_labels(labels):
            return with_role(columns, column.index, "item")
    return columns


def _amounts(table: Table, column: Column, rows: range) -> list[Cell]:
    """The cells of a column that hold points."""
    return [cell for cell in body_cells(table, column.index, rows) if read_amount(cell) is not None]


def _sums(table: Table, items: Sequence[Column], rows: range) -> list[int]:
    """Rows whose label runs on over the column behind it, as those of sums do, or is the word of a sum."""
    wide = (table.at(row, items[-1].index) for row in rows)
    found = [cell.row for cell in wide if cell is not None and cell.column + cell.column_span - 1 > items[-1].index]
    return [*found, *(row for row in rows if is_sum(table, row))]


def _measured(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """A second 指标值 is what was reached; so is the only one of a table that claims and knows no other value."""
    targets = having(columns, "target")
    if not targets or having(columns, "actual"):
        return columns
    last = targets[-1]
    words = vocabulary().ambiguous.target_or_actual
    alone = len(targets) == 1 and without_units(folded(last.heading)) in words and having(columns, "claimed")
    return with_role(columns, last.index, "actual") if len(targets) > 1 or alone else columns


def _weight_and_score(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """权重 … 业绩值 · 分值: where no column claims, the points behind the actual value are the claim."""
    points, actual = having(columns, "points"), having(columns, "actual")
    if len(points) < 2 or having(columns, "claimed") or not actual:
        return columns
    last = points[-1]
    if last.index > actual[-1].index > points[0].index:
        columns = with_role(columns, last.index, "claimed")
    return columns


def _out_of_a_hundred(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """得分（百分制） beside 加权得分: of two columns of scores, one is the other times the weight, and is the claim."""
    points, claims = having(columns, "points"), having(columns, "claimed")
    if len(points) != 1 or len(claims) < 2:
        return columns
    weights, *scores = (_by_row(table, column, rows) for column in (points[0], *claims))
    for column, whole in zip(claims, scores, strict=True):
        if any(_weighted(weights, whole, parts) for parts in scores if parts is not whole):
            columns = with_role(columns, column.index, None)
    return columns


def _by_row(table: Table, column: Column, rows: range) -> dict[int, Decimal]:
    """The numbers of a column by their rows, those of sums left out."""
    found = {cell.row: read_amount(cell) for cell in body_cells(table, column.index, rows)}
    return {row: amount.points for row, amount in found.items() if amount is not None and not is_sum(table, row)}


def _weighted(weights: dict[int, Decimal], whole: dict[int, Decimal], parts: dict[int, Decimal]) -> bool:
    """Whether scores out of a hundred times their weights are other scores, in most rows and rounded as those are."""
    rows = [row for row in weights if row in whole and row in parts]
    follow = [row for row in rows if abs(whole[row] * weights[row] / 100 - parts[row]) <= _ROUNDED]
    above = [row for row in rows if whole[row] > weights[row]]
    return len(follow) > 1 and len(follow) * 3 >= len(rows) * 2 and len(above) * 3 >= len(rows) * 2


def _missing_criteria(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """Where no heading says which column holds the rules: explanation, remark, 得分说明 that states them."""
    if having(columns, "criteria"):
        return columns
    roles: tuple[Role, ...] = ("explanation", "method", "target")
    for column in having(columns, *roles, *(() if having(columns, "claimed") else ("remark", "reason"))):
        cells = body_cells(table, column.index, rows)
        if cells and _mean_length(cells) > 8 and states_rules(cells):
            return with_role(columns, column.index, "criteria")
    return columns


def _budget(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """The budget block of a form: the column left of its amounts names its one item."""
    budget = having(columns, "budget")
    if not budget or having(columns, "item") or not having(columns, "points", "claimed"):
        return columns
    amounts = [
        column
        for column in budget
        if any(read_money(cell.text) is not None for cell in body_cells(table, column.index, rows))
    ]
    if amounts and amounts[0].index > 0:
        columns = with_role(columns, amounts[0].index - 1, "item")
    return columns


def _mean_length(cells: Sequence[Cell]) -> float:
    return sum(len(folded(cell.text)) for cell in cells) / len(cells)


_STEPS = (
    _frames,
    _named_by_reasons,
    divided_headings,
    counted_rows,
    labels_with_points,
    maxima_of_levels,
    levels_with_points,
    _maxima_or_claims,
    _by_content,
    unnamed_points,
    unnamed_levels,
    ranges_of_points,
    _items_or_criteria,
    _ways_beside_rules,
    _weighed_rules,
    _finer_items,
    _measured,
    _weight_and_score,
    _out_of_a_hundred,
    _missing_criteria,
    _budget,
    by_content,
)
"""In this order: later steps rely on what the earlier ones settled."""
