"""PDF files as documents: what is printed on the pages, put back into paragraphs and tables."""

from __future__ import annotations

from models import Document

__all__ = ["read_pdf"]


def read_pdf(data: bytes, name: str) -> Document:
    """The document that the bytes of a PDF file called ``name`` hold.

    Raises ``UnreadableFile`` where it is no PDF, damaged, locked by a password or without pages.
    """
    from extract.readers.pdf.assemble import assemble

    return assemble(data, name)
