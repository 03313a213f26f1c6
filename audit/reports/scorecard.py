"""The scorecard of a document: its tree of items with what is stated, what the parts give, and the findings on each.

A difference is marked only where a finding says that there is one; so the scorecard never accuses on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.amounts import agreement
from audit.context import Context
from audit.reports.material import Audited
from audit.sheets import Node, Quantity, base_children, claim, maximum
from models import Finding, Language, Text, Where

_CLAIM_CODES = {"C201", "C202", "C203", "C204", "C210", "V401", "V402"}
"""Codes whose computed value stands beside the self-score."""
_MAXIMUM_CODES = {"C206", "C209", "R101", "R102", "R106"}
"""Codes whose computed value stands beside the maximum."""
_QUANTITIES: tuple[Quantity, ...] = ("claimed", "max")
_SMALLEST_CARD = 2


@dataclass(frozen=True, slots=True)
class Row:
    """An item, or the total of the sheet."""

    depth: int
    """0 for the items of the first level, and for the total."""
    title: str
    is_total: bool
    is_group: bool
    maximum: Decimal | None
    maximum_parts: Decimal | None
    """What its parts (or the rubric) give for the maximum; ``None`` where that is not known."""
    maximum_differs: bool
    claimed: Decimal | None
    claimed_parts: Decimal | None
    """What its parts (or the rule) give for the score; ``None`` where that is not known."""
    claimed_differs: bool
    findings: tuple[Finding, ...]
    where: Where

    @property
    def has_points(self) -> bool:
        """Whether the document prints points for it."""
        return self.maximum is not None or self.claimed is not None


@dataclass(frozen=True, slots=True)
class Card:
    """The tree of one sheet that speaks for itself; its total comes last."""

    title: str
    rows: tuple[Row, ...]


def scorecards(audited: Audited, language: Language) -> tuple[Card, ...]:
    """One card for each set of items of the document, in its order; none where only the findings are known."""
    if audited.subject is None:
        return ()
    context = Context(audited.subject, audited.rubric)
    roots = [root for root in _best_roots(context) if sum(1 for _ in root.walk()) > _SMALLEST_CARD]
    places = _Places(context, roots, audited.report.findings)
    return tuple(_card(context, root, places, language) for root in roots)


def has_claims(cards: Iterable[Card]) -> bool:
    """Whether any row claims points; a rubric claims none."""
    return any(row.claimed is not None or row.claimed_parts is not None for card in cards for row in card.rows)


def _best_roots(context: Context) -> Iterator[Node]:
    """Of the sheets that hold the same items, the one that says most about them."""
    families: dict[int, list[Node]] = {}
    for root in context.roots:
        families.setdefault(context.group(root).family, []).append(root)
    for roots in families.values():
        whole = [root for root in roots if context.group(root).parent is None] or roots
        yield max(whole, key=_fullness)


def _fullness(root: Node) -> tuple[int, int, int]:
    nodes = [node for node in root.walk() if not node.is_root]
    claimed = sum(node.stated("claimed") is not None for node in nodes)
    limited = sum(node.stated("max") is not None for node in nodes)
    return (claimed + limited, len(nodes), -root.sheet)


class _Places:
    """Which findings belong to which node of the shown sheets."""

    def __init__(self, context: Context, roots: list[Node], findings: tuple[Finding, ...]) -> None:
        by_title: dict[str, list[Node]] = {}
        for root in roots:
            for node in root.walk():
                title = context.title(node)
                for name in {title.zh, title.en}:
                    by_title.setdefault(name, []).append(node)
        self._of: dict[Node, list[Finding]] = {}
        for finding in findings:
            nodes = by_title.get(finding.item or "", [])
            if nodes:
                self._of.setdefault(_nearest(context, nodes, finding), []).append(finding)

    def of(self, node: Node) -> tuple[Finding, ...]:
        """The findings on a node, in their order."""
        return tuple(self._of.get(node, ()))


def _nearest(context: Context, nodes: list[Node], finding: Finding) -> Node:
    """Of items with the same name, the one that stands where the finding points to."""
    if len(nodes) == 1:
        return nodes[0]
    pointed = {_spot(part.where) for part in finding.evidence}
    for known in (_spots, _own_spots):
        for node in nodes:
            if pointed & set(known(context, node)):
                return node
    return nodes[0]


def _own_spots(context: Context, node: Node) -> Iterator[tuple[object, ...]]:
    """Where a node stands, where its values stand, and what lies directly below it."""
    for one in (node, *node.children):
        yield _spot(one.where)
        yield from (_spot(one.evidence(quantity).where) for quantity in _QUANTITIES)


def _spots(context: Context, node: Node) -> Iterator[tuple[object, ...]]:
    """The same of the node itself in all the places where its item stands."""
    for one in (node, *context.group(node).nodes):
        if not one.is_root:
            yield _spot(one.where)


def _spot(where: Where) -> tuple[object, ...]:
    return (where.block, where.nested, where.row)


def _card(context: Context, root: Node, places: _Places, language: Language) -> Card:
    rows = [_row(context, node, places.of(node), language) for node in root.walk() if not node.is_root]
    total = _row(context, root, places.of(root), language)
    if total.has_points or total.findings or total.claimed_parts is not None:
        rows.append(total)
    return Card(context.place(root).in_language(language), tuple(rows))


def _row(context: Context, node: Node, findings: tuple[Finding, ...], language: Language) -> Row:
    limit, limit_differs = _parts(context, node, "max", findings)
    points, points_differ = _parts(context, node, "claimed", findings)
    title = Text(zh="总分", en="Total") if node.is_root else node.title()
    return Row(
        depth=max(node.depth - 1, 0),
        title=title.in_language(language),
        is_total=node.is_root,
        is_group=bool(node.children),
        maximum=node.stated("max"),
        maximum_parts=limit,
        maximum_differs=limit_differs,
        claimed=node.stated("claimed"),
        claimed_parts=points,
        claimed_differs=points_differ,
        findings=findings,
        where=node.where,
    )


def _parts(
    context: Context, node: Node, quantity: Quantity, findings: tuple[Finding, ...]
) -> tuple[Decimal | None, bool]:
    """What the parts of a node give, and whether a finding says that it is not what is stated."""
    stated, own = node.stated(quantity), _own(context, node, quantity)
    agrees = own is not None and (stated is None or agreement(stated, own) != "differs")
    if not agrees:  # the parts that are shown below do not give it, or there are none
        codes = _CLAIM_CODES if quantity == "claimed" else _MAXIMUM_CODES
        for finding in findings:
            if finding.code in codes and finding.stated == stated and isinstance(finding.computed, Decimal):
                return finding.computed, True
        return None, False  # where the checks had a reason to say nothing, a bare number would say it
    return (sum(own, Decimal(0)) if own is not None else None), False


def _own(context: Context, node: Node, quantity: Quantity) -> list[Decimal] | None:
    """What the children of a node give; ``None`` where one of them is not known, or where there are none."""
    if quantity == "max":
        amounts = [maximum(child) for child in base_children(node)]
    else:
        parts = [child for child in node.children if child.kind == "base" or child.claims_anything()]
        amounts = [claim(part, context.maximum(part)) for part in parts]
    values = [amount.value for amount in amounts if amount is not None]
    return values if values and len(values) == len(amounts) else None
