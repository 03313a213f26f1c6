"""Scores of several items that are said together: 机构设置、制度建设两项指标自评得分分别为5分、4分.

The names stand before them, in their sentence or in the clause before; both lists must be of one length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from extract.numerals import ARABIC, parse
from extract.phrase_words import phrase_words
from extract.phrases import Phrase, PhraseKind, find_phrases
from extract.subjects import Subject
from extract.text import either, fold

_NUMBERS = rf"(?:{ARABIC})分?(?:(?:[、,和及与]|以及)(?:{ARABIC})分?)*(?:(?:[、,和及与]|以及)(?:{ARABIC})分)"
_NUMBER = re.compile(rf"({ARABIC})分?")
_STOPS = "。;!"
_CLAUSE = re.compile(r"[,:(]")
_LEAD_IN = re.compile(r"^(?:.*(?:其中|包括|包含|分为|下设|设有|即|指标为|对)|由)[:,]?")
_COUNT = re.compile(
    r"(?:等)?(?:这|以上|上述)?(?:[两二三四五六七八九十]|\d{1,2})?(?:个|项|类|大类|方面|部分)?(?:[一二三四]级)?"
    r"(?:指标|内容|工作|部分|方面|项目|任务)?(?:构成|组成)?的?(?:分值|权重|得分)?$"
)
_TAIL = re.compile(r"(?:类|方面|维度|部分)?(?:的?指标)?$")
_NAME = re.compile(r"\"?[A-Z]?\d{0,4}[\u4e00-\u9fff][\u4e00-\u9fffA-Z\"]{1,19}")
_CODE = re.compile(r"[A-Z]\d{0,4}(?=[\u4e00-\u9fff])")
_AND = re.compile(r"以及|[和及与]")
_NO_NAME = re.compile(
    r"^[每各该本此]|(?:奖项?|等次|单位|村|镇|乡|县|市|区|局|处|科|站|所|街道|公司|学校|医院|年度?|季度|月|组|人员|同志)$"
)
"""What is no item: grades, bodies, people, times."""
_LOOK_BACK = 3


@dataclass(frozen=True, slots=True)
class Together:
    """Points that are said together; spans are of the folded text."""

    start: int
    end: int
    phrases: tuple[Phrase, ...]
    """Each of them as a phrase of its own."""
    subjects: tuple[Subject, ...]
    """The items, as many as there are phrases; none where the names before them do not fit."""


@cache
def _lead() -> re.Pattern[str]:
    data = phrase_words()
    claims = either((*data.words.claim, *data.words.either))
    maxima = either(data.words.maximum)
    verbs = "得|计|加|扣减|扣|评"
    kind = rf"(?:(?P<maximum>{maxima})|(?P<claim>{claims}))?的?"
    verb = rf"(?:(?P<verb>(?:自评)?(?:{verbs}))了?分?|为|是|达到|[:=])*"
    return re.compile(
        rf"{kind}(?:分别|依次)(?:(?P<after>{claims})|(?P<after_maximum>{maxima}))?{verb}(?P<list>{_NUMBERS})"
    )


def find_together(text: str) -> tuple[Together, ...]:
    """All points of a folded text that are said together, in order; those of rules left out."""
    found: list[Together] = []
    rules = [phrase.start for phrase in find_phrases(fold(text)) if phrase.rule]
    for match in _lead().finditer(text):
        kind = _kind(match)
        numbers = [(n, match.start("list")) for n in _NUMBER.finditer(match["list"])]
        if kind is None or _is_rule(text, match, rules):
            continue
        phrases = tuple(
            Phrase(kind, at + number.start(), at + number.end(), Decimal(parse(number.group(1)) or 0))
            for number, at in numbers
        )
        subjects = _same_as_before(found, match, len(phrases)) or _subjects(text, match.start(), len(phrases))
        found.append(Together(match.start(), match.end(), phrases, subjects))
    return tuple(found)


def _kind(match: re.Match[str]) -> PhraseKind | None:
    """What the numbers are; ``None`` where no word says that they are points of a report."""
    if match["maximum"] or match["after_maximum"]:
        return "maximum"
    if (match["verb"] or "").startswith("扣"):
        return "deduct"
    return "claim" if match["claim"] or match["after"] or match["verb"] else None


def _is_rule(text: str, match: re.Match[str], rules: Iterable[int]) -> bool:
    """Whether the numbers say what could be earned: 分别得5分、3分以上, 每项分别加3分、2分."""
    after = any(text.startswith(word, match.end()) for word in phrase_words().rules.after)
    start = max(text.rfind(stop, 0, match.start()) for stop in _STOPS) + 1
    return after or "每" in text[start : match.start()] or any(match.end() <= at < match.end() + 2 for at in rules)


def _subjects(text: str, end: int, count: int) -> tuple[Subject, ...]:
    """The names before a list, as many as it has; looked for clause by clause from the end."""
    start = max(text.rfind(stop, 0, end) for stop in _STOPS) + 1
    clauses = [start, *(start + m.end() for m in _CLAUSE.finditer(text[start:end]))]
    for begin in clauses[: -_LOOK_BACK - 1 : -1]:
        stop = min((edge - 1 for edge in clauses if edge > begin), default=end)
        names = _names(text, begin, stop, count)
        if names:
            return names
    return ()


def _names(text: str, start: int, end: int, count: int) -> tuple[Subject, ...]:
    words = re.split("分别|依次", text[start:end])[0]
    end = start + len(words)
    lead = _LEAD_IN.match(words)
    low = start + (lead.end() if lead is not None else 0)
    tail = _COUNT.search(text[low:end])
    high = low + tail.start() if tail is not None else end
    for parts in _parts(text, low, high, count):
        subjects = tuple(one for one in (_subject(text, a, b) for a, b in parts) if one is not None)
        if len(subjects) == count:
            return subjects
    return ()


def _parts(text: str, start: int, end: int, count: int) -> Iterator[list[tuple[int, int]]]:
    """A list of names taken apart at 、, and at one 和 more where that gives the right number."""
    spans: list[tuple[int, int]] = []
    at = start
    for match in re.finditer("、", text[start:end]):
        spans.append((at, start + match.start()))
        at = start + match.end()
    spans.append((at, end))
    if len(spans) == count:
        yield spans
    if len(spans) == count - 1:
        low, high = spans[-1]
        for match in _AND.finditer(text[low:high]):
            yield [*spans[:-1], (low, low + match.start()), (low + match.end(), high)]


def _subject(text: str, start: int, end: int) -> Subject | None:
    words = text[start:end]
    name = _TAIL.sub("", words).strip('"')
    if not _NAME.fullmatch(name) or _NO_NAME.search(name):
        return None
    code = _CODE.match(name)
    return Subject(_CODE.sub("", name), start, end, words, code.group() if code else None)


def _same_as_before(found: list[Together], match: re.Match[str], count: int) -> tuple[Subject, ...]:
    """The items of a list shortly before: 分值分别为10分、15分，得分分别为9分、15分."""
    if found and match.start() - found[-1].end <= 1 and len(found[-1].subjects) == count:
        return found[-1].subjects
    return ()
