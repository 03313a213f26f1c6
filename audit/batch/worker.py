"""The life of a worker process: prepare, then task after task until nobody asks any more.

A worker may also divide a task (``in_parts``); then idle ones do some of its parts. Messages to a worker are
``("task", task)`` and ``("part", bytes)``; it answers ``("done", outcome, last)``. Within a task that is divided it
says ``("divide", [bytes, …])`` once and ``("next",)`` after each part, and is told ``("do", number)`` or ``("rest",
{number: bytes})``. Parts and their results travel as pickled bytes, so that whoever hands them on need not know them.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from audit.batch.starting import ONE_THREAD, Circumstances
from models import Text

A = TypeVar("A")
R = TypeVar("R")

_asked: list[Connection] = []
"""In a worker: the pipe to whoever gives it its tasks."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that came to no result, and why."""

    reason: Text


def in_parts(here: Callable[[A], R], there: Callable[[A], R], parts: Sequence[A]) -> list[R]:
    """The results of all parts of a task, in order; other workers do some of them where any are idle.

    ``here`` does a part in this process; ``there``, a function at the top level of its module, in another one. Both
    must come to the same. What ``there`` raises is as if nobody had tried. Outside of a worker ``here`` does them all.
    """
    if not _asked:
        return [here(part) for part in parts]
    pipe = _asked[0]
    pipe.send(("divide", [pickle.dumps((there, part)) for part in parts]))
    found: dict[int, R] = {}
    while len(found) < len(parts):
        pipe.send(("next",))
        kind, answer = pipe.recv()
        if kind == "do":
            found[answer] = here(parts[answer])
        else:
            found |= {number: pickle.loads(data) for number, data in answer.items()}
    return [found[number] for number in range(len(parts))]


def work(
    circumstances: Circumstances, pipe: Connection, prepare: Callable[[Any], Callable[[Any], Any]], plan: object
) -> None:
    """Be a worker, until the other end of the pipe is closed."""
    _settle(circumstances)
    does = {"task": prepare(plan), "part": _part}
    _asked.append(pipe)
    with suppress(EOFError, OSError):  # nobody asks any more, or waits for the answer
        pipe.send("ready")
        while True:
            kind, what = pipe.recv()
            pipe.send(("done", *_attempt(does[kind], what, circumstances.megabytes)))


def _part(data: bytes) -> bytes:
    there, part = pickle.loads(data)
    return pickle.dumps(there(part), pickle.HIGHEST_PROTOCOL)


def _attempt(do: Callable[[Any], Any], what: object, megabytes: int) -> tuple[Any, bool]:
    """The result of a task, and whether the worker should be replaced after it."""
    try:
        return do(what), False
    except MemoryError:
        pass  # the words are made outside, where what filled the memory is gone
    except Exception as error:  # noqa: BLE001  a bug that one file uncovers must not cost the others
        if os.environ.get("ZICHA_TRACEBACK"):
            import traceback

            traceback.print_exception(error, file=sys.__stderr__)
        happened = " ".join(f"{type(error).__name__}: {error}".split())
        return Lost(
            Text(
                zh=f"程序内部错误（{happened}）；请报告，设 ZICHA_TRACEBACK=1 可看到详情",
                en=f"internal error ({happened}); please report it, ZICHA_TRACEBACK=1 shows more",
            )
        ), False
    return Lost(
        Text(
            zh=f"超过内存上限（{megabytes} MB），未完成；可用 --memory-limit 放宽",
            en=f"over the memory limit ({megabytes} MB), not done; --memory-limit allows more",
        )
    ), True


def _settle(circumstances: Circumstances) -> None:
    """Make this process a worker: apart from the terminal, silent, limited, and gone when its parent is."""
    if hasattr(os, "setsid"):
        os.setsid()
    os.environ.clear()
    os.environ.update(dict.fromkeys(ONE_THREAD, "1") | circumstances.environment)
    if hasattr(time, "tzset"):
        time.tzset()
    with suppress(OSError):  # files are then not found, which is said of each
        os.chdir(circumstances.folder)
    if not os.environ.get("ZICHA_TRACEBACK"):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _limit_memory(circumstances.megabytes)


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
