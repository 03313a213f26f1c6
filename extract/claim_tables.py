"""The tables of a report as score sheets: items down the rows, items across the columns, working papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.across import understand_across
from extract.score_table import ScoreTable, understand, why_not
from extract.text import tidy
from extract.working_paper import understand_working_paper
from models import Evidence, NotUnderstood, ScoreSheet
from models.document import Block, Table

_QUOTE = 40


@dataclass(slots=True)
class TableSurvey:
    """What the tables of a document hold."""

    sheets: list[ScoreSheet] = field(default_factory=list)
    """Those that claim, in the order of the document."""
    down: list[ScoreTable] = field(default_factory=list)
    """Those of them with items down the rows and one column of claims."""
    names: set[str] = field(default_factory=set)
    """Names of all items in tables, also of those that claim nothing."""
    plain: list[Table] = field(default_factory=list)
    """Those that are no score tables; a report can be written into their boxes."""
    not_understood: list[NotUnderstood] = field(default_factory=list)
    tables: int = 0
    score_tables: int = 0
    understood: int = 0
    rows: int = 0
    rows_left_out: int = 0


def survey_tables(blocks: Sequence[Block]) -> TableSurvey:
    """Every table of a document looked at once, nested ones too."""
    survey = TableSurvey()
    parts: set[int] = set()
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            survey.tables += 1
            if id(block) not in parts:
                parts.update(id(part) for part in _read(survey, blocks, index, block))
            for inner in _nested(block):
                survey.tables += 1
                _read(survey, (inner,), 0, inner)
    return survey


def _read(survey: TableSurvey, blocks: Sequence[Block], index: int, table: Table) -> list[Table]:
    """Add what a table holds; the tables that belong to it and need no reading of their own are returned."""
    down = understand(table)
    if down is None or not _claims(down):
        across = understand_across(table)
        if across is not None:
            _add(survey, across, rows=table.rows)
            return []
    paper = understand_working_paper(blocks, index)
    if paper is not None and (down is None or paper.by_key):
        _add(survey, paper.sheet, rows=table.rows)
        if paper.parts is None or paper.parts.table is table:
            return []
        _count(survey, paper.parts)
        return [paper.parts.table]
    if down is None:
        survey.plain.append(table)
        reason = why_not(table)
        if reason is not None:
            survey.score_tables += 1
            survey.not_understood.append(NotUnderstood(kind="table", reason=reason, evidence=_evidence(table)))
        return []
    _count(survey, down)
    survey.names.update(item.name for item in down.sheet.walk() if down.named)
    if _claims(down):
        survey.sheets.extend((down.sheet, *down.further))
        survey.down.extend(() if down.further else (down,))
        survey.not_understood.extend(down.left_out)
    return []


def _claims(table: ScoreTable) -> bool:
    total = table.sheet.total
    return table.has_claims or (total is not None and total.claimed is not None)


def _count(survey: TableSurvey, table: ScoreTable) -> None:
    survey.score_tables += 1
    survey.understood += 1
    survey.rows += table.rows
    survey.rows_left_out += sum(part.kind == "row" for part in table.left_out)


def _add(survey: TableSurvey, sheet: ScoreSheet, rows: int) -> None:
    survey.score_tables += 1
    survey.understood += 1
    survey.rows += rows
    survey.sheets.append(sheet)
    survey.names.update(item.name for item in sheet.items)


def _nested(table: Table) -> Iterator[Table]:
    for cell in table.cells:
        for inner in cell.tables:
            yield inner
            yield from _nested(inner)


def _evidence(table: Table) -> Evidence:
    words = table.caption.quote if table.caption else " ".join(tidy(cell.text) for cell in table.cells[:6])
    return Evidence(quote=words[:_QUOTE], where=table.where)
