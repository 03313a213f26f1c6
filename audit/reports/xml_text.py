"""Text that XML can hold: office files are XML, which knows no control characters."""

from __future__ import annotations

from audit.reports.safe import visible

_NOT_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


def writable(text: str) -> str:
    """The text with every sign that XML cannot hold, or that steers the line, as a visible code point."""
    return visible(text).translate(_NOT_CHARACTERS)
