"""The part of a run over many machines that is done on one of them.

A Dask worker calls ``handle`` in one of its threads. Each thread has a process of its own behind it, the foreman, which
keeps one worker process with limits (``audit.batch.workers``): what crashes or hangs there costs a file and not the
Dask worker, PDFs are never read by two threads of one process, and it makes no difference that Dask's workers may not
start processes through multiprocessing.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from models import Text

if TYPE_CHECKING:
    from audit.batch.work import Outcome, Task


@dataclass(frozen=True, slots=True)
class Order:
    """What is the same for all files of a run, as it travels."""

    program: str
    """The hash of the program that gives the order."""
    run: str
    """Told apart from other orders by this."""
    work: bytes
    """The pickled plan and limits."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file's bytes, where only the sender has it, and when it was changed last (nanoseconds)."""

    data: bytes
    changed: int


def identity() -> str:
    """The hash of the program on this machine."""
    from audit.batch.program import program_hash

    return program_hash()


def handle(order: Order, task: bytes, content: Content | None) -> bytes | None:
    """The pickled outcome of a pickled task; ``None`` where this machine has another program."""
    if identity() != order.program:
        return None
    foreman: _Foreman | None = getattr(_of_this_thread, "foreman", None)
    if foreman is None or not foreman.is_there():
        foreman = _of_this_thread.foreman = _Foreman()
    return foreman.ask(order, task, content)


_of_this_thread = threading.local()


class _Foreman:
    """The other end of the process behind a thread."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "audit.batch.foreman"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
        self._run = ""

    def is_there(self) -> bool:
        return self._process.poll() is None

    def ask(self, order: Order, task: bytes, content: Content | None) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            known, self._run = self._run == order.run, order.run
            pickle.dump((None if known else order.work, task, content), self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
            answer = pickle.load(self._process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            self._process.kill()
            self._process.wait()
            return pickle.dumps(_lost())
        assert isinstance(answer, bytes)
        return answer


def _lost() -> Outcome:
    from audit.batch.worker import Lost

    return Lost(Text(zh="处理进程意外结束", en="its worker process ended unexpectedly"))


def main() -> None:
    """Be a foreman: tasks from standard input, outcomes to standard output, until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked: queue.SimpleQueue[tuple[bytes | None, bytes, Content | None]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="zicha-") as folder:
        _serve(asked, answers, Path(folder))


def _listen(orders: BinaryIO, asked: queue.SimpleQueue[Any]) -> None:
    """Take orders; where none can come any more, what is being done is for nobody."""
    try:
        while True:
            asked.put(pickle.load(orders))
    except (EOFError, OSError, pickle.UnpicklingError):
        asked.put(None)


def _serve(asked: queue.SimpleQueue[Any], answers: BinaryIO, folder: Path) -> None:
    from audit.batch.starting import get_ready
    from audit.batch.work import Plan, prepare
    from audit.batch.workers import Pool

    get_ready()
    pool: Pool[Plan, Task, Outcome] | None = None
    try:
        while (order := asked.get()) is not None:
            work, data, content = order
            if work is not None:
                if pool is not None:
                    pool.close()
                plan, limits = pickle.loads(work)
                pool = Pool(prepare, plan, jobs=1, limits=limits, keeps=True)
            assert pool is not None
            task: Task = pickle.loads(data)
            if content is not None:
                task = replace(task, at=_put(folder, task, content))
            ((_, outcome),) = pool.results([task])
            answers.write(pickle.dumps(pickle.dumps(outcome)))
            answers.flush()
            if content is not None and task.at is not None:
                task.at.unlink(missing_ok=True)
    finally:
        if pool is not None:
            pool.close()


def _put(folder: Path, task: Task, content: Content) -> Path:
    """The file that was sent, under its own name and of its own age: both may show in a result."""
    path = folder / task.path.name
    path.write_bytes(content.data)
    os.utime(path, ns=(content.changed, content.changed))
    return path


if __name__ == "__main__":
    main()
