"""A table set on pages of a PDF: wrapped lines, merged cells, rows that page breaks cut, repeated headers.

Rows are placed one below the other as word processors do it: the text of a cell is printed once, from its beginning;
what finds no room goes on in the part of the cell on the next page, and cells that are finished stay empty there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpora.content import Grid, GridCell
from tests.extract.readers.tiny_pdf import TinyPage, tiny_pdf
from tests.layouts.strategies import Paper

_MARGIN, _PAD = 50.0, 4.0
_TOKEN = re.compile(
    r"[（(【《“]*(?:[0-9A-Za-z.%]+|[^（(【《“])[，。、；：？！）)】》”%]*|[（(【《“]+$",
)


@dataclass
class _Flow:
    """A cell on its way over the pages."""

    cell: GridCell
    lines: list[str]
    done: int = 0


@dataclass
class _Strip:
    """The part of a row that stands on one page."""

    row: int
    top: float
    bottom: float


@dataclass
class _Sheet:
    """A page being filled."""

    page: TinyPage
    top: float
    strips: list[_Strip] = field(default_factory=list)


def width(text: str, size: float) -> float:
    """Chinese characters are one em wide, ASCII half of that."""
    return sum(size / 2 if character.isascii() else size for character in text)


def wrap(text: str, room: float, size: float) -> list[str]:
    """Lines of a text; no line begins with closing punctuation, figures are broken only where they must."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for match in _TOKEN.finditer(paragraph):
            token = match.group()
            if line and width(line + token, size) > room:
                lines.append(line)
                line = ""
            while width(token, size) > room and len(token) > 1:
                cut = max(1, next(i for i in range(len(token), 0, -1) if width(token[:i], size) <= room or i == 1))
                lines.append(token[:cut])
                token = token[cut:]
            line += token
        lines.append(line)
    return lines if any(lines) else []


class Press:
    """Prints lines of text and tables onto pages."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.size = paper.size
        self.step = 1.3 * paper.size
        self.width = 842.0 if paper.landscape else 595.0
        self.height = paper.height + 2 * _MARGIN
        self.end = _MARGIN + paper.height
        self.sheets: list[_Sheet] = []
        self._turn()

    def file(self) -> bytes:
        """The PDF so far, its pages numbered."""
        for number, sheet in enumerate(self.sheets, 1):
            sheet.page.text(self.width / 2 - 10, self.end + 25, f"- {number} -", 9)
        return tiny_pdf(*(sheet.page for sheet in self.sheets))

    def line(self, text: str, size: float, centred: bool) -> None:
        """A paragraph of one line."""
        sheet = self._room(size * 1.6)
        left = (self.width - width(text, size)) / 2 if centred else _MARGIN
        sheet.page.text(left, sheet.top + size * 1.2, text, size)
        sheet.top += size * 1.6

    def table(self, grid: Grid) -> None:
        """A table, on as many pages as it needs."""
        share = (self.width - 2 * _MARGIN) / sum(grid.widths)
        edges = [_MARGIN + share * sum(grid.widths[:i]) for i in range(len(grid.widths) + 1)]
        flows = [_Flow(cell, self._wrapped(cell, edges)) for cell in grid.cells]
        heights = self._heights(grid, flows)
        head = [flow for flow in flows if flow.cell.row < grid.header_rows]
        for row in range(grid.rows):
            self._row(grid, row, heights, flows, edges, head)
        self._close(flows, edges)

    def _wrapped(self, cell: GridCell, edges: Sequence[float]) -> list[str]:
        room = edges[cell.column + cell.column_span] - edges[cell.column] - 2 * _PAD
        return wrap(cell.text, room, self.size)

    def _heights(self, grid: Grid, flows: Sequence[_Flow]) -> list[float]:
        """The lines of each row: those of its highest cell, and room for merged cells in their last row."""
        lines = [1] * grid.rows
        for flow in sorted(flows, key=lambda flow: flow.cell.row_span):
            rows = range(flow.cell.row, flow.cell.row + flow.cell.row_span)
            lines[rows[-1]] += max(0, len(flow.lines) - sum(lines[row] for row in rows))
        return [count * self.step + 2 * _PAD for count in lines]

    def _row(
        self, grid: Grid, row: int, heights: list[float], flows: list[_Flow], edges: list[float], head: list[_Flow]
    ) -> None:
        left = heights[row]
        while left > 0:
            sheet = self.sheets[-1]
            room = self.end - sheet.top
            whole = left <= room + 0.01
            least = 2 * self.step + 2 * _PAD
            if not whole and (not self.paper.cuts or room < least or row < grid.header_rows) and sheet.strips:
                self._new_page(grid, row, heights, flows, edges, head)
                continue
            part = left if whole else int((room - 2 * _PAD) / self.step) * self.step + 2 * _PAD
            sheet.strips.append(_Strip(row, sheet.top, sheet.top + part))
            sheet.top += part
            if whole:
                return
            left -= part - 2 * _PAD
            self._new_page(grid, row, heights, flows, edges, head)

    def _new_page(
        self, grid: Grid, row: int, heights: list[float], flows: list[_Flow], edges: list[float], head: list[_Flow]
    ) -> None:
        self._close(flows, edges)
        self._turn()
        if self.paper.repeats and row >= grid.header_rows:
            for flow in head:
                flow.done = 0
            sheet = self.sheets[-1]
            for number in range(grid.header_rows):
                sheet.strips.append(_Strip(number, sheet.top, sheet.top + heights[number]))
                sheet.top += heights[number]

    def _close(self, flows: Sequence[_Flow], edges: Sequence[float]) -> None:
        """Draws what stands on the last page."""
        sheet = self.sheets[-1]
        for flow in flows:
            cell = flow.cell
            strips = [s for s in sheet.strips if cell.row <= s.row < cell.row + cell.row_span]
            if not strips:
                continue
            left, right = edges[cell.column], edges[cell.column + cell.column_span]
            top, bottom = strips[0].top, strips[-1].bottom
            sheet.page.box(left, top, right, bottom, paint="S")
            fitting = int((bottom - top - 2 * _PAD) / self.step + 0.01)
            lines = flow.lines[flow.done : flow.done + fitting]
            flow.done += len(lines)
            free = (bottom - top - 2 * _PAD - len(lines) * self.step) / 2 if self.paper.centred else 0.0
            for number, line in enumerate(lines):
                x = left + _PAD
                if self.paper.centred and len(flow.lines) == 1:
                    x = (left + right - width(line, self.size)) / 2
                sheet.page.text(x, top + _PAD + free + self.step * number + self.size, line, self.size)
        sheet.strips.clear()

    def _room(self, height: float) -> _Sheet:
        if self.sheets[-1].top + height > self.end:
            self._turn()
        return self.sheets[-1]

    def _turn(self) -> None:
        self.sheets.append(_Sheet(TinyPage(self.width, self.height), _MARGIN))
