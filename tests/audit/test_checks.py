from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest

from audit import audit
from models import Detail, Fact, Finding, Item, Rubric, ScoreSheet, SelfReport, Where
from tests.audit.build import count, item, missed, report, rubric, sheet

D = Decimal


def codes(document: SelfReport | Rubric, against: Rubric | None = None) -> list[tuple[str, str]]:
    """Code and severity of each finding."""
    return [(finding.code, finding.severity) for finding in audit(document, against).findings]


def only(document: SelfReport | Rubric, code: str, against: Rubric | None = None) -> Finding:
    """The one finding of a code."""
    found = [finding for finding in audit(document, against).findings if finding.code == code]
    assert len(found) == 1, found
    return found[0]


def narrative(*items: Item, total: tuple[int | str | None, int | str | None] | None = None) -> SelfReport:
    return report(sheet(*items, total=total))


def paragraphs(*says: Iterable[str]) -> tuple[Item, ...]:
    return tuple(item(f"第{i}段文字", says=tuple(words)) for i, words in enumerate(says, start=1))


class TestC201:
    @pytest.mark.parametrize(
        ("document", "expected"),
        [
            (narrative(item("甲", 4, 5)), [("C201", "error")]),
            (narrative(item("甲", 4, -1)), [("C201", "error")]),
            (narrative(item("甲", 4, 4)), []),
            (narrative(item("甲", 4, "3.99")), []),
            (narrative(item("甲", None, 40)), []),
            (narrative(item("安全", -20, -25, kind="penalty")), [("C201", "error")]),
            (narrative(item("安全", -20, 5, kind="penalty")), []),
            (narrative(item("加分", 5, 6, kind="bonus")), [("C201", "error")]),
        ],
    )
    def test_items(self, document: SelfReport, expected: list[tuple[str, str]]) -> None:
        assert codes(document) == expected

    def test_the_total_may_hold_the_bonus(self) -> None:
        parts = (item("甲", 100, 99), item("加分", 5, 5, kind="bonus"))
        assert codes(narrative(*parts, total=(100, 104))) == []

    def test_the_total_cannot_exceed_maximum_and_bonus(self) -> None:
        parts = (item("甲", 100, 102), item("加分", 5, 5, kind="bonus"))
        assert ("C201", "error") in codes(narrative(*parts, total=(100, 107)))

    def test_without_a_known_bonus_it_is_only_likely(self) -> None:
        assert codes(report(sheet(total=(100, 103)))) == [("C201", "warning")]

    def test_the_rubrics_maximum_serves_where_the_report_has_none(self) -> None:
        document = narrative(item("甲", None, 5), item("乙", None, 3))
        assert ("C201", "error") in codes(document, rubric(item("甲", 4), item("乙", 3)))


