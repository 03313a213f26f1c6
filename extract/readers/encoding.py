"""Text out of bytes whose encoding nobody has said for sure.

Chinese files come in UTF-8, in GB 18030 (which holds GB 2312 and GBK), in UTF-16 from editors of Windows, and in what a
page says of itself. A mark at the beginning wins, then what is declared, then what decodes without a fault.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs", "ascii": "utf-8"}
"""Encodings that files name, and those that hold all of what writers of these files use."""
_USUAL = ("utf-8", "gb18030")
_SAMPLE = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and how many characters of it could not be read."""

    text: str
    unread: int = 0


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of some bytes; what cannot be decoded becomes U+FFFD and is counted."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], encoding)
    guesses = [*([_known(declared)] if declared else []), *_without_mark(data), *_USUAL]
    for encoding in dict.fromkeys(guess for guess in guesses if guess):
        try:
            return Decoded(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return min((_replacing(data, e) for e in dict.fromkeys(g for g in guesses if g)), key=lambda d: d.unread)


def _known(declared: str) -> str | None:
    """Python's name of a declared encoding; ``None`` where it has no such one or it is none of text."""
    try:
        found = codecs.lookup(declared.strip().strip("\"'"))
    except LookupError:
        return None
    name = _WIDER.get(found.name, found.name)
    # A page that could be searched for its declaration as ASCII is not in UTF-16, whatever it says.
    return None if name.startswith(("utf-16", "utf-32")) or not found._is_text_encoding else name


def _without_mark(data: bytes) -> list[str]:
    """UTF-16 without its mark, known by the zero bytes of line ends, blanks and digits."""
    sample = data[:_SAMPLE]
    if sample.count(0) * 20 < len(sample):
        return []
    return ["utf-16-le"] if sample[1::2].count(0) > sample[0::2].count(0) else ["utf-16-be"]


def _replacing(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, text.count("\ufffd"))
