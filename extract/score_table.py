"""From a table with items down its rows to a score sheet.

Used for rubrics and for tables with claims alike: columns get roles from their headings (``extract.headers``), rows
become a tree of items, what cannot be placed is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extract.budget import scored_lines
from extract.by_cells import states_rules
from extract.choosing import choose
from extract.columns import Column, Header, body_cells, without_units
from extract.grades import Graded, with_points_of_grades
from extract.headers import find_headers, unknown_header
from extract.item_rows import Node, RowTree
from extract.labels import split_label
from extract.placing import place_values, settle
from extract.rows import classify, own_cells, rank_of, section_label
from extract.scorers import further_scorers
from extract.text import folded, tidy
from extract.tree import freeze
from extract.twins import unfolded
from extract.vocabulary import vocabulary
from models import Evidence, NotUnderstood, ScoreSheet, Table, Text, Total


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
    named: bool
    """Whether a column names the items; else they go by the text of what is scored row by row."""
    further: tuple[ScoreSheet, ...] = ()
    """The same items with the scores of further scorers."""


@dataclass(slots=True)
class _Parts:
    roots: list[Node] = field(default_factory=list)
    total: Total | None = None
    left_out: list[NotUnderstood] = field(default_factory=list)
    rows: int = 0


def understand(table: Table, title: str | None = None) -> ScoreTable | None:
    """The score sheet of a table with items down its rows; ``None`` where it is no such table.

    ``title`` names the sheet; without it the caption of the table does.
    """
    graded = with_points_of_grades(table)
    if graded is not None:
        understood = _understand(graded.table, title)
        return None if understood is None else _graded(understood, graded, table)
    return _understand(table, title)


def _graded(found: ScoreTable, graded: Graded, table: Table) -> ScoreTable:
    """A table whose points are those of grades, its rules and ticks put onto the items."""
    sheet = found.sheet.model_copy(update={"items": tuple(map(graded.item, found.sheet.items))})
    return replace(
        found,
        table=table,
        sheet=sheet,
        left_out=(*found.left_out, *graded.left_out),
        has_criteria=any(item.criteria for item in sheet.walk()),
        has_claims=any(item.claimed is not None for item in sheet.walk()),
    )


def _understand(table: Table, title: str | None) -> ScoreTable | None:
    found = find_headers(table) or unknown_header(table)
    if len(found) == 1:
        table = unfolded(table, found[0])
    headers = _score_headers(table)
    if not headers:
        return None
    segments = list(_segments(table, headers))
    parts = _Parts()
    for header, limit in segments:
        _read_segment(table, header, limit, parts)
    if parts.total is None or parts.total.max_points is None:
        parts.total = _total_in_caption(table.caption, parts.total)
    drafts = settle(parts.roots, parts.total)
    if not drafts:
        return None
    items = freeze(drafts)
    every = [item for root in items for item in root.walk()]
    sheet = ScoreSheet(
        title=title or (tidy(table.caption.quote) if table.caption else None),
        form="table",
        total=parts.total,
        items=items,
        where=table.where,
    )
    return ScoreTable(
        table=table,
        sheet=sheet,
        rows=parts.rows,
        left_out=tuple(parts.left_out),
        has_points=any(item.max_points is not None for item in every),
        has_criteria=any(item.criteria for item in every),
        has_claims=any(item.claimed is not None for item in every),
        named=any(header.of("item") for header in find_headers(table)),
        further=tuple(further_scorers(sheet, _read_again(table, segments))),
    )


def _read_again(table: Table, segments: Sequence[tuple[Header, list[range]]]) -> Iterator[tuple[str, ScoreSheet]]:
    """The table once more for each further column of claims, with the heading of that column."""
    others: dict[str, int] = {}
    for header, ranges in segments:
        for column in choose(table, header, [row for rows in ranges for row in rows]).other_claims:
            others.setdefault(_own_heading(column, header.of("claimed")), column.index)
    for heading, index in others.items():
        parts = _Parts()
        for header, ranges in segments:
            _read_segment(table, header, ranges, parts, claim=index)
        items = freeze(settle(parts.roots, parts.total))
        yield heading, ScoreSheet(form="table", total=parts.total, items=items, where=table.where)


def why_not(table: Table) -> Text | None:
    """Why a table with headings of a score table has no score sheet; ``None`` where it is none, or is understood."""
    headers = find_headers(table)
    scoring = [header for header in headers if not _lists_projects(header)]
    if not any(header.of("points", "claimed") and header.of("item", "criteria") for header in scoring):
        return None
    if not _score_headers(table):
        return Text(zh="没有找到指标名称所在的列", en="no column that names items was found")
    if understand(table) is None:
        return Text(zh="表头可以识别，但没有读出任何指标", en="the header was recognised, but no row became an item")
    return None


def _score_headers(table: Table) -> tuple[Header, ...]:
    """The headers of a table that make it a score table, items promoted where no heading names them."""
    found = [_with_items(table, header) for header in find_headers(table)]
    useful = [header for header in found if header.of("item") and _scores(table, header)]
    return tuple(useful)


def _scores(table: Table, header: Header) -> bool:
    """Whether columns or labels give points, or rules by which they are given; 标准 alone may be that of a subsidy."""
    if _lists_projects(header):
        return False
    if header.of("points", "claimed", "deducted") or _weighed_labels(table, header):
        return True
    judged = vocabulary().columns.judging
    rows = range(header.end, table.rows)
    for column in header.of("criteria"):
        if any(word in column.heading for word in judged) or states_rules(body_cells(table, column.index, rows)):
            return True
    return False


def _lists_projects(header: Header) -> bool:
    """Whether each row is a project of its own with its total, not an item: 项目名称 · 预算数 · 自评得分 · 等级."""
    if header.of("points", "criteria", "deducted") or not header.of("claimed"):
        return False
    words = vocabulary().columns
    headings = [folded(column.heading) for column in header.columns]
    graded = header.of("budget") or any(word in heading for heading in headings for word in words.verdicts)
    return bool(graded) and any(without_units(folded(column.heading)) in words.projects for column in header.of("item"))


def _weighed_labels(table: Table, header: Header) -> bool:
    """Whether most labels of a level, two at least, carry their points: 责任落实（10分）."""
    for column in header.of("item"):
        labels = [split_label(cell.text) for cell in body_cells(table, column.index, range(header.end, table.rows))]
        weighed = sum(label.points is not None and label.label.rstrip(")）").endswith("分") for label in labels)
        if weighed > 1 and weighed * 2 > len(labels):
            return True
    return False


def _with_items(table: Table, header: Header) -> Header:
    """Where no column names items, the rules or requirements that are scored row by row are the items."""
    if header.of("item") or not (header.of("points", "claimed") or _rules_beside(table, header)):
        return header
    for role in ("explanation", "criteria", "target"):
        for column in header.of(role):
            if body_cells(table, column.index, range(header.end, table.rows)):
                columns = [_as_item(c) if c.index == column.index else c for c in header.columns]
                return Header(header.start, header.end, tuple(columns))
    return header


def _rules_beside(table: Table, header: Header) -> bool:
    """Whether requirements (工作要求) stand left of a column that says how points are earned or lost for them."""
    rows = range(header.end, table.rows)
    rules = [c for c in header.of("criteria") if states_rules(body_cells(table, c.index, rows))]
    return bool(rules) and any(column.index < rules[0].index for column in header.of("explanation"))


def _as_item(column: Column) -> Column:
    return Column(column.index, column.heading, "item", None)


def _segments(table: Table, headers: Sequence[Header]) -> Iterable[tuple[Header, list[range]]]:
    """Each header with the rows below it; rows below a repeated header go with the first of its kind.

    A section (一、决策指标（20分）) may stand above its own header: it then belongs to the rows below.
    """
    every = find_headers(table)
    starts = [header.start for header in every]
    merged: list[tuple[Header, list[range]]] = []
    for header in headers:
        end = min((start for start in starts if start > header.start), default=table.rows)
        rows = range(header.end, end)
        if merged and merged[-1][0].same_as(header):
            merged[-1][1].append(rows)
        elif header.start > 0 and _is_own_section(table, header):
            merged.append((header, [range(header.start - 1, header.start), rows]))
        else:
            merged.append((header, [rows]))
    return merged


def _is_own_section(table: Table, header: Header) -> bool:
    """Whether the row above a header is a numbered section, and no title."""
    row = header.start - 1
    if classify(table, header, row) != "section":
        return False
    label = section_label(own_cells(table, row)[0])
    return label.points is not None and rank_of(label.label, "") is not None


def _own_heading(column: Column, claimed: Sequence[Column]) -> str:
    """What tells a column of scores from the others: 复评 under 得分, 县级考核 over one of several 得分."""
    own = folded(column.heading).removeprefix(column.group)
    if not own or not column.group:
        return column.heading
    alike = sum(folded(other.heading).removeprefix(other.group) == own for other in claimed)
    return column.heading[-len(own) :] if alike == 1 else column.heading[: -len(own)]


def _read_segment(table: Table, header: Header, ranges: list[range], parts: _Parts, claim: int | None = None) -> None:
    """Take in the rows below a header; ``claim`` is the column of claims that counts, where it is not the usual one."""
    choice = choose(table, header, [row for rows in ranges for row in rows])
    if claim is not None:
        choice = replace(choice, claim=next((c for c in choice.other_claims if c.index == claim), None))
    tree = RowTree(table, header, choice)
    for rows in ranges:
        tree.read(rows)
    place_values(tree)
    parts.roots.extend(scored_lines(table, header, tree.roots) if header.of("budget") else tree.roots)
    parts.left_out.extend(tree.left_out)
    parts.rows += sum(len(rows) for rows in ranges)
    if tree.total is not None:
        parts.total = tree.total if parts.total is None else _both(parts.total, tree.total)


def _total_in_caption(caption: Evidence | None, total: Total | None) -> Total | None:
    """The total that the line over a table declares: 表1 环境设施（120分）."""
    label = split_label(caption.quote) if caption is not None else None
    if caption is None or label is None or label.points is None or label.points_span is None:
        return total
    start, end = label.points_span
    if "分" not in caption.quote[start:end]:
        return total
    evidence = Evidence(quote=caption.quote[start:end], where=caption.where)
    return (total or Total()).model_copy(update={"max_points": label.points, "max_evidence": evidence})


def _both(first: Total, second: Total) -> Total:
    """What two sum rows of one table say together; the later one where both say it."""
    values = {name: value for name, value in second if value is not None}
    return first.model_copy(update=values)
