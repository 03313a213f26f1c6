"""From columns and items to a printed table, with what must be read from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import strategies as st

from corpora.content import Column, Content, Grid, Line, Node
from corpora.grid import LEFT, UP, merge, tree_rows
from tests.layouts import words
from tests.layouts.rubric import Entry, expected, whole
from tests.layouts.strategies import Style, invented, styles
from tests.layouts.typed import amount, heading

_WIDTHS = {"criteria": 34, "crit": 34, "seq": 5, "level": 13, "max": 7, "critmax": 6, "claim": 6}
_TITLE = "2024年度综合考核评分表"


@dataclass
class Laid:
    """A table to be printed, and the outline that it must give."""

    rows: list[list[str]]
    header_rows: int
    widths: list[int]
    outline: list[str]
    total: str | None
    style: Style
    columns: list[Column] = field(default_factory=list)

    def content(self) -> Content:
        """The document around the table, for the typesetters."""
        above = {"above": [Line("title", _TITLE)], "caption": [Line("caption", f"附件1 {_TITLE}")]}
        blocks: list[Line | Grid] = list(above.get(self.style.title, []))
        blocks.append(self.grid())
        return Content("layout", blocks)

    def grid(self) -> Grid:
        """The table itself."""
        centred = {i for i, column in enumerate(self.columns) if not column.role.startswith("crit")}
        cells = merge(self.rows)
        return Grid(cells, len(self.rows), self.widths, self.header_rows, 10.5, centred, False, True)


class Desk:
    """Where one table is laid out: hypothesis behind it, the style of typing before it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.style = draw(styles)
        self._invented: Iterator[str] | None = None
        self._some = False

    def invent(self) -> None:
        """From now on all headings, or some, are words that no vocabulary knows."""
        self._invented = iter(self.draw(st.lists(invented, min_size=12, max_size=12, unique=True)))
        self._some = self.flip()

    def flip(self) -> bool:
        """One of two."""
        return self.draw(st.booleans())

    def column(self, role: str, *headings: str) -> Column:
        """A column under one of some headings, typed in the style of the table."""
        kind = role.rstrip("0123456789")
        chosen = self.draw(st.sampled_from(headings))
        if self._invented is not None and not (self._some and self.flip()):
            chosen = next(self._invented)
        return Column(heading(chosen, self.style), role, _WIDTHS.get(kind, 9))

    def levels(self, depth: int, plain: bool = False) -> list[Column]:
        """Columns of labels, one for each level.

        ``plain`` ones are called items by their heading alone. Without any points, nobody can tell whether 考核要点
        beside an item are its parts or explain it.
        """
        open_to_doubt = ("要点", "要求", "条件")
        choices = [c for c in words.LEVELS[depth] if not (plain and depth > 1 and c[-1].endswith(open_to_doubt))]
        chosen = self.draw(st.sampled_from(choices))
        return [self.column(f"level{level}", text) for level, text in enumerate(chosen, 1)]

    def points(self, level: int | None = None) -> Column:
        """The column of the maxima: of the innermost items, or of a level."""
        return self.column("max" if level is None else f"max{level}", *words.POINTS)

    def criteria(self, role: str = "criteria") -> Column:
        """The column of the rules."""
        return self.column(role, *words.CRITERIA)

    def extras(self, nodes: Sequence[Node]) -> list[Column]:
        """Further columns, filled in here: who, how, by which papers; or empty, for scores."""
        found: list[Column] = []
        kinds = self.draw(st.sampled_from(["", "", "detail", "claims", "both"]))
        if kinds in ("detail", "both"):
            title, texts = self.draw(st.sampled_from(words.EXTRAS))
            leaves = [leaf for node in nodes for leaf in node.leaves()]
            for number, leaf in enumerate(leaves):
                leaf.values["extra"] = texts[number % len(texts)]
            found.append(self.column("extra", title))
        if kinds in ("claims", "both"):
            found += [self.column("claim", title) for title in self.draw(st.sampled_from(words.CLAIMS))]
        return found

    def lay(
        self,
        columns: list[Column],
        nodes: list[Node],
        entries: Sequence[Entry],
        items: Sequence[Node | list[str]] | None = None,
        *,
        head: list[list[str]] | None = None,
        sums: bool = True,
    ) -> Laid:
        """The table of some columns; ``items`` are its rows in order where not only items stand in it."""
        style = self.style
        body = self._filled(tree_rows(list(items or nodes), columns, style.join), columns)
        has_sum = sums and style.sums != "none" and any(column.role.startswith("max") for column in columns)
        if has_sum:
            row = self._sum_row(columns, entries)
            body = [row, *body] if style.sums == "first" else [*body, row]
        header = head or [[column.heading for column in columns]]
        top = [[_TITLE, *[LEFT] * (len(columns) - 1)]] if style.title == "inside" else []
        rows = [*top, *header, *body, *self._notes(len(columns))]
        total = str(whole(entries)) if has_sum else None
        widths = [column.width for column in columns]
        return Laid(rows, len(top) + len(header), widths, expected(nodes), total, style, columns)

    def _filled(self, rows: list[list[str]], columns: Sequence[Column]) -> list[list[str]]:
        """Labels of several rows as the style writes them: merged, above empty cells, said again."""
        if self.style.fill == "merged":
            return rows
        found: list[list[str]] = []
        for row in rows:
            typed = list(row)
            for index, column in enumerate(columns):
                if typed[index] == UP and column.role.startswith("level"):
                    typed[index] = found[-1][index] if self.style.fill == "repeated" else ""
            found.append(typed)
        return found

    def _sum_row(self, columns: Sequence[Column], entries: Sequence[Entry]) -> list[str]:
        at = max(i for i, column in enumerate(columns) if column.role.startswith("max"))
        text = amount(Decimal(whole(entries)), self.style)
        label = self.draw(st.sampled_from(["合计", "总计", "总分", "合  计", "总  分", "共计", "合计得分"]))
        if at == 0:
            return [text, label, *[""] * (len(columns) - 2)]
        left = [label, *[LEFT] * (at - 1)] if self.flip() else [label, *[""] * (at - 1)]
        return [*left, text, *[""] * (len(columns) - at - 1)]

    def _notes(self, width: int) -> list[list[str]]:
        notes = self.style.notes
        if len(notes) == 2:
            half = width // 2
            return [[notes[0], *[LEFT] * (half - 1), notes[1], *[LEFT] * (width - half - 1)]] if half else []
        return [[note, *[LEFT] * (width - 1)] for note in notes]
