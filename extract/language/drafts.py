"""Operators of a text with their conditions: what a rule does, and the words, bounds and steps it does it for.

This is the reading of the words alone; what the rules of a criterion mean together is decided in ``semantics``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from extract.language.patterns import classes
from models.rules import Bound, Direction

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

DraftKind = Literal[
    "award", "award_per", "deduct", "deduct_per", "zero", "ratio", "cap", "discretionary", "veto", "unread"
]


@dataclass(slots=True)
class Draft:
    """One rule in the making. Token indices are half-open."""

    kind: DraftKind
    start: int
    """First token of the condition, or of the operator where there is none."""
    operator: int
    """First token of the operator."""
    end: int
    sentence: int
    """Number of the sentence (between ; and 。) that it stands in."""
    points: Decimal | None = None
    percent: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    low: Bound | None = None
    high: Bound | None = None
    per: Decimal | None = None
    unit: str | None = None
    counted_plainly: bool = False
    """The step stands without 每 (发现1例扣1分)."""
    direction: Direction | None = None
    floor: bool = False
    of_loss: bool = False
    """A cap on what is lost."""
    item: bool = False
    """Speaks of the whole item."""
    bare: bool = False
    """Points without a word for earning them (90%以上5分)."""


@dataclass(slots=True)
class Reading:
    """What the words of a text say, in order."""

    doc: Doc
    drafts: list[Draft] = field(default_factory=list)
    maximum: Decimal | None = None
    """The closing “（N分）”, where the text has one."""


@dataclass(slots=True)
class Operator:
    """A matched operator, half-open in tokens."""

    label: str
    start: int
    end: int


class Reader:
    """Reads one parsed text."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = classes()
        self.sentences = self._sentences()
        self.depth, self.opened = self._brackets()
        self.bounds: list[Span] = list(doc.spans["bounds"])
        self.steps: list[Span] = list(doc.spans["steps"])
        self.reading = Reading(doc)

    def read(self) -> Reading:
        """The drafts of the text, in order, and its closing maximum."""
        operators = self._operators()
        self.reading.maximum = self._closing_maximum()
        previous = 0
        for operator in operators:
            self._add(operator, previous)
            previous = operator.end
        self._unread(operators)
        self.reading.drafts.sort(key=lambda d: (d.operator, d.end))
        return self.reading

    # --- the shape of the text

    def _is(self, index: int, *names: str) -> bool:
        return 0 <= index < len(self.doc) and any(self.doc[index].text in self.words[n] for n in names)

    def _tag(self, index: int) -> str:
        return self.doc[index].tag_ if 0 <= index < len(self.doc) else ""

    def _sentences(self) -> list[int]:
        """The number of the sentence of every token; circled numbers and “1.” after a stop begin a new one."""
        numbers, current, fresh = [], 0, True
        for token in self.doc:
            if not fresh and self._is_circled(token.text) and self._opens_part(token.i):
                current += 1
            numbers.append(current)
            fresh = self._is(token.i, "END")
            if fresh:
                current += 1
        return numbers

    def _opens_part(self, index: int) -> bool:
        """Whether a circled number begins something (“…2分①…”), and is not one in a list (“符合①②”)."""
        return self._is(index - 1, "END", "COMMA", "CLOSE") or self._tag(index - 1) in ("POINTS", "SHARE")

    @staticmethod
    def _is_circled(text: str) -> bool:
        return len(text) == 1 and ("①" <= text <= "⓿" or "❶" <= text <= "➓")

    def _brackets(self) -> tuple[list[int], list[int]]:
        """For every token how deep in brackets it stands, and where the innermost of them opens (-1: in none)."""
        depth, opened, stack = [], [], []
        for token in self.doc:
            if self._is(token.i, "OPEN"):
                stack.append(token.i)
            depth.append(len(stack))
            opened.append(stack[-1] if stack else -1)
            if self._is(token.i, "CLOSE") and stack:
                stack.pop()
        return depth, opened

    def _ends_clause(self, index: int) -> bool:
        """Whether nothing of the clause follows at this token."""
        return index >= len(self.doc) or self._is(index, "END", "COMMA", "CLOSE", "OPEN")

    # --- operators

    def _operators(self) -> list[Operator]:
        found = []
        for span in self.doc.spans["operators"]:
            operator = Operator(span.label_, span.start, span.end)
            if self._is_measured(operator) or self._is_label(operator):
                continue
            if span.label_ == "AWARD_FULL" and span.text in self.words["FULL"]:
                continue
            found.append(operator)
        covered = {i for o in found for i in range(o.start, o.end)}
        for token in self.doc:
            if token.i in covered:
                continue
            bare = self._bare(token.i, covered)
            if bare is not None:
                found.append(bare)
        return sorted(found, key=lambda o: o.start)

    def _is_measured(self, operator: Operator) -> bool:
        """Whether the points of an operator are a measured value: 得分90分以上, 得分在80分-90分之间."""
        if operator.label not in ("AWARD", "DEDUCT", "DISCRETIONARY", "STATED"):
            return False
        return any(b.start >= operator.start and b.start < operator.end and b.end > operator.end for b in self.bounds)

    def _is_label(self, operator: Operator) -> bool:
        """“(-5分)”: the points of an item, in brackets of their own."""
        alone = self._is(operator.start - 1, "OPEN") and self._is(operator.end, "CLOSE")
        return alone and self.doc[operator.start].tag_ == "MARK"

    def _bare(self, index: int, covered: set[int]) -> Operator | None:
        """Points at the end of a clause without a word for earning them."""
        token = self.doc[index]
        if token.tag_ == "POINTS" and self._is(index + 1, "UNTIL"):
            return None
        full = token.text in self.words["FULL"]
        if not (token.tag_ in ("POINTS", "POINTS_RANGE") or full):
            return None
        if any(b.start <= index < b.end and len(b) > 1 for b in self.bounds):
            return None
        after = index + 1
        if not (self._ends_clause(after) or self.doc[after].text == "/"):
            return None
        start = index - 1 if self._is(index - 1, "EQ") and index - 1 not in covered else index
        first = self._clause_start(start)
        said = [i for i in range(first, start) if self.doc[i].tag_ != "MARK" and i not in covered]
        if not said and self.depth[index]:
            return None
        if not said and not (start > 0 and self._is(start - 1, "COMMA")):
            return None
        if self.depth[index] and all(self._is(i, "WHOSE", "STATED", "WEIGHT", "EQ", "ITEM") for i in said):
            return None
        label = "AWARD_FULL" if full else "AWARD" if token.tag_ == "POINTS" else "DISCRETIONARY"
        return Operator(f"BARE_{label}", start, index + 1)

    def _clause_start(self, index: int) -> int:
        """First token after the mark that opens the clause of this one."""
        i = index
        while i > 0 and not (
            self._is(i - 1, "END", "COMMA", "OPEN", "CLOSE") or self._is_circled(self.doc[i - 1].text)
        ):
            i -= 1
        return i

    def _closing_maximum(self) -> Decimal | None:
        """The number of a closing “（5分）”."""
        i = len(self.doc) - 1
        while i >= 0 and self._is(i, "END", "COMMA"):
            i -= 1
        if i >= 2 and self._is(i, "CLOSE") and self._tag(i - 1) == "POINTS" and self._is(i - 2, "OPEN"):
            value: Decimal = self.doc[i - 1]._.numbers[0]
            return value
        return None

    # --- one draft

    def _add(self, operator: Operator, previous: int) -> None:
        label = operator.label.removeprefix("BARE_")
        if label == "STATED":
            return
        if label == "FLOOR":
            self._floor(operator)
            return
        draft = self._draft(label, operator, self._condition_start(operator, previous))
        draft.bare = operator.label.startswith("BARE_")
        self._bounded(draft)
        if label in ("AWARD", "AWARD_FULL", "DEDUCT", "AWARD_HALF", "DEDUCT_HALF") and draft.kind != "zero":
            self._stepped(draft)
        if draft.kind in ("zero", "veto", "discretionary", "cap"):
            draft.item = label == "VETO" or self._speaks_of_item(draft)
        if label == "VETO" and self._repeats_veto(draft):
            return
        self.reading.drafts.append(draft)

    def _condition_start(self, operator: Operator, previous: int) -> int:
        start = previous
        sentence = self.sentences[operator.start]
        while start < operator.start and self.sentences[start] != sentence:
            start += 1
        opened = self.opened[operator.start]
        if opened >= start:
            start = opened + 1
        while start < operator.start and (
            self._is(start, "COMMA", "END", "CLOSE")
            or self.doc[start].text == "."
            or self._is_circled(self.doc[start].text)
            or self._is_ordinal(start, operator.start)
        ):
            start += 1
        return start

    def _is_ordinal(self, index: int, stop: int) -> bool:
        """Whether a number at the beginning of a sentence only counts the sentences: “2.”, “3、”, “(1)”."""
        if index > 0 and self.sentences[index - 1] == self.sentences[index] and self.depth[index] == 0:
            return False
        if self._is(index, "OPEN"):
            return index + 2 < stop and self._tag(index + 1) == "NUM" and self._is(index + 2, "CLOSE")
        if self._tag(index) != "NUM":
            return False
        return index + 1 < stop and self.doc[index + 1].text in (".", "、", ")", "．", ",")

    def _draft(self, label: str, operator: Operator, start: int) -> Draft:
        kinds: dict[str, DraftKind] = {
            "AWARD": "award", "AWARD_FULL": "award", "AWARD_HALF": "award", "AWARD_EACH": "award_per",
            "DEDUCT": "deduct", "DEDUCT_HALF": "deduct", "UNREAD": "unread", "DEDUCT_ALL": "zero", "ZERO": "zero", "CAP": "cap",
            "DISCRETIONARY": "discretionary", "RATIO": "ratio", "VETO": "veto",
        }  # fmt: skip
        draft = Draft(kinds[label], start, operator.start, operator.end, self.sentences[operator.start])
        tokens = self.doc[operator.start : operator.end]
        for token in tokens:
            numbers: tuple[Decimal, ...] = token._.numbers
            if token.tag_ in ("POINTS", "NUM") and numbers:
                draft.points = numbers[0]
            elif token.tag_ in ("SHARE", "PERCENT") and numbers:
                draft.percent = numbers[0]
            elif token.tag_ == "POINTS_RANGE" and len(numbers) == 2:
                draft.least, draft.most = min(numbers), max(numbers)
        if label == "AWARD_FULL":
            draft.points, draft.percent = None, Decimal(100)
        elif label in ("AWARD_HALF", "DEDUCT_HALF"):
            draft.points, draft.percent = None, Decimal(50)
        elif label == "AWARD_EACH":
            draft.per = Decimal(1)
        elif label in ("ZERO", "DEDUCT_ALL"):
            draft.points, draft.percent = Decimal(0), None
        elif label in ("RATIO", "VETO"):
            draft.points = draft.percent = None
        elif label == "AWARD" and draft.points == 0 and draft.percent is None:
            draft.kind, draft.points = "zero", Decimal(0)
        draft.of_loss = label == "CAP" and self._speaks_of_loss(draft)
        return draft

    def _speaks_of_loss(self, draft: Draft) -> bool:
        """Whether a cap limits a loss: it says so, or the last rule before it takes points away."""
        words = {t.text for t in self.doc[draft.operator : draft.end]}
        if any("扣" in w or w in self.words["LOSE"] for w in words):
            return True
        if any("加" in w or "得" in w or "奖" in w for w in words):
            return False
        before = [d for d in self.reading.drafts if d.sentence == draft.sentence]
        return bool(before) and before[-1].kind in ("deduct", "deduct_per")

    def _speaks_of_item(self, draft: Draft) -> bool:
        near = self.doc[max(draft.start, draft.operator - 3) : draft.end]
        return any(t.text in self.words["ITEM"] or t.text in _WHOLE_ITEM for t in near)

    def _repeats_veto(self, draft: Draft) -> bool:
        """A veto and what it leads to are one rule when they stand in one sentence."""
        for earlier in self.reading.drafts:
            if earlier.kind == "veto" and earlier.sentence == draft.sentence:
                earlier.end = draft.end
                return True
        return False

    def _floor(self, operator: Operator) -> None:
        """扣完为止 belongs to the losses before it in its sentence, or else to the last one before that."""
        losses = [d for d in self.reading.drafts if d.kind in ("deduct", "deduct_per", "ratio", "discretionary")]
        here = [d for d in losses if d.sentence == self.sentences[operator.start]] or losses[-1:]
        for draft in here:
            draft.floor = True
        if here:
            here[-1].end = max(here[-1].end, operator.end)
            return
        start = self._condition_start(operator, max((d.end for d in self.reading.drafts), default=0))
        text = self.doc[operator.start : operator.end].text
        if text == "扣完" and start < operator.start:
            self.reading.drafts.append(
                Draft("zero", start, operator.start, operator.end, self.sentences[operator.start], points=Decimal(0))
            )

    # --- measured values in the condition

    def _bounded(self, draft: Draft) -> None:
        """The range of the measured value that the condition speaks of; none where it speaks of several."""
        inside = [
            b for b in self.bounds
            if draft.start <= b.start and b.end <= draft.operator and self.depth[b.start] <= self.depth[draft.operator]
        ]  # fmt: skip
        inside = [b for b in inside if not self._in_step(b)]
        # “滞留3个月以上” says of whom, where a rate or a count is measured beside it
        measured = [b for b in inside if not any(t._.unit in self.words["TIME"] for t in b)]
        inside = measured or inside
        low: Bound | None = None
        high: Bound | None = None
        clash = any(self._is(i, "OR") for i in range(draft.start, draft.operator)) and len(inside) > 1
        for span in inside:
            ends = _ends(span)
            clash = clash or (low is not None and ends[0] is not None) or (high is not None and ends[1] is not None)
            low, high = ends[0] or low, ends[1] or high
        if clash or (low and high and low.unit != high.unit):
            return
        if not inside:
            low, high = self._exact(draft)
        draft.low, draft.high = low, high

    def _in_step(self, bound: Span) -> bool:
        return any(s.label_ == "EACH_COUNT" and s.start <= bound.start and bound.end <= s.end for s in self.steps)

    def _exact(self, draft: Draft) -> tuple[Bound | None, Bound | None]:
        """A value that the condition ends in: “发放率100%，得满分”, “完成2次的得1分”, “前3名得5分”."""
        i = draft.operator - 1
        while i >= draft.start and (self._is(i, "COMMA") or self.doc[i].text in ("的", "时", "者", "则", "为", "相应")):
            i -= 1
        if i < draft.start or len(self.doc[i]._.numbers) != 1:
            return (None, None)
        token = self.doc[i]
        bound = Bound(value=token._.numbers[0], unit=token._.unit)
        if token.tag_ == "RANK" and token._.unit in ("名", None):
            bound = Bound(value=bound.value, unit="名")
            return (None if token.text.startswith("前") else bound, bound)
        stepped = any(s.start <= i < s.end and s.label_ != "FOUND_COUNT" for s in self.steps)
        if token.tag_ not in ("PERCENT", "COUNT") or stepped or token._.unit == "百分点":
            return (None, None)
        return (None if i > draft.start and self.doc[i - 1].text == "前" else bound, bound)

    # --- steps

    def _stepped(self, draft: Draft) -> None:
        """What the points are earned or lost for each of, where the rule says so."""
        if draft.end + 1 < len(self.doc) and self.doc[draft.end].text == "/" and self._is(draft.end + 1, "COUNTED"):
            draft.per, draft.unit = Decimal(1), self.doc[draft.end + 1].text
            draft.end += 2
        else:
            self._step_before(draft)
        if draft.per is not None:
            draft.kind = "deduct_per" if draft.kind == "deduct" else "award_per"
            if draft.low is not None and draft.low == draft.high:
                draft.low = draft.high = None

    def _step_before(self, draft: Draft) -> None:
        inside = [
            s for s in self.steps
            if draft.start <= s.start and s.end <= draft.operator and self.depth[s.start] == self.depth[draft.operator]
        ]  # fmt: skip
        each = [s for s in inside if s.label_.startswith("EACH") and self._distributes(s, draft)]
        if each:
            self._take_step(draft, each[-1])
            return
        if draft.kind == "deduct":
            self._counted_once(draft)
        elif draft.kind == "award":
            self._only_counted(draft)

    def _distributes(self, step: Span, draft: Draft) -> bool:
        """Whether 每 says for what the points are given, and not only how often something is to be done."""
        second = step[1].text if len(step) > 1 else ""
        adjacent = all(self.doc[i].tag_ == "MARK" for i in range(step.end, draft.operator))
        if second in self.words["TIME"]:
            return step.label_ == "EACH_UNIT" and len(step) == 2 and adjacent
        between = range(step.end, draft.operator)
        if step.label_ == "EACH_UNIT":
            if any(self._is(i, "GE", "LE", "GT", "LT", "OVER", "UNDER") for i in between):
                return False
            return draft.kind == "deduct" or not any(self._is(i, "COMMA") for i in between)
        if step.label_ == "EACH_FOUND":
            return draft.kind == "deduct" or not any(self._is(i, "COMMA") for i in between)
        return True

    def _take_step(self, draft: Draft, step: Span) -> None:
        last = step[-1]
        numbers: tuple[Decimal, ...] = last._.numbers
        draft.per = numbers[0] if numbers else Decimal(1)
        draft.unit = last._.unit
        if not numbers and last.text in self.words["COUNTED"] | self.words["PERCENTSIGN"]:
            draft.unit = last.text
        if last.tag_ == "NUM":
            draft.unit = None
        draft.direction = self._direction(step)

    def _direction(self, step: Span) -> Direction | None:
        texts = {t.text for t in step}
        if texts & self.words["DEVIATE"]:
            return "either"
        if texts & self.words["FALL"] or "低于" in texts:
            return "falling"
        if texts & self.words["RISE"] or "高于" in texts:
            return "rising"
        return None

    def _counted_once(self, draft: Draft) -> None:
        """发现1例扣1分, 一项不符合扣1分: one of them, so each of them."""
        for i in reversed(range(draft.start, draft.operator)):
            token = self.doc[i]
            if token.tag_ not in ("COUNT", "PERCENT") or self.depth[i] != self.depth[draft.operator]:
                continue
            if any(b.start <= i < b.end for b in self.bounds) or token._.numbers != (Decimal(1),):
                return
            found = [s for s in self.steps if s.label_ == "FOUND_COUNT" and s.end == i + 1 and s.start >= draft.start]
            timely = token._.unit in self.words["TIME"] or token.tag_ == "PERCENT"
            leading = i == self._clause_start(i) or i == draft.operator - 1 or self._is(i - 1, "OTHERWISE", "NOT")
            if not found and (timely or not leading):
                return
            draft.per, draft.unit, draft.counted_plainly = Decimal(1), token._.unit, True
            if found:
                draft.direction = self._direction(found[-1])
            return

    def _only_counted(self, draft: Draft) -> None:
        """共4项1项1分: the clause of the points holds nothing but one of what is counted."""
        first = max(draft.start, self._clause_start(draft.operator))
        tokens = [t for t in self.doc[first : draft.operator] if t.tag_ != "MARK" and not self._is(t.i, "STATED")]
        counts = [t for t in tokens if t.tag_ == "COUNT"]
        scale = [d for d in self.reading.drafts if d.sentence == draft.sentence and d.kind == "award" and d.low is not None]
        if scale and counts and scale[-1].low is not None and scale[-1].low.unit == counts[-1]._.unit:
            # 3次得2分，2次得1分，1次得0.5分
            return
        if counts and len(counts) == len(tokens) and counts[-1]._.numbers == (Decimal(1),):
            draft.per, draft.unit = Decimal(1), counts[-1]._.unit

    # --- what was not understood

    def _unread(self, operators: list[Operator]) -> None:
        """Points and shares that no rule speaks of, and losses without an amount."""
        covered = {i for o in operators for i in range(o.start, o.end)}
        covered |= {i for b in (*self.bounds, *self.steps) for i in range(b.start, b.end)}
        covered |= {i for d in self.reading.drafts for i in range(d.operator, d.end)}
        for token in self.doc:
            if token.i in covered or not self._left_open(token.i):
                continue
            start = self._clause_start(token.i)
            end = token.i + 1
            while not self._ends_clause(end):
                end += 1
            if not any(d.kind == "unread" and d.start <= token.i < d.end for d in self.reading.drafts):
                self.reading.drafts.append(Draft("unread", start, token.i, end, self.sentences[token.i]))
        if not self.reading.drafts:
            self._unread_judgement()

    def _left_open(self, index: int) -> bool:
        token = self.doc[index]
        if token.tag_ in ("POINTS", "POINTS_RANGE"):
            alone = self._is(index - 1, "OPEN") and self._is(index + 1, "CLOSE")
            stated = self.depth[index] > 0 and self._is(index + 1, "CLOSE")
            measured = index + 1 < len(self.doc) and self.doc[index + 1].text in ("的", "者", "及", "和")
            return not (alone or stated or measured) and index > 0
        if token.tag_ == "SHARE":
            return any(
                self._is(i, "GAIN", "LOSE", "GAINWORD", "LOSEWORD", "REMOVE") for i in range(index - 3, index + 4)
            )
        return token.text in self.words["LOSEWORD"]

    def _unread_judgement(self) -> None:
        """A text whose only word of points is 评分 or 得分 says nothing of how many."""
        for token in self.doc:
            if token.text in self.words["GAINWORD"] and self._ends_clause(token.i + 1):
                start = self._clause_start(token.i)
                self.reading.drafts.append(Draft("unread", start, token.i, token.i + 1, self.sentences[token.i]))
                return


