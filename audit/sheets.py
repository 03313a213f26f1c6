"""The sheets of a document as trees that know their parents, and what an item is worth in them.

A value is stated where the document prints it, and computed where it only prints the parts. Claims of penalty items
count as what they take away, however the document signs them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from audit.words import name_key, shortened
from models import Criterion, Evidence, Item, ItemKind, Mention, ScoreSheet, Text, Where

Quantity = Literal["claimed", "max"]
RUBRIC = -1
"""The sheet number of the rubric; the sheets of the report count from 0."""

_NAME_LENGTH = 28
_LABEL_LENGTH = 80
_HUNDRED = Decimal(100)


class RubricEvidence(Evidence):
    """Words of a rubric that lies in another file than the report: their place is one of that file."""


@dataclass(eq=False, slots=True)
class Node:
    """An item in its sheet, or the sheet itself: its root, which stands for the total."""

    sheet: int
    source: ScoreSheet
    item: Item | None
    parent: Node | None
    depth: int
    children: list[Node] = field(default_factory=list)

    @property
    def is_root(self) -> bool:
        """Whether this is the sheet itself."""
        return self.item is None

    @property
    def code(self) -> str | None:
        """The printed code, or ``None``."""
        return self.item.code if self.item else None

    @property
    def name(self) -> str:
        """The name without code and ordinal; empty for a root."""
        return self.item.name if self.item else ""

    @property
    def key(self) -> str:
        """The name made comparable."""
        return name_key(self.name)

    @property
    def kind(self) -> ItemKind:
        """Base, bonus or penalty; a child of a bonus or penalty item is one too."""
        if self.item is None:
            return "base"
        if self.item.kind == "base" and self.parent is not None:
            return self.parent.kind
        return self.item.kind

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The scoring criteria of the item."""
        return self.item.criteria if self.item else ()

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The claims in running text that belong to this item itself."""
        return self.item.mentions if self.item else ()

    @property
    def where(self) -> Where:
        """The place of the item, or of the sheet."""
        return self.item.where if self.item else self.source.where

    def stated(self, quantity: Quantity) -> Decimal | None:
        """The printed value of a quantity."""
        holder = self.item if self.item is not None else self.source.total
        if holder is None:
            return None
        return holder.claimed if quantity == "claimed" else holder.max_points

    def evidence(self, quantity: Quantity) -> Evidence:
        """The words that state a quantity: the whole label where they are part of it, or where they are not known."""
        holder = self.item if self.item is not None else self.source.total
        found = None
        if holder is not None:
            found = holder.claimed_evidence if quantity == "claimed" else holder.max_evidence
        label = self.label_evidence()
        if found is None or (len(label.quote) <= _LABEL_LENGTH and _plain(found.quote) in _plain(label.quote)):
            return label
        return self.quoting(found.quote, found.where)

    def label_evidence(self) -> Evidence:
        """The label of the item, with its place."""
        return self.quoting(self.item.label if self.item else self.source.title or "", self.where)

    def quoting(self, quote: str, where: Where) -> Evidence:
        """Words of the document that this node stands in."""
        return (RubricEvidence if self.sheet == RUBRIC else Evidence)(quote=quote, where=where)

    def title(self) -> Text:
        """The item for readers: its code and its name."""
        if self.item is None:
            return Text(zh="总分", en="Total")
        name = shortened(self.item.name, _NAME_LENGTH)
        text = " ".join(part for part in (self.item.code, name) if part)
        text = text or shortened(self.item.label, _NAME_LENGTH)
        return Text(zh=text, en=text)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents before children."""
        yield self
        for child in self.children:
            yield from child.walk()

    def siblings(self) -> list[Node]:
        """The other children of the parent."""
        return [child for child in self.parent.children if child is not self] if self.parent else []

    def is_silent(self) -> bool:
        """Whether neither the item nor anything below it speaks of points."""
        return all(
            node.stated("claimed") is None and node.stated("max") is None and not node.mentions for node in self.walk()
        )

    def claims_anything(self) -> bool:
        """Whether the item or anything below it claims points, be it none (不扣分)."""
        return any(node.stated("claimed") is not None or node.mentions for node in self.walk())


@dataclass(frozen=True, slots=True)
class Amount:
    """What a node is worth: the value, the printed numbers that it is the sum of, and whether it is printed itself."""

    value: Decimal
    terms: tuple[Decimal, ...]
    stated: bool


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def tree(sheet: ScoreSheet, number: int) -> Node:
    """The root node of a sheet."""
    root = Node(sheet=number, source=sheet, item=None, parent=None, depth=0)
    root.children = [_node(item, root) for item in sheet.items]
    return root


def _node(item: Item, parent: Node) -> Node:
    node = Node(sheet=parent.sheet, source=parent.source, item=item, parent=parent, depth=parent.depth + 1)
    node.children = [_node(child, node) for child in item.children]
    return node


def counted(node: Node, value: Decimal) -> Decimal:
    """A claim as it counts in a sum: what a penalty item takes away is negative."""
    return -abs(value) if node.kind == "penalty" else value


def claim(node: Node, maximum_of: Decimal | None = None) -> Amount | None:
    """What a node claims: as stated, or the sum of its parts where every part has a claim.

    ``maximum_of`` is its maximum where another place states it; it gives shares (得50%权重分) their points.
    """
    stated = node.stated("claimed")
    if stated is not None:
        value = counted(node, stated)
        return Amount(value, (value,), stated=True)
    if node.is_root:
        return None
    mentioned = _mentioned(node, maximum_of)
    if not node.children:
        return mentioned
    if mentioned is not None:
        return None
    return _sum([claim(child) for child in node.children if not _apart(child)])


def maximum(node: Node) -> Amount | None:
    """The maximum of a node: as stated, or the sum of its children's where each has one."""
    stated = node.stated("max")
    if stated is not None:
        return Amount(stated, (stated,), stated=True)
    if not node.children:
        return None
    return _sum([maximum(child) for child in base_children(node)])


def base_children(node: Node) -> list[Node]:
    """The children whose maxima make up the node's: bonus and penalty items stay outside, except in their own kind."""
    return [child for child in node.children if child.kind == node.kind]


def points_of(mention: Mention, of: Decimal | None) -> Decimal | None:
    """The points that a mention earns (or loses, never negative); ``None`` where only a share of an unknown maximum."""
    if mention.points is not None:
        return mention.points
    if mention.kind in {"zero", "no_deduction"}:
        return Decimal(0)
    share = mention.percent_of_weight if mention.percent_of_weight is not None else None
    if share is None and mention.kind == "full":
        share = _HUNDRED
    return None if share is None or of is None else abs(of) * share / _HUNDRED


def _mentioned(node: Node, of: Decimal | None) -> Amount | None:
    """The sum of a node's own mentions where they can only be read one way."""
    if not node.mentions or any(mention.kind in {"deduct", "no_deduction"} for mention in node.mentions):
        return None
    if len({mention.kind in {"percent", "full"} for mention in node.mentions}) > 1:
        return None
    values = [points_of(mention, of if of is not None else node.stated("max")) for mention in node.mentions]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return Amount(sum(known, Decimal(0)), tuple(known), stated=False)


def _sum(amounts: list[Amount | None]) -> Amount | None:
    known = [amount for amount in amounts if amount is not None]
    if not known or len(known) < len(amounts):
        return None
    terms = tuple(term for amount in known for term in amount.terms)
    return Amount(sum((amount.value for amount in known), Decimal(0)), terms, stated=False)


def _apart(child: Node) -> bool:
    """A bonus or penalty item that claims nothing adds nothing."""
    return child.kind != "base" and not child.claims_anything()
