"""Scores that running text states of named items, as sheets: one for each place that goes through the items.

“决策类指标权重为20分，得分为18分。过程类…” names its items in the sentence; “A11 立项依据充分性：…” names one at the
start of a paragraph and scores it there or in the paragraphs after it (“故该项指标得分为3分”).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.heading import read_label
from extract.labels import split_label
from extract.outline import Node, Part, ends_with_points, heading_text
from extract.passage import Passage, passages
from extract.phrases import MENTIONS, find_phrases, mention_of
from extract.said import Place, Said, maximum_beside, said_in
from extract.subjects import Subject, Subjects, listed
from extract.text import folded, tidy
from extract.together import find_together
from extract.tree import Draft, freeze
from models import Detail, Evidence, ScoreSheet, Total

_LABEL = re.compile(
    r"(?:^|(?<=[。;]))[*#]{0,2}([A-Z]\d{1,3}(?:[-.]\d{1,2})*[、.-]?[\u4e00-\u9fff][^,。;:]{1,40})[:,。]"
)
"""A code and a name before a colon, or before a stop and its points, at the start of a paragraph or sentence."""
_PRONOUN = re.compile(r"(?:[该本此]项?(?:指标)?)?\Z")
_RATE = re.compile(r"得分率[:：为是达到]*")
_BULLET = re.compile(r"^[^\w《“（(]+")
_LONGEST_HEADING = 30
_LONGEST_TITLE_LINE = 60


@dataclass(frozen=True, slots=True)
class Statements:
    """The sheet of one place, and which phrases of the running text it accounts for."""

    sheet: ScoreSheet
    items: frozenset[Place]
    """Those that are an item's here, and no other sheet's."""
    total: frozenset[Place]
    """Those that are the total's; the total of a report may stand over several sheets."""


@dataclass(slots=True, eq=False)
class _Statement:
    """What is said of one item at one place."""

    draft: Draft
    node: Node | None
    passage: Passage
    by_label: bool
    """Named at the start of a paragraph, not in the sentence."""
    placed: list[Place] = field(default_factory=list)

    @property
    def key(self) -> tuple[str | None, str]:
        return self.draft.code, folded(self.draft.name)


@dataclass(slots=True)
class _Run:
    """Statements up to the place where an item or the total is stated again."""

    items: list[_Statement] = field(default_factory=list)
    total: Said | None = None
    total_node: Node | None = None
    """Where the total stands: what another chapter says of items is no part of it."""
    title: str | None = None

    def add(self, statement: _Statement, title: str | None) -> None:
        self.title = self.title or title
        self.items.append(statement)


def statements(part: Part, names: Iterable[str] = ()) -> tuple[Statements, ...]:
    """The statement sheets of a part. ``names`` are items that the document names elsewhere, in its tables."""
    scan = _Scan(Subjects(names))
    for node, found in _texts(part):
        scan.current = None
        for passage in found:
            scan.read(passage, node)
    return tuple(_sheet(run) for run in scan.runs if any(s.draft.claimed is not None for s in run.items))


def _texts(part: Part) -> Iterator[tuple[Node | None, tuple[Passage, ...]]]:
    yield None, passages(part.preface)
    for node in part.nodes():
        yield node, node.passages()


