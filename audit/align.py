"""Which items of the sheets of one report, and of a rubric, are the same.

Codes decide first, then names under the same parent, then names that occur once. What could be two things is not
aligned. Sheets that only look alike (the same form filled in for another project, another body's scores) stay apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from audit.amounts import same
from audit.sheets import RUBRIC, Node

_LOOSE_FORMS = {"narrative", "statements", "summary"}
_DIFFERENT_SCORES_LEAST = 5


@dataclass(eq=False, slots=True)
class Group:
    """One item in all the places where it stands."""

    number: int
    family: int
    parent: Group | None
    nodes: list[Node] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How far below the total the item stands."""
        return 0 if self.parent is None else self.parent.depth + 1

    @property
    def report_nodes(self) -> list[Node]:
        """The places in the report, in the order of its sheets."""
        return [node for node in self.nodes if node.sheet != RUBRIC]

    @property
    def rubric_node(self) -> Node | None:
        """The item of the rubric, or ``None``."""
        return next((node for node in self.nodes if node.sheet == RUBRIC), None)


@dataclass(slots=True)
class Alignment:
    """The groups of all sheets, and which sheets are scored apart although they hold the same items."""

    groups: list[Group]
    group_of: dict[Node, Group]
    apart: list[tuple[Node, Node]]
    """Roots of two sheets that hold the same items and differ in most scores: not two places of one scoring."""


def align(roots: Iterable[Node]) -> Alignment:
    """Groups of the nodes that are the same item; every node, roots included, belongs to exactly one group."""
    ordered = sorted(roots, key=_order)
    builder = _Builder()
    for root in ordered:
        builder.add(root)
    builder.join_roots(ordered)
    for group in builder.groups:
        group.nodes.sort(key=lambda node: node.sheet)
    return Alignment([group for group in builder.groups if group.nodes], builder.group_of, builder.apart)


def _order(root: Node) -> tuple[bool, int, int, int]:
    """The rubric first, then full tables, then looser forms: the first to come gives the family its structure."""
    forms = ("table", "narrative", "summary", "statements", "working_paper")
    return (root.sheet != RUBRIC, forms.index(root.source.form), -sum(1 for _ in root.walk()), root.sheet)


class _Family:
    """Sheets about the same items, indexed for finding them."""

    def __init__(self, number: int, top: Group) -> None:
        self.number = number
        self.top = top
        self.roots: list[Node] = []
        self.by_code: dict[str, list[Group]] = defaultdict(list)
        self.by_name: dict[str, list[Group]] = defaultdict(list)
        self.children: dict[Group, list[Group]] = defaultdict(list)


class _Builder:
    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.families: list[_Family] = []
        self.group_of: dict[Node, Group] = {}
        self.apart: list[tuple[Node, Node]] = []

    def add(self, root: Node) -> None:
        """Put a sheet into the first family that it belongs to, or into one of its own."""
        for family in self.families:
            matches = _Matcher(family, root).matches
            if not _belongs(root, matches):
                continue
            rival = next((other for other in family.roots if _scored_apart(other, root, matches)), None)
            if rival is not None:
                self.apart.append((rival, root))
                continue
            self._enter(family, root, matches)
            return
        top = self._group(len(self.families), None)
        family = _Family(len(self.families), top)
        self.families.append(family)
        self._enter(family, root, {})

    def join_roots(self, roots: list[Node]) -> None:
        """Give each root its group: the total of the family, or the item whose children the sheet lists."""
        for root in roots:
            family = self.families[self._family_of(root)]
            group = self._root_group(root, family)
            group.nodes.append(root)
            self.group_of[root] = group

    def _family_of(self, root: Node) -> int:
        return next(family.number for family in self.families if root in family.roots)

    def _root_group(self, root: Node, family: _Family) -> Group:
        top = {self.group_of[child] for child in root.children}
        whole = {group for group in family.children[family.top] if _is_base(group)}
        if root is family.roots[0] or (whole and whole <= top):
            return family.top
        if root.source.form in {"narrative", "statements"}:
            return family.top
        parents = {group.parent for group in top}
        parent = parents.pop() if len(parents) == 1 else None
        if parent is not None and parent is not family.top and set(family.children[parent]) <= top:
            return parent
        return self._group(family.number, None)

    def _enter(self, family: _Family, root: Node, matches: dict[Node, Group]) -> None:
        family.roots.append(root)
        for child in root.children:
            self._place(family, child, family.top, matches)

    def _place(self, family: _Family, node: Node, parent: Group, matches: dict[Node, Group]) -> None:
        group = matches.get(node)
        if group is None:
            group = self._group(family.number, parent)
            family.children[parent].append(group)
            family.by_name[node.key].append(group)
            if node.code:
                family.by_code[node.code].append(group)
        group.nodes.append(node)
        self.group_of[node] = group
        for child in node.children:
            self._place(family, child, group, matches)

    def _group(self, family: int, parent: Group | None) -> Group:
        group = Group(number=len(self.groups), family=family, parent=parent)
        self.groups.append(group)
        return group


