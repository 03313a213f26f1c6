"""What every reader yields: a document as a sequence of paragraphs and tables.

The rest of the program cannot tell a PDF from a Word file: tables are already stitched over page breaks, wrapped
lines are joined, page numbers and running heads are gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from models.base import Model, Text
from models.where import Box, Evidence, Where

Format = Literal[
    "pdf", "docx", "doc", "wps", "rtf", "odt", "xlsx", "xls", "et", "ods", "html", "txt", "md", "image", "json"
]


class Source(Model):
    """The file that was read."""

    name: str
    """File name without its folder."""
    sha256: str
    """Hash of the file's bytes, hexadecimal."""
    format: Format
    """What the content is, whatever the name says."""
    pages: int | None = None
    """Number of pages where the format has pages."""


class Line(Model):
    """A printed line: which characters of the joined text stood in it, and where on the page."""

    start: int
    end: int
    page: int
    bbox: Box
    confidence: float | None = None
    """How sure the recognition of its characters was on the mean, or of its least sure digit where that is lower, from
    0 to 1; ``None`` where nothing had to be recognised."""


class Paragraph(Model):
    """A paragraph of running text, wrapped lines joined, over page breaks too."""

    kind: Literal["paragraph"] = "paragraph"
    text: str
    where: Where
    lines: tuple[Line, ...] = ()
    """The printed lines, for formats that have pages."""
    heading_level: int | None = None
    """1–9 where the format itself says that this is a heading (a Word heading style)."""
    centred: bool = False
    """Set in the middle of the line, as titles and captions are."""
    font_size: float | None = None
    """Size of most characters, in points, where known."""

    def locate(self, start: int, end: int) -> Where:
        """The place of the characters ``start:end`` of this paragraph, with page and box where lines are known."""
        return _locate(self.where, self.lines, start, end)


class Cell(Model):
    """A cell of a table; a merged cell stands once, at its top left position, with its spans."""

    row: int
    column: int
    row_span: int = Field(default=1, ge=1)
    column_span: int = Field(default=1, ge=1)
    text: str
    """Text; ``\\n`` where the document ends a paragraph or breaks a line on purpose."""
    where: Where
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    """Tables nested in this cell."""

    def locate(self, start: int, end: int) -> Where:
        """The place of the characters ``start:end`` of this cell, with page and box where lines are known."""
        return _locate(self.where, self.lines, start, end)


class Table(Model):
    """A table on a regular grid of ``rows`` × ``columns`` positions, each covered by at most one cell."""

    kind: Literal["table"] = "table"
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    """In reading order: by row, then by column."""
    where: Where
    caption: Evidence | None = None
    """The line that names the table (表3-2 …), where one stands next to it."""
    header_rows: int = 0
    """Rows that the format itself marks as repeated header; 0 where it says nothing."""

    @model_validator(mode="after")
    def _covers_its_grid_once(self) -> Table:
        seen: set[tuple[int, int]] = set()
        for cell in self.cells:
            if cell.row + cell.row_span > self.rows or cell.column + cell.column_span > self.columns:
                raise ValueError(f"cell at {cell.row},{cell.column} leaves the grid of {self.rows}×{self.columns}")
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    if (row, column) in seen:
                        raise ValueError(f"two cells cover {row},{column}")
                    seen.add((row, column))
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Table:
        """A copy whose index of positions is made anew."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("_by_position", None)
        return copy

    def altered(self, **values: Any) -> Table:
        """A copy whose index of positions is made anew; that the cells cover the grid once is not checked."""
        copy = super().altered(**values)
        copy.__dict__.pop("_by_position", None)
        return copy

    @cached_property
    def _by_position(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a position of the grid; ``None`` where the grid has a hole."""
        return self._by_position.get((row, column))

    def row_cells(self, row: int) -> tuple[Cell, ...]:
        """The distinct cells that cover a row, from left to right, merged ones from rows above included."""
        found: list[Cell] = []
        for column in range(self.columns):
            cell = self.at(row, column)
            if cell is not None and (not found or found[-1] is not cell):
                found.append(cell)
        return tuple(found)


Block = Annotated[Paragraph | Table, Field(discriminator="kind")]


class ReadingNote(Model):
    """Something that a reader could not read, or left out on purpose, and must not keep to itself."""

    kind: Literal["page_without_text", "glyphs_without_meaning", "not_read", "left_out", "low_confidence"]
    message: Text
    where: Where
    quote: str = ""
    """The words that it is about, where some were read."""


class Document(Model):
    """A file as blocks in reading order."""

    source: Source
    blocks: tuple[Block, ...]
    notes: tuple[ReadingNote, ...] = ()


def _locate(base: Where, lines: tuple[Line, ...], start: int, end: int) -> Where:
    """``base`` narrowed to a span: the page where the span begins and the box of its lines on that page."""
    touched = [line for line in lines if line.start < end and start < line.end]
    if not touched:
        return base.altered(start=start, end=end)
    page = touched[0].page
    boxes = [_part(line, start, end) for line in touched if line.page == page]
    box = (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
    return base.altered(page=page, bbox=box, start=start, end=end)


def _part(line: Line, start: int, end: int) -> Box:
    """The box of the characters of a line that lie in a span, taking all characters as equally wide."""
    x0, top, x1, bottom = line.bbox
    width = (x1 - x0) / max(line.end - line.start, 1)
    left = x0 + width * max(start - line.start, 0)
    right = x0 + width * (min(end, line.end) - line.start)
    return (round(left, 2), top, round(right, 2), bottom)
