"""Measured values from cells and from running text."""

from __future__ import annotations

import pytest

from extract.claims import find_claims
from models import Cell, Document, Paragraph, Source, Table, Where
from tests.extract.reports import report

SOURCE = Source(name="报告.docx", sha256="0" * 64, format="docx")
Row = tuple[str | None, str, str, str | None]


def document(*blocks: str | list[list[str]]) -> Document:
    """A document of paragraphs and of tables, given as rows of texts."""
    made: list[Paragraph | Table] = []
    for index, block in enumerate(blocks):
        if isinstance(block, str):
            made.append(Paragraph(text=block, where=Where(block=index)))
            continue
        cells = tuple(
            Cell(row=r, column=c, text=text, where=Where(block=index, row=r, column=c))
            for r, row in enumerate(block)
            for c, text in enumerate(row)
        )
        made.append(Table(rows=len(block), columns=len(block[0]), cells=cells, where=Where(block=index)))
    return Document(source=SOURCE, blocks=tuple(made))


def values(*blocks: str | list[list[str]]) -> list[Row]:
    facts = find_claims(document(*blocks)).facts
    return [(f.role, f.measure, str(f.value), f.unit) for f in facts if f.kind == "measured"]


def table(target: str, actual: str, name: str = "政策知晓率") -> list[list[str]]:
    head = ["一级指标", "指标名称", "年度指标值", "实际完成值", "分值", "得分"]
    return [head, ["效益", name, target, actual, "10", "9"], ["效益", "群众评价", "良好", "良好", "5", "5"]]


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥95%", "81%", [("target", "政策知晓率", "95", "%"), ("actual", "政策知晓率", "81", "%")]),
        ("≥ 95 ％", "８１．５％", [("target", "政策知晓率", "95", "%"), ("actual", "政策知晓率", "81.5", "%")]),
        ("95%以上", "不低于96%", [("target", "政策知晓率", "95", "%"), ("actual", "政策知晓率", "96", "%")]),
        ("300人", "276人", [("target", "政策知晓率", "300", "人"), ("actual", "政策知晓率", "276", "人")]),
        ("1,200户", "1,180户", [("target", "政策知晓率", "1200", "户"), ("actual", "政策知晓率", "1180", "户")]),
        ("≤5天", "4天", [("target", "政策知晓率", "5", "天"), ("actual", "政策知晓率", "4", "天")]),
        ("95%", "知晓率为81%", [("target", "政策知晓率", "95", "%"), ("actual", "知晓率", "81", "%")]),
        ("95%", "完成", [("target", "政策知晓率", "95", "%")]),
        ("全覆盖", "全覆盖", []),
        (
            "95%",
            "抽样回访了120户，居民知晓率为81.5%，还有差距。",
            [("target", "政策知晓率", "95", "%"), ("actual", "居民知晓率", "81.5", "%")],
        ),
        ("95%", "去年知晓率为90%，目标值为95%。", [("target", "政策知晓率", "95", "%")]),
        # what would be a value of each year, or of others, or a rule, is none
        ("95%", "知晓率达到95%得满分，每降低1%扣0.5分。", [("target", "政策知晓率", "95", "%")]),
        ("95%", "得分率90%。", [("target", "政策知晓率", "95", "%")]),
    ],
)
def test_cells(target: str, actual: str, expected: list[Row]) -> None:
    assert values(table(target, actual)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按计划应走访40户，实际走访39户。（得3分）", [("planned", "走访", "40", "户"), ("done", "走访", "39", "户")]),
        ("计划培训30人，实际培训4场。（得3分）", []),
        ("经抽查，满意率为92.5%。（得3分）", [("actual", "满意率", "92.5", "%")]),
        ("经抽查，满意率达92%以上。（得3分）", [("actual", "满意率", "92", "%")]),
        ("经抽查，满意率比上年提高3%。（得3分）", []),
        ("要求签约率达到90%，按时完成。（得3分）", []),
        ("评分标准：满意率90%以上得满分。（得3分）", []),
        ("对12%的家庭做了回访。（得3分）", []),
    ],
)  # fmt: skip
def test_the_text_of_an_item(text: str, expected: list[Row]) -> None:
    found = values("自评报告", "一、走访（指标分值3分，自评得3分）", text)
    assert [(role, "走访" if role in {"planned", "done"} else m, v, u) for role, m, v, u in found] == expected


def test_a_value_knows_its_item_and_its_words() -> None:
    found = find_claims(document("自评报告", table("≥95%", "81%")))
    target, actual = (f for f in found.facts if f.kind == "measured")
    sheet = found.sheets[actual.sheet or 0]
    (owner,) = (i for i in sheet.walk() if i.id == actual.item)
    assert owner.name == actual.subject == "政策知晓率"
    assert (target.qualifier, actual.qualifier) == ("≥", None)
    assert (actual.evidence.quote, actual.evidence.where.row) == ("81%", 1)


def test_values_of_the_next_item_are_its_own() -> None:
    text = (
        "一、宣传（指标分值3分，自评得3分）\n知晓率为96%。（得3分）\n"
        "二、服务（指标分值4分，自评得4分）\n满意率为91%。（得4分）"
    )
    found = find_claims(report(text))
    names = {i.id: i.name for i in found.sheets[0].walk()}
    facts = [(names[f.item or ""], f.measure) for f in found.facts if f.kind == "measured"]
    assert facts == [("宣传", "知晓率"), ("服务", "满意率")]
