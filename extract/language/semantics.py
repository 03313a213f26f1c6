"""What the rules of one text mean together: levels that exclude each other, points that add up, headlines.

The wording decides where it can; where it leaves two readings, the one whose points add up to the declared maximum is
taken. ``docs/score-language.md`` describes the rules that this module follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product
from typing import Literal

from extract.language.doc import Doc
from extract.language.drafts import Draft, Reading
from extract.language.patterns import classes

Link = Literal["alternative", "likely", "open", "sum"]
"""How an award stands to the one before it: another level, by its wording probably one, undecided, or added to it."""
_MOST_OPEN = 8
"""Open links that are tried in all combinations; beyond that the wording alone decides."""

_STEM = re.compile(r"^(?:较为|较|基本|不够|不|未|很|部分|比较|非常|完全|全部|欠)+")


@dataclass(slots=True)
class Meaning:
    """How the drafts of one text go together, by their position in the reading."""

    part: dict[int, int]
    """Draft → its part of the points; parts add up; 0 for all of them."""
    tiers: frozenset[int] = frozenset()
    headline: int | None = None


def meanings(
    readings: Sequence[Reading], maxima: Sequence[Decimal | None], item_maximum: Decimal | None
) -> list[Meaning]:
    """One meaning for each text of an item. ``maxima`` are the points of each text, ``item_maximum`` those of all."""
    if item_maximum is not None:
        item_maximum = abs(item_maximum)
    speaking = [i for i, reading in enumerate(readings) if reading.drafts]
    if len(speaking) == 1 and all(m is None for m in maxima):
        # the only text with rules has all the points of the item
        maxima = [item_maximum if i == speaking[0] else None for i in range(len(readings))]
    links = [_links(reading) for reading in readings]
    chosen = [_chosen_alone(r, ls, m) for r, ls, m in zip(readings, links, maxima, strict=True)]
    undecided = [
        i
        for i, (ls, m) in enumerate(zip(links, maxima, strict=True))
        if m is None and {"open", "likely"} & set(ls.values())
    ]
    if undecided and item_maximum is not None and all(m is None for m in maxima):
        _choose_together(readings, links, chosen, undecided, item_maximum)
    return [_meaning(r, c, m) for r, c, m in zip(readings, chosen, maxima, strict=True)]


# --- between two awards


def _awards(reading: Reading) -> list[int]:
    return [i for i, d in enumerate(reading.drafts) if d.kind == "award"]


def _links(reading: Reading) -> dict[int, Link]:
    """For every award but the first: how it stands to the award before it."""
    awards = _awards(reading)
    links: dict[int, Link] = {}
    for before, after in pairwise(awards):
        between = reading.drafts[before + 1 : after]
        links[after] = _link(reading, reading.drafts[before], reading.drafts[after], between)
    return links


def _link(reading: Reading, first: Draft, second: Draft, between: Sequence[Draft]) -> Link:
    doc = reading.doc
    if _starts_with(doc, second, "OTHERWISE") or first.percent == 100 or second.percent == 100:
        # nothing is added to full marks
        return "alternative"
    if any(d.kind == "zero" and d.sentence == first.sentence for d in between) or _worth(first) == _worth(second):
        # the first one has had its 否则不得分
        return "sum"
    if _disjoint(first, second) or _nested(first, second):
        return "alternative" if _same_measure(doc, first, second) else "open"
    less = _less(first, second)
    said = _graded(doc, first, second) or _counted(doc, first, second) or (less and _weakened(doc, first, second))
    if said or (less and _highest_counts(doc)):
        return "likely"
    return "open" if less else "sum"


def _worth(draft: Draft) -> tuple[Decimal | None, Decimal | None] | None:
    return (draft.points, draft.percent) if draft.points is not None or draft.percent is not None else None


def _less(first: Draft, second: Draft) -> bool:
    if first.percent == 100 and second.points is not None:
        return True
    if first.points is not None and second.points is not None:
        return second.points < first.points
    return first.percent is not None and second.percent is not None and second.percent < first.percent


def _condition(doc: Doc, draft: Draft) -> list[str]:
    return [t.text for t in doc[draft.start : draft.operator] if t.tag != "MARK"]


def _starts_with(doc: Doc, draft: Draft, name: str) -> bool:
    words = _condition(doc, draft)
    return bool(words) and words[0] in classes()[name]


def _disjoint(first: Draft, second: Draft) -> bool:
    """Whether two ranges of the same unit share at most an end."""
    for a, b in ((first, second), (second, first)):
        if a.low is not None and b.high is not None and a.low.unit == b.high.unit and a.low.value >= b.high.value:
            return True
    return False


def _nested(first: Draft, second: Draft) -> bool:
    """“100%计2分，90%以上计1分”: what reaches the first range reaches the second, for less."""
    if not _less(first, second):
        return False
    a, b = first.low, second.low
    if a is not None and b is not None and a.unit == b.unit:
        return a.value > b.value
    a, b = first.high, second.high
    return a is not None and b is not None and a.unit == b.unit and first.low is None and a.value < b.value


def _counted(doc: Doc, first: Draft, second: Draft) -> bool:
    """“具备3个条件得3分，具备2个条件得2分”: the same words, another number."""
    conditions = [
        [(t.text if not t.numbers else "") for t in doc[d.start : d.operator] if t.tag != "MARK"]
        for d in (first, second)
    ]
    tail = min(len(c) for c in conditions)
    return tail > 1 and "" in conditions[1] and conditions[0][-tail:] == conditions[1][-tail:]


def _highest_counts(doc: Doc) -> bool:
    return any(t.text in classes()["HIGHEST"] for t in doc)


def _same_measure(doc: Doc, first: Draft, second: Draft) -> bool:
    """Whether the second range names no other measured thing than the first."""
    words = classes()
    plain = frozenset[str]().union(
        *(
            words[n]
            for n in ("GE", "GT", "LE", "LT", "OVER", "UNDER", "EQ", "BETWEEN", "INCLUDING", "EXCLUDING", "BUT", "DASH")
        )
    )

    def names(draft: Draft) -> set[str]:
        return {
            t.text
            for t in doc[draft.start : draft.operator]
            if t.tag == "WORD" and t.text not in plain and t.text not in _FILLERS
        }

    mine, theirs = names(first), names(second)
    if mine - theirs and theirs - mine:
        return False  # 全年执行率 and 上半年执行率 share their last word only
    return not theirs or bool(mine & theirs) or not mine


_FILLERS = frozenset(["的", "在", "者", "时", "则", "及", "和", "且", "上", "内", "x", "X", "中", "为", "其中"])


def _graded(doc: Doc, first: Draft, second: Draft) -> bool:
    """Conditions that end in two grades (较好, 一般), in one word graded (完整, 基本完整), or that name ranks."""
    levels = classes()["LEVEL"]
    passed = _FILLERS | classes()["GRADE"]
    a = [w for w in _condition(doc, first) if w not in passed]
    b = [w for w in _condition(doc, second) if w not in passed]
    if not a or not b:
        return False
    if a[-1] != b[-1] and a[-1] in levels and b[-1] in levels:
        return True
    tail_a, tail_b = _tail(a), _tail(b)
    if tail_a != tail_b and _STEM.sub("", tail_a) == _STEM.sub("", tail_b) != "":
        return True
    return all(any(t.tag == "RANK" for t in doc[d.start : d.operator]) for d in (first, second)) and _less(
        first, second
    )


def _tail(words: list[str]) -> str:
    """The last word with what grades it: 基本|完整."""
    tail = words[-1]
    for word in reversed(words[:-1]):
        if not _STEM.fullmatch(word):
            break
        tail = word + tail
    return tail


def _weakened(doc: Doc, first: Draft, second: Draft) -> bool:
    """The second condition says of itself that it is less: 有计划但未完成, 部分落实, 仅建立."""
    words = classes()
    condition = _condition(doc, second)
    before = _condition(doc, first)
    if any(w in words["PARTIAL"] for w in condition) and not any(w in words["PARTIAL"] for w in before):
        return True
    for i, word in enumerate(condition):
        if word in words["BUT"] and any(
            w in words["NOT"] or w.startswith(("未", "不", "没")) for w in condition[i + 1 : i + 4]
        ):
            return True
    return False


def _denies(doc: Doc, draft: Draft) -> bool:
    return any(w in classes()["NOT"] or w.startswith(("未", "不", "没", "无")) for w in _condition(doc, draft))


# --- choosing


def _total(
    reading: Reading, links: dict[int, Link], maximum: Decimal | None, awards: Sequence[int] | None = None
) -> Decimal | None:
    """The most that the awards of a text can bring; ``None`` where one of them has no number."""
    total, best = Decimal(0), Decimal(0)
    for i in _awards(reading) if awards is None else awards:
        points = _points(reading.drafts[i], maximum)
        if points is None:
            return None
        if links.get(i) == "alternative":
            best = max(best, points)
        else:
            total, best = total + best, points
    return total + best


def _points(draft: Draft, maximum: Decimal | None) -> Decimal | None:
    if draft.points is not None:
        return draft.points
    if draft.percent is not None and maximum is not None:
        return draft.percent * maximum / 100
    return None


def _variants(links: dict[int, Link]) -> list[dict[int, Link]]:
    """The links with every undecided one decided both ways, the likely ones last of all against their wording."""
    undecided = [i for i, link in links.items() if link in ("open", "likely")]
    undecided.sort(key=lambda i: links[i] == "open")
    if len(undecided) > _MOST_OPEN:
        return []
    choices: list[tuple[Link, ...]] = [
        ("sum", "alternative") if links[i] == "open" else ("alternative", "sum") for i in undecided
    ]
    return [links | dict(zip(undecided, choice, strict=True)) for choice in product(*choices)]


def _by_wording(reading: Reading, links: dict[int, Link]) -> dict[int, Link]:
    """Open links decided without numbers: a falling row of awards that ends in a refusal is a row of levels."""
    plain: dict[Link, Link] = {"open": "sum", "likely": "alternative"}
    decided: dict[int, Link] = {i: plain.get(link, link) for i, link in links.items()}
    row: list[int] = []
    for i in [*links, None]:
        if i is not None and links[i] != "sum":
            row.append(i)
            continue
        if row and _ends_in_refusal(reading, row):
            decided |= dict.fromkeys(row, "alternative")
        row = []
    return decided


def _ends_in_refusal(reading: Reading, row: Sequence[int]) -> bool:
    """Whether the draft after a row of awards is a 不得分, near enough to speak of all of them."""
    last = reading.drafts[row[-1]]
    following = reading.drafts[row[-1] + 1] if row[-1] + 1 < len(reading.drafts) else None
    if following is None or following.kind != "zero":
        return False
    first = max((i for i in _awards(reading) if i < row[0]), default=row[0])
    one_sentence = reading.drafts[first].sentence == following.sentence
    return one_sentence or len(row) > 1 or _denies(reading.doc, last)


def _chosen_alone(reading: Reading, links: dict[int, Link], maximum: Decimal | None) -> dict[int, Link]:
    """The links of one text, decided by its own maximum where it has one."""
    wording = _by_wording(reading, links)
    if maximum is None or _headline(reading, wording, maximum) is not None:
        return wording
    if _total(reading, wording, maximum) == maximum:
        return wording
    for variant in _variants(links):
        if _total(reading, variant, maximum) == maximum:
            return variant
    awards = _awards(reading)
    less = len(awards) > 1 and all(links[i] != "sum" for i in awards[1:])
    if less and _points(reading.drafts[awards[0]], maximum) == maximum:
        # the first award alone is all there is to earn, so the others are less of it
        return dict.fromkeys(awards[1:], "alternative")
    return wording


def _choose_together(
    readings: Sequence[Reading],
    links: Sequence[dict[int, Link]],
    chosen: list[dict[int, Link]],
    undecided: Sequence[int],
    item_maximum: Decimal,
) -> None:
    """Decides the open links of several texts by the maximum of their item."""

    def total() -> Decimal | None:
        sums = [_total(r, c, None) for r, c in zip(readings, chosen, strict=True)]
        return None if any(s is None for s in sums) else sum((s for s in sums if s is not None), Decimal(0))

    if total() == item_maximum:
        return
    variants = [_variants(links[i]) or [chosen[i]] for i in undecided]
    count = 1
    for options in variants:
        count *= len(options)
    if count > 2**_MOST_OPEN:
        return
    kept = [chosen[i] for i in undecided]
    for combination in product(*variants):
        for i, variant in zip(undecided, combination, strict=True):
            chosen[i] = variant
        if total() == item_maximum:
            return
    for i, variant in zip(undecided, kept, strict=True):
        chosen[i] = variant


# --- the result


def _headline(reading: Reading, links: dict[int, Link], maximum: Decimal | None) -> int | None:
    """The first award, where the later ones add up to it and it is all there is to earn."""
    awards = _awards(reading)
    if len(awards) < 3 or maximum is None:
        return None
    first = _points(reading.drafts[awards[0]], maximum)
    rest = {i: links[i] for i in awards[2:]}
    total = _total(reading, rest, maximum, awards[1:])
    return awards[0] if first is not None and first == total == maximum else None


def _meaning(reading: Reading, links: dict[int, Link], maximum: Decimal | None) -> Meaning:
    headline = _headline(reading, links, maximum)
    part: dict[int, int] = {}
    tiers: set[int] = set()
    current, previous = 0, -1
    for i, draft in enumerate(reading.drafts):
        if draft.kind == "award":
            if i == headline:
                part[i] = 0
                continue
            if links.get(i) == "alternative" and previous >= 0 and previous != headline:
                tiers |= {previous, i}
            else:
                current += 1
            previous = i
            part[i] = current
        elif draft.kind == "award_per":
            current += 1
            part[i] = current
        elif draft.kind == "cap":
            part[i] = _capped_part(reading, i, part)
        elif draft.item or draft.kind in ("veto", "unread") or _of_all(reading, i):
            part[i] = 0
        else:
            current = max(current, 1)
            part[i] = current
    return Meaning(part, frozenset(tiers), headline)


def _capped_part(reading: Reading, index: int, part: dict[int, int]) -> int:
    """A cap limits the one part that its sentence speaks of; in a sentence or a bracket of its own, all of them."""
    draft = reading.drafts[index]
    before = [i for i in range(index) if reading.drafts[i].sentence == draft.sentence]
    in_bracket = draft.start > 0 and reading.doc[draft.start - 1].text in classes()["OPEN"]
    parts = {part[i] for i in before}
    return 0 if draft.item or in_bracket or len(parts) != 1 else parts.pop()


def _of_all(reading: Reading, index: int) -> bool:
    """Whether a loss in a sentence of its own may speak of all the awards before it."""
    draft = reading.drafts[index]
    if draft.kind not in ("deduct", "deduct_per", "discretionary"):
        return False
    earlier = [d for d in reading.drafts[:index] if d.kind in ("award", "award_per")]
    alone = len(earlier) != 1 and not any(d.sentence == draft.sentence for d in earlier)
    return alone and not _starts_with(reading.doc, draft, "OTHERWISE")
