"""Tables whose only points are those of grades: 评估内容 | 优(10) | 良(8) | 一般(6) | 差(0).

The best grade is the maximum of the item, the grades are its rules. Points stand in the headings, in a row below them,
or in the cells; a tick in one of the cells claims the points of its grade.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from extract.amounts import is_blank, read_amount
from extract.columns import role_of
from extract.declaring import states_rule
from extract.labels import split_label
from extract.numerals import ARABIC
from extract.text import fold, folded, tidy
from extract.vocabulary import vocabulary
from models import Criterion, Evidence, Item, NotUnderstood, Text
from models.document import Cell, Table
from models.rules import Discretionary, Tier

_FEWEST_GRADES = 3
_FEWEST_ROWS = 2
_DEEPEST = 6
_POINTS = re.compile(rf"({ARABIC})分")
_TWO_TICKS = Text(zh="一行里勾选了几个等次", en="more than one grade of a row is ticked")


@dataclass(frozen=True, slots=True)
class Graded:
    """A table with a column of points in the place of its grades, and what the grades say of each item."""

    table: Table
    criteria: dict[int, list[Criterion]]
    """The rules of the item whose label begins in a row."""
    claims: dict[int, tuple[Decimal, Evidence]]
    """The points of the ticked grade, likewise."""
    left_out: tuple[NotUnderstood, ...]

    def item(self, item: Item) -> Item:
        """An item of that table with its rules and its tick, and all below it."""
        values: dict[str, object] = {"children": tuple(map(self.item, item.children))}
        row = item.where.row
        if row is not None and not item.children:
            if row in self.criteria and not any(states_rule(fold(one.text)) for one in item.criteria):
                values["criteria"] = (*item.criteria, *self.criteria[row])
            if item.claimed is None and row in self.claims:
                values["claimed"], values["claimed_evidence"] = self.claims[row]
        return item.model_copy(update=values)


@dataclass(frozen=True, slots=True)
class _Points:
    """Points of a grade, perhaps a range."""

    most: Decimal
    least: Decimal | None
    cell: Cell
    span: tuple[int, int]
    """Where the highest stands, in the text of the cell."""


@dataclass(frozen=True, slots=True)
class _Grade:
    word: str
    heading: Cell
    points: _Points | None
    """Those in the heading, or in the row below it."""


@dataclass(slots=True)
class _Rows:
    """What the rows below the grades hold."""

    points: list[Cell] = field(default_factory=list)
    criteria: dict[int, list[Criterion]] = field(default_factory=dict)
    claims: dict[int, tuple[Decimal, Evidence]] = field(default_factory=dict)
    left_out: list[NotUnderstood] = field(default_factory=list)
    scales: list[list[Decimal]] = field(default_factory=list)


def with_points_of_grades(table: Table) -> Graded | None:
    """The table with its grades read as points; ``None`` where it has no grades, or points of its own."""
    top = next((row for row in range(min(table.rows, _DEEPEST)) if _run(table, row)), None)
    if top is None:
        return None
    columns = _run(table, top)
    grades = [_grade(table, top, column) for column in columns]
    start, end = _header_rows(table, top, columns)
    below = [_cell_points(table.at(top + 1, column)) for column in columns] if end > top + 1 else []
    if below and all(points is not None for points in below):
        grades = [replace(grade, points=points) for grade, points in zip(grades, below, strict=True)]
    if _has_points(table, range(start, end), columns) or not _names_items(table, top, columns[0]):
        return None
    in_heading = all(grade.points is not None for grade in grades)
    rows = _Rows()
    for row in range(end, table.rows):
        _read_row(table, row, columns, grades, rows, in_heading=in_heading)
    if not _is_scale(rows.scales, fewest=1 if in_heading else _FEWEST_ROWS):
        return None
    made = _table(table, columns, range(start, end), rows.points)
    return Graded(made, rows.criteria, rows.claims, tuple(rows.left_out))


@cache
def _heading() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(vocabulary().columns.grades, key=len, reverse=True))
    number = rf"(?:(?:(?P<low>{ARABIC})分?[-~至])?(?P<number>{ARABIC})分?(?:[-~至](?P<high>{ARABIC})分?)?)"
    return re.compile(rf"[\"']?(?P<word>{words})[\"']?[:]?[(\[]?{number}?[)\]]?")


def _run(table: Table, row: int) -> list[int]:
    """The columns of a row whose cells are grades, side by side, three at least."""
    run: list[int] = []
    for column in range(table.columns):
        cell = table.at(row, column)
        graded = cell is not None and cell.row == row and cell.column_span == 1
        if graded and cell is not None and _heading().fullmatch(folded(cell.text)):
            run.append(column)
        elif len(run) >= _FEWEST_GRADES:
            break
        else:
            run = []
    return run if len(run) >= _FEWEST_GRADES and run[0] > 0 else []


def _grade(table: Table, row: int, column: int) -> _Grade:
    cell = table.at(row, column)
    assert cell is not None
    plain = fold(cell.text)
    match = _heading().fullmatch(plain.text)
    assert match is not None
    points = None
    if match["number"] is not None:
        values = {name: Decimal(match[name].replace(",", "")) for name in ("low", "number", "high") if match[name]}
        best = max(values, key=lambda name: values[name])
        least = min(values.values())
        span = plain.span(*match.span(best))
        points = _Points(values[best], least if len(values) > 1 else None, cell, span)
    return _Grade(tidy(plain.quote(*match.span("word"))), cell, points)


def _header_rows(table: Table, top: int, columns: Sequence[int]) -> tuple[int, int]:
    """The rows of the header: with a heading over all grades above them, and their points in a row below."""
    above = table.at(top - 1, columns[0]) if top else None
    start = top
    if above is not None and above.column >= columns[0] and above.column_span > 1:
        start = above.row
    label = table.at(top, columns[0] - 1)
    end = top + 1
    if label is not None and label.row + label.row_span > end and label.row <= top:
        end = label.row + label.row_span
    elif top + 1 < table.rows:
        beside = [table.at(top + 1, column) for column in range(columns[0])]
        numbers = [_cell_points(table.at(top + 1, column)) for column in columns]
        if all(cell is None or is_blank(cell.text) for cell in beside) and all(numbers):
            end = top + 2
    return start, end


def _has_points(table: Table, rows: range, grades: Sequence[int]) -> bool:
    """Whether another column holds points, or the labels carry them."""
    for column in range(table.columns):
        cells = [table.at(row, column) for row in rows]
        if column not in grades and any(c is not None and role_of(c.text) == "points" for c in cells):
            return True
    labels = [table.at(row, column) for row in range(rows.stop, table.rows) for column in range(grades[0])]
    named = [cell.text for cell in labels if cell is not None and not is_blank(cell.text)]
    weighed = sum(split_label(text).points is not None or split_label(text).share is not None for text in named)
    return weighed > 1


def _names_items(table: Table, row: int, first: int) -> bool:
    """Whether a heading left of the grades says that items stand there."""
    cells = [table.at(row, column) for column in range(first)]
    return any(cell is not None and role_of(cell.text) == "item" for cell in cells)


def _read_row(
    table: Table, row: int, columns: Sequence[int], grades: Sequence[_Grade], rows: _Rows, *, in_heading: bool
) -> None:
    label = _label(table, row, columns[0])
    cells = [table.at(row, column) for column in columns]
    if label is None or any(cell is not None and cell.column_span > 1 for cell in cells):
        return
    present = [cell for cell in cells if cell is not None and cell.row == row]
    if _is_sum(label):
        rows.points.extend(_moved(cell, columns[0]) for cell in present[:1] if read_amount(cell) is not None)
        return
    found = [grade.points for grade in grades] if in_heading else [_cell_points(cell) for cell in cells]
    scale = [points for points in found if points is not None]
    begins = label.row == row if in_heading else len(present) == len(cells)
    if len(scale) < len(cells) or not begins:
        return
    rows.scales.append([points.most for points in scale])
    best = max(scale, key=lambda points: points.most)
    rows.points.append(_points_cell(best, row, columns[0], label.row_span if in_heading else 1))
    texts = [cell.text if cell is not None else "" for cell in cells]
    key = label.where.row if label.where.row is not None else row
    marked = in_heading and _claim(present, columns, scale, rows, key)
    where = (present[0] if present and not marked and not in_heading else scale[0].cell).where
    criterion = _criterion(grades, scale, ["" if in_heading and marked else text for text in texts])
    rows.criteria.setdefault(key, []).append(criterion.model_copy(update={"where": where}))


def _label(table: Table, row: int, first: int) -> Cell | None:
    """The innermost label of a row: the text nearest to its grades, of an item and not of a note beside it."""
    for column in range(first - 1, -1, -1):
        cell = table.at(row, column)
        if cell is not None and not is_blank(cell.text):
            return cell if cell.column + cell.column_span <= first else None
    return None


def _is_sum(label: Cell) -> bool:
    words = vocabulary().rows
    return folded(label.text).strip(":") in (*words.total, *words.subtotal)


def _cell_points(cell: Cell | None) -> _Points | None:
    """The points of a cell: a number alone, or the only one before 分 in its text."""
    if cell is None:
        return None
    plain = fold(cell.text)
    amount = read_amount(cell)
    if amount is not None and not amount.percent and not amount.terms and len(plain.text) <= len("（1000分）"):
        return _Points(amount.points, None, cell, plain.span(0, len(plain.text)))
    found = list(_POINTS.finditer(plain.text))
    if len({match.group(1) for match in found}) != 1:
        return None
    return _Points(Decimal(found[-1].group(1).replace(",", "")), None, cell, plain.span(*found[-1].span(1)))


def _claim(present: Sequence[Cell], columns: Sequence[int], scale: Sequence[_Points], rows: _Rows, key: int) -> bool:
    """Take in what is ticked or written below grades that have their points; whether all cells are such marks."""
    filled = [cell for cell in present if not is_blank(cell.text)]
    ticked = [cell for cell in filled if folded(cell.text) in vocabulary().columns.ticks]
    numbers = [cell for cell in filled if read_amount(cell) is not None]
    if len(ticked) == len(filled) == 1:
        points = scale[columns.index(ticked[0].column)].most
        if scale[columns.index(ticked[0].column)].least is None:
            rows.claims[key] = points, _evidence(ticked[0])
    elif len(numbers) == len(filled) == 1:
        amount = read_amount(numbers[0])
        assert amount is not None
        rows.claims[key] = amount.points, amount.evidence
    elif filled and len(ticked) == len(filled):
        quote = "、".join(tidy(cell.text) for cell in ticked)
        evidence = Evidence(quote=quote, where=ticked[0].where)
        rows.left_out.append(NotUnderstood(kind="text", reason=_TWO_TICKS, evidence=evidence))
    return len(ticked) == len(filled) or len(numbers) == len(filled)


def _criterion(grades: Sequence[_Grade], scale: Sequence[_Points], texts: Sequence[str]) -> Criterion:
    """The grades of an item as one criterion: its rules exclude each other."""
    parts: list[str] = []
    rules: list[Tier | Discretionary] = []
    for grade, points, text in zip(grades, scale, texts, strict=True):
        heading = tidy(grade.heading.text)
        if points.cell.text not in (text, grade.heading.text):
            heading = f"{heading}{tidy(points.cell.text)}"
        words = heading if is_blank(text) else f"{heading}：{tidy(text).rstrip('；;。')}"
        parts.append(words)
        where = points.cell.where
        if points.least is not None:
            rules.append(
                Discretionary(text=words, condition=grade.word, least=points.least, most=points.most, where=where)
            )
        else:
            rules.append(Tier(text=words, condition=grade.word, points=points.most, where=where))
    return Criterion(ordinal=None, text="；".join(parts), rules=tuple(rules), where=scale[0].cell.where)


def _is_scale(scales: Sequence[Sequence[Decimal]], fewest: int) -> bool:
    """Whether the points of all rows rise or fall from grade to grade, and are no counts that sum to one number."""
    if len(scales) < fewest:
        return False
    falling = all(a > b for scale in scales for a, b in pairwise(scale))
    rising = all(a < b for scale in scales for a, b in pairwise(scale))
    sums = {sum(scale, Decimal(0)) for scale in scales}
    counts = len(sums) == 1 and any(scale != scales[0] for scale in scales)
    return (falling or rising) and not counts


def _table(table: Table, columns: Sequence[int], header: range, points: Sequence[Cell]) -> Table:
    """The table with a column of points where its first grade stood and one of rules, without text, behind it."""
    first, last = columns[0], columns[-1]
    kept = [cell for cell in table.cells if not (first <= cell.column and cell.column + cell.column_span - 1 <= last)]
    taken = {(row, column) for cell in kept for row, column in _covered(cell)}
    headings = []
    known = any(role_of(cell.text) == "criteria" for cell in kept if cell.row in header)
    for column, text in ((first, "分值"), (first + 1, "" if known else "评分标准")):
        free = [row for row in header if (row, column) not in taken]
        where = table.where.model_copy(update={"row": free[0], "column": column})
        headings.append(Cell(row=free[0], column=column, row_span=len(free), text=text, where=where))
    cells = [*kept, *headings, *(cell for cell in points if not taken.intersection(_covered(cell)))]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return table.model_copy(update={"cells": tuple(cells)})


def _covered(cell: Cell) -> list[tuple[int, int]]:
    rows, columns = range(cell.row, cell.row + cell.row_span), range(cell.column, cell.column + cell.column_span)
    return [(row, column) for row in rows for column in columns]


def _points_cell(points: _Points, row: int, column: int, row_span: int) -> Cell:
    """The points as a cell of their own, whose characters keep their place in the cell they were read from."""
    start, end = points.span
    text = " " * start + points.cell.text[start:end]
    cell = points.cell
    return Cell(row=row, column=column, row_span=row_span, text=text, where=cell.where, lines=cell.lines)


def _moved(cell: Cell, column: int) -> Cell:
    return cell.model_copy(update={"column": column, "row_span": 1})


def _evidence(cell: Cell) -> Evidence:
    plain = fold(cell.text)
    return plain.evidence(cell, 0, len(plain.text))
