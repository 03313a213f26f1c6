"""PDF files as documents: what is printed on the pages, put back into paragraphs and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import Document

if TYPE_CHECKING:
    from extract.readers.spread import Spread

__all__ = ["read_pdf"]


def read_pdf(data: bytes, name: str, spread: Spread | None = None) -> Document:
    """The document that the bytes of a PDF file called ``name`` hold.

    Where others help to read it (``spread``), ``name`` is its path.

    Raises ``UnreadableFile`` where it is no PDF, damaged, locked by a password or without pages.
    """
    from extract.readers.pdf.assemble import assemble

    return assemble(data, name, spread)
