"""Which findings rest on words that recognition of a scan was not sure of.

A digit taken for another makes a sum wrong that is right on paper. So what was computed from such words is said to need
a look at the original, and only as a note: it may be the reading that is wrong, not the document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from models import Evidence, NotUnderstood, Text, Where

WARNING: Final = Text(
    zh="（依据的文字扫描识别把握不足，请先与原件核对）",
    en=" (read from a scan without confidence: compare with the original first)",
)
"""What is added to the message of such a finding."""

_BLANK = re.compile(r"\s+")
_Place = tuple[object, ...]


class Doubts:
    """The doubtful words of a document, found again by their place and by what they say."""

    def __init__(self, parts: Iterable[NotUnderstood]) -> None:
        self._at: dict[_Place, list[Evidence]] = defaultdict(list)
        for part in parts:
            if part.kind == "doubtful":
                self._at[_place(part.evidence.where)].append(part.evidence)

    def touch(self, evidence: Iterable[Evidence]) -> bool:
        """Whether any of the quoted words were read without confidence."""
        return bool(self._at) and any(
            _same_words(one, doubt) for one in evidence for doubt in self._at.get(_place(one.where), ())
        )


def _place(where: Where) -> _Place:
    return (where.block, where.nested, where.row, where.column)


def _same_words(one: Evidence, doubt: Evidence) -> bool:
    """Whether quotes of one paragraph or cell share characters; without spans, whether one holds the other."""
    a, b = one.where, doubt.where
    if a.start is not None and a.end is not None and b.start is not None and b.end is not None:
        return a.start < b.end and b.start < a.end
    quote, doubtful = _BLANK.sub("", one.quote), _BLANK.sub("", doubt.quote)
    return bool(quote and doubtful) and (quote in doubtful or doubtful in quote)
