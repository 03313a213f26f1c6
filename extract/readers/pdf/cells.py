"""The text of cells: characters sorted into the cells that hold them, wrapped lines joined within each cell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from extract.readers.pdf.glyphs import Run
from extract.readers.pdf.grids import Grid, Slot
from extract.readers.pdf.printed import PrintedLine, joined, printed_lines, rounded, wrapped
from extract.wrapping import ORDINAL, SCORE_LINE, SENTENCE_END
from models import Cell, Table, Where

ROOM = 0.5
"""Ems by which the next word must fit with ease before a short line counts as broken on purpose."""

_LAST_NUMBER = re.compile(r"\d[\d.]*\Z")
_NUMBER_AND_BRACKET = re.compile(r"\d[\d.]*[（(][^（()）]*[)）]?")
"""What some programs keep together as one word, although a line may end before the bracket."""

LOW = 12.0
"""Points below which a row has no room for a line of text."""


def sort_into(grids: Sequence[Grid], runs: Iterable[Run]) -> tuple[list[dict[int, list[Run]]], list[Run]]:
    """The runs of each slot of each grid, and the runs outside of all; a run over several cells is parted."""
    held: list[dict[int, list[Run]]] = [defaultdict(list) for _ in grids]
    outside: list[Run] = []
    boxed = [(*grid.bbox, grid, slots) for grid, slots in zip(grids, held, strict=True)]
    for run in runs:
        y = run.baseline - 0.38 * run.size
        for x0, top, x1, bottom, grid, slots in boxed:
            if top <= y <= bottom and run.starts[0] < x1 and run.ends[-1] > x0 and _sort(grid, slots, run, y, outside):
                break
        else:
            outside.append(run)
    return held, outside


def _sort(grid: Grid, slots: dict[int, list[Run]], run: Run, y: float, outside: list[Run]) -> bool:
    """Puts a run, or its parts, into the slots of a grid; says whether any of it lies in the grid."""
    starts, ends = run.starts, run.ends
    first, last = grid.slots_at(((starts[0] + ends[0]) / 2, (starts[-1] + ends[-1]) / 2), y)
    if first == last and (first is not None or len(run.text) == 1):
        if first is not None:
            slots[first].append(run)
        return first is not None
    places = grid.slots_at([(a + b) / 2 for a, b in zip(starts, ends, strict=True)], y)
    if all(place is None for place in places):
        return False
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] != places[start]:
            place, part = places[start], run.part(start, end)
            if place is None:
                outside.append(part)
            else:
                slots[place].append(part)
            start = end
    return True


def table_of(grid: Grid, runs: dict[int, list[Run]], page: int) -> Table:
    """A table of one page with the text of its cells and their places on the page."""
    nested: dict[int, tuple[Table, ...]] = {}
    for index, inner in grid.nested.items():
        held, own = sort_into(inner, runs.get(index, ()))
        runs[index] = own
        nested[index] = tuple(table_of(g, r, page) for g, r in zip(inner, held, strict=True))
    lines = {index: printed_lines(found, page) for index, found in runs.items()}
    edges = _text_edges(grid, lines)
    above, before = _rows(grid, lines), _columns(grid, lines)
    cells = []
    for index, slot in enumerate(grid.slots):
        row, column = above[slot.row], before[slot.column]
        row_span = above[slot.row + slot.row_span] - row
        column_span = before[slot.column + slot.column_span] - column
        if not row_span or not column_span:
            continue
        text, printed = joined(cell_paragraphs(lines.get(index, []), edges.get((slot.column, slot.column_span))))
        cells.append(
            Cell.unchecked(
                row=row, column=column, row_span=row_span, column_span=column_span,
                text=text, where=Where.unchecked(page=page, bbox=rounded(slot.bbox)), lines=printed,
                tables=nested.get(index, ()),
            )
        )  # fmt: skip
    return Table.unchecked(
        rows=above[-1],
        columns=before[-1],
        cells=tuple(cells),
        where=Where.unchecked(page=page, bbox=rounded(grid.bbox)),
    )


def is_open_below(grid: Grid, table: Table) -> bool:
    """Whether the last row of a table made from a grid has no border below, as browsers leave a row that goes on."""
    top = round(grid.ys[-2], 2)
    return grid.open_below and any(cell.where.bbox is not None and cell.where.bbox[1] == top for cell in table.cells)


def _rows(grid: Grid, lines: dict[int, list[PrintedLine]]) -> list[int]:
    """For each line of the grid, the number of rows above it, leaving out rows that are mere gaps between borders."""
    begins: dict[int, list[int]] = defaultdict(list)
    for index, slot in enumerate(grid.slots):
        begins[slot.row].append(index)
    above = [0]
    for row in range(len(grid.ys) - 1):
        above.append(above[-1] + (0 if _is_gap(grid, lines, row, begins[row]) else 1))
    return above


def _columns(grid: Grid, lines: dict[int, list[PrintedLine]]) -> list[int]:
    """For each line of the grid, the number of columns left of it, leaving out ends of rules outside of the table."""
    last = len(grid.xs) - 2
    ends = {column for column, is_open in ((0, grid.open_left), (last, grid.open_right)) if is_open and last > 0}
    before = [0]
    for column in range(last + 1):
        is_end = column in ends and not any(
            lines.get(index) or slot.column_span > 1
            for index, slot in enumerate(grid.slots)
            if slot.column <= column < slot.column + slot.column_span
        )
        before.append(before[-1] + (0 if is_end else 1))
    return before


def _is_gap(grid: Grid, lines: dict[int, list[PrintedLine]], row: int, begins: Sequence[int]) -> bool:
    """Whether a row is no row: only empty cells begin in it, and other cells run through.

    Browsers leave such gaps where borders of neighbouring cells are drawn at different heights, at the foot of a page,
    and at the end of a merged cell by what was left of the page before.
    """
    slots = [grid.slots[index] for index in begins]
    if any(lines.get(index) for index in begins) or any(slot.row_span > 1 for slot in slots):
        return False
    if row == len(grid.ys) - 2 and row > 0 and grid.open_end:
        return True
    if sum(slot.column_span for slot in slots) == len(grid.xs) - 1:
        return False
    return grid.ys[row + 1] - grid.ys[row] < LOW or all(_below_empty(grid, lines, slot) for slot in slots)


def _below_empty(grid: Grid, lines: dict[int, list[PrintedLine]], slot: Slot) -> bool:
    """Whether the cell above one is empty too and as wide, and text runs through on the right.

    The two are one merged label that goes on from the page before; cells to be filled in stand on the right.
    """
    x0, top, x1, _ = slot.bbox
    right = [i for i, s in enumerate(grid.slots) if s.row < slot.row < s.row + s.row_span and s.column > slot.column]
    if not any(lines.get(index) for index in right):
        return False
    upper = grid.slot_at((x0 + x1) / 2, top - 1)
    if upper is None or lines.get(upper):
        return False
    return (grid.slots[upper].column, grid.slots[upper].column_span) == (slot.column, slot.column_span)


def cell_paragraphs(lines: Sequence[PrintedLine], edges: tuple[float, float] | None) -> list[list[PrintedLine]]:
    """The lines of a cell as paragraphs: parted where a line ends early though the next word had room."""
    if len(lines) < 2 or edges is None:
        return [list(lines)] if lines else []
    left, right = edges
    centred = all(abs((line.x0 - left) - (right - line.x1)) < line.size for line in lines) and any(
        line.x0 - left > 0.5 * line.size for line in lines
    )

    def is_new(before: PrintedLine, line: PrintedLine, following: PrintedLine | None, count: int) -> bool:
        if is_cut_number(before, line, right - left):
            return False
        if SCORE_LINE.match(before.text) and SCORE_LINE.match(line.text):
            return True
        room = (right - left) - (before.x1 - before.x0) if centred else right - before.x1
        if room > line.lead + ROOM * line.size:
            return True
        return ORDINAL.match(line.text) is not None and SENTENCE_END.search(before.text) is not None

    return wrapped(lines, is_new)


def is_cut_number(before: PrintedLine, line: PrintedLine, width: float) -> bool:
    """Whether a line break parts a number, with the bracket behind it wider than its cell: 10 above 0（+2）.

    Such a word is broken where it has no room at all, and not always at the end of its line.
    """
    if not (before.text[-1].isdigit() or before.text[-1] == ".") or not line.text[0].isdigit():
        return False
    last, first = _LAST_NUMBER.search(before.text), _NUMBER_AND_BRACKET.match(line.text)
    if last is None or first is None:
        return False
    return _width_of(last.group(), before) + _width_of(first.group(), line) > width


def _width_of(part: str, line: PrintedLine) -> float:
    """The width of a part of a line, taking wide characters as twice as wide as narrow ones."""
    ems = [sum(1 if character.isascii() else 2 for character in text) for text in (part, line.text)]
    return (line.x1 - line.x0) * ems[0] / ems[1]


def _text_edges(grid: Grid, lines: dict[int, list[PrintedLine]]) -> dict[tuple[int, int], tuple[float, float]]:
    """Left and right edge of the text in cells of each column and width: what lines of all rows reach.

    The wider margin of a cell is taken for both sides, since nothing shows the smaller one where text is short.
    """
    found: dict[tuple[int, int], list[float]] = {}
    for index, printed in lines.items():
        slot = grid.slots[index]
        key = (slot.column, slot.column_span)
        for line in printed:
            reach = found.setdefault(key, [line.x0, line.x1])
            reach[0], reach[1] = min(reach[0], line.x0), max(reach[1], line.x1)
    return {key: _even(grid, key, left, right) for key, (left, right) in found.items()}


def _even(grid: Grid, key: tuple[int, int], left: float, right: float) -> tuple[float, float]:
    x0, x1 = grid.xs[key[0]], grid.xs[key[0] + key[1]]
    margin = max(min(left - x0, x1 - right), 0.0)
    return x0 + margin, x1 - margin
