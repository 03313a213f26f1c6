"""What rules mean together: levels, sums, headlines; by wording, and by the declared maximum where it is open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.language import criterion_rules, item_rules, rules_of
from models import Criterion, Where
from tests.extract.language.brief import brief


def read(text: str, maximum: str | None = None) -> list[str]:
    return [brief(r) for r in rules_of(text, None if maximum is None else Decimal(maximum))]


@pytest.mark.parametrize(
    ("text", "maximum", "expected"),
    [
        # the same words, another maximum
        ("村级设站得2分；镇级设站得1分", "3", ["award 2 p1", "award 1 p2"]),
        ("村级设站得2分；镇级设站得1分", "2", ["tier 2 p1", "tier 1 p1"]),
        ("村级设站得2分；镇级设站得1分", None, ["award 2 p1", "award 1 p2"]),
        # the closing points serve where no maximum is given
        ("村级设站得2分；镇级设站得1分。（2分）", None, ["tier 2 p1", "tier 1 p1"]),
        ("村级设站得2分；镇级设站得1分。（３ 分）", None, ["award 2 p1", "award 1 p2"]),
        # likely levels are overruled by the maximum, sure ones are not
        ("主要材料齐备得2分，其他材料齐备得1分", "3", ["award 2 p1", "award 1 p2"]),
        ("主要材料齐备得2分，其他材料齐备得1分", "2", ["tier 2 p1", "tier 1 p1"]),
        ("办结率90%以上得2分，80%-90%得1分", "3", ["tier 2 [90%..] p1", "tier 1 [80%..90%] p1"]),
        # two rates that share a word are two measured things, one rate named shorter is one
        ("全年支付率≥95%得6分，上半年支付率≥50%得4分", "10", ["award 6 [95%=..] p1", "award 4 [50%=..] p2"]),
        ("全年支付率≥95%得6分，上半年支付率≥50%得4分", "6", ["tier 6 [95%=..] p1", "tier 4 [50%=..] p1"]),
        ("用户满意率90%以上得5分，满意率80%以上得3分", "8", ["tier 5 [90%..] p1", "tier 3 [80%..] p1"]),
        # headline of its parts
        ("规范办理得2分：受理得1分，公示得1分", "2", ["award 2 headline p0", "award 1 p1", "award 1 p2"]),
        ("规范办理得2分：受理得1分，公示得1分", "4", ["award 2 p1", "award 1 p2", "award 1 p3"]),
        (
            "规范办理，得1分；差错率≤2%，得0.5分，差错率>2%，不得分；逾期率≤5%，得0.5分，逾期率>5%，不得分。（1分）",
            None,
            [
                "award 1 headline p0",
                "award 0.5 [..2%=] p1",
                "zero [2%!..] p1",
                "award 0.5 [..5%=] p2",
                "zero [5%!..] p2",
            ],
        ),
        # each award with its own refusal adds up, whatever the numbers
        ("有方案得2分，否则不得分；有总结得1分，否则不得分", None, ["award 2 p1", "zero p1", "award 1 p2", "zero p2"]),
        # full marks are never added to
        ("全部落实得满分；多数落实得2分；少数落实得1分", "5", ["tier 100%w p1", "tier 2 p1", "tier 1 p1"]),
        ("否则得1分", "3", ["award 1 p1"]),
    ],
)
def test_levels_sums_and_headlines(text: str, maximum: str | None, expected: list[str]) -> None:
    assert read(text, maximum) == expected


def criterion(text: str, maximum: str | None = None, where: Where | None = None) -> Criterion:
    return Criterion(
        ordinal=None, text=text, max_points=None if maximum is None else Decimal(maximum), where=where or Where()
    )


def rules(criteria: tuple[Criterion, ...]) -> list[list[str]]:
    return [[brief(r) for r in c.rules] for c in criteria]


def test_the_maximum_of_the_item_decides_between_the_readings_of_its_criteria() -> None:
    texts = ["1.发现线索得1分", "2.核实到位得2分，核实后不反馈得1分，不核实不得分", "3.按月报告得1分"]
    four = item_rules([criterion(t) for t in texts], Decimal(4))
    assert rules(four)[1] == ["tier 2 p1", "tier 1 p1", "zero p1"]
    five = item_rules([criterion(t) for t in texts], Decimal(5))
    assert rules(five)[1] == ["award 2 p1", "award 1 p2", "zero p2"]


def test_the_only_text_with_rules_has_the_points_of_the_item() -> None:
    texts = ["①是否公示；", "②是否归档。一处不全扣1分；全部做到得3分，只做一处得1分"]
    assert rules(item_rules([criterion(t) for t in texts], Decimal(3)))[1][1:] == [
        "tier 3 p1",
        "tier 1 [1处=..1处=] p1",
    ]


def test_a_penalty_item_has_its_points_below_zero() -> None:
    (read_one,) = item_rules([criterion("造成事故的，扣3分；造成人员受伤的，扣1分")], Decimal(-5))
    assert [brief(r) for r in read_one.rules] == ["deduct 3 p0", "deduct 1 p0"]


def test_a_criterion_without_rules_stays_without() -> None:
    assert criterion_rules(criterion("是否按照规定的程序申请设立"), Decimal(4)).rules == ()


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("后果严重的本项不得分", "item"),
        ("此项不得分", "item"),
        ("后果严重的不得分", "criterion"),
        ("情节特别严重的一票否决", "item"),
    ],
)
def test_scope(text: str, scope: str) -> None:
    assert rules_of(text)[0].scope == scope


def test_a_veto_and_its_consequence_are_one_rule() -> None:
    (rule,) = rules_of("发生重大事件的，实行“一票否决”，年度考核评定为不合格。")
    assert rule.kind == "veto"
    assert rule.text.endswith("评定为不合格")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按时办结得2分；审核有误扣1分，送达有误扣1分，扣完为止", ["award 2 p1", "deduct 1 p1", "deduct 1 p1"]),
        # a loss in a sentence of its own may speak of all awards before it
        (
            "有方案得1分；有总结得1分；每发现1处差错扣0.2分",
            ["award 1 p1", "award 1 p2", "deduct_per 0.2 /1处 p0"],
        ),
        (
            "有方案得1分；有总结得1分，每发现1处差错扣0.2分",
            ["award 1 p1", "award 1 p2", "deduct_per 0.2 /1处 p2"],
        ),
    ],
)
def test_of_which_points_a_loss_speaks(text: str, expected: list[str]) -> None:
    found = read(text)
    # a text with one award has one part
    assert [f for f in found if f.startswith("award")] == [e for e in expected if e.startswith("award")]
    assert [f.rsplit(" ", 1)[1] for f in found if "deduct_per" in f] == [
        e.rsplit(" ", 1)[1] for e in expected if "deduct_per" in e
    ]


def test_scales_of_counts_are_no_each() -> None:
    assert read("发现1处扣1分，2处扣3分，3处以上不得分") == [
        "deduct 1 [1处=..1处=] p0",
        "deduct 3 [2处=..2处=] p0",
        "zero [3处..] p1",
    ]
