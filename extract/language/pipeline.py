"""The spaCy pipeline of the score language; built once in a process, when it is first needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

QUANTITIES, BOUNDS, STEPS, OPERATORS = "quantities", "bounds", "steps", "operators"
"""Names of the components; the last three are also the keys of ``Doc.spans`` that they fill."""


@cache
def pipeline() -> Language:
    """Folded text → tokens, quantities, bounds of measured values, steps and operators.

    Loads spaCy and jieba's dictionary: about a second, once.
    """
    import spacy

    import extract.language.components  # noqa: F401  (registers the component of quantities)
    from extract.language.patterns import token_patterns
    from extract.language.tokens import FieldTokenizer

    nlp = spacy.blank("zh")
    nlp.tokenizer = FieldTokenizer(nlp.vocab)
    nlp.add_pipe("zicha_quantities", name=QUANTITIES)
    for key, file, table in (
        (BOUNDS, "bounds.toml", "bound"),
        (STEPS, "steps.toml", "step"),
        (OPERATORS, "operators.toml", "operator"),
    ):
        ruler = nlp.add_pipe(
            "span_ruler",
            name=key,
            config={"spans_key": key, "spans_filter": {"@misc": "spacy.first_longest_spans_filter.v1"}},
        )
        patterns = [
            {"label": label, "pattern": pattern}
            for label, lines in token_patterns(file, table).items()
            for pattern in lines
        ]
        ruler.add_patterns(patterns)  # type: ignore[attr-defined]
    return nlp
