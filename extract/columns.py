"""What a heading says that its column holds, by the words of ``vocabulary.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.amounts import is_blank
from extract.text import either, folded
from extract.vocabulary import Role, vocabulary
from models.document import Cell, Table

_JOINTS = re.compile(r"及|和|与|、|/|或|暨")
_ORDERED = ("一二三四五", "12345", "ABCDE", "ⅠⅡⅢⅣⅤ")
_CHINESE_LEVELS = {sign: level for signs in _ORDERED for level, sign in enumerate(signs, 1)} | {"I": 1}
_LEVEL = re.compile(r"([一二三四五1-5A-EIⅡ-Ⅴ])级(?=指标|项目|内容|$)")
_ONLY_LEVEL = re.compile(
    r"([一二三四五1-5A-EIⅡ-Ⅴ])级(?:(?:评价|考核|评估|绩效)?指标(?:名称)?|项目|内容|类别|分类|目录)?"
)
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_TRAILING_NUMBER = re.compile(r"(?<=\D)\d+(?:\.\d+)?[分%]?$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table and what it holds."""

    index: int
    heading: str
    """The heading as written, rows of the header joined, tidied."""
    role: Role | None = None
    level: int | None = None
    """The level that the heading itself names: 1 for 一级指标."""
    group: str = ""
    """The topmost heading above it, folded: that of a merged cell over several columns."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header and the columns below it."""

    start: int
    end: int
    """The first row below the header."""
    columns: tuple[Column, ...]

    def of(self, *roles: Role) -> tuple[Column, ...]:
        """The columns of some roles, from left to right."""
        return tuple(column for column in self.columns if column.role in roles)

    def same_as(self, other: Header) -> bool:
        """Whether two headers say the same in the same columns."""
        return [folded(c.heading) for c in self.columns] == [folded(c.heading) for c in other.columns]


def having(columns: Iterable[Column], *roles: Role) -> list[Column]:
    """The columns of some roles, from left to right."""
    return [column for column in columns if column.role in roles]


def with_role(columns: Iterable[Column], index: int, role: Role | None) -> list[Column]:
    """The columns, one of them in another role."""
    return [replace(column, role=role) if column.index == index else column for column in columns]


@cache
def role_of(heading: str) -> Role | None:
    """What a heading says that its column holds; ``None`` where the vocabulary does not know it."""
    plain = folded(heading).strip(":*.")
    forms = dict.fromkeys((plain, without_units(plain), without_brackets(plain)))
    for text in forms:
        role = exact_role(text) or _by_joint(text)
        if role is not None:
            return role
    return next((role for text in reversed(forms) if (role := _by_part(text)) is not None), None)


def level_of(heading: str) -> int | None:
    """The level that a heading names: 2 for 二级指标."""
    match = _LEVEL.search(folded(heading))
    return _CHINESE_LEVELS[match.group(1)] if match else None


def role_of_stack(texts: Sequence[str]) -> Role | None:
    """The role of a column whose header is several rows deep: the lowest heading decides, or all together."""
    if not texts:
        return None
    whole = exact_role(folded("".join(texts)))
    if whole is not None:
        return whole
    for text in reversed(texts):
        role = role_of(text)
        if role is not None:
            return role
    return None


def exact_role(text: str) -> Role | None:
    """The role of a folded heading that is a word of the vocabulary as it stands."""
    if _ONLY_LEVEL.fullmatch(text):
        return "item"
    return _exact_words().get(text) or _put_together(text)


def is_exact(text: str) -> bool:
    """Whether a folded heading is a word of the vocabulary, or several that are joined: 考核办法及评分标准."""
    return all(exact_role(part) is not None for part in _JOINTS.split(text)) or exact_role(text) is not None


def _put_together(text: str) -> Role | None:
    """The role of a heading that is made of known words: 督导内容, 年度重点工作任务, 量化评分标准."""
    return next((role for role, pattern in _compounds() if pattern.fullmatch(text)), None)


def _by_joint(text: str) -> Role | None:
    """The role of “X及Y” is that of X: 未完成原因及改进措施, 评价要点和说明; but 检查方法与评分标准 holds the rules."""
    first, *others = _JOINTS.split(text)
    role = exact_role(first) if others else None
    if role in ("method", "explanation", "source") and any(exact_role(other) == "criteria" for other in others):
        return "criteria"
    return role


def _by_part(text: str) -> Role | None:
    """The role of the longest known word in a heading; Chinese headings have their main word at the end."""
    best: tuple[bool, int, int] | None = None
    role: Role | None = None
    for word, candidate in _part_words():
        at = text.rfind(word)
        if at < 0:
            continue
        rank = (at + len(word) == len(text), len(word), at)
        if best is None or rank > best:
            best, role = rank, candidate
    return role


@cache
def _exact_words() -> dict[str, Role]:
    return {word: role for role, words in vocabulary().roles.items() for word in words.exact}


@cache
def _compounds() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    """For each role the pattern of headings that are put together."""
    words = vocabulary().compounds
    before = either((*words.before, *words.scoring))
    rules = rf"(?:{before}){{0,2}}(?:{either(words.scoring)})的?(?:{either(words.scoring_heads)})"
    found: list[tuple[Role, re.Pattern[str]]] = [("criteria", re.compile(rules))]
    for role, own in vocabulary().roles.items():
        if own.heads:
            found.append((role, re.compile(rf"(?:{before}){{1,3}}(?:{either(own.heads)})")))
    return tuple(found)


@cache
def _part_words() -> tuple[tuple[str, Role], ...]:
    return tuple((word, role) for role, words in vocabulary().roles.items() for word in words.part)


@cache
def _unit_brackets() -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in sorted(vocabulary().columns.units, key=len, reverse=True))
    return re.compile(rf"[(\[](?:单位:)?(?:{units}|\d+(?:\.\d+)?[分%]?)[)\]]|%$")


def without_units(text: str) -> str:
    """A folded heading without the unit or number behind it: 分值 of 分值(100分), 目标值 of 目标值(A)."""
    return _TRAILING_NUMBER.sub("", _unit_brackets().sub("", text)).strip(":")


def without_brackets(text: str) -> str:
    """A folded heading without what stands in brackets."""
    return _BRACKETS.sub("", text)


def body_cells(table: Table, column: int, rows: Iterable[int]) -> list[Cell]:
    """The cells with text of a column that begin in some rows and are no wider than two columns."""
    found = []
    for row in rows:
        cell = table.at(row, column)
        if cell is None or cell.row != row or cell.column != column or is_blank(cell.text):
            continue
        if cell.column_span * 2 <= table.columns + 1:
            found.append(cell)
    return found


def distinct_labels(cells: Iterable[Cell]) -> int:
    """How many labels a column has, one that the next rows say again counted once."""
    labels = [folded(cell.text) for cell in cells]
    return sum(index == 0 or label != labels[index - 1] for index, label in enumerate(labels))
