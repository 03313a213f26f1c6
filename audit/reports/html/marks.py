"""Where in the document the evidence of findings stands, and which text holds it."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from models import Block, Cell, Document, Evidence, Finding, Severity, Table, Where

Holder = tuple[object, ...]
"""A paragraph, a cell or a whole table: its block, the path to a nested table, and its place in the grid."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of evidence, to be shown at its place."""

    anchor: str
    """The id that links jump to."""
    finding: int
    """The number of the finding in the report, from 1."""
    severity: Severity
    label: str
    """What it is, for those who hear the page: code and item."""
    where: Where


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters under the same marks."""

    text: str
    marks: tuple[Mark, ...] = ()
    begins: tuple[Mark, ...] = ()
    """Those of the marks whose link target is this run."""


def marks_of(findings: Iterable[Finding], document: Document | None) -> dict[tuple[int, int], Mark]:
    """A mark for every piece of evidence that stands in the document: by number of finding and of evidence.

    Evidence may be quoted from elsewhere (the rubric); what the document does not hold at that place gets no mark.
    """
    marks = {}
    for number, finding in enumerate(findings, start=1):
        label = f"{finding.code} {finding.item or ''}".strip()
        for position, evidence in enumerate(finding.evidence, start=1):
            if stands_there(evidence, document):
                anchor = f"m{number}-{position}"
                marks[number, position] = Mark(anchor, number, finding.severity, label, evidence.where)
    return marks


def stands_there(evidence: Evidence, document: Document | None) -> bool:
    """Whether the document holds the quoted words at the place that the evidence names."""
    where = evidence.where
    if document is None or (where.block is None and where.page is None):
        return False
    if where.block is None:
        return True  # a page of which nothing else is known
    if where.block >= len(document.blocks):
        return False
    texts = [_squeezed(text) for text in _texts(document.blocks[where.block], where)]
    quote = _squeezed(evidence.quote)
    return bool(texts) and (
        not quote or any(quote in text or (text and text in quote) for text in [*texts, "".join(texts)])
    )


class Spots:
    """The marks of a document by the text that holds them."""

    def __init__(self, marks: Iterable[Mark], document: Document) -> None:
        self._marks: dict[Holder, list[Mark]] = defaultdict(list)
        for mark in marks:
            for holder in _holders(document, mark.where):
                self._marks[holder].append(mark)
        self._begun: set[str] = set()

    def on(self, holder: Holder) -> tuple[Mark, ...]:
        """The marks on a holder as a whole, each with its link target."""
        return tuple(self._marks.get(holder, ()))

    def segments(self, holder: Holder, text: str) -> tuple[Segment, ...]:
        """The text of a holder cut where marks begin and end. A mark without a span covers all of it."""
        marks = self._marks.get(holder, ())
        spans = [(mark, *_span(mark.where, len(text))) for mark in marks]
        cuts = sorted({0, len(text), *(cut for _, start, end in spans for cut in (start, end))})
        segments = []
        for start, end in pairwise(cuts):
            over = tuple(mark for mark, first, last in spans if first <= start and end <= last)
            begins = tuple(mark for mark in over if mark.anchor not in self._begun)
            self._begun.update(mark.anchor for mark in begins)
            segments.append(Segment(text[start:end], over, begins))
        if not segments and marks:  # an empty cell can be what a finding is about
            segments.append(Segment("", tuple(marks), tuple(m for m in marks if m.anchor not in self._begun)))
        return tuple(segments)


def _span(where: Where, length: int) -> tuple[int, int]:
    start, end = where.start or 0, length if where.end is None else where.end
    return (start, end) if 0 <= start < end <= length else (0, length)


def _holders(document: Document, where: Where) -> Iterator[Holder]:
    if where.block is None or where.block >= len(document.blocks):
        return
    block = document.blocks[where.block]
    if not isinstance(block, Table):
        yield (where.block,)
        return
    table = _innermost(block, where)
    if table is None or where.row is None or where.row >= table.rows:
        yield (where.block, where.nested)
        return
    for cell in _cells(table, where):
        yield (where.block, where.nested, cell.row, cell.column)


def _texts(block: Block, where: Where) -> list[str]:
    if not isinstance(block, Table):
        return [block.text]
    table = _innermost(block, where)
    if table is None:
        return []
    caption = [block.caption.quote] if block.caption is not None else []
    if where.row is None:
        return [*caption, *(cell.text for cell in table.cells)]
    if where.row >= table.rows:
        return []
    named = [cell.text for cell in _cells(table, where)]
    return [*named, "".join(cell.text for cell in table.row_cells(where.row)), *caption]


def _cells(table: Table, where: Where) -> tuple[Cell, ...]:
    """The cell that a place names, or all of its row where it names no column."""
    assert where.row is not None
    if where.column is None:
        return table.row_cells(where.row)
    cell = table.at(where.row, where.column)
    return (cell,) if cell is not None else ()


def _innermost(table: Table, where: Where) -> Table | None:
    for row, column, index in where.nested:
        cell = table.at(row, column)
        if cell is None or index >= len(cell.tables):
            return None
        table = cell.tables[index]
    return table


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
