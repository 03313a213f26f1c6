"""The parts of the bench beside reading: that they run, and what they print; never how long something took."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.inputs import long_pdf, many_reports
from bench.paired import Run, in_turn, ratio, run
from bench.stages import stage_table
from extract import read_document


def test_long_documents_have_their_pages(tmp_path: Path) -> None:
    document = read_document(long_pdf(tmp_path, 30))
    assert document.source.pages == 30
    assert {block.where.page for block in document.blocks} >= {1, 15, 30}


def test_no_report_of_many_is_another_and_all_can_be_read(tmp_path: Path) -> None:
    files = sorted(many_reports(tmp_path, 3).iterdir())
    documents = [read_document(path) for path in files]
    assert len({document.source.sha256 for document in documents}) == 3
    assert documents[0].blocks == documents[2].blocks != ()


def test_ratios_are_taken_within_each_round() -> None:
    slow_round = [Run(1.0, 1.0, 1.0), Run(10.0, 1.0, 1.0), Run(1.0, 1.0, 1.0)]
    twice = [Run(2.0, 1.0, 1.0), Run(20.0, 1.0, 1.0), Run(2.0, 1.0, 1.0)]
    assert ratio(twice, slow_round) == 2.0


def test_commands_run_in_turn() -> None:
    runs = in_turn({"one": [sys.executable, "-c", "pass"], "found": [sys.executable, "-c", "exit(1)"]}, 1)
    assert {name: len(found) for name, found in runs.items()} == {"one": 1, "found": 1}
    assert runs["one"][0].peak_mb > 1
    with pytest.raises(subprocess.CalledProcessError):
        run([sys.executable, "-c", "exit(2)"])


def test_stages_of_an_audit(corpora: Path) -> None:
    head, line = stage_table([corpora / "cenbei-report.pdf"], 1)
    assert head.split()[1:] == ["read", "recognise", "language", "align", "check", "report", "sum"]
    assert len(line.split()) == 8
    assert float(line.split()[1]) > 0


def test_many_reports_by_one_worker_and_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "--reports", "4", "--workers", "1", "2"]) == 0
    _, _, one, two = capsys.readouterr().out.splitlines()
    assert one.split()[0] == "1"
    assert two.endswith("the same bytes")
