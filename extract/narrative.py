"""From the outline of a self-report to its score sheet.

A heading declares and claims in brackets (“（指标分值6分，自评得6分）”) or in the sentence after it; numbered
paragraphs award part by part (“（得2分）”, “扣1分”). Each such phrase belongs to the nearest of them around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extract.heading import Label, read_label, short_name
from extract.labels import kind_of, split_label
from extract.numerals import ARABIC, CHINESE, parse
from extract.outline import Node, Part
from extract.passage import Passage, passages
from extract.phrase_words import phrase_words
from extract.phrases import MENTIONS, mention_of
from extract.said import Place, Said, maximum_apart, maximum_beside, said_in
from extract.subjects import Subjects
from extract.text import fold, tidy
from extract.together import find_together
from extract.tree import Draft, freeze
from models import Evidence, ScoreSheet, Total

TITLE = "自评报告正文"
"""Title of a sheet that is the running text of a report."""

_ALL_OF_IT = re.compile(
    rf"(?:以上|上述|前述|上列)(?P<count>{ARABIC}|{CHINESE})个?(?:大|小|分|子)?[项条点](?:指标|内容|工作|考核)?,?"
    rf"(?:(?:合计|共计|总计)?,?[^\d,。;]{{0,4}}(?:{ARABIC})分,)?(?:合计|共计|总计)?(?:自评)?"
)
"""What begins the sentence that sums up the paragraphs before it, with how many they are and what they are out of."""

_SECTION = re.compile(
    r"(?:综上,?)?(?:[该本此]|以上|上述)(?:一级指标|大项|部分|大类|章节?|板块|模块|类)(?:指标|内容)?(?:合计|共计|总计)?"
)
"""The section above, as the sentence below its last paragraph names it."""

_THIS_PART = re.compile(r"[本此该](?:部分|大项|大类|板块|章|节)(?:各项|自评)?,?")
_ADDED_UP = re.compile(r"(?:共计?|合计|总计|累计|小计)")

_EDGES = " \t,，;；:：、.．。-—－"


@dataclass(frozen=True, slots=True)
class Narrative:
    """A narrative's sheet and which phrases of the running text it accounts for."""

    sheet: ScoreSheet
    placed: frozenset[Place]
    claims: bool
    """Whether anything is claimed with a noun (自评得分), not only awarded (得2分), which rules do as well."""


@dataclass(slots=True, eq=False)
class _Reading:
    """What a node says about itself while it is being read."""

    node: Node
    label: Label
    draft: Draft
    said: list[Said] = field(default_factory=list)
    """Every phrase of its own text."""
    children: list[_Reading] = field(default_factory=list)
    totals: list[Said] = field(default_factory=list)
    """Claims in its text that are the report's, not the item's."""
    bare: Said | None = None
    """A “（2分）” at the end of a paragraph of which its neighbours must say what it means."""
    claim_in_text: Said | None = None
    subtotals: list[Said] = field(default_factory=list)
    """Claims that stand in its text and sum up the section it belongs to."""
    placed: set[Place] = field(default_factory=set)

    @property
    def scored(self) -> bool:
        draft = self.draft
        return draft.max_points is not None or draft.claimed is not None or bool(draft.mentions)

    @property
    def declared(self) -> bool:
        """Its heading itself carries points."""
        return self.draft.max_points is not None or (self.draft.claimed is not None and self.claim_in_text is None)

    def beside_totals(self) -> Iterator[Said]:
        """What an item's text says of the whole: claims, and the maxima in the paragraphs of such claims."""
        passages_of_totals = [said.passage for said in self.totals]
        for said in self.said:
            declared = said.phrase.kind == "maximum" and said.place not in self.placed
            if said in self.totals or (declared and said.passage in passages_of_totals):
                yield said

    def walk(self) -> Iterator[_Reading]:
        yield self
        for child in self.children:
            yield from child.walk()


