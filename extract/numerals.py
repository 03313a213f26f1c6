"""Numbers in every typing: full-width, with blanks inside, Chinese numerals, 半.

The pattern pieces match folded text (see ``extract.text``); ``parse`` turns a match into an exact Decimal.
"""

from __future__ import annotations

import re
from decimal import Decimal

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
CHINESE = r"[零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?|半"
NUMBER = rf"(?:{ARABIC}|{CHINESE})"
SIGNED = rf"-?{NUMBER}"

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNIT_SIGN = re.compile("[十百千]")
_DIGIT = "[一二三四五六七八九]"
_BY_UNITS = re.compile(
    rf"(?=.*[十百千])"
    rf"(?:(?P<thousands>{_DIGIT}|两)千)?"
    rf"(?:[零〇]?(?P<hundreds>{_DIGIT}|两)百)?"
    # 十五 stands for 一十五 only at the beginning: 一百十五 is typed, 百十 is not a number
    rf"(?:[零〇]?(?P<tens>{_DIGIT}?)十(?P<after_ten>{_DIGIT})?)?"
    rf"(?:[零〇](?P<after_zero>{_DIGIT}))?\Z"
)
_ARABIC = re.compile(rf"(?:{ARABIC})\Z")
_CHINESE = re.compile(rf"(?:{CHINESE})\Z")


def parse(text: str) -> Decimal | None:
    """The number that a folded text is: ``0.5``, ``1,200``, ``二十``, ``一点五``, ``半``; ``None`` where it is none."""
    sign = 1
    if text.startswith(("-", "+")):
        sign, text = (-1 if text[0] == "-" else 1), text[1:]
    if _ARABIC.match(text):
        return sign * Decimal(text.replace(",", ""))
    if text == "半":
        return sign * Decimal("0.5")
    if _CHINESE.match(text):
        value = _chinese(text)
        return None if value is None else sign * value
    return None


def _chinese(text: str) -> Decimal | None:
    whole, _, fraction = text.partition("点")
    value = _whole(whole)
    if value is None:
        return None
    if not fraction:
        return Decimal(value)
    return Decimal(f"{value}." + "".join(str(_DIGITS[c]) for c in fraction))


def _whole(text: str) -> int | None:
    """一千二百零三 by units, 二〇二四 digit by digit; ``None`` for anything else (三五, 一百二)."""
    match = _BY_UNITS.match(text)
    if match is None:
        by_digit = len(text) == 1 or "〇" in text or len(text) == len("二零二四")
        return int("".join(str(_DIGITS[c]) for c in text)) if by_digit and not _UNIT_SIGN.search(text) else None
    thousands, hundreds, tens = match["thousands"], match["hundreds"], match["tens"]
    ones = match["after_ten"] or match["after_zero"]
    return (
        1000 * _DIGITS[thousands or "零"]
        + 100 * _DIGITS[hundreds or "零"]
        + 10 * (0 if tens is None else _DIGITS[tens or "一"])
        + _DIGITS[ones or "零"]
    )
