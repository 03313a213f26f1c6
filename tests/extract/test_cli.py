"""The extract command: what it writes, and where."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import click
import pytest
from click.testing import CliRunner

import extract.saved
from extract.cli import main
from extract.console import Group, lang_option, write
from models import Document, InputError, Rubric, SelfReport, Text, load, loads

NOTICE = "qinghuai-notice.docx"
REPORT = "shiqiao-report.docx"


def run(*arguments: object, exit_code: int = 0) -> str:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == exit_code, (result.output, result.exception)
    return result.stdout


def test_a_rubric_as_json(corpora: Path) -> None:
    rubric = load(Rubric, run("rubric", corpora / NOTICE))
    assert rubric.source.name == NOTICE
    assert any(item.max_points for item in rubric.sheet.leaves())


def test_all_rubrics_are_a_list(corpora: Path) -> None:
    found = loads(run("rubric", corpora / NOTICE, "--all"))
    assert isinstance(found, list)
    assert loads(run("rubric", corpora / NOTICE)) in found
    assert loads(run("rubric", corpora / NOTICE, "--sheet", 1)) == found[0]


@pytest.mark.parametrize(("options", "told"), [((), True), (("--sheet", "2"), False), (("--all",), False)])
def test_which_of_several_rubrics_was_taken_is_told(options: tuple[str, ...], told: bool, corpora: Path) -> None:
    result = CliRunner().invoke(main, ["rubric", str(corpora / "yanghe-rating.docx"), *options])
    assert ("--all" in result.stderr) is told
    assert ("第 1 个" in result.stderr) is told


def test_a_saved_rubric_of_several_was_chosen_already(corpora: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.json"
    run("rubric", corpora / "yanghe-rating.docx", "--sheet", 2, "-o", target)
    result = CliRunner().invoke(main, ["rubric", str(target)])
    assert (result.exit_code, result.stderr) == (0, "")
    assert loads(result.stdout)["number"] == 2


def test_claims_as_json(corpora: Path) -> None:
    report = load(SelfReport, run("claims", corpora / REPORT))
    assert any(item.claimed is not None for sheet in report.sheets for item in sheet.walk())


def test_a_document_as_json(corpora: Path) -> None:
    document = load(Document, run("document", corpora / REPORT))
    assert len(document.blocks) > 5


@pytest.mark.parametrize("form", ["table", "md"])
@pytest.mark.parametrize(("what", "name"), [("rubric", NOTICE), ("claims", REPORT), ("document", NOTICE)])
def test_views(form: str, what: str, name: str, corpora: Path) -> None:
    chinese = run(what, corpora / name, "--format", form)
    english = run(what, corpora / name, "--format", form, "--lang", "en")
    assert chinese != english
    assert len(chinese.splitlines()) > 10


def test_a_saved_rubric_is_read_again(corpora: Path, tmp_path: Path) -> None:
    saved = tmp_path / "rubric.json"
    direct = run("rubric", corpora / NOTICE, "-o", saved)
    assert direct == ""
    assert run("rubric", saved) == saved.read_text(encoding="utf-8") == run("rubric", corpora / NOTICE)
    table = run("rubric", corpora / NOTICE, "--format", "table")
    assert run("rubric", saved, "--format", "table") == table


def test_a_saved_list_is_read_again(corpora: Path, tmp_path: Path) -> None:
    one = run("rubric", corpora / NOTICE)
    several = tmp_path / "rubrics.json"
    several.write_text(f"[{one},{one}]", encoding="utf-8")
    assert run("rubric", several, "--sheet", 2) == one
    assert loads(run("rubric", several, "--all")) == [loads(one)] * 2
    run("rubric", several, exit_code=2)
    run("rubric", several, "--sheet", 3, exit_code=2)


def test_saved_claims_are_read_again(corpora: Path, tmp_path: Path) -> None:
    saved = tmp_path / "claims.json"
    run("claims", corpora / REPORT, "-o", saved)
    assert run("claims", saved) == saved.read_text(encoding="utf-8")
    run("rubric", saved, exit_code=2)


def test_version_and_help() -> None:
    assert run("--version").startswith("zicha ")
    for words in (["--help"], ["-h"], ["rubric", "-h"]):
        assert "Usage:" in run(*words)


class TestWriting:
    def test_a_file_is_replaced_as_a_whole_and_keeps_its_rights(self, tmp_path: Path) -> None:
        path = tmp_path / "out.json"
        path.write_text("old", encoding="utf-8")
        path.chmod(0o640)
        write("新\n", path)
        assert path.read_text(encoding="utf-8") == "新\n"
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        assert [p.name for p in tmp_path.iterdir()] == ["out.json"]

    def test_a_new_file_has_the_usual_rights(self, tmp_path: Path) -> None:
        usual = tmp_path / "usual"
        usual.touch()
        write(b"\x00", tmp_path / "out")
        assert (tmp_path / "out").stat().st_mode == usual.stat().st_mode

    def test_a_failure_leaves_the_old_file_and_no_other(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "out.json"
        path.write_text("old", encoding="utf-8")

        def full(*_: object) -> NoReturn:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        with pytest.raises(InputError, match=r"out\.json: cannot be written: no space left"):
            write("new", path)
        assert path.read_text(encoding="utf-8") == "old"
        assert [p.name for p in tmp_path.iterdir()] == ["out.json"]

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        target, link = tmp_path / "target", tmp_path / "link"
        target.touch()
        link.symlink_to(target)
        write("x", link)
        assert link.is_symlink()
        assert target.read_text(encoding="utf-8") == "x"

    def test_a_device_is_written_to(self) -> None:
        write("x", Path(os.devnull))

    @pytest.mark.parametrize("where", ["", "no/such/folder/out.json", "notice.docx/out.json"])
    def test_an_output_that_cannot_be_written(self, where: str, corpora: Path, tmp_path: Path) -> None:
        (tmp_path / "notice.docx").write_bytes((corpora / NOTICE).read_bytes())
        result = CliRunner().invoke(main, ["rubric", str(corpora / NOTICE), "-o", str(tmp_path / where)])
        assert result.exit_code == 2
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"{tmp_path / where}：不能写入")

    def test_the_source_is_never_overwritten(self, corpora: Path, tmp_path: Path) -> None:
        path = tmp_path / NOTICE
        path.write_bytes((corpora / NOTICE).read_bytes())
        result = CliRunner().invoke(main, ["rubric", str(path), "-o", str(path), "--lang", "en"])
        assert result.exit_code == 2
        assert "not overwritten" in result.stderr
        assert path.read_bytes() == (corpora / NOTICE).read_bytes()


class TestFailures:
    """Each through a command of its own, so that nothing here depends on a document."""

    @staticmethod
    def command(error: BaseException) -> click.Command:
        @click.group(cls=Group)
        def group() -> None:
            """Tests."""

        @group.command()
        @lang_option
        def go(lang: str) -> None:
            raise error

        return group

    def test_an_error_of_input_is_one_line(self) -> None:
        error = InputError("a\nb.pdf", Text(zh="坏了", en="broken"))
        result = CliRunner().invoke(self.command(error), ["go", "--lang", "en"])
        assert (result.exit_code, result.stderr) == (2, "a b.pdf: broken\n")

    def test_a_bug_is_one_line_and_not_findings(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("ZICHA_TRACEBACK", raising=False)
        result = CliRunner().invoke(self.command(KeyError("x\ny")), ["go"])
        assert result.exit_code == 2
        (line,) = result.stderr.splitlines()
        assert "内部错误" in line
        monkeypatch.setenv("ZICHA_TRACEBACK", "1")
        result = CliRunner().invoke(self.command(KeyError("x")), ["go", "--lang", "en"])
        assert "Traceback" in result.stderr
        assert "internal error (KeyError: 'x')" in result.stderr

    def test_an_interrupt(self) -> None:
        assert CliRunner().invoke(self.command(KeyboardInterrupt()), ["go"]).exit_code == 130

    def test_other_ends_of_click_stay(self) -> None:
        assert CliRunner().invoke(self.command(click.UsageError("no")), ["go"]).exit_code == 2
        assert CliRunner().invoke(self.command(click.exceptions.Exit(1)), ["go"]).exit_code == 1


def test_a_closed_pipe_is_quiet(corpora: Path) -> None:
    command = [sys.executable, "-m", "extract", "document", str(corpora / NOTICE)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, complaint = process.communicate(timeout=60)
    assert complaint == b""
    assert process.returncode == 141


def test_a_document_may_come_through_a_pipe(corpora: Path) -> None:
    command = [sys.executable, "-m", "extract", "rubric", "/dev/stdin"]
    result = subprocess.run(command, input=(corpora / NOTICE).read_bytes(), capture_output=True, check=True)
    assert load(Rubric, result.stdout).sheet == load(Rubric, run("rubric", corpora / NOTICE)).sheet


def test_a_file_name_that_is_no_text_is_no_obstacle(corpora: Path, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("通知.docx".encode("gb18030"))
    path.write_bytes((corpora / NOTICE).read_bytes())
    assert load(Rubric, run("rubric", path)).sheet == load(Rubric, run("rubric", corpora / NOTICE)).sheet


def test_standard_output_is_utf_8_whatever_the_locale(corpora: Path) -> None:
    command = [sys.executable, "-m", "extract", "rubric", str(corpora / NOTICE)]
    poor = os.environ | {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONIOENCODING": "gb18030", "PYTHONCOERCECLOCALE": "0"}
    result = subprocess.run(command, capture_output=True, env=poor, check=True)
    load(Rubric, result.stdout.decode("utf-8"))


def test_a_document_without_a_rubric_names_the_path(monkeypatch: pytest.MonkeyPatch, corpora: Path) -> None:
    def nothing(_: Document, sheet: int | None = None) -> NoReturn:
        raise InputError("only the name", Text(zh="没有", en=f"none {sheet}"))

    monkeypatch.setattr(extract.saved, "extract_rubric", nothing)
    with pytest.raises(InputError) as caught:
        extract.saved.read_rubric(corpora / NOTICE, 3)
    assert caught.value.name == str(corpora / NOTICE)
    assert caught.value.reason.en == "none 3"


def test_numbers_keep_their_decimals_in_views() -> None:
    from extract.reports.view import plain

    values: list[Any] = [Decimal("2.50"), Decimal("1E-7"), Decimal("-5"), None]
    assert [plain(value) for value in values] == ["2.50", "0.0000001", "-5", ""]
