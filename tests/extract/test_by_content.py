"""Tables under headings that no vocabulary knows: rubrics are known by what stands in them, other tables are not."""

from __future__ import annotations

import pytest

from extract import read_document
from extract.headers import find_headers
from extract.rubric import tables_of
from extract.score_table import understand
from models import Table
from tests.conftest import ROOT
from tests.extract.tables import table
from tests.extract.test_score_table import outline

RUBRICS = {
    "names, points and rules": (
        """
        |着力处|斤两|怎么算|
        |渡船年检|30|按期年检的得30分，逾期一天扣1分。|
        |渡工持证|40|全部持证上岗的得满分，每少一人扣5分。|
        |灯光标牌|30|每损坏一处扣2分，扣完为止。|
        """,
        ["渡船年检 30", "渡工持证 40", "灯光标牌 30"],
    ),
    "points that do not make up a hundred": (
        """
        |着力处|斤两|怎么算|
        |渡船年检|3|按期年检的得3分，逾期一天扣1分。|
        |渡工持证|4|全部持证上岗的得满分，每少一人扣1分。|
        |灯光标牌|6|每损坏一处扣2分，扣完为止。|
        """,
        ["渡船年检 3", "渡工持证 4", "灯光标牌 6"],
    ),
    "two levels, numbers, somebody in charge": (
        """
        |次第|片区|着力处|牵线人|斤两|怎么算|
        |1|渡口|渡船年检|海事科|30|按期年检的得30分，逾期一天扣1分。|
        |2|^|渡工持证|海事科|40|全部持证上岗的得满分，每少一人扣5分。|
        |3|码头|灯光标牌|航道科|10|每损坏一处扣2分，扣完为止。|
        |4|^|岸线保洁|海事科|20|现场查看，每发现一处垃圾扣1分。|
        """,
        ["渡口", "  渡船年检 30", "  渡工持证 40", "码头", "  灯光标牌 10", "  岸线保洁 20"],
    ),
    "the points of groups and of their parts": (
        """
        |片区|成色|着力处|斤两|怎么算|
        |渡口|7|渡船年检|3|按期年检的得3分，逾期一天扣1分。|
        |^|^|渡工持证|4|全部持证上岗的得满分，每少一人扣1分。|
        |码头|5|灯光标牌|1|有一处损坏的不得分。|
        |^|^|岸线保洁|4|现场查看，每发现一处垃圾扣1分。|
        """,
        ["渡口 7", "  渡船年检 3", "  渡工持证 4", "码头 5", "  灯光标牌 1", "  岸线保洁 4"],
    ),
    "points in the names, rules behind them": (
        """
        |着力处|怎么算|
        |渡船年检（30分）|按期年检的得30分，逾期一天扣1分。|
        |渡工持证（40分）|全部持证上岗的得满分，每少一人扣5分。|
        |灯光标牌（30分）|每损坏一处扣2分，扣完为止。|
        """,
        ["渡船年检 30", "渡工持证 40", "灯光标牌 30"],
    ),
    "no points but those of the rules": (
        """
        |着力处|门道|怎么算|
        |渡船年检|看证书|按期年检的得3分，逾期一天扣1分。|
        |渡工持证|看证书|全部持证上岗的得2分，每少一人扣1分。|
        |灯光标牌|看现场|每损坏一处扣2分，扣完为止。|
        """,
        ["渡船年检", "渡工持证", "灯光标牌"],
    ),
    "no rules, but points by name that make up the whole": (
        """
        |着力处|斤两（分）|牵线人|
        |渡船年检|30|海事科|
        |渡工持证|40|海事科|
        |灯光标牌|30|航道科|
        """,
        ["渡船年检 30", "渡工持证 40", "灯光标牌 30"],
    ),
    "points with their unit, the whole in a row of its own": (
        """
        |着力处|斤两|
        |渡船年检|10分|
        |渡工持证|12分|
        |灯光标牌|8分|
        |合计|30分|
        """,
        ["渡船年检 10", "渡工持证 12", "灯光标牌 8"],
    ),
    "a heading of two rows": (
        """
        |着力处|<|斤两|怎么算|
        |片区|关口|^|^|
        |渡口|渡船年检|30|按期年检的得30分，逾期一天扣1分。|
        |^|渡工持证|40|全部持证上岗的得满分，每少一人扣5分。|
        |码头|灯光标牌|30|每损坏一处扣2分，扣完为止。|
        """,
        ["渡口", "  渡船年检 30", "  渡工持证 40", "码头", "  灯光标牌 30"],
    ),
    "the heading again in the middle": (
        """
        |水上看点|<|<|
        |着力处|斤两|怎么算|
        |渡船年检|30|按期年检的得30分，逾期一天扣1分。|
        |渡工持证|40|全部持证上岗的得满分，每少一人扣5分。|
        |着力处|斤两|怎么算|
        |灯光标牌|30|每损坏一处扣2分，扣完为止。|
        """,
        ["渡船年检 30", "渡工持证 40", "灯光标牌 30"],
    ),
    "some headings are known": (
        """
        |着力处|分值|怎么算|得分|
        |渡船年检|3|按期年检的得3分，逾期一天扣1分。||
        |渡工持证|4|全部持证上岗的得满分，每少一人扣1分。||
        |灯光标牌|6|每损坏一处扣2分，扣完为止。||
        """,
        ["渡船年检 3", "渡工持证 4", "灯光标牌 6"],
    ),
    "创建标准 over the names": (
        """
        |创建标准|评分参考|实得分|
        |渡船按期年检（3分）|逾期一天扣1分。||
        |渡工全部持证（4分）|每少一人扣1分。||
        |灯光标牌完好（6分）|每损坏一处扣2分。||
        """,
        ["渡船按期年检 3", "渡工全部持证 4", "灯光标牌完好 6"],
    ),
    "总分 behind the parts, 占比 behind the groups": (
        """
        |一级指标|占比|二级指标|总分|
        |渡口|60|渡船年检|30|
        |^|^|渡工持证|30|
        |码头|40|灯光标牌|10|
        |^|^|岸线保洁|30|
        """,
        ["渡口 60", "  渡船年检 30", "  渡工持证 30", "码头 40", "  灯光标牌 10", "  岸线保洁 30"],
    ),
    "a form to be filled in, its points called 评分参考": (
        """
        |创建标准|评分参考|实得分|
        |渡船按期年检|3分||
        |渡工全部持证|4分||
        |灯光标牌完好|6分||
        """,
        ["渡船按期年检 3", "渡工全部持证 4", "灯光标牌完好 6"],
    ),
    "a group that is called by words of headings": (
        """
        |考核项目|考核内容|分值|评分标准|
        |业务工作|渡船年检|3|按期年检的得3分，逾期一天扣1分。|
        |^|渡工持证|4|全部持证上岗的得满分，每少一人扣1分。|
        |码头|灯光标牌|6|每损坏一处扣2分，扣完为止。|
        |^|岸线保洁|2|现场查看，每发现一处垃圾扣1分。|
        """,
        ["业务工作", "  渡船年检 3", "  渡工持证 4", "码头", "  灯光标牌 6", "  岸线保洁 2"],
    ),
}  # fmt: skip