class _Scan:
    """One walk through the paragraphs of a part."""

    def __init__(self, subjects: Subjects) -> None:
        self.subjects = subjects
        self.runs: list[_Run] = [_Run()]
        self.current: _Statement | None = None
        self.title: str | None = None
        self.open_total: Said | None = None
        self.shares: list[Said] = []
        """Shares of a weight whose item the rest of their sentence names: 得70%权重分，故知晓率得分为2.8分."""
        self.listed: dict[int, Subject] = {}
        self.last: tuple[_Statement, Said] | None = None
        """The last phrase that an item was given, and that item."""

    def read(self, passage: Passage, node: Node | None) -> None:
        """Take in the labels and phrases of a passage in the order in which they stand."""
        if len(passage.text) <= _LONGEST_HEADING and not re.search(r"[,。;:]", passage.text):
            self.title = tidy(_BULLET.sub("", passage.quote(0, len(passage.text))))
        self.open_total = None
        self.shares = []
        found = said_in(passage)
        points = [said.phrase.start for said in found if said.phrase.kind in ("maximum", "claim", "award")]
        labels = [
            (match.start(1), match)
            for match in _LABEL.finditer(passage.text)
            if passage.text[match.end(1)] == ":"
            or (match[1].count("(") == match[1].count(")") and _points_follow(passage.text, match.end(), points))
        ]
        in_a_row = listed(passage.text, [said.phrase for said in found])
        for together in find_together(passage.text):
            in_a_row += tuple(zip(together.subjects, together.phrases, strict=False))
        self.listed = {phrase.start: subject for subject, phrase in in_a_row}
        found.extend(Said(passage, phrase) for _, phrase in in_a_row if all(s.phrase is not phrase for s in found))
        found.extend(_rates_in(passage))
        for said in sorted(found, key=lambda s: s.phrase.start):
            while labels and labels[0][0] < said.phrase.start:
                self._open_label(labels.pop(0)[1], passage, node)
            self._take(said, node)
        for _, match in labels:
            self._open_label(match, passage, node)

    def _open_label(self, match: re.Match[str], passage: Passage, node: Node | None) -> None:
        quote = passage.quote(match.start(1), match.end(1))
        parts = split_label(quote)
        where = passage.where(match.start(1), match.end(1))
        draft = Draft(quote, parts.name, where, code=parts.code)
        if parts.points is not None and parts.points_span is not None:
            draft.max_points = parts.points
            draft.max_evidence = Evidence(quote=quote[slice(*parts.points_span)], where=where)
        self.current = _Statement(draft, node, passage, by_label=True)

    def _take(self, said: Said, node: Node | None) -> None:
        kind = said.phrase.kind
        if kind == "rate":
            self._take_rate(said)
            return
        subject = None if said.names_item or _in_heading(said, node) else self._subject(said)
        if subject is not None and node is not None and _is_scored_heading(node, subject):
            subject = None
        if (
            (kind in ("claim", "maximum", "award") or said.phrase.start in self.listed)
            and subject is not None
            and not said.phrase.whole
        ):
            statement = self._named(subject, said, node)
            for share in (s for s in self.shares if s.sentence_start == said.sentence_start):
                _add(statement, share)
            self.shares = []
            _add(statement, said)
            self.last = statement, said
        elif self.current is None and kind == "percent":
            self.shares.append(said)
        elif self.current is not None and kind in ("claim", "maximum", *MENTIONS):
            if self.current not in self.runs[-1].items:
                self._open(self.current)
            _add(self.current, said)
            self.last = self.current, said
        elif kind == "claim" and said.phrase.whole:
            self._state_total(said, node)
        elif kind == "claim" and self.open_total is None and not said.names_item:
            self.open_total = said

    def _take_rate(self, said: Said) -> None:
        """得分率85% behind the points of an item, in the same sentence, is a detail of the item."""
        if self.last is None or self.last[1].sentence_start != said.sentence_start:
            return
        statement, points = self.last
        words = said.evidence
        if points.passage is said.passage and _RATE.match(words.quote):
            text = _RATE.sub("", words.quote)
            statement.draft.details.append(Detail(role="other", heading="得分率", text=text, where=words.where))

    def _subject(self, said: Said) -> Subject | None:
        start = said.phrase.start
        if start in self.listed:
            return self.listed[start]
        return self.subjects.last(said.passage.text, start - len(said.sentence), start)

    def _named(self, subject: Subject, said: Said, node: Node | None) -> _Statement:
        """The statement of an item named in a sentence; one passage has one of each."""
        for statement in self.runs[-1].items:
            if not statement.by_label and statement.draft.name == subject.name and statement.passage is said.passage:
                return statement
        where = said.passage.where(subject.start, subject.end)
        draft = Draft(tidy(subject.words), subject.name, where, code=subject.code)
        statement = _Statement(draft, node, said.passage, by_label=False)
        self._open(statement)
        if self.open_total is not None and self.runs[-1].total is None:
            self.runs[-1].total, self.runs[-1].total_node = self.open_total, node
        return statement

    def _open(self, statement: _Statement) -> None:
        run = self.runs[-1]
        elsewhere = run.total is not None and run.total_node is not statement.node
        if elsewhere or any(s.key == statement.key for s in run.items):
            self.runs.append(_Run())
        self.runs[-1].add(statement, self.title)

    def _state_total(self, said: Said, node: Node | None) -> None:
        if self.runs[-1].total is not None:
            self.runs.append(_Run())
        run = self.runs[-1]
        run.total, run.total_node, run.title = said, node, run.title or self.title


