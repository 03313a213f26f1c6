"""A Word file from a source's blocks: real merged cells, repeated header rows, sections, page numbers."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from corpora.content import Content, Grid, GridCell, Line

SONG, FANG, HEI, KAI = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312"

_STYLES: dict[str, tuple[str, float, bool, str]] = {
    # kind: font, size, bold, alignment
    "letterhead": (SONG, 26, True, "centre"),
    "number": (FANG, 16, False, "centre"),
    "title": (SONG, 20, True, "centre"),
    "subtitle": (SONG, 16, True, "centre"),
    "caption": (HEI, 12, False, "centre"),
    "centre": (FANG, 14, False, "centre"),
    "to": (FANG, 15, False, "left"),
    "left": (FANG, 12, False, "left"),
    "annex": (HEI, 15, False, "left"),
    "h": (HEI, 15, False, "indent"),
    "hh": (KAI, 15, False, "indent"),
    "text": (FANG, 15, False, "indent"),
    "note": (SONG, 10.5, False, "left"),
    "sign": (FANG, 15, False, "right"),
    "date": (FANG, 15, False, "right"),
}


class _Paper(NamedTuple):
    width: float
    height: float
    text: float
    """Width of the text, in centimetres like the others."""


_PAGES = {"portrait": _Paper(21, 29.7, 16.6), "landscape": _Paper(29.7, 21, 25.7), "a3": _Paper(42, 29.7, 38)}


def write(content: Content, path: Path) -> None:
    """Write the Word file; the same content gives the same bytes."""
    document = docx.Document()
    shape = "portrait"
    _page(document, shape)
    for block in content.blocks:
        if isinstance(block, Grid):
            _table(document, block, _PAGES[shape].text)
        elif block.kind in _PAGES:
            shape = block.kind
            if block is not content.blocks[0]:
                document.add_section(WD_SECTION.NEW_PAGE)
            _page(document, shape)
        elif block.kind == "page":
            document.add_paragraph().add_run().add_break(docx.enum.text.WD_BREAK.PAGE)  # type: ignore[attr-defined]
        else:
            _paragraph(document, block)
    properties = document.core_properties
    properties.author = properties.last_modified_by = ""
    properties.title = content.expected.get("title", content.identity)
    properties.created = properties.modified = datetime(2024, 1, 1)
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(_without_times(buffer.getvalue()))


def _without_times(data: bytes) -> bytes:
    """The same archive with one fixed time for all its parts."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return result.getvalue()


def _page(document: WordDocument, shape: str) -> None:
    section = document.sections[-1]
    page = _PAGES[shape]
    section.orientation = WD_ORIENT.PORTRAIT if shape == "portrait" else WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(page.width), Cm(page.height)
    section.left_margin = section.right_margin = Cm(2.2 if shape == "portrait" else 2.0)
    section.top_margin = section.bottom_margin = Cm(2.6 if shape == "portrait" else 2.2)
    section.footer.is_linked_to_previous = False
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for run in footer.runs:
        footer._p.remove(run._r)
    for part in ("— ", "PAGE", " —"):
        run = footer.add_run("" if part == "PAGE" else part)
        run.font.size = Pt(12)
        if part == "PAGE":
            _field(run._r, part)


def _field(run: etree._Element, code: str) -> None:
    for kind in ("begin", "instr", "end"):
        if kind == "instr":
            element = OxmlElement("w:instrText")
            element.text = code
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run.append(element)


def _font(run: Run, name: str, size: float, *, bold: bool = False) -> None:
    run.font.name = "Times New Roman"
    run.font.size = Pt(size)
    run.font.bold = bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _paragraph(document: WordDocument, line: Line) -> None:
    font, size, bold, alignment = _STYLES[line.kind]
    paragraph = document.add_paragraph()
    _write_lines(paragraph, line.text, font, size, bold=bold)
    shape = paragraph.paragraph_format
    shape.space_after = Pt(4)
    shape.line_spacing = 1.4
    if alignment == "indent":
        shape.first_line_indent = Pt(2 * size)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    else:
        paragraph.alignment = {
            "centre": WD_ALIGN_PARAGRAPH.CENTER,
            "left": WD_ALIGN_PARAGRAPH.LEFT,
            "right": WD_ALIGN_PARAGRAPH.RIGHT,
        }[alignment]
    if line.kind == "letterhead":
        for run in paragraph.runs:
            run.font.color.rgb = RGBColor(0xC0, 0, 0)
    if line.kind in {"annex", "caption", "h", "hh", "subtitle"}:
        shape.keep_with_next = True
    if line.kind == "number":
        _red_rule(paragraph)


def _red_rule(paragraph: Paragraph) -> None:
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", "C00000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)


def _write_lines(paragraph: Paragraph, text: str, font: str, size: float, *, bold: bool = False) -> None:
    for number, part in enumerate(text.split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(part)
        _font(run, font, size, bold=bold)


def _table(document: WordDocument, grid: Grid, width: float) -> None:
    table = document.add_table(rows=0, cols=len(grid.widths))
    table.style = "Table Grid"
    table.autofit = False
    share = width / sum(grid.widths)
    columns: list[Length] = [Cm(w * share) for w in grid.widths]
    for element, breadth in zip(table._tbl.tblGrid.gridCol_lst, columns, strict=True):
        element.w = breadth
    starts = {(cell.row, cell.column): cell for cell in grid.cells}
    covered = {(row, cell.column): cell for cell in grid.cells for row in range(cell.row, cell.row + cell.row_span)}
    for row in range(grid.rows):
        line = OxmlElement("w:tr")
        _row_properties(line, header=row < grid.header_rows and grid.repeat_header, keep=grid.keep_rows)
        column = 0
        while column < len(columns):
            cell = covered[row, column]
            _cell(line, cell, grid, columns, starts=(row, column) in starts, header=row < grid.header_rows)
            column += cell.column_span
        table._tbl.append(line)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _row_properties(line: etree._Element, *, header: bool, keep: bool) -> None:
    properties = OxmlElement("w:trPr")
    for name, wanted in (("w:cantSplit", keep or header), ("w:tblHeader", header)):
        if wanted:
            properties.append(OxmlElement(name))
    line.append(properties)


def _cell(
    line: etree._Element, cell: GridCell, grid: Grid, columns: list[Length], *, starts: bool, header: bool
) -> None:
    element = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    width = OxmlElement("w:tcW")
    total = sum(columns[cell.column : cell.column + cell.column_span])
    width.set(qn("w:w"), str(round(total / 635)))
    width.set(qn("w:type"), "dxa")
    properties.append(width)
    if cell.column_span > 1:
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), str(cell.column_span))
        properties.append(span)
    if cell.row_span > 1:
        merged = OxmlElement("w:vMerge")
        if starts:
            merged.set(qn("w:val"), "restart")
        properties.append(merged)
    middle = OxmlElement("w:vAlign")
    middle.set(qn("w:val"), "center")
    properties.append(middle)
    element.append(properties)
    for text in cell.text.split("\n") if starts else [""]:
        xml = OxmlElement("w:p")
        element.append(xml)
        paragraph = Paragraph(xml, None)  # type: ignore[arg-type]
        paragraph.paragraph_format.space_after = Pt(0)
        if header or cell.column in grid.centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if text:
            _write_lines(paragraph, text, HEI if header else SONG, grid.size)
    line.append(element)
