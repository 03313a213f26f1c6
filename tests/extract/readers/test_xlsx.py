"""Workbooks: what their cells show, which of them can be seen, what is a table and what a line."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from extract.readers import read_bytes
from extract.readers.xlsx.formats import shown
from models import Document, Paragraph, Table, UnreadableFile
from tests.extract.readers.word_files import zipped

LINES = Border(*(Side(style="thin") for _ in range(4)))


def made(fill: Callable[[Worksheet], None], *more: Callable[[Worksheet], None]) -> bytes:
    """A workbook; each function fills a sheet."""
    book = openpyxl.Workbook()
    assert book.active is not None
    fill(book.active)
    for number, another in enumerate(more, start=2):
        another(book.create_sheet(f"Sheet{number}"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rows(*values: list[object], lines: bool = True) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for row, cells in enumerate(values, start=1):
            for column, value in enumerate(cells, start=1):
                cell = sheet.cell(row, column, value)
                if lines:
                    cell.border = LINES
        sheet.title = sheet.title

    return fill


def texts(document: Document) -> list[str | list[list[str]]]:
    """Paragraphs as their text, tables as rows of the texts of the cells that begin in them."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[c.text for c in block.row_cells(r) if c.row == r] for r in range(block.rows)]
        for block in document.blocks
    ]


