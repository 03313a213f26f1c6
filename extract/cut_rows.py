"""What tells a row that a page break cut from a row that begins after it, and a merged label that goes on.

Evidence for and against is weighed, since no program marks it. Cells that are finished before others are empty in the
rest of a cut row; texts that go on stop at the end of a full line, without the end of a sentence; two numbers, two
codes or two whole labels one below the other are two rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.numerals import parse
from extract.text import folded
from extract.wrapping import ORDINAL, SENTENCE_END
from models import Cell, Line, Table

SAME_PLACE = 3.0
"""Points within which borders on two pages are at the same place."""
PADDING = 12.0
"""Points that both margins of a cell may take together."""
NARROW = 7.0
"""Ems up to which a cell is so narrow that whole labels fill its lines."""
CODE = re.compile(r"[A-Za-z]{1,2}\d+(?![\d.%])")
UNFINISHED = (",", "、")
"""What a folded text never ends with."""
HANGING = re.compile(r"[，。、；：？！）》〉」』】〕”’,.;:?!)\]}]|[(（\[【〔][^()（）]*[)）\]】〕]\Z")
"""What cannot stand alone: closing punctuation, or nothing but a bracket — the points of a label."""
_COUNTED = (
    re.compile(r"([一二三四五六七八九十]+)、"),
    re.compile(r"\(([一二三四五六七八九十]+)\)"),
    re.compile(r"(\d{1,2})[.、](?!\d)"),
)
"""Numbers of labels that only rise within one cell, folded."""
NUMERIC = re.compile(r"[≥≤><=约+-]*\d+(?:\.\d+)?(?:%|分|元|万元|人|次|个|件)?|[/-]|\d+(?:\.\d+)?[~-]\d+(?:\.\d+)?%?")
"""A cell that holds a value and nothing else, folded."""


@dataclass(slots=True)
class Draft:
    """A cell while its table grows: edges in points from the left border of its part."""

    x0: float
    x1: float
    row: int
    row_span: int
    cell: Cell
    text: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]

    @property
    def end(self) -> int:
        """The first row below it."""
        return self.row + self.row_span

    def beside(self, other: Draft) -> bool:
        """Whether both lie between the same borders."""
        return abs(self.x0 - other.x0) <= SAME_PLACE and abs(self.x1 - other.x1) <= SAME_PLACE

    def key(self) -> tuple[int, int, str]:
        """What repeated header cells agree in."""
        return (self.row, self.row_span, folded(self.text))


def pairs_of(ends: Sequence[Draft], begins: Sequence[Draft]) -> list[tuple[Draft, Draft]]:
    """Cells at the end of a part with the cells below them on the next page, from left to right."""
    return [(a, b) for b in sorted(begins, key=lambda d: d.x0) for a in ends if a.beside(b)]


def is_cut(ends: Sequence[Draft], begins: Sequence[Draft], all_drafts: Sequence[Draft], is_open: bool | None) -> bool:
    """Whether the first row of a part is the rest of the last row before it: evidence for and against is weighed."""
    pairs = pairs_of(ends, begins)
    if len(pairs) < len(begins):
        return False
    if pairs and not is_open and all(a.text and ORDINAL.match(b.text) for a, b in pairs):
        return False
    highest = max((len(a.lines) for a, _ in pairs if a.row_span == 1), default=0)
    weight = {True: 6, False: -1, None: 0}[is_open]
    if len(pairs) > 1 and all(a.text and b.text for a, b in pairs):
        weight -= 3  # some cell of a cut row is nearly always finished before the others
    for a, b in pairs:
        if _are_values(a, b) or _counts_anew(a, b):
            return False
        if b.text and a.text:
            weight += _text_goes_on(a, b, highest)
        elif b.text:
            weight -= 2 if a.row_span == 1 else 0
        elif a.text and a.row_span == 1 and b.row_span == 1:
            weight += 2 if _is_filled(a, all_drafts) else 1
    return weight > 0


def _are_values(a: Draft, b: Draft) -> bool:
    """Whether two cells hold a number each, or a code each: no text goes on so."""
    one, two = folded(a.text), folded(b.text)
    return bool((NUMERIC.fullmatch(one) and NUMERIC.fullmatch(two)) or (CODE.match(one) and CODE.match(two)))


def _counts_anew(a: Draft, b: Draft) -> bool:
    """Whether both texts begin with a number of one kind and the second is not the higher: （二）, then （一）."""
    for kind in _COUNTED:
        one, two = kind.match(folded(a.text)), kind.match(folded(b.text))
        if one is not None and two is not None:
            return (parse(two.group(1)) or 0) <= (parse(one.group(1)) or 0)
    return False


def _text_goes_on(a: Draft, b: Draft, highest: int) -> int:
    """Whether the text of one cell goes on in the other: positive for yes, negative for no.

    ``highest`` is the number of lines of the highest cell beside the first one.
    """
    one, two = folded(a.text), folded(b.text)
    is_whole_label = len(a.lines) == 1 and highest > 2  # there was room for more below it
    if _opens(one) or one.endswith(UNFINISHED) or HANGING.match(b.text):
        return 3 if one != two else -3
    if SENTENCE_END.search(one) and one != two:
        return 0
    if is_whole_label or one == two:
        return -3
    if _last_line_is_full(a):
        return 0 if _is_narrow(a) else 3 if len(a.lines) > 1 else 1
    return -1 if len(two) > 12 or ORDINAL.match(two) else -2


def _opens(text: str) -> bool:
    """Whether a bracket is open at the end of a folded text."""
    return any(text.count(a) > text.count(b) for a, b in ("()", "[]", "《》"))


def _last_line_is_full(draft: Draft) -> bool:
    """Whether the last line leaves no room for another two characters."""
    box = draft.cell.where.bbox
    if not draft.lines or box is None:
        return False
    line = draft.lines[-1].bbox
    return (box[2] - box[0]) - (line[2] - line[0]) <= PADDING + 2.2 * (line[3] - line[1])


def _is_narrow(draft: Draft) -> bool:
    """Whether whole labels fill the lines of a cell, so that a full line says little."""
    line = draft.lines[-1].bbox
    return draft.x1 - draft.x0 <= NARROW * (line[3] - line[1])


def _is_filled(draft: Draft, all_drafts: Sequence[Draft]) -> bool:
    """Whether cells between the same borders are rarely empty."""
    column = [d for d in all_drafts if d.beside(draft)]
    return sum(bool(d.text) for d in column) >= 0.8 * len(column)


def label_goes_on(a: Draft, b: Draft, pairs: Sequence[tuple[Draft, Draft]], all_drafts: Sequence[Draft]) -> bool:
    """Whether a cell above a row that begins is merged over the page break with the cell below it."""
    if b.text:
        if not a.text:
            return a.row_span > 1
        is_last_character = len(b.text) == 1 and len(a.text) > 1 and _last_line_is_full(a) and not b.text.isdigit()
        return is_last_character or _opens(folded(a.text)) or HANGING.match(b.text) is not None
    if b.row_span > 1:
        return True
    left = [other for _, other in pairs if other.x0 < b.x0 - SAME_PLACE]
    leads = not any(other.text and not HANGING.match(other.text) for other in left)
    return bool(a.text) and (a.row_span > 1 or leads) and _is_filled(a, all_drafts)
