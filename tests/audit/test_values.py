"""Scores against rules and measured values, by what documents print."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from audit import audit
from extract.language import item_rules
from models import Criterion, Evidence, Fact, Finding, Item, Rubric, SelfReport, Where
from models.extraction import MeasureRole
from tests.audit.build import item, report, rubric, sheet

D = Decimal
RATE = "知晓率达到95%以上，得满分；每降低1%，扣权重分的5%；低于75%，不得分。"
TIERS = "落户率60%以上得2分，50%-60%得1分，30%-50%得0.5分，30%以下不得分。"
EXECUTION = "支出进度95%的得满分，每偏离1%扣权重的1%，80%以下的不得分。"
LOSSES = "各项要求都符合的得满分，每有一项不符合扣34%权重分，扣完为止。"


def ruled(
    name: str, maximum: int | str | None, claimed: int | str | None, *texts: str, code: str | None = None,
    own: Sequence[int | str | None] = (),
) -> Item:  # fmt: skip
    """An item with criteria read from their texts."""
    points = [*own, *([None] * (len(texts) - len(own)))]
    criteria = tuple(
        Criterion(ordinal=i, text=text, max_points=None if p is None else D(str(p)), where=Where(block=i))
        for i, (text, p) in enumerate(zip(texts, points, strict=True), start=1)
    )
    limit = None if maximum is None else D(str(maximum))
    plain = item(name, maximum, claimed, code=code, kind="penalty" if limit is not None and limit < 0 else "base")
    return plain.model_copy(update={"criteria": item_rules(criteria, limit)})


def measured(
    value: int | str, unit: str | None = "%", *, role: MeasureRole = "actual", qualifier: str | None = None,
    name: str | None = None, where: str = "1", words: str | None = None,
) -> Fact:  # fmt: skip
    """A value of the item ``where``: of a column, or of running text where it has ``words``."""
    place = Where(block=3, start=0) if words else Where(block=2, row=1, column=4)
    return Fact(
        kind="measured",
        subject="甲",
        measure=name or "知晓率",
        value=D(str(value)),
        unit=unit,
        qualifier=qualifier,
        role=role,
        sheet=0,
        item=where,
        evidence=Evidence(quote=words or f"{qualifier or ''}{value}{unit or ''}", where=place),
    )


def of_items(*items: Item, facts: Sequence[Fact] = ()) -> SelfReport:
    return report(sheet(*items, form="table", title="得分表"), facts=facts)


def findings(document: SelfReport | Rubric, notice: Rubric | None = None) -> list[Finding]:
    return [f for f in audit(document, notice).findings if f.code.startswith(("V", "R103", "X303"))]


def codes(document: SelfReport | Rubric, notice: Rubric | None = None) -> list[tuple[str, str]]:
    return [(f.code, f.severity) for f in findings(document, notice)]


V401, V403, V404 = ("V401", "error"), ("V403", "warning"), ("V404", "warning")


class TestV401:
    @pytest.mark.parametrize(
        ("text", "maximum", "value", "score", "expected"),
        [
            # in proportion, by whole steps down and up; exactly at and below the threshold and the cut-off
            (RATE, 4, "81", "1.2", []),
            (RATE, 4, "81", "2.1", [V401]),
            (RATE, 4, "95", "4", []),
            (RATE, 4, "95.0", "3.7", [V401]),
            (RATE, 4, "96.2", "4", []),
            (RATE, 4, "94.5", "3.9", []),
            (RATE, 4, "94.5", "3.8", []),
            (RATE, 4, "94.5", "4.0", []),
            (RATE, 4, "93.50", "4.0", [V401]),
            (RATE, 4, "75.0", "0", []),
            (RATE, 4, "74.9", "0.2", [V401]),
            (RATE, 4, "74.9", "0", []),
            # the printed value stands for what rounds to it, and so does the score
            (RATE, 4, "86.75", "2.35", []),
            (RATE, 7, "85.5", "3.68", []),
            (RATE, 7, "85.5", "3.86", [V401]),
            (RATE, 4, "81", "1.3", []),
            # levels, with open ends read both ways
            (TIERS, 2, "60.0", "2", []),
            (TIERS, 2, "60.0", "1", []),
            (TIERS, 2, "60.0", "0.5", [V401]),
            (TIERS, 2, "55.2", "1", []),
            (TIERS, 2, "55.2", "2", [V401]),
            (TIERS, 2, "12.0", "0.5", [V401]),
            # losses in points
            ("满意率达到90%为满分，每降低一个百分点扣0.2分，扣完为止。", 5, "88", "4.6", []),
            ("满意率达到90%为满分，每降低一个百分点扣0.2分，扣完为止。", 5, "88", "4.9", [V401]),
            ("满意率达到90%为满分，每降低一个百分点扣0.2分，扣完为止。", 5, "93", "5", []),
            ("满意率达到90%为满分，每降低一个百分点扣0.2分，扣完为止。", 5, "93", "4.5", [V401]),
            # either side: more than the target may be a deviation, or more than was asked for
            ("完成率为100%的得满分，每偏离1%扣1%权重，不足60%不得分。", 3, "104.0", "3", []),
            ("完成率为100%的得满分，每偏离1%扣1%权重，不足60%不得分。", 3, "104.0", "2.88", []),
            ("完成率为100%的得满分，每偏离1%扣1%权重，不足60%不得分。", 3, "104.0", "2.5", [V401]),
            # judgement, unread words and further circumstances: never recomputed
            ("知晓率达到95%得满分，每降低1%扣0.2分；宣传不力的酌情扣分。", 4, "81", "3.3", []),
            ("知晓率达到95%得满分，每降低1%扣0.2分；未建台账的扣1分。", 4, "81", "0.2", []),
            ("知晓率较高的得4分，一般的得2分。", 4, "81", "4", []),
            ("按比例计分，最高4分。", 4, "81", "4", []),
        ],
    )
    def test_by_rule(self, text: str, maximum: int, value: str, score: str, expected: list[tuple[str, str]]) -> None:
        one = ruled("知晓率", maximum, score, text)
        other = item("乙", 5, "4.50")
        assert codes(of_items(one, other, facts=[measured(value)])) == expected

    @pytest.mark.parametrize(
        ("text", "maximum", "value", "score", "expected"),
        [
            ("得分=知晓率×10分。", 10, "87.5", "9.5", [V401]),
            ("得分＝知晓率×分值", 10, "87.5", "8.75", []),
            ("得分=知晓率×10分。", 10, "87.5", "8.8", []),
            # another rate, other points, a further factor, no formula: nothing is certain
            ("得分=完成率×10分。", 10, "87.5", "9.5", []),
            ("得分=知晓率×8分。", 10, "87.5", "9.5", []),
            ("得分=知晓率×10×50%。", 10, "87.5", "9.5", []),
            ("按知晓率计分。", 10, "87.5", "9.5", []),
        ],
    )
    def test_a_rate_times_the_points(
        self, text: str, maximum: int, value: str, score: str, expected: list[tuple[str, str]]
    ) -> None:
        other = item("乙", 5, "4.50")
        found = of_items(ruled("知晓率", maximum, score, text), other, facts=[measured(value)])
        assert codes(found) == expected
        aim = measured(95, role="target", qualifier="≥")
        assert codes(of_items(ruled("知晓率", maximum, score, text), other, facts=[aim, measured(value)])) == []

    def test_a_rate_times_the_points_is_written_out(self) -> None:
        (one,) = findings(of_items(ruled("知晓率", 10, "9.5", "得分=知晓率×10分。"), facts=[measured("87.5")]))
        assert one.computed == D("8.75")
        assert "10×87.5%=8.75" in one.message

    def test_rounding_to_whole_points_is_a_custom_of_whole_sheets(self) -> None:
        one = ruled("知晓率", 4, 4, RATE)
        near = [measured("93.00")]
        assert codes(of_items(one, item("乙", 5, 5), facts=near)) == []
        assert codes(of_items(one, item("乙", 5, "4.5"), facts=near)) == [V401]
        assert codes(of_items(one, item("乙", 5, 5), facts=[measured("91.00")])) == [V401]

    @pytest.mark.parametrize(
        ("facts", "expected"),
        [
            ([measured("81"), measured("81.36")], [V401]),
            ([measured("81"), measured("83")], []),
            ([measured("81", qualifier="约")], []),
            ([measured("81", qualifier="以上")], []),
            ([measured("81", qualifier="以下")], []),
            ([measured("81", unit="人")], []),
            ([measured("81", role="target")], []),
            # in running text: named like the item or like what the rule speaks of, or not
            ([measured("81", words="居民政策知晓率为81%", name="居民政策知晓率")], [V401]),
            ([measured("81", words="签约率为81%", name="签约率")], []),
            ([measured("81", words="其中妇女知晓率为81%", name="其中妇女知晓率")], [("V401", "warning")]),
            # how many of how many
            ([measured(400, "人", role="planned", name="政策知晓率", words="计划400人，实际324人"),
              measured(324, "人", role="done", name="政策知晓率", words="计划400人，实际324人")], [V401]),
            ([measured(400, "人", role="planned", name="政策知晓率", words="计划400人，实际382人"),
              measured(382, "人", role="done", name="政策知晓率", words="计划400人，实际382人")], [V401]),
            ([measured(400, "人", role="planned", name="政策知晓率", words="计划400人，实际349人"),
              measured(349, "人", role="done", name="政策知晓率", words="计划400人，实际349人")], []),
            ([measured("81"), measured(400, "人", role="planned", name="政策知晓率", words="计划400人，实际349人"),
              measured(349, "人", role="done", name="政策知晓率", words="计划400人，实际349人")], []),
        ],
    )  # fmt: skip
    def test_which_values_count(self, facts: list[Fact], expected: list[tuple[str, str]]) -> None:
        one = ruled("政策知晓率", 4, "2.45", RATE)
        assert codes(of_items(one, facts=facts)) == expected

    @pytest.mark.parametrize(
        ("text", "unit", "count", "score", "expected"),
        [
            ("无投诉得5分，每发生1起扣1分，扣完为止。", "起", 2, 3, []),
            ("无投诉得5分，每发生1起扣1分，扣完为止。", "起", 2, 4, [V401]),
            ("无投诉得5分，每发生1起扣1分，扣完为止。", "起", 7, 0, []),
            ("无投诉得5分，每发生1起扣1分，扣完为止。", "件", 2, 4, []),
            ("每发现1例扣0.5分，最多扣2分。", "例", 6, 3, []),
            ("每发现1例扣0.5分，最多扣2分。", "例", 6, 5, [V401]),
            ("每上报1篇得0.5分，最高5分。", "篇", 4, 2, []),
            ("每上报1篇得0.5分，最高5分。", "篇", 4, 3, [V401]),
            ("每上报1篇得0.5分，最高5分。", "篇", 14, 5, []),
            # the count of what was done says nothing of what is missing
            ("按月巡查得5分，每少1次扣1分。", "次", 11, 4, []),
            ("未上报的每篇扣1分。", "篇", 2, 4, []),
            # something else decides too
            ("每发生1起扣1分，未整改的扣2分。", "起", 2, 1, []),
            ("每发生1起扣1分，情节严重的酌情扣分。", "起", 2, 1, []),
        ],
    )
    def test_counts(self, text: str, unit: str, count: int, score: int, expected: list[tuple[str, str]]) -> None:
        one = ruled("投诉", 5, score, text)
        assert codes(of_items(one, item("乙", 5, "4.5"), facts=[measured(count, unit)])) == expected

    def test_a_count_in_running_text_is_not_the_whole(self) -> None:
        one = ruled("投诉", 5, 4, "无投诉得5分，每发生1起扣1分，扣完为止。")
        told = measured(2, "起", words="一季度发生投诉2起，均已办结")
        assert codes(of_items(one, facts=[told])) == []

    def test_the_sum_of_a_count(self) -> None:
        one = ruled("投诉", 5, 4, "无投诉得5分，每发生1起扣1分，扣完为止。")
        (finding,) = findings(of_items(one, facts=[measured(2, "起", name="投诉")]))
        assert finding.message == "投诉 2起，“每发生1起扣1分，扣完为止”：5−2×1=3，报告写为 4"

    def test_at_least_so_much_earns_full_marks(self) -> None:
        full = ruled("满意率", 5, 5, "满意率达到90%为满分，每降低一个百分点扣0.2分，扣完为止。")
        assert codes(of_items(full, facts=[measured(90, qualifier="以上", name="满意率")])) == []

    def test_the_sum_is_written_out_and_carried_upwards(self) -> None:
        one = ruled("知晓率", 4, "2.1", RATE)
        group = item("宣传", 9, "6.1", one, item("乙", 5, 4))
        document = report(
            sheet(group, item("其他", 10, 10), total=(19, "16.1"), form="table"), facts=[measured("81", where="1.1")]
        )
        (finding,) = findings(document)
        assert finding.message == (
            "知晓率 81%，低于95%共14个百分点，每1%扣权重的5%：4×(1−14×5%)=1.2，报告写为 2.1。"
            "改正后：宣传 6.1→5.2，总分 16.1→15.2"
        )
        assert (finding.stated, finding.computed) == (D("2.1"), D("1.2"))
        english = next(f for f in audit(document, language="en").findings if f.code == "V401")
        assert "4×(1−14×5%)=1.2" in english.message
        assert "Corrected: 宣传 6.1→5.2" in english.message

    def test_a_sum_that_used_the_right_score_is_a_consequence(self) -> None:
        one = ruled("知晓率", 4, "2.1", RATE)
        group = item("宣传", 9, "5.2", one, item("乙", 5, 4))
        document = report(sheet(group, form="table"), facts=[measured("81", where="1.1")])
        found = {f.code: f for f in audit(document).findings}
        assert found["C203"].consequence_of == found["V401"].id

    def test_where_one_place_has_the_right_score_only_the_difference_is_told(self) -> None:
        right, wrong = ruled("知晓率", 4, "1.2", RATE, code="A1"), item("知晓率", 4, "2.1", code="A1")
        document = report(
            sheet(right, form="table", title="一"), sheet(wrong, form="statements"), facts=[measured("81")]
        )
        assert [f.code for f in audit(document).findings if f.severity == "error"] == ["X301"]

    def test_the_rubric_decides(self) -> None:
        notice = rubric(ruled("知晓率", 4, None, RATE), item("乙", 5))
        answer = of_items(item("知晓率", 4, "2.1"), item("乙", 5, 5), facts=[measured("81")])
        assert codes(answer, notice) == [V401]
        assert codes(answer) == []

    def test_a_maximum_in_dispute_decides_nothing(self) -> None:
        notice = rubric(ruled("知晓率", 5, None, RATE), item("乙", 5), item("丙", 5))
        answer = of_items(item("知晓率", 4, "1.2"), item("乙", 5, 5), item("丙", 5, 5), facts=[measured("81")])
        assert codes(answer, notice) == []


class TestV403:
    @pytest.mark.parametrize(
        ("target", "actual", "score", "expected"),
        [
            (measured(95, role="target", qualifier="≥"), measured(91), 10, [V403]),
            (measured(95, role="target", qualifier="≥"), measured(91), 9, []),
            (measured(95, role="target", qualifier="≥"), measured(95), 10, []),
            (measured(95, role="target", qualifier="≥"), measured("94.9"), 10, [V403]),
            (measured(95, role="target"), measured(91), 10, [V403]),
            (measured(5, "天", role="target", qualifier="≤"), measured(7, "天"), 10, [V403]),
            (measured(5, "天", role="target", qualifier="≤"), measured(4, "天"), 10, []),
            # a bare target in time or money is as often the most as the least
            (measured(5, "天", role="target"), measured(4, "天"), 10, []),
            (measured(200, "万元", role="target"), measured(180, "万元"), 10, []),
            (measured(300, "人", role="target"), measured(276, "人"), 10, [V403]),
            (measured(300, "人", role="target"), measured(276, "户"), 10, []),
            (measured(95, role="target", qualifier="≥"), measured(91, qualifier="以上"), 10, []),
            (measured(95, role="target", qualifier="左右"), measured(91), 10, []),
        ],
    )
    def test_target_and_actual(self, target: Fact, actual: Fact, score: int, expected: list[tuple[str, str]]) -> None:
        assert codes(of_items(item("培训", 10, score), facts=[target, actual])) == expected

    def test_less_may_be_better(self) -> None:
        facts = [measured(5, "次", role="target"), measured(2, "次")]
        assert codes(of_items(item("群众投诉次数", 10, 10), facts=facts)) == []
        assert codes(of_items(item("巡查次数", 10, 10), facts=facts)) == [V403]

    def test_rates_may_stand_without_their_sign(self) -> None:
        facts = [measured(100, None, role="target"), measured(98, None)]
        assert codes(of_items(item("验收合格率", 10, 10), facts=facts)) == [V403]
        assert codes(of_items(item("验收", 10, 10), facts=facts)) == []

    def test_rules_with_a_tolerance_decide(self) -> None:
        facts = [measured(95, role="target", qualifier="≥"), measured(91)]
        kind = ruled("满意率", 5, 5, "满意率90%以上得满分，每低1个百分点扣0.2分。")
        assert codes(of_items(kind, facts=facts)) == []
        assert codes(of_items(ruled("满意率", 5, 5, "视完成情况酌情给分。"), facts=facts)) == []


class TestV404:
    @pytest.mark.parametrize(
        ("texts", "maximum", "score", "expected"),
        [
            ([LOSSES], 4, 4, []),
            ([LOSSES], 4, "2.64", []),
            ([LOSSES], 4, "2.67", []),
            ([LOSSES], 4, "1.3", []),
            ([LOSSES], 4, "2.0", [V404]),
            ([LOSSES], 4, "0", []),
            (["建立制度得2分，未建立不得分。"], 2, "1.5", [V404]),
            (["建立制度得2分，未建立不得分。"], 2, 2, []),
            (["制度健全得2分；", "记录完整得1分。"], 3, 1, []),
            (["制度健全得2分；", "记录完整得1分。"], 3, "1.5", [V404]),
            (["每发现一处问题扣0.5分，扣完为止。"], 3, "1.5", []),
            (["每发现一处问题扣0.5分，扣完为止。"], 3, "1.2", [V404]),
            ([TIERS], 2, "1.5", [V404]),
            ([RATE], 4, "2.1", []),
            (["制度健全得2分，不够健全的酌情扣分。"], 2, "1.5", []),
            (["视情给分。"], 2, "1.5", []),
            ([], 2, "1.5", []),
            (["达到目标得满分，否则得分为完成率×3。"], 3, "2.7", []),
            (["达到目标得3分，否则按排名折算。"], 3, "2.7", []),
            (["覆盖率（实际数/计划数×100%）达标得3分，否则不得分。"], 3, "2.7", [V404]),
            (["分三个等次，分别计3、2、1分。"], 3, "2", []),
            (["账目清楚2分；票据合规1分。"], 3, "2.5", []),
        ],
    )
    def test_by_rules(self, texts: list[str], maximum: int, score: str | int, expected: list[tuple[str, str]]) -> None:
        document = of_items(ruled("甲", maximum, score, *texts), item("乙", 5, "4.5"))
        assert codes(document) == expected

    def test_rules_that_fall_short_of_the_maximum_are_not_all(self) -> None:
        text = "高级职称得4分，中级得1分。"
        assert V404 not in codes(of_items(ruled("团队", 8, 6, text), item("乙", 5, "4.5")))
        assert V404 in codes(of_items(ruled("团队", 5, 3, text), item("乙", 5, "4.5")))

    def test_penalties_count_down(self) -> None:
        text = "发生安全事故的，每起扣2分。"
        assert codes(of_items(ruled("安全事故", -5, -2, text), item("乙", 5, "4.5"))) == []
        assert codes(of_items(ruled("安全事故", -5, "-1.5", text), item("乙", 5, "4.5"))) == [V404]

    def test_where_most_items_fail_the_scores_were_made_otherwise(self) -> None:
        odd = [ruled(f"制度{c}", 4, "3.3", LOSSES) for c in "甲乙丙丁"]
        (finding,) = findings(of_items(*odd))
        assert (finding.code, finding.severity, finding.item) == ("V404", "note", None)
        many = [ruled(f"台账{n}", 4, 4, LOSSES) for n in "一二三四五六七八九"]
        assert [f.severity for f in findings(of_items(*odd, *many))] == ["warning"] * 4

    def test_a_recomputed_score_is_told_once(self) -> None:
        one = ruled("落户率", 2, "1.5", TIERS)
        assert codes(of_items(one, facts=[measured("55.2", name="落户率")])) == [V401]


class TestR103:
    @pytest.mark.parametrize(
        ("text", "own", "expected"),
        [
            ("建立台账得1分，定期更新得1分。", 3, True),
            ("建立台账得1分，定期更新得1分。", 2, False),
            ("建立台账得2分，定期更新得2分。", 3, False),
            ("建立台账得4分，定期更新得2分。", 3, True),
            ("建立机制得1分；其中有制度得0.5分，有记录得0.5分。", 1, False),
            ("90%以上得3分，80%以上得2分，否则不得分。", 3, False),
            ("90%以上得3分，80%以上得2分，否则不得分。", 4, True),
            ("每报一例得0.1分，封顶0.5分。", "0.5", False),
            ("按时报送得3分，迟报一次扣0.5分。", 3, False),
            ("视情给分。", 3, False),
            ("有方案得1分，其余视情给分。", 3, False),
            ("资料齐全。", 3, False),
            ("分三个等次，分别计3、2、1分。", 3, False),
        ],
    )
    def test_criteria(self, text: str, own: int | str, expected: bool) -> None:
        notice = rubric(ruled("甲", own, None, text, own=[own]))
        assert bool(codes(notice)) is expected

    def test_criteria_without_points_of_their_own(self) -> None:
        assert codes(rubric(ruled("甲", 3, None, "有制度得2分；", "有记录得1分。"))) == []
        assert codes(rubric(ruled("甲", 5, None, "独立库房得5分", "共用库房得3分"))) == []
        assert codes(rubric(ruled("甲", 4, None, "有制度得2分；", "有记录得1分。"))) == [("R103", "warning")]
        (finding,) = findings(rubric(ruled("甲", 4, None, "有制度得2分；", "有记录得1分。")))
        assert (finding.stated, finding.computed) == (D(4), D(3))


class TestX303:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            (EXECUTION, "支出进度超过95%可得满分，每低1%扣权重的5%，不到80%的不得分。", True),
            (EXECUTION, "支出进度95%得满分，每低1%扣1%权重，不到80%不得分。", False),
            ("达到90%得满分，每低1个百分点扣0.2分。", "达到90%得满分，每低1个百分点扣5%权重。", False),
            ("达到90%得满分，每低1个百分点扣0.2分。", "达到90%得满分，每低1个百分点扣4%权重。", True),
            ("每发现一例扣0.5分。", "每发现一例扣1分。", True),
            ("每发现一例扣0.5分。", "发现一例扣0.5分，扣完为止。", False),
            # of another build: one place says less, or says it otherwise
            ("制度健全得2分，记录完整得2分。", "制度健全得4分。", False),
            ("每发现一例扣0.5分。", "视情扣分。", False),
        ],
    )  # fmt: skip
    def test_numbers(self, one: str, other: str, expected: bool) -> None:
        first, second = ruled("甲", 4, 4, one, code="A1"), ruled("甲", 4, 4, other, code="A1")
        document = report(sheet(first, form="table", title="指标表"), sheet(second, form="working_paper", title="底稿"))
        found = [f for f in findings(document) if f.code == "X303"]
        assert bool(found) is expected

    @pytest.mark.parametrize(
        ("losses", "told"),
        [
            ("1111", None),
            ("1112", ("一", "四")),
            ("1222", ("一", "二")),
            ("1211", ("一", "二")),
            ("?112", ("二", "四")),
        ],
    )
    def test_of_many_places_the_first_two_that_differ_are_told(self, losses: str, told: tuple[str, str] | None) -> None:
        rules = ["视情扣分。" if loss == "?" else f"每发现一例扣{loss}分。" for loss in losses]
        papers = (
            sheet(ruled("甲", 4, 4, rule, code="A1"), form="working_paper", title=f"底稿{number}")
            for number, rule in zip("一二三四", rules, strict=True)
        )
        found = [f for f in findings(report(*papers)) if f.code == "X303"]
        titles = [tuple(number for number in "一二三四" if f"底稿{number}" in f.message) for f in found]
        assert titles == ([] if told is None else [told])
