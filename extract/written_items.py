"""Items of a rubric that is written as numbered text: what each numbered piece is, an item or one of its criteria.

A piece that begins with a name and its points is an item where most of its neighbours do so too; else it says how the
points of the item above are earned or lost. Pieces are paragraphs, and what is numbered within one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from extract.amounts import WHOLES
from extract.columns import exact_role
from extract.criteria import find_marks, goes_on, joined, next_ordinal, split_criteria
from extract.declaring import Declared, declared, own_points, states_rule
from extract.heading import short_name
from extract.labels import kind_of, split_label
from extract.outline import Node
from extract.phrase_words import phrase_words
from extract.text import Folded, fold, tidy
from extract.tree import Draft
from extract.vocabulary import Role, vocabulary
from models import Criterion, Detail, DetailRole, Evidence, Paragraph
from models.document import Cell

_KEYED: dict[Role, DetailRole] = {
    "explanation": "explanation",
    "item": "explanation",
    "source": "source",
    "department": "department",
    "method": "method",
    "target": "target",
    "reason": "reason",
    "remark": "remark",
}
"""Keys before a colon, and what stands behind them."""
_EDGES = " \t\r\n,，;；:：、.．。-—－·"
_NAME_END = re.compile(r"[,。;:!?(\[]|$")
_LONGEST_NAME = 20
_FEWEST_PARTS = 2


@dataclass(slots=True, eq=False)
class Stretch:
    """A part of a paragraph; the span is of its folded text."""

    paragraph: Paragraph
    start: int
    stop: int

    @property
    def folded(self) -> Folded:
        """The whole paragraph, folded."""
        return _folded(self.paragraph.text)

    @property
    def text(self) -> str:
        """The folded words of the stretch."""
        return self.folded.text[self.start : self.stop]

    def evidence(self, start: int, stop: int) -> Evidence:
        """The words of a folded span of the paragraph."""
        return self.folded.evidence(self.paragraph, start, stop)

    def cell(self) -> Cell:
        """The stretch as a cell whose characters keep their places: what stands before it is blank."""
        low, high = self.folded.span(self.start, self.stop)
        text = " " * low + self.paragraph.text[low:high]
        return Cell(row=0, column=0, text=text, where=self.paragraph.where, lines=self.paragraph.lines)


@cache
def _folded(text: str) -> Folded:
    return fold(text)


@dataclass(slots=True, eq=False)
class Piece:
    """A numbered piece of text with what belongs to it."""

    whole: Stretch
    """With its number."""
    start: int
    """Where the words behind the number begin."""
    said: Declared | None
    behind: list[Stretch] = field(default_factory=list)
    """What follows the name and its points; all words of a piece without points."""
    children: list[Piece] = field(default_factory=list)
    lines: list[Stretch] = field(default_factory=list)
    """Its paragraphs as they stand, what is numbered within them included."""
    inline: bool = False
    number: int | None = None
    """Its number, where it begins a paragraph."""
    bare: bool = False
    """A heading that the outline knows no numbering of; its name may begin with a code or a number without a dot."""
    points: Decimal | None = None
    points_at: Evidence | None = None

    def walk(self) -> Iterator[Piece]:
        """This piece and all below it that begin a paragraph of their own."""
        yield self
        for child in self.children:
            if not child.inline:
                yield from child.walk()

    @property
    def named(self) -> bool:
        """Whether it begins with a name and points, and not with a sentence that ends in its points."""
        if self.said is None:
            return False
        if not self.said.sentence:
            return True
        return not self.inline and self.said.closed and bool(self.behind or self.children)

    @property
    def name(self) -> str:
        """The name, or the first clause of a piece without points."""
        if self.said is not None:
            return self.said.name
        text = self.whole.folded
        end = _NAME_END.search(text.text, self.start, self.whole.stop)
        stop = end.start() if end is not None else self.whole.stop
        return short_name(tidy(text.quote(self.start, stop)).strip(_EDGES))

    def states_rule(self) -> bool:
        """Whether any of its own words say how points are earned or lost."""
        return any(states_rule(one.folded, one.start, one.stop) for one in self.behind)


def piece_of(node: Node) -> Piece:
    """The piece that a node of the outline is, with the pieces that are numbered within its paragraphs."""
    heading = node.heading
    text = _folded(heading.text)
    start = node.numbering.end
    said = declared(text, start)
    whole = Stretch(heading, 0, len(text.text))
    body = [Stretch(p, 0, len(_folded(p.text).text)) for p in node.body if p.text.strip()]
    piece = Piece(whole, start, said, lines=[whole, *body], number=node.numbering.value)
    piece.bare = node.numbering.end == 0
    _open(piece, said.end if said else start)
    if said is None and body:
        _take_own_points(piece, body)
    piece.behind.extend(body)
    piece.children = [piece_of(child) for child in node.children]
    if not piece.children:
        _divide(piece)
    return piece


def loose_pieces(paragraphs: Iterable[Paragraph]) -> list[Piece]:
    """The pieces that are numbered within paragraphs before the first numbered one."""
    found: list[Piece] = []
    for paragraph in paragraphs:
        stretch = Stretch(paragraph, 0, len(_folded(paragraph.text).text))
        pieces = _numbered(stretch)
        if len(pieces) > 1 and items_among(pieces):
            found.extend(pieces)
    return found


def items_among(pieces: Sequence[Piece]) -> bool:
    """Whether most of some neighbours are items: they begin with a name and its points."""
    named = sum(piece.named or piece.points is not None for piece in pieces)
    return named * 2 > len(pieces)


def draft_of(piece: Piece) -> Draft:
    """The item that a piece is, with its criteria and all items below it."""
    where = piece.whole.paragraph.locate(*piece.whole.folded.span(piece.whole.start, piece.whole.stop))
    label_end = piece.said.span[1] if piece.said else piece.start + len(piece.name)
    label = tidy(piece.whole.folded.quote(piece.whole.start, label_end)) if piece.said else _label(piece)
    named = split_label(piece.name) if piece.bare else None
    name, code = (named.name, named.code) if named is not None else (piece.name, None)
    draft = Draft(label=label, name=name, where=where, code=code, kind=kind_of(piece.name))
    if piece.said is not None:
        draft.max_points = piece.said.points
        draft.max_evidence = piece.whole.evidence(*piece.said.span)
    elif piece.points is not None:
        draft.max_points, draft.max_evidence = piece.points, piece.points_at
    groups = has_items(piece)
    following = None if groups or not piece.children else piece.children[0].number
    for stretch in piece.behind:
        _place(draft, stretch, rules_only=groups, following=following)
    for child in piece.children:
        if groups and (child.said or child.points is not None or has_items(child) or _is_aside(child)):
            draft.children.append(draft_of(child))
        else:
            _add_criterion(draft, child)
    _settle_kind(draft)
    return draft


def has_points(piece: Piece) -> bool:
    """Whether a piece or anything that counts as an item below it declares points."""
    return (piece.said is not None and piece.named) or piece.points is not None or has_items(piece)


def _label(piece: Piece) -> str:
    text = piece.whole.folded
    end = _NAME_END.search(text.text, piece.start, piece.whole.stop)
    return tidy(text.quote(piece.whole.start, end.start() if end is not None else piece.whole.stop))


def has_items(piece: Piece) -> bool:
    """Whether the pieces below are items, or hold some."""
    children = piece.children
    if not children:
        return False
    if items_among(children) or _makes_up(children, piece):
        return True
    return piece.said is None and any(has_items(child) for child in children)


def _makes_up(children: Sequence[Piece], piece: Piece) -> bool:
    """Whether paragraphs that each end in their points, sentences or not, make up those of the one above, or 100."""
    if len(children) < _FEWEST_PARTS or any(child.inline for child in children):
        return False
    parts = [child.said.points for child in children if child.said is not None and child.said.closed]
    wholes = WHOLES if piece.said is None else (piece.said.points,)
    return len(parts) == len(children) and sum(parts, Decimal(0)) in wholes


def _is_aside(piece: Piece) -> bool:
    """Whether a piece without points among items is one all the same: it states rules, or adds and takes points."""
    return piece.states_rule() or kind_of(piece.name) != "base"


def _open(piece: Piece, at: int) -> None:
    """Let what stands behind the name in its own paragraph be the first of its words."""
    if at < piece.whole.stop:
        text = piece.whole.folded.text
        end = _NAME_END.search(text, at, piece.whole.stop)
        heading_only = piece.said is None and (end is None or not text[end.start() : piece.whole.stop].strip("。:"))
        if not heading_only:
            piece.behind.append(Stretch(piece.whole.paragraph, at, piece.whole.stop))


def _take_own_points(piece: Piece, body: list[Stretch]) -> None:
    """Points that the first sentence below a heading declares: 本项满分10分。"""
    first = body[0]
    found = own_points(first.folded, first.start)
    if found is not None:
        points, span, end = found
        piece.points, piece.points_at = points, first.evidence(*span)
        body[0:1] = [Stretch(first.paragraph, end, first.stop)] if end < first.stop else []


def _divide(piece: Piece) -> None:
    """Items that are numbered within the paragraphs of a piece become its children."""
    for index, stretch in enumerate(piece.behind):
        pieces = _numbered(stretch)
        if len(pieces) > 1 and items_among(pieces):
            opening = Stretch(stretch.paragraph, stretch.start, pieces[0].whole.start)
            piece.behind[index : index + 1] = [opening] if opening.text else []
            piece.children = pieces
            return


def _numbered(stretch: Stretch) -> list[Piece]:
    """What is numbered within a stretch, each with its declaration."""
    cell = stretch.cell()
    text = _folded(cell.text)
    shift = stretch.start
    marks = find_marks(text)
    edges = [*(mark.start for mark in marks), len(text.text)]
    pieces: list[Piece] = []
    for mark, end in zip(marks, edges[1:], strict=True):
        low, high, start = mark.start + shift, end + shift, mark.end + shift
        said = declared(stretch.folded, start, high)
        whole = Stretch(stretch.paragraph, low, high)
        piece = Piece(whole, start, said, lines=[whole], inline=True)
        begin = said.end if said is not None else start
        if begin < high:
            piece.behind.append(Stretch(stretch.paragraph, begin, high))
        if said is not None:
            _divide(piece)
        pieces.append(piece)
    return pieces


def _place(draft: Draft, stretch: Stretch, *, rules_only: bool, following: int | None) -> None:
    """Words of an item: its criteria, or what a key before them says that they are."""
    remark = _remark().match(stretch.folded.text, stretch.start, stretch.stop)
    if remark is not None:
        _detail(draft, _role_of(remark["key"]), remark["key"], Stretch(stretch.paragraph, *remark.span("value")))
        stretch = Stretch(stretch.paragraph, remark.end(), stretch.stop)
    for role, heading, part in _by_keys(stretch):
        if not part.text or _to_fill_in().fullmatch(part.text):
            continue
        if role is not None:
            _detail(draft, role, heading, part)
        elif rules_only and not states_rule(part.folded, part.start, part.stop):
            _detail(draft, "explanation", "", part)
        else:
            _add_criteria(draft, part.cell(), following)


def _detail(draft: Draft, role: DetailRole | None, heading: str, part: Stretch) -> None:
    where = part.paragraph.locate(*part.folded.span(part.start, part.stop))
    draft.details.append(Detail(role=role or "other", heading=heading, text=tidy(part.cell().text), where=where))


def _by_keys(stretch: Stretch) -> Iterator[tuple[DetailRole | None, str, Stretch]]:
    """The parts of a stretch behind their keys (考核要点：… 评分标准：…), ``None`` for criteria."""
    text = stretch.folded.text
    found = [m for m in _keys().finditer(text, stretch.start, stretch.stop) if _can_begin(text, m.start(), stretch)]
    if not found:
        yield None, "", stretch
        return
    if found[0].start() > stretch.start:
        yield None, "", Stretch(stretch.paragraph, stretch.start, found[0].start())
    ends = [*(match.start() for match in found[1:]), stretch.stop]
    for match, end in zip(found, ends, strict=True):
        key = match["key"] or match["bracketed"]
        yield _role_of(key), key, Stretch(stretch.paragraph, match.end(), end)


def _role_of(key: str) -> DetailRole | None:
    """What stands behind a key; ``None`` for criteria."""
    role = exact_role(key)
    return None if role is None else _KEYED.get(role)


def _can_begin(text: str, at: int, stretch: Stretch) -> bool:
    return at == stretch.start or text[at - 1] in "。;)]"


@cache
def _keys() -> re.Pattern[str]:
    """A word of a column heading before a colon, perhaps in brackets: 【评分标准】, 评分标准："""
    either = _words("criteria", *_KEYED)
    return re.compile(rf"[(\[](?P<bracketed>{either})[)\]]:?|(?P<key>{either}):")


@cache
def _to_fill_in() -> re.Pattern[str]:
    """A field for a score that nobody has filled in: 自评得分：____."""
    words = "|".join(re.escape(word) for word in sorted(phrase_words().words.claim, key=len, reverse=True))
    return re.compile(rf"[(\[]?(?:{words}):?[_ ]*分?[)\]]?[。;]?")


@cache
def _remark() -> re.Pattern[str]:
    """A field in brackets right behind the points: （责任单位：综合科）."""
    return re.compile(rf"[(\[](?P<key>{_words(*_KEYED)}):(?P<value>[^()\[\]]+)[)\]][。:;]?")


def _words(*roles: Role) -> str:
    words = sorted({word for role in roles for word in vocabulary().roles[role].exact if len(word) > 1}, key=len)
    return "|".join(re.escape(word) for word in reversed(words))


def _add_criteria(draft: Draft, cell: Cell, following: int | None) -> None:
    criteria = draft.criteria
    found = list(split_criteria(cell, next_ordinal(criteria), following))
    if criteria and found and goes_on(criteria[-1], found[0]):
        found[0] = joined(criteria.pop(), found[0])
    criteria.extend(found)


def _add_criterion(draft: Draft, piece: Piece) -> None:
    """A numbered piece as one criterion, with whatever stands below it."""
    first = True
    for below in piece.walk():
        for stretch in below.lines:
            found = split_criteria(stretch.cell(), next_ordinal(draft.criteria))
            whole = _one(found)
            if whole is None:
                continue
            if first:
                draft.criteria.append(whole)
            else:
                draft.criteria.append(joined(draft.criteria.pop(), whole))
            first = False


def _one(found: Sequence[Criterion]) -> Criterion | None:
    """Several criteria of one line as the one that they are part of."""
    if not found:
        return None
    whole = found[0]
    for further in found[1:]:
        whole = joined(whole, further)
    return whole


def _settle_kind(draft: Draft) -> None:
    """Kinds handed down, penalties with a negative maximum."""
    if draft.max_points is not None and draft.max_points < 0:
        draft.kind = "penalty"
    for below in draft.walk():
        if below is not draft and below.kind == "base":
            below.kind = draft.kind
        if below.kind == "penalty" and below.max_points is not None and below.max_points > 0:
            below.max_points = -below.max_points
