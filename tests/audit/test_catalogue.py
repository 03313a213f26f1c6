from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections import Counter

import pytest

import audit.checks
from audit.catalogue import document, explanation, find, listing
from audit.checks import Check, registered
from audit.checks.base import check
from models import Text
from tests.conftest import ROOT

CHECKS = registered()
EXPECTED = {
    *("R101", "R102", "R104", "R105", "R106"),
    *(f"C{number}" for number in range(201, 211)),
    *("X301", "X302", "X304", "D701", "D702", "D703"),
}


def test_every_check_of_the_families_is_there() -> None:
    assert {one.code for one in CHECKS} >= EXPECTED


def test_codes_are_unique_and_well_formed() -> None:
    counts = Counter(one.code for one in CHECKS)
    assert all(count == 1 for count in counts.values())
    assert all(re.fullmatch(r"[A-Z]\d{3}", code) for code in counts)


def test_a_code_cannot_be_registered_twice() -> None:
    taken = CHECKS[0]
    with pytest.raises(ValueError, match=taken.code):
        check(taken.code, "error", title=taken.title, explanation=taken.explanation)(taken.function)
    assert find(taken.code) is taken


def test_no_check_is_left_unregistered() -> None:
    """Every public generator of drafts in a module of checks that takes a document is a registered check."""
    functions = {one.function for one in CHECKS}
    for module in pkgutil.iter_modules(audit.checks.__path__):
        loaded = importlib.import_module(f"audit.checks.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if (
                own
                and list(inspect.signature(function).parameters) == ["context"]
                and "Draft" in str(inspect.signature(function).return_annotation)
            ):
                assert function in functions, f"{loaded.__name__}.{name}"


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.code)
def test_every_check_is_documented_in_both_languages(one: Check) -> None:
    texts: list[Text] = [one.title, *(getattr(one.explanation, s) for s in ("compares", "matters", "fails", "passes"))]
    for text in texts:
        assert re.search(r"[一-鿿]", text.zh)
        assert re.search(r"[A-Za-z]", text.en)
        assert len(text.en) > 10
    assert one.explanation.fails != one.explanation.passes
    assert one.function.__doc__
    assert one.code in document()


def test_the_document_is_current() -> None:
    path = ROOT / "docs" / "checks.md"
    assert path.read_text(encoding="utf-8") == document(), "run python -m audit.catalogue -o docs/checks.md"


def test_the_listing_names_each_check_once() -> None:
    for language in ("zh", "en"):
        text = listing(language)  # type: ignore[arg-type]
        assert all(text.count(one.code) == 1 for one in CHECKS)
        assert all(one.title.in_language(language) in text for one in CHECKS)  # type: ignore[arg-type]


def test_an_explanation_has_its_sections() -> None:
    one = find("c202")
    assert one is not None
    text = explanation(one, "zh")
    assert [h in text for h in ("比较什么", "为什么重要", "不通过的例子", "通过的例子")] == [True] * 4
    assert one.explanation.matters.en in explanation(one, "en")
    assert find("C999") is None
