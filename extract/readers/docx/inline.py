"""The text of a paragraph: runs, fields, links, symbols, formulas; and the text boxes anchored in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.readers.docx.counting import circle
from extract.readers.docx.formula import formula
from extract.readers.docx.names import Element, M, attribute, child, children, is_on, local, number, w
from extract.readers.docx.pictures import fills_a_page
from extract.readers.docx.styles import Styles
from extract.readers.docx.symbols import readable, symbol

_CONTAINERS = {"hyperlink", "smartTag", "ins", "moveTo", "customXml", "fldSimple", "dir", "bdo", "sdt", "sdtContent"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_CIRCLED = re.compile(r"\s*eq\s+\\o\s*(?:\\a[clr])?\s*\(\s*[○〇◯△□◇]\s*[,，;；]\s*(.+?)\s*\)\s*\Z", re.IGNORECASE)
"""What 带圈字符 leaves behind: ``eq \\o\\ac(○,7)``; other overstrikes have no plain text."""
_SILENT = {"TC", "XE", "RD", "SET", "ADVANCE", "PRIVATE", "ASK", "FILLIN", "COMMENT", "TA", "NEXT", "MACROBUTTON"}
_BLANKS = re.compile(r"[\r\n\t]")


@dataclass(slots=True)
class Losses:
    """What could not be read, counted over the document."""

    symbols: int = 0
    hidden: int = 0
    """Runs of hidden text."""
    fields: int = 0
    """Fields that show something but hold no result."""
    objects: int = 0
    """Embedded objects and parts in other formats."""
    pictures: int = 0
    """Pictures so large that they can be scanned pages."""
    merged: int = 0
    """Cells whose text is covered by the cell they are merged with."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a paragraph, and the element of the file that shows it."""

    text: str
    element: Element | None = None
    """w:t, or what else stands for the text; ``None`` for text that Word counts (numbers of lists)."""
    offset: int | None = None
    """Where the text begins in the text of the element; ``None`` where only the element as a whole stands for it."""
    last: Element | None = None
    """The last element, where several in a row stand for the text (the marks of a field)."""

    def part(self, start: int, end: int) -> Piece:
        """The characters ``start:end`` of it."""
        offset = None if self.offset is None else self.offset + start
        return replace(self, text=self.text[start:end], offset=offset)


def trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without blanks at either end of their joined text, as ``str.strip`` does it."""
    text = "".join(piece.text for piece in pieces)
    left, right = len(text) - len(text.lstrip()), len(text.rstrip())
    found, at = [], 0
    for piece in pieces:
        start, end = max(left - at, 0), min(right - at, len(piece.text))
        if start < end:
            found.append(piece.part(start, end))
        at += len(piece.text)
    return found


@dataclass(slots=True)
class Content:
    """What a paragraph holds."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    """w:txbxContent elements anchored in it, in order."""
    sizes: Counter[float] = field(default_factory=Counter)
    """Font size in points → number of characters."""
    notes: list[tuple[str, str, Element]] = field(default_factory=list)
    """Footnotes and endnotes referred to: footnote or endnote, the number inside the file, the element that refers."""
    hidden: bool = False
    """It holds nothing but hidden text."""

    @property
    def text(self) -> str:
        """The text of all pieces."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def font_size(self) -> float | None:
        """The size of most characters."""
        return max(self.sizes, key=lambda size: self.sizes[size]) if self.sizes else None


@dataclass(slots=True)
class _Field:
    begin: Element
    instruction: str = ""
    has_result: bool = False


