"""From folded text to tokens: numbers by the numerals' own pieces, words by jieba's dictionary and the field's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from extract.language.doc import Doc, Token
from extract.language.patterns import classes
from extract.language.reference import JiebaSegmenter
from extract.language.words import Segmenter, jieba_dictionary
from extract.numerals import ARABIC, CHINESE
from extract.reference import by_libraries

_NUMERAL = rf"(?:{ARABIC}|{CHINESE})"
_SPECIAL = re.compile(
    rf"(?P<percent>百分之(?:{CHINESE}|{ARABIC}))"
    rf"|(?P<fraction>(?:{CHINESE}|\d+)分之(?:{CHINESE}|\d+)|(?<![\d/])\d/\d(?![\d/]))"
    rf"|(?P<number>{ARABIC}|[零〇一二三四五六七八九十]+点[零〇一二三四五六七八九]+)"
    # 完成目标值得满分, 资料不全扣1分: here 值得 and 全扣 are no words
    r"|(?P<word>(?<![获取可])得(?=\d|满分|零分|一半|半分)|(?<=全)扣(?=\d)|一半)"
    r"|(?P<mark>[<>]=|[^\w\s\u3400-\u9fff])"
)
_CHINESE = re.compile(rf"(?P<number>{CHINESE})(?P<unit>.+)\Z")
_ORDINAL = re.compile(rf"第(?P<number>{CHINESE})(?P<rest>.*)\Z")
_CHINESE_ALONE = re.compile(rf"(?:{CHINESE})\Z")
_BEFORE_CHINESE_POINTS = (
    "GAIN",
    "LOSE",
    "MOST",
    "CAP",
    "STATED",
    "DASH",
    "EACHOF",
    "WHOSE",
    "EQ",
    "GAINWORD",
    "LOSEWORD",
)
"""Before a word of these, 十分 is ten points; elsewhere it is “very”."""

_TAGS = {"percent": "PERCENT", "fraction": "FRACTION", "number": "NUM", "word": "WORD", "mark": "MARK"}

Piece = tuple[str, str]
"""A token's text and tag."""


class FieldTokenizer:
    """Cuts folded Chinese text without blanks into tokens."""

    def __init__(self) -> None:
        self._segmenter = _segmenter()
        known = classes()
        self._units = known["COUNTED"] | known["PERCENTSIGN"]
        self._not_points = tuple(known["NOT_POINTS"])
        self._before_points = frozenset[str]().union(*(known[name] for name in _BEFORE_CHINESE_POINTS))

    def __call__(self, text: str) -> Doc:
        """The tokens of a folded text, tagged NUM, PERCENT, FRACTION, MARK or WORD."""
        return Doc([Token(text, tag) for text, tag in self._pieces(text)])

    def _pieces(self, text: str) -> Iterator[Piece]:
        """Tokens with their tags; numbers in digits are cut out before the words between them are looked for."""
        last, previous = 0, ""
        for match in _SPECIAL.finditer(text):
            for piece in self._words(text, last, match.start(), previous):
                previous = piece[0]
                yield piece
            previous = match.group()
            kind = match.lastgroup
            yield (previous, _TAGS[kind or "mark"])
            last = match.end()
            if kind == "number" and text.startswith("分", last) and not self._other_word(text, last):
                yield ("分", "WORD")
                previous, last = "分", last + 1
        yield from self._words(text, last, len(text), previous)

    def _other_word(self, text: str, at: int) -> bool:
        """Whether the 分 at this place begins another word: 5分钟, 2分公司."""
        return text.startswith(self._not_points, at + 1)

    def _words(self, text: str, start: int, end: int, previous: str) -> Iterator[Piece]:
        if start >= end:
            return
        for word in self._segmenter.cut(text[start:end]):
            for piece in self._split(word, previous):
                yield piece
                previous = piece[0]

    def _split(self, word: str, previous: str) -> Iterator[Piece]:
        """A word of the dictionary as tokens: 一例 is a number and its unit, 每项 and 各得 are two words."""
        if len(word) > 1 and word[0] in "每各":
            yield (word[0], "WORD")
            yield from self._split(word[1:], word[0])
            return
        ordinal = _ORDINAL.match(word)
        if ordinal is not None:
            yield ("第", "WORD")
            yield (ordinal["number"], "NUM")
            if ordinal["rest"]:
                yield (ordinal["rest"], "WORD")
            return
        if _CHINESE_ALONE.match(word):
            yield (word, "NUM")
            return
        match = _CHINESE.match(word)
        if match is not None and (match["unit"] in self._units or self._is_points(match["unit"], previous)):
            yield (match["number"], "NUM")
            yield (match["unit"], "WORD")
            return
        yield (word, "WORD")

    def _is_points(self, unit: str, previous: str) -> bool:
        return unit == "分" and previous in self._before_points


def _segmenter() -> Segmenter | JiebaSegmenter:
    """jieba's words with those of the field: the ones of its own list, and those of the classes."""
    own: dict[str, int | None] = {}
    for line in Path(__file__).with_name("userdict.txt").read_text(encoding="utf-8").splitlines():
        word, *frequency = line.split()
        own[word] = int(frequency[0]) if frequency else None
    for words in classes().values():
        own.update((word, own.get(word)) for word in words if len(word) > 1)
    return JiebaSegmenter(own) if by_libraries() else Segmenter(jieba_dictionary(), own)
