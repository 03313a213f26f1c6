"""Scores of several scorers in one table (自评分 | 复评分 | 考核得分, 专家1 | 专家2): a sheet for each of them.

The first sheet has the scores that count, with rules and details. The others only repeat the items and their maxima.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models import Item, ScoreSheet

_UNTITLED = "评分表"


def further_scorers(main: ScoreSheet, others: Iterable[tuple[str, ScoreSheet]]) -> Iterator[ScoreSheet]:
    """The sheets of further scorers, by the headings of their columns.

    A column that scores less than half of what the first one does holds corrections; they stay details of the items.
    """
    mine = {item.id for item in main.leaves() if item.claimed is not None}
    for heading, sheet in others:
        theirs = {item.id for item in sheet.leaves() if item.claimed is not None}
        if not mine or len(mine & theirs) * 2 < len(mine):
            continue
        title = f"{main.title or _UNTITLED}（{heading}）"
        items = tuple(map(_scores_only, sheet.items))
        yield sheet.model_copy(update={"title": title, "scorer": heading, "items": items})


def _scores_only(item: Item) -> Item:
    children = tuple(map(_scores_only, item.children))
    return item.model_copy(update={"children": children, "criteria": (), "details": (), "mentions": ()})
