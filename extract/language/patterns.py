"""The pattern files: classes of words, and patterns made of named parts, as the matcher wants them.

A pattern is a line of items, each one token: ``CLASS`` (a class of ``words.toml`` or ``units.toml``, or the label of a
quantity), ``'word'``, the name of a part (which may stand for several lines), ``A|B`` (either), ``~A|B`` (a plain word
of neither), each with ``?``, ``*``, ``+`` or ``{1,4}`` behind it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from extract.language.matching import Item, Pattern

QUANTITIES = frozenset(
    ["NUM", "POINTS", "POINTS_RANGE", "PERCENT", "PERCENT_RANGE", "COUNT", "COUNT_RANGE", "SHARE", "FRACTION", "RANK"]
)
"""Tags of tokens that are numbers; all other tokens are words or marks."""

_ITEM = re.compile(r"(?P<core>(?:'[^']+'|[^?*+{\s'])+)(?P<op>[?*+]|\{\d+,\d+\})?\Z")


_TIMES: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns with one label, with examples that they must match."""

    label: str
    lines: tuple[str, ...]
    examples: tuple[str, ...]


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("patterns").joinpath(name).read_text(encoding="utf-8"))


@cache
def classes() -> dict[str, frozenset[str]]:
    """The words of every class."""
    words = {name: frozenset(listed) for name, listed in _load("words.toml")["classes"].items()}
    units = _load("units.toml")
    return words | {
        "COUNTED": frozenset(units["counted"]),
        "TIME": frozenset(units["time"]),
        "PERCENTSIGN": frozenset(units["percent"]),
        "NOT_POINTS": frozenset(units["not_points"]),
    }


@cache
def rules(name: str, table: str) -> tuple[Rule, ...]:
    """The labelled patterns of a file, the names of parts not yet replaced."""
    return tuple(Rule(r["label"], tuple(r["patterns"]), tuple(r["examples"])) for r in _load(name)[table])


@cache
def token_patterns(name: str, table: str) -> dict[str, tuple[Pattern, ...]]:
    """The patterns of a file by label, for the matcher."""
    parts = {key: [value] if isinstance(value, str) else list(value) for key, value in _load(name)["parts"].items()}
    found: dict[str, tuple[Pattern, ...]] = {}
    for rule in rules(name, table):
        lines = [p for line in rule.lines for p in compiled(line, parts)]
        found[rule.label] = found.get(rule.label, ()) + tuple(lines)
    return found


def compiled(line: str, parts: dict[str, list[str]]) -> Iterator[Pattern]:
    """The patterns that a line stands for: several where a part has several lines."""
    choices = [list(_item(item, parts)) for item in line.split()]
    for combination in product(*choices):
        yield tuple(item for group in combination for item in group)


def _item(item: str, parts: dict[str, list[str]]) -> Iterator[Pattern]:
    match = _ITEM.match(item)
    if match is None:
        raise ValueError(f"not an item of a pattern: {item}")
    core, op = match["core"], match["op"]
    if core not in parts:
        yield (_often(_test(core), op),)
        return
    lines = [p for line in parts[core] for p in compiled(line, parts)]
    if op is not None and any(len(line) > 1 for line in lines):
        if op != "?":
            raise ValueError(f"a part of several tokens cannot repeat: {item}")
        yield ()
        op = None
    for line in lines:
        yield tuple(_often(one, op) for one in line)


def _often(item: Item, op: str | None) -> Item:
    """The item as often as its sign says: ``?``, ``*``, ``+`` or ``{1,4}``."""
    if op is None:
        return item
    least, most = _TIMES[op] if op in _TIMES else map(int, op[1:-1].split(","))
    return replace(item, least=least, most=most)


def _test(core: str) -> Item:
    names = core.removeprefix("~").split("|")
    tags = frozenset(n for n in names if n in QUANTITIES or n == "WORD")
    words = frozenset[str]().union(*(_words(n) for n in names if n not in tags))
    return Item(others=words) if core.startswith("~") else Item(words, tags)


def _words(name: str) -> frozenset[str]:
    if name.startswith("'") and name.endswith("'") and len(name) > 2:
        return frozenset([name[1:-1]])
    if name not in classes():
        raise ValueError(f"no class of words: {name}")
    return classes()[name]
