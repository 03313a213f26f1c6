from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import audit
from audit.ranking import Score, differs, rank, score_of
from tests.audit.build import SOURCE, item, number, report, rubric, sheet


def score(name: str, claimed: object = None, computed: object = None, maximum: object = 100) -> Score:
    return Score(
        name=name,
        unit=None,
        source=SOURCE,
        max_total=number(maximum),  # type: ignore[arg-type]
        claimed_total=number(claimed),  # type: ignore[arg-type]
        computed_total=number(computed),  # type: ignore[arg-type]
        errors=0,
        warnings=0,
        notes=0,
    )


def places(*scores: Score) -> list[tuple[int | None, str]]:
    return [(one.rank, one.score.name) for one in rank(scores)]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([score("甲", 90), score("乙", 95)], [(1, "乙"), (2, "甲")]),
        # equal scores share a place, the next one is left out; 95.0 and 95 are equal
        (
            [score("丁", 90), score("丙", "95.0"), score("乙", 95), score("甲", 96)],
            [(1, "甲"), (2, "丙"), (2, "乙"), (4, "丁")],
        ),
        # the stated total counts, the sum of the parts where there is none
        ([score("甲", 90, 99), score("乙", None, 95)], [(1, "乙"), (2, "甲")]),
        # no score, no place
        ([score("甲"), score("乙", 1)], [(1, "乙"), (None, "甲")]),
        ([score("乙"), score("甲")], [(None, "乙"), (None, "甲")]),
        # other maxima: by the share
        (
            [score("甲", 90), score("乙", 950, None, 1000), score("丙", 114, None, 120)],
            [(1, "丙"), (1, "乙"), (3, "甲")],
        ),
        # bonus points count over the maximum
        ([score("甲", 100), score("乙", 104)], [(1, "乙"), (2, "甲")]),
        # one maximum unknown: by points
        ([score("甲", 90), score("乙", 91, None, None)], [(1, "乙"), (2, "甲")]),
        ([], []),
    ],
)
def test_places_by_hand(scores: list[Score], expected: list[tuple[int | None, str]]) -> None:
    if not any(place for place, _ in expected):
        expected = sorted(expected, key=lambda pair: pair[1])
    assert places(*scores) == expected


SCORES = st.lists(
    st.tuples(
        st.one_of(st.none(), st.decimals(0, 120, places=2)),
        st.one_of(st.none(), st.sampled_from([Decimal(100), Decimal(120)])),
    ),
    max_size=8,
).map(lambda rows: [score(f"{i}", claimed, None, most) for i, (claimed, most) in enumerate(rows)])


@given(SCORES.flatmap(lambda scores: st.tuples(st.just(scores), st.permutations(scores))))
def test_the_order_of_the_reports_does_not_matter(pair: tuple[list[Score], list[Score]]) -> None:
    scores, shuffled = pair
    assert rank(scores) == rank(shuffled)
    ranks = [one.rank for one in rank(scores) if one.rank is not None]
    assert ranks == sorted(ranks)
    assert ranks[:1] in ([], [1])


def test_the_figures_of_a_report() -> None:
    subject = report(sheet(item("管理", 60, 59), item("成效", 40, 40), total=(100, 98)))
    found = score_of("a.docx", subject.model_copy(update={"unit": "某镇"}), audit(subject))
    assert (found.unit, found.max_total, found.claimed_total, found.computed_total) == ("某镇", 100, 98, 99)
    assert (found.errors, found.points) == (1, 98)
    assert differs(found)
    alone = rubric(item("管理", 60), total=60).model_copy(update={"issuer": "某局"})
    assert score_of("r.pdf", alone, audit(alone)).unit == "某局"
    assert score_of("r.pdf", alone, audit(alone)).points is None


def test_a_total_in_other_decimals_is_the_same() -> None:
    assert not differs(score("甲", "95.0", 95))
    assert not differs(score("甲", 95))
