"""The command: what it prints, what it writes, how it ends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from golden import run
from golden.__main__ import main
from golden.compare import compare
from golden.documents import GoldenError, entries
from golden.layout import render
from models import loads

SAMPLE = "qinghuai-notice"


@pytest.fixture
def folder(tmp_path: Path, corpora: Path) -> Path:
    """A folder with one document in one format, without a manifest and without goldens."""
    (tmp_path / "documents" / "sample").mkdir(parents=True)
    shutil.copy(corpora / f"{SAMPLE}.docx", tmp_path / "documents" / "sample" / "notice.docx")
    return tmp_path / "documents"


def test_list_names_every_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    printed = capsys.readouterr().out
    assert all(identity in printed for identity in entries())


def test_check_says_how_much_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", SAMPLE, "--view", "rubric"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines[:3]] == [f"{SAMPLE}.{end}" for end in ("docx", "pdf", "web.pdf")]
    assert all(line.startswith("same") and "P 1.000 R 1.000" in line for line in lines[:3])


def test_an_unknown_document_is_bad_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "no-such-document"]) == 2
    assert "no-such-document" in capsys.readouterr().err


def test_a_folder_that_is_none_is_bad_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--documents", str(tmp_path / "nothing")]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_a_broken_manifest_is_bad_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "manifest.toml").write_text("[[document]]\nid = 'a'\n", encoding="utf-8")
    assert main(["list", "--documents", str(tmp_path)]) == 2
    assert "manifest.toml" in capsys.readouterr().err


def test_a_missing_golden_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--documents", str(folder)]) == 2
    assert "there is no golden" in capsys.readouterr().err


def test_a_golden_that_the_manifest_promises_must_be_there(corpora: Path, tmp_path: Path) -> None:
    shutil.copy(corpora / f"{SAMPLE}.docx", tmp_path / "sample.docx")
    (tmp_path / "manifest.toml").write_text(
        '[[document]]\nid = "sample"\ntitle = "t"\npurpose = "p"\nformats = ["docx"]\nexpect = ["rubric"]\n',
        encoding="utf-8",
    )
    with pytest.raises(GoldenError, match=r"sample\.rubric\.json"):
        list(run.check(entries(tmp_path)["sample"], entries(tmp_path), ["rubric"]))


def test_update_writes_what_check_then_finds_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "golden").mkdir()
    golden = folder / "golden" / "sample.rubric.json"
    for broken in ("{}", "[]", '{"sheet": '):
        golden.write_text(broken, encoding="utf-8")
        assert main(["check", "--documents", str(folder)]) == 2
        assert "sample.rubric.json" in capsys.readouterr().err
    golden.unlink()
    assert main(["update", "sample", "--documents", str(folder), "--view", "findings"]) == 0
    assert "new     sample.findings.json" in capsys.readouterr().out
    assert main(["check", "--documents", str(folder)]) == 0


def test_update_shows_what_changed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = entries(folder)["sample"]
    data = run.produce(entry, entry.files[0], "rubric", {})
    data["sheet"]["items"][0]["max_points"] = 21
    (folder / "golden").mkdir()
    golden = folder / "golden" / "sample.rubric.json"
    golden.write_text(render(data), encoding="utf-8")
    assert main(["check", "--documents", str(folder)]) == 1
    assert "max_points: 21 → 20" in capsys.readouterr().out
    assert main(["update", "--documents", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "changed sample.rubric.json" in printed
    assert "max_points: 21 → 20" in printed
    assert main(["check", "--documents", str(folder)]) == 0
    assert main(["update", "--documents", str(folder)]) == 0
    assert "changed" not in capsys.readouterr().out.splitlines()[-1]


def test_a_document_without_what_is_expected_is_a_drift(corpora: Path, tmp_path: Path) -> None:
    shutil.copy(corpora / "shuijing-report.docx", tmp_path / "sample.docx")
    (tmp_path / "manifest.toml").write_text(
        '[[document]]\nid = "sample"\ntitle = "t"\npurpose = "p"\nformats = ["docx"]\nexpect = ["rubric"]\n',
        encoding="utf-8",
    )
    (tmp_path / "golden").mkdir()
    (tmp_path / "golden" / "sample.rubric.json").write_text('{"sheet": {}}', encoding="utf-8")
    found = entries(tmp_path)
    outcome = run.check_one(found["sample"], found["sample"].files[0], "rubric", found)
    assert not outcome.same


def test_rendered_json_is_the_same_data() -> None:
    path = entries()[SAMPLE].golden("rubric")
    data = loads(path.read_text(encoding="utf-8"))
    assert loads(render(data)) == data
    assert compare(data, data).same
    assert max(len(line) for line in render({"a": [{"b": 1, "c": None}], "d": []}).splitlines()) < 30
