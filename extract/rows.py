"""What the rows of a score table are: items, sections over the whole width, sums, notes, nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from extract.amounts import is_blank, read_amount
from extract.columns import Header
from extract.labels import Label, split_label
from extract.numerals import ARABIC
from extract.text import Folded, fold, folded, tidy
from extract.vocabulary import vocabulary
from models import Evidence
from models.document import Cell, Table

RowKind = Literal["blank", "note", "section", "total", "subtotal", "item"]

_LONGEST_SECTION = 40
_LONGEST_SUM = 12
_SECTION_NUMBER = re.compile(rf"(?<![\d.第年月])({ARABIC})分?$")
_TRAILING = re.compile(rf"[(\[]?(?:{ARABIC})[分%]?[)\]]?$")
_SUM_ENDING = re.compile(r"(?:小计|合计|总计)$")
_RANKS = tuple(re.compile(style) for style in (r"第", r"[一二三四五六七八九十]", r"\([一二三四五六七八九十]"))
_FIELD = re.compile(r"[^:。;\d]{1,10}:[^:。;]{0,10}")
_DOTTED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}(?!\d)")


@dataclass(frozen=True, slots=True)
class RowLabel:
    """The label of a section or sum row."""

    cell: Cell
    label: Label
    points: Decimal | None = None
    evidence: Evidence | None = None


def own_cells(table: Table, row: int) -> list[Cell]:
    """The cells with text that begin in a row, from left to right."""
    return [cell for cell in table.row_cells(row) if cell.row == row and not is_blank(cell.text)]


def classify(table: Table, header: Header, row: int) -> RowKind:
    """What a row below a header is."""
    cells = own_cells(table, row)
    if not cells:
        return "blank"
    first = folded(cells[0].text)
    if _all_fields(cells) or first in _bare_notes():
        return "note"
    noted = [word for word in vocabulary().rows.notes if first.startswith(word)]
    if noted and len(cells) <= max(2, table.columns // 2) and not _is_weighed(header, cells, noted):
        return "note"
    sum_kind = _sum_kind(header, cells)
    if sum_kind is not None:
        return sum_kind
    if _waits_for_score(cells) or _is_form_line(table, cells) or _is_remark(header, cells):
        return "note"
    return "section" if _is_section(table, header, row, cells) else "item"


def sum_label(header: Header, cells: list[Cell]) -> Cell | None:
    """The cell that calls a row a sum: the first text of the row, or the first behind the labels of its group."""
    levels = [column.index for column in header.of("item")]
    scores = [column.index for column in header.of("points", "claimed") if levels and column.index < levels[0]]
    for cell in cells:
        if _sum_word(cell.text) is not None or _scores_all(header, cell):
            return cell
        if cell.column in scores:
            continue
        if not _is_counter(header, cell) and cell.column not in levels[:-1]:
            return None
    return None


def section_label(cell: Cell) -> RowLabel:
    """The label of a section row, with the points that may stand bare at its end: “一、组织领导 31”."""
    label = split_label(cell.text)
    if label.points is not None and label.points_span is not None:
        start, end = label.points_span
        evidence = Evidence(quote=cell.text[start:end], where=cell.locate(start, end))
        return RowLabel(cell, label, label.points, evidence)
    plain = fold(cell.text)
    match = _SECTION_NUMBER.search(plain.text)
    if match is None or match.start() == 0 or len(match.group(1)) > 4 or _is_year(match.group(1)):
        return RowLabel(cell, label)
    shorter = split_label(cell.text[: plain.span(*match.span())[0]])
    label = Label(label.label, shorter.name, shorter.ordinal, shorter.code, kind=shorter.kind)
    return RowLabel(cell, label, Decimal(match.group(1).replace(",", "")), _evidence(plain, cell, match.span()))


def rank_of(label: Label, number: str) -> int | None:
    """How far in a numbering stands: 0 第一部分, 1 一、, 2 （一）, 3 1., 4 1.1 …; ``None`` without one."""
    for text in (folded(number), folded(label.ordinal or "")):
        for rank, style in enumerate(_RANKS):
            if style.match(text):
                return rank
        dotted = _DOTTED.match(text)
        if dotted is not None:
            return 3 + dotted.group().count(".")
    return None


def _evidence(plain: Folded, cell: Cell, span: tuple[int, int]) -> Evidence:
    return plain.evidence(cell, *span)


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in ("19", "20")


def _sum_kind(header: Header, cells: list[Cell]) -> Literal["total", "subtotal"] | None:
    cell = sum_label(header, cells)
    if cell is None:
        return None
    return _sum_word(cell.text) or "total"


def _scores_all(header: Header, cell: Cell) -> bool:
    """Whether 月度得分 runs over running numbers and labels alike, and so is no item."""
    over = range(cell.column, cell.column + cell.column_span)
    labels = [column.index for column in header.of("number", "code", "item")]
    return sum(index in over for index in labels) > 1 and _awaited().fullmatch(folded(cell.text).strip(":")) is not None


def _waits_for_score(cells: list[Cell]) -> bool:
    """Whether a row holds nothing but a word for the score that will stand in it: 月度得分."""
    return len(cells) == 1 and _awaited().fullmatch(folded(cells[0].text).strip(":")) is not None


@lru_cache(maxsize=2048)
def _sum_word(text: str) -> Literal["total", "subtotal"] | None:
    plain = folded(text).strip(":")
    words = vocabulary().rows
    for bare in (_TRAILING.sub("", plain).strip(":()[]") or plain, folded(split_label(text).name)):
        if bare in words.total or _of_whole().fullmatch(bare):
            return "total"
        if bare in words.subtotal or (len(bare) <= _LONGEST_SUM and _SUM_ENDING.search(bare)):
            return "subtotal"
    return None


@cache
def _awaited() -> re.Pattern[str]:
    before = "|".join(map(re.escape, vocabulary().compounds.before))
    return re.compile(rf"(?:{before}|[本当每]?[月季]度?|[本全]?年度?|本次|实际){{0,3}}(?:得分|实得分|成绩|总成绩)")


@cache
def _of_whole() -> re.Pattern[str]:
    """The word of a total behind words that say of what: 考核总分, 评价总得分."""
    before = "|".join(map(re.escape, vocabulary().compounds.before))
    return re.compile(rf"(?:{before}){{1,2}}总(?:分|得分|分值|分数|评分)")


def _is_weighed(header: Header, cells: list[Cell], words: list[str]) -> bool:
    """Whether a row that begins like a note has points, and is none: 签名规范 | 15."""
    if any(word.endswith(":") for word in words):
        return False
    points = [column.index for column in header.of("points")]
    weighed = any(cell.column in points and read_amount(cell) is not None for cell in cells)
    return weighed or split_label(cells[0].text).points is not None


def _is_counter(header: Header, cell: Cell) -> bool:
    """A cell that may stand left of the word of a sum row: a running number, a code."""
    return any(column.index == cell.column for column in header.of("number", "code")) and len(folded(cell.text)) <= 4


@cache
def _bare_notes() -> frozenset[str]:
    """Words of notes that fill a cell of their own, whatever stands beside them: 备注 | 说明."""
    return frozenset(word[:-1] for word in vocabulary().rows.notes if word.endswith(":"))


def _all_fields(cells: list[Cell]) -> bool:
    """Whether a row holds nothing but fields to be filled in, two at least: 考核人： | 被考核人：."""
    return len(cells) > 1 and all(_FIELD.fullmatch(folded(cell.text)) for cell in cells)


def _is_form_line(table: Table, cells: list[Cell]) -> bool:
    """A line to be filled in, over the whole width: “乡镇：    总分：”."""
    if len(cells) != 1 or cells[0].column_span * 5 < table.columns * 3:
        return False
    return re.fullmatch(r"(?:[^:。;]{1,10}:[^:。;]{0,10}){2,}|[^:。;]{1,10}:", folded(cells[0].text)) is not None


def _is_remark(header: Header, cells: list[Cell]) -> bool:
    """A heading with a text beside it that runs over labels and scores alike: 评价结论 | …, 存在问题 | …."""
    labels, scores = header.of("item"), header.of("points", "claimed")
    if len(cells) != 2 or not labels or not scores or _is_counter(header, cells[0]):
        return False
    beside = range(cells[1].column, cells[1].column + cells[1].column_span)
    runs_over = labels[-1].index in beside and any(column.index in beside for column in scores)
    return runs_over and split_label(cells[1].text).points is None


def _is_section(table: Table, header: Header, row: int, cells: list[Cell]) -> bool:
    """One text over most of the width, or alone where running numbers stand, that names what stands below it."""
    if len(cells) != 1 or cells[0].row_span > 1:
        return False
    cell = cells[0]
    text = folded(cell.text)
    label = section_label(cell)
    named = label.label.ordinal is not None or label.points is not None or label.label.kind != "base"
    if cell.column_span * 5 >= table.columns * 3 and cell.column_span > 1:
        return (named and len(text) <= 2 * _LONGEST_SECTION) or (len(text) <= _LONGEST_SECTION and "。" not in text)
    outside = all(cell.column + cell.column_span <= column.index for column in header.of("item"))
    return outside and named and label.label.name != label.label.ordinal and len(text) > 2


def words_of(cells: list[Cell]) -> str:
    """The words of a row, for showing."""
    return " | ".join(tidy(cell.text) for cell in cells)