class TestC202:
    @pytest.mark.parametrize(
        ("group", "expected"),
        [
            (item("甲", 6, 6, *paragraphs(["+2", "+2", "+2", "+1", "+1"])), [("C202", "error")]),
            (item("甲", 8, 8, *paragraphs(["+4"], ["+1"], ["+1", "+1"], ["+1"])), []),
            (item("甲", 6, 6, *paragraphs(["+1", "+0.5", "+0.5", "+1.5"], ["+1", "+0.5", "+1"])), []),
            # one paragraph only says what it lost
            (item("甲", 7, 6, *paragraphs(["+1"], ["-1"], ["+2"], ["+2"])), []),
            (item("甲", 7, 7, *paragraphs(["+1"], ["-1"], ["+2"], ["+2"])), [("C202", "error")]),
            (item("甲", 7, 4, *paragraphs(["+1"], ["-1"], ["+2"], ["+2"])), [("C202", "error")]),
            # the award has the deduction taken off already, or not yet
            (item("甲", 5, 4, *paragraphs(["+2", "-1"], ["+2"])), []),
            (item("甲", 5, 4, *paragraphs(["+3", "-1"], ["+2"])), []),
            # awards together with “nothing lost” of unknown worth
            (item("甲", 5, 5, *paragraphs(["+3"], ["="])), []),
            (item("甲", 5, 2, *paragraphs(["+3"], ["="])), [("C202", "error")]),
            (item("甲", 5, 3, *paragraphs(["+3"], ["0"])), []),
            # shares of the weight
            (item("甲", 7, "3.68", says=["52.5%"]), []),
            (item("甲", 4, "2.1", says=["30%"]), [("V402", "error")]),
            (item("甲", 4, 4, says=["full"]), []),
            (item("甲", 4, 3, says=["full"]), [("V402", "warning")]),
            (item("甲", 4, 3, says=["full", "+3"]), [("V402", "error")]),
            (item("甲", None, 3, says=["full"]), []),
            # a share said again in points
            (item("甲", 4, 2, says=["50%", "+2"]), []),
            (item("甲", 3, 3, says=["100%", "+4"]), [("V402", "error")]),
            # one small award in a long text may not be all
            (item("甲", 5, 5, says=["+2"]), [("C202", "warning")]),
            (item("甲", 5, 2, says=["+5"]), [("C202", "error")]),
            # awards are exact to the tenth, a computed self-score is not
            (item("甲", 4, 4, says=["+0.8", "+0.9", "+2"]), [("C202", "error")]),
            (item("甲", 4, "1.63", says=["+1.627"]), []),
            # the heading's own mention says the sum of the paragraphs again
            (item("甲", 4, 4, *paragraphs(["+2"], ["+2"]), says=["+4"]), []),
            # no claim, but more than the maximum
            (item("甲", 3, None, *paragraphs(["+2"], ["+2"])), [("C202", "error")]),
            (item("甲", 4, None, *paragraphs(["+2"], ["+2"])), []),
            # nothing to compare with
            (item("甲", None, None, *paragraphs(["+2"], ["+2"])), []),
            (item("加分", 5, 5, *paragraphs(["+5"]), kind="bonus"), []),
            (item("加分", 5, 3, *paragraphs(["+5"]), kind="bonus"), [("C202", "error")]),
        ],
    )
    def test_surface_forms(self, group: Item, expected: list[tuple[str, str]]) -> None:
        assert codes(narrative(group)) == expected

    def test_a_paragraph_without_a_score_is_named_as_missing(self) -> None:
        group = item("甲", 4, 4, *paragraphs(["+1"], ["+1"], [], ["+1"]))
        finding = only(narrative(group), "C202")
        assert (finding.stated, finding.computed) == (D(4), D(3))
        assert "第3段文字" in finding.message
        assert [c.points for c in finding.contributors] == [D(1), D(1), D(1), None]
        assert only(narrative(group), "C205").item == "第3段文字"

    def test_the_message_writes_the_sum_out(self) -> None:
        finding = only(narrative(item("甲", 6, 6, *paragraphs(["+2", "+2"], ["+3"]))), "C202")
        assert "2+2+3=7" in finding.message
        assert "超过分值 6" in finding.message
        assert [e.quote for e in finding.evidence] == ["甲自评得6分", "得2分", "得3分"]

    def test_an_item_between_is_not_compared_twice(self) -> None:
        inner = item("子项", 5, None, *paragraphs(["+3"], ["+3"]))
        assert codes(narrative(item("甲", 5, 5, inner))) == [("C202", "error")]


class TestC203:
    @pytest.mark.parametrize(
        ("group", "expected"),
        [
            (item("甲", 20, 19, item("一", 8, 8), item("二", 6, 6), item("三", 6, 4)), [("C203", "error")]),
            (item("甲", 20, 18, item("一", 8, 8), item("二", 6, 6), item("三", 6, 4)), []),
            (
                item(
                    "甲",
                    10,
                    "9.27",
                    item("一", 2, "1.63"),
                    item("二", 2, "1.84"),
                    item("三", 3, "2.8"),
                    item("四", 3, 3),
                ),
                [],
            ),
            # a child without a claim counts with its own parts
            (item("甲", 10, 9, item("一", 5, None, item("上", 2, 2), item("下", 3, 3)), item("二", 5, 4)), []),
            (
                item("甲", 10, 8, item("一", 5, None, item("上", 2, 2), item("下", 3, 3)), item("二", 5, 4)),
                [("C203", "error")],
            ),
            # a penalty inside is taken off however it is signed
            (item("甲", 10, 8, item("一", 10, 10), item("违规", -5, 2, kind="penalty")), []),
            (item("甲", 10, 8, item("一", 10, 10), item("违规", -5, -2, kind="penalty")), []),
            (item("甲", 10, 10, item("一", 10, 10), item("违规", -5, None, kind="penalty")), []),
            # parts of a working paper
            (item("甲", 4, 4, item("1", None, "1.4"), item("2", None, "1.3"), item("3", None, "1.3")), []),
            (
                item("甲", 4, 4, item("1", None, "1.4"), item("2", None, 1), item("3", None, "1.3")),
                [("C203", "warning")],
            ),
        ],
    )
    def test_surface_forms(self, group: Item, expected: list[tuple[str, str]]) -> None:
        assert codes(report(sheet(group, form="working_paper"))) == expected

    def test_a_missing_child_may_hold_the_rest(self) -> None:
        group = item("甲", 15, 13, item("一", 5, 4), item("二", 5, 5), item("三", 5, None))
        assert codes(narrative(group)) == [("C205", "warning")]

    def test_a_missing_child_cannot_hold_more_than_its_maximum(self) -> None:
        group = item("甲", 15, 15, item("一", 5, 4), item("二", 5, 5), item("三", 5, None))
        assert codes(narrative(group)) == [("C203", "warning"), ("C205", "warning")]

    def test_loose_statements_need_all_parts(self) -> None:
        table = sheet(item("决策", 10, 10, item("立项", 5, 5), item("目标", 5, 5)), form="table")
        some = sheet(item("决策", 10, 10, item("立项", None, 5)), form="statements")
        every = sheet(item("决策", 10, 9, item("立项", None, 5), item("目标", None, 5)), form="statements")
        assert codes(report(table, some)) == []
        assert ("C203", "note") in codes(report(table, every))  # a consequence of the other score of 决策


