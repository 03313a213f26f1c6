"""Labels of items: numbering, code, name and points in one string, taken apart.

“A1 项目 立项 (8分)”, “（二）资金落实（分值10分）”, “扣分项(5分)”, “一、组织保障 31分”, “工作落实（23分+10分）”.
Nothing here depends on blanks, which differ between the formats that one document comes in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from extract.numerals import ARABIC, NUMBER, parse
from extract.phrases import find_phrases
from extract.text import Folded, either, fold, tidy
from extract.vocabulary import vocabulary
from models import ItemKind


@dataclass(frozen=True, slots=True)
class Label:
    """A label and its parts. Spans are of the text that was split."""

    label: str
    """As written, tidied."""
    name: str
    """Without numbering, code and points; the whole label where nothing else would be left."""
    ordinal: str | None = None
    """一、 （一） 1. ① 第一部分, as printed, tidied."""
    code: str | None = None
    """A11."""
    points: Decimal | None = None
    """（8分）, （30）, 8分 at the end; the sum of ``amounts`` where several are added up."""
    points_span: tuple[int, int] | None = None
    """Where the points stand, brackets included."""
    claimed: Decimal | None = None
    """18.5 of “（20分，自评18.5分）”."""
    claimed_span: tuple[int, int] | None = None
    amounts: tuple[Decimal, ...] = ()
    """The terms of “23分+10分”; empty for a single amount."""
    share: Decimal | None = None
    """N of “（N%）” at the end. A weight or a target: only the table around can tell. Still in the name."""
    share_span: tuple[int, int] | None = None
    kind: ItemKind = "base"

    @property
    def name_without_share(self) -> str:
        """The name where the share has turned out to be the item's weight."""
        return _SHARE_END.sub("", self.name) if self.share is not None else self.name


