"""Headings in every wording, headers in every shape, and what only the neighbours decide."""

from __future__ import annotations

import pytest

from extract.headers import find_headers, level_of, role_of
from tests.extract.tables import table


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("督导内容", "item"),
        ("年度重点工作任务", "item"),
        ("A级指标", "item"),
        ("评查项目", "item"),
        ("重点工作", "item"),
        ("量化评分标准", "criteria"),
        ("考核计分标准", "criteria"),
        ("积分标准", "criteria"),
        ("积分规则", "criteria"),
        ("检查方法与评分标准", "criteria"),
        ("考核方式及评分标准", "criteria"),
        ("分值说明", "criteria"),
        ("评分尺度", "criteria"),
        ("检查方法", "method"),
        ("考核目标分值", "points"),
        ("规定分", "points"),
        ("评选条件", "explanation"),
        ("验收要求", "explanation"),
        ("分值", "points"),
        ("分 值", "points"),
        ("分\n值", "points"),
        ("分值（100分）", "points"),
        ("分值(分)", "points"),
        ("权重（%）", "points"),
        ("权重%", "points"),
        ("指标权重", "points"),
        ("标准分数", "points"),
        ("各项分值", "points"),
        ("考核指标分值", "points"),
        ("满分100分", "points"),
        ("得分", "claimed"),
        ("得分（90）", "claimed"),
        ("自评 得分", "claimed"),
        ("自评得分（乡镇填写）", "claimed"),
        ("单位自评分", "claimed"),
        ("专家组评分", "claimed"),
        ("县级复核得分", "claimed"),
        ("考评分", "claimed"),
        ("测评要求", "explanation"),
        ("加分内容", "item"),
        ("评审标准", "criteria"),
        ("评审条款", "item"),
        ("测评方法", "method"),
        ("督查方式", "method"),
        ("扣分", "deducted"),
        ("扣分值", "deducted"),
        ("评分标准", "criteria"),
        ("评分标准及分值", "criteria"),
        ("具体评分细则", "criteria"),
        ("考核计分办法", "criteria"),
        ("得分计算方法", "criteria"),
        ("扣分标准", "criteria"),
        ("一级指标", "item"),
        ("三级指标名称", "item"),
        ("二级指标（权重）", "item"),
        ("综合评估项目", "item"),
        ("考 核 项 目", "item"),
        ("评价内容", "item"),
        ("年度指标值", "target"),
        ("年初目标值（A）", "target"),
        ("绩效标杆值", "target"),
        ("实际完成值（B）", "actual"),
        ("全年实际值(B)", "actual"),
        ("业绩值", "actual"),
        ("工作完成情况", "actual"),
        ("指标解释", "explanation"),
        ("指标解释说明", "explanation"),
        ("评价要点", "explanation"),
        ("证据来源", "source"),
        ("佐证材料目录", "source"),
        ("评估科室（单位）", "department"),
        ("牵头责任科室", "department"),
        ("责任股室", "department"),
        ("现场评估方式", "method"),
        ("偏差原因分析及改进措施", "reason"),
        ("扣分原因及说明", "reason"),
        ("未完成原因和改进措施", "reason"),
        ("得分率", "rate"),
        ("执行率（B/A）", "rate"),
        ("全年预算数（A）", "budget"),
        ("全年执行数(B)", "budget"),
        ("备注", "remark"),
        ("序号", "number"),
        ("指标编码", "code"),
        ("姓名", None),
        ("金额（万元）", None),
        ("", None),
    ],
)
def test_roles(heading: str, role: str | None) -> None:
    assert role_of(heading) == role


@pytest.mark.parametrize(("heading", "level"), [("一级指标", 1), ("二级\n指标", 2), ("四级指标", 4), ("指标", None)])
def test_levels(heading: str, level: int | None) -> None:
    assert level_of(heading) == level


def roles(drawing: str, number: int = 0) -> list[str | None]:
    return [column.role for column in find_headers(table(drawing))[number].columns]


def test_header_below_title_rows() -> None:
    (header,) = find_headers(
        table("""
        |附件2|<|<|
        |云溪县乡镇工作考核表|<|<|
        |被考核单位：|<|日期：|
        |考核项目|分值|评分标准|
        |宣传|10|少一次扣1分|
        """)
    )
    assert (header.start, header.end) == (3, 4)


