"""Expectation and extraction, field by field.

Sheets are paired by what they hold, items by their path of names, criteria and mentions by their place in their item,
findings by code and item. Every pair of values that is not equal becomes a ``Difference`` with a readable path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Data = dict[str, Any]

MISSING = "(missing)"
UNEXPECTED = "(not expected)"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the extraction is not what the golden says."""

    path: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.path}: {self.expected} → {self.got}"


@dataclass(slots=True)
class Tally:
    """How many values were expected, how many came, how many of them are right."""

    expected: int = 0
    got: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of what came that is right; 1 where nothing came and nothing was expected."""
        return self.right / self.got if self.got else float(self.expected == 0)

    @property
    def recall(self) -> float:
        """The share of what was expected that came; 1 where nothing was expected."""
        return self.right / self.expected if self.expected else 1.0


@dataclass(slots=True)
class Outcome:
    """The comparison of one extraction with its golden."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def count(self, name: str) -> Tally:
        """The tally of a name, begun where it is new."""
        return self.tallies.setdefault(name, Tally())

    def value(self, path: str, expected: object, got: object, name: str = "fields") -> None:
        """Compare one value; a pair of nothings does not count."""
        if expected is None and got is None:
            return
        tally = self.count(name)
        tally.expected += expected is not None
        tally.got += got is not None
        if _same(expected, got):
            tally.right += 1
        else:
            self.differences.append(Difference(path, _show(expected, MISSING), _show(got, MISSING)))

    def unmatched(self, path: str, name: str, *, missing: bool, shown: str = "") -> None:
        """Note something that has no counterpart."""
        tally = self.count(name)
        tally.expected += missing
        tally.got += not missing
        here = shown or "…"
        self.differences.append(Difference(path, here if missing else UNEXPECTED, MISSING if missing else here))

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def compare(expected: Data, got: Data) -> Outcome:
    """Compare two projections of the same view (rubric, claims or findings)."""
    outcome = Outcome()
    if "findings" in expected:
        outcome.count("findings")
        _compare_findings(expected["findings"], got["findings"], outcome)
        return outcome
    for key in ("title", "document_number", "issuer", "issued_on", "unit", "period"):
        if key in expected:
            outcome.value(key, expected[key], got.get(key))
    wanted = [expected["sheet"], *expected.get("others", ())] if "sheet" in expected else expected["sheets"]
    have = [got["sheet"], *got.get("others", ())] if "sheet" in got else got["sheets"]
    outcome.count("items")
    _compare_sheets(wanted, have, outcome)
    _compare_facts(expected.get("facts", []), got.get("facts", []), outcome)
    return outcome


def _compare_sheets(wanted: list[Data], have: list[Data], outcome: Outcome) -> None:
    pairs, lost, extra = _pair_sheets(wanted, have)
    for number, (sheet, other) in enumerate(pairs, start=1):
        path = sheet.get("title") or f"{sheet['form']} {number}"
        outcome.value(f"{path} form", sheet["form"], other["form"])
        if "title" in sheet:
            outcome.value(f"{path} title", sheet["title"], other.get("title"))
        for key in ("max_points", "claimed"):
            total, other_total = sheet.get("total") or {}, other.get("total") or {}
            outcome.value(f"{path} total {key}", total.get(key), other_total.get(key))
        _compare_items(path, _tree(sheet), _tree(other), outcome)
    for sheets, missing in ((lost, True), (extra, False)):
        for sheet in sheets:
            name = sheet.get("title") or sheet["form"]
            for _ in _walk(sheet["items"]):
                outcome.count("items").expected += missing
                outcome.count("items").got += not missing
            here = f"{sum(1 for _ in _walk(sheet['items']))} items"
            sides = (here, MISSING) if missing else (UNEXPECTED, here)
            outcome.differences.append(Difference(f"sheet {name}", *sides))


def _tree(sheet: Data) -> list[Data]:
    """The items to align; statements scattered in running text have no tree of their own and are taken as a row."""
    if sheet["form"] != "statements":
        items: list[Data] = sheet["items"]
        return items
    return [{key: value for key, value in item.items() if key != "children"} for item in _walk(sheet["items"])]


