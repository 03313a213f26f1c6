"""Patterns of tokens: spaCy's Matcher is the reference for what they match."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher as SpacyMatcher
from spacy.tokens import Doc as SpacyDoc
from spacy.util import filter_spans

from extract.language.doc import Doc, Token
from extract.language.matching import Item, Matcher, Pattern
from extract.language.patterns import rules, token_patterns
from extract.language.pipeline import pipeline
from extract.text import folded

VOCAB = spacy.blank("zh").vocab
TABLES = [("bounds.toml", "bound"), ("steps.toml", "step"), ("operators.toml", "operator")]


def in_spacy(item: Item) -> list[dict[str, Any]]:
    """The item in spaCy's form: two patterns where it tests words or tags."""
    often = {} if (item.least, item.most) == (1, 1) else {"OP": f"{{{item.least},{item.most or ''}}}"}
    if item.others is not None:
        return [{"TAG": "WORD", "ORTH": {"NOT_IN": sorted(item.others)}, **often}]
    found: list[dict[str, Any]] = []
    if item.words:
        found.append({"ORTH": {"IN": sorted(item.words)}, **often})
    if item.tags:
        found.append({"TAG": {"IN": sorted(item.tags)}, **often})
    return found


def spacy_doc(doc: Doc) -> SpacyDoc:
    words = [token.text for token in doc]
    return SpacyDoc(VOCAB, words=words, spaces=[False] * len(words), tags=[token.tag for token in doc])


@pytest.mark.parametrize(("file", "table"), TABLES)
def test_the_pattern_files_match_what_spacy_matches(file: str, table: str) -> None:
    patterns = token_patterns(file, table)
    theirs = SpacyMatcher(VOCAB)
    simple: dict[str, list[Pattern]] = {}
    for label, lines in patterns.items():
        simple[label] = [line for line in lines if all(len(in_spacy(item)) == 1 for item in line)]
        theirs.add(label, [[in_spacy(item)[0] for item in line] for line in simple[label]])
    ours = Matcher(simple)
    seen = 0
    for rule in (rule for f, t in TABLES for rule in rules(f, t)):
        for example in rule.examples:
            doc = pipeline()(f"按时完成的得2分,{folded(example)};扣完为止")
            found = {(VOCAB.strings[label], start, end) for label, start, end in theirs(spacy_doc(doc))}
            assert {(span.label, span.start, span.end) for span in ours.all(doc.tokens)} == found
            seen += len(found)
    assert seen > 20


_ITEMS = st.builds(
    Item,
    words=st.frozensets(st.sampled_from("甲乙丙"), min_size=1, max_size=2),
    least=st.integers(0, 2),
    most=st.sampled_from([2, 3, None]),
)
_PATTERNS = st.lists(_ITEMS, min_size=1, max_size=3).filter(lambda items: any(item.least for item in items))


@given(st.lists(_PATTERNS, min_size=1, max_size=3), st.text(alphabet="甲乙丙丁", min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_any_patterns_match_what_spacy_matches(lines: list[list[Item]], text: str) -> None:
    patterns = [tuple(line) for line in lines]
    theirs = SpacyMatcher(VOCAB)
    theirs.add("X", [[in_spacy(item)[0] for item in line] for line in patterns])
    doc = Doc([Token(character, "WORD") for character in text])
    found = {(start, end) for _, start, end in theirs(spacy_doc(doc)) if start < end}
    assert {(span.start, span.end) for span in Matcher({"X": patterns}).all(doc.tokens)} == found
    kept = filter_spans([spacy_doc(doc)[start:end] for start, end in sorted(found)])
    assert [(s.start, s.end) for s in Matcher({"X": patterns}).longest(doc.tokens)] == [(s.start, s.end) for s in kept]


def test_the_label_given_first_counts_where_two_fit_the_same_tokens() -> None:
    one = (Item(words=frozenset("甲")),)
    spans = Matcher({"B": [one], "A": [one]}).longest([Token("甲", "WORD")])
    assert [span.label for span in spans] == ["B"]


def test_a_pattern_may_begin_with_any_word_but_some() -> None:
    spans = Matcher({"X": [(Item(others=frozenset("甲")),)]}).longest([Token(c, "WORD") for c in "甲乙"])
    assert [(span.start, span.end) for span in spans] == [(1, 2)]


def test_tokens_know_their_places() -> None:
    doc = Doc([Token("扣", "WORD"), Token("十分", "POINTS"), Token("。", "MARK")])
    assert [(t.i, t.idx, t.end) for t in doc] == [(0, 0, 1), (1, 1, 3), (2, 3, 4)]
    assert doc[0:2].text == "扣十分"
    assert [t.text for t in doc[1:]] == ["十分", "。"]
    assert len(doc[2:1]) == 0
