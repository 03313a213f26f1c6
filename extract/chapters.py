"""Tables that go on with the rubric before them, told by the headings between them.

A table of additions or deductions under a heading of its own (加分项（5分）) belongs to the rubric before it. Tables
under numbered headings without points are one rubric where their items together make up the whole. Headings that
declare their parts are ``extract.sections``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.amounts import WHOLES
from extract.captions import TITLE, is_numbered_caption
from extract.columns import Header
from extract.headers import find_headers
from extract.labels import Label, split_label
from extract.outline import is_attachment_heading
from extract.score_table import ScoreTable
from extract.sections import Sectioned
from extract.text import fold, folded
from models import Document, Evidence, Item, ItemKind, Paragraph, ScoreSheet, Table

_LONGEST_HEADING = 40
_LONGEST_KIND = 6
"""加分项, 扣分指标, 附加分项目: the bare word for what stands outside the 100."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A table with the heading right above it, where that names a part of a rubric."""

    table: ScoreTable
    header: Header
    heading: Paragraph | None
    label: Label | None
    follows: bool
    """Whether nothing between it and the table before it begins another part of the document."""

    @property
    def outside(self) -> bool:
        """Whether its heading speaks of additions or deductions."""
        return self.label is not None and self.label.kind != "base"

    @property
    def points(self) -> Decimal | None:
        """What its items make up."""
        values = [item.max_points for item in self.table.sheet.items if item.kind == "base"]
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(values) else None


def chapters(document: Document, tables: Sequence[ScoreTable]) -> tuple[Chapter, ...]:
    """The score tables of the document's own level with their headings, in its order."""
    return tuple(_chapters(document, tables))


def join_chapters(found: Sequence[Chapter], tables: Sequence[ScoreTable]) -> tuple[ScoreTable, ...]:
    """The tables, in one those of them that stand under headings without points and together make up the whole."""
    known = {id(table) for table in tables}
    runs: list[list[Chapter]] = []
    for chapter in found:
        if id(chapter.table) not in known:
            continue
        if runs and _goes_on(runs[-1], chapter):
            runs[-1].append(chapter)
        else:
            runs.append([chapter])
    whole = [run for run in runs if len(run) > 1 and _makes_whole(run)]
    joined = {id(run[0].table): _joined(run) for run in whole}
    gone = {id(chapter.table) for run in whole for chapter in run[1:]}
    return tuple(joined.get(id(table), table) for table in tables if id(table) not in gone)


def with_outside(
    found: Sequence[Chapter], sections: Sequence[Sectioned], tables: Sequence[ScoreTable]
) -> tuple[tuple[Sectioned, ...], tuple[ScoreTable, ...]]:
    """The rubrics, each with the tables of additions and deductions that follow it; those of no rubric stay apart."""
    hosts: list[Sectioned | ScoreTable] = [*sections, *tables]
    for chapter in (one for one in found if one.outside):
        here = _block(chapter.table.sheet)
        before = [i for i, host in enumerate(hosts) if _block(host.sheet) < here and _may_hold(host, chapter)]
        if before:
            nearest = max(before, key=lambda i: _block(hosts[i].sheet))
            hosts[nearest] = _extended(hosts[nearest], chapter)
        else:
            hosts.append(chapter.table)
    return (
        tuple(host for host in hosts if isinstance(host, Sectioned)),
        tuple(host for host in hosts if isinstance(host, ScoreTable)),
    )


def _block(sheet: ScoreSheet) -> int:
    return -1 if sheet.where.block is None else sheet.where.block


def _may_hold(host: Sectioned | ScoreTable, chapter: Chapter) -> bool:
    return chapter.follows and host.has_claims == chapter.table.has_claims


def _extended(host: Sectioned | ScoreTable, chapter: Chapter) -> Sectioned | ScoreTable:
    group = _group(chapter, chapter.table.sheet.items)
    sheet = host.sheet.model_copy(update={"items": _numbered([*host.sheet.items, group])})
    left_out = (*host.left_out, *chapter.table.left_out)
    if isinstance(host, Sectioned):
        return replace(host, sheet=sheet, left_out=left_out, tables=(*host.tables, chapter.table))
    return replace(host, sheet=sheet, left_out=left_out)


