"""The nouns of zicha: documents, score sheets, rubrics, self-reports, findings. No input or output, no parsing."""

from models.base import SCHEMA_VERSION, Language, Model, Number, Points, Text
from models.document import Block, Cell, Document, Format, Line, Paragraph, ReadingNote, Source, Table
from models.errors import InputError, NothingFound, SchemaMismatch, UnreadableFile, UnsupportedFormat, ZichaError
from models.extraction import Coverage, Fact, NotUnderstood, Rubric, SelfReport
from models.finding import AuditReport, Contributor, Finding, Severity, Summary
from models.json import dumps, load, loads
from models.rules import (
    Award,
    AwardPer,
    Bound,
    Cap,
    Deduct,
    DeductPer,
    Discretionary,
    Ratio,
    ScoringRule,
    Tier,
    Unread,
    Veto,
    Zero,
)
from models.sheet import Criterion, Detail, DetailRole, Item, ItemKind, Mention, ScoreSheet, SheetForm, Total
from models.where import Box, Evidence, Where

__all__ = [
    "SCHEMA_VERSION", "AuditReport", "Award", "AwardPer", "Block", "Bound", "Box", "Cap", "Cell", "Contributor",
    "Coverage", "Criterion", "Deduct", "DeductPer", "Detail", "DetailRole", "Discretionary", "Document", "Evidence",
    "Fact", "Finding", "Format", "InputError", "Item", "ItemKind", "Language", "Line", "Mention", "Model",
    "NotUnderstood", "NothingFound", "Number", "Paragraph", "Points", "Ratio", "ReadingNote", "Rubric",
    "SchemaMismatch", "ScoreSheet", "ScoringRule", "SelfReport", "Severity", "SheetForm", "Source", "Summary", "Table",
    "Text", "Tier", "Total", "Unread", "UnreadableFile", "UnsupportedFormat", "Veto", "Where", "Zero", "ZichaError",
    "dumps", "load", "loads",
]  # fmt: skip
