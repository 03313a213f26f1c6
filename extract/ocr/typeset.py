"""Lines read from a picture as runs of characters, as if a text layer had given them: size, baseline, edges.

The size of Chinese type is the distance between neighbouring characters, but for lines that are spread to fill their
width; their height tells. Sizes are measured on long lines and shared by all lines of about that size, since a page is
set in few sizes and paragraphs are told apart by them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from statistics import median

from extract.ocr.engine import Reading
from extract.ocr.lines import ReadLine
from extract.readers.pdf.glyphs import Run

NAMED_SIZES = (5, 5.5, 6.5, 7.5, 9, 10.5, 12, 14, 15, 16, 18, 22, 24, 26, 36, 42)
"""Sizes of Chinese type that have names (八号 … 初号), in points; official documents are set in them."""
NAMED_WITHIN = 0.035
"""Share by which a measured size may miss a named one."""
MEASURABLE = 4
"""Full-width characters in a row from which the distance between them is a measure."""
SAME_SIZE = 0.08
"""Share by which measured sizes of one type size differ."""
ABOUT = 0.15
"""The same where only the height of the ink was measured."""
SPREAD = 0.04
"""Share by which the distance between characters may exceed the size that their height tells."""
FEWEST_EMS = 1.45
"""Ems between the middles of a character's neighbours; measured ones miss two by a third at most."""
DOUBTFUL = 0.9
"""Confidence below which a character may be one too many."""
INK_HEIGHT = {"wide": 0.92, "narrow": 0.72}
"""Height of the ink of a line in ems: with Chinese characters, and of digits and letters alone."""

_WIDE_ROW = re.compile(f"[\u3007\u4e00-\u9fff\u3400-\u4dbf]{{{MEASURABLE},}}")
_LEFT_HALF = frozenset("，。、；：！？）》〉」』】〕”’％")
"""Full-width signs whose ink stands in the left half of their em."""
_RIGHT_HALF = frozenset("（《〈「『【〔“‘")
_BEARING = 0.05
"""Ems of paper on either side of a character's ink."""
CENTRE = 0.38
"""Ems by which the middle of a line of characters stands above its baseline."""


def sizes_of(lines: Sequence[ReadLine], dpi: float) -> list[float]:
    """The size of each line of a page, in points."""
    point = dpi / 72
    return _shared_sizes([(_pitch(line, point), _height(line, point), len(line.reading.text)) for line in lines])


def without_doubles(line: ReadLine, size: float, dpi: float) -> ReadLine:
    """The line, of a size in points, without characters for which its ink has no room.

    Recognition sometimes gives a character twice, differently. Between the neighbours of a full-width character there
    are two ems; where there are fewer, the least certain of the three is one too many.
    """
    reading = line.reading
    room = FEWEST_EMS * size * dpi / 72 / (line.ink[2] - line.ink[0])
    kept = list(range(len(reading.text)))
    at = 1
    while at < len(kept) - 1:
        three = kept[at - 1 : at + 2]
        doubled = all("\u3400" <= reading.text[i] <= "\u9fff" for i in three)
        least = min(three, key=lambda i: reading.confidences[i])
        if (
            doubled
            and reading.centres[three[2]] - reading.centres[three[0]] < room
            and reading.confidences[least] < DOUBTFUL
        ):
            kept.remove(least)
        else:
            at += 1
    if len(kept) == len(reading.text):
        return line
    return ReadLine(
        line.box,
        line.ink,
        Reading(
            "".join(reading.text[i] for i in kept),
            tuple(reading.centres[i] for i in kept),
            tuple(reading.confidences[i] for i in kept),
        ),
    )


