"""Texts through the pipeline to rules, and criteria with their places."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from extract.language.build import Locate, build, settle_counts
from extract.language.doc import Doc
from extract.language.drafts import Reading
from extract.language.patterns import classes
from extract.language.pipeline import pipeline
from extract.language.reader import read
from extract.language.semantics import meanings
from extract.text import Folded, fold
from models.document import Cell, Paragraph
from models.rules import ScoringRule
from models.sheet import Criterion
from models.where import Where

_OPERATING = (
    "ZERO", "FULL", "WEIGHT", "GAINWORD", "LOSE", "LOSEWORD", "REMOVE", "FLOOR", "CAP", "MOST", "DISCRETION", "VETO",
    "FAILED", "ANALOGY", "HALF", "HALFOF",
)  # fmt: skip
"""Without points (5分) and without a word of these classes there is no operator, and nothing unread."""


@cache
def _operating() -> frozenset[str]:
    return frozenset[str](["分"]).union(*(classes()[name] for name in _OPERATING))


def read_texts(
    texts: Sequence[str], maxima: Sequence[Decimal | None], item_maximum: Decimal | None, locate: Sequence[Locate]
) -> list[tuple[ScoringRule, ...]]:
    """The rules of the texts of one item. Each text has its own points in ``maxima`` where it declares them."""
    folded = [fold(text) for text in texts]
    readings = [_parsed(f) for f in folded]
    for reading in readings:
        settle_counts(reading)
    known = [m if m is not None else r.maximum for m, r in zip(maxima, readings, strict=True)]
    found = meanings(readings, known, item_maximum)
    return [build(*each) for each in zip(readings, found, folded, locate, strict=True)]


def _parsed(folded: Folded) -> Reading:
    """What a text says; one that says nothing of points is not looked at any further than its words."""
    doc = pipeline().make_doc(folded.text)
    return read(pipeline()(doc)) if _speaks(doc) else Reading(doc)


def _speaks(doc: Doc) -> bool:
    known, gains = _operating(), classes()["GAIN"]
    for token in doc:
        if token.text in known:
            return True
        if token.text in gains and token.i + 1 < len(doc) and doc[token.i + 1].tag in ("NUM", "PERCENT"):
            # 得80%
            return True
    return False


def read_criteria(
    criteria: Sequence[Criterion], item_maximum: Decimal | None, holder: Cell | Paragraph | None
) -> tuple[Criterion, ...]:
    """Criteria with their rules and places."""
    maxima = [None if c.max_points is None else abs(c.max_points) for c in criteria]
    rules = read_texts([c.text for c in criteria], maxima, item_maximum, [_locator(c, holder) for c in criteria])
    return tuple(c.model_copy(update={"rules": r}) for c, r in zip(criteria, rules, strict=True))


def _locator(criterion: Criterion, holder: Cell | Paragraph | None) -> Locate:
    """From spans of the criterion's tidied text to places in the text that it was read from."""
    where = criterion.where
    if holder is None or where.start is None or where.end is None:
        return lambda _a, _b: where
    begin = where.start
    raw = fold(holder.text[begin : where.end])
    tidy = fold(criterion.text)
    if raw.text != tidy.text:
        return lambda _a, _b: where
    position = {original: index for index, original in enumerate(tidy.origin)}

    def locate(start: int, end: int) -> Where:
        a, b = raw.span(position[start], position[end - 1] + 1)
        return holder.locate(begin + a, begin + b)

    return locate
