"""Pages that are pictures: told from printed ones, drawn by pdfium, and handed to text recognition."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from extract.ocr import is_installed

if TYPE_CHECKING:
    from extract.readers.pdf.pages import Page

STAMPS = 40
"""Characters up to which the text layer of a scanned page is a stamp, a running number or a scanner's name."""
FULL = 0.6
"""Share of the page that a picture takes which is a scan of the page."""
MEANINGLESS = 0.3
"""Share of characters without meaning from which the text layer is of no use."""
DPI = (200.0, 300.0)
"""Dots per inch at which pages are drawn: those of the scan within these bounds."""
MOST_PIXELS = 40_000_000
"""Of one page; larger ones are drawn smaller."""


def needs_recognition(handle: Any, page: Page) -> bool:
    """Whether the text of an open pdfium page must be recognised in its picture."""
    glyphs = page.glyphs
    if page.blank:
        return False
    if not glyphs.printed:
        return True
    if glyphs.printed <= STAMPS:
        return _largest_picture(handle, page)[0] >= FULL
    return glyphs.meaningless > MEANINGLESS * glyphs.printed


def recognised(document: Any, handle: Any, page: Page) -> Page:
    """The page with what its picture shows, or the page as it is where recognition is not installed."""
    if not is_installed():
        return page
    from extract.ocr.page import read_page

    scale = min(_dpi(handle, page) / 72, (MOST_PIXELS / (page.width * page.height)) ** 0.5)
    picture = document[page.number - 1].render(scale=scale, rev_byteorder=True, prefer_bgrx=False).to_numpy()
    return read_page(picture[:, :, :3] if picture.ndim == 3 else picture, page.number, page.width, page.height)


def _dpi(handle: Any, page: Page) -> float:
    """The resolution of the scan, within bounds."""
    return min(max(_largest_picture(handle, page)[1], DPI[0]), DPI[1])


def _largest_picture(handle: Any, page: Page) -> tuple[float, float]:
    """The share of the page that its largest picture takes, and that picture's dots per inch; zeros without any."""
    found = (0.0, 0.0)
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(max(pdfium.FPDFPage_CountObjects(handle), 0)):
        item = pdfium.FPDFPage_GetObject(handle, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, (left, bottom, right, top)))
        width, height = right.value - left.value, top.value - bottom.value
        across, down = ctypes.c_uint(), ctypes.c_uint()
        pdfium.FPDFImageObj_GetImagePixelSize(item, ctypes.byref(across), ctypes.byref(down))
        share = width * height / (page.width * page.height)
        if share > found[0] and width > 0 and height > 0:
            found = (share, 72 * max(across.value, down.value) / max(width, height))
    return found
