"""What a scoring criterion (评分细则) says, as typed rules.

Points of deductions are positive numbers: a rule that takes 0.2 away has ``points`` 0.2. Where a rule speaks of a
share of the item's weight (得50%权重分, 扣权重分的34%), ``percent_of_weight`` holds it and ``points`` is ``None``;
得满分 is 100.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.base import Model, Number, Points
from models.where import Where


class Bound(Model):
    """One end of a range of a measured value."""

    value: Number
    unit: str | None = None
    inclusive: bool = True


class _Rule(Model):
    text: str
    """The words of the rule, as they stand."""
    condition: str | None = None
    """The words of the circumstance under which it applies."""
    scope: Literal["criterion", "item"] = "criterion"
    """Whether it speaks of its own criterion or of the whole item (本项不得分)."""
    where: Where = Where()


class Award(_Rule):
    """得2分: earned when the condition is met."""

    kind: Literal["award"] = "award"
    points: Points | None = None
    percent_of_weight: Number | None = None


class AwardPer(_Rule):
    """每报一例得0.1分: earned for each unit."""

    kind: Literal["award_per"] = "award_per"
    points: Points | None = None
    percent_of_weight: Number | None = None
    per: Number = Number(1)
    unit: str | None = None


class Deduct(_Rule):
    """扣1分: lost when the condition is met."""

    kind: Literal["deduct"] = "deduct"
    points: Points | None = None
    percent_of_weight: Number | None = None


class DeductPer(_Rule):
    """每发现1例扣0.5分，扣完为止: lost for each unit."""

    kind: Literal["deduct_per"] = "deduct_per"
    points: Points | None = None
    percent_of_weight: Number | None = None
    per: Number = Number(1)
    unit: str | None = None
    floor_zero: bool = False


class Zero(_Rule):
    """不得分, 否则不得分."""

    kind: Literal["zero"] = "zero"
    points: Points = Number(0)


class Tier(_Rule):
    """One of several levels that exclude each other: 60%以上得2分，50%-60%得1分."""

    kind: Literal["tier"] = "tier"
    points: Points | None = None
    percent_of_weight: Number | None = None
    low: Bound | None = None
    high: Bound | None = None


class Ratio(_Rule):
    """Linear in a measured value: 达到95%得满分，每降低1%扣权重的5%，75%以下不得分."""

    kind: Literal["ratio"] = "ratio"
    points: Points | None = None
    percent_of_weight: Number | None = None
    threshold: Bound | None = None
    step: Number | None = None
    cutoff: Bound | None = None
    direction: Literal["falling", "rising", "either"] = "falling"


class Cap(_Rule):
    """封顶0.5分, 累计最高不超过5分."""

    kind: Literal["cap"] = "cap"
    points: Points | None = None
    percent_of_weight: Number | None = None


class Discretionary(_Rule):
    """视情给分, 酌情扣分: never recomputed."""

    kind: Literal["discretionary"] = "discretionary"
    points: Points | None = None


class Veto(_Rule):
    """一票否决."""

    kind: Literal["veto"] = "veto"
    points: Points | None = None


ScoringRule = Annotated[
    Award | AwardPer | Deduct | DeductPer | Zero | Tier | Ratio | Cap | Discretionary | Veto,
    Field(discriminator="kind"),
]
