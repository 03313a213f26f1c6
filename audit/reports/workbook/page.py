"""What the sheets of a workbook share: titles, references to cells, and how they are printed."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from audit.reports.material import Audited
from audit.reports.workbook.styles import SUBTITLE, TITLE, Styles
from models import Language, SelfReport, Text

_A4 = 9
_WIDE = 16
"""Columns of a sheet that does not fit a page."""
_FOOTER = Text(zh="第 &P 页，共 &N 页", en="Page &P of &N")


def unit_of(audited: Audited) -> str:
    """The body that reports, or the name of the file where the report names none."""
    unit = audited.subject.unit if isinstance(audited.subject, SelfReport) else None
    return unit or PurePath(audited.name).stem


def title_rows(sheet: Any, styles: Styles, title: str, subtitle: str, last_column: int) -> None:
    """A title over the whole width, or at the left of what is wider than a page, and a line below it."""
    sheet.set_row(0, 28)
    looks = TITLE if last_column < _WIDE else {**TITLE, "align": "left"}
    if last_column < _WIDE:
        sheet.merge_range(0, 0, 0, max(last_column, 1), "", styles(looks))
    styles.words(sheet, 0, 0, title, looks)
    styles.words(sheet, 1, 0, subtitle, SUBTITLE)


def reference(row: int, column: int, *, fixed_column: bool = False, fixed: bool = False) -> str:
    """The name of a cell: ``D4``, ``$D4`` or ``$D$4``."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    name: str = xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed or fixed_column)
    return name


def link(sheet_name: str, row: int, column: int) -> str:
    """The address of a cell of another sheet, for a link."""
    return f"internal:'{sheet_name}'!{reference(row, column)}"


def on_page(
    sheet: Any, head_row: int, *, columns: tuple[int, int] | None = None, wide: bool, language: Language
) -> None:
    """A4 across, heads repeated on each page; as wide as one page unless it is ``wide``."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(0, head_row)
    if columns is not None:
        sheet.repeat_columns(*columns)
    if wide:
        sheet.set_print_scale(75)
    else:
        sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&C&9{_FOOTER.in_language(language)}")
    sheet.hide_gridlines(1)
