"""Plain text, Markdown and comma-separated text as blocks.

Tables come in three ways: with bars (Markdown), with tabs (copied from a page or a workbook), and with every cell on a
line of its own (copied from a web page). Pieces of one table under a repeated header are put together as those of a
printed one are.
"""

from __future__ import annotations

from extract.captions import attach_captions
from extract.readers.encoding import decode
from extract.readers.plain.faults import is_cut_by_lines, is_displaced, lines_joined
from extract.readers.plain.listing import read_listing
from extract.readers.plain.paragraphs import paragraphs_of
from extract.readers.plain.pieces import Piece, join_pieces
from extract.readers.plain.rows import comma_rows, find_rows
from extract.readers.source import source_of
from extract.readers.tabular import moved
from models import Block, Document, Format, Paragraph, ReadingNote, Table, Text, Where

__all__ = ["read_plain"]

_CUT = Text(
    zh="表格按印刷行分行，已按句接好，哪些属于同一指标无法确定；请改用 .docx 或 PDF",
    en="a table whose rows are printed lines: sentences were joined, but which belong to one item is not known; "
    "use the .docx or PDF instead",
)
_DISPLACED = Text(
    zh="表格有的行左右错位，分数不知属于哪项指标，按段落读入；请改用 .docx 或 PDF",
    en="rows of a table have slipped sideways, its points belong to unknown items; use the .docx or PDF instead",
)


def read_plain(data: bytes, name: str, format: Format = "txt") -> Document:
    """The document in the bytes of a text file called ``name``; ``format`` is ``txt`` or ``md``.

    Raises ``UnreadableFile`` where a table in it is larger than any document's.
    """
    decoded = decode(data)
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    notes: list[ReadingNote] = []
    parts: list[str | Piece] = []
    if name.lower().endswith(".csv"):
        parts += comma_rows(decoded.text)
    else:
        for part in find_rows(lines):
            if isinstance(part, Piece):
                parts.append(part)
                continue
            listing = read_listing(part)
            parts += listing.parts
            if listing.unread is not None:
                notes.append(ReadingNote(kind="not_read", message=listing.unread, where=Where()))
    blocks: list[Block] = []
    waiting: list[str] = []
    for item in join_pieces(parts, name):
        if isinstance(item, str):
            waiting.append(item)
            continue
        blocks += paragraphs_of(waiting, len(blocks), marked=format == "md")
        waiting = []
        if is_displaced(item):
            rows = _rows_as_paragraphs(item, len(blocks))
            notes.append(ReadingNote(kind="not_read", message=_DISPLACED, quote=rows[0].text, where=rows[0].where))
            blocks += rows
            continue
        is_cut = is_cut_by_lines(item)
        blocks.append(moved(lines_joined(item, name) if is_cut else item, Where(block=len(blocks))))
        if is_cut:
            notes.append(ReadingNote(kind="not_read", message=_CUT, where=blocks[-1].where))
    blocks += paragraphs_of(waiting, len(blocks), marked=format == "md")
    if decoded.unread:
        message = Text(
            zh=f"无法解码的字符{decoded.unread}个", en=f"characters that could not be decoded: {decoded.unread}"
        )
        notes.append(ReadingNote(kind="glyphs_without_meaning", message=message, where=Where()))
    return Document(source=source_of(data, name, format), blocks=attach_captions(blocks), notes=tuple(notes))


def _rows_as_paragraphs(table: Table, first: int) -> list[Paragraph]:
    """The rows of a table as lines of text, numbered from ``first``."""
    rows = [[cell.text for cell in table.cells if cell.row == row and cell.text] for row in range(table.rows)]
    texts = [" ".join(" ".join(row).split()) for row in rows if row]
    return [Paragraph(text=text, where=Where(block=first + number)) for number, text in enumerate(texts)]
