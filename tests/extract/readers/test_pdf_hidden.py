"""Text of PDF pages that is turned on its side, hidden, or lies behind the page as a watermark."""

from __future__ import annotations

import pytest

from extract.readers.pdf import read_pdf
from models import Document, Paragraph, Table
from tests.extract.readers.tiny_pdf import TinyPage, tiny_pdf

XS, YS = [90.0, 200.0, 260.0, 500.0], [100.0, 130.0, 160.0, 190.0]
TEXTS = [["指标", "分值", "评分细则"], ["组织领导", "10", "有方案得5分"], ["资金管理", "20", "专款专用得20分"]]
UP, DOWN = "0 1 -1 0", "0 -1 1 0"
SILVER, WHITE = "0.75 0.75 0.75", "1 1 1"


def read(*pages: TinyPage) -> Document:
    return read_pdf(tiny_pdf(*pages), "样本.pdf")


def content(document: Document) -> list[str | list[list[str]]]:
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[c.text for c in block.row_cells(r) if c.row == r] for r in range(block.rows)]
        for block in document.blocks
    ]


def left_out(document: Document) -> list[str]:
    assert all(note.kind == "left_out" for note in document.notes)
    return [note.message.en for note in document.notes]


def painted(page: TinyPage, colour: str, x: float, y: float, text: str, size: float) -> TinyPage:
    page.operators.append(f"q {colour} rg")
    page.text(x, y, text, size)
    page.operators.append("Q")
    return page


# --- sideways


@pytest.mark.parametrize(("matrix", "x", "y"), [(UP, 118, 175), (DOWN, 108, 108)], ids=["upwards", "downwards"])
def test_a_sideways_label_in_a_cell(matrix: str, x: float, y: float) -> None:
    page = TinyPage()
    for top in (100, 190):
        page.rule(90, top, 500, top)
    page.rule(130, 145, 500, 145)
    for left in (90, 130, 260, 500):
        page.rule(left, 100, left, 190)
    page.fill([130, 260], [100, 145], [["制度", "健全得5分"], ["台账", "齐全得5分"]])
    page.text(x, y, "组织领导", 12, matrix=matrix)
    document = read(page)
    assert content(document) == [[["组织领导", "制度", "健全得5分"], ["台账", "齐全得5分"]]]
    assert document.notes == ()


def test_sideways_lines_are_read_in_their_order() -> None:
    lines = ["组织领导", "工作保障", "（20分）"]
    for matrix, places in ((UP, (108, 124, 140)), (DOWN, (132, 116, 100))):
        page = TinyPage().table([90, 150, 260, 500], [100, 220, 250], [["", "制度", "健全"], ["", "台账", "齐全"]])
        for x, line in zip(places, lines, strict=True):
            page.text(x, 200 if matrix == UP else 110, line, 12, matrix=matrix)
        (table,) = (b for b in read(page).blocks if isinstance(b, Table))
        assert table.cells[0].text.replace("\n", "") == "".join(lines)


def test_sideways_text_in_cells_above_each_other() -> None:
    page = TinyPage().table([90, 130, 500], [100, 160, 220], [["", "健全"], ["", "齐全"]])
    page.text(114, 155, "制度", 12, matrix=UP).text(114, 215, "台账", 12, matrix=UP)
    assert content(read(page)) == [[["制度", "健全"], ["台账", "齐全"]]]


def test_a_line_along_the_margin_is_left_out() -> None:
    page = TinyPage().text(90, 300, "各镇已经按要求报送材料。").text(40, 320, "装订线内不要答题", 10, matrix=UP)
    document = read(page)
    assert content(document) == ["各镇已经按要求报送材料。"]
    assert left_out(document) == ["8 sideways characters outside of tables on page 1 were left out"]


@pytest.mark.parametrize("matrix", [UP, DOWN], ids=["upwards", "downwards"])
def test_a_page_that_lies_on_its_side(matrix: str) -> None:
    """A landscape table on a portrait page that no /Rotate turns."""
    page, height = TinyPage(), 842

    def seen(x: float, y: float) -> tuple[float, float]:
        return (y, height - x) if matrix == UP else (595 - y, x)

    for y in YS:
        page.rule(*seen(XS[0], y), *seen(XS[-1], y))
    for x in XS:
        page.rule(*seen(x, YS[0]), *seen(x, YS[-1]))
    for y, row in zip(YS, TEXTS, strict=False):
        for x, text in zip(XS, row, strict=False):
            page.text(*seen(x + 4, y + 16), text, 10, matrix=matrix)
    page.text(*seen(90, 230), "以上各项由县民政局负责解释，自印发之日起施行。", 12, matrix=matrix)
    document = read(page)
    assert content(document) == [TEXTS, "以上各项由县民政局负责解释，自印发之日起施行。"]
    assert document.notes == ()


