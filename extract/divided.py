"""Paragraphs that go through several items, each numbered and with a score of its own, taken apart.

“1.机构设置（分值10分，自评10分），…；2.制度建设（分值10分，自评8分），…” are two paragraphs of a report as far as
its outline is concerned. Awards for parts of one item (1.…，得2分；2.…，得3分) stay together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from extract.criteria import find_marks
from extract.phrases import find_phrases
from extract.text import fold
from models import Paragraph

_FEWEST = 2


def divided(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, those that claim points for several numbered items as one for each of them.

    A part is filled up with blanks from the left, so that its characters keep their places.
    """
    for paragraph in paragraphs:
        starts = _starts(paragraph.text)
        if not starts:
            yield paragraph
            continue
        edges = [0, *(start for start in starts if start > 0), len(paragraph.text)]
        for start, end in pairwise(edges):
            text = " " * start + paragraph.text[start:end]
            if text.strip():
                yield paragraph.model_copy(update={"text": text})


def _starts(text: str) -> list[int]:
    """Where the items of a text begin, two at least; empty where they have no scores of their own."""
    folded = fold(text)
    claims = [p.start for p in find_phrases(folded) if p.kind == "claim" and not p.rule and not p.whole]
    marks = find_marks(folded) if len(claims) >= _FEWEST else []
    if not marks:
        return []
    edges = [*(mark.start for mark in marks), len(folded.text)]
    scored = sum(any(a <= claim < b for claim in claims) for a, b in pairwise(edges))
    own = [folded.origin[mark.start] for mark in marks] if scored >= _FEWEST and scored * 2 > len(marks) else []
    if len(marks) > 1 and not own:
        return []
    found = list(own)
    for mark, end in zip(marks, edges[1:], strict=True):
        low, high = folded.span(mark.end, end)
        found += _starts(" " * low + text[low:high])
    return sorted(found)
