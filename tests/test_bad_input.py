"""Bad input to both commands: exit code 2 and one line that names the file, never a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from audit.cli import main as audit
from extract.cli import main as extract
from tests import bad_files

COMMANDS: list[tuple[click.Command, list[str]]] = [
    (extract, ["rubric"]),
    (extract, ["claims"]),
    (extract, ["document"]),
    (audit, []),
]


def check(command: click.Command, arguments: list[str], named: Path) -> str:
    """Run a command that must refuse a file; returns its line."""
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 2, (arguments, result.output, result.exception)
    lines = result.stderr.splitlines()
    assert len(lines) == 1, lines
    assert named.name in lines[0]
    assert "Traceback" not in result.output
    assert "内部错误" not in lines[0]
    assert "internal error" not in lines[0]
    assert result.stdout == ""
    return lines[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad")


@pytest.fixture(scope="module")
def unreadable(folder: Path, corpora: Path) -> list[Path]:
    return bad_files.make(folder, corpora)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("command", "words"), COMMANDS, ids=["rubric", "claims", "document", "audit"])
def test_a_file_that_cannot_be_read(
    command: click.Command, words: list[str], language: str, unreadable: list[Path]
) -> None:
    lines = [check(command, [*words, str(path), "--lang", language], path) for path in unreadable]
    reasons = {line.split(path.name, 1)[1] for line, path in zip(lines, unreadable, strict=True)}
    assert len(reasons) >= 5, "different faults have different words"
    assert all(("：" if language == "zh" else ": ") in line for line in lines)


def test_a_rubric_that_cannot_be_read(unreadable: list[Path], corpora: Path) -> None:
    report = str(corpora / "shiqiao-report.docx")
    for path in unreadable:
        check(audit, [report, "--rubric", str(path)], path)


def test_nothing_of_what_was_asked_for_is_in_the_file(tmp_path: Path, corpora: Path) -> None:
    path = bad_files.without_tables(tmp_path)
    assert "no rubric" in check(extract, ["rubric", str(path), "--lang", "en"], path)
    assert "评分" in check(extract, ["rubric", str(path)], path)
    check(extract, ["rubric", str(path), "--all"], path)
    check(extract, ["claims", str(path)], path)
    check(audit, [str(path)], path)
    check(audit, [str(corpora / "shiqiao-report.docx"), "--rubric", str(path)], path)


def test_a_rubric_saved_as_json_that_is_none(tmp_path: Path, corpora: Path) -> None:
    report = str(corpora / "shiqiao-report.docx")
    for path in bad_files.broken_json(tmp_path):
        check(extract, ["rubric", str(path), "--format", "table"], path)
        check(audit, [report, "--rubric", str(path)], path)


def test_the_version_of_the_json_is_named(tmp_path: Path) -> None:
    path = next(path for path in bad_files.broken_json(tmp_path) if path.name == "新版.json")
    assert "schema_version is 99, this program reads 1" in check(extract, ["rubric", str(path), "--lang", "en"], path)


def test_a_sheet_that_the_document_does_not_have(corpora: Path) -> None:
    path = corpora / "qinghuai-notice.docx"
    check(extract, ["rubric", str(path), "--sheet", "99"], path)


@pytest.mark.parametrize("source", ["qinghuai-notice.docx", "qinghuai-notice.pdf"])
def test_the_content_decides_not_the_name(source: str, corpora: Path, tmp_path: Path) -> None:
    wrong = tmp_path / f"{Path(source).stem}.{'pdf' if source.endswith('docx') else 'docx'}"
    shutil.copy(corpora / source, wrong)
    renamed = CliRunner().invoke(extract, ["rubric", str(wrong)])
    original = CliRunner().invoke(extract, ["rubric", str(corpora / source)])
    assert renamed.exit_code == original.exit_code == 0
    assert renamed.stdout.replace(wrong.name, source) == original.stdout


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
    )


@pytest.mark.parametrize("command", [["extract", "rubric"], ["audit"]])
def test_as_a_process(command: list[str], tmp_path: Path) -> None:
    path = tmp_path / "空.pdf"
    path.touch()
    result = run(*command, str(path))
    assert result.returncode == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{path}：")


@pytest.mark.parametrize("command", [["extract", "rubric"], ["audit"]])
def test_in_a_poor_environment_the_line_still_comes(command: list[str], tmp_path: Path) -> None:
    path = tmp_path / "空.pdf"
    path.touch()
    result = run(*command, str(path), PYTHONUTF8="0", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0")
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1


def test_usage_errors_leave_with_2() -> None:
    for command, words in COMMANDS:
        assert CliRunner().invoke(command, [*words, "--no-such-option"]).exit_code == 2
        assert CliRunner().invoke(command, words).exit_code == 2
    assert CliRunner().invoke(extract, ["rubric", "a.pdf", "--sheet", "0"]).exit_code == 2
    assert CliRunner().invoke(extract, ["rubric", "a.pdf", "--sheet", "1", "--all"]).exit_code == 2
