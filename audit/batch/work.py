"""What a worker does: one file from its bytes to the bytes of its result."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from audit.baseline import Accepted
from audit.batch.worker import Lost, in_parts
from audit.judging import Choices, judge
from audit.ranking import Score, score_of
from audit.reports import ReportFormat
from models import InputError, NothingFound, Rubric, SchemaMismatch, Source, Text, UnreadableFile


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for all files of a run; sent to each worker once."""

    rubric: Rubric | None
    choices: Choices
    form: ReportFormat


@dataclass(frozen=True, slots=True)
class Task:
    """One file, its name in the run, and the path of its result in the results folder."""

    path: Path
    name: str
    result: str
    at: Path | None = None
    """Where its bytes are on this machine, where that is not ``path``."""


@dataclass(frozen=True, slots=True)
class Done:
    """An audited file."""

    sha256: str
    """Of the file's bytes as they were before it was read."""
    content: bytes
    """Of the result."""
    rubric: Source | None
    score: Score
    entries: tuple[Accepted, ...]
    """All its findings, as a baseline names them."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was read to its end and holds nothing to audit; it will not do so next time either."""

    sha256: str
    reason: Text


Outcome = Done | Refused | Lost


def prepare(plan: Plan) -> Callable[[Task], Outcome]:
    """The function that does the tasks of a plan."""
    return lambda task: _done(task, plan)


def _done(task: Task, plan: Plan) -> Outcome:
    from audit.batch.outputs import made, material
    from audit.batch.reading import read_subject

    digest = ""
    try:
        path = task.at or task.path
        if path.exists() and not path.is_file():
            raise UnreadableFile(str(path), _NO_FILE)
        digest = sha256_of(path) if path.exists() else ""
        subject = read_subject(path, in_parts)
    except (NothingFound, SchemaMismatch) as error:
        return Refused(digest, error.reason)
    except InputError as error:
        return Lost(error.reason)
    except OSError as error:
        why = error.strerror or str(error)
        return Lost(Text(zh=f"无法读取（{why}）", en=f"cannot be read ({why})"))
    judged = judge(subject.content, plan.rubric, plan.choices, task.name)
    audited = material(path, subject, plan.rubric, judged.report, plan.form)
    audited = replace(audited, path=str(task.path), at=str(path))
    try:
        content = made(audited, plan.form, plan.choices.language)
    except InputError as error:
        return Refused(digest, error.reason)
    return Done(
        digest, content, judged.report.rubric, score_of(task.name, subject.content, judged.report), judged.entries
    )


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why there is no rubric in a file."""

    name: str
    reason: Text


def prepare_rubric(_: None) -> Callable[[Path], Rubric | Unusable]:
    """The function that reads a rubric."""
    return _rubric_in


def _rubric_in(path: Path) -> Rubric | Unusable:
    from audit.batch.reading import read_rubric_file

    try:
        return read_rubric_file(path)
    except InputError as error:
        return Unusable(error.name, error.reason)


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, hexadecimal. Raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_NO_FILE = Text(
    zh="不是普通文件，不能与其他文件一起审核", en="is no plain file; it cannot be audited together with others"
)
