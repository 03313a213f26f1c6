"""The rubrics of a document: which tables or texts state what is scored, with the notice that carries them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.chapters import chapters, join_chapters, with_outside
from extract.facts import find_facts
from extract.notice import Head, read_head
from extract.ruled import with_rules
from extract.score_table import ScoreTable, understand, why_not
from extract.sections import Sectioned, sectioned
from extract.text import folded, tidy
from extract.written_rubric import WrittenRubric, written_rubrics
from models import (
    Coverage,
    Document,
    Evidence,
    NothingFound,
    NotUnderstood,
    ReadingNote,
    Rubric,
    ScoreSheet,
    Table,
    Text,
)

_UNREADABLE = ("page_without_text", "glyphs_without_meaning")
_QUOTE = 40


@dataclass(frozen=True, slots=True)
class _Survey:
    """All tables and numbered texts of a document, looked at once."""

    tables: int
    scored: int
    """Score tables among them that were understood."""
    rows: int
    """Their rows."""
    rows_left_out: int
    understood: tuple[ScoreTable, ...]
    """Those that are no part of a rubric in sections; tables that go on with another one are one with it."""
    refused: tuple[NotUnderstood, ...]
    sections: tuple[Sectioned, ...]
    written: tuple[WrittenRubric, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What may be a rubric of the document."""

    sheet: ScoreSheet
    left_out: tuple[NotUnderstood, ...]
    has_points: bool
    has_criteria: bool
    has_claims: bool
    written: bool = False
    """Numbered text, no table."""


def find_rubric(document: Document, sheet: int | None = None) -> Rubric:
    """The rubric of a document: the table or text that is most of one, or the ``sheet``-th of all, from 1.

    Raises ``models.NothingFound`` where the document has no rubric, or fewer than ``sheet``.
    """
    head = read_head(document)
    survey = _survey(document, head)
    candidates = _candidates(survey)
    if not candidates:
        raise NothingFound(document.source.name, _none_found(document, survey))
    if sheet is not None and not 1 <= sheet <= len(candidates):
        number = len(candidates)
        reason = Text(
            zh=f"没有第 {sheet} 张评分表：共找到 {number} 张",
            en=f"there is no rubric number {sheet}: {number} were found",
        )
        raise NothingFound(document.source.name, reason)
    chosen = sheet - 1 if sheet is not None else candidates.index(max(candidates, key=_weight))
    return _rubric(document, head, survey, candidates, chosen)


def find_rubrics(document: Document) -> tuple[Rubric, ...]:
    """Every rubric of a document, in the order of the document; empty where there is none."""
    head = read_head(document)
    survey = _survey(document, head)
    candidates = _candidates(survey)
    return tuple(_rubric(document, head, survey, candidates, position) for position in range(len(candidates)))


