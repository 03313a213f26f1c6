"""Lines of running text joined into the paragraphs that they were, judged by where they stand.

A paragraph ends where its last line stops although the next word had room, where the next line is indented, where the
gap is wider than between lines, where the size changes, where a centred line begins or ends.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.readers.pdf.printed import PrintedLine, joined, wrapped
from extract.wrapping import ATTACHMENT, ORDINAL, SENTENCE_END
from models import Paragraph, Where

SIZES_DIFFER = 1.08
WIDER = 1.2
"""How much wider than usual the step to the next line is where a paragraph begins."""
UNUSED = 3.5
"""Lines left free at the end of a page where a page break was set; keeping lines together needs fewer."""


ENOUGH = 5
"""Long lines from which the margins of a page can be told."""
LITTLE = 200
"""Characters outside of tables from which the size of the body can be told."""
STICKS_OUT = 12.0
"""Points by which a table may stick out of the text."""
OFTEN = 0.04
"""Share of the lines that must begin at the left margin."""
MOSTLY = 0.3
"""Share of the long lines that must end at one place for it to be the right margin."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's size, left and right edge of each of its tables, and how many characters of which size they hold.

    The characters are counted where the running text is too short to tell the size of the body.
    """

    width: float
    height: float
    tables: Sequence[tuple[float, float]]
    sizes: Callable[[], Counter[int]]


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the running text of a page, in points."""

    left: float
    right: float


def margins_of(lines: Sequence[PrintedLine], pages: Mapping[int, Sheet]) -> dict[int, Margins]:
    """The margins of each page: what the lines of all pages of the same width keep to.

    First lines are indented, so the left margin is the leftmost place where several lines begin. Where there are few
    lines, the tables show how wide the text is, and both margins are taken as equal.
    """
    groups: dict[int, list[int]] = defaultdict(list)
    for number, page in pages.items():
        groups[round(page.width)].append(number)
    found: dict[int, Margins] = {}
    for numbers in groups.values():
        members = set(numbers)
        group = [line for line in lines if line.page in members]
        longest = max((line.x1 - line.x0 for line in group), default=0.0)
        long = [line for line in group if line.x1 - line.x0 > 0.7 * longest]
        if len(long) >= ENOUGH:
            margins = Margins(_leftmost([line.x0 for line in group]), _right([line.x1 for line in long]))
        else:
            tables = [span for number in numbers for span in pages[number].tables]
            margins = _even_margins([(line.x0, line.x1) for line in group], tables, pages[numbers[0]].width)
        found.update(dict.fromkeys(numbers, margins))
    return found


def _even_margins(lines: Sequence[tuple[float, float]], tables: Sequence[tuple[float, float]], width: float) -> Margins:
    """Margins from the left and right ends of a few lines, or of tables where these are much wider than the lines.

    Tables stick out of the text by the padding of their cells, so they only count where nothing else tells.
    """
    of_lines = min((min(x0, width - x1) for x0, x1 in lines), default=width / 2)
    of_tables = min((min(x0, width - x1) for x0, x1 in tables), default=width / 2)
    edge = of_tables if of_tables < of_lines - STICKS_OUT else of_lines
    return Margins(edge, width - edge)


def _leftmost(values: Sequence[float]) -> float:
    """The smallest place that several values share."""
    enough = max(2, OFTEN * len(values))
    counter = Counter(round(v) for v in values)
    shared = [place for place in counter if _around(counter, place) >= enough]
    return _mean(values, min(shared)) if shared else min(values)


def _right(values: Sequence[float]) -> float:
    """The place that most values share; where there is none, the largest that two share."""
    counter = Counter(round(v) for v in values)
    place, count = counter.most_common(1)[0]
    if count < MOSTLY * len(values):
        place = max((p for p in counter if _around(counter, p) >= 2), default=max(counter))
    return _mean(values, place)


def _around(counter: Counter[int], place: int) -> int:
    return counter[place] + counter[place + 1]


