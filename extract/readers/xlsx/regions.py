"""What stands on a sheet: lines of running text, and tables.

People put a title over a table, its unit beside it, notes and signatures below, a second table beneath or beside. Empty
rows without lines part these, empty columns too; a row with a single text above a table is a line of its own, and so is
one below it. Where a table has lines, they say where it begins and ends.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.readers.opc import TOO_LARGE
from extract.readers.tabular import POSITIONS_LIMIT, Slot, make_table
from extract.readers.xlsx.book import Sheet, SheetCell
from models import Block, Paragraph, UnreadableFile, Where


@dataclass(frozen=True, slots=True)
class _Area:
    """A cell that can be seen, with the rows and columns that it covers, counted without hidden ones."""

    row: int
    column: int
    row_end: int
    """The first row below it."""
    column_end: int
    cell: SheetCell

    @property
    def text(self) -> str:
        return self.cell.text

    @property
    def merged(self) -> bool:
        return self.row_end - self.row > 1 or self.column_end - self.column > 1


def blocks_of(sheet: Sheet, first: int, name: str) -> list[Block]:
    """The paragraphs and tables of a sheet from top to bottom, numbered from ``first``.

    Raises ``UnreadableFile`` for the file ``name`` where the sheet is larger than any document's.
    """
    blocks: list[Block] = []
    for group in _groups(_areas(sheet, name)):
        for part in _parts(group):
            where = Where(block=first + len(blocks))
            if isinstance(part, _Area):
                centred = part.cell.centred and (part.column_end - part.column > 1 or _width(group) == 1)
                blocks.append(Paragraph(text=part.text, where=where, centred=centred, font_size=part.cell.font_size))
            else:
                slots = [Slot(a.row, a.column, a.row_end - a.row, a.column_end - a.column, a.text) for a in part]
                blocks.append(make_table(slots, where, name))
    return blocks


def _areas(sheet: Sheet, name: str) -> list[_Area]:
    """The cells that can be seen, merged ones once, in the order of reading."""
    hidden = sorted(sheet.hidden_rows)
    rows = sorted({row for row, _ in sheet.cells} - sheet.hidden_rows)
    columns = [c for c in sorted({column for _, column in sheet.cells}) if not sheet.column_is_hidden(c)]
    if len(rows) * len(columns) > POSITIONS_LIMIT:
        raise UnreadableFile(name, TOO_LARGE)

    def visible(row: int) -> int:
        return row - bisect_left(hidden, row)

    taken: set[tuple[int, int]] = set()
    found: list[_Area] = []
    work = 0
    for (top, left), (bottom, right) in sheet.merged:
        inside_rows = rows[bisect_left(rows, top) : bisect_left(rows, bottom + 1)]
        inside_columns = columns[bisect_left(columns, left) : bisect_left(columns, right + 1)]
        places = [(row, column) for row in inside_rows for column in inside_columns]
        work += len(places)
        if work > 2 * POSITIONS_LIMIT:
            raise UnreadableFile(name, TOO_LARGE)
        if not places or not taken.isdisjoint(places):
            continue  # nothing of it can be seen, or it overlaps another, which workbooks themselves refuse
        taken.update(places)
        lined = any(place in sheet.cells and sheet.cells[place].lined for place in places)
        cell = replace(sheet.cells.get((top, left), SheetCell("", lined=lined)), lined=lined)
        row, column = places[0]
        end = max(visible(min(bottom, rows[-1]) + 1), visible(row) + 1)
        found.append(_Area(visible(row), column, end, places[-1][1] + 1, cell))
    shown_rows, shown_columns = set(rows), set(columns)
    for (row, column), cell in sheet.cells.items():
        if (row, column) not in taken and row in shown_rows and column in shown_columns:
            found.append(_Area(visible(row), column, visible(row) + 1, column + 1, cell))
    return sorted(found, key=lambda a: (a.row, a.column))


def _width(group: Sequence[_Area]) -> int:
    return max(a.column_end for a in group) - min(a.column for a in group)


def _groups(areas: Sequence[_Area]) -> list[list[_Area]]:
    """Areas in groups with empty rows between."""
    groups: list[list[_Area]] = []
    end = 0
    for area in areas:
        if not groups or area.row > end:
            groups.append([])
        groups[-1].append(area)
        end = max(end, area.row_end)
    return [trimmed for group in groups if (trimmed := _trimmed(group))]


def _trimmed(group: Sequence[_Area]) -> list[_Area]:
    """A group without the rows at its end, and the columns at its right, that hold no text."""
    texts = [a for a in group if a.text]
    if not texts:
        return []
    bottom, right = max(a.row_end for a in texts), max(a.column_end for a in texts)
    kept = (a for a in group if a.row < bottom and a.column < right)
    return [replace(a, row_end=min(a.row_end, bottom), column_end=min(a.column_end, right)) for a in kept]


def _parts(group: Sequence[_Area]) -> Iterator[_Area | list[_Area]]:
    """The lines above a table, the table (or several beside each other), the lines below it, a further table …"""
    rows: dict[int, list[_Area]] = defaultdict(list)
    for area in group:
        for row in range(area.row, area.row_end):
            rows[row].append(area)
    done = min(rows)
    for first, end in _extents(rows):
        start = max(min(a.row for a in rows[first]), done)  # a label merged over the first rows belongs to it
        yield from (a for a in group if done <= a.row < start and a.text)
        done = max(a.row_end for a in rows[end - 1])
        yield from _beside([a for a in group if start <= a.row < done])
    yield from (a for a in group if a.row >= done and a.text)


def _extents(rows: Mapping[int, Sequence[_Area]]) -> list[tuple[int, int]]:
    """The first row of each table and the first one below it.

    Where rows have lines, one without them and with a single text parts two tables.
    """
    numbers = sorted(rows)
    filled = [row for row in numbers if sum(bool(a.text) for a in rows[row]) > 1]
    lined = [row for row in numbers if _is_lined(rows[row])]
    if not set(filled) & set(lined):
        return [(filled[0], filled[-1] + 1)] if filled else []
    extents: list[tuple[int, int]] = []
    for row in lined:
        if extents and all(between in filled for between in range(extents[-1][1], row)):
            extents[-1] = (extents[-1][0], row + 1)
        else:
            extents.append((_header_above(rows, row, extents[-1][1] if extents else numbers[0]), row + 1))
    return extents


def _header_above(rows: Mapping[int, Sequence[_Area]], start: int, limit: int) -> int:
    """The first row of a table, a header that was left without lines included."""
    columns = len({a.column for a in rows[start]})
    while start > limit and 2 * len([a for a in rows[start - 1] if a.text]) > max(columns, 2):
        start -= 1
    return start


def _is_lined(areas: Sequence[_Area]) -> bool:
    """Whether a row is one of a table: lines around several cells, or around one that is as wide."""
    lined = [a for a in areas if a.cell.lined]
    return len(lined) > 1 or any(a.column_end - a.column > 1 for a in lined)


def _beside(areas: Sequence[_Area]) -> list[list[_Area]]:
    """Tables beside each other, with empty columns between; a single column beside a table belongs to it."""
    groups: list[list[_Area]] = []
    end = 0
    for area in sorted(areas, key=lambda a: a.column):
        if not groups or area.column > end:
            groups.append([])
        groups[-1].append(area)
        end = max(end, area.column_end)
    tables = [sorted(group, key=lambda a: (a.row, a.column)) for group in groups]
    if all(len({a.column for a in t}) > 1 and len({a.row for a in t if a.text}) > 1 for t in tables):
        return tables
    return [list(areas)]
