"""Formulas of Office Math (ECMA-376 part 1, 22.1) as plain text."""

from __future__ import annotations

import re

from extract.readers.docx.names import Element, local


def formula(element: Element) -> str:
    """A formula (Office Math) in one line: fractions with a slash, powers with a caret."""
    name = local(element)
    if name == "t":
        return element.text or ""
    if name in ("f", "sSup", "sSub"):
        parts = [formula(p) for p in element if local(p) in ("num", "den", "e", "sup", "sub")]
        sign = {"f": "/", "sSup": "^", "sSub": "_"}[name]
        return sign.join(_bracketed(p) for p in parts)
    if name == "d":
        return f"({''.join(formula(p) for p in element)})"
    if name.endswith("Pr"):
        return ""
    return "".join(formula(p) for p in element)


def _bracketed(text: str) -> str:
    return f"({text})" if re.search(r"[-+×÷*/=−]", text) and not text.startswith("(") else text
