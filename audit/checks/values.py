"""Family V: scores against the scoring rules and the measured values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.align import Group
from audit.amounts import decimals, half_unit, show
from audit.checks.base import Draft, Explanation, Sum, Term, check, slot
from audit.checks.budget import full_marks_for_missed_budget, rates_of_amounts, scores_of_rates
from audit.checks.written import sum_of, upwards
from audit.context import Context
from audit.measures import Recomputed, facts_of, is_whole_cell, recomputed
from audit.rules import RuleSet, reachable, rule_sets, settled_maximum
from audit.scoring import ScoreSet
from audit.sheets import Node, counted
from audit.words import name_key, shortened, vocabulary
from models import Evidence, Fact, ScoringRule, Text

_ALMOST_HALF = Decimal("0.499")
_RULE_LENGTH = 60
_SCORES_SHOWN = 6
_FEW = 4
"""So many unreachable scores are slips of single items."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A place that states a score of an item."""

    node: Node
    score: Decimal


@check(
    "V401",
    "error",
    title=Text(zh="得分与评分规则算得的不符", en="The score is not what the rule gives for the measured value"),
    explanation=Explanation(
        compares=Text(
            zh="按评分规则和报告写明的实际值算出的得分，与报告写的得分。同一指标各处实际值不一致、规则有酌情或没有读懂的、"
            "还取决于别的情况的，都不计算；规则有几种读法的，符合一种就算对；各数按印出的小数位比较。自评表的预算执行情况，"
            "核对执行率是否等于执行数÷预算数；没有写明规则的，得分按分值×执行率核对，不符的只作提醒。",
            en="The score that the rule gives for the stated measured value, with the score stated. Nothing is "
            "computed where values contradict each other, or where judgement, unread words or anything else decides "
            "too. Where a rule can be read in several ways one of them is enough; every number stands for all that "
            "round to it. In the budget block of a form the rate is compared with spent by planned; without a rule, "
            "its score with points times rate, which proves nothing and is told as a warning or note.",
        ),
        matters=Text(
            zh="完成值和规则都写在纸上，得分却不是它们算出来的，复核时必被改正，总分随之变化。",
            en="Value and rule are both in print; the reviewer will correct the score, and the total with it.",
        ),
        fails=Text(
            zh="“达到90%得满分，每降低1%扣权重的4%”，分值 5 分，满意率 85%，得分 4.5：5×(1−5×4%)=4。",
            en="“达到90%得满分，每降低1%扣权重的4%”, maximum 5, a rate of 85 %, score 4.5: 5×(1−5×4%)=4.",
        ),
        passes=Text(
            zh="同一规则，满意率 85.5%，得分 4.1：按比例扣 18%，5×0.82=4.1；按整档扣得 4 或 4.2 也算对。",
            en="The same rule, 85.5 % and 4.1: in proportion; 4 and 4.2, by whole steps, are right too.",
        ),
    ),
)
def score_by_rule(context: Context) -> Iterator[Draft]:
    """Each item with rules and a measured value against its scores."""
    for group in context.alignment.groups:
        found = _recomputed(context, group)
        if found is not None and _none_admitted(context, group, found.admitted):
            yield _against_rule(context, scores(group)[0], found)
    yield from rates_of_amounts(context, context.nodes)
    yield from scores_of_rates(context, context.nodes)


@check(
    "V403",
    "warning",
    title=Text(zh="实际值没有达到目标值却得满分", en="Full marks although the stated actual misses the stated target"),
    explanation=Explanation(
        compares=Text(
            zh="目标值（标杆值、年度指标值）与实际完成值，同时看是否得满分。有评分规则说明如何扣分的，以规则为准；"
            "目标没有写“≥”“≤”的，只在多为好的指标上比较。自评表的预算执行率以100%为目标，90%以上只作提示。",
            en="Target and actual value of items with full marks. Where scoring rules say how much is lost, the rules "
            "decide; a bare target counts only where more is better. The rate of execution in the budget block of a "
            "form should be 100 %; from 90 % on full marks are only noted.",
        ),
        matters=Text(
            zh="没有完成目标而不扣分，需要说明理由，否则会被认定为多计得分。",
            en="Full marks for a missed target need a reason, or they are points too many.",
        ),
        fails=Text(
            zh="年度指标值≥95%，实际完成值 91%，分值 10 分，得 10 分。",
            en="Target ≥95 %, actual 91 %, 10 of 10 points.",
        ),
        passes=Text(
            zh="年度指标值≤5天，实际完成值 4天，得满分；评分细则写“90%以上得满分”而实际为 91%。",
            en="Target ≤5 days and actual 4 days; or the criteria say “90%以上得满分” and the actual is 91 %.",
        ),
    ),
)
def full_marks_for_missed_target(context: Context) -> Iterator[Draft]:
    """Each item with full marks, its target against its actual value."""
    if context.is_rubric:
        return
    for group in context.alignment.groups:
        if any(_says_how(place) for place in rule_sets(context, group)):
            continue
        for node in group.report_nodes:
            draft = _missed(context, node)
            if draft is not None:
                yield draft
                break
    yield from full_marks_for_missed_budget(context, context.nodes)


