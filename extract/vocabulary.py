"""The words of the field, read once from ``vocabulary.toml`` and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from extract.text import folded
from models import Model

Role = Literal[
    "number",
    "code",
    "item",
    "points",
    "claimed",
    "deducted",
    "criteria",
    "target",
    "actual",
    "explanation",
    "source",
    "department",
    "method",
    "reason",
    "rate",
    "budget",
    "remark",
]
"""What a column of a score table holds."""


def _fold_all(words: tuple[str, ...]) -> tuple[str, ...]:
    plain = tuple(dict.fromkeys(folded(word) for word in words))
    if "" in plain:
        raise ValueError("an empty word matches everything")
    return plain


Words = Annotated[tuple[str, ...], AfterValidator(_fold_all)]
"""Words as patterns want them: folded, each once, none empty."""


class Kinds(Model):
    """Words of labels that say that an item stands outside the 100 points."""

    bonus: Words
    penalty: Words
    bonus_alone: Words
    penalty_alone: Words
    mixed: Words


class LabelWords(Model):
    """Words that decide what a number or letter in a label is."""

    points: Words
    measures: Words
    not_measures: Words
    letter_words: Words
    placeholders: Words


class CriteriaWords(Model):
    """Words of scoring criteria."""

    closing: Words
    lesser: Words


class RowWords(Model):
    """Words by which rows that are no items are known."""

    subtotal: Words
    total: Words
    notes: Words


class ColumnWords(Model):
    """Words that decide between columns of one role."""

    units: Words
    marks: Words
    grades: Words
    ticks: Words
    claim_order: Words
    judges: Words
    points_order: Words
    criteria_order: Words
    projects: Words
    verdicts: Words
    ways: Words
    minutes: Words
    judging: Words


class RoleWords(Model):
    """Headings of one role."""

    exact: Words
    heads: Words = ()
    part: Words = ()


class Compounds(Model):
    """Words that headings are put together of, before the heads of a role."""

    before: Words
    scoring: Words
    scoring_heads: Words


class Ambiguous(Model):
    """Headings that alone do not say what stands below them."""

    item_or_criteria: Words
    target_or_actual: Words
    points_or_claimed: Words


class BudgetWords(Model):
    """Words by which the amounts of a form's budget block are told apart."""

    spent: Words
    not_final: Words
    carried: Words
    rates: Words


class NoticeWords(Model):
    """Words by which titles, public bodies and the lines of a cover are known."""

    titles: Words
    bodies: Words
    units: Words
    seals: Words
    reporting: Words
    ruling: Words


class Vocabulary(Model):
    """All of ``vocabulary.toml``."""

    kinds: Kinds
    labels: LabelWords
    criteria: CriteriaWords
    rows: RowWords
    columns: ColumnWords
    compounds: Compounds
    roles: dict[Role, RoleWords]
    ambiguous: Ambiguous
    budget: BudgetWords
    notice: NoticeWords

    @model_validator(mode="after")
    def _each_heading_has_one_role(self) -> Vocabulary:
        seen: dict[str, str] = {}
        for role, words in self.roles.items():
            for word in words.exact:
                if word in seen:
                    raise ValueError(f"heading {word} stands under {seen[word]} and under {role}")
                seen[word] = role
        return self


@cache
def vocabulary() -> Vocabulary:
    """The words of the field. Raises ``pydantic.ValidationError`` where the file is not formed as it must be."""
    text = Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8")
    return Vocabulary.model_validate(tomllib.loads(text))
