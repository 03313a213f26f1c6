"""Which items of the sheets of one report, and of a rubric, are the same.

Codes decide first, then names under the same parent, then names that occur once. Names that a report writes otherwise
than its rubric are matched last, among the items of one parent that are left over, by their characters (see
``audit.words.likeness``) and their maxima. What could be two things is not aligned. Sheets that only look alike (the
same form filled in for another project, another body's scores) stay apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from audit.amounts import same
from audit.sheets import RUBRIC, Node, maximum
from audit.words import likeness, name_key, short_key

_LOOSE_FORMS = {"narrative", "statements"}
_DIFFERENT_SCORES_LEAST = 5
_ALIKE = 0.8
"""Likeness from which two names left over under one parent are the same item."""
_ALIKE_AND_WORTH_THE_SAME = 0.7
"""The same where the maxima agree and the items stand in the same place among those left over."""
_FEWEST_OF_A_PART = 2
"""So many items at least make a table a part of a larger sheet that holds them all."""


@dataclass(eq=False, slots=True)
class Group:
    """One item in all the places where it stands."""

    number: int
    family: int
    parent: Group | None
    is_whole: bool = False
    """Whether it stands for the whole: the total of its family of sheets."""
    nodes: list[Node] = field(default_factory=list)

    @property
    def level(self) -> int:
        """0 for a whole, 1 for its items, and so on."""
        return 0 if self.parent is None else self.parent.level + 1

    def is_below(self, other: Group) -> bool:
        """Whether the item is a part of another, however deep."""
        return self.parent is not None and (self.parent is other or self.parent.is_below(other))

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


def _order(root: Node) -> tuple[bool, bool, int, Decimal, int, int]:
    """The rubric first, then tables, the whole before its parts; the first to come gives the family its structure.

    Scores of further scorers come last.
    """
    forms = {"table": 0, "summary": 0, "narrative": 1, "statements": 2, "working_paper": 3}
    whole = maximum(root)
    size = sum(1 for _ in root.walk())
    return (
        root.source.scorer is not None,
        root.sheet != RUBRIC,
        forms[root.source.form],
        -whole.value if whole is not None else Decimal(0),
        -size,
        root.sheet,
    )


class _Family:
    """Sheets about the same items, indexed for finding them."""

    def __init__(self, number: int, top: Group, scorer: str | None) -> None:
        self.number = number
        self.scorer = scorer
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
            if family.scorer != root.source.scorer:
                continue
            above = self._above_by_code(root, family) or self._above_by_title(root, family)
            matches = _Matcher(family, root, above or family.top).matches
            if not _belongs(root, matches, family) and above is None and not self._speaks_of_the_only(root):
                continue
            rival = _scored_apart(family, root, matches)
            if rival is not None:
                self.apart.append((rival, root))
                continue
            self._enter(family, root, matches, above or family.top)
            return
        top = self._group(len(self.families), None)
        top.is_whole = True
        family = _Family(len(self.families), top, root.source.scorer)
        self.families.append(family)
        self._enter(family, root, {}, top)

    def _speaks_of_the_only(self, root: Node) -> bool:
        """A total stated in running text without items is the total of the only items there are."""
        return root.source.form in _LOOSE_FORMS and not root.children and len(self.families) == 1

    def join_roots(self, roots: list[Node]) -> None:
        """Give each root its group: the total of the family, or the item whose children the sheet lists."""
        for family in self.families:
            members = set(family.roots)
            mine = [root for root in roots if root in members]
            part_of = {root: self._part_of(root, family) for root in mine}
            first = self._fullest([root for root in mine if part_of[root] is None])
            whole = {self.group_of[child] for child in first.children if child.kind == "base"} if first else set()
            limit = maximum(first) if first else None
            for root in mine:
                group = part_of[root]
                if group is None:
                    top = {self.group_of[child] for child in root.children if child.kind == "base"}
                    own = maximum(root)
                    same_limit = own is not None and limit is not None and own.value == limit.value
                    all_of_it = root.source.form in _LOOSE_FORMS or whole <= top or (same_limit and bool(top))
                    group = family.top if all_of_it else None
                group = group or self._group(family.number, None)
                group.nodes.append(root)
                self.group_of[root] = group

    def _fullest(self, roots: list[Node]) -> Node | None:
        """The sheet whose top level is the whole's: the rubric, or else the largest, one with a total before others."""
        full = [root for root in roots if root.children and root.source.form not in {"statements", "working_paper"}]
        full.sort(key=lambda root: (root.sheet != RUBRIC, root.source.total is None, -sum(1 for _ in root.walk())))
        return next(iter(full or roots), None)

    def _part_of(self, root: Node, family: _Family) -> Group | None:
        """The item whose parts a sheet lists, so that its total is the item's; ``None`` for a sheet of its own."""
        if root.source.form in _LOOSE_FORMS or not root.children:
            return None
        top = [self.group_of[child] for child in root.children]
        parents = {self._parent_elsewhere(group) for group in top} - {None}
        if len(parents) == 1:
            parent = parents.pop()
            parts = {self.group_of[child] for node in parent.nodes for child in node.children} if parent else set()
            if parent is not None and parts <= set(top):
                return parent
        return self._above_by_code(root, family) or self._above_by_title(root, family)

    def _parent_elsewhere(self, group: Group) -> Group | None:
        for node in group.nodes:
            if node.parent is not None and not node.parent.is_root and node.source.form not in _LOOSE_FORMS:
                return self.group_of[node.parent]
        return None

    def _above_by_code(self, root: Node, family: _Family) -> Group | None:
        """A1, A2 and A3 are the parts of A, where nothing else begins with A on their level."""
        codes = [child.code for child in root.children]
        if root.source.form != "table" or not codes or not all(codes):
            return None
        groups = family.by_code.get(_common_beginning([code[:-1] for code in codes if code]), [])
        inside = {node.code for node in root.walk()}
        return groups[0] if len(groups) == 1 and not inside & {node.code for node in groups[0].nodes} else None

    def _above_by_title(self, root: Node, family: _Family) -> Group | None:
        """决策类指标得分表 with a total of 20 is about 决策 with 20 points."""
        title, limit = name_key(root.source.title or ""), root.stated("max")
        if root.source.form != "table" or limit is None:
            return None
        named = [
            group
            for key, groups in family.by_name.items()
            for group in groups
            if len(key) >= 2 and key in title and any(node.stated("max") == limit for node in group.nodes)
        ]
        inside = {node.key for node in root.walk()}
        return named[0] if len(named) == 1 and named[0].nodes[0].key not in inside else None

    def _enter(self, family: _Family, root: Node, matches: dict[Node, Group], above: Group) -> None:
        family.roots.append(root)
        for child in root.children:
            self._place(family, child, above, matches)

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

    def __init__(self, family: _Family, root: Node, above: Group) -> None:
        self.family = family
        self.above = above
        self.matches: dict[Node, Group] = {}
        self.taken: set[Group] = set()
        nodes = [node for node in root.walk() if not node.is_root]
        self.own_codes = Counter(node.code for node in nodes)
        self.own_names = Counter(node.key for node in nodes)
        for node in nodes:
            self._take(node, self._by_code(node))
        for node in nodes:
            if node not in self.matches:
                self._take(node, self._under_parent(node) or self._written_short(node) or self._sole_of_kind(node))
        for node in nodes:
            if node not in self.matches:
                self._take(node, self._anywhere(node))
        if any(first.sheet == RUBRIC for first in family.roots):
            for node in root.walk():
                self._match_alike(node)

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

    def _written_short(self, node: Node) -> Group | None:
        """项目决策 and 决策, each the only one so called among the parts of one item, with one maximum."""
        parent, short = self._parent(node), short_key(node.key)
        if parent is None or not short or sum(short == short_key(other.key) for other in node.siblings()):
            return None
        named = [g for g in self.family.children[parent] if short in {short_key(other.key) for other in g.nodes}]
        return self._only(node, [group for group in named if _worth_the_same(node, group)])

    def _match_alike(self, parent: Node) -> None:
        """Pair the children of a matched parent that are left over with rubric items whose names are like theirs."""
        group = self.above if parent.is_root else self.matches.get(parent)
        nodes = [child for child in parent.children if child not in self.matches and child.key]
        if group is None or not nodes:
            return
        for node in nodes:  # its parent may have been matched only now
            self._take(node, self._under_parent(node))
        nodes = [node for node in nodes if node not in self.matches]
        groups = [g for g in self.family.children[group] if g not in self.taken and g.rubric_node is not None]
        pairs = {
            (i, j): score
            for i, node in enumerate(nodes)
            for j, other in enumerate(groups)
            if (score := _alike(node, other, same_place=i == j and len(nodes) == len(groups))) is not None
        }
        for (i, j), score in sorted(pairs.items(), key=lambda pair: -pair[1]):
            rivals = [value for key, value in pairs.items() if key != (i, j) and (key[0] == i or key[1] == j)]
            if all(value < score for value in rivals):
                self._take(nodes[i], groups[j])

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
        return self.above if node.parent.is_root else self.matches.get(node.parent)


