"""The budget block of a form: the rate that its amounts give, and the points that follow from the rate.

A form that states no rule gives points times rate (执行率×分值). Some provinces give full marks from a certain rate on,
or points by levels; so what does not follow from the rate is likely wrong, but not proved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from audit.context import Context
from audit.measures import facts_of, is_whole_cell
from audit.scoring import Interval
from audit.sheets import Node
from models import Fact

_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Budget:
    """The numbers of a line of the budget block."""

    planned: tuple[Fact, ...]
    """Amounts that can be the plan; several where the headings leave it open."""
    done: Fact
    rate: Fact | None
    """The rate as printed."""

    def rates(self) -> list[Interval]:
        """The rates that the amounts give, each with all that rounds to the printed amounts."""
        found = []
        for plan in self.planned:
            low, high = plan.value - _spread(plan.value), plan.value + _spread(plan.value)
            least = max(self.done.value - _spread(self.done.value), Decimal(0))
            if low > 0:
                most = (self.done.value + _spread(self.done.value)) / low
                found.append(Interval(least / high * _HUNDRED, most * _HUNDRED))
        return found

    def quotient(self) -> Decimal | None:
        """The rate that the first plan gives, in per cent, with two decimals."""
        plan = self.planned[0].value
        return (self.done.value / plan * _HUNDRED).quantize(_CENT) if plan > 0 else None

    def rate_agrees(self) -> bool:
        """Whether the printed rate can be that of the amounts, rounded or cut, or written as 100 where it is more."""
        if self.rate is None or not self.rates():
            return True
        stated, slack = self.rate.value, 2 * _spread(self.rate.value)
        return any(
            given.low - slack <= stated <= given.high + slack or (stated == _HUNDRED and given.high > _HUNDRED)
            for given in self.rates()
        )

    def scores(self, weight: Decimal) -> list[Interval]:
        """Points times rate, for the printed rate and for those of the amounts; never more than the points."""
        every = self.rates()
        if self.rate is not None:
            spread = 2 * _spread(self.rate.value)
            every.append(Interval(max(self.rate.value - spread, Decimal(0)), self.rate.value + spread))
        return [
            Interval(min(weight * r.low / _HUNDRED, weight), min(weight * r.high / _HUNDRED, weight)) for r in every
        ]


def budget_of(context: Context, node: Node) -> Budget | None:
    """The budget line that an item is; ``None`` where it is none."""
    facts = [fact for fact in facts_of(context, node) if is_whole_cell(fact)] if node.item is not None else []
    planned, done = _of(facts, "planned"), _of(facts, "done")
    if not planned or len(done) != 1 or len({fact.unit for fact in (*planned, *done)}) != 1:
        return None
    rates = [fact for fact in _of(facts, "actual") if fact.unit == "%"]
    return Budget(tuple(planned), done[0], rates[0] if len(rates) == 1 else None)


def is_scored_by_rate(context: Context, node: Node) -> bool:
    """Whether an item is the one budget line of its sheet: of several, each may be judged by something else."""
    root = node
    while root.parent is not None:
        root = root.parent
    return not node.children and sum(budget_of(context, other) is not None for other in root.walk()) == 1


def _of(facts: Iterable[Fact], role: str) -> list[Fact]:
    return [fact for fact in facts if fact.role == role]


def _spread(value: Decimal) -> Decimal:
    """Half a unit of the last printed digit: amounts in 万元 are rounded, whole ones too."""
    exponent = value.as_tuple().exponent
    return _HALF.scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
