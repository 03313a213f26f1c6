"""From a tree of items and a list of columns to the grid of a printed table.

Rows are lists of texts with two tokens: ``^`` joins a cell with the one above, ``<`` with the one to its left.
"""

from __future__ import annotations

from collections.abc import Iterable

from corpora.content import Column, Criterion, GridCell, Node

UP, LEFT = "^", "<"


def cells(line: str) -> list[str]:
    """The texts of a source line that stands for a row."""
    return [cell.strip().replace("\\n", "\n") for cell in line.split("|")]


def tree_rows(items: Iterable[Node | list[str]], columns: list[Column], join: str) -> list[list[str]]:
    """The body rows of a table whose items go down: one row per leaf, or per criterion where a column wants that."""
    rows: list[list[str]] = []
    state = _Counter()
    for item in items:
        if isinstance(item, list):
            rows.append(item)
        else:
            rows.extend(_item_rows([item], columns, join, state))
    return rows


class _Counter:
    def __init__(self) -> None:
        self.leaf = 0
        self.top = 0


def _item_rows(path: list[Node], columns: list[Column], join: str, state: _Counter) -> list[list[str]]:
    node = path[-1]
    rows: list[list[str]] = []
    if node.children:
        for child in node.children:
            rows.extend(_item_rows([*path, child], columns, join, state))
    else:
        state.leaf += 1
        if len(path) == 1 or path[0].values.get("_seen") is None:
            state.top += 1
            path[0].values["_seen"] = "1"
        split = any(column.role in {"crit", "critmax"} for column in columns)
        parts: list[Criterion | None] = list(node.criteria) if split and node.criteria else [None]
        rows.extend(_leaf_row(path, columns, join, state, part, first=i == 0) for i, part in enumerate(parts))
        rows.extend(cells(raw) for raw in node.values.get("_after", "").split("\n") if raw)
    return rows


def _leaf_row(
    path: list[Node], columns: list[Column], join: str, state: _Counter, part: Criterion | None, *, first: bool
) -> list[str]:
    leaf = path[-1]
    row: list[str] = []
    for column in columns:
        role = column.role
        level = int(role[-1]) if role[-1].isdigit() else 0
        if role == "crit":
            row.append(part.text if part else "")
        elif role == "critmax":
            only = leaf.values.get("max", "") if len(leaf.criteria) == 1 else ""
            row.append((part.points or only) if part else "")
        elif level and level > len(path):
            row.append(LEFT if role.startswith("level") else ("" if first else UP))
        elif level:
            node = path[level - 1]
            starts = first and all(a.children[0] is b for a, b in zip(path[level - 1 :], path[level:], strict=False))
            row.append(_cell(node, role[:-1], join, state) if starts else UP)
        else:
            row.append(_cell(leaf, role, join, state) if first else UP)
    return row


def _cell(node: Node, role: str, join: str, state: _Counter) -> str:
    values = node.values
    if role == "level":
        return node.label
    if role == "max":
        return values.get("maxp", values.get("max", ""))
    if role == "got":
        return values.get("gotp", values.get("got", ""))
    if role == "criteria":
        return join.join(criterion.text for criterion in node.criteria)
    if role == "seq":
        return values.get("seq", str(state.leaf if not node.children else state.top))
    return values.get(role, "")


def repeat(rows: list[list[str]]) -> list[list[str]]:
    """The rows with every cell joined to the one above typed again instead."""
    typed: list[list[str]] = []
    for row in rows:
        typed.append([typed[-1][c] if text == UP else text for c, text in enumerate(row)])
    return typed


def merge(rows: list[list[str]]) -> list[GridCell]:
    """Cells with their spans; the tokens ``^`` and ``<`` take their place in the cell above or to the left."""
    width = len(rows[0])
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        if len(row) != width:
            raise ValueError(f"row {r} has {len(row)} cells, not {width}: {row}")
        for c, text in enumerate(row):
            if text == UP:
                owner[r, c] = owner[r - 1, c]
            elif text == LEFT:
                owner[r, c] = owner[r, c - 1]
            else:
                owner[r, c] = (r, c)
    cells: list[GridCell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if owner[r, c] != (r, c):
                continue
            mine = [position for position, holder in owner.items() if holder == (r, c)]
            height = max(p[0] for p in mine) - r + 1
            breadth = max(p[1] for p in mine) - c + 1
            if len(mine) != height * breadth:
                raise ValueError(f"cell at {r},{c} is no rectangle: {text!r}")
            cells.append(GridCell(r, c, height, breadth, text))
    return cells
