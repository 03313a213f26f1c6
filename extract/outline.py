"""The outline of a document: which numbered paragraph stands under which.

The signs of numbering (一、 （一） 1. （1） ①) are the same everywhere, their order is not: one document puts 1. under
（一）, another （1） under 一、, a third counts 1…44 through all its groups. So each document is asked itself: a style
stands above another when the other occurs between its consecutive numbers more often than the reverse. Only where the
document does not say does the customary order decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extract.captions import is_numbered_caption
from extract.labels import split_label
from extract.numerals import parse
from extract.passage import Passage, passages
from extract.phrase_words import phrase_words
from extract.phrases import find_phrases
from extract.text import fold, tidy
from extract.vocabulary import vocabulary
from models import Document, Paragraph
from models.document import Cell

_CHINESE = r"[一二三四五六七八九十百]{1,4}"
_STYLES: tuple[tuple[str, str], ...] = (
    ("part", rf"第({_CHINESE}|\d{{1,2}})部分[、.:,]?"),
    ("chapter", rf"第({_CHINESE}|\d{{1,2}})章[、.:,]?"),
    ("section", rf"第({_CHINESE}|\d{{1,2}})[节项][、.:,]?"),
    ("roman", r"([Ⅰ-Ⅻ])[、.:,]"),
    ("chinese", rf"({_CHINESE})(?:[、.]|,(?=[^,。]{{2,20}}(?:$|\()))"),
    ("chinese word", rf"第({_CHINESE})[,、]"),
    ("chinese bracket", rf"\(({_CHINESE})\)[、.:,]?"),
    ("number", r"(\d{1,3})(?:[、:]|\.(?!\d)|\.(?=(?:19|20)\d\d年)|,(?!\d))"),
    ("decimal 2", r"(\d{1,2}\.\d{1,2})(?![\d.%])[、.]?(?=[^\d%])"),
    ("decimal 3", r"(\d{1,2}\.\d{1,2}\.\d{1,2})(?![\d.])[、.]?"),
    ("number bracket", r"\((\d{1,3})\)[、.:,]?"),
    ("number half bracket", r"(\d{1,3})\)[、.:,]?"),
    ("circle", r"([①-⑳❶-❿⑴-⒇])[、.:,]?"),
)
"""Styles of numbering on folded text, in the order that is customary from the top to the bottom."""
_SPACED = re.compile(r"(\d{1,3})[.．]\s+(?=\d)")
"""“7. 85户…”: the blank after the dot tells it from a decimal, so that it is asked of the original text."""
_DOTTED = re.compile(r"(\d{1,3})．(?=\d)")
"""“7．19个村…”: a wide dot before a digit, where that number is the next one."""
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _STYLES)
_BARE_NUMBER = re.compile(r"(\d{1,3})\s+(?=[\u4e00-\u9fff《“])")
"""A number whose dot is missing, at the start of the original text; only where that number is the next one."""
_CODED = re.compile(r"([A-Z](?:\d{1,4}(?:[-.]\d{1,3})*)?)[、.:-]?(?=[\u4e00-\u9fff])")
_ATTACHMENT = re.compile(
    rf"附(?:件|表|录)?(?:[:]|$)|附(?:件|表|录)?(?:{_CHINESE}|\d{{1,2}})(?:[-.]\d+)?(?:[:.、]|$|(?=[\u4e00-\u9fff《]))"
)
_DATE_LINE = re.compile(
    r"(?:\d{4}|[二〇○零一二三四五六七八九O0]{4})年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?\Z"
)
_CONTENTS_LINE = re.compile(r"(?:\t|[.．…·]{3,}|[-—]{4,})\s*\d{1,3}\s*\Z")
"""A line of a table of contents ends in leaders and a page number."""
_LONGEST_HEADING = 60
_CIRCLED_FROM = {"①": 1, "❶": 1, "⑴": 1}


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number that a paragraph begins with."""

    style: str
    value: int | None
    """``None`` where the style has no order of its own: a heading without a number."""
    end: int
    """Where the words after it begin, in the folded text."""


_Numbered = tuple[Paragraph, Numbering | None]


