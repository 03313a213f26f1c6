"""Names of one indicator written in two ways, and names that only look alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit import audit
from audit.align import _ALIKE
from audit.words import likeness
from models import SelfReport
from tests.audit.build import item, report, rubric, sheet

Pair = tuple[str, str]


def pairs(kind: str) -> list[Pair]:
    """The pairs of one section of the list."""
    found: dict[str, list[Pair]] = {}
    section = ""
    for line in (Path(__file__).parent / "name_pairs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            one, other = line.split(" | ")
            found.setdefault(section, []).append((one, other))
    return found[kind]


SAME, DIFFERENT = pairs("same"), pairs("different")


def test_nine_of_ten_names_are_known_again() -> None:
    known = [pair for pair in SAME if likeness(*pair) >= _ALIKE]
    assert len(SAME) > 70
    assert len(known) >= 0.9 * len(SAME), sorted(set(SAME) - set(known))


@pytest.mark.parametrize("pair", DIFFERENT, ids="-".join)
def test_no_two_indicators_are_taken_for_one(pair: Pair) -> None:
    assert likeness(*pair) < _ALIKE


@pytest.mark.parametrize("pair", [*SAME, *DIFFERENT], ids="-".join)
def test_likeness_has_no_direction(pair: Pair) -> None:
    one, other = pair
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == likeness(other, other) == 1.0


NOTICE = rubric(
    item("救助保障", 15, None, item("最低生活保障", 5), item("特困人员救助供养", 5), item("临时救助", 5)),
    item("资金管理", 15, None, item("资金到位率", 5), item("资金到位及时率", 5), item("资金监督管理", 5)),
)


def answer(*names: str) -> SelfReport:
    first, second = names[:3], names[3:]
    return report(
        sheet(
            item("救助保障", 15, 15, *(item(name, 5, 5) for name in first)),
            item("资金管理工作", 15, 15, *(item(name, 5, 5) for name in second)),
        )
    )


def codes(document: SelfReport) -> list[tuple[str, str | None]]:
    return sorted((f.code, f.item) for f in audit(document, NOTICE).findings if f.code in {"C207", "C208", "C209"})


def test_names_written_otherwise_are_aligned() -> None:
    assert codes(answer("低保工作", "特困供养", "临时救助落实情况", "资金到位情况", "资金到位及时率", "资金监管")) == []
    assert (
        audit(
            answer("低保", "特困供养", "临时救助", "资金到位", "资金到位及时率", "资金监管"), NOTICE
        ).summary.items_matched
        == 8
    )


def test_an_aligned_item_is_compared_with_its_maximum() -> None:
    document = report(
        sheet(item("救助保障", 15, 15, item("低保工作", 6, 6), item("特困供养", 4, 4), item("临时救助", 5, 5)))
    )
    assert [code for code, _ in codes(document) if code == "C209"] == ["C209", "C209"]


def test_below_the_threshold_nothing_is_guessed() -> None:
    names = ("最低生活保障", "特困人员救助供养", "医疗救助", "资金到位率", "资金到位及时率", "资金监督管理")
    assert codes(answer(*names)) == [("C207", "医疗救助"), ("C208", "临时救助")]


def test_what_could_be_two_items_is_left_alone() -> None:
    names = ("低保", "最低生活保障工作", "临时救助", "资金到位率", "资金到位及时率", "资金监督管理")
    found = codes(answer(*names))
    assert ("C208", "特困人员救助供养") in found