class TestC204:
    def test_the_bonus_counts_and_the_penalty_is_taken_off(self) -> None:
        parts = [
            item("甲", 60, 58),
            item("乙", 40, 39),
            item("加分", 5, 5, kind="bonus"),
            item("扣分", -5, 2, kind="penalty"),
        ]
        assert codes(narrative(*parts, total=(100, 100))) == []
        assert codes(narrative(*parts, total=(100, 101))) == [("C204", "error")]
        assert codes(narrative(*parts, total=(100, 102))) == [("C204", "error")]  # the penalty was forgotten

    def test_a_total_without_bonus_and_penalty_is_worth_a_note(self) -> None:
        parts = [item("甲", 60, 58), item("乙", 40, 39), item("加分", 5, 5, kind="bonus")]
        assert codes(narrative(*parts, total=(100, 97))) == [("C204", "note")]

    def test_a_sum_cut_to_the_maximum_is_none(self) -> None:
        parts = [item("甲", 100, 99), item("加分", 5, 5, kind="bonus")]
        assert codes(narrative(*parts, total=(100, 100))) == []

    def test_a_part_without_a_claim_counts_with_its_parts(self) -> None:
        parts = [item("甲", 60, 58), item("乙", 40, None, item("一", 20, 20), item("二", 20, 19))]
        assert codes(narrative(*parts, total=(100, 97))) == []
        finding = only(narrative(*parts, total=(100, 98)), "C204")
        assert (finding.stated, finding.computed) == (D(98), D(97))

    def test_leaves_of_a_table_make_the_total(self) -> None:
        parts = [item("甲", 50, None, item("一", 25, 20), item("二", 25, 20)), item("乙", 50, None, item("三", 50, 50))]
        assert codes(report(sheet(*parts, total=(100, 90), form="table"))) == []
        assert codes(report(sheet(*parts, total=(100, 91), form="table"))) == [("C204", "error")]

    def test_loose_statements_only_where_they_are_the_whole(self) -> None:
        parts = [item("决策", 40, 38), item("过程", 60, 60)]
        assert codes(report(sheet(*parts, total=(None, 99), form="statements"))) == [("C204", "error")]
        assert codes(report(sheet(parts[0], total=(None, 99), form="statements"))) == []


