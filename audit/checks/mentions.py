"""“得2分”, “扣1分”, “不扣分” in running text against the self-score of their item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from audit.amounts import addition, agreement, decimals, show
from audit.checks.base import Draft, Explanation, Sum, Term, check, slot
from audit.checks.shares import pair_of
from audit.context import Context
from audit.sheets import Node, counted, points_of
from models import Contributor, Evidence, Mention, Severity, Text

_MENTION_DECIMALS = 1
"""“得0.8分” was awarded by a rule, not computed; with two decimals it may have been."""


@dataclass(slots=True)
class Part:
    """One mention with the points it is worth; ``None`` where they depend on a maximum that is not known."""

    node: Node
    mention: Mention
    points: Decimal | None


@dataclass(slots=True)
class Tally:
    """The mentions of an item and of what lies below it, by what they say."""

    awards: list[Part] = field(default_factory=list)
    shares: list[Part] = field(default_factory=list)
    """Awards given as a share of the weight, or as 得满分."""
    beside: list[Part] = field(default_factory=list)
    """Shares next to awards in one text: mostly the same award said twice (得50%权重分，故得分为2分)."""
    lost: list[Part] = field(default_factory=list)
    """Deductions next to awards: the award may have them taken off already."""
    only_lost: list[Part] = field(default_factory=list)
    """Deductions (and 不扣分) of items that award nothing and whose maximum is not known."""
    missing: list[Node] = field(default_factory=list)
    """Items without any mention or claim."""
    stated: list[tuple[Node, Decimal]] = field(default_factory=list)
    """Items below with a stated claim; then the sum is a matter of C203."""

    @property
    def parts(self) -> list[Part]:
        """All mentions, in no order that matters."""
        return [*self.awards, *self.shares, *self.beside, *self.lost, *self.only_lost]


def tally(context: Context, node: Node) -> Tally:
    """The mentions that belong to an item's claim."""
    result = Tally()
    _collect(context, node, result, top=True)
    return result


def _collect(context: Context, node: Node, result: Tally, *, top: bool) -> None:
    claimed = node.stated("claimed")
    if claimed is not None and not top:
        result.stated.append((node, counted(node, claimed)))
        return
    if node.mentions:
        _sort(context, node, result)
    elif not node.children and not top:
        result.missing.append(node)
    for child in node.children:
        _collect(context, child, result, top=False)


def _sort(context: Context, node: Node, result: Tally) -> None:
    limit = context.maximum(node)
    told = _told_elsewhere(node, limit)
    parts = [Part(node, mention, points_of(mention, limit)) for mention in node.mentions if mention not in told]
    losses = [part for part in parts if part.mention.kind in {"deduct", "no_deduction"}]
    shares = [part for part in parts if part.mention.kind in {"percent", "full"}]
    awards = [part for part in parts if part.mention.kind in {"award", "zero"}]
    (result.beside if awards else result.shares).extend(shares)
    result.awards.extend(awards)
    if awards or shares:
        result.lost.extend(losses)
    else:
        result.only_lost.extend(losses)


def _told_elsewhere(node: Node, limit: Decimal | None) -> list[Mention]:
    """The share that V402 compares with the item's score, and points that it found not to be that share."""
    pair = pair_of(node)
    if pair is None or limit is None:
        return []
    if pair.award is None:
        return [pair.share]
    return [] if pair.agrees(limit) else [pair.share, pair.award]


@check(
    "C202",
    "error",
    title=Text(zh="“得N分”之和与自评得分不符", en="The “得N分” of an item do not sum to its self-score"),
    explanation=Explanation(
        compares=Text(
            zh="一个指标的自评得分，与它正文里各处“得N分”之和；也看这个和是否超过指标分值。只写“扣N分”的段落，按“满分减扣分”也算相符。",
            en="The self-score of an item with the sum of the “得N分” in its text, and that sum with the item's "
            "maximum. Where a paragraph only says “扣N分”, the maximum minus the deduction agrees too.",
        ),
        matters=Text(
            zh="逐条写明的得分加不出标题里的得分，复核时会被直接扣分。",
            en="A self-score that its own text does not add up to is the first thing that a reviewer takes off.",
        ),
        fails=Text(
            zh="“（二）培训（指标分值5分，自评得5分）”，正文依次写（得2分）（得2分）（得2分）。",
            en="“（二）培训（指标分值5分，自评得5分）” with （得2分） three times in its text.",
        ),
        passes=Text(
            zh="分值 7 分、自评 6 分，正文写（得2分）（扣1分）（得2分）（得1分）：7-1=6。",
            en="Maximum 7, self-score 6, the text says （得2分） （扣1分） （得2分） （得1分）: 7-1=6.",
        ),
    ),
)
def mentions_sum(context: Context) -> Iterator[Draft]:
    """Each item with mentions against its self-score and maximum."""
    for node in _items(context):
        found = tally(context, node)
        if found.stated or not (found.awards or found.shares) or _covered(node):
            continue
        yield from _awards(context, node, found)


