"""The component that joins numbers with what they count, so that a quantity is one token with a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extract.language.doc import Doc, Token
from extract.language.matching import Matcher
from extract.language.patterns import classes, rules, token_patterns
from extract.numerals import ARABIC, CHINESE, parse

_HUNDREDTHS = re.compile(rf"百分之(?P<n>{CHINESE}|{ARABIC})\Z")
_FRACTION = re.compile(rf"(?:(?P<below>{CHINESE}|\d+)分之(?P<above>{CHINESE}|\d+)|(?P<a>\d+)/(?P<b>\d+))\Z")


class Quantities:
    """Joins numbers and units, stage by stage, and gives the joined token its label, its numbers and its unit."""

    def __init__(self) -> None:
        patterns = token_patterns("quantities.toml", "stage")
        self._stages = [(r.label, Matcher({r.label: patterns[r.label]})) for r in rules("quantities.toml", "stage")]
        self._units = classes()["COUNTED"] | classes()["PERCENTSIGN"]

    def __call__(self, doc: Doc) -> Doc:
        """The same text with its quantities joined."""
        return self.until(doc, None)

    def until(self, doc: Doc, stop: str | None) -> Doc:
        """The text as it is before the stage of a label, or after all of them."""
        tokens = doc.tokens
        for token in tokens:
            self._value(token)
        for label, matcher in self._stages:
            if label == stop:
                break
            for span in reversed(matcher.longest(tokens)):
                numbers, unit = self._joined(list(span), label)
                if numbers is not None:
                    tokens = [
                        *tokens[: span.start],
                        Token(span.text, label, numbers=numbers, unit=unit),
                        *tokens[span.end :],
                    ]
        return Doc(tokens)

    def _value(self, token: Token) -> None:
        """Numbers of the tokens that the tokenizer already knows to be some."""
        if token.tag == "NUM":
            value = parse(token.text)
            token.numbers = () if value is None else (value,)
        elif token.tag == "PERCENT":
            match = _HUNDREDTHS.match(token.text)
            value = parse(match["n"]) if match else None
            token.numbers, token.unit = (() if value is None else (value,)), "%"
        elif token.tag == "FRACTION":
            token.numbers = _fraction(token.text)

    def _joined(self, span: Sequence[Token], label: str) -> tuple[tuple[Decimal, ...] | None, str | None]:
        numbers = tuple(n for token in span for n in token.numbers)
        if label == "SHARE":
            return _share(span), None
        if not numbers and label != "RANK":
            return None, None
        unit = next((t.unit for t in reversed(span) if t.unit), None)
        if unit is None:
            unit = next((t.text for t in reversed(span) if t.text in self._units), None)
        if label == "POINTS":
            # 一分半
            return (sum(numbers, Decimal(0)),), "分"
        if label == "POINTS_RANGE":
            return numbers, "分"
        if label in ("PERCENT", "PERCENT_RANGE") and unit is not None:
            unit = unit if unit == "%" else "百分点"
        return numbers, unit


def _fraction(text: str) -> tuple[Decimal, ...]:
    """1/3 and 三分之一 as a per cent of the whole, exact to 28 digits."""
    match = _FRACTION.match(text)
    if match is None:
        return ()
    above, below = parse(match["above"] or match["a"]), parse(match["below"] or match["b"])
    return () if above is None or not below else (above * 100 / below,)


def _share(span: Sequence[Token]) -> tuple[Decimal, ...] | None:
    """The per cent that a share of the weight is."""
    if any(t.text in classes()["HALFOF"] for t in span):
        return (Decimal(50),)
    numbers = [n for t in span for n in t.numbers]
    return (numbers[0],) if len(numbers) == 1 else None
