"""One slip, one alarm: findings that another finding explains are told as its consequences.

Every finding about a sum knows the sum, and whose values its terms are. Every finding that puts a value in doubt offers
the values that would be right instead. A finding whose sums all come out with the values that others offer goes away
when those are mended: it is a consequence, and the root is what it ultimately leads back to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations, product

from audit.checks.base import Draft, Slot

_MOST_AT_ONCE = 3
_MOST_SLOTS = 8
_ORDER = (
    "X302",
    "C209",
    "R102",
    "X301",
    "V401",
    "V402",
    "V404",
    "C202",
    "C210",
    "R101",
    "C206",
    "R106",
    "C203",
    "C204",
)
"""Which kind explains which: what contradicts another place comes before what merely does not add up."""


def roots_of(drafts: Sequence[tuple[str, Draft]]) -> dict[int, int]:
    """For each draft that is a consequence, by its position in ``drafts``, the position of its root.

    ``drafts`` are codes with drafts. A draft is only explained by drafts that come before it in the order of
    explanation (kind first, then the deeper item first), so there are no circles.
    """
    order = sorted(range(len(drafts)), key=lambda position: _rank(*drafts[position]))
    offered: dict[Slot, list[tuple[Decimal, int]]] = defaultdict(list)
    roots: dict[int, int] = {}
    for position in order:
        draft = drafts[position][1]
        cause = _cause(draft, offered)
        if cause is not None:
            roots[position] = roots.get(cause, cause)
        for slot, values in draft.alternatives.items():
            offered[slot].extend((value, position) for value in values)
    return roots


def _rank(code: str, draft: Draft) -> tuple[int, int]:
    depth = draft.node.depth if draft.node is not None else 0
    return (_ORDER.index(code) if code in _ORDER else len(_ORDER), -depth)


def _cause(draft: Draft, offered: dict[Slot, list[tuple[Decimal, int]]]) -> int | None:
    """The position of the draft whose values make all sums of ``draft`` right, the first if it takes several."""
    if not draft.sums:
        return None
    slots = list(dict.fromkeys(slot for slot in _slots(draft) if slot in offered))[:_MOST_SLOTS]
    for count in range(1, min(_MOST_AT_ONCE, len(slots)) + 1):
        for chosen in combinations(slots, count):
            for values in product(*(offered[slot] for slot in chosen)):
                replaced = {slot: value for slot, (value, _) in zip(chosen, values, strict=True)}
                if all(sum_.holds(replaced) for sum_ in draft.sums):
                    return min(position for _, position in values)
    return None


def _slots(draft: Draft) -> Iterable[Slot]:
    for sum_ in draft.sums:
        for term in (sum_.stated, *sum_.terms):
            if term.slot is not None:
                yield term.slot
