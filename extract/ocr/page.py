"""A picture of a page as the page that a text layer would give."""

from __future__ import annotations

import numpy as np

from extract.ocr.cells import passed_over, read_again
from extract.ocr.cleaning import dark_parts, skew_of, turned, without_seals
from extract.ocr.dashes import with_dashes
from extract.ocr.engine import Picture, text_boxes
from extract.ocr.lines import ReadLine, Sheet, lines_on
from extract.ocr.paper import flattened
from extract.ocr.ruling import edges_from, painted_over, rules_of
from extract.ocr.typeset import run_of, sizes_of, without_doubles
from extract.ocr.upright import is_upside_down, turns_of_sideways
from extract.readers.pdf.glyphs import Glyphs
from extract.readers.pdf.pages import Page

MOST_RULES = 5000
"""Rules of a page beyond which it is a picture or a drawing."""


def read_page(picture: Picture, number: int, width: float, height: float) -> Page:
    """The page in a picture that shows all of it; ``width`` and ``height`` are the page's, in points.

    Boxes are those of the levelled page: paper in a photograph is cut out and flattened, a page that lay sideways or
    upside down is set upright, a tilted one is turned around its middle before it is read.
    """
    paper = flattened(picture)
    if paper is not picture:
        height = width * paper.shape[0] / paper.shape[1]
    sheet, dpi = _sheet(paper, width)
    boxes = text_boxes(sheet.picture)
    turns = turns_of_sideways(sheet.picture, boxes)
    if turns % 2:
        width, height = height, width
    if turns:
        paper = np.ascontiguousarray(np.rot90(paper, turns))
        sheet, dpi = _sheet(paper, width)
        boxes = text_boxes(sheet.picture)
    lines = lines_on(sheet, boxes)
    if is_upside_down(sheet.picture, lines):
        sheet, dpi = _sheet(np.ascontiguousarray(np.rot90(paper, 2)), width)
        lines = lines_on(sheet, text_boxes(sheet.picture))
    return _page(sheet, lines, dpi, number, width, height)


def _sheet(picture: Picture, width: float) -> tuple[Sheet, float]:
    """A picture of a page, so many points wide, levelled and freed of seals and rules; and its dots per inch."""
    dpi = 72 * picture.shape[1] / width
    grey = without_seals(picture, dpi)
    grey = turned(grey, skew_of(grey, dpi))
    mask = dark_parts(grey, dpi)
    found = rules_of(mask, dpi)
    is_drawing = len(found) > MOST_RULES
    rules = [] if is_drawing else found
    sheet = Sheet(
        painted_over(grey, rules), painted_over(mask, rules, paper=0), rules, is_drawing, blank=not mask.any()
    )
    return sheet, dpi


def _page(sheet: Sheet, lines: list[ReadLine], dpi: float, number: int, width: float, height: float) -> Page:
    """The page that lines read on a sheet make, its cells looked at again."""
    edges = edges_from(list(sheet.rules), dpi)
    lines = read_again(sheet, [*lines, *passed_over(sheet, edges, lines, dpi)])
    sizes = sizes_of(lines, dpi)
    lines = [
        with_dashes(without_doubles(line, size, dpi), size, sheet.ink, dpi)
        for line, size in zip(lines, sizes, strict=True)
    ]
    runs = [run_of(line, size, dpi, width) for line, size in zip(lines, sizes, strict=True)]
    printed = sum(not c.isspace() for run in runs for c in run.text)
    glyphs = Glyphs(runs, printed, 0, 0, 0)
    return Page(number, width, height, glyphs, None if sheet.is_drawing else edges, blank=sheet.blank, recognised=True)
