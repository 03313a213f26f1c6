"""Joining the parts of tables that page breaks cut apart.

A table at the end of a page and one at the beginning of the next are parts of one table where nothing stands between
them, their borders stand at the same places, and what comes next had no room on the first page. Then

- header rows that the second part repeats go away;
- a row that was cut is put together: the rest of a cut row has nothing in the cells that were finished before;
- a merged cell that goes on is one cell, with the text of whichever part has it.

Word, LibreOffice and browsers agree in this: they print the text of a cell once, from its beginning, and draw the
cells that are finished, or merged from above, as empty boxes on the next page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extract.text import folded
from extract.wrapping import ORDINAL, SENTENCE_END, glue
from models import Block, Cell, Line, Table, Where

SAME_PLACE = 3.0
"""Points within which borders on two pages are at the same place."""
SLACK = 8.0
"""Points that a row may be higher than the room it would have had."""
KEPT = 0.5
"""Share of the page that may stay free before a part that repeats the header: rows that are kept together need it."""
MOST_HEADER_ROWS = 5
NARROW = 7.0
"""Ems up to which a cell is so narrow that whole labels fill its lines."""
PADDING = 12.0
"""Points that both margins of a cell may take together."""

NUMERIC = re.compile(r"[≥≤><=约+-]*\d+(?:\.\d+)?(?:%|分|元|万元|人|次|个|件)?|[/-]|\d+(?:\.\d+)?[~-]\d+(?:\.\d+)?%?")
CODE = re.compile(r"[A-Za-z]{1,2}\d+(?![\d.%])")
UNFINISHED = (",", "、")
"""What a folded text never ends with."""
HANGING = re.compile(r"[，。、；：？！）》〉」』】〕”’,.;:?!)\]}]|[(（\[【〔][^()（）]*[)）\]】〕]\Z")
"""What cannot stand alone: closing punctuation, or nothing but a bracket — the points of a label."""


@dataclass(frozen=True, slots=True)
class Area:
    """The text area of a page: its upper and lower edge in points from the top."""

    top: float
    bottom: float


def stitch(blocks: Sequence[Block], areas: Mapping[int, Area], open_below: Collection[Where] = ()) -> list[Block]:
    """The same blocks, tables that go on over page breaks in one piece.

    ``areas`` gives the text area of each page. ``open_below`` names the tables, by their places,
    whose last row has no border below: browsers leave a row open that goes on. Where any is named, other rows are
    less likely cut. Tables are only joined where they follow each other in ``blocks``, the
    second on the page after the first, so page numbers and running heads must be gone before.
    """
    found: list[Block] = []
    growing: _Growing | None = None
    before = Where()
    for block in blocks:
        if not isinstance(block, Table):
            growing = None
            found.append(block)
            continue
        part = _Part(block)
        if growing is not None and _goes_on(growing, part, areas):
            growing.add(part, is_open=before in open_below if open_below else None)
            found[-1] = growing.table()
        else:
            growing = _Growing(part)
            found.append(block)
        before = block.where
    return found


@dataclass(slots=True)
class _Draft:
    """A cell while its table grows: edges in points from the left border of its part."""

    x0: float
    x1: float
    row: int
    row_span: int
    cell: Cell
    text: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]

    @property
    def end(self) -> int:
        return self.row + self.row_span

    def beside(self, other: _Draft) -> bool:
        """Whether both lie between the same borders."""
        return abs(self.x0 - other.x0) <= SAME_PLACE and abs(self.x1 - other.x1) <= SAME_PLACE

    def key(self) -> tuple[int, int, str]:
        return (self.row, self.row_span, folded(self.text))


@dataclass(slots=True)
class _Part:
    """The part of a table on one page."""

    table: Table
    rows: int = 0
    page: int | None = None
    left: float = 0.0
    width: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    drafts: list[_Draft] = field(default_factory=list)

    def __post_init__(self) -> None:
        table = self.table
        self.rows, self.page = table.rows, table.where.page
        if table.where.bbox is not None:
            x0, self.top, x1, self.bottom = table.where.bbox
            self.left, self.width = x0, x1 - x0
        self.drafts = [self._draft(cell) for cell in table.cells]

    def _draft(self, cell: Cell) -> _Draft:
        box = cell.where.bbox
        x0, x1 = (box[0], box[2]) if box else (float(10 * cell.column), float(10 * (cell.column + cell.column_span)))
        return _Draft(x0 - self.left, x1 - self.left, cell.row, cell.row_span, cell, cell.text, cell.lines, cell.tables)

    def borders(self) -> list[float]:
        """The inner borders between columns."""
        edges = {round(x, 1) for d in self.drafts for x in (d.x0, d.x1)}
        return [x for x in sorted(edges) if SAME_PLACE < x < self.width - SAME_PLACE]

    def height(self, row: int) -> float:
        """Height in points of what begins with a row and may be kept on one page with it."""
        heights = [
            d.cell.where.bbox[3] - d.cell.where.bbox[1]
            for d in self.drafts
            if d.row == row and d.cell.where.bbox is not None
        ]
        return max(heights, default=0.0)


class _Growing:
    """A table to which parts are added."""

    def __init__(self, part: _Part) -> None:
        self.first = part
        self.last = part
        self.rows = part.rows
        self.drafts = part.drafts

    def add(self, part: _Part, is_open: bool | None) -> None:
        """Appends the next part; its rows follow the last one, or finish it.

        ``is_open`` says whether the last row has no border below, where that tells anything.
        """
        header = self.repeated_rows(part)
        ends = [d for d in self.drafts if d.end == self.rows]
        begins = [d for d in part.drafts if d.row == header]
        known = self.drafts + [d for d in part.drafts if d.row > header]
        cut = bool(begins) and _is_cut(ends, begins, known, is_open)
        offset = self.rows - header - (1 if cut else 0)
        pairs = _pairs(ends, begins)
        goes_on = {id(b): a for a, b in pairs if cut or _label_goes_on(a, b, pairs, known)}
        for draft in part.drafts:
            if draft.row < header:
                continue
            upper = goes_on.get(id(draft))
            if upper is not None:
                _append(upper, draft, draft.row + draft.row_span + offset)
            else:
                draft.row += offset
                self.drafts.append(draft)
        self.rows = max(d.end for d in self.drafts)
        self.last = part

    def repeated_rows(self, part: _Part) -> int:
        """How many rows at the top of a part repeat those of the first part."""
        count = 0
        for rows in range(1, min(MOST_HEADER_ROWS, self.first.rows, part.rows - 1) + 1):
            mine = [d for d in self.drafts if d.row < rows]
            theirs = [d for d in part.drafts if d.row < rows]
            if len(mine) != len(theirs) or not any(d.text for d in mine):
                break
            if any(a.key() != b.key() or not a.beside(b) for a, b in zip(_order(mine), _order(theirs), strict=True)):
                break
            if all(d.end <= rows for d in mine):
                count = rows
        return count

    def table(self) -> Table:
        """The table so far, on the grid of all borders of its parts."""
        lefts = _clusters(d.x0 for d in self.drafts)
        width = max(d.x1 for d in self.drafts)
        edges = [*lefts, width]
        cells = [self._cell(draft, edges) for draft in _order(self.drafts)]
        return self.first.table.model_copy(
            update={"rows": self.rows, "columns": len(lefts), "cells": tuple(_without_overlaps(cells))}
        )

    @staticmethod
    def _cell(draft: _Draft, edges: Sequence[float]) -> Cell:
        column = min(range(len(edges) - 1), key=lambda i: abs(edges[i] - draft.x0))
        end = max(min(range(1, len(edges)), key=lambda i: abs(edges[i] - draft.x1)), column + 1)
        return draft.cell.model_copy(
            update={
                "row": draft.row, "row_span": draft.row_span, "column": column, "column_span": end - column,
                "text": draft.text, "lines": draft.lines, "tables": draft.tables, "where": _where(draft),
            }
        )  # fmt: skip


def _where(draft: _Draft) -> Where:
    """The place of the part of a cell that has the text."""
    where = draft.cell.where
    if draft.lines and draft.lines[0].page != where.page:
        return Where(page=draft.lines[0].page, bbox=draft.lines[0].bbox)
    return where


def _order(drafts: Iterable[_Draft]) -> list[_Draft]:
    return sorted(drafts, key=lambda d: (d.row, d.x0))


def _clusters(values: Iterable[float]) -> list[float]:
    """Values in order, those at the same place once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SAME_PLACE:
            found.append(value)
    return found


