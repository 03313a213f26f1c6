"""Numbers of a workbook as its cells show them (ECMA-376 part 1, 18.8.30 and 18.8.31).

A cell holds a binary number and a format: 2 with ``0.0`` is shown as “2.0”, 0.95 with ``0%`` as “95%”, 44795 with a
date format as “2022/8/22”. Formats that show a number as something else (fractions, powers of ten) are shown plainly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

BUILT_IN: Mapping[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00", 9: "0%",
    10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0",
    43: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Formats that files only name by number; dates as the Chinese edition shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<elapsed>h+|m+|s+)\]'
    r"|\[[^\]]*\]|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>y+|m+|d+|h+|s+|a{3,4})|(?P<plain>General|G/通用格式)"
    r"|(?P<number>[0#?.,%]+)|(?P<power>E[+-])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
_GENERAL_DIGITS = 11
_MOST_DIGITS = 20
_EPOCH = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
_LAST_DAY = 2_958_465
"""31 December 9999, the last date there is."""

_Token = tuple[str, str]


def shown(value: str, code: str, date1904: bool = False) -> str:
    """What a cell with a number and a format code shows; ``value`` itself where it is no number."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or number.adjusted() > _MOST_DIGITS:
        return value
    section, negative = _section(code, number)
    tokens = _tokens(section) if section is not None else ()
    kinds = {kind for kind, _ in tokens}
    if "date" in kinds or "elapsed" in kinds:
        return _date(number, tokens, date1904)
    if not tokens or "power" in kinds or ("number" in kinds and ("literal", "/") in tokens):
        return _general(number)
    sign = "-" if negative else ""
    if "number" in kinds:
        return sign + _number(abs(number), tokens)
    shown_parts = (_general(abs(number)) if kind == "plain" else text for kind, text in tokens)
    return (sign if "plain" in kinds else "") + "".join(shown_parts)


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[str, ...]:
    """The parts of a code for positive, negative and zero, cut at semicolons outside of quotes."""
    parts = [""]
    for match in re.finditer(r'"[^"]*"?|\\.|\[[^\]]*\]|;|.', code, re.DOTALL):
        if match.group() == ";":
            parts.append("")
        else:
            parts[-1] += match.group()
    return tuple(parts)


def _section(code: str, number: Decimal) -> tuple[str | None, bool]:
    """The part of a code that applies, and whether a minus sign goes before it; ``None`` is the general format."""
    if not code or code.lower() in ("general", "@", "g/通用格式"):
        return None, False
    parts = _sections(code)[:3]
    if any(_CONDITION.search(part) for part in parts):
        chosen = next((part for part in parts if _holds(part, number)), None)
        return chosen, number < 0 and chosen is not None
    if number < 0 and len(parts) > 1:
        return parts[1], False
    if number == 0 and len(parts) > 2:
        return parts[2], False
    return parts[0], number < 0


def _holds(part: str, number: Decimal) -> bool:
    condition = _CONDITION.search(part)
    if condition is None:
        return True
    sign, limit = condition.group(1), Decimal(condition.group(2))
    return {
        "<": number < limit, "<=": number <= limit, ">": number > limit,
        ">=": number >= limit, "=": number == limit, "<>": number != limit,
    }[sign]  # fmt: skip


@lru_cache(maxsize=1024)
def _tokens(section: str) -> tuple[_Token, ...]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup
        if kind in ("quoted", "escaped", "currency", "other"):
            found.append(("literal", match.group(kind)))
        elif kind is not None:
            found.append((kind, match.group()))
    return tuple(found)


def _general(number: Decimal) -> str:
    """A number in a cell without a format: 15 digits are kept, 11 signs shown (binary remains go away)."""
    number = Decimal(f"{number:.15g}")
    digits = f"{number.normalize():f}"
    if len(digits.lstrip("-")) > _GENERAL_DIGITS and "." in digits:
        whole = len(digits.lstrip("-").split(".")[0])
        rounded = _rounded(number, max(_GENERAL_DIGITS - whole - 1, 0))
        digits = f"{rounded.normalize():f}" if rounded else "0"
    return "0" if digits == "-0" else digits


