"""What the columns of a table hold: headings found and read by the words of ``vocabulary.toml``.

A header may be several rows deep, may stand below title rows, and may come again in the middle of a table. Where a
heading alone does not decide (指标值, 分值 beside 权重, 考核内容), its neighbours and the cells below do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.amounts import is_blank, read_amount
from extract.labels import split_label
from extract.phrases import find_phrases
from extract.text import fold, folded, tidy
from extract.vocabulary import Role, vocabulary
from models.document import Cell, Table

_LONGEST_HEADING = 30
_JOINTS = re.compile(r"及|和|与|、|/|或|暨")
_CHINESE_LEVELS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_LEVEL = re.compile(r"([一二三四五1-5])级(?=指标|项目|内容|$)")
_ONLY_LEVEL = re.compile(r"([一二三四五1-5])级(?:(?:评价|考核|评估|绩效)?指标(?:名称)?|项目|内容|类别|分类|目录)?")
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_TRAILING_NUMBER = re.compile(r"(?<=\D)\d+(?:\.\d+)?[分%]?$")
_CORE: frozenset[Role] = frozenset({"item", "points", "claimed", "deducted", "criteria", "target", "actual"})
_NUMERIC: frozenset[Role] = frozenset({"points", "claimed", "deducted"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table and what it holds."""

    index: int
    heading: str
    """The heading as written, rows of the header joined, tidied."""
    role: Role | None = None
    level: int | None = None
    """The level that the heading itself names: 1 for 一级指标."""
    group: str = ""
    """The topmost heading above it, folded: that of a merged cell over several columns."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header and the columns below it."""

    start: int
    end: int
    """The first row below the header."""
    columns: tuple[Column, ...]

    def of(self, *roles: Role) -> tuple[Column, ...]:
        """The columns of some roles, from left to right."""
        return tuple(column for column in self.columns if column.role in roles)

    def same_as(self, other: Header) -> bool:
        """Whether two headers say the same in the same columns."""
        return [folded(c.heading) for c in self.columns] == [folded(c.heading) for c in other.columns]


@cache
def role_of(heading: str) -> Role | None:
    """What a heading says that its column holds; ``None`` where the vocabulary does not know it."""
    plain = folded(heading).strip(":*.")
    for text in dict.fromkeys((plain, _without_units(plain), _BRACKETS.sub("", plain))):
        role = _exact(text) or _by_joint(text) or _by_part(text)
        if role is not None:
            return role
    return None


def level_of(heading: str) -> int | None:
    """The level that a heading names: 2 for 二级指标."""
    match = _LEVEL.search(folded(heading))
    return _CHINESE_LEVELS[match.group(1)] if match else None


def find_headers(table: Table) -> tuple[Header, ...]:
    """Every header of a table, from top to bottom, the columns of each resolved; repeated ones included."""
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
    limits = [start for start, _ in spans[1:]] + [table.rows]
    return tuple(
        _resolve(table, Header(start, end, _columns(table, start, end)), limit)
        for (start, end), limit in zip(spans, limits, strict=False)
    )


def _exact(text: str) -> Role | None:
    if _ONLY_LEVEL.fullmatch(text):
        return "item"
    return _exact_words().get(text)


def _by_joint(text: str) -> Role | None:
    """The role of “X及Y” is that of X: 未完成原因及改进措施, 评价要点和说明."""
    first = _JOINTS.split(text)[0]
    return _exact(first) if first != text else None


def _by_part(text: str) -> Role | None:
    """The role of the longest known word in a heading; Chinese headings have their main word at the end."""
    best: tuple[bool, int, int] | None = None
    role: Role | None = None
    for word, candidate in _part_words():
        at = text.rfind(word)
        if at < 0:
            continue
        rank = (at + len(word) == len(text), len(word), at)
        if best is None or rank > best:
            best, role = rank, candidate
    return role


@cache
def _exact_words() -> dict[str, Role]:
    return {word: role for role, words in vocabulary().roles.items() for word in words.exact}


@cache
def _part_words() -> tuple[tuple[str, Role], ...]:
    return tuple((word, role) for role, words in vocabulary().roles.items() for word in words.part)


@cache
def _unit_brackets() -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in sorted(vocabulary().columns.units, key=len, reverse=True))
    return re.compile(rf"[(\[](?:单位:)?(?:{units}|\d+(?:\.\d+)?[分%]?)[)\]]|%$")


def _without_units(text: str) -> str:
    return _TRAILING_NUMBER.sub("", _unit_brackets().sub("", text)).strip(":")


def _own_cells(table: Table, row: int) -> list[Cell]:
    """The cells with text that begin in a row."""
    return [cell for cell in table.row_cells(row) if cell.row == row and not is_blank(cell.text)]


