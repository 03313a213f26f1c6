"""The formats as the command gives them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.cli import main

FORMATS = ("text", "concise", "json", "html", "sarif", "github")
ROOT = Path(__file__).resolve().parents[3]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("name", ["shiqiao-report.docx", "muyuan-selfreport.pdf"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_format_of_a_real_file(corpora: Path, tmp_path: Path, name: str, language: str) -> None:
    for form in FORMATS:
        target = tmp_path / form
        result = run(corpora / name, "--format", form, "--lang", language, "-o", target)
        assert result.exit_code == 1, result.output
        assert target.stat().st_size > 100
    assert (tmp_path / "html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads((tmp_path / "sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert str(corpora / name) in (tmp_path / "concise").read_text(encoding="utf-8")


def test_a_pdf_is_shown_by_its_pages_and_a_word_file_by_its_text(corpora: Path) -> None:
    pages = run(corpora / "muyuan-selfreport.pdf", "--format", "html").output
    assert "data:image/webp;base64," in pages
    assert '<figure class="page" id="p1"' in pages
    text = run(corpora / "muyuan-selfreport.docx", "--format", "html").output
    assert "data:image" not in text
    assert "<mark " in text


def test_html_of_several_reports_needs_a_folder(corpora: Path) -> None:
    result = run(corpora / "shiqiao-report.docx", corpora / "muyuan-selfreport.docx", "--format", "html")
    assert result.exit_code == 2
    assert "one report" in result.stderr


def test_html_of_extracted_json_has_no_document(corpora: Path, tmp_path: Path) -> None:
    from extract import extract_claims, read_document
    from models import dumps

    saved = tmp_path / "claims.json"
    saved.write_text(dumps(extract_claims(read_document(corpora / "shiqiao-report.docx"))), encoding="utf-8")
    page = run(saved, "--format", "html").output
    assert 'class="alone"' in page
    assert "C203" in page


def test_no_codes_in_a_pipe() -> None:
    command = [sys.executable, "-m", "audit", "corpora/shiqiao-report.docx"]
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "80"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert "错误 C203".encode() in done.stdout
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize(("changes", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colours_on_a_terminal_unless_they_are_refused(changes: dict[str, str], coloured: bool) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "COLUMNS"}}
    environment |= {"TERM": "xterm-256color", "PYTHONUTF8": "1"} | changes
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "audit", "corpora/shiqiao-report.docx"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so where the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait(30) == 1
    assert b"C203" in shown
    assert (b"\x1b[" in shown) is coloured
