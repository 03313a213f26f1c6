"""Family X: one item in two places of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.align import Group
from audit.amounts import Agreement, agreement, same, show
from audit.checks.base import Draft, Explanation, Sum, Term, check, slot, terms_of
from audit.context import Context, quantity_name
from audit.sheets import Amount, Node, Quantity, base_children, claim, counted, maximum
from audit.words import level_of, means_the_whole, name_key
from models import Contributor, Evidence, Fact, Severity, SheetForm, Text

_PLACES_SHOWN = 6
_ITEMS_SHOWN = 20
_TABLES = {"table", "summary"}
_FORMS: tuple[SheetForm, ...] = ("statements", "narrative", "working_paper", "summary", "table")
"""Between as many places on both sides the table is the one to compare with."""


@dataclass(slots=True)
class Place:
    """A node with the value it gives to a quantity."""

    node: Node
    amount: Amount

    @property
    def form(self) -> SheetForm:
        """The form of its sheet."""
        return self.node.source.form


@check(
    "X301",
    "error",
    title=Text(zh="同一指标在两处得分不同", en="The same item has another score in another place"),
    explanation=Explanation(
        compares=Text(
            zh="同一指标在正文、各张表格、工作底稿里的得分。一处只写了下级得分的，用下级之和比较。指标先按编码、再按名称对应，对应不唯一的不比较。",
            en="The scores of one item in the narrative, the tables and the working papers. A place that only scores "
            "the parts counts with their sum. Items match by code, then by name; doubtful matches are left alone.",
        ),
        matters=Text(
            zh="同一项出现两个得分，至少有一个是错的，总分以哪个为准也说不清。",
            en="Of two scores of one item one is wrong at least, and nobody can say which the total was made of.",
        ),
        fails=Text(zh="正文写 A11 得 3 分，得分表里 A11 为 4 分。", en="A11 scores 3 in the text and 4 in the table."),
        passes=Text(
            zh="正文写 1.6 分，表格写 1.63 分：一位小数的四舍五入。",
            en="1.6 in the text and 1.63 in the table: rounded to one decimal.",
        ),
    ),
)
def scores_differ(context: Context) -> Iterator[Draft]:
    """Each aligned item's scores."""
    if context.is_rubric:
        return
    for group in context.alignment.groups:
        yield from _differences(context, group, "claimed")
    for one, other in context.alignment.apart:
        yield Draft(
            message=Text(
                zh=f"{context.place(one).zh}与{context.place(other).zh}指标相同而多数得分不同，按两次评分处理，不逐项比较",
                en="Two tables hold the same items with mostly different scores; taken as two scorings, not compared",
            ),
            node=None,
            evidence=(one.label_evidence(), other.label_evidence()),
            severity="note",
        )


@check(
    "X302",
    "error",
    title=Text(zh="同一指标在两处分值不同", en="The same item has another maximum in another place"),
    explanation=Explanation(
        compares=Text(
            zh="同一指标在正文、各张表格、工作底稿里的分值；一处只写了下级分值的，用下级之和比较。",
            en="The maxima of one item in all places of the document; a place that only states the parts' counts with "
            "their sum.",
        ),
        matters=Text(
            zh="分值两处不同，得分率和上级合计必有一处是错的。",
            en="With two maxima one of the rates and sums made from them is wrong.",
        ),
        fails=Text(
            zh="正文“（一）立项（分值10分）”，表格“立项（8分）”。",
            en="“（一）立项（分值10分）” in the text, “立项（8分）” in the table.",
        ),
        passes=Text(
            zh="正文“产出类指标权重30分”，表格“C 产出（30分）”。",
            en="A weight of 30 in the text, “C 产出（30分）” in the table.",
        ),
    ),
)
def maxima_differ(context: Context) -> Iterator[Draft]:
    """Each aligned item's maxima."""
    if context.is_rubric:
        return
    for group in context.alignment.groups:
        original = group.rubric_node
        if original is None or original.stated("max") is None:  # else each wrong place is told by C209
            yield from _differences(context, group, "max")


