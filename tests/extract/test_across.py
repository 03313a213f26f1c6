"""Tables with their items across the columns."""

from __future__ import annotations

from extract.across import understand_across
from tests.extract.reports import number, shape, total
from tests.extract.tables import table


def test_items_across_with_a_column_of_sums() -> None:
    sheet = understand_across(
        table(
            """
            | 指标   | A 决策 | B 过程  | C产出（30分） | 合计   |
            | 权重   | 20     | 50      | 30            | 100    |
            | 得分   | 18     | 50 分   | 29.27         | 97.27  |
            | 得分率 | 90.00% | 100.00% | 97.57%        | 97.27% |
            """,
            caption="表3-1 项目整体绩效分值",
        )
    )
    assert sheet is not None
    assert (sheet.title, sheet.form, total(sheet)) == ("表3-1项目整体绩效分值", "summary", ("100", "97.27"))
    assert shape(sheet) == [(0, "决策", "20", "18", ""), (0, "过程", "50", "50", ""), (0, "产出", "30", "29.27", "")]
    assert [item.code for item in sheet.items] == ["A", "B", "C"]
    assert [(d.heading, d.text) for d in sheet.items[0].details] == [("得分率", "90.00%")]
    assert sheet.items[0].claimed_evidence is not None
    assert (sheet.items[0].claimed_evidence.where.row, sheet.items[0].claimed_evidence.where.column) == (2, 1)


def test_groups_above_their_members() -> None:
    sheet = understand_across(
        table(
            """
            | 一级指标 | 投入     | <        | 产出 | <    | 总分 |
            | 二级指标 | 项目立项 | 资金落实 | 数量 | 质量 | ^    |
            | 满分     | 8        | 12       | 40   | 40   | 100  |
            | 自评得分 | 8        | 11       | 40   | 38   | 97   |
            """
        )
    )
    assert sheet is not None
    assert total(sheet) == ("100", "97")
    assert shape(sheet) == [
        (0, "投入", None, None, ""),
        (1, "项目立项", "8", "8", ""),
        (1, "资金落实", "12", "11", ""),
        (0, "产出", None, None, ""),
        (1, "数量", "40", "40", ""),
        (1, "质量", "40", "38", ""),
    ]


def test_a_merged_cell_of_values_belongs_to_the_group() -> None:
    sheet = understand_across(
        table(
            """
            | 一级指标 | 投入     | <        | 产出 | <    |
            | 二级指标 | 项目立项 | 资金落实 | 数量 | 质量 |
            | 分值     | 20       | <        | 80   | <    |
            | 得分     | 8        | 11       | 40   | 38   |
            """
        )
    )
    assert sheet is not None
    assert [(item.name, number(item.max_points)) for item in sheet.items] == [("投入", "20"), ("产出", "80")]
    assert [number(item.max_points) for item in sheet.leaves()] == [None] * 4


def test_a_column_of_subtotals_is_the_groups() -> None:
    sheet = understand_across(
        table(
            """
            | 一级指标 | 投入 | <    | <    | 产出 |
            | 二级指标 | 立项 | 资金 | 小计 | ^    |
            | 分值     | 8    | 12   | 20   | 80   |
            | 得分     | 8    | 11   | 19   | 78   |
            """
        )
    )
    assert sheet is not None
    assert shape(sheet) == [
        (0, "投入", "20", "19", ""),
        (1, "立项", "8", "8", ""),
        (1, "资金", "12", "11", ""),
        (0, "产出", "80", "78", ""),
    ]


def test_bands_one_below_the_other() -> None:
    sheet = understand_across(
        table(
            """
            | 指标 | 决策 | 过程 |
            | 分值 | 20   | 20   |
            | 得分 | 18   | 20   |
            | 指标 | 产出 | 效益 |
            | 分值 | 30   | 30   |
            | 得分 | 29   | 20   |
            """
        )
    )
    assert sheet is not None
    assert [(i.id, i.name, number(i.max_points), number(i.claimed)) for i in sheet.items] == [
        ("1", "决策", "20", "18"),
        ("2", "过程", "20", "20"),
        ("3", "产出", "30", "29"),
        ("4", "效益", "30", "20"),
    ]


def test_shares_are_no_points() -> None:
    sheet = understand_across(table("| 指标 | 决策 | 过程 |\n| 权重 | 40% | 60% |\n| 得分 | 18 | 20 |"))
    assert sheet is not None
    assert [item.max_points for item in sheet.items] == [None, None]
    assert sheet.items[0].details[0].text == "40%"


def test_tables_of_another_kind() -> None:
    down = "| 指标 | 分值 | 得分 |\n| 决策 | 20 | 18 |\n| 过程 | 20 | 20 |\n| 得分 | 40 | 38 |"
    form = "| 指标权重 | 4分 |\n| 指标得分 | 4分 |"
    money = "| 年度 | 2021 | 2022 |\n| 预算 | 20 | 30 |\n| 执行 | 20 | 30 |"
    empty = "| 指标 | 决策 | 过程 |\n| 权重 | 20 | 20 |\n| 得分 |  |  |"
    for drawing in (down, form, money, empty):
        assert understand_across(table(drawing)) is None, drawing
