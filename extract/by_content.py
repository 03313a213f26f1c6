"""Tables whose headings the vocabulary does not know: what stands in the columns says what they hold.

The first row of short texts is taken as the heading. A column is one of rules where most of its sentences say how
points are earned or lost; names of items stand left of them; points are numbers that add up to a whole. Numbers alone
prove nothing, since budgets and statistics add up as well: without rules they must be called points (分) somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from extract.amounts import WHOLES, is_blank, read_amount
from extract.by_cells import is_sum, states_rules, weighed
from extract.columns import Column, body_cells, distinct_labels, having, with_role, without_brackets, without_units
from extract.labels import kind_of, split_label
from extract.numerals import parse
from extract.phrases import MENTIONS, find_phrases
from extract.text import fold, folded
from extract.vocabulary import Role, vocabulary
from models.document import Cell, Table

_LONGEST_HEADING = 14
_LONGEST_NAME = 24
_LONGEST_COUNTER = 3
_FEWEST_HEADINGS, _FEWEST_ROWS = 2, 3
_SHORTEST_RULE = 8
_MAY_NAME: tuple[Role | None, ...] = (None, "explanation", "target")
_MAY_RULE: tuple[Role | None, ...] = (None, "explanation", "method", "target", "points", "deducted")
_SENTENCE = re.compile(r"[。;:!?]|\d")
_SERIAL = re.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[一二三四五六七八九十]{1,3})[)\].、]?")
_FIELD = re.compile(r"[^:]{1,10}:.{0,20}")
_SAID_POINTS = re.compile(r"[\d)\]]分(?:[)\]]|$)|\(分\)")
_WHOLE = re.compile(r"[(\[](?:总分|满分|共|计|合计|共计)?:?(\d{2,4}(?:\.\d+)?)分[)\]]")


def heading_row(table: Table) -> int | None:
    """The first row below title rows, where it holds nothing but short texts, one for nearly every column."""
    if not _speaks_of_points(table):
        return None
    for row in range(min(table.rows, 4)):
        cells = _own(table, row)
        widest = max((cell.column_span for cell in cells), default=table.columns)
        if widest * 5 >= table.columns * 3 and widest > 1 and len(cells) <= 2:
            continue
        if _is_for_entries(table, row):
            continue
        named = sum(cell.column_span for cell in cells)
        known = len(cells) >= _FEWEST_HEADINGS and named + 1 >= table.columns
        texts = [folded(cell.text) for cell in cells]
        half = len(texts) // 2
        several = len(set(texts)) * 3 >= len(texts) * 2 or texts[:half] == texts[half:]
        return row if known and several and all(map(_is_heading, cells)) else None
    return None


def heading_again(table: Table, first: int, row: int) -> bool:
    """Whether a row says the heading again, as tables do on each page."""
    above, here = (_words(table, index) for index in (first, row))
    return above == here and any(above)


def by_content(table: Table, columns: Sequence[Column], rows: range) -> list[Column]:
    """The columns, those without a role in the one that their cells prove; as they were where that makes no rubric.

    A rubric has names of items, and points or rules. Roles that the headings gave stay.
    """
    if not _speaks_of_points(table):
        return list(columns)
    body = _Body(table, columns, rows)
    found = _decided(body, columns)
    scored = having(columns, "item") and having(columns, "points")
    return found if scored or _is_rubric(body, found) else list(columns)


def rubric_by_content(table: Table, columns: Sequence[Column], rows: range) -> list[Column] | None:
    """The columns likewise; ``None`` where they do not hold what only a rubric does."""
    body = _Body(table, columns, rows)
    found = _decided(body, columns)
    return found if _is_rubric(body, found) else None


class _Body:
    """The cells below a heading, rows of sums and of sections left out."""

    def __init__(self, table: Table, columns: Sequence[Column], rows: range) -> None:
        self.table = table
        self.rows = [row for row in rows if not is_sum(table, row) and not _is_for_entries(table, row)]
        self.whole = _declared(table, columns, rows)
        self._cells = {column.index: self._of(column.index) for column in columns}

    def _of(self, index: int) -> list[Cell]:
        return [cell for cell in body_cells(self.table, index, self.rows) if cell.column_span == 1]

    def cells(self, index: int) -> list[Cell]:
        """The cells with text of a column."""
        return self._cells[index]

    def is_text(self, index: int) -> bool:
        """Whether a column holds words, and neither numbers nor counters."""
        cells = self.cells(index)
        wordless = sum(read_amount(cell) is not None or _is_counter(cell) for cell in cells)
        return len(cells) > 1 and wordless == 0

    def is_numeric(self, index: int) -> bool:
        """Whether a column holds amounts, three at least, and nothing else."""
        cells = self.cells(index)
        return len(cells) >= _FEWEST_ROWS - 1 and all(read_amount(cell) is not None for cell in cells)

    def counts(self, index: int) -> bool:
        """Whether a column only numbers what stands right of it: 1, 2, 3; 一, 二; 1, 1.1, 1.2."""
        cells = self.cells(index)
        if not index:  # said again on each row of a group
            cells = [
                cell for at, cell in enumerate(cells) if at == 0 or folded(cell.text) != folded(cells[at - 1].text)
            ]
        texts = [folded(cell.text) for cell in cells]
        if len(set(texts)) < _FEWEST_ROWS - 1 or not all(_SERIAL.fullmatch(text) for text in texts):
            return False
        steps = [_steps(text) for text in texts]
        if steps[0] not in ((1,), (1, 1)) or not all(_follows(a, b) for a, b in pairwise(steps)):
            return False
        again = {cell.row for cell, step in zip(cells[1:], steps[1:], strict=True) if step == (1,)}
        return not again or any(again <= {cell.row for cell in self.cells(left)} for left in range(index))


def _decided(body: _Body, columns: Sequence[Column]) -> list[Column]:
    """The columns with all roles that their cells suggest."""
    found = _with_points(body, _with_rules(body, list(columns)))
    if not having(found, "points", "criteria") and not any(
        weighed(body.cells(c.index)[:_FEWEST_ROWS]) for c in columns
    ):
        return found
    found = _with_points_of_rules(body, _with_points_of_levels(body, _with_names(body, found)))
    return _with_numbers(body, found)


def _is_rubric(body: _Body, columns: Sequence[Column]) -> bool:
    """Whether there are names of items, and beside them rules, or points that make up a whole and are called so."""
    if not having(columns, "item"):
        return False
    if any(_states_rules(body.cells(column.index)) for column in having(columns, "criteria")):
        return True
    scored = any(_adds_up(body, c) and _called_points(body, c) for c in having(columns, "points"))
    return scored or _weighed_names(body, columns)


def _with_rules(body: _Body, columns: list[Column]) -> list[Column]:
    """The column whose texts say how points are earned or lost, most of all columns.

    A heading such as 创建标准 may stand over names of items: where no column of rules states any, an unknown one does.
    """
    named = having(columns, "criteria")
    if any(states_rules(body.cells(column.index)) for column in named):
        return columns
    found = [c for c in columns if c.role in _MAY_RULE and _states_rules(body.cells(c.index))]
    if not found:
        return columns
    for column in named:
        columns = with_role(columns, column.index, None)
    best = max(found, key=lambda column: (_stating(body.cells(column.index)), column.index))
    return with_role(columns, best.index, "criteria")


def _with_points(body: _Body, columns: list[Column]) -> list[Column]:
    """The columns of numbers that add up to the whole; beside rules also the only one."""
    if having(columns, "points"):
        return columns
    numeric = [c for c in columns if c.role is None and body.is_numeric(c.index) and not body.counts(c.index)]
    if not having(columns, "criteria"):
        said = [column for column in numeric if _called_points(body, column)]
        proven = [column for column in said if len(numeric) == 1 and _adds_up(body, column)]
    else:
        proven = [column for column in numeric if _adds_up(body, column)]
        proven = proven or (numeric if len(numeric) == 1 else [])
        proven = proven or _levels_of_points(body, numeric) or _greatest(body, numeric)
    for column in proven:
        columns = with_role(columns, column.index, "points")
    return columns


def _with_names(body: _Body, columns: list[Column]) -> list[Column]:
    """The levels of names, each finer than the one left of it; texts that only repeat its rows are left aside."""
    known = [column.index for column in having(columns, "item")]
    if known:
        return _with_further_names(body, columns, known)
    ends = having(columns, "criteria") or having(columns, "points")[-1:]
    limit = ends[0].index if ends else len(columns)
    levels: list[int] = []
    for column in columns:
        if column.role not in _MAY_NAME or column.index >= limit or not body.is_text(column.index):
            continue
        cells = body.cells(column.index)
        if not _are_names(cells) or (levels and not _is_level(body, columns, levels[-1], column.index)):
            continue
        levels.append(column.index)
    for index in levels:
        columns = with_role(columns, index, "item")
    return columns


def _is_level(body: _Body, columns: Sequence[Column], outer: int, index: int) -> bool:
    """Whether names are finer than those left of them; or just as many, and both have points behind them or in them."""
    if _finer(body.cells(outer), body.cells(index)):
        return True
    points = {column.index for column in having(columns, "points")}
    if points:
        return {outer + 1, index + 1} <= points
    return weighed(body.cells(outer)) and weighed(body.cells(index))


def _with_points_of_levels(body: _Body, columns: list[Column]) -> list[Column]:
    """Numbers right behind the names of a level that make up as much as the points known already.

    Behind the last names also those that are called points (总分), or that stand before the rules, where only outer
    levels have any.
    """
    ruled = [column.index for column in having(columns, "criteria")]
    known = having(columns, "points")
    sums = {_sum(body, column) for column in known}
    names = [column.index for column in having(columns, "item")]
    outer = bool(known) and bool(names) and all(column.index < names[-1] for column in known)
    for column in columns:
        if column.role is not None or column.index - 1 not in names or not body.is_numeric(column.index):
            continue
        called = without_units(folded(column.heading)).endswith("分") or any(column.index < at for at in ruled)
        called = called and outer and column.index - 1 == names[-1]
        if (called or _sum(body, column) in sums) and not body.counts(column.index):
            columns = with_role(columns, column.index, "points")
    return columns


def _with_points_of_rules(body: _Body, columns: list[Column]) -> list[Column]:
    """Numbers right behind rules in rows of their own, one for each, that about make up the points before them."""
    rules, points = having(columns, "criteria"), having(columns, "points")
    behind = rules[-1].index + 1 if rules else 0
    before = [column for column in points if column.index < behind]
    if not before or behind >= len(columns) or columns[behind].role is not None or not body.is_numeric(behind):
        return columns
    rows = {cell.row for cell in body.cells(behind)}
    whole, parts = _sum(body, before[-1]), _sum(body, columns[behind])
    each = rows == {cell.row for cell in body.cells(rules[-1].index)} and len(rows) > len(body.cells(before[-1].index))
    return with_role(columns, behind, "points") if each and abs(whole - parts) * 10 <= whole else columns


def _with_further_names(body: _Body, columns: list[Column], known: Sequence[int]) -> list[Column]:
    """Levels between those that are known; behind them names that carry their points, where nothing else holds any."""
    first, last = known[0], known[-1]
    sums = {_sum(body, column) for column in having(columns, "points")}
    weighs = not having(columns, "points")
    for column in columns:
        cells = body.cells(column.index)
        if column.role is not None or column.index < first or not body.is_text(column.index) or not _are_names(cells):
            continue
        outer = max((index for index in known if index < column.index), default=first)
        behind = next((c for c in columns if c.index == column.index + 1 and body.is_numeric(c.index)), None)
        levelled = any(c.index == outer + 1 for c in having(columns, "points"))
        if behind is not None and levelled and column.index > last and _sum(body, behind) in sums:
            columns, weighs = with_role(columns, column.index, "item"), False
        if not _finer(body.cells(outer), cells):
            continue
        between = column.index < last and _finer(cells, body.cells(min(i for i in known if i > column.index)))
        scored = _names_scored_rows(body, columns, column.index) or (weighs and weighed(cells))
        if between or (column.index > last and scored):
            columns = with_role(columns, column.index, "item")
            known = sorted((*known, column.index))
    return columns


def _with_numbers(body: _Body, columns: list[Column]) -> list[Column]:
    """Counters left of the names."""
    first = next((column.index for column in having(columns, "item")), 0)
    for column in columns:
        if column.role is None and column.index < first and body.counts(column.index):
            columns = with_role(columns, column.index, "number")
    return columns


def _weighed_names(body: _Body, columns: Sequence[Column]) -> bool:
    """Whether names carry their points, called such, and these make up the whole: 责任落实（40分）."""
    for column in having(columns, "item"):
        labels = [split_label(cell.text) for cell in body.cells(column.index)]
        points = [one.points for one in labels if one.points is not None and one.label.rstrip(")）]】").endswith("分")]
        if len(points) == len(labels) > 1 and sum(points, Decimal(0)) in body.whole:
            return True
    return False


def _names_scored_rows(body: _Body, columns: Sequence[Column], index: int) -> bool:
    """Whether every number of points right of some names has a name of its own."""
    points = [column.index for column in having(columns, "points") if column.index > index]
    rows = {cell.row for cell in body.cells(points[0])} if points else set()
    return bool(rows) and rows <= {cell.row for cell in body.cells(index)}


def _are_names(cells: Sequence[Cell]) -> bool:
    """Whether texts are short on the mean, and hardly one stands twice with others in between."""
    texts = [folded(cell.text) for cell in cells]
    once = [text for at, text in enumerate(texts) if at == 0 or text != texts[at - 1]]
    short = sum(map(len, texts)) <= _LONGEST_NAME * len(texts)
    return short and len(once) > 1 and len(set(once)) * 10 >= len(once) * 9


def _finer(outer: Sequence[Cell], inner: Sequence[Cell]) -> bool:
    """Whether names are more than those left of them, and begin anew wherever one of those does, or right below it."""
    begun = {cell.row for cell in inner}
    missing = sum(cell.row not in begun and cell.row + 1 not in begun for cell in outer)
    return distinct_labels(inner) > distinct_labels(outer) and missing * 4 <= len(outer)


def _states_rules(cells: Sequence[Cell]) -> bool:
    """Whether most texts say how points are earned or lost, and some that they could be."""
    if not cells or sum(len(folded(cell.text)) for cell in cells) < _SHORTEST_RULE * len(cells):
        return False
    return _stating(cells) * 2 >= len(cells) and states_rules(cells)


def _stating(cells: Iterable[Cell]) -> int:
    """How many texts state a rule: 每缺一项扣1分; or several scores at once: 评为优秀得5分，良好得3分."""
    count = 0
    for cell in cells:
        phrases = find_phrases(fold(cell.text)) if "分" in cell.text else ()
        scores = sum(phrase.kind in MENTIONS for phrase in phrases)
        count += scores > 1 or any(phrase.rule for phrase in phrases)
    return count


def _adds_up(body: _Body, column: Column) -> bool:
    """Whether the numbers of a column make up the whole, or what the groups left of it are worth."""
    return _sum(body, column) in body.whole or _sum(body, column, base=True) in body.whole or _fills(body, column)


def _sum(body: _Body, column: Column, base: bool = False) -> Decimal:
    """The sum of a column, of repeated cells too; ``base`` leaves out what is added to the whole or taken from it."""
    values = (read_amount(cell) for cell in body.cells(column.index) if not (base and _outside(body.table, cell)))
    return sum((value.points for value in values if value is not None), Decimal(0))


def _outside(table: Table, cell: Cell) -> bool:
    left = (table.at(cell.row, column) for column in range(cell.column))
    return any(one is not None and kind_of(one.text) != "base" for one in left)


def _fills(body: _Body, column: Column) -> bool:
    """Whether the rows of each group, two at least, add up to the points behind its name: 组织领导（20分）."""
    for index in range(column.index):
        groups = body.cells(index)
        if len(groups) < 2 or any(split_label(cell.text).points is None for cell in groups):
            continue
        labels = [split_label(cell.text) for cell in groups]
        limits = [cell.row for cell in groups[1:]] + [body.table.rows]
        sums = [
            sum(
                (a.points for c in body.cells(column.index) if g.row <= c.row < end and (a := read_amount(c))),
                Decimal(0),
            )
            for g, end in zip(groups, limits, strict=True)
        ]
        if all(total == label.points for total, label in zip(sums, labels, strict=True)):
            return True
    return False


def _called_points(body: _Body, column: Column) -> bool:
    """Whether its heading or its cells say that the numbers are points, and no cell that they are something else."""
    cells = body.cells(column.index)
    if any("%" in folded(cell.text) for cell in cells):
        return False
    if any(word in folded(column.heading) for word in vocabulary().columns.minutes):
        return False
    if _SAID_POINTS.search(folded(column.heading)) is not None:
        return True
    return all(_SAID_POINTS.search(folded(cell.text)) is not None for cell in cells)


def _levels_of_points(body: _Body, columns: Sequence[Column]) -> list[Column]:
    """Columns of numbers with one sum, each right behind the names of its level."""
    found = [column for column in columns if column.index and body.is_text(column.index - 1)]
    sums = {_sum(body, column) for column in found}
    return found if len(sums) == 1 and len(found) > 1 else []


def _greatest(body: _Body, columns: Sequence[Column]) -> list[Column]:
    """The one column of numbers that no other exceeds in any row."""
    for column in columns:
        others = [other for other in columns if other is not column]
        if all(_holds(body.table, column.index, other.index, body.rows) for other in others):
            return [column]
    return []


def _holds(table: Table, greater: int, lesser: int, rows: Iterable[int]) -> bool:
    pairs = []
    for row in rows:
        cells = table.at(row, greater), table.at(row, lesser)
        values = [read_amount(cell) if cell is not None else None for cell in cells]
        if values[1] is not None:
            pairs.append(values[0] is not None and values[0].points >= values[1].points)
    return bool(pairs) and all(pairs)


def _declared(table: Table, columns: Sequence[Column], rows: range) -> tuple[Decimal, ...]:
    """What the points of a table may make up: 100, 1000, and what its caption, title rows and headings declare."""
    above = [cell.text for cell in table.cells if cell.row < rows.start]
    said = [*above, table.caption.quote if table.caption else ""]
    found = [Decimal(match.group(1)) for text in said for match in _WHOLE.finditer(folded(text))]
    totals = vocabulary().rows.total
    for row in rows:
        cells = _own(table, row)
        if cells and folded(cells[0].text).strip(":") in totals:
            found += [amount.points for cell in cells[1:] if (amount := read_amount(cell)) is not None]
    return (*WHOLES, *found)


def _speaks_of_points(table: Table) -> bool:
    """Whether 分 stands anywhere in a table; without it nothing in it can be proved to be points."""
    return any("分" in cell.text for cell in table.cells) or (table.caption is not None and "分" in table.caption.quote)


def _own(table: Table, row: int) -> list[Cell]:
    """The cells with text that begin in a row."""
    return [cell for cell in table.row_cells(row) if cell.row == row and not is_blank(cell.text)]


def _is_for_entries(table: Table, row: int) -> bool:
    """Whether a row holds nothing but what is to be filled in, twice at least: 考核人： | 日期：."""
    cells = _own(table, row)
    return len(cells) > 1 and all(_FIELD.fullmatch(folded(cell.text)) for cell in cells)


def _is_heading(cell: Cell) -> bool:
    """Whether a cell may be a heading: short, no number, no sentence."""
    text = folded(cell.text)
    bare = without_brackets(text)
    return 0 < len(bare) <= _LONGEST_HEADING and _SENTENCE.search(bare) is None and not _is_counter(cell)


def _is_counter(cell: Cell) -> bool:
    text = folded(cell.text)
    return len(text) <= _LONGEST_COUNTER and _SERIAL.fullmatch(text) is not None


def _steps(text: str) -> tuple[int, ...]:
    """1.2 as numbers; 十二 as one. What is no number counts as none."""
    return tuple(int(parse(part) or 0) for part in text.strip("()[].、").split("."))


def _follows(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether a counter may follow another one: the next one, the first of a part, or the next of an outer level."""
    if len(after) > len(before):
        return after == (*before, 1)
    same = before[: len(after)]
    return after == (*same[:-1], same[-1] + 1) or after == (1,)


def _words(table: Table, row: int) -> list[str]:
    return [folded(cell.text) for cell in table.row_cells(row) if cell.row == row]
