"""The tables of written forms: what is a rule, and what only looks like one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.language import rules_of
from tests.extract.language.brief import brief

HERE = Path(__file__).parent


def listed(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


FORMS = [tuple(line.split("\t")) for line in listed("forms.tsv")]
NO_RULES = list(listed("no_rules.txt"))


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_a_form_is_read_as_its_rules(text: str, expected: str) -> None:
    assert "; ".join(brief(rule) for rule in rules_of(text)) == expected


@pytest.mark.parametrize("text", NO_RULES)
def test_what_only_looks_like_a_rule_is_none(text: str) -> None:
    assert rules_of(text) == ()


def test_the_tables_are_of_some_size_and_a_third_of_them_says_no() -> None:
    assert len(FORMS) + len(NO_RULES) >= 300
    assert len(NO_RULES) * 3 >= len(FORMS) + len(NO_RULES)


@pytest.mark.parametrize("text", [line for line, _ in FORMS])
def test_rules_show_the_words_at_their_place(text: str) -> None:
    for rule in rules_of(text):
        assert text[rule.where.start : rule.where.end] == rule.text
        assert rule.condition is None or rule.condition in rule.text


@pytest.mark.parametrize(("text", "expected"), FORMS[::7])
def test_typesetting_does_not_matter(text: str, expected: str) -> None:
    """Blanks anywhere and full-width signs give the same rules."""
    wide = str.maketrans("0123456789.%()", "０１２３４５６７８９．％（）")
    spaced = " ".join(text.translate(wide))
    assert "; ".join(brief(rule) for rule in rules_of(spaced)) == expected
