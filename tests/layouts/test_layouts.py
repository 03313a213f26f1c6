"""One rubric in many layouts, as Word and as PDF, gives itself back: items, labels, points, criteria, order, total.

A few chosen examples of each run with every test run. ``ZICHA_LAYOUT_EXAMPLES=500`` draws as many at random.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models import Rubric
from tests.layouts.layouts import LAYOUTS, Layout
from tests.layouts.printing import as_pdf, as_word, rubric_of
from tests.layouts.rubric import outline
from tests.layouts.sheet import Desk, Laid
from tests.layouts.strategies import Paper, papers

_DEEP = int(os.environ.get("ZICHA_LAYOUT_EXAMPLES", "0"))
_SOME = 4
"""Examples of each layout and format in an ordinary run."""

_FORMATS: dict[str, Callable[[Laid, Paper], bytes]] = {"docx": as_word, "pdf": as_pdf}


def laid_out(layout: Layout) -> st.SearchStrategy[Laid]:
    """Tables of one layout."""

    @st.composite
    def tables(draw: st.DrawFn) -> Laid:
        return layout(Desk(draw))

    return tables()


def read(rubric: Rubric) -> list[str]:
    total = rubric.sheet.total.max_points if rubric.sheet.total else None
    return [*outline(rubric.sheet.items), f"total {total}"]


@pytest.mark.parametrize("kind", _FORMATS)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_rubric_gives_itself_back(layout: Layout, kind: str) -> None:
    @settings(
        max_examples=_DEEP or _SOME,
        derandomize=not _DEEP,
        database=None,
        deadline=None,
        phases=tuple(Phase) if _DEEP else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(laid_out(layout), papers)
    def same(laid: Laid, paper: Paper) -> None:
        found = rubric_of(_FORMATS[kind](laid, paper), f"layout.{kind}")
        assert read(found) == [*laid.outline, f"total {laid.total}"]

    same()
