"""What the columns of a table hold: headings found and read by the words of ``vocabulary.toml``.

A header may be several rows deep, may stand below title rows, and may come again in the middle of a table. Where a
heading alone does not decide (指标值, 分值 beside 权重, 考核内容), its neighbours and the cells below do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from extract.amounts import is_blank, read_amount
from extract.by_cells import without_heading
from extract.by_content import heading_again, heading_row, rubric_by_content
from extract.columns import (
    Column,
    Header,
    body_cells,
    is_exact,
    level_of,
    role_of,
    role_of_stack,
    without_brackets,
    without_units,
)
from extract.neighbours import resolve
from extract.text import folded, tidy
from extract.vocabulary import Role, vocabulary
from models.document import Cell, Table

__all__ = ["Column", "Header", "body_cells", "find_headers", "level_of", "role_of"]

_LONGEST_HEADING = 30
_LONGEST_MARK = 6
_BRACKET_END = re.compile(r"[(\[][^()\[\]]*[)\]]$")
_PERIOD = re.compile(r"第?[一二三四五六七八九十\d]{1,2}(?:个?月份?|季度|周|次|日|期)|[上下]半年|全?年度?")
_GRADE_END = re.compile(r"(?:等次|等级|[档等级])$")
_CORE: frozenset[Role] = frozenset({"item", "points", "claimed", "deducted", "criteria", "target", "actual"})
"""A header has one of these at least."""


def find_headers(table: Table) -> tuple[Header, ...]:
    """Every header of a table, from top to bottom, the columns of each resolved; repeated ones included.

    A table that begins without one has an empty header, if its cells leave no doubt.
    """
    spans: list[tuple[int, int]] = []
    row = 0
    while row < table.rows:
        if not _is_header_row(table, row):
            row += 1
            continue
        end = row + 1
        while end < table.rows and (_is_header_row(table, end) or _continues_header(table, row, end)):
            end += 1
        spans.append((row, end))
        row = end
    if not spans:
        return _unknown(table) or _missing(table)
    limits = [start for start, _ in spans[1:]] + [table.rows]
    return tuple(
        resolve(table, Header(start, end, _columns(table, start, end)), limit)
        for (start, end), limit in zip(spans, limits, strict=False)
    )


def unknown_header(table: Table) -> tuple[Header, ...]:
    """The row that is a heading by its form alone, whatever its words and what stands below it; for want of others."""
    start = heading_row(table)
    return () if start is None else (Header(start, start + 1, _columns(table, start, start + 1)),)


def _unknown(table: Table) -> tuple[Header, ...]:
    """The header of words that the vocabulary hardly knows, as often as it comes, where its columns leave no doubt."""
    start = heading_row(table)
    if start is None:
        return ()
    end = start + 1
    while end < table.rows and (_continues_header(table, start, end) or heading_again(table, start, end)):
        end += 1
    seeds = [_only_exact(column) for column in _columns(table, start, end)]
    columns = rubric_by_content(table, seeds, range(end, table.rows))
    if columns is None:
        return ()
    again = [row for row in range(end, table.rows) if heading_again(table, start, row)]
    limits = [*again, table.rows]
    starts = [(start, end), *((row, row + 1) for row in again)]
    return tuple(
        resolve(table, Header(low, high, tuple(columns)), limit)
        for (low, high), limit in zip(starts, limits, strict=True)
    )


def _missing(table: Table) -> tuple[Header, ...]:
    """The empty header of a table that begins without one, if its cells leave no doubt."""
    columns = without_heading(table)
    return (Header(0, 0, columns),) if columns else ()


def _only_exact(column: Column) -> Column:
    """The column without the role that only a part of its heading suggests."""
    return column if is_exact(without_units(folded(column.heading).strip(":*."))) else replace(column, role=None)


def _own_cells(table: Table, row: int) -> list[Cell]:
    """The cells with text that begin in a row."""
    return [cell for cell in table.row_cells(row) if cell.row == row and not is_blank(cell.text)]


def _is_header_row(table: Table, row: int) -> bool:
    """Whether most cells that begin in a row are known headings, of two roles at least, one of them a core role."""
    cells = [cell for cell in _own_cells(table, row) if not _is_mark(cell.text)]
    if len(cells) < 2 or sum(len(folded(cell.text)) > _LONGEST_HEADING for cell in cells) * 3 > len(cells):
        return False
    if any(_is_number(cell) or _is_sentence(cell) for cell in cells):
        return False
    roles = [role_of(cell.text) for cell in cells]
    known = [(role, level_of(cell.text)) for role, cell in zip(roles, cells, strict=True) if role is not None]
    core = {role for role, _ in known if role in _CORE}
    exact = _exact(cells)
    sure = exact >= 2 or (exact == 1 and len(known) == len(cells) > 2)
    enough = len(known) * 2 >= len(cells) or (exact >= 2 and _open_below(table, row, cells, roles))
    return len(set(known)) >= 2 and bool(core) and enough and sure


def _open_below(table: Table, row: int, cells: Sequence[Cell], roles: Sequence[Role | None]) -> bool:
    """Whether items are weighed first, and all further columns wait for scores: 内容 · 分值 · 东村 · 西村."""
    first = next((index for index, role in enumerate(roles) if role is None), len(roles))
    if not {"item", "points"} <= set(roles[:first]) or any(role is not None for role in roles[first:]):
        return False
    rows = range(row + 1, table.rows)
    below = [cell for head in cells[first:] for cell in body_cells(table, head.column, rows)]
    return len(rows) > 1 and all(read_amount(cell) is not None for cell in below)


@lru_cache(maxsize=2048)
def _is_mark(text: str) -> bool:
    """Whether a heading only names a grade or a time: A, 良好, 优（90%-100%）, B档, 3月, 第二季度."""
    words = vocabulary().columns
    bare = _BRACKET_END.sub("", folded(text))
    graded = any(word in words.marks for word in (bare, _GRADE_END.sub("", bare))) or bare in words.grades
    return graded or _PERIOD.fullmatch(bare) is not None


def _is_sentence(cell: Cell) -> bool:
    """Whether a cell holds what no heading does: a sentence that ends, notes in brackets apart."""
    return "。" in without_brackets(folded(cell.text))


def _is_number(cell: Cell) -> bool:
    """Whether a cell holds points, and is not a heading that states them: 分值（100分）."""
    return read_amount(cell) is not None and role_of(cell.text) is None


def _exact(cells: Iterable[Cell]) -> int:
    """How many headings are words of the vocabulary as they stand, and do not only contain one."""
    return sum(is_exact(without_units(folded(cell.text).strip(":*."))) for cell in cells)


def _continues_header(table: Table, top: int, row: int) -> bool:
    """Whether a row holds the sub-headings of a header: merged headings above it are split, nothing else has text."""
    cells = _own_cells(table, row)
    if not cells:
        return _spanned(table, top, row)
    if _mostly_merged(table, top, row) and all(len(folded(cell.text)) <= _LONGEST_MARK for cell in cells):
        return True
    groups: dict[int, int] = {}
    for cell in cells:
        above = table.at(row - 1, cell.column)
        if above is None or len(folded(cell.text)) > _LONGEST_HEADING or _is_number(cell):
            return False
        if above.column_span == 1 and not is_blank(above.text):
            return False
        groups[id(above)] = groups.get(id(above), 0) + 1
    single = [c for c in table.row_cells(row - 1) if c.column_span == 1 and not is_blank(c.text)]
    return bool(single) and max(groups.values()) > 1


def _mostly_merged(table: Table, top: int, row: int) -> bool:
    """Whether cells of the header are merged over most of a row: what else stands in it belongs to the header too."""
    cells = [table.at(row, column) for column in range(table.columns)]
    merged = sum(cell is not None and top <= cell.row < row and not is_blank(cell.text) for cell in cells)
    return merged * 2 > table.columns


def _spanned(table: Table, top: int, row: int) -> bool:
    """Whether a row without text of its own lies within cells of the header, one of them merged over it at least."""
    cells = [table.at(row, column) for column in range(table.columns)]
    if not any(cell is not None and cell.row < row for cell in cells):
        return False
    return all(cell is not None and cell.row >= top and (cell.row < row or is_blank(cell.text)) for cell in cells)


def _columns(table: Table, start: int, end: int) -> tuple[Column, ...]:
    columns: list[Column] = []
    lowest: list[Role | None] = []
    for index in range(table.columns):
        cells: list[Cell] = []
        for row in range(start, end):
            cell = table.at(row, index)
            if cell is not None and not is_blank(cell.text) and (not cells or cells[-1] is not cell):
                cells.append(cell)
        texts = [cell.text for cell in cells]
        heading = tidy("".join(texts))
        columns.append(Column(index, heading, role_of_stack(texts), level_of(heading), folded("".join(texts[:1]))))
        lowest.append(role_of(texts[-1]) if len(texts) > 1 else None)
    return tuple(_disowned(column, columns, lowest) for column in columns)


def _disowned(column: Column, columns: Sequence[Column], lowest: Sequence[Role | None]) -> Column:
    """The column, without the role of its group where a sub-heading beside it has that: 依据 beside 得分 under 自评."""
    named = [
        other.role
        for other, own in zip(columns, lowest, strict=True)
        if other.group == column.group and other.index != column.index and own is not None
    ]
    if lowest[column.index] is None and column.heading != column.group and column.role in named and column.group:
        return replace(column, role=None)
    return column
