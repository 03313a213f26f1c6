"""Patterns of tokens found in a text: each item is a test of one token and says how often it may hold.

Patterns that begin alike are followed together, and only where their first item holds, so a text costs little however
many patterns there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class _Node:
    """What patterns that begin alike have in common: labels of those that end here, and how the others go on."""

    labels: list[str] = field(default_factory=list)
    following: dict[Item, _Node] = field(default_factory=dict)


_Edge = tuple[Item, _Node]


class Matcher:
    """Looks for labelled patterns. Where two fit the same tokens, the label that was given first counts."""

    def __init__(self, patterns: Mapping[str, Iterable[Pattern]]) -> None:
        root = _Node()
        for label, lines in patterns.items():
            for pattern in lines:
                node = root
                for item in pattern:
                    node = node.following.setdefault(item, _Node())
                node.labels.append(label)
        self._rank = {label: number for number, label in enumerate(patterns)}
        self._by_word: dict[str, list[_Edge]] = defaultdict(list)
        self._by_tag: dict[str, list[_Edge]] = defaultdict(list)
        self._anywhere: list[_Edge] = []
        for item, node in root.following.items():
            if item.others is not None or not item.least:
                self._anywhere.append((item, node))
                continue
            for word in item.words:
                self._by_word[word].append((item, node))
            for tag in item.tags:
                self._by_tag[tag].append((item, node))

    def all(self, tokens: Sequence[Token]) -> Iterator[Span]:
        """Every stretch of tokens that a pattern fits, some of them more than once."""
        for start, token in enumerate(tokens):
            found: set[tuple[int, str]] = set()
            for edges in (self._by_word.get(token.text), self._by_tag.get(token.tag), self._anywhere):
                if edges:
                    _follow(edges, tokens, start, found)
            for end, label in found:
                if end > start:
                    yield Span(tokens, start, end, label)

    def longest(self, tokens: Sequence[Token]) -> list[Span]:
        """The longest of them, the first of equally long ones, none over another; in the order of the text."""
        taken: set[int] = set()
        kept: list[Span] = []
        for span in sorted(self.all(tokens), key=lambda s: (s.start - s.end, s.start, self._rank[s.label])):
            places = range(span.start, span.end)
            if taken.isdisjoint(places):
                taken.update(places)
                kept.append(span)
        return sorted(kept, key=lambda s: s.start)


def _follow(edges: Iterable[_Edge], tokens: Sequence[Token], place: int, found: set[tuple[int, str]]) -> None:
    """Adds where patterns end that go on along these edges from a place, with their labels."""
    for item, node in edges:
        count, last, most = 0, place, item.most
        while True:
            if count >= item.least:
                found.update((last, label) for label in node.labels)
                if node.following:
                    _follow(node.following.items(), tokens, last, found)
            if count == most or last == len(tokens) or not item.holds(tokens[last]):
                break
            count, last = count + 1, last + 1
