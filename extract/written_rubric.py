"""Rubrics that are written as numbered text, without a table: 一、组织领导（10分） … 1.成立领导小组，得5分.

The outline says what stands under what, ``extract.written_items`` which of it are items. This module says which
stretches of a document are a rubric at all: names with points, most of whose leaves say how the points are earned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.amounts import WHOLES
from extract.captions import TITLE
from extract.declaring import states_rule
from extract.labels import kind_of
from extract.notice import find_title
from extract.outline import Node, Part, is_attachment_heading, outline
from extract.phrases import MENTIONS, find_phrases
from extract.text import fold, folded, tidy
from extract.tree import Draft, freeze
from extract.vocabulary import vocabulary
from extract.written_items import Piece, draft_of, has_items, has_points, loose_pieces, piece_of
from models import Document, Evidence, NotUnderstood, Paragraph, ScoreSheet, Text, Total

_FEWEST_ITEMS = 2
_FEWEST_WITHOUT_RULES = 3
_ANNEX = re.compile(r"附[件表录]?[一二三四五六七八九十\d]*(?:[-.]\d+)?[:.、]?")
_WHOLE = re.compile(r"(?:总分|满分|总分值|总分数|标准分|基本分|基础分|实行百分制)[^,。;()]{0,4}$")
_PROVISION = re.compile(
    r"第[一二三四五六七八九十百]+[条章]|本(?:办法|细则|标准|方案|制度|规定)|(?:考核|评价|评定)(?:结果|等次)|未尽事宜|以上|上述|附则|注[:\d]|备注:|说明:"
)
"""How a paragraph begins that closes a document and is no rule of its last item."""
_NO_ITEM = Text(zh="这段文字规定了加分或扣分，但不属于任何指标", en="rules on points that belong to no item")


@dataclass(frozen=True, slots=True)
class WrittenRubric:
    """A rubric of running text."""

    sheet: ScoreSheet
    has_rules: bool
    """Whether most of its items say how their points are earned or lost."""
    left_out: tuple[NotUnderstood, ...]


def written_rubrics(document: Document, title: str | None = None) -> tuple[WrittenRubric, ...]:
    """The rubrics that a document writes as numbered text, in its order. ``title`` is that of the document."""
    found: list[WrittenRubric] = []
    for part in outline(document):
        for position, roots in enumerate(_groups(part.roots)):
            for wholes in _wholes(part, roots):
                name = piece_of(wholes[0]).name if len(wholes) < len(roots) else None
                rubric = _rubric(part, wholes, first=position == 0, title=title, name=name)
                found.extend([rubric] if rubric is not None else [])
        if not part.roots:
            rubric = _rubric(part, (), first=True, title=title)
            found.extend([rubric] if rubric is not None else [])
    return tuple(found)


def _groups(roots: Sequence[Node]) -> Iterator[list[Node]]:
    """Roots of one rubric: another begins where the numbering of the top level starts again."""
    group: list[Node] = []
    for node in roots:
        if group and node.numbering.style == group[0].numbering.style and node.numbering.value == 1:
            yield group
            group = []
        group.append(node)
    if group:
        yield group


def _wholes(part: Part, roots: list[Node]) -> list[list[Node]]:
    """Chapters that each hold a rubric of 100 points apart: 一、乡镇考核（100分） 二、部门考核（100分）.

    All together where they do not, or where a total is stated that they are parts of.
    """
    points = {id(node): said.points for node in roots if (said := piece_of(node).said) is not None}
    wholes = [node for node in roots if points.get(id(node)) in WHOLES]
    alone = all(has_items(piece_of(node)) for node in wholes) and len(points) == len(wholes)
    total = sum((points[id(node)] for node in wholes), Decimal(0))
    if len(wholes) < _FEWEST_ITEMS or not alone or any(said == total for said, _ in _declared_totals(part.preface)):
        return [roots]
    return [[node] for node in wholes]


def _rubric(
    part: Part, roots: Sequence[Node], *, first: bool, title: str | None, name: str | None = None
) -> WrittenRubric | None:
    """The rubric of some roots of a part; ``name`` is that of the chapter that holds it alone."""
    own_title = _title_above(part, roots[0] if roots else None) or title
    if own_title is not None and _is_report(own_title):
        return None
    pieces = [piece_of(node) for node in roots]
    heading = _heading_of_all(pieces)
    pieces = pieces[1:] if heading is not None else pieces
    preface = [*(part.preface if first else []), *([heading.whole.paragraph] if heading is not None else [])]
    scored = [piece for piece in pieces if has_points(piece)] or loose_pieces(preface)
    if not scored or _claims(scored):
        return None
    asides = [piece for piece in pieces if piece not in scored and _is_aside(piece, pieces.index(scored[0]), pieces)]
    wrapper = _wrapper(scored)
    kept = [piece for piece in pieces if piece in scored or piece in asides] or scored
    _without_provisions(kept[-1])
    drafts: list[Draft] = []
    for piece in kept:
        made = draft_of(piece)
        drafts.extend(made.children if piece is wrapper else [made])
    leaves = [leaf for draft in drafts for leaf in _leaves(draft) if leaf.kind == "base"]
    said = _declared_totals([*preface, *_texts(pieces, kept, wrapper)])
    total = _total(drafts, said, wrapper) if heading is None else _stated_by(heading)
    ruled = sum(any(states_rule(fold(c.text)) for c in leaf.criteria) for leaf in leaves)
    has_rules = ruled * 2 >= len(leaves) and ruled > 0
    if not _is_rubric(drafts, leaves, total, has_rules=has_rules):
        return None
    sheet = ScoreSheet(
        title=name or own_title, form="narrative", total=total, items=freeze(drafts), where=drafts[0].where
    )
    return WrittenRubric(sheet, has_rules, tuple(_unread(preface, pieces, kept)))


def _is_rubric(drafts: Sequence[Draft], leaves: Sequence[Draft], total: Total | None, *, has_rules: bool) -> bool:
    """Whether items carry points, and rules or a sum that leave no doubt about what they are."""
    weighed = [leaf for leaf in leaves if leaf.max_points is not None]
    if len(weighed) < _FEWEST_ITEMS or len(weighed) * 2 <= len(leaves):
        return False
    if has_rules:
        return True
    whole = sum((leaf.max_points for leaf in weighed if leaf.max_points is not None), Decimal(0))
    stated = total.max_points if total is not None else None
    return len(weighed) >= _FEWEST_WITHOUT_RULES and len(weighed) == len(leaves) and whole in (*WHOLES, stated)


def _heading_of_all(pieces: Sequence[Piece]) -> Piece | None:
    """A line without a number whose points are those of all that follows: 验收标准（100分）, no item of its own."""
    if not pieces or pieces[0].said is None or not pieces[0].bare or pieces[0].children or pieces[0].behind:
        return None
    first, others = pieces[0], pieces[1:]
    points = [one.said.points for one in others if one.said is not None]
    whole = first.said.points if first.said is not None else None
    return first if len(points) == len(others) > 1 and sum(points, Decimal(0)) == whole else None


def _stated_by(piece: Piece) -> Total | None:
    """The points of a piece as the total of what it stands above."""
    said = piece.said
    return None if said is None else Total(max_points=said.points, max_evidence=piece.whole.evidence(*said.span))


def _is_report(title: str) -> bool:
    words = vocabulary().notice
    reports = _last_end(title, words.reporting)
    return reports > _last_end(title, words.ruling)


def _last_end(title: str, words: Iterable[str]) -> int:
    """Where the last of some words ends in a title; 0 where it has none."""
    return max((at + len(word) for word in words if (at := title.rfind(word)) >= 0), default=0)


def _without_provisions(piece: Piece) -> None:
    """Let closing provisions behind the last item be none of its rules."""
    last = piece
    while last.children and not last.children[-1].inline:
        last = last.children[-1]
    for lines in (last.behind, last.lines):
        while len(lines) > 1 and _PROVISION.match(lines[-1].text) and not states_rule(lines[-1].folded):
            lines.pop()


def _claims(pieces: Sequence[Piece]) -> bool:
    """Whether scores that were given stand in the text: 自评得18分, or awards in brackets for half of its leaves."""
    below = [one for piece in pieces for one in piece.walk()]
    said = [p for one in below for line in one.lines for p in find_phrases(line.folded) if not p.rule]
    if any(p.kind == "claim" and not p.whole for p in said):
        return True
    bracketed = [p.kind for p in said if p.bracket is not None and p.kind in MENTIONS]
    leaves = sum(not one.children for one in below)
    return "award" in bracketed and len(bracketed) * 2 >= leaves


def _wrapper(scored: Sequence[Piece]) -> Piece | None:
    """A chapter that only holds the items (二、考核内容和标准): the only one that adds and takes nothing."""
    base = [piece for piece in scored if kind_of(piece.name) == "base"]
    return base[0] if len(base) == 1 and has_items(base[0]) else None


def _is_aside(piece: Piece, start: int, pieces: Sequence[Piece]) -> bool:
    """Whether a chapter behind the items adds or takes points, or refuses them, without a number of its own."""
    if pieces.index(piece) < start or kind_of(piece.name) == "base":
        return False
    return any(states_rule(line.folded) for below in piece.walk() for line in below.lines)


def _leaves(draft: Draft) -> Iterator[Draft]:
    if not draft.children:
        yield draft
    for child in draft.children:
        yield from _leaves(child)


def _texts(pieces: Sequence[Piece], kept: Sequence[Piece], wrapper: Piece | None) -> list[Paragraph]:
    """Paragraphs outside the items, those between the heading of a chapter and its items included."""
    outside = [
        line.paragraph for piece in pieces if piece not in kept for below in piece.walk() for line in below.lines
    ]
    return outside + [line.paragraph for line in (wrapper.lines if wrapper is not None else [])]


def _declared_totals(paragraphs: Sequence[Paragraph]) -> list[tuple[Decimal, Evidence]]:
    """What the text around the items says of the whole: 总分100分."""
    found: list[tuple[Decimal, Evidence]] = []
    for paragraph in paragraphs:
        text = fold(paragraph.text)
        for phrase in find_phrases(text):
            words = text.text[phrase.start : phrase.end]
            if phrase.kind not in ("maximum", "claim") or phrase.points is None or phrase.rule:
                continue
            if phrase.whole or "满分" in words or "总分" in words or _WHOLE.search(text.text[: phrase.start]):
                found.append((phrase.points, text.evidence(paragraph, phrase.start, phrase.end)))
    return found


def _total(drafts: Sequence[Draft], said: Sequence[tuple[Decimal, Evidence]], wrapper: Piece | None) -> Total | None:
    """The declared total: the one that the items give, if any does; one that includes the bonus says nothing new."""
    if wrapper is not None and wrapper.said is not None and wrapper.named:
        return Total(max_points=wrapper.said.points, max_evidence=wrapper.whole.evidence(*wrapper.said.span))
    maxima = [(draft.kind, draft.max_points) for draft in drafts]
    base = sum((points for kind, points in maxima if kind == "base" and points is not None), Decimal(0))
    bonus = sum((points for kind, points in maxima if kind == "bonus" and points is not None), Decimal(0))
    fitting = [one for one in said if one[0] == base] or [one for one in said if one[0] == base + bonus]
    large = [one for one in said if all(points is None or one[0] > points for _, points in maxima)]
    chosen = next(iter(fitting + large), None)
    return None if chosen is None else Total(max_points=chosen[0], max_evidence=chosen[1])


def _title_above(part: Part, first: Node | None) -> str | None:
    """The title on the lines before the first item, that of an annex also behind its number."""
    before: list[Paragraph] = list(part.preface)
    for node in part.nodes():
        if node is first:
            break
        before.extend([node.heading, *node.body])
    for line in reversed(before):
        text = folded(line.text)
        if is_attachment_heading(line):
            rest = tidy(line.text[_annex_end(line) :])
            return rest if len(rest) > 1 else None
        if not re.search(r"[。;:!?]", text) and (find_title([line]) or TITLE.search(text)):
            return tidy(line.text)
    return None


def _annex_end(line: Paragraph) -> int:
    text = fold(line.text)
    match = _ANNEX.match(text.text)
    return text.span(0, match.end())[1] if match is not None and match.end() else 0


def _unread(preface: Sequence[Paragraph], pieces: Sequence[Piece], kept: Sequence[Piece]) -> Iterator[NotUnderstood]:
    """Paragraphs among the items, outside of them, that state rules."""
    if not kept or kept[0] not in pieces:
        return
    start = pieces.index(kept[0])
    for piece in pieces[start:]:
        if piece in kept:
            continue
        for line in (line for below in piece.walk() for line in below.lines):
            if states_rule(line.folded):
                evidence = Evidence(quote=tidy(line.paragraph.text), where=line.paragraph.where)
                yield NotUnderstood(kind="text", reason=_NO_ITEM, evidence=evidence)
