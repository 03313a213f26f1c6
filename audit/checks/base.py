"""What a check is: a generator of drafts, registered under its code together with its explanation.

The decorator is the one place where codes, titles and explanations live; the catalogue, ``--explain`` and the
documentation are made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from audit.amounts import agreement
from audit.context import Context
from audit.sheets import Node, Quantity, base_children, claim, maximum
from models import Contributor, Evidence, Severity, Text

Family = Literal["R", "C", "X", "V", "D"]
Slot = tuple[int, str]
"""A quantity of an aligned item: the number of its group, and which of its values, or the points of which criterion."""


@dataclass(frozen=True, slots=True)
class Term:
    """A number of a sum. ``slot`` says whose value it is, where it is one that another finding may put in doubt."""

    value: Decimal
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A stated number beside the terms that should give it; a consequence is a sum that another finding makes right."""

    stated: Term
    terms: tuple[Term, ...]
    exact_decimals: int = 0

    def holds(self, replaced: Mapping[Slot, Decimal]) -> bool:
        """Whether the sum is right with other values in some slots."""

        def value(term: Term) -> Decimal:
            return term.value if term.slot is None else replaced.get(term.slot, term.value)

        terms = [value(term) for term in self.terms]
        return agreement(value(self.stated), terms, exact_decimals=self.exact_decimals) == "agrees"


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding before it has an id, a language and a place in the report."""

    message: Text
    node: Node | None
    """The item it is about."""
    stated: Decimal | str | None = None
    computed: Decimal | str | None = None
    contributors: tuple[Contributor, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    severity: Severity | None = None
    """Where it is not the check's own."""
    sums: tuple[Sum, ...] = ()
    """The sums that fail; the finding is a consequence when others make all of them right."""
    alternatives: Mapping[Slot, tuple[Decimal, ...]] = field(default_factory=dict)
    """Values that would be right if this finding is: what it offers as an explanation of others."""


CheckFunction = Callable[[Context], Iterable[Draft]]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The fixed sections of a check's text."""

    compares: Text
    matters: Text
    fails: Text
    passes: Text


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check."""

    code: str
    severity: Severity
    title: Text
    explanation: Explanation
    function: CheckFunction

    @property
    def family(self) -> Family:
        """The letter of its code."""
        letter = self.code[0]
        assert letter in {"R", "C", "X", "V", "D"}
        return letter  # type: ignore[return-value]

    def run(self, context: Context) -> Iterator[Draft]:
        """The drafts of this check on one document."""
        yield from self.function(context)


_REGISTRY: dict[str, Check] = {}


def check(
    code: str, severity: Severity, *, title: Text, explanation: Explanation
) -> Callable[[CheckFunction], CheckFunction]:
    """Register a check. Codes are unique and never used again for something else."""

    def register(function: CheckFunction) -> CheckFunction:
        if code in _REGISTRY:
            raise ValueError(f"{code} is registered twice")
        _REGISTRY[code] = Check(code, severity, title, explanation, function)
        return function

    return register


def registered() -> tuple[Check, ...]:
    """All registered checks, in the order of the catalogue: rubric, claims, cross-references, values, document."""
    return tuple(sorted(_REGISTRY.values(), key=lambda c: ("RCXVDFGN".index(c.code[0]), c.code)))


def slot(context: Context, node: Node, quantity: Quantity) -> Slot:
    """The slot of a node's quantity, the same in all places where the item stands."""
    return (context.group(node).number, quantity)


def criterion_slot(context: Context, node: Node, position: int) -> Slot:
    """The slot of the points of a node's criterion."""
    return (context.group(node).number, f"criterion {position}")


def terms_of(context: Context, node: Node, quantity: Quantity) -> tuple[Term, ...] | None:
    """The printed numbers that a node's quantity is the sum of, each with its slot; ``None`` where one is missing."""
    amount = claim(node, context.maximum(node)) if quantity == "claimed" else maximum(node)
    if amount is None:
        return None
    if amount.stated:
        return (Term(amount.value, slot(context, node, quantity)),)
    children = node.children if quantity == "claimed" else base_children(node)
    below = [terms_of(context, child, quantity) for child in children]
    found = tuple(term for terms in below if terms is not None for term in terms)
    if found:
        return found
    return tuple(Term(value) for value in amount.terms)


def contributor(node: Node, points: Decimal | None) -> Contributor:
    """A node as a term of a sum."""
    return Contributor(name=node.title().zh, points=points)
