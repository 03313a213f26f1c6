"""What extraction yields: a rubric from a notice, a self-report with its score sheets."""

from __future__ import annotations

from datetime import date
from typing import Literal

from models.base import SCHEMA_VERSION, Model, Number, Text
from models.document import Source
from models.sheet import ScoreSheet
from models.where import Evidence

MeasureRole = Literal["target", "actual", "planned", "done"]
"""What a measured value is of its item: what it aims at or came to, how many were planned and how many done."""


class NotUnderstood(Model):
    """A part of the document that was not read or not understood; the audit reports it (D7xx)."""

    kind: Literal["page", "table", "row", "mention", "text", "doubtful"]
    """``doubtful``: words that were recognised in a picture without confidence."""
    reason: Text
    evidence: Evidence


class Coverage(Model):
    """How much of a document was recognised."""

    pages_unread: int = 0
    """Pages whose text could not be read."""
    tables: int = 0
    """Tables in the document."""
    score_tables: int = 0
    """Tables with points or with scoring criteria."""
    score_tables_understood: int = 0
    rows: int = 0
    """Rows of the understood score tables, header rows not counted."""
    rows_left_out: int = 0
    mentions: int = 0
    """Places in running text that speak of points earned, lost or declared."""
    mentions_placed: int = 0
    """Those of them that became a value of an item, a mention or a total."""


class Fact(Model):
    """A statement with a number that a check compares with something else."""

    kind: Literal["indicator_count", "measured"]
    subject: str
    """What the statement is about: an item's name or code."""
    measure: str
    """What is counted or measured: 二级指标, 知晓率."""
    value: Number
    unit: str | None = None
    qualifier: str | None = None
    """约, 不低于, 以上 …"""
    role: MeasureRole | None = None
    """What a measured value is of its item; ``None`` for other statements."""
    sheet: int | None = None
    """The score sheet that the statement belongs to, from 0, where it belongs to one of its items."""
    item: str | None = None
    """The id of that item."""
    evidence: Evidence


class Rubric(Model):
    """指标体系 with its scoring criteria, and the notice that carries it."""

    schema_version: Literal[1] = SCHEMA_VERSION
    kind: Literal["rubric"] = "rubric"
    source: Source
    title: str | None = None
    document_number: str | None = None
    """文号, as printed, blanks removed: 长社救联办〔2022〕1号."""
    issuer: str | None = None
    issued_on: date | None = None
    sheet: ScoreSheet
    number: int = 1
    """Which of the rubrics of its document it is, in the order of the document."""
    rubrics: int = 1
    """How many rubrics the document holds."""
    facts: tuple[Fact, ...] = ()
    """How many indicators its text says there are."""
    coverage: Coverage = Coverage()
    not_understood: tuple[NotUnderstood, ...] = ()


class SelfReport(Model):
    """A report that claims points: its narrative, its tables, its summary, each as a score sheet."""

    schema_version: Literal[1] = SCHEMA_VERSION
    kind: Literal["self_report"] = "self_report"
    source: Source
    title: str | None = None
    document_number: str | None = None
    unit: str | None = None
    """The body that reports."""
    period: str | None = None
    """The year or span that is reported on, as printed: 2020年度."""
    sheets: tuple[ScoreSheet, ...]
    facts: tuple[Fact, ...] = ()
    coverage: Coverage = Coverage()
    not_understood: tuple[NotUnderstood, ...] = ()