def test_headings_that_state_the_total() -> None:
    drawing = "|序号|考核内容|考评标准|分值（200分）|自评分（满分200）|\n|1|宣传|少一次扣1分|200|190|"
    assert roles(drawing) == ["number", "item", "criteria", "points", "claimed"]


def test_two_rows_merged() -> None:
    drawing = """
    |考核内容|<|分值|考核标准|得分|<|
    |类别|项目|^|^|自评|复评|
    |救助|受理|20|超期扣1分|20|19|
    """
    (header,) = find_headers(table(drawing))
    assert (header.start, header.end) == (0, 2)
    assert roles(drawing) == ["item", "item", "points", "criteria", "claimed", "claimed"]
    assert [c.heading for c in header.columns][-2:] == ["得分自评", "得分复评"]


def test_two_rows_where_merges_are_missing() -> None:
    drawing = """
    |评价指标|||分值|得分||
    |一级|二级|三级||自评|考评|
    |决策|立项|依据|40|40|38|
    """
    (header,) = find_headers(table(drawing))
    assert (header.start, header.end) == (0, 2)
    assert roles(drawing) == ["item", "item", "item", "points", "claimed", "claimed"]


def test_three_rows() -> None:
    drawing = """
    |指标|<|分值|评价情况|<|<|
    |^|<|^|目标|得分|<|
    |一级指标|二级指标|^|^|自评|复核|
    |决策|立项|40|规范|40|38|
    """
    (header,) = find_headers(table(drawing))
    assert (header.start, header.end) == (0, 3)
    assert roles(drawing) == ["item", "item", "points", "target", "claimed", "claimed"]


def test_a_merged_heading_without_sub_headings() -> None:
    drawing = """
    |考核内容|<|分值|评分标准|
    |救助|受理|20|超期扣1分|
    |救助|发放|20|错发扣1分|
    """
    (header,) = find_headers(table(drawing))
    assert (header.start, header.end) == (0, 1)


def test_a_header_comes_again() -> None:
    found = find_headers(
        table("""
        |序号|指标|分值|
        |1|宣传|10|
        |序号|指标|分值|
        |2|培训|10|
        """)
    )
    assert [header.start for header in found] == [0, 2]
    assert found[0].same_as(found[1])


@pytest.mark.parametrize(
    "drawing",
    [
        "|姓名|单位|职务|\n|甲|民政局|科员|",
        "|年度|预算|支出|\n|2022|100|99|",
        "|满意度|非常满意|满意|\n|人数|80|10|",
        "|指标|\n|宣传|",
        "|项目立项|8|8|\n|资金落实|10|10|",
    ],
)
def test_tables_without_such_a_header(drawing: str) -> None:
    assert find_headers(table(drawing)) == ()


