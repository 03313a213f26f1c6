"""Pieces of tables in a text, joined where they are one table that page breaks cut.

Texts of printed documents repeat the header where a page began. What stands in such pieces is put together by the same
rules as for printed pages: cut rows become whole, repeated headers go away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.readers.tabular import Slot, make_table
from extract.stitch import NUMERIC, stitch
from extract.text import folded
from extract.wrapping import ORDINAL, SENTENCE_END, glue
from models import Table, Where

Row = list[str]

_LONGEST_HEADING = 15
_WORD = re.compile(r"[\u4e00-\u9fff]")


@dataclass(slots=True)
class Piece:
    """Rows of cells that follow each other in the text."""

    rows: list[Row]
    header_rows: int = 0
    """Rows above a rule, where there is one."""

    @property
    def columns(self) -> int:
        """Columns, those at the right not counted in which nothing stands."""
        return max((index + 1 for row in self.rows for index, cell in enumerate(row) if cell), default=0)


def join_pieces(parts: Iterable[str | Piece], name: str) -> Iterator[str | Table]:
    """Lines as they are, tables for the pieces; pieces with nothing between them may become one table.

    Raises ``UnreadableFile`` for the file ``name`` where a table is larger than any document's.
    """
    waiting: list[Piece] = []
    blank: list[str] = []
    for part in parts:
        if isinstance(part, str):
            if part.strip():
                yield from _tables(waiting, name)
                yield from blank
                waiting, blank = [], []
                yield part
            elif waiting:
                blank.append(part)
            else:
                yield part
            continue
        if waiting and not _goes_on(waiting, part):
            yield from _tables(waiting, name)
            waiting = []
        waiting.append(part)
        blank = []
    yield from _tables(waiting, name)
    yield from blank


def _goes_on(waiting: list[Piece], piece: Piece) -> bool:
    """Whether a piece belongs to the table of those before it."""
    first = waiting[0]
    if _same_header(first, piece):
        return True
    if first.columns != piece.columns or first.columns < 2:
        return False
    headless = any(NUMERIC.fullmatch(folded(cell)) for cell in piece.rows[0]) or not piece.rows[0][0]
    return headless and all(_WORD.search(cell) for cell in first.rows[0] if cell)


def _same_header(first: Piece, piece: Piece) -> bool:
    one, other = ([folded(cell) for cell in p.rows[0]] for p in (first, piece))
    while one and not one[-1]:
        one.pop()
    while other and not other[-1]:
        other.pop()
    return one == other and len(set(one)) > 1


def _tables(pieces: list[Piece], name: str) -> Iterator[Table]:
    """The table of some pieces; stitching sees each piece as the part of the table on one page."""
    pieces = [p for p in pieces if len(p.rows) > 1] or pieces[:1]
    columns = max((piece.columns for piece in pieces), default=0)
    if not columns:
        return
    pieces = _cut_rows_joined(pieces, columns)
    tables = [_table(piece, page, columns, name) for page, piece in enumerate(pieces, start=1)]
    for table in stitch(tables, {}):
        if isinstance(table, Table):
            yield table.model_copy(update={"where": Where(), "header_rows": pieces[0].header_rows})


def _cut_rows_joined(pieces: list[Piece], columns: int) -> list[Piece]:
    """The pieces, the rest of a cut row at the head of each given back to the row it was cut from.

    Lines do not say here how full a cell was. But a column of numbers that is never left blank tells where rows begin.
    """
    kept = [Piece([[*row, *[""] * (columns - len(row))] for row in p.rows], p.header_rows) for p in pieces]
    repeated = sum(_same_header(kept[0], piece) for piece in kept[1:])
    body = [row for index, piece in enumerate(kept) for row in piece.rows[int(index == 0 or repeated > 0) :]]
    numbers = [c for c in range(columns) if _is_filled_with_numbers([row[c] for row in body])]
    found = kept[:1]
    for piece in kept[1:]:
        start = int(_same_header(kept[0], piece))
        last = found[-1].rows[-1]
        if numbers and len(piece.rows) > start and _is_rest(last, piece.rows[start], numbers):
            rest = piece.rows.pop(start)
            found[-1].rows[-1] = [a + _between(a, b) + b for a, b in zip(last, rest, strict=True)]
        if len(piece.rows) > start:
            found.append(piece)
    return found


def _is_filled_with_numbers(cells: list[str]) -> bool:
    plain = [folded(cell) for cell in cells]
    filled = [cell for cell in plain if cell]
    return len(filled) > 2 and 5 * len(filled) >= 3 * len(plain) and all(NUMERIC.fullmatch(cell) for cell in filled)


def _is_rest(last: Row, row: Row, numbers: list[int]) -> bool:
    """Whether a row goes on with the cells of the one before it: no number of its own, text where that has some."""
    filled = [index for index, cell in enumerate(row) if cell]
    if any(row[c] for c in numbers) or not all(last[c] for c in (*numbers, *filled)):
        return False
    return len(filled) > 1 or (bool(filled) and filled[0] > numbers[0])


def _between(one: str, two: str) -> str:
    if one and two and SENTENCE_END.search(one) and ORDINAL.match(two):
        return "\n"
    return glue(one, two)


def _table(piece: Piece, page: int, columns: int, name: str) -> Table:
    rows = [[*row, *[""] * (columns - len(row))][:columns] for row in piece.rows]
    slots = _header(rows)
    begin = 2 if slots else 0
    slots += [Slot(r, c, 1, 1, text) for r, row in enumerate(rows[begin:], start=begin) for c, text in enumerate(row)]
    return make_table(slots, Where(page=page), name)


def _header(rows: Sequence[Row]) -> list[Slot]:
    """The cells of a header of two rows, merged as they were; none where a header is a single row.

    Text knows no merged cells. But headings that have blanks beside them, each above a word of the second row, and
    words of the second row under nothing else, say what was merged.
    """
    if len(rows) < 3 or not rows[0][0]:
        return []
    upper, lower = rows[0], rows[1]
    starts = [c for c, text in enumerate(upper) if text]
    slots: list[Slot] = []
    for start, end in zip(starts, [*starts[1:], len(upper)], strict=True):
        below = lower[start:end]
        if end - start == 1 and not below[0]:
            slots.append(Slot(0, start, 2, 1, upper[start]))
            continue
        if end - start == 1 or not all(0 < len(text) <= _LONGEST_HEADING and _WORD.search(text) for text in below):
            return []
        slots.append(Slot(0, start, 1, end - start, upper[start]))
        slots += [Slot(1, start + index, 1, 1, text) for index, text in enumerate(below)]
    return slots if len(starts) < len(upper) else []
