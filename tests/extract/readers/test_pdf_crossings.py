"""Rules merged, their crossings, the cells between them, cells as tables: pdfplumber's functions are the reference."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber.table import cells_to_tables, edges_to_intersections, merge_edges

from extract.readers.pdf.crossings import cells_of, crossings_of
from extract.readers.pdf.merging import SHORTEST, merged, rules_of, tables_of
from extract.readers.pdf.reference import cells_by_pdfplumber, edges_of
from extract.readers.pdf.rules import Edge
from models import Box


def level(x0: float, x1: float, y: float) -> Edge:
    return {"x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0.0, "orientation": "h"}


def upright(x: float, top: float, bottom: float) -> Edge:
    return {"x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0.0, "height": bottom - top, "orientation": "v"}


def grid(columns: int, rows: int) -> list[Edge]:
    levels = [level(0, 50 * columns, 20 * row) for row in range(rows + 1)]
    return levels + [upright(50 * column, 0, 20 * rows) for column in range(columns + 1)]


def cells(edges: list[Edge]) -> list[Box]:
    return cells_of(crossings_of(rules_of(edges)))


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


def _exact(edge: Edge) -> Edge:
    """The edge in fractions: pdfplumber moves floats to a mean by differences, and misses it by the last digit."""
    return {name: Fraction(value) if isinstance(value, float | int) else value for name, value in edge.items()}


@given(_edges())
@settings(max_examples=100, deadline=None)
def test_merged_rules_are_those_of_pdfplumber(edges: list[Edge]) -> None:
    exact = [_exact(edge) for edge in edges]
    theirs = rules_of(merge_edges(exact, 3, 3, 3, 3))
    ours = merged(rules_of(exact))
    assert ours.levels == [rule for rule in theirs.levels if rule[2] - rule[1] >= SHORTEST]
    assert ours.uprights == [rule for rule in theirs.uprights if rule[2] - rule[1] >= SHORTEST]


@given(_edges())
@settings(max_examples=300, deadline=None)
def test_cells_and_tables_are_those_of_pdfplumber(edges: list[Edge]) -> None:
    rules = merged(rules_of(edges))
    crossings = crossings_of(rules)
    found = cells_of(crossings)
    assert len(crossings) == len(edges_to_intersections(edges_of(rules)))
    assert found == cells_by_pdfplumber(rules)
    tables = [set(table) for table in tables_of(found) if len(table) > 1]
    assert sorted(map(sorted, tables)) == sorted(map(sorted, cells_to_tables(found)))


def test_a_full_grid_has_all_its_cells() -> None:
    crossings = crossings_of(rules_of(grid(4, 3)))
    assert len(crossings) == 5 * 4
    assert len(cells_of(crossings)) == 12


def test_a_missing_piece_of_a_rule_makes_one_cell_of_two() -> None:
    edges = [e for e in grid(2, 2) if e != upright(50, 0, 40)] + [upright(50, 20, 40)]
    assert (0, 0, 100, 20) in cells(sorted(edges, key=lambda e: (e["x0"], e["top"])))
    assert len(cells(sorted(edges, key=lambda e: (e["x0"], e["top"])))) == 3


def test_rules_without_a_way_around_bound_nothing() -> None:
    assert not cells([level(0, 50, 0), level(0, 50, 20), upright(0, 0, 20)])
