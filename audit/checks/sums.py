"""Sums over the tree: the children of an item against the item, the items against the total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from audit.amounts import addition, agreement, decimals, show
from audit.checks.base import Draft, Explanation, Sum, Term, check, contributor, slot, terms_of
from audit.context import Context
from audit.sheets import Amount, Node, base_children, claim, counted, maximum
from models import Severity, Text

MAXIMA_DECIMALS = 1
"""Maxima with up to one decimal were decided; with two they may be shares of a whole (3 × 33.33)."""

_HUNDRED = Decimal(100)
_FEWEST_GROUPS = 2


@check(
    "C203",
    "error",
    title=Text(zh="下级自评得分之和与本级不符", en="Self-scores of the parts do not sum to the item's"),
    explanation=Explanation(
        compares=Text(
            zh="一个指标写明的自评得分，与它直接下级指标自评得分之和。下级没有写得分的，用它自己各部分得分之和代替。",
            en="The stated self-score of an item with the sum of its children's. A child without a stated score counts "
            "with the sum of its own parts.",
        ),
        matters=Text(
            zh="下级改了分数而上级没有跟着改，是自评报告里最常见的差错，总分往往也随之出错。",
            en="A score changed below and not carried up is the most common slip of self-reports; the total often "
            "follows.",
        ),
        fails=Text(
            zh="“二、日常管理（20分，自评得19分）”，下设三项自评 8、6、4 分，合计 18 分。",
            en="“二、日常管理（20分，自评得19分）” above three items that claim 8, 6 and 4, which is 18.",
        ),
        passes=Text(
            zh="各项自评 1.63、1.84、2.8、3 分，本级写 9.27 分；四舍五入造成的差异不算。",
            en="Items that claim 1.63, 1.84, 2.8 and 3 under an item that claims 9.27; a difference that rounding "
            "explains is none.",
        ),
    ),
)
def children_claims(context: Context) -> Iterator[Draft]:
    """Each item with a stated self-score against its children's."""
    for node in context.nodes:
        if node.is_root or context.is_rubric:
            continue
        if node.source.form != "statements" or _lists_all_parts(context, node):
            yield from _claims(context, node)


@check(
    "C204",
    "error",
    title=Text(zh="总分与各部分得分之和不符", en="The stated total is not the sum of the parts"),
    explanation=Explanation(
        compares=Text(
            zh="写明的自评总分，与各一级指标自评得分之和。加分项计入，扣分项减去；总分可以超过 100 分。",
            en="The stated total with the sum of the top level's self-scores. Bonus items are added, penalties taken "
            "off; the total may exceed 100.",
        ),
        matters=Text(
            zh="总分决定等次和排名，是报告里最先被核对的数。",
            en="The total decides grade and rank; it is the first number that anybody checks.",
        ),
        fails=Text(
            zh="“自评得分96分”，而四个部分自评 18、27、30、20 分，合计 95 分。",
            en="“自评得分96分” with four parts that claim 18, 27, 30 and 20, which is 95.",
        ),
        passes=Text(
            zh="基本分 99、加分 5、扣分 0，总分 104；或总分只写基本分 99，加分另列。",
            en="99 points, a bonus of 5 and no penalty with a total of 104; or a total of 99 with the bonus beside it.",
        ),
    ),
)
def total_claimed(context: Context) -> Iterator[Draft]:
    """The total of each sheet against its top level."""
    if context.is_rubric:
        return
    for root in context.roots:
        if root.source.form != "statements" or _is_partition(root):
            yield from _claims(context, root)


