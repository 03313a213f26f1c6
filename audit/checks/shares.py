"""Shares of the weight in running text (得30%权重分), and score rates (得分率), against the points beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.amounts import decimals, half_unit, show
from audit.checks.base import Draft, Explanation, Sum, Term, check, slot
from audit.context import Context
from audit.sheets import Node
from models import Evidence, Mention, Severity, Text, Where

_WIDEST_GAP = 16
"""Characters between a share and its points: “，故该项指标得分为”."""

_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
_RATE = "得分率"
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)([%％])?")
_SIGN = re.compile(r"[%％]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A share of an item's weight and the points that are said to follow from it."""

    share: Mention
    percent: Decimal
    points: Decimal
    evidence: Evidence
    award: Mention | None
    """The mention that gives the points; ``None`` where the item's own score does."""

    def product(self, weight: Decimal) -> Decimal:
        """The points that the share is worth."""
        return abs(weight) * self.percent / _HUNDRED

    def agrees(self, weight: Decimal) -> bool:
        """Whether the points can be the share of the weight, each number standing for what rounds to it."""
        slack = abs(weight) * half_unit(self.percent) / _HUNDRED + half_unit(self.points)
        return abs(self.product(weight) - self.points) <= slack


def pair_of(node: Node) -> Pair | None:
    """The one share of an item with its points; ``None`` where it has none, or several that may add up."""
    shares = [mention for mention in node.mentions if mention.kind in {"percent", "full"}]
    if len(shares) != 1 or node.children:
        return None
    share = shares[0]
    percent = _HUNDRED if share.kind == "full" else share.percent_of_weight
    if percent is None:
        return None
    award = _award_after(node, share)
    if award is not None and award.points is not None:
        quote = Evidence(quote=award.text, where=award.where)
        return Pair(share, percent, award.points, quote, award)
    claimed = node.stated("claimed")
    if claimed is None or any(mention is not share for mention in node.mentions):
        return None
    return Pair(share, percent, abs(claimed), node.evidence("claimed"), None)


@check(
    "V402",
    "error",
    title=Text(zh="权重百分比与得分不符", en="Percent × weight is not the score"),
    explanation=Explanation(
        compares=Text(
            zh="“得30%权重分”一类的百分比乘以指标分值，与同一处写的得分；得满分按100%计。得分率与得分除以分值也这样比较。"
            "按各数印出的小数位比较，四舍五入不算错。",
            en="The share in “得30%权重分” times the item's maximum, with the points given in the same place; 得满分 "
            "counts as 100 %. A score rate (得分率) likewise with score by maximum. Every number stands for all "
            "that round to it.",
        ),
        matters=Text(
            zh="得分由百分比算出，算错一步，上级合计和总分都跟着错。",
            en="The points are made from the share; wrong once, they are wrong in every sum above.",
        ),
        fails=Text(
            zh="分值 5 分，正文写“得60%权重分，得分为3.5分”：5×60%=3。",
            en="Maximum 5 and “得60%权重分，得分为3.5分”: 5×60%=3.",
        ),
        passes=Text(
            zh="分值 7 分，正文写“得52.5%权重分，得分为3.68分”：3.675 四舍五入为 3.68。",
            en="Maximum 7 and “得52.5%权重分，得分为3.68分”: 3.675 rounds to 3.68.",
        ),
    ),
)
def share_of_weight(context: Context) -> Iterator[Draft]:
    """Each item with a share of its weight, or a score rate, and points for it."""
    for node in context.nodes:
        pair, weight = pair_of(node), context.maximum(node)
        if pair is not None and weight is not None and not pair.agrees(weight):
            yield _draft(context, node, pair, weight)
    if not context.is_rubric:
        yield from _rates(context)


