"""Crossings of rules and the cells between them: pdfplumber's functions are the reference."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber.table import edges_to_intersections, intersections_to_cells, merge_edges

from extract.readers.pdf.crossings import cells_of, crossings_of
from extract.readers.pdf.rules import Edge


def level(x0: float, x1: float, y: float) -> Edge:
    return {"x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0.0, "orientation": "h"}


def upright(x: float, top: float, bottom: float) -> Edge:
    return {"x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0.0, "height": bottom - top, "orientation": "v"}


def grid(columns: int, rows: int) -> list[Edge]:
    levels = [level(0, 50 * columns, 20 * row) for row in range(rows + 1)]
    return levels + [upright(50 * column, 0, 20 * rows) for column in range(columns + 1)]


_PLACES = st.integers(0, 6).map(lambda n: 11.0 * n) | st.floats(0, 60, width=16)


@st.composite
def _edges(draw: st.DrawFn) -> list[Edge]:
    """Rules that mostly meet, some that stop short of each other by a point or two, pieces of one rule."""
    found = []
    for one, two, at, is_level in draw(
        st.lists(st.tuples(_PLACES, _PLACES, _PLACES, st.booleans()), min_size=4, max_size=40)
    ):
        low, high = min(one, two), max(one, two)
        found.append(level(low, high, at) if is_level else upright(at, low, high))
    return found


@given(_edges())
@settings(max_examples=300, deadline=None)
def test_cells_are_those_of_pdfplumber(edges: list[Edge]) -> None:
    merged = merge_edges(edges, 3, 3, 3, 3)
    intersections = edges_to_intersections(merged)
    crossings = crossings_of(merged)
    assert set(crossings.uprights) == set(intersections)
    assert cells_of(crossings) == intersections_to_cells(intersections)


def test_a_full_grid_has_all_its_cells() -> None:
    crossings = crossings_of(grid(4, 3))
    assert len(crossings) == 5 * 4
    assert len(cells_of(crossings)) == 12


def test_a_missing_piece_of_a_rule_makes_one_cell_of_two() -> None:
    edges = [e for e in grid(2, 2) if e != upright(50, 0, 40)] + [upright(50, 20, 40)]
    assert (0, 0, 100, 20) in cells_of(crossings_of(edges))
    assert len(cells_of(crossings_of(edges))) == 3


def test_rules_without_a_way_around_bound_nothing() -> None:
    assert not cells_of(crossings_of([level(0, 50, 0), level(0, 50, 20), upright(0, 0, 20)]))
