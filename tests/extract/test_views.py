"""Table and Markdown views: straight columns, nothing lost but by a visible cut, nothing that Markdown would eat."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.console import pad, width
from extract.reports import VIEW_FORMATS, render
from extract.reports.markdown import escape
from extract.reports.terminal import cut, show
from extract.reports.view import Column, Row, View, views
from models import (
    Cell,
    Coverage,
    Criterion,
    Document,
    Evidence,
    Item,
    Mention,
    NotUnderstood,
    Paragraph,
    ReadingNote,
    Rubric,
    ScoreSheet,
    SelfReport,
    Source,
    Table,
    Text,
    Total,
    Where,
)

HERE = Where(page=2, block=1)
SOURCE = Source(name="通知.pdf", sha256="0" * 64, format="pdf", pages=3)


def item(identity: str, name: str, *children: Item, **more: object) -> Item:
    return Item.model_validate(
        {"id": identity, "name": name, "label": name, "children": children, "where": HERE, **more}
    )


SHEET = ScoreSheet(
    title="评分表",
    total=Total(max_points=Decimal(100), claimed=Decimal("97.50")),
    items=(
        item(
            "1",
            "组织管理",
            item(
                "1.1",
                "制度|建设",
                code="A1",
                max_points=Decimal("2.50"),
                criteria=(Criterion(ordinal=1, text="1、有制度\n得2.5分", where=HERE),),
            ),
            max_points=Decimal(10),
        ),
        item("2", "安全", kind="penalty", max_points=Decimal(-5)),
    ),
    where=HERE,
)
LEFT = NotUnderstood(
    kind="row", reason=Text(zh="没有归类的行", en="a row of no kind"), evidence=Evidence(quote="备注：略", where=HERE)
)
RUBRIC = Rubric(
    source=SOURCE,
    title="测试通知",
    document_number="测发〔2024〕3号",
    sheet=SHEET,
    coverage=Coverage(tables=2, score_tables=1, pages_unread=1),
    not_understood=(LEFT,),
)


@pytest.mark.parametrize(
    ("text", "columns"),
    [("分值", 4), ("A1 分", 5), ("（）", 4), ("“分”·①", 6), ("e\u0301", 1), ("\u200b", 0), ("", 0), ("ｱ", 1)],
)
def test_widths(text: str, columns: int) -> None:
    assert width(text) == columns
    assert width(pad(text, 9)) == 9
    assert pad(text, 9, right=True).endswith(text)


@given(st.text(st.sampled_from("分值AB1（ 。"), max_size=30), st.integers(2, 20))
def test_a_cut_text_fits_and_shows_that_it_was_cut(text: str, columns: int) -> None:
    shown = cut(text, columns)
    whole = " ".join(text.split())
    assert width(shown) <= columns
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1]))


def test_a_rubric_as_a_table() -> None:
    text = show(next(iter(views(RUBRIC, "zh"))), 60)
    lines = text.splitlines()
    assert lines[0] == "测试通知"
    assert lines[1] == "测发〔2024〕3号"
    assert lines[2] == "评分表 · 评分表 · 第 2 页 · 总分: 分值 100, 自评得分 97.50"
    header = next(line for line in lines if line.startswith("序号"))
    assert header.split() == ["序号", "指标", "分值", "评分标准"]
    row = next(line for line in lines if line.startswith("1.1"))
    assert "  A1 制度|建设" in row
    assert "2.50" in row
    assert "安全 [扣分项]" in text
    points = [line for line in lines if line.startswith(("序号", "1 ", "1.1", "2 "))]
    ends = {
        width(line[: line.index(value) + len(value)])
        for line, value in zip(points, ["分值", "10", "2.50", "-5"], strict=True)
    }
    assert len(ends) == 1, "numbers are flush right under their heading"
    assert lines[-2:] == [
        "  表格 2 个，评分表 1 个，读懂 0 个；行 0，略去 0；1 页没有读出文字",
        "  没有归类的行 · 第 2 页 · 备注：略",
    ]


@pytest.mark.parametrize("columns", [30, 44, 60, 200])
def test_a_table_fits_its_terminal(columns: int) -> None:
    view = View(
        columns=(Column("序号"), Column("指标"), Column("分值", numeric=True), Column("评分标准")),
        rows=(Row(("1.1", "很长的名称" * 8, "2.50", "很长的标准" * 20), depth=2),),
        tree_column=1,
    )
    lines = show(view, columns).splitlines()
    assert all(width(line) <= columns for line in lines)
    assert "2.50" in lines[-1]


def test_a_column_without_a_value_is_not_shown() -> None:
    sheet = ScoreSheet(items=(item("1", "甲"),), where=HERE)
    header = render([Rubric(source=SOURCE, sheet=sheet)], "table", "en").splitlines()[2]
    assert header.split() == ["no.", "item"]


def test_a_rubric_as_markdown() -> None:
    text = render([RUBRIC], "md", "en")
    assert text.startswith("# 测试通知\n\n测发〔2024〕3号\n")
    assert "| no. | item | max | criteria |\n| --- | --- | ---: | --- |\n" in text
    assert "| 1.1 | 　A1 制度\\|建设 | 2.50 | 1、有制度<br>得2.5分 |" in text
    assert "- a row of no kind · page 2 · 备注：略" in text


def test_claims_show_scores_and_mentions() -> None:
    mention = Mention(kind="award", points=Decimal(2), sign=1, text="得2分", where=HERE)
    sheet = ScoreSheet(
        form="narrative", items=(item("1", "甲", claimed=Decimal("1.50"), mentions=(mention, mention)),), where=HERE
    )
    report = SelfReport(
        source=SOURCE, title="测试报告", unit="测试局", sheets=(sheet, SHEET), coverage=Coverage(mentions=2)
    )
    text = render([report], "table", "zh")
    assert text.startswith("测试报告\n测试局\n")
    assert "得2分 得2分" in text
    assert "1.50" in text
    assert "正文" in text
    assert "得分表述 2 处，归位 0 处" in text


def test_a_document_shows_its_grid_and_what_was_merged() -> None:
    cells = (
        Cell(row=0, column=0, row_span=2, text="甲", where=HERE),
        Cell(row=0, column=1, column_span=2, text="乙", where=HERE),
        Cell(row=1, column=1, text="丙\n丁", where=HERE),
    )
    table = Table(rows=2, columns=3, cells=cells, where=HERE, caption=Evidence(quote="表1 指标", where=HERE))
    document = Document(
        source=SOURCE,
        blocks=(
            Paragraph(text="第一章", where=HERE, heading_level=1),
            Paragraph(text="* 不是列表", where=HERE),
            table,
        ),
        notes=(ReadingNote(kind="page_without_text", message=Text(zh="没有文字", en="no text"), where=HERE),),
    )
    markdown = render([document], "md", "zh")
    assert "## 第一章" in markdown
    assert "\\* 不是列表" in markdown
    assert "表1 指标" in markdown
    assert "| 甲 | 乙 | ← |" in markdown
    assert "| ↑ | 丙<br>丁 |  |" in markdown
    assert "- 没有文字 · 第 2 页" in markdown
    terminal = render([document], "table", "en")
    assert "table (block 2, 2×3)" in terminal
    assert "no text · page 2" in terminal


@pytest.mark.parametrize("text", ["a|b", "*重点*", "<script>", "`x`", "# 标题", "[1]", "~~", "a_b", "\\"])
def test_markdown_is_escaped(text: str) -> None:
    shown = escape(text)
    assert shown.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\") == text
    assert shown != text


def test_json_of_one_and_of_several() -> None:
    assert render([RUBRIC], "json", "zh").startswith("{")
    assert render([RUBRIC], "json", "zh", listed=True).startswith("[")
    assert render([RUBRIC, RUBRIC], "json", "zh").startswith("[")
    assert set(VIEW_FORMATS) == {"json", "table", "md"}
