"""Reading one file in several processes: what a reader asks of whoever has them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

A = TypeVar("A")
R = TypeVar("R")


class Spread(Protocol):
    """Does the parts of a job, some of them in other processes, and gives their results in order.

    ``here`` does a part in this process; ``there``, a function at the top level of its module, in another one, and may
    raise where it cannot. Both come to the same; parts and results can be pickled.
    """

    def __call__(self, here: Callable[[A], R], there: Callable[[A], R], parts: Sequence[A]) -> list[R]:
        """The results of all parts."""
        ...
