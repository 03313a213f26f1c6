"""Signs at the ends of lines: what begins a paragraph, what ends a sentence, what a line break stood for."""

from __future__ import annotations

import re

ORDINAL = re.compile(
    r"\s*(?:第[一二三四五六七八九十百]+[章节条部]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|\d{1,2}(?:\s*[、．]|\s*\.(?!\s*\d)|(?:\.\d{1,2}){1,3}\s*[^\s\d.%分元])|[（(]\d{1,2}[）)]|\d{1,2}[）)]|[①-⓿❶-➓]|[●■◆▲★➢※►])"
)
"""How a numbered paragraph begins: 一、 （一） 1. 1、 （1） 1） ① 第一章, or with a bullet."""

ATTACHMENT = re.compile(r"\s*附\s*[件表录图]\s*[\d一二三四五六七八九十]{0,2}\s*(?:[：:、]|\Z)")
"""The line that begins an attachment or a list of them: 附件1：…"""

SENTENCE_END = re.compile(r"(?:[。！？!?；;：:…]|\d\s*分\s*[)）])[”’」』）)】》\"']*\s*\Z")
"""The end of a sentence, or of a criterion that closes with its points: （2分）."""

SCORE_LINE = re.compile(r"\s*[-+－＋]?\d{1,4}(?:[.．]\d{1,2})?\s*分\s*\Z")
"""A line that states points and nothing else; two of them are two scores, however narrow their cell is."""


def is_word(character: str) -> bool:
    """Whether a character belongs to a Latin word or a number, between which a blank has a meaning."""
    return character.isascii() and character.isalnum()


def glue(before: str, after: str) -> str:
    """What a line break between two parts of a text stood for where nothing else tells.

    Nothing between Chinese characters, and nothing between digits, since a number is only broken where it had no room;
    a blank between Latin words.
    """
    if not before or not after or not (is_word(before[-1]) and is_word(after[0])):
        return ""
    return "" if before[-1].isdigit() and after[0].isdigit() else " "
