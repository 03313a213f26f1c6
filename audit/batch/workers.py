"""Worker processes: each does one task at a time, within limits of time and memory; the loss of one costs its task.

A task leaves the queue only when a worker is free for it, so nothing piles up however many there are. A worker has its
next task before the result of the last one is dealt with. Where no task is left to begin, idle workers do parts of
those that others have divided. Workers end with the process that started them, also when that is killed.
"""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe, connection
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from audit.batch.starting import end, started
from audit.batch.worker import Lost, work
from models import Model, Text

P = TypeVar("P")
T = TypeVar("T")
R = TypeVar("R")

RENEWED_AFTER = 250
"""Tasks after which a worker is replaced, so that what libraries never give back does not add up."""
_STARTS_IN_VAIN = 3
_TO_START = 120.0
"""Seconds that a new worker has until it is ready."""
_NEVER = float("inf")


class Limits(Model):
    """What one task may take."""

    seconds: int = 1800  # a scanned report of some hundred pages takes a quarter of an hour
    megabytes: int = 4096
    """Address space of its worker; not watched where the system cannot (Windows)."""


@dataclass(slots=True)
class _Division(Generic[T]):
    """A task in parts: which are still to be done, and the results of those that other workers did."""

    parts: list[bytes]
    todo: deque[int]
    again: deque[int] = field(default_factory=deque)
    """Parts that came to nothing elsewhere, which are for its own worker: what is wrong with them is its task's."""
    out: set[int] = field(default_factory=set)
    done: dict[int, bytes] = field(default_factory=dict)
    asks: bool = False
    """Whether its worker waits to hear what to do next."""


@dataclass(slots=True)
class _Worker(Generic[T]):
    process: BaseProcess
    pipe: Connection
    ready: bool
    deadline: float
    task: T | None = None
    division: _Division[T] | None = None
    """Of its task."""
    part: tuple[_Division[T], int] | None = None
    """What it does of the task of another."""
    done: int = 0

    @property
    def idle(self) -> bool:
        return self.ready and self.task is None and self.part is None


class WorkersCannotStart(RuntimeError):
    """Worker processes end before they are ready."""


