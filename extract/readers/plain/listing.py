"""Tables whose cells stand one below the other, as copying from a web page or a form leaves them.

The headings come first, one below the other; then the rows, cell by cell. Merged labels are there once, above the first
of their rows; a cell of several paragraphs takes several lines. What tells rows and columns apart are running numbers
under 序号, and cells of points, which hold a number and nothing else. All ways to cut the lines into rows are weighed;
where none fits, the lines stay lines, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from extract.captions import is_numbered_caption
from extract.columns import exact_role, role_of, without_units
from extract.readers.plain.pieces import Piece, Row
from extract.stitch import NUMERIC
from extract.text import folded
from extract.vocabulary import Role, vocabulary
from models import Text

_CORE: frozenset[Role] = frozenset({"item", "points", "claimed", "deducted", "criteria", "target", "actual"})
_POINTS: frozenset[Role] = frozenset({"points", "claimed", "deducted"})
_MAY_BE_MISSING: frozenset[Role] = frozenset({"remark", "reason", "source", "department", "method"})
_MOSTLY_BLANK: frozenset[Role] = frozenset({"remark", "reason"})
_FEWEST, _MOST = 3, 16
"""Columns of such a table."""
_LONGEST_HEADING = 16
_MOST_EXTRA = 12
"""Paragraphs that the cells of one row may have more than one each."""
_LONGEST_LABEL = 60
_COSTLY = {True: 1.5, False: 0.75}
"""Cost of a row, on average, above which a way to cut is no reading but a guess: with running numbers, and without."""
_IMPOSSIBLE = float("inf")

_NO_HEADING = re.compile(r"[。;!?,:]")
_STATES = re.compile(r"[得扣加计][^,。;]{0,6}分|满分|酌情|视情|否决")
"""How a scoring rule speaks."""
_FIRST_NUMBER = re.compile(r"[(（]?(\d{1,2})[)）]?[.、．)）]")


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines, and the tables found among them."""

    parts: list[str | Piece]
    unread: Text | None = None
    """What to say where a table was there but could not be put together."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines without an empty line between: a cell, or a paragraph of one. ``lines`` counts from 0, end exclusive."""

    text: str
    start: int
    end: int
    plain: str
    """Its text, folded."""
    blank: bool
    number: bool
    """A number and nothing else."""


@dataclass(frozen=True, slots=True)
class _Column:
    role: Role | None
    heading: str
    exact: bool
    """Whether the vocabulary knows the heading as it is, not just a word in it."""


@dataclass(slots=True)
class _Way:
    """A way to cut groups into rows, up to some group."""

    cost: float
    rows: list[Row] = field(default_factory=list)
    end: int = 0
    items: int = 0
    start: int = 0
    """The first heading."""
    first: int = 0
    """The first group below the headings."""
    numbered: bool = False

    def rank(self) -> tuple[int, float, int]:
        """The more rows the better, then the less that speaks against it."""
        return (self.items, -self.cost, self.end)


def read_listing(lines: Sequence[str]) -> Listing:
    """The tables in some lines; all other lines as they are."""
    groups = _groups(lines)
    parts: list[str | Piece] = []
    unread = 0
    at = done = 0
    while at < len(groups):
        headings = _headings(groups, at)
        if len(headings) < _FEWEST:
            at += 1
            continue
        way = _best(groups, at, len(headings))
        if way is None:
            unread += 1
            at += len(headings)
            continue
        first, count = way.start, way.first - way.start
        parts += lines[done : groups[first].start]
        parts.append(Piece([[g.text for g in groups[first : first + count]], *way.rows]))
        at = way.end
        # The next running number with a number of points close behind it: rows that could not be read.
        unread += way.numbered and _begins_row(groups[at : at + _MOST], way.items + 1)
        done = groups[at].start if at < len(groups) else len(lines)
    parts += lines[done:]
    message = Text(
        zh=f"{unread}处像是每格单独一行的表格，无法确定行列，按段落读入；请改用 .docx、PDF 或带制表符的文本",
        en=f"places that look like a table with one cell a line, not understood, read as paragraphs: {unread}",
    )
    return Listing(parts, message if unread else None)


