"""The range of the measured value that a condition speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extract.language.doc import Span
from extract.language.drafts import Draft
from extract.language.patterns import classes
from extract.language.shape import Shape
from models.rules import Bound

Ends = tuple[Bound | None, Bound | None]
"""The lower and the upper end of a range."""


def bounded(shape: Shape, draft: Draft) -> None:
    """The range of the measured value that the condition speaks of; none where it speaks of several."""
    inside = [
        b for b in shape.bounds
        if draft.start <= b.start and b.end <= draft.operator and _depth(shape, b) <= shape.depth[draft.operator]
    ]  # fmt: skip
    inside = [b for b in inside if not _in_step(shape, b)]
    # “滞留3个月以上” says of whom, where a rate or a count is measured beside it
    measured = [b for b in inside if not any(t.unit in shape.words["TIME"] for t in b)]
    inside = measured or inside
    low: Bound | None = None
    high: Bound | None = None
    clash = any(shape.is_a(i, "OR") for i in range(draft.start, draft.operator)) and len(inside) > 1
    for span in inside:
        ends = _ends(span)
        clash = clash or (low is not None and ends[0] is not None) or (high is not None and ends[1] is not None)
        low, high = ends[0] or low, ends[1] or high
    if clash or (low and high and low.unit != high.unit):
        return
    if not inside:
        low, high = _exact(shape, draft)
    draft.low, draft.high = low, high


def _depth(shape: Shape, bound: Span) -> int:
    """How deep in brackets a range stands, its own brackets ([80%,90%)) not counted."""
    return shape.depth[bound.start] - shape.is_a(bound.start, "OPEN")


def _in_step(shape: Shape, bound: Span) -> bool:
    return any(s.label == "EACH_COUNT" and s.start <= bound.start and bound.end <= s.end for s in shape.steps)


def _exact(shape: Shape, draft: Draft) -> Ends:
    """A value that the condition ends in: “发放率100%，得满分”, “完成2次的得1分”, “前3名得5分”."""
    i = draft.operator - 1
    while i >= draft.start and (shape.is_a(i, "COMMA") or shape.doc[i].text in ("的", "时", "者", "则", "为", "相应")):
        i -= 1
    if i < draft.start or len(shape.doc[i].numbers) != 1:
        return (None, None)
    token = shape.doc[i]
    bound = Bound(value=token.numbers[0], unit=token.unit)
    if token.tag == "RANK" and token.unit in ("名", None):
        bound = Bound(value=bound.value, unit="名")
        return (None if token.text.startswith("前") else bound, bound)
    stepped = any(s.start <= i < s.end and s.label != "FOUND_COUNT" for s in shape.steps)
    if token.tag not in ("PERCENT", "COUNT") or stepped or token.unit == "百分点":
        return (None, None)
    if any(shape.is_a(j, "GE") for j in range(max(shape.clause_start(i), i - 4), i)):
        # “至少召开过1次的”
        return (bound, None)
    return (None if i > draft.start and shape.doc[i - 1].text == "前" else bound, bound)


def _ends(span: Span) -> Ends:
    """The lower and the upper end of the range that a matched span speaks of."""
    numbers = [(n, t.unit, t.i) for t in span for n in t.numbers]
    marks = _marks(span)
    units = [u for _, u, _ in numbers if u]
    unit = units[-1] if units else None
    label = span.label
    if label in ("BETWEEN", "CHAIN"):
        values = [n for n in numbers if n[2] not in marks.inside]
        return _between(span, values, unit, marks) if len(values) == 2 else (None, None)
    value = next((n for n, _, i in numbers if i not in marks.inside), None)
    if value is None:
        return (None, None)
    sides: dict[str, tuple[bool, bool | None]] = {
        "AT_LEAST": (True, None), "FLOOR_BOUND": (True, True), "ABOVE": (True, False),
        "AT_MOST": (False, None), "CEILING": (False, True), "BELOW": (False, False),
    }  # fmt: skip
    is_low, inclusive = sides[label]
    words = {t.text for t in span}
    if label == "AT_LEAST" and words & {"及以上", "或以上", "及其以上"}:
        inclusive = True
    if label == "AT_MOST" and words & {"及以下", "或以下", "及以内", "以内", "之内", "内"}:
        inclusive = True
    if marks.all is not None:
        inclusive = marks.all
    bound = Bound(value=value, unit=unit, inclusive=inclusive)
    return (bound, None) if is_low else (None, bound)


@dataclass(slots=True)
class _Marks:
    """含 and 不含 in a span: what the last of them says, which tokens they hold, and what each says of its number."""

    all: bool | None = None
    inside: set[int] = field(default_factory=set)
    of: dict[int, bool] = field(default_factory=dict)
    """Token index of a mark → whether it includes."""
    named: dict[Decimal, bool] = field(default_factory=dict)
    """“含70%”: which value."""


def _marks(span: Span) -> _Marks:
    known = classes()
    marks = _Marks()
    tokens = list(span)
    for position, token in enumerate(tokens):
        if token.text not in known["INCLUDING"] | known["EXCLUDING"]:
            continue
        says = token.text in known["INCLUDING"]
        marks.all = says
        marks.of[token.i] = says
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        if following is not None and following.numbers and tokens[position - 1].text in known["OPEN"]:
            marks.inside.add(following.i)
            marks.named[following.numbers[0]] = says
    return marks


def _between(span: Span, values: list[tuple[Decimal, str | None, int]], unit: str | None, marks: _Marks) -> Ends:
    (first, _, first_at), (second, _, second_at) = values
    inclusive: dict[int, bool | None] = {0: None, 1: None}
    signs = [t.text for t in span if t.text in _SIGNS]
    if span.label == "CHAIN" and len(signs) == 2:
        inclusive = {0: signs[0] in _INCLUDING_SIGNS, 1: signs[1] in _INCLUDING_SIGNS}
    if span[0].text in "[(" and span.label == "BETWEEN" and len(span[0].text) == 1:
        inclusive = {0: span[0].text == "[", 1: span[-1].text == "]"}
    for at, says in marks.of.items():
        inclusive[0 if at < second_at else 1] = says
    for value, says in marks.named.items():
        if value == first:
            inclusive[0] = says
        if value == second:
            inclusive[1] = says
    if first_at == second_at and marks.of and not marks.named:
        inclusive = {0: None, 1: marks.all}
    low, high = (
        Bound(value=first, unit=unit, inclusive=inclusive[0]),
        Bound(value=second, unit=unit, inclusive=inclusive[1]),
    )
    return (high, low) if low.value > high.value else (low, high)


_INCLUDING_SIGNS = classes()["GE"] | classes()["LE"]
_SIGNS = _INCLUDING_SIGNS | classes()["GT"] | classes()["LT"]
