"""Texts as people type them: numbering, points in brackets, blanks within headings, broken lines."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from corpora.content import Criterion, Node
from tests.layouts.rubric import Entry
from tests.layouts.strategies import Style

_CHINESE = "一二三四五六七八九十"
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"


def heading(text: str, style: Style) -> str:
    """A heading: its characters apart where there are two or three of them, a long one on two lines."""
    if style.apart and len(text) <= 3:
        return "  ".join(text)
    return _halved(text) if style.broken and len(text) > 3 and "（" not in text and "(" not in text else text


def amount(points: Decimal, style: Style) -> str:
    """The text of a cell of points."""
    text = f"{points}{style.unit}"
    return text.translate(_WIDE) if style.wide else text


def nodes(entries: Iterable[Entry], style: Style, weighed: Iterable[int] = (), depth: int = 0) -> list[Node]:
    """The items as nodes with labels and criteria as printed; labels of the levels ``weighed`` carry their points."""
    found = []
    for number, entry in enumerate(entries, 1):
        points = style.brackets.format(entry.points) if depth + 1 in weighed else ""
        name = _halved(entry.name) if style.broken and len(entry.name) > 4 else entry.name
        label = ordinal(depth, number) + name + points if style.numbered else name + points
        node = Node(entry.name, depth + 1, {"label": label, "max": str(entry.points), "kind": entry.kind})
        node.values["maxp"] = amount(entry.points, style)
        node.criteria = criteria(entry, style)
        node.children = nodes(entry.parts, style, weighed, depth + 1)
        found.append(node)
    return found


def ordinal(depth: int, number: int) -> str:
    """一、 （一） 1. for the levels of a numbering."""
    chinese = _CHINESE[number - 1]
    return (f"{chinese}、", f"（{chinese}）", f"{number}.")[depth]


def criteria(entry: Entry, style: Style) -> list[Criterion]:
    """The rules of an item as they stand in one cell: numbered, or as one text."""
    if not entry.rules:
        return []
    if not style.ordinal or len(entry.rules) == 1:
        return [Criterion(None, None, style.join.join(rule.text for rule in entry.rules))]
    found = []
    for number, rule in enumerate(entry.rules, 1):
        mark = _CIRCLED[number - 1] if style.ordinal == "circled" else style.ordinal.format(number)
        points = f"（{rule.points}分）" if style.rule_points else ""
        text = f"{mark}{rule.text[:-1]}{points}。"
        found.append(Criterion(number, str(rule.points) if points else None, text))
    return found


def unweighed(items: Iterable[Node], levels: Iterable[int]) -> None:
    """Takes the points from what is expected of some levels, because the layout does not print them."""
    levels = tuple(levels)
    for node in items:
        if node.level in levels:
            node.values.pop("max", None)
        unweighed(node.children, levels)


def _halved(text: str) -> str:
    middle = (len(text) + 1) // 2
    return f"{text[:middle]}\n{text[middle:]}"