def narratives(part: Part, taken: frozenset[Place] = frozenset()) -> tuple[Narrative, ...]:
    """The scored outlines of a part. Phrases at ``taken`` places are spoken for by other sheets."""
    found: list[Narrative] = []
    for position, roots in enumerate(_groups(part.roots)):
        readings = [_read(node, taken) for node in roots]
        _settle(readings)
        aside = [
            said for passage in passages(part.preface if position == 0 else ()) for said in said_in(passage, taken)
        ]
        narrative = _narrative(readings, aside)
        if narrative is not None:
            found.append(narrative)
    return tuple(found)


def _groups(roots: Sequence[Node]) -> list[list[Node]]:
    """Roots of one outline: a new one begins where the numbering of the top level starts again."""
    groups: list[list[Node]] = []
    for node in roots:
        first = groups[-1][0].numbering if groups else None
        if first is None or (node.numbering.style == first.style and node.numbering.value == 1):
            groups.append([])
        groups[-1].append(node)
    return groups


def _read(node: Node, taken: frozenset[Place]) -> _Reading:
    label = read_label(node)
    code = split_label(label.name).code if label.is_heading else None
    name = label.name.removeprefix(code).strip(_EDGES) if code else label.name
    draft = Draft(label.text, name, node.heading.where, code=code, kind=kind_of(label.name))
    reading = _Reading(node, label, draft)
    for index, passage in enumerate(node.passages()):
        said = said_in(passage, taken)
        reading.said.extend(said)
        head = [s for s in said if index == 0 and s.phrase.end <= label.end]
        _read_heading(reading, head)
        _read_text(reading, said[len(head) :])
        _read_together(reading, passage)
    if not reading.declared and not node.children:
        draft.name = short_name(draft.name)
    _read_plain_points(reading)
    if not node.children:
        _let_award_stand(reading)
    if draft.max_points is not None and draft.max_points < 0:
        draft.kind = "penalty"
    reading.children = [_read(child, taken) for child in node.children]
    for subtotal in (one for child in reading.children for one in child.subtotals):
        _claim(reading, subtotal)
    for below in (below for child in reading.children for below in child.walk()):
        if below.draft.kind == "base":
            below.draft.kind = draft.kind
    return reading


def _read_heading(reading: _Reading, said: Sequence[Said]) -> None:
    """Points that stand with the name: the item's own maximum and claim."""
    alone = reading.label.is_heading and not reading.node.children and not reading.node.body
    for one in said:
        kind = one.phrase.kind
        if kind == "bare" and alone:
            reading.bare = one
        elif kind in ("maximum", "bare"):
            _declare(reading, one)
        elif kind == "claim" or (kind == "award" and reading.node.children):
            _claim(reading, one)
        else:
            _mention(reading, one)


def _read_plain_points(reading: _Reading) -> None:
    """Points at the end of a heading without brackets or a word: 一、组织领导 20分."""
    draft, heading = reading.draft, reading.node.heading
    spoken = any(
        said.phrase.end <= reading.label.end and said.passage.paragraphs[0] is heading for said in reading.said
    )
    if draft.max_points is not None or spoken or not reading.label.is_heading:
        return
    label = split_label(heading.text)
    if label.points is not None and label.points_span is not None and label.ordinal is not None:
        start, end = label.points_span
        draft.max_points, draft.name = label.points, label.name
        draft.max_evidence = Evidence(quote=tidy(heading.text[start:end]), where=heading.locate(start, end))


def _read_text(reading: _Reading, said: Sequence[Said]) -> None:
    """Points in the sentences of a paragraph: the item's own claim if it has none yet, else claims for its parts."""
    said = _with_verbs_that_claim(said)
    said = _without_second_opinions(said)
    own = [s for s in said if s.phrase.kind == "claim" and not (_speaks_of_whole(reading, s) or _sums_up(reading, s))]
    for one in said:
        kind = one.phrase.kind
        if _sums_up(reading, one):
            reading.subtotals.append(one)
        elif kind == "claim" and one not in own:
            reading.totals.append(one)
        elif kind == "claim" and reading.draft.claimed is None and (len(own) == 1 or one.names_item):
            reading.claim_in_text = one
            _claim(reading, one)
        elif kind == "claim" and one.names_item:
            if one.phrase.points == reading.draft.claimed:
                reading.placed.add(one.place)
        elif kind == "claim":
            _mention(reading, Said(one.passage, replace(one.phrase, kind="award")))
        elif kind == "maximum" and (own or _at_the_name(reading, one)):
            _declare(reading, one)
        elif kind in MENTIONS:
            _mention(reading, one)


