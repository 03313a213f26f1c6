"""Whether our reader has every cell that pdfplumber has: page by page as printed, and in the document as stitched."""

from __future__ import annotations

import logging
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.readers.pdf import read_pdf
from extract.readers.pdf.cells import sort_into, table_of
from extract.readers.pdf.grids import find_grids
from extract.readers.pdf.pages import opened, pages_of
from models import Document, Paragraph, Table

Cells = Counter[str]
"""Texts of cells without blanks, and how often each occurs."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cells with text, counted. ``lost`` are pdfplumber's that ours has not on the same page."""

    theirs: int
    ours: int
    lost: dict[int, Cells] = field(default_factory=dict)
    added: dict[int, Cells] = field(default_factory=dict)
    lost_in_document: tuple[str, ...] = ()
    """Those of pdfplumber's texts that stand in no cell and no paragraph of the stitched document."""


def compare_cells(path: Path) -> Comparison:
    """Both readings of a PDF, cell by cell."""
    theirs, ours = _pdfplumber_cells(path), _our_cells(path)
    lost = {page: cells - ours.get(page, Counter()) for page, cells in theirs.items()}
    added = {page: cells - theirs.get(page, Counter()) for page, cells in ours.items()}
    whole = set(_texts(read_pdf(path.read_bytes(), path.name)))
    wanted = {text for cells in theirs.values() for text in cells}
    gone = sorted(text for text in wanted if text not in whole and not any(text in one for one in whole))
    return Comparison(
        theirs=sum(cells.total() for cells in theirs.values()),
        ours=sum(cells.total() for cells in ours.values()),
        lost={page: cells for page, cells in lost.items() if cells},
        added={page: cells for page, cells in added.items() if cells},
        lost_in_document=tuple(gone),
    )


def plain(text: str) -> str:
    """A text without blanks and in one width: what both readings must agree on."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _pdfplumber_cells(path: Path) -> dict[int, Cells]:
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it complains of every font without a box
    found: dict[int, Cells] = {}
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            texts = (cell for table in page.extract_tables() for row in table for cell in row)
            found[page.page_number] = Counter(plain(text) for text in texts if text and plain(text))
            page.close()
    return found


def _our_cells(path: Path) -> dict[int, Cells]:
    """The cells of each page before anything is stitched, single boxes included."""
    found: dict[int, Cells] = {}
    with opened(path.read_bytes(), path.name) as document:
        for page in pages_of(document):
            if isinstance(page, int) or not page.edges:
                continue
            grids = find_grids(page.edges)
            held, outside = sort_into(grids.tables, page.glyphs.runs)
            in_boxes, _ = sort_into(grids.boxes, outside)
            made = [
                table_of(grid, runs, page.number)
                for grid, runs in zip([*grids.tables, *grids.boxes], [*held, *in_boxes], strict=True)
            ]
            found[page.number] = Counter(text for table in made for text in _cell_texts(table))
    return found


def _cell_texts(table: Table) -> Iterator[str]:
    for cell in table.cells:
        if text := plain(cell.text):
            yield text
        for inner in cell.tables:
            yield from _cell_texts(inner)


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield plain(block.text)
        else:
            yield from _cell_texts(block)
            if block.caption is not None:
                yield plain(block.caption.quote)
