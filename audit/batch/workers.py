"""Worker processes: each does one task at a time, within limits of time and memory; the loss of one costs its task.

A task leaves the queue only when a worker is free for it, so nothing piles up however many there are. Workers are
started afresh (spawn), which is the same on every system. They end with the process that started them, also when that
is killed.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Generic, Literal, TypeVar

from models import Model, Text

P = TypeVar("P")
T = TypeVar("T")
R = TypeVar("R")

RENEWED_AFTER = 250
"""Tasks after which a worker is replaced, so that what libraries never give back does not add up."""
_STARTS_IN_VAIN = 3
_TO_START = 120.0
"""Seconds that a new worker has until it is ready."""
_READY: Literal["ready"] = "ready"
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Limits(Model):
    """What one task may take."""

    seconds: int = 1800  # a scanned report of some hundred pages takes a quarter of an hour
    megabytes: int = 4096
    """Address space of its worker; not watched where the system cannot (Windows)."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that came to no result, and why."""

    reason: Text


@dataclass(slots=True)
class _Worker(Generic[T]):
    process: SpawnProcess
    pipe: Connection
    ready: bool
    deadline: float
    task: T | None = None
    done: int = 0


class WorkersCannotStart(RuntimeError):
    """Worker processes end before they are ready."""


class Pool(Generic[P, T, R]):
    """Workers that each call ``prepare(plan)`` once and what it returns for every task.

    ``prepare`` is a function at the top level of a module; ``plan``, tasks and results travel between processes and
    must be picklable. What the function raises ends its task only.
    """

    def __init__(
        self,
        prepare: Callable[[P], Callable[[T], R]],
        plan: P,
        *,
        jobs: int,
        limits: Limits | None = None,
        renewed_after: int = RENEWED_AFTER,
    ) -> None:
        self._prepare = prepare
        self._plan = plan
        self._jobs = jobs
        self._limits = limits or Limits()
        self._renewed_after = renewed_after
        self._workers: list[_Worker[T]] = []
        self._in_vain = 0

    def results(self, tasks: Iterable[T]) -> Generator[tuple[T, R | Lost], None, None]:
        """Every task with its result, in the order in which they are done.

        Raises ``WorkersCannotStart`` where no worker comes to life. However this ends, no worker is left behind.
        """
        queue = iter(tasks)
        waiting = next(queue, None)
        try:
            while waiting is not None or any(worker.task is not None for worker in self._workers):
                idle = [worker for worker in self._workers if worker.ready and worker.task is None]
                while waiting is not None and idle:
                    self._give(idle.pop(), waiting)
                    waiting = next(queue, None)
                while waiting is not None and len(self._workers) < self._jobs:
                    self._workers.append(self._started())
                yield from self._finished()
        finally:
            self._end()

    def _finished(self) -> Iterator[tuple[T, R | Lost]]:
        """Wait for something to happen and tell the tasks that ended."""
        busy = [worker for worker in self._workers if not worker.ready or worker.task is not None]
        if not busy:
            return
        soonest = min(worker.deadline for worker in busy)
        heard = connection.wait([worker.pipe for worker in busy], max(soonest - time.monotonic(), 0.0))
        for worker in list(self._workers):
            if worker.pipe in heard:
                yield from self._hear(worker)
            elif time.monotonic() >= worker.deadline:
                yield from self._stop(worker, self._too_long())

    def _hear(self, worker: _Worker[T]) -> Iterator[tuple[T, R | Lost]]:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._stop(worker, None)
            return
        if not worker.ready:
            worker.ready, worker.deadline, self._in_vain = True, float("inf"), 0
            return
        task, worker.task, worker.deadline = worker.task, None, float("inf")
        worker.done += 1
        outcome, last = message
        if last or worker.done >= self._renewed_after:
            self._remove(worker)
        if task is not None:
            yield task, outcome

    def _give(self, worker: _Worker[T], task: T) -> None:
        worker.task, worker.deadline = task, time.monotonic() + self._limits.seconds
        with suppress(OSError):  # a worker that has just died is noticed when it is listened to
            worker.pipe.send(task)

    def _stop(self, worker: _Worker[T], reason: Text | None) -> Iterator[tuple[T, Lost]]:
        """Give up a worker that died, or that has to; its task is lost."""
        if reason is None:
            worker.process.join(5)
            reason = _died(worker.process.exitcode)
        self._remove(worker)
        if worker.task is not None:
            yield worker.task, Lost(reason)
        elif not worker.ready:
            self._in_vain += 1
            if self._in_vain >= _STARTS_IN_VAIN:
                raise WorkersCannotStart(reason.en)

    def _started(self) -> _Worker[T]:
        context = get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(
            target=_work, args=(there, self._prepare, self._plan, self._limits.megabytes), daemon=True
        )
        with _interrupts_held_back():
            process.start()
        there.close()
        return _Worker(process, here, ready=False, deadline=time.monotonic() + _TO_START)

    def _remove(self, worker: _Worker[T]) -> None:
        self._workers.remove(worker)
        _kill(worker)

    def _end(self) -> None:
        for worker in self._workers:
            _kill(worker)
        self._workers.clear()

    def _too_long(self) -> Text:
        seconds = self._limits.seconds
        return Text(
            zh=f"超过时限（{seconds} 秒），未完成；可用 --time-limit 放宽",
            en=f"over the time limit ({seconds} s), not done; --time-limit allows more",
        )


