"""Score phrases: every way to say them, and what only looks like one."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.phrases import Phrase, claims_and_mentions, find_phrases, mention_of
from extract.text import fold
from models import Where


def said(text: str) -> list[str]:
    """Kind and number of all phrases that are no rules."""
    return [_short(p) for p in claims_and_mentions(find_phrases(fold(text)))]


def _short(phrase: Phrase) -> str:
    if phrase.percent is not None:
        return f"{phrase.kind} {phrase.percent}%"
    return phrase.kind if phrase.points is None else f"{phrase.kind} {phrase.points}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（指标分值6分，自评得6分）", ["maximum 6", "claim 6"]),
        ("（分值 18 分，自评得 18 分）", ["maximum 18", "claim 18"]),
        ("(分值１８分,自评得１７．５分)", ["maximum 18", "claim 17.5"]),
        ("（指标分值共20分，自评得20分）", ["maximum 20", "claim 20"]),
        ("（指标分值共5分，得5分）", ["maximum 5", "claim 5"]),
        ("（指标分值-20分，自评得0分）", ["maximum -20", "claim 0"]),
        ("（指标分值－5分，自评得0分）", ["maximum -5", "claim 0"]),
        ("（自评分7分）", ["claim 7"]),
        ("（6分，自评6分）", ["maximum 6", "claim 6"]),
        ("（8分 自评得8分）", ["maximum 8", "claim 8"]),
        ("（10分，得10分）", ["maximum 10", "claim 10"]),
        ("（标准分10分，得分10分）", ["maximum 10", "claim 10"]),
        ("【分值5分，自评5分】", ["maximum 5", "claim 5"]),
        ("（满分10分/自评9分）", ["maximum 10", "claim 9"]),
        ("（自评5分/满分5分）", ["claim 5", "maximum 5"]),
        ("（分值/得分：6/6）", ["maximum 6", "claim 6"]),
        ("（分值/自评得分 10/9.5）", ["maximum 10", "claim 9.5"]),
        ("（4/5分）", ["maximum 5", "claim 4"]),
        ("（分值：6，自评得分：6）", ["maximum 6", "claim 6"]),
        ("本项得分4分（满分5分）", ["claim 4", "maximum 5"]),
        ("该项满分10分，自评得分9.5分", ["maximum 10", "claim 9.5"]),
        ("过程类指标权重为30分，得分为27分，得分率为90%。", ["maximum 30", "claim 27"]),
        ("权重分 20 分，实际得分 18 分", ["maximum 20", "claim 18"]),
        ("自评标准分值100分，自评得分104分", ["maximum 100", "claim 104"]),
        ("总分100分，自评得分95分", ["maximum 100", "claim 95"]),
        ("满分值为五分，实得四分。", ["maximum 5", "claim 4"]),
        ("满分10分，扣1分，得9分。", ["maximum 10", "deduct 1", "claim 9"]),
        ("（10分，扣0.5分，得9.5分）", ["maximum 10", "deduct 0.5", "claim 9.5"]),
        ("得5分（满分5分）", ["claim 5", "maximum 5"]),
        ("（共12分，自评11分）", ["maximum 12", "claim 11"]),
        ("基准分100分，自评得分96分", ["maximum 100", "claim 96"]),
        ("加分项（自评加3分）", ["claim 3"]),
        ("得分：4/5", ["claim 4", "maximum 5"]),
        ("自评得分：４．５分／５分。", ["claim 4.5", "maximum 5"]),
        ("得分：9/8", ["claim 9", "maximum 8"]),
        ("（得分/满分：4/5）", ["claim 4", "maximum 5"]),
        ("自评得分／分值：4.5／5。", ["claim 4.5", "maximum 5"]),
        ("本项5分，得4分。", ["maximum 5", "claim 4"]),
        ("满分10，自评9。", ["maximum 10", "claim 9"]),
        ("分值：20，自评得分：19.5。", ["maximum 20", "claim 19.5"]),
        ("该项10分，扣0.5分，得9.5分。", ["maximum 10", "deduct 0.5", "claim 9.5"]),
        ("自评得分为９．５（满分１０）。", ["claim 9.5", "maximum 10"]),
        ("该指标满分3分，因台账不全扣1分，最终得2分。", ["maximum 3", "deduct 1", "claim 2"]),
        ("评分结果：4.5分", ["claim 4.5"]),
        ("此项3分钟内完成，得2分。", ["award 2"]),
        ("得分95（2023年94）。", []),
        ("本指标满分8分，不扣分，得8分。", ["maximum 8", "no_deduction 0", "claim 8"]),
        ("该项满分10分，得满分，即得10分。", ["maximum 10", "full", "claim 10"]),
        ("以上5项合计满分100分，自评得分94.5分。", ["maximum 100", "claim 94.5"]),
        ("满分8分。没有问题，不扣分。第二项得3分。", ["maximum 8", "no_deduction 0", "award 3"]),
        ("自评得分为九十五分。", ["claim 95"]),
    ],
)
def test_maxima_and_claims(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "自评得6分",
        "自评得分6分",
        "自评得分：6分",
        "自评得分为6分",
        "自评分6分",
        "自评分数为6分",
        "自评 6 分",
        "自评：6分",
        "此项自评得 6 分",
        "得分为6分",
        "得分：6分",
        "实际得分6分",
        "实得分6分",
        "实得6分",
        "综合得分6分",
        "综合评分为6分",
        "最终评价得分为6分",
        "故该项指标得分为6分",
        "评价得分6分",
        "考核得分6分",
        "总得分6分",
        "自评总得分为6分",
        "合计得6分",
        "共得6分",
        "总分为6分",
        "自评得分(6分)",
        "自评得六分。",
        "自评得分6 分",
        "自评综合得分：6",
        "自我评分6分",
    ],
)
def test_claims(text: str) -> None:
    assert said(text) == ["claim 6"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（得2分）", ["award 2"]),
        ("（得 ２ 分）", ["award 2"]),
        ("【得2分】", ["award 2"]),
        ("（得\n2分）", ["award 2"]),
        ("得0.5分", ["award 0.5"]),
        ("得0. 5分", ["award 0.5"]),
        ("得０．５分", ["award 0.5"]),
        ("得二分。", ["award 2"]),
        ("（得半分）", ["award 0.5"]),
        ("，计2分", ["award 2"]),
        ("获得表彰，加2分", ["award 2"]),
        ("扣1分。", ["deduct 1"]),
        ("扣减0.5分", ["deduct 0.5"]),
        ("扣分1分", ["deduct 1"]),
        ("失分：0.5分", ["deduct 0.5"]),
        ("（不扣分）", ["no_deduction 0"]),
        ("相应扣减1分", ["deduct 1"]),
        ("车辆每日出勤率95%，两辆未更新，扣2分", ["deduct 2"]),
        ("背街小巷每日普扫两遍，得15分", ["award 15"]),
        ("每月按时报送信息，得2分", ["award 2"]),
        ("每年组织培训不少于2次，得3分", ["award 3"]),
        ("未扣分", ["no_deduction 0"]),
        ("这项不得分", ["zero 0"]),
        ("（得满分）", ["full"]),
        ("按评分标准得62.5%权重分，故该指标得分为2.5分。", ["percent 62.5%", "claim 2.5"]),
        ("台账完整（得1分）；信息及时（得1分）。", ["award 1", "award 1"]),
        ("知晓率达95%以上。（得1分）2020年", ["award 1"]),
        ("知晓率达95%以上，得2分。", ["award 2"]),
        ("每月按时发放，发放率100%（得1分）", ["award 1"]),
        ("每有一个不达标扣0.5分，抽查中有3个不达标，扣1.5分，得2.5分", ["deduct 1.5", "award 2.5"]),
        ("占比为31.5%，按比例得分，得4.25分。", ["award 4.25"]),
        ("规定90分以上得8分，不足90分得7分。据此自评7分。", ["claim 7"]),
    ],
)
def test_mentions(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # no points at all
        "得分情况如下",
        "扣分原因",
        "得分率为97.57%",
        "得分率 90%",
        "分数段",
        "三分之一",
        "百分之五",
        "10分钟",
        "得到2分公司支持",
        "满分指标",
        "扣分指标",
        "分值",
        "自评为优",
        "权重为20%",
        "增加2分",
        "2020年度",
        "十分重要",
        "取得十分显著的成效",
        "得2分校支持",
        "比上年减少2分",
        # rules: what could be earned or lost
        "每发现1例扣0.5分",
        "每发现 1 例，扣 0.2 分，扣完为止。",
        "最高得5分",
        "达到95%得2分，否则不得分",
        "符合要求的，得2分",
        "迟报的扣1分",
        "60%以上得2分，50%-60%得1分，低于50%不得分。",
        "每少1次扣1分",
        "每次扣1分",
        "每个点位扣2分",
        "每人扣0.5分",
        "每10辆扣1分",
        "每有一间不达标扣1分",
        "每降低1%，扣2分",
        "视情扣1分",
        "有一项不符合的，扣1分，扣完为止",
        "全部做到得满分；一项不符合，扣权重分的50%，扣完为止。",
        "酌情扣1-2分",
        "可得3分",
        "按比例得分",
        "加分最高不超过5分，得2分",
        "评分标准：制定方案得2分；召开会议得3分。",
        "“扣1分”的规定",
        # thresholds and other people's scores
        "综合得分90分（含）以上，绩效评级为优",
        "综合得分80分（含）—90分",
        "得分60分以下为差",
        "上年度得分95分",
        "全省平均得分92分",
        "力争2025年得分98分",
        "自评得分达到400分的，方可申报",
    ],
)
def test_what_only_looks_like_points(text: str) -> None:
    assert said(text) == []


def test_a_rule_is_found_and_marked() -> None:
    (phrase,) = find_phrases(fold("每发现1例扣0.5分"))
    assert (phrase.kind, phrase.points, phrase.rule) == ("deduct", Decimal("0.5"), True)


def test_after_a_quoted_rule_the_report_speaks_again() -> None:
    text = "评分标准：制定方案得2分。自评情况：已制定，得2分。"
    assert said(text) == ["award 2"]


def test_words_for_the_whole() -> None:
    whole = {
        text: [p.whole for p in find_phrases(fold(text))]
        for text in ("综合评分为97分", "合计自评得分97分", "自评得分97分")
    }
    assert whole == {"综合评分为97分": [True], "合计自评得分97分": [True], "自评得分97分": [False]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("考评总分为1000分，按月计分", ["maximum 1000"]),
        ("考核总分110分，其中基础分100分", ["maximum 110", "maximum 100"]),
        ("总分为87.4分", ["claim 87.4"]),
        ("总分：97.5分", ["claim 97.5"]),
        ("合计：98分", ["claim 98"]),
        ("资金落实得分9分", ["claim 9"]),
        ("绩效目标得分6分", ["claim 6"]),
    ],
)
def test_words_that_could_be_others(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_bonus_points_beside_the_total() -> None:
    first, second, third = find_phrases(fold("自评标准分值100\n分，创新工作加分5分，自评得分104分。"))
    assert [(p.kind, p.points, p.bonus) for p in (first, second, third)] == [
        ("maximum", 100, False),
        ("award", 5, True),
        ("claim", 104, False),
    ]


def test_a_bare_number_in_brackets_is_left_to_its_surroundings() -> None:
    (phrase,) = find_phrases(fold("工作效果（44分）"))
    assert (phrase.kind, phrase.points) == ("bare", 44)


def test_spans_lead_back_to_the_words() -> None:
    text = "工作（得 ２ 分）。"
    folded = fold(text)
    (phrase,) = find_phrases(folded)
    assert folded.quote(phrase.start, phrase.end) == "得 ２ 分"


def test_only_mentions_become_mentions() -> None:
    claim, award = find_phrases(fold("自评得6分。扣1分。"))
    assert mention_of(award, "扣1分", Where()).sign == -1
    with pytest.raises(ValueError, match="claim"):
        mention_of(claim, "自评得6分", Where())


_POINTS = st.decimals(min_value=0, max_value=200, places=2).map(lambda d: d.normalize()).map(lambda d: f"{d:f}")
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


@given(
    _POINTS,
    _POINTS,
    st.booleans(),
    st.sampled_from(["，", ",", " ", "；"]),
    st.sampled_from(["（{}）", "({})", "【{}】"]),
)
def test_every_typing_reads_the_same(most: str, claim: str, wide: bool, comma: str, bracket: str) -> None:
    text = bracket.format(f"分值{most} 分{comma}自评得分 {claim}分")
    text = text.translate(_WIDE) if wide else text
    assert said("工作落实" + text) == [f"maximum {Decimal(most)}", f"claim {Decimal(claim)}"]


@given(st.text(alphabet="得扣分自评值满10.5（）()，。；每例的以上", max_size=40))
def test_phrases_stand_in_order_and_never_overlap(text: str) -> None:
    folded = fold(text)
    found = find_phrases(folded)
    assert all(0 <= p.start < p.end <= len(folded.text) for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
