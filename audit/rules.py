"""The scoring rules of an item, gathered from all places that state them, and what they admit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from audit.align import Group
from audit.context import Context
from audit.scoring import ScoreSet, attainable
from audit.sheets import Node
from models import (
    Award,
    AwardPer,
    Criterion,
    Deduct,
    DeductPer,
    Discretionary,
    Ratio,
    ScoringRule,
    Tier,
    Unread,
    Zero,
)

_HUNDRED = Decimal(100)
_MOST_PARTS = 12
"""Into how many equal parts people cut a weight and print the share of one as a whole per cent."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a rule: what it means there, its unit, its value."""

    meaning: str
    unit: str | None
    value: Decimal
    rule: ScoringRule


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The criteria with rules of one place."""

    node: Node
    criteria: tuple[Criterion, ...]

    @property
    def rules(self) -> tuple[ScoringRule, ...]:
        """All rules, in order."""
        return tuple(rule for criterion in self.criteria for rule in criterion.rules)

    @property
    def understood(self) -> bool:
        """Whether every rule was understood and none leaves the score to judgement."""
        return not any(isinstance(rule, Unread | Discretionary) for rule in self.rules)


def rule_sets(context: Context, group: Group) -> list[RuleSet]:
    """What an item is scored by: the rubric's rules where it has some, else those of every place of the report."""
    original = group.rubric_node
    if original is not None and has_rules(original):
        return [RuleSet(original, original.criteria)]
    return [RuleSet(node, node.criteria) for node in group.report_nodes if has_rules(node)]


def settled_maximum(group: Group) -> Decimal | None:
    """The maximum of an item; ``None`` where none is stated, or two places state different ones."""
    stated = {node.stated("max") for node in group.nodes if not node.is_root} - {None}
    return stated.pop() if len(stated) == 1 else None


def has_rules(node: Node) -> bool:
    """Whether the criteria of a node say how points are earned or lost."""
    return any(criterion.rules for criterion in node.criteria)


def reachable(criteria: Sequence[Criterion], maximum: Decimal) -> ScoreSet:
    """The scores that criteria admit; a third of the weight may be printed as 33 % or 34 %."""
    found = attainable(criteria, maximum)
    return found.union(*(attainable(other, maximum) for other in _exact_shares(criteria)))


def _exact_shares(criteria: Sequence[Criterion]) -> Iterator[tuple[Criterion, ...]]:
    """The criteria with shares such as 34 % taken as the third that they stand for, where there are any."""
    changed = tuple(
        criterion.model_copy(update={"rules": tuple(_exact(rule) for rule in criterion.rules)})
        for criterion in criteria
    )
    if changed != tuple(criteria):
        yield changed


def _exact(rule: ScoringRule) -> ScoringRule:
    if not isinstance(rule, DeductPer | AwardPer) or rule.percent_of_weight is None:
        return rule
    share = equal_part(rule.percent_of_weight)
    return rule if share is None else rule.model_copy(update={"percent_of_weight": share})


def equal_part(percent: Decimal) -> Decimal | None:
    """100/n where that is what a printed per cent is rounded from, up or down; ``None`` where it is exact."""
    exponent = percent.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)
    for parts in range(3, _MOST_PARTS + 1):
        part = _HUNDRED / parts
        if part == percent:
            return None
        if percent in (part.quantize(unit, ROUND_FLOOR), part.quantize(unit, ROUND_CEILING)):
            return part
    return None


# --- the numbers of rules


def numbers_of(rules: Iterable[ScoringRule], weight: Decimal | None) -> list[Quantity]:
    """The numbers of rules with their meanings. Shares of the weight are points where the weight is known."""
    return [number for rule in rules for number in _numbers(rule, weight)]


def _numbers(rule: ScoringRule, weight: Decimal | None) -> Iterator[Quantity]:
    # 60%以上得2分 is a level among others in one place and the only award in another
    kind = "award" if rule.kind == "tier" else rule.kind
    points = rule.points
    share: Decimal | None = getattr(rule, "percent_of_weight", None)
    if points is not None:
        yield Quantity(kind, "分", points, rule)
    elif share is not None and weight is not None:
        yield Quantity(kind, "分", abs(weight) * share / _HUNDRED, rule)
    elif share is not None:
        yield Quantity(kind, "%权重", share, rule)
    if isinstance(rule, DeductPer | AwardPer):
        yield Quantity(f"{kind} per", _unit(rule.unit), rule.per, rule)
    elif isinstance(rule, Ratio):
        if rule.step is not None:
            yield Quantity(f"{kind} step", _unit(rule.unit), rule.step, rule)
    elif isinstance(rule, Award | Tier | Deduct | Zero):
        # 95%得满分 and 高于95%得满分 name the same number, at one end or at both
        ends = {(bound.value, _unit(bound.unit)) for bound in (rule.low, rule.high) if bound is not None}
        for value, unit in sorted(ends, key=str):
            yield Quantity(f"{kind} bound", unit, value, rule)


def _unit(unit: str | None) -> str | None:
    return "%" if unit == "百分点" else unit
