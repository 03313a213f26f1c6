"""From drafts and their meaning to the typed rules of ``models.rules``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from models.rules import (
    Award,
    AwardPer,
    Bound,
    Cap,
    Deduct,
    DeductPer,
    Discretionary,
    Ratio,
    ScoringRule,
    Tier,
    Unread,
    Veto,
    Zero,
)
from models.where import Where

if TYPE_CHECKING:
    from extract.language.drafts import Draft, Reading
    from extract.language.semantics import Meaning
    from extract.text import Folded

Locate = Callable[[int, int], Where]
"""From a span of the text that was read to its place."""

_PERCENT = ("%", "百分点")


def build(reading: Reading, meaning: Meaning, folded: Folded, locate: Locate) -> tuple[ScoringRule, ...]:
    """The rules of one text, in its order."""
    drafts = reading.drafts
    return tuple(
        _rule(draft, _common(reading, draft, meaning.part[i], folded, locate), i, drafts, meaning)
        for i, draft in enumerate(drafts)
    )


def settle_counts(reading: Reading) -> None:
    """Decides by their neighbours which counts are an “each”; before the drafts are read together."""
    _uncount_scales(reading.drafts)
    _count_capped(reading)


def _uncount_scales(drafts: Sequence[Draft]) -> None:
    """发现1例扣1分，2例扣3分 is a scale: its first step is no “each”."""
    for draft in drafts:
        if not draft.counted_plainly or draft.floor:
            continue
        others = [d for d in drafts if d is not draft and d.kind in ("deduct", "zero") and d.low is not None]
        if any(
            d.low is not None and d.low.unit == draft.unit and d.low.value > 1 and d.sentence == draft.sentence
            for d in others
        ):
            draft.kind, draft.per = "deduct", None
            draft.low = draft.high = Bound(value=Decimal(1), unit=draft.unit)


def _count_capped(reading: Reading) -> None:
    """新增1个加1分，最高加3分: a cap above the points says that they are earned for each."""
    for draft, after in pairwise(reading.drafts):
        capped = after.kind == "cap" and after.sentence == draft.sentence and after.points is not None
        if draft.kind != "award" or draft.points is None or not capped or not (after.points or 0) > draft.points:
            continue
        counts = [t for t in reading.doc[draft.start : draft.operator] if t.tag == "COUNT"]
        if len(counts) == 1 and counts[0].numbers == (Decimal(1),):
            draft.kind, draft.per, draft.unit = "award_per", Decimal(1), counts[0].unit
            draft.low = draft.high = None


def _common(reading: Reading, draft: Draft, part: int, folded: Folded, locate: Locate) -> dict[str, Any]:
    doc = reading.doc
    start = doc[draft.start].idx
    end = doc[draft.end - 1].end
    condition = None
    if draft.operator > draft.start:
        last = draft.operator - 1
        while last > draft.start and doc[last].tag == "MARK" and doc[last].text in ",、:":
            last -= 1
        condition = folded.quote(start, doc[last].end) or None
    a, b = folded.span(start, end)
    return {
        "text": folded.original[a:b],
        "condition": condition,
        "scope": "item" if draft.item else "criterion",
        "part": part,
        "where": locate(a, b),
    }


def _rule(draft: Draft, common: dict[str, Any], index: int, drafts: Sequence[Draft], meaning: Meaning) -> ScoringRule:
    if draft.kind == "deduct_per":
        return _loss_by_step(draft, common, index, drafts)
    amount = {"points": draft.points, "percent_of_weight": draft.percent}
    bounds = {"low": draft.low, "high": draft.high}
    step = {"per": draft.per or Decimal(1), "unit": draft.unit}
    tier = index in meaning.tiers
    kinds: dict[str, tuple[type[ScoringRule], dict[str, Any]]] = {
        "award": (Tier, amount | bounds)
        if tier
        else (Award, amount | bounds | {"headline": index == meaning.headline}),
        "award_per": (AwardPer, amount | step),
        "deduct": (Deduct, amount | bounds),
        "zero": (Zero, bounds),
        "ratio": (Ratio, {"floor_zero": draft.floor}),
        "cap": (Cap, amount | {"of": "deduct" if draft.of_loss else "award"}),
        "discretionary": (Discretionary, {"points": draft.points, "least": draft.least, "most": draft.most}),
        "veto": (Veto, {}),
        "unread": (Unread, {}),
    }
    rule, own = kinds[draft.kind]
    return rule(**own, **common)


def _loss_by_step(draft: Draft, common: dict[str, Any], index: int, drafts: Sequence[Draft]) -> Ratio | DeductPer:
    """A loss for each per cent that a known threshold is missed by is a ratio; every other one counts its unit."""
    amount = {"points": draft.points, "percent_of_weight": draft.percent}
    if draft.unit in _PERCENT:
        threshold = _threshold(draft, index, drafts)
        if threshold is not None or draft.percent is not None:
            direction = draft.direction or "falling"
            return Ratio(
                **amount,
                threshold=threshold,
                step=draft.per,
                unit=draft.unit,
                cutoff=_cutoff(direction, index, drafts),
                direction=direction,
                floor_zero=draft.floor,
                **common,
            )
    return DeductPer(**amount, per=draft.per or Decimal(1), unit=draft.unit, floor_zero=draft.floor, **common)


def _threshold(draft: Draft, index: int, drafts: Sequence[Draft]) -> Bound | None:
    """The value that earns full marks: of the award before the loss, or what its own condition falls short of."""
    rising = draft.direction == "rising"
    for earlier in reversed(drafts[:index]):
        if earlier.kind == "award":
            bound = earlier.high if rising else earlier.low
            if bound is not None and bound.unit == "%":
                return bound
            break
    own = draft.low if rising else draft.high
    if own is not None and own.unit == "%":
        # “低于95%的，每降低1%”: the losses begin where the condition does, 95% itself is full marks
        return own.model_copy(update={"inclusive": None if own.inclusive is None else not own.inclusive})
    exact = draft.low if draft.low is not None and draft.low == draft.high else None
    return exact if exact is not None and exact.unit == "%" else None


def _cutoff(direction: str, index: int, drafts: Sequence[Draft]) -> Bound | None:
    """The value from which on nothing is earned."""
    for draft in [*drafts[index + 1 :], *reversed(drafts[:index])]:
        if draft.kind == "zero":
            bound = draft.low if direction == "rising" else draft.high
            if bound is not None and bound.unit == "%":
                return bound
    return None