def tables_of(document: Document) -> Iterator[Table]:
    """All tables of a document in order, nested ones behind the table they stand in."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield from _with_nested(block)


def unread_parts(notes: Iterable[ReadingNote]) -> tuple[NotUnderstood, ...]:
    """What the reader could not read, as parts that were not understood."""
    return tuple(
        NotUnderstood(
            kind=_kind_of(note),
            reason=note.message,
            evidence=Evidence(quote=note.quote, where=note.where),
        )
        for note in notes
        if note.kind != "left_out"
    )


def _kind_of(note: ReadingNote) -> Literal["page", "text", "doubtful"]:
    if note.kind == "low_confidence":
        return "doubtful"
    return "page" if note.kind in _UNREADABLE else "text"


def _with_nested(table: Table) -> Iterator[Table]:
    yield table
    for cell in table.cells:
        for inner in cell.tables:
            yield from _with_nested(inner)


def _survey(document: Document, head: Head) -> _Survey:
    understood: list[ScoreTable] = []
    refused: list[NotUnderstood] = []
    number = 0
    for table in tables_of(document):
        number += 1
        found = understand(table)
        reason = why_not(table) if found is None else None
        if found is not None:
            understood.append(found)
        elif reason is not None:
            refused.append(NotUnderstood(kind="table", reason=reason, evidence=_evidence_of(table)))
    found_chapters = chapters(document, understood)
    outside = {id(chapter.table) for chapter in found_chapters if chapter.outside}
    inside = [table for table in understood if id(table) not in outside]
    sections = sectioned(document, inside)
    parts = {id(table) for one in sections for table in one.tables}
    tables = join_chapters(found_chapters, [table for table in inside if id(table) not in parts])
    sections, tables = with_outside(found_chapters, sections, tables)
    return _Survey(
        tables=number,
        scored=len(understood),
        rows=sum(table.rows for table in understood),
        rows_left_out=sum(part.kind == "row" for table in understood for part in table.left_out),
        understood=tables,
        refused=tuple(refused),
        sections=sections,
        written=written_rubrics(document, head.title),
    )


def _evidence_of(table: Table) -> Evidence:
    words = table.caption.quote if table.caption else " ".join(tidy(cell.text) for cell in table.cells[:6])
    return Evidence(quote=words[:_QUOTE], where=table.where)


def _candidates(survey: _Survey) -> tuple[_Candidate, ...]:
    """Tables with rules; where there are none, tables that only weigh; at last those that weigh and claim.

    Tables that stand below headings with points are one. Numbered text is one more where its items are no table's.
    """
    named = [table for table in survey.understood if table.named or table.has_points]
    with_rules = [table for table in named if table.has_criteria]
    weighing = [table for table in named if table.has_points and not table.has_claims]
    either = [table for table in named if table.has_criteria or (table.has_points and not table.has_claims)]
    tables = either if with_rules or weighing or survey.sections else [table for table in named if table.has_points]
    found = [
        _Candidate(table.sheet, table.left_out, table.has_points, table.has_criteria, table.has_claims)
        for table in tables
    ]
    found += [_Candidate(one.sheet, one.left_out, True, one.has_criteria, one.has_claims) for one in survey.sections]
    ruled = any(one.has_criteria for one in found)
    for text in survey.written:
        if not ruled or (text.has_rules and not any(_same_items(text.sheet, one.sheet) for one in found)):
            found.append(_Candidate(text.sheet, text.left_out, True, text.has_rules, has_claims=False, written=True))
    return tuple(sorted(found, key=lambda one: (one.sheet.where.block or 0, one.sheet.where.nested)))


def _same_items(text: ScoreSheet, other: ScoreSheet) -> bool:
    """Whether a text speaks of the items of a table: half of its names stand there too."""
    names = {folded(item.name) for item in other.walk()}
    known = [item for item in text.walk() if folded(item.name) in names]
    return len(known) * 2 >= sum(1 for _ in text.walk())


def _weight(one: _Candidate) -> tuple[bool, bool, bool, int, bool]:
    """What makes one the main rubric: rules, points, a table, many items, nothing claimed; the first of equals."""
    leaves = sum(1 for _ in one.sheet.leaves())
    return (one.has_criteria, one.has_points and leaves > 2, not one.written, leaves, not one.has_claims)


def _none_found(document: Document, survey: _Survey) -> Text:
    unread = [note for note in document.notes if note.kind in _UNREADABLE]
    if unread and not survey.tables:
        return Text(
            zh=f"没有找到评分表：{len(unread)} 页没有可读的文字（可能是扫描件）",
            en=f"no rubric was found: {len(unread)} pages have no readable text (perhaps scanned)",
        )
    if not survey.tables:
        return Text(
            zh="没有找到评分表：文件里没有表格，正文里也没有写明分值的指标",
            en="no rubric was found: the document has no tables, and its text no items with points",
        )
    return Text(
        zh=f"没有找到评分表：{survey.tables} 张表格里没有指标和分值（或评分标准）",
        en=f"no rubric was found: none of the {survey.tables} tables has items with points or scoring criteria",
    )


def _rubric(document: Document, head: Head, survey: _Survey, candidates: Sequence[_Candidate], position: int) -> Rubric:
    chosen = candidates[position]
    unread = unread_parts(document.notes)
    return Rubric(
        source=document.source,
        title=head.title or chosen.sheet.title,
        document_number=head.document_number,
        issuer=head.issuer,
        issued_on=head.issued_on,
        sheet=with_rules((chosen.sheet,), document)[0],
        facts=tuple(find_facts(document)),
        number=position + 1,
        rubrics=len(candidates),
        coverage=Coverage(
            pages_unread=len({note.where.page for note in document.notes if note.kind in _UNREADABLE}),
            tables=survey.tables,
            score_tables=survey.scored + len(survey.refused),
            score_tables_understood=survey.scored,
            rows=survey.rows,
            rows_left_out=survey.rows_left_out,
        ),
        not_understood=(*unread, *survey.refused, *chosen.left_out),
    )
