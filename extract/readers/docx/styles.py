"""What styles say: headings, centring, font sizes, hidden text, numbering; inherited along basedOn (17.7)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from extract.readers.docx.names import Element, attribute, child, children, is_on, number, path

T = TypeVar("T")

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])\Z", re.IGNORECASE)
_DEFAULT_SIZE = 10.0
"""Points where neither run nor style nor the defaults of the document give a size (17.3.2.38)."""


class Styles:
    """The styles part of a document; everything answers for a document without one too."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else list(children(root, "style"))
        self._by_id = {attribute(s, "styleId") or "": s for s in styles}
        self._defaults = {
            attribute(s, "type"): attribute(s, "styleId")
            for s in styles
            if attribute(s, "default") in ("1", "true", "on")
        }
        defaults = child(root, "docDefaults")
        self._run_default = path(defaults, "rPrDefault", "rPr")
        self._paragraph_default = path(defaults, "pPrDefault", "pPr")
        self.chain = cache(self._chain)
        self.style_size = cache(self._style_size)
        self.style_hidden = cache(self._style_hidden)
        self.style_font = cache(self._style_font)
        self.style_centred = cache(self._style_centred)
        self.style_heading = cache(self._style_heading)

    def default(self, kind: str) -> str | None:
        """The style of what names none: paragraph, table, character or numbering."""
        return self._defaults.get(kind)

    def paragraph_style(self, properties: Element | None) -> str | None:
        """The style of a paragraph with these properties (w:pPr), the default style where it names none."""
        named = attribute(child(properties, "pStyle"))
        return named if named in self._by_id else self.default("paragraph")

    def _chain(self, style: str | None) -> tuple[Element, ...]:
        """A style and those it is based on, nearest first."""
        found: list[Element] = []
        while style is not None and style in self._by_id and self._by_id[style] not in found:
            found.append(self._by_id[style])
            style = attribute(child(self._by_id[style], "basedOn"))
        return tuple(found)

    def _first(self, style: str | None, read: Callable[[Element], T | None]) -> T | None:
        return next((value for s in self.chain(style) if (value := read(s)) is not None), None)

    def heading_level(self, properties: Element | None) -> int | None:
        """1–9 for a heading: outline level of the paragraph or its style, or the style's built-in name."""
        direct = number(child(properties, "outlineLvl"))
        if direct is not None:
            return direct + 1 if 0 <= direct <= 8 else None
        return self.style_heading(self.paragraph_style(properties))

    def _style_heading(self, style: str | None) -> int | None:
        level = self._first(style, lambda s: number(path(s, "pPr", "outlineLvl")))
        if level is not None:
            return level + 1 if 0 <= level <= 8 else None
        return self._first(style, _named_heading)

    def centred(self, properties: Element | None) -> bool:
        """Whether a paragraph is set in the middle of the line."""
        direct = attribute(child(properties, "jc"))
        return direct == "center" if direct else self.style_centred(self.paragraph_style(properties))

    def _style_centred(self, style: str | None) -> bool:
        jc = self._first(style, lambda s: attribute(path(s, "pPr", "jc")))
        return (jc or attribute(child(self._paragraph_default, "jc"))) == "center"

    def run_size(self, run: Element | None, paragraph_style: str | None) -> float:
        """Font size of a run with these properties (w:rPr) in points."""
        size = _size(run)
        if size is None:
            size = self.style_size(attribute(child(run, "rStyle")))
        if size is None:
            size = self.style_size(paragraph_style)
        if size is None:
            size = _size(self._run_default)
        return _DEFAULT_SIZE if size is None else size

    def _style_size(self, style: str | None) -> float | None:
        return self._first(style, lambda s: _size(child(s, "rPr")))

    def run_hidden(self, run: Element | None, paragraph_style: str | None) -> bool:
        """Whether a run is hidden text (w:vanish)."""
        hidden = is_on(child(run, "vanish"))
        if hidden is None:
            hidden = self.style_hidden(attribute(child(run, "rStyle")))
        if hidden is None:
            hidden = self.style_hidden(paragraph_style)
        if hidden is None:
            hidden = is_on(child(self._run_default, "vanish"))
        return bool(hidden)

    def _style_hidden(self, style: str | None) -> bool | None:
        return self._first(style, lambda s: is_on(path(s, "rPr", "vanish")))

    def run_font(self, run: Element | None, paragraph_style: str | None) -> str | None:
        """The font of Latin characters of a run, which symbol fonts are set as."""
        return (
            _font(run)
            or self.style_font(attribute(child(run, "rStyle")))
            or self.style_font(paragraph_style)
            or _font(self._run_default)
        )

    def _style_font(self, style: str | None) -> str | None:
        return self._first(style, lambda s: _font(child(s, "rPr")))


def _named_heading(style: Element) -> int | None:
    match = _HEADING.match(attribute(child(style, "name")) or "")
    return int(match.group(1)) if match else None


def _size(properties: Element | None) -> float | None:
    halves = number(child(properties, "sz"))
    return None if halves is None or halves <= 0 else halves / 2


def _font(properties: Element | None) -> str | None:
    return attribute(child(properties, "rFonts"), "ascii")
