"""Sets of scores: single values and closed intervals, exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_MANY = 2000
"""Single values beyond which a set is given as the interval that they lie in."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"an interval from {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class ScoreSet:
    """Scores that the rules allow.

    ``unknown`` says that the rules leave it to somebody's judgement, or were not all understood: the values and
    intervals are then only the range that it must lie in, and a score inside of it proves nothing.
    """

    values: frozenset[Decimal] = frozenset()
    intervals: tuple[Interval, ...] = ()
    unknown: bool = False

    @classmethod
    def of(cls, *values: Decimal | int) -> ScoreSet:
        """The set of some single values."""
        return cls(frozenset(Decimal(v) for v in values))

    @classmethod
    def between(cls, low: Decimal | int, high: Decimal | int, unknown: bool = False) -> ScoreSet:
        """The set of all scores between two, in either order."""
        low, high = Decimal(low), Decimal(high)
        return cls(intervals=(Interval(min(low, high), max(low, high)),), unknown=unknown)

    @property
    def empty(self) -> bool:
        """Whether no score at all is in the set."""
        return not self.values and not self.intervals

    @property
    def least(self) -> Decimal | None:
        """The smallest score; ``None`` of the empty set."""
        return min([*self.values, *(i.low for i in self.intervals)], default=None)

    @property
    def most(self) -> Decimal | None:
        """The greatest score; ``None`` of the empty set."""
        return max([*self.values, *(i.high for i in self.intervals)], default=None)

    def admits(self, low: Decimal, high: Decimal | None = None) -> bool:
        """Whether a score from ``low`` to ``high`` is in the set: both ends of what a printed score stands for."""
        high = low if high is None else high
        return any(low <= v <= high for v in self.values) or any(
            i.low <= high and low <= i.high for i in self.intervals
        )

    def union(self, *others: ScoreSet) -> ScoreSet:
        """What is in this set or in one of the others; unknown if one of them is."""
        sets = (self, *others)
        return _tidied(
            (v for s in sets for v in s.values), (i for s in sets for i in s.intervals), any(s.unknown for s in sets)
        )

    def plus(self, other: ScoreSet) -> ScoreSet:
        """All sums of a score of this set and one of the other."""
        values = {a + b for a in self.values for b in other.values}
        intervals = [Interval(i.low + v, i.high + v) for i in self.intervals for v in other.values]
        intervals += [Interval(i.low + v, i.high + v) for i in other.intervals for v in self.values]
        intervals += [Interval(i.low + j.low, i.high + j.high) for i in self.intervals for j in other.intervals]
        return _tidied(values, intervals, self.unknown or other.unknown)

    def clipped(self, low: Decimal, high: Decimal) -> ScoreSet:
        """The set with everything below ``low`` and above ``high`` moved to that end."""
        values = {min(max(v, low), high) for v in self.values}
        intervals = [Interval(min(max(i.low, low), high), min(max(i.high, low), high)) for i in self.intervals]
        return _tidied(values, intervals, self.unknown)

    def negated(self) -> ScoreSet:
        """The same scores below zero."""
        return _tidied((-v for v in self.values), (Interval(-i.high, -i.low) for i in self.intervals), self.unknown)

    def open_to_judgement(self) -> ScoreSet:
        """The whole range of the set, marked as unknown."""
        if self.least is None or self.most is None:
            return ScoreSet(unknown=True)
        return ScoreSet.between(self.least, self.most, unknown=True)


NOTHING = ScoreSet.of(0)
UNKNOWN = ScoreSet(unknown=True)


def _tidied(values: Iterable[Decimal], intervals: Iterable[Interval], unknown: bool) -> ScoreSet:
    """Overlapping intervals joined, values inside of them dropped, and too many values made an interval."""
    joined: list[Interval] = []
    points = set(values)
    for interval in sorted(intervals):
        if interval.low == interval.high:
            points.add(interval.low)
        elif joined and interval.low <= joined[-1].high:
            joined[-1] = Interval(joined[-1].low, max(joined[-1].high, interval.high))
        else:
            joined.append(interval)
    points = {p for p in points if not any(i.low <= p <= i.high for i in joined)}
    if len(points) > _MANY:
        return _tidied((), [*joined, Interval(min(points), max(points))], unknown)
    return ScoreSet(frozenset(points), tuple(joined), unknown)