def _without_overlaps(cells: Sequence[Cell]) -> list[Cell]:
    """Cells that cover each position once; where parts disagree, the cell that begins first keeps it."""
    taken: set[tuple[int, int]] = set()
    kept: list[Cell] = []
    for cell in cells:
        places = {
            (row, column)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }
        if places & taken:
            free = {p for p in places - taken if p[0] == cell.row}
            if (cell.row, cell.column) not in free:
                continue
            places = {(cell.row, cell.column)}
            kept.append(cell.model_copy(update={"row_span": 1, "column_span": 1}))
        else:
            kept.append(cell)
        taken |= places
    return kept


def _goes_on(growing: _Growing, part: _Part, areas: Mapping[int, Area]) -> bool:
    """Whether a part belongs to the table before it."""
    last = growing.last
    if last.page is None or part.page != last.page + 1:
        return False
    if not _same_columns(last, part) and not _same_columns(growing.first, part):
        return False
    header = growing.repeated_rows(part)
    area = areas.get(last.page)
    if area is not None:
        needed = max(part.height(header), (area.bottom - area.top) * KEPT if header else 0.0)
        if area.bottom - last.bottom > needed + SLACK:
            return False
    return bool(header) or not _has_own_header(growing, part)


def _same_columns(one: _Part, two: _Part) -> bool:
    """Whether the outer borders agree, and the inner ones as far as the part with fewer of them shows them."""
    if abs(one.width - two.width) > 2 * SAME_PLACE:
        return False
    fewer, more = sorted((one.borders(), two.borders()), key=len)
    shared = sum(any(abs(x - y) <= SAME_PLACE for y in more) for x in fewer)
    return 2 * shared >= len(fewer)