def run_of(line: ReadLine, size: float, dpi: float, width: float = inf) -> Run:
    """A line of a size as a run, in points; no character reaches beyond the edges of a page of a width."""
    point = dpi / 72
    reading = line.reading
    left, right = line.ink[0] / point, line.ink[2] / point
    first, last = reading.text[0], reading.text[-1]
    middles = [left + centre * (right - left) for centre in reading.centres]
    borders = [(a + b) / 2 for a, b in pairwise(middles)]
    starts = [min(_left_edge(left, first, size), middles[0]), *borders]
    ends = [*borders, max(_right_edge(right, last, size), middles[-1])]
    baseline = (line.box[1] + line.box[3]) / 2 / point + CENTRE * size
    starts, ends = ([min(max(place, 0.0), width) for place in places] for places in (starts, ends))
    return Run(reading.text, starts, ends, baseline, size, round(reading.confidence, 3))


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—·"


def _pitch(line: ReadLine, point: float) -> float | None:
    """The size of a line by the distance between Chinese characters that follow each other, in points."""
    rows = [m.span() for m in _WIDE_ROW.finditer(line.reading.text)]
    if not rows:
        return None
    start, end = max(rows, key=lambda r: r[1] - r[0])
    centres = line.reading.centres
    share = (centres[end - 1] - centres[start]) / (end - 1 - start)
    return share * (line.ink[2] - line.ink[0]) / point


def _height(line: ReadLine, point: float) -> float:
    """The size of a line by the height of its ink, in points; marks that are low by nature are not trusted."""
    wide = any("\u3400" <= c <= "\u9fff" for c in line.reading.text)
    ink = (line.ink[3] - line.ink[1]) / point / INK_HEIGHT["wide" if wide else "narrow"]
    box = (line.box[3] - line.box[1]) / point
    return max(ink, 0.4 * box)


def _shared_sizes(measures: Sequence[tuple[float | None, float, int]]) -> list[float]:
    """A size for each line from its pitch, its height and its length; sizes that are about the same are one."""
    usual = median([pitch / height for pitch, height, _ in measures if pitch is not None] or [1.0])
    measures = [(_unspread(pitch, usual * height), usual * height, length) for pitch, height, length in measures]
    pitches = sorted((pitch, length) for pitch, _, length in measures if pitch is not None)
    centres: list[float] = []
    while pitches:
        middle = max((p for p, _ in pitches), key=lambda p: sum(n for q, n in pitches if _near(p, q, SAME_SIZE / 2)))
        members = [p for p, n in pitches if _near(middle, p, SAME_SIZE / 2) for _ in range(n)]
        centres.append(median(members))
        pitches = [(p, n) for p, n in pitches if not _near(middle, p, SAME_SIZE)]
    sizes = []
    for pitch, height, _ in measures:
        measured = height if pitch is None else pitch
        near = [c for c in centres if _near(c, measured, ABOUT if pitch is None else SAME_SIZE * 1.5)]
        sizes.append(_named(min(near, key=lambda c: abs(c - measured)) if near else measured))
    return sizes


def _unspread(pitch: float | None, height: float) -> float | None:
    """The distance between characters, ``None`` where the height says that it is not their size."""
    return pitch if pitch is not None and _near(pitch, height, SPREAD) else None


def _near(one: float, two: float, share: float) -> bool:
    return abs(one - two) <= share * max(one, two)


def _named(size: float) -> float:
    """The named size that is meant, or the size to half a point."""
    nearest = min(NAMED_SIZES, key=lambda named: abs(named - size))
    return float(nearest) if _near(nearest, size, NAMED_WITHIN) else max(round(2 * size) / 2, 1.0)


def _left_edge(ink: float, character: str, size: float) -> float:
    """The left edge of the em of a line's first character whose ink begins at ``ink``."""
    return ink - (0.5 if character in _RIGHT_HALF else _BEARING if _is_wide(character) else 0.0) * size


def _right_edge(ink: float, character: str, size: float) -> float:
    """The right edge of the em of a line's last character whose ink ends at ``ink``."""
    return ink + (0.5 if character in _LEFT_HALF else _BEARING if _is_wide(character) else 0.0) * size
