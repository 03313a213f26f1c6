"""The words of ``vocabulary.toml``, and names made comparable with them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

_POINTS = re.compile(r"\((?:共|满分|计)?[-−–]?\d+(?:\.\d+)?分?\)$")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十]")
_TOO_SHORT = 2
"""Two characters in their order are in too many names."""


@cache
def vocabulary() -> dict[str, Any]:
    """The word lists, as they stand in the file."""
    return tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))


@cache
def name_key(name: str) -> str:
    """A name reduced to what tells indicators apart: one width, no blanks, no punctuation, no idle ending."""
    wide = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    bare = "".join(character for character in _POINTS.sub("", wide) if character.isalnum()).casefold()
    for ending in vocabulary()["names"]["endings"]:
        if bare.endswith(ending) and len(bare) - len(ending) >= 2:
            return bare.removesuffix(ending)
    return bare


@cache
def short_key(key: str) -> str:
    """A comparable name without an idle beginning: 项目决策 as 决策."""
    for beginning in vocabulary()["names"]["beginnings"]:
        if key.startswith(beginning) and len(key) - len(beginning) >= _TOO_SHORT:
            return key.removeprefix(beginning)
    return key


@cache
def likeness(one: str, other: str) -> float:
    """How far the shorter of two names is the longer one with words left out, from 0 to 1.

    People shorten names by leaving out words and by abbreviating; both leave the characters in their order. Where one
    of them has a word more that tells indicators apart, they are different however alike they look.
    """
    shorter, longer = sorted((_written_short(one), _written_short(other)), key=len)
    if not shorter or (len(shorter) <= _TOO_SHORT and shorter not in longer):
        return 0.0
    if _NUMERAL.findall(shorter) != _NUMERAL.findall(longer):
        return 0.0
    if _tells_apart(longer, shorter) or _tells_apart(shorter, longer):
        return 0.0
    return len(_common(shorter, longer)) / len(shorter)


def _tells_apart(one: str, other: str) -> bool:
    """Whether a name has a word that tells indicators apart among the characters that the other lacks."""
    words = [word for word in vocabulary()["names"]["telling"]["words"] if word in one and word not in other]
    if not words:
        return False
    common = _common(other, one)
    rest = {character for i, character in enumerate(one) if i not in common}
    return any(rest.issuperset(word) for word in words)


def _written_short(name: str) -> str:
    key = name_key(name)
    for long, short in vocabulary()["names"]["short"].items():
        key = key.replace(long, short)
    return key


def _common(shorter: str, longer: str) -> frozenset[int]:
    """The positions in the second text of the longest sequence of characters that both have in the same order."""
    best = [[0] * (len(longer) + 1) for _ in range(len(shorter) + 1)]
    for i, a in enumerate(shorter, start=1):
        for j, b in enumerate(longer, start=1):
            best[i][j] = best[i - 1][j - 1] + 1 if a == b else max(best[i - 1][j], best[i][j - 1])
    found: set[int] = set()
    i, j = len(shorter), len(longer)
    while i and j:
        if shorter[i - 1] == longer[j - 1] and best[i][j] == best[i - 1][j - 1] + 1:
            found.add(j - 1)
            i, j = i - 1, j - 1
        elif best[i - 1][j] >= best[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return frozenset(found)


def level_of(measure: str) -> int | None:
    """The level that a measure speaks of: 1 for 一级指标, 3 for 三级指标, ``None`` where it names no level."""
    for position, words in enumerate(vocabulary()["counts"]["levels"], start=1):
        if any(word in measure for word in words):
            return position
    return None


def means_the_whole(subject: str) -> bool:
    """Whether the subject of a count is the whole set of indicators."""
    key = re.sub(r"\W", "", unicodedata.normalize("NFKC", subject))
    return not key or key in vocabulary()["counts"]["whole"]


def shortened(text: str, most: int) -> str:
    """Text cut to a length, with a sign that something was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"