@check(
    "C210",
    "error",
    title=Text(zh="写明的扣分与自评得分不符", en="A stated deduction does not agree with the self-score"),
    explanation=Explanation(
        compares=Text(
            zh="正文只写“扣N分”或“不扣分”的指标：分值减去扣分，与自评得分；扣分项则比较扣分之和与自评扣分。",
            en="For items whose text only speaks of deductions: maximum minus deductions with the self-score; for "
            "penalty items the sum of the deductions with what they claim.",
        ),
        matters=Text(
            zh="说了扣分却没有扣，或者扣了没有说明。",
            en="A deduction that was stated and not made, or made and not stated.",
        ),
        fails=Text(
            zh="分值 6 分、自评 6 分，正文写“扣1分”。", en="Maximum 6, self-score 6, and the text says “扣1分”."
        ),
        passes=Text(
            zh="分值 6 分、自评 5 分，正文写“扣1分”。", en="Maximum 6, self-score 5, and the text says “扣1分”."
        ),
    ),
)
def deductions(context: Context) -> Iterator[Draft]:
    """Each item that only speaks of deductions."""
    for node in _items(context):
        found = tally(context, node)
        if found.stated or found.awards or found.shares or not found.only_lost or _covered(node):
            continue
        yield from _deductions(context, node, found)


def _items(context: Context) -> Iterator[Node]:
    for node in context.nodes:
        if not node.is_root and not context.is_rubric and any(below.mentions for below in node.walk()):
            yield node


def _covered(node: Node) -> bool:
    """Whether the item only passes on what the item above it is compared with."""
    if node.stated("claimed") is not None:
        return False
    above = node.parent
    while above is not None and not above.is_root:
        if above.stated("claimed") is not None:
            return True
        above = above.parent
    return node.stated("max") is None


def _awards(context: Context, node: Node, found: Tally) -> Iterator[Draft]:
    claimed, limit = node.stated("claimed"), context.maximum(node)
    values = [part.points for part in (*found.awards, *found.shares) if part.points is not None]
    unknown = len(values) < len(found.awards) + len(found.shares)
    computed = sum(values, Decimal(0))
    if claimed is None:
        if limit is not None and node.kind != "penalty" and computed > limit and not found.shares:
            yield _draft(context, node, found, stated=None, limit=limit, computed=computed)
        return
    claimed = counted(node, claimed)
    if any(_agrees(claimed, reading) for reading in _readings(node, found, limit)):
        return
    if computed == 0 and (limit is None or claimed < limit):
        return  # 不得分 alone speaks of a part, and the rest of the points is not lost
    if (found.only_lost or unknown) and _possible(claimed, computed, limit, found):
        return
    severity: Severity | None = None
    few = len(found.parts) < 2 and not node.children
    if claimed > computed and few and not found.shares:
        severity = "warning"
    if agreement(claimed, values, exact_decimals=_MENTION_DECIMALS) == "doubtful":
        severity = "warning"
    yield _draft(context, node, found, stated=claimed, limit=limit, computed=computed, severity=severity)


def _agrees(claimed: Decimal, reading: list[Decimal]) -> bool:
    fine = [value.quantize(Decimal("1e-6")) if decimals(value) > 6 else value for value in reading]
    return agreement(claimed, fine, exact_decimals=_MENTION_DECIMALS) == "agrees"


def _readings(node: Node, found: Tally, limit: Decimal | None) -> Iterator[list[Decimal]]:
    """The sums that the text can mean."""
    awards = [part.points for part in found.awards if part.points is not None]
    shares = [part.points for part in found.shares if part.points is not None]
    lost = [-(part.points or Decimal(0)) for part in found.lost]
    yield [*awards, *shares]
    beside = [part.points for part in found.beside if part.points is not None]
    if beside:
        yield [*awards, *shares, *beside]
    if lost:
        yield [*awards, *shares, *lost]
    only_lost = [-(part.points or Decimal(0)) for part in found.only_lost]
    if limit is not None and (any(lost) or any(only_lost)):
        yield [limit, *lost, *only_lost]
    own = [p.points for p in found.awards if p.node is node and p.points is not None]
    if own and len(own) < len(awards):
        yield own
        yield [p.points for p in found.awards if p.node is not node and p.points is not None]


