"""The parts of a workbook: its sheets with the cells that can be seen, as they show (ECMA-376 part 1, 18).

openpyxl is not used to read: it stops at styles that other programs leave behind, fills memory for a merge over the
whole sheet, and must read a file twice to know both that a cell has a formula and what it gave.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extract.readers.opc import DAMAGED, TOO_LARGE, Package
from extract.readers.xlsx.formats import BUILT_IN, shown
from models import UnreadableFile

CELLS_LIMIT = 1_000_000
"""Cells with text or lines in one sheet; more is data, not a document."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

Element = etree._Element
Position = tuple[int, int]
"""Row and column of a sheet, from 1."""

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})\Z")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that shows text or has lines around it."""

    text: str
    lined: bool
    centred: bool = False
    font_size: float | None = None


@dataclass(slots=True)
class Losses:
    """What was not read, counted."""

    hidden_sheets: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    without_result: int = 0
    drawn_texts: int = 0
    pictures: int = 0


@dataclass(slots=True)
class Sheet:
    """A sheet: cells by position, merged areas as first and last position, hidden rows and columns."""

    name: str
    cells: dict[Position, SheetCell] = field(default_factory=dict)
    merged: list[tuple[Position, Position]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def column_is_hidden(self, column: int) -> bool:
        """Whether a column is hidden or has no width."""
        return any(first <= column <= last for first, last in self.hidden_columns)


@dataclass(frozen=True, slots=True)
class _Style:
    code: str
    lined: bool
    centred: bool
    font_size: float | None


_PLAIN = _Style("", lined=False, centred=False, font_size=None)


class Workbook:
    """A workbook in a package. Raises ``UnreadableFile`` where a part is damaged or holds more than a document."""

    def __init__(self, package: Package, name: str) -> None:
        main = package.main_part
        if main is None:
            raise UnreadableFile(name, DAMAGED)
        self.losses = Losses()
        self._package, self._name, self._main = package, name, main
        root = package.xml(main)
        properties = _child(root, "workbookPr")
        self._date1904 = _is_true(properties, "date1904")
        self._entries = list(_children(_child(root, "sheets"), "sheet"))
        self._styles = self._read_styles()
        self._strings = self._read_strings()

    def sheets(self) -> Iterator[Sheet]:
        """The sheets that can be seen, in order, one at a time. Hidden ones, if they hold anything, are counted."""
        targets = {r.identity: r for r in self._package.relations(self._main)}
        for entry in self._entries:
            identity = next((v for k, v in entry.attrib.items() if str(k).endswith("}id")), None)
            relation = targets.get(str(identity))
            if relation is None or relation.kind != "worksheet" or not self._package.has(relation.target):
                continue
            if entry.get("state") in ("hidden", "veryHidden"):
                self.losses.hidden_sheets += self._has_content(relation.target)
                continue
            yield self._sheet(entry.get("name") or "", relation.target)

    def _has_content(self, part: str) -> bool:
        return next(self._package.xml(part).iter("{*}v", "{*}t"), None) is not None

    def _sheet(self, name: str, part: str) -> Sheet:
        root = self._package.xml(part)
        sheet = Sheet(name)
        for column in _children(_child(root, "cols"), "col"):
            if _is_true(column, "hidden") or column.get("width") in ("0", "0.0"):
                first, last = _number(column, "min", 1), _number(column, "max", LAST_COLUMN)
                sheet.hidden_columns.append((first, last))
        for merge in _children(_child(root, "mergeCells"), "mergeCell"):
            corners = (merge.get("ref") or "").split(":")
            top, bottom = _position(corners[0]), _position(corners[-1])
            if top and bottom and top != bottom:
                sheet.merged.append((top, bottom))
        self._read_rows(root, sheet)
        self._count_drawings(part)
        return sheet

    def _read_rows(self, root: Element, sheet: Sheet) -> None:
        number = 0
        hidden_columns: set[int] = set()
        for row in _children(_child(root, "sheetData"), "row"):
            number = _number(row, "r", number + 1)
            hidden = _is_true(row, "hidden") or row.get("ht") in ("0", "0.0")
            column = 0
            has_text = False
            for element in _children(row, "c"):
                at = _position(element.get("r") or "")
                column = at[1] if at else column + 1
                cell = self._cell(element)
                if cell is None:
                    continue
                has_text |= bool(cell.text)
                if cell.text and sheet.column_is_hidden(column):
                    hidden_columns.add(column)
                sheet.cells[number, column] = cell
                if len(sheet.cells) > CELLS_LIMIT:
                    raise UnreadableFile(self._name, TOO_LARGE)
            if hidden:
                sheet.hidden_rows.add(number)
                self.losses.hidden_rows += has_text
        self.losses.hidden_columns += len(hidden_columns)

    def _cell(self, element: Element) -> SheetCell | None:
        """A cell, if it shows anything."""
        index = _number(element, "s", 0)
        style = self._styles[index] if index < len(self._styles) else _PLAIN
        text = self._text(element, style)
        if not text and not style.lined:
            return None
        return SheetCell(text, style.lined, style.centred, style.font_size)

    def _text(self, element: Element, style: _Style) -> str:
        kind = element.get("t") or "n"
        if kind == "inlineStr":
            return _lines(_rich_text(_child(element, "is")))
        holder = _child(element, "v")
        value = (holder.text or "").strip() if holder is not None else ""
        if not value:
            self.losses.without_result += kind != "str" and _child(element, "f") is not None
        elif kind == "s":
            value = self._strings[int(value)] if value.isdigit() and int(value) < len(self._strings) else ""
        elif kind == "n":
            value = shown(value, style.code, self._date1904)
        elif kind == "b":
            value = "TRUE" if value == "1" else "FALSE"
        else:
            value = _lines(_unescaped(value.removesuffix("T00:00:00")))
        return value

    def _read_strings(self) -> list[str]:
        part = self._package.related(self._main, "sharedStrings")
        if part is None:
            return []
        return [_lines(_rich_text(item)) for item in _children(self._package.xml(part), "si")]

    def _read_styles(self) -> list[_Style]:
        part = self._package.related(self._main, "styles")
        if part is None:
            return []
        root = self._package.xml(part)
        codes = dict(BUILT_IN)
        for item in _children(_child(root, "numFmts"), "numFmt"):
            codes[_number(item, "numFmtId", -1)] = item.get("formatCode") or ""
        lined = [
            any(side.get("style") not in (None, "none") for side in border)
            for border in _children(_child(root, "borders"), "border")
        ]
        sizes = [_size(font) for font in _children(_child(root, "fonts"), "font")]
        found: list[_Style] = []
        for xf in _children(_child(root, "cellXfs"), "xf"):
            border, font = _number(xf, "borderId", 0), _number(xf, "fontId", 0)
            alignment = _child(xf, "alignment")
            horizontal = alignment.get("horizontal") if alignment is not None else None
            found.append(
                _Style(
                    code=codes.get(_number(xf, "numFmtId", 0), ""),
                    lined=border < len(lined) and lined[border],
                    centred=horizontal in ("center", "centerContinuous"),
                    font_size=sizes[font] if font < len(sizes) else None,
                )
            )
        return found

    def _count_drawings(self, part: str) -> None:
        drawing = self._package.related(part, "drawing")
        if drawing is None:
            return
        for anchor in self._package.xml(drawing):
            if any((t.text or "").strip() for t in anchor.iter("{*}t")):
                self.losses.drawn_texts += 1
            elif next(anchor.iter("{*}pic"), None) is not None:
                self.losses.pictures += 1


def _children(element: Element | None, name: str) -> Iterator[Element]:
    if element is not None:
        yield from element.iterchildren(f"{{*}}{name}")


def _child(element: Element | None, name: str) -> Element | None:
    return next(_children(element, name), None)


def _is_true(element: Element | None, name: str) -> bool:
    return element is not None and element.get(name) in ("1", "true", "on")


def _number(element: Element, name: str, default: int) -> int:
    value = element.get(name) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else default


def _size(font: Element) -> float | None:
    size = _child(font, "sz")
    try:
        return float(size.get("val") or "") if size is not None else None
    except ValueError:
        return None


def _position(reference: str) -> Position | None:
    """Row and column of a reference: C12 is (12, 3); ``None`` where it is none."""
    match = _REFERENCE.match(reference.upper())
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = 26 * column + ord(letter) - ord("A") + 1
    row = int(match.group(2))
    return (row, column) if 1 <= row <= LAST_ROW and column <= LAST_COLUMN else None


def _rich_text(element: Element | None) -> str:
    """The text of a string item: of its runs too, without the phonetic ones."""
    if element is None:
        return ""
    parts = [t.text or "" for t in _children(element, "t")]
    parts += [t.text or "" for run in _children(element, "r") for t in _children(run, "t")]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


def _lines(text: str) -> str:
    """Text with its line breaks, without blank lines and blanks at their ends."""
    lines = (line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
