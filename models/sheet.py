"""The central noun: a tree of items with points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from models.base import Model, Number, Points
from models.rules import ScoringRule
from models.where import Evidence, Where

ItemKind = Literal["base", "bonus", "penalty"]
MentionKind = Literal["award", "deduct", "no_deduction", "zero", "full", "percent"]
SheetForm = Literal["table", "narrative", "summary", "working_paper", "statements"]
DetailRole = Literal[
    "target",
    "actual",
    "explanation",
    "source",
    "department",
    "method",
    "reason",
    "remark",
    "criteria",
    "number",
    "other",
]


class Criterion(Model):
    """One numbered part of an item's scoring criteria (评分细则)."""

    ordinal: int | None
    """Its number as printed (1、 ① （1）); ``None`` where the text has no ordinals."""
    text: str
    max_points: Points | None = None
    """The trailing （N分） where the document prints one."""
    rules: tuple[ScoringRule, ...] = ()
    where: Where


class Mention(Model):
    """One “得2分”, “扣1分” or “不扣分” that claims points for a part of an item."""

    kind: MentionKind
    points: Points | None
    """Never negative; ``None`` where only a share of the weight is stated, or 得满分 of an item without a maximum."""
    sign: Literal[-1, 0, 1]
    """1 for points earned, -1 for points lost, 0 where nothing is earned or lost (不扣分, 不得分)."""
    percent_of_weight: Number | None = None
    text: str
    where: Where


class Detail(Model):
    """A cell of a further column that belongs to an item: target, actual value, explanation, source of evidence."""

    role: DetailRole
    heading: str
    text: str
    where: Where


class Item(Model):
    """An indicator or a group of indicators (指标)."""

    id: str
    """Path of positions in the sheet, from 1: ``2.1`` is the first child of the second item."""
    code: str | None = None
    """A11, where the document gives codes."""
    name: str
    """The label without code, ordinal and points, blanks between Chinese characters removed."""
    label: str
    """The label as written, blanks and line breaks tidied."""
    kind: ItemKind = "base"
    max_points: Points | None = None
    """分值. Negative for a penalty item; ``None`` where the document declares none."""
    max_evidence: Evidence | None = None
    claimed: Points | None = None
    """自评得分; ``None`` where nothing is claimed."""
    claimed_evidence: Evidence | None = None
    criteria: tuple[Criterion, ...] = ()
    mentions: tuple[Mention, ...] = ()
    """Claims in running text that belong to this item itself, not to a child."""
    details: tuple[Detail, ...] = ()
    children: tuple[Item, ...] = ()
    where: Where

    def walk(self) -> Iterator[Item]:
        """This item and all below it, parents before children."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Item]:
        """The items without children at or below this one."""
        return (item for item in self.walk() if not item.children)

    def all_mentions(self) -> Iterator[Mention]:
        """The mentions of this item and of all below it, in order."""
        for item in self.walk():
            yield from item.mentions


class Total(Model):
    """What a sheet says about the whole: a 总分 row, “自评标准分值100分，自评得分104分”."""

    max_points: Points | None = None
    max_evidence: Evidence | None = None
    claimed: Points | None = None
    claimed_evidence: Evidence | None = None


class ScoreSheet(Model):
    """A tree of items with points, from one table or from one stretch of running text."""

    title: str | None = None
    form: SheetForm = "table"
    scorer: str | None = None
    """Whose scores these are where a table holds those of several, by the heading of their column (复评分, 专家2).

    ``None`` for the scores that count: the only ones of the table, or those of the body that reports.
    """
    total: Total | None = None
    items: tuple[Item, ...]
    where: Where

    def walk(self) -> Iterator[Item]:
        """All items, parents before children, in the order of the document."""
        for item in self.items:
            yield from item.walk()

    def leaves(self) -> Iterator[Item]:
        """All items without children, in the order of the document."""
        for item in self.items:
            yield from item.leaves()
