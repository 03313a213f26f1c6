"""A view for the terminal: columns that stay straight with full-width characters, cut to the width there is."""

from __future__ import annotations

import shutil

from extract.console import pad, width
from extract.reports.view import Row, View

_FALLBACK = (110, 40)
_SMALLEST = 6
"""Columns that a column keeps when there is too little room for all."""
_GAP = 2
_TREE = 2
"""Blanks for each level of the tree."""


def show(view: View, columns: int | None = None) -> str:
    """The view as lines. A table takes at most ``columns`` columns, the terminal's where ``None``."""
    room = columns or shutil.get_terminal_size(_FALLBACK).columns
    lines = [line for line in (view.title, *view.lines) if line]
    if view.rows:
        lines += _grid(view, room)
    lines += [f"  {' '.join(note.split())}" for note in view.notes]
    return "\n".join(lines) + "\n"


def cut(text: str, columns: int) -> str:
    """The text on one line, ended with … where it is wider than its column."""
    flat = " ".join(text.split())
    if width(flat) <= columns:
        return flat
    kept = ""
    for character in flat:
        if width(kept) + width(character) > columns - 1:
            break
        kept += character
    return f"{kept}…"


def _grid(view: View, room: int) -> list[str]:
    cells = [[column.heading for column in view.columns]]
    cells += [[_indented(view, row, index) for index in range(len(view.columns))] for row in view.rows]
    widths = _widths(cells, room)
    lines = []
    for line in cells:
        shown = [
            pad(cut_indented(text, width_), width_, right=column.numeric)
            for text, width_, column in zip(line, widths, view.columns, strict=True)
        ]
        lines.append((" " * _GAP).join(shown).rstrip())
    rule = (" " * _GAP).join("─" * width_ for width_ in widths)
    return [lines[0], rule, *lines[1:]]


def cut_indented(text: str, columns: int) -> str:
    """Like ``cut``, but blanks at the beginning stay."""
    blanks = len(text) - len(text.lstrip(" "))
    return " " * blanks + cut(text[blanks:], max(columns - blanks, 1))


def _indented(view: View, row: Row, index: int) -> str:
    text = " ".join(row.cells[index].split())
    return " " * (_TREE * row.depth) + text if index == view.tree_column else text


def _widths(cells: list[list[str]], room: int) -> list[int]:
    """Each column as wide as its widest text; where that is too much, the widest ones give way first."""
    widths = [max(1, *(width(text) for text in column)) for column in zip(*cells, strict=True)]
    excess = sum(widths) + _GAP * (len(widths) - 1) - room
    while excess > 0:
        widest = max(range(len(widths)), key=lambda index: widths[index])
        if widths[widest] <= _SMALLEST:
            break
        second = max((w for w in widths if w < widths[widest]), default=_SMALLEST)
        step = min(excess, max(widths[widest] - max(second, _SMALLEST), 1))
        widths[widest] -= step
        excess -= step
    return widths