def _has_own_header(growing: _Growing, part: _Part) -> bool:
    """Whether the first row of a part interrupts a column of numbers with a word, and numbers follow it."""
    for draft in part.drafts:
        if draft.row != 0 or not draft.text or NUMERIC.fullmatch(folded(draft.text)) or len(draft.text) > 12:
            continue
        above = [d for d in growing.drafts if d.row > 0 and d.beside(draft) and d.text]
        below = [d for d in part.drafts if d.row > 0 and d.beside(draft) and d.text]
        if len(above) > 1 and below and all(NUMERIC.fullmatch(folded(d.text)) for d in above + below):
            return True
    return False


def _pairs(ends: Sequence[_Draft], begins: Sequence[_Draft]) -> list[tuple[_Draft, _Draft]]:
    """Cells at the end of a part with the cells below them on the next page, from left to right."""
    return [(a, b) for b in sorted(begins, key=lambda d: d.x0) for a in ends if a.beside(b)]


def _is_cut(
    ends: Sequence[_Draft], begins: Sequence[_Draft], all_drafts: Sequence[_Draft], is_open: bool | None
) -> bool:
    """Whether the first row of a part is the rest of the last row before it: evidence for and against is weighed."""
    pairs = _pairs(ends, begins)
    if len(pairs) < len(begins):
        return False
    if pairs and not is_open and all(a.text and ORDINAL.match(b.text) for a, b in pairs):
        return False
    highest = max((len(a.lines) for a, _ in pairs if a.row_span == 1), default=0)
    weight = {True: 6, False: -1, None: 0}[is_open]
    if len(pairs) > 1 and all(a.text and b.text for a, b in pairs):
        weight -= 3  # some cell of a cut row is nearly always finished before the others
    for a, b in pairs:
        if _are_values(a, b):
            return False
        if b.text and a.text:
            weight += _text_goes_on(a, b, highest)
        elif b.text:
            weight -= 2 if a.row_span == 1 else 0
        elif a.text and a.row_span == 1 and b.row_span == 1:
            weight += 2 if _is_filled(a, all_drafts) else 1
    return weight > 0


