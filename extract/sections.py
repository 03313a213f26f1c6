"""Score tables that stand one below each heading of a rubric: 一、重点工作（11分） and its table, 二、… and the next.

The headings are the groups of one sheet, with their points as maxima; each table holds the items of its group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extract.amounts import WHOLES
from extract.captions import is_numbered_caption
from extract.declaring import Declared, declared
from extract.labels import kind_of, split_label
from extract.outline import Node, outline
from extract.score_table import ScoreTable
from extract.text import fold, tidy
from models import Document, Evidence, Item, NotUnderstood, ScoreSheet, Text, Total, Where

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Sectioned:
    """One rubric in several tables."""

    sheet: ScoreSheet
    tables: tuple[ScoreTable, ...]
    left_out: tuple[NotUnderstood, ...]

    @property
    def has_criteria(self) -> bool:
        """Whether any table has rules."""
        return any(table.has_criteria for table in self.tables)

    @property
    def has_claims(self) -> bool:
        """Whether any table claims."""
        return any(table.has_claims for table in self.tables)


@dataclass(slots=True, eq=False)
class _Group:
    """A heading with points and what stands below it."""

    node: Node
    said: Declared
    parts: list[_Group | ScoreTable] = field(default_factory=list)


def sectioned(document: Document, tables: Sequence[ScoreTable]) -> tuple[Sectioned, ...]:
    """The rubrics whose tables stand below numbered headings that carry points, two tables at least each."""
    useful = {table.sheet.where.block: table for table in tables if not table.sheet.where.nested and _weighs(table)}
    if len(useful) < _FEWEST:
        return ()
    found: list[Sectioned] = []
    for part in outline(document):
        nodes = list(part.nodes())
        first = min((_block(node.heading.where) for node in nodes), default=0)
        last = _end_of(
            document, first, [*part.preface, *(n.heading for n in nodes), *(p for n in nodes for p in n.body)]
        )
        groups = _groups(nodes, [t for b, t in useful.items() if b is not None and first < b <= last])
        held = [table for group in groups for table in _tables(group)]
        if len(held) >= _FEWEST and _make_one(groups):
            found.append(_sectioned(groups, held))
    return tuple(found)


def _make_one(groups: Sequence[_Group]) -> bool:
    """Whether groups are parts of one rubric: some lie within the 100, and they are not rubrics of 100 each."""
    base = [group.said.points for group in groups if kind_of(group.said.name) == "base"]
    return bool(base) and sum(points in WHOLES for points in base) < _FEWEST


def _weighs(table: ScoreTable) -> bool:
    return table.has_points or table.has_criteria


def _block(where: Where) -> int:
    return -1 if where.block is None else where.block


def _end_of(document: Document, first: int, paragraphs: Iterable[object]) -> int:
    """The last block of a part: its tables may stand behind its last paragraph, before the next part begins."""
    own = {id(paragraph) for paragraph in paragraphs}
    last = first
    for index, block in enumerate(document.blocks):
        if index < first:
            continue
        if block.kind == "paragraph" and block.text.strip() and id(block) not in own:
            return last
        last = index
    return last


def _groups(nodes: Sequence[Node], tables: Sequence[ScoreTable]) -> list[_Group]:
    """The headings with points that tables stand below, nested as the outline has them."""
    known: dict[int, _Group] = {}
    roots: list[_Group] = []
    for table in tables:
        above = [node for node in nodes if _block(node.heading.where) < _block(table.sheet.where)]
        owner = above[-1] if above else None
        inner: _Group | ScoreTable = table
        if owner is None or _declared(owner) is None:
            continue
        for node in owner.ancestors():
            said = _declared(node)
            if said is None:
                continue
            group = known.get(id(node))
            if group is not None:
                group.parts.append(inner)
                break
            group = known[id(node)] = _Group(node, said, [inner])
            inner = group
        else:
            assert isinstance(inner, _Group)
            roots.append(inner)
    return roots


def _declared(node: Node) -> Declared | None:
    """The points of a heading that nothing follows in its paragraph."""
    text = fold(node.heading.text)
    if is_numbered_caption(node.heading.text):
        return None
    said = declared(text, node.numbering.end)
    return said if said is not None and said.end >= len(text.text) else None


def _tables(group: _Group) -> Iterator[ScoreTable]:
    for part in group.parts:
        if isinstance(part, ScoreTable):
            yield part
        else:
            yield from _tables(part)


def _sectioned(groups: list[_Group], tables: Sequence[ScoreTable]) -> Sectioned:
    total = None
    if len(groups) == 1 and all(isinstance(part, _Group) for part in groups[0].parts):
        only = groups[0]
        total = Total(max_points=only.said.points, max_evidence=_evidence(only))
        groups = [part for part in only.parts if isinstance(part, _Group)]
    items = tuple(_item(group, str(position)) for position, group in enumerate(groups, start=1))
    sheet = ScoreSheet(form="table", total=total, items=items, where=tables[0].sheet.where)
    left_out = [part for table in tables for part in table.left_out]
    left_out += [note for group in groups for note in _other_totals(group)]
    return Sectioned(sheet, tuple(tables), tuple(left_out))


def _item(group: _Group, identity: str) -> Item:
    children: list[Item] = []
    for part in group.parts:
        if isinstance(part, _Group):
            children.append(_item(part, f"{identity}.{len(children) + 1}"))
        else:
            for item in part.sheet.items:
                children.append(_renumbered(item, f"{identity}.{len(children) + 1}"))
    kind = kind_of(group.said.name)
    points = -abs(group.said.points) if kind == "penalty" else group.said.points
    if kind != "base":
        children = [_of_kind(child, kind) for child in children]
    claimed, claimed_evidence = _claimed(group)
    return Item(
        id=identity,
        name=group.said.name,
        label=tidy(group.node.heading.text),
        kind=kind,
        max_points=points,
        max_evidence=_evidence(group),
        claimed=claimed,
        claimed_evidence=claimed_evidence,
        children=tuple(children),
        where=group.node.heading.where,
    )


def _claimed(group: _Group) -> tuple[Decimal | None, Evidence | None]:
    """The self-score beside the points of a heading: （20分，自评19分）; else that of the sum row of its only table."""
    heading = group.node.heading
    label = split_label(heading.text)
    if label.claimed is not None and label.claimed_span is not None:
        start, end = label.claimed_span
        return label.claimed, Evidence(quote=heading.text[start:end], where=heading.locate(start, end))
    only = group.parts[0] if len(group.parts) == 1 else None
    total = only.sheet.total if isinstance(only, ScoreTable) else None
    return (total.claimed, total.claimed_evidence) if total is not None else (None, None)


def _of_kind(item: Item, kind: str) -> Item:
    below = tuple(_of_kind(child, kind) for child in item.children)
    return item.model_copy(update={"children": below, **({"kind": kind} if item.kind == "base" else {})})


def _renumbered(item: Item, identity: str) -> Item:
    children = tuple(_renumbered(child, f"{identity}.{n}") for n, child in enumerate(item.children, start=1))
    return item.model_copy(update={"id": identity, "children": children})


def _evidence(group: _Group) -> Evidence:
    heading = group.node.heading
    return fold(heading.text).evidence(heading, *group.said.span)


def _other_totals(group: _Group) -> Iterator[NotUnderstood]:
    """Sum rows of tables that say another number than the heading above."""
    for table in _tables(group):
        total = table.sheet.total
        alone = group.parts == [table]
        if alone and total is not None and total.max_points not in (None, group.said.points) and total.max_evidence:
            reason = Text(
                zh=f"表内合计与标题所写的 {group.said.points} 分不同，以标题为准",
                en=f"the table's sum is not the {group.said.points} points of its heading, which was taken",
            )
            yield NotUnderstood(kind="text", reason=reason, evidence=total.max_evidence)
