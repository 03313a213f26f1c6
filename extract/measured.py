"""Measured values of items: what their target and actual columns hold, and what the text that belongs to them states.

A cell that is one value (“≥95%”, “358人”) is taken whole; running text, in such a cell or in the paragraphs between an
item's name and its score, is searched for rates (“知晓率为81%”) and for how many of how many (“计划300人，实际276人”).
Words that speak of the aim, of another year or of a rule are left alone; so is a number
that has no certain meaning.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from pathlib import Path

from extract.budget import budget_values
from extract.numerals import ARABIC, parse
from extract.ruled import cells_by_place, place_of
from extract.text import Folded, either, fold, tidy
from models import Cell, Detail, Document, Evidence, Fact, Item, Paragraph, ScoreSheet
from models.extraction import MeasureRole

_STOPS = "。;!?"
_CLAUSE = re.compile(r"[,。;:、!?\"()\[\]]|(?<=[\d%])|(?<=\d年)|(?<=\d年度)")
_MOST_PARAGRAPHS = 8
_LONGEST_NAME = 30

Locate = Callable[[int, int], Evidence]
"""From a span of folded text to the words and their place."""


@dataclass(frozen=True, slots=True)
class _Owner:
    """The item that values belong to, and the number of its sheet."""

    item: Item
    sheet: int

    def fact(self, role: MeasureRole, measure: str, value: _Value, evidence: Evidence) -> Fact:
        """A measured value of the item."""
        return Fact(
            kind="measured",
            subject=self.item.code or self.item.name,
            measure=measure,
            value=value.number,
            unit=value.unit,
            qualifier=value.qualifier or None,
            role=role,
            sheet=self.sheet,
            item=self.item.id,
            evidence=evidence,
        )


@dataclass(frozen=True, slots=True)
class _Value:
    number: Decimal
    unit: str | None
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns of ``measured.toml``."""

    cell: re.Pattern[str]
    rate: re.Pattern[str]
    not_rate: re.Pattern[str]
    elsewhere: re.Pattern[str]
    rule_after: re.Pattern[str]
    pair: re.Pattern[str]
    heading_unit: re.Pattern[str]


def find_measured(sheets: Sequence[ScoreSheet], document: Document) -> tuple[Fact, ...]:
    """The measured values of all items, each with the number of its sheet and the id of its item."""
    found: list[Fact] = []
    cells = cells_by_place(document)
    for number, sheet in enumerate(sheets):
        for item in sheet.walk():
            owner = _Owner(item, number)
            found.extend(
                owner.fact(value.role, value.measure, _Value(value.value, value.unit), value.evidence)
                for value in budget_values(item.details)
            )
            for detail in item.details:
                found.extend(_of_detail(detail, cells.get(place_of(detail.where)), owner))
        if sheet.form in ("narrative", "statements"):
            for item, paragraph, start, end in _stretches(sheet, document):
                found.extend(_of_paragraph(paragraph, start, end, _Owner(item, number)))
    return tuple(found)


# --- cells


def _of_detail(detail: Detail, cell: Cell | None, owner: _Owner) -> Iterator[Fact]:
    if detail.role not in ("target", "actual"):
        return
    role: MeasureRole = "target" if detail.role == "target" else "actual"
    plain = fold(detail.text)
    words = _words()
    match = words.cell.fullmatch(plain.text)
    evidence = Evidence(quote=detail.text, where=detail.where)
    if match is not None:
        value = parse(match["value"])
        if value is not None and not words.not_rate.search(match["name"] or ""):
            heading = words.heading_unit.search(fold(detail.heading).text)
            unit = match["unit"] or (heading["unit"] if heading else None)
            measure = tidy(plain.quote(*match.span("name"))) if match["name"] else owner.item.name
            yield owner.fact(role, measure, _Value(value, unit, match["before"] or match["after"]), evidence)
    elif role == "actual":
        yield from _in_text(plain, _in_cell(detail, plain, cell), owner)


def _in_cell(detail: Detail, plain: Folded, cell: Cell | None) -> Locate:
    """Places of words of a detail, in the cell that it was read from; that cell may hold a key before it."""
    whole = fold(cell.text) if cell is not None else None
    offset = whole.text.find(plain.text) if whole is not None else -1
    if cell is None or whole is None or offset < 0:
        return lambda a, b: Evidence(
            quote=tidy(plain.quote(a, b)), where=detail.where.model_copy(update={"start": a, "end": b})
        )
    return lambda a, b: _tidied(whole.evidence(cell, offset + a, offset + b))


# --- running text


def _of_paragraph(paragraph: Paragraph, start: int, end: int | None, owner: _Owner) -> Iterator[Fact]:
    """What a stretch of a paragraph, given in its original characters, states of an item."""
    plain = fold(paragraph.text)
    inside = [i for i, origin in enumerate(plain.origin) if origin >= start and (end is None or origin < end)]
    if not inside:
        return
    first, last = inside[0], inside[-1] + 1
    part = Folded(plain.text[first:last], plain.origin[first:last], plain.original)
    yield from _in_text(part, lambda a, b: _tidied(part.evidence(paragraph, a, b)), owner)


