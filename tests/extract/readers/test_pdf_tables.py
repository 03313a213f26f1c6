"""Tables of PDF pages: rules, grids, the text of cells, page breaks; plain pdfplumber is the reference for cells."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest

from extract.readers.pdf import read_pdf
from extract.readers.pdf.grids import find_grids
from extract.readers.pdf.pages import Page, opened, pages_of
from extract.text import tidy
from models import Document, Paragraph, Table
from tests.extract.readers.tiny_pdf import TinyPage, tiny_pdf

XS, YS = [90.0, 200.0, 260.0, 500.0], [100.0, 130.0, 160.0, 190.0]
TEXTS = [["指标", "分值", "评分细则"], ["组织领导", "10", "有方案得5分"], ["资金管理", "20", "专款专用得20分"]]


def tables(*pages: TinyPage) -> list[Table]:
    return [b for b in read_pdf(tiny_pdf(*pages), "x").blocks if isinstance(b, Table)]


def only(*pages: TinyPage) -> Table:
    found = tables(*pages)
    assert len(found) == 1
    return found[0]


def grid(table: Table) -> list[list[str]]:
    """Texts by position; a merged cell shows only where it begins."""
    rows = [["·"] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                rows[row][column] = "^"
        rows[cell.row][cell.column] = tidy(cell.text)
    return rows


def test_a_plain_table_with_places() -> None:
    table = only(TinyPage().table(XS, YS, TEXTS))
    assert grid(table) == TEXTS
    cell = table.at(1, 2)
    assert cell is not None
    assert (cell.where.page, cell.where.block, cell.where.row, cell.where.column) == (1, 0, 1, 2)
    assert cell.where.bbox == (260, 130, 500, 160)
    assert cell.locate(3, 6).bbox == pytest.approx((294, 135.2, 319, 145.2), abs=3)
    assert table.header_rows == 0


def sides(whole: bool) -> list[tuple[float, float, float, float]]:
    """The rules of the grid, from border to border or for each cell, as x0, top, x1, bottom."""
    down = [(YS[0], YS[-1])] if whole else list(pairwise(YS))
    across = [(XS[0], XS[-1])] if whole else list(pairwise(XS))
    return [(x, y0, x, y1) for x in XS for y0, y1 in down] + [(x0, y, x1, y) for y in YS for x0, x1 in across]


def draw(page: TinyPage, style: str) -> None:
    """The rules of the grid in one of the ways that programs draw them."""
    if style == "stroked boxes":
        for y0, y1 in pairwise(YS):
            for x0, x1 in pairwise(XS):
                page.box(x0, y0, x1, y1, paint="S")
        return
    for x0, y0, x1, y1 in sides(whole=style == "thin boxes"):
        across, down = (0.4, 0.0) if x0 == x1 else (0.0, 0.4)
        if style == "polygons":
            a, b = page.height - y0 + down, page.height - y1 - down
            corners = [(x0 - across, a), (x1 + across, a), (x1 + across, b), (x0 - across, b)]
            page.operators.append(" l ".join(f"{x} {y}" for x, y in corners).replace(" l ", " m ", 1) + " l h f")
        else:
            page.box(x0 - across, y0 - down, x1 + across, y1 + down)


@pytest.mark.parametrize("style", ["thin boxes", "box for each cell side", "polygons", "stroked boxes"])
def test_rules_however_drawn(style: str) -> None:
    page = TinyPage()
    draw(page, style)
    assert grid(only(page.fill(XS, YS, TEXTS))) == TEXTS


def test_rules_in_a_form_object_with_its_own_matrix() -> None:
    page = TinyPage().fill(XS, YS, TEXTS)
    page.form_matrix = "2 0 0 2 10 20"
    for y in YS:
        v = (page.height - y - 20) / 2
        page.form.append(f"{(XS[0] - 10) / 2} {v} m {(XS[-1] - 10) / 2} {v} l S")
    for x in XS:
        u = (x - 10) / 2
        page.form.append(f"{u} {(page.height - YS[0] - 20) / 2} m {u} {(page.height - YS[-1] - 20) / 2} l S")
    assert grid(only(page)) == TEXTS


def test_shading_is_no_rule() -> None:
    page = TinyPage().box(90, 100, 500, 130, colour="0.8 0.8 0.8").box(90, 133, 200, 157, colour="0.9 0.9 0.2")
    assert grid(only(page.table(XS, YS, TEXTS))) == TEXTS


@pytest.mark.parametrize(
    "hidden",
    [
        "q 1 1 1 RG 90 727 m 500 727 l S Q",
        "q 1 1 1 rg 90 726.8 410 0.4 re f Q",
        "90 727 m 500 727 l n",
        "q 90 300 100 100 re W n 90 727 m 500 727 l S Q",
    ],
    ids=["white line", "white box", "not painted", "clipped away"],
)
def test_invisible_rules_do_not_split_rows(hidden: str) -> None:
    page = TinyPage()
    page.operators.append(hidden)
    assert grid(only(page.table(XS, YS, TEXTS))) == TEXTS


def test_merged_cells_become_spans() -> None:
    page = TinyPage()
    for y, x0 in [(100, 90), (130, 90), (160, 200), (190, 90)]:
        page.rule(x0, y, 500, y)
    page.rule(90, 100, 90, 190).rule(200, 100, 200, 190).rule(260, 130, 260, 190).rule(500, 100, 500, 190)
    page.text(95, 120, "指标", 10).text(205, 120, "要求", 10).text(95, 160, "管理", 10)
    page.text(205, 150, "甲", 10).text(265, 150, "乙", 10).text(205, 180, "丙", 10).text(265, 180, "丁", 10)
    assert grid(only(page)) == [["指标", "要求", "^"], ["管理", "甲", "乙"], ["^", "丙", "丁"]]


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_an_open_side_loses_no_cell(side: str) -> None:
    page = TinyPage().fill(XS, YS, TEXTS)
    for number, y in enumerate(YS):
        if (side, number) not in (("top", 0), ("bottom", 3)):
            page.rule(XS[0], y, XS[-1], y)
    for number, x in enumerate(XS):
        if (side, number) not in (("left", 0), ("right", 3)):
            page.rule(x, YS[0], x, YS[-1])
    assert grid(only(page)) == TEXTS


def test_rules_that_stick_out_bound_no_column() -> None:
    page = TinyPage().fill(XS, YS, TEXTS)
    for y in YS:
        page.rule(XS[0] - 30, y, XS[-1] + 30, y)
    for x in XS:
        page.rule(x, YS[0], x, YS[-1])
    assert grid(only(page)) == TEXTS


def test_a_frame_around_the_page_is_no_table() -> None:
    page = TinyPage().box(50, 50, 545, 800, paint="S").table(XS, YS, TEXTS).text(90, 300, "正文。", 12)
    blocks = read_pdf(tiny_pdf(page), "x").blocks
    assert [b.kind for b in blocks] == ["table", "paragraph"]
    plain = TinyPage().box(50, 50, 545, 800, paint="S").text(90, 300, "正文。", 12)
    assert [b.kind for b in read_pdf(tiny_pdf(plain), "x").blocks] == ["paragraph"]


def test_a_rule_under_a_heading_is_no_table() -> None:
    page = TinyPage().rule(90, 90, 500, 90).text(95, 120, "正文。", 10)
    assert tables(page) == []


def test_tables_side_by_side_and_below_each_other_stay_apart() -> None:
    page = TinyPage()
    page.table([90, 150, 200], [100, 120, 140], [["甲", "1"], ["乙", "2"]])
    page.table([300, 360, 420], [100, 120, 140], [["丙", "3"], ["丁", "4"]])
    page.table([90, 150, 200], [200, 220, 240], [["戊", "5"], ["己", "6"]])
    assert [grid(t)[0][0] for t in tables(page)] == ["甲", "丙", "戊"]


def test_a_table_in_a_cell() -> None:
    page = TinyPage().table([90, 200, 500], [100, 200, 230], [["外", ""], ["下", "右"]])
    page.text(205, 112, "说明", 10)
    page.table([220, 300, 400], [130, 150, 170], [["内甲", "内乙"], ["1", "2"]])
    table = only(page)
    assert grid(table) == [["外", "说明"], ["下", "右"]]
    outer = table.at(0, 1)
    assert outer is not None
    assert [grid(inner) for inner in outer.tables] == [[["内甲", "内乙"], ["1", "2"]]]
    assert outer.tables[0].cells[0].where.nested == ((0, 1, 0),)


def test_boxes_of_a_flow_chart_are_paragraphs() -> None:
    page = TinyPage().text(95, 80, "流程如下。", 10)
    for number, text in enumerate(["受理申请", "入户调查", ""]):
        page.box(90 + 130 * number, 100, 190 + 130 * number, 140, paint="S").text(100 + 130 * number, 124, text, 10)
    blocks = read_pdf(tiny_pdf(page), "x").blocks
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == ["流程如下。", "受理申请", "入户调查"]
    assert len(blocks) == 3


def test_wrapped_lines_of_a_cell_are_joined_and_paragraphs_are_kept() -> None:
    long = "建立工作机制并定期召开会议的得五分否则不得分"
    text = f"1.{long}\n共计五分。\n2.没有的不得分。"
    page = TinyPage().table([90, 200, 448], [100, 130, 220], [["指标", "细则"], ["组织\n领导", text]])
    cell = only(page).at(1, 1)
    assert cell is not None
    assert cell.text == f"1.{long}共计五分。\n2.没有的不得分。"
    assert len(cell.lines) == 3


def test_a_number_cut_by_a_narrow_cell_is_whole() -> None:
    page = TinyPage().table([90, 120, 300], [100, 130, 180], [["得分", "说明"], ["1002.\n75", "无"]])
    cell = only(page).at(1, 0)
    assert cell is not None
    assert tidy(cell.text) == "1002.75"


@pytest.mark.parametrize(
    ("text", "read"), [("10\n0（+2）", "100（+2）"), ("10\n0\n5", "10\n0\n5"), ("23\n（+10）", "23（+10）")]
)
def test_a_number_with_a_bracket_cut_by_a_narrow_cell_is_whole(text: str, read: str) -> None:
    rows = [["分值", "说明"], ["10\n20", "无"], [text, "无"]]
    page = TinyPage().table([90, 128, 300], [100, 130, 180, 240], rows)
    cell = only(page).at(2, 0)
    assert cell is not None
    assert cell.text == read


@pytest.mark.parametrize("scores", ["０．５分\n１．５分\n１０分", "0.5分\n12.5分"])
def test_scores_below_each_other_stay_apart_in_a_narrow_cell(scores: str) -> None:
    width = 4 + max(sum(10 if ord(c) > 255 else 5 for c in line) for line in scores.split("\n"))
    page = TinyPage().table([90, 90 + width, 300], [100, 130, 190], [["分值", "说明"], [scores, "无"]])
    cell = only(page).at(1, 0)
    assert cell is not None
    assert cell.text == scores


def test_text_that_runs_over_a_border_is_parted() -> None:
    page = TinyPage().table([90, 120, 300], [100, 130, 160], [["", ""], ["甲", "乙"]])
    page.text(100, 118, "分值说明", 10)
    assert grid(only(page))[0] == ["分值", "说明"]


def test_vertical_labels_are_read_downwards() -> None:
    page = TinyPage().table([90, 110, 300], [100, 180, 210], [["工\n作\n保\n障", "内容"], ["合", "计"]])
    assert grid(only(page))[0] == ["工作保障", "内容"]


def test_an_open_last_row_on_a_page_goes_on_after_the_break() -> None:
    one = TinyPage()
    for y in (700.0, 730.0):
        one.rule(XS[0], y, XS[-1], y)
    for x in XS:
        one.rule(x, 700, x, 790)
    one.fill(XS, [700, 730], TEXTS[:2])
    two = TinyPage()
    for y in (130.0, 160.0):
        two.rule(XS[0], y, XS[-1], y)
    for x in XS:
        two.rule(x, 60, x, 160)
    two.fill(XS, [60, 130], [["", "", "，没有的不得分。"], TEXTS[2]])
    table = only(one, two)
    assert grid(table) == [TEXTS[0], ["组织领导", "10", "有方案得5分，没有的不得分。"], TEXTS[2]]
    cell = table.at(1, 2)
    assert cell is not None
    assert [line.page for line in cell.lines] == [1, 2]


def test_a_single_row_after_the_break_belongs_to_its_table() -> None:
    one = TinyPage().table([90, 500], [700, 740, 790], [["自评说明"], ["已完成全部任务，资金按时到位，没有结余，"]])
    two = TinyPage().table([90, 500], [60, 90], [["群众反映良好。"]]).text(90, 120, "以下无正文。", 10)
    table = only(one, two)
    assert grid(table)[-1] == ["已完成全部任务，资金按时到位，没有结余，群众反映良好。"]


def test_a_page_that_one_row_fills() -> None:
    one = TinyPage()
    for y in (60.0, 90.0):
        one.rule(XS[0], y, XS[-1], y)
    pages = [one, TinyPage(), TinyPage()]
    for page in pages:
        for x in XS:
            page.rule(x, 60, x, 790 if page is not pages[2] else 120)
    pages[2].rule(XS[0], 120, XS[-1], 120)
    one.fill(XS, [60, 90], [TEXTS[0], ["组织领导", "10", "1.有方案得五分，"]])
    pages[1].fill(XS, [60], [["", "", "有制度得三分，"]])
    pages[2].fill(XS, [60], [["", "", "有考核得二分。"]])
    assert grid(only(*pages)) == [TEXTS[0], ["组织领导", "10", "1.有方案得五分，有制度得三分，有考核得二分。"]]


def test_a_merged_label_that_is_open_below_and_above() -> None:
    one, two = TinyPage(), TinyPage()
    for page, rows, inner in ((one, [700.0, 730.0], [760.0, 790.0]), (two, [120.0], [60.0, 90.0])):
        for y in rows:
            page.rule(XS[0], y, XS[-1], y)
        for y in inner:
            page.rule(XS[1], y, XS[-1], y)
        for x in XS:
            page.rule(x, min(rows + inner), x, max(rows + inner))
    one.fill(XS, [700, 730, 760], [TEXTS[0], ["管理", "5", "甲"], ["", "6", "乙"]])
    two.fill(XS, [60, 90], [["", "7", "丙"], ["", "8", "丁"]])
    assert grid(only(one, two)) == [TEXTS[0], ["管理", "5", "甲"], ["^", "6", "乙"], ["^", "7", "丙"], ["^", "8", "丁"]]


def test_empty_cells_of_a_form_beside_a_merged_label_stay() -> None:
    page = TinyPage().fill([90, 200], [100, 130], [["项目", "内容"], ["审核意见", ""]])
    for y, x0 in [(100, 90), (130, 90), (160, 200), (190, 90)]:
        page.rule(x0, y, 500, y)
    for x in (90, 200, 500):
        page.rule(x, 100, x, 190)
    assert grid(only(page)) == [["项目", "内容"], ["审核意见", ""], ["^", ""]]


def test_frames_that_arrows_join_are_no_table() -> None:
    page = TinyPage()
    for number, text in enumerate(["受理", "审核", "公示"]):
        x = 90.0 + 130 * number
        page.box(x, 100, x + 90, 140, paint="S").text(x + 10, 124, text, 10)
        if number:
            page.rule(x - 40, 120, x, 120)
    assert tables(page) == []


def test_tables_that_almost_agree_keep_their_own_lines() -> None:
    page = TinyPage()
    for number, shift in enumerate((0.0, 2.2, 1.2, 2.6)):
        top = 100 + 80 * number
        for y in (0, 20, 40):
            page.rule((150 + shift) if y == 20 else 90, top + y, 400, top + y)
        for x in (90, 150 + shift, 400):
            page.rule(x, top, x, top + 40)
        page.fill([90, 160], [top, top + 20], [["甲", "乙"], ["", "丙"]])
    assert [len(table.cells) for table in tables(page)] == [3, 3, 3, 3]


def reference_cells(data: bytes) -> list[list[tuple[float, ...]]]:
    """The cells that pdfplumber finds on each page."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [sorted(tuple(cell) for table in page.find_tables() for cell in table.cells) for page in pdf.pages]


