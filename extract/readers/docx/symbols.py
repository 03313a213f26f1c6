"""Signs of the symbol fonts (Wingdings, Symbol …), which have no meaning outside their font, as Unicode."""

from __future__ import annotations

_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫",
    0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA7: "▪", 0xA8: "□",
    0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x4A: "☺", 0x46: "☞", 0x22: "✂", 0x21: "✏",
    **{0x80 + n: chr(0x245F + n) if n else "⓪" for n in range(11)},
    **{0x8B + n: chr(0x2775 + n) if n else "⓿" for n in range(11)},
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "□", 0x30: "□", 0xA3: "□", 0xA2: "■",
    0x95: "•", 0x96: "●", 0x97: "●", 0x98: "●", 0x99: "○", 0x9A: "○", 0x9E: "·",
    **{0x69 + n: chr(0x245F + n) if n else "⓪" for n in range(11)},
    **{0x74 + n: chr(0x2775 + n) if n else "⓿" for n in range(11)},
}  # fmt: skip
_GREEK = dict(
    zip(
        b"ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcyw",
        "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψω",
        strict=True,
    )
)
_SYMBOL = {
    **{code: chr(code) for code in range(0x20, 0x40)},
    **_GREEK,
    0x27: "∍", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5B: "[", 0x5D: "]", 0x5F: "_", 0x7B: "{", 0x7C: "|",
    0x7D: "}", 0x7E: "∼", 0x24: "∃", 0x22: "∀", 0xA3: "≤", 0xB3: "≥", 0xA5: "∞", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥",
    0xAA: "♠", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xA2: "′",
    0xB4: "×", 0xB5: "∝", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xC6: "∅",
    0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xDE: "⇒", 0xE5: "∑",
    0xF2: "∫",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE = range(0xF000, 0xF100)


def is_symbol_font(font: str | None) -> bool:
    """Whether a font shows signs of its own in place of letters."""
    return font is not None and (font.lower() in _FONTS or font.lower() in ("wingdings 3", "webdings"))


def symbol(code: int, font: str | None) -> str | None:
    """The sign that a code shows in a symbol font; ``None`` where it is not known. Other fonts show Unicode itself."""
    if code in _PRIVATE:
        code -= _PRIVATE.start
    elif not is_symbol_font(font):
        return chr(code)
    if code == 0x20:
        return " "
    return _FONTS.get((font or "").lower(), {}).get(code)


def readable(text: str, font: str | None) -> tuple[str, int]:
    """Text whose symbols are Unicode, and how many of its signs have no known meaning and were left out."""
    if not is_symbol_font(font) and not any(ord(c) in _PRIVATE for c in text):
        return text, 0
    signs = [symbol(ord(c), font) if ord(c) in _PRIVATE or ord(c) < 0x100 else c for c in text]
    return "".join(s for s in signs if s is not None), signs.count(None)
