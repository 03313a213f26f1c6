"""Criteria of rubrics and of score tables carry their rules; documents without criteria do not pay for them."""

from __future__ import annotations

import subprocess
import sys

from extract.claims import find_claims
from extract.rubric import find_rubric
from extract.ruled import with_rules
from models import Cell, Criterion, Deduct, DeductPer, Document, Item, Source, Table, Where
from models.rules import Award
from tests.audit.build import item, sheet
from tests.extract.reports import report

SOURCE = Source(name="通知.docx", sha256="0" * 64, format="docx")
HEAD = ["指标", "评价内容", "分值", "评分细则"]


def notice(*rows: list[str], head: list[str] = HEAD) -> Document:
    cells = tuple(
        Cell(row=r, column=c, text=text, where=Where(block=0, row=r, column=c))
        for r, row in enumerate([head, *rows])
        for c, text in enumerate(row)
    )
    table = Table(rows=len(rows) + 1, columns=len(head), cells=cells, where=Where(block=0))
    return Document(source=SOURCE, blocks=(table,))


def test_a_rubric_has_rules_with_their_places() -> None:
    text = "１、建立台账得 2 分；\n２、每发现 1例错误扣0.5分，扣完为止。"
    document = notice(["管理", "台账", "5", text], ["管理", "公示", "5", "未公示的扣1分。"])
    first, second = find_rubric(document).sheet.leaves()
    rules = [rule for criterion in first.criteria for rule in criterion.rules]
    assert [(rule.kind, str(rule.points)) for rule in rules] == [("award", "2"), ("deduct_per", "0.5")]
    for rule in rules:
        assert rule.where.row == 1
        assert "".join(text[rule.where.start : rule.where.end].split()) == "".join(rule.text.split())
    assert [type(rule) for rule in second.criteria[0].rules] == [Deduct]


def test_rows_of_one_item_are_read_together() -> None:
    document = notice(
        ["管理", "台账", "5", "建立台账得2分。"],
        ["管理", "台账", "5", "每发现1例错误扣0.5分。"],
        ["管理", "公示", "5", "未公示的扣1分。"],
    )
    kinds = {type(r) for i in find_rubric(document).sheet.leaves() for c in i.criteria for r in c.rules}
    assert kinds == {Award, DeductPer, Deduct}


def test_a_score_table_has_rules_too() -> None:
    document = notice(
        ["管理", "台账", "5", "未建立的扣2分。", "3"],
        ["管理", "公示", "5", "未公示的扣1分。", "5"],
        head=[*HEAD, "自评得分"],
    )
    claims = find_claims(document)
    leaves = list(claims.sheets[0].leaves())
    assert [[type(rule) for c in leaf.criteria for rule in c.rules] for leaf in leaves] == [[Deduct], [Deduct]]


def test_parts_keep_their_criteria() -> None:
    criterion = Criterion(ordinal=None, text="未公示的扣1分。", where=Where(block=0, row=1, column=1))
    below: Item = item("公示", 5, 5).model_copy(update={"criteria": (criterion,)})
    (ruled,) = with_rules([sheet(item("管理", 5, 5, below))], report("正文"))
    (leaf,) = ruled.leaves()
    assert [type(rule) for rule in leaf.criteria[0].rules] == [Deduct]


def test_sheets_without_criteria_stay_as_they_are() -> None:
    plain = sheet(item("管理", 5, 5))
    assert with_rules([plain], report("正文")) == (plain,)


def test_language_tools_load_only_where_there_is_a_criterion() -> None:
    code = (
        "import sys\n"
        "from extract.claims import find_claims\n"
        "from tests.extract.reports import report\n"
        "find_claims(report('一、宣传（指标分值3分，自评得3分）\\n已完成。（得3分）'))\n"
        "assert 'spacy' not in sys.modules and 'jieba' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_audit_of_saved_json_loads_no_language_tools() -> None:
    code = (
        "import sys\n"
        "from audit import audit\n"
        "from tests.audit.build import item, report, rubric, sheet\n"
        "audit(report(sheet(item('甲', 5, 4))), rubric(item('甲', 5)))\n"
        "assert 'spacy' not in sys.modules and 'jieba' not in sys.modules and 'extract' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
