"""Paragraphs read as one stretch of text: a sentence that a page break or a line of its own has cut is whole again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.text import Folded, fold, tidy
from models import Evidence, Paragraph, Where

_ENDS = re.compile(r"[。;!?:.…)\]]\Z")
_OPEN_BRACKET = re.compile(r"[(\[][^()\[\]。;]{0,12}\Z")
_GOES_ON = re.compile(r"[,。;、:)\]%]|分[,。;)\]]")
"""What cannot begin a paragraph."""
_SHORT = 30


@dataclass(frozen=True)
class Passage:
    """One or more paragraphs that follow each other, with the way back to each of them."""

    paragraphs: tuple[Paragraph, ...]

    @cached_property
    def folded(self) -> Folded:
        """The joined text, folded."""
        return fold("\n".join(p.text for p in self.paragraphs))

    @property
    def text(self) -> str:
        """The joined folded text."""
        return self.folded.text

    def quote(self, start: int, end: int) -> str:
        """The words of a folded span, tidied."""
        return tidy(self.folded.quote(start, end))

    def where(self, start: int, end: int) -> Where:
        """The place of a folded span; of one that runs on into the next paragraph, its part in the first."""
        a, b = self.folded.span(start, end)
        for paragraph in self.paragraphs:
            length = len(paragraph.text)
            if a < length:
                return paragraph.locate(a, min(b, length))
            a, b = a - length - 1, b - length - 1
        return self.paragraphs[-1].where

    def evidence(self, start: int, end: int) -> Evidence:
        """The words of a folded span with their place."""
        return Evidence(quote=self.quote(start, end), where=self.where(start, end))


def passages(paragraphs: Iterable[Paragraph]) -> tuple[Passage, ...]:
    """Paragraphs as passages: one that breaks off in the middle of a sentence is read together with the next."""
    groups: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        if not paragraph.text.strip():
            continue
        if groups and (_breaks_off(groups[-1]) or _GOES_ON.match(fold(paragraph.text).text)):
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    return tuple(Passage(tuple(group)) for group in groups)


def _breaks_off(group: Sequence[Paragraph]) -> bool:
    """Whether the text goes on in the next paragraph: no stop at its end, and too long for a heading."""
    text = fold(group[-1].text).text
    if _OPEN_BRACKET.search(text):
        return True
    return len(text) > _SHORT and not _ENDS.search(text)
