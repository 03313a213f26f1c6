"""Tables without upright rules: a recognised header line, and columns of text below it that nothing bridges.

Such tables have no rules, level ones only, or one under the header. Columns are what the pieces of text below each
heading take across the page, as long as no line runs over two of them; a line that does ends the table, and so does a
change of size. Nothing is looked for without a header of known words, so that prose in columns stays prose. Pages that
go on share their columns: each shows only some of the widths.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.readers.pdf.aligned_rows import Piece, rows_between, slots_of
from extract.readers.pdf.glyphs import Run
from extract.readers.pdf.grids import Grid
from extract.readers.pdf.rules import Edge

FEWEST_HEADINGS = 3
LONGEST_HEADING = 14
GAP = 0.8
"""Ems between two pieces of one line that belong to different cells, or are parted within one."""
APART = 2.0
"""Points that must stay free between two columns."""
SAME_SIZE = 1.15
MARGIN = 4.0
"""Points from the outermost text to the edge of the table where no rule shows it."""
FARTHEST = 6.0
"""Lines left free after which the next line is no longer part of the table."""


@dataclass(slots=True)
class Loose:
    """What stands on a page outside of ruled tables: the runs, without furniture, and the level rules."""

    page: int
    runs: list[Run]
    levels: list[Edge]


@dataclass(slots=True)
class Span:
    """What the text of a column takes across the page."""

    x0: float
    x1: float
    named: bool
    """Whether a heading stands in it."""

    def touches(self, piece: Piece) -> bool:
        """Whether a piece overlaps it, or comes so near that no column ends between them."""
        return piece.x0 < self.x1 + APART and piece.x1 > self.x0 - APART


@dataclass(slots=True)
class _Region:
    """The part of a table on one page."""

    page: int
    headings: list[Piece]
    columns: list[Span]
    header_bottom: float
    """Baseline of the last line of the header; above the first line where the part has none."""
    body: list[list[Piece]] = field(default_factory=list)
    reaches_end: bool = False
    rules: list[Edge] = field(default_factory=list)


def may_hold_header(runs: Iterable[Run]) -> bool:
    """Whether some line of a page is the header of a table without upright rules."""
    return any(_is_header(pieces) for pieces in _levels(runs, fewest=FEWEST_HEADINGS))


def aligned_tables(pages: Sequence[Loose]) -> dict[int, list[Grid]]:
    """The tables without upright rules of each page, as grids whose cells are what the text takes."""
    found: dict[int, list[Grid]] = {}
    chain: list[_Region] = []
    for page in pages:
        before = chain[-1] if chain and chain[-1].reaches_end and chain[-1].page == page.page - 1 else None
        for region in _regions(page, before):
            goes_on = before is not None and region.page != before.page and _same_columns(before, region)
            if not goes_on:
                _finish(chain, found)
                chain = []
            chain.append(region)
            before = None
    _finish(chain, found)
    return found


def _finish(chain: Sequence[_Region], found: dict[int, list[Grid]]) -> None:
    """Adds the parts of one table as grids with common columns."""
    if not chain:
        return
    columns = [
        Span(min(span.x0 for span in parts), max(span.x1 for span in parts), named=True)
        for parts in zip(*(region.columns for region in chain), strict=True)
    ]
    if any(one.x1 + APART > two.x0 for one, two in pairwise(columns)):
        return
    edges = [(rule["x0"], rule["x1"]) for region in chain for rule in region.rules]
    left = min([columns[0].x0 - MARGIN, *(x0 for x0, _ in edges)])
    right = max([columns[-1].x1 + MARGIN, *(x1 for _, x1 in edges)])
    inner = [(one.x1 + two.x0) / 2 for one, two in pairwise(columns)]
    xs = (left, *inner, right)
    for number, region in enumerate(chain):
        if (grid := _grid(region, xs, goes_on=number > 0)) is not None:
            found.setdefault(region.page, []).append(grid)


def _regions(page: Loose, before: _Region | None) -> Iterable[_Region]:
    lines = _levels(page.runs)
    start = 0
    if before is not None and lines and not _is_header(lines[0]):
        region = _Region(page.page, [], [Span(c.x0, c.x1, named=True) for c in before.columns], lines[0][0].top - 1)
        start = _read_body(region, lines, 0, before.body[-1][0].size)
        region.rules = _rules(page.levels, region)
        if len(region.body) > 1 and _is_filled(region):
            yield region
        else:
            start = 0
    while start < len(lines):
        if not _is_header(lines[start]):
            start += 1
            continue
        headings = lines[start]
        region = _Region(page.page, headings, [Span(p.x0, p.x1, named=True) for p in headings], headings[0].baseline)
        end = _read_header(region, lines, start + 1, page.levels)
        end = _read_body(region, lines, end, headings[0].size)
        region.rules = _rules(page.levels, region)
        if region.body and _is_filled(region):
            yield region
            start = end
        else:
            start += 1


def _read_header(region: _Region, lines: Sequence[list[Piece]], start: int, levels: Sequence[Edge]) -> int:
    """Takes further lines of the header: those above a rule that stands close below it."""
    top, size = region.headings[0].baseline, region.headings[0].size
    under = [e["top"] for e in levels if 0 < e["top"] - top < 4 * size and _covers(e, region.columns)]
    if not under:
        return start
    end = start
    while end < len(lines) and lines[end][0].baseline < min(under) and _fits(region.columns, lines[end]):
        region.headings = [*region.headings, *lines[end]]
        region.header_bottom = max(region.header_bottom, *(p.baseline for p in lines[end]))
        _widen(region.columns, lines[end])
        end += 1
    return end


def _read_body(region: _Region, lines: Sequence[list[Piece]], start: int, size: float) -> int:
    """Takes the lines that fit the columns; returns the number of the first one that does not."""
    last, number = region.header_bottom, start
    for number in range(start, len(lines)):
        line = lines[number]
        far = line[0].baseline - last > FARTHEST * size
        if far or not _of_size(line, size) or _is_header(line) or not _fits(region.columns, line):
            break
        _widen(region.columns, line)
        region.body.append(line)
        last = max(piece.baseline for piece in line)
    else:
        region.reaches_end = True
        number = len(lines)
    _settle(region.columns)
    return number


def _fits(columns: Sequence[Span], line: Sequence[Piece]) -> bool:
    """Whether no piece of a line runs over two columns with headings."""
    return all(sum(column.named and column.touches(piece) for column in columns) <= 1 for piece in line)


def _widen(columns: list[Span], line: Sequence[Piece]) -> None:
    """Columns as wide as their text; what stands beside all of them waits for a line that shows where it belongs."""
    for piece in line:
        whole = Span(piece.x0, piece.x1, named=False)
        for column in [c for c in columns if c.touches(piece)]:
            whole = Span(min(whole.x0, column.x0), max(whole.x1, column.x1), named=whole.named or column.named)
            columns.remove(column)
        columns.append(whole)
    columns.sort(key=lambda column: column.x0)


def _settle(columns: list[Span]) -> None:
    """Gives text that no line joined to a heading to the nearest one."""
    for lone in [c for c in columns if not c.named]:
        columns.remove(lone)
        near = min(columns, key=lambda c: max(c.x0 - lone.x1, lone.x0 - c.x1))
        near.x0, near.x1 = min(near.x0, lone.x0), max(near.x1, lone.x1)


def _is_filled(region: _Region) -> bool:
    """Whether text stands in all columns but two at most, and beside each other more than once, or in the only row."""
    columns = region.columns
    used = {_column_of(columns, piece) for line in region.body for piece in line}
    beside = sum(len({_column_of(columns, piece) for piece in line}) > 1 for line in region.body)
    return len(used) >= max(2, len(columns) - 2) and beside >= min(2, len(region.body))


def _column_of(columns: Sequence[Span], piece: Piece) -> int:
    return min(range(len(columns)), key=lambda i: max(columns[i].x0 - piece.x1, piece.x0 - columns[i].x1))


def _of_size(line: Sequence[Piece], size: float) -> bool:
    largest = max(piece.size for piece in line)
    return size / SAME_SIZE <= largest <= size * SAME_SIZE


def _rules(levels: Sequence[Edge], region: _Region) -> list[Edge]:
    """The level rules of the table: those that run over columns between a line above the header and one below."""
    if not region.body:
        return []
    size = region.body[0][0].size
    top = min([p.top for p in region.headings], default=region.body[0][0].top) - 2 * size
    bottom = region.body[-1][-1].baseline + 2 * size
    x0, x1 = region.columns[0].x0, region.columns[-1].x1
    return [
        e
        for e in levels
        if top <= e["top"] <= bottom and e["x0"] < x1 and e["x1"] > x0 and e["x1"] - e["x0"] > 2 * size
    ]


def _covers(edge: Edge, columns: Sequence[Span]) -> bool:
    """Whether a rule runs over most of the columns."""
    middles = [(column.x0 + column.x1) / 2 for column in columns]
    return 2 * len([x for x in middles if edge["x0"] <= x <= edge["x1"]]) > len(columns)


def _same_columns(before: _Region, region: _Region) -> bool:
    """Whether a part on the next page has the columns of the one before it, and the same header if it has one."""
    if len(before.columns) != len(region.columns):
        return False
    return all(a.x0 < b.x1 and b.x0 < a.x1 for a, b in zip(before.columns, region.columns, strict=True))


def _grid(region: _Region, xs: tuple[float, ...], goes_on: bool) -> Grid | None:
    body = [piece.placed(_column_of(region.columns, piece)) for line in region.body for piece in line]
    rows = rows_between(body, region.header_bottom, region.rules, len(xs) - 1)
    top = min([p.top for p in region.headings], default=0.0) - 1
    return slots_of(rows, body, xs, top if region.headings else None, goes_on=goes_on)


def _is_header(line: Sequence[Piece]) -> bool:
    """Whether the pieces of a line are headings of a score table: most known, two as they stand, points among them."""
    if len(line) < FEWEST_HEADINGS or any(len(piece.text) > LONGEST_HEADING for piece in line):
        return False
    from extract.columns import exact_role, level_of, role_of
    from extract.text import folded

    roles = [role_of(piece.text) for piece in line]
    kinds = {(role, level_of(piece.text)) for role, piece in zip(roles, line, strict=True) if role}
    known = sum(role is not None for role in roles)
    exact = sum(exact_role(folded(piece.text)) is not None for piece in line)
    scored = any(role in ("points", "claimed", "criteria") for role in roles)
    return known * 3 >= 2 * len(line) and exact >= 2 and len(kinds) >= 2 and scored and "item" in roles


def _levels(runs: Iterable[Run], fewest: int = 1) -> list[list[Piece]]:
    """The lines of a page from top to bottom, each as its pieces; lines of fewer runs than ``fewest`` left out."""
    levels: list[list[Run]] = []
    for run in sorted((r for r in runs if not r.text.isspace()), key=lambda r: r.baseline):
        if levels and run.baseline - levels[-1][0].baseline < 0.3 * min(run.size, levels[-1][0].size):
            levels[-1].append(run)
        else:
            levels.append([run])
    return [_pieces(level) for level in levels if len(level) >= fewest]


def _pieces(level: list[Run]) -> list[Piece]:
    pieces: list[Piece] = []
    for run in sorted(level, key=lambda r: r.x0):
        text = run.text
        start, end = len(text) - len(text.lstrip()), len(text.rstrip()) - 1
        x0, x1 = run.starts[start], run.ends[end]
        if pieces and x0 - pieces[-1].x1 <= GAP * run.size:
            last = pieces[-1]
            last.text, last.x1 = last.text + text.strip(), max(last.x1, x1)
        else:
            pieces.append(Piece(text.strip(), x0, x1, run.baseline, run.size))
    return pieces