def _chapters(document: Document, tables: Sequence[ScoreTable]) -> Iterator[Chapter]:
    by_table = {id(table.table): table for table in tables}
    between: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            between.append(block)
            continue
        table = by_table.get(id(block))
        if table is not None:
            yield _chapter(table, block, between)
        between = []


def _chapter(table: ScoreTable, block: Table, between: Sequence[Paragraph]) -> Chapter:
    lines = [paragraph for paragraph in between if folded(paragraph.text)]
    heading = lines[-1] if lines else None
    label = _section(heading) if heading is not None else None
    header = next(iter(find_headers(block)), Header(0, 0, ()))
    follows = not any(is_attachment_heading(line) for line in lines)
    return Chapter(table, header, heading if label else None, label, follows)


def _section(paragraph: Paragraph) -> Label | None:
    """The heading of a section: numbered, or with points for what stands outside the 100; no title, no sentence."""
    text = fold(paragraph.text).text
    label = split_label(paragraph.text)
    if len(text) > _LONGEST_HEADING or is_numbered_caption(paragraph.text) or any(mark in text for mark in "。;"):
        return None
    named = label.kind != "base" and (label.points is not None or len(fold(label.name).text) <= _LONGEST_KIND)
    if label.ordinal is None and not named:
        return None
    if label.points is None and TITLE.search(fold(label.name).text):
        return None
    return label


def _goes_on(run: Sequence[Chapter], chapter: Chapter) -> bool:
    """Whether a table is a further section of the rubric before it."""
    first = run[0]
    if chapter.label is None or first.label is None or chapter.label.points or first.label.points:
        return False
    same = chapter.table.has_claims == first.table.has_claims and chapter.header.same_as(first.header)
    return chapter.follows and same


def _makes_whole(run: Sequence[Chapter]) -> bool:
    """Whether several tables make up 100 or 1000 together, and none of them does alone."""
    points = [chapter.points for chapter in run]
    known = [value for value in points if value is not None]
    return len(known) == len(run) and not set(known) & set(WHOLES) and sum(known, Decimal(0)) in WHOLES


def _joined(run: Sequence[Chapter]) -> ScoreTable:
    first = run[0].table
    groups = [_group(chapter, chapter.table.sheet.items) for chapter in run]
    sheet = ScoreSheet(form="table", items=_numbered(groups), where=first.sheet.where)
    parts = [chapter.table for chapter in run]
    return replace(
        first,
        sheet=sheet,
        rows=sum(part.rows for part in parts),
        left_out=tuple(one for part in parts for one in part.left_out),
        has_criteria=any(part.has_criteria for part in parts),
        named=all(part.named for part in parts),
    )


def _group(chapter: Chapter, items: Sequence[Item]) -> Item:
    """The item of a heading, the rows of its table below it."""
    heading, label = chapter.heading, chapter.label
    assert heading is not None and label is not None
    total = chapter.table.sheet.total
    points, evidence = label.points, None
    if label.points_span is not None:
        start, end = label.points_span
        evidence = Evidence(quote=heading.text[start:end], where=heading.locate(start, end))
    elif total is not None:
        points, evidence = total.max_points, total.max_evidence
    if label.kind == "penalty" and points is not None:
        points = -abs(points)
    return Item(
        id="1",
        code=label.code,
        name=label.name,
        label=label.label,
        kind=label.kind,
        max_points=points,
        max_evidence=evidence,
        children=tuple(_of_kind(item, label.kind) for item in items),
        where=heading.where,
    )


def _of_kind(item: Item, kind: ItemKind) -> Item:
    """An item of a section outside the 100 is of its kind, with all below it."""
    if kind == "base" or item.kind != "base":
        return item
    points = item.max_points
    if kind == "penalty" and points is not None:
        points = -abs(points)
    return item.altered(kind=kind, max_points=points, children=tuple(_of_kind(child, kind) for child in item.children))


def _numbered(items: Iterable[Item], prefix: str = "") -> tuple[Item, ...]:
    """The items with the ids of their new places."""
    return tuple(
        item.altered(id=f"{prefix}{position}", children=_numbered(item.children, f"{prefix}{position}."))
        for position, item in enumerate(items, start=1)
    )