def _alike(node: Node, group: Group, *, same_place: bool) -> float | None:
    """How like the names of an item and of a rubric item are, the maximum counted in; ``None`` for different ones."""
    original = group.rubric_node
    if original is None or original.kind != node.kind or (node.code and original.code and node.code != original.code):
        return None
    score = likeness(node.name, original.name)
    worth = node.stated("max") is not None and node.stated("max") == original.stated("max")
    if score >= _ALIKE or (score >= _ALIKE_AND_WORTH_THE_SAME and worth and same_place):
        return score + worth
    return None


def _worth_the_same(node: Node, group: Group) -> bool:
    """Whether no maximum that is stated for an item is another one than that of a group."""
    own = node.stated("max")
    others = {other.stated("max") for other in group.nodes} - {None}
    return own is None or not others or others == {own}


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


def _belongs(root: Node, matches: dict[Node, Group], family: _Family) -> bool:
    """Whether enough of a sheet is found in a family, and what is found has the same parts.

    A sheet that knows every item of the family is the whole of which the family was a part: a table of the items that
    lost points before the narrative of all.
    """
    if not matches:
        return False
    if root.source.form == "statements":
        return True
    speaking = [node for node in root.walk() if not node.is_root and (node.code or node.stated("max") is not None)]
    found = sum(node in matches for node in speaking)
    top = sum(node in matches for node in root.children)
    listed = {group for groups in family.children.values() for group in groups}
    is_whole = len(listed) >= _FEWEST_OF_A_PART and listed <= set(matches.values())
    if 2 * found < len(speaking) and 2 * top < len(root.children) and not is_whole:
        return False
    return root.source.form != "table" or _same_leaves(root, matches)


