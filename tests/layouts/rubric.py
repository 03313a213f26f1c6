"""A rubric as data, and the outline in which what was built and what was read are compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from corpora.content import Node
from extract.text import tidy
from models import Criterion, Item, ItemKind


@dataclass(frozen=True)
class Rule:
    """One sentence of scoring criteria and the points that it is worth."""

    text: str
    points: Decimal


@dataclass(frozen=True)
class Entry:
    """An item: its parts, or the rules of an innermost one."""

    name: str
    parts: tuple[Entry, ...] = ()
    rules: tuple[Rule, ...] = ()
    kind: ItemKind = "base"

    @property
    def points(self) -> Decimal:
        """The points of all rules below it."""
        return sum((part.points for part in (*self.parts, *self.rules)), Decimal(0))


def whole(entries: Iterable[Entry]) -> Decimal:
    """The points of all items that count towards the whole."""
    return sum((entry.points for entry in entries if entry.kind == "base"), Decimal(0))


def expected(nodes: Iterable[Node], depth: int = 0) -> list[str]:
    """The outline of what was printed: a line for each item, and one for each of its criteria below it."""
    lines = []
    for node in nodes:
        values = node.values
        found = _line(depth, values.get("code"), node.name, node.label, values.get("max"), values.get("kind", "base"))
        lines.append(found)
        lines += [_rule_line(depth, rule.ordinal, rule.points, rule.text) for rule in node.criteria]
        lines += expected(node.children, depth + 1)
    return lines


def outline(items: Iterable[Item], depth: int = 0) -> list[str]:
    """The outline of what was read."""
    lines = []
    for item in items:
        lines.append(_line(depth, item.code, item.name, item.label, _plain(item.max_points), item.kind))
        lines += [_criterion_line(depth, criterion) for criterion in item.criteria]
        lines += outline(item.children, depth + 1)
    return lines


def _plain(points: Decimal | None) -> str | None:
    return None if points is None else str(points)


def _line(depth: int, code: str | None, name: str, label: str, points: str | None, kind: str) -> str:
    return f"{'  ' * depth}{code or '-'} {name} [{tidy(label)}] {points or '-'} {kind}"


def _criterion_line(depth: int, criterion: Criterion) -> str:
    return _rule_line(depth, criterion.ordinal, _plain(criterion.max_points), criterion.text)


def _rule_line(depth: int, ordinal: int | None, points: str | None, text: str) -> str:
    return f"{'  ' * depth}  · {ordinal or '-'} {points or '-'} {tidy(text)}"
