"""Looks of a workbook, and how text goes into its cells."""

from __future__ import annotations

import unicodedata
from typing import Any

from audit.reports.xml_text import writable
from models import Language

Looks = dict[str, Any]

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins with one of these would become a formula where somebody edits it, or saves it as CSV."""
_LONGEST = 32_000
"""Characters; a cell of Excel holds 32 767."""
_FONTS = {"zh": "宋体", "en": "Calibri"}

HEAD_COLOR = "#DCE6F1"
GROUP_COLOR = "#F3F6FA"
WRONG_COLOR = "#FFC7CE"
DOUBTFUL_COLOR = "#FFEB9C"
SEVERITY_COLORS = {"error": "#FFC7CE", "warning": "#FFEB9C", "note": "#DDEBF7"}

TITLE: Looks = {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}
SUBTITLE: Looks = {"font_size": 10, "font_color": "#595959", "align": "left", "valign": "vcenter"}
HEAD: Looks = {
    "bold": True, "bg_color": HEAD_COLOR, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True,
}  # fmt: skip
CELL: Looks = {"border": 1, "valign": "vcenter"}
WORDS: Looks = {**CELL, "text_wrap": True}
MIDDLE: Looks = {**CELL, "align": "center"}
TOP: Looks = {**WORDS, "valign": "top"}
LINK: Looks = {**MIDDLE, "font_color": "#0563C1", "underline": 1}
POINTS: Looks = {**CELL, "align": "center", "num_format": "General"}
DIFFERENCE: Looks = {**POINTS, "num_format": "+General;-General;0"}
SHARE: Looks = {**POINTS, "num_format": "0.00%"}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any, language: Language) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}
        self._font = _FONTS[language]

    def __call__(self, looks: Looks, **more: object) -> Any:
        """The format with these looks."""
        wanted = {"font_name": self._font, "font_size": 10, **looks, **more}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def words(self, sheet: Any, row: int, column: int, text: str | None, looks: Looks, **more: object) -> None:
        """Write text as text, whatever it begins with."""
        shown = writable(text or "")[:_LONGEST]
        if shown.startswith(_FORMULA_SIGNS):
            more["quote_prefix"] = True
        style = self(looks, **more)
        if shown:
            sheet.write_string(row, column, shown, style)
        else:
            sheet.write_blank(row, column, None, style)


def width(text: str) -> int:
    """The width of a text in columns of a narrow font: two for each full-width sign, of its widest line."""
    lines = text.splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line) for line in lines)


def fitting(texts: list[str], least: int, most: int) -> int:
    """A width of a column that holds these texts, within limits."""
    return min(max([least, *(width(text) + 2 for text in texts)]), most)


def lines_needed(text: str, columns: float) -> int:
    """How many lines a text takes in a cell of some width."""
    return sum(max(1, -(-width(line) // max(int(columns) - 1, 1))) for line in text.splitlines() or [""])