class TestC205:
    @pytest.mark.parametrize(
        ("items", "expected"),
        [
            ((item("一", 5, 5), item("二", 5, 5), item("三", 5, None)), [("C205", "warning")]),
            ((item("一", 5, 5), item("二", 5, None), item("三", 5, None)), []),
            ((item("一", 5, None), item("二", 5, None)), []),
            ((item("一", 5, 5), item("二", 5, 4), item("加分", 5, None, kind="bonus")), []),
            ((item("一", 5, 5), item("二", 5, None, *paragraphs(["+5"]))), []),
            ((item("一", 5, 5, *paragraphs(["+5"])), item("二", 5, None, *paragraphs(["+5"]))), [("C205", "note")]),
            ((item("一", 5, 5), item("二", 5, 5), item("空行", None, None)), []),
            ((item("一", None, 5), item("二", None, 5), item("三", None, None)), [("C205", "warning")]),
            ((item("一", None, None, says=["-1"]), item("二", None, None)), []),
            ((item("一", None, None, says=["="]), item("二", None, None)), [("C205", "warning")]),
        ],
    )
    def test_surface_forms(self, items: tuple[Item, ...], expected: list[tuple[str, str]]) -> None:
        assert codes(report(sheet(*items, form="table"))) == expected

    def test_a_score_that_another_place_states_is_a_note(self) -> None:
        full = sheet(*(item(f"指标{c}", 5, 5) for c in "甲乙丙"), form="table")
        gap = sheet(item("指标甲", 5, 5), item("指标乙", 5, None), item("指标丙", 5, 5), form="table")
        assert codes(report(full, gap)) == [("C205", "note")]

    def test_a_paragraph_that_nobody_misses_is_a_note(self) -> None:
        group = item("甲", 3, 3, *paragraphs(["+1"], ["+2"], []))
        assert codes(narrative(group)) == [("C205", "note")]


class TestC206AndR:
    maxima = pytest.mark.parametrize(
        ("items", "total", "wrong"),
        [
            ((item("甲", 20, None, item("一", 10), item("二", 10)), item("乙", 80)), 100, []),
            ((item("甲", 18, None, item("一", 10), item("二", 10)), item("乙", 82)), 100, ["item"]),
            ((item("甲", 20), item("乙", 70)), 100, ["total"]),
            (
                (item("甲", 20), item("乙", 80), item("加分", 5, kind="bonus"), item("扣分", -5, kind="penalty")),
                100,
                [],
            ),
            ((item("甲", 20), item("乙", 80), item("加分", 5, kind="bonus")), 105, []),
            ((item("甲", "33.33"), item("乙", "33.33"), item("丙", "33.33")), 100, []),
            ((item("甲", "0.8"), item("乙", "0.9"), item("丙", "0.2")), 2, ["total"]),
            ((item("甲", 20, None, item("一", 10), item("二", None)), item("乙", 80)), 100, []),
            ((item("甲", 20, None, item("一", 25), item("二", None)), item("乙", 80)), 100, ["item"]),
            ((item("甲", 20), item("乙", 70)), None, []),
            ((item("扣分", -20, None, item("一", -10), item("二", -10), kind="penalty"), item("甲", 100)), 100, []),
        ],
    )

    @maxima
    def test_in_a_report(self, items: tuple[Item, ...], total: int | None, wrong: list[str]) -> None:
        document = report(sheet(*items, total=(total, None)))
        assert [c for c, _ in codes(document) if c == "C206"] == ["C206"] * len(wrong)
        assert not [c for c, _ in codes(document) if c in {"R101", "R106"}]

    @maxima
    def test_in_a_rubric(self, items: tuple[Item, ...], total: int | None, wrong: list[str]) -> None:
        names = {"item": "R101", "total": "R106"}
        found = [c for c, s in codes(rubric(*items, total=total)) if c in {"R101", "R106", "C206"} and s == "error"]
        assert found == [names[w] for w in wrong]

    def test_penalties_that_exceed_their_cap_are_a_note(self) -> None:
        group = item("扣分", -5, None, item("一", -3), item("二", -3), kind="penalty")
        assert codes(rubric(item("甲", 100), group, total=100)) == [("R101", "note")]


