"""One item's claim by itself: beyond its bounds, or not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from audit.amounts import show
from audit.checks.base import Draft, Explanation, check, contributor
from audit.context import Context
from audit.sheets import Amount, Node, claim, maximum
from audit.words import name_key, vocabulary
from models import Severity, Text

_MOST = Decimal("2") / 3
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@check(
    "C201",
    "error",
    title=Text(zh="自评得分超过分值或小于零", en="Claimed more than the maximum, or below zero"),
    explanation=Explanation(
        compares=Text(
            zh="每个指标的自评得分与它的分值；总分与总分值加上加分项分值。没有写分值的，用评分标准里的分值。",
            en="The self-score of each item with its maximum, and the total with the total maximum plus the bonus "
            "items. Where the report states no maximum the rubric's is taken.",
        ),
        matters=Text(
            zh="得分不能多于分值，多出的分会让总分虚高。",
            en="No item can earn more than it is worth; the excess inflates the total.",
        ),
        fails=Text(zh="指标分值 4 分，自评得 5 分。", en="Maximum 4, self-score 5."),
        passes=Text(
            zh="总分值 100 分、加分项 5 分，自评总分 104 分。",
            en="A total of 104 where the maximum is 100 and a bonus item adds up to 5.",
        ),
    ),
)
def beyond_bounds(context: Context) -> Iterator[Draft]:
    """Each stated claim against its bounds."""
    if context.is_rubric:
        return
    for node in context.nodes:
        claimed, limit = node.stated("claimed"), context.maximum(node)
        if claimed is None:
            continue
        if node.kind == "penalty":
            if limit is not None and abs(claimed) > abs(limit):
                yield _bounds(node, claimed, -abs(limit), Text(zh="扣分超过分值", en="takes off more than the maximum"))
        elif claimed < 0:
            yield _bounds(node, claimed, Decimal(0), Text(zh="得分小于零", en="is below zero"))
        elif limit is not None:
            bonus = _bonus(node) if node.is_root else _added(node)
            if claimed > limit + bonus:
                vague = node.is_root and not bonus
                yield _bounds(
                    node,
                    claimed,
                    limit + bonus,
                    Text(zh="得分超过分值", en="is above the maximum"),
                    "warning" if vague else None,
                )


@check(
    "C205",
    "warning",
    title=Text(zh="没有自评得分", en="An item with no claim at all"),
    explanation=Explanation(
        compares=Text(
            zh="同一上级下的各项：其他项都写明得分（或扣分、不扣分），只有这一项没有写。",
            en="Items under one parent: the others state what they earn (or lose), this one states nothing.",
        ),
        matters=Text(
            zh="漏写的得分不会被认定；合计也因此对不上。",
            en="A score that is not claimed is not granted, and the sums above it do not come out.",
        ),
        fails=Text(
            zh="第 1、2、4 条末尾都有“（得1分）”，第 3 条没有。",
            en="Paragraphs 1, 2 and 4 end in “（得1分）”, paragraph 3 does not.",
        ),
        passes=Text(
            zh="整节都是情况说明，各条都不写得分。",
            en="A section of plain account in which no paragraph states a score.",
        ),
    ),
)
def claim_missing(context: Context) -> Iterator[Draft]:
    """Items without a claim among siblings that have one."""
    if context.is_rubric:
        return
    for node in context.nodes:
        if node.is_root or node.source.form in {"statements", "working_paper"} or not _is_odd_one_out(node):
            continue
        if _is_blank_line(context, node):
            continue
        computed = claim(node, context.maximum(node))
        yield _missing(context, node, computed)


def _bounds(node: Node, claimed: Decimal, limit: Decimal, words: Text, severity: Severity | None = None) -> Draft:
    return Draft(
        message=Text(
            zh=f"自评{words.zh}：自评 {show(claimed)}，限 {show(limit)}",
            en=f"The self-score {show(claimed)} {words.en} {show(limit)}",
        ),
        node=node,
        stated=claimed,
        computed=limit,
        evidence=tuple(dict.fromkeys((node.evidence("claimed"), node.evidence("max")))),
        severity=severity,
    )


def _added(node: Node) -> Decimal:
    """What a column 加分 beside the scores adds to an item."""
    details = node.item.details if node.item is not None else ()
    headings = vocabulary()["columns"]["added"]
    found = [detail.text for detail in details if name_key(detail.heading) in headings]
    return sum((Decimal(text) for text in found if _NUMBER.fullmatch(text)), Decimal(0))


def _bonus(root: Node) -> Decimal:
    """What bonus items can add to the total."""
    limits = [node.stated("max") for node in root.walk() if node.kind == "bonus" and node.depth == 1]
    below = [
        node.stated("max")
        for node in root.walk()
        if node.item is not None
        and node.item.kind == "bonus"
        and node.parent is not None
        and node.parent.kind == "base"
    ]
    return sum((limit for limit in below or limits if limit is not None), Decimal(0))


def _is_blank_line(context: Context, node: Node) -> bool:
    """A line of a form that was left empty: in a table, worth nothing, where its siblings that score are worth some."""
    if node.source.form != "table" or not node.is_silent() or context.maximum(node) is not None:
        return False
    scoring = [other for other in node.siblings() if other.claims_anything()]
    return all(maximum(other) is not None for other in scoring)


def _earns(node: Node) -> bool:
    """Whether a node says what it earns; where only losses are told, silence means that nothing is lost."""
    return any(
        one.stated("claimed") is not None or any(mention.kind != "deduct" for mention in one.mentions)
        for one in node.walk()
    )


def _is_odd_one_out(node: Node) -> bool:
    """Whether an item states nothing where (nearly) all of its siblings do."""
    siblings = [other for other in node.siblings() if other.kind == "base"]
    if node.stated("claimed") is not None or node.mentions or node.kind != "base" or not siblings:
        return False
    if node.claims_anything():  # a group that only its parts score; leaves beside it say nothing about groups
        siblings = [other for other in siblings if other.children]
        having = sum(other.stated("claimed") is not None for other in siblings)
    elif node.stated("max") == 0:
        return False
    else:
        having = sum(other.claims_anything() for other in siblings) if any(_earns(o) for o in siblings) else 0
    return having >= 1 and having >= _MOST * len(siblings)


def _scored_by_others(context: Context, node: Node) -> bool:
    """Whether further scorers of the same table score an item: what only they judge is no claim that was forgotten."""
    return any(
        other.item is not None
        and node.item is not None
        and other.item.id == node.item.id
        and other.source.scorer is not None
        and other.source.where.block == node.source.where.block
        and other.claims_anything()
        for other in context.nodes
    )


def _missing(context: Context, node: Node, computed: Amount | None) -> Draft:
    above = node.parent
    explained = (
        above is not None
        and above.stated("claimed") is not None
        and not node.claims_anything()
        and node.stated("max") is None
        and _sum_without(above, node) == above.stated("claimed")
    )
    severity: Severity | None = None
    if (
        computed is not None
        or explained
        or node.claims_anything()
        or context.claimed_elsewhere(node)
        or _scored_by_others(context, node)
    ):
        severity = "note"
    tail = Text(zh="", en="")
    if computed is not None:
        tail = Text(zh=f"；下级合计 {show(computed.value)}", en=f"; its parts sum to {show(computed.value)}")
    elif context.claimed_elsewhere(node):
        tail = Text(zh="；文中另一处写明了得分", en="; another place of the document states one")
    return Draft(
        message=Text(zh=f"没有写自评得分，同级各项都有{tail.zh}", en=f"No self-score, its siblings have one{tail.en}"),
        node=node,
        computed=computed.value if computed is not None else None,
        contributors=tuple(contributor(child, child.stated("claimed")) for child in node.children),
        evidence=(node.label_evidence(),),
        severity=severity,
    )


def _sum_without(above: Node, node: Node) -> Decimal | None:
    amounts = [claim(child) for child in above.children if child is not node]
    known = [amount.value for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None