@check(
    "V404",
    "warning",
    title=Text(zh="评分规则给不出这个得分", en="A score that the rules cannot give"),
    explanation=Explanation(
        compares=Text(
            zh="指标的得分，与按评分规则可能得到的各种分数。规则有酌情、按比例或没有读懂的不比较；"
            "33%、34% 也按三分之一计。多数指标都不符的，说明得分不是按这些规则打的，只提示一次。",
            en="The score of an item with all scores that its rules can give. Judgement, proportions and rules that "
            "were not understood are left alone; 33 % and 34 % count as a third too. Where most items fail, the scores "
            "were not made by these rules: that is told once.",
        ),
        matters=Text(
            zh="规则里没有的得分，说明评分时没有按规则，或者扣分写错了。",
            en="A score that the rules do not know was not made by them, or its deduction is wrong.",
        ),
        fails=Text(
            zh="分值 6 分，“一项不符合扣权重的50%”，得 4 分：只能得 6、3、0。",
            en="Maximum 6, “一项不符合扣权重的50%”, score 4: only 6, 3 and 0 are possible.",
        ),
        passes=Text(
            zh="分值 3 分，“一项不符合扣权重的34%”，得 2 分：三项中一项不符合。",
            en="Maximum 3, “一项不符合扣权重的34%”, score 2: one of three is missed.",
        ),
    ),
)
def unreachable_scores(context: Context) -> Iterator[Draft]:
    """Each item's scores against what its rules can give."""
    if context.is_rubric:
        return
    asked = 0
    found: list[Draft] = []
    for group in context.alignment.groups:
        possible = _possible(context, group)
        if possible is None:
            continue
        asked += 1
        exact = _recomputed(context, group)
        told = exact is not None and _none_admitted(context, group, exact.admitted)
        if not told and _none_admitted(context, group, possible):
            found.append(_unreachable(context, group, possible))
    if len(found) >= _FEW and 3 * len(found) > asked:
        yield _by_other_rules(found, asked)
    else:
        yield from found


def scores(group: Group) -> list[Scored]:
    """The places of the report that state a score of an item."""
    found = ((node, node.stated("claimed")) for node in group.report_nodes if not node.is_root)
    return [Scored(node, counted(node, score)) for node, score in found if score is not None]


def by_rules(context: Context) -> tuple[int, int, int]:
    """How many scored items have rules, how many scores the rules were asked for, and how many were recomputed."""
    every = [] if context.is_rubric else context.alignment.groups
    groups = [g for g in every if scores(g) and settled_maximum(g) is not None and rule_sets(context, g)]
    exact = [_recomputed(context, group) is not None for group in groups]
    asked = [known or _possible(context, group) is not None for known, group in zip(exact, groups, strict=True)]
    return len(groups), sum(asked), sum(exact)


def _recomputed(context: Context, group: Group) -> Recomputed | None:
    return None if context.is_rubric or not scores(group) else recomputed(context, group)


def _none_admitted(context: Context, group: Group, admitted: ScoreSet) -> bool:
    """Whether no place states a score that the rules admit; where one does, the others are a matter of X301."""
    places = scores(group)
    return bool(places) and not any(_admits(admitted, place) for place in places)


def _admits(admitted: ScoreSet, place: Scored) -> bool:
    """Whether a printed score can be one of a set; whole points are rounded only where a sheet has no others."""
    slack = half_unit(place.score)
    if decimals(place.score) == 0 and not _has_decimals(place.node):
        slack = _ALMOST_HALF
    return admitted.admits(place.score - slack, place.score + slack)


def _has_decimals(node: Node) -> bool:
    """Whether any score of the node's sheet has decimals."""
    return any(item.claimed is not None and decimals(item.claimed) > 0 for item in node.source.walk())


# --- V401


def _against_rule(context: Context, place: Scored, found: Recomputed) -> Draft:
    node, written = place.node, sum_of(found, place.score)
    changes = upwards(context, node, written.score - place.score)
    key = slot(context, node, "claimed")
    # in running text a rate of that name may be one of several
    certain = found.measure.whole_cell or node.key in name_key(found.measure.name)
    return Draft(
        message=Text(
            zh=f"{written.text.zh}，报告写为 {show(place.score)}" + (f"。改正后：{changes.zh}" if changes.zh else ""),
            en=f"{written.text.en}; the report says {show(place.score)}"
            + (f". Corrected: {changes.en}" if changes.en else ""),
        ),
        node=node,
        stated=place.score,
        computed=written.score,
        evidence=(
            node.evidence("claimed"),
            found.measure.evidence,
            *(_quoted(context, node, rule) for rule in written.rules),
        ),
        severity=None if certain else "warning",
        sums=(Sum(Term(place.score, key), (Term(written.score),), decimals(written.score)),),
        alternatives={key: (written.score,)},
    )


# --- V403


def _says_how(place: RuleSet) -> bool:
    """Whether rules say what a measured value earns; a bare 得满分 and 酌情 do not."""
    return any(rule.kind not in {"cap", "veto"} for rule in place.rules)


