"""Words of Chinese text: jieba's dictionary and its way to cut, without loading the dictionary.

jieba reads its 350,000 words into memory before the first sentence, which takes longer than reading a document. Its
file is sorted, so the words that begin with two given characters stand together; they are looked up when a text has
these two. A sentence is cut where the product of the words' frequencies is largest, as jieba's ``cut(HMM=False)``
does; tests hold that both cut alike.
"""

from __future__ import annotations

import mmap
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path

_TOGETHER = re.compile(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+)")
_ALNUM = re.compile(r"[a-zA-Z0-9]")
_TOTALS = {5071852: 60101967}
"""Sum of all frequencies by the size of the file (jieba 0.42.1); for other files it is counted."""

_FIRST = "一 ".encode()
"""The first word of the sorted part: the first of all characters."""

_STEP = 4096
"""Bytes between the places whose words are kept to search from."""

_Found = tuple[dict[str, int], tuple[int, ...]]
"""Words with their frequencies, and their lengths from short to long."""


class Dictionary:
    """A file of lines “word frequency tag”, sorted by the bytes of the word below the line of the first character."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        size = len(data)
        self.total = _TOTALS.get(size) or sum(int(n) for n in re.findall(rb" (\d+)(?: |\r?\n|\Z)", data))
        start = max(data.find(_FIRST), 0)
        self._head: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for line in data[:start].decode().splitlines():
            word, frequency = _word(line)
            self._head[word[:2]].append((word, frequency))
        later = (data.find(b"\n", place) + 1 for place in range(start + _STEP, size, _STEP))
        self._places = [start, *(place for place in later if place), size]
        self._beginnings = [data[place : place + 16] for place in self._places[:-1]]

    def beginning(self, prefix: str) -> list[tuple[str, int]]:
        """The words that begin with two characters, or the word that one character is, with their frequencies."""
        wanted = prefix.encode() + (b" " if len(prefix) == 1 else b"")
        low = self._places[max(bisect_left(self._beginnings, wanted) - 1, 0)]
        high = self._places[bisect_right(self._beginnings, wanted + b"\xff")]
        found = list(self._head.get(prefix, ()))
        if self._data[low : low + len(wanted)] != wanted:
            low = self._data.find(b"\n" + wanted, low, high) + 1 or high
        if low < high:
            last = max(self._data.rfind(b"\n" + wanted, low, high) + 1, low)
            end = self._data.find(b"\n", last) + 1 or len(self._data)
            found += map(_word, self._data[low:end].decode().splitlines())
        return found


class Segmenter:
    """Cuts text into words of a dictionary and own words; an own word of frequency ``None`` beats its parts."""

    def __init__(self, dictionary: Dictionary, own: Mapping[str, int | None]) -> None:
        self._dictionary, self._own = dictionary, own
        self._total = dictionary.total + sum(frequency or 0 for frequency in own.values())
        self._own_by_prefix: dict[str, list[str]] = defaultdict(list)
        for word in own:
            self._own_by_prefix[word[:2]].append(word)
        self._known: dict[str, _Found] = {}
        self._suggested: dict[str, int] = {}
        self._log_total = log(self._total)

    def cut(self, text: str) -> Iterator[str]:
        """The words of a text, every character in one of them; letters and digits without a word stay together."""
        for number, part in enumerate(_TOGETHER.split(text)):
            if number % 2:
                yield from self._letters_joined(self._cut(part, None))
            else:
                yield from part

    @staticmethod
    def _letters_joined(words: Iterable[str]) -> Iterator[str]:
        letters = ""
        for word in words:
            if len(word) == 1 and _ALNUM.match(word):
                letters += word
                continue
            if letters:
                yield letters
                letters = ""
            yield word
        if letters:
            yield letters

    def _cut(self, text: str, whole: str | None) -> list[str]:
        """The likeliest words; ``whole`` is the own word whose frequency is looked for by its parts."""
        length = len(text)
        best: list[tuple[float, int]] = [(0.0, 0)] * (length + 1)
        for at in range(length - 1, -1, -1):
            found = self._ends(text, at, whole) or ((at + 1, 1),)
            best[at] = max((log(n or 1) - self._log_total + best[end][0], end) for end, n in found)
        words, at = [], 0
        while at < length:
            end = best[at][1]
            words.append(text[at:end])
            at = end
        return words

    def _ends(self, text: str, at: int, whole: str | None) -> list[tuple[int, int]]:
        """Where words that begin at a place end, and how frequent they are."""
        found: list[tuple[int, int]] = []
        for prefix in (text[at], text[at : at + 2]):
            if len(prefix) < 2 and found:
                break
            words, lengths = self._known.get(prefix) or self._look_up(prefix)
            for length in lengths:
                word = text[at : at + length]
                frequency = words.get(word)
                if frequency is not None and len(word) == length:
                    if frequency < 0:
                        frequency = self._frequency(word, whole)
                    if frequency:
                        found.append((at + length, frequency))
        return found

    def _look_up(self, prefix: str) -> _Found:
        """The words that begin so; own words have the frequency −1 until it is asked for."""
        words = dict(self._dictionary.beginning(prefix))
        words.update((word, -1) for word in self._own_by_prefix.get(prefix, ()))
        self._known[prefix] = (words, tuple(sorted({len(word) for word in words})))
        return self._known[prefix]

    def _frequency(self, word: str, whole: str | None) -> int:
        """The frequency of an own word: the one given, or so high that it beats its parts."""
        given = self._own[word]
        if given is not None:
            return given
        if word == whole:
            return self._in_dictionary(word)
        if word not in self._suggested:
            chance = 1.0
            for part in self._cut(word, word):
                chance *= self._part(part, word) / self._total
            self._suggested[word] = max(int(chance * self._total) + 1, self._in_dictionary(word) or 1)
        return self._suggested[word]

    def _part(self, part: str, whole: str) -> int:
        words, _ = self._known.get(part[:2]) or self._look_up(part[:2])
        frequency = words.get(part, 1)
        return self._frequency(part, whole) if frequency < 0 else frequency

    def _in_dictionary(self, word: str) -> int:
        return dict(self._dictionary.beginning(word[:2])).get(word, 0)


def _word(line: str) -> tuple[str, int]:
    word, frequency, *_ = line.split(" ")
    return word, int(frequency)


@cache
def jieba_dictionary() -> Dictionary:
    """The dictionary that comes with jieba, whose own code is not run."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba is not installed", name="jieba")
    return Dictionary(Path(spec.origin).with_name("dict.txt"))
