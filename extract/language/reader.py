"""Operators of a text with their conditions: what a rule does, and the words, bounds and steps it does it for.

This is the reading of the words alone; what the rules of a criterion mean together is decided in ``semantics``.
"""

from __future__ import annotations

from decimal import Decimal

from extract.language.bounds import bounded
from extract.language.doc import Doc
from extract.language.drafts import Draft, DraftKind, Reading
from extract.language.operators import Operator, closing_maximum, operators
from extract.language.shape import Shape
from extract.language.steps import stepped

_KINDS: dict[str, DraftKind] = {
    "AWARD": "award", "AWARD_FULL": "award", "AWARD_HALF": "award", "AWARD_EACH": "award_per",
    "DEDUCT": "deduct", "DEDUCT_HALF": "deduct", "DEDUCT_ALL": "zero", "ZERO": "zero", "CAP": "cap",
    "DISCRETIONARY": "discretionary", "RATIO": "ratio", "VETO": "veto", "UNREAD": "unread",
}  # fmt: skip
_SHARES = {"AWARD_FULL": Decimal(100), "AWARD_HALF": Decimal(50), "DEDUCT_HALF": Decimal(50)}


def read(doc: Doc) -> Reading:
    """The drafts of a text that went through the pipeline, in order, and its closing maximum."""
    shape = Shape(doc)
    reading = Reading(doc, maximum=closing_maximum(shape))
    found = operators(shape)
    previous = 0
    for operator in found:
        if operator.label == "FLOOR":
            _floor(shape, operator, reading.drafts)
        elif operator.label != "STATED":
            _add(shape, operator, previous, reading.drafts)
        previous = operator.end
    reading.drafts += _unread(shape, found, reading.drafts)
    reading.drafts.sort(key=lambda d: (d.operator, d.end))
    return reading


def _add(shape: Shape, operator: Operator, previous: int, drafts: list[Draft]) -> None:
    draft = _draft(shape, operator, previous)
    if _goes_on(draft, drafts):
        return
    bounded(shape, draft)
    if draft.kind in ("award", "deduct"):
        stepped(shape, draft, drafts)
    elif draft.kind in ("zero", "veto", "discretionary", "cap"):
        draft.item = draft.kind == "veto" or _speaks_of_item(shape, draft)
        draft.of_loss = draft.kind == "cap" and _speaks_of_loss(shape, draft, drafts)
    drafts.append(draft)


def _draft(shape: Shape, operator: Operator, previous: int) -> Draft:
    """The operator's amount, and where its condition begins."""
    label = operator.label
    start = shape.condition_start(operator.start, previous)
    draft = Draft(_KINDS[label], start, operator.start, operator.end, shape.sentences[operator.start])
    for token in shape.doc[operator.start : operator.end]:
        numbers: tuple[Decimal, ...] = token.numbers
        if token.tag in ("POINTS", "NUM") and numbers:
            draft.points = numbers[0]
        elif token.tag in ("SHARE", "PERCENT") and numbers:
            draft.percent = numbers[0]
        elif token.tag == "POINTS_RANGE" and len(numbers) == 2:
            draft.least, draft.most = min(numbers), max(numbers)
    if label in _SHARES:
        draft.points, draft.percent = None, _SHARES[label]
    elif draft.kind in ("ratio", "veto"):
        draft.points = draft.percent = None
    elif draft.kind == "zero" or (label == "AWARD" and draft.points == 0):
        draft.kind, draft.points, draft.percent = "zero", Decimal(0), None
    if label == "AWARD_EACH":
        draft.per = Decimal(1)
    return draft


def _speaks_of_loss(shape: Shape, draft: Draft, drafts: list[Draft]) -> bool:
    """Whether a cap limits a loss: it says so, or the last rule before it takes points away."""
    words = {t.text for t in shape.doc[draft.operator : draft.end]}
    if any("扣" in w or w in shape.words["LOSE"] for w in words):
        return True
    if any(sign in w for w in words for sign in "加得奖"):
        return False
    before = [d for d in drafts if d.sentence == draft.sentence]
    return bool(before) and before[-1].kind in ("deduct", "deduct_per")


def _speaks_of_item(shape: Shape, draft: Draft) -> bool:
    near = range(max(draft.start, draft.operator - 3), draft.end)
    return any(shape.is_a(i, "ITEM") for i in near)


def _goes_on(draft: Draft, drafts: list[Draft]) -> bool:
    """A veto and its consequence, a proportion and its formula are one rule when they stand in one sentence."""
    if draft.kind not in ("veto", "ratio"):
        return False
    for earlier in drafts[-1:] if draft.kind == "ratio" else drafts:
        if earlier.kind == draft.kind and earlier.sentence == draft.sentence:
            earlier.end = draft.end
            return True
    return False


def _floor(shape: Shape, operator: Operator, drafts: list[Draft]) -> None:
    """扣完为止 belongs to the losses before it in its sentence, or else to the last one before that."""
    sentence = shape.sentences[operator.start]
    losses = [d for d in drafts if d.kind in ("deduct", "deduct_per", "ratio", "discretionary")]
    here = [d for d in losses if d.sentence == sentence] or losses[-1:]
    for draft in here:
        draft.floor = True
    if here:
        here[-1].end = max(here[-1].end, operator.end)
        return
    start = shape.condition_start(operator.start, max((d.end for d in drafts), default=0))
    if shape.doc[operator.start : operator.end].text == "扣完" and start < operator.start:
        drafts.append(Draft("zero", start, operator.start, operator.end, sentence, points=Decimal(0)))


# --- what names no number


def _unread(shape: Shape, found: list[Operator], drafts: list[Draft]) -> list[Draft]:
    """Points and shares that no rule speaks of, and losses without an amount."""
    covered = {i for o in found for i in range(o.start, o.end)}
    covered |= {i for b in (*shape.bounds, *shape.steps) for i in range(b.start, b.end)}
    covered |= {i for d in drafts for i in range(d.operator, d.end)}
    unread: list[Draft] = []
    for index in range(len(shape.doc)):
        known = index in covered or any(d.start <= index < d.end for d in unread)
        if known or not (_left_open(shape, index) or (not drafts and _judged(shape, index))):
            continue
        end = index + 1
        while not shape.ends_clause(end):
            end += 1
        unread.append(Draft("unread", shape.clause_start(index), index, end, shape.sentences[index]))
    return unread


def _left_open(shape: Shape, index: int) -> bool:
    tag = shape.tag(index)
    if tag in ("POINTS", "POINTS_RANGE"):
        stated = shape.depth[index] > 0 and shape.is_a(index + 1, "CLOSE")
        measured = index + 1 < len(shape.doc) and shape.doc[index + 1].text in ("的", "者", "及", "和")
        return not (stated or measured) and index > 0
    if tag == "SHARE":
        near = range(index - 3, index + 4)
        return any(shape.is_a(i, "GAIN", "LOSE", "GAINWORD", "LOSEWORD", "REMOVE") for i in near)
    return shape.is_a(index, "LOSEWORD")


def _judged(shape: Shape, index: int) -> bool:
    """A word such as 评分 that ends its clause: points are given, and nothing says how many."""
    return shape.is_a(index, "GAINWORD") and shape.ends_clause(index + 1)