class TestRubric:
    @pytest.mark.parametrize(
        ("leaf", "expected"),
        [
            (item("甲", 4, criteria=[1, 1, 2]), []),
            (item("甲", 4, criteria=[1, 1, 1]), [("R102", "error")]),
            (item("甲", 4, criteria=[1, 1, None]), []),
            (item("甲", 4, criteria=[3, 2, None]), [("R102", "error")]),
            (item("甲", 4, criteria=[None, None]), []),
            (item("甲", -5, criteria=[3, 1, 3], kind="penalty"), []),
            (item("加分", 5, criteria=[5, 5], kind="bonus"), [("R102", "note")]),
        ],
    )
    def test_criteria(self, leaf: Item, expected: list[tuple[str, str]]) -> None:
        assert codes(rubric(leaf)) == expected

    def test_a_missing_maximum(self) -> None:
        assert codes(rubric(item("甲", 5), item("乙", 5), item("丙"), item("丁", 4))) == [("R104", "warning")]

    def test_a_list_without_points_misses_none(self) -> None:
        assert codes(rubric(item("甲"), item("乙"), item("丙", criteria=[None]))) == []

    @pytest.mark.parametrize(
        ("groups", "found"),
        [
            ({"6": "20 40", "44": "200 240", "50": "500"}, 0),
            ({"0.35": "0.6 0.4", "0.65": "0.5 0.5"}, 0),
            ({"6": "20 40", "44": "200 230", "50": "500"}, 0),
            ({"6": "20 40", "44": "20 24", "50": "25 25"}, 1),
            ({"6": "20 40"}, 1),
            ({"40": "100 100", "35": "100 100", "25": "100 100 100"}, 0),
        ],
    )
    def test_groups_in_another_unit_than_their_parts_declare_weights(self, groups: dict[str, str], found: int) -> None:
        items = [
            item(f"组{whole}", whole, None, *(item(f"部分{n}", part) for n, part in enumerate(parts.split())))
            for whole, parts in groups.items()
        ]
        assert [c for c, _ in codes(rubric(*items)) if c == "R101"] == ["R101"] * found

    def test_a_total_in_the_unit_of_the_finest_items(self) -> None:
        groups = [
            item(name, share, None, *(item(f"{name}{points}", points) for points in parts))
            for name, share, parts in (("条件", 10, (40, 60)), ("治理", 90, (400, 500)))
        ]
        assert codes(rubric(*groups, total=1000)) == []
        above = item("基础", 10, None, groups[0]), item("工作", 90, None, groups[1])
        assert codes(rubric(*above, total=1000)) == []

    def test_groups_scored_out_of_a_hundred_each_declare_weights(self) -> None:
        groups = [
            item("党建", 30, None, item("组织", 60), item("队伍", 40)),
            item("业务", 70, None, item("受理", 50), item("办结", 50)),
        ]
        assert codes(rubric(*groups)) == []
        assert codes(rubric(groups[0], item("业务", 70, None, item("受理", 50), item("办结", 30)))) == [
            ("R101", "error"),
            ("R101", "error"),
        ]
        claimed = item("党建", 30, 27, item("组织", 60, 50), item("队伍", 40, 40))
        other = item("业务", 70, 61, item("受理", 50, 45), item("办结", 50, 42))
        assert codes(report(sheet(claimed, other, total=(100, 88), form="table"))) == []

    def test_conditions_without_points_miss_none(self) -> None:
        conditions = item("必备条件", None, None, item("述法"), item("没有重大案件"))
        assert codes(rubric(conditions, item("甲", 5), item("乙", 5), item("丙", 4))) == []

    def test_a_group_whose_children_give_the_maximum_misses_none(self) -> None:
        assert codes(rubric(item("甲", 5), item("乙", 5), item("丙", None, None, item("一", 3), item("二", 2)))) == []

    def test_a_group_with_an_empty_line_misses_none(self) -> None:
        group = item("丙", None, None, item("空行"), item("二", 2))
        assert codes(rubric(item("甲", 5), item("乙", 5), group)) == []

    def test_the_same_name_twice(self) -> None:
        assert codes(rubric(item("档案管理", 5), item("档案 管理", 5))) == [("R105", "warning")]

    def test_the_same_name_under_two_parents(self) -> None:
        assert codes(rubric(item("甲", 5, None, item("质量", 5)), item("乙", 5, None, item("质量", 5)))) == []

    def test_one_code_for_two_items(self) -> None:
        assert codes(rubric(item("立项", 5, code="A1"), item("目标", 5, code="A1"))) == [("R105", "warning")]

    @pytest.mark.parametrize(
        ("labels", "wrong"),
        [
            (["（一）甲", "（二）乙", "（三）丙"], 0),
            (["（一）甲", "（二）乙", "（四）丁"], 1),
            (["一、甲", "二、乙", "二、丙"], 1),
            (["1. 甲", "2. 乙", "无序号", "4. 丁"], 0),
            (["1.5米线", "2. 乙", "3. 丙"], 0),
            (["2020年工作", "2. 乙", "3. 丙"], 0),
            (["九、甲", "十、乙", "十一、丙"], 0),
            (["十九、甲", "二十、乙", "二十一、丙", "二十三、丁"], 1),
        ],
    )
    def test_ordinals(self, labels: list[str], wrong: int) -> None:
        items = [item(f"指标{i}甲", 5, label=label) for i, label in enumerate(labels)]
        assert codes(rubric(*items)) == [("R105", "note")] * wrong

    def test_ordinals_run_on_or_begin_again_below_another_parent(self) -> None:
        def group(name: str, *numbers: int) -> Item:
            return item(name, None, None, *(item(f"{name}{n}", 1, label=f"{n}. {name}{n}") for n in numbers))

        assert codes(rubric(group("甲", 1, 2), group("乙", 3, 4))) == []
        assert codes(rubric(group("甲", 1, 2), group("乙", 1, 2))) == []
        assert codes(rubric(group("甲", 1, 2), group("乙", 4, 5))) == [("R105", "note")]