OTHERS = {
    "a budget": """
        |款项|年初数|调整数|
        |渡船大修|30|28|
        |码头照明|40|41|
        |航道疏浚|30|31|
        """,
    "a budget of a hundred in all": """
        |款项|金额（万元）|由来|
        |渡船大修|30|财政|
        |码头照明|40|自筹|
        |航道疏浚|30|财政|
        |合计|100||
        """,
    "shares": """
        |构成|占几成|
        |渡船|30%|
        |码头|40%|
        |航道|30%|
        """,
    "shares without a sign": """
        |构成|百分数|
        |渡船|30|
        |码头|40|
        |航道|30|
        """,
    "heads": """
        |班组|几人|
        |渡口班|30|
        |码头班|40|
        |航道班|30|
        |合计|100|
        """,
    "years": """
        |渡船|下水年|大修年|
        |江渡一号|2008|2019|
        |江渡二号|2011|2021|
        |江渡三号|2015|2023|
        """,
    "telephone numbers": """
        |班组|当班人|怎么找|
        |渡口班|甲|62310018|
        |码头班|乙|62310019|
        |航道班|丙|62310020|
        """,
    "a ranking by scores": """
        |名次|乡镇|成绩|
        |1|江口|96.5分|
        |2|河西|94分|
        |3|石桥|91.5分|
        """,
    "scores of subjects": """
        |姓氏|语文|数学|
        |甲|92|88|
        |乙|85|96|
        |丙|77|81|
        """,
    "lines for entry": """
        |学堂|文科线|理科线|
        |江口一中|512分|498分|
        |河西中学|486分|470分|
        |石桥中学|455分|449分|
        """,
    "fees": """
        |船型|过渡费（元）|凭据|
        |小型客渡|2|船票|
        |大型车渡|15|船票|
        |货渡|30|运单|
        """,
    "fines": """
        |情形|罚几何|出处|
        |超载一成以下|200|条例第八条|
        |超载二成以下|500|条例第八条|
        |超载三成以上|2000|条例第九条|
        """,
    "a schedule": """
        |时辰|做什么|在哪里|
        |8:30|签到|大厅|
        |9:00|开幕|礼堂|
        |10:30|分组讨论|各会场|
        """,
    "departures": """
        |航班|头班|末班|间隔（分钟）|
        |江口线|6:00|20:00|15|
        |河西线|6:30|19:30|30|
        |石桥线|7:00|18:00|55|
        """,
    "goods": """
        |名称规格|几件|单价|总价|
        |救生衣|50|120|6000|
        |救生圈|20|85|1700|
        |灭火器|30|150|4500|
        """,
    "targets": """
        |名堂|上年|今年|
        |客运量|120|130|
        |安全渡运|100|100|
        |投诉办结|98|99|
        """,
    "tasks with dates": """
        |做什么|谁来做|何时完|
        |修订渡口守则，印发各渡口执行。|海事科|3月底|
        |检修全部渡船，登记造册备查。|船务科|6月底|
        |开展一次水上救援演练。|安监科|9月底|
        """,
    "temperatures": """
        |月份|最高|最低|
        |一月|12|3|
        |七月|38|26|
        |十月|25|15|
        """,
    "lengths": """
        |河段|起讫|长（公里）|
        |上段|江口至石桥|30|
        |中段|石桥至河西|40|
        |下段|河西至入海口|30|
        """,
    "what is found in a visit": """
        |到哪里|看见什么|怎么改|
        |江口渡|救生衣少2件，灯光不亮。|三日内补齐，更换灯具。|
        |河西渡|标牌掉漆，字迹不清。|月底前重做。|
        |石桥渡|值班室无人，台账缺页。|即日整改，补记台账。|
        """,
    "branches": """
        |字号|地址|几间|
        |江口分公司|江口镇沿江路1号|12|
        |河西分公司|河西镇人民路8号|9|
        |石桥分公司|石桥镇老街3号|7|
        """,
    "minutes": """
        |环节|耗时|谁讲|
        |开场|10分钟|甲|
        |汇报|60分钟|乙|
        |答疑|30分钟|丙|
        """,
    "a timetable of thirds": """
        |批次|哪些人|几分之几|
        |头一批|渡工|三分之一|
        |第二批|船员|三分之一|
        |第三批|岸勤|三分之一|
        """,
    "votes": """
        |候选|赞成|反对|弃权|
        |甲|88|7|5|
        |乙|90|6|4|
        |丙|79|15|6|
        """,
    "answers of visitors": """
        |问的是|满意|尚可|不满|
        |候船环境|62|30|8|
        |服务态度|70|22|8|
        |准点|55|31|14|
        """,
    "versions": """
        |稿次|何时|改了什么|
        |1.0|2021年3月|初稿|
        |1.1|2022年5月|补充第三章|
        |2.0|2024年1月|全部重写|
        """,
    "articles of a list": """
        |次第|文号|名目|
        |1|江海发〔2021〕3号|渡口守则|
        |2|江海发〔2022〕8号|船员守则|
        |3|江海发〔2023〕1号|值班守则|
        """,
    "shares of a grant by unit": """
        |得款单位|下达数|其中专款|
        |江口镇|45|20|
        |河西镇|35|10|
        |石桥镇|20|5|
        """,
    "weights of goods": """
        |货名|斤两|车次|
        |沙石|60|3|
        |粮食|25|2|
        |水果|15|1|
        """,
    "who was awarded": """
        |得奖者|奖几等|奖金|
        |江口渡|一等|5000|
        |河西渡|二等|3000|
        |石桥渡|三等|1000|
        """,
    "minutes by a heading that could mean points": """
        |环节|耗时（分）|谁讲|
        |开场|10|甲|
        |汇报|60|乙|
        |答疑|30|丙|
        """,
    "what was done and scored": """
        |着力处|怎么样了|结果|
        |渡船年检|全部渡船按期年检，本项自评3分。|已报海事科|
        |渡工持证|46名渡工全部持证上岗，本项自评4分。|已报海事科|
        |灯光标牌|两处灯光损坏，扣1分。|已修复|
        """,
    "what was lost in an inspection": """
        |渡口|毛病|后果|
        |江口渡|灯光不亮|扣2分|
        |河西渡|标牌掉漆|扣1分|
        |石桥渡|台账缺页|扣1分|
        """,
    "ways to the points of a licence": """
        |情形|一次记几分|
        |超载三成以上|12分|
        |无灯夜航|6分|
        |证书过期|3分|
        """,
    "what entrants are given": """
        |哪些人|凭什么|怎么照顾|
        |渡工子女|工作证|加20分投档|
        |船员子女|船员证|加10分投档|
        |退役军人|退役证|加10分投档|
        """,
    "a paper of questions": """
        |题型|几道|每道|共计|
        |单选|20|2分|40分|
        |多选|10|3分|30分|
        |论述|2|15分|30分|
        """,
    "what was lost, with its reasons": """
        |哪里丢分|丢了多少|怎么办|
        |台账不全，缺两次会议记录，被扣2分。|2|补齐|
        |灯光损坏未修，被扣1分。|1|更换|
        |信息报送迟到三天，扣0.5分。|0.5|专人负责|
        """,
    "halves of a year, each a hundred in all": """
        |镇街|上半年|下半年|
        |江口|40分|45分|
        |河西|30分|30分|
        |石桥|30分|25分|
        """,
    "mean scores of a poll": """
        |问的是|均值|方差|
        |候船环境|4.5|0.8|
        |服务态度|4.7|0.6|
        |准点|3.9|1.2|
        """,
    "what was scored and why, years side by side": """
        |镇街|前年|去年|今年|
        |江口镇|92分|93分|95分|
        |河西镇|88分|90分|91分|
        |石桥镇|85分|84分|89分|
        """,
}  # fmt: skip