@check(
    "X304",
    "error",
    title=Text(zh="指标个数与表格不符", en="A stated number of indicators is not what the table holds"),
    explanation=Explanation(
        compares=Text(
            zh="“由N个二级指标和M个三级指标构成”一类的个数，与最完整的一张表里该部分同级指标的个数。",
            en="Counts such as “由N个二级指标和M个三级指标构成” with the number of items on that level in "
            "the fullest table.",
        ),
        matters=Text(
            zh="个数不符说明指标增减后文字没有更新，或者表格漏了指标。",
            en="The text was not brought up to date, or the table lost an item.",
        ),
        fails=Text(
            zh="“过程类指标由2个二级指标和6个三级指标构成”，表中三级指标 5 个。",
            en="Six third-level indicators in the text, five in the table.",
        ),
        passes=Text(
            zh="“决策类指标由3个二级指标和5个三级指标构成”，表中正是 3 个和 5 个。",
            en="Three and five in the text and in the table.",
        ),
    ),
)
def counts_differ(context: Context) -> Iterator[Draft]:
    """Each stated number of indicators."""
    for fact in context.facts:
        level = level_of(fact.measure) if fact.kind == "indicator_count" else None
        if level is not None:
            yield from _count(context, fact, level)


def _differences(context: Context, group: Group, quantity: Quantity) -> Iterator[Draft]:
    places = [place for node in group.report_nodes if (place := _place(context, node, quantity)) is not None]
    stated = [place for place in places if place.amount.stated]
    if len(places) < 2 or not stated:
        return
    verdicts = [
        _verdict(one, other)
        for index, one in enumerate(places)
        for other in places[index + 1 :]
        if one.amount.stated or other.amount.stated
    ]
    if all(verdict == "agrees" for verdict in verdicts):
        return
    severity: Severity | None = None if "differs" in verdicts else "warning"
    yield _difference(context, group, quantity, places, severity)


def _place(context: Context, node: Node, quantity: Quantity) -> Place | None:
    stated = node.stated(quantity)
    if stated is not None:
        value = counted(node, stated)
        return Place(node, Amount(value, (value,), stated=True))
    if node.is_root:
        return None
    amount = claim(node, context.maximum(node)) if quantity == "claimed" else maximum(node)
    return Place(node, amount) if amount is not None else None


def _verdict(one: Place, other: Place) -> Agreement:
    if one.amount.stated and other.amount.stated:
        return same(one.amount.value, other.amount.value)
    stated, computed = (one, other) if one.amount.stated else (other, one)
    return agreement(stated.amount.value, computed.amount.terms)


def _difference(
    context: Context, group: Group, quantity: Quantity, places: list[Place], severity: Severity | None
) -> Draft:
    values: dict[Decimal, list[Place]] = {}
    for place in places:
        like = next((value for value in values if same(value, place.amount.value) == "agrees"), place.amount.value)
        values.setdefault(like, []).append(place)
    most = max(values, key=lambda value: (len(values[value]), max(_FORMS.index(p.form) for p in values[value])))
    rest = [value for value in values if value != most]
    if not rest:
        rest = [place.amount.value for place in places if place.amount.value != most]
    name = quantity_name(quantity)
    zh = "；".join(f"{_places(context, values[value]).zh} {show(value)}" for value in values)
    en = "; ".join(f"{show(value)} in {_places(context, values[value]).en}" for value in values)
    if len(values[most]) > len(places) / 2 and len(places) > 2:
        zh, en = f"{zh}；多数为 {show(most)}", f"{en}; mostly {show(most)}"
    odd = [place for value in values if value != most for place in values[value]]
    key = slot(context, places[0].node, quantity)
    return Draft(
        message=Text(zh=f"{name.zh}不一致：{zh}", en=f"The {name.en} differs: {en}"),
        node=(odd or places)[0].node,
        stated=rest[0] if rest else most,
        computed=most,
        contributors=tuple(
            Contributor(name=context.place(place.node).zh, points=place.amount.value) for place in places
        ),
        evidence=tuple(_evidence(place, quantity) for place in [*odd, *values[most]]),
        severity=severity,
        sums=_sums(context, places, quantity),
        alternatives={key: tuple(values)},
    )


