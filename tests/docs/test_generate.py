"""What is generated: found stale, written, and the sessions of the READMEs run as they are printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs import generate
from docs.sessions import refreshed


def test_a_session_is_run_again_and_the_rest_stays() -> None:
    session = "```console\n$ echo 分值\nold\n$ exit_with() { return $1; }; exit_with 3\n$ echo $?\n```\n"
    text = f"# A\n\n{session}\n```sh\n$ echo no\n```\n"
    fresh = refreshed(text)
    assert fresh == text.replace("old\n", "分值\n").replace("$ echo $?\n", "$ echo $?\n3\n")
    assert refreshed(fresh) == fresh


def test_the_commands_are_those_of_this_checkout() -> None:
    (shown,) = [line for line in refreshed("```console\n$ extract --version\n```\n").splitlines() if "zicha" in line]
    assert shown.startswith("zicha ")


def test_what_is_not_current_is_found_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "FOLDER", tmp_path / "schema")
    monkeypatch.setattr(generate, "READMES", ())
    assert generate.main(["--check"]) == 1
    assert "rubric.json is not current" in capsys.readouterr().err
    assert generate.main([]) == 0
    assert "wrote rubric.json" in capsys.readouterr().out
    assert generate.main(["--check"]) == 0
    (tmp_path / "schema" / "rubric.json").write_text("{}", encoding="utf-8")
    assert generate.main(["--check"]) == 1
