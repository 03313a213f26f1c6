"""Marks of comments in the main part of a Word file (ECMA-376 part 1, 17.13.4).

A comment has a start mark, an end mark and a reference, all three beside runs. Elements are known by their number in
the untouched part; dividing runs does not disturb that, as what is cut off is found through its first piece.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

Element = etree._Element
Anchor = tuple[int, int, int, int, int | None]

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANKS = " \t\r\n"
_OPAQUE = {"txbxContent", "AlternateContent", "drawing", "pict", "object", "ruby", "oMath", "oMathPara"}
"""What a comment can only stand around: Word knows no comments inside text boxes, and formulas are one thing."""


class Ranges:
    """Puts marks into a tree."""

    def __init__(self, root: Element) -> None:
        self._elements = [element for element in root.iter() if isinstance(element.tag, str)]
        self._namespace = etree.QName(root).namespace or ""
        self._pieces: dict[Element, list[tuple[int, Element]]] = {}
        """What became of a w:t that was cut: where each piece begins in its text, and the piece."""
        self._root = root

    def mark(self, comment: int, first: Anchor, last: Anchor) -> None:
        """Put a comment around the words from one anchor to another."""
        self._around(comment, self._beginning(first), self._ending(last))

    def mark_beginning(self, comment: int) -> None:
        """Put a comment at the first paragraph, for a file without any text."""
        paragraph = self._root.find(f".//{self._name('p')}")
        if paragraph is None:
            body = self._root.find(self._name("body"))
            paragraph = etree.Element(self._name("p"))
            (self._root if body is None else body).insert(0, paragraph)
        marks = [self._mark("commentRangeStart", comment), self._mark("commentRangeEnd", comment)]
        for element in [*marks, self._reference(comment)]:
            paragraph.append(element)

    def _around(self, comment: int, start: Element, end: Element) -> None:
        start.addprevious(self._mark("commentRangeStart", comment))
        mark, reference = self._mark("commentRangeEnd", comment), self._reference(comment)
        end.addnext(mark)
        mark.addnext(reference)

    def _beginning(self, anchor: Anchor) -> Element:
        """The element before which the words of an anchor begin."""
        element = self._elements[anchor[2]]
        outer = _outermost_opaque(element)
        if outer is not None:
            return self._run_from(outer)
        if anchor[4] is None or not self._is_text(element):
            return self._run_from(element)
        return self._run_from(self._piece(element, anchor[4]))

    def _ending(self, anchor: Anchor) -> Element:
        """The element behind which the words of an anchor end."""
        element = self._elements[anchor[3]]
        outer = _outermost_opaque(element)
        if outer is not None:
            return self._run_to(outer)
        if anchor[4] is None or not self._is_text(element):
            return self._run_to(element)
        end = anchor[4] + anchor[1] - anchor[0]
        self._piece(element, end)
        pieces = self._pieces.get(element, [(0, element)])
        return self._run_to([piece for at, piece in pieces if at < end][-1])

    def _is_text(self, element: Element) -> bool:
        return element.tag == self._name("t") and len(element) == 0

    def _piece(self, element: Element, offset: int) -> Element:
        """The piece of a w:t that holds an offset of its text; it begins there where that is inside the text."""
        pieces = self._pieces.get(element)
        if pieces is None:
            lead, text = _counted(element)
            if not lead < offset < lead + len(text):
                return element
            element.text = text
            element.set(_SPACE, "preserve")
            pieces = self._pieces[element] = [(lead, element)]
        index = max((i for i, (at, _) in enumerate(pieces) if at <= offset), default=0)
        at, piece = pieces[index]
        text = piece.text or ""
        if not 0 < offset - at < len(text):
            return piece
        rest = etree.Element(piece.tag, _attributes(piece))
        rest.text, rest.tail = text[offset - at :], piece.tail
        piece.text, piece.tail = text[: offset - at], None
        piece.addnext(rest)
        pieces.insert(index + 1, (offset, rest))
        return rest

    def _run_from(self, element: Element) -> Element:
        """The run that begins with an element of a run, divided off where it must be; other elements as they are."""
        run = element.getparent()
        if run is None or run.tag != self._name("r"):
            return element
        before = [part for part in list(run)[: run.index(element)] if part.tag != self._name("rPr")]
        return self._divided(run, element) if before else run

    def _run_to(self, element: Element) -> Element:
        """The run that ends with an element of a run, divided off where it must be; other elements as they are."""
        run = element.getparent()
        if run is None or run.tag != self._name("r"):
            return element
        following = element.getnext()
        if following is not None:
            self._divided(run, following)
        return run

    def _divided(self, run: Element, at: Element) -> Element:
        """A new run with the properties of another and with its content from an element on."""
        new = etree.Element(run.tag, _attributes(run))
        new.text, new.tail = run.text, run.tail
        run.tail = None
        properties = run.find(self._name("rPr"))
        if properties is not None:
            new.append(deepcopy(properties))
        for part in list(run)[run.index(at) :]:
            new.append(part)
        parent = run.getparent()
        if parent is not None:
            parent.insert(parent.index(run) + 1, new)
        return new

    def _mark(self, name: str, comment: int) -> Element:
        return etree.Element(self._name(name), {self._name("id"): str(comment)})

    def _reference(self, comment: int) -> Element:
        run = etree.Element(self._name("r"))
        run.append(self._mark("commentReference", comment))
        return run

    def _name(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"


def _counted(element: Element) -> tuple[int, str]:
    """The text of a w:t as Word shows it, and how many blanks before it do not count (17.3.3.31)."""
    text = element.text or ""
    if element.get(_SPACE) == "preserve":
        return 0, text
    return len(text) - len(text.lstrip(_BLANKS)), text.strip(_BLANKS)


def _outermost_opaque(element: Element) -> Element | None:
    """The outermost element around this one (or it itself) that a comment cannot stand in."""
    found = None
    for outer in (element, *element.iterancestors()):
        if isinstance(outer.tag, str) and etree.QName(outer).localname in _OPAQUE:
            found = outer
    return found


def _attributes(element: Element) -> dict[str, str]:
    return {str(key): str(value) for key, value in element.attrib.items()}
