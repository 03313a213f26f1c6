"""The words of the field, read once from ``vocabulary.toml`` and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from models import Model


class Kinds(Model):
    """Words of labels that say that an item stands outside the 100 points."""

    bonus: tuple[str, ...]
    penalty: tuple[str, ...]
    mixed: tuple[str, ...]


class LabelWords(Model):
    """Words that decide what a number or letter in a label is."""

    points: tuple[str, ...]
    measures: tuple[str, ...]
    not_measures: tuple[str, ...]
    letter_words: tuple[str, ...]


class Vocabulary(Model):
    """All of ``vocabulary.toml``."""

    kinds: Kinds
    labels: LabelWords


@cache
def vocabulary() -> Vocabulary:
    """The words of the field. Raises ``pydantic.ValidationError`` where the file is not formed as it must be."""
    text = files("extract").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return Vocabulary.model_validate(tomllib.loads(text))
