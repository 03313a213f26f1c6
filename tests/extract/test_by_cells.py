"""Columns under unknown or misleading headings: what stands in their cells decides what they hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.labels import is_placeholder, split_label
from extract.score_table import understand
from tests.extract.tables import table
from tests.extract.test_score_table import outline

TREES = {
    "parts of items under a heading nobody knows": (
        """
        |考核项目|落脚点|分值|
        |渡口管理（6分）|渡船年检合格|2|
        |^|渡工持证上岗|4|
        |码头管理（4分）|灯光完好|1|
        |^|标牌齐全|3|
        """,
        ["渡口管理 6", "  渡船年检合格 2", "  渡工持证上岗 4", "码头管理 4", "  灯光完好 1", "  标牌齐全 3"],
    ),
    "groups under a heading nobody knows": (
        """
        |领域|考核指标|权重|得分|
        |水上领域|巡航频次|30|28|
        |^|救助成功率|20|20|
        |岸上领域|培训人次|25|25|
        |^|演练场次|25|24|
        """,
        [
            "水上领域", "  巡航频次 30/28", "  救助成功率 20/20", "岸上领域", "  培训人次 25/25", "  演练场次 25/24",
        ],
    ),
    "groups under 目标, which elsewhere is a value": (
        """
        |目标|序号|考核内容|分值|自评|
        |思想建设|1|每月集中学习一次|4|4|
        |^|2|每人一篇心得|3|3|
        |阵地建设|3|活动室面积达标|3|2|
        """,
        ["思想建设", "  每月集中学习一次 4/4", "  每人一篇心得 3/3", "阵地建设", "  活动室面积达标 3/2"],
    ),
    "items under a heading nobody knows, rules known": (
        """
        |编号|评定点|分数|评分细则|
        |1|库房|6|不合格不得分|
        |2|目录|4|缺一卷扣1分|
        """,
        ["库房 6", "目录 4"],
    ),
    "points under a heading nobody knows": (
        """
        |项目|考核内容|比重数|自评得分|
        |渠系|清淤|6|6|
        |^|衬砌|4|3|
        |闸门|启闭|10|10|
        """,
        ["渠系", "  清淤 6/6", "  衬砌 4/3", "闸门", "  启闭 10/10"],
    ),
    "a heading over a counter and a text": (
        """
        |工作任务|考核要点|<|分值|评分标准|
        |护林|1|每周巡山一次|5|少一次扣1分|
        |^|2|日志齐全|3|缺一篇扣0.5分|
        |防火|1|器材完好|2|损坏不得分|
        """,
        ["护林", "  每周巡山一次 5", "  日志齐全 3", "防火", "  器材完好 2"],
    ),
    "a heading over a text and its points": (
        """
        |一级指标|二级指标及标准分|<|评价标准|自评分|
        |场地（40分）|阅览室|25|80平方米以上得25分|25|
        |^|借阅台|15|有得15分|15|
        |藏书（60分）|册数|60|每少100册扣1分|58|
        """,
        ["场地 40", "  阅览室 25/25", "  借阅台 15/15", "藏书 60", "  册数 60/58"],
    ),
    "labels with their points under a heading of points": (
        """
        |序号|项目分值|标准|
        |1|交接班（30分）|记录完整，签字齐全|
        |2|巡检（70分）|按线路巡检|
        """,
        ["交接班 30", "巡检 70"],
    ),
    "labels with their points and no other number": (
        """
        |项目名称及分值|<|赋分办法|总牵头单位|考核责任单位|
        |（一）实绩（60分）|1.招引项目（40分）|按实绩赋分|商务站|考评站|
        |^|2.入库税收（20分）|按实绩赋分|财税站|考评站|
        |（二）评议（40分）|1.群众评议（40分）|按排名赋分|信访站|考评站|
        """,
        ["实绩 60", "  招引项目 40", "  入库税收 20", "评议 40", "  群众评议 40"],
    ),
    "得分 behind each level is its maximum": (
        """
        |一级指标|得分|二级指标|得分|评价标准|得分|
        |投入|30|到位率|10|每低1%扣1分|9|
        |^|^|控制率|20|超过不得分|20|
        |产出|70|完工率|70|按比例得分|65|
        """,
        ["投入 30", "  到位率 10/9", "  控制率 20/20", "产出 70", "  完工率 70/65"],
    ),
    "ranges grade one item": (
        """
        |检查项目及分值|评分内容|赋分区间|得分|
        |站容（20分）|整洁美观|16-20|17|
        |^|基本整洁|10-15||
        |^|脏乱|0-9||
        |站务（30分）|热情周到|25-30||
        |^|一般|15-24|22|
        |^|投诉较多|0-14||
        """,
        ["站容 20/17", "站务 30/22"],
    ),
    "lines of a form that nobody filled in": (
        """
        |一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|
        |产出指标|数量指标|指标1：护岸长度|3公里|3公里|50|50|
        |^|^|指标2：|||||
        |^|^|……|||||
        |效益指标|生态效益指标|指标1：|||||
        |^|社会效益指标|指标1：受益农户|40户|38户|50|48|
        """,
        [
            "产出指标", "  数量指标", "    护岸长度 50/50", "效益指标", "  生态效益指标", "  社会效益指标",
            "    受益农户 50/48",
        ],
    ),
    "no header at all": (
        """
        |一、水务（30分）|1.按时巡河|10|少一次扣1分|
        |^|2.清理垃圾|20|发现一处扣0.5分，扣完为止|
        |二、林务（70分）|3.补植|70|成活率90%以上得70分|
        """,
        ["水务 30", "  按时巡河 10", "  清理垃圾 20", "林务 70", "  补植 70"],
    ),
    "claims of groups in merged cells behind": (
        """
        |一级指标（分值）|二级指标（分值）|评估得分|扣分说明|一级指标得分|
        |A1阵地（40）|B1面积（25）|25||37|
        |^|B2设备（15）|12|老旧|^|
        |A2活动（60）|B3场次（40）|40||58|
        |^|B4台账（20）|18|缺页|^|
        """,
        ["A1 阵地 40/37", "  B1 面积 25/25", "  B2 设备 15/12", "A2 活动 60/58", "  B3 场次 40/40", "  B4 台账 20/18"],
    ),
    "an unknown sub-heading beside the one that is meant": (
        """
        |指标|指标满分|指标评判及得分|<|
        |^|^|实况|得分|
        |蓄水位|40|8.2|38|
        |放水量|60|92|60|
        """,
        ["蓄水位 40/38", "放水量 60/60"],
    ),
    "columns of grades to be ticked": (
        """
        |项目（分值）|考核内容|分值|A|B|C|D|自评|考核|
        |^|^|^|1.0|0.8|0.6|0.4|^|^|
        |阵地（40）|门牌完好|15|√||||15||
        |^|书架整齐|25||√|||20||
        """,
        ["阵地 40", "  门牌完好 15/15", "  书架整齐 25/20"],
    ),
    "rules under a heading of contents": (
        """
        |检查项目|检查内容及扣分标准|应得分|实得分|
        |船闸|漏水扣5分；锈蚀扣2分|40|38|
        |泵站|停机一次扣10分|60|60|
        """,
        ["船闸 40/38", "泵站 60/60"],
    ),
    "amounts with their sign in words": (
        """
        |指标|分值|得分|
        |巡查|100分|98|
        |创新|最高加5分|2|
        |违规|最高减10分|0|
        """,
        ["巡查 100/98", "创新 5/2", "违规 -10/0 penalty"],
    ),
    "codes of two parts": (
        """
        |测评项目|测评内容|分值|自评分|
        |Ⅰ-1 风尚（40分）|<|<|<|
        |Ⅱ-1 礼让|1）路口礼让|40|40|
        |I-2 环境（60分）|<|<|<|
        |II-2 街巷|1）清扫|60|55|
        """,
        ["I-1 风尚 40", "  Ⅱ-1 礼让", "    路口礼让 40/40", "I-2 环境 60", "  II-2 街巷", "    清扫 60/55"],
    ),
    "remarks below the sum": (
        """
        |一级指标|二级指标|完成值|权重|得分|
        |产出指标|发放率|100%|60|60|
        |效益指标|保障率|99%|40|39|
        |合计|<|<|100|99|
        |评价结论|按期完成全部任务。|<|<|<|
        |存在问题|资料归档不够及时。|<|<|<|
        |项目负责人：|<|财务负责人：|<|<|
        """,
        ["产出指标", "  发放率 60/60", "效益指标", "  保障率 40/39"],
    ),
    "fields below the sum": (
        """
        |序号|考核内容|扣分标准|应得分|扣减分|实得分|
        |1|堆场|未硬化扣5分|40|5|35|
        |2|堤脚|有杂草扣2分|60||60|
        |合计|<|<|100|5|95|
        |被考核人：|<|<|考核人：|<|<|
        """,
        ["堆场 40/35", "堤脚 60/60"],
    ),
    "numbers of an unknown heading beside rules": (
        """
        |考核内容|总分|打分规则|
        |制度建设|5|缺一项制度扣1分|
        |台账登记|10|登记齐全得10分|
        |值班巡查|6|漏岗一次扣2分|
        """,
        ["制度建设 5", "台账登记 10", "值班巡查 6"],
    ),
    "points of items before the rules, of rules behind them": (
        """
        |检查项目|检查内容|满分值|评分要点|分值|
        |内务|门窗|6|窗户清洁得4分|4|
        |^|^|^|门锁完好得2分|2|
        |^|地面|3|无积水得3分|3|
        |合计||9|||
        """,
        ["内务", "  门窗 6", "  地面 3"],
    ),
    "what is aimed at left of the tasks names groups": (
        """
        |工作目标|工作任务|分值|评分办法|
        |河道整洁|清理漂浮物|5|发现一处扣1分|
        ||拆除围网|5|发现一处扣1分|
        |岸线绿化|补种苗木|10|成活一半得5分|
        ||养护管理|2|无人养护扣2分|
        """,
        ["河道整洁", "  清理漂浮物 5", "  拆除围网 5", "岸线绿化", "  补种苗木 10", "  养护管理 2"],
    ),
    "parts of an item called 要点, weights beside the groups": (
        """
        |考核要素|占比|考核要点|满分|评分标准|
        |队伍|40%|人员配备|30|缺一人扣5分|
        |^|^|业务培训|10|少一次扣2分|
        |保障|60%|经费落实|50|未落实不得分|
        |^|^|车辆调度|10|误事一次扣5分|
        """,
        ["队伍 40", "  人员配备 30", "  业务培训 10", "保障 60", "  经费落实 50", "  车辆调度 10"],
    ),
    "parts called 要点 that carry their points": (
        """
        |考核项目|考核要点|评判标准|
        |宣传（9分）|1.入户走访（5分）|少一户扣1分|
        ||2.张贴标语（4分）|少一处扣1分|
        |排查（6分）|1.建立清单（6分）|无清单不得分|
        """,
        ["宣传 9", "  入户走访 5", "  张贴标语 4", "排查 6", "  建立清单 6"],
    ),
    "subtotals behind labels that every row says": (
        """
        |项目|内容|分值|评分标准|
        |组织领导|会议|4|少一次扣1分|
        |组织领导|分工|6|不明确扣2分|
        |组织领导|小计|10||
        |日常管理|小计|5||
        |日常管理|台账|5|缺一项扣1分|
        """,
        ["组织领导 10", "  会议 4", "  分工 6", "日常管理 5", "  台账 5"],
    ),
    "two columns, requirements and how they are scored": (
        """
        |工作要求|评分标准及说明|
        |一、定期巡查|少一次扣1分。|
        |二、及时上报|迟报一次扣2分。|
        """,
        ["定期巡查", "及时上报"],
    ),
    "a row of words that headings have is no header": (
        """
        |评审内容|记分办法|数据来源|
        |绿化养护（5分）|枯死一株扣1分。|业务系统|
        |考核完成率（1分）|完成考核的得满分，未完成的不得分。|自评材料|
        |网格登记（8分）|漏登一户扣1分。|部门提供|
        """,
        ["绿化养护 5", "考核完成率 1", "网格登记 8"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("drawing", "expected"), TREES.values(), ids=TREES)
def test_trees(drawing: str, expected: list[str]) -> None:
    found = understand(table(drawing))
    assert found is not None
    assert outline(found.sheet.items) == expected


def test_remarks_below_the_sum_leave_the_total() -> None:
    found = understand(table(TREES["remarks below the sum"][0]))
    assert found is not None and found.sheet.total is not None
    assert (found.sheet.total.max_points, found.sheet.total.claimed) == (Decimal(100), Decimal(99))


def test_an_unknown_column_that_only_comments_makes_no_level() -> None:
    found = understand(
        table(
            """
            |考核项目|风向|分值|评分标准|
            |堤防|偏北|40|缺一项扣1分|
            |涵闸|偏南|60|缺一项扣2分|
            """
        )
    )
    assert found is not None
    assert outline(found.sheet.items) == ["堤防 40", "涵闸 60"]


@pytest.mark.parametrize(
    "drawing",
    [
        """
        |东乡|3|已完成|
        |西乡|12|未完成|
        |南乡|7|已完成|
        """,
        """
        |东乡|3|少一次扣1分|
        |西乡||少一次扣1分|
        |南乡|7|少一次扣1分|
        """,
        """
        |东乡|3|12|少一次扣1分|
        |西乡|4|11|少一次扣1分|
        |南乡|7|10|少一次扣1分|
        """,
    ],
    ids=["no rules", "not every row has points", "two columns of numbers"],
)
def test_without_a_header_nothing_is_guessed(drawing: str) -> None:
    assert understand(table(drawing)) is None


def test_unknown_numbers_that_claims_exceed_are_no_points() -> None:
    found = understand(
        table(
            """
            |项目|考核内容|户数|自评得分|
            |渠系|清淤|3|6|
            |^|衬砌|12|3|
            """
        )
    )
    assert found is not None
    assert outline(found.sheet.items) == ["渠系", "  清淤/6", "  衬砌/3"]


@pytest.mark.parametrize("text", ["指标2：", "指标3", "3.", "（2）", "……", "…", "2、……", "项目1:"])
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["指标", "2号库", "3.护坡", "指标1：护坡", "12345热线", "其他"])
def test_names_are_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("指标1：护坡长度", "护坡长度"), ("指标2、桩号", "桩号"), ("项目3：闸房", "闸房"), ("指标1.5倍", "指标1.5倍")],
)
def test_numbers_of_form_lines_are_no_part_of_the_name(text: str, name: str) -> None:
    assert split_label(text).name == name
