"""Working papers (底稿): one form for one indicator, keys and values side by side, often with a table of its parts.

A key may fill a cell of its own (指标权重 | 4分), stand before its value in the same cell (指标得分：4分), or both. The
form's item is named in it or in the title above it (A11“立项依据充分性”评价底稿).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extract.captions import NUMBERED
from extract.criteria import split_criteria
from extract.headers import role_of
from extract.labels import split_label
from extract.numerals import NUMBER, parse
from extract.outline import is_attachment_heading
from extract.phrases import find_phrases, mention_of
from extract.score_table import ScoreTable, understand
from extract.text import Folded, fold, folded, tidy
from extract.tree import Draft, freeze
from extract.vocabulary import Role
from models import Criterion, Detail, DetailRole, Evidence, Item, Mention, Paragraph, ScoreSheet, Total, Where
from models.document import Block, Cell, Table

_LONGEST_KEY = 16
_LOOK_BACK = 6
_LOOK_AHEAD = 6
_LONGEST_NAME = 40
_MOST_KEYS = 2
"""A row of more cells that are all headings is the header of a table inside the form."""
_LONGEST_TITLE = 60
_SHORTEST_NAME = 2
_INNER_KEY = re.compile(r"([^:,。;()]{2,16}):")
_INNER_SCORE = re.compile(rf"([\u4e00-\u9fff]{{2,8}}?):(-?{NUMBER})分?(?![\d.%])")
_VALUE = re.compile(rf"(-?{NUMBER})分?(?:\([^()]*\))?[。;]?\Z")
_TITLE = re.compile(
    r"(?:评价|评分|考核|绩效|自评|计分|指标|工作)*(?:底稿|评分表|打分表|计分表|得分表|评价表|记录表|工作表)\Z"
)
_QUOTED = re.compile(r"\"([^\"]+)\"|《([^》]+)》|\[([^\[\]]+)\]")
_NAMES = frozenset(
    {
        "指标名称",
        "三级指标",
        "四级指标",
        "末级指标",
        "具体指标",
        "评价指标",
        "考核指标",
        "指标",
        "评分项目",
        "考核项目",
        "评价项目",
    }
)
_CODES = frozenset({"指标编码", "指标代码", "指标编号", "编码"})
_DETAILS: dict[Role, DetailRole] = {
    "target": "target",
    "actual": "actual",
    "explanation": "explanation",
    "source": "source",
    "department": "department",
    "method": "method",
    "reason": "reason",
    "remark": "remark",
}


@dataclass(frozen=True, slots=True)
class WorkingPaper:
    """The sheet of a working paper, and the table of its parts where one follows it."""

    sheet: ScoreSheet
    parts: ScoreTable | None = None
    by_key: bool = False
    """The form itself names its item with a key."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A key and its value in a cell; the span of the value is of the folded text."""

    key: str
    cell: Cell
    folded: Folded
    start: int
    role: Role | None

    @property
    def value(self) -> str:
        return self.folded.text[self.start :]

    @property
    def evidence(self) -> Evidence:
        """The whole “key: value” where both stand in one cell."""
        a, b = self.folded.span(0, len(self.folded.text))
        return Evidence(quote=tidy(self.folded.original), where=self.cell.locate(a, b))


def understand_working_paper(blocks: Sequence[Block], index: int) -> WorkingPaper | None:
    """The working paper whose form is the table at ``index``; ``None`` where that is no form with a score.

    Blocks before it are searched for its title, blocks after it for the table of its parts.
    """
    table = blocks[index]
    if not isinstance(table, Table):
        return None
    inner = understand(table)
    if inner is not None and not inner.has_claims:
        inner = None
    pairs = list(_pairs(table, inner))
    draft = _name(pairs, blocks, index)
    if draft is None:
        return None
    _score(draft, pairs)
    if draft.claimed is None:
        return None
    parts = inner or _parts(blocks, index, draft)
    title = tidy(table.caption.quote) if table.caption else None
    item = freeze([draft])[0]
    total = None
    if parts is not None:
        item = item.model_copy(update={"children": tuple(_below(i, item.id) for i in parts.sheet.items)})
        total = _total(parts)
    sheet = ScoreSheet(title=title, form="working_paper", total=total, items=(item,), where=table.where)
    return WorkingPaper(sheet, parts, by_key=any(p.key in _NAMES | _CODES for p in pairs))


