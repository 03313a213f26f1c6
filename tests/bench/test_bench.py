"""The bench: what it compares and prints, never how long something took."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench import cells
from bench.__main__ import cell_lines, main, time_table
from bench.cells import Comparison, compare_cells, plain
from bench.contestants import CONTESTANTS, Contestant
from bench.measure import Measurement, Result, compare, read_once

OURS, PLUMBER = CONTESTANTS[0], CONTESTANTS[1]


@pytest.mark.parametrize("name", ["qinghuai-notice.pdf", "qinghuai-notice.web.pdf"])
def test_no_cell_is_lost(name: str, corpora: Path) -> None:
    """The reference is pdfplumber on its own, which reads characters and rules another way."""
    comparison = compare_cells(corpora / name)
    assert comparison.theirs > 50
    assert comparison.lost == {}
    assert comparison.lost_in_document == ()


def test_a_lost_cell_is_told_with_its_page(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = {2: Counter(["分值", "分值", "没有这一格"]), 3: Counter(["a"])}
    ours = {2: Counter(["分值", "多出来的"]), 3: Counter(["a"])}
    monkeypatch.setattr(cells, "_pdfplumber_cells", lambda _: theirs)
    monkeypatch.setattr(cells, "_our_cells", lambda _: ours)
    comparison = compare_cells(corpora / "qinghuai-notice.pdf")
    assert comparison.lost == {2: Counter(["分值", "没有这一格"])}
    assert comparison.added == {2: Counter(["多出来的"])}
    assert "没有这一格" in comparison.lost_in_document
    assert "分值" not in comparison.lost_in_document
    text = "\n".join(cell_lines(comparison))
    assert "2 of pdfplumber's are not ours, 1 of ours are not pdfplumber's" in text
    assert "lost, page 2: 没有这一格" in text
    assert "gone: 没有这一格" in text


def test_many_lost_cells_are_cut_short() -> None:
    lost = {1: Counter({f"格{number}": 1 for number in range(30)})}
    assert "  … and 18 more" in list(cell_lines(Comparison(theirs=30, ours=0, lost=lost)))


@pytest.mark.parametrize(("text", "same"), [("2 分\n值", "2分值"), ("ＡＢ（５）", "AB(5)"), (" \n", "")])
def test_blanks_and_widths_do_not_count(text: str, same: str) -> None:
    assert plain(text) == same


def test_our_reader_and_the_reference_read_a_file_in_processes_of_their_own(corpora: Path) -> None:
    results = compare(corpora / "qinghuai-notice.pdf", 2, (OURS, PLUMBER))
    assert [result.name for result in results] == [OURS.name, PLUMBER.name]
    for result in results:
        assert len(result.readings) == 2
        assert result.tables
        assert 10 < result.peak_mb < 400


def test_a_reading_in_this_process(corpora: Path) -> None:
    for contestant in CONTESTANTS:
        if contestant.installed():
            reading = read_once(contestant, corpora / "qinghuai-notice.pdf")
            assert reading.seconds > 0


def test_what_is_not_installed_is_said_so(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    absent = Contestant("nobody's reader", ("no_such_library",), lambda _: 0)
    assert not absent.installed()
    monkeypatch.setattr("bench.__main__.CONTESTANTS", (absent,))
    assert main(["once", absent.name, str(corpora / "qinghuai-notice.pdf")]) == 1


def test_a_reader_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "not.pdf"
    path.write_text("no PDF", encoding="utf-8")
    (result,) = compare(path, 3, (OURS,))
    assert result.readings == ()
    assert "PDF" in result.why_not


def test_the_table_of_times() -> None:
    readings = tuple(Measurement(seconds, 60.0, 7) for seconds in (0.5, 0.4, 9.0))
    slow = (Measurement(2.0, 80.4, None),)
    lines = list(time_table([Result("ours", readings), Result("slow", slow), Result("gone", why_not="not installed")]))
    assert lines[1].split() == ["ours", "0.50", "1.0", "60", "7"]
    assert lines[2].split() == ["slow", "2.00", "4.0", "80"]
    assert lines[3].split() == ["gone", "not", "installed"]


def test_the_command(corpora: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkey = pytest.MonkeyPatch()
    with monkey.context() as patch:
        patch.setattr("bench.__main__.compare", lambda path, rounds: [Result(f"{path.name} {rounds}", why_not="-")])
        assert main(["read", "-n", "2", str(corpora / "qinghuai-notice.pdf")]) == 0
    printed = capsys.readouterr().out
    assert "qinghuai-notice.pdf 2" in printed
    assert "0 of pdfplumber's texts stand nowhere" in printed
    assert main(["read", str(tmp_path / "none.pdf")]) == 2
    (complaint,) = capsys.readouterr().err.splitlines()
    assert "none.pdf" in complaint
