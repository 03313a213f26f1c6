"""The words of score phrases, read once from ``phrases.toml`` and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from models import Model


class _Words(Model):
    maximum: tuple[str, ...]
    claim: tuple[str, ...]
    sum: tuple[str, ...]
    sum_alone: tuple[str, ...]
    subtotal: tuple[str, ...]
    this: tuple[str, ...]
    total: tuple[str, ...]
    either: tuple[str, ...]
    bonus: tuple[str, ...]
    link: tuple[str, ...]
    not_points: tuple[str, ...]
    foreign: tuple[str, ...]
    hoped: tuple[str, ...]
    reviewer: tuple[str, ...]
    base: tuple[str, ...]
    not_after: dict[str, str]


class _Whole(Model):
    title: tuple[str, ...]
    sentence: tuple[str, ...]
    heading: tuple[str, ...]


class _Verbs(Model):
    award: tuple[str, ...]
    deduct: tuple[str, ...]
    no_deduction: tuple[str, ...]
    zero: tuple[str, ...]
    full: tuple[str, ...]
    not_after: dict[str, str]


class _Rules(Model):
    quoting: tuple[str, ...]
    speaking: tuple[str, ...]
    sentence: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    per: tuple[str, ...]
    per_unit: tuple[str, ...]
    per_time: tuple[str, ...]
    level: tuple[str, ...]
    not_after: dict[str, str]


class PhraseWords(Model):
    """All of ``phrases.toml``."""

    words: _Words
    whole: _Whole
    verbs: _Verbs
    rules: _Rules


@cache
def phrase_words() -> PhraseWords:
    """The words of score phrases, read once."""
    text = Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8")
    return PhraseWords.model_validate(tomllib.loads(text))
