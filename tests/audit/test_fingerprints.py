from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from audit import audit
from audit.fingerprints import fingerprint, fingerprints
from extract import extract_claims, read_document
from models import Contributor, Evidence, Finding, Where
from tests.audit.build import item, report, sheet

BASE = Finding(
    id="F1",
    code="C203",
    severity="error",
    item="管理",
    message="下级自评得分之和 29+29=58，本级写为 59",
    stated=Decimal(59),
    computed=Decimal(58),
    contributors=(Contributor(name="组织", points=Decimal(29)),),
    evidence=(Evidence(quote="管理（59分）", where=Where(block=3)),),
)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "F7"},
        {"severity": "note", "consequence_of": "F1"},
        {"message": "The parts claim 29+29=58, the item claims 59"},
        {"evidence": (Evidence(quote="管理 ( 59 分 )", where=Where(page=4, block=90, row=2)),)},
        {"contributors": ()},
        {"stated": Decimal("59.0"), "computed": Decimal("58.00")},
        {"item": "管 理"},
    ],
)
def test_what_does_not_change_the_key(change: dict[str, object]) -> None:
    assert fingerprint(BASE.model_copy(update=change)) == fingerprint(BASE)


@pytest.mark.parametrize(
    "change",
    [
        {"code": "C202"},
        {"item": "成效"},
        {"item": None},
        {"stated": Decimal(60)},
        {"computed": Decimal("58.5")},
        {"computed": None},
        {"stated": "59 分"},
    ],
)
def test_what_changes_the_key(change: dict[str, object]) -> None:
    assert fingerprint(BASE.model_copy(update=change)) != fingerprint(BASE)


def test_without_a_claim_the_words_decide() -> None:
    bare = BASE.model_copy(update={"stated": None, "computed": None})
    moved = bare.model_copy(update={"evidence": (Evidence(quote="管理 （59分）", where=Where(block=8)),)})
    other = bare.model_copy(update={"evidence": (Evidence(quote="成效（59分）", where=Where(block=3)),)})
    assert fingerprint(moved) == fingerprint(bare)
    assert fingerprint(other) != fingerprint(bare)


def test_repeats_are_numbered() -> None:
    one, two, three = fingerprints([BASE, BASE.model_copy(update={"code": "C204"}), BASE])
    assert one == fingerprint(BASE)
    assert three == f"{one}:2"
    assert len(two) == 32


def test_an_edit_elsewhere_keeps_the_keys() -> None:
    group = item("管理", 60, 59, item("组织", 30, 29), item("档案", 30, 29))
    before = audit(report(sheet(group, item("成效", 40, 40))))
    after = audit(report(sheet(item("新项", 10, 11), group, item("成效", 40, 40), item("末项", 3, 3))))
    keys = set(fingerprints(before.findings))
    assert keys
    assert keys < set(fingerprints(after.findings))


@pytest.mark.parametrize("name", ["shiqiao-report", "weichuan-forms", "muyuan-selfreport"])
def test_language_and_format_do_not_change_the_keys(corpora: Path, name: str) -> None:
    claims = [extract_claims(read_document(corpora / f"{name}.{ending}")) for ending in ("docx", "pdf")]
    audits = [audit(one, language=language) for one in claims for language in ("zh", "en")]  # type: ignore[arg-type]
    keys = [set(fingerprints(one.findings)) for one in audits]
    assert keys[0]
    assert all(other == keys[0] for other in keys)
