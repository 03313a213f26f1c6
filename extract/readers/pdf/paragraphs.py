"""Lines of running text joined into the paragraphs that they were, judged by where they stand.

A paragraph ends where its last line stops although the next word had room, where the next line is indented, where the
gap is wider than between lines, where the size changes, where a centred line begins or ends.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.readers.pdf.printed import ORDINAL, SENTENCE_END, PrintedLine, joined, wrapped
from models import Paragraph, Where

LEADER = re.compile(r"[.．…·‥]{4,}\s*[-—]?\s*[\dIVXivx]{0,4}\s*[-—]?\Z")
"""The dots and the number at the end of a line of a table of contents."""
SIZES_DIFFER = 1.08
WIDER = 1.2
"""How much wider than usual the step to the next line is where a paragraph begins."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the running text of a page, in points."""

    left: float
    right: float


def margins_of(lines: Sequence[PrintedLine], widths: Mapping[int, float]) -> dict[int, Margins]:
    """The margins of each page: what most long lines of all pages of the same width keep to."""
    by_width: dict[int, list[PrintedLine]] = defaultdict(list)
    for line in lines:
        by_width[round(widths[line.page])].append(line)
    found: dict[int, Margins] = {}
    for width, group in by_width.items():
        longest = max(line.x1 - line.x0 for line in group)
        long = [line for line in group if line.x1 - line.x0 > 0.7 * longest]
        found[width] = Margins(_usual(line.x0 for line in long), _usual(line.x1 for line in long))
    return {page: found[round(width)] for page, width in widths.items() if round(width) in found}


def _usual(values: Iterable[float]) -> float:
    """The most frequent value, to a point; the mean of the values around it."""
    listed = list(values)
    centre = Counter(round(v) for v in listed).most_common(1)[0][0]
    near = [v for v in listed if abs(v - centre) <= 1]
    return sum(near) / len(near)


class Typesetting:
    """How the running text of a document is set: margins and usual steps between lines."""

    def __init__(self, lines: Sequence[PrintedLine], widths: Mapping[int, float]) -> None:
        self.margins = margins_of(lines, widths)
        steps: dict[int, Counter[int]] = defaultdict(Counter)
        for before, line in zip(lines, lines[1:], strict=False):
            if before.page == line.page and 0 < line.baseline - before.baseline < 4 * line.size:
                steps[round(line.size)][round(line.baseline - before.baseline)] += 1
        self.steps = {size: counter.most_common(1)[0][0] for size, counter in steps.items()}

    def paragraphs(self, lines: Sequence[PrintedLine]) -> list[Paragraph]:
        """The paragraphs of lines that follow each other without a table between them."""
        return [self._paragraph(group) for group in wrapped(lines, self.begins)]

    def is_centred(self, line: PrintedLine) -> bool:
        """Whether a line stands in the middle: even margins that are no indent of two characters."""
        margins = self.margins[line.page]
        left, right = line.x0 - margins.left, margins.right - line.x1
        if left > 2.6 * line.size:
            return abs(left - right) < 1.2 * line.size
        return (
            left > 0.5 * line.size
            and abs(left - right) < 0.3 * line.size
            and abs(left - 2 * line.size) > 0.4 * line.size
        )

    def begins(self, before: PrintedLine, line: PrintedLine, following: PrintedLine | None, count: int) -> bool:
        """Whether ``line`` begins a paragraph; ``count`` lines of the one before it have been seen."""
        if max(before.size, line.size) > SIZES_DIFFER * min(before.size, line.size):
            return True
        if LEADER.search(before.text) or LEADER.search(line.text):
            return True
        if self._steps_down(before, line):
            return True
        centred = self.is_centred(before)
        if centred != self.is_centred(line) and (centred or count == 1):
            return True
        if self._room_after(before, centred) > line.lead + 0.2 * line.size:
            return True
        return not centred and self._indent_tells(before, line, following, count)

    def _steps_down(self, before: PrintedLine, line: PrintedLine) -> bool:
        """A wider step than lines of a paragraph have."""
        if before.page != line.page:
            return False
        usual = self.steps.get(round(line.size), 2 * line.size)
        return line.baseline - before.baseline > max(WIDER * usual, usual + 2)

    def _room_after(self, before: PrintedLine, centred: bool) -> float:
        margins = self.margins[before.page]
        if centred:
            return (margins.right - margins.left) - (before.x1 - before.x0)
        return margins.right - before.x1

    def _indent_tells(self, before: PrintedLine, line: PrintedLine, following: PrintedLine | None, count: int) -> bool:
        """The line before is full: whether the indents say that a paragraph begins all the same."""
        em = line.size
        indent, indent_before = self._indent(line), self._indent(before)
        numbered = ORDINAL.match(line.text) is not None
        ended = SENTENCE_END.search(before.text) is not None
        if indent_before > 6 * em:
            return True
        if indent > indent_before + 0.5 * em:
            hangs = count == 1 and ORDINAL.match(before.text) is not None and not numbered
            return not hangs or (following is not None and self._indent(following) < indent - 0.5 * em)
        if indent < indent_before - 0.5 * em:
            return count > 1 or (numbered and ended)
        if count == 1 and indent > 1.2 * em:
            outdents = following is not None and self._indent(following) < indent - 0.5 * em
            return outdents or ended or numbered
        return numbered and ended

    def _indent(self, line: PrintedLine) -> float:
        return line.x0 - self.margins[line.page].left

    def _paragraph(self, lines: Sequence[PrintedLine]) -> Paragraph:
        text, printed = joined([lines])
        page = lines[0].page
        boxes = [line.bbox for line in lines if line.page == page]
        box = (min(b[0] for b in boxes), boxes[0][1], max(b[2] for b in boxes), boxes[-1][3])
        longest = max(lines, key=lambda line: len(line.text))
        return Paragraph(
            text=text,
            where=Where(page=page, bbox=box),
            lines=printed,
            centred=all(self.is_centred(line) for line in lines),
            font_size=round(longest.size, 1),
        )
