"""What hypothesis chooses: the rubric itself, and how it is typed and set."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from hypothesis import strategies as st

from extract.columns import level_of, role_of
from tests.layouts import words
from tests.layouts.rubric import Entry, Rule

Fill = Literal["merged", "blank", "repeated"]

_PAIRS = tuple(subject + aspect for subject in words.SUBJECTS for aspect in words.ASPECTS)
_POINTS = st.sampled_from([Decimal(n) for n in ("1", "2", "3", "4", "5", "6", "8", "10", "0.5", "1.5", "2.5", "0.3")])
_LOST = st.sampled_from(["0.1", "0.2", "0.5", "1", "2"])


@dataclass(frozen=True)
class Style:
    """How a rubric is typed, whatever its layout."""

    fill: Fill
    """How a label of several rows is written: merged, above empty cells, or said again on each row."""
    unit: str
    """What stands behind the number of a cell of points."""
    wide: bool
    """Figures as wide as Chinese characters, in cells of points."""
    apart: bool
    """Blanks between the characters of short headings."""
    broken: bool
    """Line breaks within headings and names."""
    numbered: bool
    """Numbering before labels: 一、 （一） 1."""
    brackets: str
    ordinal: str
    """How criteria are numbered: the number stands for {0}; empty for none."""
    join: str
    """What stands between two criteria of one cell."""
    rule_points: bool
    """Criteria close with their points."""
    sums: Literal["none", "first", "last"]
    """Where the row of the whole stands."""
    title: Literal["above", "inside", "caption"]
    notes: tuple[str, ...]
    """Rows below the last item that are no items."""


@dataclass(frozen=True)
class Paper:
    """How a table is set on paper."""

    landscape: bool
    size: float
    cuts: bool
    """Page breaks cut rows."""
    repeats: bool
    """The header stands on every page."""
    centred: bool
    height: float
    """Points of text on a page; low pages make many breaks."""


def _is_unknown(heading: str) -> bool:
    return role_of(heading) is None and level_of(heading) is None


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    points = draw(_POINTS)
    condition = draw(st.sampled_from(words.CONDITIONS))
    loss = draw(st.sampled_from(words.LOSSES)).format(draw(_LOST))
    return Rule(draw(st.sampled_from([f"{condition}得{points}分，{loss}。", f"{condition}得满分，{loss}。"])), points)


@st.composite
def rubrics(draw: st.DrawFn, depth: int, bonus: bool = False) -> tuple[Entry, ...]:
    """Two to four groups of one to three levels; no name stands twice."""
    names = iter(draw(st.lists(st.sampled_from(_PAIRS), min_size=28, max_size=28, unique=True)))
    groups = iter(draw(st.permutations(words.GROUPS)))

    def leaf() -> Entry:
        return Entry(next(names), rules=tuple(draw(st.lists(rules(), min_size=1, max_size=3))))

    def branch(level: int) -> Entry:
        if level == depth:
            return leaf()
        name = next(groups)
        least = 2 if level == 1 else 1
        return Entry(name, tuple(branch(level + 1) for _ in range(draw(st.integers(least, 3)))))

    if depth == 1:
        return tuple(leaf() for _ in range(draw(st.integers(3, 8))))
    found = [branch(1) for _ in range(draw(st.integers(2, 3)))]
    if bonus:
        parts = tuple(Entry(leaf().name, rules=leaf().rules, kind="bonus") for _ in "12")
        found.append(Entry("加分项", parts, kind="bonus"))
    return tuple(found)


invented = st.lists(st.sampled_from(words.SYLLABLES), min_size=1, max_size=3).map("".join).filter(_is_unknown)
"""Headings that the vocabulary does not know."""

styles = st.builds(
    Style,
    fill=st.sampled_from(["merged", "merged", "blank", "repeated"]),
    unit=st.sampled_from(["", "", "分"]),
    wide=st.booleans(),
    apart=st.booleans(),
    broken=st.booleans(),
    numbered=st.booleans(),
    brackets=st.sampled_from(["（{0}分）", "({0}分)", "【{0}分】", "（{0} 分）"]),
    ordinal=st.sampled_from(["{0}.", "{0}、", "（{0}）", "circled", ""]),
    join=st.sampled_from(["\n", "\n", ""]),
    rule_points=st.booleans(),
    sums=st.sampled_from(["none", "first", "last", "last"]),
    title=st.sampled_from(["above", "inside", "caption"]),
    notes=st.sampled_from([(), (), *((note,) for note in words.NOTES), ("考核人：", "被考核单位（盖章）：")]),
)

papers = st.builds(
    Paper,
    landscape=st.booleans(),
    size=st.sampled_from([9.0, 10.5, 12.0]),
    cuts=st.booleans(),
    repeats=st.booleans(),
    centred=st.booleans(),
    height=st.sampled_from([320.0, 495.0, 742.0]),
)
