"""Findings and scores of a run as Parquet."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from audit.batch import tables
from audit.cli import main
from audit.ranking import Score
from models import Source, loads
from tests.audit.batch.reports import many, notice, put, report

SOURCE = Source(name="甲.pdf", sha256="0" * 64, format="pdf", pages=3)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in (*arguments, "--no-config")])


def rows(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def test_the_tables_hold_what_the_single_results_hold(tmp_path: Path) -> None:
    many(tmp_path / "in", 9, 2)
    arguments = (tmp_path / "in", "--rubric", put(tmp_path, "通知.docx", notice()), "--out-dir")
    single = run(*arguments, tmp_path / "single", "--jobs", 1)
    result = run(*arguments, tmp_path / "tables", "--jobs", 2, "--format", "parquet")
    assert (result.exit_code, result.stdout, result.stderr) == (single.exit_code, single.stdout, single.stderr)
    assert set(files(tmp_path / "tables")) == {"findings.parquet", "scores.parquet", "summary.json"}
    index = loads((tmp_path / "single" / "summary.json").read_bytes())
    expected = {}
    for one in index["reports"]:
        audited = loads((tmp_path / "single" / one["result"]).read_bytes())
        expected[one["ranked"]["score"]["name"]] = (one["ranked"], audited["findings"])
    scores = rows(tmp_path / "tables" / "scores.parquet")
    assert [score["report"] for score in scores] == sorted(expected)
    for score in scores:
        ranked, _ = expected[score["report"]]
        assert score["rank"] == ranked["rank"]
        assert score["rubric_name"] == "通知.docx"
        assert isinstance(score["claimed_total"], Decimal)
        for name in ("unit", "max_total", "claimed_total", "computed_total", "errors", "warnings", "notes", "accepted"):
            assert score[name] == ranked["score"].get(name), name
        assert score["source_sha256"] == ranked["score"]["source"]["sha256"]
    findings = rows(tmp_path / "tables" / "findings.parquet")
    assert len(findings) == sum(len(found) for _, found in expected.values()) == 3
    for finding in findings:
        (wanted,) = expected[finding["report"]][1]
        for name in ("id", "code", "severity", "message"):
            assert finding[name] == wanted[name]
        assert finding["stated_number"] == wanted["stated"]
        assert finding["stated"] == format(wanted["stated"], "f")
        assert finding["quote"] == wanted["evidence"][0]["quote"]
    index = loads((tmp_path / "tables" / "summary.json").read_bytes())
    assert {one["result"] for one in index["reports"]} == {"findings.parquet"}


def test_only_what_changed_is_done_again_and_no_byte_depends_on_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(tmp_path / "in", 5)
    out = tmp_path / "out"
    arguments = (tmp_path / "in", "--out-dir", out, "--format", "parquet")
    run(*arguments, "--jobs", 2)
    first = files(out)
    with monkeypatch.context() as patched:
        patched.setattr("audit.batch.run.doers", None)  # whoever calls it fails
        (out / "findings.parquet").write_bytes(b"spoilt")
        assert run(*arguments).exit_code == 1
        assert files(out) == first
    put(tmp_path / "in", "新报告.docx", report("新镇人民政府", (25, 20, 22, 18), 86))
    assert run(*arguments).exit_code == 1
    changed = files(out)
    assert len(rows(out / "scores.parquet")) == 6
    assert run(tmp_path / "in", "--out-dir", tmp_path / "fresh", "--format", "parquet", "--jobs", 1).exit_code == 1
    assert files(tmp_path / "fresh") == changed


def test_rows_are_written_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS", 4)
    score = Score(
        name="甲.pdf", unit=None, source=SOURCE, max_total=None, claimed_total=Decimal("97.50"),
        computed_total=None, errors=1, warnings=0, notes=0,
    )  # fmt: skip
    tables.write_scores(tmp_path / "s.parquet", ((score, None, None) for _ in range(10)))
    read = parquet.ParquetFile(tmp_path / "s.parquet")
    assert [read.metadata.row_group(i).num_rows for i in range(read.num_row_groups)] == [4, 4, 2]
    assert [row["claimed_total"] for row in rows(tmp_path / "s.parquet")] == [Decimal("97.5")] * 10
    tables.write_findings(tmp_path / "f.parquet", [])
    assert rows(tmp_path / "f.parquet") == []
    assert read.schema_arrow.field("report").nullable is False


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**25), max_value=10**25, places=None))
def test_a_number_is_exact_or_left_out(value: Decimal) -> None:
    number = tables._number(value)
    fits = abs(Fraction(value)) < 10**20 and (Fraction(value) * 10**18).denominator == 1
    assert (number == value) if fits else number is None


@pytest.mark.parametrize(
    ("value", "text", "number"),
    [
        (Decimal("2.50"), "2.50", Decimal("2.5")),
        (Decimal("1E+3"), "1000", Decimal(1000)),
        ("优秀", "优秀", None),
        (None, None, None),
        (Decimal("0." + "3" * 28), "0." + "3" * 28, None),
        (
            Decimal("12345678901234567890.123456789012345678"),
            "12345678901234567890.123456789012345678",
            Decimal("12345678901234567890.123456789012345678"),
        ),
        (
            Decimal("12345678901234567890.500000000000000000000"),
            "12345678901234567890.500000000000000000000",
            Decimal("12345678901234567890.5"),
        ),
        (Decimal("123456789012.0000000000000000001"), "123456789012.0000000000000000001", None),
    ],
)
def test_what_is_stated_keeps_its_digits(
    tmp_path: Path, value: Decimal | str | None, text: str | None, number: Decimal | None
) -> None:
    import simplejson

    keys = ("id", "code", "severity", "item", "message", "consequence_of", "fingerprint", "quote")
    row = dict.fromkeys(keys, "x") | {"stated": value, "computed": None, "page": 2}
    tables.write_findings(tmp_path / "f.parquet", [("甲", simplejson.dumps([row], use_decimal=True))])
    (found,) = rows(tmp_path / "f.parquet")
    assert (found["stated"], found["stated_number"], found["page"]) == (text, number, 2)


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "甲.docx", report("甲镇人民政府", (25, 20, 22, 18), 86))
    result = run(path, "--format", "parquet")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--out-dir" in result.stderr
    monkeypatch.setattr(tables, "find_spec", lambda name: None)
    result = run(path, "--format", "parquet", "--out-dir", tmp_path / "out")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "pip install 'zicha[parquet]'" in result.stderr
    assert not (tmp_path / "out").exists()
