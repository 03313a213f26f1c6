"""The bench of many reports: its documents are readable, each is its own, and a difference is seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.batch import ROOT, Run, make_reports, make_scan, same_files, table
from extract import read_document


def test_each_report_is_readable_and_its_own(tmp_path: Path) -> None:
    make_reports(tmp_path / "in", 60)
    made = sorted((tmp_path / "in").iterdir())
    assert len({path.read_bytes() for path in made}) == len(made) == 60
    kinds = {path.suffix for path in made}
    assert kinds == {".pdf", ".docx"}
    for path in (next(path for path in made[45:] if path.suffix == kind) for kind in kinds):
        assert read_document(path).blocks


def test_a_scan_has_pictures_only(tmp_path: Path, without_ocr: None) -> None:
    make_scan(tmp_path / "scan.pdf", 2)
    read = read_document(tmp_path / "scan.pdf")
    assert read.source.pages == 2
    assert not read.blocks
    assert len(read.notes) == 2


def test_a_difference_is_seen(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "deep" / "a.json").write_bytes(b"{}")
    assert same_files(tmp_path / "one", tmp_path / "other")
    (tmp_path / "other" / "deep" / "a.json").write_bytes(b"[]")
    assert not same_files(tmp_path / "one", tmp_path / "other")
    (tmp_path / "one" / "b.json").write_bytes(b"")
    assert not same_files(tmp_path / "other", tmp_path / "one")


def test_the_gain_is_that_of_runs_in_turn() -> None:
    def run(seconds: float) -> Run:
        return Run(seconds, 1.0, 2.0, 30.0, 40.0)

    lines = list(table({1: [run(10), run(30), run(10)], 2: [run(5), run(15), run(10)]}, [run(1), run(1), run(1)]))
    assert lines[1].split() == ["1", "10.0", "1.00", "1.00", "2.00", "30", "40"]
    assert lines[2].split()[:3] == ["2", "10.0", "2.00"]
    assert lines[3].split()[:3] == ["again", "1.0", "10.00"]


def test_the_command_measures_a_run_with_all_that_it_starts() -> None:
    command = [sys.executable, "-m", "bench", "workers", "--reports", "1", "--rounds", "1", "--pages", "0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [line[0] for line in lines[2:5]] == ["1", "2", "again"]
    for line in lines[2:4]:
        assert all(float(figure) > 0 for figure in line[1:])
    assert float(lines[4][4]) == 0, "nothing is done again"
    assert lines[5][-1] == "same"