def own_pages(data: bytes) -> list[Page]:
    with opened(data, "x") as document:
        return [page for page in pages_of(document) if isinstance(page, Page)]


def compare_with_pdfplumber(data: bytes) -> int:
    """Every cell of pdfplumber is one of ours, page by page; says how many cells were compared."""
    count = 0
    for page, expected in zip(own_pages(data), reference_cells(data), strict=True):
        tables = find_grids(page.edges or []).tables
        inner = [g for t in tables for found in t.nested.values() for g in found]
        mine = [slot.bbox for table in [*tables, *inner] for slot in table.slots]
        lost = [cell for cell in expected if not any(cell == pytest.approx(one, abs=2.0) for one in near(cell, mine))]
        assert not lost, f"page {page.number}"
        count += len(expected)
    return count


def near(cell: tuple[float, ...], mine: list[tuple[float, float, float, float]]) -> list[tuple[float, ...]]:
    return [one for one in mine if abs(one[0] - cell[0]) <= 2 and abs(one[1] - cell[1]) <= 2]


def test_cells_are_those_of_pdfplumber() -> None:
    pages = [TinyPage().table(XS, YS, TEXTS)]
    for style in ("thin boxes", "stroked boxes"):
        page = TinyPage()
        draw(page, style)
        pages.append(page)
    pages.append(TinyPage().table([90, 200, 500], [100, 200, 230], []).table([220, 300, 400], [130, 150, 170], []))
    assert compare_with_pdfplumber(tiny_pdf(*pages)) == 9 * 3 + 4 + 4


def test_cells_of_the_corpora_are_those_of_pdfplumber(corpora: Path) -> None:
    files = sorted(path for path in corpora.glob("*.pdf") if not path.name.endswith(".web.pdf"))[:4]
    assert sum(compare_with_pdfplumber(path.read_bytes()) for path in files) > 100


def test_what_is_made_unchecked_would_pass_the_checks(corpora: Path) -> None:
    for name in ("fengxi-notice.pdf", "hepei-evaluation.web.pdf"):
        document = read_pdf((corpora / name).read_bytes(), name)
        assert Document.model_validate(document.model_dump()) == document