def _kill(worker: _Worker[Any]) -> None:
    """End a worker and whatever programs it has started."""
    worker.pipe.close()
    identity = worker.process.pid
    if identity is not None and hasattr(os, "killpg") and worker.ready:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(identity, signal.SIGKILL)
    worker.process.kill()
    worker.process.join()
    worker.process.close()


def _died(exitcode: int | None) -> Text:
    if exitcode is not None and exitcode < 0:
        name = _signal_name(-exitcode)
        return Text(zh=f"处理进程崩溃（{name}）", en=f"its worker process crashed ({name})")
    return Text(zh=f"处理进程意外结束（{exitcode}）", en=f"its worker process ended unexpectedly ({exitcode})")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Ctrl-C is for the process that the person started; a child inherits that it is held back."""
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(pipe: Connection, prepare: Callable[[Any], Callable[[Any], Any]], plan: object, megabytes: int) -> None:
    """The life of a worker: prepare, then task after task until nobody asks any more."""
    _settle(megabytes)
    handle = prepare(plan)
    pipe.send(_READY)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        outcome, last = _attempt(handle, task, megabytes)
        try:
            pipe.send((outcome, last))
        except OSError:  # nobody waits for it
            return


def _attempt(handle: Callable[[Any], Any], task: object, megabytes: int) -> tuple[Any, bool]:
    """The result of a task, and whether the worker should be replaced after it."""
    try:
        return handle(task), False
    except MemoryError:
        pass  # the words are made outside, where what filled the memory is gone
    except Exception as error:  # noqa: BLE001  a bug that one file uncovers must not cost the others
        if os.environ.get("ZICHA_TRACEBACK"):
            import traceback

            traceback.print_exception(error, file=sys.__stderr__)
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return Lost(
            Text(
                zh=f"程序内部错误（{what}）；请报告，设 ZICHA_TRACEBACK=1 可看到详情",
                en=f"internal error ({what}); please report it, ZICHA_TRACEBACK=1 shows more",
            )
        ), False
    return Lost(
        Text(
            zh=f"超过内存上限（{megabytes} MB），未完成；可用 --memory-limit 放宽",
            en=f"over the memory limit ({megabytes} MB), not done; --memory-limit allows more",
        )
    ), True


def _settle(megabytes: int) -> None:
    """Make this process a worker: apart from the terminal, silent, limited, and gone when its parent is."""
    if hasattr(os, "setsid"):
        os.setsid()
    if not os.environ.get("ZICHA_TRACEBACK"):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
    for name in _ONE_THREAD:  # as many workers as processors: threads of numeric libraries would only get in their way
        os.environ.setdefault(name, "1")
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _limit_memory(megabytes)


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is None:
        return
    connection.wait([parent.sentinel])
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    wanted = megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    with suppress(ValueError, OSError):  # a system that does not take the limit works without it
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def processors() -> Sequence[int]:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return range(os.cpu_count() or 1)