def _same_leaves(root: Node, matches: dict[Node, Group]) -> bool:
    """Forms filled in for different projects share their upper levels only; then they are different sheets."""
    leaves = [node for node in root.walk() if not node.children]
    known = sum(node in matches for node in leaves)
    return 2 * known >= sum(node in matches or _should_be_known(node, matches) for node in leaves)


def _should_be_known(node: Node, matches: dict[Node, Group]) -> bool:
    """Whether a table of the family lists what lies below the nearest item above that is found."""
    above = node.parent
    while above is not None and above not in matches:
        above = above.parent
    if above is None:
        return True
    return any(other.children and other.source.form == "table" for other in matches[above].nodes)


def _scored_apart(family: _Family, root: Node, matches: dict[Node, Group]) -> Node | None:
    """The first full table that gives most items of another one other scores: two scorings, not two places."""
    if root.source.form != "table":
        return None
    shared: Counter[int] = Counter()
    different: Counter[int] = Counter()
    for node, group in matches.items():
        mine = node.stated("claimed")
        if mine is None:
            continue
        for sheet, counterpart in {n.sheet: n for n in reversed(group.nodes)}.items():  # the first of each sheet
            theirs = counterpart.stated("claimed")
            if theirs is not None:
                shared[sheet] += 1
                different[sheet] += mine != theirs and same(mine, theirs) != "agrees"
    for other in family.roots:
        if other.sheet != RUBRIC and other.source.form == "table":
            apart = different[other.sheet]
            if apart >= _DIFFERENT_SCORES_LEAST and 2 * apart > shared[other.sheet]:
                return other
    return None


def _common_beginning(texts: Sequence[str]) -> str:
    shortest = min(texts, key=len, default="")
    length = next((i for i, c in enumerate(shortest) if any(text[i] != c for text in texts)), len(shortest))
    return shortest[:length]


def _kind(group: Group) -> str:
    return group.nodes[0].kind if group.nodes else "base"
