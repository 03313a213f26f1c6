"""Who does the tasks of a run: worker processes on this machine, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audit.batch.reading import read_rubric_file
from audit.batch.starting import FORKS, get_ready
from audit.batch.work import Outcome, Plan, Task, Unusable, prepare, prepare_rubric
from audit.batch.workers import Limits, Pool
from models import InputError, Rubric

Do = Callable[[Plan, Sequence[Task]], Generator[tuple[Task, Outcome], None, None]]
"""Does tasks by a plan: each with its outcome, in the order in which they are done."""
Sending = Literal["bytes", "paths"]
"""How documents travel to other machines: as their bytes, or as paths of a storage that all of them share."""

_OUTLIER = 10
"""Files so many times the usual size are begun first, so that none is left alone at the end."""
_LONG = 24 * 3600
"""Seconds that reading the rubric may take; without it nothing can be done."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a run has to do its tasks with."""

    jobs: int
    limits: Limits
    scheduler: str | None
    sending: Sending
    with_rubric: bool
    """Whether a rubric is to be read from a document."""


@contextmanager
def doers(means: Means, tasks: Sequence[Task]) -> Iterator[Do]:
    """Whoever does these tasks. Raises ``models.InputError`` where a cluster cannot be used."""
    if means.scheduler is not None:
        from audit.batch.cluster import connected

        with connected(means.scheduler, means.sending, means.limits) as cluster:
            if means.with_rubric:
                get_ready()
            yield cluster.results
        return
    if means.with_rubric or any(task.path.suffix.lower() != ".json" for task in tasks):
        get_ready()
    yield lambda plan, tasks: _pool(plan, means, len(tasks)).results(tasks)


def _pool(plan: Plan, means: Means, tasks: int) -> Pool[Plan, Task, Outcome]:
    return Pool(prepare, plan, jobs=min(means.jobs, tasks), helpers=means.jobs, limits=means.limits)


def read_rubric_apart(path: Path, limits: Limits) -> Rubric:
    """The rubric, read by a worker where that costs little: what this process does, the workers wait for."""
    if not FORKS:
        return read_rubric_file(path)
    pool: Pool[None, Path, Rubric | Unusable] = Pool(
        prepare_rubric, None, jobs=1, limits=Limits(seconds=_LONG, megabytes=limits.megabytes)
    )
    ((_, found),) = pool.results([path])
    if isinstance(found, Rubric):
        return found
    raise InputError(found.name if isinstance(found, Unusable) else str(path), found.reason)


def outliers_first(tasks: list[Task]) -> list[Task]:
    """The tasks with the few very large files before the others."""
    sizes = {task.result: _size(task.path) for task in tasks}
    usual = sorted(sizes.values())[len(sizes) // 2] if sizes else 0
    large = [task for task in tasks if sizes[task.result] > _OUTLIER * usual]
    large.sort(key=lambda task: -sizes[task.result])
    return large + [task for task in tasks if sizes[task.result] <= _OUTLIER * usual]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
