"""Score phrases in running text: declared maxima, claims, awards and deductions, and what only looks like one.

Matches folded text (see ``extract.text``). The words are data (``phrases.toml``); this module says how they combine:
a word, perhaps a link (为, 共, :), a number, 分. A phrase that states a rule (每发现1例扣0.5分, 否则不得分) is found
too, but marked, because a rule claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from itertools import takewhile
from typing import Literal

from extract.numerals import ARABIC, CHINESE, parse
from extract.phrase_words import phrase_words
from extract.text import Folded, either, tidy
from models import Mention, Where

PhraseKind = Literal["maximum", "claim", "bare", "award", "deduct", "no_deduction", "zero", "full", "percent", "rate"]

MENTIONS: frozenset[PhraseKind] = frozenset({"award", "deduct", "no_deduction", "zero", "full", "percent"})
"""Kinds that claim points for a part of an item."""

Span = tuple[int, int]

_BREATH = 3
"""Characters between two phrases that are said in one breath."""

_ASIDE: frozenset[PhraseKind] = frozenset({"deduct", "no_deduction", "full"})
"""What may be said between a maximum and the score that goes with it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A place that speaks of points. Spans are of the folded text."""

    kind: PhraseKind
    """``bare`` is “（44分）”: what it declares is for its surroundings to say. ``rate`` (得分率90%) is no claim."""
    start: int
    end: int
    points: Decimal | None = None
    """Negative only for a maximum (指标分值-20分)."""
    percent: Decimal | None = None
    """Share of the weight: 得52.5%权重分."""
    bracket: Span | None = None
    """The innermost brackets around it, themselves included."""
    rule: bool = False
    """It says what could be earned or lost, not what was."""
    whole: bool = False
    """Its word speaks of the whole document: 总得分, 综合评分."""
    bonus: bool = False
    """Said of points on top (创新工作加分5分): an award of its item, or a maximum beside a declared total."""

    @property
    def is_mention(self) -> bool:
        """Whether it claims points for a part of an item."""
        return self.kind in MENTIONS and not self.rule


def find_phrases(folded: Folded) -> tuple[Phrase, ...]:
    """All score phrases of a text, in order, without overlaps; those that only state a rule are marked."""
    return _phrases_in(folded.text)


@lru_cache(maxsize=1024)
def _phrases_in(text: str) -> tuple[Phrase, ...]:
    brackets = _brackets(text)
    found = [phrase for match in _patterns().phrase.finditer(text) for phrase in _read(match, brackets)]
    return tuple(_mark_rules(_settle(found, text), text))


def claims_and_mentions(phrases: Iterable[Phrase]) -> list[Phrase]:
    """Those phrases that declare, claim, award or deduct: neither rules nor score rates."""
    return [p for p in phrases if not p.rule and p.kind != "rate"]


def mention_of(phrase: Phrase, text: str, where: Where) -> Mention:
    """The mention that a phrase is, with its words and place."""
    if phrase.kind not in ("award", "deduct", "no_deduction", "zero", "full", "percent"):
        raise ValueError(f"{phrase.kind} is no mention")
    sign: Literal[-1, 0, 1] = 1
    if phrase.kind == "deduct":
        sign = -1
    elif phrase.kind in ("no_deduction", "zero"):
        sign = 0
    return Mention(
        kind=phrase.kind,
        points=phrase.points,
        sign=sign,
        percent_of_weight=phrase.percent,
        text=tidy(text),
        where=where,
    )


@dataclass(frozen=True, slots=True)
class _Patterns:
    phrase: re.Pattern[str]
    quoting: re.Pattern[str]
    speaking: re.Pattern[str]
    rule_sentence: re.Pattern[str]
    rule_before: re.Pattern[str]
    rule_after: re.Pattern[str]
    per: re.Pattern[str]
    level: re.Pattern[str]
    set_apart: re.Pattern[str]
    foreign: re.Pattern[str]
    hoped: re.Pattern[str]
    together: re.Pattern[str]
    goes_on: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = phrase_words()
    words, verbs, rules = data.words, data.verbs, data.rules
    unit = rf"分(?!(?:{either(words.not_points)}))"
    number = rf"(?:(?:{ARABIC})(?={unit})|(?:{CHINESE})(?={unit}(?:[^\u4e00-\u9fff]|[得扣加自]|$)))"
    unitless = rf"(?:{ARABIC})(?=[,;、)\]/。]|$|\((?:{either(words.maximum)}))"
    named = rf"(?:{number}|{unitless})"
    link = rf"(?:(?:{either(words.link)})?[:=]?|[:=](?:{either(words.link)})?)\(?"
    maximum = either(words.maximum)
    claim = "|".join(_guarded(word, words.not_after) for word in _longest_first((*words.claim, *words.either)))
    weight = r"(?:权重分值|权重分|权重|分值|指标分值|标准分)"
    phrase = "|".join(
        (
            r"(?P<rate>得分率[:为是达到]*\d+(?:\.\d+)?%)",
            rf"(?:{maximum})/(?:{claim})[:为]?(?P<pair_maximum>{ARABIC})分?/(?P<pair_claim>{ARABIC})分?",
            rf"(?:{claim})/(?:{maximum})[:为]?(?P<first_claim>{ARABIC})分?/(?P<second_maximum>{ARABIC})分?",
            rf"(?:{either(words.this)})(?P<this_maximum>{number})分(?=,(?:{claim}|[扣得]|不扣))",
            rf"(?P<part_word>{claim})[:为]?(?P<part>{ARABIC})分?/(?P<of>{ARABIC})分?(?=[,;。)\]]|$)",
            rf"(?:{maximum})[为:]?(?P<near_maximum>{ARABIC})分?,(?:{claim})[为:]?(?P<near_claim>{ARABIC})(?=[,;。)\]]|$)",
            rf"(?P<no_deduction>{either(verbs.no_deduction)})",
            rf"(?P<zero>{either(verbs.zero)})",
            rf"(?P<full>{'|'.join(_guarded(word, verbs.not_after) for word in _longest_first(verbs.full))})",
            rf"(?P<sum_word>{either(words.sum)})?(?P<claim_word>{claim}){link}(?P<claim>{named})分?",
            rf"(?<![值满分重得])(?P<sum_alone>{either(words.sum_alone)})[:为](?P<sum_claim>{number})分(?=[。;)]|$)",
            rf"(?<=[(\[])(?P<one>{ARABIC})分?/(?P<other>{ARABIC})分(?=[)\]])",
            rf"(?P<maximum_word>{maximum}){link}(?P<maximum>-?{named})分?",
            rf"得了?其?(?P<percent>{ARABIC})%的?(?:该项)?{weight}",
            rf"扣(?:除|减)?(?:该项)?{weight}的?(?P<deduct_percent>{ARABIC})%",
            rf"(?P<bonus>{either(words.bonus)}){link}(?P<bonus_points>{number})分",
            rf"{_verb(verbs.deduct, verbs.not_after)}[:为]?[去掉了]?(?P<deduct>{number})分",
            rf"{_verb(verbs.award, verbs.not_after)}[:为]?了?\+?(?P<award>{number})分",
            rf"(?<=[(\[])(?:{either(words.this)})?(?:共计|共|计|总计|合计)?(?P<bare>-?(?:{ARABIC}))分(?=[,;、:)\]]|{claim})",
        )
    )
    unit_word = either(rules.per_unit)
    per = (
        rf"每(?:(?:{ARABIC})?(?:{unit_word})?)?(?:{either(rules.per)})[^。;()]{{0,30}}$"
        rf"|每(?:{ARABIC})?(?:{unit_word})[^,。;()得]{{0,10}},?$"
        rf"|每(?:{either(rules.per_time)})[^,。;()得]{{0,2}}$"
    )
    return _Patterns(
        phrase=re.compile(phrase),
        quoting=_key(rules.quoting),
        speaking=_key(rules.speaking),
        rule_sentence=re.compile(either(rules.sentence)),
        rule_before=re.compile(_verb(rules.before, rules.not_after) + "$"),
        rule_after=re.compile(either(rules.after)),
        per=re.compile(per),
        set_apart=re.compile(rf"\((?:不含|含|其中)[^()]{{0,6}}(?:{either(words.bonus)})"),
        level=re.compile(either(rules.level)),
        foreign=re.compile(rf"(?:{either(words.foreign)})的?$"),
        together=re.compile(r"(?:分别|依次)[^\d,。;:]{0,6}$"),
        goes_on=re.compile(rf"(?:[、,和及与]|以及)(?:{ARABIC})分?"),
        hoped=re.compile(rf"(?:{either(words.hoped)})[^,。;!?:]*$"),
    )


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def _guarded(word: str, not_after: Mapping[str, str]) -> str:
    """A word, unless the character before makes it a part of another."""
    characters = not_after.get(word[0])
    return re.escape(word) if characters is None else f"(?<![{characters}]){re.escape(word)}"


def _key(words: Iterable[str]) -> re.Pattern[str]:
    """A key before its colon, at the start of a sentence."""
    return re.compile(rf"(?:^|(?<=[。;)\]!]))[(\[]?(?:{either(words)})[)\]]?:")


def _verb(verbs: Iterable[str], not_after: Mapping[str, str]) -> str:
    return "(?:" + "|".join(_guarded(verb, not_after if len(verb) == 1 else {}) for verb in verbs) + ")"


def _read(match: re.Match[str], brackets: Sequence[Span]) -> Iterator[Phrase]:
    """What a match states: one phrase, two for 分值/得分6/6 and 得分:4/5, none where nothing shows that it is points.

    Of “（4/5分）” the smaller number is the claim, since it cannot be the maximum.
    """
    start, end = match.span()
    group = match.groupdict()
    around = _innermost(brackets, start, end)
    if group["pair_claim"] is not None:
        middle = match.end("pair_maximum")
        yield Phrase("maximum", start, middle, parse(group["pair_maximum"]), bracket=around)
        yield Phrase("claim", middle, end, parse(group["pair_claim"]), bracket=around)
        return
    if group["near_claim"] is not None:
        middle = match.end("near_maximum")
        yield Phrase("maximum", start, middle, parse(group["near_maximum"]), bracket=around)
        yield Phrase("claim", middle, end, parse(group["near_claim"]), bracket=around)
        return
    if group["first_claim"] is not None:
        middle = match.end("first_claim")
        yield Phrase("claim", start, middle, parse(group["first_claim"]), bracket=around)
        yield Phrase("maximum", middle, end, parse(group["second_maximum"]), bracket=around)
        return
    if group["part"] is not None:
        whole = group["part_word"] in phrase_words().words.total
        middle = match.end("part")
        yield Phrase("claim", start, middle, parse(group["part"]), bracket=around, whole=whole)
        yield Phrase("maximum", middle, end, parse(group["of"]), bracket=around)
        return
    if group["one"] is not None:
        low, high = sorted(Decimal(group[name]) for name in ("one", "other"))
        yield Phrase("maximum", start, match.end("one"), high, bracket=around)
        yield Phrase("claim", match.end("one"), end, low, bracket=around)
        return
    kind = next(kind for kind in _KINDS if group[kind] is not None)
    value = None if kind in ("rate", "no_deduction", "zero", "full") else parse(group[kind])
    if (
        kind in ("claim", "maximum")
        and not match.group().endswith("分")
        and around is None
        and ":" not in match.group()
        and not match.string.startswith("(", end)
    ):
        return
    word = group["claim_word"] or group["maximum_word"] or ""
    whole = word in phrase_words().words.total or group["sum_word"] is not None or kind == "sum_claim"
    phrase = Phrase(_KINDS[kind], start, end, value, bracket=around, whole=whole)
    if kind in ("percent", "deduct_percent"):
        phrase = replace(phrase, points=None, percent=value)
    elif kind in ("zero", "no_deduction"):
        phrase = replace(phrase, points=Decimal(0))
    yield replace(phrase, bonus=kind == "bonus_points")


_KINDS: dict[str, PhraseKind] = {
    "rate": "rate",
    "no_deduction": "no_deduction",
    "zero": "zero",
    "full": "full",
    "claim": "claim",
    "sum_claim": "claim",
    "maximum": "maximum",
    "this_maximum": "maximum",
    "percent": "percent",
    "deduct_percent": "deduct",
    "bonus_points": "award",
    "deduct": "deduct",
    "award": "award",
    "bare": "bare",
}
"""Named groups of the pattern and what they state."""


def _settle(found: Sequence[Phrase], text: str) -> list[Phrase]:
    """Phrases whose meaning their neighbours decide.

    分值5分,得5分 claims, although it is said with a verb; (6分,自评6分) declares a maximum, although without a word;
    总分100分 is a maximum, and so is 总分 of any number beside a claim in the same sentence.
    """
    settled: list[Phrase] = []
    for index, phrase in enumerate(found):
        aside = list(takewhile(lambda p: p.kind in _ASIDE, reversed(settled)))
        before = next((p for p in reversed(settled) if p.kind not in _ASIDE), None)
        after = next((p for p in found[index + 1 :] if p.kind != "deduct"), None)
        settled.append(_settled(phrase, before, after, aside, text))
    return settled


def _settled(phrase: Phrase, before: Phrase | None, after: Phrase | None, aside: Sequence[Phrase], text: str) -> Phrase:
    either = phrase_words().words.either
    if phrase.kind == "award" and not phrase.bonus and _goes_with_maximum(phrase, before, after, aside, text):
        return replace(phrase, kind="claim")
    if phrase.kind == "claim" and text.startswith(either, phrase.start) and is_round(phrase.points):
        return replace(phrase, kind="maximum")
    if after is None or after.kind not in ("claim", "award"):
        return phrase
    if phrase.kind == "bare" and phrase.bracket is not None and after.bracket == phrase.bracket:
        return replace(phrase, kind="maximum")
    if phrase.kind == "claim" and text.startswith(either, phrase.start) and _joined(text, phrase, after, gap=12):
        return replace(phrase, kind="maximum")
    return phrase


def _goes_with_maximum(
    phrase: Phrase, before: Phrase | None, after: Phrase | None, aside: Sequence[Phrase], text: str
) -> bool:
    """Whether an award stands beside a maximum: 分值5分,得5分 · 满分10分,扣1分,得9分 · 得5分(满分5分).

    ``aside`` are the phrases since the one before that say what is not lost or lost: 满分8分,不扣分,得8分.
    """
    if before is not None and before.kind == "maximum":
        between = text[before.end : phrase.start]
        for one in aside:
            between = between.replace(text[one.start : one.end], "", 1)
        return len(between) <= _BREATH + len(aside) and not re.search(r"[。;)\]]", between)
    return after is not None and after.kind == "maximum" and text[phrase.end : after.start] == "("


def is_round(points: Decimal | None) -> bool:
    """Whether a number looks like a declared total (总分100分, 考评总分1000分) rather than a score."""
    return points is not None and points >= 100 and points % 10 == 0


def _joined(text: str, first: Phrase, second: Phrase, gap: int) -> bool:
    """Whether two phrases stand in one breath: a comma between them, no full stop, no bracket that closes."""
    between = text[first.end : second.start]
    return len(between) <= gap and not re.search(r"[。;)\]]", between)


def _mark_rules(phrases: Sequence[Phrase], text: str) -> Iterator[Phrase]:
    """Mark those that say what could be earned or lost."""
    scale = _scales(phrases, text)
    since = 0
    for phrase in phrases:
        rule = phrase in scale or _is_rule(phrase, text, since) or _is_said_together(phrase, text, since)
        yield replace(phrase, rule=True) if rule else phrase
        since = phrase.end


def _is_said_together(phrase: Phrase, text: str, since: int) -> bool:
    """Whether a phrase is the first of several points said together: no claim of one item (``extract.together``)."""
    patterns = _patterns()
    before, after = patterns.together.search(text, since, phrase.start), patterns.goes_on.match(text, phrase.end)
    return before is not None and after is not None and phrase.kind not in ("rate", "bare")


def _is_rule(phrase: Phrase, text: str, since: int) -> bool:
    """Whether a phrase states a rule; ``since`` is the end of the phrase before it."""
    patterns = _patterns()
    if phrase.kind in ("rate", "bare"):
        return False
    if phrase.kind == "claim" and (
        patterns.foreign.search(text, max(0, phrase.start - 6), phrase.start)
        or patterns.hoped.search(text, max(0, phrase.start - 30), phrase.start)
    ):
        return True
    after = patterns.rule_after.match(text, phrase.end)
    if after is not None and patterns.set_apart.match(text, phrase.end):
        after = None
    if phrase.kind in ("claim", "maximum"):
        return after is not None and after.group() != "/"
    if after is not None and phrase.points is not None:
        return True
    if phrase.bracket is None and _in_quoted_rule(text, phrase.start):
        return True
    low, high = phrase.bracket if phrase.bracket else _sentence(text, phrase.start, "。!?")
    clause, _ = (low + 1, high) if phrase.bracket else _sentence(text, phrase.start, "。;!?")
    before = text[clause : phrase.start]
    return bool(
        patterns.rule_sentence.search(text, low, high)
        or patterns.rule_before.search(before)
        or patterns.per.search(text, max(clause, since), phrase.start)
        or before.count('"') % 2
    )


def _in_quoted_rule(text: str, at: int) -> bool:
    """Whether a rule is quoted there: after 评分标准: and before 自评情况:."""
    patterns = _patterns()
    quoting = max((match.start() for match in patterns.quoting.finditer(text, 0, at)), default=-1)
    speaking = max((match.start() for match in patterns.speaking.finditer(text, 0, at)), default=-1)
    return quoting > speaking


def _scales(phrases: Sequence[Phrase], text: str) -> set[Phrase]:
    """Phrases outside brackets of which a sentence holds several, each for a level: 95%以上得2分,低于90%不得分."""
    level = _patterns().level
    by_sentence: dict[Span, list[Phrase]] = {}
    for phrase in phrases:
        if phrase.kind in MENTIONS and phrase.bracket is None:
            by_sentence.setdefault(_sentence(text, phrase.start, "。!?"), []).append(phrase)
    result: set[Phrase] = set()
    for (start, _), group in by_sentence.items():
        ends = [start, *(phrase.end for phrase in group)]
        levelled = [p for p, since in zip(group, ends, strict=False) if level.search(text, since, p.start)]
        if len(levelled) > 1:
            result.update(group)
    return result


def _sentence(text: str, at: int, stops: str) -> Span:
    """The stretch around a position that ends at one of the stops."""
    start = max(text.rfind(stop, 0, at) for stop in stops) + 1
    ends = [end for stop in stops if (end := text.find(stop, at)) >= 0]
    return start, min(ends, default=len(text))


def _brackets(text: str) -> list[Span]:
    """Spans of matching () and [], brackets included, in the order of their openings."""
    spans: list[Span] = []
    open_at: list[int] = []
    for index, character in enumerate(text):
        if character in "([":
            open_at.append(index)
        elif character in ")]" and open_at:
            spans.append((open_at.pop(), index + 1))
    return sorted(spans)


def _innermost(brackets: Sequence[Span], start: int, end: int) -> Span | None:
    """The smallest brackets around a span; ``None`` outside of all."""
    around = [span for span in brackets if span[0] < start and end < span[1]]
    return min(around, key=lambda span: span[1] - span[0], default=None)
