"""Which item a sentence speaks of: 决策类指标权重为20分 speaks of 决策, 该项指标得分为3分 of none by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.numerals import ARABIC, parse
from extract.phrases import Phrase
from extract.text import fold

WHOLE = "指标体系"
"""The subject of statements about all indicators together."""

_NAME = r"[A-Z]?\d{0,4}[\u4e00-\u9fff]{2,20}?"
_HENCE = r"(?:(?<!事)故(?![事障意])|因此|因而|所以|据此)"
_START = rf"(?:(?:^|[,;:。!]|其中|(?<=\))|\"){_HENCE}?|{_HENCE})"
_TAIL = r"(?:类|方面|维度|部分)"
_NAMED = re.compile(
    rf"{_START}(?P<name>{_NAME})\"?(?:{_TAIL}的?指标|{_TAIL}|指标)\"?(?=[权分满得实自由包设共合下,为:的含])"
)
_NOT_A_NAME = re.compile(
    r"[该本此](?:项|指标|类|部分)|^[该本此各每某其]|^(?:根据|按照|依据|对照|经|故|在|对|从)|^(?:评价|考核|评分|自评|评估)|绩效(?:评价|自评|考核|评估)"
    r"|(?:评价|考核|评分|自评|评估)$|^[一二两三四五六七八九十几各\d]+个?大?$|上述|以上|以下|全部|所有|[一二三四五]级|扣分|满分|得分|失分|整体|总体"
)
_COUNTED = re.compile(
    r"(?:^|[,;:。!])(?:其中[:,]?)?(?P<name>[\"A-Z0-9\u4e00-\u9fff]{0,24}?)(?:由|共|下设|设|包括|包含|分为|分成|分解|涵盖|细化|含|有)"
)
_OF_THE_WHOLE = re.compile(
    r"体系|^[本该此全整]|(?:评价|绩效|考核|自评|评估|评分|考评|测评|评审|验收|创建)指标"
    r"|^(?:绩效|评价|考核|自评|评估|项目)?(?:指标)?$|一共|总共|小组|单位"
)
_LISTED = re.compile(rf"(?:{_START}|、)(?:其中[:,]?)?(?P<name>{_NAME})\"?(?:{_TAIL}的?指标|{_TAIL}|指标)?\"?$")
_PART = re.compile(
    rf"(?:^|[,;:、]|其中)(?P<name>{_NAME})\"?(?:{_TAIL}的?指标|{_TAIL}|指标)?\"?[:为]?(?P<open>\()?"
    rf"(?P<points>{ARABIC})分(?(open)\))"
)
_NOT_LISTED = re.compile(
    r"[我]|单位|部门|全年|加分|基础|基本|小组|县$|局$|市$|区$|镇$|共(?![建享治同管融青])|合计|总|情况"
)
_OF_WHICH = re.compile(
    r"[^。]*?。?(?P<which>其中|(?:具体|各项|各部分|各类)(?:指标)?(?:得分|评分|扣分)?(?:情况)?(?:如下|为|是)?:)"
)
_LOST = ("deduct", "no_deduction")
_FEWEST_PAIRS = 2
_FEWEST_SINGLES = 3
_CODE = re.compile(r"[A-Z]\d{0,4}(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Subject:
    """An item named in a sentence. The span is of the folded text that was searched."""

    name: str
    start: int
    end: int
    words: str
    """As the sentence has it: 决策类指标."""
    code: str | None = None


class Subjects:
    """Finds the items that sentences name: by their kind (…类指标), or by names known from other places."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        known = sorted({fold(name).text for name in names if len(fold(name).text) >= 2}, key=len, reverse=True)
        self._known = (
            re.compile(
                rf"{_START}[A-Z]?\d{{0,4}}(?P<name>{'|'.join(map(re.escape, known))}){_TAIL}?(?:指标)?\"?"
                r"(?=[权分满得实自占共:为]|指标分值|\d+分)"
            )
            if known
            else None
        )

    def last(self, text: str, start: int, end: int) -> Subject | None:
        """The last item that the folded text names between two positions; ``None`` where it names none."""
        found = list(self._all(text, start, end))
        return max(found, key=lambda s: s.start, default=None)

    def _all(self, text: str, start: int, end: int) -> Iterable[Subject]:
        stretch = text[start:end]
        ahead = text[start : end + 12]
        for match in _NAMED.finditer(ahead):  # of 决策指标分值20分 the phrase is 指标分值20分
            ends = match.end() - len("指标") if ahead.startswith("指标", len(stretch)) else match.end()
            if ends <= len(stretch) and not _NOT_A_NAME.search(match["name"]):
                yield _subject(match, start)
        if self._known is not None:
            for match in self._known.finditer(ahead):
                if match.end() <= len(stretch):
                    yield _subject(match, start)


