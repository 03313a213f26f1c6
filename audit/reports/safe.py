"""Text of a document made fit to be shown: signs that would steer a terminal or turn a line around become visible.

A document may hold escape sequences, or bidirectional controls that make ``得9分`` look like another number. Letters
of right-to-left scripts stay as they are; where a line mixes them with figures, the output isolates them.
"""

from __future__ import annotations

import re
import unicodedata

_BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_MARKS = "\u200e\u200f\u061c"
_LINE_ENDS = "\x85\u2028\u2029"
_STEERING = re.compile(
    "["
    + "".join(
        re.escape(chr(code))
        for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x2000, 0x2070), 0x061C, 0xFEFF)
        if chr(code) not in "\n\t"
        and (
            unicodedata.category(chr(code)) == "Cc"
            or unicodedata.bidirectional(chr(code)) in _BIDI
            or chr(code) in _MARKS + _LINE_ENDS
        )
    )
    + "\ud800-\udfff]"
)


def visible(text: str) -> str:
    """The text with every steering character as its code point in angle brackets: ``⟨U+202E⟩``."""
    return _STEERING.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)


def one_line(text: str) -> str:
    """The same on a single line, runs of blanks as one."""
    return visible(" ".join(text.split()))
