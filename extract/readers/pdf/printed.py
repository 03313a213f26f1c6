"""Printed lines: runs of characters on one level, and lines joined into the text that they were before typesetting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from extract.readers.pdf.glyphs import Run
from extract.wrapping import glue, is_word
from models import Box, Line

LEADER = re.compile(r"\s*[.．…·‥]{4,}\s*(?=[-—]?\s*[\dIVXivx]{0,4}\s*[-—]?\Z)")
"""The dots between a line of a table of contents and its page number."""

_CLOSING = frozenset("，。、；：？！）》〉」』】〕”’％%,.;:?!)]}…·")
_OPENING = frozenset("（《〈「『【〔“‘([{￥$")
_BINDING = frozenset("\"'“”‘’/×÷+=*~-–±≥≤")
"""Signs that stay with both neighbours (Unicode line breaking, classes QU, SY and those near them)."""
_ASCII_TOKEN = re.compile(r"[!-~]+")
_DOTS = re.compile(r"[.．…·‥]{4}")
_BY_BASELINE = attrgetter("baseline")
_TWO_IDEOGRAPHS = re.compile("[一-鿿]{2}")


@dataclass(slots=True)
class PrintedLine:
    """Characters on one level of a page, from left to right; boxes in points as seen."""

    text: str
    page: int
    x0: float
    x1: float
    baseline: float
    size: float
    lead: float
    """Width of what cannot be parted from its first character: a number or Latin word, closing punctuation after it."""
    fills: bool
    """Whether it is one Latin word or number without any place to break."""
    trailing_blank: bool
    """Whether a blank was printed after the last character."""
    leader: bool
    """Whether dots led to a page number at its end, as in a table of contents; the dots are not part of the text."""
    confidence: float | None = None
    """Of the least sure of its runs, where they were recognised in a picture."""

    @property
    def top(self) -> float:
        """Upper edge of the characters' em boxes."""
        return self.baseline - 0.88 * self.size

    @property
    def bottom(self) -> float:
        """Lower edge of the characters' em boxes."""
        return self.baseline + 0.12 * self.size

    @property
    def bbox(self) -> Box:
        """Box of the line."""
        baseline, size = self.baseline, self.size
        return rounded((self.x0, baseline - 0.88 * size, self.x1, baseline + 0.12 * size))


@lru_cache(maxsize=8192)
def _hundredth(place: float) -> float:
    """A place to a hundredth of a point; borders, margins and lines are shared by many, and rounding is slow."""
    return round(place, 2)


def rounded(box: Box) -> Box:
    """A box to a hundredth of a point."""
    return (_hundredth(box[0]), _hundredth(box[1]), _hundredth(box[2]), _hundredth(box[3]))


def printed_lines(runs: Iterable[Run], page: int) -> list[PrintedLine]:
    """The lines that runs of one page form, from top to bottom."""
    levels: list[list[Run]] = []
    for run in sorted(runs, key=_BY_BASELINE):
        if levels and run.baseline - levels[-1][0].baseline < 0.45 * min(run.size, levels[-1][0].size):
            levels[-1].append(run)
        else:
            levels.append([run])
    lines = (_line(level, page) for level in levels)
    return [line for line in lines if line is not None]


def _line(runs: list[Run], page: int) -> PrintedLine | None:
    if len(runs) > 1:
        runs.sort(key=lambda r: r.x0)
        runs = _once(runs)
    whole = runs[0].text if len(runs) == 1 else _text_of(runs)
    text = whole.strip()
    if not text:
        return None
    x0, x1 = (runs[0].starts[0], runs[-1].ends[-1]) if text == whole else _ends(runs)
    leader = _DOTS.search(text) is not None and LEADER.search(text) is not None
    if leader:
        text = LEADER.sub(" ", text).strip() or text
    main = max(runs, key=lambda r: len(r.text)) if len(runs) > 1 else runs[0]
    sure = main.confidence
    if sure is not None and len(runs) > 1:
        sure = min(r.confidence for r in runs if r.confidence is not None)
    return PrintedLine(
        text, page, x0, x1, main.baseline, main.size,
        lead=_lead(runs), fills=_ASCII_TOKEN.fullmatch(text) is not None, trailing_blank=whole[-1].isspace(),
        leader=leader, confidence=sure,
    )  # fmt: skip


