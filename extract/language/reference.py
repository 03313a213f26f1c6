"""The score language by the libraries that define it: words by jieba, patterns by spaCy's Matcher.

Loading both takes about a second.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from extract.language.doc import Span, Token
from extract.language.matching import Item, Pattern


class SpacyMatcher:
    """What ``matching.Matcher`` does, by spaCy's."""

    def __init__(self, patterns: Mapping[str, Iterable[Pattern]]) -> None:
        from spacy.matcher import Matcher
        from spacy.tokens import Token as SpacyToken
        from spacy.vocab import Vocab

        if not SpacyToken.has_extension(_IS):
            SpacyToken.set_extension(_IS, default=())
        self._vocab = Vocab()
        self._matcher = Matcher(self._vocab)
        for label, lines in patterns.items():
            self._matcher.add(label, [[_in_spacy(item) for item in line] for line in lines])
        self._rank = {label: number for number, label in enumerate(patterns)}

    def longest(self, tokens: Sequence[Token]) -> list[Span]:
        """The longest spans that a pattern fits, the first of equally long ones, none over another."""
        from spacy.tokens import Doc
        from spacy.util import filter_spans

        doc = Doc(
            self._vocab, words=[t.text for t in tokens], spaces=[False] * len(tokens), tags=[t.tag for t in tokens]
        )
        for theirs, ours in zip(doc, tokens, strict=True):
            theirs._.set(_IS, [ours.text, _tag(ours.tag)])
        found = [span for span in self._matcher(doc, as_spans=True) if len(span)]
        kept = filter_spans(sorted(found, key=lambda span: self._rank[span.label_]))
        return [Span(tokens, span.start, span.end, span.label_) for span in kept]


_IS = "zicha_is"
"""spaCy's name for the text and the tag of a token together: an item may ask for either."""


def _tag(tag: str) -> str:
    return f"<{tag}>"


def _in_spacy(item: Item) -> dict[str, Any]:
    often = {} if (item.least, item.most) == (1, 1) else {"OP": f"{{{item.least},{item.most or ''}}}"}
    if item.others is not None:
        return {"TAG": "WORD", "ORTH": {"NOT_IN": sorted(item.others)}, **often}
    names = sorted(item.words) + [_tag(tag) for tag in sorted(item.tags)]
    return {"_": {_IS: {"INTERSECTS": names}}, **often}


class JiebaSegmenter:
    """What ``words.Segmenter`` does, by jieba with words of our own."""

    def __init__(self, own: Mapping[str, int | None]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # jieba's modules warn about their own imports and patterns
            import jieba
        jieba.setLogLevel(logging.ERROR)
        self._tokenizer = jieba.Tokenizer()  # other users of jieba in the process are not taught these words
        self._tokenizer.initialize()
        for word, frequency in sorted(own.items(), key=lambda pair: (pair[1] is None, pair[0])):
            known = self._tokenizer.FREQ.get(word, 0)
            self._tokenizer.add_word(word, frequency or max(self._tokenizer.suggest_freq(word, tune=False), known))

    def cut(self, text: str) -> Iterator[str]:
        """The words of a text in order."""
        yield from self._tokenizer.cut(text, HMM=False)
