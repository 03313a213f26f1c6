"""Worker processes: what is lost when one hangs, dies, or takes too much, and that nothing piles up."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from audit.batch.worker import Lost, in_parts
from audit.batch.workers import Limits, Pool, WorkersCannotStart

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="limits need a POSIX system")


PARTS = 12


def done_here(part: str) -> str:
    """A part in the worker whose task it is; but for ``alone`` it waits until another one has begun some part."""
    _, kind, *mark, number = part.split()
    deadline = time.monotonic() + 60
    while kind != "alone" and not Path(mark[0]).exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return f"{number}:{os.getpid()}"


def done_there(part: str) -> str:
    _, kind, mark, _ = part.split()
    Path(mark).touch()
    match kind:
        case "fatal":
            os.kill(os.getpid(), signal.SIGKILL)
        case "wrong":
            raise ValueError("cannot")
        case "slow":
            time.sleep(60)
    return done_here(part)


def prepare(plan: int) -> Callable[[str], str]:
    """A worker that does what its task says."""
    held: list[bytes] = []

    def do(task: str) -> str:
        match task.split(maxsplit=1)[0]:
            case "sleep":
                time.sleep(60)
            case "die":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "leave":
                os._exit(7)
            case "fill":
                while True:
                    held.append(bytes(16 * 1024 * 1024))
            case "stumble":
                raise ValueError("one file\nuncovered a bug")
            case "print":
                print("noise of a library")  # noqa: T201
            case "who":
                return str(os.getpid())
            case "divide":
                return " ".join(in_parts(done_here, done_there, [f"{task} {number}" for number in range(PARTS)]))
        return f"{task}:{plan}"

    return do


def prepare_never(plan: int) -> Callable[[str], str]:
    raise OSError("no room")


def outcomes(tasks: list[str], jobs: int = 2, limits: Limits | None = None) -> dict[str, str | Lost]:
    pool: Pool[int, str, str] = Pool(prepare, 7, jobs=jobs, limits=limits)
    return dict(pool.results(tasks))


def children() -> set[int]:
    """The workers that this process has and that have not ended, whether spawned or forked for it."""
    mine = _below(os.getpid())
    forked = {pid for server, args in mine.items() if "forkserver" in args for pid in _below(server)}
    return forked | {pid for pid, args in mine.items() if "spawn_main" in args}


def _below(parent: int) -> dict[int, str]:
    listing = os.popen(f"ps -ww -o pid=,args= --ppid {parent}").read()
    return {int(line.split()[0]): line for line in listing.splitlines()}


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_task_has_its_result(jobs: int) -> None:
    tasks = [f"task {i}" for i in range(20)]
    assert outcomes(tasks, jobs) == {task: f"{task}:7" for task in tasks}


def test_a_loss_costs_one_task() -> None:
    tasks = ["a", "die 1", "b", "leave 1", "stumble 1", "c", "die 2", "d"]
    found = outcomes(tasks)
    assert list(found) != []
    assert set(found) == set(tasks)
    for task in "abcd":
        assert found[task] == f"{task}:7"
    for task in ("die 1", "die 2"):
        assert isinstance(lost := found[task], Lost)
        assert "SIGSEGV" in lost.reason.zh
        assert "SIGSEGV" in lost.reason.en
    assert isinstance(lost := found["leave 1"], Lost)
    assert "7" in lost.reason.zh
    assert isinstance(lost := found["stumble 1"], Lost)
    assert "ValueError: one file uncovered a bug" in lost.reason.zh
    assert children() == set()


def test_a_task_over_its_time_is_stopped() -> None:
    found = outcomes(["sleep 1", "a", "b"], 1, Limits(seconds=1))
    assert isinstance(lost := found["sleep 1"], Lost)
    assert "时限（1 秒）" in lost.reason.zh
    assert (found["a"], found["b"]) == ("a:7", "b:7")


def test_a_task_that_takes_too_much_memory_is_stopped() -> None:
    found = outcomes(["fill 1", "a"], 1, Limits(megabytes=700))
    assert isinstance(lost := found["fill 1"], Lost)
    assert "700 MB" in lost.reason.en
    assert found["a"] == "a:7"


def test_tasks_are_taken_when_a_worker_is_free() -> None:
    """The queue is never longer than one task for each worker and one in hand."""
    taken = done = furthest = 0

    def tasks() -> Iterator[str]:
        nonlocal taken
        for number in range(40):
            taken += 1
            yield f"task {number}"

    pool: Pool[int, str, str] = Pool(prepare, 7, jobs=2)
    for _ in pool.results(tasks()):
        furthest = max(furthest, taken - done)
        done += 1
    assert done == 40
    assert furthest <= 4


def divided(kind: str, jobs: int) -> list[str]:
    """Which process did which part of a task."""
    pool: Pool[int, str, str] = Pool(prepare, 7, jobs=1, helpers=jobs)
    ((_, found),) = pool.results([f"divide {kind}"])
    assert isinstance(found, str), found
    assert children() == set()
    assert [part.split(":")[0] for part in found.split()] == [str(number) for number in range(PARTS)]
    return [part.split(":")[1] for part in found.split()]


def test_idle_workers_do_parts_of_a_task(tmp_path: Path) -> None:
    assert len(set(divided("alone", 1))) == 1
    assert len(set(divided(f"together {tmp_path / 'mark'}", 3))) in {2, 3}


@pytest.mark.parametrize("kind", ["fatal", "wrong"])
def test_parts_that_come_to_nothing_elsewhere_are_done_where_they_belong(kind: str, tmp_path: Path) -> None:
    assert len(set(divided(f"{kind} {tmp_path / 'mark'}", 2))) == 1
    assert (tmp_path / "mark").exists()


def test_a_helper_has_the_time_of_the_task(tmp_path: Path) -> None:
    pool: Pool[int, str, str] = Pool(prepare, 7, jobs=1, helpers=2, limits=Limits(seconds=2))
    ((_, lost),) = pool.results([f"divide slow {tmp_path / 'mark'}"])
    assert isinstance(lost, Lost)
    assert "时限" in lost.reason.zh
    assert children() == set()


def test_tasks_come_before_parts() -> None:
    pool: Pool[int, str, str] = Pool(prepare, 7, jobs=2)
    found = dict(pool.results(["divide alone", *(f"who {i}" for i in range(9))]))
    assert len(found) == 10
    assert not any(isinstance(one, Lost) for one in found.values())


def test_workers_are_renewed() -> None:
    pool: Pool[int, str, str] = Pool(prepare, 7, jobs=1, renewed_after=3)
    found = [who for _, who in pool.results([f"who {i}" for i in range(7)])]
    assert len(set(map(str, found))) == 3


def test_a_run_that_is_given_up_leaves_no_worker() -> None:
    pool: Pool[int, str, str] = Pool(prepare, 7, jobs=2)
    results = pool.results(iter(["a", "sleep 1", "sleep 2"]))
    next(results)
    assert children()
    results.close()
    assert children() == set()


def test_workers_that_never_start() -> None:
    pool: Pool[int, str, str] = Pool(prepare_never, 7, jobs=1)
    with pytest.raises(WorkersCannotStart):
        list(pool.results(["a"]))
    assert children() == set()


def test_a_worker_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    assert outcomes(["print 1"], 1) == {"print 1": "print 1:7"}
    assert capfd.readouterr() == ("", "")


def test_no_tasks_no_workers() -> None:
    assert outcomes([], 4) == {}
