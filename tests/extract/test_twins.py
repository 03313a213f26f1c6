"""Tables printed in two halves side by side."""

from __future__ import annotations

import pytest

from extract.headers import find_headers
from extract.score_table import understand
from extract.twins import unfolded
from tests.extract.tables import table
from tests.extract.test_score_table import outline

HALVES = """
|项目|指标|分值|得分|项目|指标|分值|得分|
|门诊|接诊量|10|9|病房|床位数|20|20|
|^|候诊时长|10|10|^|查房次数|60|58|
|注：两栏一并计算|<|<|<|<|<|<|<|
"""


def test_halves_are_read_one_below_the_other() -> None:
    found = understand(table(HALVES))
    assert found is not None
    assert outline(found.sheet.items) == [
        "门诊", "  接诊量 10/9", "  候诊时长 10/10", "病房", "  床位数 20/20", "  查房次数 60/58",
    ]  # fmt: skip


def test_places_are_those_of_the_document() -> None:
    drawn = table(HALVES)
    moved = unfolded(drawn, find_headers(drawn)[0])
    assert moved.columns == 4
    cell = moved.at(3, 1)
    assert cell is not None and cell.text == "床位数"
    assert (cell.where.row, cell.where.column) == (1, 5)


@pytest.mark.parametrize(
    "drawing",
    [
        "|项目|指标|分值|得分|\n|门诊|接诊量|10|9|",
        "|指标|得分|指标|得分|\n|门诊|9|病房|8|\n|说明|<|<|<|\n|化验|7|影像|6|",
        "|一级指标|得分|二级指标|得分|\n|门诊|20|接诊量|20|",
    ],
    ids=["one half", "a row over both in the middle", "headings that differ"],
)
def test_other_tables_stay_as_they_are(drawing: str) -> None:
    drawn = table(drawing)
    assert unfolded(drawn, find_headers(drawn)[0]) is drawn


@pytest.mark.parametrize(
    "drawing",
    [
        """
        |江口渡评分表|<|<|<|
        |项目|分值|项目|分值|
        |渡船年检|30|灯光标牌|10|
        |渡工持证|30|岸线保洁|30|
        """,
        """
        |项目1|分值1|项目2|分值2|
        |渡船年检|30|灯光标牌|10|
        |渡工持证|30|岸线保洁|30|
        """,
        """
        |着力处|斤两（分）|着力处|斤两（分）|
        |渡船年检|30|灯光标牌|10|
        |渡工持证|30|岸线保洁|30|
        """,
    ],
    ids=["below a title", "headings with the number of their half", "headings that nobody knows"],
)
def test_halves_under_other_headings(drawing: str) -> None:
    found = understand(table(drawing))
    assert found is not None
    assert outline(found.sheet.items) == ["渡船年检 30", "渡工持证 30", "灯光标牌 10", "岸线保洁 30"]


def test_a_sum_below_both_halves_is_the_total() -> None:
    found = understand(
        table(
            """
            |序号|项目|分值|得分|序号|项目|分值|得分|
            |1|渡船年检|30||3|灯光标牌|10||
            |2|渡工持证|30||4|岸线保洁|30||
            |合计|<|<|<|<|<|100||
            """
        )
    )
    assert found is not None
    assert outline(found.sheet.items) == ["渡船年检 30", "渡工持证 30", "灯光标牌 10", "岸线保洁 30"]
    assert found.sheet.total is not None
    assert found.sheet.total.max_points == 100


def test_a_title_in_two_parts_keeps_the_halves_where_they_are() -> None:
    drawn = table(
        """
        |江口渡|<|二〇二四年度|<|
        |项目|分值|项目|分值|
        |渡船年检|30|灯光标牌|10|
        """
    )
    assert unfolded(drawn, find_headers(drawn)[0]) is drawn
