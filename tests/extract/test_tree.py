from __future__ import annotations

from extract.tree import Draft, freeze
from models import Where


def draft(name: str, *children: Draft) -> Draft:
    return Draft(label=name, name=name, where=Where(), children=list(children))


def test_ids_are_paths_of_positions() -> None:
    items = freeze([draft("甲", draft("乙"), draft("丙", draft("丁"))), draft("戊")])
    assert [(item.id, item.name) for top in items for item in top.walk()] == [
        ("1", "甲"),
        ("1.1", "乙"),
        ("1.2", "丙"),
        ("1.2.1", "丁"),
        ("2", "戊"),
    ]


def test_walk_visits_parents_first() -> None:
    assert [d.name for d in draft("甲", draft("乙", draft("丙")), draft("丁")).walk()] == ["甲", "乙", "丙", "丁"]