class TestAgainstARubric:
    notice = rubric(
        item("管理", 40, None, item("组织", 20), item("档案", 10), item("培训", 10)),
        item("成效", 60, None, item("准确", 30), item("及时", 30)),
        item("加分项", 5, kind="bonus"),
        total=100,
    )

    def test_a_full_answer(self) -> None:
        document = narrative(
            item("管理", 40, 38, item("组织", 20, 20), item("档案", 10, 9), item("培训", 10, 9)),
            item("成效", 60, 60, item("准确", 30, 30, *paragraphs(["+10"], ["+20"])), item("及时", 30, 30)),
            total=(100, 98),
        )
        result = audit(document, self.notice)
        assert [(f.code, f.severity) for f in result.findings] == [("C208", "note")]  # the bonus
        assert (result.summary.items_matched, result.summary.rubric_items) == (7, 8)

    def test_items_too_many_and_too_few(self) -> None:
        document = narrative(
            item("管理", 40, 38, item("组织", 20, 20), item("培训", 10, 9), item("宣传", 10, 9)),
            item("成效", 60, 60, item("准确", 30, 30), item("及时", 30, 30)),
            item("加分项", 5, 0, kind="bonus"),
        )
        found = audit(document, self.notice).findings
        assert [(f.code, f.item) for f in found] == [("C208", "档案"), ("C207", "宣传")] or [
            (f.code, f.item) for f in found
        ] == [("C207", "宣传"), ("C208", "档案")]

    def test_levels_that_the_report_does_not_claim_on(self) -> None:
        document = narrative(item("管理", 40, 38), item("成效", 60, 60), item("加分项", 5, 0, kind="bonus"))
        assert codes(document, self.notice) == []

    def test_another_rubric_is_said_once(self) -> None:
        document = narrative(item("水质", 50, 50), item("绿化", 50, 48))
        assert codes(document, self.notice) == [("C207", "warning")]

    def test_maxima(self) -> None:
        document = narrative(
            item("管理", 40, 40, item("组织", 20, 20), item("档案", 15, 15), item("培训", 10, 10)),
            item("成效", "60.0", 60, item("准确", 30, 30), item("及时", 30, 30)),
            item("加分项", 5, 0, kind="bonus"),
        )
        found = {(f.code, f.severity, f.item) for f in audit(document, self.notice).findings}
        assert ("C209", "error", "档案") in found
        assert ("C206", "note", "管理") in found  # right the 15 and this goes away


class TestC210:
    @pytest.mark.parametrize(
        ("one", "expected"),
        [
            (item("甲", 6, 6, says=["-1"]), [("C210", "error")]),
            (item("甲", 6, 5, says=["-1"]), []),
            (item("甲", 6, 6, says=["="]), []),
            (item("甲", 6, 5, says=["="]), [("C210", "warning")]),
            (item("甲", None, 6, says=["-1"]), []),
            (item("甲", 6, None, says=["-1"]), []),
            (item("甲", 6, 5, *paragraphs(["-1"], [])), []),
            (item("安全", -20, 0, *paragraphs(["="], ["="]), kind="penalty"), []),
            (item("安全", -20, 0, *paragraphs(["="], ["-2"]), kind="penalty"), [("C210", "error")]),
            (item("安全", -20, 2, *paragraphs(["-2"]), kind="penalty"), []),
            (item("安全", -20, -3, *paragraphs(["-1"], ["-2"]), kind="penalty"), []),
        ],
    )
    def test_surface_forms(self, one: Item, expected: list[tuple[str, str]]) -> None:
        assert [c for c in codes(narrative(one)) if c[0] != "C205"] == expected