def _groups(lines: Sequence[str]) -> list[_Group]:
    """Lines that stand together. A line of blanks between empty ones is an empty cell."""
    groups: list[_Group] = []
    start: int | None = None
    empty = [_is_empty(lines, index) for index in range(len(lines))]
    apart = sum(empty) * 3 >= len(lines)
    for index in range(len(lines) + 1):
        ends = index == len(lines) or empty[index]
        if not ends and start is None:
            start = index
        if start is not None and (ends or not apart):
            end = index if ends else index + 1
            text = "\n".join(" ".join(part.split()) for part in lines[start:end] if part.strip())
            plain = folded(text)
            groups.append(_Group(text, start, end, plain, not plain, NUMERIC.fullmatch(plain) is not None))
            start = None
    return groups


def _is_empty(lines: Sequence[str], index: int) -> bool:
    """Whether a line parts those around it; one of blanks alone does not where empty ones do that already."""
    if lines[index].strip(" \t"):
        return False
    return not lines[index] or any(0 <= i < len(lines) and lines[i].strip() for i in (index - 1, index + 1))


def _headings(groups: Sequence[_Group], start: int) -> list[_Column]:
    """The headings that stand one below the other from a group on; fewer than three are none.

    One that the vocabulary does not know may stand among others that it knows.
    """
    found: list[_Column] = []
    known = 0
    for group in groups[start : start + _MOST]:
        if not 0 < len(group.plain) <= _LONGEST_HEADING or group.number or _NO_HEADING.search(group.plain):
            break
        role = role_of(group.text)
        if is_numbered_caption(group.text) or (role is None and group.plain in _sum_words()):
            break
        if role is None and (not found or len(found) > known):
            break
        found.append(_Column(role, group.plain, role is not None and exact_role(without_units(group.plain)) == role))
        known = len(found) if role is not None else known
    found = found[:known]
    roles = {column.role for column in found}
    usable = len(roles) >= 3 and roles & _POINTS and roles & {"item"} and len(roles & _CORE) >= 2
    return found if usable else []


def _best(groups: Sequence[_Group], start: int, length: int) -> _Way | None:
    """The best way to read rows below some of the headings in a run of ``length``.

    A title above the headings, and the first labels below them, may look like headings too; but a way that leaves out
    what is a heading for certain only counts where there is no other.
    """
    run = _headings(groups, start)
    best: tuple[int, _Way] | None = None
    for first in range(length - _FEWEST + 1):
        for end in range(length, first + _FEWEST - 1, -1):
            columns = run[first:end]
            roles = {column.role for column in columns}
            if not roles & _POINTS or "item" not in roles:
                break
            left_out = sum(c.exact for c in run[:first]) + sum(c.role is not None for c in run[end:])
            way = _Reading(groups, start + first, columns).read()
            if way is not None and (best is None or (-left_out, way.rank()) > (-best[0], best[1].rank())):
                best = left_out, way
    return None if best is None else best[1]


@cache
def _sum_words() -> frozenset[str]:
    words = vocabulary().rows
    return frozenset((*words.total, *words.subtotal))