def _pairs(table: Table, inner: ScoreTable | None) -> Iterator[_Pair]:
    """Keys with their values, above the first part where the form holds the table of its parts itself."""
    rows = [item.where.row for item in inner.sheet.items if item.where.row is not None] if inner is not None else []
    for row in range(min(rows, default=table.rows)):
        cells = table.row_cells(row)
        if len(cells) > _MOST_KEYS and all(role_of(cell.text) is not None for cell in cells):
            continue
        for position, cell in enumerate(cells):
            if cell.row == row:
                yield from _inner(cell)
            if position + 1 < len(cells) and cells[position + 1].row == row and _is_key(cell):
                value = cells[position + 1]
                plain = fold(value.text)
                key = folded(cell.text).strip(":")
                if plain.text and not _INNER_KEY.match(plain.text):
                    yield _Pair(key, value, plain, 0, role_of(key))


def _inner(cell: Cell) -> Iterator[_Pair]:
    """“key: value” in one cell; several where each value is a number (分值：4分 得分：3分)."""
    plain = fold(cell.text)
    scores = list(_INNER_SCORE.finditer(plain.text))
    if len(scores) > 1:
        for match in scores:
            part = Folded(plain.text[: match.end()], plain.origin[: match.end()], plain.original)
            yield _Pair(match.group(1), cell, part, match.start(2), role_of(match.group(1)))
        return
    first = _INNER_KEY.match(plain.text)
    if first is not None and first.end() < len(plain.text):
        yield _Pair(first.group(1), cell, plain, first.end(), role_of(first.group(1)))


def _is_key(cell: Cell) -> bool:
    text = folded(cell.text)
    return 1 < len(text) <= _LONGEST_KEY and not re.search(r"[。;,]|\d{3}", text)


def _name(pairs: Sequence[_Pair], blocks: Sequence[Block], index: int) -> Draft | None:
    """The item that a form is about: named by a key, or by the title above it."""
    code = next((tidy(p.folded.quote(p.start, len(p.folded.text))) for p in pairs if p.key in _CODES), None)
    for pair in (p for p in pairs if p.key in _NAMES and not parse(p.value)):
        text = tidy(pair.folded.quote(pair.start, len(pair.folded.text)))
        if len(text) <= _LONGEST_NAME:
            return _item(text, text, pair.cell.where, code)
    for paragraph in _lines_above(blocks, index):
        draft = _from_title(paragraph, code)
        if draft is not None:
            return draft
    return None


def _lines_above(blocks: Sequence[Block], index: int) -> Iterator[Paragraph]:
    """The paragraphs between a table and the block before it that is none, the nearest first."""
    for block in reversed(blocks[max(0, index - _LOOK_BACK) : index]):
        if not isinstance(block, Paragraph):
            return
        yield block


def _from_title(paragraph: Paragraph, code: str | None) -> Draft | None:
    plain = fold(paragraph.text)
    title = _TITLE.search(plain.text)
    start = match.end() if (match := NUMBERED.match(plain.text)) else 0
    if len(plain.text) > _LONGEST_TITLE or title is None or title.start() <= start:
        return None
    quoted = _QUOTED.search(plain.text, start, title.start())
    low, high = (start, title.start()) if quoted is None else quoted.span(quoted.lastindex or 0)
    label = split_label(plain.quote(start, title.start()))
    name = tidy(plain.quote(low, high))
    if label.code is None and quoted is None and code is None:
        return _item(name, name, paragraph.where, None)
    return _item(tidy(plain.quote(start, title.start())), name, paragraph.where, code or label.code)