_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_CHINESE_DIGITS = "一二三四五六七八九十百"
_OPEN, _CLOSE = r"[(\[]", r"[)\]]"
_PLUS_TERMS = rf"(?:{ARABIC})分?(?:\+(?:{ARABIC})分?)+"
_BARE = r"-?(?:1000|\d{1,3})(?:\.\d{1,2})?"
_NOT_AN_AMOUNT_AFTER = "得扣加减达满于近超为按每至到低高以第"
_SHARE_END = re.compile(rf"[(（\[【〔［]?\s*{NUMBER}\s*[%％﹪]\s*[)）\]】〕］]?$")
_EDGES = " \t\r\n,，;；:：、.．。-—－·"
_MARK = re.compile(r"[★☆▲△●◆◇■□※*]{1,3}(?=[^★☆▲△●◆◇■□※*])")
_ROMAN_SIGNS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_ROMAN = re.compile(rf"[Ⅰ-ⅫIVX](?=[{_HAN}\"《])")
"""A Roman numeral right before a name. One letter of the alphabet (X光) is none: the original text decides."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = vocabulary().labels
    measures = rf"(?!{either(words.not_measures)})(?:{either(words.measures)})"
    letter_words = either(words.letter_words)
    said = rf"(?:{either(words.points)}){{0,3}}[:为是]?"
    return {
        "ordinal": re.compile(
            rf"第(?:[{_CHINESE_DIGITS}]+|\d{{1,2}})(?:部分|大项|章|节|项|类|条)[、.,:]?"
            rf"|[{_CHINESE_DIGITS}]{{1,3}}(?:、|[.,:](?!\d))"
            rf"|\((?:[{_CHINESE_DIGITS}]{{1,3}}|\d{{1,2}})\)[、.,]?"
            rf"|\d{{1,2}}(?:[.]\d{{1,2}}){{1,3}}[、.]?(?![\d%]|{measures})"
            rf"|\d{{1,3}}(?:[、.:)]|,(?!\d))(?!\d)"
            rf"|\d{{1,2}}(?=[{_HAN}])(?!{measures})"
            rf"|(?:{either(words.placeholders)})\d{{1,2}}[:、.](?!\d)"
            r"|[①-⓿❶-➓][、.]?"
            r"|(?:[Ⅰ-Ⅻ]|I{1,3}|IV|VI{0,3})[、.]"
        ),
        "code": re.compile(
            rf"([A-Z]{{1,3}}\d{{1,4}}(?:[-.]\d{{1,3}})*)[、.:-]?(?=[{_HAN}\"'《(<\[]|$)"
            rf"|((?:[Ⅰ-Ⅻ]|I{{1,3}}|IV)-\d{{1,2}})[、.]?(?=[{_HAN}])"
            rf"|([A-H])(?:[、.:-]|(?=[{_HAN}]))(?!(?:{letter_words}))(?=[{_HAN}\"'《])"
        ),
        "sum": re.compile(rf"{_OPEN}{said}({_PLUS_TERMS}){_CLOSE}|{said}((?:{ARABIC})分(?:\+(?:{ARABIC})分)+)$"),
        "bracket": re.compile(rf"{_OPEN}{said}(-?{NUMBER}){_CLOSE}?分(?:{_CLOSE}|$)"),
        "signed": re.compile(rf"{_OPEN}(?:另|可|再)?{said}([加扣减])分?{said}({NUMBER})分{_CLOSE}$"),
        "scored": re.compile(rf"{_OPEN}[^()\[\]]*\d[^()\[\]]*[,;、/][^()\[\]]*\d[^()\[\]]*{_CLOSE}$"),
        "bare": re.compile(rf"{_OPEN}{said}({_BARE}){_CLOSE}$"),
        "leading": re.compile(rf"{_OPEN}{said}(-?{NUMBER})分{_CLOSE}"),
        "worded": re.compile(rf"[,;。:](?:{either(words.points)}){{1,2}}[:为是]?((?:{ARABIC}))分[。;]?$"),
        "end": re.compile(rf"(?<![\d.+\-~{_NOT_AN_AMOUNT_AFTER}])(-?(?:{ARABIC}))[分'′]$"),
        "placeholder": re.compile(rf"{_OPEN}?(?:{either(words.placeholders)})?\d{{1,2}}{_CLOSE}?[、.:]?[.…·]*|[.…·]+"),
        "share": re.compile(rf"{_OPEN}?(?:((?:{either(words.points)}){{1,3}})[:为是]?)?({NUMBER})%{_CLOSE}?$"),
    }


def split_label(text: str) -> Label:
    """The parts of a label. What cannot be told for certain stays in the name and has no points."""
    folded = fold(text)
    before = _leading(folded)
    start, ordinal = _ordinal(folded, before.span[1] if before else _marked(folded))
    start, code = _code(folded, start)
    found = _points(folded, start) or before
    share, share_span, said = _share(folded, start) if found is None else (None, None, False)
    if found is None and said and share is not None:
        found, share, share_span = _Amount(share, share_span or (0, 0)), None, None
    name = _name(folded, start, found.span if found and found is not before else None)
    label = tidy(text)
    kind = kind_of(label)
    if found is not None and kind == "base":
        kind = "penalty" if found.points < 0 else found.kind
    return Label(
        label=label,
        name=name or label,
        ordinal=ordinal,
        code=code,
        points=found.points if found else None,
        points_span=folded.span(*found.span) if found else None,
        claimed=found.claimed if found else None,
        claimed_span=folded.span(*found.claimed_span) if found and found.claimed_span else None,
        amounts=found.amounts if found else (),
        share=share,
        share_span=folded.span(*share_span) if share_span else None,
        kind=kind,
    )


def is_placeholder(text: str) -> bool:
    """Whether a label names nothing: “指标2：”, “3.”, “……” of a line that was not filled in."""
    return _patterns()["placeholder"].fullmatch(fold(text).text) is not None


def amount_words() -> str:
    """A pattern for the words that may stand before the number of an amount in brackets."""
    return either(vocabulary().labels.points)


def kind_of(text: str) -> ItemKind:
    """Whether a label says that its item adds points to the 100 or takes points from them."""
    plain = fold(text).text
    kinds = vocabulary().kinds
    if any(word in plain for word in kinds.mixed):
        return "bonus"
    alone = plain.partition(":")[0]
    if alone in kinds.penalty_alone or any(word in plain for word in kinds.penalty):
        return "penalty"
    return "bonus" if alone in kinds.bonus_alone or any(word in plain for word in kinds.bonus) else "base"


@dataclass(frozen=True, slots=True)
class _Amount:
    points: Decimal
    span: tuple[int, int]
    amounts: tuple[Decimal, ...] = ()
    kind: ItemKind = "base"
    claimed: Decimal | None = None
    claimed_span: tuple[int, int] | None = None


def _marked(folded: Folded) -> int:
    """Where a label begins behind a sign that only sets it off: ★5.1 护理."""
    match = _MARK.match(folded.text)
    return match.end() if match is not None and match.end() < len(folded.text) else 0


def _leading(folded: Folded) -> _Amount | None:
    """“（10分）1.制度健全”: points that stand before all else."""
    match = _patterns()["leading"].match(folded.text)
    points = parse(match.group(1)) if match else None
    return None if match is None or points is None or match.end() == len(folded.text) else _Amount(points, match.span())


def _ordinal(folded: Folded, start: int) -> tuple[int, str | None]:
    match = _patterns()["ordinal"].match(folded.text, start)
    if match is None and folded.text and folded.original[folded.origin[start]] in _ROMAN_SIGNS:
        match = _ROMAN.match(folded.text, start)
    if match is None or match.end() == len(folded.text):
        return start, None
    return match.end(), tidy(folded.quote(match.start(), match.end()))


def _code(folded: Folded, start: int) -> tuple[int, str | None]:
    match = _patterns()["code"].match(folded.text, start)
    if match is None:
        return start, None
    return match.end(), next(code for code in match.groups() if code)


def _points(folded: Folded, start: int) -> _Amount | None:
    patterns = _patterns()
    added = patterns["sum"].search(folded.text, start)
    if added is not None:
        terms = tuple(Decimal(n.replace(",", "")) for n in re.findall(ARABIC, added.group(1) or added.group(2)))
        return _Amount(sum(terms, Decimal(0)), added.span(), terms)
    other = _signed(folded, start) or _scored(folded, start)
    if other is not None:
        return other
    brackets = list(patterns["bracket"].finditer(folded.text, start))
    values = {parse(match.group(1)) for match in brackets}
    if len(values) > 1:
        return None
    match = brackets[0] if brackets else patterns["bare"].search(folded.text, start)
    match = match or patterns["worded"].search(folded.text, start) or patterns["end"].search(folded.text, start)
    points = parse(match.group(1)) if match else None
    if match is None or points is None or match.start() == 0:
        return None
    return _Amount(points, match.span())


def _signed(folded: Folded, start: int) -> _Amount | None:
    """“（加6分）”, “（最高扣10分）”: what adds to the 100 or takes from it."""
    match = _patterns()["signed"].search(folded.text, start)
    points = parse(match.group(2)) if match else None
    if match is None or points is None or match.start() <= start:
        return None
    return _Amount(points, match.span(), kind="bonus") if match.group(1) == "加" else _Amount(-points, match.span())


def _scored(folded: Folded, start: int) -> _Amount | None:
    """“（20分，自评18.5分）”: one maximum and one claim in the bracket at the end."""
    match = _patterns()["scored"].search(folded.text, start)
    if match is None or match.start() <= start:
        return None
    said = [p for p in find_phrases(folded) if match.start() <= p.start and not p.rule]
    if [phrase.kind for phrase in said] != ["maximum", "claim"]:
        return None
    maximum, claim = said
    if maximum.points is None or claim.points is None or claim.start > maximum.end + 1:
        return None
    return _Amount(maximum.points, match.span(), claimed=claim.points, claimed_span=(claim.start, claim.end))


def _share(folded: Folded, start: int) -> tuple[Decimal | None, tuple[int, int] | None, bool]:
    match = _patterns()["share"].search(folded.text, start)
    value = parse(match.group(2)) if match else None
    if match is None or value is None or match.start() <= start:
        return None, None, False
    return value, match.span(), match.group(1) is not None


def _name(folded: Folded, start: int, cut: tuple[int, int] | None) -> str:
    end = len(folded.text)
    if cut is None:
        return tidy(folded.quote(start, end)).strip(_EDGES)
    pieces = (tidy(folded.quote(start, cut[0])).rstrip(_EDGES), tidy(folded.quote(cut[1], end)).lstrip(_EDGES))
    return tidy("".join(pieces)).strip(_EDGES)
