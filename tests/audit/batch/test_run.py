"""Runs over many reports through the command: what is written, told and done again."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audit.batch.work import Outcome as TaskOutcome
from audit.batch.work import Plan, Task, prepare
from audit.batch.workers import Pool
from audit.cli import main
from extract.readers.pdf import ranges
from extract.readers.pdf.assemble import MANY
from models import loads
from tests.audit.batch.reports import BAD, many, notice, put, report

RECORD = ".zicha-cache.jsonl"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in (*arguments, "--no-config")])


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "audit", *map(str, arguments), "--no-config"]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a results folder that is there for people, by its path."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def results(folder: Path) -> set[str]:
    return set(contents(folder)) - {"summary.json"}


def times(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_mtime_ns for name in results(folder)}


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A folder of three reports: right, with a wrong total, with a claim over the maximum."""
    folder = tmp_path / "reports"
    put(folder, "甲镇.docx", report("甲镇人民政府", (25, 20, 22, "18.5"), "85.5"))
    put(folder, "乙镇.docx", report("乙镇人民政府", (25, 20, 22, 18), 86))
    put(folder, "丙镇.docx", report("丙镇人民政府", (26, 20, 22, 18), 86))
    return folder


def test_two_hundred_files_twenty_of_them_bad(tmp_path: Path) -> None:
    many(tmp_path / "in", 180, 20)
    out = tmp_path / "out"
    result = run(tmp_path / "in", "--rubric", put(tmp_path, "通知.docx", notice()), "--out-dir", out, "--jobs", 2)
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert len(lines) == 20
    assert all(sum(kind in line for kind in BAD) == 1 for line in lines)
    assert len({line.split("：", 1)[1] for line in lines}) == len(BAD)
    assert len(results(out)) == 180
    for name in results(out):
        audited = loads((out / name).read_bytes())
        assert audited["kind"] == "audit"
        assert audited["rubric"]["name"] == "通知.docx"
    index = loads((out / "summary.json").read_bytes())
    assert (len(index["reports"]), len(index["failed"]), index["errors"]) == (180, 20, 60)
    assert {one["result"] for one in index["reports"]} == results(out)
    assert result.stdout.splitlines()[-1] == "共 200 份：已审核 180，失败 20。错误 60，警告 0，提示 0。"


def test_workers_and_order_change_no_byte(tmp_path: Path) -> None:
    files = many(tmp_path / "in", 17, 4)
    rubric = put(tmp_path, "通知.docx", notice())
    told = set()
    written = []
    for jobs, given in ((1, files), (2, files[::-1]), (4, files[5:] + files[:5])):
        out = tmp_path / f"out{jobs}"
        result = run(*given, "--rubric", rubric, "--out-dir", out, "--jobs", jobs)
        told.add((result.exit_code, result.stdout, result.stderr))
        written.append(contents(out))
    assert len(told) == 1
    assert written[0] == written[1] == written[2]
    assert len(written[0]) == 18


def prepare_to_divide(plan: Plan) -> Callable[[Task], TaskOutcome]:
    """A worker for whom every PDF takes long."""
    ranges.WORTHWHILE = 0
    return prepare(plan)


