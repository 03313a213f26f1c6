"""From a table with items down its rows to a score sheet.

Used for rubrics and for tables with claims alike: columns get roles from their headings (``extract.headers``), rows
become a tree of items, what cannot be placed is named.
"""

from __future__ import annotations

from dataclasses import dataclass

from models import NotUnderstood, ScoreSheet, Table


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """A table that was understood as a score sheet."""

    table: Table
    sheet: ScoreSheet
    rows: int
    """Rows of the table, header rows not counted."""
    left_out: tuple[NotUnderstood, ...]
    """Rows that became neither an item, a group, a criterion nor a total."""
    has_points: bool
    """Whether any item has a maximum."""
    has_criteria: bool
    has_claims: bool


def understand(table: Table, title: str | None = None) -> ScoreTable | None:
    """The score sheet of a table with items down its rows; ``None`` where it is no such table."""
    raise NotImplementedError
