"""Short ways to write rules in tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from models.rules import (
    Award,
    AwardPer,
    Bound,
    Cap,
    Deduct,
    DeductPer,
    Discretionary,
    Ratio,
    Tier,
    Unread,
    Veto,
    Zero,
)

D = Decimal


def pct(value: str, inclusive: bool | None = True) -> Bound:
    return Bound(value=D(value), unit="%", inclusive=inclusive)


def bound(value: str, unit: str | None, inclusive: bool | None = True) -> Bound:
    return Bound(value=D(value), unit=unit, inclusive=inclusive)


def award(points: str, part: int = 1, **more: Any) -> Award:
    return Award(text="得", points=D(points), part=part, **more)


def full(part: int = 1, **more: Any) -> Award:
    return Award(text="得满分", percent_of_weight=D(100), part=part, **more)


def tier(points: str, low: Bound | None = None, high: Bound | None = None, part: int = 1) -> Tier:
    return Tier(text="得", points=D(points), low=low, high=high, part=part)


def zero(low: Bound | None = None, high: Bound | None = None, part: int = 1, **more: Any) -> Zero:
    return Zero(text="不得分", low=low, high=high, part=part, **more)


def deduct(points: str, part: int = 1, **more: Any) -> Deduct:
    return Deduct(text="扣", points=D(points), part=part, **more)


def deduct_per(points: str, unit: str = "例", per: str = "1", part: int = 1) -> DeductPer:
    return DeductPer(text="每扣", points=D(points), unit=unit, per=D(per), part=part, floor_zero=True)


def deduct_share(share: str, unit: str = "项", part: int = 1) -> DeductPer:
    return DeductPer(text="一项扣", percent_of_weight=D(share), unit=unit, part=part, floor_zero=True)


def award_per(points: str, unit: str = "次", part: int = 1) -> AwardPer:
    return AwardPer(text="每得", points=D(points), unit=unit, part=part)


def ratio(
    threshold: Bound | None,
    *,
    points: str | None = None,
    share: str | None = None,
    step: str | None = "1",
    cutoff: Bound | None = None,
    direction: str = "falling",
) -> Ratio:
    return Ratio.model_validate(
        {
            "text": "每降低",
            "points": None if points is None else D(points),
            "percent_of_weight": None if share is None else D(share),
            "threshold": threshold,
            "step": None if step is None else D(step),
            "unit": "%",
            "cutoff": cutoff,
            "direction": direction,
        }
    )


def cap(points: str, part: int = 1, of: str = "award") -> Cap:
    return Cap.model_validate({"text": "封顶", "points": D(points), "part": part, "of": of})


def judgement(part: int = 0) -> Discretionary:
    return Discretionary(text="酌情扣分", part=part)


def veto() -> Veto:
    return Veto(text="一票否决", part=0, scope="item")


def unread() -> Unread:
    return Unread(text="以此类推", part=0)