def _pair_sheets(wanted: list[Data], have: list[Data]) -> tuple[list[tuple[Data, Data]], list[Data], list[Data]]:
    """Pairs of sheets that hold most names in common, in the order of the golden; then what is left on either side."""
    ranked = sorted(
        (
            (_likeness(sheet, other), -abs(i - j), i, j)
            for i, sheet in enumerate(wanted)
            for j, other in enumerate(have)
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for likeness, _, i, j in ranked:
        if likeness > 0 and i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    pairs = [(wanted[i], have[partner[i]]) for i in sorted(partner)]
    lost = [sheet for i, sheet in enumerate(wanted) if i not in partner]
    extra = [sheet for j, sheet in enumerate(have) if j not in taken]
    return pairs, lost, extra


def _likeness(sheet: Data, other: Data) -> float:
    mine = {item["name"] for item in _walk(sheet["items"])}
    theirs = {item["name"] for item in _walk(other["items"])}
    if not mine and not theirs and sheet["form"] == other["form"]:
        return 0.1
    likeness: float = len(mine & theirs) / max(len(mine | theirs), 1)
    if likeness and sheet["form"] == other["form"]:
        likeness += 0.3
    if sheet.get("title") and sheet.get("title") == other.get("title"):
        likeness += 1.0
    return likeness


def _walk(items: Iterable[Data]) -> Iterator[Data]:
    for item in items:
        yield item
        yield from _walk(item.get("children", []))


def _compare_items(path: str, wanted: list[Data], have: list[Data], outcome: Outcome) -> None:
    rest = list(have)
    for item in wanted:
        other = next((one for one in rest if one["name"] == item["name"]), None)
        here = f"{path} / {item['name'][:40]}"
        if other is None:
            for lost in _walk([item]):
                deeper = "" if lost is item else f" / … {lost['name'][:40]}"
                outcome.unmatched(here + deeper, "items", missing=True, shown="item")
            continue
        rest.remove(other)
        tally = outcome.count("items")
        tally.expected += 1
        tally.got += 1
        tally.right += 1
        _compare_item(here, item, other, outcome)
        _compare_items(here, item.get("children", []), other.get("children", []), outcome)
    for one in rest:
        for extra in _walk([one]):
            outcome.unmatched(f"{path} / {extra['name'][:40]}", "items", missing=False, shown="item")


def _compare_item(path: str, item: Data, other: Data, outcome: Outcome) -> None:
    for key in ("code", "max_points", "claimed"):
        outcome.value(f"{path} {key}", item.get(key), other.get(key))
    outcome.value(f"{path} kind", item.get("kind", "base"), other.get("kind", "base"))
    for role, text in (item.get("details") or {}).items():
        outcome.value(f"{path} {role}", text, (other.get("details") or {}).get(role))
    for key, fields in (
        ("criteria", ("ordinal", "text", "max_points")),
        ("mentions", ("kind", "points", "sign", "percent_of_weight")),
    ):
        mine, theirs = item.get(key, []), other.get(key, [])
        for number in range(max(len(mine), len(theirs))):
            a = mine[number] if number < len(mine) else {}
            b = theirs[number] if number < len(theirs) else {}
            for name in fields:
                outcome.value(f"{path} {key}[{number + 1}].{name}", a.get(name), b.get(name))


def _compare_facts(wanted: list[Data], have: list[Data], outcome: Outcome) -> None:
    theirs = {(fact["subject"], fact["measure"]): fact["value"] for fact in have}
    for fact in wanted:
        key = (fact["subject"], fact["measure"])
        outcome.value(f"fact {' '.join(key)}", fact["value"], theirs.pop(key, None), "facts")
    for key, value in theirs.items():
        outcome.value(f"fact {' '.join(key)}", None, value, "facts")


def _compare_findings(wanted: list[Data], have: list[Data], outcome: Outcome) -> None:
    rest = list(have)
    tally = outcome.count("findings")
    for finding in wanted:
        path = f"{finding['code']} {finding['item'] or '(document)'}"
        close = [one for one in rest if one["code"] == finding["code"] and one["item"] == finding["item"]]
        close.sort(key=lambda one: not _agrees(finding, one))
        if not close:
            outcome.unmatched(path, "findings", missing=True, shown=_figures(finding))
            continue
        other = close[0]
        rest.remove(other)
        tally.expected += 1
        tally.got += 1
        tally.right += 1
        outcome.value(f"{path} severity", finding["severity"], other["severity"])
        outcome.value(f"{path} consequence_of", finding.get("consequence_of"), other.get("consequence_of"))
        if not _agrees(finding, other):
            outcome.value(f"{path} figures", _figures(finding), _figures(other))
    for one in rest:
        outcome.unmatched(
            f"{one['code']} {one['item'] or '(document)'}", "findings", missing=False,
            shown=f"{one['severity']}, {_figures(one)}",
        )  # fmt: skip


def _agrees(finding: Data, other: Data) -> bool:
    """Whether both say the same figures; of two places of one document (family X) either may be the stated one."""
    mine = [finding.get(key) for key in ("stated", "computed")]
    theirs = [other.get(key) for key in ("stated", "computed")]
    same = all(map(_same, mine, theirs))
    return same or (finding["code"].startswith("X") and all(map(_same, mine, reversed(theirs))))


def _figures(finding: Data) -> str:
    return f"stated {finding.get('stated')}, computed {finding.get('computed')}"


def _same(expected: object, got: object) -> bool:
    if isinstance(expected, Decimal | int) and isinstance(got, Decimal | int):
        return Decimal(expected) == Decimal(got)
    return expected == got


def _show(value: object, nothing: str) -> str:
    if value is None:
        return nothing
    text = str(value)
    return text if len(text) <= 120 else text[:117] + "…"
