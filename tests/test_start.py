"""The commands begin at once: help comes without loading anything, and is what click would say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extract import start

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str, **environment: str) -> str:
    known = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=known | environment, capture_output=True, check=True
    )
    return done.stdout.decode()


@pytest.mark.parametrize("command", ["extract", "audit"])
def test_help_is_what_click_says_and_loads_nothing(command: str) -> None:
    code = (
        f"import sys; sys.argv = ['{command}', '--help']; from {command}.start import main; main(); "
        "print(sorted({'click', 'pydantic', 'pathlib'} & set(sys.modules)))"
    )
    said = run("-S", "-c", code)
    assert said.endswith("[]\n")
    assert said.startswith(f"Usage: {command} ")
    assert run("-m", command, "-h") == run("-m", command, "--help", COLUMNS="80")


def test_a_narrow_terminal_is_left_to_click() -> None:
    narrow = run("-m", "extract", "--help", COLUMNS="60")
    assert max(map(len, narrow.splitlines())) <= 60
    assert "rubric" in narrow


@pytest.mark.parametrize("arguments", [[], ["rubric", "--help"], ["--version"]])
def test_anything_else_is_left_to_click(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(sys, "argv", ["extract", *arguments])
    assert not start.shows_help("extract", start.__file__)


def test_help_that_is_not_there_is_left_to_click(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(sys, "argv", ["extract", "--help"])
    assert not start.shows_help("extract", str(tmp_path / "start.py"))


def test_reading_a_pdf_loads_no_library_that_only_tests_need() -> None:
    code = (
        "import sys; from extract import *; extract_rubric(read_document('corpora/fengxi-notice.pdf')); "
        "print(sorted({'spacy', 'jieba', 'numpy', 'pdfplumber', 'docx', 'lxml'} & set(sys.modules)))"
    )
    assert run("-c", code) == "[]\n"
