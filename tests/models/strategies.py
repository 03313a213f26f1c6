"""Hypothesis strategies for the nouns: whole documents, rubrics, self-reports and audits, arbitrary but valid."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from models import (
    AuditReport,
    Award,
    Cap,
    Cell,
    Contributor,
    Coverage,
    Criterion,
    DeductPer,
    Detail,
    Document,
    Evidence,
    Fact,
    Finding,
    Item,
    Line,
    Mention,
    NotUnderstood,
    Paragraph,
    ReadingNote,
    Rubric,
    ScoreSheet,
    SelfReport,
    Source,
    Summary,
    Table,
    Text,
    Tier,
    Total,
    Veto,
    Where,
    Zero,
)
from models.rules import Bound, ScoringRule

numbers = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=None
) | st.builds(
    lambda whole, places: Decimal(whole).scaleb(-places),
    st.integers(-(10**6), 10**6),
    st.integers(0, 6),
)
"""Decimals as documents print them, trailing zeros among them, and some that no document prints."""

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(["得2分", "分值", 'a"b\\c\n'])
small = st.integers(0, 9)
boxes = st.tuples(*[st.floats(-1e4, 1e4)] * 4)
maybe = st.none()


def some(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """A short tuple of values."""
    return st.lists(strategy, max_size=3).map(tuple)


wheres = st.builds(
    Where, page=maybe | small, bbox=maybe | boxes, block=maybe | small, row=maybe | small, start=maybe | small,
    nested=some(st.tuples(small, small, small)),
)  # fmt: skip
evidences = st.builds(Evidence, quote=texts, where=wheres)
sentences = st.builds(Text, zh=texts, en=texts)
sources = st.builds(
    Source, name=texts, sha256=texts, format=st.sampled_from(["pdf", "docx", "json"]), pages=maybe | small
)
coverages = st.builds(Coverage, pages_unread=small, tables=small, mentions=small)
left_out = st.builds(
    NotUnderstood, kind=st.sampled_from(["page", "table", "row"]), reason=sentences, evidence=evidences
)

points = maybe | numbers
bounds = maybe | st.builds(Bound, value=numbers, unit=maybe | texts, inclusive=st.booleans())
rules: st.SearchStrategy[ScoringRule] = st.one_of(
    st.builds(Award, text=texts, points=points, percent_of_weight=points, where=wheres),
    st.builds(DeductPer, text=texts, points=points, per=numbers, unit=maybe | texts, floor_zero=st.booleans()),
    st.builds(Tier, text=texts, points=points, low=bounds, high=bounds),
    st.builds(Zero, text=texts, condition=maybe | texts, scope=st.sampled_from(["criterion", "item"])),
    st.builds(Cap, text=texts, points=points),
    st.builds(Veto, text=texts),
)
criteria = st.builds(Criterion, ordinal=maybe | small, text=texts, max_points=points, rules=some(rules), where=wheres)
mentions = st.builds(
    Mention, kind=st.sampled_from(["award", "deduct", "full"]), points=points, sign=st.sampled_from([-1, 0, 1]),
    text=texts, where=wheres,
)  # fmt: skip
details = st.builds(Detail, role=st.sampled_from(["target", "actual"]), heading=texts, text=texts, where=wheres)


def _item(children: st.SearchStrategy[tuple[object, ...]]) -> st.SearchStrategy[Item]:
    return st.builds(
        Item, id=texts, code=maybe | texts, name=texts, label=texts, kind=st.sampled_from(["base", "bonus", "penalty"]),
        max_points=points, max_evidence=maybe | evidences, claimed=points, criteria=some(criteria),
        mentions=some(mentions), details=some(details), children=children, where=wheres,
    )  # fmt: skip


items = _item(st.just(()) | some(_item(st.just(()))))
sheets = st.builds(
    ScoreSheet, title=maybe | texts, form=st.sampled_from(["table", "narrative"]), items=some(items), where=wheres,
    total=maybe | st.builds(Total, max_points=points, claimed=points, claimed_evidence=maybe | evidences),
)  # fmt: skip
rubrics = st.builds(
    Rubric, source=sources, title=maybe | texts, document_number=maybe | texts, issued_on=maybe | st.dates(),
    sheet=sheets, coverage=coverages, not_understood=some(left_out),
)  # fmt: skip
facts = st.builds(
    Fact, kind=st.just("measured"), subject=texts, measure=texts, value=numbers, unit=maybe | texts, evidence=evidences
)
self_reports = st.builds(
    SelfReport, source=sources, unit=maybe | texts, sheets=some(sheets), facts=some(facts), coverage=coverages
)

lines = st.builds(Line, start=small, end=small, page=small, bbox=boxes)
paragraphs = st.builds(Paragraph, text=texts, where=wheres, lines=some(lines), centred=st.booleans())


@st.composite
def tables(draw: st.DrawFn, depth: int = 1) -> Table:
    """A regular grid with merged cells: rows of it are cut into runs, some positions stay holes."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken or draw(st.integers(0, 5)) == 0:
                continue
            down, across = draw(st.integers(1, rows - row)), draw(st.integers(1, columns - column))
            area = {(r, c) for r in range(row, row + down) for c in range(column, column + across)}
            if area & taken:
                down, across, area = 1, 1, {(row, column)}
            taken |= area
            inner = (draw(tables(depth=0)),) if depth and draw(st.integers(0, 9)) == 0 else ()
            cells.append(
                Cell(
                    row=row,
                    column=column,
                    row_span=down,
                    column_span=across,
                    text=draw(texts),
                    where=draw(wheres),
                    lines=draw(some(lines)),
                    tables=inner,
                )
            )
    return Table(rows=rows, columns=columns, cells=tuple(cells), where=draw(wheres), caption=draw(maybe | evidences))


notes = st.builds(ReadingNote, kind=st.just("left_out"), message=sentences, where=wheres)
documents = st.builds(Document, source=sources, blocks=some(paragraphs | tables()), notes=some(notes))

stated = maybe | numbers | st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=5)
findings = st.builds(
    Finding, id=texts, code=st.sampled_from(["C202", "R101"]), severity=st.sampled_from(["error", "note"]),
    item=maybe | texts, message=texts, stated=stated, computed=stated, evidence=some(evidences),
    contributors=some(st.builds(Contributor, name=texts, points=points)), consequence_of=maybe | texts,
)  # fmt: skip
summaries = st.builds(Summary, errors=small, warnings=small, notes=small, items=small, claimed_total=points)
audits = st.builds(
    AuditReport, report=sources, rubric=maybe | sources, findings=some(findings), summary=summaries, coverage=coverages
)
