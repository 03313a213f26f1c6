"""Which scores follow from a measured value.

Where a text can be read in two ways (a loss for each full step or in proportion, 60%以上 with or without 60), every
reading is admitted: a score that fits one of them is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from audit.scoring.attainable import amount
from audit.scoring.scores import NOTHING, UNKNOWN, Interval, ScoreSet
from models.rules import (
    Award,
    AwardPer,
    Bound,
    Cap,
    Deduct,
    DeductPer,
    Discretionary,
    Ratio,
    ScoringRule,
    Tier,
    Unread,
    Zero,
)

_PERCENT = frozenset(["%", "百分点"])
_MOST_BREAKS = 400

Level = Award | Tier
Stepped = AwardPer | DeductPer | Ratio


def scores_for(
    rules: Sequence[ScoringRule], value: Decimal | Interval, unit: str | None, max_points: Decimal | None
) -> ScoreSet:
    """The scores that the rules admit for a measured value in ``unit`` (%, 例, 次, 分 …).

    ``rules`` are those of one measured thing: of a criterion, or of an item with one criterion. ``value`` may be the
    interval that a rounded number stands for. ``max_points`` are the points that full marks and shares of the weight
    are taken of. Unknown (and empty) where the rules say nothing of such a value, speak of several measured things,
    or leave the score to judgement.
    """
    weight = None if max_points is None else abs(max_points)
    scale = _Scale.of(rules, unit, weight)
    if scale is None:
        return UNKNOWN
    if isinstance(value, Decimal):
        return scale.at(value)
    found = ScoreSet()
    breaks = [b for b in scale.breaks(value) if value.low < b < value.high]
    if len(breaks) > _MOST_BREAKS:
        return UNKNOWN
    ends = [value.low, *sorted(set(breaks)), value.high]
    for left, right in pairwise(ends):
        found = found.union(scale.at(left), scale.at(right), scale.along(left, right))
    return found


class _Scale:
    """The rules of one measured thing, sorted by what they do."""

    def __init__(self, rules: Sequence[ScoringRule], unit: str | None, weight: Decimal | None, full: Decimal) -> None:
        self.unit = unit
        self.weight = weight
        self.full = full
        self.levels = [r for r in rules if isinstance(r, Award | Tier) and _bounded(r)]
        self.zeros = [r for r in rules if isinstance(r, Zero) and _bounded(r)]
        self.deductions = [r for r in rules if isinstance(r, Deduct) and _bounded(r)]
        self.ratio = next((r for r in rules if isinstance(r, Ratio)), None)
        self.counted = next((r for r in rules if isinstance(r, DeductPer | AwardPer)), None)
        self.caps = [c for r in rules if isinstance(r, Cap) and (c := amount(r, weight)) is not None]

    @classmethod
    def of(cls, rules: Sequence[ScoringRule], unit: str | None, weight: Decimal | None) -> _Scale | None:
        """The scale of the rules, or ``None`` where they are not one scale in this unit."""
        if any(isinstance(r, Discretionary | Unread) for r in rules):
            return None
        parts = {r.part for r in rules if isinstance(r, Award | Tier | AwardPer)}
        if len(parts) > 1:
            return None
        bounds = [b for r in rules for b in _bounds(r)]
        units = {_family(b.unit) for b in bounds} | {
            _family(r.unit) for r in rules if isinstance(r, Stepped) and _steps(r)
        }
        in_proportion = len(rules) == 1 and isinstance(rules[0], Ratio) and not units and _family(unit) == "%"
        if units != {_family(unit)} and not in_proportion:
            return None
        full = _full(rules, weight)
        steps = [r for r in rules if _steps(r)]
        if full is None or len(steps) > 1 or (steps and amount(steps[0], weight) is None):
            return None
        return cls(rules, unit, weight, full)

    # --- one value

    def at(self, value: Decimal) -> ScoreSet:
        """The scores of one exact value, in all readings."""
        zero = [_holds(z, value) for z in self.zeros]
        if any(h is True for h in zero):
            return NOTHING
        found = NOTHING if any(h is None for h in zero) else ScoreSet()
        found = found.union(self._earned(value))
        return found if not found.empty else NOTHING

    def _earned(self, value: Decimal) -> ScoreSet:
        if self.ratio is not None:
            return self._by_ratio(self.ratio, value)
        if self.counted is not None:
            return self._by_count(self.counted, value)
        if self.deductions:
            return self._by_deductions(value)
        return self._by_level(value)

    def _by_level(self, value: Decimal) -> ScoreSet:
        held = [(level, _holds(level, value)) for level in self.levels]
        sure = [self._points(level) for level, h in held if h is True]
        found = ScoreSet.of(*(self._points(level) for level, h in held if h is None), *([max(sure)] if sure else []))
        if self._beyond_top(value):
            found = found.union(ScoreSet.of(self.full))
        if sure:
            return found
        # the ends are open or there is a gap: the value may belong to a neighbour, or to none
        return found.union(self._beside(value))

    def _beyond_top(self, value: Decimal) -> bool:
        """Whether a value is more than the one that earns full marks: “发放率100%，得满分” and 103 %."""
        top = next((r for r in self.levels if r.low is not None and r.low == r.high), None)
        if top is None or top.low is None or self._points(top) != self.full or value <= top.low.value:
            return False
        others = [b.value for r in (*self.levels, *self.zeros) if r is not top for b in _bounds(r)]
        return all(other <= top.low.value for other in others)

    def _beside(self, value: Decimal) -> ScoreSet:
        """A value that no level holds: those next to it, where it lies between two; otherwise nothing."""
        scale = (*self.levels, *self.zeros)
        below = [r for r in scale if r.high is not None and r.high.value <= value]
        above = [r for r in scale if r.low is not None and r.low.value >= value]
        if below and above:
            near = [max(below, key=lambda r: _end(r.high)), min(above, key=lambda r: _end(r.low))]
            return ScoreSet.of(*(self._points(r) if isinstance(r, Award | Tier) else Decimal(0) for r in near))
        return ScoreSet() if self._beyond_top(value) else NOTHING

    def _by_deductions(self, value: Decimal) -> ScoreSet:
        """The losses whose range holds the value: the greatest of them, or all together."""
        held = [(amount(d, self.weight) or Decimal(0), _holds(d, value)) for d in self.deductions]
        losses = [loss for loss, h in held if h is not False]
        left = [self.full - loss for loss in losses] + [self.full - sum(losses, Decimal(0))]
        if not any(h is True for _, h in held):
            left.append(self.full)
        return ScoreSet.of(*(max(x, Decimal(0)) for x in left))

    def _by_count(self, rule: DeductPer | AwardPer, value: Decimal) -> ScoreSet:
        step = amount(rule, self.weight) or Decimal(0)
        threshold = self._counted_from()
        if isinstance(rule, AwardPer):
            limit = min([self.full, *self.caps])
            return ScoreSet.of(*(min(n * step, limit) for n in _counts(value / rule.per)))
        missed = value if threshold is None else max(threshold - value, Decimal(0))
        lost = [n * step for n in _counts(missed / rule.per)]
        return ScoreSet.of(*(max(self.full - min([x, *self.caps]), Decimal(0)) for x in lost))

    def _counted_from(self) -> Decimal | None:
        """The count that earns full marks, where the losses are for each one less (不少于4次，每少1次)."""
        lows = [r.low.value for r in self.levels if r.low is not None]
        return max(lows, default=None)

    def _by_ratio(self, rule: Ratio, value: Decimal) -> ScoreSet:
        if rule.step is None or rule.threshold is None:
            return self._in_proportion(value)
        if any(_holds(level, value) is True for level in self.levels):
            return ScoreSet.of(self.full) if rule.direction != "either" else self._deviating(rule, value)
        return self._deviating(rule, value)

    def _deviating(self, rule: Ratio, value: Decimal) -> ScoreSet:
        if rule.step is None or rule.threshold is None:
            return UNKNOWN
        missed = self._missed(rule, value)
        rate = amount(rule, self.weight) or Decimal(0)
        steps = missed / rule.step
        counts = (steps, steps.to_integral_value(ROUND_FLOOR), steps.to_integral_value(ROUND_CEILING))
        found = ScoreSet.of(*(max(self.full - n * rate, Decimal(0)) for n in counts))
        if rule.direction == "either" and value > rule.threshold.value:
            # “每偏离1%” of a value beyond the target: a deviation, or more than was asked for
            found = found.union(ScoreSet.of(self.full))
        return found

    @staticmethod
    def _missed(rule: Ratio, value: Decimal) -> Decimal:
        """By how much a value misses the threshold."""
        if rule.threshold is None:
            return Decimal(0)
        short = rule.threshold.value - value
        if rule.direction == "either":
            return abs(short)
        return max(-short if rule.direction == "rising" else short, Decimal(0))

    def _in_proportion(self, value: Decimal) -> ScoreSet:
        """按比例得分: the share of the value in the whole, or in the value that earns full marks."""
        lows = [r.low for r in self.levels if r.low is not None]
        if any(_holds(level, value) is True for level in self.levels):
            return ScoreSet.of(self.full)
        wholes = {low.value for low in lows} | ({Decimal(100)} if self.unit in _PERCENT else set())
        return ScoreSet.of(*(min(self.full * value / whole, self.full) for whole in wholes if whole > 0))

    # --- a stretch of values

    def breaks(self, stretch: Interval) -> Iterator[Decimal]:
        """Where the score jumps."""
        for rule in (*self.levels, *self.zeros, *self.deductions):
            for bound in _bounds(rule):
                yield bound.value
        ratio = self.ratio
        if ratio is None or ratio.step is None or ratio.threshold is None:
            return
        yield ratio.threshold.value
        first = ((stretch.low - ratio.threshold.value) / ratio.step).to_integral_value(ROUND_FLOOR)
        for n in range(_MOST_BREAKS + 1):
            at = ratio.threshold.value + (first + n) * ratio.step
            if at > stretch.high:
                return
            yield at

    def along(self, left: Decimal, right: Decimal) -> ScoreSet:
        """The scores of the values inside a stretch without jumps."""
        if left == right:
            return ScoreSet()
        inside = self.at((left + right) / 2)
        if self.ratio is None:
            return inside
        near = [self.at(left + (right - left) / 10**6), self.at(right - (right - left) / 10**6)]
        values = [v for s in near for v in s.values]
        return inside.union(ScoreSet.between(min(values), max(values))) if values else inside

    def _points(self, level: Level) -> Decimal:
        return amount(level, self.weight) or Decimal(0)


def _full(rules: Sequence[ScoringRule], weight: Decimal | None) -> Decimal | None:
    """The points of full marks: of the highest level, or the maximum itself."""
    levels = [amount(r, weight) for r in rules if isinstance(r, Award | Tier)]
    if levels:
        known = [x for x in levels if x is not None]
        return max(known) if len(known) == len(levels) else None
    return weight


def _steps(rule: ScoringRule) -> bool:
    return isinstance(rule, DeductPer | AwardPer) or (isinstance(rule, Ratio) and rule.step is not None)


def _counts(number: Decimal) -> tuple[Decimal, Decimal]:
    """Whole steps, the begun one left out and counted."""
    return number.to_integral_value(ROUND_FLOOR), number.to_integral_value(ROUND_CEILING)


def _bounded(rule: Award | Tier | Zero | Deduct) -> bool:
    return rule.low is not None or rule.high is not None


def _bounds(rule: ScoringRule) -> list[Bound]:
    if isinstance(rule, Award | Tier | Zero | Deduct):
        return [b for b in (rule.low, rule.high) if b is not None]
    if isinstance(rule, Ratio):
        return [b for b in (rule.threshold, rule.cutoff) if b is not None]
    return []


def _family(unit: str | None) -> str | None:
    return "%" if unit in _PERCENT else unit


def _end(bound: Bound | None) -> Decimal:
    return Decimal(0) if bound is None else bound.value


def _holds(rule: Award | Tier | Zero | Deduct, value: Decimal) -> bool | None:
    """Whether a value lies in the range of a rule; ``None`` where the text leaves it open."""
    answers: list[bool | None] = []
    if rule.low is not None:
        answers.append(rule.low.inclusive if value == rule.low.value else value > rule.low.value)
    if rule.high is not None:
        answers.append(rule.high.inclusive if value == rule.high.value else value < rule.high.value)
    if any(a is False for a in answers):
        return False
    return None if any(a is None for a in answers) else True
