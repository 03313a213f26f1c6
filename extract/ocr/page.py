"""A picture of a page as the page that a text layer would give."""

from __future__ import annotations

from extract.ocr.cells import passed_over, read_again
from extract.ocr.cleaning import dark_parts, skew_of, turned, without_seals
from extract.ocr.dashes import with_dashes
from extract.ocr.engine import Picture
from extract.ocr.lines import Sheet, lines_on
from extract.ocr.ruling import edges_from, painted_over, rules_of
from extract.ocr.typeset import run_of, sizes_of, without_doubles
from extract.readers.pdf.glyphs import Glyphs
from extract.readers.pdf.pages import Page

MOST_RULES = 5000
"""Rules of a page beyond which it is a picture or a drawing."""


def read_page(picture: Picture, number: int, width: float, height: float) -> Page:
    """The page in a picture that shows all of it; ``width`` and ``height`` are the page's, in points.

    Boxes are those of the levelled page: a tilted page is turned around its middle before it is read.
    """
    dpi = 72 * picture.shape[1] / width
    grey = without_seals(picture, dpi)
    grey = turned(grey, skew_of(grey, dpi))
    mask = dark_parts(grey, dpi)
    rules = rules_of(mask, dpi)
    is_drawing = len(rules) > MOST_RULES
    if is_drawing:
        rules = []
    sheet = Sheet(painted_over(grey, rules), painted_over(mask, rules, paper=0), rules)
    edges = edges_from(rules, dpi)
    lines = lines_on(sheet)
    lines = read_again(sheet, [*lines, *passed_over(sheet, edges, lines, dpi)])
    sizes = sizes_of(lines, dpi)
    lines = [
        with_dashes(without_doubles(line, size, dpi), size, sheet.ink, dpi)
        for line, size in zip(lines, sizes, strict=True)
    ]
    runs = [run_of(line, size, dpi) for line, size in zip(lines, sizes, strict=True)]
    printed = sum(not c.isspace() for run in runs for c in run.text)
    glyphs = Glyphs(runs, printed, 0, 0, 0)
    return Page(number, width, height, glyphs, None if is_drawing else edges, blank=not mask.any(), recognised=True)
