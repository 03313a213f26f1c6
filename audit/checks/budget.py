"""What V401 and V403 say of the budget block of a form: its rate, and the points for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from audit.amounts import decimals, show
from audit.budget import Budget, budget_of, is_scored_by_rate
from audit.checks.base import Draft, Sum, Term, slot
from audit.context import Context
from audit.rules import rule_sets
from audit.sheets import Node, maximum
from models import Evidence, Severity, Text

_HALF = Decimal("0.5")
_ALMOST_HALF = Decimal("0.499")
_TENTH = Decimal("0.05")
"""Full marks may be 9.95 and more, rounded to one decimal."""
_USUAL_FOR_FULL = Decimal(90)
"""The rate from which on provinces that do not give points in proportion give full marks."""


def rates_of_amounts(context: Context, nodes: Iterable[Node]) -> Iterator[Draft]:
    """Printed rates of execution that the amounts beside them do not give (V401)."""
    for node in nodes:
        budget = budget_of(context, node)
        quotient = budget.quotient() if budget is not None else None
        if budget is None or budget.rate is None or quotient is None or budget.rate_agrees():
            continue
        done, plan = show(budget.done.value), show(budget.planned[0].value)
        stated = budget.rate.value
        yield Draft(
            message=Text(
                zh=f"执行数÷预算数：{done}÷{plan}={show(quotient)}%，执行率写为 {show(stated)}%",
                en=f"Spent by planned, {done}÷{plan}, is {show(quotient)} %; the rate is stated as {show(stated)} %",
            ),
            node=node,
            stated=stated,
            computed=quotient,
            evidence=(budget.rate.evidence, budget.done.evidence, *(fact.evidence for fact in budget.planned)),
            severity="warning" if len(budget.planned) > 1 else None,
        )


def scores_of_rates(context: Context, nodes: Iterable[Node]) -> Iterator[Draft]:
    """Points for the rate of execution that are not points times rate, full marks left aside (V401)."""
    for node, budget, weight, score in _scored(context, nodes):
        if score == weight or _follows(context, node, budget, weight, score):
            continue
        rate = _rate(budget)
        if rate is None:
            continue
        computed = min(weight * rate / 100, weight)
        product = f"{show(weight)}×{show(rate)}%={show(computed)}"
        whole = decimals(score) == 0
        key = slot(context, node, "claimed")
        yield Draft(
            message=Text(
                zh=f"分值×执行率：{product}，报告写为 {show(score)}" + ("；按档次评分的除外" if whole else ""),
                en=f"Points times rate: {product}; the report says {show(score)}"
                + (", which levels may give" if whole else ""),
            ),
            node=node,
            stated=score,
            computed=computed,
            evidence=(node.evidence("claimed"), *_rate_evidence(budget)),
            severity="note" if whole else "warning",
            sums=(Sum(Term(score, key), (Term(computed),), decimals(computed)),),
            alternatives={} if whole else {key: (computed,)},
        )


def full_marks_for_missed_budget(context: Context, nodes: Iterable[Node]) -> Iterator[Draft]:
    """Full marks for a budget that was not spent (V403); from a rate on that is often enough only a note."""
    for node, budget, weight, score in _scored(context, nodes):
        rate = _rate(budget)
        best = max((scores.high for scores in budget.scores(weight)), default=weight)
        if score < weight or rate is None or best >= weight - _TENTH:
            continue
        severity: Severity | None = "note" if rate >= _USUAL_FOR_FULL else None
        yield Draft(
            message=Text(
                zh=f"执行率 {show(rate)}%，没有达到 100%，却得满分 {show(score)}",
                en=f"The rate of execution is {show(rate)} %, below 100 %, and full marks of {show(score)} are claimed",
            ),
            node=node,
            stated=score,
            evidence=(node.evidence("claimed"), *_rate_evidence(budget)),
            severity=severity,
        )


def _scored(context: Context, nodes: Iterable[Node]) -> Iterator[tuple[Node, Budget, Decimal, Decimal]]:
    """The budget lines with points and a score, where no rule says how the rate is scored."""
    if context.is_rubric:
        return
    for node in nodes:
        budget = budget_of(context, node)
        weight, score = context.maximum(node) or _left_for(node), node.stated("claimed")
        if budget is None or weight is None or score is None or weight <= 0 or not 0 <= score <= weight:
            continue
        if is_scored_by_rate(context, node) and not rule_sets(context, context.group(node)):
            yield node, budget, weight, score


def _left_for(node: Node) -> Decimal | None:
    """What the total leaves for an item whose points are not printed; ``None`` where that is not known."""
    if node.parent is None or not node.parent.is_root:
        return None
    total, others = node.parent.stated("max"), [maximum(other) for other in node.siblings() if other.kind == "base"]
    if total is None or any(other is None for other in others):
        return None
    left = total - sum((other.value for other in others if other is not None), Decimal(0))
    return left if left > 0 else None


def _follows(context: Context, node: Node, budget: Budget, weight: Decimal, score: Decimal) -> bool:
    """Whether a score is points times rate, rounded or cut; whole points are rounded where a sheet has no others."""
    below = above = Decimal(0)
    if decimals(score):
        below = _HALF.scaleb(-decimals(score))
        above = 2 * below
    elif not any(item.claimed is not None and decimals(item.claimed) for item in node.source.walk()):
        below = above = _ALMOST_HALF
    return any(low.low <= score + above and score - below <= low.high for low in budget.scores(weight))


def _rate(budget: Budget) -> Decimal | None:
    """The rate that the points should follow: the one of the amounts where the printed one is wrong."""
    return budget.rate.value if budget.rate is not None and budget.rate_agrees() else budget.quotient()


def _rate_evidence(budget: Budget) -> tuple[Evidence, ...]:
    if budget.rate is not None:
        return (budget.rate.evidence,)
    return (budget.done.evidence, *(fact.evidence for fact in budget.planned))
