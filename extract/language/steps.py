"""What points are earned or lost for each of: 每发现1例, 每降低1%, 有一项."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extract.language.doc import Span
from extract.language.drafts import Draft
from extract.language.shape import Shape
from models.rules import Direction


def stepped(shape: Shape, draft: Draft, earlier: Sequence[Draft]) -> None:
    """What the points are earned or lost for each of, where the rule says so."""
    if draft.end + 1 < len(shape.doc) and shape.doc[draft.end].text == "/" and shape.is_a(draft.end + 1, "COUNTED"):
        draft.per, draft.unit = Decimal(1), shape.doc[draft.end + 1].text
        draft.end += 2
    else:
        _step_before(shape, draft, earlier)
    if draft.per is not None:
        draft.kind = "deduct_per" if draft.kind == "deduct" else "award_per"
        if draft.low is not None and draft.low == draft.high:
            draft.low = draft.high = None


def _step_before(shape: Shape, draft: Draft, earlier: Sequence[Draft]) -> None:
    inside = [
        s for s in shape.steps
        if draft.start <= s.start and s.end <= draft.operator and shape.depth[s.start] == shape.depth[draft.operator]
    ]  # fmt: skip
    each = [s for s in inside if s.label.startswith("EACH") and _distributes(shape, s, draft)]
    if each:
        _take_step(shape, draft, each[-1])
        return
    if draft.kind == "deduct":
        _counted_once(shape, draft)
    elif draft.kind == "award":
        _only_counted(shape, draft, earlier)


def _distributes(shape: Shape, step: Span, draft: Draft) -> bool:
    """Whether 每 says for what the points are given, and not only how often something is to be done."""
    between = range(step.end, draft.operator)
    adjacent = all(shape.tag(i) == "MARK" for i in between)
    if len(step) > 1 and step[1].text in shape.words["TIME"]:
        return step.label == "EACH_UNIT" and len(step) == 2 and adjacent
    if step.label == "EACH_COUNT":
        return adjacent or not _sets_a_pace(shape, step, draft)
    if step.label == "EACH_UNIT" and any(shape.is_a(i, "GE", "LE", "GT", "LT", "OVER", "UNDER") for i in between):
        # “每个街镇至少2名”
        return False
    return draft.kind == "deduct" or not any(shape.is_a(i, "COMMA") for i in between)


def _sets_a_pace(shape: Shape, step: Span, draft: Draft) -> bool:
    """“每三年至少调整一次”, “每5000人配备1名”: how often or how many there have to be."""
    if len(step) != 2:
        return False
    numbers: tuple[Decimal, ...] = step[1].numbers
    return step[1].unit in shape.words["TIME"] or (draft.kind == "award" and numbers != (Decimal(1),))


def _take_step(shape: Shape, draft: Draft, step: Span) -> None:
    last = step[-1]
    numbers: tuple[Decimal, ...] = last.numbers
    draft.per = numbers[0] if numbers else Decimal(1)
    draft.unit = last.unit
    if not numbers and last.text in shape.words["COUNTED"] | shape.words["PERCENTSIGN"]:
        draft.unit = last.text
    if last.tag == "NUM":
        draft.unit = None
    draft.direction = _direction(shape, step)


def _direction(shape: Shape, step: Span) -> Direction | None:
    texts = {t.text for t in step}
    if texts & shape.words["DEVIATE"]:
        return "either"
    if texts & shape.words["FALL"] or "低于" in texts:
        return "falling"
    if texts & shape.words["RISE"] or "高于" in texts:
        return "rising"
    return None


def _counted_once(shape: Shape, draft: Draft) -> None:
    """发现1例扣1分, 一项不符合扣1分: one of them, so each of them."""
    for i in reversed(range(draft.start, draft.operator)):
        token = shape.doc[i]
        if token.tag not in ("COUNT", "PERCENT") or shape.depth[i] != shape.depth[draft.operator]:
            continue
        if any(b.start <= i < b.end for b in shape.bounds) or token.numbers != (Decimal(1),):
            return
        found = [s for s in shape.steps if s.label == "FOUND_COUNT" and s.end == i + 1 and s.start >= draft.start]
        timely = token.unit in shape.words["TIME"] or token.tag == "PERCENT"
        leading = i == shape.clause_start(i) or i == draft.operator - 1 or shape.is_a(i - 1, "OTHERWISE", "NOT")
        if not found and (timely or not leading):
            return
        draft.per, draft.unit, draft.counted_plainly = Decimal(1), token.unit, True
        if found:
            draft.direction = _direction(shape, found[-1])
        return


def _only_counted(shape: Shape, draft: Draft, earlier: Sequence[Draft]) -> None:
    """共4项1项1分: the clause of the points holds nothing but one of what is counted."""
    first = max(draft.start, shape.clause_start(draft.operator))
    tokens = [t for t in shape.doc[first : draft.operator] if t.tag != "MARK" and not shape.is_a(t.i, "STATED")]
    counts = [t for t in tokens if t.tag == "COUNT"]
    scale = [d for d in earlier if d.sentence == draft.sentence and d.kind == "award" and d.low is not None]
    if scale and counts and scale[-1].low is not None and scale[-1].low.unit == counts[-1].unit:
        # 3次得2分，2次得1分，1次得0.5分
        return
    if counts and len(counts) == len(tokens) and counts[-1].numbers == (Decimal(1),):
        draft.per, draft.unit = Decimal(1), counts[-1].unit
