"""Text as documents type it, and as patterns want it, with the way back.

Government documents mix full-width and half-width digits, brackets and stops, and put blanks and line breaks anywhere
(“2 分”, “０．５”, “指标\\n分值”). ``tidy`` gives the form that people read, without the blanks that only typesetting
put there. ``fold`` gives the form that patterns match: one width, no blanks, one sign for each meaning; every folded
character knows the original one it came from, so that a match can be shown where it stands.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from models import Evidence
from models.document import Cell, Paragraph

_SAME = {
    "−": "-", "–": "-", "—": "-", "－": "-", "‐": "-", "‑": "-", "﹣": "-",
    "〔": "[", "〕": "]", "【": "[", "】": "]", "［": "[", "］": "]", "﹝": "[", "﹞": "]",
    "～": "~", "〜": "~", "∼": "~", "﹪": "%", "‰": "‰", "×": "×", "✕": "×", "＊": "*", "·": "·",
    "“": '"', "”": '"', "„": '"', "＂": '"', "「": '"', "」": '"', "‘": "'", "’": "'",
    "、": "、", "。": "。", "｡": "。", "㎡": "㎡", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "\u3000": " ",
}  # fmt: skip
"""Characters of one meaning; what is not listed goes through NFKC where that gives a single character."""

_INVISIBLE = {"Cf", "Cc", "Zs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Folded:
    """Text for patterns. ``origin[i]`` is the index in the original text of the folded character ``i``."""

    text: str
    origin: tuple[int, ...]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of a folded span; blanks inside belong to it, blanks around it do not."""
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else len(self.original)
            return (at, at)
        return (self.origin[start], self.origin[end - 1] + 1)

    def quote(self, start: int, end: int) -> str:
        """The original words of a folded span."""
        a, b = self.span(start, end)
        return self.original[a:b]

    def evidence(self, holder: Paragraph | Cell, start: int, end: int) -> Evidence:
        """The words of a folded span with their place in the block or cell whose text was folded."""
        a, b = self.span(start, end)
        return Evidence(quote=self.original[a:b], where=holder.locate(a, b))


class _Forms(dict[str, str]):
    """The folded form of each character met so far, nothing for an invisible one; texts repeat few characters."""

    def __missing__(self, character: str) -> str:
        invisible = unicodedata.category(character) in _INVISIBLE
        form = self[character] = "" if invisible else _fold_character(character)
        return form


_form_of = _Forms().__getitem__


@lru_cache(maxsize=2048)
def fold(text: str) -> Folded:
    """Text in one width and without any blanks or line breaks; ①–⑳ stay as they are.

    The last ones are kept: each recogniser asks for the cells of the same table.
    """
    forms = list(map(_form_of, text))
    return Folded("".join(forms), tuple(itertools.compress(itertools.count(), forms)), text)


def folded(text: str) -> str:
    """The folded text alone, for comparing."""
    return "".join(map(_form_of, text))


def _fold_character(character: str) -> str:
    same = _SAME.get(character)
    if same is not None:
        return same
    wide = unicodedata.normalize("NFKC", character)
    if len(wide) != 1 or "①" <= character <= "⓿" or "❶" <= character <= "➓":
        return character
    return wide


def either(words: Iterable[str]) -> str:
    """A pattern that is one of several words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(dict.fromkeys(words), key=lambda word: (-len(word), word)))


def tidy(text: str) -> str:
    """Text for people and for JSON: the same in every format that a document comes in.

    Blanks and line breaks go where one side is no ASCII letter or digit; between two of those a single blank stays
    (“COVID 19”). Nothing else changes: widths and punctuation stay as typed.
    """
    parts = text.split()
    if not parts:
        return ""
    result = [parts[0]]
    for left, right in itertools.pairwise(parts):
        if _is_word(left[-1]) and _is_word(right[0]):
            result.append(" ")
        result.append(right)
    return "".join(result)


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()
