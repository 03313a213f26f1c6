"""The cells between rules by pdfplumber's own functions."""

from __future__ import annotations

from extract.readers.pdf.crossings import REACH
from extract.readers.pdf.merging import Rules
from extract.readers.pdf.rules import Edge
from models import Box


def cells_by_pdfplumber(rules: Rules) -> list[Box]:
    """What ``crossings.cells_of`` finds, as pdfplumber's table finder finds it."""
    from pdfplumber.table import edges_to_intersections, intersections_to_cells

    crossings = edges_to_intersections(edges_of(rules), REACH, REACH)
    cells: list[Box] = intersections_to_cells(crossings)
    return cells


def edges_of(rules: Rules) -> list[Edge]:
    """Rules in pdfplumber's form."""
    return [_level(*rule) for rule in rules.levels] + [_upright(*rule) for rule in rules.uprights]


def _level(y: float, x0: float, x1: float) -> Edge:
    return {"x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0.0, "orientation": "h"}


def _upright(x: float, top: float, bottom: float) -> Edge:
    return {"x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0.0, "height": bottom - top, "orientation": "v"}