def _places(context: Context, places: list[Place]) -> Text:
    """The places of one value, each named once."""
    zh, en = [], []
    for place in places:
        name = context.place(place.node)
        zh.append(name.zh + ("" if place.amount.stated else "（下级合计）"))
        en.append(name.en + ("" if place.amount.stated else " (sum of its parts)"))
    return Text(zh="、".join(_few(zh, "等")), en=", ".join(_few(en, "and more")))


def _few(names: list[str], more: str, most: int = _PLACES_SHOWN) -> list[str]:
    unique = list(dict.fromkeys(names))
    return unique if len(unique) <= most else [*unique[:most], more]


def _evidence(place: Place, quantity: Quantity) -> Evidence:
    return place.node.evidence(quantity) if place.amount.stated else place.node.label_evidence()


def _sums(context: Context, places: list[Place], quantity: Quantity) -> tuple[Sum, ...]:
    """Where one place only has parts: its parts against the stated value. Two stated values are no sum."""
    computed = [place for place in places if not place.amount.stated]
    stated = [place for place in places if place.amount.stated]
    if any(_verdict(one, other) != "agrees" for one in stated for other in stated):
        return ()
    result = []
    for place in computed:
        terms = terms_of(context, place.node, quantity)
        if terms is not None:
            result.append(Sum(Term(stated[0].amount.value), terms))
    return tuple(result)


def _count(context: Context, fact: Fact, level: int) -> Iterator[Draft]:
    found = _subject(context, fact.subject)
    items = _items_on(context, found, level) if found is not None else []
    if found is None or not items or len(items) == fact.value:
        return
    names = _few([node.code or node.name for node in items], "…", most=_ITEMS_SHOWN)
    place = context.place(items[0])
    yield Draft(
        message=Text(
            zh=f"写为 {show(fact.value)} 个{fact.measure}，{place.zh}中有 {len(items)} 个：{'、'.join(names)}",
            en=f"{show(fact.value)} {fact.measure} in the text, {len(items)} in {place.en}: {', '.join(names)}",
        ),
        node=found,
        stated=fact.value,
        computed=Decimal(len(items)),
        contributors=tuple(Contributor(name=node.title().zh, points=None) for node in items),
        evidence=(fact.evidence, found.label_evidence()),
    )


def _subject(context: Context, subject: str) -> Node | None:
    """The item that a count is about, where a table holds most below it; ``None`` where it is not certain."""
    roots = [root for root in context.roots if root.source.form in _TABLES]
    if means_the_whole(subject):
        whole = [root for root in roots if context.group(root).parent is None]
        families = {context.group(root).family for root in whole}
        return max(whole, key=_size) if len(families) == 1 else None
    key = name_key(subject)
    named = [n for root in roots for n in root.walk() if key and key in (n.key, name_key(n.code or ""))]
    groups = {context.group(node) for node in named}
    return _fullest(groups.pop()) if len(groups) == 1 else None


def _items_on(context: Context, found: Node, level: int) -> list[Node]:
    """The base items on a level below a node; gathered from the tables of its parts where its own is shallow."""
    items = [node for node in found.walk() if node is not found and _level(context, node) == level]
    items = [node for node in items if node.kind == "base"]
    if items or not found.is_root:
        return items
    for child in base_children(found):
        fuller = _fullest(context.group(child))
        below = _items_on(context, fuller, level) if fuller is not None and fuller is not child else []
        if not below:
            return []
        items += below
    return items


def _level(context: Context, node: Node) -> int:
    """1 for the top level of the whole, also where a sheet only lists the parts of one item."""
    root = node
    while root.parent is not None:
        root = root.parent
    above = [other for other in context.group(root).report_nodes if not other.is_root]
    return node.depth + (_level(context, above[0]) if above else 0)


def _fullest(group: Group) -> Node | None:
    """The table in which an item has most below it."""
    return max((node for node in group.report_nodes if node.source.form in _TABLES), key=_size, default=None)


def _size(node: Node) -> int:
    return sum(1 for _ in node.walk())
