"""The blank self-assessment form as a Word file: A4 across, one table, heads repeated on each page."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from extract.reports.template import DATE, FORM, SIGNED, TOTAL, UNIT, Form, Label, Role

_SONG, _FANG, _HEI = "宋体", "仿宋", "黑体"
_PAGE = (29.7, 21.0)
_MARGIN = 2.0
"""Centimetres."""
_CM = 567
"""Twentieths of a point in a centimetre."""
_WEIGHTS: dict[Role, float] = {"level": 2.6, "points": 1.4, "criteria": 9, "claimed": 1.7, "source": 3.2, "reason": 3.2}


def word_form(form: Form) -> bytes:
    """The file."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(_PAGE[0]), Cm(_PAGE[1])
    section.left_margin = section.right_margin = Cm(_MARGIN)
    section.top_margin = section.bottom_margin = Cm(_MARGIN)
    _line(document, form.title, font=_SONG, size=18, bold=True, centred=True)
    if not form.is_named:
        _line(document, FORM, font=_SONG, size=18, bold=True, centred=True)
    if form.basis is not None:
        _line(document, form.basis, font=_FANG, size=10.5, centred=True)
    _line(document, f"{UNIT}{'　' * 20}{DATE}", font=_FANG, size=12)
    document.element.body.insert(-1, _table(form))
    if form.note is not None:
        _line(document, f"说明：{form.note}", font=_FANG, size=10.5)
    _line(document, SIGNED, font=_FANG, size=12, before=8)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _line(
    document: Any, text: str, *, font: str, size: float, bold: bool = False, centred: bool = False, before: float = 0
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(4)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.name = "Times New Roman"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _table(form: Form) -> Any:
    widths = _widths(form)
    table = _element("tbl")
    properties = _under(table, "tblPr")
    _under(properties, "tblW", w=str(sum(widths)), type="dxa")
    borders = _under(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _under(borders, side, val="single", sz="4", space="0", color="000000")
    _under(properties, "tblLayout", type="fixed")
    grid = _under(table, "tblGrid")
    for width in widths:
        _under(grid, "gridCol", w=str(width))
    _head_row(table, form, widths)
    starts = {(label.row, label.column): label for label in form.labels}
    covered = {(label.row + down, label.column): label for label in form.labels for down in range(1, label.rows)}
    for row in range(len(form.lines)):
        _form_row(table, form, widths, row, starts, covered)
    _total_row(table, form, widths)
    return table


def _head_row(table: Any, form: Form, widths: list[int]) -> None:
    row = _row(table, head=True)
    for width, (_, head) in zip(widths, form.columns, strict=True):
        _cell(row, head, width, _HEAD)


def _form_row(
    table: Any,
    form: Form,
    widths: list[int],
    number: int,
    starts: dict[tuple[int, int], Label],
    covered: dict[tuple[int, int], Label],
) -> None:
    row, line, column = _row(table), form.lines[number], 0
    while column < form.levels:
        label = starts.get((number, column)) or covered[number, column]
        width = sum(widths[column : column + label.columns])
        begins = label.row == number
        merge = None if label.rows == 1 else "restart" if begins else "continue"
        leaf = label.column + label.columns == form.levels
        text = label.text if begins else ""
        _cell(row, text, width, _LEFT if leaf else _MIDDLE, span=label.columns, merge=merge)
        column += label.columns
    for at, (role, _) in enumerate(form.columns[form.levels :], start=form.levels):
        points = format(line.points, "f") if line.points is not None else ""
        text = {"points": points, "criteria": line.criteria}.get(role, "")
        looks = _SMALL if role == "criteria" else _MIDDLE if role in ("points", "claimed") else _LEFT
        _cell(row, text, widths[at], looks)


def _total_row(table: Any, form: Form, widths: list[int]) -> None:
    row = _row(table)
    _cell(row, TOTAL, sum(widths[: form.levels]), _SUM, span=form.levels)
    for at, (role, _) in enumerate(form.columns[form.levels :], start=form.levels):
        text = format(form.total, "f") if role == "points" and form.total is not None else ""
        _cell(row, text, widths[at], _SUM)


def _widths(form: Form) -> list[int]:
    """Widths of the columns in twentieths of a point; together as wide as the text."""
    weights = [_WEIGHTS[role] for role, _ in form.columns]
    if form.levels == 1:
        weights[0] *= 2
    whole = (_PAGE[0] - 2 * _MARGIN) * _CM
    return [round(whole * weight / sum(weights)) for weight in weights]


def _row(table: Any, *, head: bool = False) -> Any:
    row = _under(table, "tr")
    properties = _under(row, "trPr")
    _under(properties, "cantSplit")
    _under(properties, "trHeight", val="480", hRule="atLeast")
    if head:
        _under(properties, "tblHeader")
    return row


@dataclass(frozen=True, slots=True)
class _Looks:
    centred: bool = False
    font: str = _FANG
    size: str = "21"
    """Half points."""
    shaded: bool = False


_HEAD = _Looks(centred=True, font=_HEI, shaded=True)
_SUM = _Looks(centred=True, font=_HEI)
_MIDDLE = _Looks(centred=True)
_LEFT = _Looks()
_SMALL = _Looks(size="18")


def _cell(row: Any, text: str, width: int, looks: _Looks, *, span: int = 1, merge: str | None = None) -> None:
    cell = _under(row, "tc")
    properties = _under(cell, "tcPr")
    _under(properties, "tcW", w=str(width), type="dxa")
    if span > 1:
        _under(properties, "gridSpan", val=str(span))
    if merge is not None:
        _under(properties, "vMerge", val=merge)
    if looks.shaded:
        _under(properties, "shd", val="clear", color="auto", fill="EDEDED")
    _under(properties, "vAlign", val="center")
    for line in text.split("\n"):
        paragraph = _under(cell, "p")
        layout = _under(paragraph, "pPr")
        _under(layout, "spacing", before="20", after="20")
        _under(layout, "jc", val="center" if looks.centred else "left")
        if not line:
            continue
        run = _under(paragraph, "r")
        marks = _under(run, "rPr")
        _under(marks, "rFonts", ascii="Times New Roman", hAnsi="Times New Roman", eastAsia=looks.font)
        _under(marks, "sz", val=looks.size)
        words = _under(run, "t")
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        words.text = line


def _element(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(f"w:{name}")


def _under(parent: Any, name: str, **attributes: str) -> Any:
    from docx.oxml.ns import qn

    element = _element(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)
    return element
