"""The same run on the workers of a Dask cluster (``zicha[cluster]``).

A few tasks more than there are threads are on their way at any time, so neither the scheduler nor this process fills
up. A task carries all that it needs, so Dask does it again elsewhere when its worker is lost. Results are bytes; only
this process writes files.
"""

from __future__ import annotations

import logging
import pickle
import queue
import time
import uuid
import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from audit.batch.doing import Sending
from audit.batch.foreman import Content, Order, handle, identity
from audit.batch.program import program_hash
from audit.batch.work import Outcome, Plan, Task, prepare
from audit.batch.worker import Lost
from audit.batch.workers import Limits
from models import InputError, Text

AHEAD = 2
"""Tasks on their way for each thread of the cluster."""
_TO_CONNECT = 15
"""Seconds."""
_WITHOUT_WORKERS = 60.0
"""Seconds after which a cluster without workers is given up."""
_LOOK = 2.0
"""Seconds between two looks at how large the cluster is."""


class Cluster:
    """The workers behind a scheduler; made by ``connected``."""

    def __init__(self, client: Any, address: str, sending: Sending, limits: Limits) -> None:
        self._client = client
        self._address = address
        self._sending = sending
        self._limits = limits
        self._threads, self._looked = 0, 0.0
        self._ended: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def results(self, plan: Plan, tasks: Sequence[Task]) -> Generator[tuple[Task, Outcome], None, None]:
        """Every task with its outcome, in the order in which they are done. Raises ``models.InputError``."""
        run = uuid.uuid4().hex
        order = Order(program_hash(), run, pickle.dumps((plan, self._limits)))
        shared = self._client.submit(_same, order, key=f"zicha-order-{run}")
        under_way: dict[str, tuple[Task, Any]] = {}
        begun = 0
        while begun < len(tasks) or under_way:
            while begun < len(tasks) and len(under_way) < self._room():
                task, key = tasks[begun], f"zicha-{run}-{begun}"
                begun += 1
                if self._sending == "bytes" and not task.path.is_file():
                    yield task, prepare(plan)(task)  # which says what is wrong with it
                    continue
                try:
                    under_way[key] = (task, self._submitted(shared, task, key))
                except OSError as error:
                    yield task, _unreadable(error)
            if under_way:
                future = self._next()
                task, _ = under_way.pop(future.key)
                yield task, self._outcome(future)

    def _submitted(self, order: Any, task: Task, key: str) -> Any:
        content = None
        if self._sending == "bytes":
            content = Content(task.path.read_bytes(), task.path.stat().st_mtime_ns)
        else:
            task = replace(task, at=task.path.absolute())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a task is large, which documents are
            future = self._client.submit(handle, order, pickle.dumps(task), content, key=key, pure=False)
        future.add_done_callback(self._ended.put)
        return future

    def _room(self) -> int:
        """How many tasks may be on their way."""
        if time.monotonic() - self._looked > _LOOK:
            self._threads, self._looked = sum(self._client.nthreads().values()), time.monotonic()
        return AHEAD * max(self._threads, 1)

    def _next(self) -> Any:
        """The next future that is done. Raises ``models.InputError`` where there is nobody left to do any."""
        since = time.monotonic()
        while True:
            with suppress(queue.Empty):
                return self._ended.get(timeout=_LOOK)
            try:
                if self._client.nthreads():
                    since = time.monotonic()
            except (OSError, TimeoutError) as error:
                raise InputError(self._address, _GONE) from error
            if time.monotonic() - since > _WITHOUT_WORKERS:
                raise InputError(self._address, _NO_WORKERS)

    def _outcome(self, future: Any) -> Outcome:
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            data = future.result()
        except KilledWorker:
            return Lost(Text(zh="处理它的工作机反复崩溃", en="the machines that tried it were lost again and again"))
        except (FutureCancelledError, OSError) as error:
            raise InputError(self._address, _GONE) from error
        except ImportError as error:
            raise InputError(self._address, _OTHER_PROGRAM) from error
        if data is None:
            raise InputError(self._address, _OTHER_PROGRAM)
        outcome: Outcome = pickle.loads(data)
        return outcome


@contextmanager
def connected(address: str, sending: Sending, limits: Limits) -> Iterator[Cluster]:
    """The cluster of a scheduler, whose workers are the same program as this one.

    Raises ``models.InputError`` where Dask is not installed, nobody answers, there are no workers, or a worker has
    another version.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError(address, _NOT_INSTALLED) from error
    _silence()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other versions of Dask's libraries; what matters is compared below
        try:
            client = Client(address, timeout=_TO_CONNECT, set_as_default=False, name="zicha")
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise InputError(address, _UNREACHABLE) from error
    try:
        _check_programs(client, address)
        yield Cluster(client, address, sending, limits)
    finally:
        with suppress(OSError, TimeoutError):
            client.close(timeout=5)


def _silence() -> None:
    """What goes wrong is told in one line; Dask's own words, for which it has set levels of its own, would be many."""
    for name in ["distributed", *logging.root.manager.loggerDict]:
        if name.partition(".")[0] in {"distributed", "tornado", "asyncio"}:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _check_programs(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_TO_CONNECT)
    except TimeoutError as error:
        raise InputError(address, _NO_WORKERS) from error
    for worker, found in client.run(identity, on_error="return").items():
        if found != program_hash():
            raise InputError(worker, _OTHER_PROGRAM)


def _same(order: Order) -> Order:
    """A task that comes to the order, so that Dask can make it anew where it is lost."""
    return order


def _unreadable(error: OSError) -> Lost:
    why = error.strerror or str(error)
    return Lost(Text(zh=f"无法读取（{why}）", en=f"cannot be read ({why})"))


_NOT_INSTALLED = Text(
    zh="需要安装 Dask：pip install 'zicha[cluster]'", en="Dask is not installed: pip install 'zicha[cluster]'"
)
_UNREACHABLE = Text(
    zh="连接不上这个 Dask 调度器（地址形如 tcp://主机:8786）",
    en="no Dask scheduler answers there (an address is like tcp://host:8786)",
)
_NO_WORKERS = Text(zh="这个调度器没有工作机", en="this scheduler has no workers")
_GONE = Text(
    zh="与调度器的连接中断；已有结果都已保存，重新运行同一命令即可继续",
    en="the scheduler is gone; results so far are kept, the same command goes on",
)
_OTHER_PROGRAM = Text(
    zh="工作机上没有 zicha，或其程序、Python 或库的版本与本机不同",
    en="has no zicha, or another version of it, of Python or of a library than this machine",
)
