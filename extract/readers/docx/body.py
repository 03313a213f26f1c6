"""The blocks of a document in reading order: paragraphs and tables, text boxes after the paragraph that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.readers.docx.grid import Grid, read_grid
from extract.readers.docx.inline import InlineReader, Losses, Piece, trimmed
from extract.readers.docx.layout import is_layout
from extract.readers.docx.names import Element, child, local, w
from extract.readers.docx.numbering import Numbering
from extract.readers.docx.styles import Styles
from models import Block, Cell, Paragraph, Table, Where

_WRAPPERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}
_ELSEWHERE = {"altChunk", "subDoc"}

Path = tuple[tuple[int, int, int], ...]
Place = tuple[int, Path, int | None, int | None]
"""A paragraph or a cell: its block, the path to its table, row and column; as in ``Where``."""
Pieces = dict[Place, list[Piece]]
_NEW_LINE = Piece("\n")


class BodyReader:
    """Collects the blocks of a body; notes and the like can be read after it, counting on."""

    def __init__(self, styles: Styles, numbering: Numbering, pieces: Pieces | None = None) -> None:
        """``pieces`` takes the pieces that each text is made of, where somebody wants them."""
        self.losses = Losses()
        self.blocks: list[Block] = []
        self.notes: list[tuple[str, str, Element]] = []
        """Footnotes and endnotes that were referred to, in order."""
        self._pieces = pieces
        self._stand_in: Element | None = None
        self._styles = styles
        self._numbering = numbering
        self._inline = InlineReader(styles, self.losses)

    def read_note(self, note: Element, reference: Element) -> None:
        """Appends the blocks of a footnote or endnote; in the main part of the file its reference stands for it."""
        self._stand_in = reference
        self.read(note)
        self._stand_in = None

    def read(self, container: Element) -> None:
        """Appends the blocks of an element that holds paragraphs and tables (w:body, w:footnote, w:txbxContent)."""
        for element in self._elements(container):
            if local(element) == "tbl":
                grid = read_grid(element)
                if is_layout(element, grid, self._styles):
                    for place in grid.places:
                        self.read(place.element)
                elif grid.places:
                    self.blocks.append(self._table(grid, Where(block=len(self.blocks))))
                continue
            pieces, paragraph, boxes = self._paragraph(element)
            if paragraph.text:
                self._keep(paragraph.where, pieces)
                self.blocks.append(paragraph)
            for box in boxes:
                self.read(box)

    def _elements(self, container: Element) -> Iterator[Element]:
        """Paragraphs and tables in order, wrappers taken off."""
        for element in container:
            name = local(element)
            if name in ("p", "tbl"):
                yield element
            elif name in _WRAPPERS:
                yield from self._elements(element)
            elif name in _ELSEWHERE:
                self.losses.objects += 1

    def _paragraph(self, element: Element) -> tuple[list[Piece], Paragraph, list[Element]]:
        properties = child(element, "pPr")
        content = self._inline.read(element)
        self.notes += content.notes
        number = "" if content.hidden else self._numbering.number(properties)
        pieces = trimmed([Piece(number), *content.pieces])
        paragraph = Paragraph(
            text=_text(pieces),
            where=Where(block=len(self.blocks)),
            heading_level=self._styles.heading_level(properties),
            centred=self._styles.centred(properties),
            font_size=content.font_size,
        )
        return pieces, paragraph, content.boxes

    def _table(self, grid: Grid, where: Where) -> Table:
        cells: list[Cell] = []
        for place in grid.places:
            at = where.model_copy(update={"row": place.row, "column": place.column})
            lines: list[list[Piece]] = []
            tables: list[Table] = []
            self._cell(place.element, at, lines, tables)
            pieces = [piece for line in lines for piece in (_NEW_LINE, *line)][1:]
            self._keep(at, pieces)
            cells.append(
                Cell(
                    row=place.row,
                    column=place.column,
                    row_span=place.row_span,
                    column_span=place.column_span,
                    text=_text(pieces),
                    where=at,
                    tables=tuple(tables),
                )
            )
        self.losses.merged += sum(_has_text(covered) for covered in grid.covered)
        return Table(
            rows=grid.rows, columns=grid.columns, cells=tuple(cells), where=where, header_rows=grid.header_rows
        )

    def _cell(self, container: Element, at: Where, lines: list[list[Piece]], tables: list[Table]) -> None:
        """Collects the lines and the nested tables of a cell, or of a text box in it."""
        for element in self._elements(container):
            if local(element) == "tbl":
                grid = read_grid(element)
                if is_layout(element, grid, self._styles):
                    for place in grid.places:
                        self._cell(place.element, at, lines, tables)
                elif grid.places:
                    inner = (*at.nested, (at.row or 0, at.column or 0, len(tables)))
                    tables.append(self._table(grid, Where(block=at.block, nested=inner)))
                continue
            pieces, paragraph, boxes = self._paragraph(element)
            if paragraph.text:
                lines.append(pieces)
            for box in boxes:
                self._cell(box, at, lines, tables)

    def _keep(self, where: Where, pieces: list[Piece]) -> None:
        if self._pieces is None or where.block is None:
            return
        if self._stand_in is not None:
            pieces = [replace(piece, element=self._stand_in, offset=None, last=None) for piece in pieces]
        self._pieces[where.block, where.nested, where.row, where.column] = pieces


def _text(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _has_text(element: Element) -> bool:
    return any((t.text or "").strip() for t in element.iter(w("t")))
