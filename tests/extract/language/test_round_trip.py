"""A rule, written in one of many ways, is read back as itself: every kind, in four phrasings or more, in any typing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.language import rules_of
from tests.extract.language.brief import brief

POINTS = st.sampled_from([Decimal(n) for n in ("0.1", "0.25", "0.5", "1", "1.5", "2", "3", "5", "10", "12")])
RATES = st.integers(min_value=2, max_value=99).map(Decimal)
COUNTS = st.integers(min_value=2, max_value=30).map(Decimal)
UNITS = st.sampled_from(["例", "户", "项", "次", "起", "处", "份", "人", "件", "名"])
CHINESE = {
    Decimal(1): "一",
    Decimal(2): "二",
    Decimal(3): "三",
    Decimal(5): "五",
    Decimal(10): "十",
    Decimal("0.5"): "半",
}
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


@st.composite
def typings(draw: st.DrawFn) -> Callable[[str], str]:
    """A way to type a sentence: widths of signs, blanks around numbers."""
    wide = draw(st.booleans())
    blank = draw(st.sampled_from(["", " ", "\u3000", "\n"]))

    def typed(text: str) -> str:
        if wide:
            text = text.translate(WIDE)
        return text.replace("分", blank + "分").replace("得", "得" + blank).replace("扣", "扣" + blank)

    return typed


def points_text(draw: st.DrawFn, points: Decimal) -> str:
    return CHINESE[points] if points in CHINESE and draw(st.booleans()) else str(points)


AWARDS = [
    "按期办结的，得{p}分",
    "材料齐备计{p}分",
    "有公示栏的记{p}分",
    "群众知晓得{p}分。",
    "受到通报表扬的加{p}分",
    "建档立卡{p}分",
    "台账清晰的奖{p}分",
]
DEDUCTS = ["未公示的，扣{p}分", "越权审批减{p}分", "台账混乱的扣减{p}分", "隐瞒不报倒扣{p}分", "未归档的扣除{p}分。"]
EACH_LOSS = [
    "每发现1{u}差错扣{p}分",
    "每出现一{u}，扣{p}分",
    "发现1{u}扣{p}分",
    "每{u}扣{p}分",
    "每少1{u}减{p}分",
    "迟报扣{p}分/{u}",
]
EACH_GAIN = ["每报送1{u}得{p}分", "每{u}加{p}分", "每新增一{u}，奖{p}分", "每{u}{p}分", "主动公开{p}分/{u}"]
ZEROS = ["否则不得分", "逾期不计分", "弄虚作假的不予得分", "无方案的计0分", "未达标得0分", "未开展的不给分。"]
CAPS = ["最高不超过{p}分", "封顶{p}分", "累计不超过{p}分", "最多得{p}分", "以{p}分为限", "{p}分封顶"]
LOSS_CAPS = ["最多扣{p}分", "最高扣{p}分", "累计扣分不超过{p}分", "扣分最高不超过{p}分"]
JUDGEMENTS = ["酌情加分", "视情扣分", "视完成情况给分", "根据质量酌情打分", "视情节轻重扣分"]
RANGES = ["酌情扣{a}-{b}分", "视质量给{a}至{b}分", "酌情加{a}～{b}分", "视情况得{a}分至{b}分"]
VETOES = ["发生命案的一票否决", "实行一票否决制", "弄虚作假的，年度考核直接评定为不合格", "瞒报的，“一票否决”"]
SHARES = ["得{s}%权重分", "得权重分的{s}%", "得该项分值的{s}%", "计{s}%的分值", "按{s}%计分", "得百分之{s}的权重分"]
LOST_SHARES = ["扣权重分的{s}%", "扣{s}%权重分", "扣除该项分值的{s}%", "扣减{s}%的权重", "除权重分的{s}%", "扣权重{s}%"]
RATIOS = [
    "达到{t}%得满分，每降低1%扣{p}分",
    "发放率{t}%及以上，得满分；每下降1%，扣{p}分",
    "完成率≥{t}%，得满分；每少1%扣{p}分",
    "不低于{t}%为满分，每低1%减{p}分",
]
PROPORTIONS = ["按比例得分", "未完成的按完成比例计分", "得分=完成率×分值", "按实际比例扣分", "按照完成率乘以分值计分"]
LEVELS = [
    "{a}%及以上得3分，{b}%（含）-{a}%（不含）得1分，{b}%以下（不含）不得分",
    "≥{a}%计3分；{b}%≤办结率<{a}%计1分；<{b}%不计分",
    "[{a}%,100%]得3分；[{b}%,{a}%)得1分；低于{b}%不得分",
    "不低于{a}%得3分，低于{a}%且不低于{b}%得1分，低于{b}%不得分",
]


def single(text: str) -> str:
    (rule,) = rules_of(text)
    return brief(rule).rsplit(" ", 1)[0]


SIMPLE = [
    (AWARDS, "award {p}"),
    (DEDUCTS, "deduct {p}"),
    (EACH_LOSS, "deduct_per {p} /1{u}"),
    (EACH_GAIN, "award_per {p} /1{u}"),
    (ZEROS, "zero"),
    (CAPS, "cap {p}"),
    (LOSS_CAPS, "cap {p} loss"),
    (JUDGEMENTS, "discretionary"),
    (SHARES, "award {s}%w"),
    (LOST_SHARES, "deduct {s}%w"),
    (PROPORTIONS, "ratio falling"),
]


@pytest.mark.parametrize(("phrasings", "expected"), SIMPLE, ids=[e for _, e in SIMPLE])
def test_there_are_four_phrasings_and_more(phrasings: list[str], expected: str) -> None:
    assert len(phrasings) >= 4
    assert expected


@pytest.mark.parametrize(("phrasings", "expected"), SIMPLE, ids=[e for _, e in SIMPLE])
@settings(max_examples=40, deadline=None)
@given(data=st.data(), typed=typings())
def test_one_rule(phrasings: list[str], expected: str, data: st.DataObject, typed: Callable[[str], str]) -> None:
    points, share, unit = data.draw(POINTS), data.draw(RATES), data.draw(UNITS)
    phrasing = data.draw(st.sampled_from(phrasings))
    written = points_text(data.draw, points) if "得{p}" in phrasing or "扣{p}" in phrasing else str(points)
    text = typed(phrasing.format(p=written, s=share, u=unit))
    assert single(text) == expected.format(p=points, s=share.normalize().__format__("f"), u=unit)


@settings(max_examples=40, deadline=None)
@given(phrasing=st.sampled_from(RANGES), least=st.integers(0, 3), more=st.integers(1, 5), typed=typings())
def test_judgement_within_a_range(phrasing: str, least: int, more: int, typed: Callable[[str], str]) -> None:
    text = typed(phrasing.format(a=least, b=least + more))
    assert single(text) == f"discretionary {least}-{least + more}"


@pytest.mark.parametrize("text", VETOES)
def test_veto(text: str) -> None:
    assert single(text) == "veto item"


@settings(max_examples=60, deadline=None)
@given(phrasing=st.sampled_from(RATIOS), points=POINTS, threshold=RATES, typed=typings())
def test_loss_by_per_cent(phrasing: str, points: Decimal, threshold: Decimal, typed: Callable[[str], str]) -> None:
    award, ratio = rules_of(typed(phrasing.format(p=points, t=threshold)))
    assert brief(award) == f"award 100%w [{threshold}%=..] p1"
    assert brief(ratio) == f"ratio {points} falling from {threshold}%= /1% p1"


@settings(max_examples=60, deadline=None)
@given(phrasing=st.sampled_from(LEVELS), low=st.integers(20, 60), more=st.integers(1, 39), typed=typings())
def test_levels(phrasing: str, low: int, more: int, typed: Callable[[str], str]) -> None:
    high = low + more
    top, middle, none = rules_of(typed(phrasing.format(a=high, b=low)))
    assert brief(top) in (f"tier 3 [{high}%=..] p1", f"tier 3 [{high}%=..100%=] p1")
    assert brief(middle) == f"tier 1 [{low}%=..{high}%!] p1"
    assert brief(none) == f"zero [..{low}%!] p1"


@settings(max_examples=60, deadline=None)
@given(
    points=st.lists(POINTS, min_size=2, max_size=5),
    typed=typings(),
    stop=st.sampled_from(["，否则不得分；", "，否则不得分。"]),
)
def test_awards_with_their_own_refusals_add_up(points: list[Decimal], typed: Callable[[str], str], stop: str) -> None:
    text = "".join(f"第{n}类站点达标的，得{p}分{stop}" for n, p in enumerate(points, 1))
    read = rules_of(typed(text))
    assert [r.points for r in read if r.kind == "award"] == points
    assert [r.part for r in read if r.kind == "award"] == list(range(1, len(points) + 1))
    assert sum(r.kind == "zero" for r in read) == len(points)


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="得扣分满权重每例项不的，。；（）、:=≥<%0123.5一二十半以上以下含最高超过酌情按比例", max_size=40)
)
def test_any_words_are_read_without_a_fall(text: str) -> None:
    for rule in rules_of(text):
        assert text[rule.where.start : rule.where.end] == rule.text