class _Reading:
    """Cuts the groups below some headings into rows."""

    def __init__(self, groups: Sequence[_Group], start: int, columns: Sequence[_Column]) -> None:
        self.groups = groups
        self.start = start
        self.columns = columns
        self.first = start + len(columns)
        self.header = [g.plain for g in groups[start : self.first]]
        self.numbered = columns[0].role == "number"
        self.lead = int(self.numbered)
        points = next(i for i, c in enumerate(columns) if c.role in _POINTS)
        self.levels = [i for i, c in enumerate(columns) if c.role in ("item", "code")]
        if len(self.levels) == 1:
            self.levels += [i for i, c in enumerate(columns[:points]) if c.role in ("explanation", "criteria")]
            self.levels.sort()
        self.blanks = any(group.blank for group in groups)

    def read(self) -> _Way | None:
        """The way that reads most rows, at the least cost; ``None`` where it would be a guess."""
        if self.levels[0] != self.lead:
            return None
        ways: dict[tuple[int, int], _Way] = {(self.first, 0): _Way(0.0, end=self.first)}
        best: _Way | None = None
        while ways:
            place = min(ways)
            way = ways.pop(place)
            if best is None or way.rank() > best.rank():
                best = way
            for following in self._next(way):
                key = (following.end, following.items if self.numbered else 0)
                if key not in ways or following.cost < ways[key].cost:
                    ways[key] = following
        if best is None or best.items < 2 or best.cost > _COSTLY[self.numbered] * best.items:
            return None
        return replace(best, start=self.start, first=self.first, numbered=self.numbered)

    def _next(self, way: _Way) -> list[_Way]:
        """The ways on: a repeated header, a row of a sum, a row of an item."""
        at = way.end
        if at >= len(self.groups):
            return []
        if [g.plain for g in self.groups[at : at + len(self.header)]] == self.header:
            return [_Way(way.cost, way.rows, at + len(self.header), way.items)]
        found = []
        total = self._sum_row(at)
        if total is not None:
            row, end = total
            found.append(_Way(way.cost, [*way.rows, row], end, way.items))
        if self.numbered and self.groups[at].plain.strip(".、") != str(way.items + 1):
            return found
        needed = self.columns[self.levels[-1] :]
        shortest = self.lead + sum(c.role not in _MAY_BE_MISSING for c in needed)
        for length in range(shortest, len(self.columns) + _MOST_EXTRA + 1):
            if at + length > len(self.groups):
                break
            # Nothing is merged from above the first row: all its labels are there.
            read = self._row(at, at + length, self.levels if way.items else self.levels[:1])
            if read is not None:
                cost, row = read
                found.append(_Way(way.cost + cost, [*way.rows, row], at + length, way.items + 1))
        return found

    def _sum_row(self, at: int) -> tuple[Row, int] | None:
        """A row that sums up: its word and numbers; these belong to the columns of points, the last ones first."""
        if self.groups[at].plain.strip(":") not in _sum_words():
            return None
        end = at + 1
        while end < len(self.groups) and end - at < len(self.columns) and _is_number(self.groups[end]):
            end += 1
        numbers = [g.text for g in self.groups[at + 1 : end]]
        if self.numbered and len(numbers) > 1 and numbers[-1] == "":
            numbers = [n for n in numbers if n]
        row = [""] * len(self.columns)
        row[0] = self.groups[at].text
        if len(numbers) == len(self.columns) - 1:
            row[1:] = numbers
            return row, end
        filled = [n for n in numbers if n]
        places = [i for i, c in enumerate(self.columns) if c.role in _POINTS]
        others = [i for i in range(1, len(self.columns)) if i not in places]
        for place in reversed(places):
            if filled:
                row[place] = filled.pop()
        for place, number in zip(others, filled, strict=False):
            row[place] = number
        return row, end

    def _row(self, start: int, end: int, levels: Sequence[int]) -> tuple[float, Row] | None:
        """The cheapest way to read groups as one row, and its cost.

        A row may begin at any label, or text before the points: what stands left of it is merged from above.
        """
        body = tuple(self.groups[start + self.lead : end])
        best: tuple[float, Row] | None = None
        for level in levels:
            if not body or body[0].blank:
                break
            cost, cells = self._assigned(body, level)
            if cost < _IMPOSSIBLE and (best is None or cost < best[0]):
                number = [self.groups[start].text] if self.lead else []
                best = (cost, [*number, *[""] * (level - self.lead), *cells])
        return best

    def _assigned(self, groups: tuple[_Group, ...], first: int) -> tuple[float, tuple[str, ...]]:
        """Groups given to the columns from ``first`` on, in order, at the least cost."""
        columns = self.columns
        missing = 2.0 if self.blanks else 0.75

        @cache
        def assign(at: int, column: int) -> tuple[float, tuple[str, ...]]:
            if column == len(columns):
                return (0.0, ()) if at == len(groups) else (_IMPOSSIBLE, ())
            role = columns[column].role
            best: tuple[float, tuple[str, ...]] = (_IMPOSSIBLE, ())
            if role in _MAY_BE_MISSING:
                cost, cells = assign(at, column + 1)
                best = (cost + missing, ("", *cells))
            joined = 0.0
            for end in range(at + 1, len(groups) + 1):
                if end - at > 1:
                    joined += _join_cost(groups[end - 2], groups[end - 1])
                own = _cell_cost(role, groups[at:end])
                if own == _IMPOSSIBLE:
                    break
                cost, cells = assign(end, column + 1)
                if cost + own + joined < best[0]:
                    text = "\n".join(g.text for g in groups[at:end] if not g.blank)
                    best = (cost + own + joined, (text, *cells))
            return best

        return assign(0, first)


