"""The text of a page in the order in which it is shown: paragraphs and tables, and the boxes that hold them.

A paragraph ends where a block element begins or ends, and at a line break that stands for one. Blanks are as browsers
show them. Tables that only place text are walked through like any other box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extract.readers.html.looks import Look, Looks
from extract.readers.html.page import Element, text_of
from extract.readers.html.tables import is_layout, read_grid
from extract.readers.tabular import Slot, make_table
from extract.text import folded
from extract.wrapping import ORDINAL, SENTENCE_END
from models import Paragraph, Table, Where

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
SKIPPED = frozenset((
    "applet", "area", "audio", "base", "button", "canvas", "col", "colgroup", "datalist", "head", "input", "link",
    "map", "meta", "meter", "noscript", "option", "optgroup", "param", "progress", "rp", "rt", "script", "select",
    "style", "svg", "template", "textarea", "title", "track", "video",
))  # fmt: skip
EMBEDDED = frozenset(("embed", "iframe", "object"))
MOST_PARAGRAPH = 60
"""Characters of a line that can be a title or caption; longer ones are never taken as set in the middle."""

_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u3000\u2000-\u200b\ufeff]+")
_INDENT = re.compile(r"[\u00a0\u3000\u2002\u2003 ]{2,}|\u3000")
_KEPT = re.compile(r"white-space\s*:\s*pre", re.IGNORECASE)
_HEADING = re.compile(r"h([1-6])\Z")
_CHINESE = "零一二三四五六七八九十"


@dataclass(slots=True)
class Piece:
    """A block of the page before it is known whether it belongs to the document."""

    block: Paragraph | Table
    length: int
    """Characters without blanks."""
    linked: int
    """How many of them are links."""


@dataclass(slots=True)
class Box:
    """An element that holds blocks: those from ``start`` up to ``end``, and further boxes."""

    tag: str
    names: str
    """Its class, id and role."""
    start: int
    end: int = 0
    inner: list[Box] = field(default_factory=list)


@dataclass(slots=True)
class Losses:
    """What was not read, and where: the number of the block before which it stood, half of one more in a table."""

    hidden: list[float] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)
    objects: list[float] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """An open element."""

    look: Look
    linked: bool
    kept: bool
    box: Box | None
    number: int | None = None
    """The next number of its list."""


class Flow:
    """Walks through one element; cells of tables are walked through by flows of their own."""

    def __init__(self, looks: Looks, name: str, nested: int = 0) -> None:
        self.pieces: list[Piece] = []
        self.losses = Losses()
        self._looks, self._name, self._nested = looks, name, nested
        self._text: list[tuple[str, Look, bool]] = []
        self._heading: int | None = None
        self._states: list[_State] = []

    def read(self, root: Element, look: Look = Look()) -> Box:  # noqa: B008 - it is frozen
        """The pieces of an element, its own tags included; returns the box around them."""
        top = Box(root.tag if isinstance(root.tag, str) else "", "", 0)
        self._states = [_State(look, linked=False, kept=False, box=top)]
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if not self._start(element, is_root=element is root):
                    walk.skip_subtree()
            else:
                self._end(element, is_root=element is root)
        self._flush()
        top.end = len(self.pieces)
        return top

    def _start(self, element: Element, *, is_root: bool) -> bool:
        """Opens an element; whether to go into it."""
        around = self._states[-1]
        tag = element.tag if isinstance(element.tag, str) else ""
        state = _State(self._looks.of(element, around.look), around.linked or tag == "a", around.kept, None)
        self._states.append(state)
        if tag in SKIPPED or not tag:
            return False
        if self._looks.hidden(element) and not is_root:
            if text_of(element).strip():
                self.losses.hidden.append(len(self.pieces))
            return False
        if tag in EMBEDDED:
            self._embedded(element, tag)
            return False
        if tag == "br":
            self._text.append(("\n", state.look, False))
            return False
        if tag == "img" and _is_large(element):
            self.losses.pictures.append(len(self.pieces))
        if tag in BLOCKS:
            self._flush()
            if tag == "table" and not is_root and not is_layout(element, self._looks):
                self._table(element, state.look)
                return False
            self._open_box(element, tag, state)
        state.kept |= tag == "pre" or bool(_KEPT.search(element.get("style") or ""))
        self._add(element.text, state)
        return True

    def _end(self, element: Element, *, is_root: bool) -> None:
        state = self._states.pop()
        if element.tag in BLOCKS:
            self._flush()
            if _HEADING.match(str(element.tag)):
                self._heading = None
        if state.box is not None:
            state.box.end = len(self.pieces)
        if not is_root:
            self._add(element.tail, self._states[-1])

    def _open_box(self, element: Element, tag: str, state: _State) -> None:
        names = " ".join(element.get(key) or "" for key in ("class", "id", "role")).lower()[:300]
        state.box = Box(tag, names, len(self.pieces))
        holder = next((s.box for s in reversed(self._states[:-1]) if s.box is not None), None)
        if holder is not None:
            holder.inner.append(state.box)
        heading = _HEADING.match(tag)
        if heading:
            self._heading = int(heading.group(1))
        if tag == "ol":
            start = element.get("start") or "1"
            state.number = int(start) if start.lstrip("-").isdigit() and len(start) < 6 else 1
        elif tag == "li":
            self._number(element, state)

    def _number(self, element: Element, state: _State) -> None:
        """The number that a browser puts before a list item."""
        holder = next((s for s in reversed(self._states[:-1]) if s.number is not None), None)
        parent = element.getparent()
        if holder is None or parent is None or parent.tag != "ol" or holder.number is None:
            return
        given = element.get("value") or ""
        number = int(given) if given.isdigit() and len(given) < 6 else holder.number
        holder.number = number + 1
        style = ((parent.get("style") or "") + (element.get("style") or "")).replace(" ", "")
        if "list-style-type:none" in style or "list-style:none" in style:
            return
        chinese = "cjk-" in style or "chinese" in style
        mark = f"{_in_chinese(number)}、" if chinese and 0 < number < 100 else f"{number}."
        self._text.append((mark, state.look, False))

    def _add(self, text: str | None, state: _State) -> None:
        if not text:
            return
        if state.kept:
            for index, line in enumerate(text.splitlines()):
                if index:
                    self._text.append(("\n", state.look, False))
                self._text.append((line, state.look, state.linked))
            if text.endswith("\n"):
                self._text.append(("\n", state.look, False))
            return
        self._text.append((text.replace("\n", " ").replace("\r", " "), state.look, state.linked))

    def _embedded(self, element: Element, tag: str) -> None:
        source = (element.get("src") or element.get("data") or "").lower()
        if tag != "iframe" or ".pdf" in source or ".doc" in source or ".xls" in source:
            self.losses.objects.append(len(self.pieces))

    def _table(self, element: Element, look: Look) -> None:
        grid = read_grid(element, self._looks)
        self.losses.hidden += [len(self.pieces) + 0.5] * grid.hidden
        for outside in grid.outside:
            self.pieces += self._inside(outside, self._nested, look)
        slots: list[Slot] = []
        linked = 0
        for place in grid.places:
            pieces = self._inside(place.element, self._nested + 1, Look(size=look.size))
            texts = [p.block.text for p in pieces if isinstance(p.block, Paragraph)]
            tables = tuple(p.block for p in pieces if isinstance(p.block, Table))
            linked += sum(p.linked for p in pieces)
            slots.append(Slot(place.row, place.column, place.row_span, place.column_span, "\n".join(texts), tables))
        if any(slot.text or slot.tables for slot in slots):
            table = make_table(slots, Where(block=0), self._name, grid.header_rows)
            length = sum(len(folded(slot.text)) for slot in slots)
            self.pieces.append(Piece(table, length, linked))

    def _inside(self, element: Element, nested: int, look: Look) -> list[Piece]:
        """The pieces of an element of a table; what is lost in it is counted where the table stands."""
        inner = Flow(self._looks, self._name, nested)
        inner.read(element, look)
        here = len(self.pieces) + 0.5
        self.losses.hidden += [here] * len(inner.losses.hidden)
        self.losses.pictures += [here] * len(inner.losses.pictures)
        self.losses.objects += [here] * len(inner.losses.objects)
        return inner.pieces

    def _flush(self) -> None:
        """Ends the paragraph, if one was begun."""
        collected, self._text = self._text, []
        for line in _lines(collected, self._heading is not None or bool(self._nested)):
            text = _shown(line)
            if not text:
                continue
            length = len(folded(text))
            looks = [(look, len(folded(part))) for part, look, _ in line]
            widest = max(looks, key=lambda pair: pair[1])[0]
            paragraph = Paragraph(
                text=text,
                where=Where(block=0),
                heading_level=self._heading,
                centred=widest.centred and length <= MOST_PARAGRAPH,
                font_size=None if widest.size is None else round(widest.size, 1),
            )
            linked = sum(len(folded(part)) for part, _, is_link in line if is_link)
            self.pieces.append(Piece(paragraph, length, linked))


_Parts = list[tuple[str, Look, bool]]


def _lines(parts: _Parts, as_one: bool) -> Iterator[_Parts]:
    """The paragraphs in some text with line breaks.

    Writers of pages end paragraphs with two breaks, or with one and an indent; titles break where they have no room.
    """
    lines: list[_Parts] = [[]]
    for part in parts:
        if part[0] == "\n":
            lines.append([])
        else:
            lines[-1].append(part)
    found: _Parts = []
    empty = False
    for line in lines:
        raw = "".join(text for text, _, _ in line)
        if not _BLANKS.sub("", raw):
            empty = True
            continue
        if found and (as_one or not (empty or _begins(found, raw))):
            found.append(("\n", line[0][1], False))
        elif found:
            yield found
            found = []
        found += line
        empty = False
    if found:
        yield found


def _begins(before: _Parts, raw: str) -> bool:
    """Whether a line after a single break begins a paragraph."""
    if any(look.centred for text, look, _ in before if text.strip()):
        return False
    text = "".join(text for text, _, _ in before)
    return bool(_INDENT.match(raw) or ORDINAL.match(raw) or SENTENCE_END.search(text))


def _shown(line: _Parts) -> str:
    """Text as a browser shows it: blanks once, none at the ends of lines."""
    text = "".join(part for part, _, _ in line)
    lines = (_BLANKS.sub(" ", part).strip() for part in text.split("\n"))
    return "\n".join(part for part in lines if part)


def _is_large(element: Element) -> bool:
    """Whether a picture may hold text: not an icon, not a spacer."""
    sizes = [element.get(key, "").removesuffix("px") for key in ("width", "height")]
    if any(size.isdigit() and int(size) < 200 for size in sizes):
        return False
    return not re.search(r"ico|logo|blank|space|btn|button", (element.get("src") or "")[-120:].lower())


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_CHINESE[tens]}十"
    return head + (_CHINESE[ones] if ones or not tens else "")
