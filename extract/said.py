"""Score phrases of a document where they stand: with their passage, their place and the sentence around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.passage import Passage
from extract.phrase_words import phrase_words
from extract.phrases import Phrase, find_phrases, is_round
from models import Evidence

Place = tuple[int, int, int, int]
"""Block, row, column and start of a phrase, -1 for what it has not: what makes it one of the document."""

_PRONOUN = re.compile(r"[本该此](?:项(?!目)|指标(?!体系)|部分|条|类|大项|小项)[^,。;]{0,12}$")


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase with the passage it stands in."""

    passage: Passage
    phrase: Phrase

    @property
    def place(self) -> Place:
        """Where the phrase stands, in an order that is the document's."""
        where = self.passage.where(self.phrase.start, self.phrase.end)
        block, row, column = (-1 if n is None else n for n in (where.block, where.row, where.column))
        return block, row, column, where.start or 0

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


def maximum_beside(total: Said, said: Sequence[Said]) -> Said | None:
    """The declared maximum of a total's claim: in its sentence, or before it in its paragraph if it is large enough.

    基础分97分 beside it is a part's.
    """
    base = phrase_words().words.base
    maxima = [s for s in said if s.phrase.kind == "maximum" and s.passage is total.passage and s.phrase.points]
    maxima = [s for s in maxima if not s.passage.text.startswith(base, s.phrase.start)]
    beside = [s for s in maxima if s.sentence_start == total.sentence_start]
    before = [s for s in maxima if s.phrase.start < total.phrase.start and _can_hold(s, total)]
    return next(iter(beside + before[::-1]), None)


def maximum_apart(total: Said, said: Sequence[Said]) -> Said | None:
    """The declared maximum of a total in another paragraph: a round number, and no other is declared."""
    maxima = [s for s in said if s.phrase.kind == "maximum" and is_round(s.phrase.points)]
    if len({s.phrase.points for s in maxima}) != 1:
        return None
    return maxima[0] if _can_hold(maxima[0], total) else None


def _can_hold(maximum: Said, total: Said) -> bool:
    """Whether a claim fits into a maximum, bonus points allowed for."""
    most, claim = maximum.phrase.points, total.phrase.points
    return most is not None and claim is not None and most * Decimal("1.3") >= claim