def listed(text: str, phrases: Sequence[Phrase]) -> tuple[tuple[Subject, Phrase], ...]:
    """Items that a text goes through in a row, each with its phrases, though nothing else says that they are items.

    “项目立项分值8分，得分8分” must stand there twice at least, “决策得分18分” three times. After 其中 numbers alone are
    enough (决策18分、过程20分): they are parts of the claim before.
    """
    pairs = list(_pairs(text, phrases))
    if len({subject.name for subject, _ in pairs}) >= _FEWEST_PAIRS:
        return tuple(pairs)
    singles = list(_singles(text, phrases))
    if len({subject.name for subject, _ in singles}) >= _FEWEST_SINGLES:
        return tuple(singles)
    parts = list(_parts_of_total(text, phrases))
    return tuple(parts) if len({subject.name for subject, _ in parts}) >= _FEWEST_PAIRS else ()


def _before(text: str, phrase: Phrase) -> Subject | None:
    """The name directly before a phrase, from the start of its clause."""
    match = _LISTED.search(text, max(0, phrase.start - 30), phrase.start)
    if match is None or _NOT_A_NAME.search(match["name"]) or _NOT_LISTED.search(match["name"]):
        return None
    return _subject(match, 0)


def _pairs(text: str, phrases: Sequence[Phrase]) -> Iterator[tuple[Subject, Phrase]]:
    for first, second in pairwise(phrases):
        kinds = {first.kind, second.kind}
        between = text[first.end : second.start]
        if (
            kinds != {"maximum", "claim"}
            or first.whole
            or second.whole
            or not re.fullmatch(r"[,、]?[^,。;、()]{0,4}|\(", between)
        ):
            continue
        subject = _before(text, first)
        if subject is not None:
            yield subject, first
            yield subject, second


def _singles(text: str, phrases: Sequence[Phrase]) -> Iterator[tuple[Subject, Phrase]]:
    for phrase in phrases:
        listed_award = phrase.kind == "award" and "其中" in _sentence_before(text, phrase.start)
        if (phrase.kind == "claim" or listed_award) and not phrase.whole and phrase.bracket is None:
            subject = _before(text, phrase)
            if subject is not None:
                yield subject, phrase


def _parts_of_total(text: str, phrases: Sequence[Phrase]) -> Iterator[tuple[Subject, Phrase]]:
    """Bare numbers after 其中, in the sentence of a claim or in the next; a maximum where the score follows it."""
    for claim in phrases:
        of_which = _OF_WHICH.match(text, claim.end) if claim.kind == "claim" else None
        if of_which is None:
            continue
        stop = text.find("。", of_which.end())
        for match in _PART.finditer(text, of_which.start("which"), stop if stop >= 0 else len(text)):
            points = parse(match["points"])
            if points is None or _NOT_A_NAME.search(match["name"]) or _NOT_LISTED.search(match["name"]):
                continue
            subject, score = _subject(match, 0), _score_after(text, match.end(), phrases)
            if score is None and match["open"]:
                continue
            yield subject, Phrase("maximum" if score else "claim", match.start("points"), match.end(), points)
            if score is not None:
                yield from ((subject, p) for p in _lost_between(match.end(), score, phrases))
            beside = score or _maximum_after(text, match.end(), phrases)
            if beside is not None:
                yield subject, beside
        return


def _maximum_after(text: str, at: int, phrases: Sequence[Phrase]) -> Phrase | None:
    """What a number is out of, in brackets behind it: 决策18分（满分20分）."""
    after = next((p for p in phrases if p.start >= at), None)
    return after if after is not None and after.kind == "maximum" and text[at : after.start] == "(" else None


def _score_after(text: str, at: int, phrases: Sequence[Phrase]) -> Phrase | None:
    """The score that stands behind a number in one breath (20分，扣2分，得18分): the number is what it is out of."""
    after = next((p for p in phrases if p.start >= at and p.kind not in _LOST), None)
    if after is None or after.kind not in ("award", "claim") or after.rule or after.whole:
        return None
    between, since = "", at
    for lost in _lost_between(at, after, phrases):
        between, since = between + text[since : lost.start], lost.end
    return after if re.fullmatch(r"[,、:]{0,2}(?:实际|实)?", between + text[since : after.start]) else None


def _lost_between(at: int, score: Phrase, phrases: Sequence[Phrase]) -> list[Phrase]:
    return [p for p in phrases if at <= p.start < score.start and p.kind in _LOST]


def _sentence_before(text: str, at: int) -> str:
    return text[max(text.rfind(stop, 0, at) for stop in "。;!") + 1 : at]


def counted_subject(text: str) -> str | None:
    """What the words before a count speak of: an item's name, the whole (``WHOLE``), ``None`` where that is unclear."""
    found = list(_COUNTED.finditer(text))
    if not found:
        return WHOLE
    words = found[-1]["name"].strip('"')
    if not words or _OF_THE_WHOLE.search(words):
        return WHOLE
    name = _plain(re.sub(rf"\"?(?:{_TAIL}的?指标|{_TAIL}|指标)\"?$", "", words))
    return name if len(name) > 1 and not _NOT_A_NAME.search(name) else None


def _subject(match: re.Match[str], offset: int) -> Subject:
    name, start = match["name"], match.start("name")
    code = _CODE.match(name)
    words = match.string[start : match.end()]
    return Subject(_plain(name), offset + start, offset + match.end(), words, code.group() if code else None)


def _plain(name: str) -> str:
    return _CODE.sub("", name)