def edited(data: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """A package with changes in one of its XML parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts[part].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return zipped({**parts, part: text.encode()})


SHOWN = [
    ("2", "", "2"),
    ("2", "General", "2"),
    ("2.5", "General", "2.5"),
    ("0.30000000000000004", "General", "0.3"),
    ("33.333333333333336", "General", "33.33333333"),
    ("-5", "General", "-5"),
    ("2", "0.0", "2.0"),
    ("2.25", "0.0", "2.3"),
    ("1.005", "0.00", "1.01"),
    ("-1.5", "0.0", "-1.5"),
    ("12345.6", "#,##0.00", "12,345.60"),
    ("0.5", "#.##", ".5"),
    ("2", "#.##", "2"),
    ("5", "00", "05"),
    ("0.95", "0%", "95%"),
    ("0.8136", "0.00%", "81.36%"),
    ("10", '0"分"', "10分"),
    ("10", r"0\分", "10分"),
    ("-5", "0.0_ ;[Red]\\-0.0\\ ", "-5.0"),
    ("-5", "0;(0)", "(5)"),
    ("0", "0;-0;无", "无"),
    ("0", '0;-0;"/"', "/"),
    ("3", '[>=2]"多";[<2]"少"', "多"),
    ("1", '[>=2]"多";[<2]"少"', "少"),
    ("2616.24", "¥#,##0.00", "¥2,616.24"),
    ("12345678", "#,##0,", "12,346"),
    ("44795", "yyyy/m/d", "2022/8/22"),
    ("44795", 'yyyy"年"m"月"d"日"', "2022年8月22日"),
    ("44795", '[$-804]yyyy"年"m"月";@', "2022年8月"),
    ("44795.75", "yyyy-mm-dd hh:mm", "2022-08-22 18:00"),
    ("44795.75", "h:mm AM/PM", "6:00 PM"),
    ("44795.25", "上午/下午h:mm", "上午6:00"),
    ("1.5", "[h]:mm", "36:00"),
    ("44795", "aaaa", "星期一"),
    ("44795", "yy.mm", "22.08"),
    ("0.25", "# ?/?", "0.25"),
    ("12345", "0.00E+00", "12345"),
    ("7", "@", "7"),
    ("1e300", "0.00", "1e300"),
    ("nan", "0.00", "nan"),
    ("x", "0.00", "x"),
]


@pytest.mark.parametrize(("value", "code", "expected"), SHOWN)
def test_numbers_as_shown(value: str, code: str, expected: str) -> None:
    assert shown(value, code) == expected


def test_dates_counted_from_1904() -> None:
    assert shown("43333", "yyyy/m/d", date1904=True) == "2022/8/22"


@given(st.decimals(-10_000, 10_000, places=2), st.integers(0, 4))
def test_decimals_are_as_many_as_the_format_has(value: object, places: int) -> None:
    text = shown(str(value), "0." + "0" * places if places else "0")
    assert len(text.partition(".")[2]) == places


@given(st.text(max_size=12), st.decimals(-10_000, 50_000, places=3))
def test_no_format_code_is_fatal(code: str, value: object) -> None:
    assert isinstance(shown(str(value), code), str)


def test_numbers_look_as_a_spreadsheet_program_shows_them(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    codes = ["General", "0", "0.0", "0.00", "#,##0.00", "0%", "0.0%", '0"分"', "0.0_ ", "0;-0;0", "yyyy-mm-dd", "#.#"]
    values = [0, 1, 2.5, 2.25, -3.75, 0.95, 10, 1234.5, 44795]

    def fill(sheet: Worksheet) -> None:
        for row, value in enumerate(values, start=1):
            for column, code in enumerate(codes, start=1):
                if code == "yyyy-mm-dd" and value < 60:  # 1900 was no leap year there
                    continue
                sheet.cell(row, column, value).number_format = code
            sheet.cell(row, len(codes) + 1, "甲")

    data = made(fill)
    (tmp_path / "a.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "a.xlsx"], check=True, capture_output=True, timeout=120)
    expected = list(csv.reader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))
    (table,) = [b for b in read_bytes(data, "a.xlsx").blocks if isinstance(b, Table)]
    for row, cells in enumerate(expected):
        got = [cell.text if (cell := table.at(row, c)) else "" for c in range(len(codes))]
        # “2.” for a format that ends in its point is not kept
        assert got == [text.strip().removesuffix(".") for text in cells[: len(codes)]]


def test_title_unit_table_and_signature() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "附件2"
        sheet["A2"] = "云浦县考核评分表"
        sheet["A2"].alignment = Alignment(horizontal="center")
        sheet["A2"].font = Font(size=18)
        sheet.merge_cells("A2:C2")
        sheet["C3"] = "单位：分"
        for row, cells in enumerate((["指标", "分值", "评分标准"], ["甲", 2, "做到得2分"], ["乙", 3.0, None]), start=4):
            for column, value in enumerate(cells, start=1):
                sheet.cell(row, column, value).border = LINES
        sheet["A7"] = "填表人：甲某"
        sheet["C7"] = "日期：2023年1月5日"

    document = read_bytes(made(fill), "a.xlsx")
    assert texts(document) == [
        "附件2",
        "云浦县考核评分表",
        "单位：分",
        [["指标", "分值", "评分标准"], ["甲", "2", "做到得2分"], ["乙", "3", ""]],
        "填表人：甲某",
        "日期：2023年1月5日",
    ]
    title, table = document.blocks[1], document.blocks[3]
    assert isinstance(title, Paragraph)
    assert isinstance(table, Table)
    assert (title.centred, title.font_size) == (True, 18.0)
    assert table.caption is not None
    assert table.caption.quote == "云浦县考核评分表"
    assert document.notes == ()
    assert [b.where.block for b in document.blocks] == list(range(6))
    assert {cell.where.block for cell in table.cells} == {3}


def test_a_table_without_lines() -> None:
    document = read_bytes(made(rows(["评分表"], ["指标", "分值"], ["甲", 2], ["注：含加分"], lines=False)), "a.xlsx")
    assert texts(document) == ["评分表", [["指标", "分值"], ["甲", "2"]], "注：含加分"]


def test_a_note_inside_the_lines_belongs_to_the_table() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["指标", "分值"], ["甲", 2], ["注：含加分", None])(sheet)
        sheet.merge_cells("A3:B3")

    assert texts(read_bytes(made(fill), "a.xlsx")) == [[["指标", "分值"], ["甲", "2"], ["注：含加分"]]]


def test_merged_cells() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["一级", "二级", "分值"], ["甲", "一", 2], [None, "二", 3], [None, "三", 4], ["合计", None, 9])(sheet)
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("A5:B5")

    (table,) = read_bytes(made(fill), "a.xlsx").blocks
    assert isinstance(table, Table)
    assert {(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells if c.text in ("甲", "合计")} == {
        (1, 0, 3, 1, "甲"),
        (4, 0, 1, 2, "合计"),
    }
    assert all(table.at(r, c) for r in range(table.rows) for c in range(table.columns))


def test_columns_in_which_nothing_begins_go_away() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (1, 2):
            sheet.cell(row, 1, "甲").border = LINES
            sheet.cell(row, 2).border = LINES
            sheet.cell(row, 3, row).border = LINES
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)

    (table,) = read_bytes(made(fill), "a.xlsx").blocks
    assert isinstance(table, Table)
    assert (table.rows, table.columns) == (2, 2)


def test_hidden_rows_columns_and_sheets_are_left_out_and_said_so() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["指标", "旧分值", "分值"], ["甲", 9, 2], ["作废", 8, 3], ["乙", 7, 4])(sheet)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    def secret(sheet: Worksheet) -> None:
        rows(["机密"])(sheet)
        sheet.sheet_state = "veryHidden"

    document = read_bytes(made(fill, secret), "a.xlsx")
    assert texts(document) == [[["指标", "分值"], ["甲", "2"], ["乙", "4"]]]
    assert [(n.kind, n.message.en) for n in document.notes] == [
        ("left_out", "hidden sheets left out: 1"),
        ("left_out", "hidden rows left out: 1"),
        ("left_out", "hidden columns left out: 1"),
    ]


def test_a_merged_label_whose_first_row_is_hidden_is_still_shown() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["指标", "项", "分值"], ["甲", "一", 1], [None, "二", 2], [None, "三", 3])(sheet)
        sheet.merge_cells("A2:A4")
        sheet.row_dimensions[2].hidden = True

    assert texts(read_bytes(made(fill), "a.xlsx")) == [[["指标", "项", "分值"], ["甲", "二", "2"], ["三", "3"]]]


def test_formulas_give_their_saved_result() -> None:
    data = made(rows(["指标", "分值"], ["甲", 2], ["合计", "=SUM(B2:B2)"]))
    document = read_bytes(data, "a.xlsx")
    assert texts(document) == [[["指标", "分值"], ["甲", "2"], ["合计", ""]]]
    (note,) = document.notes
    assert note.kind == "not_read"
    assert "formulas saved without their results: 1" in note.message.en
    calculated = edited(data, "xl/worksheets/sheet1.xml", ("<f>SUM(B2:B2)</f><v></v>", "<f>SUM(B2:B2)</f><v>2</v>"))
    document = read_bytes(calculated, "a.xlsx")
    assert texts(document) == [[["指标", "分值"], ["甲", "2"], ["合计", "2"]]]
    assert document.notes == ()


def test_kinds_of_values() -> None:
    values: list[object] = [
        True,
        date(2023, 5, 4),
        datetime(2023, 5, 4, 9, 30),
        time(9, 30),
        "  前后空格 ",
        "第一行\n\n第二行",
    ]
    (table,) = read_bytes(made(rows(["指标", *[None] * 5], values)), "a.xlsx").blocks
    assert isinstance(table, Table)
    assert [table.at(1, c).text for c in range(6)] == [  # type: ignore[union-attr]
        "TRUE", "2023-05-04", "2023-05-04 9:30:00", "9:30:00", "前后空格", "第一行\n第二行",
    ]  # fmt: skip


def test_several_sheets_and_tables_in_order() -> None:
    def fill(sheet: Worksheet) -> None:
        for row, value in ((1, "甲"), (2, "乙"), (5, "丙"), (6, "丁")):
            sheet.cell(row, 1, value)
            sheet.cell(row, 2, row)

    found = texts(read_bytes(made(fill, rows(["戊", 1], ["己", 2])), "a.xlsx"))
    assert found == [[["甲", "1"], ["乙", "2"]], [["丙", "5"], ["丁", "6"]], [["戊", "1"], ["己", "2"]]]


def test_a_line_between_two_tables_without_an_empty_row() -> None:
    def fill(sheet: Worksheet) -> None:
        for row, (first, second, lines) in enumerate(
            [("甲", 1, True), ("乙", 2, True), ("表2 得分", None, False), ("丙", 3, True), ("丁", 4, True)], start=1
        ):
            for column, value in ((1, first), (2, second)):
                cell = sheet.cell(row, column, value)
                cell.border = LINES if lines else Border()

    assert texts(read_bytes(made(fill), "a.xlsx")) == [
        [["甲", "1"], ["乙", "2"]],
        "表2 得分",
        [["丙", "3"], ["丁", "4"]],
    ]


def test_a_header_without_lines() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["评分表"])
        sheet.append(["指标", "分值", "得分"])
        for row, cells in enumerate((["甲", 2, 1], ["乙", 3, 3]), start=3):
            for column, value in enumerate(cells, start=1):
                sheet.cell(row, column, value).border = LINES

    assert texts(read_bytes(made(fill), "a.xlsx")) == [
        "评分表",
        [["指标", "分值", "得分"], ["甲", "2", "1"], ["乙", "3", "3"]],
    ]


def test_tables_beside_each_other() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (1, 2, 3):
            for column, value in ((1, f"甲{row}"), (2, row), (4, f"乙{row}"), (5, row)):
                sheet.cell(row, column, value).border = LINES

    assert texts(read_bytes(made(fill), "a.xlsx")) == [
        [["甲1", "1"], ["甲2", "2"], ["甲3", "3"]],
        [["乙1", "1"], ["乙2", "2"], ["乙3", "3"]],
    ]


def test_a_sheet_that_somebody_named_names_its_table() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["指标", "分值"], ["甲", 2])(sheet)
        sheet.title = "考核评分标准"

    (table,) = read_bytes(made(fill), "a.xlsx").blocks
    assert isinstance(table, Table)
    assert table.caption is not None
    assert table.caption.quote == "考核评分标准"
    (plain,) = read_bytes(made(rows(["指标", "分值"], ["甲", 2])), "a.xlsx").blocks
    assert isinstance(plain, Table)
    assert plain.caption is None


def test_an_empty_workbook() -> None:
    assert read_bytes(made(lambda sheet: None), "a.xlsx").blocks == ()


def test_shared_and_rich_strings() -> None:
    strings = (
        '<sst xmlns="urn:any"><si><r><t>评分</t></r><r><t xml:space="preserve"> 标准</t></r>'
        "<rPh><t>pingfen</t></rPh></si><si><t>一_x000D_\n二</t></si></sst>"
    )
    cells = "".join(f'<row><c t="s"><v>{a}</v></c><c t="s"><v>{b}</v></c></row>' for a, b in ((0, 1), (1, 9), (0, "x")))
    data = made(lambda sheet: None)
    data = edited(data, "xl/worksheets/sheet1.xml", ("<sheetData></sheetData>", f"<sheetData>{cells}</sheetData>"))
    link = '<Relationship Id="s" Type="urn:a/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    data = edited(data, "xl/_rels/workbook.xml.rels", ("</Relationships>", link))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    document = read_bytes(zipped({**parts, "xl/sharedStrings.xml": strings.encode()}), "a.xlsx")
    assert texts(document) == [[["评分 标准", "一\n二"]], "一\n二", "评分 标准"]


@pytest.mark.parametrize(
    "merges",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>',
        '<mergeCells><mergeCell ref="nonsense"/><mergeCell ref="B2:A1"/><mergeCell/></mergeCells>',
        '<mergeCells><mergeCell ref="C9:D99"/></mergeCells>',
    ],
)
def test_hostile_merges(merges: str) -> None:
    data = made(rows(["甲", "乙", "丙"], ["一", "二", "三"], ["1", "2", "3"]))
    data = edited(data, "xl/worksheets/sheet1.xml", ("</sheetData>", "</sheetData>" + merges))
    assert len(read_bytes(data, "a.xlsx").blocks) == 1


def test_a_sheet_larger_than_any_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def diagonal(sheet: Worksheet) -> None:
        for at in range(1, 1200):
            sheet.cell(at, at, "甲")

    with pytest.raises(UnreadableFile, match="more than a document"):
        read_bytes(made(diagonal), "a.xlsx")
    monkeypatch.setattr("extract.readers.xlsx.book.CELLS_LIMIT", 3)
    with pytest.raises(UnreadableFile, match="more than a document"):
        read_bytes(made(rows(["甲", "乙"], ["丙", "丁"])), "a.xlsx")


def test_a_table_of_a_hundred_thousand_cells_is_read() -> None:
    cells = "".join(
        f'<row r="{r}">' + "".join(f'<c t="inlineStr"><is><t>{r}</t></is></c>' for _ in range(20)) + "</row>"
        for r in range(1, 5001)
    )
    data = made(lambda sheet: None)
    data = edited(data, "xl/worksheets/sheet1.xml", ("<sheetData></sheetData>", f"<sheetData>{cells}</sheetData>"))
    (table,) = read_bytes(data, "a.xlsx").blocks
    assert isinstance(table, Table)
    assert (table.rows, table.columns, len(table.cells)) == (5000, 20, 100_000)


def test_damaged_parts() -> None:
    data = made(rows(["甲", "乙"], ["丙", 1]))
    for part, old in (
        ("xl/worksheets/sheet1.xml", "</row>"),
        ("xl/styles.xml", "</fonts>"),
        ("xl/workbook.xml", "</sheets>"),
    ):
        with pytest.raises(UnreadableFile, match="damaged"):
            read_bytes(edited(data, part, (old, "")), "a.xlsx")
    with pytest.raises(UnreadableFile, match="damaged"):
        read_bytes(data[: len(data) // 2], "a.xlsx")


def test_styles_that_other_programs_leave_behind() -> None:
    data = made(rows(["甲", "乙"], ["丙", 1.5]))
    data = edited(data, "xl/worksheets/sheet1.xml", (' s="1"', ' s="999"'))
    assert texts(read_bytes(data, "a.xlsx")) == [[["甲", "乙"], ["丙", "1.5"]]]


def test_external_links_and_text_boxes() -> None:
    drawing = (
        '<xdr:wsDr xmlns:xdr="urn:x" xmlns:a="urn:a"><xdr:a1><a:t>框中的字</a:t></xdr:a1>'
        "<xdr:a1><xdr:pic/></xdr:a1><xdr:a1/></xdr:wsDr>"
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="d" Type="urn:a/drawing" Target="../drawings/d.xml"/>'
        '<Relationship Id="o" Type="urn:a/externalLink" Target="http://192.0.2.1/b.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    with zipfile.ZipFile(io.BytesIO(made(rows(["甲", "乙"], ["丙", 1])))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts |= {"xl/drawings/d.xml": drawing.encode(), "xl/worksheets/_rels/sheet1.xml.rels": links.encode()}
    document = read_bytes(zipped(parts), "a.xlsx")
    assert texts(document) == [[["甲", "乙"], ["丙", "1"]]]
    assert [n.message.en for n in document.notes] == ["text boxes not read: 1", "pictures not read: 1"]