NEIGHBOURS = {
    "a second 指标值 is what was reached": (
        """
        |指标名称|指标值|权重|指标值|得分|
        |完成率|100%|10|95%|9.5|
        """,
        ["item", "target", "points", "actual", "claimed"],
    ),
    "指标值 alone before a claim is what was reached": (
        """
        |指标编码|三级指标|权重|指标值|自评得分|
        |A11|完成率|10|95%|9.5|
        """,
        ["code", "item", "points", "actual", "claimed"],
    ),
    "指标值 without a claim is the target": (
        """
        |三级指标|权重|指标值|评分标准|
        |完成率|10|95%|每低1%扣1分|
        """,
        ["item", "points", "target", "criteria"],
    ),
    "分值 behind 业绩值 is the claim": (
        """
        |二级指标|三级指标|权重|标杆值|业绩值|分值|
        |立项|依据|8|充分|充分|8|
        """,
        ["item", "item", "points", "target", "actual", "claimed"],
    ),
    "分值 beside 得分 is the maximum": (
        """
        |二级指标|权重|三级指标|分值|业绩值|得分|
        |立项|8%|依据|8|充分|8|
        """,
        ["item", "points", "item", "points", "actual", "claimed"],
    ),
    "考核指标 holds the rules": (
        """
        |考核项目|考核指标|分值|
        |政策落实|三十日内落实的得5分，逾期一天扣1分|5|
        |资金监管|专户管理得10分，混用的不得分|10|
        """,
        ["item", "criteria", "points"],
    ),
    "考核内容 explains each item": (
        """
        |考核项目|考核内容|分值|考核标准|
        |机构|有专人负责|5|无专人扣5分|
        |培训|全年两次|5|少一次扣2分|
        """,
        ["item", "explanation", "points", "criteria"],
    ),
    "考核内容 holds the items of 考核项目": (
        """
        |考核项目|考核内容|分值|考核标准|
        |机构|有专人负责|5|无专人扣5分|
        |^|有办公场地|5|无场地扣2分|
        """,
        ["item", "item", "points", "criteria"],
    ),
    "评价要点 with points of their own are items": (
        """
        |评价指标|评价要点|分值|评分标准|
        |工作保障|资金投入|13|按比例|
        |^|人员配备|10|不足不得分|
        """,
        ["item", "item", "points", "criteria"],
    ),
    "标准及分值 beside 扣分标准 holds items": (
        """
        |内容|标准及分值|扣分标准|自评分|
        |安全|制度健全（5分）|缺一项扣1分|5|
        |^|设施完好（10分）|坏一处扣2分|8|
        """,
        ["item", "item", "criteria", "claimed"],
    ),
    "评分 of sentences holds rules": (
        """
        |指标|分值|评分|
        |宣传|10|每少一次扣1分，扣完为止|
        |培训|10|未开展的不得分|
        """,
        ["item", "points", "criteria"],
    ),
    "自评 of sentences says what was done": (
        """
        |指标|分值|自评|得分|
        |宣传|10|全年开展宣传活动十二场|10|
        |培训|10|组织业务培训两期共八十人|10|
        """,
        ["item", "points", "actual", "claimed"],
    ),
    "考核办法 beside the rules says how": (
        """
        |指标|分值|考核细则|考核办法|
        |宣传|10|每少一次扣1分，扣完为止|查看记录|
        |培训|10|未开展的不得分|现场询问|
        """,
        ["item", "points", "criteria", "method"],
    ),
    "考核办法 alone holds the rules": (
        """
        |指标|分值|考核办法|
        |宣传|10|每少一次扣1分，扣完为止|
        |培训|10|未开展的不得分|
        """,
        ["item", "points", "criteria"],
    ),
    "考核要求 that states the rules": (
        """
        |指标|分值|考核要求|
        |宣传|10|每少一次扣1分，扣完为止|
        |培训|10|未开展的不得分|
        """,
        ["item", "points", "criteria"],
    ),
    "扣分原因 stays a reason": (
        """
        |指标|分值|得分|扣分原因|
        |宣传|10|8|少开展两次活动，扣2分|
        |培训|10|9|缺签到册，扣1分|
        """,
        ["item", "points", "claimed", "reason"],
    ),
    "标准 of numbers holds the points": (
        """
        |指标|评分标准|得分|
        |宣传|10|8|
        |培训|10|9|
        """,
        ["item", "points", "claimed"],
    ),
    "of two scores the one that is the other times the weight claims": (
        """
        |指标|权重|目标值|完成值|得分（百分制）|加权得分|
        |利润|30%|12000|12650|100|30.00|
        |营业收入|20%|86000|83200|96.74|19.35|
        |清收|50%|5000|4380|87.60|43.8|
        |合计|100%|—|—|—|93.15|
        """,
        ["item", "points", "target", "actual", None, "claimed"],
    ),
    "two scores of the same worth both claim": (
        """
        |指标|分值|自评得分|考核得分|
        |宣传|30|30|9|
        |培训|70|65|45|
        """,
        ["item", "points", "claimed", "claimed"],
    ),
    "the frame of a form is no level": (
        """
        |绩效指标|一级指标|二级指标|分值|得分|
        |^|产出|数量|50|50|
        |^|效益|社会|50|48|
        """,
        [None, "item", "item", "points", "claimed"],
    ),
}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_neighbours_decide(name: str) -> None:
    drawing, expected = NEIGHBOURS[name]
    assert roles(drawing) == expected
