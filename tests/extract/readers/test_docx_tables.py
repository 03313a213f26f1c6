"""Tables of Word on a regular grid, whatever way the file writes their merges."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from extract.readers.docx import read_docx
from models import Document, Paragraph, Table, Where
from tests.extract.readers.word_files import W, p, r, tbl, tc, tr, word

Shape = list[tuple[int, int, int, int, str]]


def table(body: str) -> Table:
    block = read_docx(word(body), "a.docx").blocks[0]
    assert isinstance(block, Table)
    return block


def shape(found: Table) -> Shape:
    """row, column, row span, column span, text of every cell."""
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in found.cells]


def test_a_plain_table() -> None:
    found = table(tbl(tr("指标", "分值"), tr("组织", "2"), grid=(2000, 1000)))
    assert (found.rows, found.columns, found.header_rows, found.where) == (2, 2, 0, Where(block=0))
    assert shape(found) == [(0, 0, 1, 1, "指标"), (0, 1, 1, 1, "分值"), (1, 0, 1, 1, "组织"), (1, 1, 1, 1, "2")]
    assert found.cells[3].where == Where(block=0, row=1, column=1)


def test_paragraphs_of_a_cell_are_lines() -> None:
    cell = tc(p("1、甲") + p() + p("2、乙") + p("<w:r><w:t>丙</w:t><w:br/><w:t>丁</w:t></w:r>"))
    assert table(tbl(tr(cell))).cells[0].text == "1、甲\n2、乙\n丙\n丁"


def test_spans_and_merges() -> None:
    found = table(
        tbl(
            tr(tc("一", merge="restart"), tc("二", span=2)),
            tr(tc(merge="continue"), "三", "四"),
            tr(tc(merge="continue"), tc("五", merge="restart", span=2)),
            tr("六", tc(merge="continue", span=2)),
        )
    )
    assert shape(found) == [
        (0, 0, 3, 1, "一"), (0, 1, 1, 2, "二"), (1, 1, 1, 1, "三"),
        (1, 2, 1, 1, "四"), (2, 1, 2, 2, "五"), (3, 0, 1, 1, "六"),
    ]  # fmt: skip


def test_a_merge_without_a_value_continues() -> None:
    found = table(tbl(tr(tc("一", merge="restart"), "二"), tr(tc(more="<w:vMerge/>"), "三")))
    assert shape(found)[0] == (0, 0, 2, 1, "一")


def test_a_continuation_without_a_beginning_begins() -> None:
    found = table(tbl(tr(tc("一", merge="continue"), "二"), tr(tc(merge="continue"), "三")))
    assert shape(found) == [(0, 0, 2, 1, "一"), (0, 1, 1, 1, "二"), (1, 1, 1, 1, "三")]


def test_a_continuation_of_another_width_begins() -> None:
    found = table(tbl(tr(tc("一", merge="restart"), "二", "三"), tr(tc("四", merge="continue", span=2), "五")))
    assert [c[:4] for c in shape(found) if c[4] in "一四"] == [(0, 0, 1, 1), (1, 0, 1, 2)]


def test_merges_next_to_each_other_stay_apart() -> None:
    rows = tr(tc("一", merge="restart"), "甲"), tr(tc(merge="continue"), "乙")
    assert [c[0:3] for c in shape(table(tbl(*rows, *rows))) if c[4] == "一"] == [(0, 0, 2), (2, 0, 2)]


def test_old_horizontal_merges() -> None:
    begin, go_on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    found = table(tbl(tr(tc("一", more=begin), tc(more=go_on), "二"), tr("三", "四", "五")))
    assert shape(found)[:2] == [(0, 0, 1, 2, "一"), (0, 2, 1, 1, "二")]


def test_text_under_a_merged_cell_is_not_shown_and_said() -> None:
    document = read_docx(word(tbl(tr(tc("一", merge="restart"), "二"), tr(tc("藏", merge="continue"), "三"))), "a.docx")
    assert "藏" not in document.model_dump_json()
    assert [(n.kind, n.message.en) for n in document.notes] == [
        ("left_out", "texts covered by merged cells left out: 1")
    ]


def test_columns_left_free_before_and_after() -> None:
    before, after = '<w:gridBefore w:val="1"/>', '<w:gridAfter w:val="2"/>'
    found = table(
        tbl(tr("一", "二", "三", "四"), tr("五", "六", "七", properties=before), tr("八", "九", properties=after))
    )
    assert [c[:2] for c in shape(found)] == [(0, 0), (0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (1, 3), (2, 0), (2, 1)]
    assert found.at(1, 0) is None
    assert found.at(2, 3) is None


def test_a_grid_that_is_too_narrow_or_missing() -> None:
    rows = tr("一", "二", "三"), tr(tc("四", span=3))
    assert (
        shape(table(tbl(*rows))) == shape(table(tbl(*rows, grid=(500,)))) == shape(table(tbl(*rows, grid=(500,) * 9)))
    )
    without = tbl(*rows).replace("<w:tblGrid></w:tblGrid>", "")
    assert shape(table(without))[3] == (1, 0, 1, 3, "四")


def test_rows_of_differing_length() -> None:
    found = table(tbl(tr("一"), tr("二", "三", "四"), tr("五", "六")))
    assert (found.rows, found.columns) == (3, 3)
    assert [found.at(0, 1), found.at(2, 2)] == [None, None]


def test_a_short_row_is_placed_by_its_widths() -> None:
    full = tr(*(tc(text, width=w) for text, w in (("一", 1000), ("二", 2000), ("三", 3000))))
    short = tr(tc("四", width=1010), tc("五", width=5000))
    title = tr(tc("标题", width=6000))
    found = table(tbl(title, full, short, grid=(1000, 2000, 3000)))
    assert [c for c in shape(found) if c[4] in ("标题", "四", "五")] == [
        (0, 0, 1, 3, "标题"), (2, 0, 1, 1, "四"), (2, 1, 1, 2, "五"),
    ]  # fmt: skip


def test_widths_that_fit_nothing_are_not_trusted() -> None:
    found = table(tbl(tr("一", "二", "三"), tr(tc("四", width=1500), tc("五", width=900)), grid=(1000, 2000, 3000)))
    assert [c[:4] for c in shape(found) if c[4] in "四五"] == [(1, 0, 1, 1), (1, 1, 1, 1)]


def test_boundaries_a_hair_apart_are_one() -> None:
    found = table(
        tbl(
            tr(tc("一", merge="restart"), tc("二", span=2)),
            tr(tc(merge="continue", span=2), "三"),
            grid=(1000, 20, 2000),
        )
    )
    assert shape(found) == [(0, 0, 2, 1, "一"), (0, 1, 1, 1, "二"), (1, 1, 1, 1, "三")]


def test_a_narrow_column_with_cells_of_its_own_stays() -> None:
    found = table(tbl(tr("一", "二", "三"), tr("四", tc("五", span=2)), grid=(1000, 40, 2000)))
    assert found.columns == 3


def test_rows_and_columns_that_nobody_can_see_go_away() -> None:
    hidden = tr("藏", "藏", properties="<w:hidden/>")
    found = table(
        tbl(
            tr(tc("一", span=2, merge="restart"), tc("二", merge="restart")),
            tr(tc(span=2, merge="continue"), tc(merge="continue")),
            hidden,
            tr(tc("三", span=2), "四"),
        )
    )
    assert (found.rows, found.columns) == (2, 2)
    assert shape(found) == [(0, 0, 1, 1, "一"), (0, 1, 1, 1, "二"), (1, 0, 1, 1, "三"), (1, 1, 1, 1, "四")]


def test_header_rows() -> None:
    header, off = "<w:tblHeader/>", '<w:tblHeader w:val="0"/>'
    assert table(tbl(tr("一", properties=header), tr("二", properties=header), tr("三"))).header_rows == 2
    assert table(tbl(tr("一"), tr("二", properties=header))).header_rows == 0
    assert table(tbl(tr("一", properties=off), tr("二"))).header_rows == 0
    assert table(tbl(tr("一", properties=header))).header_rows == 0, "a table of nothing but header has none"


def test_rows_and_cells_in_content_controls() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    found = table(
        tbl(control(tr("一", control(tc("二")))) + control(tr("三", "四") + tr(control(tc(control(p("五")))), "六")))
    )
    assert [c.text for c in found.cells] == ["一", "二", "三", "四", "五", "六"]
    assert (found.rows, found.columns) == (3, 2)


def test_nested_tables() -> None:
    inmost = tbl(tr("深"))
    inner = tbl(tr("甲", tc(p("乙") + inmost)))
    second = tbl(tr("丙"))
    found = table(tbl(tr("一"), tr(tc(p("前") + inner + p("后") + second))))
    cell = found.cells[1]
    assert cell.text == "前\n后"
    assert [t.where for t in cell.tables] == [Where(block=0, nested=((1, 0, 0),)), Where(block=0, nested=((1, 0, 1),))]
    assert cell.tables[0].cells[1].where == Where(block=0, nested=((1, 0, 0),), row=0, column=1)
    deep = cell.tables[0].cells[1].tables[0]
    assert deep.cells[0].text == "深"
    assert deep.where == Where(block=0, nested=((1, 0, 0), (0, 1, 0)))


NO_LINES = '<w:tblBorders><w:top w:val="nil"/><w:insideV w:val="none"/></w:tblBorders>'
LINED = (
    '<w:style w:type="table" w:default="1" w:styleId="n"/><w:style w:type="table" w:styleId="g">'
    '<w:tblPr><w:tblBorders><w:insideH w:val="single"/></w:tblBorders></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="h"><w:basedOn w:val="g"/></w:style>'
)


class TestLayout:
    """Tables without lines that only place text are no tables."""

    @staticmethod
    def kinds(body: str) -> list[str]:
        blocks = read_docx(word(body, styles=LINED), "a.docx").blocks
        assert [b.where.block for b in blocks] == list(range(len(blocks)))
        return [b.text if isinstance(b, Paragraph) else f"{b.rows}×{b.columns}" for b in blocks]

    def test_the_head_of_a_letter(self) -> None:
        head = tbl(
            tr("青河县民政局", tc("文件", merge="restart")), tr("青河县财政局", tc(merge="continue")), properties=""
        )
        assert self.kinds(head + p("正文")) == ["青河县民政局", "文件", "青河县财政局", "正文"]

    def test_a_frame_around_everything(self) -> None:
        inside = p("标题") + tbl(tr("指标", "分值"), tr("组织", "5")) + p("结尾")
        assert self.kinds(tbl(tr(tc(inside)), properties=NO_LINES)) == ["标题", "2×2", "结尾"]

    def test_inside_a_cell_it_is_text(self) -> None:
        found = table(tbl(tr(tc(p("前") + tbl(tr("甲", "乙"), properties="") + p("后")), "5")))
        assert [c.text for c in found.cells] == ["前\n甲\n乙\n后", "5"]
        assert found.cells[0].tables == ()

    def test_lines_of_any_kind_make_a_table(self) -> None:
        cell = tc("甲", more='<w:tcBorders><w:bottom w:val="dotted"/></w:tcBorders>')
        assert self.kinds(tbl(tr(cell, "乙"), properties="")) == ["1×2"]
        assert self.kinds(tbl(tr("甲", "乙"), properties='<w:tblStyle w:val="h"/>')) == ["1×2"]
        assert self.kinds(tbl(tr("甲", "乙"), properties='<w:tblStyle w:val="n"/>')) == ["甲", "乙"]

    def test_figures_or_many_cells_make_a_table(self) -> None:
        assert self.kinds(tbl(tr("组织保障", "10分"), properties="")) == ["1×2"]
        assert self.kinds(tbl(*[tr("甲", "乙")] * 4, properties="")) == ["4×2"]
        assert self.kinds(tbl(tr("甲", "乙", "丙", "丁"), properties="")) == ["1×4"]


class TestTwoPieces:
    """A table in two pieces is one."""

    HEADER = tr("指标", "分值")

    def rows(self, body: str) -> list[int]:
        return [b.rows for b in read_docx(word(body), "a.docx").blocks if isinstance(b, Table)]

    def test_a_header_typed_again_behind_an_empty_line(self) -> None:
        first = tbl(self.HEADER, tr("组织", "5"), grid=(2000, 900))
        second = tbl(self.HEADER, tr("经费", "6"), tr("成效", "7"), grid=(2050, 900))
        found = table(first + p() + p('<w:r><w:br w:type="page"/></w:r>') + second + p("正文"))
        assert [c.text for c in found.cells] == ["指标", "分值", "组织", "5", "经费", "6", "成效", "7"]

    def test_merged_cells_and_numbers_go_on(self) -> None:
        one = tbl(self.HEADER, tr(tc("组织", merge="restart"), "5"))
        other = tbl(self.HEADER, tr(tc(merge="continue"), "6"))
        assert shape(table(one + p() + other))[2] == (1, 0, 2, 1, "组织")

    def test_nothing_between_and_the_same_columns(self) -> None:
        one, other = tbl(tr("甲", "1"), grid=(2000, 900)), tbl(tr("乙", "2"), grid=(2030, 900))
        assert self.rows(one + '<w:bookmarkStart w:id="1" w:name="x"/>' + other + other) == [3]

    def test_what_stays_apart(self) -> None:
        one = tbl(self.HEADER, tr("组织", "5"), grid=(2000, 900))
        total = tbl(self.HEADER, tr("组织", "5"), tr("合计", "5"), grid=(2000, 900))
        other = tbl(tr("甲", "乙"), tr("丙", "2"), grid=(900, 2000))
        assert self.rows(one + p("二、") + one) == [2, 2]
        assert self.rows(total + p() + one) == [3, 2]
        assert self.rows(one + p() + other) == [2, 2]
        assert self.rows(one + other) == [2, 2]
        assert self.rows(one + p() + tbl(self.HEADER)) == [2, 1]
        assert self.rows(tbl(tr("1", "1")) + p() + tbl(tr("1", "1"))) == [1, 1]
        assert self.rows(one + p(properties="<w:sectPr/>") + one) == [2, 2]


def test_empty_tables_are_no_blocks() -> None:
    document = read_docx(word(tbl() + tbl(tr()) + p("甲")), "a.docx")
    assert [b.kind for b in document.blocks] == ["paragraph"]


def test_captions_are_attached() -> None:
    blocks = read_docx(word(p("表1-1 检查得分表") + tbl(tr("一", "二"))), "a.docx").blocks
    assert isinstance(blocks[1], Table)
    assert blocks[1].caption is not None
    assert (blocks[1].caption.quote, blocks[1].caption.where.block) == ("表1-1检查得分表", 0)


def test_merges_made_by_python_docx() -> None:
    made = docx.Document()
    grid = made.add_table(rows=3, cols=3, style="Table Grid")
    for row in range(3):
        for column in range(3):
            grid.cell(row, column).text = f"{row}{column}"
    grid.cell(0, 0).merge(grid.cell(1, 1)).text = "左上"
    stream = io.BytesIO()
    made.save(stream)
    found = read_docx(stream.getvalue(), "a.docx").blocks[0]
    assert isinstance(found, Table)
    assert shape(found)[0] == (0, 0, 2, 2, "左上")
    assert len(found.cells) == 6


def test_a_large_table_is_read() -> None:
    found = table(tbl(*[tr(*["1"] * 10)] * 2000, grid=(900,) * 10))
    assert len(found.cells) == 20_000


@dataclass(frozen=True)
class Region:
    """A merged region of a random grid: top, left, bottom, right, the last two outside of it."""

    top: int
    left: int
    bottom: int
    right: int


@st.composite
def grids(draw: st.DrawFn) -> tuple[int, int, list[Region]]:
    """A grid cut into regions at random, every line of which some region begins at, as far as one can see."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    taken: set[tuple[int, int]] = set()
    regions: list[Region] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            right = column + 1
            limit = draw(st.integers(1, 3))
            while right < columns and right - column < limit and (row, right) not in taken:
                right += 1
            bottom = row + draw(st.integers(1, min(3, rows - row)))
            regions.append(Region(row, column, bottom, right))
            taken |= {(r, c) for r in range(row, bottom) for c in range(column, right)}
    return rows, columns, regions


