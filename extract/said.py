"""Score phrases of a document where they stand: with their passage, their place and the sentence around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extract.passage import Passage
from extract.phrases import Phrase, find_phrases, phrase_words
from models import Evidence

Place = tuple[int | None, int | None]
"""Block and start of a phrase: what makes it one of the document."""

_PRONOUN = re.compile(r"[本该此](?:项(?!目)|指标(?!体系)|部分|条|类|大项|小项)[^,。;]{0,12}$")


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase with the passage it stands in."""

    passage: Passage
    phrase: Phrase

    @property
    def place(self) -> Place:
        """Block and start of the phrase."""
        where = self.passage.where(self.phrase.start, self.phrase.end)
        return where.block, where.start

    @property
    def evidence(self) -> Evidence:
        """The words of the phrase with their place."""
        return self.passage.evidence(self.phrase.start, self.phrase.end)

    @property
    def sentence_start(self) -> int:
        """Where the sentence of the phrase begins, in the folded text of its passage."""
        return max(self.passage.text.rfind(stop, 0, self.phrase.start) for stop in "。;!") + 1

    @property
    def sentence(self) -> str:
        """The folded words before the phrase in its sentence."""
        return self.passage.text[self.sentence_start : self.phrase.start]

    @property
    def names_item(self) -> bool:
        """Whether it says “this item” (该项得分5分)."""
        return _PRONOUN.search(self.sentence) is not None


def said_in(passage: Passage, taken: frozenset[Place] = frozenset()) -> list[Said]:
    """The phrases of a passage that declare or claim, but for rules and for those at ``taken`` places."""
    phrases = (p for p in find_phrases(passage.folded) if not p.rule and p.kind != "rate")
    return [said for p in phrases if (said := Said(passage, p)).place not in taken]


def maximum_beside(total: Said, said: Iterable[Said]) -> Said | None:
    """The declared maximum in the sentence of a total's claim; 基础分97分 beside it is a part's."""
    base = phrase_words().words.base
    for one in said:
        words = one.passage.text[one.phrase.start : one.phrase.end]
        beside = one.passage is total.passage and one.sentence_start == total.sentence_start
        if beside and one.phrase.kind == "maximum" and one.phrase.points and not words.startswith(base):
            return one
    return None
