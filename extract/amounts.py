"""Numbers of points in cells of their own.

“10”, “10分”, “- 5”, “20%”, “（8）”, “0-5分”, “23分+10分”, “100分×0.15”, “最高减5分”, “8′”,
“每项2分，共10分”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from extract.labels import amount_words
from extract.numerals import ARABIC, NUMBER, parse
from extract.text import fold
from models import Evidence
from models.document import Cell

WHOLES = (Decimal(100), Decimal(1000))
"""What a rubric declares for all of it, seldom for a part."""
_LOSING = "减扣"
_ACTS = "加扣减得奖"
"""What is said of a rule, and not of what an item is worth."""
_RANGE = re.compile(rf"[(\[]?({ARABIC})分?[-~至]({ARABIC})分?[)\]]?")
_MONEY = re.compile(rf"(-?(?:{ARABIC}))(亿元|万元|元)?")
_NOTHING = re.compile(r"[-/\\—_*…\s]*|无|不涉及|不适用|\(\)|分")
_CUT = re.compile(r"0+\(")
"""A line that begins so is the rest of a number that had no room: 10 above 0（+2）."""


@dataclass(frozen=True, slots=True)
class Amount:
    """The points that a cell states."""

    points: Decimal
    cell: Cell
    span: tuple[int, int]
    """The characters of the cell that state them."""
    percent: bool = False
    """Written as a share: 20%."""
    terms: tuple[Decimal, ...] = ()
    """The numbers of a cell that states several, one a line or added up."""

    @property
    def evidence(self) -> Evidence:
        """The words with their place, made when they are asked for: most cells are only looked at for a number."""
        start, end = self.span
        return Evidence(quote=self.cell.text[start:end], where=self.cell.locate(start, end))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    said = rf"(?:{amount_words()}){{0,3}}[:为是≤]?"
    one = re.compile(rf"{said}[(\[]?([+-]?{NUMBER})[)\]]?(分|%|['′])?[)\]]?(?:\([^()\d]*(?:\d[^()]*)?\))?")
    upto = re.compile(rf"{said}[(\[]?0分?[-~至]({NUMBER})分?[)\]]?")
    added = re.compile(rf"{said}[(\[]?((?:{ARABIC})分?(?:\+(?:{ARABIC})分?)+)[)\]]?")
    share = re.compile(rf"{said}({ARABIC})分?[×*xX]({ARABIC})(%?)分?")
    signed = re.compile(rf"{said}([加奖减扣])({NUMBER})分")
    single = rf"(?:每[^\d,;、{_ACTS}]{{1,3}}{NUMBER}分?|{NUMBER}分?[/每][^\d,;、{_ACTS}]{{1,3}})"
    each = re.compile(rf"{single}[,;、]?(?:\d{{1,2}}[^\d,;、]{{1,2}}[,;、]?)?(?:共计?|合计|总计|计)({NUMBER})分")
    return one, upto, added, share, signed, each


@lru_cache(maxsize=2048)
def is_blank(text: str) -> bool:
    """Whether a cell holds nothing, or only a stroke that stands for nothing."""
    return _NOTHING.fullmatch(fold(text).text) is not None


def read_amount(cell: Cell) -> Amount | None:
    """The points of a cell; ``None`` where it holds nothing or something that is not one amount."""
    stated = _stated(cell.text)
    if stated is None:
        return None
    folded = fold(cell.text)
    return Amount(stated.points, cell, folded.span(0, len(folded.text)), stated.percent, stated.terms)


@dataclass(frozen=True, slots=True)
class _Stated:
    """An amount without its place."""

    points: Decimal
    percent: bool = False
    terms: tuple[Decimal, ...] = ()


@lru_cache(maxsize=2048)
def _stated(text: str) -> _Stated | None:
    folded = fold(text).text
    if _NOTHING.fullmatch(folded):
        return None
    one, _, added, share, _, _ = _patterns()
    number = _limit(folded)
    if number is not None:
        return _amount(number)
    lines = [fold(line).text for line in text.split("\n") if line.strip()]
    if len(lines) > 1:
        parts = [one.fullmatch(line) for line in lines]
        values = [parse(part.group(1)) for part in parts if part is not None]
        terms = tuple(value for value in values if value is not None)
        if len(terms) == len(lines) and not any(_CUT.match(line) for line in lines[1:]):
            return _Stated(sum(terms, Decimal(0)), terms=terms)
    match = added.fullmatch(folded)
    if match is not None:
        terms = tuple(Decimal(number.replace(",", "")) for number in re.findall(ARABIC, match.group(1)))
        return _Stated(sum(terms, Decimal(0)), terms=terms)
    match = share.fullmatch(folded)
    if match is not None:
        product = Decimal(match.group(1)) * Decimal(match.group(2)) / (100 if match.group(3) else 1)
        return _Stated(product.normalize())
    match = one.fullmatch(folded)
    return None if match is None else _amount(match.group(1), percent=match.group(2) == "%")


def upper_end(cell: Cell) -> Amount | None:
    """The most that a range of points gives (1-5分); the caller knows that the cell holds a maximum."""
    folded = fold(cell.text)
    match = _RANGE.fullmatch(folded.text)
    low, high = (parse(match.group(1)), parse(match.group(2))) if match else (None, None)
    if low is None or high is None or low >= high:
        return None
    return Amount(high, cell, folded.span(0, len(folded.text)))


def read_money(text: str) -> tuple[Decimal, str | None] | None:
    """The amount of money that a cell states, with its unit where that stands beside it; ``None`` for anything else."""
    match = _MONEY.fullmatch(fold(text).text)
    value = parse(match.group(1)) if match else None
    return None if match is None or value is None else (value, match.group(2))


def _limit(text: str) -> str | None:
    """The number of “0-5分”, the last of “每项2分，共10分”, and that of “最高减5分” with its sign."""
    _, upto, _, _, signed, each = _patterns()
    match = upto.fullmatch(text) or each.fullmatch(text)
    if match is not None:
        return match.group(1)
    match = signed.fullmatch(text)
    return None if match is None else ("-" if match.group(1) in _LOSING else "") + match.group(2)


def _amount(number: str, percent: bool = False) -> _Stated | None:
    points = parse(number)
    return None if points is None else _Stated(points, percent)
