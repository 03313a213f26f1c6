from __future__ import annotations

from audit import audit
from models import AuditReport
from tests.audit.build import count, item, report, rubric, sheet
from tests.audit.test_values import ruled


def shape(result: AuditReport) -> list[tuple[str, str | None, str | None]]:
    """Code and item of each finding with the code of its root."""
    by_id = {finding.id: finding for finding in result.findings}
    return [(f.code, f.item, by_id[f.consequence_of].code if f.consequence_of else None) for f in result.findings]


def test_a_group_not_carried_up_is_one_root() -> None:
    parts = [item("甲", 60, 59, item("一", 30, 29), item("二", 30, 29)), item("乙", 40, 40)]
    result = audit(report(sheet(*parts, total=(100, 98))))
    assert shape(result) == [("C203", "甲", None), ("C204", "总分", "C203")]
    assert result.summary.errors == 1
    assert "29+29+40=98" in result.findings[1].message


def test_two_slips_are_two_roots() -> None:
    parts = [item("甲", 60, 59, item("一", 30, 29), item("二", 30, 29)), item("乙", 40, 40)]
    assert shape(audit(report(sheet(*parts, total=(100, 95))))) == [("C204", "总分", None), ("C203", "甲", None)]


def test_a_maximum_that_another_place_has_otherwise() -> None:
    text = sheet(
        item("投入", 18, 18, item("立项", 10, 10), item("落实", 10, 10)), item("产出", 82, 82), total=(None, 100)
    )
    table = sheet(
        item("投入", 18, None, item("立项", 8, None, item("目标", 4, 4), item("指标", 4, 4)), item("落实", 10, 10)),
        item("产出", 82, 82),
        total=(100, 100),
        form="table",
    )
    assert shape(audit(report(text, table))) == [
        ("X301", "立项", None),
        ("C203", "投入", "X301"),
        ("X302", "立项", None),
        ("C206", "投入", "X302"),
    ]


def test_a_chain_leads_to_its_first_link() -> None:
    table = sheet(
        item("决策", 20, 18, item("立项", 8, 8, item("依据", 4, 4), item("程序", 4, 4)), item("目标", 12, 10)),
        item("过程", 80, 80),
        total=(100, 98),
        form="table",
    )
    slip = sheet(
        item("决策", 20, 17, item("立项", 8, 7, item("依据", 4, 3), item("程序", 4, 4)), item("目标", 12, 10)),
        item("过程", 80, 80),
        total=(100, 97),
    )
    roots = {(code, name) for code, name, root in shape(audit(report(table, slip))) if root is None}
    assert ("X301", "依据") in roots
    assert not {code for code, _ in roots} - {"X301"}


def test_an_alternative_beyond_the_maximum_explains_nothing() -> None:
    """甲's text adds up to 9 of 8; with 9 the sum above would come out, but 9 cannot be."""
    group = item("甲", 8, 8, item("段落", says=["+4", "+5"]))
    above = item("上", 20, 20, group, item("乙", 12, 11))
    assert shape(audit(report(sheet(above)))) == [("C203", "上", None), ("C202", "甲", None)]


def test_the_rubrics_maximum_explains_a_sum() -> None:
    notice = rubric(item("管理", 20, None, item("组织", 10), item("档案", 10)), item("成效", 80), total=100)
    text = sheet(item("管理", 20, 18, item("组织", 10, 9), item("档案", 12, 9)), item("成效", 80, 80))
    assert shape(audit(report(text), notice)) == [("C209", "档案", None), ("C206", "管理", "C209")]


def test_the_same_slip_in_two_places_is_one_finding() -> None:
    def place(title: str) -> object:
        return sheet(
            item("甲", 18, 18, item("一", 10, 9), item("二", 10, 9)), item("乙", 2, 2), form="table", title=title
        )

    result = audit(report(place("表1"), place("表2")))  # type: ignore[arg-type]
    assert shape(result) == [("C206", "甲", None)]


def test_leaving_out_the_root_raises_its_consequences() -> None:
    parts = [item("甲", 60, 59, item("一", 30, 29), item("二", 30, 29)), item("乙", 40, 40)]
    result = audit(report(sheet(*parts, total=(100, 98))), ignore=["C203"])
    assert [(f.code, f.severity, f.consequence_of) for f in result.findings] == [("C204", "error", None)]


def test_other_findings_are_never_consequences() -> None:
    table = sheet(item("过程", 20, 18, item("甲", 10, 9), item("乙", 10, 8)), form="table")
    result = audit(report(table, facts=[count("过程", "二级指标", 3)]))
    assert {(f.code, f.consequence_of) for f in result.findings} == {("X304", None), ("C203", None)}


def test_totals_that_differ_by_one_item_differ_because_of_it() -> None:
    text = sheet(item("水质", 15, 14), item("水压", 85, 80), total=(100, 94))
    table = sheet(item("水质", 15, 13), item("水压", 85, 80), total=(100, 93), form="table")
    assert shape(audit(report(text, table))) == [("X301", "水质", None), ("X301", "总分", "X301")]


def test_totals_that_differ_by_more_than_their_items_are_roots_of_their_own() -> None:
    text = sheet(item("水质", 15, 14), item("水压", 85, 80), total=(100, 94))
    table = sheet(item("水质", 15, 13), item("水压", 85, 80), total=(100, 90), form="table")
    found = {(code, name) for code, name, root in shape(audit(report(text, table))) if root is None}
    assert found == {("X301", "水质"), ("X301", "总分")}


def test_a_criterion_with_the_wrong_points_is_told_once() -> None:
    notice = rubric(ruled("排污口", 8, None, "达标的，得4分，否则不得分。", "完成的，得4分，否则不得分。", own=(4, 3)))
    assert shape(audit(notice)) == [("R102", "排污口", None), ("R103", "排污口", "R102")]


def test_a_criterion_that_the_sum_does_not_explain_stays() -> None:
    notice = rubric(ruled("排污口", 8, None, "达标的，得4分，否则不得分。", "完成的，得6分，否则不得分。", own=(4, 3)))
    assert {code for code, _, root in shape(audit(notice)) if root is None} == {"R102", "R103"}
