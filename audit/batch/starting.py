"""How worker processes come to life and are ended.

On Linux they are forked from one process (multiprocessing's fork server) that has loaded what they need and does
nothing else, so a worker costs some milliseconds and a replaced one loads nothing again. Elsewhere they are started
afresh (spawn): forking is not safe with the libraries of macOS, and unknown to Windows.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

FORKS = sys.platform == "linux"
_NEEDED = "audit.batch.preload"
"""Module that loads what documents need."""
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a worker has in common with the process that asked for it, and may take."""

    environment: dict[str, str]
    folder: str
    megabytes: int
    """Address space."""


def get_ready() -> None:
    """Begin to load what workers will need for documents; returns at once, and changes only when they are ready.

    Without effect where workers are not forked, and where the process that they are forked from runs already.
    """
    if not FORKS:
        return
    from multiprocessing import forkserver

    get_context("forkserver").set_forkserver_preload([_NEEDED])
    with _interrupts_held_back(), _one_thread():
        forkserver.ensure_running()


def started(work: Callable[..., None], pipe: Connection, *arguments: Any, megabytes: int) -> BaseProcess:
    """A process that runs ``work(circumstances, pipe, *arguments)``; a function at the top level of its module."""
    circumstances = Circumstances(dict(os.environ), _folder(), megabytes)
    context: ForkServerContext | SpawnContext = get_context("forkserver") if FORKS else get_context("spawn")
    process = context.Process(target=work, args=(circumstances, pipe, *arguments), daemon=True)
    with _interrupts_held_back(), _one_thread():
        process.start()
    return process


def end(process: BaseProcess, *, leads_group: bool) -> None:
    """End a process, and with it whatever programs it has started where it leads a group of its own."""
    if leads_group and process.pid is not None and hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()
    process.close()


def _folder() -> str:
    try:
        return str(Path.cwd())
    except OSError:  # it was deleted
        return os.sep


@contextmanager
def _one_thread() -> Iterator[None]:
    """As many workers as processors: threads of numeric libraries would only get in their way, and make forks unsafe.

    The libraries look at the environment while they are loaded.
    """
    added = [name for name in ONE_THREAD if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


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
