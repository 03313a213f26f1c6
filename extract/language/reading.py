"""Texts through the pipeline to rules, and criteria with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extract.language.build import Locate, build, settle_counts
from extract.language.drafts import Reading
from extract.language.pipeline import pipeline
from extract.language.reader import read
from extract.language.semantics import meanings
from extract.text import Folded, fold
from models.document import Cell, Paragraph
from models.rules import ScoringRule
from models.sheet import Criterion
from models.where import Where

_SPEAKS = re.compile(r"分|权重|否决|封顶|酌|视|比例|[扣减][完光]|满|合格|乘|×")
"""A text without any of these says nothing of points; it need not be parsed."""


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
    nlp = pipeline()
    if not _SPEAKS.search(folded.text):
        return Reading(nlp.make_doc(""))
    return read(nlp(folded.text))


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
