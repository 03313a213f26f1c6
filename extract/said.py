"""Score phrases of a document where they stand: with their passage, their place and the sentence around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.passage import Passage
from extract.phrases import Phrase, find_phrases
from models import Evidence

Place = tuple[int | None, int | None]
"""Block and start of a phrase: what makes it one of the document."""

_PRONOUN = re.compile(r"[本该此](?:项|指标|部分|条|类|大项|小项)[^,。;]{0,12}$")


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
    def sentence(self) -> str:
        """The folded words before the phrase in its sentence."""
        text = self.passage.text
        return text[max(text.rfind(stop, 0, self.phrase.start) for stop in "。;!") + 1 : self.phrase.start]

    @property
    def names_item(self) -> bool:
        """Whether it says “this item” (该项得分5分)."""
        return _PRONOUN.search(self.sentence) is not None


def said_in(passage: Passage, taken: frozenset[Place] = frozenset()) -> list[Said]:
    """The phrases of a passage that declare or claim, but for rules and for those at ``taken`` places."""
    phrases = (p for p in find_phrases(passage.folded) if not p.rule and p.kind != "rate")
    return [said for p in phrases if (said := Said(passage, p)).place not in taken]