class TestX:
    def two(self, table: Item, text: Item, filler: int = 5) -> SelfReport:
        return report(sheet(table, item("乙", filler, filler), form="table"), sheet(text, item("乙", filler, filler)))

    @pytest.mark.parametrize(
        ("table", "text", "expected"),
        [
            (item("甲", 5, 4), item("甲", 5, 4), []),
            (item("甲", 5, 4), item("甲", 5, 3), [("X301", "error")]),
            (item("甲", 5, "1.63"), item("甲", 5, "1.6"), []),
            (item("甲", 5, 4), item("甲", 4, 4), [("X302", "error")]),
            (item("甲", None, None, item("一", 2, 2), item("二", 3, 3)), item("甲", 5, 5), []),
            (item("甲", None, None, item("一", 2, 2), item("二", 3, 2)), item("甲", 5, 5), [("X301", "error")]),
            (item("甲", None, None, item("一", 2, 2), item("二", 4, 3)), item("甲", 5, 5), [("X302", "error")]),
            (item("甲", 5, None, item("一", 2, 2), item("二", 3, None)), item("甲", 5, 5), [("C205", "warning")]),
        ],
    )
    def test_surface_forms(self, table: Item, text: Item, expected: list[tuple[str, str]]) -> None:
        assert codes(self.two(table, text)) == expected

    def test_one_finding_for_all_places_with_the_majority(self) -> None:
        def place(value: int, title: str) -> ScoreSheet:
            return sheet(item("立项", 4, value, code="A1"), item("目标", 6, 6, code="A2"), form="table", title=title)

        finding = only(report(place(4, "表1"), place(4, "表2"), place(3, "表3")), "X301")
        assert (finding.stated, finding.computed, finding.item) == (D(3), D(4), "A1 立项")
        assert "表1、表2 4" in finding.message
        assert "表3 3" in finding.message
        assert "多数为 4" in finding.message
        assert len(finding.contributors) == 3

    def test_counts(self) -> None:
        table = sheet(
            item(
                "过程", 20, None, item("资金", 9, 9, item("执行率", 5, 5), item("合规性", 4, 4)), item("组织", 11, 11)
            ),
            item("决策", 80, 80),
            form="table",
        )
        right = [count("过程", "二级指标", 2), count("过程", "三级指标", 2), count("指标体系", "一级指标", 2)]
        unknown = [
            count("产出", "三级指标", 9),
            count("过程", "指标", 9),
            count("过程", "四级指标", 9),
            count("过程", "一级指标", 3),
        ]
        assert codes(report(table, facts=[*right, *unknown])) == []
        finding = only(report(table, facts=[count("过程类指标", "三级指标", 6)]), "X304")
        assert (finding.stated, finding.computed, finding.item) == (D(6), D(2), "过程")

    def test_counts_of_a_rubric_leave_conditions_aside(self) -> None:
        conditions = item("必备条件", None, None, item("述法"), item("没有重大案件"))
        groups = [item(n, 10, None, item(f"{n}一", 6), item(f"{n}二", 4)) for n in ("甲", "乙", "丙")]
        counted = rubric(conditions, *groups)

        def told(*facts: Fact) -> list[Finding]:
            return list(audit(counted.model_copy(update={"facts": facts})).findings)

        assert told(count("指标体系", "一级指标", 3), count("指标体系", "B级指标", 6)) == []
        assert told(count("指标体系", "一级指标", 4), count("指标体系", "二级指标", 8)) == []
        (finding,) = told(count("指标体系", "二级指标", 7))
        assert (finding.code, finding.stated, finding.computed) == ("X304", D(7), D(6))

    def test_counts_over_the_tables_of_the_parts(self) -> None:
        def part(code: str, name: str, *leaves: int) -> ScoreSheet:
            groups = (
                item(
                    f"{name}{i}组",
                    n,
                    n,
                    *(item(f"{name}{i}之{k}", 1, 1, code=f"{code}{i}{k}") for k in range(1, n + 1)),
                    code=f"{code}{i}",
                )
                for i, n in enumerate(leaves, start=1)
            )
            return sheet(*groups, total=(sum(leaves), sum(leaves)), form="table", title=f"{name}类指标得分表")

        summary = sheet(item("决策", 5, 5, code="A"), item("过程", 4, 4, code="B"), total=(9, 9), form="summary")
        sheets = (part("A", "决策", 2, 3), part("B", "过程", 4), summary)
        right = [count("指标体系", *c) for c in (("一级指标", 2), ("二级指标", 3), ("三级指标", 9))]
        right += [count("决策", "三级指标", 5), count("过程", "二级指标", 1)]
        assert codes(report(*sheets, facts=right)) == []
        finding = only(report(*sheets, facts=[count("过程", "三级指标", 5)]), "X304")
        assert (finding.item, finding.computed) == ("B 过程", D(4))

    def test_levels_of_a_flat_table_come_from_the_rubric(self) -> None:
        notice = rubric(
            item("投入", 40, None, item("目标", 40, None, item("完整", 20, code="A11"), item("明确", 20, code="A12"))),
            item("产出", 60, None, item("数量", 60, None, item("面积", 30, code="B11"), item("株数", 30, code="B12"))),
        )
        rows = [("完整", 20, "A11"), ("明确", 20, "A12"), ("面积", 30, "B11"), ("株数", 30, "B12")]
        table = sheet(*(item(name, most, most, code=code) for name, most, code in rows), form="table")
        facts = [count("指标体系", "一级指标", 2), count("指标体系", "三级指标", 4)]
        assert codes(report(table, facts=facts), notice) == []
        assert only(report(table, facts=[count("指标体系", "三级指标", 5)]), "X304", notice).computed == D(4)

    def test_a_total_in_running_text_is_the_tables(self) -> None:
        table = sheet(item("甲", 50, 45), item("乙", 50, 46), total=(100, 91), form="table")
        finding = only(report(sheet(total=(None, 90), form="statements"), table), "X301")
        assert (finding.item, finding.stated, finding.computed) == ("总分", D(90), D(91))


