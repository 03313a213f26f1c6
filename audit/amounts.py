"""Points compared as people print them: over the interval that their printed decimals imply, never as floats.

1.63 stands for 1.625…1.635, so a sum of n such numbers may be off by the rounding of all of them. Three kinds of
numbers are exact instead, because the field does not round them: whole points, numbers that all lie on the half-point
grid of a rubric (0.5, 2.5), and numbers with no more decimals than the caller calls exact (a maximum of 1.2 was
decided, not computed).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

Agreement = Literal["agrees", "doubtful", "differs"]
"""``doubtful``: rounding could explain the difference, but numbers printed like these are seldom rounded."""

_HALF = Decimal("0.5")
_COMPUTED_DECIMALS = 2
"""Scores that a formula gave are printed with two decimals; with one decimal they are mostly points of a rule."""


def agreement(stated: Decimal, terms: Sequence[Decimal], *, exact_decimals: int = 0) -> Agreement:
    """Whether a stated number can be the sum of ``terms``, all numbers being as they were printed.

    Numbers with up to ``exact_decimals`` decimals are taken as exact. A correct rounding of any of the numbers never
    ``differs``; where the numbers look computed (two decimals and more) it always ``agrees``.
    """
    difference = abs(sum(terms, Decimal(0)) - stated)
    if difference == 0:
        return "agrees"
    finest = max((decimals(term) for term in terms), default=0)
    if finest <= exact_decimals and decimals(stated) <= exact_decimals:
        return "differs"
    if _on_half_points([stated, *terms]):
        return "differs"
    slack = sum((_half_unit(term, finest, exact_decimals) for term in terms), Decimal(0))
    own = _half_unit(stated, finest, exact_decimals if decimals(stated) >= finest else 0)
    printed = max(finest, decimals(stated))
    if difference <= slack + own:
        sure = printed >= _COMPUTED_DECIMALS or difference <= Decimal(1).scaleb(-printed)
        return "agrees" if sure else "doubtful"
    if decimals(stated) == 0 and finest > 0 and difference <= slack + _HALF:  # a whole number for a sum: 87 for 87.4
        return "agrees" if finest >= _COMPUTED_DECIMALS else "doubtful"
    return "differs"


def same(one: Decimal, other: Decimal) -> Agreement:
    """Whether two printed numbers can be the same amount: 1.6 and 1.63 can, 3 and 4 cannot."""
    fine, coarse = (one, other) if decimals(one) >= decimals(other) else (other, one)
    return agreement(coarse, [fine])


def half_unit(value: Decimal) -> Decimal:
    """Half a unit of the last decimal as printed: 0.005 for 2.50; none for whole numbers, which are exact."""
    exponent = value.as_tuple().exponent
    return _HALF.scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(0)


def decimals(value: Decimal) -> int:
    """How many decimals a number needs; 2.50 needs one, 20 none."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def show(value: Decimal) -> str:
    """A number for readers: no exponent, no trailing zeros."""
    plain = format(value.normalize(), "f")
    return "0" if plain in {"-0", ""} else plain


def addition(terms: Iterable[Decimal], *, most: int = 24) -> str:
    """Terms written out as a sum: ``18+38+5-0.5``. Long sums show their first and last terms."""
    signed = [("-" if term < 0 else "+") + show(abs(term)) for term in terms]
    if len(signed) > most:
        signed = [*signed[: most // 2], "+…", *signed[-(most // 2) + 1 :]]
    return "".join(signed).removeprefix("+")


def _half_unit(value: Decimal, finest: int, exact_decimals: int) -> Decimal:
    """Half a unit of the last printed decimal.

    A whole number among numbers with two decimals may be 2.998 printed as 3, so it has the unit of the finest.
    """
    own = decimals(value)
    if own == 0:
        own = finest if finest >= _COMPUTED_DECIMALS else 0
    if own == 0 or own <= exact_decimals:
        return Decimal(0)
    return _HALF.scaleb(-own)


def _on_half_points(values: Iterable[Decimal]) -> bool:
    return all(value % _HALF == 0 for value in values)
