"""No pattern may match nothing: every line of the pattern files matches an example of its own table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from extract.language.doc import Doc
from extract.language.matching import Matcher
from extract.language.patterns import Rule, _load, classes, compiled, rules
from extract.language.pipeline import pipeline
from extract.text import folded

TABLES = [
    ("quantities.toml", "stage"),
    ("bounds.toml", "bound"),
    ("steps.toml", "step"),
    ("operators.toml", "operator"),
]


def lines() -> Iterator[tuple[str, str, Rule, str]]:
    for file, table in TABLES:
        for rule in rules(file, table):
            for line in rule.lines:
                yield file, table, rule, line


def parsed(file: str, label: str, example: str) -> Doc:
    """The example as the component that owns the pattern sees it."""
    nlp = pipeline()
    of_quantities = file == "quantities.toml"
    # 十分 and 一分半 are points after a word such as 扣
    doc = nlp.make_doc("扣" + folded(example) if of_quantities else folded(example))
    return nlp.quantities.until(doc, label) if of_quantities else nlp.quantities(doc)


@pytest.mark.parametrize(("file", "table", "rule", "line"), list(lines()))
def test_every_line_matches_an_example_of_its_table(file: str, table: str, rule: Rule, line: str) -> None:
    parts = {k: [v] if isinstance(v, str) else v for k, v in _load(file)["parts"].items()}
    matcher = Matcher({"line": list(compiled(line, parts))})
    assert any(matcher.longest(parsed(file, rule.label, example).tokens) for example in rule.examples), line


@pytest.mark.parametrize(
    ("file", "table", "rule"), [(f, t, r) for f, t in TABLES for r in rules(f, t) if f != "quantities.toml"]
)
def test_every_example_is_read_with_its_label(file: str, table: str, rule: Rule) -> None:
    key = {"bounds.toml": "bounds", "steps.toml": "steps", "operators.toml": "operators"}[file]
    for example in rule.examples:
        doc = pipeline()(folded(example))
        spans = doc.spans[key]
        assert rule.label in {s.label for s in spans}, (example, [(s.text, s.label) for s in spans])


def test_every_quantity_example_is_one_token() -> None:
    for rule in rules("quantities.toml", "stage"):
        for example in rule.examples:
            doc = pipeline()("扣," + folded(example) if rule.label == "SHARE" else "扣" + folded(example))
            assert rule.label in {t.tag for t in doc}, (example, [(t.text, t.tag) for t in doc])


@pytest.mark.parametrize("name", sorted(classes()))
def test_words_are_folded_and_single_tokens(name: str) -> None:
    tokenizer = pipeline().tokenizer
    for word in sorted(classes()[name]):
        assert folded(word) == word
        if len(word) > 1 and name not in ("PERCENTSIGN", "COUNTED", "TIME", "NOT_POINTS"):
            assert word in [t.text for t in tokenizer(word)], word


def test_a_pattern_with_an_unknown_class_is_refused() -> None:
    with pytest.raises(ValueError, match="no class of words"):
        list(compiled("NONSENSE", {}))


def test_a_pattern_item_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not an item"):
        list(compiled("GAIN??", {}))