@check(
    "C206",
    "error",
    title=Text(zh="报告中下级分值之和与上级不符", en="Declared maxima in the report do not sum to their parent"),
    explanation=Explanation(
        compares=Text(
            zh="报告里写明的上级分值，与下级分值之和；最上一级与写明的总分值。加分项和扣分项不计在内。",
            en="A declared maximum with the sum of the children's maxima, and the top level with the declared total. "
            "Bonus and penalty items stay outside.",
        ),
        matters=Text(
            zh="分值抄错一处，这一项的满分就不可信，得分率也跟着错。",
            en="One maximum copied wrongly makes the full score of the item doubtful, and every rate made from it.",
        ),
        fails=Text(
            zh="“一、投入（18分）”，下设两项各 10 分。",
            en="“一、投入（18分）” above two items of 10 points each.",
        ),
        passes=Text(
            zh="四个部分 20、30、30、20 分，另有加分项 5 分、扣分项 -10 分，总分值 100 分。",
            en="Parts of 20, 30, 30 and 20 with a bonus of 5 and a penalty of -10 beside them, total 100.",
        ),
    ),
)
def declared_maxima(context: Context) -> Iterator[Draft]:
    """Each declared maximum of a report against its children's."""
    if not context.is_rubric:
        for node in context.nodes:
            # the maxima that further scorers see are those of the first one's sheet
            if node.source.form != "statements" and node.source.scorer is None:
                yield from maxima(context, node)


def maxima(context: Context, node: Node) -> Iterator[Draft]:
    """The finding that a node's maximum is not the sum of its children's, if it is not."""
    stated = node.stated("max")
    parts = base_children(node)
    amounts = [(part, maximum(part)) for part in parts]
    known = [(part, amount) for part, amount in amounts if amount is not None]
    if stated is None or not known or _scored_out_of_hundred(node) or _in_another_unit(node):
        return
    penalty = node.kind == "penalty"
    values = [abs(amount.value) if penalty else amount.value for _, amount in known]
    wanted = abs(stated) if penalty else stated
    computed = sum(values, Decimal(0))
    complete = len(known) == len(amounts)
    verdict = agreement(wanted, values, exact_decimals=MAXIMA_DECIMALS)
    if verdict == "agrees" or (not complete and computed < wanted):
        return
    if node.is_root and _with_bonus(node, wanted, values):
        return
    below = [terms_of(context, part, "max") for part, _ in known]
    terms = tuple(term for found in below if found for term in found)
    written = f"{addition(values)}={show(computed)}"
    total = "总" if node.is_root else ""
    yield Draft(
        message=Text(
            zh=f"下级分值之和 {written}，{total}分值写为 {show(stated)}",
            en=f"The maxima of the parts are {written}, the {'total ' if total else ''}maximum is {show(stated)}",
        ),
        node=node,
        stated=stated,
        computed=-computed if penalty and stated < 0 else computed,
        contributors=tuple(contributor(part, amount.value if amount else None) for part, amount in amounts),
        evidence=(node.evidence("max"), *(part.evidence("max") for part, _ in known)),
        severity=_severity(node, verdict),
        sums=() if penalty else (Sum(Term(stated, slot(context, node, "max")), terms, exact_decimals=MAXIMA_DECIMALS),),
        alternatives={} if penalty or not complete else {slot(context, node, "max"): (computed,)},
    )


def _scored_out_of_hundred(node: Node) -> bool:
    """Whether a group and all beside it are scored out of 100 each: what they declare is their weight (30%, 70%)."""
    if node.is_root or node.stated("max") == _HUNDRED:
        return False
    groups = [other for other in node.siblings() if other.kind == "base" and other.children]
    return bool(groups) and all(_makes_hundred(group) for group in (node, *groups))


