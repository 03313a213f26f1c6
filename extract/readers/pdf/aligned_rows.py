"""Rows of a table without upright rules, and over how many of them each cell goes.

Rules between lines part rows where there are any. Else the column with the most lines does: lines of one cell follow
closely, rows stand apart. Where all lines are equally far, a row begins at each amount. A label beside several rows is
set in their middle, or level with the first of them; whichever fits all labels of a column better is taken. A page
break leaves a label at the head of what its cell has on the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extract.cut_rows import NUMERIC
from extract.readers.pdf.grids import Grid, Slot
from extract.readers.pdf.rules import Edge
from extract.text import folded

WIDER = 1.2
"""How much wider than within a cell the step to the next row is."""
OPEN = 1.9
"""Ems between two lines from which they never belong to one cell."""
LEVEL = 2.5
"""Points within which two lines stand at one height."""
EMPTY = 0.6
"""What it costs, in steps, to leave the cell of a row empty rather than to move a label from its place."""


@dataclass(slots=True)
class Piece:
    """Text of one line without a wide gap, in points as seen."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    column: int = -1

    @property
    def top(self) -> float:
        """Upper edge of the em boxes."""
        return self.baseline - 0.88 * self.size

    def placed(self, column: int) -> Piece:
        """The same in a column."""
        return replace(self, column=column)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a part: baselines of the first and last line of each, and how far lines of one cell stand apart."""

    spans: tuple[tuple[float, float], ...]
    edges: tuple[float, ...]
    """Upper and lower edge of all rows: one more than there are rows."""
    step: float
    rules: tuple[Edge, ...] = ()
    """Rules that part the rows, where there are any."""
    by_amount: bool = False


def rows_between(body: Sequence[Piece], header_bottom: float, rules: Sequence[Edge], columns: int) -> Rows:
    """The rows of the pieces below a header."""
    size = body[0].size
    heights: dict[int, list[float]] = defaultdict(list)
    for piece in body:
        heights[piece.column].append(piece.baseline)
    key = max(heights, key=lambda column: len(_distinct(heights[column])))
    lines = _distinct(heights[key])
    step = min((b - a for a, b in pairwise(lines) if b - a > 0.9 * size), default=1.4 * size)
    step = min(step, OPEN * size)
    low, high = min(p.baseline for p in body), max(p.baseline for p in body)
    inner = [r for r in rules if low < r["top"] < high and r["top"] > header_bottom]
    if inner:
        return _by_rules(body, inner, header_bottom, step)
    for height in _distinct([p.baseline for p in body]):
        if min(abs(height - line) for line in lines) > 0.9 * step and _alone(height, lines, step):
            lines = sorted([*lines, height])
    limit = max(WIDER * step, step + 1)
    starts = [lines[0], *(b for a, b in pairwise(lines) if b - a > limit or b - a > OPEN * size)]
    by_amount = False
    if len(starts) == 1 and len(lines) > 1:
        amounts = [p.baseline for p in body if NUMERIC.fullmatch(folded(p.text)) and p.column != key]
        at = [line for line in lines if any(abs(line - a) <= LEVEL for a in amounts)]
        if len(at) > 1 and len(at) == len(_distinct(amounts)) and at[0] == lines[0]:
            starts, by_amount = at, True
    spans = [(a, max(line for line in lines if line < b - 0.1)) for a, b in pairwise([*starts, lines[-1] + step])]
    return Rows(tuple(spans), _edges(spans, header_bottom, size, step), step, by_amount=by_amount)


def _alone(height: float, lines: Sequence[float], step: float) -> bool:
    """Whether a line stands outside of the lines of all rows, and not in the gap between two."""
    if height < lines[0] or height > lines[-1]:
        return True
    return any(a + 0.9 * step < height < b - 0.9 * step for a, b in pairwise(lines))


def _by_rules(body: Sequence[Piece], rules: Sequence[Edge], header_bottom: float, step: float) -> Rows:
    size = body[0].size
    ys = _distinct([r["top"] for r in rules])
    low, high = min(p.top for p in body), max(p.baseline for p in body)
    edges = [min(header_bottom + 0.3 * size, low), *ys, high + 0.5 * size]
    spans, kept = [], [edges[0]]
    for top, bottom in pairwise(edges):
        inside = [p.baseline for p in body if kept[-1] <= p.baseline - 0.38 * size < bottom]
        if inside:
            spans.append((min(inside), max(inside)))
            kept.append(bottom)
        elif len(kept) > 1:
            kept[-1] = (top + bottom) / 2 if bottom != edges[-1] else bottom
    return Rows(tuple(spans), tuple(kept), step, tuple(rules))


def _edges(spans: Sequence[tuple[float, float]], header_bottom: float, size: float, step: float) -> tuple[float, ...]:
    first = max((header_bottom + spans[0][0] - 0.76 * size) / 2, spans[0][0] - 0.88 * size - 4)
    between = [(a[1] + b[0] - 0.76 * size) / 2 for a, b in pairwise(spans)]
    return (first, *between, spans[-1][1] + 0.12 * size + min(4.0, step / 4))


def _distinct(heights: Sequence[float]) -> list[float]:
    found: list[float] = []
    for height in sorted(heights):
        if not found or height - found[-1] > LEVEL:
            found.append(height)
    return found


def slots_of(
    rows: Rows, body: Sequence[Piece], xs: tuple[float, ...], header_top: float | None, *, goes_on: bool
) -> Grid | None:
    """The grid of a part: one row of headings, if it has one, and the cells below it."""
    head = 0 if header_top is None else 1
    ys = rows.edges if header_top is None else (header_top, *rows.edges)
    if any(a >= b for a, b in pairwise(ys)):
        return None
    slots = [Slot(0, c, 1, 1, (xs[c], ys[0], xs[c + 1], ys[1])) for c in range(len(xs) - 1)] if head else []
    for column in range(len(xs) - 1):
        pieces = sorted((p for p in body if p.column == column), key=lambda p: p.baseline)
        for start, end in _ranges(rows, pieces, (xs[column], xs[column + 1]), goes_on=goes_on):
            box = (xs[column], ys[start + head], xs[column + 1], ys[end + head])
            slots.append(Slot(start + head, column, end - start, 1, box))
    slots.sort(key=lambda s: (s.row, s.column))
    return Grid(xs, ys, tuple(slots))


def _ranges(rows: Rows, pieces: Sequence[Piece], sides: tuple[float, float], *, goes_on: bool) -> list[tuple[int, int]]:
    """The rows over which each cell of a column goes, from top to bottom."""
    count = len(rows.spans)
    if rows.rules:
        middle = (sides[0] + sides[1]) / 2
        own = [r["top"] for r in rows.rules if r["x0"] <= middle <= r["x1"]]
        cuts = [i for i in range(1, count) if any(abs(rows.edges[i] - y) <= LEVEL for y in own)]
        return list(pairwise([0, *cuts, count]))
    singles = [(i, i + 1) for i in range(count)]
    blocks = _blocks(pieces, rows.step)
    if not blocks and goes_on:
        return [(0, count)]
    if rows.by_amount or not blocks or len(blocks) > count:
        return singles
    limit = rows.step
    for is_centred in (True, False):
        cost, ranges = _placed(rows, blocks, is_centred=is_centred, goes_on=goes_on)
        if cost <= limit * len(blocks):
            return ranges
    return singles


def _blocks(pieces: Sequence[Piece], step: float) -> list[tuple[float, float]]:
    """First and last baseline of each label: lines that follow closely are one, amounts stand for themselves."""
    found: list[tuple[float, float]] = []
    was_amount = False
    for piece in pieces:
        is_amount = NUMERIC.fullmatch(folded(piece.text)) is not None
        near = found and piece.baseline - found[-1][1] <= min(max(WIDER * step, step + 1), OPEN * piece.size)
        if found and abs(piece.baseline - found[-1][1]) <= LEVEL:
            continue
        if near and not (is_amount and was_amount):
            found[-1] = (found[-1][0], piece.baseline)
        else:
            found.append((piece.baseline, piece.baseline))
        was_amount = is_amount
    return found


def _placed(
    rows: Rows, blocks: Sequence[tuple[float, float]], *, is_centred: bool, goes_on: bool
) -> tuple[float, list[tuple[int, int]]]:
    """The cheapest ranges of rows for labels, in order, and what they cost in points that labels are off their place.

    A label at the foot of a page may stand level with the first line of its rows although others are centred: its cell
    goes on on the next page.
    """
    spans, count = rows.spans, len(rows.spans)

    def off(block: tuple[float, float], start: int, end: int) -> float:
        level = abs(block[0] - spans[start][0])
        if not is_centred:
            return level
        centred = abs((block[0] + block[1]) / 2 - (spans[start][0] + spans[end - 1][1]) / 2)
        return min(centred, level) if end == count else centred

    def holds(block: tuple[float, float], start: int, end: int) -> bool:
        return rows.edges[start] <= block[0] and block[1] <= rows.edges[end]

    @cache
    def best(row: int, number: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if row == count:
            return (0.0, ()) if number == len(blocks) else (float("inf"), ())
        leads = goes_on and number == 0
        cost, rest = best(row + 1, number)
        options = [(cost + (0.05 if leads else EMPTY) * rows.step, ((row, row + 1), *rest))]
        if number < len(blocks):
            ends = range(row + 1, count + 1) if is_centred else range(row + 1, row + 2)
            for end in (e for e in ends if holds(blocks[number], row, e)):
                cost, rest = best(end, number + 1)
                options.append((cost + off(blocks[number], row, end), ((row, end), *rest)))
        return min(options, key=lambda option: option[0])

    cost, ranges = best(0, 0)
    return cost, _led(list(ranges), rows, blocks) if goes_on else list(ranges)


def _led(ranges: list[tuple[int, int]], rows: Rows, blocks: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Empty cells above the first label of a part that goes on are one: the cell that was begun on the page before."""
    empty = [r for r in ranges if r[1] <= len(rows.spans) and rows.edges[r[1]] <= blocks[0][0]]
    if len(empty) < 2:
        return ranges
    return [(0, empty[-1][1]), *ranges[len(empty) :]]