def _is_header_row(table: Table, row: int) -> bool:
    """Whether most cells that begin in a row are known headings, of two roles at least, one of them a core role."""
    cells = _own_cells(table, row)
    if len(cells) < 2 or sum(len(folded(cell.text)) > _LONGEST_HEADING for cell in cells) * 3 > len(cells):
        return False
    if any(read_amount(cell) is not None for cell in cells):
        return False
    roles = [role_of(cell.text) for cell in cells]
    known = [(role, level_of(cell.text)) for role, cell in zip(roles, cells, strict=True) if role is not None]
    core = {role for role, _ in known if role in _CORE}
    return len(set(known)) >= 2 and bool(core) and len(known) * 2 >= len(cells) and _has_exact(cells)


def _has_exact(cells: Iterable[Cell]) -> bool:
    """Whether two headings at least are words of the vocabulary as they stand, and not only contain one."""
    return sum(_exact(_without_units(folded(cell.text).strip(":*."))) is not None for cell in cells) >= 2


def _continues_header(table: Table, top: int, row: int) -> bool:
    """Whether a row holds the sub-headings of a header: merged headings above it are split, nothing else has text."""
    cells = _own_cells(table, row)
    if not cells:
        return _spanned(table, top, row)
    groups: dict[int, int] = {}
    for cell in cells:
        above = table.at(row - 1, cell.column)
        if above is None or len(folded(cell.text)) > _LONGEST_HEADING or read_amount(cell) is not None:
            return False
        if above.column_span == 1 and not is_blank(above.text):
            return False
        groups[id(above)] = groups.get(id(above), 0) + 1
    single = [c for c in table.row_cells(row - 1) if c.column_span == 1 and not is_blank(c.text)]
    return bool(single) and max(groups.values()) > 1


def _spanned(table: Table, top: int, row: int) -> bool:
    """Whether a row without text of its own lies within cells of the header, one of them merged over it at least."""
    cells = [table.at(row, column) for column in range(table.columns)]
    if not any(cell is not None and cell.row < row for cell in cells):
        return False
    return all(cell is not None and cell.row >= top and (cell.row < row or is_blank(cell.text)) for cell in cells)


def _columns(table: Table, start: int, end: int) -> tuple[Column, ...]:
    columns: list[Column] = []
    for index in range(table.columns):
        cells: list[Cell] = []
        for row in range(start, end):
            cell = table.at(row, index)
            if cell is not None and not is_blank(cell.text) and (not cells or cells[-1] is not cell):
                cells.append(cell)
        texts = [cell.text for cell in cells]
        heading = tidy("".join(texts))
        columns.append(Column(index, heading, _role_of_stack(texts), level_of(heading), folded("".join(texts[:1]))))
    return tuple(columns)


def _role_of_stack(texts: Sequence[str]) -> Role | None:
    """The role of a column whose header is several rows deep: the lowest heading decides, or all together."""
    if not texts:
        return None
    whole = _exact(folded("".join(texts)))
    if whole is not None:
        return whole
    for text in reversed(texts):
        role = role_of(text)
        if role is not None:
            return role
    return None


def _resolve(table: Table, header: Header, limit: int) -> Header:
    """Roles that only the neighbours or the cells below can decide."""
    columns = list(header.columns)
    for step in _STEPS:
        columns = step(table, columns, range(header.end, limit))
    return Header(header.start, header.end, tuple(columns))


def body_cells(table: Table, column: int, rows: Iterable[int]) -> list[Cell]:
    """The cells with text of a column that begin in some rows and are no wider than two columns."""
    found = []
    for row in rows:
        cell = table.at(row, column)
        if cell is None or cell.row != row or cell.column != column or is_blank(cell.text):
            continue
        if cell.column_span * 2 <= table.columns + 1:
            found.append(cell)
    return found


def _having(columns: Iterable[Column], *roles: Role) -> list[Column]:
    return [column for column in columns if column.role in roles]


def _set(columns: Sequence[Column], index: int, role: Role | None) -> list[Column]:
    return [replace(column, role=role) if column.index == index else column for column in columns]