def _in_another_unit(node: Node) -> bool:
    """Whether the groups of a level are so many times what their parts make up (6% above 60 points), two in three of

    them at least, or the parts of each make up 1: weights of parts in their group.
    """
    if node.is_root:
        finest = [maximum(leaf) for leaf in node.walk() if not leaf.children and leaf.kind == "base"]
        whole = sum((amount.value for amount in finest if amount is not None), Decimal(0))
        weights = any(not group.is_root and group.children and _in_another_unit(group) for group in node.walk())
        return weights and whole == node.stated("max")
    above = node
    while above.parent is not None:
        above = above.parent
    groups = [other for other in above.walk() if other.depth == node.depth and other.kind == "base" and other.children]
    pairs = [(other.stated("max"), _sum_below(other)) for other in groups]
    known = [(whole, below) for whole, below in pairs if whole and below]
    if len(known) < _FEWEST_GROUPS or len(known) < len(pairs):
        return False
    if all(below == 1 for _, below in known) or all(_all_hundred(other) for other in groups):
        return True
    times = Counter(below / whole for whole, below in known)
    often, count = times.most_common(1)[0]
    return often != 1 and count >= _FEWEST_GROUPS and count * 3 >= len(known) * 2


def _all_hundred(node: Node) -> bool:
    """Whether each part of a group is scored out of 100."""
    amounts = [maximum(part) for part in base_children(node)]
    return len(amounts) > 1 and all(amount is not None and amount.value == _HUNDRED for amount in amounts)


