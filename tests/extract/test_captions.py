"""Captions: which line over or under a table names it."""

from __future__ import annotations

import pytest

from extract.captions import attach_captions, is_numbered_caption
from models import Block, Cell, Paragraph, Table, Where


def line(text: str, *, centred: bool = False) -> Paragraph:
    return Paragraph(text=text, where=Where(), centred=centred)


def table() -> Table:
    return Table(rows=1, columns=1, cells=(Cell(row=0, column=0, text="分值", where=Where()),), where=Where())


def captions(*blocks: Block) -> list[str | None]:
    found = [b for b in attach_captions(blocks) if isinstance(b, Table)]
    return [t.caption.quote if t.caption else None for t in found]


@pytest.mark.parametrize(
    "text",
    [
        "表 3-2 得分情况",
        "表1：经费",
        "附表一 考核指标",
        "表2.1 人员",
        "基础表1-2 资金来源",
        "续表 4",
        "表 1-3: 2021 年-2023 年经费",
        "附件表2 明细",
        "底稿1：预算执行率",
    ],
)
def test_numbered_captions(text: str) -> None:
    assert is_numbered_caption(text)


@pytest.mark.parametrize(
    "text",
    [
        "表3-2显示，各镇得分普遍较高，但有两镇偏低。",
        "具体见下表1-1：",
        "表彰先进",
        "表 1 列出了经费；",
        "一、概况",
        "",
        "表3-1，见上",
    ],
)
def test_what_is_no_caption(text: str) -> None:
    assert not is_numbered_caption(text)


def test_nearest_numbered_line_over_unit_and_year() -> None:
    assert captions(line("表1-2：预算"), line("单位：万元"), line(""), table()) == ["表1-2：预算"]
    assert captions(line("表 2 目标"), line("目标申报表"), line("(2023 年度)"), table()) == ["表2目标"]


def test_title_over_the_head_of_a_form() -> None:
    blocks = (line("“甲指标”评价底稿"), line("项目名称：乙镇救助"), line("评价机构：丙事务所"), table())
    assert captions(*blocks) == ["“甲指标”评价底稿"]


def test_prose_and_other_tables_end_the_search() -> None:
    assert captions(line("表1 经费"), line("全镇共有三个村，其中两个村已经完成，另一个村年底完成。"), table()) == [None]
    assert captions(line("表1 经费"), table(), line(""), table()) == ["表1经费", None]


def test_centred_line_is_a_title() -> None:
    assert captions(line("甲区工作评价内容", centred=True), table()) == ["甲区工作评价内容"]
    assert captions(line("甲区工作评价内容"), table()) == [None]


@pytest.mark.parametrize(
    "title", ["甲市城市管理考评标准", "乙县河长制工作考核细则", "丙区计分办法（2023年）", "验收标准："]
)
def test_a_line_that_ends_as_titles_do_needs_no_place_in_the_middle(title: str) -> None:
    assert captions(line(title), table()) == [title]
    assert captions(line(f"现印发{title}，请遵照执行。"), table()) == [None]


def test_caption_below_only_where_no_table_follows_it() -> None:
    assert captions(table(), line("表5 明细")) == ["表5明细"]
    assert captions(table(), line("表5 明细"), table()) == [None, "表5明细"]
    assert captions(line("表4 总表"), table(), line("表5 明细")) == ["表4总表"]


def test_the_place_is_the_paragraphs() -> None:
    caption = Paragraph(text="表1 经费", where=Where(block=7, page=2))
    found = attach_captions([caption, table()])[1]
    assert isinstance(found, Table)
    assert found.caption is not None
    assert found.caption.where == Where(block=7, page=2)