def _text_of(runs: Sequence[Run]) -> str:
    """The characters of runs on one level; a wide gap between two words is a blank."""
    pieces = [runs[0].text]
    for last, run in pairwise(runs):
        if run.x0 - last.x1 > 0.15 * run.size and is_word(last.text[-1]) and is_word(run.text[0]):
            pieces.append(" ")
        pieces.append(run.text)
    return "".join(pieces)


def _ends(runs: Sequence[Run]) -> tuple[float, float]:
    """Left edge of the first character that is no blank, right edge of the last one."""
    printed = [r for r in runs if not r.text.isspace()]
    first, last = printed[0], printed[-1]
    return first.starts[len(first.text) - len(first.text.lstrip())], last.ends[len(last.text.rstrip()) - 1]


def _lead(runs: Sequence[Run]) -> float:
    """Width of the first piece of a line that a line break could not part."""
    head = runs[0]
    if _TWO_IDEOGRAPHS.match(head.text):
        return head.ends[0] - head.starts[0]
    start = end = 0.0
    before = ""
    for run in runs:
        for character, x0, x1 in zip(run.text, run.starts, run.ends, strict=True):
            if not before:
                if not character.isspace():
                    start, end, before = x0, x1, character
            elif _stay_together(before, character):
                end, before = x1, character
            else:
                return end - start
    return end - start


def _stay_together(one: str, two: str) -> bool:
    """Whether no line may end between two characters."""
    if two in _CLOSING or one in _OPENING or one in _BINDING or two in _BINDING:
        return True
    return "!" <= two <= "~" and ("!" <= one <= "~" or (one in _CLOSING and two.isdigit()))


def _once(runs: list[Run]) -> list[Run]:
    """Runs without the second copy of characters that are drawn twice to look bold."""
    kept = [runs[0]]
    for run in runs[1:]:
        last = kept[-1]
        if run.x0 >= last.x1 - 0.3 * run.size:
            kept.append(run)
        elif run.text == last.text and abs(run.x0 - last.x0) < 0.25 * run.size:
            continue
        else:
            kept[-1] = _interleaved(last, run)
    return kept


def _interleaved(one: Run, two: Run) -> Run:
    """Two overlapping runs as one, each place printed once."""
    characters = sorted(
        [*zip(one.starts, one.ends, one.text, strict=True), *zip(two.starts, two.ends, two.text, strict=True)]
    )
    kept = [characters[0]]
    for start, end, character in characters[1:]:
        near = [k for k in kept[-3:] if k[2] == character and abs(start - k[0]) < 0.25 * one.size]
        if not near:
            kept.append((start, end, character))
    starts, ends = [k[0] for k in kept], [k[1] for k in kept]
    return Run("".join(k[2] for k in kept), starts, ends, one.baseline, one.size, one.confidence)


def joined(paragraphs: Sequence[Sequence[PrintedLine]]) -> tuple[str, tuple[Line, ...]]:
    """Text of paragraphs of wrapped lines, ``\\n`` between paragraphs, and which characters stood in which line."""
    pieces: list[str] = []
    lines: list[Line] = []
    at = 0
    for number, paragraph in enumerate(paragraphs):
        before: PrintedLine | None = None
        for line in paragraph:
            between = _glue(before, line) if before is not None else "\n" if number else ""
            pieces.append(between)
            at += len(between)
            end = at + len(line.text)
            lines.append(Line.unchecked(start=at, end=end, page=line.page, bbox=line.bbox, confidence=line.confidence))
            pieces.append(line.text)
            at = end
            before = line
    return "".join(pieces), tuple(lines)


def _glue(before: PrintedLine, line: PrintedLine) -> str:
    """What the line break stood for: nothing between Chinese characters, a blank between Latin words.

    Numbers are never parted at a blank unless one was printed; a word that fills its line was cut by its end.
    """
    if not (is_word(before.text[-1]) and is_word(line.text[0])):
        return ""
    if before.trailing_blank:
        return " "
    return "" if before.fills else glue(before.text, line.text)


def wrapped(
    lines: Sequence[PrintedLine], is_new: Callable[[PrintedLine, PrintedLine, PrintedLine | None, int], bool]
) -> list[list[PrintedLine]]:
    """Lines grouped into paragraphs; ``is_new(before, line, next, lines so far)`` says where one begins."""
    paragraphs: list[list[PrintedLine]] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if not paragraphs or is_new(paragraphs[-1][-1], line, following, len(paragraphs[-1])):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return paragraphs