_WHOLE_ITEM = frozenset(["本项", "此项", "该项", "本指标", "该指标", "此指标", "该项目", "本项目"])


def _ends(span: Span) -> tuple[Bound | None, Bound | None]:
    """The lower and the upper end of the range that a matched span speaks of."""
    numbers = [(n, t._.unit, t.i) for t in span for n in t._.numbers]
    marks = _marks(span)
    units = [u for _, u, _ in numbers if u]
    unit = units[-1] if units else None
    label = span.label_
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
        if following is not None and following._.numbers and tokens[position - 1].text in known["OPEN"]:
            marks.inside.add(following.i)
            marks.named[following._.numbers[0]] = says
    return marks


def _between(
    span: Span, values: list[tuple[Decimal, str | None, int]], unit: str | None, marks: _Marks
) -> tuple[Bound | None, Bound | None]:
    (first, _, first_at), (second, _, second_at) = values
    inclusive: dict[int, bool | None] = {0: None, 1: None}
    signs = [t.text for t in span if t.text in _SIGNS]
    if span.label_ == "CHAIN" and len(signs) == 2:
        inclusive = {0: signs[0] in _INCLUDING_SIGNS, 1: signs[1] in _INCLUDING_SIGNS}
    if span[0].text in "[(" and span.label_ == "BETWEEN" and len(span[0].text) == 1:
        inclusive = {0: span[0].text == "[", 1: span[-1].text == "]"}
    for at, says in marks.of.items():
        inclusive[0 if at < second_at or (first_at == second_at and False) else 1] = says
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


def read(doc: Doc) -> Reading:
    """The drafts of a text that went through the pipeline."""
    return Reader(doc).read()