def _rounded(number: Decimal, decimals: int) -> Decimal:
    """A number with so many decimals; as workbooks do it, on the 15 digits they keep, halves away from zero."""
    return Decimal(f"{number:.15g}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _number(number: Decimal, tokens: tuple[_Token, ...]) -> str:
    """A number not below zero in a format of digits: the first run of digits shows it, the rest are literals."""
    runs = [text for kind, text in tokens if kind == "number"]
    digits = "".join(runs)
    number *= Decimal(100) ** digits.count("%")
    pattern = digits.replace("%", "")
    whole, _, decimals = pattern.partition(".")
    scale = len(whole) - len(whole.rstrip(",")) if not decimals else len(decimals) - len(decimals.rstrip(","))
    number = number.scaleb(-3 * scale)
    decimals = decimals.replace(",", "")
    text = f"{_rounded(number, min(len(decimals), 30)):f}"
    before, _, after = text.partition(".")
    while after and decimals[len(after) - 1] in "#?" and after.endswith("0"):
        after = after[:-1]
    before = before.rjust(whole.count("0"), "0")
    if before == "0" and "0" not in whole:
        before = ""
    if "," in whole.rstrip(","):
        before = f"{int(before or 0):,}"
    # “0.” with no decimals left keeps its point in workbooks; nobody means it.
    shown_number = before + (f".{after}" if after else "")
    parts: list[str] = []
    placed = False
    for kind, text in tokens:
        if kind == "number":
            parts.append(("" if placed or not text.strip("%") else shown_number) + "%" * text.count("%"))
            placed = placed or bool(text.strip("%"))
        elif kind == "literal":
            parts.append(text)
    return "".join(parts).strip()


def _date(number: Decimal, tokens: tuple[_Token, ...], date1904: bool) -> str:
    if not 0 <= number <= _LAST_DAY:
        return _general(number)
    moment = _EPOCH[date1904] + timedelta(seconds=float(_rounded(number * 86400, 0)))
    if not date1904 and number < 60:
        moment += timedelta(days=1)  # workbooks count a 29 February 1900 that never was
    halves = any(kind == "half" for kind, _ in tokens)
    parts: list[str] = []
    for index, (kind, text) in enumerate(tokens):
        if kind == "date":
            parts.append(_date_part(moment, text.lower(), halves, _is_minute(tokens, index)))
        elif kind == "elapsed":
            parts.append(str(int(number * {"h": 24, "m": 1440, "s": 86400}[text.strip("[]")[0].lower()])))
        elif kind == "half":
            parts.append(("上午" if moment.hour < 12 else "下午") if "上" in text else f"{moment:%p}")
        elif kind == "literal" or (kind == "number" and text in ".,"):
            parts.append(text)
    return "".join(parts).strip()


def _is_minute(tokens: tuple[_Token, ...], index: int) -> bool:
    """Whether an m beside hours or seconds means minutes."""
    before = next((t for k, t in reversed(tokens[:index]) if k in ("date", "elapsed")), "")
    after = next((t for k, t in tokens[index + 1 :] if k in ("date", "elapsed")), "")
    return "h" in before.lower() or "s" in after.lower()


def _date_part(moment: datetime, part: str, halves: bool, minute: bool) -> str:
    if part[0] == "y":
        return f"{moment.year:04d}" if len(part) > 2 else f"{moment.year % 100:02d}"
    if part[0] == "a":
        return ("星期" if len(part) > 3 else "") + "一二三四五六日"[moment.weekday()]
    if part[0] == "d" and len(part) > 2:
        return "星期" + "一二三四五六日"[moment.weekday()]
    if part[0] == "m" and not minute and len(part) > 2:
        return f"{moment.month}月"
    hour = (moment.hour % 12 or 12) if halves else moment.hour
    value = {"m": moment.minute if minute else moment.month, "d": moment.day, "h": hour, "s": moment.second}[part[0]]
    return f"{value:02d}" if len(part) > 1 else str(value)