# --- watermarks


@pytest.mark.parametrize(
    ("colour", "size", "places"),
    [
        (SILVER, 60, [(120, 150)]),
        ("0.9 0.9 0.9", 24, [(100, 150)]),
        ("1 0.8 0.8", 40, [(100, 170)]),
        ("1 0.7 0.7", 40, [(100, 170)]),
        ("0.55 0.55 0.55", 48, [(100, 150)]),
        ("0.85 0.85 0.85", 11, [(x, y) for x in (95, 300) for y in (90, 150, 210)]),
    ],
    ids=["large", "medium", "pale red", "red", "very large and darker", "a pattern"],
)
def test_a_level_watermark_behind_a_table(colour: str, size: float, places: list[tuple[float, float]]) -> None:
    page = TinyPage()
    for x, y in places:
        painted(page, colour, x, y, "内部资料", size)
    page.table(XS, YS, TEXTS).text(90, 260, "以上表格由各镇填写。", 12)
    document = read(page)
    assert content(document) == [TEXTS, "以上表格由各镇填写。"]
    assert left_out(document) == [
        f"{4 * len(places)} characters of watermarks, or that cannot be seen, on page 1 were left out"
    ]


def test_a_watermark_that_a_layer_makes_pale() -> None:
    """Browsers print black characters into a translucent group; its colour says nothing."""
    page = TinyPage().text(60, 150, "内部资料", 60)
    page.form, page.operators = page.operators, []
    page.table(XS, YS, TEXTS).text(90, 260, "以上表格由各镇填写。", 12)
    page.operators.append("/G1 gs")
    document = read(page)
    assert content(document) == [TEXTS, "以上表格由各镇填写。"]
    assert len(left_out(document)) == 1


@pytest.mark.parametrize(
    ("colour", "size"),
    [
        (SILVER, 12),  # a note in small grey letters
        ("0.55 0.55 0.55", 20),  # a grey heading
        ("1 0.75 0", 24),  # gold
        ("0.8 0 0", 40),  # the red head of a document
        ("1 0 0", 50),
        ("0 0 1", 40),
        ("0 0 0", 60),
    ],
)
def test_what_is_pale_but_meant_to_be_read(colour: str, size: float) -> None:
    page = painted(TinyPage(), colour, 90, 100, "县民政局文件", size).text(90, 200, "各镇已经按要求报送材料。")
    document = read(page)
    assert content(document) == ["县民政局文件", "各镇已经按要求报送材料。"]
    assert document.notes == ()


def test_a_page_of_nothing_but_grey_is_read() -> None:
    page = painted(TinyPage(), SILVER, 90, 100, "县民政局文件", 40)
    assert content(read(painted(page, SILVER, 90, 200, "各镇已经按要求报送材料。", 12))) == [
        "县民政局文件",
        "各镇已经按要求报送材料。",
    ]


# --- hidden


def test_white_text_on_white_is_not_read() -> None:
    page = painted(TinyPage().table(XS, YS, TEXTS), WHITE, 280, 150, "作废", 10)
    document = read(page)
    assert content(document) == [TEXTS]
    assert left_out(document) == ["2 characters of watermarks, or that cannot be seen, on page 1 were left out"]


def test_white_text_on_a_dark_heading_is_read() -> None:
    page = TinyPage().box(*(XS[0], YS[0], XS[-1], YS[1]), colour="0.1 0.2 0.5")
    page.operators.append(f"{WHITE} rg")
    page.fill(XS, YS, TEXTS[:1])
    page.operators.append("0 0 0 rg")
    page.table(XS, YS, [["", "", ""], *TEXTS[1:]])
    document = read(page)
    assert content(document) == [TEXTS]
    assert document.notes == ()


def test_hidden_characters_before_others_on_a_line() -> None:
    """Some indent with characters that they paint white."""
    page = TinyPage()
    page.operators.append(f"{WHITE} rg")
    page.text(90, 100, "一一")
    page.operators.append("0 0 0 rg")
    page.text(114, 100, "各镇已经按要求报送材料。")
    assert content(read(page)) == ["各镇已经按要求报送材料。"]


def test_unpainted_text_beside_painted_text_is_not_read() -> None:
    page = TinyPage().text(90, 100, "各镇已经按要求报送材料。")
    page.operators.append("3 Tr")
    page.text(90, 130, "看不见")
    page.operators.append("0 Tr")
    document = read(page)
    assert content(document) == ["各镇已经按要求报送材料。"]
    assert len(left_out(document)) == 1
