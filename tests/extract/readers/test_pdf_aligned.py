"""Tables without upright rules: columns from text under known headings, rows from rules, gaps or amounts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract import extract_rubric
from extract.readers.pdf import read_pdf
from models import Document, Paragraph, Table
from tests.extract.readers.tiny_pdf import TinyPage, tiny_pdf

HEADINGS = ("考核项目", "分值", "评分标准")
XS = (80.0, 190.0, 250.0)
SIZE = 10.0


def read(*pages: TinyPage) -> Document:
    return read_pdf(tiny_pdf(*pages), "table.pdf")


def tables(*pages: TinyPage) -> list[Table]:
    return [block for block in read(*pages).blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    """Rows of a table; a merged cell stands once."""
    return [[c.text for c in table.cells if c.row == row] for row in range(table.rows)]


def header(page: TinyPage, y: float, headings: Sequence[str] = HEADINGS, xs: Sequence[float] = XS) -> TinyPage:
    for x, heading in zip(xs, headings, strict=True):
        page.text(x, y, heading, SIZE)
    return page


def row(page: TinyPage, y: float, cells: Sequence[str], *, step: float = 14, centred: bool = True) -> float:
    """Prints one row whose highest cell begins at a baseline; returns the baseline of the next row."""
    parts = [cell.split("\n") for cell in cells]
    most = max(map(len, parts))
    for x, lines in zip(XS, parts, strict=True):
        first = y + (most - len(lines)) * step / 2 if centred else y
        page.lines(x, first, lines, SIZE, step)
    return y + most * step + 8


ROWS = (
    ("组织领导", "10", "成立领导小组并有分工的得5分，\n没有分工的得2分。"),
    ("经费保障", "20", "经费列入预算的得20分。"),
    ("档案管理", "5", "档案齐全的得5分，每缺少一份\n材料扣1分，扣完为止，由考核组\n现场查看。"),
)


def whole(cells: Sequence[str]) -> list[str]:
    return [cell.replace("\n", "") for cell in cells]


@pytest.mark.parametrize("centred", [True, False])
@pytest.mark.parametrize("rule", [True, False])
def test_rows_stand_apart(centred: bool, rule: bool) -> None:
    page = header(TinyPage(), 100)
    if rule:
        page.rule(76, 106, 420, 106)
    y = 122.0
    for cells in ROWS:
        y = row(page, y, cells, centred=centred)
    [table] = tables(page)
    assert [whole(r) for r in texts(table)] == [list(HEADINGS), *(whole(r) for r in ROWS)]


def test_level_rules_part_the_rows() -> None:
    """Rows as close as lines: only the rules tell."""
    page = header(TinyPage(), 100)
    y = 118.0
    page.rule(76, 104, 420, 104)
    for cells in ROWS:
        y = row(page, y, cells) - 4
        page.rule(76, y - 12, 420, y - 12)
    [table] = tables(page)
    assert [whole(r) for r in texts(table)][1:] == [whole(r) for r in ROWS]


def test_amounts_begin_rows_where_all_lines_are_equally_far() -> None:
    page = header(TinyPage(), 100)
    y = 120.0
    for cells in ROWS:
        y = row(page, y, cells, centred=False) - 8
    [table] = tables(page)
    assert [whole(r) for r in texts(table)][1:] == [whole(r) for r in ROWS]


def test_label_in_the_middle_of_its_rows() -> None:
    headings, xs = ("考核指标", "考核内容", "分值", "评分标准"), (80.0, 160.0, 250.0, 300.0)
    page = header(TinyPage(), 100, headings, xs)
    lines = ("有计划的得4分", "有总结的得6分", "按时上报得5分", "有台账得3分", "有专人得2分")
    for number, line in enumerate(lines):
        y = 130 + 24 * number
        page.text(xs[1], y, f"要点{'甲乙丙丁戊'[number]}", SIZE)
        page.text(xs[2], y, line[-2], SIZE)
        page.text(xs[3], y, line, SIZE)
    page.text(xs[0], 142, "基础工作", SIZE)
    page.text(xs[0], 202, "信息报送", SIZE)
    [table] = tables(page)
    spans = {c.text: (c.row, c.row_span) for c in table.cells if c.column == 0}
    assert spans == {"考核指标": (0, 1), "基础工作": (1, 2), "信息报送": (3, 3)}


def test_goes_on_over_pages_with_and_without_header() -> None:
    long = "".join(f"第{n}款做到的得1分，\n" for n in range(1, 5)).strip()
    pages = [TinyPage(height=300), TinyPage(height=300), TinyPage(height=300)]
    header(pages[0], 60)
    y = 84.0
    names = iter("甲乙丙丁戊己庚辛壬")
    for page, top, count in ((pages[0], 84.0, 2), (pages[1], 84.0, 2), (pages[2], 60.0, 2)):
        y = top
        for _ in range(count):
            y = row(page, y, (f"项目{next(names)}", "4", long))
    header(pages[1], 60)
    [table] = tables(*pages)
    assert [r[0] for r in texts(table)] == ["考核项目", *(f"项目{c}" for c in "甲乙丙丁戊己")]
    assert {c.text for c in table.cells if c.column == 2 and c.row} == {long.replace("\n", "")}


def test_text_after_it_is_text() -> None:
    page = header(TinyPage(), 100)
    y = 122.0
    for cells in ROWS:
        y = row(page, y, cells)
    prose = "以上各项由考核组在年底前逐项打分，结果报领导小组审定后通报各单位。"
    page.text(80, y + 10, prose, SIZE)
    document = read(page)
    [table] = [b for b in document.blocks if isinstance(b, Table)]
    assert table.rows == 4
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == [prose]


@pytest.mark.parametrize(
    "lines",
    [
        (("栏目一的文字写到这里换行，", "栏目二的文字写到这里换行，", "第三栏也是文字，"),) * 8,
        (("甲", "乙", "丙"), ("指标", "说明", "备注"), ("一", "二", "三")),
        (("项目", "金额", "时间"), ("修路", "20", "三月"), ("修桥", "30", "四月")),
    ],
    ids=["columns of prose", "no points", "no score table"],
)
def test_what_is_no_score_table_stays_text(lines: Sequence[Sequence[str]]) -> None:
    page = TinyPage()
    for number, cells in enumerate(lines):
        for x, cell in zip((80.0, 230.0, 380.0), cells, strict=True):
            page.text(x, 100 + 16 * number, cell, SIZE)
    assert not tables(page)


def test_headings_without_anything_below_stay_text() -> None:
    page = header(TinyPage(), 100)
    page.text(80, 130, "本表由各单位自行填写，并在规定的时间内加盖公章后报送考核组办公室。", SIZE)
    assert not tables(page)


def test_rubric_comes_out_of_it() -> None:
    page = header(TinyPage(), 100)
    y = 122.0
    for cells in (*ROWS, ("合计", "35", "")):
        y = row(page, y, cells)
    rubric = extract_rubric(read(page))
    assert [(item.name, str(item.max_points)) for item in rubric.sheet.items] == [
        ("组织领导", "10"), ("经费保障", "20"), ("档案管理", "5"),
    ]  # fmt: skip
    assert rubric.sheet.total is not None
    assert str(rubric.sheet.total.max_points) == "35"