def _are_values(a: _Draft, b: _Draft) -> bool:
    """Whether two cells hold a number each, or a code each: no text goes on so."""
    one, two = folded(a.text), folded(b.text)
    return bool((NUMERIC.fullmatch(one) and NUMERIC.fullmatch(two)) or (CODE.match(one) and CODE.match(two)))


def _text_goes_on(a: _Draft, b: _Draft, highest: int) -> int:
    """Whether the text of one cell goes on in the other: positive for yes, negative for no.

    ``highest`` is the number of lines of the highest cell beside the first one.
    """
    one, two = folded(a.text), folded(b.text)
    if one == two:
        return -3
    if _opens(one) or one.endswith(UNFINISHED) or HANGING.match(b.text):
        return 3
    if SENTENCE_END.search(one):
        return 0
    if len(a.lines) == 1 and highest > 2:
        return -3  # one line of a label, with room for more below it: it is whole
    if _last_line_is_full(a):
        return 3 if len(a.lines) > 1 else 1
    return -1 if len(two) > 12 or ORDINAL.match(two) else -2


def _opens(text: str) -> bool:
    """Whether a bracket is open at the end of a folded text."""
    return any(text.count(a) > text.count(b) for a, b in ("()", "[]", "《》"))


def _last_line_is_full(draft: _Draft) -> bool:
    """Whether the last line leaves no room for another two characters, in a cell wide enough for this to tell."""
    box = draft.cell.where.bbox
    if not draft.lines or box is None:
        return False
    line = draft.lines[-1]
    em, width = line.bbox[3] - line.bbox[1], box[2] - box[0]
    return width > NARROW * em and width - (line.bbox[2] - line.bbox[0]) <= PADDING + 2.2 * em


def _is_filled(draft: _Draft, all_drafts: Sequence[_Draft]) -> bool:
    """Whether cells between the same borders are rarely empty."""
    column = [d for d in all_drafts if d.beside(draft)]
    return sum(bool(d.text) for d in column) >= 0.8 * len(column)


def _label_goes_on(a: _Draft, b: _Draft, pairs: Sequence[tuple[_Draft, _Draft]], all_drafts: Sequence[_Draft]) -> bool:
    """Whether a cell above a row that begins is merged over the page break with the cell below it."""
    if b.text:
        if not a.text:
            return a.row_span > 1
        return _opens(folded(a.text)) or HANGING.match(b.text) is not None
    if b.row_span > 1:
        return True
    left = [other for _, other in pairs if other.x0 < b.x0 - SAME_PLACE]
    leads = not any(other.text and not HANGING.match(other.text) for other in left)
    return bool(a.text) and (a.row_span > 1 or leads) and _is_filled(a, all_drafts)


def _append(upper: _Draft, lower: _Draft, end: int) -> None:
    """Lets a cell go on with the part of it that stands on the next page."""
    between = _glue(upper.text, lower.text)
    start = len(upper.text) + len(between)
    upper.text += between + lower.text
    moved = tuple(
        line.model_copy(update={"start": line.start + start, "end": line.end + start}) for line in lower.lines
    )
    upper.lines += moved
    upper.tables += lower.tables
    upper.row_span = max(end, upper.end) - upper.row


def _glue(one: str, two: str) -> str:
    """What stood between the parts of a text that a page break cut; a new number begins a new line."""
    if one and SENTENCE_END.search(one) and ORDINAL.match(two):
        return "\n"
    return glue(one, two)
