"""How many indicators the text says there are, and what only looks like a count."""

from __future__ import annotations

import pytest

from extract.facts import find_facts
from tests.extract.reports import report


def _facts(text: str) -> list[tuple[str, str, str, str | None]]:
    return [(f.subject, f.measure, str(f.value), f.unit) for f in find_facts(report(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "产出类指标由 3 个二级指标和 9 个三级指标构成，权重分 30 分。",
            [("产出", "二级指标", "3", "个"), ("产出", "三级指标", "9", "个")],
        ),
        ("决策指标包括3个二级指标。", [("决策", "二级指标", "3", "个")]),
        ("“效益”类指标设5项三级指标。", [("效益", "三级指标", "5", "项")]),
        (
            "项目管理下设两个二级指标、五个三级指标。",
            [("项目管理", "二级指标", "2", "个"), ("项目管理", "三级指标", "5", "个")],
        ),
        (
            "本次评价指标体系共设置一级指标4个、二级指标10个、三级指标29个。",
            [
                ("指标体系", "一级指标", "4", "个"),
                ("指标体系", "二级指标", "10", "个"),
                ("指标体系", "三级指标", "29", "个"),
            ],
        ),
        ("评分指标由6个一级指标构成。", [("指标体系", "一级指标", "6", "个")]),
        (
            "评估指标由4个A级指标、9个B级指标组成。",
            [("指标体系", "A级指标", "4", "个"), ("指标体系", "B级指标", "9", "个")],
        ),
        ("评价指标共25项指标，满分100分。", [("指标体系", "指标", "25", "项")]),
        ("该项目共设有 28 个具体指标。", [("指标体系", "指标", "28", "个")]),
        (
            "指标体系由4个一级指标组成，其中过程类指标设2个二级指标。",
            [("指标体系", "一级指标", "4", "个"), ("过程", "二级指标", "2", "个")],
        ),
    ],
)
def test_counts(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert _facts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "9个三级指标中有8个得满分。",
        "扣分的三级指标3个。",
        "完成5项指标任务。",
        "共有3个指标未完成。",
        "主要包括决策、过程、绩效三类指标。",
        "一级指标得分20分。",
        "一级指标共20分。",
        "有2项三级指标扣分。",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert _facts(text) == []


def test_the_words_and_their_place() -> None:
    (fact,) = find_facts(report("前言。\n决策类指标由 3 个二级指标构成。"))
    assert (fact.kind, fact.evidence.quote) == ("indicator_count", "3个二级指标")
    assert (fact.evidence.where.block, fact.evidence.where.start) == (1, 7)
