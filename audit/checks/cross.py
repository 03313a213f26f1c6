"""Family X: one item in two places of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

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
        for one, other in combinations(_printed_apart(places), 2)
        if one.amount.stated or other.amount.stated
    ]
    if all(verdict == "agrees" for verdict in verdicts):
        return
    severity: Severity | None = None if "differs" in verdicts else "warning"
    yield _difference(context, group, quantity, places, severity)


def _printed_apart(places: list[Place]) -> list[Place]:
    """One place for each amount: those that are printed alike agree, and agree with the same others."""
    firsts: dict[object, Place] = {}
    for place in places:
        amount = place.amount
        firsts.setdefault((amount.stated, str(amount.value), *map(str, amount.terms)), place)
    return list(firsts.values())


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
    """The parts of one place against the value of the other, once for each place that differs.

    With the values that other findings offer for the parts the two places agree: then those explain the difference. A
    place whose own parts do not give its value explains nothing.
    """
    best = max(places, key=lambda place: sum(1 for _ in place.node.walk()))
    terms = _parts(context, best, quantity)
    if not terms or agreement(best.amount.value, [term.value for term in terms]) != "agrees":
        return ()
    others = [place for place in places if _verdict(best, place) != "agrees"]
    return tuple(Sum(Term(other.amount.value), terms) for other in others)


def _parts(context: Context, place: Place, quantity: Quantity) -> tuple[Term, ...]:
    """The numbers that a place's value is the sum of; empty where some part has none."""
    node = place.node
    if not place.amount.stated:
        return terms_of(context, node, quantity) or ()
    children = base_children(node) if quantity == "max" else [c for c in node.children if c.claims_anything()]
    below = [terms_of(context, child, quantity) for child in children]
    if any(terms is None for terms in below):
        return ()
    return tuple(term for terms in below if terms is not None for term in terms)


def _count(context: Context, fact: Fact, level: int) -> Iterator[Draft]:
    subject = _subject(context, fact.subject)
    items = _items_on(context, subject, level) if subject is not None else []
    if subject is None or not items or len(items) == fact.value:
        return
    weighed = [node for node in items if _has_points(node)]
    if 0 < len(weighed) < len(items):  # conditions without points (必备条件) are often not counted
        items = weighed
    if len(items) == fact.value:
        return
    names = _few([node.code or node.name for node in items], "…", most=_ITEMS_SHOWN)
    place = context.place(items[0])
    found = max(subject.report_nodes, key=lambda node: (node.sheet == items[0].sheet, not node.is_root, -node.sheet))
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


def _has_points(node: Node) -> bool:
    return any(below.stated("max") is not None for below in node.walk())


def _subject(context: Context, subject: str) -> Group | None:
    """The item that a count is about; ``None`` where it is not certain."""
    groups = {context.group(node) for node in context.nodes}
    if means_the_whole(subject):
        found = {group for group in groups if group.is_whole}
    else:
        key = name_key(subject)
        found = {g for g in groups if key and any(key in (n.key, name_key(n.code or "")) for n in g.report_nodes)}
    return found.pop() if len(found) == 1 else None


def _items_on(context: Context, subject: Group, level: int) -> list[Node]:
    """The base items on a level below an item, of the table that lists most of them.

    Where no table lists all, because each lists the parts of one item, they are gathered from these tables.
    """
    sheets: dict[int, list[Node]] = {}
    for node in context.nodes:
        group = context.group(node)
        counts = node.source.form in _TABLES and node.kind == "base" and not node.is_root
        if counts and group.level == level and group.is_below(subject):
            sheets.setdefault(node.sheet, []).append(node)
    most = max(sheets.values(), key=len, default=[])
    if level <= subject.level + 1:
        return most
    children = dict.fromkeys(context.group(node) for node in context.nodes)
    parts = [
        _items_on(context, child, level)
        for child in children
        if child.parent is subject and any(n.source.form in _TABLES and n.kind == "base" for n in child.report_nodes)
    ]
    gathered = [node for part in parts for node in part] if all(parts) else []
    return gathered if len(gathered) > len(most) else most
