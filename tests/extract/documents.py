"""Documents for tests, put together from lines and drawn tables, as a reader would yield them."""

from __future__ import annotations

from collections.abc import Sequence

from models import Document, Paragraph, ReadingNote, Source, Table, Where


def line(text: str, size: float = 16.0, centred: bool = False) -> Paragraph:
    """A paragraph; its place is set when it stands in a document."""
    return Paragraph(text=text, where=Where(), font_size=size, centred=centred)


def document(*blocks: Paragraph | Table | str, notes: Sequence[ReadingNote] = (), pages: int | None = None) -> Document:
    """The document of some blocks; a plain string is a line of running text."""
    found = []
    for index, block in enumerate(blocks):
        made = line(block) if isinstance(block, str) else block
        found.append(made.model_copy(update={"where": made.where.model_copy(update={"block": index})}))
    source = Source(name="文件.docx", sha256="0" * 64, format="docx", pages=pages)
    return Document(source=source, blocks=tuple(found), notes=tuple(notes))
