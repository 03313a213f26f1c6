"""Rows of cells in lines of text: between bars, between tabs, between commas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from extract.readers.plain.pieces import Piece, Row
from extract.text import folded

_RULE_CELL = re.compile(r":?-{1,}:?")
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|b|i|u|em|strong|span|font|sub|sup|div|center|input|img|td|tr)\b[^<>]*>", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[-－—]?\s*\d{1,4}\s*[-－—]?\Z")


def find_rows(lines: Sequence[str]) -> Iterator[Piece | list[str]]:
    """The pieces of tables between bars or tabs, and the lines around them, in order."""
    waiting: list[str] = []
    at = 0
    while at < len(lines):
        piece, end = _bar_piece(lines, at)
        if piece is None:
            piece, end = _tab_piece(lines, at)
        if piece is None:
            waiting += lines[at:end]
        else:
            if waiting:
                yield waiting
            waiting = []
            yield piece
        at = end
    if waiting:
        yield waiting


def comma_rows(text: str) -> list[str | Piece]:
    """The rows of comma-separated text; single texts above the table are lines of their own."""
    rows = [[_plain(cell) for cell in row] for row in csv.reader(text.splitlines(keepends=True))]
    parts: list[str | Piece] = []
    piece: list[Row] = []
    for row in rows:
        filled = [cell for cell in row if cell]
        if len(filled) > 1 or (piece and filled):
            piece.append(row)
            continue
        if piece:
            parts.append(Piece(piece))
            piece = []
        parts += filled or [""]
    return [*parts, Piece(piece)] if piece else parts


def _bar_piece(lines: Sequence[str], start: int) -> tuple[Piece | None, int]:
    """A table between bars that begins at a line, and the line behind it."""
    end = start
    while end < len(lines) and _BAR.search(lines[end]) and lines[end].strip():
        end += 1
    if end - start < 2:
        return None, start + 1
    rows = [_bar_cells(line) for line in lines[start:end]]
    framed = all(line.strip().startswith("|") for line in lines[start:end])
    if not framed and not _is_rule(rows[1]):
        return None, start + 1
    return _piece(rows), end


def _bar_cells(line: str) -> Row:
    line = line.strip()
    cells = [cell.replace("\\|", "|") for cell in _BAR.split(line)]
    if line.startswith("|"):
        cells = cells[1:]
    if cells and line.endswith("|") and not line.endswith("\\|"):
        cells = cells[:-1]
    return [cell.strip() for cell in cells]


def _tab_piece(lines: Sequence[str], start: int) -> tuple[Piece | None, int]:
    """A table between tabs that begins at a line, and the line behind it.

    A line without a tab between lines with tabs goes on with the cell above it.
    """
    if "\t" not in lines[start] or not lines[start].strip():
        return None, start + 1
    rows: list[Row] = []
    end = at = start
    loose: list[str] = []
    while at < len(lines) and lines[at].strip():
        if "\t" in lines[at]:
            if loose:
                rows[-1][-1] = "\n".join([rows[-1][-1], *loose])
                loose = []
            rows.append([cell.strip() for cell in lines[at].split("\t")])
            end = at + 1
        else:
            loose.append(lines[at].strip())
        at += 1
    piece = _piece(rows)
    if len(piece.rows) < 2 or max(sum(map(bool, row)) for row in piece.rows) < 2 or _is_contents(piece.rows):
        return None, end
    return piece, end


def _is_contents(rows: Sequence[Row]) -> bool:
    """A table of contents: headings with the numbers of their pages."""
    filled = [[cell for cell in row if cell] for row in rows]
    if any(len(row) > 2 for row in filled):
        return False
    numbers = [row[1] for row in filled if len(row) == 2 and _PAGE_NUMBER.match(row[1])]
    pages = [int(re.sub(r"\D", "", number)) for number in numbers]
    return len(pages) >= 2 and len(pages) * 5 >= len(filled) * 4 and pages == sorted(pages) and pages[-1] > pages[0]


def _piece(rows: Sequence[Row]) -> Piece:
    """Rows without the rules between them; a rule says that what stands above it is the header."""
    rule = next((index for index, row in enumerate(rows) if _is_rule(row)), None)
    kept = [[_plain(cell) for cell in row] for row in rows if not _is_rule(row)]
    return Piece(kept, header_rows=rule or 0)


def _is_rule(row: Row) -> bool:
    cells = [cell for cell in row if cell]
    return bool(cells) and all(_RULE_CELL.fullmatch(cell) for cell in cells) and any(len(c) > 1 for c in cells)


def _plain(cell: str) -> str:
    """The text of a cell without the few tags that converters leave in it."""
    if "<" in cell:
        cell = _TAG.sub("", _BREAK.sub("\n", cell))
    lines = (" ".join(line.split()) for line in cell.split("\n"))
    return "\n".join(line for line in lines if folded(line))
