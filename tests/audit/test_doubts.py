"""Findings that rest on words which recognition of a scan was not sure of."""

from __future__ import annotations

import pytest

from audit import audit
from audit.doubts import WARNING, Doubts
from models import Evidence, Finding, NotUnderstood, Where
from tests.audit.build import item, missed, report, rubric, sheet


def doubt(quote: str, where: Where) -> NotUnderstood:
    return missed("doubtful").model_copy(update={"evidence": Evidence(quote=quote, where=where)})


def evidence(quote: str, **where: int) -> Evidence:
    return Evidence(quote=quote, where=Where(**where))


SMUDGE = {"page": 2, "block": 4, "row": 3, "column": 1, "start": 0, "end": 2}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (evidence("18", **SMUDGE), True),
        (evidence("得18分", block=4, row=3, column=1, start=1, end=9), True),
        (evidence("18", block=4, row=3, column=1, start=2, end=4), False),  # beside it
        (evidence("18", block=4, row=3, column=2, start=0, end=2), False),  # in the next cell
        (evidence("18", block=5, row=3, column=1, start=0, end=2), False),
        (evidence("1 8 分", block=4, row=3, column=1), True),  # a place without a span: the words decide
        (evidence("16分", block=4, row=3, column=1), False),
        (evidence("", block=4, row=3, column=1), False),
    ],
)
def test_words_are_found_again_by_their_place(words: Evidence, expected: bool) -> None:
    assert Doubts([doubt("18", Where(**SMUDGE))]).touch([evidence("别处", block=1), words]) is expected


def test_only_doubtful_words_count() -> None:
    assert not Doubts([missed("row"), missed("table")]).touch([missed("row").evidence])


def sums(*parts: NotUnderstood, language: str = "zh") -> list[Finding]:
    """The findings on an item whose parts do not give its claim."""
    document = report(sheet(item("甲", 10, 9, item("乙", 5, 5), item("丙", 5, 3))), missed=parts)
    found = audit(document, language="en" if language == "en" else "zh").findings
    return [finding for finding in found if finding.code[0] != "D"]


def test_a_finding_on_doubtful_words_says_so_and_is_a_note() -> None:
    (clear,) = sums()
    assert (clear.code, clear.severity) == ("C203", "error")
    places = [one for one in clear.evidence if "3" in one.quote]
    (soft,) = sums(doubt(places[0].quote, places[0].where))
    assert (soft.code, soft.severity) == ("C203", "note")
    assert soft.message == clear.message + WARNING.zh
    assert (soft.stated, soft.computed, soft.evidence) == (clear.stated, clear.computed, clear.evidence)
    (english,) = sums(doubt(places[0].quote, places[0].where), language="en")
    assert english.message.endswith(WARNING.en)


def test_a_finding_on_other_words_stays_an_error() -> None:
    (finding,) = sums(doubt("3", Where(block=77)))
    assert finding.severity == "error"


def test_doubts_of_the_rubric_count_for_its_own_words() -> None:
    standard = rubric(item("甲", 6), item("乙", 4), total=10)
    document = report(sheet(item("甲", 8, 5), item("乙", 4, 4)))

    def finding(*parts: NotUnderstood) -> Finding:
        unsure = standard.model_copy(update={"not_understood": parts})
        (found,) = (f for f in audit(document, unsure).findings if f.code == "C209")
        return found

    clear = finding()
    (words,) = clear.rubric_evidence
    assert clear.severity == "error"
    assert finding(doubt(words.quote, words.where)).severity == "note"
    assert finding(doubt("另一行", words.where)).severity == "error"
    own = report(*document.sheets, missed=[doubt(words.quote, words.where)])
    (found,) = (f for f in audit(own, standard).findings if f.code == "C209")
    assert found.severity == "error"  # a place of the rubric is none of the report
