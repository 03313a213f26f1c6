"""The report against the rubric it answers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from audit.amounts import same, show
from audit.checks.base import Draft, Explanation, check, slot
from audit.context import Context
from audit.sheets import RUBRIC, Node
from models import Evidence, Text

_HARDLY = 5
"""A report that answers less than one rubric item in five answers another rubric."""


@check(
    "C207",
    "warning",
    title=Text(zh="评分标准中没有的指标", en="A claim without a rubric item"),
    explanation=Explanation(
        compares=Text(
            zh="报告中写明分值或得分的指标，与评分标准的指标；只在报告确实逐项对应的层级上比较。",
            en="Items of the report with points, with the items of the rubric, on the levels that the report answers.",
        ),
        matters=Text(zh="标准之外的得分不会被认定。", en="Points outside the rubric are not granted."),
        fails=Text(
            zh="标准中“组织管理”下有三项，报告写了第四项并得 2 分。",
            en="A fourth item with 2 points under a part that has three in the rubric.",
        ),
        passes=Text(
            zh="对应指标之下的 1. 2. 3. 段落，是该指标的细分说明。",
            en="Numbered paragraphs below an item that the rubric has.",
        ),
    ),
)
def claim_without_rubric(context: Context) -> Iterator[Draft]:
    """Items of the report that the rubric does not have."""
    if context.rubric_root is None:
        return
    matched, items = answered(context)
    if _HARDLY * matched < items:
        yield Draft(
            message=Text(
                zh=f"评分标准的 {items} 项指标只有 {matched} 项能在报告中找到，可能不是同一套标准；不再逐项列出",
                en=f"Only {matched} of the rubric's {items} items are in the report; it may answer another rubric",
            ),
            node=None,
            stated=str(matched),
            computed=str(items),
        )
        return
    for node in context.nodes:
        if node.is_root or _has_rubric(context, node) or node.is_silent() or not _has_rubric(context, node.parent):
            continue
        if node.source.form in {"statements", "working_paper"} or not node.claims_anything():
            continue
        siblings = node.siblings()
        if siblings and 2 * sum(_has_rubric(context, other) for other in siblings) >= len(siblings):
            yield Draft(
                message=Text(zh="评分标准中没有这一项", en="The rubric has no such item"),
                node=node,
                stated=node.stated("claimed"),
                evidence=(node.label_evidence(),),
                severity=None if node.kind == "base" else "note",
            )


@check(
    "C208",
    "warning",
    title=Text(zh="评分标准中的指标报告没有回应", en="A rubric item without a claim"),
    explanation=Explanation(
        compares=Text(
            zh="评分标准的指标，与报告的指标；只看报告已经回应其多数同级指标的地方。",
            en="Items of the rubric with items of the report, where the report answers most of their siblings.",
        ),
        matters=Text(zh="没有回应的指标按零分计。", en="An item that is not answered counts zero."),
        fails=Text(
            zh="标准中“资金管理”下有四项，报告只写了其中三项。",
            en="A part with four items of which the report answers three.",
        ),
        passes=Text(
            zh="报告只写到二级指标，没有逐条写三级指标。",
            en="A report that stays on the second level and names no third-level items.",
        ),
    ),
)
def rubric_without_claim(context: Context) -> Iterator[Draft]:
    """Items of the rubric that the report does not answer."""
    if context.rubric_root is None or _is_other_rubric(context):
        return
    for node in context.rubric_root.walk():
        if node.is_root or node.parent is None or _is_answered(context, node):
            continue
        if not node.parent.is_root and not _is_answered(context, node.parent):
            continue
        siblings = node.siblings()
        if any(_is_answered(context, below) for below in node.walk()) or not siblings:
            continue
        if 2 * sum(_is_answered(context, other) for other in siblings) < len(siblings):
            continue
        limit = node.stated("max")
        points = "" if limit is None else f"（{show(limit)}分）"
        yield Draft(
            message=Text(
                zh=f"评分标准中的这一项{points}，报告里没有找到",
                en=f"This item of the rubric{'' if limit is None else f' ({show(limit)} points)'} is not in the report",
            ),
            node=node,
            computed=limit,
            evidence=(node.label_evidence(),),
            severity=None if node.kind == "base" else "note",
        )


@check(
    "C209",
    "error",
    title=Text(zh="分值与评分标准不同", en="A declared maximum differs from the rubric's"),
    explanation=Explanation(
        compares=Text(
            zh="报告写明的指标分值、总分值，与评分标准中同一指标的分值。",
            en="Each maximum that the report declares, the total's included, with the rubric's.",
        ),
        matters=Text(
            zh="分值以标准为准；按错的分值得出的满分不成立。",
            en="The rubric decides; a full score of a wrong maximum is none.",
        ),
        fails=Text(
            zh="标准中“档案管理”3 分，报告写“档案管理（指标分值5分，自评得5分）”。",
            en="3 points in the rubric, “（指标分值5分，自评得5分）” in the report.",
        ),
        passes=Text(zh="标准写 3 分，报告写“3.0分”。", en="3 in the rubric, “3.0分” in the report."),
    ),
)
def maximum_differs(context: Context) -> Iterator[Draft]:
    """Each declared maximum against the rubric's."""
    if context.rubric_root is None or _is_other_rubric(context):
        return
    for group in context.alignment.groups:
        original = group.rubric_node
        limit = original.stated("max") if original is not None else None
        if limit is None or original is None:
            continue
        wrong = [
            (node, value)
            for node in group.report_nodes
            if (value := node.stated("max")) is not None and same(abs(value), abs(limit)) != "agrees"
        ]
        if wrong:
            yield _differs(context, original, limit, wrong)


def answered(context: Context) -> tuple[int, int]:
    """How many items of the rubric the report answers, and how many there are on the levels that it could answer."""
    if context.rubric_root is None:
        return (0, 0)
    items = [node for node in context.rubric_root.walk() if not node.is_root]
    matched = [node for node in items if _is_answered(context, node)]
    deepest = max((node.depth for node in matched), default=1)
    return (len(matched), sum(node.depth <= deepest for node in items))


def _differs(context: Context, original: Node, limit: Decimal, wrong: list[tuple[Node, Decimal]]) -> Draft:
    first = wrong[0][1]
    where = "、".join(dict.fromkeys(context.place(node).zh for node, _ in wrong))
    where_en = ", ".join(dict.fromkeys(context.place(node).en for node, _ in wrong))
    return Draft(
        message=Text(
            zh=f"分值写为 {show(first)}（{where}），评分标准为 {show(limit)}",
            en=f"The maximum is stated as {show(first)} ({where_en}), the rubric says {show(limit)}",
        ),
        node=wrong[0][0],
        stated=first,
        computed=limit,
        evidence=(
            *(node.evidence("max") for node, _ in wrong),
            *_named(original),
        ),
        alternatives={slot(context, original, "max"): (limit,)},
    )


def _named(original: Node) -> Iterator[Evidence]:
    """The words of the rubric that state a maximum, and those that name the item where they stand elsewhere."""
    maximum = original.evidence("max")
    if original.name not in maximum.quote:
        yield original.label_evidence()
    yield maximum


def _is_other_rubric(context: Context) -> bool:
    matched, items = answered(context)
    return _HARDLY * matched < items


def _has_rubric(context: Context, node: Node | None) -> bool:
    return node is not None and context.group(node).rubric_node is not None


def _is_answered(context: Context, node: Node) -> bool:
    assert node.sheet == RUBRIC
    return bool(context.group(node).report_nodes)