def _sum_below(node: Node) -> Decimal | None:
    amounts = [maximum(part) for part in base_children(node)]
    known = [amount.value for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def _makes_hundred(node: Node) -> bool:
    amounts = [maximum(part) for part in base_children(node)]
    known = [amount.value for amount in amounts if amount is not None]
    return len(known) == len(amounts) and sum(known, Decimal(0)) == _HUNDRED


def _severity(node: Node, verdict: str) -> Severity | None:
    """Bonus and penalty items often carry a cap that their parts exceed on purpose."""
    if node.kind != "base":
        return "note"
    return "warning" if verdict == "doubtful" else None


def _with_bonus(root: Node, wanted: Decimal, values: list[Decimal]) -> bool:
    """Whether the total was meant to hold the bonus items too."""
    bonus = [amount.value for child in root.children if child.kind == "bonus" and (amount := maximum(child))]
    return bool(bonus) and agreement(wanted, [*values, *bonus], exact_decimals=MAXIMA_DECIMALS) == "agrees"


def _claims(context: Context, node: Node) -> Iterator[Draft]:
    stated = node.stated("claimed")
    parts = [child for child in node.children if child.kind == "base" or child.claims_anything()]
    if stated is None or not any(below.stated("claimed") is not None for part in parts for below in part.walk()):
        return
    if _scored_out_of_hundred(node):
        return
    stated = counted(node, stated)
    amounts = [(part, claim(part, context.maximum(part))) for part in parts]
    missing = [part for part, amount in amounts if amount is None]
    known = [(part, amount) for part, amount in amounts if amount is not None]
    values = [amount.value for _, amount in known]
    verdict = agreement(stated, values)
    computed = sum(values, Decimal(0))
    if verdict == "agrees" or _may_fill(context, stated - computed, missing):
        return
    severity: Severity | None = "warning" if verdict == "doubtful" or missing else None
    if node.is_root:
        reading = _other_reading(node, stated, known)
        if reading == "capped":
            return
        severity = "note" if reading == "base" else severity
    yield _claims_draft(context, node, stated, [(p, a.value) for p, a in known], missing, severity)


def _claims_draft(
    context: Context,
    node: Node,
    stated: Decimal,
    known: list[tuple[Node, Decimal]],
    missing: list[Node],
    severity: Severity | None,
) -> Draft:
    values = [value for _, value in known]
    computed = sum(values, Decimal(0))
    written = f"{addition(values)}={show(computed)}"
    tail = _supported(context, node, stated) if node.is_root else Text(zh="", en="")
    if missing:
        names = [part.title() for part in missing]
        tail = Text(
            zh=f"{tail.zh}；没有得分的：{'、'.join(n.zh for n in names)}",
            en=f"{tail.en}; without a score: {', '.join(n.en for n in names)}",
        )
    if node.is_root:
        message = Text(
            zh=f"各部分自评得分之和 {written}，总分写为 {show(stated)}{tail.zh}",
            en=f"The parts claim {written}, the stated total is {show(stated)}{tail.en}",
        )
    else:
        message = Text(
            zh=f"下级自评得分之和 {written}，本级写为 {show(stated)}{tail.zh}",
            en=f"The parts claim {written}, the item claims {show(stated)}{tail.en}",
        )
    below = [terms_of(context, part, "claimed") for part, _ in known]
    terms = tuple(term for found in below if found for term in found)
    limit = context.maximum(node)
    feasible = not missing and (limit is None or node.is_root or 0 <= computed <= abs(limit))
    return Draft(
        message=message,
        node=node,
        stated=stated,
        computed=computed,
        contributors=(*(contributor(p, v) for p, v in known), *(contributor(p, None) for p in missing)),
        evidence=(node.evidence("claimed"), *(part.evidence("claimed") for part, _ in known)),
        severity=severity,
        sums=(Sum(Term(stated, slot(context, node, "claimed")), terms),),
        alternatives={slot(context, node, "claimed"): (computed,)} if feasible else {},
    )


def _may_fill(context: Context, gap: Decimal, missing: list[Node]) -> bool:
    """Whether the parts without a score could be worth the gap."""
    speaking = [part for part in missing if not part.is_silent() or context.maximum(part) is not None]
    if not speaking or gap < 0:
        return False
    room = [context.maximum(part) for part in speaking]
    known = [value for value in room if value is not None]
    return len(known) < len(room) or gap <= sum(known, Decimal(0))


def _other_reading(root: Node, stated: Decimal, known: Sequence[tuple[Node, Amount]]) -> str | None:
    """“capped” where the sum was cut to the total maximum, “base” where bonus and penalty stand beside the total."""
    base = [amount.value for part, amount in known if part.kind == "base"]
    limit = root.stated("max")
    if limit is not None and stated == limit and sum((amount.value for _, amount in known), Decimal(0)) > limit:
        return "capped"
    return "base" if len(base) < len(known) and agreement(stated, base) == "agrees" else None


def _supported(context: Context, root: Node, stated: Decimal) -> Text:
    """What the next level says to a total that its parts do not give."""
    values: list[Decimal] = []
    for child in root.children:
        if child.kind != "base" and not child.claims_anything():
            continue
        below = [claim(grandchild, context.maximum(grandchild)) for grandchild in child.children]
        own = claim(child, context.maximum(child))
        if below and all(amount is not None and amount.stated for amount in below):
            values.extend(amount.value for amount in below if amount is not None)
        elif own is not None:
            values.append(own.value)
        else:
            return Text(zh="", en="")
    if agreement(stated, values) != "agrees":
        return Text(zh="", en="")
    written = f"{addition(values)}={show(sum(values, Decimal(0)))}"
    return Text(
        zh=f"；按下一级得分合计 {written}，与总分一致",
        en=f"; the scores one level below sum to {written}, as the total says",
    )


def _lists_all_parts(context: Context, node: Node) -> bool:
    """Whether loose statements below an item speak of all of its parts, as a table or their maxima say."""
    named = {context.group(child) for child in node.children}
    for other in context.group(node).nodes:
        if other.source.form == "statements" or not other.children:
            continue
        leaves = {context.group(below) for below in other.walk() if not below.children}
        if leaves <= named or {context.group(child) for child in other.children} <= named:
            return True
    values = [child.stated("max") for child in base_children(node)]
    known = [value for value in values if value is not None]
    return bool(known) and len(known) == len(values) and sum(known, Decimal(0)) == node.stated("max")


def _is_partition(root: Node) -> bool:
    """Whether the items of a sheet of loose statements are the parts of the whole, by their maxima."""
    values = [child.stated("max") for child in root.children if child.kind == "base"]
    known = [value for value in values if value is not None]
    whole = root.stated("max") or _HUNDRED
    return bool(known) and len(known) == len(values) and sum(known, Decimal(0)) == whole and decimals(whole) == 0