class TestD:
    def test_what_was_not_understood_is_said(self) -> None:
        document = report(
            sheet(item("甲", 5, 5)),
            missed=[
                missed("page"),
                missed("page"),
                missed("table"),
                missed("row"),
                missed("mention"),
                missed("mention"),
            ],
        )
        found = [(f.code, f.severity, f.stated) for f in audit(document).findings]
        assert sorted(found, key=str) == [
            ("D701", "warning", "2"),
            ("D702", "note", "1"),
            ("D702", "note", "2"),
            ("D702", "warning", None),
        ]

    def test_words_recognised_without_confidence_are_one_note(self) -> None:
        document = report(sheet(item("甲", 5, 5)), missed=[missed("doubtful") for _ in range(7)])
        (finding,) = audit(document).findings
        assert (finding.code, finding.severity, finding.stated) == ("D703", "note", "7")
        assert finding.message.count("“某表”") == 5
        assert finding.evidence[0].quote == "某表"


def rated(name: str, max_points: int, claimed: str, rate: str, heading: str = "得分率") -> Item:
    """An item with a printed score rate beside its score."""
    detail = Detail(role="other", heading=heading, text=rate, where=Where())
    return item(name, max_points, claimed).model_copy(update={"details": (detail,)})


class TestScoreRates:
    @pytest.mark.parametrize(
        ("max_points", "claimed", "rate", "expected"),
        [
            (25, "20.4", "81.6%", []),
            (25, "20.4", "83.6%", [("V402", "error")]),
            (25, "20", "82％", [("V402", "error")]),
            (15, "13", "86.67%", []),
            (15, "13", "86.66%", []),  # cut
            (15, "13", "87%", []),
            (15, "13", "86%", []),  # cut
            (15, "13", "88.67%", [("V402", "error")]),
            (7, "4.38", "62.5%", []),  # 4.375
            (10, "0", "0%", []),
            (20, "18", "0.9", []),  # not said to be per cent
            (20, "18", "/", []),
        ],
    )
    def test_a_rate_is_score_by_maximum(
        self, max_points: int, claimed: str, rate: str, expected: list[tuple[str, str]]
    ) -> None:
        assert codes(report(sheet(rated("甲", max_points, claimed, rate), form="table"))) == expected

    def test_the_sign_may_stand_in_the_heading(self) -> None:
        assert codes(report(sheet(rated("甲", 20, "18", "80", "得分率（%）"), form="table"))) == [("V402", "error")]
        assert codes(report(sheet(rated("甲", 20, "18", "80%", "完成率"), form="table"))) == []

    def test_where_most_differ_they_are_rates_of_something_else(self) -> None:
        items = [rated("甲", 20, "18", "18%"), rated("乙", 30, "30", "30%"), rated("丙", 50, "40", "40%")]
        assert codes(report(sheet(*items, form="table"))) == []


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("加分", "1", []),
        ("加分", "0.5", [("C201", "error")]),
        ("加分", "/", [("C201", "error")]),
        ("排名", "1", [("C201", "error")]),
    ],
)
def test_a_column_of_additions_raises_what_an_item_can_have(
    heading: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert codes(report(sheet(rated("甲", 15, "16", text, heading), form="table"))) == expected
