"""The two commands that make sample documents and their goldens."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora import typeset
from golden import expect
from models import loads


def test_typesetting_an_unknown_source_is_bad_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert typeset.main(["no-such-source"]) == 2
    assert "no-such-source" in capsys.readouterr().err


def test_expecting_of_an_unknown_document_is_bad_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert expect.main(["no-such-document"]) == 2
    assert "no-such-document" in capsys.readouterr().err


def test_goldens_are_written_from_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expect, "GOLDEN", tmp_path)
    assert expect.main(["shiqiao-report"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"shiqiao-report.claims.json", "shiqiao-report.findings.json"}
    claims = loads((tmp_path / "shiqiao-report.claims.json").read_text(encoding="utf-8"))
    section = claims["sheets"][0]["items"][0]
    assert (section["name"], section["max_points"], section["claimed"]) == ("年度重点任务", 20, 19)
    assert [mention["points"] * mention["sign"] for mention in section["children"][0]["mentions"]] == [5, -1, 3, 2, 1]


def test_dates_and_identifiers_of_a_pdf_are_fixed(tmp_path: Path) -> None:
    made = tmp_path / "made.pdf"
    made.write_bytes(b"<</CreationDate (D:20240506070809+00'00')/ID [<AB01><CD02>] /DocChecksum /9F>>")
    typeset._keep(made, tmp_path / "kept.pdf")
    kept = (tmp_path / "kept.pdf").read_bytes()
    assert kept == b"<</CreationDate (D:20240101000000+00'00')/ID [<0000><0000>] /DocChecksum /00>>"
    assert len(kept) == len(made.read_bytes())