def test_a_long_pdf_is_the_same_on_any_number_of_workers(
    tmp_path: Path, corpora: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdfium2

    long = pypdfium2.PdfDocument.new()
    for name in ("shuijing-report.pdf", "lanzhu-evaluation.pdf", "tangpu-table.web.pdf", "lanzhu-evaluation.pdf"):
        with pypdfium2.PdfDocument(corpora / name) as part:
            long.import_pages(part)
    while len(long) < MANY:
        long.new_page(595, 842)
    (tmp_path / "in").mkdir()
    long.save(tmp_path / "in" / "长.pdf")
    written, divided = [], []
    hear = Pool._hear

    def listening(pool: Any, worker: Any) -> Any:
        yield from hear(pool, worker)
        divided.append(worker.division is not None)

    monkeypatch.setattr(Pool, "_hear", listening)
    monkeypatch.setattr("audit.batch.doing.prepare", prepare_to_divide)
    for jobs in (1, 2):
        divided.clear()
        run(tmp_path / "in", "--out-dir", tmp_path / f"out{jobs}", "--jobs", jobs)
        assert any(divided)
        written.append(contents(tmp_path / f"out{jobs}"))
    assert written[0] == written[1]
    assert set(written[0]) == {"长.json", "summary.json"}


def test_the_ranking_by_hand(three: Path, tmp_path: Path) -> None:
    put(three, "丁镇.docx", report("丁镇人民政府", (25, 20, 22, 19), 86))
    out = tmp_path / "out"
    result = run(three, "--out-dir", out)
    assert result.exit_code == 1
    assert result.stderr == ""
    rows = [line.split() for line in result.stdout.splitlines()[2:6]]
    assert rows == [
        ["1", "丁镇人民政府", "丁镇.docx", "100", "86", "86", "0", "0"],
        ["1", "丙镇人民政府", "丙镇.docx", "100", "86", "86", "1", "0"],
        ["1", "乙镇人民政府", "乙镇.docx", "100", "86", "85", "≠", "1", "0"],
        ["4", "甲镇人民政府", "甲镇.docx", "100", "85.5", "85.5", "0", "0"],
    ]
    index = loads((out / "summary.json").read_bytes())
    assert [(one["ranked"]["rank"], one["result"]) for one in index["reports"]] == [
        (1, "丁镇.json"),
        (1, "丙镇.json"),
        (1, "乙镇.json"),
        (4, "甲镇.json"),
    ]
    assert index["reports"][2]["ranked"]["score"]["computed_total"] == 85


def test_exit_codes(three: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(three / "甲镇.docx", "--out-dir", out).exit_code == 0
    assert run(three, "--out-dir", out).exit_code == 1
    assert run(three, "--out-dir", out, "--exit-zero").exit_code == 0
    assert run(three, tmp_path / "没有.docx", "--out-dir", out, "--exit-zero").exit_code == 2


def test_formats(three: Path, tmp_path: Path) -> None:
    for form, ending, start in (("text", ".txt", "自查"), ("html", ".html", "<!"), ("sarif", ".sarif", "{")):
        out = tmp_path / form
        assert run(three, "--out-dir", out, "--format", form).exit_code == 1
        assert results(out) == {f"{name}镇{ending}" for name in "甲乙丙"}
        assert (out / f"甲镇{ending}").read_text(encoding="utf-8").lower().startswith(start)


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx"])
def test_copies_are_the_same_at_any_time(
    three: Path, tmp_path: Path, corpora: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    put(three, "丁镇.pdf", (corpora / "shuijing-report.pdf").read_bytes())
    written = []
    for zone in ("Asia/Shanghai", "America/Lima"):
        monkeypatch.setenv("TZ", zone)
        result = run(three, "--out-dir", tmp_path / zone, "--format", form)
        written.append(contents(tmp_path / zone))
        refused = {"docx": 1, "pdf": 3, "xlsx": 0}[form]
        assert (result.exit_code, result.stderr.count("\n")) == (2 if refused else 1, refused)
        time.sleep(1.1)
    assert written[0] == written[1]
    assert len(written[0]) == {"docx": 3, "pdf": 1, "xlsx": 4}[form] + 1


def test_only_what_changed_is_done_again(three: Path, tmp_path: Path) -> None:
    rubric = put(tmp_path, "通知.docx", notice())
    out = tmp_path / "out"
    arguments = (three, "--rubric", rubric, "--out-dir", out)
    first = run(*arguments)
    before, written = times(out), contents(out)

    def redone() -> set[str]:
        nonlocal before
        result = run(*arguments)
        assert (result.exit_code, result.stderr) == (first.exit_code, "")
        now = times(out)
        changed = {name for name in now if now[name] != before.get(name)}
        before = now
        return changed

    assert redone() == set()
    assert contents(out) == written
    put(three, "乙镇.docx", report("乙镇人民政府", (25, 20, 22, 19), 87))
    assert redone() == {"乙镇.json"}
    (out / "甲镇.json").unlink()
    assert redone() == {"甲镇.json"}
    (out / "丙镇.json").write_bytes(b"{}")
    assert redone() == {"丙镇.json"}
    with (out / RECORD).open("ab") as record:
        record.write(b'{"version": 1, "result": "torn')
    assert redone() == set()
    put(tmp_path, "通知.docx", notice() + b"\0")
    assert redone() == {"甲镇.json", "乙镇.json", "丙镇.json"}
    arguments = (*arguments, "--ignore", "C204")
    assert redone() == {"甲镇.json", "乙镇.json", "丙镇.json"}
    (out / RECORD).write_bytes(b"\xff\xfe nonsense")
    assert redone() == {"甲镇.json", "乙镇.json", "丙镇.json"}


def test_an_unchanged_run_says_the_same_and_reads_no_rubric(
    three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(three, "便条.txt", BAD["便条.txt"])
    arguments = (three, "--rubric", put(tmp_path, "通知.docx", notice()), "--out-dir", tmp_path / "out")
    first = run(*arguments)
    assert first.exit_code == 2
    index = (tmp_path / "out" / "summary.json").read_bytes()
    for name in ("read_rubric_file", "read_rubric_apart", "doers"):  # whoever calls them fails
        monkeypatch.setattr(f"audit.batch.run.{name}", None)
    second = run(*arguments)
    assert (second.exit_code, second.stdout, second.stderr) == (first.exit_code, first.stdout, first.stderr)
    assert (tmp_path / "out" / "summary.json").read_bytes() == index


def test_a_report_that_fails_now_has_no_result_from_before(three: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(three, "--out-dir", out)
    put(three, "甲镇.docx", b"")
    put(three, "乙镇.docx", report("乙镇", (1, 2, 3, 4), 10)[:100])
    (out / "乙镇.json").write_bytes(b"what a person wrote")
    assert run(three, "--out-dir", out).exit_code == 2
    assert results(out) == {"丙镇.json", "乙镇.json"}
    assert (out / "乙镇.json").read_bytes() == b"what a person wrote"


def test_nothing_that_is_read_is_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "reports" / "out"
    page = put(out, "甲镇.html", "<html><body><p>自评得分90分</p></body></html>".encode())
    result = run(page, "--out-dir", out, "--format", "html")
    assert result.exit_code == 2
    assert str(page) in result.stderr
    assert page.read_bytes().startswith(b"<html><body>")
    index = put(out, "summary.json", b'{"kind": "self_report"}')
    assert run(index, "--out-dir", out).exit_code == 2
    assert index.read_bytes() == b'{"kind": "self_report"}'


@pytest.mark.parametrize("where", ["", "."])
def test_results_do_not_go_among_the_reports(three: Path, where: str) -> None:
    before = contents(three)
    result = run(three, "--out-dir", three / where)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert contents(three) == before
    assert run(three, "--out-dir", three / "结果").exit_code == 1
    assert run(three, "--out-dir", three / "结果").stdout.count(".docx") == 3


def test_what_cannot_be_done_at_all_is_one_line(three: Path, tmp_path: Path) -> None:
    file = put(tmp_path, "file", b"x")
    for arguments in (
        (three, "--out-dir", file),
        (three, "--out-dir", file / "below"),
        (three, "--rubric", tmp_path / "没有.pdf", "--out-dir", tmp_path / "out"),
        (three, "--rubric", file, "--out-dir", tmp_path / "out"),
        (three, "--baseline", tmp_path / "没有.json", "--out-dir", tmp_path / "out"),
    ):
        result = run(*arguments)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1), arguments
        assert "内部错误" not in result.stderr


def test_a_folder_belongs_to_one_run(three: Path, tmp_path: Path) -> None:
    from audit.batch.store import Store

    with Store(tmp_path / "out"):
        result = run(three, "--out-dir", tmp_path / "out")
    assert result.exit_code == 2
    assert "另一次运行" in result.stderr
    assert run(three, "--out-dir", tmp_path / "out").exit_code == 1


def _stopped_in_the_middle(arguments: list[str], out: Path, number: int) -> subprocess.Popen[bytes]:
    """The command with a signal sent when some results are there and others are not; returns when it has ended.

    It is halted before the signal, so that a machine that looked too late is noticed and tries once more.
    """
    for _ in range(5):
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        while process.poll() is None and not (out.is_dir() and len(results(out)) >= 8):
            time.sleep(0.005)
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGSTOP)
        in_the_middle = process.poll() is None and 8 <= len(results(out)) < 30
        process.send_signal(number if in_the_middle else signal.SIGKILL)
        process.send_signal(signal.SIGCONT)
        process.wait(30)
        if in_the_middle:
            return process
        shutil.rmtree(out)
    pytest.fail("the run could not be stopped in the middle")


def _nobody_left(session: int) -> bool:
    """Whether all processes end that a run has started; the one that workers are forked from waits for each of them."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if not os.popen(f"ps -o pid= --sid {session}").read().strip():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[object], dict[str, bytes]]:
    """The arguments of a run over forty reports, and what comes of it undisturbed."""
    folder = tmp_path_factory.mktemp("forty")
    many(folder / "in", 40)
    arguments: list[object] = [folder / "in", "--rubric", put(folder, "通知.docx", notice()), "--jobs", 2, "--out-dir"]
    run(*arguments, folder / "out")
    return arguments, contents(folder / "out")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM], ids=lambda n: n.name)
def test_stopped_in_the_middle_and_done_again(
    tmp_path: Path, forty: tuple[list[object], dict[str, bytes]], number: signal.Signals
) -> None:
    arguments, whole = forty
    out = tmp_path / "out"
    stopped = _stopped_in_the_middle(command(*arguments, out), out, number)
    assert stopped.returncode == (130 if number == signal.SIGINT else -number)
    assert stopped.stderr is not None
    assert stopped.stderr.read() == b""
    assert _nobody_left(stopped.pid)
    there = times(out)
    assert 8 <= len(there) < 40
    for name in there:
        assert json.loads((out / name).read_bytes())["kind"] == "audit"
    assert not (out / "summary.json").exists()
    if number == signal.SIGINT:
        assert {path.name for path in out.iterdir() if path.name.startswith(".")} == {RECORD}
    again = subprocess.run(command(*arguments, out), capture_output=True, check=False)
    assert (again.returncode, again.stderr) == (1, b"")
    assert {name: when for name, when in times(out).items() if name in there} == there, "none is done twice"
    assert contents(out) == whole
    assert not (out / ".zicha-part").exists()


def test_progress_is_for_terminals(three: Path, tmp_path: Path) -> None:
    bad = put(three, "坏.docx", b"")
    arguments = command(three, "--out-dir", tmp_path / "out")
    quiet = subprocess.run(arguments, capture_output=True, check=False)
    assert quiet.stderr.decode() == f"{bad}：文件是空的\n"
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        command(three, "--out-dir", tmp_path / "out2"), stdout=subprocess.DEVNULL, stderr=follower
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 1024)
        except OSError:  # the terminal is closed by its last user
            break
        if not part:
            break
        shown += part
    os.close(leader)
    assert process.wait() == 2
    text = shown.decode()
    assert "0/4" in text
    assert "4/4" in text
    assert text.endswith("\r\x1b[K")
    assert f"\r\x1b[K{bad}：文件是空的\r\n" in text


def test_limits_reach_the_workers(three: Path, tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{i}</td><td>事项{i}</td><td>0.01</td><td>0.01</td></tr>" for i in range(60000))
    head = "<tr><th>序号</th><th>指标名称</th><th>分值</th><th>自评得分</th></tr>"
    endless = put(three, "巨表.html", f"<html><body><table>{head}{rows}</table></body></html>".encode())
    result = run(three, "--out-dir", tmp_path / "out", "--time-limit", 1)
    assert result.exit_code == 2
    assert result.stderr == f"{endless}：超过时限（1 秒），未完成；可用 --time-limit 放宽\n"
    assert results(tmp_path / "out") == {"甲镇.json", "乙镇.json", "丙镇.json"}


def test_in_english_no_word_is_chinese_but_names(three: Path, tmp_path: Path) -> None:
    bad = put(three, "bad.docx", b"")
    result = run(three, "--out-dir", tmp_path / "out", "--lang", "en")
    assert result.stderr == f"{bad}: the file is empty\n"
    assert result.stdout.splitlines()[0].split() == [
        *("rank", "unit", "file", "maximum", "claimed", "sum", "of", "parts", "errors", "warnings")
    ]
    assert result.stdout.splitlines()[-1] == "4 reports: 3 audited, 1 failed. 2 errors, 0 warnings, 0 notes."
    assert loads((tmp_path / "out" / "summary.json").read_bytes())["failed"] == [
        {"name": "bad.docx", "reason": "the file is empty"}
    ]
