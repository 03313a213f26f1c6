from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.text import fold, folded, tidy
from models import Line, Paragraph, Where

FOLDED = [
    ("得 ２．５ 分", "得2.5分"),
    ("（指标 分值\n６分）", "(指标分值6分)"),
    ("［2022］〔2022〕【2022】", "[2022][2022][2022]"),
    ("－5 − 5 – 5 — 5", "-5-5-5-5"),
    ("９５％以上；≧90﹪", "95%以上;≥90%"),
    ("①审批 ⑳", "①审批⑳"),
    ("“一网通办”", '"一网通办"'),
    ("\u200b得\xa02\u3000分\ufeff", "得2分"),
    ("㎡、。", "㎡、。"),
]


@pytest.mark.parametrize(("raw", "expected"), FOLDED)
def test_fold(raw: str, expected: str) -> None:
    assert folded(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2022 年 A1 项目\n立项 (8 分)", "2022年A1项目立项(8分)"),
        ("COVID  19 疫情", "COVID 19疫情"),
        ("  ", ""),
        ("A11 立项\u3000依据", "A11立项依据"),
        ("满意率 ≥ 95 %", "满意率≥95%"),
    ],
)
def test_tidy(raw: str, expected: str) -> None:
    assert tidy(raw) == expected


@given(st.text())
def test_every_folded_character_knows_its_origin(raw: str) -> None:
    result = fold(raw)
    assert len(result.text) == len(result.origin)
    assert list(result.origin) == sorted(set(result.origin))
    for index in range(len(result.text)):
        assert folded(result.quote(index, index + 1)) == result.text[index]


@given(st.text())
def test_folding_and_tidying_twice_changes_nothing(raw: str) -> None:
    assert folded(folded(raw)) == folded(raw)
    assert tidy(tidy(raw)) == tidy(raw)
    assert folded(tidy(raw)) == folded(raw)


def test_evidence_points_at_the_printed_characters() -> None:
    line = Line(start=0, end=10, page=3, bbox=(100, 50, 200, 62))
    paragraph = Paragraph(text="自评 得 6 分。", where=Where(block=4, page=3), lines=(line,))
    match = fold(paragraph.text)
    evidence = match.evidence(paragraph, 2, 5)
    assert evidence.quote == "得 6 分"
    assert (evidence.where.block, evidence.where.start, evidence.where.end) == (4, 3, 8)
    assert evidence.where.page == 3
    assert evidence.where.bbox == (130, 50, 180, 62)


def test_an_empty_span_stands_before_the_next_character() -> None:
    assert fold(" a").span(0, 0) == (1, 1)
    assert fold("a").span(1, 1) == (1, 1)