@pytest.mark.parametrize("name", RUBRICS)
def test_a_rubric_is_known_by_what_stands_in_it(name: str) -> None:
    drawing, expected = RUBRICS[name]
    found = understand(table(drawing))
    assert found is not None
    assert outline(found.sheet.items) == expected
    assert found.left_out == ()


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("caption", [None, "表2 年度考核明细表"])
def test_no_other_table_is_a_rubric(name: str, caption: str | None) -> None:
    drawing = OTHERS[name]
    assert understand(table(drawing, caption)) is None
    assert not [header for header in find_headers(table(drawing, caption)) if header.of("points", "criteria")]


def test_rules_become_criteria() -> None:
    found = understand(table(RUBRICS["two levels, numbers, somebody in charge"][0]))
    assert found is not None
    assert [rule.text for leaf in found.sheet.leaves() for rule in leaf.criteria][:2] == [
        "按期年检的得30分，逾期一天扣1分。",
        "全部持证上岗的得满分，每少一人扣5分。",
    ]


SAMPLES = (
    "chengping-standard", "fengxi-notice", "luojin-law", "pinglin-standard", "qinghuai-notice", "tonghe-forest",
    "wuzhu-rubric", "yanghe-rating", "yunjiang-society", "zheling-rubric",
)  # fmt: skip
WORDS = ("落脚", "抓手", "着力", "由头", "斤两", "成色", "刻度", "尺子", "门道", "关口")


def renamed(drawn: Table) -> Table:
    """The table with a word that nobody knows in each cell of its header."""
    (header,) = find_headers(drawn)
    rows = range(header.start, header.end)
    cells = (
        cell.altered(text=WORDS[cell.column] + WORDS[cell.row]) if cell.row in rows and cell.text.strip() else cell
        for cell in drawn.cells
    )
    return drawn.altered(cells=tuple(cells))


@pytest.mark.parametrize("name", SAMPLES)
def test_rubrics_of_documents_are_the_same_under_any_headings(name: str) -> None:
    seen = 0
    for drawn in tables_of(read_document(ROOT / "corpora" / f"{name}.docx")):
        known = understand(drawn)
        if known is None or known.has_claims or not (known.has_points and known.has_criteria):
            continue
        found = understand(renamed(drawn))
        assert found is not None
        assert outline(found.sheet.items) == outline(known.sheet.items)
        seen += 1
    assert seen
