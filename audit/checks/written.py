"""A recomputed score written out for readers, and what would follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.amounts import decimals, show
from audit.context import Context
from audit.measures import Measure, Recomputed, counted_rule
from audit.scoring import ScoreSet
from audit.scoring.attainable import amount
from audit.sheets import Node, claim
from audit.words import shortened
from models import Award, AwardPer, Bound, Deduct, DeductPer, Ratio, ScoringRule, Text, Tier, Zero

_RULE_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Written:
    """The score that rules give, with the sum that leads to it and the rules that it is made of."""

    score: Decimal
    text: Text
    rules: tuple[ScoringRule, ...]


def sum_of(found: Recomputed, stated: Decimal) -> Written:
    """The sum behind a recomputed score; of several readings the one that comes nearest to the stated score."""
    measure, weight = found.measure, found.weight
    name = shortened(measure.name, _RULE_LENGTH)
    value = Text(zh=f"{name} {_value(measure)}", en=f"{name} {_value(measure)}")
    held = _decisive(found.rules, measure.value)
    ratio = next((rule for rule in found.rules if isinstance(rule, Ratio)), None)
    if held is None and ratio is not None and ratio.threshold is not None and ratio.step is not None:
        return _by_ratio(value, ratio, ratio.threshold, ratio.step, found)
    score = _nearest(found.admitted, stated)
    counted = counted_rule(found.rules)
    if counted is not None:
        return _by_count(value, counted, found)
    if held is None and ratio is not None and ratio.step is None and measure.unit == "%":
        proportional = _by_proportion(value, ratio, found)
        if found.admitted.admits(proportional.score):
            return proportional
    if held is None:
        text = Text(zh=f"{value.zh}，按评分规则应得 {show(score)}", en=f"{value.en}: the rules give {show(score)}")
        return Written(score, text, found.rules)
    earned = _earned(held, weight)
    score = earned if earned is not None and found.admitted.admits(earned) else score
    words = shortened(held.text, _RULE_LENGTH)
    text = Text(zh=f"{value.zh}，按“{words}”应得 {show(score)}", en=f"{value.en}: “{words}” gives {show(score)}")
    return Written(score, text, (held,))


def upwards(context: Context, node: Node, change: Decimal) -> Text:
    """What the scores above an item become when its own changes; empty where none is stated."""
    zh: list[str] = []
    en: list[str] = []
    group = context.group(node).parent
    while group is not None:
        above = next((n for n in group.report_nodes if n.stated("claimed") is not None), None)
        amounts = (claim(n) for n in group.report_nodes)
        stated = above.stated("claimed") if above is not None else next((a.value for a in amounts if a), None)
        if above is not None and stated is not None and above.kind != "penalty":
            title = context.title(above)
            zh.append(f"{title.zh} {show(stated)}→{show(stated + change)}")
            en.append(f"{title.en} {show(stated)}→{show(stated + change)}")
        group = group.parent
    return Text(zh="，".join(zh), en=", ".join(en))


def _by_ratio(value: Text, ratio: Ratio, threshold: Bound, step: Decimal, found: Recomputed) -> Written:
    """The loss in proportion to what the value misses the threshold by."""
    full = found.admitted.most if found.admitted.most is not None and found.measure.least else _full(found)
    missed = abs(threshold.value - found.measure.value)
    steps = missed / step
    rate = amount(ratio, found.weight) or Decimal(0)
    score = max(full - steps * rate, Decimal(0))
    score = score if decimals(score) <= 4 else score.quantize(Decimal("0.0001"))
    unit = "个百分点" if ratio.unit in {"%", "百分点"} else (threshold.unit or "")
    bound = f"{show(threshold.value)}{threshold.unit or ''}"
    side = "低于" if found.measure.value < threshold.value else "高于"
    each = f"{show(step)}{ratio.unit or ''}"
    count = show(steps if decimals(steps) <= 4 else steps.quantize(Decimal("0.0001")))
    if ratio.percent_of_weight is not None:
        loss_zh = loss_en = f"{show(ratio.percent_of_weight)}%"
        written = f"{show(full)}×(1−{count}×{loss_zh})={show(score)}"
        loss_zh, loss_en = f"扣权重的{loss_zh}", f"{loss_en} of the weight"
    else:
        written = f"{show(full)}−{count}×{show(rate)}={show(score)}"
        loss_zh, loss_en = f"扣{show(rate)}分", f"{show(rate)} points"
    if score == 0 and full - steps * rate < 0:
        written = f"{written.rpartition('=')[0]}<0，得 0"
    text = Text(
        zh=f"{value.zh}，{side}{bound}共{show(missed)}{unit}，每{each}{loss_zh}：{written}",
        en=f"{value.en} misses {bound} by {show(missed)}, each {each} costs {loss_en}: "
        f"{written.replace('，得 ', ', so ')}",
    )
    return Written(score, text, (ratio,))


def _by_proportion(value: Text, rule: Ratio, found: Recomputed) -> Written:
    """Full marks times the rate."""
    full, rate = _full(found), found.measure.value
    score = full * rate / 100
    words = shortened(rule.text, _RULE_LENGTH)
    written = f"“{words}”: {show(full)}×{show(rate)}%={show(score)}"
    return Written(
        score, Text(zh=f"{value.zh}，{written.replace(': ', '：', 1)}", en=f"{value.en}, {written}"), (rule,)
    )


def _by_count(value: Text, rule: AwardPer | DeductPer, found: Recomputed) -> Written:
    """So many times the points for each, taken from full marks or added up; the cap and the maximum decide the rest."""
    each = amount(rule, found.weight) or Decimal(0)
    count = found.measure.value / rule.per
    start = _full(found) if isinstance(rule, DeductPer) else Decimal(0)
    plain = start - count * each if isinstance(rule, DeductPer) else count * each
    score = _nearest(found.admitted, plain)
    written = (
        f"{show(start)}−{show(count)}×{show(each)}" if isinstance(rule, DeductPer) else f"{show(count)}×{show(each)}"
    )
    limited = "" if score == plain else "，限于 "
    result = f"{written}={show(plain)}{limited}{show(score) if limited else ''}"
    words = shortened(rule.text, _RULE_LENGTH)
    return Written(
        score,
        Text(
            zh=f"{value.zh}，“{words}”：{result}",
            en=f"{value.en}, “{words}”: {result.replace('，限于 ', ', limited to ')}",
        ),
        (rule,),
    )


def _full(found: Recomputed) -> Decimal:
    levels = [amount(rule, found.weight) for rule in found.rules if isinstance(rule, Award | Tier)]
    return max((level for level in levels if level is not None), default=found.weight)


def _decisive(rules: Sequence[ScoringRule], value: Decimal) -> ScoringRule | None:
    """The rule whose range holds a value beyond doubt."""
    ranged = [r for r in rules if isinstance(r, Award | Tier | Zero | Deduct) and (r.low or r.high)]
    held = [rule for rule in ranged if _holds(rule, value)]
    zeros = [rule for rule in held if isinstance(rule, Zero)]
    if zeros:
        return zeros[0]
    # 90%以上 and 80%以上 both hold 95: the first that is written is the highest
    return held[0] if held else None


def _holds(rule: Award | Tier | Zero | Deduct, value: Decimal) -> bool:
    low, high = rule.low, rule.high
    above = low is None or value > low.value or (value == low.value and low.inclusive is not False)
    below = high is None or value < high.value or (value == high.value and high.inclusive is not False)
    return above and below


def _earned(rule: ScoringRule, weight: Decimal) -> Decimal | None:
    return Decimal(0) if isinstance(rule, Zero) else amount(rule, weight)


def _nearest(admitted: ScoreSet, stated: Decimal) -> Decimal:
    values = [*admitted.values, *(end for i in admitted.intervals for end in (i.low, i.high))]
    score = min(values, key=lambda value: abs(value - stated))
    return score if decimals(score) <= 4 else score.quantize(Decimal("0.0001"))


def _value(measure: Measure) -> str:
    value = measure.value if decimals(measure.value) <= 4 else measure.value.quantize(Decimal("0.01"))
    return f"{show(value)}{measure.unit or ''}{'以上' if measure.least else ''}"
