"""Rubrics that are numbered text from end to end, and texts with points that are none."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from audit import audit
from extract.claims import find_claims
from extract.rubric import find_rubric, find_rubrics
from models import Document, Item, NothingFound, Rubric
from tests.extract.documents import document, line
from tests.extract.tables import table


def text(*lines: str, title: str = "云溪县村级河长履职考核办法") -> Document:
    return document(line(title, 22, True), *lines)


def outline(items: Iterable[Item], depth: int = 0) -> list[str]:
    """Each item as “name maximum kind [criteria by their ordinals]”, indented by level."""
    lines = []
    for item in items:
        points = "" if item.max_points is None else f" {item.max_points}"
        kind = "" if item.kind == "base" else f" {item.kind}"
        ordinals = ",".join("-" if c.ordinal is None else str(c.ordinal) for c in item.criteria)
        lines.append("  " * depth + item.name + points + kind + (f" [{ordinals}]" if ordinals else ""))
        lines += outline(item.children, depth + 1)
    return lines


RUBRICS = {
    "one paragraph an item, criteria counted in it": (
        (
            "（一）组织领导（10分）。1.成立领导小组，得5分；2.制定年度方案并印发，得3分；3.召开部署会（2分）。",
            "（二）巡河履职（60分）。1.每周巡河不少于一次，得40分，每少一次扣2分；2.记录完整，得20分。",
            "（三）群众评价（30分）。按满意率计算得分，低于60%的不得分。",
        ),
        ["组织领导 10 [1,2,3]", "巡河履职 60 [1,2]", "群众评价 30 [-]"],
    ),
    "items behind a colon": (
        (
            "一、基础工作（满分30分）",
            "1. 会议（10分）：每季度召开一次会议，少一次扣2分。",
            "2. 培训（20分）：参训率达到95%得20分，每低1个百分点扣1分。",
            "二、业务工作（满分70分）",
            "1. 办件（50分）：超期一件扣1分，扣完为止。",
            "2. 归档（20分）：缺一卷扣2分。",
        ),
        ["基础工作 30", "  会议 10 [-]", "  培训 20 [-]", "业务工作 70", "  办件 50 [-]", "  归档 20 [-]"],
    ),
    "points said in words": (
        (
            "一、制度建设，分值为20分。",
            "制度齐全得20分，缺一项扣5分。",
            "二、日常管理，计50分。",
            "每月检查不少于两次，每少一次扣5分。",
            "三、工作成效。本项满分30分。",
            "获得县级以上表彰得30分，未获得的不得分。",
        ),
        ["制度建设 20 [-]", "日常管理 50 [-]", "工作成效 30 [-]"],
    ),
    "three levels, criteria as sentences": (
        (
            "第一部分 综合管理（40分）",
            "（一）队伍（25分）",
            "1.人员配备（15分）",
            "专职人员不少于3名得15分，每少1名扣5分。",
            "2.业务能力（10分）",
            "测试合格率每低5%扣1分。",
            "（二）场地（15分）",
            "面积达标得15分，不达标不得分。",
            "第二部分 业务工作（60分）",
            "（一）受理（60分）",
            "超期受理的，每件扣2分。",
        ),
        [
            "综合管理 40",
            "  队伍 25",
            "    人员配备 15 [-]",
            "    业务能力 10 [-]",
            "  场地 15 [-]",
            "业务工作 60",
            "  受理 60 [-]",
        ],
    ),
    "an introduction with thresholds, bonus and veto": (
        (
            "考核总分100分，90分以上为优秀，80分以上为良好，60分以下为不合格。",
            "一、考核内容",
            "（一）护林巡查（60分）。每日巡查并上传轨迹，缺一天扣1分。",
            "（二）防火宣传（40分）。宣传标语不少于10条，少一条扣2分。",
            "二、加分项（不超过5分）",
            "及时发现火情并报告的，每次加1分。",
            "三、一票否决",
            "责任区发生重大火灾的，实行一票否决。",
            "四、结果运用",
            "考核结果作为发放补助的依据，优秀的发放全额补助。",
        ),
        ["护林巡查 60 [-]", "防火宣传 40 [-]", "加分项 5 bonus [-]", "一票否决 penalty [-]"],
    ),
    "numbered through, points at the end of the line": (
        (
            "1、信息公开 20分",
            "公开栏内容按月更新，缺一个月扣2分。",
            "2、财务管理 50分",
            "账目清楚得50分，发现一处错账扣5分。",
            "3、档案管理 30分",
            "一户一档得30分，缺一户扣1分。",
        ),
        ["信息公开 20 [-]", "财务管理 50 [-]", "档案管理 30 [-]"],
    ),
    "circled criteria in paragraphs of their own": (
        (
            "一、环境整治（满分55分）",
            "①垃圾分类投放点配置到位，得25分，缺一个扣1分；",
            "②无乱堆乱放，得30分，发现一处扣2分。",
            "二、长效管护（满分45分）",
            "①管护人员到位，得20分；",
            "②管护经费落实，得25分，未落实的不得分。",
        ),
        ["环境整治 55 [1,2]", "长效管护 45 [1,2]"],
    ),
    "names with a comma": (
        (
            "（一）加强领导，压实责任（40分）",
            "党委会专题研究不少于两次得40分，少一次扣20分。",
            "（二）强化宣传，营造氛围（60分）",
            "开展集中宣传得60分，未开展的不得分。",
        ),
        ["加强领导，压实责任 40 [-]", "强化宣传，营造氛围 60 [-]"],
    ),
    "items without points of their groups": (
        (
            "一、防汛准备",
            "1.预案（15分）。预案完备得15分，未修订扣5分。",
            "2.物资（25分）。物资缺一类扣5分。",
            "二、应急处置",
            "1.值守（30分）。脱岗一次扣10分。",
            "2.转移（30分）。转移不及时的，每户扣3分。",
        ),
        ["防汛准备", "  预案 15 [-]", "  物资 25 [-]", "应急处置", "  值守 30 [-]", "  转移 30 [-]"],
    ),
    "a list in one paragraph behind an opening": (
        (
            "考核内容包括：1.出勤（30分），缺勤一天扣1分；2.工作质量（50分），返工一次扣5分；3.安全（20分），违章一次扣4分。",
        ),
        ["出勤 30 [-]", "工作质量 50 [-]", "安全 20 [-]"],
    ),
}

RUBRICS |= {
    "requirements with points, how they are checked behind them": (
        (
            "一、加强组织领导（20分）",
            "1.成立工作专班（5分）。查看文件，未成立的扣5分。",
            "2.纳入重要议事日程（5分）。查会议记录，每少一次扣1分。",
            "3.建立健全工作机制，落实专人负责（10分）。查看制度，缺一项扣2分。",
            "二、严格审核把关（80分）",
            "1.入户调查（40分）。抽查10户，发现一户不实扣4分。",
            "2.张榜公示（40分）。未公示的，每次扣5分。",
        ),
        [
            "加强组织领导 20", "  成立工作专班 5 [-]", "  纳入重要议事日程 5 [-]",
            "  建立健全工作机制，落实专人负责 10 [-]", "严格审核把关 80", "  入户调查 40 [-]", "  张榜公示 40 [-]",
        ],
    ),
    "the points behind the full stop of the name": (
        (
            "1.领导重视。（40分）成立机构得20分，制定方案得20分。",
            "2.宣传到位。（60分）开展宣传月活动得60分，未开展的不得分。",
        ),
        ["领导重视 40 [-]", "宣传到位 60 [-]"],
    ),
    "how many items a group has, said with its points": (
        (
            "一、基础保障（共2项，30分）",
            "（一）经费（10分）：经费到位得10分，不到位不得分。",
            "（二）设施（20分）：缺一件扣2分。",
            "二、服务质量",
            "本部分共2项，满分70分。",
            "（一）态度（30分）：投诉一次扣5分。",
            "（二）时限（40分）：超时一次扣4分。",
        ),
        ["基础保障 30", "  经费 10 [-]", "  设施 20 [-]", "服务质量 70", "  态度 30 [-]", "  时限 40 [-]"],
    ),
    "decimal numbering": (
        (
            "1 机构人员（40分）",
            "1.1 机构设置（15分）",
            "机构健全得15分。",
            "1.2 人员配备（25分）",
            "每少1人扣5分。",
            "2 服务供给（60分）",
            "2.1 上门服务（60分）",
            "服务对象每月不少于2次，少一次扣1分。",
        ),
        ["机构人员 40", "  机构设置 15 [-]", "  人员配备 25 [-]", "服务供给 60", "  上门服务 60 [-]"],
    ),
    "points without brackets before the sentence": (
        (
            "（一）队伍建设30分。配备专职人员得30分，每缺1人扣10分。",
            "（二）业务培训：20分。全年培训不少于4次，少一次扣5分。",
            "（三）工作纪律50分。无故缺岗一次扣2分。",
        ),
        ["队伍建设 30 [-]", "业务培训 20 [-]", "工作纪律 50 [-]"],
    ),
    "headings without numbers above numbered criteria": (
        (
            "日常监管（55分）",
            "1.每季度检查一次，得30分，缺一次扣8分。",
            "2.问题整改率100%，得25分，每低1%扣1分。",
            "应急管理（45分）",
            "1.有预案，得20分。",
            "2.开展演练，得25分，未开展的不得分。",
        ),
        ["日常监管 55 [1,2]", "应急管理 45 [1,2]"],
    ),
    "two levels within one paragraph": (
        (
            "（一）基础管理（40分）：1.制度（20分）：①有制度得10分；②制度上墙得10分。2.台账（20分）：缺一项扣2分。",
            "（二）服务管理（60分）：1.受理（35分）：超期一件扣5分。2.回访（25分）：①回访率达到90%得15分；②记录完整得10分。",
        ),
        [
            "基础管理 40", "  制度 20 [1,2]", "  台账 20 [-]", "服务管理 60", "  受理 35 [-]", "  回访 25 [1,2]",
        ],
    ),
    "a tender's score": (
        (
            "评标采用综合评分法，满分100分。",
            "一、价格部分（30分）",
            "以最低报价为基准价，得30分，其他报价按比例得分。",
            "二、技术部分（50分）",
            "1.实施方案（30分）：优得30分，良得20分，一般得10分，未提供不得分。",
            "2.人员安排（20分）：满足要求得20分，每缺1人扣4分。",
            "三、商务部分（20分）",
            "每提供1个同类业绩得5分，最高得20分。",
        ),
        [
            "价格部分 30 [-]", "技术部分 50", "  实施方案 30 [-]", "  人员安排 20 [-]", "商务部分 20 [-]",
        ],
    ),
    "bonus and penalty sections with numbered rules and no points of their own": (
        (
            "一、日常工作（100分）",
            "（一）会务（45分）。缺席一次扣3分。",
            "（二）文稿（55分）。差错一处扣1分。",
            "二、加分项",
            "1.获得市级表彰的，加2分；",
            "2.经验被推广的，加3分。",
            "三、扣分项",
            "被通报批评的，每次扣3分。",
        ),
        ["会务 45 [-]", "文稿 55 [-]", "加分项 bonus [1,2]", "扣分项 penalty [-]"],
    ),
    "the department in brackets behind the points": (
        (
            "一、计划管理（40分）（责任单位：综合科）",
            "计划报送不及时的，每次扣4分。",
            "二、项目管理（60分）（责任单位：项目科）",
            "项目延期的，每个扣10分。",
        ),
        ["计划管理 40 [-]", "项目管理 60 [-]"],
    ),
    "requirements of a group, each with its points": (
        (
            "一、班子建设（40分）",
            "1、班子团结协作，凝聚力强（10分）；",
            "2、坚持民主集中制（10分）；",
            "3、按期召开民主生活会（20分）。",
            "二、业务建设（60分）",
            "1、目标任务完成（40分）；",
            "2、无责任事故（20分）。",
        ),
        [
            "班子建设 40", "  班子团结协作，凝聚力强 10", "  坚持民主集中制 10", "  按期召开民主生活会 20",
            "业务建设 60", "  目标任务完成 40", "  无责任事故 20",
        ],
    ),
    "points before the words": (
        (
            "一、机关党建（30分）",
            "1.（10分）落实三会一课制度，少一次扣2分。",
            "2.（20分）按时收缴党费，迟交一次扣1分。",
            "二、廉政建设（70分）",
            "1.（70分）无违纪案件，发生一起不得分。",
        ),
        ["机关党建 30 [1,2]", "廉政建设 70 [1]"],
    ),
    "two levels in the paragraph that holds all": (
        (
            "标准如下：一、纪律（30分）：1.考勤（10分），迟到一次扣1分；2.请假（20分），未请假一次扣5分。"
            "二、业务（70分）：1.质量（40分），返工一次扣5分；2.效率（30分），超时一次扣3分。",
        ),
        ["纪律 30", "  考勤 10 [-]", "  请假 20 [-]", "业务 70", "  质量 40 [-]", "  效率 30 [-]"],
    ),
    "fields to be filled in, points of each criterion, a provision at the end": (
        (
            "一、文明创建（每项5分，共20分）  自评得分：____",
            "1.有方案。",
            "2.有活动。",
            "3.有宣传。",
            "4.有总结。",
            "二、环境卫生（共80分）  自评得分：",
            "1.无垃圾，发现一处扣2分。",
            "2.无乱堆，发现一处扣2分。",
            "三、加分",
            "获得上级表彰的加2分。",
            "本细则由云溪县农业农村局负责解释。",
        ),
        ["文明创建 20 [1,2,3,4]", "环境卫生 80 [1,2]", "加分 bonus [-]"],
    ),
    "within the articles of a regulation": (
        (
            "第一条 为加强管理，制定本细则。",
            "第二条 考核内容：",
            "（一）组织建设（30分）。班子健全得30分。",
            "（二）活动开展（70分）。少一次扣5分。",
            "第三条 考核结果分为优秀、合格、不合格。",
        ),
        ["组织建设 30 [-]", "活动开展 70 [-]"],
    ),
    "tasks that make up a hundred below a heading without points": (
        (
            "一、目标任务",
            "1.秸秆禁烧，全年无火点，计40分。",
            "2.污染源整治，动态清零，计35分。",
            "3.信访件办结，计25分。",
            "二、考核办法",
            "年底由镇环保办组织考核。",
        ),
        ["秸秆禁烧，全年无火点 40", "污染源整治，动态清零 35", "信访件办结 25"],
    ),
    "points behind the full stop": (
        (
            "1、设施（60分）",
            "（1）面积不少于100平方米。35分",
            "（2）设置床位，配备桌椅。25分",
            "2、服务（40分）",
            "（1）助浴、助洁等上门服务。15分",
            "（2）健康管理。25分",
        ),
        [
            "设施 60", "  面积不少于100平方米 35", "  设置床位，配备桌椅 25", "服务 40", "  助浴、助洁等上门服务 15",
            "  健康管理 25",
        ],
    ),
    "requirements that close with their points": (
        (
            "驿站验收标准（100分）",
            "一、场地（55分）",
            "1．有固定场所，面积不少于50平方米。（30分）",
            "2．标识统一，位置醒目。（25分）",
            "二、人员（45分）",
            "1．配备专职人员2名。（20分）",
            "2．每周开放不少于5天。（25分）",
        ),
        [
            "场地 55", "  有固定场所，面积不少于50平方米 30", "  标识统一，位置醒目 25", "人员 45",
            "  配备专职人员2名 20", "  每周开放不少于5天 25",
        ],
    ),
    "chapters of a hundred points each that make up the stated total": (
        (
            "本标准总分200分。",
            "一、运行（100分）",
            "（一）巡检（60分）。少一次扣5分。",
            "（二）记录（40分）。缺一次扣2分。",
            "二、维护（100分）",
            "（一）抢修（50分）。超时一次扣5分。",
            "（二）保养（50分）。漏一台扣5分。",
        ),
        ["运行 100", "  巡检 60 [-]", "  记录 40 [-]", "维护 100", "  抢修 50 [-]", "  保养 50 [-]"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RUBRICS)
def test_a_written_rubric(name: str) -> None:
    lines, expected = RUBRICS[name]
    rubric = find_rubric(text(*lines))
    assert outline(rubric.sheet.items) == expected
    assert rubric.sheet.form == "narrative"


@pytest.mark.parametrize("name", RUBRICS)
def test_a_rubric_claims_nothing(name: str) -> None:
    with pytest.raises(NothingFound):
        find_claims(text(*RUBRICS[name][0]))


NO_RUBRICS = {
    "a self-report": (
        "一、组织领导（指标分值20分，自评得20分）",
        "成立了领导小组，制定了方案，每季度研究一次（得20分）。",
        "二、业务工作（指标分值80分，自评得76分）",
        "全年受理申请320件，超期2件（扣4分）。",
    ),
    "a self-report that says its points in sentences": (
        "（一）制度建设（10分）。制度健全，自评得10分。",
        "（二）经费保障（20分）。足额到位，自评得18分，扣2分。",
    ),
    "an evaluator's narrative": (
        "（一）决策（20分）。该指标得分为18分，扣分原因为目标不够细化，扣2分。",
        "（二）过程（30分）。该指标得分为27分，扣3分。",
    ),
    "a notice with grades": (
        "一、考核方式",
        "实行百分制考核，总分100分，平时考核占40分，年终考核占60分。",
        "二、等次评定",
        "（一）优秀：90分以上；（二）合格：60分以上不足90分；（三）不合格：不足60分。",
        "三、工作要求",
        "（一）提高认识。各单位要高度重视，认真组织。",
    ),
    "a law": (
        "第一章 总则",
        "第一条 为了规范养老服务，保护老年人合法权益，制定本条例。",
        "第二章 服务",
        "第二条 养老机构应当符合下列条件：（一）有名称、住所；（二）有10张以上床位；（三）有与服务相适应的人员。",
    ),
    "penalties in points without items": (
        "一、信用扣分",
        "（一）未按时报送材料的，一次扣2分。",
        "（二）提供虚假材料的，一次扣12分。",
        "二、信用修复",
        "连续两年无失信行为的，恢复原有分数。",
    ),
    "plain text": ("一、基本情况", "全县共有乡镇12个，全年投入资金320万元。", "二、下一步打算", "继续抓好落实。"),
    "a summary without a title": (
        "一、制度建设（30分）。我镇建立了例会制度，全年召开例会24次（得30分）。",
        "二、服务群众（70分）。办理群众诉求415件，2件超期（扣2分），得68分。",
    ),
    "grades with points in brackets": (
        "一、优秀（90分以上）。给予通报表扬。",
        "二、良好（80分以上不足90分）。",
        "三、不合格（60分以下）。约谈主要负责人。",
    ),
    "points of a licence": (
        "（一）超速行驶的，一次记12分；",
        "（二）违反禁令标志指示的，一次记3分；",
        "（三）不按规定使用灯光的，一次记1分。",
    ),
    "penalties by their weight": (
        "一、失信行为",
        "（一）轻微失信行为（扣10分）：1.逾期未报送材料；2.未按要求公示信息。",
        "（二）一般失信行为（扣30分）：1.提供虚假材料。",
    ),
    "an examination": (
        "一、笔试（满分100分）。笔试时间为120分钟。",
        "二、面试（满分100分）。面试成绩低于60分的不予录用。",
        "三、体检。体检标准按照有关规定执行。",
    ),
}


@pytest.mark.parametrize("name", NO_RUBRICS)
def test_texts_that_are_no_rubric(name: str) -> None:
    report = "报告" if name.startswith(("a self", "an eval")) else "通知"
    with pytest.raises(NothingFound):
        find_rubric(text(*NO_RUBRICS[name], title=f"云溪县关于社会服务工作的{report}"))


TABLE = "|指标|分值|评分标准|\n|机构|20|有机构得20分|\n|制度|30|缺一项扣5分|\n|受理|50|超期一件扣1分|"


def test_a_table_wins_over_the_words_that_lead_to_it() -> None:
    words = ("一、考核内容", "（一）组织保障（50分）。主要考核机构和制度。", "（二）业务工作（50分）。主要考核受理。")
    rubrics = find_rubrics(document(line("云溪县考核办法", 22, True), *words, table(TABLE)))
    assert [rubric.sheet.form for rubric in rubrics] == ["table"]


def test_a_further_rubric_in_the_text_can_be_chosen() -> None:
    found = document(
        line("云溪县考核办法", 22, True),
        table(TABLE),
        "附件2：村级考核细则",
        "一、民主管理（40分）",
        "公开不及时的，每次扣2分。",
        "二、卫生整治（60分）",
        "发现一处垃圾扣1分，扣完为止。",
    )
    assert [rubric.sheet.form for rubric in find_rubrics(found)] == ["table", "narrative"]
    assert find_rubric(found).sheet.form == "table"
    assert outline(find_rubric(found, 2).sheet.items) == ["民主管理 40 [-]", "卫生整治 60 [-]"]


def test_chapters_for_different_bodies_are_rubrics_of_their_own() -> None:
    rubrics = find_rubrics(
        text(
            "一、乡镇考核（100分）",
            "（一）党建（40分）。缺一次扣2分。",
            "（二）发展（60分）。未完成扣10分。",
            "二、部门考核（100分）",
            "（一）服务（50分）。投诉一次扣5分。",
            "（二）效能（50分）。超时一次扣5分。",
        )
    )
    assert [(r.sheet.title, r.number, outline(r.sheet.items)) for r in rubrics] == [
        ("乡镇考核", 1, ["党建 40 [-]", "发展 60 [-]"]), ("部门考核", 2, ["服务 50 [-]", "效能 50 [-]"]),
    ]  # fmt: skip
    assert [r.sheet.total.max_points for r in rubrics if r.sheet.total] == [100, 100]


def rubric_of(*lines: str) -> Rubric:
    return find_rubric(text(*lines))


def test_rules_evidence_and_places() -> None:
    rubric = rubric_of(
        "总分50分。",
        "一、制度（20分）。1.制度健全，得15分；2.有专人负责，得5分。",
        "二、成效（30分）",
        "每发现一例差错扣3分，扣完为止。",
    )
    assert rubric.sheet.total is not None
    assert rubric.sheet.total.max_points == 50
    first, second = rubric.sheet.items
    assert first.max_evidence is not None
    assert (first.max_evidence.quote, first.max_evidence.where.block) == ("（20分）", 2)
    assert [(c.text, c.where.block) for c in first.criteria] == [
        ("1.制度健全，得15分；", 2), ("2.有专人负责，得5分。", 2),
    ]  # fmt: skip
    start, end = first.criteria[1].where.start, first.criteria[1].where.end
    assert "一、制度（20分）。1.制度健全，得15分；2.有专人负责，得5分。"[start:end] == "2.有专人负责，得5分。"
    assert [rule.kind for rule in first.criteria[0].rules] == ["award"]
    assert [rule.kind for rule in second.criteria[0].rules] == ["deduct_per"]
    assert second.criteria[0].where.block == 4


def test_parts_of_an_item_behind_their_keys() -> None:
    item = rubric_of(
        "一、到访（40分）",
        "考核要点：走访频次。",
        "评分标准：每少一次扣2分。",
        "二、回访（60分）。数据来源：系统记录。评分标准：回访率每低1%扣1分。",
    ).sheet.items
    assert [(d.role, d.text) for d in item[0].details] == [("explanation", "走访频次。")]
    assert [c.text for c in item[0].criteria] == ["每少一次扣2分。"]
    assert [(d.role, d.text) for d in item[1].details] == [("source", "系统记录。")]
    assert [c.text for c in item[1].criteria] == ["回访率每低1%扣1分。"]


SECTION = "|任务|分值|评分标准|\n"


def test_tables_below_headings_with_points_are_groups_of_one_rubric() -> None:
    found = document(
        line("云溪县年度目标考核细则", 22, True),
        "一、重点工作（11分）",
        table(SECTION + "|项目建设|6|未开工扣6分|\n|招商引资|5|少一个扣1分|"),
        "二、常规工作（9分）",
        table(SECTION + "|信息报送|4|少一篇扣1分|\n|档案管理|5|缺一卷扣1分|"),
    )
    rubric = find_rubric(found)
    assert outline(rubric.sheet.items) == [
        "重点工作 11", "  项目建设 6 [-]", "  招商引资 5 [-]", "常规工作 9", "  信息报送 4 [-]", "  档案管理 5 [-]",
    ]  # fmt: skip
    assert len(find_rubrics(found)) == 1
    assert [item.id for item in rubric.sheet.walk()] == ["1", "1.1", "1.2", "2", "2.1", "2.2"]


def test_the_order_of_subsections_is_that_of_the_document() -> None:
    found = document(
        "一、镇级考核（100分）",
        "（一）组织（40分）",
        table(SECTION + "|机构|40|无机构扣40分|"),
        "（二）业务（60分）",
        table(SECTION + "|受理|35|超期扣1分|\n|审核|25|错一件扣1分|"),
    )
    assert outline(find_rubric(found).sheet.items) == [
        "组织 40", "  机构 40 [-]", "业务 60", "  受理 35 [-]", "  审核 25 [-]",
    ]  # fmt: skip


def test_tables_for_different_bodies_stay_apart() -> None:
    found = document(
        line("云溪县考核办法", 22, True),
        "附件1：乡镇考核表（100分）",
        table(SECTION + "|机构|40|无机构扣40分|\n|制度|60|缺一项扣5分|"),
        "附件2：部门考核表（100分）",
        table(SECTION + "|协同|30|不配合扣5分|\n|保障|70|资金不到位扣10分|"),
    )
    assert len(find_rubrics(found)) == 2


def test_sums_of_a_written_rubric_are_checked() -> None:
    rubric = rubric_of(
        "总分100分。",
        "一、防汛（50分）",
        "（一）预案（20分）。未修订扣5分。",
        "（二）物资（25分）。缺一类扣5分。",
        "二、防火（45分）",
        "（一）巡查（45分）。少一次扣5分。",
    )
    assert [(f.code, f.item, f.stated, f.computed) for f in audit(rubric).findings if f.severity == "error"] == [
        ("R101", "防汛", 50, 45), ("R106", "总分", 100, 95),
    ]  # fmt: skip


def test_a_right_rubric_has_no_finding() -> None:
    for lines, _ in RUBRICS.values():
        rubric = find_rubric(text(*lines))
        found = [f for f in audit(rubric).findings if f.severity == "error"]
        assert found == [], lines
