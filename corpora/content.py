"""What a source holds: blocks to print, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

LineKind = str
"""letterhead, number, title, to, text, h, hh, caption, subtitle, annex, note, sign, date, page, or the paper from here
on: landscape, portrait, a3."""


@dataclass(slots=True)
class Criterion:
    """One part of an item's scoring criteria, as printed."""

    ordinal: int | None
    points: str | None
    text: str
    closing: str = ""
    """“（5分）” where the points stand in a column of their own beside those of the item."""


@dataclass(slots=True)
class Node:
    """An item of a score sheet: what is printed, and what it means."""

    name: str
    level: int
    values: dict[str, str] = field(default_factory=dict)
    """label, code, kind, max, got, maxp and gotp (as printed), target, actual, source … (details)."""
    criteria: list[Criterion] = field(default_factory=list)
    mentions: list[tuple[str, str]] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    numbered: bool = False
    """A numbered paragraph of running text rather than a heading."""

    def leaves(self) -> Iterator[Node]:
        """The nodes without children at or below this one."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    @property
    def label(self) -> str:
        """The label as printed."""
        return self.values.get("label", self.values.get("code", "") + self.name)


@dataclass(slots=True)
class Line:
    """A paragraph of some kind."""

    kind: LineKind
    text: str


@dataclass(slots=True)
class Column:
    """A column of a table: its heading, what stands in it, and its share of the width."""

    heading: str
    role: str
    width: int


@dataclass(slots=True)
class GridCell:
    """A cell of a finished grid, at its top left position."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(slots=True)
class Grid:
    """A table to print."""

    cells: list[GridCell]
    rows: int
    widths: list[int]
    header_rows: int
    size: float
    centred: set[int]
    """Columns whose text is centred."""
    keep_rows: bool
    """Rows do not break over pages."""
    repeat_header: bool
    """The header stands again on every page."""


@dataclass(slots=True)
class Sheet:
    """A score sheet as it should come out."""

    form: str
    title: str | None
    purpose: str
    """rubric, claims or both: in which extraction it is expected."""
    items: list[Node] = field(default_factory=list)
    total: dict[str, str] = field(default_factory=dict)
    again: dict[str, str] = field(default_factory=dict)
    """Role (again, third) and heading of the columns with the scores of further scorers."""


@dataclass(slots=True)
class Content:
    """A source, read."""

    identity: str
    blocks: list[Line | Grid] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    expected: dict[str, str] = field(default_factory=dict)
    """title, document_number, issuer, issued_on, unit, period."""
    facts: list[dict[str, str]] = field(default_factory=list)
    findings: list[dict[str, str]] = field(default_factory=list)
