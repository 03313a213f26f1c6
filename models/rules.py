"""What a scoring criterion (评分细则) says, as typed rules.

Points of deductions are positive numbers: a rule that takes 0.2 away has ``points`` 0.2. Where a rule speaks of a
share of the item's weight (得50%权重分, 扣权重分的34%), ``percent_of_weight`` holds it and ``points`` is ``None``;
得满分 is 100.

``docs/score-language.md`` says how the rules of one criterion work together.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.base import Model, Number, Points
from models.where import Where

Direction = Literal["falling", "rising", "either"]


class Bound(Model):
    """One end of a range of a measured value."""

    value: Number
    unit: str | None = None
    """%, 例, 户, 分 …; ``None`` for a bare number."""
    inclusive: bool | None = True
    """Whether the value itself belongs to the range; ``None`` where the text leaves it open (60%以上, 50%-60%)."""


class _Rule(Model):
    text: str
    """The words of the rule, as they stand."""
    condition: str | None = None
    """The words of the circumstance under which it applies."""
    scope: Literal["criterion", "item"] = "criterion"
    """Whether it speaks of its own criterion or of the whole item (本项不得分)."""
    part: int = 1
    """Rules of one part of a criterion speak of the same points, parts add up; 0 speaks of all parts."""
    where: Where = Where()


class _Bounded(_Rule):
    low: Bound | None = None
    """The measured value from which the rule applies, where its condition is one."""
    high: Bound | None = None
    """The measured value up to which the rule applies, where its condition is one."""


class Award(_Bounded):
    """得2分: earned when the condition is met."""

    kind: Literal["award"] = "award"
    points: Points | None = None
    percent_of_weight: Number | None = None
    headline: bool = False
    """Whether these are the points of the awards that follow, said beforehand: they are not earned twice."""


class AwardPer(_Rule):
    """每报一例得0.1分: earned for each unit."""

    kind: Literal["award_per"] = "award_per"
    points: Points | None = None
    percent_of_weight: Number | None = None
    per: Number = Number(1)
    unit: str | None = None


class Deduct(_Bounded):
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


class Zero(_Bounded):
    """不得分, 否则不得分."""

    kind: Literal["zero"] = "zero"
    points: Points = Number(0)


class Tier(_Bounded):
    """One of several levels that exclude each other: 60%以上得2分，50%-60%得1分."""

    kind: Literal["tier"] = "tier"
    points: Points | None = None
    percent_of_weight: Number | None = None


class Ratio(_Rule):
    """Linear in a measured value: 达到95%得满分，每降低1%扣权重的5%，75%以下不得分.

    ``points`` or ``percent_of_weight`` are lost for each ``step`` by which the value misses the ``threshold``. A rule
    without a step is proportional to the measured value (按比例得分).
    """

    kind: Literal["ratio"] = "ratio"
    points: Points | None = None
    percent_of_weight: Number | None = None
    threshold: Bound | None = None
    """The value that earns full marks."""
    step: Number | None = None
    unit: str | None = None
    """The unit of the step: %, 百分点 …"""
    cutoff: Bound | None = None
    """The value from which on nothing is earned; inclusive where the value itself earns nothing."""
    direction: Direction = "falling"
    """Which way the value moves when points are lost; either: 每偏离1%."""
    floor_zero: bool = False


class Cap(_Rule):
    """封顶0.5分, 累计最高不超过5分."""

    kind: Literal["cap"] = "cap"
    points: Points | None = None
    """``None`` where the text names no number: the item's or criterion's own maximum."""
    percent_of_weight: Number | None = None
    of: Literal["award", "deduct"] = "award"
    """Whether it limits what can be earned or what can be lost (最多扣2分)."""


class Discretionary(_Rule):
    """视情给分, 酌情扣分: never recomputed."""

    kind: Literal["discretionary"] = "discretionary"
    points: Points | None = None
    """The one number that the text names (酌情扣1分)."""
    least: Points | None = None
    """Lower end of the range that the text names (酌情扣1-3分)."""
    most: Points | None = None


class Veto(_Rule):
    """一票否决."""

    kind: Literal["veto"] = "veto"
    points: Points | None = None


class Unread(_Rule):
    """Words that speak of points earned or lost and were not understood: the rules beside it are not all there are."""

    kind: Literal["unread"] = "unread"
    points: Points | None = None


ScoringRule = Annotated[
    Award | AwardPer | Deduct | DeductPer | Zero | Tier | Ratio | Cap | Discretionary | Veto | Unread,
    Field(discriminator="kind"),
]