def _item(label: str, name: str, where: Where, code: str | None) -> Draft | None:
    parts = split_label(name)
    plain = parts.name.strip(" :：、-—")
    if len(plain) < _SHORTEST_NAME:
        return None
    draft = Draft(label, plain, where, code=code or parts.code, kind=parts.kind)
    draft.max_points = parts.points
    return draft


def _score(draft: Draft, pairs: Sequence[_Pair]) -> None:
    """Take over what the keys say: maximum, claim, criteria, and the texts that go with them."""
    for pair in pairs:
        number = _VALUE.match(pair.value)
        points = parse(number.group(1)) if number else None
        if pair.role == "points" and points is not None:
            if draft.max_evidence is None:
                draft.max_points, draft.max_evidence = points, pair.evidence
        elif pair.role == "claimed" and points is not None:
            if draft.claimed is None:
                draft.claimed, draft.claimed_evidence = points, pair.evidence
        elif pair.role == "criteria":
            draft.criteria.extend(_criteria(pair))
        elif pair.role == "deducted":
            draft.mentions.extend(_deductions(pair, points))
        elif pair.role in _DETAILS and pair.key not in _NAMES:
            role: DetailRole = "other" if re.search(r"(?:依据|理由)\Z", pair.key) else _DETAILS[pair.role]
            text = tidy(pair.folded.quote(pair.start, len(pair.folded.text)))
            draft.details.append(Detail(role=role, heading=pair.key, text=text, where=pair.cell.where))


def _deductions(pair: _Pair, points: Decimal | None) -> Iterator[Mention]:
    """What the value of 扣分情况 takes off: its number alone, or what its sentences say."""
    if points is not None:
        kind: Literal["deduct", "no_deduction"] = "deduct" if points else "no_deduction"
        sign: Literal[-1, 0] = -1 if points else 0
        evidence = pair.evidence
        yield Mention(kind=kind, points=abs(points), sign=sign, text=evidence.quote, where=evidence.where)
        return
    for phrase in find_phrases(pair.folded):
        if phrase.start >= pair.start and phrase.kind in ("deduct", "no_deduction") and phrase.is_mention:
            evidence = pair.folded.evidence(pair.cell, phrase.start, phrase.end)
            yield mention_of(phrase, evidence.quote, evidence.where)


def _criteria(pair: _Pair) -> tuple[Criterion, ...]:
    """The scoring rules after their key; the key is blanked out so that places stay what they are."""
    begin, _ = pair.folded.span(pair.start, len(pair.folded.text))
    text = pair.cell.text
    return split_criteria(pair.cell.model_copy(update={"text": " " * begin + text[begin:]}))


def _parts(blocks: Sequence[Block], index: int, draft: Draft) -> ScoreTable | None:
    """The table of scored parts that follows a form, before the next form or attachment."""
    for block in blocks[index + 1 : index + 1 + _LOOK_AHEAD]:
        if isinstance(block, Paragraph):
            if is_attachment_heading(block) or _opens_another(block, draft):
                return None
            continue
        found = understand(block)
        if found is None or not (found.has_claims or (found.sheet.total and found.sheet.total.claimed is not None)):
            return None
        plain = all(not item.children and item.code is None for item in found.sheet.items)
        return found if plain or _speaks_of(block, draft) else None
    return None


def _opens_another(paragraph: Paragraph, draft: Draft) -> bool:
    """Whether a line is the title of a form for another item."""
    other = _from_title(paragraph, None)
    if other is None:
        return False
    return other.code != draft.code if other.code and draft.code else folded(other.name) != folded(draft.name)


def _speaks_of(table: Table, draft: Draft) -> bool:
    caption = folded(table.caption.quote).lower() if table.caption else ""
    return folded(draft.name).lower() in caption or (draft.code is not None and draft.code.lower() in caption)


def _below(item: Item, parent: str) -> Item:
    """An item as a child of another, with the ids of its new place."""
    identity = f"{parent}.{item.id}"
    return item.model_copy(update={"id": identity, "children": tuple(_below(child, parent) for child in item.children)})


def _total(parts: ScoreTable) -> Total | None:
    total = parts.sheet.total
    return total if total is not None and total.claimed is not None else None
