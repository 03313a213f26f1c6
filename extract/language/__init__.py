"""The score language: a criterion's text (评分细则) as typed rules.

``docs/score-language.md`` describes what is understood and what the rules mean together. Importing this package costs
nothing; patterns and dictionary are opened when the first text is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.document import Cell, Paragraph
    from models.rules import ScoringRule
    from models.sheet import Criterion

__all__ = ["criterion_rules", "item_rules", "rules_of"]


def rules_of(text: str, max_points: Decimal | None = None) -> tuple[ScoringRule, ...]:
    """The rules of one criterion's text, in its order; ``where`` holds the span of characters of ``text``.

    ``max_points`` are the points that the text as a whole can earn; they help to tell levels that exclude each other
    from points that add up. Without them the closing “（5分）” of the text serves, where it has one.
    """
    from extract.language.reading import read_texts
    from models.where import Where

    return read_texts([text], [max_points], None, [lambda a, b: Where(start=a, end=b)])[0]


def criterion_rules(
    criterion: Criterion, item_max: Decimal | None = None, holder: Cell | Paragraph | None = None
) -> Criterion:
    """The criterion of an item that has only this one, with its rules. See ``item_rules``."""
    return item_rules((criterion,), item_max, holder)[0]


def item_rules(
    criteria: Sequence[Criterion], item_max: Decimal | None = None, holder: Cell | Paragraph | None = None
) -> tuple[Criterion, ...]:
    """The criteria of one item with their rules, read together: ``item_max`` decides between readings.

    Every rule's ``where`` is the criterion's, narrowed to the rule's characters where ``holder`` (the cell or paragraph
    that the criteria were read from) is given. Words of points that were not understood become ``Unread`` rules.
    """
    from extract.language.reading import read_criteria

    return read_criteria(criteria, item_max, holder)
