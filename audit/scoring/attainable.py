"""Which scores the rules of an item can give. ``docs/score-language.md`` describes the readings that are admitted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations

from audit.scoring.scores import NOTHING, UNKNOWN, ScoreSet
from models.rules import (
    Award,
    AwardPer,
    Cap,
    Deduct,
    DeductPer,
    Discretionary,
    Ratio,
    ScoringRule,
    Tier,
    Unread,
    Veto,
    Zero,
)
from models.sheet import Criterion

_MOST_STEPS = 1000
"""Steps of one rule that are followed one by one."""

_MOST_DEDUCTIONS = 10
"""Different deductions of one part of which all combinations are tried."""

_FORMULA = re.compile(
    r"[×÷*](?!\s*100\s*[%％])"  # 完成率×分值; 实际数/计划数×100% only defines the rate
    r"|折算|折合"
    r"|(?:\d+(?:\.\d+)?、)+\d+(?:\.\d+)?分"  # 分别计10、8、6、4分
)
_VERB = re.compile(r"[得计记加给奖赋]")

Earning = Award | Tier | AwardPer
Losing = Deduct | DeductPer | Ratio


def attainable(criteria: Sequence[Criterion], max_points: Decimal | None) -> ScoreSet:
    """The scores that an item with these criteria and this maximum can have.

    A penalty item (negative ``max_points``) has scores from zero down. ``unknown`` where a rule leaves the score to
    judgement, was not understood, or where a criterion that has points of its own has no rules.
    """
    if max_points is None or not any(c.rules for c in criteria) or _computes(criteria):
        return _whole(max_points)
    weight = abs(max_points)
    own = [abs(c.max_points) if c.max_points is not None else None for c in criteria]
    if len(criteria) == 1 and own[0] is None:
        own = [weight]
    total = NOTHING
    for criterion, maximum in zip(criteria, own, strict=True):
        if max_points < 0:
            total = total.plus(_lost(criterion.rules, weight))
        elif criterion.rules:
            total = total.plus(_earned(criterion.rules, maximum, weight))
        elif maximum is not None:
            total = total.plus(ScoreSet.between(0, maximum, unknown=True))
    if max_points < 0:
        return total.clipped(Decimal(0), weight).negated()
    total = total.clipped(Decimal(0), weight)
    if any(_takes_all(r) for c in criteria for r in c.rules):
        total = total.union(NOTHING)
    return total.open_to_judgement().union(ScoreSet.between(0, weight)) if total.unknown else total


def attainable_of_rules(rules: Sequence[ScoringRule], max_points: Decimal | None) -> ScoreSet:
    """The scores that one criterion with these rules and this maximum can have."""
    if max_points is None or not rules:
        return _whole(max_points)
    weight = abs(max_points)
    if max_points < 0:
        return _lost(rules, weight).clipped(Decimal(0), weight).negated()
    found = _earned(rules, weight, weight).clipped(Decimal(0), weight)
    return ScoreSet.between(0, weight, unknown=True) if found.unknown else found


def highest(criteria: Sequence[Criterion], max_points: Decimal) -> frozenset[Decimal] | None:
    """The most that an item can earn by its rules, before any maximum limits it, in every admitted reading.

    ``None`` where that cannot be said: judgement, unread words, formulas, gains without an end, criteria without rules.
    """
    if _computes(criteria):
        return None
    weight = abs(max_points)
    sums = {Decimal(0)}
    for criterion in criteria:
        own = abs(criterion.max_points) if criterion.max_points is not None else None
        if not criterion.rules and own is None:
            continue
        found = _highest_of(criterion.rules, own or (weight if len(criteria) == 1 else None), weight)
        if found is None:
            return None
        sums = {a + b for a in sums for b in found}
    return frozenset(sums) if any(c.rules for c in criteria) else None


def _computes(criteria: Sequence[Criterion]) -> bool:
    """Whether a criterion has the score computed, or names several amounts at once: its rules are not all there is."""
    return any(c.rules and _FORMULA.search(c.text) for c in criteria)


def amount(rule: ScoringRule, weight: Decimal | None) -> Decimal | None:
    """The points that a rule speaks of; a share of the weight is taken of ``weight``."""
    if rule.points is not None:
        return rule.points
    share: Decimal | None = getattr(rule, "percent_of_weight", None)
    return None if share is None or weight is None else share * weight / 100


# --- earning


def _whole(max_points: Decimal | None) -> ScoreSet:
    return UNKNOWN if max_points is None else ScoreSet.between(0, max_points, unknown=True)


def _takes_all(rule: ScoringRule) -> bool:
    return isinstance(rule, Veto) or (isinstance(rule, Zero) and rule.scope == "item")


def _parts(rules: Iterable[ScoringRule]) -> dict[int, list[ScoringRule]]:
    parts: dict[int, list[ScoringRule]] = {}
    for rule in rules:
        parts.setdefault(rule.part, []).append(rule)
    return parts


def _earned(rules: Sequence[ScoringRule], maximum: Decimal | None, weight: Decimal) -> ScoreSet:
    """The scores of one criterion, from zero up."""
    if any(isinstance(r, Unread) for r in rules) or _only_full(rules):
        return ScoreSet.between(0, maximum or weight, unknown=True)
    parts = _parts(rules)
    overall = [r for r in parts.pop(0, []) if not (isinstance(r, Award) and r.headline)]
    total = NOTHING
    for members in parts.values():
        total = total.plus(_earned_by_part(members, maximum, weight))
    if not any(_earns(r) for members in parts.values() for r in members):
        # only losses: they start from full marks
        total = _full(maximum)
        overall = [*overall, *(r for members in parts.values() for r in members)]
    total = _reduced(total, overall, weight)
    if any(isinstance(r, Zero | Veto) for r in rules):
        total = total.union(NOTHING)
    caps = [amount(r, weight) for r in overall if isinstance(r, Cap) and r.of == "award"]
    limit = min((c for c in [*caps, maximum] if c is not None), default=None)
    return total if limit is None else total.clipped(Decimal(0), limit)


def _only_full(rules: Sequence[ScoringRule]) -> bool:
    """Whether all that is said is what full marks are for (达到95%得满分): what less earns is left open."""
    return len(rules) == 1 and isinstance(rules[0], Award) and "满分" in rules[0].text


def _earns(rule: ScoringRule) -> bool:
    return isinstance(rule, Award | Tier | AwardPer) or (isinstance(rule, Ratio) and rule.step is None)


def _full(maximum: Decimal | None) -> ScoreSet:
    return UNKNOWN if maximum is None else ScoreSet.of(maximum)


def _earned_by_part(rules: Sequence[ScoringRule], maximum: Decimal | None, weight: Decimal) -> ScoreSet:
    if not any(_earns(r) for r in rules):
        return (
            NOTHING
            if not any(isinstance(r, Discretionary) for r in rules)
            else ScoreSet(frozenset([Decimal(0)]), (), True)
        )
    levels = [amount(r, weight) for r in rules if isinstance(r, Award | Tier)]
    if any(level is None for level in levels):
        return ScoreSet.between(0, maximum or weight, unknown=True)
    base = ScoreSet.of(0, *(level for level in levels if level is not None))
    if levels and not any(_VERB.search(r.text) for r in rules if isinstance(r, Award | Tier)):
        base = base.union(ScoreSet.between(0, base.most or 0))  # 账目清楚3分: what the part is worth
    caps = [c for r in rules if isinstance(r, Cap) and r.of == "award" and (c := amount(r, weight)) is not None]
    limit = min([*caps, maximum if maximum is not None else weight])
    for rule in rules:
        if isinstance(rule, AwardPer):
            base = base.plus(_multiples(amount(rule, weight), limit))
        elif isinstance(rule, Ratio) and rule.step is None:
            base = base.union(ScoreSet.between(0, base.most or limit if levels else limit))
    return _reduced(base, rules, weight).clipped(Decimal(0), max(limit, base.most or limit) if not caps else limit)


def _multiples(step: Decimal | None, limit: Decimal) -> ScoreSet:
    """0, step, 2·step … up to the limit, the limit itself included."""
    if step is None or step <= 0 or limit / step > _MOST_STEPS:
        return ScoreSet.between(0, limit, unknown=step is None)
    count = int(limit / step)
    return ScoreSet.of(*(step * k for k in range(count + 1)), limit)


# --- losing


def _reduced(base: ScoreSet, rules: Sequence[ScoringRule], weight: Decimal) -> ScoreSet:
    """The base with everything that the losses of a part can leave of it."""
    losses = _losses(rules, weight, base.most or Decimal(0))
    if any(isinstance(r, Discretionary | Unread) for r in rules):
        return ScoreSet.between(0, base.most or 0, unknown=True)
    if losses is None:
        return base
    if base.intervals:
        return base.union(ScoreSet.between(0, base.most or 0))
    positive = ScoreSet(frozenset(v for v in base.values if v > 0), base.intervals, base.unknown)
    left = positive.plus(losses.negated()).clipped(Decimal(0), base.most or Decimal(0))
    return base.union(left)


def _losses(rules: Sequence[ScoringRule], weight: Decimal, most: Decimal) -> ScoreSet | None:
    """What can be lost by the rules together, up to ``most``; ``None`` where nothing can."""
    caps = [c for r in rules if isinstance(r, Cap) and r.of == "deduct" and (c := amount(r, weight)) is not None]
    limit = min([*caps, most])
    total: ScoreSet | None = None
    single = [amount(r, weight) for r in rules if isinstance(r, Deduct)]
    if single:
        total = _any_of([s for s in single if s is not None])
        if any(s is None for s in single):
            total = ScoreSet.between(0, limit, unknown=True)
    for rule in rules:
        if isinstance(rule, DeductPer):
            total = (total or NOTHING).plus(_multiples(amount(rule, weight), limit))
        elif isinstance(rule, Ratio) and rule.step is not None:
            total = (total or NOTHING).plus(_ratio_losses(rule, weight, limit))
    return None if total is None else total.clipped(Decimal(0), limit)


def _any_of(losses: Sequence[Decimal]) -> ScoreSet:
    """The sums of any of the losses."""
    if len(losses) > _MOST_DEDUCTIONS:
        return ScoreSet.between(0, sum(losses, Decimal(0)))
    sums = {sum(chosen, Decimal(0)) for size in range(len(losses) + 1) for chosen in combinations(losses, size)}
    return ScoreSet(frozenset(sums))


def _ratio_losses(rule: Ratio, weight: Decimal, limit: Decimal) -> ScoreSet:
    """All losses from none to where the cut-off takes everything."""
    rate = amount(rule, weight)
    if rate is None or rule.step is None or rule.threshold is None or rule.cutoff is None:
        return ScoreSet.between(0, limit, unknown=rate is None)
    steps = abs(rule.threshold.value - rule.cutoff.value) / rule.step
    # the step that the cut-off falls into may be counted whole
    return ScoreSet.between(0, min(limit, (steps + 1) * rate)).union(ScoreSet.of(limit))


def _lost(rules: Sequence[ScoringRule], weight: Decimal) -> ScoreSet:
    """What the rules of a penalty item can take away, as numbers from zero up."""
    if any(isinstance(r, Unread | Discretionary) or _earns(r) for r in rules):
        return ScoreSet.between(0, weight, unknown=True)
    losses = _losses(rules, weight, weight) or NOTHING
    return losses.union(ScoreSet.of(weight)) if any(isinstance(r, Zero) for r in rules) else losses


# --- the most


def _highest_of(rules: Sequence[ScoringRule], maximum: Decimal | None, weight: Decimal) -> set[Decimal] | None:
    if any(isinstance(r, Unread | Discretionary) for r in rules):
        return None
    earning = [r for r in rules if _earns(r)]
    if not earning:
        return {maximum} if maximum is not None else None
    caps = [r for r in rules if isinstance(r, Cap) and r.of == "award"]
    if any(isinstance(r, AwardPer | Ratio) for r in earning):
        # gains without an end, or a share of something: they reach what limits them
        return {maximum} if maximum is not None else None
    parts: dict[int, Decimal] = {}
    headline: Decimal | None = None
    for rule in earning:
        points = amount(rule, maximum if rule.points is None and maximum is not None else weight)
        if points is None:
            return None
        if isinstance(rule, Award) and rule.headline:
            headline = points
        else:
            parts[rule.part] = max(parts.get(rule.part, Decimal(0)), points)
    readings = {sum(parts.values(), Decimal(0)), max(parts.values())}
    if headline is not None:
        readings.add(headline)
    limits = [c for r in caps if (c := amount(r, weight)) is not None]
    return {min([value, *limits]) for value in readings}