def _missed(context: Context, node: Node) -> Draft | None:
    limit, claimed = context.maximum(node), node.stated("claimed")
    if limit is None or claimed is None or limit <= 0 or claimed < limit or node.kind == "penalty":
        return None
    facts = facts_of(context, node)
    targets = [fact for fact in facts if fact.role == "target" and is_whole_cell(fact)]
    actuals = [fact for fact in facts if fact.role == "actual" and is_whole_cell(fact)]
    if len(targets) != 1 or len(actuals) != 1 or not _misses(node, targets[0], actuals[0]):
        return None
    target, actual = targets[0], actuals[0]
    aim = f"{target.qualifier or ''}{show(target.value)}{target.unit or ''}"
    came = f"{show(actual.value)}{actual.unit or ''}"
    return Draft(
        message=Text(
            zh=f"目标值 {aim}，实际值 {came}，没有达到，却得满分 {show(claimed)}",
            en=f"The target is {aim}, the actual value {came} misses it, and full marks of {show(claimed)} are claimed",
        ),
        node=node,
        stated=claimed,
        evidence=(node.evidence("claimed"), target.evidence, actual.evidence),
    )


def _misses(node: Node, target: Fact, actual: Fact) -> bool:
    """Whether an actual value is on the wrong side of its target, by more than what its rounding explains."""
    words = vocabulary()["measures"]
    if target.unit != actual.unit or (actual.qualifier and actual.qualifier != "="):
        return False
    slack = max(half_unit(target.value), half_unit(actual.value))
    if target.qualifier in words["at_most"]:
        return actual.value > target.value + slack
    if target.qualifier in words["at_least"]:
        return actual.value < target.value - slack
    if target.qualifier or any(word in node.name for word in words["less_is_better"]):
        return False
    more_is_better = target.unit is not None or node.name.endswith(tuple(words["rates"]))
    return more_is_better and target.unit not in words["time_and_money"] and actual.value < target.value - slack


# --- V404


def _possible(context: Context, group: Group) -> ScoreSet | None:
    """All scores that the rules of an item can give; ``None`` where anything is left open, or full marks are out of

    reach.
    """
    places = rule_sets(context, group)
    stated = scores(group)
    if not places or not stated or not all(place.understood for place in places):
        return None
    limit = settled_maximum(group)
    if limit is None or any(place.node.children and place.node.source.form != "working_paper" for place in stated):
        return None
    found = ScoreSet().union(*(reachable(place.criteria, limit) for place in places))
    # rules that fall short of the maximum are not all rules: 高级职称得4分，中级得1分 for a team, 8 points at most
    short = found.most is None or found.most < limit
    return None if found.unknown or found.empty or short else found


def _unreachable(context: Context, group: Group, possible: ScoreSet) -> Draft:
    place = scores(group)[0]
    node, score = place.node, place.score
    known = sorted({_rounded(value) for value in possible.values}, reverse=True)
    shown = "、".join(show(value) for value in known[:_SCORES_SHOWN])
    ranges = "、".join(f"{show(i.low)}～{show(i.high)}" for i in possible.intervals)
    listed = "、".join(part for part in (shown, ranges) if part) + ("…" if len(known) > _SCORES_SHOWN else "")
    near = min(
        [*known, *(v for i in possible.intervals for v in (i.low, i.high))], key=lambda value: abs(value - score)
    )
    rules = [rule for found in rule_sets(context, group)[:1] for rule in found.rules]
    return Draft(
        message=Text(
            zh=f"按评分规则只能得 {listed}，报告写为 {show(score)}",
            en=f"The rules can give {listed.replace('、', ', ')}; the report says {show(score)}",
        ),
        node=node,
        stated=score,
        computed=near,
        evidence=(
            node.evidence("claimed"),
            *(_quoted(context, node, rule) for rule in rules),
        ),
    )


def _quoted(context: Context, node: Node, rule: ScoringRule) -> Evidence:
    """The words of a rule: of the rubric where an item is scored by its rules."""
    place = next((found.node for found in rule_sets(context, context.group(node))), node)
    return place.quoting(shortened(rule.text, _RULE_LENGTH), rule.where)


def _rounded(value: Decimal) -> Decimal:
    """A score as it would be printed: two decimals at most."""
    return value if decimals(value) <= 2 else value.quantize(Decimal("0.01"))


def _by_other_rules(found: list[Draft], asked: int) -> Draft:
    titles = [draft.node.title().zh for draft in found if draft.node is not None]
    return Draft(
        message=Text(
            zh=f"{asked} 项指标中有 {len(found)} 项的得分不是评分规则能给出的（{'、'.join(titles[:_SCORES_SHOWN])}…），"
            "可能是多人评分的平均，或另有评分办法，不逐项列出",
            en=f"The scores of {len(found)} of {asked} items cannot come from their rules; they may be means of "
            "several scorings, or made by other rules, and are not listed",
        ),
        node=None,
        stated=str(len(found)),
        evidence=tuple(draft.evidence[0] for draft in found),
        severity="note",
    )