def _let_award_stand(reading: _Reading) -> None:
    """The only “得3分” or “得满分” below a heading, or behind a name, that declares a maximum is the item's score."""
    draft, heading = reading.draft, reading.node.heading
    scores = [m for m in draft.mentions if m.kind not in ("deduct", "no_deduction")]
    if draft.max_points is None or draft.claimed is not None or len(scores) != 1:
        return
    at_name = (s for s in reading.said if s.phrase.end <= reading.label.end and s.passage.paragraphs[0] is heading)
    if not reading.label.is_heading and not any(s.phrase.kind in ("maximum", "bare") for s in at_name):
        return
    (score,) = scores
    if score.kind in ("award", "full") and score.points is not None:
        draft.claimed, draft.claimed_evidence = score.points, Evidence(quote=score.text, where=score.where)
        draft.mentions.remove(score)


def _at_the_name(reading: _Reading, said: Said) -> bool:
    """Whether points stand directly behind the name of a numbered paragraph: （2）餐厅：满分30分."""
    between = said.passage.text[reading.label.end : said.phrase.start]
    return said.passage.paragraphs[0] is reading.node.heading and between in (":", ",")


def _read_together(reading: _Reading, passage: Passage) -> None:
    """Scores said together for parts without names (三次会议分别得4分、3分、2分) that make up what the item claims."""
    for together in find_together(passage.text):
        points = [phrase.points or Decimal(0) for phrase in together.phrases]
        if not together.subjects and reading.draft.claimed == sum(points, Decimal(0)):
            for phrase in together.phrases:
                _mention(reading, Said(passage, replace(phrase, kind="award")))


def _with_verbs_that_claim(said: Sequence[Said]) -> Sequence[Said]:
    """The only award of a text claims for the item where it says so: 该指标得17.48分."""
    points = [s for s in said if s.phrase.kind in ("claim", "award")]
    if len(points) != 1 or points[0].phrase.kind != "award" or not points[0].names_item or points[0].phrase.bracket:
        return said
    claim = Said(points[0].passage, replace(points[0].phrase, kind="claim"))
    return [claim if one is points[0] else one for one in said]


def _without_second_opinions(said: Sequence[Said]) -> Sequence[Said]:
    """Beside a claim of one's own, those of a reviewer (自评得分10分，考核得分9分) are not claims for parts."""
    reviewer = phrase_words().words.reviewer
    claims = [s for s in said if s.phrase.kind == "claim"]
    others = [s for s in claims if s.passage.text.startswith(reviewer, s.phrase.start)]
    return said if len(others) == len(claims) else [s for s in said if s not in others]


def _speaks_of_whole(reading: _Reading, said: Said) -> bool:
    """Whether a claim in a sentence is the report's total rather than the item's."""
    if said.names_item:
        return False
    words = phrase_words().whole
    return (
        said.phrase.whole
        or any(word in said.sentence for word in words.sentence)
        or _sums_up_more(reading, said)
        or (not _names_heading(reading, said) and any(word in fold(reading.draft.name).text for word in words.heading))
    )


def _sums_up_more(reading: _Reading, said: Said) -> bool:
    """Whether a sentence behind an item's own score sums up more than its section: 以上7项合计满分100分，自评95分."""
    earlier = (one for one in reading.said if one.place < said.place and one.phrase.kind == "claim")
    return _ALL_OF_IT.fullmatch(said.sentence) is not None and any(earlier)


