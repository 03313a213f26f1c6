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

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.cut_rows import NUMERIC, SAME_PLACE, Draft, is_cut, label_goes_on, pairs_of
from extract.text import folded
from extract.wrapping import ORDINAL, SCORE_LINE, SENTENCE_END, glue
from models import Block, Cell, Table, Where

__all__ = ["NUMERIC", "Area", "stitch"]

SLACK = 8.0
"""Points that a row may be higher than the room it would have had."""
KEPT = 0.5
"""Share of the page that may stay free before a part that repeats the header: rows that are kept together need it."""
MOST_HEADER_ROWS = 5


@dataclass(frozen=True, slots=True)
class Area:
    """The text area of a page: its upper and lower edge in points from the top."""

    top: float
    bottom: float


def stitch(blocks: Sequence[Block], areas: Mapping[int, Area], open_below: Collection[Where] = ()) -> list[Block]:
    """The same blocks, tables that go on over page breaks in one piece.

    ``areas`` gives the text area of each page. ``open_below`` names the tables, by their places, whose last row has no
    border below: browsers leave a row open that goes on; where any is named, other rows are less likely cut. Tables are
    only joined where they follow each other in ``blocks``, the second on the page after the first, so page numbers and
    running heads must be gone before.
    """
    found: list[Block] = []
    grown: dict[int, _Growing] = {}
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
            grown[len(found) - 1] = growing
        else:
            growing = _Growing(part)
            found.append(block)
        before = block.where
    for index, whole in grown.items():
        found[index] = whole.table()
    return found


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
    _drafts: list[Draft] | None = None

    def __post_init__(self) -> None:
        table = self.table
        self.rows, self.page = table.rows, table.where.page
        if table.where.bbox is not None:
            x0, self.top, x1, self.bottom = table.where.bbox
            self.left, self.width = x0, x1 - x0

    @property
    def drafts(self) -> list[Draft]:
        """The cells, as drafts of those of the whole table; made when they are first asked for."""
        if self._drafts is None:
            self._drafts = [self._draft(cell) for cell in self.table.cells]
        return self._drafts

    def _draft(self, cell: Cell) -> Draft:
        box = cell.where.bbox
        x0, x1 = (box[0], box[2]) if box else (float(10 * cell.column), float(10 * (cell.column + cell.column_span)))
        return Draft(x0 - self.left, x1 - self.left, cell.row, cell.row_span, cell, cell.text, cell.lines, cell.tables)

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

    @property
    def drafts(self) -> list[Draft]:
        """Those of the first part, to which the others are added."""
        return self.first.drafts

    def add(self, part: _Part, is_open: bool | None) -> None:
        """Appends the next part; its rows follow the last one, or finish it.

        ``is_open`` says whether the last row has no border below, where that tells anything.
        """
        header = self.repeated_rows(part)
        ends = [d for d in self.drafts if d.end == self.rows]
        begins = [d for d in part.drafts if d.row == header]
        known = self.drafts + [d for d in part.drafts if d.row > header]
        cut = bool(begins) and is_cut(ends, begins, known, is_open)
        offset = self.rows - header - (1 if cut else 0)
        pairs = pairs_of(ends, begins)
        goes_on = {id(b): a for a, b in pairs if cut or label_goes_on(a, b, pairs, known)}
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
        return self.first.table.altered(rows=self.rows, columns=len(lefts), cells=tuple(_without_overlaps(cells)))

    @staticmethod
    def _cell(draft: Draft, edges: Sequence[float]) -> Cell:
        column = min(range(len(edges) - 1), key=lambda i: abs(edges[i] - draft.x0))
        end = max(min(range(1, len(edges)), key=lambda i: abs(edges[i] - draft.x1)), column + 1)
        return draft.cell.altered(
            row=draft.row, row_span=draft.row_span, column=column, column_span=end - column,
            text=draft.text, lines=draft.lines, tables=draft.tables, where=_where(draft),
        )  # fmt: skip


def _where(draft: Draft) -> Where:
    """The place of the part of a cell that has the text."""
    where = draft.cell.where
    if draft.lines and draft.lines[0].page != where.page:
        return Where(page=draft.lines[0].page, bbox=draft.lines[0].bbox)
    return where


def _order(drafts: Iterable[Draft]) -> list[Draft]:
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
            kept.append(cell.altered(row_span=1, column_span=1))
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


def _append(upper: Draft, lower: Draft, end: int) -> None:
    """Lets a cell go on with the part of it that stands on the next page."""
    between = _glue(upper.text, lower.text)
    start = len(upper.text) + len(between)
    upper.text += between + lower.text
    moved = tuple(line.altered(start=line.start + start, end=line.end + start) for line in lower.lines)
    upper.lines += moved
    upper.tables += lower.tables
    upper.row_span = max(end, upper.end) - upper.row


def _glue(one: str, two: str) -> str:
    """What stood between the parts of a text that a page break cut; a new number begins a new line, a score too."""
    if one and SENTENCE_END.search(one) and ORDINAL.match(two):
        return "\n"
    if one and two and SCORE_LINE.match(one.rpartition("\n")[2]) and SCORE_LINE.match(two.partition("\n")[0]):
        return "\n"
    return glue(one, two)
