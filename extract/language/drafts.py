"""One rule in the making, and what the words of a text say altogether."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from extract.language.doc import Doc
from models.rules import Bound, Direction

DraftKind = Literal[
    "award", "award_per", "deduct", "deduct_per", "zero", "ratio", "cap", "discretionary", "veto", "unread"
]


@dataclass(slots=True)
class Draft:
    """One rule in the making. Token indices are half-open."""

    kind: DraftKind
    start: int
    """First token of the condition, or of the operator where there is none."""
    operator: int
    """First token of the operator."""
    end: int
    sentence: int
    """Number of the sentence (between ; and 。) that it stands in."""
    points: Decimal | None = None
    percent: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    low: Bound | None = None
    high: Bound | None = None
    per: Decimal | None = None
    unit: str | None = None
    counted_plainly: bool = False
    """The step stands without 每 (发现1例扣1分)."""
    direction: Direction | None = None
    floor: bool = False
    of_loss: bool = False
    """A cap on what is lost."""
    item: bool = False
    """Speaks of the whole item."""


@dataclass(slots=True)
class Reading:
    """What the words of a text say, in order."""

    doc: Doc
    drafts: list[Draft] = field(default_factory=list)
    maximum: Decimal | None = None
    """The closing “（N分）”, where the text has one."""
