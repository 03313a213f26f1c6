"""From folded text to tokens, quantities, bounds of measured values, steps and operators; built once in a process."""

from __future__ import annotations

from functools import cache

from extract.language.components import Quantities
from extract.language.doc import Doc
from extract.language.matching import Matcher
from extract.language.patterns import token_patterns
from extract.language.reference import SpacyMatcher
from extract.language.tokens import FieldTokenizer
from extract.reference import by_libraries

BOUNDS, STEPS, OPERATORS = "bounds", "steps", "operators"
"""The keys of ``Doc.spans``."""

_FILES = ((BOUNDS, "bounds.toml", "bound"), (STEPS, "steps.toml", "step"), (OPERATORS, "operators.toml", "operator"))


class Pipeline:
    """Cuts texts into tokens and recognises what the score language is made of."""

    def __init__(self) -> None:
        self.tokenizer = FieldTokenizer()
        self.quantities = Quantities()
        matcher = SpacyMatcher if by_libraries() else Matcher
        self._matchers = {key: matcher(token_patterns(file, table)) for key, file, table in _FILES}

    def make_doc(self, text: str) -> Doc:
        """The tokens of a folded text, nothing recognised in it yet."""
        return self.tokenizer(text)

    def __call__(self, text: str | Doc) -> Doc:
        """A folded text, or its tokens, with its quantities joined and with its spans."""
        doc = self.quantities(self.make_doc(text) if isinstance(text, str) else text)
        doc.spans = {key: matcher.longest(doc.tokens) for key, matcher in self._matchers.items()}
        return doc


@cache
def pipeline() -> Pipeline:
    """The pipeline, made when the first text is read."""
    return Pipeline()
