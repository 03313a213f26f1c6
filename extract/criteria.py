"""Scoring criteria (评分细则): one cell of text split into its numbered parts.

A cell numbers its parts with 1、 1. （1） ① 一、 （一） or 一是. A numbering counts only where it rises from its first
number at places where a new part can begin, so that “1.5分”, “第2、3项” and dates stay whole. Nothing is lost: words
before the first number and a closing remark on all parts become criteria of their own, without an ordinal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.labels import amount_words
from extract.numerals import NUMBER, parse
from extract.text import Folded, fold, tidy
from extract.vocabulary import vocabulary
from models import Criterion
from models.document import Cell

_CHINESE = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STYLES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\d.%第])(\d{1,2})[、.](?!\d{1,2}(?!\d))",
        r"(?<![\d.%第(])(\d{1,2})\)",
        r"(?<![第按照见])\((\d{1,2})\)(?!项|条|款|、\()",
        rf"(?<![{_CIRCLED}、~-])([{_CIRCLED}])(?![{_CIRCLED}~-])",
        rf"(?<![{_CHINESE}第])([{_CHINESE}]{{1,2}})、(?![{_CHINESE}])",
        rf"(?<![第按照见])\(([{_CHINESE}]{{1,2}})\)(?!项|条|款)",
        rf"(?<![{_CHINESE}第])([{_CHINESE}]{{1,2}})是",
        rf"第([{_CHINESE}]{{1,2}})[,:、]",
    )
)
_PROSE = _STYLES[6:]
"""Numberings of running prose: a list only where the cell begins with them."""
_BOUNDARY = re.compile(r"[。;:!?)\]>》〉\"'.,]$")
_ENDS = re.compile(r"[。；;.!！)）:：]$")
_MAX = re.compile(rf"\((?:{amount_words()}){{0,3}}[:为]?({NUMBER})\)?分\)")
_CLOSING_WORDS = "|".join(vocabulary().criteria.closing)
_CLOSING = re.compile(
    rf"(?:(?<=[。;.])|(?<=分\)))(?:\((?:{_CLOSING_WORDS})[^()]*\)|(?:{_CLOSING_WORDS})[^。;]*)[。;]?$"
)
"""A last sentence, in brackets or not, that speaks of all parts: （累计最高不超过5分）."""
_LONGEST_GAP = 1
_HIGHEST_FIRST = 30


@dataclass(frozen=True, slots=True)
class Mark:
    """An ordinal in folded text."""

    number: int
    start: int
    end: int


def split_criteria(cell: Cell, first: int = 1, following: int | None = None) -> tuple[Criterion, ...]:
    """The criteria of a cell, in order; none for a cell without text.

    ``first`` is the number that the cell may begin with: 1, or the next one where the item's earlier cells already
    held numbered criteria. ``following`` is the number that the text goes on with behind the cell, where it does.
    """
    folded = fold(cell.text)
    if not folded.text:
        return ()
    marks = find_marks(folded, first, following)
    starts = [mark.start for mark in marks]
    edges = [0, *starts, len(folded.text)] if not starts or starts[0] > 0 else [*starts, len(folded.text)]
    ordinals: list[int | None] = [mark.number for mark in marks]
    if len(edges) - 1 > len(ordinals):
        ordinals.insert(0, None)
    pieces = list(zip(edges, edges[1:], ordinals, strict=False))
    if marks:
        begin, end, ordinal = pieces[-1]
        closing = _CLOSING.search(folded.text, begin, end)
        if closing is not None and closing.start() > begin:
            pieces[-1:] = [(begin, closing.start(), ordinal), (closing.start(), end, None)]
    return tuple(_criterion(cell, folded, begin, end, ordinal) for begin, end, ordinal in pieces)


def next_ordinal(criteria: Sequence[Criterion]) -> int:
    """The number that the next numbered criterion of an item would have."""
    return max((criterion.ordinal for criterion in criteria if criterion.ordinal is not None), default=0) + 1


def goes_on(before: Criterion, after: Criterion) -> bool:
    """Whether a criterion is the rest of a numbered one that breaks off: a row that a page break cut in two."""
    return before.ordinal is not None and after.ordinal is None and _ENDS.search(before.text) is None


def joined(before: Criterion, after: Criterion) -> Criterion:
    """A criterion and its rest as one; its place is that of the first part."""
    text = tidy(before.text + after.text)
    return before.model_copy(update={"text": text, "max_points": max_points_of(fold(text).text)})


def find_marks(folded: Folded, first: int = 1, following: int | None = None) -> list[Mark]:
    """The ordinals of the outermost numbering of a text; empty where it is not numbered.

    A number alone within the text counts only where ``following`` is the next one.
    """
    best: list[Mark] = []
    for style in _STYLES:
        marks = _rising(folded, style, first) or (_rising(folded, style, 1) if first != 1 else [])
        if not marks or (len(marks) == 1 and marks[0].start > 0 and following != marks[0].number + 1):
            continue
        if style in _PROSE and marks[0].start > 0:
            continue
        if not best or marks[0].start < best[0].start:
            best = marks
    return best


def max_points_of(text: str) -> Decimal | None:
    """The （N分） of a criterion: at its end, or the only one it has."""
    found = list(_MAX.finditer(text))
    if not found:
        return None
    last = found[-1]
    at_end = not text[last.end() :].strip("。;,.")
    if not at_end and len(found) > 1:
        return None
    return parse(last.group(1))


def _rising(folded: Folded, style: re.Pattern[str], first: int) -> list[Mark]:
    """The matches that count up, one number left out at most, each where a part can begin.

    They count from ``first``, or from the number that the text itself begins with.
    """
    marks: list[Mark] = []
    expected = first
    for match in style.finditer(folded.text):
        number = _value(match.group(1))
        if number is None or not _can_begin(folded, match.start()):
            continue
        at_start = match.start() == 0 and 0 < number <= _HIGHEST_FIRST
        if number == expected or at_start or (marks and expected < number <= expected + _LONGEST_GAP):
            marks.append(Mark(number, match.start(), match.end()))
            expected = number + 1
    return marks


def _can_begin(folded: Folded, position: int) -> bool:
    if position == 0 or _BOUNDARY.search(folded.text, max(0, position - 1), position):
        return True
    if folded.text[position] in _CIRCLED:
        return True
    return folded.origin[position] > folded.origin[position - 1] + 1


def _value(ordinal: str) -> int | None:
    if ordinal in _CIRCLED:
        return _CIRCLED.index(ordinal) + 1
    value = parse(ordinal)
    return None if value is None else int(value)


def _criterion(cell: Cell, folded: Folded, begin: int, end: int, ordinal: int | None) -> Criterion:
    start, stop = folded.span(begin, end)
    return Criterion(
        ordinal=ordinal,
        text=tidy(cell.text[start:stop]),
        max_points=max_points_of(folded.text[begin:end]),
        where=cell.locate(start, stop),
    )
