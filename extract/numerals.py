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
_UNITS = {"十": 10, "百": 100, "千": 1000}
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
    """一千二百零三 by units, 二〇二四 digit by digit; ``None`` for what is neither (三五, 百十)."""
    if not any(c in _UNITS for c in text):
        if len(text) == 1:
            return _DIGITS[text]
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) == 4 or "〇" in text else None
    total, digit, last = 0, None, 10_000
    for c in text:
        if c in _UNITS:
            unit = _UNITS[c]
            if unit >= last or (digit is None and unit != 10):
                return None
            if digit is None and total and text[text.index(c) - 1] not in "零〇":
                return None
            total += (1 if digit is None else digit) * unit
            digit, last = None, unit
        elif c in "零〇":
            digit = None
        elif digit is None:
            digit = _DIGITS[c]
        else:
            return None
    return total + (digit or 0)
