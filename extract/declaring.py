"""A name and the points behind it, at the start of a numbered stretch of text that rules are written in.

“组织领导（10分）”, “会议，计10分。”, “台账管理。满分15分。”, “保洁（分值为20分）：”, “信息公开 20分”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from extract.numerals import ARABIC, NUMBER, parse
from extract.phrase_words import phrase_words
from extract.phrases import find_phrases
from extract.text import Folded, either, tidy
from extract.vocabulary import vocabulary

_LONGEST_NAME = 30
_LONGEST_SENTENCE = 40
_SHORTEST_NAME = 2
_EDGES = " \t\r\n,，;；:：、.．。-—－·"
_NO_AMOUNT_AFTER = r"(?<![\d.+\-~得扣加减达满于近超为按每至到低高以第占])"
_STOP = re.compile(r"[。;:,.!]*")


@dataclass(frozen=True, slots=True)
class Declared:
    """A name with its points. Spans are of the folded text."""

    name: str
    points: Decimal
    span: tuple[int, int]
    """The points, brackets included."""
    end: int
    """Where the text behind begins."""
    sentence: bool
    """The name holds a comma: it may be a sentence that ends with its points."""
    closed: bool
    """A colon or full stop follows the points, or nothing in their paragraph."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words, labels = phrase_words().words, vocabulary().labels
    this = rf"(?:{either(words.this)})?"
    weights = tuple(word for word in words.maximum if word not in words.total)
    said = either((*weights, *labels.points))
    counted = rf"(?:共?\d{{1,2}}[项条款个类][,、])?(?:每(?:小|大)?[项条款个类](?:{ARABIC})分[,、])?"
    bracket = (
        rf"[。:]?[(\[]{this}{counted}(?:{said}){{0,3}}[:为是]{{0,2}}(?P<bracket>-?{NUMBER})分(?:[,;][^()\[\]]*)?[)\]]"
    )
    before = rf"(?:[,。:]{this}(?:{said}){{1,3}}|{this}(?:{either(weights)}))"
    in_words = rf"{before}[:为是]{{0,2}}(?P<words>-?(?:{ARABIC}))分(?=[,。;:(]|$)"
    bare = rf":?{_NO_AMOUNT_AFTER}(?P<bare>-?(?:{ARABIC}))分(?=[。:]|$)"
    closing = rf"。(?P<closing>(?:{ARABIC}))分[。;]?$"
    quoted = r"《[^》]*》|\"[^\"]*\"|\((?![^()]*\d分)[^()]*\)"
    name = rf"(?P<name>(?:{quoted}|[^。;:!?()\[\],]){{{_SHORTEST_NAME},{_LONGEST_NAME}}}?)"
    sentence = rf"(?P<name>(?:{quoted}|[^。;:!?()\[\]]){{{_SHORTEST_NAME},{_LONGEST_SENTENCE}}}?)"
    own = rf"{this}{counted}(?:{said}){{1,3}}[:为是]{{0,2}}(?P<words>-?(?:{ARABIC}))分(?=[,。;:]|$)"
    return (
        re.compile(rf"{name}(?:{bracket}|{in_words}|{bare}|{closing})"),
        re.compile(rf"{sentence}(?:{bracket}|{in_words}|{closing})"),
        re.compile(own),
    )


def declared(folded: Folded, start: int, stop: int | None = None) -> Declared | None:
    """The name and points that a stretch of folded text begins with; ``None`` where it begins otherwise."""
    stop = len(folded.text) if stop is None else stop
    name, sentence, _ = _patterns()
    match = name.match(folded.text, start, stop) or sentence.match(folded.text, start, stop)
    if match is None:
        return None
    given = match.groupdict()
    value = next((given[group] for group in ("bracket", "words", "bare", "closing") if given.get(group)), None)
    points = parse(value) if value else None
    low, high = match.span("name")
    if points is None or _speaks_of_points(folded, low, high):
        return None
    after = _STOP.match(folded.text, match.end(), stop)
    end = after.end() if after else match.end()
    closed = end >= stop or bool(re.search(r"[。:]", folded.text[match.end() : end]))
    return Declared(
        name=tidy(folded.quote(low, high)).strip(_EDGES),
        points=points,
        span=(high, match.end()),
        end=end,
        sentence="," in folded.text[low:high],
        closed=closed,
    )


def own_points(folded: Folded, start: int = 0) -> tuple[Decimal, tuple[int, int], int] | None:
    """Points that a text declares for the item it belongs to: 本项满分20分。 With their span and the text's rest."""
    match = _patterns()[2].match(folded.text, start)
    points = parse(match["words"]) if match else None
    if match is None or points is None:
        return None
    after = _STOP.match(folded.text, match.end())
    return points, match.span(), after.end() if after else match.end()


def states_rule(folded: Folded, start: int = 0, stop: int | None = None) -> bool:
    """Whether a stretch of text says how points are earned or lost, or what refuses them all."""
    stop = len(folded.text) if stop is None else stop
    if "一票否决" in folded.text[start:stop]:
        return True
    return any(
        start <= phrase.start < stop and phrase.kind not in ("maximum", "bare", "claim", "rate")
        for phrase in find_phrases(folded)
    )


def _speaks_of_points(folded: Folded, start: int, stop: int) -> bool:
    """Whether the words taken for a name earn or lose points themselves."""
    return any(start <= phrase.start < stop for phrase in find_phrases(folded) if phrase.kind != "bare")