def _possible(claimed: Decimal, computed: Decimal, limit: Decimal | None, found: Tally) -> bool:
    """Whether the parts of unknown worth can make up the rest."""
    lost = sum((part.points or Decimal(0) for part in found.only_lost), Decimal(0))
    return computed <= claimed and (limit is None or claimed <= limit - lost)


def _draft(
    context: Context,
    node: Node,
    found: Tally,
    *,
    stated: Decimal | None,
    limit: Decimal | None,
    computed: Decimal,
    severity: Severity | None = None,
) -> Draft:
    parts = [part for part in (*found.awards, *found.shares) if part.points is not None]
    values = [part.points for part in parts if part.points is not None]
    written = f"{addition(values)}={show(computed)}" if len(values) > 1 else show(computed)
    zh, en = f"文中各处得分之和 {written}", f"The text awards {written}"
    if len(values) == 1:
        zh = f"文中得分 {written}"
    if any(part.points for part in (*found.lost, *found.only_lost)):
        lost = [part.points for part in (*found.lost, *found.only_lost) if part.points]
        zh, en = f"{zh}，另扣 {addition(lost)}", f"{en} and takes off {addition(lost)}"
    if stated is not None:
        zh, en = f"{zh}，自评得分写为 {show(stated)}", f"{en}, the self-score is {show(stated)}"
    if limit is not None:
        over = computed > limit
        zh += f"，超过分值 {show(limit)}" if over else f"（分值 {show(limit)}）"
        en += f"{', above the maximum' if over else '; the maximum is'} {show(limit)}"
    if found.missing and stated is not None and stated > computed:
        titles = [missing.title() for missing in found.missing]
        zh += f"；没有写得分的：{'、'.join(title.zh for title in titles)}"
        en += f"; without a score: {', '.join(title.en for title in titles)}"
    feasible = stated is not None and (limit is None or computed <= limit) and not found.missing
    return Draft(
        message=Text(zh=zh, en=en),
        node=node,
        stated=stated if stated is not None else limit,
        computed=computed,
        contributors=(
            *(Contributor(name=part.node.title().zh, points=part.points) for part in parts),
            *(Contributor(name=missing.title().zh, points=None) for missing in found.missing),
        ),
        evidence=(
            node.evidence("claimed" if stated is not None else "max"),
            *(Evidence(quote=part.mention.text, where=part.mention.where) for part in found.parts),
            *(missing.label_evidence() for missing in found.missing),
        ),
        severity=severity,
        sums=()
        if stated is None
        else (
            Sum(
                Term(stated, slot(context, node, "claimed")),
                tuple(Term(value) for value in values),
                _MENTION_DECIMALS,
            ),
        ),
        alternatives={slot(context, node, "claimed"): (computed,)} if feasible else {},
    )


def _deductions(context: Context, node: Node, found: Tally) -> Iterator[Draft]:
    claimed, limit = node.stated("claimed"), context.maximum(node)
    lost = [part.points for part in found.only_lost if part.points is not None]
    if claimed is None or len(lost) < len(found.only_lost):
        return
    penalty = node.kind == "penalty"
    if not penalty and (limit is None or found.missing):
        return
    start = Decimal(0) if penalty or limit is None else limit
    claimed = counted(node, claimed)
    computed = start - sum(lost, Decimal(0))
    if agreement(claimed, [computed], exact_decimals=_MENTION_DECIMALS) == "agrees":
        return
    taken = [value for value in lost if value]
    written = addition([start, *(-value for value in taken)] if not penalty else [-value for value in taken])
    said = f"{written}={show(computed)}" if taken and (len(taken) > 1 or not penalty) else show(computed)
    yield Draft(
        message=Text(
            zh=f"按正文扣分应为 {said}，自评得分写为 {show(claimed)}",
            en=f"The deductions in the text give {said}, the self-score is {show(claimed)}",
        ),
        node=node,
        stated=claimed,
        computed=computed,
        contributors=tuple(
            Contributor(name=part.node.title().zh, points=-part.points) for part in found.only_lost if part.points
        ),
        evidence=(
            node.evidence("claimed"),
            *(Evidence(quote=part.mention.text, where=part.mention.where) for part in found.only_lost),
        ),
        severity=None if taken else "warning",
        sums=(
            Sum(
                Term(claimed, slot(context, node, "claimed")),
                (Term(start, None if penalty else slot(context, node, "max")), *(Term(-value) for value in lost)),
                _MENTION_DECIMALS,
            ),
        ),
        alternatives={slot(context, node, "claimed"): (computed,)} if penalty or computed >= 0 else {},
    )