def _frames(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """A heading merged over the whole height (绩效指标) is the frame of a form, not a level of items."""
    for column in _having(columns, "item"):
        others = [other for other in _having(columns, "item") if other.index != column.index]
        first = table.at(rows.start, column.index) if rows else None
        if not others or first is None:
            continue
        if first.row < rows.start or (first.row_span > 1 and _exact(folded(first.text)) == "item"):
            columns = _set(columns, column.index, None)
    return columns


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
            if numbers * 2 > len(cells) and not _having(columns, "points"):
                columns = _set(columns, column.index, "points")
        elif numbers * 3 < len(cells) and _mean_length(cells) > 4:
            columns = _set(columns, column.index, "criteria" if states_rules(cells) else "actual")
    return columns


def _items_or_criteria(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """考核内容 holds items, or the rules of the items to its left, or an explanation of each."""
    words = vocabulary().ambiguous.item_or_criteria
    for column in _having(columns, "item"):
        left = [other for other in _having(columns, "item") if other.index < column.index]
        if not left or _without_units(folded(column.heading)) not in words:
            continue
        cells, items = body_cells(table, column.index, rows), body_cells(table, left[-1].index, rows)
        if not cells or not items:
            continue
        if not _having(columns, "criteria"):
            if states_rules(cells):
                columns = _set(columns, column.index, "criteria")
        elif _one_each(cells, items) and not any(split_label(cell.text).points is not None for cell in items):
            columns = _set(columns, column.index, "explanation")
    return columns


def _weighed_rules(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """标准及分值 beside 扣分标准: where no column holds points, the one whose texts end in （N分） holds the items."""
    criteria = _having(columns, "criteria")
    if len(criteria) < 2 or _having(columns, "points"):
        return columns
    for column in criteria:
        cells = body_cells(table, column.index, rows)
        weighed = sum(split_label(cell.text).points is not None for cell in cells)
        if weighed > 1 and weighed * 2 > len(cells):
            return _set(columns, column.index, "item")
    return columns


def _one_each(cells: Sequence[Cell], items: Sequence[Cell]) -> bool:
    """Whether two columns have just one cell each in the same rows, two at least, with one exception in ten."""
    places = {(cell.row, cell.row_span) for cell in items}
    both = sum((cell.row, cell.row_span) in places for cell in cells)
    return both > 1 and both * 10 >= 9 * max(len(cells), len(items))


def _finer_items(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """评价要点 with points of their own, several to an item, are items themselves."""
    items, points = _having(columns, "item"), _having(columns, "points", "claimed")
    if not items or not points:
        return columns
    labels = body_cells(table, items[-1].index, rows)
    sums = set(_sums(table, items, rows))
    cells_of_points = body_cells(table, points[-1].index, rows)
    values = [cell.row for cell in cells_of_points if read_amount(cell) is not None and cell.row not in sums]
    if len(values) <= len(labels) or len(_having(columns, "points")) > 1:
        return columns
    for column in _having(columns, "explanation"):
        cells = [cell.row for cell in body_cells(table, column.index, rows)]
        if column.index > items[-1].index and set(values) <= set(cells):
            return _set(columns, column.index, "item")
    return columns


def _sums(table: Table, items: Sequence[Column], rows: range) -> list[int]:
    """Rows whose label runs on over the column behind it, as those of sums do."""
    wide = (table.at(row, items[-1].index) for row in rows)
    return [cell.row for cell in wide if cell is not None and cell.column + cell.column_span - 1 > items[-1].index]


def _measured(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """A second 指标值 beside a target is the actual value; 目标 alone beside items may be one of them."""
    targets = _having(columns, "target")
    if len(targets) > 1 and not _having(columns, "actual"):
        columns = _set(columns, targets[-1].index, "actual")
    return columns


def _weight_and_score(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """权重 … 业绩值 · 分值: where no column claims, the points behind the actual value are the claim."""
    points, actual = _having(columns, "points"), _having(columns, "actual")
    if len(points) < 2 or _having(columns, "claimed") or not actual:
        return columns
    last = points[-1]
    if last.index > actual[-1].index > points[0].index:
        columns = _set(columns, last.index, "claimed")
    return columns


def _missing_criteria(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """Where no heading says which column holds the rules: the explanation, remark or requirement that states them."""
    if _having(columns, "criteria"):
        return columns
    roles: tuple[Role, ...] = ("explanation", "method", "target")
    for column in _having(columns, *roles, *(() if _having(columns, "claimed") else ("remark",))):
        cells = body_cells(table, column.index, rows)
        if cells and _mean_length(cells) > 8 and states_rules(cells):
            return _set(columns, column.index, "criteria")
    return columns


def _budget(table: Table, columns: list[Column], rows: range) -> list[Column]:
    """The budget block of a form: the column left of its amounts names its one item."""
    budget = _having(columns, "budget")
    if not budget or _having(columns, "item") or not _having(columns, "points"):
        return columns
    amounts = [column for column in budget if any(_is_money(cell) for cell in body_cells(table, column.index, rows))]
    if amounts and amounts[0].index > 0:
        columns = _set(columns, amounts[0].index - 1, "item")
    return columns


def _is_money(cell: Cell) -> bool:
    return read_amount(cell) is not None


def _mean_length(cells: Sequence[Cell]) -> float:
    return sum(len(folded(cell.text)) for cell in cells) / len(cells)


def states_rules(cells: Sequence[Cell]) -> bool:
    """Whether a good part of some cells says how points are earned or lost."""
    stating = sum(
        any(phrase.kind not in ("maximum", "bare", "claim", "rate") for phrase in find_phrases(fold(cell.text)))
        for cell in cells
    )
    return bool(cells) and stating * 3 >= len(cells)


_STEPS = (
    _frames,
    _by_content,
    _items_or_criteria,
    _weighed_rules,
    _finer_items,
    _measured,
    _weight_and_score,
    _missing_criteria,
    _budget,
)
"""In this order: later steps rely on what the earlier ones settled."""