def written(rows: int, regions: list[Region], columns: int) -> str:
    """A table as Word writes it: each region once a row, continued downwards."""
    lines = []
    for row in range(rows):
        cells = []
        for region in sorted((g for g in regions if g.top <= row < g.bottom), key=lambda g: g.left):
            begins = region.top == row
            merge = None if region.bottom - region.top == 1 else "restart" if begins else "continue"
            text = f"格{region.top}-{region.left}" if begins else ""
            cells.append(tc(text, span=region.right - region.left, merge=merge))
        lines.append(tr(*cells))
    return tbl(*lines, grid=(1000,) * columns)


@given(grids())
@settings(deadline=None, max_examples=150)
def test_any_grid_comes_back(grid: tuple[int, int, list[Region]]) -> None:
    rows, columns, regions = grid
    lines = sorted({g.top for g in regions})
    edges = sorted({g.left for g in regions})
    expected = sorted(
        (
            lines.index(g.top),
            edges.index(g.left),
            sum(g.top <= line < g.bottom for line in lines),
            sum(g.left <= edge < g.right for edge in edges),
            f"格{g.top}-{g.left}",
        )
        for g in regions
    )
    found = table(written(rows, regions, columns))
    assert shape(found) == expected
    assert (found.rows, found.columns) == (len(lines), len(edges))


