"""Patterns of tokens found in a text: each item is a test of one token and says how often it may hold.

A pattern is looked for where its first item holds, so a text costs little however many patterns there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.language.doc import Span, Token


@dataclass(frozen=True, slots=True)
class Item:
    """A test of one token: a word of ``words``, a tag of ``tags``, or a plain word that is none of ``others``."""

    words: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    others: frozenset[str] | None = None
    least: int = 1
    most: int | None = 1
    """How often it holds in a row; ``None`` for any number of times."""

    def holds(self, token: Token) -> bool:
        """Whether a token passes."""
        if self.others is not None:
            return token.tag == "WORD" and token.text not in self.others
        return token.text in self.words or token.tag in self.tags


Pattern = tuple[Item, ...]


class Matcher:
    """Looks for labelled patterns. Where two fit the same tokens, the label that was given first counts."""

    def __init__(self, patterns: Mapping[str, Iterable[Pattern]]) -> None:
        self._by_word: dict[str, list[tuple[str, Pattern]]] = defaultdict(list)
        self._by_tag: dict[str, list[tuple[str, Pattern]]] = defaultdict(list)
        for label, lines in patterns.items():
            for pattern in lines:
                for item in _first(pattern):
                    if item.others is not None:
                        raise ValueError("a pattern cannot begin with any word but some")
                    for word in item.words:
                        self._by_word[word].append((label, pattern))
                    for tag in item.tags:
                        self._by_tag[tag].append((label, pattern))

    def all(self, tokens: Sequence[Token]) -> Iterator[Span]:
        """Every stretch of tokens that a pattern fits, some of them more than once."""
        for start, token in enumerate(tokens):
            for candidates in (self._by_word.get(token.text, ()), self._by_tag.get(token.tag, ())):
                for label, pattern in candidates:
                    for end in _ends(pattern, tokens, start):
                        yield Span(tokens, start, end, label)

    def longest(self, tokens: Sequence[Token]) -> list[Span]:
        """The longest of them, the first of equally long ones, none over another; in the order of the text."""
        taken: set[int] = set()
        kept: list[Span] = []
        for span in sorted(self.all(tokens), key=lambda s: (s.start - s.end, s.start)):
            places = range(span.start, span.end)
            if taken.isdisjoint(places):
                taken.update(places)
                kept.append(span)
        return sorted(kept, key=lambda s: s.start)


def _first(pattern: Pattern) -> Iterator[Item]:
    """The items that the first token of a match may be."""
    for item in pattern:
        yield item
        if item.least:
            return


def _ends(pattern: Pattern, tokens: Sequence[Token], start: int) -> set[int]:
    """Where matches that begin at a token end; none of them is empty."""
    places = {start}
    for item in pattern:
        reached: set[int] = set()
        for place in places:
            if not item.least:
                reached.add(place)
            count, last = 0, place
            while last < len(tokens) and (item.most is None or count < item.most) and item.holds(tokens[last]):
                count, last = count + 1, last + 1
                if count >= item.least:
                    reached.add(last)
        if not reached:
            return reached
        places = reached
    return places - {start}
