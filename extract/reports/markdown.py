"""A view as Markdown: pipe tables with nothing cut, line breaks as ``<br>``."""

from __future__ import annotations

import re

from extract.reports.view import Row, View

_SPECIAL = re.compile(r"([\\`*_<>\[\]|~#])")


def show(view: View) -> str:
    """The view as Markdown, ending in a newline."""
    parts: list[str] = []
    if view.title:
        parts.append(f"{'#' * view.level} {escape(view.title)}")
    parts += [escape(line) for line in view.lines]
    if view.rows:
        parts.append(_table(view))
    if view.notes:
        parts.append("\n".join(f"- {escape(note)}" for note in view.notes))
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return "<br>".join(_SPECIAL.sub(r"\\\1", line.strip()) for line in text.split("\n"))


def _table(view: View) -> str:
    lines = [
        _line([escape(column.heading) for column in view.columns]),
        _line(["---:" if column.numeric else "---" for column in view.columns]),
    ]
    lines += [_line([_cell(view, row, index) for index in range(len(view.columns))]) for row in view.rows]
    return "\n".join(lines)


def _cell(view: View, row: Row, index: int) -> str:
    """A text; in the column of the tree it is moved in by one full-width blank for each level."""
    text = escape(row.cells[index])
    return "　" * row.depth + text if index == view.tree_column else text


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