def _rates_in(passage: Passage) -> Iterator[Said]:
    """The score rates of a passage: 得分率85%."""
    if "得分率" in passage.text:
        yield from (Said(passage, phrase) for phrase in find_phrases(passage.folded) if phrase.kind == "rate")


def _points_follow(text: str, at: int, points: Iterable[int]) -> bool:
    """Whether nothing but “该指标” stands before the next points."""
    start = min((start for start in points if start >= at), default=None)
    return start is not None and _PRONOUN.match(text[at:start]) is not None


def _is_scored_heading(node: Node, subject: Subject) -> bool:
    """Whether an item is the one of the heading above, which carries points itself: （一）决策（20分）."""
    return ends_with_points(node.heading) and subject.name == folded(read_label(node).name)


def _in_heading(said: Said, node: Node | None) -> bool:
    """Whether a phrase stands in the line of a heading: there it is the heading's own."""
    return (
        node is not None
        and said.passage.paragraphs[0] is node.heading
        and len(folded(node.heading.text)) <= _LONGEST_TITLE_LINE
        and said.passage.where(said.phrase.start, said.phrase.end).block == node.heading.where.block
    )


def _add(statement: _Statement, said: Said) -> None:
    """Give a phrase to the item; a verb with a named subject (决策类指标得18分) claims as a noun does."""
    draft, phrase = statement.draft, said.phrase
    if phrase.kind == "maximum" and draft.max_points is None:
        draft.max_points, draft.max_evidence = phrase.points, said.evidence
    elif (phrase.kind == "claim" or (phrase.kind == "award" and not statement.by_label)) and draft.claimed is None:
        draft.claimed, draft.claimed_evidence = phrase.points, said.evidence
    elif phrase.kind in MENTIONS:
        evidence = said.evidence
        draft.mentions.append(mention_of(phrase, evidence.quote, evidence.where))
    else:
        return
    statement.placed.append(said.place)


def _sheet(run: _Run) -> Statements:
    for statement in run.items:
        _let_award_stand(statement.draft)
    items = [s for s in run.items if s.draft.claimed is not None or s.draft.max_points is not None or s.draft.mentions]
    total = maximum = None
    if run.total is not None:
        maximum = maximum_beside(run.total, said_in(run.total.passage))
        if maximum is not None and any(maximum.place in statement.placed for statement in items):
            maximum = None
        total = Total(
            max_points=maximum.phrase.points if maximum else None,
            max_evidence=maximum.evidence if maximum else None,
            claimed=run.total.phrase.points,
            claimed_evidence=run.total.evidence,
        )
    sheet = ScoreSheet(
        title=_title(run),
        form="statements",
        total=total,
        items=freeze(_nest(items)),
        where=items[0].draft.where,
    )
    placed = frozenset(place for statement in items for place in statement.placed)
    whole = [said for said in (run.total, maximum) if said is not None]
    return Statements(sheet, placed, frozenset(said.place for said in whole))


def _let_award_stand(draft: Draft) -> None:
    """Without a claim, the only “得3分” said of an item is its score; of one with deductions where it has a maximum."""
    awards = [m for m in draft.mentions if m.kind == "award" and m.points is not None]
    deducts = any(m.kind == "deduct" for m in draft.mentions)
    if draft.claimed is None and len(awards) == 1 and (draft.max_points is not None or not deducts):
        draft.claimed, award = awards[0].points, awards[0]
        draft.claimed_evidence = Evidence(quote=award.text, where=award.where)


def _nest(items: Sequence[_Statement]) -> list[Draft]:
    """Items named at paragraphs below the group that the heading above them speaks of, the others side by side."""
    groups: dict[int, Draft] = {}
    for statement in items:
        if not statement.by_label and statement.node is not None:
            groups.setdefault(id(statement.node), statement.draft)
    alone = {n: sum(1 for s in items if not s.by_label and id(s.node) == n) == 1 for n in groups}
    roots: list[Draft] = []
    for statement in items:
        above = [id(n) for n in statement.node.ancestors()] if statement.node is not None else []
        group = next((groups[n] for n in above if n in groups and alone[n]), None)
        if statement.by_label and group is not None:
            group.children.append(statement.draft)
        else:
            roots.append(statement.draft)
    return roots


def _title(run: _Run) -> str | None:
    """The heading over all statements of a run."""
    nodes = [statement.node for statement in run.items]
    first = nodes[0]
    if first is None:
        return run.title
    for node in first.ancestors():
        if all(other is not None and node in other.ancestors() for other in nodes):
            return heading_text(node)
    return run.title
