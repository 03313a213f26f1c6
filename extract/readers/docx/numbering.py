"""Automatic numbers of paragraphs, rebuilt as Word counts them (ECMA-376 part 1, 17.9).

They stand nowhere in the text: a paragraph names a list and a level, the list says how each level counts and looks.
Counters belong to the abstract list, so that several lists made from it count on; an override starts anew, once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.readers.docx.counting import in_format
from extract.readers.docx.names import Element, attribute, child, children, is_on, number, path
from extract.readers.docx.styles import Styles
from extract.readers.docx.symbols import readable

_PLACE = re.compile(r"%([1-9])")
_BEHIND = {"nothing": "", "space": " ", "tab": "\t"}
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and looks."""

    start: int = 0
    """0 where the level says nothing (17.9.25)."""
    format: str = "decimal"
    text: str = ""
    behind: str = "\t"
    restart: int | None = None
    """The level (from 1) whose numbers start this one anew; 0 for never; ``None`` for every higher one."""
    legal: bool = False
    """All numbers in it are plain digits."""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """A list as paragraphs name it: the levels, and the counters that it shares with others."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)
    """Levels that this list starts anew at a number of its own."""
    styles: dict[str, int] = field(default_factory=dict)
    """The level that a paragraph style stands for."""


class Numbering:
    """The lists of a document, and where their counters stand. Ask once for each paragraph, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {attribute(a, "abstractNumId") or "": a for a in children(root, "abstractNum")}
        self._num = {attribute(n, "numId") or "": n for n in children(root, "num")}
        self._lists: dict[str, List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def number(self, properties: Element | None) -> str:
        """The number in front of the next paragraph, with what stands behind it; empty for a paragraph without one."""
        identity, depth = self._place(properties)
        listed = self._list(identity) if identity is not None else None
        if identity is None or listed is None:
            return ""
        level = listed.levels.get(depth)
        if level is None:
            return ""
        self._count(identity, listed, depth)
        if level.hidden:
            return ""
        text = _PLACE.sub(lambda m: self._shown(listed, int(m.group(1)) - 1, level), level.text)
        return text + level.behind if text else ""

    def _place(self, properties: Element | None) -> tuple[str | None, int]:
        """The list and the level that a paragraph names itself or by its style."""
        own = child(properties, "numPr")
        identity = attribute(child(own, "numId"))
        depth = number(child(own, "ilvl"))
        style = self._styles.paragraph_style(properties)
        if identity is None:
            identity, styled = self._place_of_style(style)
            depth = styled if depth is None else depth
        if identity in (None, "0"):
            return None, 0
        return identity, min(max(depth or 0, 0), _DEEPEST)

    def _place_of_style(self, style: str | None) -> tuple[str | None, int | None]:
        chain = self._styles.chain(style)
        identity = next((i for s in chain if (i := attribute(path(s, "pPr", "numPr", "numId"))) is not None), None)
        if identity is None:
            return None, None
        listed = self._list(identity)
        for s in chain:
            depth = None if listed is None else listed.styles.get(attribute(s, "styleId") or "")
            depth = number(path(s, "pPr", "numPr", "ilvl")) if depth is None else depth
            if depth is not None:
                return identity, depth
        return identity, 0

    def _count(self, identity: str, listed: List, depth: int) -> None:
        counts = self._counts.setdefault(listed.counters, {})
        anew = depth in listed.starts and (identity, depth) not in self._started
        if anew or depth not in counts:
            counts[depth] = listed.starts.get(depth, listed.levels[depth].start)
            self._started.add((identity, depth))
        else:
            counts[depth] += 1
        for deeper in [d for d in counts if d > depth]:
            level = listed.levels.get(deeper)
            restart = level.restart if level is not None else None
            if restart is None or depth < restart:
                del counts[deeper]

    def _shown(self, listed: List, depth: int, within: Level) -> str:
        level = listed.levels.get(depth)
        if level is None:
            return ""
        value = self._counts[listed.counters].get(depth, listed.starts.get(depth, level.start))
        if within.legal and level.format not in ("none", "bullet"):
            return str(value)
        return in_format(value, level.format)

    def _list(self, identity: str) -> List | None:
        if identity not in self._lists:
            self._lists[identity] = self._read_list(identity)
        return self._lists[identity]

    def _read_list(self, identity: str) -> List | None:
        num = self._num.get(identity)
        found = self._resolve(attribute(child(num, "abstractNumId")), set())
        if num is None or found is None:
            return None
        counters, abstract = found
        definitions = {number(lvl, "ilvl") or 0: lvl for lvl in children(abstract, "lvl")}
        starts: dict[int, int] = {}
        for override in children(num, "lvlOverride"):
            depth = number(override, "ilvl") or 0
            start = number(child(override, "startOverride"))
            if start is not None:
                starts[depth] = start
            redefined = child(override, "lvl")
            if redefined is not None:
                definitions[depth] = redefined
        styles = {s: depth for depth, lvl in definitions.items() if (s := attribute(child(lvl, "pStyle"))) is not None}
        levels = {depth: _level(lvl) for depth, lvl in definitions.items()}
        return List(counters=counters, levels=levels, starts=starts, styles=styles)

    def _resolve(self, abstract: str | None, seen: set[str]) -> tuple[str, Element] | None:
        """The abstract list itself, through links to a list style (17.9.21)."""
        if abstract is None or abstract in seen or abstract not in self._abstract:
            return None
        element = self._abstract[abstract]
        link = attribute(child(element, "numStyleLink"))
        if link is None:
            return abstract, element
        linked = next((n for s in self._styles.chain(link) if (n := attribute(path(s, "pPr", "numPr", "numId")))), None)
        through = attribute(child(self._num.get(linked or ""), "abstractNumId"))
        return self._resolve(through, seen | {abstract})


def _level(element: Element) -> Level:
    shape = child(element, "numFmt")
    name = attribute(shape) or "decimal"
    custom = attribute(shape, "format") or ""
    start = number(child(element, "start"))
    text = attribute(child(element, "lvlText")) or ""
    if name == "bullet":
        font = attribute(path(element, "rPr", "rFonts"), "ascii")
        text = readable(text, font)[0] or ("•" if text else "")
    return Level(
        start=0 if start is None else start,
        format="decimalZero" if name == "custom" and custom.startswith("01") else name,
        text=text,
        behind=_BEHIND.get(attribute(child(element, "suff")) or "tab", "\t"),
        restart=number(child(element, "lvlRestart")),
        legal=bool(is_on(child(element, "isLgl"))),
        hidden=bool(is_on(path(element, "rPr", "vanish"))),
    )
