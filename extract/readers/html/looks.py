"""How elements of a page look, as far as the page itself says: in the middle, hidden, with lines, in which size.

Only what a reader of documents needs is taken from style sheets: rules for a tag, a class or an id. Sheets outside the
file are not fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.readers.html.page import Element, text_of

Declarations = dict[str, str]

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{};]{1,400})\{([^{}]{0,4000})\}")
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?(?:([.#])([\w-]+))?\Z", re.IGNORECASE)
_LENGTH = re.compile(r"([\d.]+)\s*(px|pt|em|rem|%)")
_WANTED = ("display", "visibility", "text-align", "font-size")
_BORDERS = ("border", "border-top", "border-bottom", "border-left", "border-right", "border-width", "border-style")
_NO_LINE = re.compile(r"\b(?:none|hidden)\b|(?<![\d.])0(?:px|pt|em)?(?![\d.])")
_FONT_SIZES = {"1": 7.5, "2": 10.0, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}
"""Points of the sizes that the font element knows."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an element hands on to those inside it."""

    centred: bool = False
    size: float | None = None


class Looks:
    """The style of the elements of one page."""

    def __init__(self, root: Element) -> None:
        self._rules: dict[tuple[str, str, str], Declarations] = {}
        for sheet in root.iter("style"):
            if (sheet.get("media") or "screen").lower().strip() not in ("print", "speech"):
                self._add(text_of(sheet))

    def hidden(self, element: Element) -> bool:
        """Whether an element cannot be seen."""
        if element.get("hidden") is not None:
            return True
        style = self._style(element)
        return style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse")

    def lined(self, element: Element) -> bool:
        """Whether an element draws lines around itself."""
        border = (element.get("border") or "").strip().removesuffix("px")
        if element.tag == "table" and border not in ("", "0"):
            return True
        style = self._style(element)
        return any(not _NO_LINE.search(style[name]) for name in _BORDERS if style.get(name))

    def of(self, element: Element, around: Look) -> Look:
        """The look of an element inside another."""
        style = self._style(element)
        align = style.get("text-align") or ("" if element.tag == "table" else (element.get("align") or "").lower())
        centred = around.centred
        if align or element.tag == "center":
            centred = align in ("center", "-webkit-center", "middle") or (element.tag == "center" and not align)
        size = _points(style.get("font-size", ""), around.size)
        if size is None and element.tag == "font":
            size = _FONT_SIZES.get((element.get("size") or "").strip())
        return Look(centred, around.size if size is None else size)

    def _style(self, element: Element) -> Declarations:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not self._rules and not element.get("style"):
            return {}
        style: Declarations = {}
        keys = [(tag, "", "")]
        for name in (element.get("class") or "").split()[:20]:
            keys += [("", ".", name), (tag, ".", name)]
        if element.get("id"):
            keys += [("", "#", element.get("id") or ""), (tag, "#", element.get("id") or "")]
        for key in keys:
            style |= self._rules.get(key, {})
        return style | _declarations(element.get("style") or "")

    def _add(self, text: str) -> None:
        for selectors, body in _RULE.findall(_without_media(_COMMENT.sub("", text))):
            wanted = _declarations(body)
            if not wanted:
                continue
            for selector in selectors.split(","):
                parts = selector.strip().split()
                # What is hidden inside something else (a menu) says nothing of other places; lines are harmless.
                style = wanted if len(parts) == 1 else {k: v for k, v in wanted.items() if k in _BORDERS}
                match = _SIMPLE.match(parts[-1]) if parts else None
                if match and style and match.group():
                    key = ((match.group(1) or "").lower(), match.group(2) or "", match.group(3) or "")
                    self._rules[key] = self._rules.get(key, {}) | style


def _without_media(text: str) -> str:
    """A style sheet without the rules that hold for some devices only (@media, @supports …)."""
    kept: list[str] = []
    at = 0
    while (start := text.find("@", at)) >= 0:
        kept.append(text[at:start])
        brace, semicolon = text.find("{", start), text.find(";", start)
        if brace < 0 or 0 <= semicolon < brace:
            at = semicolon + 1 if semicolon >= 0 else len(text)
            continue
        at = _closing(text, brace)
    return "".join([*kept, text[at:]])


def _closing(text: str, brace: int) -> int:
    """The place behind the brace that closes the one at ``brace``."""
    depth = 0
    for match in re.compile(r"[{}]").finditer(text, brace):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.end()
    return len(text)


@lru_cache(maxsize=8192)
def _declarations(text: str) -> Declarations:
    found: Declarations = {}
    for part in text.split(";") if ":" in text else ():
        name, _, value = part.partition(":")
        name = name.strip().lower()
        if name in _WANTED or name in _BORDERS:
            found[name] = value.replace("!important", "").strip().lower()
    return found


def _points(value: str, around: float | None) -> float | None:
    match = _LENGTH.match(value)
    if match is None:
        return None
    try:
        number = float(match.group(1))
    except ValueError:
        return None
    unit = match.group(2)
    if unit == "pt":
        return number
    if unit == "px":
        return number * 0.75
    base = 12.0 if unit == "rem" else around
    factor = number / 100 if unit == "%" else number
    return None if base is None else base * factor