class _Matcher:
    """The groups of a family that the nodes of one sheet are, each group taken once at most."""

    def __init__(self, family: _Family, root: Node) -> None:
        self.family = family
        self.matches: dict[Node, Group] = {}
        self.taken: set[Group] = set()
        nodes = [node for node in root.walk() if not node.is_root]
        self.own_codes = Counter(node.code for node in nodes)
        self.own_names = Counter(node.key for node in nodes)
        for node in nodes:
            self._take(node, self._by_code(node))
        for node in nodes:
            if node not in self.matches:
                self._take(node, self._under_parent(node) or self._sole_of_kind(node))
        for node in nodes:
            if node not in self.matches:
                self._take(node, self._anywhere(node))

    def _take(self, node: Node, group: Group | None) -> None:
        if group is not None and group not in self.taken:
            self.matches[node] = group
            self.taken.add(group)

    def _by_code(self, node: Node) -> Group | None:
        if not node.code or self.own_codes[node.code] > 1:
            return None
        groups = self.family.by_code.get(node.code, [])
        return groups[0] if len(groups) == 1 and _can_share_a_code(node, groups[0]) else None

    def _under_parent(self, node: Node) -> Group | None:
        parent = self._parent(node)
        if parent is None or not node.key or sum(node.key == other.key for other in node.siblings()):
            return None
        named = [group for group in self.family.by_name.get(node.key, []) if group.parent is parent]
        return self._only(node, named)

    def _sole_of_kind(self, node: Node) -> Group | None:
        """The only bonus (penalty) item of the top level is the same whatever it is called."""
        if node.depth != 1 or node.kind == "base" or any(node.kind == other.kind for other in node.siblings()):
            return None
        return self._only(node, [group for group in self.family.children[self.family.top] if _kind(group) == node.kind])

    def _anywhere(self, node: Node) -> Group | None:
        if not node.key or self.own_names[node.key] > 1:
            return None
        found = self._only(node, self.family.by_name.get(node.key, []))
        parent = self._parent(node)
        above = found.parent if found is not None else None
        while above is not None and above is not parent:
            above = above.parent
        return found if parent is None or above is parent else None

    def _only(self, node: Node, groups: list[Group]) -> Group | None:
        if len(groups) != 1 or _kind(groups[0]) != node.kind:
            return None
        codes = {other.code for other in groups[0].nodes if other.code}
        return None if node.code and codes and node.code not in codes else groups[0]

    def _parent(self, node: Node) -> Group | None:
        assert node.parent is not None
        return self.family.top if node.parent.is_root else self.matches.get(node.parent)


def _can_share_a_code(node: Node, group: Group) -> bool:
    """A code alone does not make two items one: their names share a word, or their points or places agree."""
    return any(
        _share_a_word(node.key, other.key)
        or (node.stated("max") is not None and node.stated("max") == other.stated("max"))
        or (node.parent is not None and other.parent is not None and node.parent.code == other.parent.code is not None)
        for other in group.nodes
    )


def _share_a_word(one: str, other: str) -> bool:
    if not one or not other:
        return True
    return bool({one[i : i + 2] for i in range(max(len(one) - 1, 1))} & {other[i : i + 2] for i in range(len(other))})


def _belongs(root: Node, matches: dict[Node, Group]) -> bool:
    """Whether enough of a sheet is found in a family, and what is found has the same parts."""
    if not matches:
        return False
    if root.source.form == "statements":
        return True
    speaking = [node for node in root.walk() if not node.is_root and (node.code or node.stated("max") is not None)]
    found = sum(node in matches for node in speaking)
    top = sum(node in matches for node in root.children)
    if 2 * found < len(speaking) and 2 * top < len(root.children):
        return False
    return root.source.form != "table" or _same_parts(matches)


def _same_parts(matches: dict[Node, Group]) -> bool:
    """Forms filled in for different projects share their upper levels only; then they are different sheets."""
    alike = different = 0
    for node, group in matches.items():
        tables = [other for other in group.nodes if other.source.form == "table" and other.children]
        if not node.children or not tables:
            continue
        hits = sum(child in matches for child in node.children)
        alike += hits
        different += min(len(node.children), len(tables[0].children)) - hits
    return 2 * alike >= different


def _scored_apart(one: Node, other: Node, matches: dict[Node, Group]) -> bool:
    """Whether two full tables of the same items give most of them other scores: two scorings, not two places."""
    if one.sheet == RUBRIC or one.source.form != "table" or other.source.form != "table":
        return False
    shared = different = 0
    for node, group in matches.items():
        counterpart = next((n for n in group.nodes if n.sheet == one.sheet), None)
        mine, theirs = node.stated("claimed"), counterpart.stated("claimed") if counterpart else None
        if mine is None or theirs is None:
            continue
        shared += 1
        different += same(mine, theirs) != "agrees"
    return different >= _DIFFERENT_SCORES_LEAST and 2 * different > shared


def _kind(group: Group) -> str:
    return group.nodes[0].kind if group.nodes else "base"


def _is_base(group: Group) -> bool:
    return _kind(group) == "base"
