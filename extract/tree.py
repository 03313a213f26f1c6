"""A score sheet while it is being built: drafts that can still change, frozen into items at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from models import Criterion, Detail, Evidence, Item, ItemKind, Mention, Where


@dataclass(slots=True)
class Draft:
    """An item that is still growing; the fields are those of ``Item``."""

    label: str
    name: str
    where: Where
    code: str | None = None
    kind: ItemKind = "base"
    max_points: Decimal | None = None
    max_evidence: Evidence | None = None
    claimed: Decimal | None = None
    claimed_evidence: Evidence | None = None
    criteria: list[Criterion] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)

    def walk(self) -> Iterator[Draft]:
        """This draft and all below it, parents before children."""
        yield self
        for child in self.children:
            yield from child.walk()


def freeze(drafts: Iterable[Draft], prefix: str = "") -> tuple[Item, ...]:
    """Items with their ids: the path of positions from 1."""
    return tuple(_item(draft, f"{prefix}{position}") for position, draft in enumerate(drafts, start=1))


def _item(draft: Draft, identity: str) -> Item:
    return Item(
        id=identity,
        code=draft.code,
        name=draft.name,
        label=draft.label,
        kind=draft.kind,
        max_points=draft.max_points,
        max_evidence=draft.max_evidence,
        claimed=draft.claimed,
        claimed_evidence=draft.claimed_evidence,
        criteria=tuple(draft.criteria),
        mentions=tuple(draft.mentions),
        details=tuple(draft.details),
        children=freeze(draft.children, f"{identity}."),
        where=draft.where,
    )
