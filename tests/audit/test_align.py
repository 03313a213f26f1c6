from __future__ import annotations

from audit.align import align
from audit.sheets import RUBRIC, Node, tree
from models import ScoreSheet
from tests.audit.build import item, sheet


def aligned(*sheets: ScoreSheet) -> dict[str, set[str]]:
    """For each node of the first sheet, the nodes of the others that it was aligned with."""
    roots = [tree(one, number) for number, one in enumerate(sheets)]
    alignment = align(roots)
    return {
        path(node): {f"{other.sheet}:{path(other)}" for other in alignment.group_of[node].nodes if other.sheet != 0}
        for node in roots[0].walk()
    }


def path(node: Node) -> str:
    return "" if node.parent is None else f"{path(node.parent)}/{node.name}"


def test_codes_decide_where_names_differ() -> None:
    found = aligned(
        sheet(item("效益", 20, None, item("项目效益", 20, code="D1"), code="D"), form="table"),
        sheet(item("实施效益", 20, 13, code="D1"), item("满意度", 10, 6, code="D2"), form="table"),
    )
    assert found["/效益/项目效益"] == {"1:/实施效益"}


def test_a_code_alone_is_not_enough() -> None:
    found = aligned(
        sheet(item("立项", 20, 20, code="A1"), item("管理", 30, 30, code="A2"), form="table"),
        sheet(item("绿化", 7, 7, code="A1"), item("水质", 9, 9, code="A2"), form="table"),
    )
    assert found["/立项"] == set()


def test_endings_widths_and_brackets_do_not_matter() -> None:
    found = aligned(
        sheet(item("决策", 20, code="A"), item("过程（20分）", 20, code="B"), form="table"),
        sheet(item("决策类指标", 20, 18), item("过程 指标", 20, 20), form="statements"),
    )
    assert found["/决策"] == {"1:/决策类指标"}
    assert found["/过程（20分）"] == {"1:/过程 指标"}


def test_names_are_found_under_their_parent_first() -> None:
    found = aligned(
        sheet(item("产出", 50, None, item("质量", 20)), item("效益", 50, None, item("质量", 30)), form="table"),
        sheet(item("产出", 50, None, item("质量", 20)), item("效益", 50, None, item("质量", 30)), form="narrative"),
    )
    assert found["/产出/质量"] == {"1:/产出/质量"}
    assert found["/效益/质量"] == {"1:/效益/质量"}


def test_an_ambiguous_name_is_left_alone() -> None:
    found = aligned(
        sheet(item("产出", 50, None, item("质量", 20)), item("效益", 50, None, item("质量", 30)), form="table"),
        sheet(item("产出", 50, 50), item("质量", None, 30), form="statements"),
    )
    assert found["/产出"] == {"1:/产出"}
    assert found["/产出/质量"] == found["/效益/质量"] == set()


def test_a_unique_name_is_found_anywhere() -> None:
    found = aligned(
        sheet(item("效益", 30, None, item("满意程度", 30, None, item("居民满意度", 30))), form="table"),
        sheet(item("居民满意度", None, 28), form="statements"),
    )
    assert found["/效益/满意程度/居民满意度"] == {"1:/居民满意度"}


def test_the_total_of_a_partial_table_is_its_part() -> None:
    found = aligned(
        sheet(
            item("决策", 20, None, item("立项", 8), item("目标", 12)),
            item("过程", 80, None, item("资金", 40), item("组织", 40)),
            form="table",
        ),
        sheet(item("立项", 8, 8), item("目标", 12, 11), total=(20, 19), form="table"),
        sheet(item("决策", 20, 19), item("过程", 80, 80), total=(100, 99), form="table"),
        sheet(item("立项", 8, 8), total=(8, 8), form="working_paper"),
    )
    assert found["/决策"] == {"1:", "2:/决策"}
    assert found[""] == {"2:"}


def test_a_table_of_some_items_is_a_part_of_the_narrative_of_all() -> None:
    table = sheet(item("甲", 8, 7), item("乙", 6, 5), form="table")
    groups = [item(name, None, None, item(name * 2, 10, 9), item(name * 3, 10, 9)) for name in "丙丁"]
    whole = sheet(*groups, item("戊", None, None, item("甲", 8, 7), item("乙", 6, 4)), form="narrative")
    found = aligned(table, whole)
    assert (found["/甲"], found["/乙"]) == ({"1:/戊/甲"}, {"1:/戊/乙"})
    other = sheet(*groups, item("戊", None, None, item("甲", 8, 7)), form="narrative")
    assert not aligned(table, other)["/甲"]


def test_the_same_form_for_another_project_stays_apart() -> None:
    def form(*leaves: str) -> ScoreSheet:
        children = [item(name, 25, 25) for name in leaves]
        return sheet(item("产出指标", 50, None, *children[:2]), item("效益指标", 50, None, *children[2:]), form="table")

    found = aligned(
        form("道路长度", "验收合格率", "通行时间", "居民出行"), form("培训人次", "结业率", "就业人数", "学员收入")
    )
    assert all(not places for places in found.values())


def test_two_scorings_of_one_table_stay_apart() -> None:
    def scored(*claims: int) -> ScoreSheet:
        return sheet(*(item(f"指标{c}", 10, n) for c, n in zip("甲乙丙丁戊己", claims, strict=True)), form="table")

    roots = [tree(scored(9, 8, 9, 7, 10, 6), 0), tree(scored(8, 7, 10, 9, 9, 6), 1)]
    alignment = align(roots)
    assert alignment.apart == [(roots[0], roots[1])]


def test_the_only_bonus_item_is_the_rubrics_whatever_its_name() -> None:
    rubric = tree(sheet(item("管理", 100), item("加分项", 5, kind="bonus"), form="table"), RUBRIC)
    report = tree(sheet(item("管理", 100, 90), item("创新工作", 5, 3, kind="bonus")), 0)
    alignment = align([report, rubric])
    assert alignment.group_of[report.children[1]].rubric_node is rubric.children[1]


def test_every_node_has_exactly_one_group() -> None:
    roots = [
        tree(sheet(item("甲", 1, 1), item("甲", 2, 2), item("", 3, 3), form="table"), 0),
        tree(sheet(item("甲", 1, 1), item("", 3, 3), form="table"), 1),
        tree(sheet(form="statements"), 2),
    ]
    alignment = align(roots)
    nodes = [node for root in roots for node in root.walk()]
    grouped = [node for group in alignment.groups for node in group.nodes]
    assert sorted(map(id, nodes)) == sorted(map(id, grouped))
    assert all(node in alignment.group_of[node].nodes for node in nodes)


def test_an_idle_beginning_does_not_matter_among_the_parts_of_one_item() -> None:
    found = aligned(
        sheet(item("决策", 15, 13), item("产出", 35, 31), form="table"),
        sheet(item("项目决策", 15, 13), item("项目产出", 35, 30), form="statements"),
    )
    assert found["/决策"] == {"1:/项目决策"}
    assert found["/产出"] == {"1:/项目产出"}


def test_an_idle_beginning_matters_where_both_names_or_two_maxima_are_there() -> None:
    found = aligned(
        sheet(item("管理", 15, 13), item("产出", 35, 31), form="table"),
        sheet(item("管理", 15, 13), item("项目管理", 15, 13), item("项目产出", 30, 30), form="statements"),
    )
    assert found["/管理"] == {"1:/管理"}
    assert found["/产出"] == set()