def _in_text(plain: Folded, locate: Locate, owner: _Owner) -> Iterator[Fact]:
    words, text = _words(), plain.text
    for match in words.rate.finditer(text):
        begin = _clause_start(text, match.start("tail"))
        name = text[begin : match.end("tail")]
        if not _states(text, begin, match) or words.not_rate.search(name):
            continue
        value = parse(match["value"])
        qualifier = match["before"] or match["after"]
        if value is not None:
            measure = tidy(plain.quote(begin, match.end("tail")))
            yield owner.fact("actual", measure, _Value(value, "%", qualifier), locate(begin, match.end()))
    for match in words.pair.finditer(text):
        if words.elsewhere.search(text, _sentence_start(text, match.start()), match.start()):
            continue
        planned, done = parse(match["planned"]), parse(match["done"])
        evidence = locate(match.start(), match.end())
        if planned is not None and done is not None:
            yield owner.fact("planned", owner.item.name, _Value(planned, match["unit"]), evidence)
            yield owner.fact("done", owner.item.name, _Value(done, match["unit"]), evidence)


def _tidied(evidence: Evidence) -> Evidence:
    return evidence.model_copy(update={"quote": tidy(evidence.quote)})


def _states(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether a rate is stated of the item itself, and no aim, rule, or value of another year."""
    words = _words()
    if len(match["tail"]) + match.start("tail") - begin < 2 or match.start("tail") - begin > _LONGEST_NAME:
        return False
    if words.rule_after.match(text, match.end()):
        return False
    return not words.elsewhere.search(text, _sentence_start(text, begin, ",。;!?"), match.end())


def _clause_start(text: str, at: int) -> int:
    return max((m.end() for m in _CLAUSE.finditer(text, 0, at)), default=0)


def _sentence_start(text: str, at: int, stops: str = _STOPS) -> int:
    return max(text.rfind(stop, 0, at) for stop in stops) + 1


# --- which text belongs to an item


def _stretches(sheet: ScoreSheet, document: Document) -> Iterator[tuple[Item, Paragraph, int, int | None]]:
    """The paragraphs between an item's name and its score, or the next item; with the span that belongs to it."""
    placed = sorted(
        ((item.where.block, item.where.start or 0, item) for item in sheet.walk() if item.where.block is not None),
        key=lambda one: one[:2],
    )
    nexts: list[tuple[int, int] | None] = [(block, start) for block, start, _ in placed[1:]]
    for (block, start, item), following in zip_longest(placed, nexts):
        stop = _stop(item, (block, start), following)
        for index in range(block, min(stop[0], block + _MOST_PARAGRAPHS) + 1):
            paragraph = document.blocks[index] if index < len(document.blocks) else None
            if not isinstance(paragraph, Paragraph):
                break
            low = start if index == block else 0
            yield item, paragraph, low, stop[1] if index == stop[0] else None


def _stop(item: Item, begin: tuple[int, int], following: tuple[int, int] | None) -> tuple[int, int]:
    """Where the text of an item ends: at its last score where that stands behind its name, else at the next item."""
    wheres = [mention.where for mention in item.mentions]
    if item.claimed_evidence is not None:
        wheres.append(item.claimed_evidence.where)
    scores = [(w.block, w.end or 0) for w in wheres if w.block is not None]
    last = max((place for place in scores if place > begin), default=None)
    own_line = (begin[0], 1_000_000)
    if last is not None and last[0] > begin[0]:
        return min(last, following) if following is not None and following > begin else last
    return following if following is not None else own_line


# --- words


@cache
def _words() -> _Words:
    data = tomllib.loads(Path(__file__).with_name("measured.toml").read_text(encoding="utf-8"))
    before = either([*data["at_least"], *data["at_most"], *data["about"], "="])
    after = either([*data["at_least_after"], *data["at_most_after"], *data["about"]])
    tails, link, units = either(data["tails"]), either(data["link"]), either(data["units"])
    percent = rf"(?P<value>{ARABIC})%(?!的?权重)"
    return _Words(
        cell=re.compile(
            rf"(?P<name>[\u4e00-\u9fff]{{0,20}}(?:{tails}))?(?:{link}){{0,3}}(?P<before>{before})?"
            rf"(?P<value>-?(?:{ARABIC}))(?P<unit>%|个?百分点|天|日|个月|小时|分钟|元/[^\d]{{1,4}}|{units})?"
            rf"(?P<after>{after})?[。;]?"
        ),
        rate=re.compile(
            rf"(?P<tail>{tails})(?:\([^()]{{0,20}}\))?(?:{link}){{0,3}}(?P<before>{before})?(?:{link})?{percent}(?P<after>{after})?"
        ),
        not_rate=re.compile(rf"(?:{either(data['not_rates'])})$"),
        elsewhere=re.compile(either(data["elsewhere"])),
        rule_after=re.compile(either(data["rule_after"])),
        pair=re.compile(
            rf"(?:{either(data['planned'])})[^\d。;%]{{0,20}}?(?P<planned>{ARABIC})(?P<unit>{units})[^\d。;%]{{0,40}}?"
            rf"(?:{either(data['done'])})[^\d。;%]{{0,20}}?(?P<done>{ARABIC})(?P=unit)"
        ),
        heading_unit=re.compile(r"\((?P<unit>%)\)"),
    )
