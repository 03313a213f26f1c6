"""Paragraphs in lines of text.

A line is a paragraph, unless lines were wrapped where the page had no more room: then they are full, and a paragraph
ends where one is not. Texts of printed documents also cut paragraphs where a page ended; what follows such a cut begins
in the middle of a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.text import folded
from extract.wrapping import ORDINAL, SENTENCE_END, glue
from models import Paragraph, Where

_BULLET = re.compile(r"\s*[-*+]\s+(?=\D)")
_HEADING = re.compile(r"\s*(#{1,6})\s+(.*?)\s*#*\s*\Z")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_OPEN_END = re.compile(r"[，、,]\s*\Z")
_HANGING = re.compile(r"[，。、；：？！）》〉」』】〕”’]|[（(][^()（）]{1,12}[）)][。；]?\Z")
_BEGINS = re.compile(r"\s*(?:\d{1,3}[.．、]\s|附件|附表|附[:：]|表\s*[\d一二三四五六七八九十]|注[:：]|#)")
_RULE = re.compile(r"\s*(?:=+|-{3,}|\*{3,}|_{3,})\s*\Z")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>-])")
_INDENT = re.compile(r"\u3000|[ \u00a0]{2,}|\t")
_PAUSE = re.compile(r"[，。；,;]")

_LONG = 30
"""Characters of a line that can be cut by the end of a page."""
_ENOUGH = 4
"""Lines directly followed by another from which it can be told whether lines were wrapped."""
_ROOM = 4
"""Columns that a full line may leave empty: no two Chinese characters fit in."""
_WIDEST = 140
"""Columns of a wrapped line; longer lines are whole paragraphs."""


@dataclass(slots=True)
class _Draft:
    """A paragraph that is being read."""

    text: str
    level: int | None
    width: int
    """Columns of its last line."""


def paragraphs_of(lines: Sequence[str], first: int, marked: bool) -> list[Paragraph]:
    """The paragraphs of some lines, numbered from ``first``; ``marked`` text is Markdown."""
    drafts: list[_Draft] = []
    full = _full_width(lines)
    after_blank = True
    for line in lines:
        if not folded(line) or (marked and _RULE.match(line)):
            after_blank = True
            continue
        text, level = _unmarked(line, marked)
        last = drafts[-1] if drafts else None
        if last is not None and level is None and last.level is None and _goes_on(last, line, text, after_blank, full):
            last.text += glue(last.text, text) + text
            last.width = _width(line)
        else:
            drafts.append(_Draft(text, level, _width(line)))
        after_blank = False
    return [
        Paragraph(text=draft.text, where=Where(block=first + number), heading_level=draft.level)
        for number, draft in enumerate(drafts)
    ]


def _unmarked(line: str, marked: bool) -> tuple[str, int | None]:
    """A line without the marks of Markdown, and its level as a heading; bullets go from other texts too."""
    level = None
    heading = _HEADING.match(line) if marked else None
    if heading:
        level, line = len(heading.group(1)), heading.group(2)
    line = _BULLET.sub("", line)
    if marked:
        line = _ESCAPE.sub(r"\1", _EMPHASIS.sub(r"\2", line))
    return " ".join(line.split()), level


def _goes_on(before: _Draft, line: str, text: str, after_blank: bool, full: int | None) -> bool:
    """Whether a line goes on with the paragraph before it."""
    if ORDINAL.match(text) or _BEGINS.match(text) or _INDENT.match(line):
        return False
    if not after_blank:
        was_full = full is not None and before.width >= full - _ROOM
        return was_full or _HANGING.match(text) is not None
    if _OPEN_END.search(before.text) or is_open(folded(before.text)):
        return True
    cut = len(before.text) >= _LONG and not SENTENCE_END.search(before.text) and _PAUSE.search(before.text)
    return bool(cut) and (SENTENCE_END.search(text) is not None or len(text) >= _LONG)


def is_open(text: str) -> bool:
    """Whether a bracket is open at the end of a folded text."""
    return any(text.count(a) > text.count(b) for a, b in ("()", "[]", "《》"))


def _full_width(lines: Sequence[str]) -> int | None:
    """The width to which lines were wrapped, in columns; ``None`` where they were not."""
    widths = [_width(line) for line in lines]
    followed = [a for a, b in pairwise(widths) if a and b]
    widest = max(widths, default=0)
    if len(followed) < _ENOUGH or widest > _WIDEST:
        return None
    return widest if sum(width >= widest - _ROOM for width in followed) * 2 >= len(followed) else None


def _width(line: str) -> int:
    """Columns that a line takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip())
