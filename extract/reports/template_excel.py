"""The blank self-assessment form as an Excel workbook, with sums that calculate themselves."""

from __future__ import annotations

import io
from typing import Any

from extract.reports.template import DATE, FORM, SIGNED, TOTAL, UNIT, Form, Role

_A4 = 9
_FONT = "宋体"
_WIDTHS: dict[Role, float] = {"level": 16, "points": 8, "criteria": 52, "claimed": 10, "source": 22, "reason": 22}
_TITLE_ROW, _FORM_ROW, _BASIS_ROW, _UNIT_ROW, _HEAD_ROW, _FIRST_ROW = range(6)
_FORMULA_SIGNS = ("=", "+", "-", "@")
_LINE_HEIGHT = 14.5


def excel_form(form: Form) -> bytes:
    """The workbook: one sheet, ready to be printed on A4 across."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(FORM)
    writer = _Writer(book, sheet, form)
    writer.head()
    writer.labels()
    writer.lines()
    writer.total()
    writer.lay_out()
    book.close()
    return stream.getvalue()


class _Writer:
    def __init__(self, book: Any, sheet: Any, form: Form) -> None:
        self._book, self._sheet, self._form = book, sheet, form
        self._last = len(form.columns) - 1
        self._total_row = _FIRST_ROW + len(form.lines)

    def head(self) -> None:
        """Title, what it follows, who fills it in, and the heads of the columns."""
        form = self._form
        self._across(_TITLE_ROW, form.title, bold=True, font_size=16, align="center", text_wrap=True)
        self._across(_FORM_ROW, "" if form.is_named else FORM, bold=True, font_size=16, align="center")
        self._across(_BASIS_ROW, form.basis or "", font_size=10, align="center", text_wrap=True)
        claimed = form.column("claimed") or self._last
        unit, date = self._style(align="left"), self._style(align="left")
        self._merged(_UNIT_ROW, 0, _UNIT_ROW, claimed - 1, UNIT, unit)
        self._merged(_UNIT_ROW, claimed, _UNIT_ROW, self._last, DATE, date)
        for column, (_, head) in enumerate(form.columns):
            style = self._style(bold=True, border=1, align="center", text_wrap=True, bg_color="#EDEDED")
            self._text(_HEAD_ROW, column, head, style)

    def labels(self) -> None:
        """The merged cells of the levels."""
        for label in self._form.labels:
            row, column = _FIRST_ROW + label.row, label.column
            leaf = label.columns + label.column == self._form.levels
            style = self._style(border=1, align="left" if leaf else "center", text_wrap=True)
            self._merged(row, column, row + label.rows - 1, column + label.columns - 1, label.text, style)

    def lines(self) -> None:
        """Maxima, criteria, and room for what is filled in; a score beyond its maximum is asked about."""
        points, claimed = self._form.column("points"), self._form.column("claimed")
        for row, line in enumerate(self._form.lines, start=_FIRST_ROW):
            for column, (role, _) in enumerate(self._form.columns):
                if role == "criteria":
                    self._text(row, column, line.criteria, self._style(border=1, text_wrap=True, font_size=9))
                elif role == "points" and line.points is not None:
                    self._sheet.write_number(row, column, line.points, self._style(border=1, align="center"))
                elif role != "level":
                    align = "center" if role in ("points", "claimed") else "left"
                    self._sheet.write_blank(row, column, None, self._style(border=1, align=align, text_wrap=True))
            if points is not None and claimed is not None and line.points is not None:
                self._ask(row, points, claimed, penalty=line.points < 0)
            self._sheet.set_row(row, self._height(row - _FIRST_ROW))

    def _ask(self, row: int, points: int, claimed: int, *, penalty: bool) -> None:
        limit = f"={self._cell(row, points)}"
        self._sheet.data_validation(
            row,
            claimed,
            row,
            claimed,
            {
                "validate": "decimal",
                "criteria": "between",
                "minimum": limit if penalty else 0,
                "maximum": 0 if penalty else limit,
                "error_type": "warning",
                "error_title": "自评得分",
                "error_message": "扣分填负数，且不超过分值。" if penalty else "得分应在 0 与分值之间。",
            },
        )

    def total(self) -> None:
        """The row of sums: maxima without bonus and penalty items, scores with them."""
        form, row = self._form, self._total_row
        style = self._style(bold=True, border=1, align="center")
        self._merged(row, 0, row, form.levels - 1, TOTAL, style)
        base = [at for at, line in enumerate(form.lines) if line.kind == "base"]
        for column, (role, _) in enumerate(form.columns):
            if role == "points" and form.total is not None:
                first, last = _FIRST_ROW + base[0], _FIRST_ROW + base[-1]
                formula = f"=SUM({self._cell(first, column)}:{self._cell(last, column)})"
                self._sheet.write_formula(row, column, formula, style, form.total)
            elif role == "claimed" and form.lines:
                cells = f"{self._cell(_FIRST_ROW, column)}:{self._cell(row - 1, column)}"
                self._sheet.write_formula(row, column, f'=IF(COUNT({cells})=0,"",SUM({cells}))', style, "")
            elif role != "level":
                self._sheet.write_blank(row, column, None, style)

    def lay_out(self) -> None:
        """Notes below, widths, and how it is printed."""
        sheet, row = self._sheet, self._total_row + 1
        if self._form.note is not None:
            self._across(row, f"说明：{self._form.note}", font_size=9, align="left")
            row += 1
        self._across(row, SIGNED, align="left")
        sheet.set_row(row, 26)
        for column, (role, _) in enumerate(self._form.columns):
            sheet.set_column(column, column, self._width(role))
        sheet.set_row(_TITLE_ROW, 28 if len(self._form.title) < 40 else 48)
        sheet.set_row(_FORM_ROW, 4 if self._form.is_named else 26)
        sheet.set_row(_UNIT_ROW, 24)
        sheet.set_row(_HEAD_ROW, 26)
        sheet.set_row(self._total_row, 24)
        sheet.freeze_panes(_FIRST_ROW, self._form.levels)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.center_horizontally()
        sheet.set_footer("&C&9第 &P 页，共 &N 页")
        sheet.hide_gridlines(1)

    def _width(self, role: Role) -> float:
        width = _WIDTHS[role]
        return 28 if role == "level" and self._form.levels == 1 else width

    def _height(self, row: int) -> float:
        """As tall as the criteria of a row, or its label where it is one row alone, need."""
        needed = _lines(self._form.lines[row].criteria, _WIDTHS["criteria"])
        for label in self._form.labels:
            if label.row == row and label.rows == 1:
                needed = max(needed, _lines(label.text, label.columns * self._width("level")))
        return min(max(_LINE_HEIGHT * needed + 6, 24), 400)

    def _across(self, row: int, text: str, **looks: object) -> None:
        self._merged(row, 0, row, self._last, text, self._style(**looks))

    def _merged(self, row: int, column: int, last_row: int, last_column: int, text: str, style: Any) -> None:
        if (row, column) != (last_row, last_column):
            self._sheet.merge_range(row, column, last_row, last_column, "", style)
        self._text(row, column, text, style)

    def _text(self, row: int, column: int, text: str, style: Any) -> None:
        if text.startswith(_FORMULA_SIGNS):
            style.set_quote_prefix()
        if text:
            self._sheet.write_string(row, column, text, style)
        else:
            self._sheet.write_blank(row, column, None, style)

    def _cell(self, row: int, column: int) -> str:
        from xlsxwriter.utility import xl_rowcol_to_cell

        name: str = xl_rowcol_to_cell(row, column)
        return name

    def _style(self, **looks: object) -> Any:
        return self._book.add_format({"font_name": _FONT, "font_size": 10.5, "valign": "vcenter", **looks})


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width, full-width signs being two wide."""
    wide = [sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) for line in text.splitlines() or [""]]
    return sum(max(1, -(-columns // max(int(width) - 1, 1))) for columns in wide)
