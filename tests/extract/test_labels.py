"""Labels of items taken apart, in every typing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.labels import kind_of, split_label

POINTS = [
    ("组织保障(8分)", "组织保障", "8"),
    ("组织保障（８分）", "组织保障", "8"),
    ("组织 保障 ( 8 分 )", "组织保障", "8"),
    ("组织保障\n（8分）", "组织保障", "8"),
    ("组织保障【8分】", "组织保障", "8"),
    ("组织保障〔8分〕", "组织保障", "8"),
    ("组织保障（30）", "组织保障", "30"),
    ("组织保障（2.5分）", "组织保障", "2.5"),
    ("组织保障（0. 5分）", "组织保障", "0.5"),
    ("组织保障（二分）", "组织保障", "2"),
    ("组织保障（半分）", "组织保障", "0.5"),
    ("组织保障（1000分）", "组织保障", "1000"),
    ("组织保障（分值10分）", "组织保障", "10"),
    ("组织保障（满分：10 分）", "组织保障", "10"),
    ("组织保障（共10分）", "组织保障", "10"),
    ("组织保障（权重20%）", "组织保障", "20"),
    ("组织保障（累计最高不超过5分）", "组织保障", "5"),
    ("组织保障20分", "组织保障", "20"),
    ("（10分）3.组织保障", "组织保障", "10"),
    ("组织保障\n20′", "组织保障", "20"),
    ("组织保障（30)分)", "组织保障", "30"),
    ("组织保障（8分", "组织保障", "8"),
    ("最低生活保障（6分）（含重残人员）", "最低生活保障（含重残人员）", "6"),
    ("安全生产（-5分）", "安全生产", "-5"),
    ("安全生产（－ 5 分）", "安全生产", "-5"),
    ("工作落实（23分+10分）", "工作落实", "33"),
    ("工作落实（230分＋20分）", "工作落实", "250"),
]
SCORED = [
    ("一、责任落实（20分，自评18.5分）", "责任落实", "20", "18.5"),
    ("责任落实（分值20分，自评得18分）", "责任落实", "20", "18"),
    ("责任落实\n（２０分；得分：１８分）", "责任落实", "20", "18"),
    ("A1 责任落实（标准分20分、自评分20分）", "责任落实", "20", "20"),
]
OUTSIDE = [
    ("特色指标\n（加6分）", "特色指标", "6", "bonus"),
    ("创新做法（最高加3分）", "创新做法", "3", "bonus"),
    ("负面清单（扣10分）", "负面清单", "-10", "penalty"),
    ("通报批评（减 5 分）", "通报批评", "-5", "penalty"),
]
ROMAN = [
    ("Ⅰ 思想建设（24分）", "Ⅰ", "思想建设"),
    ("Ⅱ思想建设", "Ⅱ", "思想建设"),
    ("Ⅴ、思想建设", "Ⅴ、", "思想建设"),
    ("V带传动检查", None, "V带传动检查"),
    ("X光机管理", None, "X光机管理"),
]
NO_POINTS = [
    "最低生活保障（含重残无业人员）",
    "12345热线办理",
    "得20分",
    "总分低于60分",
    "工作十分满意",
    "2022年度重点工作",
    "发文（2022）",
    "资金（10分）（5分）",
    "知晓率（95%）",
    "第2分局",
    "5分",
]


@pytest.mark.parametrize(("text", "name", "points"), POINTS)
def test_points_in_a_label(text: str, name: str, points: str) -> None:
    label = split_label(text)
    assert (label.name, label.points) == (name, Decimal(points))
    assert label.points_span is not None
    start, end = label.points_span
    assert 0 <= start < end <= len(text)
    assert name.replace("（含重残人员）", "") not in text[start:end]


@pytest.mark.parametrize("text", NO_POINTS)
def test_what_is_no_amount_of_points(text: str) -> None:
    assert split_label(text).points is None
    assert split_label(text).points_span is None


@pytest.mark.parametrize(
    ("text", "ordinal", "code", "name"),
    [
        ("A1 项目 立项", None, "A1", "项目立项"),
        ("★5.3.1 分级护理", "5.3.1", None, "分级护理"),
        ("▲护理", None, None, "护理"),
        ("★", None, None, "★"),
        ("A1项目立项", None, "A1", "项目立项"),
        ("A11、立项依据", None, "A11", "立项依据"),
        ("A1-2立项依据", None, "A1-2", "立项依据"),
        ("A 决策", None, "A", "决策"),
        ("A决策", None, "A", "决策"),
        ("A.决策", None, "A", "决策"),
        ("A类企业占比", None, None, "A类企业占比"),
        ("B超检查人数", None, None, "B超检查人数"),
        ("A级景区", None, None, "A级景区"),
        ("5A级社会组织", None, None, "5A级社会组织"),
        ("一、组织领导", "一、", None, "组织领导"),
        ("十二、组织领导", "十二、", None, "组织领导"),
        ("（一）组织领导", "（一）", None, "组织领导"),
        ("(三)组织领导", "(三)", None, "组织领导"),
        ("第一部分 组织领导", "第一部分", None, "组织领导"),
        ("第三章 组织领导", "第三章", None, "组织领导"),
        ("1.组织领导", "1.", None, "组织领导"),
        ("1．组织领导", "1．", None, "组织领导"),
        ("1、组织领导", "1、", None, "组织领导"),
        ("(1) 组织领导", "(1)", None, "组织领导"),
        ("①组织领导", "①", None, "组织领导"),
        ("1.1 组织领导", "1.1", None, "组织领导"),
        ("1.1项目立项", "1.1", None, "项目立项"),
        ("2.1.3组织领导", "2.1.3", None, "组织领导"),
        ("24 组织领导", "24", None, "组织领导"),
        ("2人员保障", "2", None, "人员保障"),
        ("3名护理员", None, None, "3名护理员"),
        ("15分钟服务圈", None, None, "15分钟服务圈"),
        ("60岁以上老人", None, None, "60岁以上老人"),
        ("1.5倍补助", None, None, "1.5倍补助"),
        ("24小时值守", None, None, "24小时值守"),
        ("1.A1立项", "1.", "A1", "立项"),
        ("一、", None, None, "一"),
        ("A1", None, "A1", "A1"),
    ],
)
def test_numbering_and_code(text: str, ordinal: str | None, code: str | None, name: str) -> None:
    label = split_label(text)
    assert (label.ordinal, label.code, label.name) == (ordinal, code, name)


def test_the_label_stays_as_written() -> None:
    assert split_label("A1 项目\n立项 (8 分)").label == "A1项目立项(8分)"


def test_terms_of_a_sum() -> None:
    assert split_label("工作落实（23分+10分）").amounts == (Decimal(23), Decimal(10))
    assert split_label("工作落实（23分）").amounts == ()


def test_a_share_stays_in_the_name_until_the_table_says_what_it_is() -> None:
    label = split_label("产出（60%）")
    assert (label.name, label.share, label.name_without_share) == ("产出（60%）", Decimal(60), "产出")
    assert label.share_span is not None
    assert "产出（60%）"[slice(*label.share_span)] == "（60%）"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("加分项", "bonus"),
        ("附加分（10分）", "bonus"),
        ("（七）加分指标", "bonus"),
        ("加减分项", "bonus"),
        ("扣分项(5分)", "penalty"),
        ("减分项目", "penalty"),
        ("一票否决项", "penalty"),
        ("安全管理（-5分）", "penalty"),
        ("负面清单管理", "base"),
        ("评分标准执行", "base"),
        ("奖惩机制", "base"),
        ("工作创新", "base"),
        ("加分：被中央媒体报道", "bonus"),
        ("扣分:弄虚作假", "penalty"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert split_label(text).kind == kind


def test_kind_of_folds() -> None:
    assert kind_of("加 分 项") == "bonus"


NAMES = st.text(alphabet="组织领导保障资金落实档案监管宣传培训", min_size=2, max_size=12)


@given(
    name=NAMES,
    points=st.decimals(min_value=1, max_value=999, places=1),
    brackets=st.sampled_from(["()", "（）", "[]", "【】", "〔〕"]),
    gap=st.sampled_from(["", " ", "\n", "\u3000"]),
    ordinal=st.sampled_from(["", "一、", "（二）", "3.", "4、", "⑤"]),
)
def test_a_label_put_together_comes_apart(name: str, points: Decimal, brackets: str, gap: str, ordinal: str) -> None:
    text = f"{ordinal}{gap}{name}{gap}{brackets[0]}{points}{gap}分{brackets[1]}"
    label = split_label(text)
    assert (label.name, label.points, label.ordinal or "") == (name, points, ordinal)


@given(st.text(max_size=60))
def test_any_text_splits(text: str) -> None:
    label = split_label(text)
    assert bool(label.name) == bool(label.label)
    assert (label.points is None) == (label.points_span is None)


@pytest.mark.parametrize(("text", "name", "points", "claimed"), SCORED)
def test_a_maximum_and_a_claim_in_one_bracket(text: str, name: str, points: str, claimed: str) -> None:
    label = split_label(text)
    assert (label.name, label.points, label.claimed) == (name, Decimal(points), Decimal(claimed))
    assert label.claimed_span is not None


@pytest.mark.parametrize(
    "text", ["责任落实（2022年20项，完成18项）", "责任落实（20分，每项得5分）", "整改（2处，扣2分）"]
)
def test_a_bracket_with_other_numbers_claims_nothing(text: str) -> None:
    assert split_label(text).claimed is None


@pytest.mark.parametrize(("text", "name", "points", "kind"), OUTSIDE)
def test_points_with_a_sign_of_their_own(text: str, name: str, points: str, kind: str) -> None:
    label = split_label(text)
    assert (label.name, label.points, label.kind) == (name, Decimal(points), kind)


@pytest.mark.parametrize(("text", "ordinal", "name"), ROMAN)
def test_roman_numerals(text: str, ordinal: str | None, name: str) -> None:
    label = split_label(text)
    assert (label.ordinal, label.name) == (ordinal, name)