class Pool(Generic[P, T, R]):
    """Workers that each call ``prepare(plan)`` once and what it returns for every task.

    ``prepare`` is a function at the top level of a module; ``plan``, tasks and results travel between processes and
    must be picklable. What the function raises ends its task only. It may use ``audit.batch.worker.in_parts``.
    ``jobs`` workers are started for tasks, up to ``helpers`` in all for the parts of one. Workers end with the tasks,
    or with ``keeps`` wait for the tasks of the next call until ``close``.
    """

    def __init__(
        self,
        prepare: Callable[[P], Callable[[T], R]],
        plan: P,
        *,
        jobs: int,
        helpers: int = 0,
        limits: Limits | None = None,
        renewed_after: int = RENEWED_AFTER,
        keeps: bool = False,
    ) -> None:
        self._prepare = prepare
        self._plan = plan
        self._jobs = jobs
        self._most = max(jobs, helpers)
        self._limits = limits or Limits()
        self._renewed_after = renewed_after
        self._keeps = keeps
        self._workers: list[_Worker[T]] = []
        self._in_vain = 0
        self._queue: Iterator[T] = iter(())
        self._waiting: T | None = None

    def results(self, tasks: Iterable[T]) -> Generator[tuple[T, R | Lost], None, None]:
        """Every task with its result, in the order in which they are done.

        Raises ``WorkersCannotStart`` where no worker comes to life. However this ends, no worker is left behind.
        """
        self._queue = iter(tasks)
        self._waiting = next(self._queue, None)
        try:
            while self._waiting is not None or any(worker.task is not None for worker in self._workers):
                self._hand_out()
                yield from self._finished()
        except BaseException:
            self.close()
            raise
        if not self._keeps:
            self.close()

    def close(self) -> None:
        """End all workers."""
        for worker in list(self._workers):
            self._remove(worker)

    def _hand_out(self) -> None:
        """Give idle workers what there is to do, and start more while it is more than they can do."""
        for worker in [worker for worker in self._workers if worker.idle]:
            self._give(worker)
        if self._waiting is not None:
            wanted = self._jobs
        else:
            parts = sum(len(worker.division.todo) for worker in self._workers if worker.division is not None)
            wanted = min(self._most, len(self._workers) - sum(not worker.ready for worker in self._workers) + parts)
        while len(self._workers) < wanted:
            self._workers.append(self._started())

    def _finished(self) -> Iterator[tuple[T, R | Lost]]:
        """Wait for something to happen and tell the tasks that ended."""
        busy = [worker for worker in self._workers if not worker.idle]
        if not busy:
            return
        soonest = min(worker.deadline for worker in busy)
        heard = connection.wait([worker.pipe for worker in busy], max(soonest - time.monotonic(), 0.0))
        for worker in busy:
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
        match message:
            case "ready":
                worker.ready, worker.deadline, self._in_vain = True, _NEVER, 0
            case ("divide", parts):
                worker.division = _Division(parts, deque(range(len(parts))))
            case ("next",) if worker.division is not None:
                worker.division.asks = True
                self._answer(worker, worker.division)
            case ("done", outcome, last):
                task = self._ended(worker, outcome)
                worker.done += 1
                if last or worker.done >= self._renewed_after:
                    self._remove(worker)
                else:
                    self._give(worker)
                if task is not None:
                    yield task, outcome

    def _ended(self, worker: _Worker[T], outcome: object) -> T | None:
        """Note that a worker is done with its part, or with its task, which is returned."""
        worker.deadline = _NEVER
        if worker.part is not None:
            (division, number), worker.part = worker.part, None
            self._part_ended(division, number, outcome if isinstance(outcome, bytes) else None)
            return None
        task, worker.task, worker.division = worker.task, None, None
        return task

    def _part_ended(self, division: _Division[T], number: int, result: bytes | None) -> None:
        """Note what came of a part; where nothing did, whoever has divided the task tries it again."""
        division.out.discard(number)
        if result is None:
            division.again.append(number)
        else:
            division.done[number] = result
        for worker in self._workers:
            if worker.division is division and division.asks:
                self._answer(worker, division)

    def _answer(self, worker: _Worker[T], division: _Division[T]) -> None:
        """Tell a worker that has divided its task what to do next, as soon as that is known."""
        mine = division.todo or division.again
        if mine:
            division.asks = False
            self._send(worker, ("do", mine.popleft()))
        elif not division.out:
            worker.division = None
            self._send(worker, ("rest", division.done))

    def _give(self, worker: _Worker[T]) -> None:
        """Give an idle worker the next task, or else a part from the end of another one."""
        if self._waiting is not None:
            worker.task, self._waiting = self._waiting, next(self._queue, None)
            worker.deadline = time.monotonic() + self._limits.seconds
            self._send(worker, ("task", worker.task))
            return
        for other in self._workers:
            if other.division is not None and other.division.todo:
                number = other.division.todo.pop()
                other.division.out.add(number)
                worker.part, worker.deadline = (other.division, number), other.deadline
                self._send(worker, ("part", other.division.parts[number]))
                return

    def _send(self, worker: _Worker[T], message: object) -> None:
        with suppress(OSError):  # a worker that has just died is noticed when it is listened to
            worker.pipe.send(message)

    def _stop(self, worker: _Worker[T], reason: Text | None) -> Iterator[tuple[T, Lost]]:
        """Give up a worker that died, or that has to; its task is lost."""
        if reason is None:
            worker.process.join(5)
            reason = _died(worker.process.exitcode)
        self._remove(worker)
        if worker.part is not None:
            self._part_ended(*worker.part, None)
        elif worker.task is not None:
            yield worker.task, Lost(reason)
        elif not worker.ready:
            self._in_vain += 1
            if self._in_vain >= _STARTS_IN_VAIN:
                raise WorkersCannotStart(reason.en)

    def _started(self) -> _Worker[T]:
        here, there = Pipe()
        process = started(work, there, self._prepare, self._plan, megabytes=self._limits.megabytes)
        there.close()
        return _Worker(process, here, ready=False, deadline=time.monotonic() + _TO_START)

    def _remove(self, worker: _Worker[T]) -> None:
        self._workers.remove(worker)
        worker.pipe.close()
        end(worker.process, leads_group=worker.ready)

    def _too_long(self) -> Text:
        seconds = self._limits.seconds
        return Text(
            zh=f"超过时限（{seconds} 秒），未完成；可用 --time-limit 放宽",
            en=f"over the time limit ({seconds} s), not done; --time-limit allows more",
        )


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


def processors() -> Sequence[int]:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return range(os.cpu_count() or 1)