words = st.text("甲乙丙丁1２ ", min_size=0, max_size=6)


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    """A paragraph of runs, some of them inserted as tracked changes."""
    runs = draw(st.lists(st.tuples(words, st.booleans()), max_size=3))
    return p(*(f"<w:ins>{r(text)}</w:ins>" if inserted else r(text) for text, inserted in runs))


@st.composite
def bodies(draw: st.DrawFn, depth: int = 2) -> str:
    """Blocks at random: paragraphs, tables, wrappers, nested as Word allows."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["p", "p", "tbl", "sdt"] if depth else ["p"]))
        if kind == "p":
            parts.append(draw(paragraphs()))
        elif kind == "sdt":
            parts.append(f"<w:sdt><w:sdtContent>{draw(bodies(depth - 1))}</w:sdtContent></w:sdt>")
        else:
            rows = draw(st.lists(st.lists(bodies(depth - 1), min_size=1, max_size=3), min_size=1, max_size=3))
            parts.append(tbl(*(tr(*(tc(cell + p()) for cell in row)) for row in rows)))
    return "".join(parts)


@given(bodies())
@settings(deadline=None, max_examples=60)
def test_no_text_is_lost_or_read_twice(body: str) -> None:
    data = word(body)
    root = etree.fromstring(f'<x xmlns:w="{W}">{body}</x>')
    written_text = "".join(root.itertext())
    assert sorted(_signs(written_text)) == sorted(_signs(all_text(read_docx(data, "a.docx"))))


def all_text(document: Document) -> str:
    """The text of all blocks, nested tables included, in any order."""

    def of(found: Table) -> str:
        return "".join(c.text + "".join(of(t) for t in c.tables) for c in found.cells)

    return "".join(b.text if isinstance(b, Paragraph) else of(b) for b in document.blocks)


def _signs(text: str) -> str:
    return re.sub(r"\s", "", text)
