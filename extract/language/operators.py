"""The operators of a text: the words that give or take points."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extract.language.shape import Shape


@dataclass(slots=True)
class Operator:
    """A matched operator, half-open in tokens."""

    label: str
    start: int
    end: int
    bare: bool = False
    """Points without a word for earning them (90%以上5分)."""


def operators(shape: Shape) -> list[Operator]:
    """All operators in order, those of STATED points included."""
    found = []
    for span in shape.doc.spans["operators"]:
        operator = Operator(span.label, span.start, span.end)
        if not (_is_measured(shape, operator) or _is_label(shape, operator) or _is_other_cap(shape, operator)):
            found.append(operator)
    covered = {i for o in found for i in range(o.start, o.end)}
    for index in range(len(shape.doc)):
        bare = None if index in covered else _bare(shape, index, covered)
        if bare is not None:
            found.append(bare)
    found += _earned_in_words(shape, found)
    return sorted(found, key=lambda o: o.start)


def closing_maximum(shape: Shape) -> Decimal | None:
    """The number of a closing “（5分）”."""
    i = len(shape.doc) - 1
    while i >= 0 and shape.is_a(i, "END", "COMMA"):
        i -= 1
    if i >= 2 and shape.is_a(i, "CLOSE") and shape.tag(i - 1) == "POINTS" and shape.is_a(i - 2, "OPEN"):
        value: Decimal = shape.doc[i - 1].numbers[0]
        return value
    return None


def _is_measured(shape: Shape, operator: Operator) -> bool:
    """Whether the points of an operator are a measured value: 得分90分以上, 得分在80分-90分之间."""
    if operator.label not in ("AWARD", "DEDUCT", "DISCRETIONARY", "STATED"):
        return False
    return any(operator.start <= b.start < operator.end < b.end for b in shape.bounds)


def _is_label(shape: Shape, operator: Operator) -> bool:
    """“(-5分)”: the points of an item, in brackets of their own."""
    alone = shape.is_a(operator.start - 1, "OPEN") and shape.is_a(operator.end, "CLOSE")
    return alone and shape.tag(operator.start) == "MARK"


def _is_other_cap(shape: Shape, operator: Operator) -> bool:
    """“封顶层”: a cap without a number ends its clause."""
    numbered = any(shape.doc[i].numbers for i in range(operator.start, operator.end))
    return operator.label == "CAP" and not numbered and not shape.ends_clause(operator.end)


def _bare(shape: Shape, index: int, covered: set[int]) -> Operator | None:
    """Points at the end of a clause without a word for earning them."""
    label = _bare_label(shape, index)
    if label is None or any(b.start <= index < b.end and len(b) > 1 for b in shape.bounds):
        return None
    if not (shape.ends_clause(index + 1) or shape.doc[index + 1].text == "/"):
        return None
    start = index - 1 if shape.is_a(index - 1, "EQ") and index - 1 not in covered else index
    said = [i for i in range(shape.clause_start(start), start) if shape.tag(i) != "MARK" and i not in covered]
    if shape.depth[index]:
        # “(5分)”, “(共5分)”: the points of what stands before the bracket
        earned = not all(shape.is_a(i, "WHOSE", "STATED", "WEIGHT", "EQ", "ITEM") for i in said)
    else:
        earned = bool(said) or start < index or shape.is_a(start - 1, "COMMA")
    return Operator(label, start, index + 1, bare=True) if earned else None


def _bare_label(shape: Shape, index: int) -> str | None:
    if shape.is_a(index, "FULL"):
        return "AWARD_FULL"
    if shape.is_a(index + 1, "UNTIL"):
        return None
    return {"POINTS": "AWARD", "POINTS_RANGE": "DISCRETIONARY"}.get(shape.tag(index))


def _earned_in_words(shape: Shape, found: list[Operator]) -> list[Operator]:
    """“符合的得分，不符合的不得分”: against a refusal, the first 得分 that ends a clause is full marks."""
    labels = {o.label for o in found}
    if "ZERO" not in labels or any(label.startswith("AWARD") for label in labels):
        return []
    covered = {i for o in found for i in range(o.start, o.end)}
    for token in shape.doc:
        i = token.i
        earns = token.text in ("得分", "计分", "给分", "记分") and shape.ends_clause(i + 1) and i not in covered
        if earns and shape.clause_start(i) < i:
            return [Operator("AWARD_FULL", i, i + 1)]
    return []
