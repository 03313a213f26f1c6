"""The layouts: how offices of many provinces set one and the same rubric."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from hypothesis import assume
from hypothesis import strategies as st

from corpora.content import Criterion, Node
from corpora.grid import LEFT
from tests.layouts import words
from tests.layouts.rubric import Entry, expected
from tests.layouts.sheet import Desk, Laid
from tests.layouts.strategies import rubrics
from tests.layouts.typed import amount, nodes, ordinal, unweighed

Layout = Callable[[Desk], Laid]


def _rubric(desk: Desk, depth: int, bonus: bool = False) -> tuple[Entry, ...]:
    return desk.draw(rubrics(depth, bonus))


def single_level(desk: Desk) -> Laid:
    """One level of items: a row each, with running numbers or without."""
    entries = _rubric(desk, 1)
    items = nodes(entries, desk.style)
    columns = [*desk.levels(1), desk.points(), desk.criteria(), *desk.extras(items)]
    if desk.flip():
        columns.insert(0, desk.column("seq", "序号", "编号", "序 号"))
    return desk.lay(columns, items, entries)


def merged_levels(desk: Desk) -> Laid:
    """Two or three levels side by side, the outer ones over several rows; points behind the labels."""
    depth = desk.draw(st.integers(2, 3))
    entries = _rubric(desk, depth)
    weighed = tuple(level for level in range(1, depth) if desk.flip())
    items = nodes(entries, desk.style, weighed)
    unweighed(items, set(range(1, depth)) - set(weighed))
    return desk.lay([*desk.levels(depth), desk.points(), desk.criteria(), *desk.extras(items)], items, entries)


def permuted(desk: Desk) -> Laid:
    """Points before the labels or behind the rules."""
    depth = desk.draw(st.integers(1, 3))
    entries = _rubric(desk, depth)
    items = nodes(entries, desk.style)
    unweighed(items, range(1, depth))
    levels, points, rules, extras = desk.levels(depth), desk.points(), desk.criteria(), desk.extras(items)
    details = [column for column in extras if column.role == "extra"]
    claims = [column for column in extras if column.role != "extra"]
    orders = [
        [*levels, rules, points, *details],
        [*levels, *details, points, rules],
        [*levels, *details, rules, points],
        [*levels, points, *details, rules],
    ]
    return desk.lay([*desk.draw(st.sampled_from(orders)), *claims], items, entries)


def section_rows(desk: Desk) -> Laid:
    """One row an item; groups as rows over the whole width: 一、组织领导（20分）."""
    entries = _rubric(desk, 2)
    weighed = (1,) if desk.flip() else ()
    items = nodes(entries, desk.style, weighed)
    for number, node in enumerate(items, 1):
        mark = ordinal(0, number)
        node.values["label"] = mark + node.label.removeprefix(mark).replace("\n", "")
    unweighed(items, () if weighed else (1,))
    columns = [*desk.levels(1), desk.points(), desk.criteria(), *desk.extras(items)]
    if desk.flip():
        columns.insert(0, desk.column("seq", "序号", "编号"))
    rows: list[Node | list[str]] = []
    for node in items:
        rows.append([node.label, *[LEFT] * (len(columns) - 1)])
        rows.extend(node.children)
    return desk.lay(columns, items, entries, rows)


def section_rows_with_points(desk: Desk) -> Laid:
    """Groups as rows of their own: the name over the labels, the points in their column."""
    entries = _rubric(desk, 2)
    items = nodes(entries, desk.style)
    for number, node in enumerate(items):
        node.values["label"] = ordinal(0, number + 1) + node.name
    columns = [*desk.levels(1), desk.points(), desk.criteria(), *desk.extras(items)]
    numbered = desk.flip()
    if numbered:
        columns.insert(0, desk.column("seq", "序号", "编号"))
    rows: list[Node | list[str]] = []
    for node, entry in zip(items, entries, strict=True):
        label = [node.label, LEFT] if numbered else [node.label]
        rest = [""] * (len(columns) - len(label) - 1)
        rows.append([*label, amount(entry.points, desk.style), *rest])
        rows.extend(node.children)
    return desk.lay(columns, items, entries, rows)


def points_in_names(desk: Desk) -> Laid:
    """No column of points: every label carries its own."""
    depth = desk.draw(st.integers(1, 3))
    entries = _rubric(desk, depth)
    items = nodes(entries, desk.style, range(1, depth + 1))
    return desk.lay([*desk.levels(depth), desk.criteria(), *desk.extras(items)], items, entries)


def points_per_level(desk: Desk) -> Laid:
    """A column of points behind each level."""
    depth = desk.draw(st.integers(2, 3))
    entries = _rubric(desk, depth)
    items = nodes(entries, desk.style)
    word = desk.draw(st.sampled_from(words.POINTS))
    columns = []
    for level, column in enumerate(desk.levels(depth), 1):
        columns += [column, desk.column("max" if level == depth else f"max{level}", word)]
    return desk.lay([*columns, desk.criteria(), *desk.extras(items)], items, entries, sums=False)


def numbers_first(desk: Desk) -> Laid:
    """序号 before the labels: of each item, or of each group."""
    depth = desk.draw(st.integers(2, 3))
    entries = _rubric(desk, depth)
    items = nodes(entries, desk.style)
    unweighed(items, range(1, depth))
    number = desk.column("seq", "序号", "编号", "序 号")
    if desk.flip():
        number.role = "seq1"
        for count, node in enumerate(items, 1):
            node.values["seq"] = str(count) if desk.style.wide else "一二三四五"[count - 1]
    columns = [number, *desk.levels(depth), desk.points(), desk.criteria(), *desk.extras(items)]
    return desk.lay(columns, items, entries)


def rules_in_rows(desk: Desk) -> Laid:
    """Each rule in a row of its own with its own points; the item is merged over them, or said again.

    Above empty cells it is not: at the top of a page such a row and the rest of a cut one look the same.
    """
    if desk.style.fill == "blank":
        desk.style = replace(desk.style, fill="merged")
    depth = desk.draw(st.integers(1, 2))
    entries = _rubric(desk, depth)
    items = nodes(entries, desk.style)
    for leaf, entry in _leaves(items, entries):
        leaf.criteria = _one_each(entry)
    unweighed(items, range(1, depth))
    points = desk.points()
    own = desk.column("critmax", "分值", "小项分", "单项分值", "细项分值")
    orders = [[points, desk.criteria("crit"), own], [points, desk.criteria("crit")]]
    if all(len(entry.rules) == 1 for _, entry in _leaves(items, entries)):
        del orders[0]  # points before the rules and behind them in every row: nobody can tell which are whose
    columns = [*desk.levels(depth), *desk.draw(st.sampled_from(orders))]
    beside = any(column.role == "critmax" for column in columns)
    laid = desk.lay(columns, items, entries)
    for leaf, _ in _leaves(items, entries):
        for criterion in leaf.criteria:
            if beside:  # points beside a rule are read as if they closed it
                criterion.text += f"（{criterion.points}分）"
            else:
                criterion.points = None
    laid.outline = expected(items)
    return laid


def subtotals(desk: Desk) -> Laid:
    """A 小计 row below each group."""
    entries = _rubric(desk, 2)
    items = nodes(entries, desk.style)
    columns = [*desk.levels(2), desk.points(), desk.criteria(), *desk.extras(items)]
    rows: list[Node | list[str]] = []
    for node, entry in zip(items, entries, strict=True):
        rows.append(node)
        label = desk.draw(st.sampled_from(["小计", "小  计", "分项小计"]))
        rest = [""] * (len(columns) - 3)
        rows.append(["^", label, amount(entry.points, desk.style), *rest])
    return desk.lay(columns, items, entries, rows)


def weights_in_percent(desk: Desk) -> Laid:
    """Shares of the whole beside the first level, points beside the last; together they make 100."""
    entries = _rubric(desk, 2)
    items = nodes(entries, desk.style)
    for node, entry in zip(items, entries, strict=True):
        node.values["maxp"] = f"{entry.points}%"
    first, second = desk.levels(2)
    weight = desk.column("max1", "权重", "比重", "权重（%）", "占比")
    return desk.lay([first, weight, second, desk.points(), desk.criteria()], items, entries, sums=False)


def two_header_rows(desk: Desk) -> Laid:
    """A header of two rows: one heading over the levels, others merged down."""
    depth = desk.draw(st.integers(2, 3))
    entries = _rubric(desk, depth)
    items = nodes(entries, desk.style)
    unweighed(items, range(1, depth))
    levels = desk.levels(depth)
    above = desk.draw(st.sampled_from(["考核指标", "指标体系", "评价指标", "考核内容", "指标"]))
    rest = [desk.points(), desk.criteria(), *desk.extras(items)]
    claims = [column for column in rest if column.role == "claim"]
    top = [above, *[LEFT] * (depth - 1)]
    low = [column.heading for column in levels]
    for column in rest:
        if column.role == "claim" and len(claims) > 1:
            top.append("得分情况" if column is claims[0] else LEFT)
            low.append(column.heading)
        else:
            top.append(column.heading)
            low.append("^")
    return desk.lay([*levels, *rest], items, entries, head=[top, low])


def plus_points(desk: Desk) -> Laid:
    """Groups of “23分+10分”: what the items make up, and what can be earned beyond it."""
    entries = _rubric(desk, 2)
    items = nodes(entries, desk.style)
    for node, entry in zip(items, entries, strict=True):
        node.values["label"] = node.label.replace("\n", "") + f"（{entry.points}分+10分）"
    return desk.lay([*desk.levels(2), desk.points(), desk.criteria()], items, entries)


def bonus_group(desk: Desk) -> Laid:
    """A last group outside the whole: 加分项."""
    entries = _rubric(desk, 2, bonus=True)
    items = nodes(entries, desk.style, (1,))
    return desk.lay([*desk.levels(2), desk.points(), desk.criteria(), *desk.extras(items)], items, entries)


def lines_in_one_cell(desk: Desk) -> Laid:
    """The points of the rules stand below each other in one cell, as the rules do in another."""
    entries = _rubric(desk, 1)
    items = nodes(entries, desk.style)
    for leaf, entry in _leaves(items, entries):
        if len(entry.rules) > 1:
            leaf.values["maxp"] = "\n".join(amount(rule.points, desk.style) for rule in entry.rules)
            for criterion, rule in zip(leaf.criteria, entry.rules, strict=False):
                if len(leaf.criteria) == len(entry.rules):
                    criterion.points = str(rule.points)
    return desk.lay([*desk.levels(1), desk.criteria(), desk.points()], items, entries)


def numbering_tells_levels(desk: Desk) -> Laid:
    """One column of labels; 一、（一）1. say which stands under which, and all have points in one column."""
    depth = desk.draw(st.integers(2, 3))
    entries = _rubric(desk, depth)
    style = desk.style
    items = nodes(entries, style)
    rows: list[Node | list[str]] = []
    columns = [*desk.levels(1), desk.points(), desk.criteria()]

    def add(node: Node, level: int, number: int, entry: Entry) -> None:
        label = ordinal(level if depth == 3 or level == 0 else 2, number) + entry.name
        node.values["label"] = label
        text = style.join.join(criterion.text for criterion in node.criteria)
        rows.append([label, amount(entry.points, style), text])
        for count, (child, part) in enumerate(zip(node.children, entry.parts, strict=True), 1):
            add(child, level + 1, count, part)

    for count, (node, entry) in enumerate(zip(items, entries, strict=True), 1):
        add(node, 0, count, entry)
    return desk.lay(columns, items, entries, rows)


def dotted_numbers(desk: Desk) -> Laid:
    """1, 1.1, 1.1.1 in a column of their own; groups have rows of their own."""
    depth = desk.draw(st.integers(2, 3))
    entries = _rubric(desk, depth)
    style = desk.style
    items = nodes(entries, style)
    rows: list[Node | list[str]] = []
    columns = [desk.column("seq", "序号", "编号"), *desk.levels(1), desk.points(), desk.criteria()]

    def add(node: Node, number: str, entry: Entry) -> None:
        node.values["label"] = entry.name
        text = style.join.join(criterion.text for criterion in node.criteria)
        rows.append([number, entry.name, amount(entry.points, style), text])
        for count, (child, part) in enumerate(zip(node.children, entry.parts, strict=True), 1):
            add(child, f"{number}.{count}", part)

    for count, (node, entry) in enumerate(zip(items, entries, strict=True), 1):
        add(node, str(count), entry)
    return desk.lay(columns, items, entries, rows)


def group_rows_of_levels(desk: Desk) -> Laid:
    """Levels side by side, and the points of a group in a row of its own above its items."""
    entries = _rubric(desk, 2)
    style = desk.style
    items = nodes(entries, style)
    columns = [*desk.levels(2), desk.points(), desk.criteria()]
    rows: list[Node | list[str]] = []
    for node, entry in zip(items, entries, strict=True):
        rows.append([node.label, "", amount(entry.points, style), ""])
        for child in node.children:
            text = style.join.join(criterion.text for criterion in child.criteria)
            rows.append(["^", child.label, child.values["maxp"], text])
    return desk.lay(columns, items, entries, rows)


def without_points(desk: Desk) -> Laid:
    """Items and the rules for each, no points printed anywhere but in the rules."""
    depth = desk.draw(st.integers(1, 2))
    entries = _rubric(desk, depth)
    items = nodes(entries, desk.style)
    unweighed(items, range(1, depth + 1))
    return desk.lay([*desk.levels(depth, plain=True), desk.criteria(), *desk.extras(items)], items, entries)


def invented_headings(desk: Desk) -> Laid:
    """Any of the plain layouts under headings that no vocabulary knows, all of them or some.

    Each level has more names than the one above it: else nobody can tell which of two columns explains the other.
    """
    desk.invent()
    laid = desk.draw(st.sampled_from(_PLAIN))(desk)
    names = [len(line) - len(line.lstrip()) for line in laid.outline if not line.lstrip().startswith("·")]
    counts = [names.count(depth) for depth in sorted(set(names))]
    assume(all(outer < inner for outer, inner in pairwise(counts)))
    return laid


def _leaves(items: list[Node], entries: tuple[Entry, ...]) -> list[tuple[Node, Entry]]:
    found: list[tuple[Node, Entry]] = []
    for node, entry in zip(items, entries, strict=True):
        found += _leaves(node.children, entry.parts) if entry.parts else [(node, entry)]
    return found


def _one_each(entry: Entry) -> list[Criterion]:
    return [Criterion(None, str(rule.points), rule.text) for rule in entry.rules]


_PLAIN: tuple[Layout, ...] = (
    single_level, merged_levels, permuted, section_rows, section_rows_with_points, points_in_names, points_per_level,
    numbers_first, subtotals, two_header_rows, bonus_group, group_rows_of_levels, rules_in_rows,
)  # fmt: skip

LAYOUTS: tuple[Layout, ...] = (
    single_level, merged_levels, permuted, section_rows, section_rows_with_points, points_in_names, points_per_level,
    numbers_first, rules_in_rows, subtotals, weights_in_percent, two_header_rows, plus_points, bonus_group,
    lines_in_one_cell, numbering_tells_levels, dotted_numbers, group_rows_of_levels, without_points,
    invented_headings,
)  # fmt: skip
