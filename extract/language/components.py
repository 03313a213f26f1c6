"""The component that joins numbers with what they count, so that a quantity is one token with a value."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from extract.language.patterns import classes, rules, token_patterns
from extract.numerals import ARABIC, CHINESE, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

Token.set_extension("numbers", default=(), force=True)
Token.set_extension("unit", default=None, force=True)

_HUNDREDTHS = re.compile(rf"百分之(?P<n>{CHINESE}|{ARABIC})\Z")
_FRACTION = re.compile(rf"(?:(?P<below>{CHINESE}|\d+)分之(?P<above>{CHINESE}|\d+)|(?P<a>\d+)/(?P<b>\d+))\Z")


class Quantities:
    """Joins numbers and units, stage by stage, and gives the joined token its label, its numbers and its unit."""

    def __init__(self, nlp: Language) -> None:
        self._stages: list[tuple[str, Matcher]] = []
        patterns = token_patterns("quantities.toml", "stage")
        for rule in rules("quantities.toml", "stage"):
            matcher = Matcher(nlp.vocab)
            matcher.add(rule.label, [list(p) for p in patterns[rule.label]])
            self._stages.append((rule.label, matcher))
        self._units = classes()["COUNTED"] | classes()["PERCENTSIGN"]

    def __call__(self, doc: Doc) -> Doc:
        """The same text with its quantities joined."""
        return self.until(doc, None)

    def until(self, doc: Doc, stop: str | None) -> Doc:
        """The text as it is before the stage of a label, or after all of them."""
        for token in doc:
            self._value(token)
        for label, matcher in self._stages:
            if label == stop:
                break
            spans = filter_spans(list(self._spans(doc, matcher)))
            if not spans:
                continue
            with doc.retokenize() as retokenizer:
                for span in spans:
                    numbers, unit = self._joined(span, label)
                    if numbers is not None:
                        retokenizer.merge(span, attrs={"TAG": label, "_": {"numbers": numbers, "unit": unit}})
        return doc

    def _spans(self, doc: Doc, matcher: Matcher) -> Iterator[Span]:
        for _, start, end in matcher(doc):
            yield doc[start:end]

    def _value(self, token: Token) -> None:
        """Numbers of the tokens that the tokenizer already knows to be some."""
        if token.tag_ == "NUM":
            value = parse(token.text)
            token._.numbers = () if value is None else (value,)
        elif token.tag_ == "PERCENT":
            match = _HUNDREDTHS.match(token.text)
            value = parse(match["n"]) if match else None
            token._.numbers, token._.unit = (() if value is None else (value,)), "%"
        elif token.tag_ == "FRACTION":
            token._.numbers = _fraction(token.text)

    def _joined(self, span: Span, label: str) -> tuple[tuple[Decimal, ...] | None, str | None]:
        numbers = tuple(n for token in span for n in token._.numbers)
        if label == "SHARE":
            return _share(span), None
        if not numbers and label != "RANK":
            return None, None
        unit = next((t._.unit for t in reversed(span) if t._.unit), None)
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


def _share(span: Span) -> tuple[Decimal, ...] | None:
    """The per cent that a share of the weight is."""
    if any(t.text in classes()["HALFOF"] for t in span):
        return (Decimal(50),)
    numbers = [n for t in span for n in t._.numbers]
    return (numbers[0],) if len(numbers) == 1 else None


@Language.factory("zicha_quantities")
def _quantities(nlp: Language, name: str) -> Quantities:
    return Quantities(nlp)
