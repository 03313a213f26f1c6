"""The scoring rules themselves: what they can give, and whether two places state the same ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from audit.amounts import show
from audit.checks.base import Draft, Explanation, Sum, Term, check, criterion_slot, slot
from audit.context import Context
from audit.rules import Quantity, RuleSet, has_rules, numbers_of
from audit.scoring import highest
from audit.sheets import Node
from audit.words import shortened
from models import Contributor, Criterion, Evidence, ScoringRule, Text

_RULE_LENGTH = 40


@check(
    "R103",
    "warning",
    title=Text(zh="评分规则给不出分值", en="A criterion's rules cannot reach, or can exceed, its maximum"),
    explanation=Explanation(
        compares=Text(
            zh="按评分细则的规则最多能得的分，与该条（没有标分时为该指标）的分值。封顶、分档、总述的得分都按各自含义计算；"
            "有酌情或没有读懂的规则时不比较，有两种读法时只有都不相符才报告。",
            en="The most that the rules of a criterion can earn, with its points (or those of its item). Caps, levels "
            "and headlines count as what they mean; judgement and rules that were not understood are left alone, and "
            "where a text can be read in two ways both must fail.",
        ),
        matters=Text(
            zh="规则加起来到不了满分，谁也得不满；超过满分，多出的分不知如何处理。",
            en="Rules that do not lead to full marks keep everybody below them; rules that lead beyond them are open "
            "to dispute.",
        ),
        fails=Text(
            zh="“建立台账得1分，定期更新得1分。（3分）”：最多得 2 分。",
            en="“建立台账得1分，定期更新得1分。（3分）”: 2 points at most.",
        ),
        passes=Text(
            zh="“90%以上得3分，80%以上得2分，否则不得分。（3分）”：分档，最多 3 分。",
            en="“90%以上得3分，80%以上得2分，否则不得分。（3分）”: levels, 3 points at most.",
        ),
    ),
)
def rules_reach_maximum(context: Context) -> Iterator[Draft]:
    """The rules of each criterion, or of an item whose criteria carry no points, against the maximum."""
    told: set[tuple[int, str]] = set()
    for node in context.nodes:
        if node.kind != "base" or not has_rules(node):
            continue
        for position, criteria, limit in _limits(node):
            key = (context.group(node).number, criteria[0].text)
            found = highest(criteria, limit)
            if key in told or not found or min(found) <= limit <= max(found) or _one_is_all(criteria, limit):
                continue
            told.add(key)
            stated = slot(context, node, "max") if position is None else criterion_slot(context, node, position)
            yield _reach(node, criteria, Term(limit, stated), min(found, key=lambda value: abs(value - limit)))


@check(
    "X303",
    "warning",
    title=Text(zh="同一指标在两处评分规则不同", en="The same item has another rule in another place"),
    explanation=Explanation(
        compares=Text(
            zh="同一指标的评分规则在评分标准、各张表格、工作底稿里的数字：得分、扣分、每多少扣、达标值、分界值。只比较规则种类相同、"
            "数字不同的；措辞不同不算。",
            en="The numbers in the scoring rules of one item in the rubric, the tables and the working papers: points, "
            "losses, steps, thresholds. Only rules of the same build are compared; wording does not count.",
        ),
        matters=Text(
            zh="两处规则不同，同一个完成值会得出两个得分。",
            en="With two rules the same measured value has two scores.",
        ),
        fails=Text(
            zh="指标表写“每降低1%扣权重的1%”，底稿写“每降低1%扣权重的5%”。",
            en="“每降低1%扣权重的1%” in the table, “每降低1%扣权重的5%” in the working paper.",
        ),
        passes=Text(
            zh="一处写“每降低1%扣0.2分”，一处写“每低1个百分点扣5%权重”，分值 4 分。",
            en="“每降低1%扣0.2分” and “每低1个百分点扣5%权重” for an item of 4 points.",
        ),
    ),
)
def rules_differ(context: Context) -> Iterator[Draft]:
    """Each aligned item's rules."""
    if context.is_rubric:
        return
    for group in context.alignment.groups:
        places = [RuleSet(node, node.criteria) for node in group.nodes if has_rules(node)]
        for one, other in combinations(_with_own_numbers(context, places), 2):
            limits = {context.maximum(place.node) for place in (one, other)}
            pairs = _differing(one, other, limits.pop()) if len(limits) == 1 else []
            if pairs:
                yield _difference(context, one, other, pairs)
                break


