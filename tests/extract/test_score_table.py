"""Tables of many offices, typed and merged in many ways, become the same tree."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.score_table import ScoreTable, understand, why_not
from models import Item, ScoreSheet
from tests.extract.tables import table


def read(drawing: str, caption: str | None = None) -> ScoreTable:
    found = understand(table(drawing, caption))
    assert found is not None
    return found


def outline(items: Iterable[Item], depth: int = 0) -> list[str]:
    """Each item as “name maximum/claimed”, indented by level."""
    lines = []
    for item in items:
        points = "" if item.max_points is None else f" {item.max_points}"
        claimed = "" if item.claimed is None else f"/{item.claimed}"
        kind = "" if item.kind == "base" else f" {item.kind}"
        code = f"{item.code} " if item.code else ""
        lines.append("  " * depth + code + item.name + points + claimed + kind)
        lines += outline(item.children, depth + 1)
    return lines


def shape(drawing: str) -> list[str]:
    return outline(read(drawing).sheet.items)


def total(sheet: ScoreSheet) -> tuple[Decimal | None, Decimal | None]:
    assert sheet.total is not None
    return sheet.total.max_points, sheet.total.claimed


TREES = {
    "what is evaluated behind its points": (
        """
        |类别|项目|标准分|评价内容及要求|赋分原则|
        |状况（60分）|1.坝体|40|无裂缝、无渗漏|有渗漏，扣20分|
        |^|2.设施|20|设备完好|不灵活，扣10分|
        |管护（40分）|3.巡查|40|记录完整|少1次扣5分|
        """,
        ["状况 60", "  坝体 40", "  设施 20", "管护 40", "  巡查 40"],
    ),
    "tasks with a name": (
        """
        |序号|任务名称|年度目标任务|考核分值|计分方法|
        |1|康复|服务300人|60|按完成比例计分|
        |2|托养|托养80人|40|少1人扣0.5分|
        """,
        ["康复 60", "托养 40"],
    ),
    "numbers below a heading of items, between sections": (
        """
        |项目|内容及要求|分值|扣分标准|得分|
        |一、组织（40分）|<|<|<|<|
        |1|纳入日程|15|未纳入扣15分||
        |2|有机构|25|无机构扣25分||
        |二、环境（60分）|<|<|<|<|
        |3|路面平整|60|破损扣5分||
        """,
        ["组织 40", "  纳入日程 15", "  有机构 25", "环境 60", "  路面平整 60"],
    ),
    "rows that grade an item": (
        """
        |评分项目|评分标准|分值|
        |方案|完整、可行|15|
        |^|较完整|10|
        |^|一般|5|
        |制度|健全|10|
        |^|不健全|4|
        """,
        ["方案 15", "制度 10"],
    ),
    "rows that share the points of an item": (
        """
        |评分项目|评分标准|分值|
        |方案|内容完整|15|
        |^|步骤可行|10|
        |^|人员落实|5|
        |制度|健全|10|
        |^|上墙|4|
        """,
        ["方案 30", "制度 14"],
    ),
    "rows that take points of an item": (
        """
        |评分项目|评分标准|分值|
        |方案|内容不完整扣2分|15|
        |^|步骤不可行扣1分|10|
        |制度|不健全扣1分|10|
        |^|未上墙扣1分|4|
        """,
        ["方案 25", "制度 14"],
    ),
    "a range among maxima": (
        """
        |项目|评分内容|分值|评分方法|
        |治理|章程|5|未核准不得分|
        |^|换届|1—5分|逾期1年扣1分|
        |财务|审计|10|无报告不得分|
        """,
        ["治理", "  章程 5", "  换届 5", "财务", "  审计 10"],
    ),
    "scored out of 100 each, weighed beside": (
        """
        |维度（权重）|考核指标|指标权重（%）|分值|考核要点|
        |质量（40%）|病历|50|100|每低1%扣5分|
        |^|制度|50|100|一项不落实扣10分|
        |效率（60%）|住院日|70|100|每高0.1日扣2分|
        |^|使用率|30|100|每低1%扣2分|
        """,
        ["质量 40", "  病历 100", "  制度 100", "效率 60", "  住院日 100", "  使用率 100"],
    ),
    "points said at the end of what is scored": (
        """
        |项目|质量标准及分值|检查方法|扣分|
        |病房（30分）|安静整洁，计10分|现场查看||
        |^|签名规范，计20分|现场查看||
        |文书（70分）|记录及时。满分70分|抽查||
        """,
        ["病房 30", "  安静整洁 10", "  签名规范 20", "文书 70", "  记录及时 70"],
    ),
    "points of a level between its labels and the finer ones": (
        """
        |考核项目|考核对象|考核要点|分值|考核内容|评分标准|
        |组织（40分）|甲办|1.1考核|25|1.1.1纳入考核（10分）|未纳入扣10分|
        |^|^|^|^|1.1.2结果运用（15分）|未运用扣5分|
        |^|^|1.2经费|15|1.2.1有经费（15分）|无经费不得分|
        |监管（60分）|乙所|2.1检查|60|2.1.1检查到位（60分）|每少1次扣2分|
        """,
        [
            "组织 40", "  考核 25", "    纳入考核 10", "    结果运用 15", "  经费 15", "    有经费 15",
            "监管 60", "  检查 60", "    检查到位 60",
        ],
    ),
    "points of groups below 总分": (
        """
        |项目|总分|内容|分值（100分）|考核标准|
        |责任|30|公示|10|未公示不得分|
        |^|^|培训|20|少1次扣5分|
        |预警|70|值班|70|脱岗1次扣5分|
        """,
        ["责任 30", "  公示 10", "  培训 20", "预警 70", "  值班 70"],
    ),
    "months to be filled in": (
        """
        |序号|考核内容|标准分|评分标准|1月|2月|3月|第二季度|
        |1|道路整洁|60|每处扣1分|||||
        |2|公厕干净|40|每次扣2分|||||
        |月度得分|<|||||||
        """,
        ["道路整洁 60", "公厕干净 40"],
    ),
    "villages to be filled in": (
        """
        |考核内容|分值|东村|西村|南村|北村|
        |村容|60|||||
        |庭院|40|||||
        |总分|100|||||
        """,
        ["村容 60", "庭院 40"],
    ),
    "every group with its subtotal, the last one too": (
        """
        |检查项目|检查内容|标准分值|评分说明|
        |许可|证照|10|缺1张扣1分|
        |^|人员|10|缺1人扣1分|
        |小计||20||
        |加工|留样|80|缺一样扣2分|
        |小计||80||
        |总计||100||
        """,
        ["许可 20", "  证照 10", "  人员 10", "加工 80", "  留样 80"],
    ),
    "points before all else": (
        """
        |评估指标|评估要素|得分|
        |条件（30分）|（18分）1.场地充足，设施齐全。||
        |^|（12分）2.图书配备齐全。||
        |教育（70分）|（70分）3.活动安排科学。||
        """,
        ["条件 30", "  场地充足，设施齐全 18", "  图书配备齐全 12", "教育 70", "  活动安排科学 70"],
    ),
    "maxima in a column of scores, those of sections too": (
        """
        |考核内容|考核标准|考核分|备注|
        |一、基础|<|40||
        |1.证照|缺一项扣2分|15||
        |2.制度|未上墙扣5分|25||
        |二、服务|<|60||
        |1.投诉|一次扣5分|60||
        """,
        ["基础 40", "  证照 15", "  制度 25", "服务 60", "  投诉 60"],
    ),
    "scores that make up no whole are claims": (
        """
        |考核内容|考核标准|考核分|备注|
        |证照|缺一项扣2分|15||
        |制度|未上墙扣5分|25||
        """,
        ["证照/15", "制度/25"],
    ),
    "shares of shares": (
        """
        |一级指标及权重|二级指标及权重|三级指标|分值|评分标准|
        |条件10%|法人4%|代表人|40|按程序产生得40分|
        |^|章程6%|核准|60|已核准得60分|
        |治理90%|组织40%|理事会|400|按期换届得400分|
        |^|财务50%|核算|500|每处不规范扣10分|
        """,
        [
            "条件 10", "  法人 4", "    代表人 40", "  章程 6", "    核准 60", "治理 90", "  组织 40", "    理事会 400",
            "  财务 50", "    核算 500",
        ],
    ),
    "points in the first column": (
        """
        |分值|考核项目|考核标准|考核得分|
        |60|队伍|迟到一次扣1分||
        |40|案件|少1件扣1分||
        |100|合计|||
        """,
        ["队伍 60", "案件 40"],
    ),
    "a level without a heading of its own": (
        """
        |评审因素||分值|评审标准|
        |价格（30分）|报价|30|最低价得30分，其他按比例得分|
        |技术（70分）|方案|40|优得40分，良得30分，差不得分|
        |^|人员|30|每缺1人扣5分|
        """,
        ["价格 30", "  报价 30", "技术 70", "  方案 40", "  人员 30"],
    ),
    "deductions in groups": (
        """
        |类别|序号|扣分项目|扣分标准|备注|
        |道路|1|路面有杂物|每处扣0.5分||
        |^|2|果皮箱满溢|每个扣0.5分||
        |公厕|3|未按时开放|每次扣1分||
        """,
        ["道路", "  路面有杂物", "  果皮箱满溢", "公厕", "  未按时开放"],
    ),
    "additions and deductions below a row of their own": (
        """
        |考核指标|额定分|计分办法|
        |签约|60|每个项目得20分|
        |开工|40|得分=开工率×40|
        |加分项|15||
        |引进人才|10|每名加5分|
        |经验推广|5|每次加2.5分|
        |扣分项|-10||
        |弄虚作假|-10|发现1次扣10分|
        """,
        [
            "签约 60", "开工 40", "加分项 15 bonus", "  引进人才 10 bonus", "  经验推广 5 bonus", "扣分项 -10 penalty",
            "  弄虚作假 -10 penalty",
        ],
    ),
    "additions whose row states another sum": (
        """
        |考核指标|额定分|计分办法|
        |签约|60|每个项目得20分|
        |加分项|5||
        |引进人才|10|每名加5分|
        """,
        ["签约 60", "加分项 5 bonus", "引进人才 10"],
    ),
    "grades that name their range": (
        """
        |指标|分值|优（90%-100%）|良（80%-89%）|中（60%-79%）|差（60%以下）|
        |制度|40|齐全|较齐全|一般|没有|
        |人员|60|配齐|基本配齐|缺较多|没有|
        """,
        ["制度 40", "人员 60"],
    ),
    "sections that say maximum and claim": (
        """
        |序号|考核要点|标准分|自评分|
        |一、责任体系（20分，自评18.5分）|<|<|<|
        |1|履职|12|10.5|
        |2|会议|8|8|
        |二、加分项（5分，自评1分）|<|<|<|
        |3|推广|5|1|
        """,
        ["责任体系 20/18.5", "  履职 12/10.5", "  会议 8/8", "加分项 5/1 bonus", "  推广 5/1 bonus"],
    ),
    "deductions named by what happened": (
        """
        |扣分事项|分值|扣分标准|
        |通报批评|4|每次扣2分|
        |迟报信息|3|每次扣1分|
        """,
        ["通报批评 4", "迟报信息 3"],
    ),
    "levels merged over rows": (
        """
        |一级指标|二级指标|三级指标|分值|评分标准|
        |投入（20分）|立项|依据|5|充分得5分|
        |^|^|程序|5|规范得5分|
        |^|资金|到位率|10|按比例得分|
        |产出（80分）|数量|完成率|80|按比例得分|
        """,
        [
            "投入 20", "  立项", "    依据 5", "    程序 5", "  资金", "    到位率 10", "产出 80", "  数量",
            "    完成率 80",
        ],
    ),
    "levels above blank cells": (
        """
        |一级指标|二级指标|三级指标|分值|评分标准|
        |投入（20分）|立项|依据|5|充分得5分|
        |||程序|5|规范得5分|
        ||资金|到位率|10|按比例得分|
        |产出（80分）|数量|完成率|80|按比例得分|
        """,
        [
            "投入 20", "  立项", "    依据 5", "    程序 5", "  资金", "    到位率 10", "产出 80", "  数量",
            "    完成率 80",
        ],
    ),
    "labels said on every row": (
        """
        |指标|内容|标准分|评分办法|
        |组织领导|领导重视|5|召开会议得5分|
        |组织领导|机构健全|5|有机构得5分|
        |业务工作|档案管理|10|齐全得10分|
        """,
        ["组织领导", "  领导重视 5", "  机构健全 5", "业务工作", "  档案管理 10"],
    ),
    "fewer levels in some rows": (
        """
        |一级指标|二级指标|三级指标|分值|评价标准|
        |决策|立项|依据|5|充分得5分|
        |^|目标|<|5|明确得5分|
        |满意度|<|<|90|按调查得分|
        """,
        ["决策", "  立项", "    依据 5", "  目标 5", "满意度 90"],
    ),
    "rows of the groups themselves": (
        """
        |二级指标|三级指标|权重|标杆值|业绩值|分值|
        |A1 立项||8|||7|
        |^|A11 依据|4|充分|充分|4|
        |^|A12 程序|4|规范|基本规范|3|
        |A2 目标||12|||12|
        |^|A21 合理|12|合理|合理|12|
        |合计|<|20|||19|
        """,
        ["A1 立项 8/7", "  A11 依据 4/4", "  A12 程序 4/3", "A2 目标 12/12", "  A21 合理 12/12"],
    ),
    "rows of the groups, not merged": (
        """
        |二级指标|三级指标|权重|标杆值|业绩值|分值|
        |A1 立项||8|||7|
        ||A11 依据|4|充分|充分|4|
        ||A12 程序|4|规范|基本规范|3|
        |A2 目标||12|||12|
        ||A21 合理|12|合理|合理|12|
        """,
        ["A1 立项 8/7", "  A11 依据 4/4", "  A12 程序 4/3", "A2 目标 12/12", "  A21 合理 12/12"],
    ),
    "weights of the first level beside points of the third": (
        """
        |一级指标|权重|二级指标|三级指标|分值|业绩值|得分|
        |A 决策|20%|A1 立项|A11 依据|8|充分|8|
        |^|^|A2 目标|A21 明确|12|明确|10|
        |B 产出|80%|B1 数量|B11 完成率|80|95%|76|
        |合计|100%|||100||94|
        """,
        [
            "A 决策 20", "  A1 立项", "    A11 依据 8/8", "  A2 目标", "    A21 明确 12/10", "B 产出 80", "  B1 数量",
            "    B11 完成率 80/76",
        ],
    ),
    "points of every level": (
        """
        |一级指标|分值|二级指标|分值|评价标准|得分|
        |决策|20|立项|5|规范得满分|5|
        |^|^|目标|15|明确得满分|15|
        |产出|80|数量|80|按比例|76|
        """,
        ["决策 20", "  立项 5/5", "  目标 15/15", "产出 80", "  数量 80/76"],
    ),
    "points and claims of every level": (
        """
        |一级指标|分值|得分|二级指标|分值|得分|评分标准|
        |决策|20|19|立项|5|5|规范得满分|
        |^|^|^|目标|15|14|明确得满分|
        |产出|80|76|数量|80|76|按比例|
        |合计|100|95||100|95||
        """,
        ["决策 20/19", "  立项 5/5", "  目标 15/14", "产出 80/76", "  数量 80/76"],
    ),
    "points of groups only": (
        """
        |一级指标|二级指标|权重|评价标准|自评得分|
        |投入|到位率|20|按比例得分|20|
        |^|及时率|^|及时得满分|^|
        |产出|完成数量|80|未完成不得分|70|
        """,
        ["投入 20/20", "  到位率", "  及时率", "产出", "  完成数量 80/70"],
    ),
    "sections over the whole width": (
        """
        |序号|考核项目|分值|评分标准|自评得分|
        |一、党建引领  31|<|<|<|<|
        |1|支部建设|16|少一次扣2分|16|
        |2|阵地建设|15|无阵地扣5分|14|
        |二、业务工作（69分）|<|<|<|<|
        |3|低保工作|69|错一户扣1分|67|
        """,
        ["党建引领 31", "  支部建设 16/16", "  阵地建设 15/14", "业务工作 69", "  低保工作 69/67"],
    ),
    "sections below sections": (
        """
        |序号|考评内容|标准分|考评办法|
        |第一部分 基础工作（400分）|<|<|<|
        |（一）组织领导（150分）|<|<|<|
        |1|成立机构|150|未成立不得分|
        |（二）宣传（250分）|<|<|<|
        |2|信息报送|250|每篇5分|
        |第二部分 重点工作（600分）|<|<|<|
        |3|改革任务|600|未完成不得分|
        """,
        [
            "基础工作 400", "  组织领导 150", "    成立机构 150", "  宣传 250", "    信息报送 250", "重点工作 600",
            "  改革任务 600",
        ],
    ),
    "sections in the column of numbers": (
        """
        |序号|评价内容|分值|评分标准|
        |一、党建工作（20分）||||
        |1|党员学习|20|少学一次扣1分|
        |二、业务工作（80分）||||
        |2|低保复核|80|错一户扣1分|
        """,
        ["党建工作 20", "  党员学习 20", "业务工作 80", "  低保复核 80"],
    ),
    "sections above a header of their own": (
        """
        |一、决策指标（20分）|<|<|<|
        |指标|权重|评分标准|得分|
        |立项规范|20|规范得20分|20|
        |二、产出指标（80分）|<|<|<|
        |指标|权重|评分标准|得分|
        |完成率|80|按比例|70|
        """,
        ["决策指标 20", "  立项规范 20/20", "产出指标 80", "  完成率 80/70"],
    ),
    "levels told apart by Chinese numbers": (
        """
        |序号|考核内容|分值|考核办法|
        |一|基层治理|40||
        |1|社区建设|20|达标得20分|
        |2|协商议事|20|每次2分|
        |二|社会组织|60||
        |1|登记管理|60|错一件扣1分|
        |三|附加分|10|有创新的加10分|
        """,
        ["基层治理 40", "  社区建设 20", "  协商议事 20", "社会组织 60", "  登记管理 60", "附加分 10 bonus"],
    ),
    "levels told apart by dots": (
        """
        |编号|评估指标|满分|得分|
        |1|基础条件|30|28|
        |1.1|场地|10|10|
        |1.2|人员|20|18|
        |2|服务质量|70|65|
        |2.1|流程|70|65|
        """,
        ["基础条件 30/28", "  场地 10/10", "  人员 20/18", "服务质量 70/65", "  流程 70/65"],
    ),
    "bonus and penalty": (
        """
        |指标体系|评价内容|分值|评分细则|
        |成效（15分）|满意度|15|按比例|
        |加分项(5分)|工作创新|5|视情加分|
        |扣分项(5分)|安全管理|- 5|发生事故扣5分|
        """,
        [
            "成效 15", "  满意度 15", "加分项 5 bonus", "  工作创新 5 bonus", "扣分项 -5 penalty",
            "  安全管理 -5 penalty",
        ],
    ),
    "penalty that is printed without a sign": (
        """
        |项目|指标|分值|计分办法|
        |常规工作|满意度|100|按调查计分|
        |扣分项（10分）|安全事故|10|发生事故扣10分|
        """,
        ["常规工作", "  满意度 100", "扣分项 -10 penalty", "  安全事故 -10 penalty"],
    ),
    "a label with two amounts": (
        """
        |评价指标|评价要点|分值|评分标准|
        |一、工作保障（23分+10分）|资金投入|13|按比例|
        |^|人员配备|10|不足不得分|
        |^|额外投入（加分项）|10|每增加1%加1分|
        """,
        ["工作保障 23", "  资金投入 13", "  人员配备 10", "  额外投入（加分项） 10 bonus"],
    ),
    "points in labels only": (
        """
        |考核项目|考核内容|评分标准|
        |组织领导（10分）|机构健全（4分）|有机构得4分|
        |^|人员到位（6分）|缺一人扣2分|
        """,
        ["组织领导 10", "  机构健全 4", "  人员到位 6"],
    ),
    "shares in labels": (
        """
        |一级指标|二级指标|权重|评分规则|
        |决策（40%）|立项|10%|规范得满分|
        |^|目标|30%|明确得满分|
        |产出（60%）|数量|60%|按完成率得分|
        """,
        ["决策 40", "  立项 10", "  目标 30", "产出 60", "  数量 60"],
    ),
    "fractions as weights": (
        """
        |一级指标|权重|二级指标|权重|评分方法|
        |经济性|0.4|成本|0.4|按比例|
        |效益性|0.6|覆盖面|0.3|按比例|
        |^|^|满意度|0.3|按比例|
        """,
        ["经济性 0.4", "  成本 0.4", "效益性 0.6", "  覆盖面 0.3", "  满意度 0.3"],
    ),
    "four levels": (
        """
        |一级指标|二级指标|三级指标|四级指标|分值|评价标准|
        |A决策|A1立项|A11依据|A111法规|3|符合得3分|
        |^|^|^|A112规划|2|符合得2分|
        """,
        ["A 决策", "  A1 立项", "    A11 依据", "      A111 法规 3", "      A112 规划 2"],
    ),
    "departments first": (
        """
        |责任部门|考核内容|分值|评分标准|
        |民政科|低保|40|错一户扣1分|
        |^|特困|20|错一户扣1分|
        """,
        ["低保 40", "特困 20"],
    ),
    "points before the items": (
        """
        |序号|分值|考核内容|考核标准|得分|
        |1|10|组织领导|未成立机构扣5分|10|
        |2|20|工作保障|经费不足扣10分|15|
        """,
        ["组织领导 10/10", "工作保障 20/15"],
    ),
    "written from top to bottom": (
        r"""
        |考\n核\n项\n目|考核\n指标|分\n值|考核要求|得\n分|
        |基\n础|档案|5|齐全得5分，缺一件扣1分|4|
        |^|信息|5|及时得5分，迟一次扣1分|5|
        """,
        ["基础", "  档案 5/4", "  信息 5/5"],
    ),
    "the header comes again": (
        """
        |序号|工作任务|分值|评分细则|自评分|
        |1|信息公开|5|未公开不得分|5|
        |序号|工作任务|分值|评分细则|自评分|
        |2|安全生产|10|出事故不得分|10|
        |注：本表由各乡镇填写。|<|<|<|<|
        """,
        ["信息公开 5/5", "安全生产 10/10"],
    ),
    "a page break repeats merged labels": (
        """
        |一级指标|二级指标|分值|评分标准|
        |过程（20分）|管理（20分）|5|得5分|
        |^|^|15|得15分|
        """.replace("管理（20分）|5", "制度|5").replace("|^|^|15", "|过程（20分）|执行|15"),
        ["过程 20", "  制度 5", "  执行 15"],
    ),
    "nothing names the items but the rules": (
        """
        |序号|评分标准|分值|得分|
        |1|台账：台账齐全得5分，缺一本扣1分|5|5|
        |2|信息：每月报送得5分，少一条扣1分|5|4|
        """,
        ["台账 5/5", "信息 5/4"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TREES)
def test_trees(name: str) -> None:
    drawing, expected = TREES[name]
    assert shape(drawing) == expected
    assert read(drawing).left_out == ()


TOTALS = {
    "of a month": "|序号|指标|分值|得分|\n|1|甲项|40|38|\n|2|乙项|60|60|\n|月度得分|<|100|98|",
    "without its word, first": "|指标|分值|得分|\n||100|98|\n|甲项|40|38|\n|乙项|60|60|",
    "behind the subtotal of the last group": (
        "|类别|指标|分值|得分|\n|一类|甲项|40|38|\n|小计||40|38|\n|二类|乙项|60|60|\n|小计||60|60|\n|检查项目合计||100|98|"
    ),
    "of the assessment": "|指标|分值|得分|\n|甲项|40|38|\n|乙项|60|60|\n|考核总分|100|98|",
    "last": "|指标|分值|得分|\n|甲项|40|38|\n|乙项|60|60|\n|合计|100|98|",
    "first": "|指标|分值|得分|\n|总分|100|98|\n|甲项|40|38|\n|乙项|60|60|",
    "with blanks": "|指标|分值|得分|\n|甲项|40|38|\n|乙项|60|60|\n|总  分|100|98|",
    "in the label": "|指标|分值|得分|\n|甲项|40|38|\n|乙项|60|60|\n|合计（满分100分）||98|",
    "in the column of numbers": "|序号|指标|分值|得分|\n|1|甲项|40|38|\n|2|乙项|60|60|\n|总计||100|98|",
    "without a word": "|序号|指标|分值|得分|\n|1|甲项|40|38|\n|2|乙项|60|60|\n|||100|98|",
    "merged": "|序号|指标|分值|得分|\n|1|甲项|40|38|\n|2|乙项|60|60|\n|合计|<|100|98|",
    "小计 of two items": "|类别|指标|分值|得分|\n|甲|子|40|38|\n|乙|丑|60|60|\n|小计|<|100|98|",
}


@pytest.mark.parametrize("name", TOTALS)
def test_totals(name: str) -> None:
    found = read(TOTALS[name])
    assert total(found.sheet) == (100, 98)
    assert [leaf.max_points for leaf in found.sheet.leaves()] == [40, 60]


def test_total_in_the_caption() -> None:
    found = read("|条目|内容|分值|考核指标|\n|甲|子|40|有得40分|\n|^|丑|60|有得60分|", caption="表1 环境（100分）")
    assert total(found.sheet) == (100, None)
    assert found.sheet.title == "表1环境（100分）"


def test_total_of_only_one_number_is_the_claim_in_its_column() -> None:
    found = read("|指标|分值|自评分|\n|甲项|40|38|\n|乙项|60|60|\n|自评总得分|<|98|")
    assert total(found.sheet) == (None, 98)


def test_subtotals_belong_to_their_group() -> None:
    drawing = """
    |一级指标|二级指标|三级指标|分值|评价标准|得分|
    |决策|立项|依据|5|充分得5分|5|
    |^|^|程序|5|规范得5分|4|
    |^|小计|<|10||9|
    |产出|数量|完成率|90|按比例|80|
    |^|小计|<|90||80|
    |总计|<|<|100||89|
    """
    assert shape(drawing)[0] == "决策 10/9"
    assert shape(drawing)[4] == "产出 90/80"
    assert total(read(drawing).sheet) == (100, 89)


def test_subtotals_that_run_on_are_no_maxima() -> None:
    drawing = """
    |项目|指标|标准分|
    |甲类|子|20|
    |小计||20|
    |乙类|丑|40|
    |小计||60|
    |丙类|寅|40|
    |合计||100|
    """
    assert shape(drawing) == ["甲类 20", "  子 20", "乙类", "  丑 40", "丙类", "  寅 40"]


def test_national_form() -> None:
    drawing = """
    |项目支出绩效自评表|<|<|<|<|<|<|<|<|<|
    |（2023年度）|<|<|<|<|<|<|<|<|<|
    |项目名称|<|敬老餐厅补助|<|<|<|<|<|<|<|
    |主管部门|<|云溪县民政局|<|<|<|实施单位|<|云溪县养老中心|<|
    |项目资金\\n（万元）|<||年初预算数|<|全年预算数|全年执行数|分值|执行率|得分|
    |^|<|年度资金总额|120|<|120|114|10|95%|9.5|
    |^|<|其中：当年财政拨款|120|<|120|114|—|95%|—|
    |年度总体目标|预期目标|<|<|<|<|实际完成情况|<|<|<|
    |^|为两千名老人供餐|<|<|<|<|已为一千九百名老人供餐|<|<|<|
    |绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施|<|
    |^|产出指标（50分）|数量指标|供餐人数|≥2000人|1900人|20|19|部分老人随子女外出|<|
    |^|^|质量指标|抽检合格率|100%|100%|30|30||<|
    |^|效益指标（30分）|社会效益指标|就餐便利度|明显提高|明显提高|30|28|布点不够|<|
    |^|满意度指标（10分）|服务对象满意度指标|老人满意度|≥90%|92%|10|10||<|
    |总分|<|<|<|<|<|100|96.5||<|
    """
    found = read(drawing)
    assert shape(drawing) == [
        "年度资金总额 10/9.5",
        "产出指标 50",
        "  数量指标",
        "    供餐人数 20/19",
        "  质量指标",
        "    抽检合格率 30/30",
        "效益指标 30",
        "  社会效益指标",
        "    就餐便利度 30/28",
        "满意度指标 10",
        "  服务对象满意度指标",
        "    老人满意度 10/10",
    ]
    assert total(found.sheet) == (100, Decimal("96.5"))
    served = next(leaf for leaf in found.sheet.leaves() if leaf.name == "供餐人数")
    assert [(d.role, d.text) for d in served.details] == [
        ("target", "≥2000人"),
        ("actual", "1900人"),
        ("reason", "部分老人随子女外出"),
    ]


def test_the_self_score_is_the_claim_and_the_others_are_details() -> None:
    found = read("|指标|分值|复评|自评|专家评分|\n|甲项|40|37|38|36|\n|乙项|60|60|60|60|")
    first = found.sheet.items[0]
    assert first.claimed == 38
    assert [(d.heading, d.text) for d in first.details] == [("复评", "37"), ("专家评分", "36")]


def test_an_empty_self_score_gives_way() -> None:
    found = read("|指标|分值|自评分|考核得分|\n|甲项|40||38|\n|乙项|60||60|")
    assert [item.claimed for item in found.sheet.items] == [38, 60]


def test_a_form_that_nobody_filled_in() -> None:
    found = read("|指标|分值|自评得分|\n|甲项|40||\n|乙项|60||")
    assert not found.has_claims
    assert found.has_points


def test_maxima_and_claims_know_their_words_and_place() -> None:
    item = read("|指标|分值|得分|\n|甲项|40分|38|\n|乙项（60分）||60|").sheet.items
    assert item[0].max_evidence is not None and item[0].claimed_evidence is not None
    assert (item[0].max_evidence.quote, item[0].max_evidence.where.row, item[0].max_evidence.where.column) == (
        "40分",
        1,
        1,
    )
    assert (item[0].claimed_evidence.quote, item[0].claimed_evidence.where.column) == ("38", 2)
    assert item[1].max_evidence is not None
    where = item[1].max_evidence.where
    assert (item[1].max_evidence.quote, where.column, where.start, where.end) == ("（60分）", 0, 2, 7)


def test_criteria_in_rows_of_their_own() -> None:
    drawing = """
    |考核项目|分值|评分细则|小项分值|
    |制度|10|1.建立的得6分|6|
    |^|^|2.上墙的得4分|4|
    |档案|5|齐全得5分|5|
    """
    first, second = read(drawing).sheet.items
    assert [(c.ordinal, c.max_points) for c in first.criteria] == [(1, 6), (2, 4)]
    assert (first.max_points, second.max_points) == (10, 5)
    assert [(c.ordinal, c.max_points) for c in second.criteria] == [(None, 5)]
    assert [c.text for c in first.criteria] == ["1.建立的得6分（6分）", "2.上墙的得4分（4分）"]


def test_points_behind_the_rules_are_those_of_single_rules() -> None:
    leaves = read(
        """
        |一级指标|标准分|二级指标|标准分|评估标准|单项分值|
        |条件|30|场所|18|有牌匾得8分|8|
        |^|^|^|^|有用房得10分|12|
        |^|^|资金|12|不低于注册资金得12分|12|
        |治理|70|换届|70|按期得70分|70|
        """
    ).sheet.leaves()
    assert [(leaf.max_points, [c.max_points for c in leaf.criteria]) for leaf in leaves] == [
        (18, [8, 12]), (12, [12]), (70, [70]),
    ]  # fmt: skip


def test_criteria_that_close_with_their_points_keep_their_text() -> None:
    drawing = """
    |考核项目|分值|评分细则|小项分值|
    |制度|10|1.建立的得6分(6分)|6|
    |^|^|2.上墙的得4分（4分）。|4|
    """
    (item,) = read(drawing).sheet.items
    assert [(c.text, c.max_points) for c in item.criteria] == [("1.建立的得6分(6分)", 6), ("2.上墙的得4分（4分）。", 4)]


def test_points_of_criteria_make_up_an_item_without_its_own() -> None:
    drawing = """
    |考核项目|评分标准|分值|自评得分|
    |政策落实|三十日内落实的得5分，逾期扣1分|5|5|
    |^|按月发放的得10分，迟发扣2分|10|8|
    """
    (item,) = read(drawing).sheet.items
    assert (item.max_points, item.claimed) == (15, 13)
    assert [c.max_points for c in item.criteria] == [5, 10]
    assert item.max_evidence is not None and item.max_evidence.quote == "5、10"


def test_one_line_of_points_for_each_criterion() -> None:
    (item,) = read("|考核内容|考核细则|分值|\n|救助|1.受理及时；\\n2.发放及时；\\n3.档案齐全。|4\\n3\\n3|").sheet.items
    assert item.max_points == 10
    assert [c.max_points for c in item.criteria] == [4, 3, 3]


def test_merged_rules_hold_for_each_item_that_has_points() -> None:
    drawing = """
    |项目|指标|分值|评分标准|
    |资金|到位率|10|按比例得分|
    |^|及时率|10|^|
    """
    group = read(drawing).sheet.items[0]
    assert group.criteria == ()
    assert [[c.text for c in leaf.criteria] for leaf in group.children] == [["按比例得分"], ["按比例得分"]]


def test_merged_rules_of_items_weighed_together_are_those_of_the_group() -> None:
    drawing = """
    |项目|指标|分值|评分标准|
    |资金|到位率|20|按比例得分|
    |^|及时率|^|^|
    """
    group = read(drawing).sheet.items[0]
    assert [c.text for c in group.criteria] == ["按比例得分"]
    assert [leaf.max_points for leaf in group.children] == [None, None]


def test_several_standards_of_one_item_without_points() -> None:
    drawing = """
    |序号|评估项目|评估科室（单位）|评估标准|
    |1|救助档案|救助科|新申请按时审核|
    |^|^|^|定期复审|
    |2|养老设施|^|床位达标|
    """
    found = read(drawing)
    first, second = found.sheet.items
    assert [c.text for c in first.criteria] == ["新申请按时审核", "定期复审"]
    assert first.max_points is None
    assert [(d.role, d.text) for d in second.details] == [("number", "2"), ("department", "救助科")]
    assert not found.has_points


def test_a_number_in_the_column_of_deductions_is_a_mention() -> None:
    drawing = "|指标|分值|扣分|得分|扣分原因|\n|甲项|10|2|8|迟报两次，扣2分|\n|乙项|10|0|10||"
    first, second = read(drawing).sheet.items
    assert [(m.kind, m.points, m.sign) for m in first.mentions] == [("deduct", 2, -1)]
    assert [(m.kind, m.points, m.sign) for m in second.mentions] == [("no_deduction", 0, 0)]


def test_a_sentence_in_the_column_of_deductions_is_a_mention() -> None:
    (item,) = read("|指标|分值|扣分情况|得分|\n|甲项|10|迟报两次，扣2分|8|").sheet.items
    assert [(m.kind, m.points, m.sign) for m in item.mentions] == [("deduct", 2, -1)]


def test_projects_that_are_weighed_are_items() -> None:
    found = read("|项目名称|分值|自评得分|自评等级|\n|助餐|60|58|优|\n|助浴|40|39|优|")
    assert [item.name for item in found.sheet.items] == ["助餐", "助浴"]


def test_running_text_of_a_claimed_item_mentions_points() -> None:
    drawing = """
    |评价内容|标准分|自评情况|自评得分|
    |组织领导|10|成立了机构，得5分；开会四次，得5分。|10|
    |队伍建设|8|队伍齐整，根据标准，该项得分为8分。|8|
    """
    first, second = read(drawing).sheet.items
    assert [(m.kind, m.points) for m in first.mentions] == [("award", 5), ("award", 5)]
    assert [(m.kind, m.points) for m in second.mentions] == [("award", 8)]
    assert first.mentions[0].where.column == 2


def test_text_among_points_is_kept_as_a_detail() -> None:
    found = read("|指标|分值|计分办法|\n|满意度|100|按比例|\n|重大舆情|一票否决|发生即不合格|")
    assert [(d.heading, d.text) for d in found.sheet.items[1].details] == [("分值", "一票否决")]
    assert found.left_out == ()


def test_numbers_that_are_no_points_are_reported() -> None:
    found = read("|指标|分值|得分|\n|甲项|5至8分不等|6|\n|乙项|10|9|")
    assert [(n.kind, n.evidence.quote) for n in found.left_out] == [("text", "5至8分不等")]
    assert found.sheet.items[0].max_points is None


def test_rows_without_an_item_are_reported() -> None:
    found = read("|序号|指标|分值|得分|\n|||3|3|\n|1|甲项|10|9|\n|2|乙项|10|9|")
    assert [(n.kind, n.evidence.quote) for n in found.left_out] == [("row", "3 | 3")]


def test_lines_below_the_last_item_are_no_group() -> None:
    found = read("|指标|分值|得分|\n|甲项|10|9|\n|以上得分由考核组核定后公布|<|<|")
    assert [item.name for item in found.sheet.items] == ["甲项"]
    assert [n.kind for n in found.left_out] == ["row"]


NO_SCORE_TABLES = {
    "budget": "|项目名称|项目明细|单价|数量|申报预算|执行金额|执行率|\n|助餐|餐费|1|10|10|9|90%|",
    "money": "|序号|项目|金额|备注|\n|1|低保|100|按月|",
    "subsidies": "|序号|项目|标准|备注|\n|1|低保|每月900元|按月|\n|2|特困|每月1300元|按月|",
    "targets": "|一级指标|二级指标|三级指标|年度指标值|\n|产出|数量|人数|≥100|",
    "survey": "|满意度|非常满意|满意|一般|\n|人数|80|10|5|",
    "people": "|姓名|单位|职务|备注|\n|甲|民政局|科长||",
    "projects": "|序号|项目名称|全年预算数|自评得分|自评等级|\n|1|助餐|100|98|优|\n|2|助浴|60|95|优|",
    "opinions": "|专家意见|修改情况|\n|补充资金来源|已补充|",
}


@pytest.mark.parametrize("name", NO_SCORE_TABLES)
def test_other_tables(name: str) -> None:
    assert understand(table(NO_SCORE_TABLES[name])) is None
    assert why_not(table(NO_SCORE_TABLES[name])) is None


def test_a_score_table_without_rows_says_why() -> None:
    reason = why_not(table("|指标|分值|得分|\n||||"))
    assert reason is not None and "没有读出" in reason.zh


NAMES = st.lists(
    st.text(alphabet="组织领导资金落实档案监管宣传培训床位助餐", min_size=2, max_size=6),
    min_size=6,
    max_size=6,
    unique=True,
)


@given(
    names=NAMES,
    points=st.lists(st.integers(1, 50), min_size=4, max_size=4),
    merged=st.sampled_from(["^", "", "repeat"]),
    claims=st.booleans(),
)
def test_one_tree_however_it_is_merged(names: list[str], points: list[int], merged: str, claims: bool) -> None:
    groups, leaves = names[:2], names[2:]
    rows = [f"|一级指标|二级指标|分值|评分标准|{'得分|' if claims else ''}"]
    for index, (leaf, value) in enumerate(zip(leaves, points, strict=True)):
        group = groups[index // 2]
        label = group if index % 2 == 0 or merged == "repeat" else merged
        rows.append(f"|{label}|{leaf}|{value}|按比例得分|{f'{value}|' if claims else ''}")
    sheet = read("\n".join(rows)).sheet
    assert [item.name for item in sheet.items] == groups
    assert [leaf.name for leaf in sheet.leaves()] == leaves
    assert [leaf.max_points for leaf in sheet.leaves()] == points
    assert [leaf.claimed for leaf in sheet.leaves()] == (points if claims else [None] * 4)
    assert [item.id for item in sheet.walk()] == ["1", "1.1", "1.2", "2", "2.1", "2.2"]


def test_groups_known_by_their_sum_alone() -> None:
    drawing = """
    |序号|考核内容|考评标准|分值（60分）|考评单位|
    |1|党委重视|少一次扣2.5分|5|办公室|
    |2|社会救助||20|救助科|
    ||城乡低保|准确率每低1%扣0.5分|12|救助科|
    ||临时救助|超期一件扣1分|8|救助科|
    |3|养老服务|少一张床位扣0.1分|35|养老科|
    """
    assert shape(drawing) == ["党委重视 5", "社会救助 20", "  城乡低保 12", "  临时救助 8", "养老服务 35"]


def test_unnumbered_rows_that_make_up_another_sum_stay_beside() -> None:
    drawing = """
    |序号|考核内容|考评标准|分值|
    |1|社会救助||20|
    ||城乡低保|准确率每低1%扣0.5分|12|
    ||临时救助|超期一件扣1分|9|
    """
    assert shape(drawing) == ["社会救助 20", "城乡低保 12", "临时救助 9"]


def test_a_line_to_be_filled_in_is_no_section() -> None:
    drawing = """
    |序号|考核内容|考评标准|分值|
    |1|社会救助|超期一件扣1分|20|
    |乡镇：　　　　总分：|<|<|<|
    |2|养老服务|少一张扣0.1分|30|
    """
    assert shape(drawing) == ["社会救助 20", "养老服务 30"]


CELLS = st.sampled_from([
    "分值", "得分", "评分标准", "一级指标", "二级指标", "序号", "考核内容", "权重", "自评", "业绩值", "扣分", "合计",
    "小计", "总分", "10", "20分", "-5", "（8分）", "1", "一", "95%", "一、领导（20分）", "1.建账得2分；2.记账",
    "加分项", "扣分项（5分）", "A1立项", "注：说明", "一票否决", "满意度（20%）", "得分为4分", "年初预算数",
    "", "", "", "", "",
])  # fmt: skip


@given(
    st.integers(1, 7).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)
    )
)
def test_no_table_is_too_strange(rows: list[list[str]]) -> None:
    header = ["一级指标", "分值", "评分标准", "得分", "二级指标", "权重", "备注"][: len(rows[0])]
    drawn = table("\n".join("|" + "|".join(row) + "|" for row in [header, *rows]))
    found = understand(drawn)
    assert found is None or list(found.sheet.leaves())
    assert found is None or all(item.name for item in found.sheet.walk())


def test_codes_in_a_column_of_their_own() -> None:
    found = read("|指标编码|指标|分值|得分|\n|A11|完成率|10|9|\n|A12|合格率|10|10|")
    assert [(item.code, item.name) for item in found.sheet.items] == [("A11", "完成率"), ("A12", "合格率")]


def test_rules_below_a_heading_that_explains_scores() -> None:
    sheet = read("|考核要点|标准得分|得分说明|\n|台账|40|无台账扣10分，扣完为止|\n|走访|60|每少一户扣2分|").sheet
    assert [(item.name, item.max_points, len(item.criteria)) for item in sheet.items] == [
        ("台账", 40, 1),
        ("走访", 60, 1),
    ]


def test_of_two_columns_of_standards_the_rules_are_the_criteria() -> None:
    (item, _) = read(
        "|指标|考核标准|分值|扣分办法|\n|宣传|每月一次|10|少一次扣1分|\n|培训|每年两次|10|少一次扣5分|"
    ).sheet.items
    assert [c.text for c in item.criteria] == ["少一次扣1分"]
    assert [(d.role, d.text) for d in item.details] == [("criteria", "每月一次")]


def test_grades_below_one_merged_heading_are_all_criteria() -> None:
    drawing = """
    |指标|分值|评价标准|<|<|
    |^|^|优|良|差|
    |态度|10|主动热情得10分|一般得6分|生硬不得分|
    """
    (item,) = read(drawing).sheet.items
    assert [c.text for c in item.criteria] == ["主动热情得10分", "一般得6分", "生硬不得分"]


def test_a_section_without_items_is_reported() -> None:
    drawing = """
    |序号|考核项目|分值|评分标准|
    |一、党建引领|<|<|<|
    |二、业务工作（69分）|<|<|<|
    |1|低保工作|69|错一户扣1分|
    """
    found = read(drawing)
    assert outline(found.sheet.items) == ["业务工作 69", "  低保工作 69"]
    assert [n.evidence.quote for n in found.left_out] == ["一、党建引领"]


def test_a_bonus_section_stands_beside_the_numbered_ones() -> None:
    drawing = """
    |序号|考核项目|分值|评分标准|
    |一、业务工作（100分）|<|<|<|
    |1|低保工作|100|错一户扣1分|
    |加分项（最高5分）|<|<|<|
    |1|创新工作|5|获推广加5分|
    """
    assert shape(drawing) == ["业务工作 100", "  低保工作 100", "加分项 5 bonus", "  创新工作 5 bonus"]


def test_points_merged_over_half_a_group_are_reported() -> None:
    drawing = """
    |项目|指标|分值|评分标准|
    |资金|到位率|20|按比例得分|
    |^|及时率|^|按时得分|
    |^|合规性|10|合规得分|
    """
    found = read(drawing)
    assert [(n.kind, n.evidence.quote) for n in found.left_out] == [("text", "20")]
    assert [leaf.max_points for leaf in found.sheet.leaves()] == [None, None, 10]


def test_a_bonus_row_behind_the_subtotal_of_a_section_is_no_part_of_it() -> None:
    found = understand(
        table(
            """
            |检查项目|检查内容|标准分|自查得分|
            |一、人员管理（30分）|<|<|<|
            |1|健康证有效率|15|15|
            |2|每日晨检|15|14|
            |小计|<|30|29|
            |二、加工制作（70分）|<|<|<|
            |1|索证索票|40|40|
            |2|食品留样|30|28|
            |小计|<|70|68|
            |加分项：明厨亮灶（5分）|<|5|5|
            |总分|<|105|102|
            """
        )
    )
    assert found is not None
    assert [(item.name, item.kind, len(item.children)) for item in found.sheet.items] == [
        ("人员管理", "base", 2),
        ("加工制作", "base", 2),
        ("加分项：明厨亮灶", "bonus", 0),
    ]
