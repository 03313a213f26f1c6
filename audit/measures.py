"""The measured values of an item, and the scores that its rules admit for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import combinations

from audit.align import Group
from audit.context import Context
from audit.rules import RuleSet, rule_sets, settled_maximum
from audit.scoring import Interval, ScoreSet, scores_for
from audit.sheets import Node
from audit.words import name_key, vocabulary
from models import (
    Award,
    AwardPer,
    Bound,
    Cap,
    Deduct,
    DeductPer,
    Evidence,
    Fact,
    Ratio,
    ScoringRule,
    Tier,
    Veto,
    Zero,
)

_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)
_PERCENT = frozenset({"%", "百分点", "个百分点"})
_SHARED_ENDING = 2
"""满意度 and 群众满意度 end alike: the rate that a rule speaks of."""
_RATE_TIMES = re.compile(
    r"(?P<rate>[\u4e00-\u9fff]{2}率)[\"”]?(?:×|\*|乘以|乘)"
    r"(?:(?P<points>\d+(?:\.\d+)?)分?|(?:该项|本项|指标)?(?:分值|权重分值|权重分|权重|满分))$"
)
"""The end of a rule that multiplies a rate by points."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A value that was reached, with the interval of what rounds to it."""

    value: Decimal
    unit: str | None
    name: str
    evidence: Evidence
    whole_cell: bool
    """Whether it is all that a column for actual values holds: then it is the item's beyond doubt."""
    least: bool = False
    """以上: it may be more."""
    spread: Decimal = Decimal(0)

    @property
    def interval(self) -> Interval:
        """All values that it may stand for."""
        top = max(self.value, _HUNDRED) if self.least else self.value + self.spread
        return Interval(self.value - self.spread, top)

    def agrees(self, other: Measure) -> bool:
        """Whether both can be the same value."""
        mine, theirs = self.interval, other.interval
        return mine.low <= theirs.high and theirs.low <= mine.high


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the rules of an item give for its measured value."""

    rules: tuple[ScoringRule, ...]
    weight: Decimal
    measure: Measure
    """The most precise of the values that agree."""
    admitted: ScoreSet
    """All scores that some reading of some rule set gives for any of the values."""


def recomputed(context: Context, group: Group) -> Recomputed | None:
    """The scores that follow from an item's measured values; ``None`` where that cannot be said for certain.

    Several values must agree, and every place that states rules must have rules of one measured thing.
    """
    node = next(iter(group.report_nodes), None)
    weight = settled_maximum(group)
    if node is None or node.is_root or weight is None or weight <= 0 or node.kind == "penalty":
        return None
    places = [(place, _of_one_thing(place)) for place in rule_sets(context, group)]
    if not places or any(rules is None for _, rules in places):
        return None
    admitted, first = ScoreSet(), None
    for place, rules in places:
        assert rules is not None
        measures = _measures(context, group, place, rules, weight)
        best = min(measures, key=lambda measure: (measure.least, measure.spread), default=None)
        if best is None or any(not one.agrees(other) for one, other in combinations(measures, 2)):
            return None
        found = [_scores(rules, measure, weight) for measure in measures]
        if any(scores.unknown or scores.empty for scores in found):
            return None
        admitted = admitted.union(*found)
        first = first or (rules, best)
    if first is None:
        return None
    return Recomputed(first[0], weight, first[1], admitted)


def _scores(rules: Sequence[ScoringRule], measure: Measure, weight: Decimal) -> ScoreSet:
    interval = measure.interval
    found = scores_for(rules, measure.value, measure.unit, weight)
    if interval.low < interval.high:
        found = found.union(scores_for(rules, interval, measure.unit, weight))
    if any(isinstance(rule, Zero | Veto) and not _bounds(rule) and not _is_else(rule) for rule in rules):
        found = found.union(ScoreSet.of(0))
    return found


def _of_one_thing(place: RuleSet) -> tuple[ScoringRule, ...] | None:
    """The rules of a place where one measured value decides; ``None`` where something else does too."""
    ruled = [criterion for criterion in place.criteria if criterion.rules]
    if len(ruled) != 1 or not place.understood:
        return None
    if any(criterion.max_points is not None for criterion in place.criteria if criterion is not ruled[0]):
        return None
    rules = ruled[0].rules
    if counted_rule(rules) is not None:
        return rules
    if proportional_rule(rules) is not None:
        return rules
    by_value = any(isinstance(rule, Ratio) and rule.threshold is not None for rule in rules)
    if any(_depends_on_more(rule, by_value) for rule in rules):
        return None
    return rules if by_value or any(_bounds(rule) for rule in rules) else None


def counted_rule(rules: Sequence[ScoringRule]) -> AwardPer | DeductPer | None:
    """The one rule that counts what happened (每发生1起扣1分); all others only frame it: full marks, a cap."""
    counting = [rule for rule in rules if isinstance(rule, AwardPer | DeductPer)]
    if len(counting) != 1 or counting[0].unit is None or any(isinstance(rule, Ratio | Deduct) for rule in rules):
        return None
    rule = counting[0]
    words = vocabulary()["measures"]
    told = f"{rule.condition or ''}{rule.text}"
    if isinstance(rule, DeductPer):
        happened = any(word in told for word in words["happened"])
        if not happened or any(word in told for word in words["missing"]):
            return None
        frame = all(isinstance(r, DeductPer | Cap) or _is_full_award(r) for r in rules)
    else:
        frame = all(isinstance(r, AwardPer | Cap) for r in rules)
    return rule if frame and not any(_bounds(r) for r in rules) else None


def proportional_rule(rules: Sequence[ScoringRule]) -> Ratio | None:
    """The only rule, where it is a rate times the points of the item: 得分=完成率×10分."""
    rule = rules[0] if len(rules) == 1 else None
    if not isinstance(rule, Ratio) or rule.step is not None or rule.threshold is not None:
        return None
    return rule if _RATE_TIMES.search(_folded(rule.text)) else None


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _is_full_award(rule: ScoringRule) -> bool:
    return isinstance(rule, Award) and (rule.percent_of_weight == _HUNDRED or rule.points is not None)


def _depends_on_more(rule: ScoringRule, by_value: bool) -> bool:
    """Whether a rule speaks of something beside the measured value."""
    if isinstance(rule, Award | Tier):
        full = rule.percent_of_weight == _HUNDRED
        return not _bounds(rule) and not (by_value and full)
    if isinstance(rule, Deduct):
        return not _bounds(rule)
    return isinstance(rule, DeductPer | AwardPer)


def _bounds(rule: ScoringRule) -> list[Bound]:
    ends = (getattr(rule, "low", None), getattr(rule, "high", None))
    return [end for end in ends if isinstance(end, Bound)]


def _is_else(rule: ScoringRule) -> bool:
    return rule.condition is not None and rule.condition.startswith(("否则", "其他", "其它", "反之"))


# --- values


def _multiplies(rule: Ratio, group: Group, facts: Iterable[Fact], weight: Decimal) -> bool:
    """Whether a formula takes the item's own rate and its own points: 执行率×10 of 预算执行率 with 10 points.

    Of an item that aims at less than 100 % the rate may be the share of its aim, so nothing is certain then.
    """
    found = _RATE_TIMES.search(_folded(rule.text))
    if found is None or not any(found["rate"] in node.name for node in group.nodes):
        return False
    aims = {fact.value for fact in facts if fact.role == "target"}
    return aims <= {_HUNDRED} and (found["points"] is None or Decimal(found["points"]) == weight)


def _measures(
    context: Context, group: Group, place: RuleSet, rules: Sequence[ScoringRule], weight: Decimal
) -> list[Measure]:
    """The values that were reached in the unit of the rules."""
    units = {_family(bound.unit) for rule in rules for bound in _bounds(rule)}
    units |= {_family(r.threshold.unit) for r in rules if isinstance(r, Ratio) and r.threshold is not None}
    counted = counted_rule(rules)
    if counted is not None:
        units = {_family(counted.unit)}
    facts = [fact for node in group.report_nodes for fact in facts_of(context, node)]
    proportional = proportional_rule(rules)
    if proportional is not None and _multiplies(proportional, group, facts, weight):
        units = {"%"}
    if len(units) != 1:
        return []
    unit = units.pop()
    found = [
        _measure(fact)
        for fact in facts
        if fact.role == "actual" and _family(fact.unit) == unit and _speaks_of(fact, group, rules)
    ]
    if unit == "%" and _speaks_of_rate(group, rules):
        found += _rates(facts)
    if any(measure is None for measure in found):
        return []
    return [measure for measure in found if measure is not None]


def facts_of(context: Context, node: Node) -> list[Fact]:
    """The measured values that were read for a node, and for the parts of a working paper."""
    nodes = node.walk() if node.source.form == "working_paper" else [node]
    identities = {below.item.id for below in nodes if below.item is not None}
    return [fact for fact in context.measured.get(node.sheet, ()) if fact.item in identities]


def _measure(fact: Fact) -> Measure | None:
    """The value of a fact; ``None`` where it is only about so much."""
    words = vocabulary()["measures"]
    least = fact.qualifier in words["at_least"]
    if fact.qualifier and not least and fact.qualifier != "=":
        return None
    exponent = fact.value.as_tuple().exponent
    printed = _HALF.scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
    spread = printed if _family(fact.unit) == "%" else Decimal(0)
    return Measure(fact.value, fact.unit, fact.measure, fact.evidence, is_whole_cell(fact), least, spread)


def is_whole_cell(fact: Fact) -> bool:
    """Whether the value is all that its cell says; a value in running text has a span of characters."""
    where = fact.evidence.where
    return where.row is not None and where.start is None


def _rates(facts: Iterable[Fact]) -> list[Measure | None]:
    """How many of how many, as a rate."""
    found: list[Measure | None] = []
    planned: Fact | None = None
    for fact in facts:
        if fact.role == "planned":
            planned = fact
        elif fact.role == "done" and planned is not None and planned.value > 0 and planned.evidence == fact.evidence:
            rate = fact.value / planned.value * _HUNDRED
            # people cut or round the quotient at the first or second decimal
            found.append(Measure(rate, "%", fact.measure, fact.evidence, False, spread=Decimal("0.05")))
    return found


def _speaks_of(fact: Fact, group: Group, rules: Sequence[ScoringRule]) -> bool:
    """Whether a value is what the rules measure: the item's own column, or a rate named like it."""
    if is_whole_cell(fact):
        return True
    key = name_key(fact.measure)
    names = {node.key for node in group.nodes if node.key}
    conditions = "".join(rule.condition or "" for rule in rules)
    ending = key[-3:]
    if any(name in key or name.endswith(ending) for name in names):
        return True
    return len(key) > _SHARED_ENDING and ending in conditions


def _speaks_of_rate(group: Group, rules: Sequence[ScoringRule]) -> bool:
    conditions = "".join(rule.condition or "" for rule in rules)
    return any(node.name.endswith("率") for node in group.nodes) or "率" in conditions


@cache
def _family(unit: str | None) -> str | None:
    return "%" if unit in _PERCENT else unit
