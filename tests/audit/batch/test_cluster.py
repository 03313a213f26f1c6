"""Runs on a real Dask cluster: a scheduler and two workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.batch import cluster as cluster_module
from audit.cli import main
from tests.audit.batch.reports import many, notice, put, report

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="processes are ended by their group")

RECORD = ".zicha-cache.jsonl"


@dataclass
class Running:
    """A cluster for a test, whose workers may be killed and replaced."""

    address: str
    folder: Path
    workers: list[subprocess.Popen[bytes]]

    def add_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self.folder))
        worker = _started("dask_worker", self.address, *options, **environment)
        self.workers.append(worker)
        return worker


def _started(tool: str, *options: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{tool}", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | environment,
    )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    scheduler = _started(
        "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)
    )
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    running = Running(json.loads(file.read_text())["address"], folder, [])
    running.add_worker()
    running.add_worker()
    yield running
    for process in (*running.workers, scheduler):
        process.kill()
        process.wait()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in (*arguments, "--no-config")])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != RECORD
    }


@pytest.mark.parametrize("sending", ["bytes", "paths"])
def test_a_cluster_changes_no_byte(tmp_path: Path, cluster: Running, sending: str) -> None:
    many(tmp_path / "in", 12, 4)
    arguments = (tmp_path / "in", "--rubric", put(tmp_path, "通知.docx", notice()), "--out-dir")
    here = run(*arguments, tmp_path / "here", "--jobs", 2)
    there = run(*arguments, tmp_path / "there", "--scheduler", cluster.address, "--send", sending)
    assert (there.exit_code, there.stdout, there.stderr) == (here.exit_code, here.stdout, here.stderr)
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
    assert (tmp_path / "there" / RECORD).read_bytes() == (tmp_path / "here" / RECORD).read_bytes()


def test_copies_bear_the_date_of_the_report_that_was_sent(tmp_path: Path, cluster: Running) -> None:
    path = put(tmp_path / "in", "甲镇.docx", report("甲镇人民政府", (26, 20, 22, "18.5"), "85.5"))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    run(path, "--out-dir", tmp_path / "here", "--format", "docx")
    run(path, "--out-dir", tmp_path / "there", "--format", "docx", "--scheduler", cluster.address)
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
    assert "甲镇.zicha.docx" in contents(tmp_path / "here")


def test_limits_hold_there_too(tmp_path: Path, cluster: Running) -> None:
    rows = "".join(f"<tr><td>{i}</td><td>事项{i}</td><td>0.01</td><td>0.01</td></tr>" for i in range(60000))
    head = "<tr><th>序号</th><th>指标名称</th><th>分值</th><th>自评得分</th></tr>"
    endless = put(tmp_path / "in", "巨表.html", f"<html><body><table>{head}{rows}</table></body></html>".encode())
    put(tmp_path / "in", "甲镇.docx", report("甲镇人民政府", (25, 20, 22, "18.5"), "85.5"))
    result = run(tmp_path / "in", "--out-dir", tmp_path / "out", "--time-limit", 1, "--scheduler", cluster.address)
    assert result.stderr == f"{endless}：超过时限（1 秒），未完成；可用 --time-limit 放宽\n"
    assert set(contents(tmp_path / "out")) == {"甲镇.json", "summary.json"}


def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path, cluster: Running) -> None:
    many(tmp_path / "in", 60)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "audit", str(tmp_path / "in"), "--no-config", "--out-dir", str(out)]
    process = subprocess.Popen(
        [*command, "--scheduler", cluster.address], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline and len(list(out.rglob("*.json"))) < 5:
        time.sleep(0.005)
    before = len(list(out.rglob("*.json")))
    victim = cluster.workers[0]
    os.kill(victim.pid, signal.SIGKILL)
    stdout, stderr = process.communicate(timeout=60)
    assert 5 <= before < 60, "killed in the middle"
    assert (process.returncode, stderr) == (1, b"")
    assert run(tmp_path / "in", "--out-dir", tmp_path / "here", "--jobs", 2).stdout.encode() == stdout
    assert contents(out) == contents(tmp_path / "here")
    victim.wait()
    cluster.workers.remove(victim)
    cluster.add_worker()


def test_a_worker_with_another_program_is_refused(
    tmp_path: Path, cluster: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "in", "甲镇.docx", report("甲镇人民政府", (25, 20, 22, "18.5"), "85.5"))
    monkeypatch.setattr(cluster_module, "program_hash", lambda: "another")
    result = run(path, "--out-dir", tmp_path / "out", "--scheduler", cluster.address)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith("tcp://")
    assert "版本" in result.stderr
    assert not (tmp_path / "out" / "summary.json").exists()


def test_a_worker_that_joins_with_another_program_is_refused(
    tmp_path: Path, cluster: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "in", "甲镇.docx", report("甲镇人民政府", (25, 20, 22, "18.5"), "85.5"))
    monkeypatch.setattr(cluster_module, "_check_programs", lambda client, address: None)
    monkeypatch.setattr(cluster_module, "program_hash", lambda: "another")
    result = run(path, "--out-dir", tmp_path / "out", "--scheduler", cluster.address)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "版本" in result.stderr


def test_an_interrupted_run_is_silent_and_goes_on_here(tmp_path: Path, cluster: Running) -> None:
    many(tmp_path / "in", 40)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "audit", str(tmp_path / "in"), "--no-config", "--out-dir", str(out)]
    process = subprocess.Popen(
        [*command, "--scheduler", cluster.address], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline and len(list(out.rglob("*.json"))) < 5:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == 130
    before = {path: path.stat().st_mtime_ns for path in out.rglob("报告*.json")}
    assert 5 <= len(before) < 40
    run(tmp_path / "in", "--out-dir", out, "--jobs", 2)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert len(list(out.rglob("报告*.json"))) == 40


def test_a_scheduler_that_is_not_there_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "in", "甲镇.docx", report("甲镇人民政府", (25, 20, 22, "18.5"), "85.5"))
    monkeypatch.setattr(cluster_module, "_TO_CONNECT", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    for address in (nobody, "nonsense://here", "tcp://"):
        result = run(path, "--out-dir", tmp_path / "out", "--scheduler", address)
        assert (result.exit_code, result.stdout) == (2, ""), result.output
        assert result.stderr == f"{address}：连接不上这个 Dask 调度器（地址形如 tcp://主机:8786）\n"


def test_without_dask_the_remedy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "in", "甲镇.docx", report("甲镇人民政府", (25, 20, 22, "18.5"), "85.5"))
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run(path, "--out-dir", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:8786", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "tcp://127.0.0.1:8786: Dask is not installed: pip install 'zicha[cluster]'\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--scheduler", "tcp://h:1"),
        ("--scheduler", "tcp://h:1", "--jobs", "2", "--out-dir", "out"),
        ("--send", "paths", "--out-dir", "out"),
    ],
)
def test_what_does_not_go_together(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run(put(tmp_path, "甲镇.docx", b""), *arguments)
    assert result.exit_code == 2
    assert "--scheduler" in result.stderr