class InlineReader:
    """Reads paragraphs one after another; fields may reach from one into the next."""

    def __init__(self, styles: Styles, losses: Losses) -> None:
        self._styles = styles
        self._losses = losses
        self._fields: list[_Field] = []
        self._content = Content()
        self._style: str | None = None

    def read(self, paragraph: Element) -> Content:
        """The content of a paragraph (w:p), blanks around it removed."""
        properties = child(paragraph, "pPr")
        self._content = Content()
        self._style = self._styles.paragraph_style(properties)
        hidden_before = self._losses.hidden
        self._walk(paragraph)
        content = self._content
        content.pieces = trimmed(content.pieces)
        mark_hidden = is_on(child(child(properties, "rPr"), "vanish"))
        content.hidden = not content.text and bool(mark_hidden or self._losses.hidden > hidden_before)
        return content

    def _walk(self, element: Element) -> None:
        for part in element:
            name = local(part)
            if part.tag == w("r"):
                self._run(part)
            elif isinstance(part.tag, str) and part.tag.startswith(f"{{{M}}}"):
                if not self._in_instruction():
                    self._content.pieces.append(Piece(formula(part), part))
            elif name in _CONTAINERS:
                self._walk(part)

    def _run(self, run: Element) -> None:
        properties = child(run, "rPr")
        hidden = self._styles.run_hidden(properties, self._style)
        pieces: list[Piece] = []
        for part in run:
            name = local(part)
            if name == "fldChar":
                pieces.append(self._field_mark(part))
            elif name == "instrText":
                if self._fields:
                    self._fields[-1].instruction += part.text or ""
            elif not self._in_instruction():
                pieces.append(self._piece(part, name, properties))
        text = "".join(piece.text for piece in pieces)
        if hidden:
            self._losses.hidden += bool(text.strip())
            return
        self._content.pieces += [piece for piece in pieces if piece.text]
        characters = len("".join(text.split()))
        if characters:
            self._content.sizes[self._styles.run_size(properties, self._style)] += characters

    def _piece(self, part: Element, name: str, properties: Element | None) -> Piece:
        if name == "t":
            return self._written(part, properties)
        if name in _SIGNS:
            return Piece(_SIGNS[name], part)
        if name == "sym":
            return Piece(self._symbol(part), part)
        if name == "ruby":
            return Piece(self._ruby(part), part)
        if name in ("footnoteReference", "endnoteReference"):
            self._content.notes.append((name.removesuffix("Reference"), attribute(part, "id") or "", part))
        if name in ("drawing", "pict", "object"):
            boxes = list(_outermost_boxes(part))
            self._content.boxes += boxes
            self._losses.objects += name == "object" and not boxes and _is_embedded(part)
            self._losses.pictures += not boxes and fills_a_page(part)
        return Piece("", part)

    def _written(self, part: Element, properties: Element | None) -> Piece:
        text, offset = _BLANKS.sub(" ", part.text or ""), 0
        if part.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            offset = len(text) - len(text.lstrip(" "))
            text = text.strip(" ")
        text, unknown = readable(text, self._styles.run_font(properties, self._style))
        self._losses.symbols += unknown
        return Piece(text, part, None if unknown else offset)

    def _symbol(self, part: Element) -> str:
        try:
            code = int(attribute(part, "char") or "", 16)
        except ValueError:
            code = 0
        sign = symbol(code, attribute(part, "font")) if 0 < code < 0x110000 else None
        self._losses.symbols += sign is None
        return sign or ""

    def _ruby(self, ruby: Element) -> str:
        """The base text of a phonetic guide; its runs are those of the paragraph."""
        base = child(ruby, "rubyBase")
        return "" if base is None else "".join(t.text or "" for t in base.iter(w("t")))

    def _in_instruction(self) -> bool:
        return any(not f.has_result for f in self._fields)

    def _field_mark(self, mark: Element) -> Piece:
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field(mark))
            return Piece("" if self._outer_in_instruction() else _form_field(mark), mark)
        if kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if not ended.has_result and not self._in_instruction():
                return Piece(self._without_result(ended.instruction), ended.begin, last=mark)
        return Piece("", mark)

    def _outer_in_instruction(self) -> bool:
        return any(not f.has_result for f in self._fields[:-1])

    def _without_result(self, instruction: str) -> str:
        circled = _CIRCLED.match(instruction)
        if circled:
            return circle(circled.group(1))
        words = instruction.split()
        kind = words[0].upper() if words else ""
        if kind and kind not in _SILENT and not kind.startswith("FORM"):
            self._losses.fields += 1
        return ""


def _form_field(mark: Element) -> str:
    """What an old form field shows: its tick, or the chosen entry of its list."""
    data = child(mark, "ffData")
    box = child(data, "checkBox")
    if box is not None:
        checked = is_on(child(box, "checked"))
        return "☑" if (is_on(child(box, "default")) if checked is None else checked) else "□"
    choices = child(data, "ddList")
    entries = [attribute(e) or "" for e in children(choices, "listEntry")]
    chosen = number(child(choices, "result")) or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def _outermost_boxes(element: Element) -> list[Element]:
    """Text boxes in a drawing; boxes inside a box are found when that one is read."""
    boxes = list(element.iter(w("txbxContent")))
    return [b for b in boxes if next((a for a in b.iterancestors(w("txbxContent")) if a in boxes), None) is None]


def _is_embedded(part: Element) -> bool:
    return any(local(e) == "OLEObject" for e in part.iter())
