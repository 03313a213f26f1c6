"""Family R: the rubric in itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from audit.amounts import addition, agreement, show
from audit.budget import budget_of
from audit.checks.base import Draft, Explanation, Slot, Sum, Term, check, criterion_slot, slot
from audit.checks.sums import MAXIMA_DECIMALS, maxima
from audit.context import Context
from audit.sheets import Node, maximum
from audit.words import shortened
from models import Contributor, Evidence, Text

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")}
_ORDINAL = re.compile(
    r"\s*(?:(?P<bracket>[（(])\s*(?P<in>[一二三四五六七八九十]{1,3}|\d{1,3})\s*[）)]"
    r"|(?P<out>[一二三四五六七八九十]{1,3}(?=\s*[、.．])|\d{1,3}(?=\s*[、.．](?!\d))))"
)


@check(
    "R101",
    "error",
    title=Text(zh="下级分值之和与上级分值不符", en="Children's maxima do not sum to the item's maximum"),
    explanation=Explanation(
        compares=Text(
            zh="评分标准里每一级指标的分值，与它下级指标分值之和。加分项、扣分项单独计算。",
            en="The maximum of each item of a rubric with the sum of its children's. Bonus and penalty items count "
            "apart.",
        ),
        matters=Text(
            zh="分值不平的评分标准，谁也得不到满分，或者满分不是 100 分。",
            en="With maxima that do not add up nobody can reach the full score, or the full score is not 100.",
        ),
        fails=Text(
            zh="“组织管理（20分）”下设四项 6、5、5、3 分。", en="“组织管理（20分）” above items of 6, 5, 5 and 3."
        ),
        passes=Text(
            zh="“组织管理（20分）”下设四项 6、5、5、4 分。", en="“组织管理（20分）” above items of 6, 5, 5 and 4."
        ),
    ),
)
def children_maxima(context: Context) -> Iterator[Draft]:
    """Each item of a rubric against its children."""
    if context.is_rubric:
        for node in context.nodes:
            if not node.is_root:
                yield from maxima(context, node)


@check(
    "R102",
    "error",
    title=Text(zh="评分细则分值之和与指标分值不符", en="Criteria maxima do not sum to the item's maximum"),
    explanation=Explanation(
        compares=Text(
            zh="一个指标的分值，与评分细则各条末尾所标分值之和。有的条款没有标分时，只看是否已经超过。",
            en="The maximum of an item with the sum of the points printed after its criteria. Where some criteria "
            "carry none, only whether the others exceed it already.",
        ),
        matters=Text(
            zh="细则分值之和不等于指标分值，评分时就没有共同的尺子。",
            en="Criteria that do not sum to their item leave the evaluators without a common measure.",
        ),
        fails=Text(
            zh="指标 4 分，细则三条分别标（1分）（1分）（1分）。", en="An item of 4 points with criteria of 1, 1 and 1."
        ),
        passes=Text(
            zh="指标 4 分，细则三条分别标（1分）（1分）（2分）。", en="An item of 4 points with criteria of 1, 1 and 2."
        ),
    ),
)
def criteria_maxima(context: Context) -> Iterator[Draft]:
    """The criteria of each item against its maximum."""
    for node in context.nodes:
        limit = node.stated("max")
        slots = [criterion_slot(context, node, position) for position in range(len(node.criteria))]
        values = [(c, c.max_points) for c in node.criteria if c.max_points is not None]
        if limit is None or not values or node.kind == "penalty":
            continue
        points = [abs(value) for _, value in values]
        computed = sum(points, Decimal(0))
        complete = len(values) == len(node.criteria)
        if agreement(limit, points, exact_decimals=MAXIMA_DECIMALS) == "agrees" or (not complete and computed < limit):
            continue
        written = f"{addition(points)}={show(computed)}"
        yield Draft(
            message=Text(
                zh=f"评分细则分值之和 {written}，指标分值为 {show(limit)}",
                en=f"The criteria carry {written}, the item's maximum is {show(limit)}",
            ),
            node=node,
            stated=limit,
            computed=computed,
            contributors=tuple(
                Contributor(name=f"{c.ordinal or ''} {shortened(c.text, 20)}".strip(), points=c.max_points)
                for c in node.criteria
            ),
            evidence=(
                node.evidence("max"),
                *(Evidence(quote=c.text[-40:], where=c.where) for c, _ in values),
            ),
            severity="note" if node.kind == "bonus" else None,
            sums=(Sum(Term(limit, slot(context, node, "max")), tuple(Term(p) for p in points), MAXIMA_DECIMALS),),
            alternatives=_right_instead(slot(context, node, "max"), limit, slots, points)
            if complete and node.kind == "base"
            else {},
        )


def _right_instead(whole: Slot, limit: Decimal, parts: list[Slot], points: list[Decimal]) -> dict[Slot, tuple[Decimal]]:
    """The maximum that the criteria give, and the points of each criterion that the maximum leaves for it."""
    missing = limit - sum(points, Decimal(0))
    return {whole: (limit - missing,)} | {
        part: (value + missing,) for part, value in zip(parts, points, strict=True) if value + missing > 0
    }


@check(
    "R104",
    "warning",
    title=Text(zh="缺少分值", en="Maximum missing where the siblings have one"),
    explanation=Explanation(
        compares=Text(
            zh="同一上级下的各项指标：多数写明分值而个别没有写，也不能由下级合计得出。",
            en="Items under one parent: most have a maximum, one has none and its children give none either.",
        ),
        matters=Text(
            zh="没有分值的指标无法评分，合计也无从核对。",
            en="An item without points cannot be scored, nor its parent checked.",
        ),
        fails=Text(zh="四个三级指标分值为 5、5、空白、4。", en="Four indicators with 5, 5, nothing and 4 points."),
        passes=Text(zh="整张表都不设分值的指标清单。", en="A list of indicators without any points."),
    ),
)
def maximum_missing(context: Context) -> Iterator[Draft]:
    """Items without a maximum among siblings that have one."""
    for node in context.nodes:
        siblings = [other for other in node.siblings() if other.kind == node.kind]
        having = sum(maximum(other) is not None for other in siblings)
        if node.is_root or maximum(node) is not None or having < 2 or 3 * having < 2 * len(siblings):
            continue
        if node.source.form in {"statements", "working_paper"} or (not context.is_rubric and node.is_silent()):
            continue
        if any(maximum(child) is not None for child in node.children):
            continue  # it is the child without points that is the odd one
        if budget_of(context, node) is not None:
            continue  # forms print the points for the rate of execution in their instructions
        if len(node.children) > 1 and context.is_rubric:
            continue  # a list of conditions (必备条件): a number that was forgotten is not missing below as well
        elsewhere = context.maximum(node) is not None
        yield Draft(
            message=Text(
                zh=f"没有写明分值，而同级 {len(siblings)} 项中有 {having} 项写明",
                en=f"No maximum is stated, {having} of its {len(siblings)} siblings have one",
            ),
            node=node,
            evidence=(node.label_evidence(),),
            severity="note" if elsewhere or node.kind != "base" else None,
        )


@check(
    "R105",
    "warning",
    title=Text(zh="指标重复或编号不连续", en="The same item twice, or numbering with gaps or repeats"),
    explanation=Explanation(
        compares=Text(
            zh="同一上级下的指标名称、全表的指标编码、评分细则的条号、各级序号。指标序号跳号或重号只作提示。",
            en="Names under one parent, codes in the whole table, numbers of criteria, and ordinals. Gaps and repeats "
            "of the items' ordinals are notes only.",
        ),
        matters=Text(
            zh="重复的指标会被重复计分；断号常常意味着漏了一项。",
            en="An item that stands twice is scored twice; a gap often means that an item was lost.",
        ),
        fails=Text(
            zh="同一部分里两次出现“档案管理”；（三）之后是（五）。",
            en="“档案管理” twice in one part; （三） followed by （五）.",
        ),
        passes=Text(
            zh="“数量指标”在两个不同的一级指标下各出现一次；1.～43. 跨各部分连续编号。",
            en="“数量指标” once under each of two parents; 1.–43. running through all parts.",
        ),
    ),
)
def repeated_items(context: Context) -> Iterator[Draft]:
    """Names under one parent, codes of a sheet, ordinals in order."""
    for root in context.roots:
        if root.source.form in {"table", "narrative"}:
            yield from _same_names(root)
            yield from _same_codes(root)
            yield from _criteria_ordinals(root, certain=context.is_rubric)
            yield from _ordinals(root)


@check(
    "R106",
    "error",
    title=Text(zh="指标分值之和与总分值不符", en="Base items do not sum to the declared total"),
    explanation=Explanation(
        compares=Text(
            zh="评分标准写明的总分值，与各一级指标分值之和。加分项、扣分项不计在内，除非计入后恰好相符。",
            en="The declared total of a rubric with the sum of its top level. Bonus and penalty items stay outside, "
            "unless the total fits with the bonus.",
        ),
        matters=Text(zh="总分值是得分率和等次的分母。", en="The total is the denominator of every rate and grade."),
        fails=Text(
            zh="总分 100 分，各部分 20、25、25、15、10 分。", en="A total of 100 with parts of 20, 25, 25, 15 and 10."
        ),
        passes=Text(
            zh="总分 100 分，各部分合计 100 分，另有加分项 5 分。",
            en="A total of 100 with parts that sum to 100 and a bonus of 5 beside them.",
        ),
    ),
)
def total_maximum(context: Context) -> Iterator[Draft]:
    """The top level of a rubric against its declared total."""
    if context.is_rubric:
        for root in context.roots:
            yield from maxima(context, root)


def _same_names(root: Node) -> Iterator[Draft]:
    for parent in root.walk():
        named: dict[str, list[Node]] = defaultdict(list)
        for child in parent.children:
            if len(child.key) >= 2 and (child.stated("max") is not None or child.criteria):
                named[child.key].append(child)
        for nodes in named.values():
            if len({node.code for node in nodes}) == 1 and len(nodes) > 1:
                yield Draft(
                    message=Text(
                        zh=f"同一上级下出现 {len(nodes)} 次",
                        en=f"Stands {len(nodes)} times under the same parent",
                    ),
                    node=nodes[0],
                    evidence=tuple(node.label_evidence() for node in nodes),
                )


def _same_codes(root: Node) -> Iterator[Draft]:
    coded: dict[str, list[Node]] = defaultdict(list)
    for node in root.walk():
        if node.code:
            coded[node.code].append(node)
    for code, nodes in coded.items():
        if len({(node.parent, node.key) for node in nodes}) > 1:
            names = "、".join(node.name for node in nodes)
            yield Draft(
                message=Text(
                    zh=f"编码 {code} 用于多个指标：{names}", en=f"Code {code} belongs to several items: {names}"
                ),
                node=nodes[0],
                evidence=tuple(node.label_evidence() for node in nodes),
            )


def _ordinals(root: Node) -> Iterator[Draft]:
    """Ordinals of one style count on from the last, or begin again at 1 under another parent."""
    last: dict[str, tuple[int, Node]] = {}
    skipped: dict[str, int] = defaultdict(int)
    for node in root.walk():
        if node.is_root or node.item is None:
            continue
        found = _ordinal(node.item.label)
        style = f"{node.depth}"
        if found is None:
            skipped[style] += 1
            continue
        style, number = f"{node.depth}{found[0]}", found[1]
        before = last.get(style)
        last[style] = (number, node)
        unnumbered, skipped[f"{node.depth}"] = skipped[f"{node.depth}"], 0
        if before is None or (number == 1 and before[1].parent is not node.parent):
            continue
        gap = number - before[0] - 1
        if gap == 0 or 0 < gap <= unnumbered:
            continue
        yield Draft(
            message=Text(
                zh=f"序号 {before[0]} 之后是 {number}",
                en=f"Number {before[0]} is followed by {number}",
            ),
            node=node,
            stated=Decimal(number),
            computed=Decimal(before[0] + 1),
            evidence=(before[1].label_evidence(), node.label_evidence()),
            severity="note",
        )


def _criteria_ordinals(root: Node, *, certain: bool) -> Iterator[Draft]:
    """Criteria of one item count on from 1, or begin again."""
    for node in root.walk():
        numbered = [c for c in node.criteria if c.ordinal is not None]
        for before, criterion in pairwise(numbered):
            number, last = criterion.ordinal or 0, before.ordinal or 0
            if number in {1, last + 1}:
                continue
            yield Draft(
                message=Text(
                    zh=f"评分细则第 {last} 条之后是第 {number} 条",
                    en=f"Criterion {last} is followed by {number}",
                ),
                node=node,
                stated=Decimal(number),
                computed=Decimal(last + 1),
                evidence=tuple(Evidence(quote=c.text[:40], where=c.where) for c in (before, criterion)),
                severity=None if certain else "note",
            )


def _ordinal(label: str) -> tuple[str, int] | None:
    """Style and number of the ordinal that a label begins with."""
    found = _ORDINAL.match(label)
    if found is None:
        return None
    text = found["in"] or found["out"]
    number = int(text) if text.isdecimal() else _chinese(text)
    style = ("b" if found["bracket"] else "p") + ("1" if text.isdecimal() else "一")
    return (style, number) if number else None


def _chinese(text: str) -> int:
    """一 … 九十九; 0 for what is no number."""
    tens, ten, ones = text.rpartition("十") if "十" in text else ("", "", text)
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
