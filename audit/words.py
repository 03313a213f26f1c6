"""The words of ``vocabulary.toml``, and names made comparable with them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

_POINTS = re.compile(r"\((?:共|满分|计)?[-−–]?\d+(?:\.\d+)?分?\)$")


@cache
def vocabulary() -> dict[str, Any]:
    """The word lists, as they stand in the file."""
    return tomllib.loads(files("audit").joinpath("vocabulary.toml").read_text(encoding="utf-8"))


@cache
def name_key(name: str) -> str:
    """A name reduced to what tells indicators apart: one width, no blanks, no punctuation, no idle ending."""
    wide = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    bare = "".join(character for character in _POINTS.sub("", wide) if character.isalnum()).casefold()
    for ending in vocabulary()["names"]["endings"]:
        if bare.endswith(ending) and len(bare) - len(ending) >= 2:
            return bare.removesuffix(ending)
    return bare


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