def _rates(context: Context) -> Iterator[Draft]:
    """Score rates that score by maximum do not give; where most of a sheet do not, they are rates of something else."""
    several = {node.source.where.block for node in context.nodes if node.source.scorer is not None}
    sheets: dict[int, list[tuple[Node, Rate]]] = {}
    for node in context.nodes:
        rate = _rate_of(node)
        if rate is not None and node.source.where.block not in several:
            sheets.setdefault(node.sheet, []).append((node, rate))
    for found in sheets.values():
        wrong = [(node, rate) for node, rate in found if not rate.agrees()]
        if len(wrong) == 1 or 2 * len(wrong) < len(found):
            yield from (_rate_draft(node, rate) for node, rate in wrong)


@dataclass(frozen=True, slots=True)
class Rate:
    """A printed score rate in per cent, with the score and the maximum beside it."""

    percent: Decimal
    score: Decimal
    weight: Decimal
    evidence: Evidence

    @property
    def given(self) -> Decimal:
        """The rate that the score and the maximum give."""
        return self.score / self.weight * _HUNDRED

    def agrees(self) -> bool:
        """Whether the printed rate can be the given one, rounded or cut; the score may be rounded too."""
        unit = Decimal(1).scaleb(-decimals(self.percent))
        return abs(self.given - self.percent) <= unit + half_unit(self.score) / self.weight * _HUNDRED


def _rate_of(node: Node) -> Rate | None:
    score, weight = node.stated("claimed"), node.stated("max")
    if node.item is None or score is None or weight is None or weight <= 0 or score < 0:
        return None
    for detail in node.item.details:
        match = _PERCENT.fullmatch(detail.text.strip())
        if _RATE in detail.heading and match is not None and (match[2] or _SIGN.search(detail.heading)):
            return Rate(Decimal(match[1]), score, weight, Evidence(quote=detail.text, where=detail.where))
    return None


def _rate_draft(node: Node, rate: Rate) -> Draft:
    given = rate.given.quantize(_CENT)
    division = f"{show(rate.score)}÷{show(rate.weight)}"
    return Draft(
        message=Text(
            zh=f"得分率应为 {division}={show(given)}%，写为 {show(rate.percent)}%",
            en=f"The score rate is {division}={show(given)} %, stated as {show(rate.percent)} %",
        ),
        node=node,
        stated=rate.percent,
        computed=given,
        evidence=(rate.evidence, node.evidence("claimed"), node.evidence("max")),
    )


def _draft(context: Context, node: Node, pair: Pair, weight: Decimal) -> Draft:
    product = pair.product(weight)
    said = "满分" if pair.share.kind == "full" else f"{show(pair.percent)}%"
    written = f"{show(abs(weight))}×{show(pair.percent)}%={show(product)}"
    severity: Severity | None = None
    if decimals(pair.points) == 0 and abs(product - pair.points) < _HALF:
        severity = "warning"  # whole points for 3.6 are written by some on purpose
    if pair.share.kind == "full" and pair.award is None:
        severity = "warning"  # full marks may be those of a part, or of somebody else's score
    key = slot(context, node, "claimed")
    own = node.stated("claimed") == pair.points
    return Draft(
        message=Text(
            zh=f"得{said}权重分：{written}，文中得分写为 {show(pair.points)}",
            en=f"A share of {show(pair.percent)}% of the weight gives {written}, the text says {show(pair.points)}",
        ),
        node=node,
        stated=pair.points,
        computed=product,
        evidence=(Evidence(quote=pair.share.text, where=pair.share.where), pair.evidence),
        severity=severity,
        sums=(Sum(Term(pair.points, key), (Term(product),), decimals(product)),) if own else (),
        alternatives={key: (product,)} if own else {},
    )


def _award_after(node: Node, share: Mention) -> Mention | None:
    """The “得2分” that follows a share at once."""
    rest = node.mentions[node.mentions.index(share) + 1 :]
    if not rest or rest[0].kind != "award":
        return None
    return rest[0] if _close(share.where, rest[0].where) else None


def _close(one: Where, other: Where) -> bool:
    if (one.block, one.row, one.column, one.nested) != (other.block, other.row, other.column, other.nested):
        return False
    if one.end is None or other.start is None:
        return True
    return 0 <= other.start - one.end <= _WIDEST_GAP