def _sums_up(reading: _Reading, said: Said) -> bool:
    """Whether a sentence behind the last numbered paragraph sums up the section above: 小计得14分, 以上三项共得12分.

    “该部分得分39.5分” is the section's where the paragraph's own item cannot have as much.
    """
    words = phrase_words().words
    above = reading.node.parent
    if said.phrase.kind != "claim" or above is None or above.children[-1] is not reading.node:
        return False
    most, points = reading.draft.max_points, said.phrase.points
    if _SECTION.fullmatch(said.sentence) and most is not None and points is not None and points > most:
        return True
    if reading.label.is_heading:
        return False
    if _THIS_PART.fullmatch(said.sentence) and _ADDED_UP.match(said.passage.text, said.phrase.start):
        return True
    all_of_it = _ALL_OF_IT.fullmatch(said.sentence)
    if all_of_it is not None:
        return all_of_it["count"] is None or parse(all_of_it["count"]) == len(above.children)
    return said.sentence in ("", *words.this) and said.passage.text.startswith(words.subtotal, said.phrase.start)


def _names_heading(reading: _Reading, said: Said) -> bool:
    """Whether the sentence names the item of the heading: （一）投入类指标得分情况。投入类指标得分18分."""
    start = said.phrase.start
    subject = Subjects().last(said.passage.text, start - len(said.sentence), start)
    return subject is not None and subject.name in fold(reading.draft.name).text


def _declare(reading: _Reading, said: Said) -> None:
    draft = reading.draft
    if draft.max_points is None:
        draft.max_points, draft.max_evidence = said.phrase.points, said.evidence
    if draft.max_points == said.phrase.points:
        reading.placed.add(said.place)


def _claim(reading: _Reading, said: Said) -> None:
    draft = reading.draft
    if draft.claimed is None:
        draft.claimed, draft.claimed_evidence = said.phrase.points, said.evidence
    if draft.claimed == said.phrase.points:
        reading.placed.add(said.place)


def _mention(reading: _Reading, said: Said) -> None:
    phrase = said.phrase
    if phrase.kind == "full":
        phrase = replace(phrase, points=reading.draft.max_points)
    evidence = said.evidence
    reading.draft.mentions.append(mention_of(phrase, evidence.quote, evidence.where))
    reading.placed.add(said.place)


def _settle(readings: Sequence[_Reading]) -> None:
    """What only the neighbours can tell: what “（2分）” means, and whose claim stands in a chapter without points."""
    _settle_bare(readings, None)
    for parent in (below for reading in readings for below in reading.walk()):
        _settle_bare(parent.children, parent)
    if any(reading.declared for reading in readings):
        for reading in readings:
            if reading.claim_in_text is not None and not reading.declared:
                _give_back(reading)
    if any(below.declared for reading in readings for below in reading.walk()):
        for reading in readings:
            if (
                not reading.children
                and not reading.declared
                and (reading.totals or all(m.kind == "deduct" for m in reading.draft.mentions))
            ):
                _forget_mentions(reading)


def _give_back(reading: _Reading) -> None:
    """Let a claim in the text of a chapter be the report's total."""
    said = reading.claim_in_text
    if said is not None:
        reading.totals.append(said)
        reading.placed.discard(said.place)
        reading.claim_in_text = None
        reading.draft.claimed = reading.draft.claimed_evidence = None


def _forget_mentions(reading: _Reading) -> None:
    """Let a chapter that only tells why points were lost (存在的问题), or states the whole (自评结果), be no item."""
    reading.draft.mentions.clear()
    reading.placed = {
        said.place for said in reading.said if said.place in reading.placed and said.phrase.kind != "deduct"
    }