def _with_own_numbers(context: Context, places: Sequence[RuleSet]) -> list[RuleSet]:
    """The first understood place of each set of numbers: where one differs from another, all with its numbers do."""
    firsts: dict[object, RuleSet] = {}
    for place in (place for place in places if place.understood):
        weight = context.maximum(place.node)
        numbers = Counter((number.meaning, number.unit, number.value) for number in numbers_of(place.rules, weight))
        firsts.setdefault((weight, frozenset(numbers.items())), place)
    return list(firsts.values())


def _limits(node: Node) -> Iterator[tuple[int | None, Sequence[Criterion], Decimal]]:
    """The criteria that have points of their own, each for itself; else all of them with the item's maximum."""
    own = [(position, c, c.max_points) for position, c in enumerate(node.criteria) if c.max_points is not None]
    if own:
        for position, criterion, points in own:
            if criterion.rules:
                yield position, (criterion,), abs(points)
        return
    limit = node.stated("max")
    if limit is not None and not node.children:
        yield None, node.criteria, limit


def _one_is_all(criteria: Sequence[Criterion], limit: Decimal) -> bool:
    """Whether one of several criteria alone gives full marks: the others may be its lower grades, said without 得."""
    return len(criteria) > 1 and any(limit in (highest((one,), limit) or ()) for one in criteria)


def _reach(node: Node, criteria: Sequence[Criterion], stated: Term, most: Decimal) -> Draft:
    limit = stated.value
    over = most > limit
    return Draft(
        message=Text(
            zh=f"按评分规则最多得 {show(most)}，{'超过' if over else '达不到'}分值 {show(limit)}",
            en=f"The rules give {show(most)} at most, {'more' if over else 'less'} than the maximum {show(limit)}",
        ),
        node=node,
        stated=limit,
        computed=most,
        contributors=tuple(
            Contributor(name=shortened(rule.text, _RULE_LENGTH), points=rule.points)
            for criterion in criteria
            for rule in criterion.rules
        ),
        evidence=(
            *(Evidence(quote=shortened(c.text, 2 * _RULE_LENGTH), where=c.where) for c in criteria if c.rules),
            *(() if criteria[0].max_points is not None else (node.evidence("max"),)),
        ),
        sums=(Sum(stated, (Term(most),)),),
    )


def _differing(one: RuleSet, other: RuleSet, weight: Decimal | None) -> list[tuple[Quantity, Quantity]]:
    """The numbers that differ between rules of one build, in pairs; none where the builds differ."""
    if not (one.understood and other.understood):
        return []
    mine, theirs = _by_meaning(one.rules, weight), _by_meaning(other.rules, weight)
    if {key: len(found) for key, found in mine.items()} != {key: len(found) for key, found in theirs.items()}:
        return []
    pairs = [pair for key, found in mine.items() for pair in _unequal(found, theirs[key])]
    return pairs if 2 * len(pairs) <= sum(map(len, mine.values())) else []


def _by_meaning(rules: Sequence[ScoringRule], weight: Decimal | None) -> dict[tuple[str, str | None], list[Quantity]]:
    found: dict[tuple[str, str | None], list[Quantity]] = defaultdict(list)
    for number in numbers_of(rules, weight):
        found[number.meaning, number.unit].append(number)
    return found


def _unequal(mine: list[Quantity], theirs: list[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """Numbers of one meaning that the other place does not have, paired in order."""
    rest = list(theirs)
    alone = []
    for number in mine:
        match = next((other for other in rest if other.value == number.value), None)
        if match is None:
            alone.append(number)
        else:
            rest.remove(match)
    return list(zip(alone, rest, strict=True))


def _difference(context: Context, one: RuleSet, other: RuleSet, pairs: list[tuple[Quantity, Quantity]]) -> Draft:
    first = list(dict.fromkeys(shortened(a.rule.text, _RULE_LENGTH) for a, _ in pairs))
    second = list(dict.fromkeys(shortened(b.rule.text, _RULE_LENGTH) for _, b in pairs))
    here, there = context.place(one.node), context.place(other.node)
    report = one if one.node.sheet >= 0 else other
    return Draft(
        message=Text(
            zh=f"评分规则不一致：{here.zh}“{'；'.join(first)}”，{there.zh}“{'；'.join(second)}”",
            en=f"The rules differ: “{'; '.join(first)}” in {here.en}, “{'; '.join(second)}” in {there.en}",
        ),
        node=report.node,
        stated="；".join(second),
        computed="；".join(first),
        evidence=tuple(
            dict.fromkeys(
                place.node.quoting(number.rule.text, number.rule.where)
                for place, side in zip((one, other), zip(*pairs, strict=True), strict=True)
                for number in side
            )
        ),
    )
