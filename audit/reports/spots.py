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
    for holder in _holders(document.blocks[where.block], where):
        spot = _in_span(holder, where, evidence.quote) or _searched(holder, where, evidence.quote)
        if spot is not None:
            return spot
    return None


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
    table: Table | None = block
    for row, column, index in where.nested:
        cell = table.at(row, column) if table is not None else None
        table = cell.tables[index] if cell is not None and index < len(cell.tables) else None
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


def _in_span(holder: Paragraph | Cell, where: Where, quote: str) -> Spot | None:
    """The span that the place names, where its words are the quote or most of it."""
    start, end = where.start, where.end
    if start is None or end is None or not 0 <= start < end <= len(holder.text):
        return None
    there, wanted = _Bare(holder.text[start:end]).text, _Bare(quote).text
    return Spot(holder, start, end) if there and (there in wanted or wanted in there) else None


def _searched(holder: Paragraph | Cell, where: Where, quote: str) -> Spot | None:
    """The quote in the text, the occurrence nearest to the place; an empty quote is the whole text."""
    if not holder.text:
        return None
    if not quote.strip():
        return Spot(holder, 0, len(holder.text))
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