def _settle_bare(readings: Sequence[_Reading], parent: _Reading | None) -> None:
    """“（2分）” at the end of numbered paragraphs: awards where they add up to what is claimed above, else maxima."""
    bare = [(reading, reading.bare) for reading in readings if reading.bare is not None]
    total = sum((said.phrase.points or Decimal(0) for _, said in bare), Decimal(0))
    for reading, said in bare:
        if reading.scored:
            _declare(reading, said)
        elif parent is not None and parent.draft.claimed == total:
            _mention(reading, Said(said.passage, replace(said.phrase, kind="award")))
        elif parent is not None and parent.draft.max_points == total:
            _declare(reading, said)


def _narrative(readings: Sequence[_Reading], aside: Sequence[Said]) -> Narrative | None:
    """The sheet of an outline; ``None`` where its outline claims nothing."""
    kept = [reading for reading in readings if _has_scores(reading)]
    if not any(r.draft.claimed is not None or r.draft.mentions for root in kept for r in root.walk()):
        return None
    everything = [below for reading in readings for below in reading.walk()]
    for reading in kept:
        _trim(reading)
    if len(kept) == 1 and kept[0].children and not kept[0].declared:
        kept = kept[0].children
    kept_all = [below for reading in kept for below in reading.walk()]
    said = list(aside)
    for reading in everything:
        said.extend(reading.beside_totals() if reading in kept_all else reading.said)
    total, placed = _total(sorted(said, key=lambda s: s.place))
    sheet = ScoreSheet(
        title=TITLE,
        form="narrative",
        total=total,
        items=freeze(_draft(reading) for reading in kept),
        where=kept[0].node.heading.where,
    )
    claims = (total is not None and total.claimed is not None) or any(r.draft.claimed is not None for r in kept_all)
    return Narrative(sheet, placed.union(*(reading.placed for reading in kept_all)), claims)


def _has_scores(reading: _Reading) -> bool:
    return any(below.scored for below in reading.walk())


def _trim(reading: _Reading) -> None:
    """Drop what has no score: other chapters, lists in the text of an item.

    A numbered paragraph of text stays among its scored neighbours: it is an item for which nothing is claimed, unless
    it states the report's total.
    """
    scored = [child for child in reading.children if _has_scores(child)]
    silent = [c for c in reading.children if c not in scored and not (c.label.is_heading or c.children or c.totals)]
    if len(scored) < len(silent):
        silent = []
    reading.children = [child for child in reading.children if child in scored or child in silent]
    for child in reading.children:
        _trim(child)


def _draft(reading: _Reading) -> Draft:
    reading.draft.children = [_draft(child) for child in reading.children]
    return reading.draft


def _total(said: Sequence[Said]) -> tuple[Total | None, frozenset[Place]]:
    """What the report says of the whole: its first claim outside the items, and the maximum that goes with it.

    The maximum may stand in another paragraph (满分为1000分 above the items, the sum below them) where it is a round
    number and the only one. A later sentence that states the same total again adds nothing.
    """
    claims = [s for s in said if s.phrase.kind == "claim"]
    if not claims:
        return None, frozenset()
    claim = next((s for s in claims if s.phrase.whole), claims[0])
    beside = [s for s in said if s.passage is claim.passage]
    maximum = maximum_beside(claim, beside) or maximum_apart(claim, said)
    total = Total(
        max_points=maximum.phrase.points if maximum else None,
        max_evidence=maximum.evidence if maximum else None,
        claimed=claim.phrase.points,
        claimed_evidence=claim.evidence,
    )
    placed = [s for s in claims if s.phrase.points == claim.phrase.points]
    placed += [s for s in beside if s.phrase.bonus]
    placed += _parts_of(claim, beside)
    placed += [maximum] if maximum is not None else []
    return total, frozenset(s.place for s in placed)


def _parts_of(total: Said, beside: Sequence[Said]) -> list[Said]:
    """The awards in the sentence of a total that make it up: 基本分得98.5分，加分2分，合计自评得分100.5分."""
    awards = [s for s in beside if s.phrase.kind == "award" and s.sentence_start == total.sentence_start]
    points = [said.phrase.points or Decimal(0) for said in awards]
    return awards if total.phrase.points == sum(points, Decimal(0)) else []
