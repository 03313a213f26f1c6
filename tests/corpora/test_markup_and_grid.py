"""The small language of the sources: marks, items to rows, rows to merged cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.content import Column, Criterion, Grid, GridCell, Line, Node
from corpora.grid import merge, tree_rows
from corpora.markup import Mark, marks, printed
from corpora.source import read


@pytest.mark.parametrize(
    ("text", "shown", "found"),
    [
        ("（{+2|得2分}）。", "（得2分）。", [Mark("+", "2", "得2分")]),
        ("{-0.5|扣半分}", "扣半分", [Mark("-", "0.5", "扣半分")]),
        ("{name 组织}（{max 20}分）", "组织（20分）", [Mark("name", "组织", "组织"), Mark("max", "20", "20")]),
        ("标准分{totalmax 100|１００}分", "标准分１００分", [Mark("totalmax", "100", "１００")]),
        ("{total 98}分", "98分", [Mark("total", "98", "98")]),
        ("{-% 34|扣34%权重分}{% 66|.}", "扣34%权重分.", [Mark("-%", "34", "扣34%权重分"), Mark("%", "66", ".")]),
        ("{kind bonus|}加分", "加分", [Mark("kind", "bonus", "")]),
        ("{=|不扣分}", "不扣分", [Mark("=", "", "不扣分")]),
        ("集合{甲，乙}", "集合{甲，乙}", []),
        ("{maximum 3}", "{maximum 3}", []),
    ],
)
def test_marks(text: str, shown: str, found: list[Mark]) -> None:
    assert printed(text) == shown
    assert marks(text) == found


def test_merge_spans() -> None:
    assert merge([["a", "<", "b"], ["^", "^", "c"], ["d", "e", "<"]]) == [
        GridCell(0, 0, 2, 2, "a"),
        GridCell(0, 2, 1, 1, "b"),
        GridCell(1, 2, 1, 1, "c"),
        GridCell(2, 0, 1, 1, "d"),
        GridCell(2, 1, 1, 2, "e"),
    ]


def test_a_merged_cell_must_be_a_rectangle() -> None:
    with pytest.raises(ValueError, match="rectangle"):
        merge([["a", "<"], ["^", "b"]])


def test_rows_must_be_of_one_width() -> None:
    with pytest.raises(ValueError, match="row 1 has 1"):
        merge([["a", "b"], ["c"]])


def test_groups_are_merged_over_their_leaves() -> None:
    leaf = Node("乙", 2, {"max": "3", "maxp": "３"}, [Criterion(1, "2", "1、好"), Criterion(2, "1", "2、更好")])
    group = Node(
        "甲", 1, {"label": "甲（8分）"}, children=[leaf, Node("丙", 2, {"max": "5", "_after": "^ | 小计 | 8 |\n"})]
    )
    columns = [Column("", "level1", 1), Column("", "level2", 1), Column("", "max", 1), Column("", "criteria", 1)]
    assert tree_rows([group, ["总分", "<", "8", ""]], columns, "") == [
        ["甲（8分）", "乙", "３", "1、好2、更好"],
        ["^", "丙", "5", ""],
        ["^", "小计", "8", ""],
        ["总分", "<", "8", ""],
    ]


def test_one_row_for_each_criterion() -> None:
    leaf = Node("甲", 1, {"max": "3"}, [Criterion(1, "2", "1、好"), Criterion(2, None, "2、更好")])
    columns = [Column("", "seq", 1), Column("", "level1", 1), Column("", "crit", 1), Column("", "critmax", 1)]
    assert tree_rows([leaf], columns, "") == [["1", "甲", "1、好", "2"], ["^", "^", "2、更好", ""]]


def test_a_sentence_may_claim_for_the_section_above(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(
        "@narrative\n# {name 甲}\n% {name 乙}，{+5|得5分}。\n以上一项共得{above 5}分。\n@end\n", encoding="utf-8"
    )
    (narrative,) = read(source).sheets
    assert narrative.items[0].values["got"] == "5"
    assert "got" not in narrative.items[0].children[0].values


def test_a_source_is_read_into_what_is_printed_and_what_it_means(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(
        "@expect title=某办法\n@title 某办法\n// a comment\n总分{totalmax 10}分\n"
        "@narrative\n# 一、{name 组织}（{max 6}分，自评{got 5}分）\n% 1.{name 开会}，{+5|得5分}。\n@end\n"
        "@table title=表1; for=rubric\n! 名称=level1:2 | 分值=max:1\n$ max=6\n# 组织 | max=6\n~ 合计 | 6\n@end\n"
        "@finding code=C203; severity=error; item=组织; stated=5; computed=6\n",
        encoding="utf-8",
    )
    content = read(source)
    assert [block.text for block in content.blocks if isinstance(block, Line)] == [
        "某办法", "总分10分", "一、组织（6分，自评5分）", "1.开会，得5分。",
    ]  # fmt: skip
    grid = content.blocks[-1]
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["名称", "分值", "组织", "6", "合计", "6"]
    narrative, table = content.sheets
    assert (narrative.purpose, table.purpose) == ("claims", "rubric")
    assert narrative.total == {"max": "10"}
    assert narrative.items[0].children[0].mentions == [("+", "5")]
    assert narrative.items[0].children[0].name == "开会"
    assert table.total == {"max": "6"}
    assert content.findings == [{"code": "C203", "severity": "error", "item": "组织", "stated": "5", "computed": "6"}]


@pytest.mark.parametrize("line", ["@unknown x", "@table\n? x\n@end", "@narrative\n# 无名\n@end"])
def test_what_a_source_must_not_hold(tmp_path: Path, line: str) -> None:
    source = tmp_path / "a.txt"
    source.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match=r"unknown directive|not understood|without a name"):
        read(source)
