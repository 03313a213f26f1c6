"""The words of the field are read and checked."""

from __future__ import annotations

from typing import get_args

import pytest
from pydantic import ValidationError

from extract.columns import role_of
from extract.text import folded
from extract.vocabulary import Role, Vocabulary, vocabulary


def test_every_role_has_words() -> None:
    assert set(vocabulary().roles) == set(get_args(Role))
    assert all(words.exact for words in vocabulary().roles.values())


def test_words_are_folded() -> None:
    for words in vocabulary().roles.values():
        assert all(word == folded(word) for word in (*words.exact, *words.part))


def test_each_word_has_the_role_it_stands_under() -> None:
    wrong = [
        (word, role, role_of(word))
        for role, words in vocabulary().roles.items()
        for word in words.exact
        if role_of(word) != role
    ]
    assert wrong == []


def test_a_heading_with_two_roles_is_refused() -> None:
    data = vocabulary().model_dump()
    data["roles"]["remark"]["exact"] = (*data["roles"]["remark"]["exact"], "分值")
    with pytest.raises(ValidationError, match="分值"):
        Vocabulary.model_validate(data)


def test_an_empty_word_is_refused() -> None:
    data = vocabulary().model_dump()
    data["rows"]["total"] = ("  ",)
    with pytest.raises(ValidationError, match="empty word"):
        Vocabulary.model_validate(data)


def test_an_unknown_role_is_refused() -> None:
    data = vocabulary().model_dump()
    data["roles"]["colour"] = {"exact": ("颜色",), "part": ()}
    with pytest.raises(ValidationError):
        Vocabulary.model_validate(data)
