"""Where the words that a finding is about stand in the document that it is shown on.

A place is believed only if its words are there: evidence may speak of a rubric, which is another file, and a label may
be tidied so that its characters are not counted from the same end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from models import Block, Box, Cell, Document, Evidence, Finding, Line, Paragraph, Table, Where

Place = tuple[int, tuple[tuple[int, int, int], ...], int | None, int | None]
"""A paragraph or a cell: its block, the path to its table, row and column; as in ``Where``."""


_TELLING = 2
"""Characters; a single one is a part of too many quotes."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Words of a document."""

    holder: Paragraph | Cell
    """The paragraph or cell that holds them."""
    start: int
    end: int

    @property
    def place(self) -> Place:
        """The place of the holder."""
        where = self.holder.where
        return (where.block or 0, where.nested, where.row, where.column)

    def boxes(self) -> tuple[tuple[int, Box], ...]:
        """The boxes of the words, one for each printed line, with their page; empty where lines are not known."""
        found: list[tuple[int, Box]] = []
        for line in self.holder.lines:
            start, end = max(self.start, line.start), min(self.end, line.end)
            if start < end:
                x0, top, x1, bottom = line.bbox
                left, right = self._share(line, start), self._share(line, end)
                box = (x0 + (x1 - x0) * left, top, x0 + (x1 - x0) * right, bottom)
                found.append((line.page, box))
        return tuple(found)

    def _share(self, line: Line, at: int) -> float:
        """How far into a printed line a character begins, from 0 to 1; full-width ones are twice as wide."""
        widths = [2 if east_asian_width(c) in "WF" else 1 for c in self.holder.text[line.start : line.end]]
        return sum(widths[: at - line.start]) / max(sum(widths), 1)


def primary(document: Document, finding: Finding) -> Spot | None:
    """The first words of the evidence that stand in the document; ``None`` where none do."""
    return next(spots(document, finding), None)


def spots(document: Document, finding: Finding) -> Iterator[Spot]:
    """The words of the evidence that stand in the document, in its order."""
    for evidence in finding.evidence:
        spot = find(document, evidence)
        if spot is not None:
            yield spot


def find(document: Document, evidence: Evidence) -> Spot | None:
    """The words of a quote at its place; ``None`` where they do not stand there."""
    where = evidence.where
    if where.block is None or not 0 <= where.block < len(document.blocks):
        return None
    block = document.blocks[where.block]
    caption = block.caption if isinstance(block, Table) and where.row is None else None
    if caption is not None and caption.quote == evidence.quote and caption.where.block not in {None, where.block}:
        return find(document, caption)
    holders = list(_holders(block, where))
    for way in (_in_span, _searched, _contained):
        for holder in holders:
            spot = way(holder, where, evidence.quote)
            if spot is not None:
                return spot
    return None


def beside(document: Document, spot: Spot) -> Spot | None:
    """The nearest words in the row of an empty cell, those before it first; ``None`` where its row has none."""
    where = spot.holder.where
    cells = _row(document, where)
    before = [cell for cell in reversed(cells) if cell.column < (where.column or 0)]
    after = [cell for cell in cells if cell.column > (where.column or 0)]
    found = next((cell for cell in (*before, *after) if cell.text), None)
    return Spot(found, 0, len(found.text)) if found is not None else None


def title_of(document: Document, title: str | None) -> Spot | None:
    """The paragraph that is the title, or else the first text of the document; ``None`` where there is no text."""
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    wanted = _Bare(title or "").text
    for paragraph in paragraphs if wanted else ():
        bare = _Bare(paragraph.text).text
        if bare and (bare in wanted or wanted in bare):
            return Spot(paragraph, 0, len(paragraph.text))
    holders = [holder for block in document.blocks for holder in _holders(block, block.where)]
    first = next((holder for holder in [*paragraphs[:1], *holders] if holder.text), None)
    return Spot(first, 0, len(first.text)) if first is not None else None


def _holders(block: Block, where: Where) -> Iterator[Paragraph | Cell]:
    """The paragraph or cell of a place; all cells where a place names a table only."""
    if isinstance(block, Paragraph):
        yield block
        return
    table = _innermost(block, where)
    if table is None:
        return
    if where.row is None:
        yield from table.cells
    elif where.column is None:
        yield from (cell for cell in table.cells if cell.row == where.row)
    else:
        found = table.at(where.row, where.column)
        if found is not None:
            yield found


def _innermost(table: Table | None, where: Where) -> Table | None:
    """The table that a place is in, through the cells that hold it."""
    for row, column, index in where.nested:
        cell = table.at(row, column) if table is not None else None
        table = cell.tables[index] if cell is not None and index < len(cell.tables) else None
    return table


def _row(document: Document, where: Where) -> tuple[Cell, ...]:
    """The cells of the row that a place is in; none for a paragraph."""
    block = document.blocks[where.block or 0]
    table = _innermost(block, where) if isinstance(block, Table) else None
    return table.row_cells(where.row) if table is not None and where.row is not None else ()


def _in_span(holder: Paragraph | Cell, where: Where, quote: str) -> Spot | None:
    """The span that the place names, where its words are the quote or most of it."""
    start, end = where.start, where.end
    if start is None or end is None or not 0 <= start < end <= len(holder.text):
        return None
    there, wanted = _Bare(holder.text[start:end]).text, _Bare(quote).text
    return Spot(holder, start, end) if there and (there in wanted or wanted in there) else None


def _searched(holder: Paragraph | Cell, where: Where, quote: str) -> Spot | None:
    """The quote in the text, the occurrence nearest to the place; an empty quote is the whole text, be it empty."""
    if not quote.strip():
        named = isinstance(holder, Paragraph) or where.column is not None
        return Spot(holder, 0, len(holder.text)) if named else None
    for letters_only in (False, True):
        text, wanted = _Bare(holder.text, letters_only), _Bare(quote, letters_only).text
        if not wanted:
            continue
        found = [i for i in range(len(text.text)) if text.text.startswith(wanted, i)]
        if found:
            near = where.start or 0
            at = min(found, key=lambda i: abs(text.places[i] - near))
            return Spot(holder, text.places[at], text.places[at + len(wanted) - 1] + 1)
    return None


def _contained(holder: Paragraph | Cell, where: Where, quote: str) -> Spot | None:
    """The whole of a text that is a part of the quote: labels may be put together from several cells."""
    text = _Bare(holder.text).text
    if len(text) < _TELLING or text not in _Bare(quote).text:
        return None
    return Spot(holder, 0, len(holder.text))


class _Bare:
    """A text of one width without blanks, and the place of each of its characters in the original."""

    def __init__(self, text: str, letters_only: bool = False) -> None:
        pairs = [
            (sign, place)
            for place, character in enumerate(text)
            for sign in unicodedata.normalize("NFKC", character).casefold()
            if not sign.isspace() and (sign.isalnum() or not letters_only)
        ]
        self.text = "".join(sign for sign, _ in pairs)
        self.places = [place for _, place in pairs]
