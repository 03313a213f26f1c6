"""Tables that only place text on the page: the head of a letter, a block of signatures, a frame around a web page.

They have no lines, so a reader of the page does not see a table, and neither does a reader of the PDF.
"""

from __future__ import annotations

import re

from extract.readers.docx.grid import Grid, unwrapped
from extract.readers.docx.names import Element, attribute, path, w
from extract.readers.docx.styles import Styles
from extract.text import folded

_MOST = 3
"""Rows and columns of a table that can be a layout; a form without lines has more."""
_FIGURE = re.compile(r"[-+±]?[\d.,]+(?:%|分|元|万元)?\Z")
_NO_LINE = ("none", "nil")


def is_layout(table: Element, grid: Grid, styles: Styles) -> bool:
    """Whether a table has no lines and is either a single cell or a few without any figure of their own."""
    if grid.rows > _MOST or grid.columns > _MOST or grid.header_rows or _has_lines(table, styles):
        return False
    if len(grid.places) == 1:
        return True
    return not any(_FIGURE.match(folded("".join(t.text or "" for t in p.element.iter(w("t"))))) for p in grid.places)


def _has_lines(table: Element, styles: Styles) -> bool:
    style = attribute(path(table, "tblPr", "tblStyle")) or styles.default("table")
    rows = unwrapped(table, "tr")
    return (
        _draws(path(table, "tblPr", "tblBorders"))
        or any(_draws(path(row, "tblPrEx", "tblBorders")) for row in rows)
        or any(_draws(path(tc, "tcPr", "tcBorders")) for row in rows for tc in unwrapped(row, "tc"))
        or any(_draws(borders) for s in styles.chain(style) for borders in s.iter(w("tblBorders"), w("tcBorders")))
    )


def _draws(borders: Element | None) -> bool:
    return borders is not None and any(attribute(line) not in (*_NO_LINE, None) for line in borders)
