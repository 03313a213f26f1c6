"""A run over many reports, from the arguments to the index."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from audit.baseline import Accepted
from audit.batch.doing import Do, Means, Sending, doers, outliers_first, read_rubric_apart
from audit.batch.index import Failure, Index, Result, write_index
from audit.batch.naming import INDEX, absolute_path, report_names, result_names
from audit.batch.outputs import ENDINGS
from audit.batch.program import program_hash
from audit.batch.progress import Progress
from audit.batch.reading import read_rubric_file
from audit.batch.sources import Found, find_files
from audit.batch.store import RECORD, Audit, Entry, Store, cannot_write, content_hash
from audit.batch.tables import FINDINGS, SCORES, check_installed, write_findings, write_scores
from audit.batch.work import Done, Plan, Refused, Task, sha256_of
from audit.batch.worker import Lost
from audit.batch.workers import Limits, processors
from audit.judging import Choices
from audit.ranking import Ranked, Score, Standing, placed
from audit.reports import TABLES, ReportFormat
from models import InputError, Rubric, Source, Text

_FATAL = frozenset({errno.ENOSPC, errno.EROFS, errno.EDQUOT})
"""What no other file would fare better with."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be done."""

    reports: tuple[Path, ...]
    """Files and folders."""
    rubric: Path | None
    out_dir: Path
    form: ReportFormat
    choices: Choices
    jobs: int | None = None
    """Worker processes; ``None``: as many as there are processors."""
    limits: Limits = field(default_factory=Limits)
    scheduler: str | None = None
    """The address of a Dask scheduler whose workers do the work."""
    sending: Sending = "bytes"
    keeps_entries: bool = False
    """Whether the findings of all reports are wanted at the end, for a baseline."""
    never: tuple[Path, ...] = ()
    """Files that are no reports although they may lie among them (a baseline)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    frame: Index
    """All that the index says but for the reports, which stand in its file only."""
    ranked: tuple[tuple[int | None, Standing], ...]
    """The audited reports in the order of their scores, each with its place."""
    entries: tuple[tuple[Accepted, ...], ...]
    """The findings of each report, as a baseline names them; empty where they were not asked for."""
    names: tuple[str, ...]
    """The names of the audited reports."""


@dataclass(slots=True)
class _Run:
    """What is known so far of each task, by its position."""

    tasks: Sequence[Task]
    progress: Progress
    request: Request
    rubric_hash: str | None
    scores: dict[int, Standing] = field(default_factory=dict)
    notes: int = 0
    accepted: int = 0
    entries: dict[int, tuple[Accepted, ...]] = field(default_factory=dict)
    rubric: Source | None = None
    """What the reports were audited against, where that is known from one of them."""
    lost: dict[int, Text] = field(default_factory=dict)
    told: int = 0

    def take(self, position: int, entry: Entry) -> None:
        """What came of a task, now or in an earlier run."""
        if entry.audit is not None:
            score = entry.audit.score
            self.scores[position] = _standing(self.tasks[position].name, score)
            self.notes += score.notes
            self.accepted += score.accepted or 0
            self.rubric = entry.audit.rubric or self.rubric
            if self.request.keeps_entries:
                self.entries[position] = entry.audit.entries
        elif entry.refused is not None:
            self.lost[position] = entry.refused

    def key(self, position: int) -> str:
        """What the result of a task depends on besides its file."""
        return _key(self.tasks[position], self.request, self.rubric_hash)

    def tell(self) -> None:
        """Print the lines of lost files as soon as all before them are known: their order is that of the files."""
        while self.told < len(self.tasks) and (self.told in self.scores or self.told in self.lost):
            reason = self.lost.get(self.told)
            if reason is not None:
                self.progress.say(_line(InputError(str(self.tasks[self.told].path), reason), self.request))
            self.told += 1


def run_batch(request: Request) -> Outcome:
    """Audit all reports, write a result for each and the index of all, and print a line for each that failed.

    A file that cannot be audited costs its result and nothing else. Raises ``models.InputError`` where nothing can be
    done at all: the rubric cannot be read, the folder not written. However a run ends, the files that it leaves are
    whole, and the same command goes on where it stopped.
    """
    _check_folder(request)
    if request.form in TABLES:
        check_installed(str(request.out_dir / FINDINGS))
    never = (request.out_dir, *((request.rubric,) if request.rubric is not None else ()), *request.never)
    found = find_files(request.reports, never=never)
    tasks = _tasks(found, request)
    found = replace(found, files=())
    rubric_hash = _hash_of_rubric(request.rubric)
    with Store(request.out_dir) as store:
        run = _Run(tasks, Progress(0, request.choices.language), request, rubric_hash)
        for position, task in enumerate(tasks):
            entry = store.known(task.result, task.path, run.key(position))
            if entry is not None:
                run.take(position, entry)
        todo = [position for position in range(len(tasks)) if position not in run.scores and position not in run.lost]
        with doers(_means(request), [tasks[position] for position in todo]) if todo else nullcontext() as do:
            rubric = _rubric(request, run.rubric, bool(todo))
            for failure in found.failures:
                run.progress.say(_line(failure, request))
            if do is not None:
                store.remove(INDEX)
                plan = Plan(rubric if isinstance(rubric, Rubric) else None, request.choices, request.form)
                _work(run, todo, plan, store, do)
        run.tell()
        outcome = _outcome(run, found, rubric.source if isinstance(rubric, Rubric) else rubric)
        try:
            if request.form in TABLES:
                _write_tables(run, store, outcome, outcome.frame.rubric)
            store.make(INDEX, lambda path: write_index(path, outcome.frame, _results(run, store, outcome)))
            store.tidy()
        except OSError as error:
            raise InputError(str(request.out_dir), cannot_write(error)) from error
    return outcome


def _means(request: Request) -> Means:
    with_rubric = request.rubric is not None and request.rubric.suffix.lower() != ".json"
    return Means(request.jobs or len(processors()), request.limits, request.scheduler, request.sending, with_rubric)


def _check_folder(request: Request) -> None:
    out = os.path.realpath(request.out_dir)
    for argument in request.reports:
        if argument.is_dir() and os.path.realpath(argument) == out:
            raise InputError(str(request.out_dir), _AMONG_REPORTS)
    if request.out_dir.exists() and not request.out_dir.is_dir():
        raise InputError(str(request.out_dir), Text(zh="不是文件夹", en="is no folder"))
    for name in (INDEX, RECORD, FINDINGS, SCORES):
        for path in (*request.reports, *request.never):
            if os.path.realpath(path) == str(Path(out) / name):
                raise InputError(str(path), _OVER_A_SOURCE)


def _tasks(found: Found, request: Request) -> list[Task]:
    """The files in the order of their names, whatever order they were given in."""
    files = sorted(found.files, key=lambda file: (file.inside.parts, absolute_path(file.path).parts))
    names = report_names(files)
    results = result_names(names, ENDINGS[request.form])
    return [Task(file.path, name, result) for file, name, result in zip(files, names, results, strict=True)]


def _hash_of_rubric(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return sha256_of(path)
    except OSError:
        read_rubric_file(path)  # says what is wrong with it
        raise


def _rubric(request: Request, earlier: Source | None, needed: bool) -> Rubric | Source | None:
    """The rubric, read only where a file is to be audited against it; otherwise its source, from an earlier run."""
    if request.rubric is None:
        return None
    return read_rubric_apart(request.rubric, request.limits) if needed or earlier is None else earlier


def _key(task: Task, request: Request, rubric_hash: str | None) -> str:
    """A hash of all that a result depends on besides the bytes of its report."""
    choices = request.choices
    parts = [
        program_hash(),
        request.form,
        task.name,
        str(task.path),
        rubric_hash,
        request.rubric.name if request.rubric is not None else None,
        list(choices.select),
        list(choices.ignore),
        sorted(choices.severity.items()),
        str(choices.tolerance),
        choices.language,
        sorted(choices.baseline.keys_for(task.name)) if choices.baseline is not None else None,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _work(run: _Run, todo: Sequence[int], plan: Plan, store: Store, do: Do) -> None:
    request, tasks = run.request, run.tasks
    sources = {os.path.realpath(task.path) for task in tasks}
    if request.rubric is not None:
        sources.add(os.path.realpath(request.rubric))
    position_of = {tasks[position].result: position for position in todo}
    for position in todo:
        has_file = request.form not in TABLES
        if has_file and os.path.realpath(request.out_dir / tasks[position].result) in sources:
            run.lost[position] = _OVER_A_SOURCE
    left = outliers_first([tasks[position] for position in todo if position not in run.lost])
    with (
        Progress(len(left), request.choices.language) as run.progress,
        closing(do(plan, left)) as results,
    ):
        for task, outcome in results:
            position = position_of[task.result]
            try:
                _keep(run, position, outcome, store, run.key(position))
            except OSError as error:
                if error.errno in _FATAL:
                    raise InputError(str(request.out_dir), cannot_write(error)) from error
                run.lost[position] = cannot_write(error)
            run.tell()
            run.progress.step(task.name)


def _keep(run: _Run, position: int, outcome: Done | Refused | Lost, store: Store, key: str) -> None:
    """Store what came of a task. Raises ``OSError``."""
    result = run.tasks[position].result
    match outcome:
        case Done(sha256, content):
            audit = Audit(
                sha256=content_hash(content), rubric=outcome.rubric, score=outcome.score, entries=outcome.entries
            )
            kept = content.decode() if run.request.form in TABLES else None
            entry = Entry(result=result, source_sha256=sha256, key=key, audit=audit, content=kept)
            store.put(entry, content)
            run.take(position, entry)
        case Refused(sha256, reason):
            entry = Entry(result=result, source_sha256=sha256, key=key, refused=reason)
            store.put_refused(entry)
            run.take(position, entry)
        case Lost(reason):
            store.drop(result)
            run.lost[position] = reason


def _outcome(run: _Run, found: Found, rubric: Source | None) -> Outcome:
    language = run.request.choices.language
    scores = [run.scores[position] for position in sorted(run.scores)]
    entries = tuple(run.entries[position] for position in sorted(run.entries))
    failures = [Failure(name=error.name, reason=error.reason.in_language(language)) for error in found.failures]
    failures += [
        Failure(name=run.tasks[position].name, reason=run.lost[position].in_language(language))
        for position in sorted(run.lost)
    ]
    index = Index(
        rubric=rubric,
        reports=(),
        failed=tuple(failures),
        skipped=found.skipped,
        errors=sum(score.errors for score in scores),
        warnings=sum(score.warnings for score in scores),
        notes=run.notes,
        accepted=run.accepted if run.request.choices.baseline is not None else None,
    )
    return Outcome(index, tuple(placed(scores)), entries, tuple(score.name for score in scores))


def _standing(name: str, score: Score) -> Standing:
    return Standing(
        name,
        score.unit,
        _shared(score.max_total),
        _shared(score.claimed_total),
        _shared(score.computed_total),
        score.errors,
        score.warnings,
    )


@lru_cache(maxsize=4096)
def _shared(points: Decimal | None) -> Decimal | None:
    """The same object for equal numbers: those of many reports are few. How they were printed is in the record."""
    return points


def _results(run: _Run, store: Store, outcome: Outcome) -> Iterator[Result]:
    """The reports in the order of the ranking, as the record has them. Raises ``OSError``."""
    as_table = run.request.form in TABLES
    result_of = {task.name: task.result for task in run.tasks}
    entries = store.entries(result_of[standing.name] for _, standing in outcome.ranked)
    for (place, standing), entry in zip(outcome.ranked, entries, strict=True):
        assert entry.audit is not None
        result = FINDINGS if as_table else result_of[standing.name]
        yield Result(ranked=Ranked(rank=place, score=entry.audit.score), result=result)


def _write_tables(run: _Run, store: Store, outcome: Outcome, rubric: Source | None) -> None:
    """The tables of a run, in the order of its files. Raises ``OSError``."""
    positions = sorted(run.scores)
    place = {standing.name: rank for rank, standing in outcome.ranked}
    names = [run.tasks[position].name for position in positions]

    def entries() -> Iterator[tuple[str, Entry]]:
        return zip(names, store.entries(run.tasks[position].result for position in positions), strict=True)

    rows = ((name, entry.content or "[]") for name, entry in entries())
    scores = ((entry.audit.score, place[name], rubric) for name, entry in entries() if entry.audit is not None)
    store.make(FINDINGS, lambda path: write_findings(path, rows))
    store.make(SCORES, lambda path: write_scores(path, scores))


def _line(error: InputError, request: Request) -> str:
    return " ".join(error.line(request.choices.language).splitlines())


_AMONG_REPORTS = Text(
    zh="结果不能写进报告所在的文件夹，请另选一个（可以是其中的子文件夹）",
    en="results cannot go into the folder of the reports; choose another (a folder in it will do)",
)
_OVER_A_SOURCE = Text(zh="结果会覆盖要读取的文件，未审核", en="the result would take the place of a file that is read")