@dataclass(slots=True, eq=False)
class Node:
    """A numbered paragraph or heading with what stands under it."""

    numbering: Numbering
    heading: Paragraph
    body: list[Paragraph] = field(default_factory=list)
    """The unnumbered paragraphs after it, up to the next node."""
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[Node]:
        """This node, its parent and so on up to the root."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def passages(self) -> tuple[Passage, ...]:
        """The text of the node itself, children not included."""
        return passages([self.heading, *self.body])


@dataclass(slots=True)
class Part:
    """A stretch of a document with an outline of its own: the report, or one of its attachments."""

    preface: list[Paragraph] = field(default_factory=list)
    """Paragraphs before the first node."""
    roots: list[Node] = field(default_factory=list)
    title: str | None = None

    def nodes(self) -> Iterator[Node]:
        """All nodes in the order of the document."""
        for root in self.roots:
            yield from root.walk()


def outline(document: Document) -> tuple[Part, ...]:
    """The parts of a document with their outlines. Tables and empty paragraphs do not take part."""
    return outline_of(block for block in document.blocks if isinstance(block, Paragraph))


def outline_of(paragraphs: Iterable[Paragraph]) -> tuple[Part, ...]:
    """The parts of a stretch of paragraphs with their outlines."""
    return tuple(_part(part) for part in _parts(paragraphs))


def lines_of(cell: Cell) -> tuple[Paragraph, ...]:
    """The lines of a cell as paragraphs, for reports that are written into the box of a form.

    Each is filled up with blanks from the left, so that its characters keep their places in the cell.
    """
    lines: list[Paragraph] = []
    start = 0
    for line in cell.text.split("\n"):
        lines.append(Paragraph(text=" " * start + line, where=cell.where, lines=cell.lines))
        start += len(line) + 1
    return tuple(lines)


def numbering(paragraph: Paragraph, expected: Sequence[int] = ()) -> Numbering | None:
    """The number at the start of a paragraph. ``expected`` are the numbers that may stand there without their dot."""
    folded = fold(paragraph.text)
    spaced = _SPACED.match(paragraph.text.lstrip())
    if spaced is not None:
        return Numbering("number", int(spaced.group(1)), len(spaced.group(1)) + 1)
    dotted = _DOTTED.match(paragraph.text.lstrip())
    if dotted is not None and int(dotted.group(1)) in expected:
        return Numbering("number", int(dotted.group(1)), len(dotted.group(1)) + 1)
    for style, pattern in _PATTERNS:
        match = pattern.match(folded.text)
        if match is not None and match.end() < len(folded.text) and not _is_amount(style, paragraph, match.end()):
            return Numbering(style, _value(match.group(1)), match.end())
    bare = _BARE_NUMBER.match(paragraph.text.lstrip())
    if bare is not None and int(bare.group(1)) in expected:
        return Numbering("number", int(bare.group(1)), len(bare.group(1)))
    return _unnumbered_heading(paragraph, folded.text)


def is_attachment_heading(paragraph: Paragraph) -> bool:
    """Whether a line opens an attachment (附件, 附件2：…) or the list of them."""
    text = fold(paragraph.text).text
    return len(text) <= _LONGEST_HEADING and _ATTACHMENT.match(text) is not None and not text.endswith("。")


def ends_with_points(paragraph: Paragraph) -> bool:
    """Whether a short paragraph is a label and then points in brackets: 项目立项（8分）."""
    folded = fold(paragraph.text)
    text = re.sub(r"[。.;,、:]+\Z", "", folded.text)
    if not text or len(text) > _LONGEST_HEADING:
        return False
    found = [p for p in find_phrases(folded) if p.kind != "rate"]
    if not found or any(p.bracket is None or p.kind not in ("maximum", "claim", "bare") for p in found):
        return False
    brackets = [p.bracket for p in found if p.bracket is not None]
    name = text[: brackets[0][0]]
    if name.endswith(phrase_words().whole.title):
        return False
    return brackets[-1][1] == len(text) and len(name) > 1 and not re.search(r"[,。;!?:]", name)


def _is_amount(style: str, paragraph: Paragraph, end: int) -> bool:
    """Whether 3.5 is an amount (3.5万元, 1.2个百分点) rather than a number of a heading (3.2人才队伍)."""
    if not style.startswith("decimal") or ends_with_points(paragraph):
        return False
    text = fold(paragraph.text).text
    words = vocabulary().labels
    return text.startswith(words.measures, end) and not text.startswith(words.not_measures, end)


def _value(text: str) -> int | None:
    if text in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ":
        return ord(text) - ord("Ⅰ") + 1
    for first, value in _CIRCLED_FROM.items():
        if 0 <= ord(text[0]) - ord(first) < 20:
            return ord(text[0]) - ord(first) + value
    number = parse(text.rsplit(".", 1)[-1])
    return None if number is None else int(number)


def _unnumbered_heading(paragraph: Paragraph, text: str) -> Numbering | None:
    """A heading without a number, told by its points; its style is its code's length, its level in Word, or none."""
    if not ends_with_points(paragraph) or is_numbered_caption(paragraph.text):
        return None
    coded = _CODED.match(text)
    if coded is not None and split_label(paragraph.text).code is not None:
        return Numbering(f"code {len(coded.group(1))}", None, 0)
    level = paragraph.heading_level
    return Numbering("heading" if level is None else f"heading {level}", None, 0)


