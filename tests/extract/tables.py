"""Tables for tests, drawn as text: a row a line, cells between bars; ``^`` goes on from above, ``<`` from the left."""

from __future__ import annotations

from models import Cell, Evidence, Table, Where

ABOVE, LEFT = "^", "<"


def table(drawing: str, caption: str | None = None, block: int = 0) -> Table:
    r"""The table that a drawing shows. ``\n`` in a cell breaks the line."""
    lines = [line.strip().removeprefix("|").removesuffix("|") for line in drawing.strip().splitlines()]
    grid = [[text.strip().replace("\\n", "\n") for text in line.split("|")] for line in lines]
    columns = len(grid[0])
    assert all(len(row) == columns for row in grid), [len(row) for row in grid]
    cells = []
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in (ABOVE, LEFT):
                continue
            across = 1
            while c + across < columns and row[c + across] == LEFT:
                across += 1
            down = 1
            while r + down < len(grid) and grid[r + down][c] == ABOVE:
                down += 1
            cells.append(
                Cell(
                    row=r,
                    column=c,
                    row_span=down,
                    column_span=across,
                    text=text,
                    where=Where(block=block, row=r, column=c),
                )
            )
    where = Where(block=block)
    title = Evidence(quote=caption, where=where) if caption else None
    return Table(rows=len(grid), columns=columns, cells=tuple(cells), where=where, caption=title)
