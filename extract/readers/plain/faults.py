"""What goes wrong with the rows of a table when its text is taken out of a page, and what of it can be put right.

Some programs make a row of every printed line. Others lose merged cells, and what stood right of them moves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extract.columns import role_of
from extract.readers.tabular import Slot, make_table
from extract.stitch import NUMERIC
from extract.text import folded
from extract.wrapping import SENTENCE_END, glue
from models import Table

_SHORTEST_LINE = 15
_FULL = 0.85
"""Share of the usual length from which a line has no room for more."""
_WORDS = re.compile(r"[^\d]*[\u4e00-\u9fff]{2}|[A-Za-z]\d+\s*[\u4e00-\u9fff]{2}")
_DIGIT = re.compile(r"\d")


def is_cut_by_lines(table: Table) -> bool:
    """Whether rows are printed lines: in the column of the longest texts, lines of one length go on in the next row."""
    rows = _texts(table)
    column = _longest(rows)
    cut = _cut_lengths(rows, column)
    alike = [length for length in cut if abs(length - median(cut)) <= 0.15 * median(cut)]
    return len(cut) >= 3 and len(cut) * 5 >= len(rows) and len(alike) * 3 >= len(cut) * 2


def lines_joined(table: Table, name: str) -> Table:
    """A table whose rows are printed lines with the lines of each paragraph in one row.

    Which paragraphs belong to one item no line tells. Raises ``UnreadableFile`` as ``make_table`` does.
    """
    head = max((c.row + c.row_span for c in table.cells if c.row == 0), default=0)
    if any(cell.row >= head and cell.row_span > 1 for cell in table.cells):
        return table
    rows = _texts(table)
    column = _longest(rows)
    full = _FULL * median(_cut_lengths(rows, column))
    slots = [Slot(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells if c.row < head]
    kept: list[list[str]] = []
    open_below = False
    for row in rows[head:]:
        line = row[column]
        if open_below and line:
            kept[-1] = [_both(a, b) for a, b in zip(kept[-1], row, strict=True)]
        else:
            kept.append(row)
        open_below = len(line) >= full and not SENTENCE_END.search(line)
    slots += [Slot(head + r, c, 1, 1, text) for r, row in enumerate(kept) for c, text in enumerate(row)]
    return make_table(slots, table.where, name, table.header_rows)


def is_displaced(table: Table) -> bool:
    """Whether a row has slipped sideways: words where points belong, and a bare number where an item is named."""
    rows = _texts(table)
    roles = [role_of(text) if text else None for text in rows[0]]
    points = [column for column, role in enumerate(roles) if role in ("points", "claimed")]
    items = [column for column, role in enumerate(roles) if role == "item"]
    return any(
        any(_WORDS.match(row[column]) for column in points) and any(_is_number(row[column]) for column in items)
        for row in rows[1:]
    )


def _texts(table: Table) -> list[list[str]]:
    return [[(cell.text if (cell := table.at(r, c)) else "") for c in range(table.columns)] for r in range(table.rows)]


def _longest(rows: Sequence[Sequence[str]]) -> int:
    """The column of the longest texts."""
    return max(range(len(rows[0])), key=lambda c: sum(len(row[c]) for row in rows))


def _cut_lengths(rows: Sequence[Sequence[str]], column: int) -> list[int]:
    """The lengths of the texts that go on in the row below them."""
    return [
        len(row[column])
        for row, following in pairwise(rows[1:])
        if len(row[column]) >= _SHORTEST_LINE
        and not SENTENCE_END.search(row[column])
        and following[column]
        and 2 * sum(map(bool, following)) <= len(following)
    ]


def _both(one: str, two: str) -> str:
    """The texts of two printed lines of one cell; a running number is there once."""
    return one if one and _is_number(one) else one + glue(one, two) + two


def _is_number(text: str) -> bool:
    plain = folded(text)
    return bool(NUMERIC.fullmatch(plain) and _DIGIT.search(plain))