def _cell_cost(role: Role | None, groups: Sequence[_Group]) -> float:
    """What speaks against some groups being a cell of a column."""
    first = groups[0]
    if any(group.plain in _sum_words() for group in groups):
        return _IMPOSSIBLE
    if role in _POINTS:
        return _points_cost(groups)
    if role in ("item", "code"):
        return _label_cost(groups)
    if role in _MAY_BE_MISSING:
        return 0.5 if role in _MOSTLY_BLANK and not first.blank else 0.0
    return 1.0 if first.blank else _text_cost(role, groups)


def _points_cost(groups: Sequence[_Group]) -> float:
    """Points are one number; a share is more likely a value that was measured."""
    if len(groups) > 1 or not _is_number(groups[0]):
        return _IMPOSSIBLE
    return 1.0 if "%" in groups[0].plain else 0.0


def _label_cost(groups: Sequence[_Group]) -> float:
    """A label is one group, not long, no number; rather than a blank label below it, an empty paragraph follows it."""
    first = groups[0]
    if len(groups) == 2:
        return -0.5 if groups[1].blank and _is_label(first) else _IMPOSSIBLE
    return 1.0 if first.blank else 0.0 if len(groups) == 1 and _is_label(first) else _IMPOSSIBLE


def _text_cost(role: Role | None, groups: Sequence[_Group]) -> float:
    stating = [bool(_STATES.search(group.plain)) for group in groups]
    if role == "criteria" and any(stating) and not stating[0]:
        return 0.5
    if role == "explanation" and any(stating):
        return 0.5
    bare = len(groups) == 1 and groups[0].number and role not in ("target", "actual", "rate")
    return 1.5 if bare else 0.0


def _join_cost(before: _Group, group: _Group) -> float:
    """What speaks against a group being a further paragraph of the cell before it."""
    if group.blank:
        return 1.0
    if _is_number(group):
        return 4.0
    last = _FIRST_NUMBER.match(before.text.rsplit("\n", 1)[-1])
    first = _FIRST_NUMBER.match(group.text)
    if first is not None and last is not None and int(first.group(1)) == int(last.group(1)) + 1:
        return 0.25
    if first is not None and first.group(1) == "1":
        return 3.0
    return 1.0


def _begins_row(groups: Sequence[_Group], number: int) -> bool:
    if not groups or groups[0].plain.strip(".、") != str(number):
        return False
    return any(not group.blank and _is_number(group) for group in groups[1:])


def _is_number(group: _Group) -> bool:
    return group.blank or group.number


def _is_label(group: _Group) -> bool:
    return len(group.plain) <= _LONGEST_LABEL and not group.number and not group.plain.endswith("。")