def _mean(values: Sequence[float], place: int) -> float:
    near = [v for v in values if abs(v - place) <= 1]
    return sum(near) / len(near)


class Typesetting:
    """How the running text of a document is set: margins, size of the body, usual steps between lines."""

    def __init__(self, lines: Sequence[PrintedLine], pages: Mapping[int, Sheet]) -> None:
        self.margins = margins_of(lines, pages)
        sizes: Counter[int] = Counter()
        steps: dict[int, Counter[int]] = defaultdict(Counter)
        for line in lines:
            sizes[round(line.size)] += len(line.text)
        for before, line in pairwise(lines):
            if before.page == line.page and 0 < line.baseline - before.baseline < 4 * line.size:
                steps[round(line.size)][round(line.baseline - before.baseline)] += 1
        if sum(sizes.values()) < LITTLE:
            sizes = sum((page.sizes() for page in pages.values()), sizes)
        self.body = sizes.most_common(1)[0][0] if sizes else 0
        lowest: dict[int, float] = defaultdict(float)
        for line in lines:
            key = round(pages[line.page].height)
            lowest[key] = max(lowest[key], line.baseline)
        self.lowest = {number: lowest[round(page.height)] for number, page in pages.items()}
        self.steps = {size: min(c.most_common(1)[0][0], 2.2 * size) for size, c in steps.items()}

    def paragraphs(self, lines: Sequence[PrintedLine]) -> list[Paragraph]:
        """The paragraphs of lines that follow each other without a table between them."""
        return [self._paragraph(group) for group in wrapped(lines, self.begins)]

    def is_centred(self, line: PrintedLine) -> bool:
        """Whether a line stands in the middle: even margins that are no indent of two characters.

        Lines of a title may be as wide as the text; they are larger than it.
        """
        margins, em = self.margins[line.page], line.size
        left, right = line.x0 - margins.left, margins.right - line.x1
        if self._is_large(line):
            return abs(left - right) < (0.6 if left < 2.6 * em else 1.2) * em
        if left > 2.6 * em:
            return abs(left - right) < 1.2 * em
        return left > 0.5 * em and abs(left - right) < 0.3 * em and abs(left - 2 * em) > 0.4 * em

    def _is_large(self, line: PrintedLine) -> bool:
        return line.size > 1.1 * self.body

    def begins(self, before: PrintedLine, line: PrintedLine, following: PrintedLine | None, count: int) -> bool:
        """Whether ``line`` begins a paragraph; ``count`` lines of the one before it have been seen."""
        if max(before.size, line.size) > SIZES_DIFFER * min(before.size, line.size):
            return True
        if before.leader or line.leader or self._steps_down(before, line):
            return True
        centred_before, centred = self.is_centred(before), self.is_centred(line)
        if self._is_large(line):
            if centred_before and centred:
                return False  # a title is broken where its words part, not where the line ends
        elif centred_before != centred and (centred_before or count == 1):
            return True
        both = centred_before and centred
        if self._room_after(before, both) > line.lead + 0.2 * line.size:
            return True
        return not both and self._indent_tells(before, line, following, count)

    def _steps_down(self, before: PrintedLine, line: PrintedLine) -> bool:
        """A wider step than lines of a paragraph have; over a page break, room for several lines left unused."""
        usual = self.steps.get(round(line.size), 2 * line.size)
        if before.page != line.page:
            return self.lowest[before.page] - before.baseline > UNUSED * usual
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
        numbered = ORDINAL.match(line.text) is not None or ATTACHMENT.match(line.text) is not None
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
        boxes = [line.bbox for line in printed if line.page == page]
        box = (min(b[0] for b in boxes), boxes[0][1], max(b[2] for b in boxes), boxes[-1][3])
        longest = max(lines, key=lambda line: len(line.text))
        return Paragraph.unchecked(
            text=text,
            where=Where.unchecked(page=page, bbox=box),
            lines=printed,
            centred=all(self.is_centred(line) for line in lines),
            font_size=round(longest.size, 1),
        )
