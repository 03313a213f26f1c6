"""What belongs to the page and not to the text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from extract.readers.pdf.printed import PrintedLine
from extract.text import folded

EDGE = 100.0
"""Points from the top and bottom edge within which page numbers and running lines stand; a fifth of low pages."""
OFTEN = 3
"""Pages on which a line must stand at one height to be a running line."""
SAME_HEIGHT = 2.0

NUMBER = re.compile(
    r"-+\d{1,4}-+|第\d{1,4}页(?:[,/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}|\d{1,4}of\d{1,4}|[Pp]age\d{1,4}(?:of\d{1,4})?|·\d{1,4}·"
    r"|[-一]{1,2}\d{1,4}[-一]{0,2}|\d{1,4}[-一]{1,2}"
)
"""A page number that cannot be anything else, folded; recognition takes the dashes of “— 4 —” for 一, or loses one."""
_NUMBERS = re.compile(f"(?:{NUMBER.pattern}){{1,2}}")
"""One page number, or one at each side."""
BARE = re.compile(r"\d{1,4}|[ivxlc]{1,6}|[IVXLC]{1,6}")
"""A page number that could be anything: only numbers that grow with the pages count."""


def without_furniture(
    pages: Sequence[tuple[float, list[PrintedLine]]], numbers: Sequence[int]
) -> list[list[PrintedLine]]:
    """The lines of each page (given with the page's height) without its furniture; ``numbers`` are the page numbers."""
    found = [list(lines) for _, lines in pages]
    heights = [height for height, _ in pages]
    for _ in range(3):
        dropped = False
        for at in (0, -1):
            outer = {
                index: lines[at]
                for index, lines in enumerate(found)
                if lines and _at_edge(lines[at], heights[index], at)
            }
            for index in _running(outer, heights, at) | _page_numbers(outer, heights, at, numbers):
                del found[index][at]
                dropped = True
        if not dropped:
            break
    return found


def _at_edge(line: PrintedLine, height: float, at: int) -> bool:
    edge = min(EDGE, height / 5)
    return line.bottom < edge if at == 0 else line.top > height - edge


def _depth(line: PrintedLine, height: float, at: int) -> float:
    """Distance from the edge of the page that the line is near to."""
    return line.baseline if at == 0 else height - line.baseline


def _running(outer: dict[int, PrintedLine], heights: Sequence[float], at: int) -> set[int]:
    """Pages whose outermost line is the same as on most pages around, at the same height."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, line in outer.items():
        groups[line.text].append(index)
    found: set[int] = set()
    for pages in groups.values():
        depths = [_depth(outer[i], heights[i], at) for i in pages]
        usual = sorted(depths)[len(depths) // 2]
        level = [i for i, depth in zip(pages, depths, strict=True) if abs(depth - usual) <= SAME_HEIGHT]
        if len(level) >= OFTEN and 2 * len(level) >= (level[-1] - level[0]) / 2:
            found.update(level)
    return found


def _page_numbers(outer: dict[int, PrintedLine], heights: Sequence[float], at: int, numbers: Sequence[int]) -> set[int]:
    found: set[int] = set()
    bare: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, line in outer.items():
        text = folded(line.text)
        if _NUMBERS.fullmatch(text):
            found.add(index)
        elif BARE.fullmatch(text):
            value = int(text) if text.isdigit() else _roman(text.upper())
            level = round(_depth(line, heights[index], at) / SAME_HEIGHT)
            bare[(value - numbers[index], level)].append(index)
    for pages in bare.values():
        if len(pages) > 1:
            found.update(pages)
    return found


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[c] for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
