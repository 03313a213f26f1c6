"""Tables that a document holds in two pieces although they are one.

Word shows two tables with nothing between them as one. Writers also split a table by hand where a page ends, with an
empty line between, and type its header once more; that header says that it is the same table.
"""

from __future__ import annotations

import re

from extract.readers.docx.grid import SLIVER, grid_widths, unwrapped
from extract.readers.docx.names import Element, child, local, number, path, w
from extract.text import folded

_TOTAL = re.compile(r"(?:合计|总计|总分|小计|总得分)")
_BETWEEN = {"bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "commentRangeStart", "commentRangeEnd"}
_MOST_HEADER_ROWS = 4


def join_tables(root: Element) -> None:
    """Changes the tree in place: the rows of a second piece go to the end of the first."""
    for table in list(root.iter(w("tbl"))):
        if table.getparent() is None:
            continue
        following, apart = _next_table(table)
        while following is not None and _join(table, following, apart):
            following, apart = _next_table(table)


def _next_table(table: Element) -> tuple[Element | None, list[Element]]:
    """The table that comes next, and the empty paragraphs before it; ``None`` where anything else comes."""
    empty: list[Element] = []
    element = table.getnext()
    while element is not None:
        name = local(element)
        if name == "tbl":
            return element, empty
        if name == "p" and _is_empty(element):
            empty.append(element)
        elif name not in _BETWEEN:
            break
        element = element.getnext()
    return None, []


def _is_empty(paragraph: Element) -> bool:
    """Nothing to see: no text, no drawing, no number, no end of a section (which may turn the page)."""
    properties = child(paragraph, "pPr")
    if child(properties, "numPr") is not None or child(properties, "sectPr") is not None:
        return False
    return not _text(paragraph) and next(paragraph.iter(w("drawing"), w("pict"), w("object"), w("sym")), None) is None


def _join(first: Element, second: Element, apart: list[Element]) -> bool:
    if (path(first, "tblPr", "tblpPr") is None) != (path(second, "tblPr", "tblpPr") is None):
        return False
    rows, more = unwrapped(first, "tr"), unwrapped(second, "tr")
    repeated = _repeated(rows, more)
    if apart:
        joins = repeated > 0 and len(more) > repeated and not _ends(rows)
    else:
        joins = bool(rows and more) and _same_columns(first, second)
    if not joins:
        return False
    for row in more[repeated:]:
        first.append(row)
    for element in (second, *apart):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return True


def _repeated(rows: list[Element], more: list[Element]) -> int:
    """How many rows at the beginning of both pieces are the same header."""
    count = 0
    for one, other in zip(rows[:_MOST_HEADER_ROWS], more, strict=False):
        if _signature(one) != _signature(other):
            break
        count += 1
    header = [text for row in rows[:count] for text, _, _ in _signature(row) if text]
    return count if len(set(header)) > 1 else 0


def _signature(row: Element) -> list[tuple[str, int, bool]]:
    """Text, span and merge of the cells of a row."""
    return [
        (_text(tc), number(path(tc, "tcPr", "gridSpan")) or 1, path(tc, "tcPr", "vMerge") is not None)
        for tc in unwrapped(row, "tc")
    ]


def _ends(rows: list[Element]) -> bool:
    """Whether a piece ends in a total: what comes after it is another table of the same kind."""
    return any(_TOTAL.match(_text(tc)) for tc in unwrapped(rows[-1], "tc"))


def _same_columns(first: Element, second: Element) -> bool:
    one, other = grid_widths(first), grid_widths(second)
    if not one or len(one) != len(other):
        return False
    edges = ((sum(one[:i]), sum(other[:i])) for i in range(len(one) + 1))
    return all(abs(a - b) <= SLIVER for a, b in edges)


def _text(element: Element) -> str:
    return folded("".join(t.text or "" for t in element.iter(w("t"))))