def _parts(paragraphs: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    """Paragraphs up to the signature's date or to an attachment, then the next stretch."""
    current: list[Paragraph] = []
    for paragraph in paragraphs:
        if not paragraph.text.strip() or _CONTENTS_LINE.search(paragraph.text):
            continue
        if is_attachment_heading(paragraph) and current:
            yield current
            current = []
        current.append(paragraph)
        if _DATE_LINE.match(fold(paragraph.text).text):
            yield current
            current = []
    if current:
        yield current


def _part(paragraphs: Sequence[Paragraph]) -> Part:
    numbered = _with_letters_as_levels(tuple(_numbered(paragraphs)))
    rank = _ranks([n for _, n in numbered if n is not None])
    part = Part()
    path: list[Node] = []
    for paragraph, number in numbered:
        if number is None:
            (path[-1].body if path else part.preface).append(paragraph)
            continue
        while path and rank[path[-1].numbering.style] >= rank[number.style]:
            path.pop()
        node = Node(number, paragraph, parent=path[-1] if path else None)
        (path[-1].children if path else part.roots).append(node)
        path.append(node)
    return part


def _numbered(paragraphs: Sequence[Paragraph]) -> Iterator[_Numbered]:
    """Each paragraph with its number; a number without its dot counts where it is the next or the one after."""
    last = 0
    for paragraph in paragraphs:
        number = numbering(paragraph, expected=(last + 1,) if last else ())
        if number is not None and number.style == "number" and number.value is not None:
            last = number.value
        yield paragraph, number


def _with_letters_as_levels(numbered: Sequence[_Numbered]) -> list[_Numbered]:
    """A1, B1, B2, A2, B3: where codes of one length go back to a letter and count on, letters are levels."""
    codes = {i: code for i, (paragraph, number) in enumerate(numbered) if (code := _code(paragraph, number))}
    result = list(numbered)
    for length in {len(code) for code in codes.values()}:
        places = [i for i, code in codes.items() if len(code) == length]
        order = [codes[i] for i in places]
        if length < 2 or len(set(order)) < len(order) or not _goes_back(order):
            continue
        for i in places:
            paragraph, number = numbered[i]
            if number is not None:
                result[i] = (paragraph, replace(number, style=f"{number.style}.{ord(codes[i][0]) - ord('A')}"))
    return result


def _code(paragraph: Paragraph, number: Numbering | None) -> str:
    """The code that a heading goes by; nothing where it goes by a number or is none."""
    match = _CODED.match(fold(paragraph.text).text) if number is not None and number.style.startswith("code ") else None
    return match.group(1) if match else ""


def _goes_back(codes: Sequence[str]) -> bool:
    """Whether an earlier letter comes again, the numbers of each letter rising."""
    letters = [code[0] for code in codes]
    rising = all(a < b for letter in set(letters) for a, b in pairwise(c for c in codes if c[0] == letter))
    return rising and letters != sorted(letters)


def _ranks(numbers: Sequence[Numbering]) -> dict[str, int]:
    """How deep each style stands, from 0. Heading levels and decimals know it; of the rest the document decides."""
    styles = list(dict.fromkeys(number.style for number in numbers))
    above = _above(numbers)
    wins = {style: sum(_stands_above(style, other, above) for other in styles if other != style) for style in styles}
    order = sorted(styles, key=lambda style: (-wins[style], _customary(style)))
    return {style: rank for rank, style in enumerate(order)}


def _stands_above(style: str, other: str, above: dict[tuple[str, str], float]) -> bool:
    mine, theirs = above.get((style, other), 0.0), above.get((other, style), 0.0)
    if mine != theirs and not _ordered(style, other):
        return mine > theirs
    return _customary(style) < _customary(other)


def _ordered(style: str, other: str) -> bool:
    """Whether two styles are of one family, whose order is part of their meaning."""
    family = style.partition(" ")[0]
    return family == other.partition(" ")[0] and family in ("heading", "code", "decimal")


def _customary(style: str) -> tuple[int, float]:
    names = [name for name, _ in _STYLES]
    if style in names:
        return (names.index(style), 0)
    family, _, level = style.partition(" ")
    if family == "heading" and level:
        return (-1, int(level))
    return (len(names), 0) if family == "heading" else (len(names) + 1, float(level))


def _above(numbers: Sequence[Numbering]) -> dict[tuple[str, str], float]:
    """For each pair of styles, the share of the first one's consecutive numbers with one of the second between."""
    places: dict[str, list[int]] = {}
    for index, number in enumerate(numbers):
        places.setdefault(number.style, []).append(index)
    result: dict[tuple[str, str], float] = {}
    for style, indices in places.items():
        steps = [(a, b) for a, b in pairwise(indices) if _consecutive(numbers[a], numbers[b])]
        between = Counter(other for a, b in steps for other in {n.style for n in numbers[a + 1 : b]})
        for other, count in between.items():
            result[style, other] = count / len(steps)
    return result


def _consecutive(first: Numbering, second: Numbering) -> bool:
    if first.value is None or second.value is None:
        return True
    return second.value == first.value + 1


def heading_text(node: Node) -> str:
    """The heading of a node without its number, tidied."""
    folded = fold(node.heading.text)
    return tidy(folded.quote(node.numbering.end, len(folded.text)))
