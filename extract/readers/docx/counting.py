"""Numbers of lists in the formats that Word knows (ST_NumberFormat, ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_DIGITS_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_SYMBOLS = "*†‡§"


def in_format(number: int, name: str) -> str:
    """A list number as Word prints it; formats that are not known here come out as plain digits.

    Numbers that a format has no sign for (⑳ is the last circled one) are plain digits too, as in Word.
    """
    maker = _FORMATS.get(name)
    made = maker(number) if maker is not None else None
    return str(number) if made is None else made


def chinese(number: int, digits: str, units: str) -> str:
    """Counting with units below 100 million: 十一, 二十, 一百零五, 一万二千; 十 to 十九 without 一 at the front."""
    if number <= 0:
        return digits[0] if number == 0 else str(number)
    if number >= 10**8:
        return str(number)
    high, low = divmod(number, 10_000)
    text = _below_10000(low, digits, units) if low else ""
    if high:
        gap = "零" if low and low < 1000 else ""
        text = f"{_below_10000(high, digits, units)}万{gap}{text}"
    return text


def _below_10000(number: int, digits: str, units: str) -> str:
    text, pending = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = number // power % 10
        if not digit:
            pending = bool(text)
            continue
        text += ("零" if pending else "") + digits[digit] + unit
        pending = False
    return text


def _counting(number: int) -> str:
    text = chinese(number, _DIGITS, "十百千")
    return text[1:] if text.startswith("一十") else text


def _legal(number: int) -> str:
    return chinese(number, _LEGAL_DIGITS, "拾佰仟")


def _legal_traditional(number: int) -> str:
    return chinese(number, _LEGAL_DIGITS_TRADITIONAL, "拾佰仟").replace("万", "萬")


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(c)] for c in str(number)) if number >= 0 else str(number)


def _chinese_counting(number: int) -> str:
    """一…十, 十一…九十九, and digit by digit from 100 on."""
    return _counting(number) if number < 100 else _digit_by_digit(number)


def _japanese_counting(number: int) -> str:
    """As in Chinese, without 零, and without 一 before a unit: 百十一."""
    return re.sub("零|一(?=[十百千])", "", _counting(number))


def _letters(number: int) -> str | None:
    """A…Z, AA…ZZ, AAA…"""
    if not 1 <= number <= 26 * 30:
        return None
    repeat, letter = divmod(number - 1, 26)
    return chr(ord("A") + letter) * (repeat + 1)


def _roman(number: int) -> str | None:
    if not 1 <= number < 4000:
        return None
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def _lower(maker: Callable[[int], str | None]) -> Callable[[int], str | None]:
    def made(number: int) -> str | None:
        text = maker(number)
        return None if text is None else text.lower()

    return made


def _row(first: str, count: int) -> Callable[[int], str | None]:
    """Signs that follow each other in Unicode, the first standing for 1."""

    def made(number: int) -> str | None:
        return chr(ord(first) + number - 1) if 1 <= number <= count else None

    return made


def _signs(signs: str) -> Callable[[int], str | None]:
    def made(number: int) -> str | None:
        return signs[number - 1] if 1 <= number <= len(signs) else None

    return made


def circled(number: int) -> str | None:
    """①…⑳, ㉑…㉟, ㊱…㊿; ``None`` beyond."""
    if 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if 21 <= number <= 35:
        return chr(ord("㉑") + number - 21)
    if 36 <= number <= 50:
        return chr(ord("㊱") + number - 36)
    return None


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(c)) if c.isdigit() else c for c in str(number))


def _sexagenary(number: int) -> str | None:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if 1 <= number <= 60 else None


def _ordinal(number: int) -> str:
    teen = 10 < number % 100 < 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _chicago(number: int) -> str | None:
    if not 1 <= number <= 40:
        return None
    repeat, sign = divmod(number - 1, len(_SYMBOLS))
    return _SYMBOLS[sign] * (repeat + 1)


_FORMATS: dict[str, Callable[[int], str | None]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedFullstop": _row("⒈", 20),
    "decimalEnclosedParen": _row("⑴", 20),
    "ideographEnclosedCircle": _row("㊀", 10),
    "chineseCounting": _chinese_counting,
    "chineseCountingThousand": _counting,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_traditional,
    "taiwaneseCounting": _chinese_counting,
    "taiwaneseCountingThousand": _counting,
    "taiwaneseDigital": _digit_by_digit,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "japaneseCounting": _japanese_counting,
    "ideographTraditional": _signs(_STEMS),
    "ideographZodiac": _signs(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "upperLetter": _letters,
    "lowerLetter": _lower(_letters),
    "upperRoman": _roman,
    "lowerRoman": _lower(_roman),
    "ordinal": _ordinal,
    "chicago": _chicago,
    "numberInDash": lambda n: f"- {n} -",
}


def circle(text: str) -> str:
    """A sign for what is set in a circle: ①, ㊤; the text in brackets where Unicode has none."""
    text = unicodedata.normalize("NFKC", text.strip())
    made = circled(int(text)) if text.isascii() and text.isdigit() else None
    return made or f"（{text}）"
