from __future__ import annotations

from decimal import Decimal

from audit import audit
from audit.reports import Audited
from audit.reports.scorecard import Card, Row, scorecards
from models import Evidence, Rubric, SelfReport, Where
from tests.audit.build import item, report, rubric, sheet


def cards(subject: SelfReport | Rubric, against: Rubric | None = None) -> tuple[Card, ...]:
    return scorecards(Audited(audit(subject, against), subject, against), "zh")


def row(card: Card, title: str) -> Row:
    (found,) = [one for one in card.rows if one.title == title]
    return found


def test_without_the_subject_there_is_none() -> None:
    assert scorecards(Audited(audit(report(sheet(item("甲", 6, 7))))), "zh") == ()


def test_sums_beside_what_is_stated() -> None:
    (card,) = cards(
        report(
            sheet(
                item("管理", 60, 59, item("组织", 30, 29), item("档案", 30, 29)), item("成效", 40, 40), total=(100, 98)
            )
        )
    )
    group = row(card, "管理")
    assert (group.claimed, group.claimed_parts, group.claimed_differs) == (59, 58, True)
    assert (group.maximum, group.maximum_parts, group.maximum_differs) == (60, 60, False)
    assert [finding.code for finding in group.findings] == ["C203"]
    assert row(card, "组织").claimed_parts is None
    total = card.rows[-1]
    assert total.is_total
    assert (total.claimed, total.claimed_parts, total.claimed_differs) == (98, 99, True)


def test_a_sum_that_no_finding_speaks_of_is_not_shown_as_wrong() -> None:
    rounded = report(sheet(item("管理", 10, "3.33", item("甲", 5, "1.664"), item("乙", 5, "1.669"))))
    (card,) = cards(rounded)
    group = row(card, "管理")
    assert (group.claimed_parts, group.claimed_differs) == (Decimal("3.333"), False)
    unspoken = report(sheet(item("管理", 60, 59, item("组织", 30, 29), item("档案", 30, 29))))
    silenced = Audited(audit(unspoken, ignore=["C203"]), unspoken)
    assert row(scorecards(silenced, "zh")[0], "管理").claimed_parts is None


def test_a_finding_on_another_place_does_not_mark_a_sum_that_is_right() -> None:
    narrative = sheet(
        item("投入", 18, 18, item("立项", 10, 10), item("落实", 10, 10)), item("过程", 82, 80), total=(100, 98)
    )
    table = sheet(
        item("投入", 18, None, item("立项", 8, 8), item("落实", 10, 10)),
        item("过程", 82, None, item("管理", 40, 40), item("财务", 42, 40)),
        total=(100, 98),
        form="table",
    )
    (card,) = cards(report(narrative, table))
    group = row(card, "投入")
    assert {"C203", "C206"} <= {finding.code for finding in group.findings}
    assert (group.maximum_parts, group.maximum_differs) == (18, False)
    assert (group.claimed_parts, group.claimed_differs) == (18, False)


def test_mentions_of_an_item_are_its_parts() -> None:
    (card,) = cards(report(sheet(item("甲", 6, 5, says=["+2", "+2", "+2"]), item("乙", 6, 6), item("丙", 1, 1))))
    assert (row(card, "甲").claimed_parts, row(card, "甲").claimed_differs) == (6, True)


def test_the_rubric_stands_beside_a_maximum_that_is_not_its_own() -> None:
    notice = rubric(item("管理", 60), item("成效", 40))
    (card,) = cards(report(sheet(item("管理", 60, 59), item("成效", 45, 40))), notice)
    assert (row(card, "成效").maximum_parts, row(card, "成效").maximum_differs) == (40, True)
    assert not row(card, "管理").maximum_differs


def test_a_rubric_has_a_card_without_claims() -> None:
    (card,) = cards(rubric(item("管理", 60, None, item("甲", 30), item("乙", 20)), item("成效", 40), total=100))
    assert (row(card, "管理").maximum_parts, row(card, "管理").maximum_differs) == (50, True)
    assert all(one.claimed is None for one in card.rows)


def test_a_finding_goes_to_the_form_that_it_is_about() -> None:
    def form(number: int, *claims: int, stated: int) -> SelfReport:
        rows = zip(("产出", "效益", "满意", "时效", "成本"), claims, strict=True)
        one = report(sheet(*(item(name, 20, points) for name, points in rows), total=(100, stated), form="table"))
        (only,) = one.sheets
        nowhere = {"claimed_evidence": None, "max_evidence": None}
        at = [
            one_item.model_copy(update={"where": Where(block=number, row=row_), **nowhere})
            for row_, one_item in enumerate(only.items)
        ]
        assert only.total is not None
        total = only.total.model_copy(
            update={"claimed_evidence": Evidence(quote="共", where=Where(block=number, row=9)), "max_evidence": None}
        )
        changed = only.model_copy(
            update={"items": tuple(at), "where": Where(block=number), "title": f"表{number}", "total": total}
        )
        return one.model_copy(update={"sheets": (changed,)})

    first, second = form(1, 18, 20, 20, 20, 20, stated=98), form(2, 10, 11, 12, 13, 14, stated=61)
    found = cards(first.model_copy(update={"sheets": (*first.sheets, *second.sheets)}))
    marked = [card.title for card in found if card.rows[-1].findings]
    assert marked == ["表2"]
