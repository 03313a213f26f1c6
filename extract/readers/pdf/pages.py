"""Opening a PDF and reading its pages one after the other, each closed before the next is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extract.readers.pdf.glyphs import GlyphReader, Glyphs
from extract.readers.pdf.hidden import without_hidden
from extract.readers.pdf.marks import draw_marks, prepare_fields
from extract.readers.pdf.rules import Edge, TooManyRules, edges_of
from extract.readers.pdf.scans import needs_recognition, recognised
from extract.readers.pdf.view import View, view_of
from models import Text, UnreadableFile

NO_PDF = Text(zh="不是 PDF 文件", en="is no PDF file")
DAMAGED = Text(zh="PDF 文件已损坏或不完整", en="the PDF is damaged or cut short")
LOCKED = Text(zh="PDF 设有打开密码，请先解除密码", en="the PDF needs a password to open; remove it first")
EMPTY = Text(zh="PDF 没有任何页面", en="the PDF has no pages")

_MOSTLY = 0.7
"""Share of a page's characters that are printed sideways where the page lies on its side."""
_FEWEST_SIDEWAYS = 40
_NO_PAGES = re.compile(rb"/Count\s+0\b")
_A_PAGE = re.compile(rb"/Type\s*/Page\b")
_TAIL = 4096
"""Bytes at the end within which the end mark must stand; some programs write a little after it."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed on a page: sizes in points as seen; ``edges`` is ``None`` for a drawing of too many lines."""

    number: int
    width: float
    height: float
    glyphs: Glyphs
    edges: list[Edge] | None
    blank: bool
    """Nothing at all is drawn on it."""
    unseen: int = 0
    """Remarks on it that leave their look to the viewer."""
    recognised: bool = False
    """Whether its text and rules were recognised in a picture."""


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Any]:
    """The open pdfium document of a file's bytes. Raises ``UnreadableFile``."""
    if b"%PDF-" not in data[:1100]:
        raise UnreadableFile(name, NO_PDF)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(name, _reason(data, error)) from error
    with closing(document):
        if b"%%EOF" not in data.rstrip(b"\0 \t\r\n")[-_TAIL:]:
            raise UnreadableFile(name, DAMAGED)
        if not len(document):
            raise UnreadableFile(name, EMPTY)
        yield document


def _reason(data: bytes, error: pypdfium2.PdfiumError) -> Text:
    """Why a file did not open. pdfium keeps the code of an earlier failure where it sets none, so the file is asked."""
    if error.err_code == pdfium.FPDF_ERR_PASSWORD and b"/Encrypt" in data:
        return LOCKED
    return EMPTY if _NO_PAGES.search(data) and not _A_PAGE.search(data) else DAMAGED


def pages_of(document: Any, numbers: range | None = None) -> Iterator[Page | int]:
    """The pages of an open document in order, or only ``numbers`` (from 1); for one that does not open, its number."""
    reader = GlyphReader()
    prepare_fields(document)
    for number in numbers if numbers is not None else range(1, len(document) + 1):
        handle = pdfium.FPDF_LoadPage(document.raw, number - 1)
        if not handle:
            yield number
            continue
        try:
            edges = _edges(handle, view_of(handle))
            are_marks, unseen = draw_marks(document, handle)
            if are_marks:
                pdfium.FPDF_ClosePage(handle)
                handle = pdfium.FPDF_LoadPage(document.raw, number - 1)
                if not handle:
                    yield number
                    continue
            page = _page(handle, number, reader, edges, unseen)
            yield recognised(document, handle, page) if needs_recognition(handle, page) else page
        finally:
            if handle:
                pdfium.FPDF_ClosePage(handle)


def _edges(handle: Any, view: View) -> list[Edge] | None:
    """The rules of an open page, without those around form fields; ``None`` for a drawing of too many lines."""
    try:
        return edges_of(handle, view)
    except TooManyRules:
        return None


def _turns(glyphs: Glyphs) -> int:
    """By how many quarter turns clockwise a page must be turned to be read: one whose text runs up or down is."""
    up, down = glyphs.sideways
    if max(up, down) < max(_FEWEST_SIDEWAYS, _MOSTLY * glyphs.printed):
        return 0
    return 1 if up > down else 3


def _page(handle: Any, number: int, reader: GlyphReader, edges: list[Edge] | None, unseen: int) -> Page:
    view = view_of(handle)
    text_page = pdfium.FPDFText_LoadPage(handle)
    try:
        glyphs = reader.read(text_page, view) if text_page else Glyphs([], 0, 0, 0, 0)
        turns = _turns(glyphs)
        if turns:
            view = replace(view, quarter_turns=(view.quarter_turns + turns) % 4)
            glyphs, edges = reader.read(text_page, view), _edges(handle, view)
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
    glyphs = without_hidden(glyphs, handle, view)
    blank = pdfium.FPDFPage_CountObjects(handle) == 0
    return Page(number, view.width, view.height, glyphs, edges, blank, unseen)
