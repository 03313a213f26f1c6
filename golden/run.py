"""Runs extraction and audit on a file and compares what comes out with the golden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from audit import audit
from audit.cli import read_report_file
from extract import extract_claims, extract_rubric, extract_rubrics, read_document
from golden import project
from golden.compare import Data, Outcome, compare
from golden.documents import Entry, GoldenError
from models import Document, NothingFound, Rubric, loads

_KEY = {"rubric": "sheet", "claims": "sheets", "findings": "findings"}


@dataclass(frozen=True, slots=True)
class Result:
    """One view of one file, compared."""

    entry: Entry
    file: Path
    view: str
    outcome: Outcome


@lru_cache(maxsize=8)
def _read(file: Path) -> Document:
    return read_document(file)


def produce(entry: Entry, file: Path, view: str, documents: dict[str, Entry]) -> Data:
    """What the program makes of a file, as a projection. Raises what the program raises."""
    if view == "rubric":
        rubric = extract_rubric(_read(file))
        every = extract_rubrics(_read(file)) if rubric.rubrics > 1 else ()
        return project.rubric(rubric, (other for other in every if other.number != rubric.number))
    if view == "claims":
        return project.claims(extract_claims(_read(file)))
    return project.findings(audit(read_report_file(file), _rubric(entry, file, documents)))


def _rubric(entry: Entry, file: Path, documents: dict[str, Entry]) -> Rubric | None:
    """The rubric that the manifest names, from the file of the same format."""
    if entry.rubric is None:
        return None
    suffix = file.name.removeprefix(entry.identity)
    notice = documents[entry.rubric]
    same = [one for one in notice.files if one.name == notice.identity + suffix]
    return extract_rubric(_read((same or list(notice.files))[0]))


def expected(entry: Entry, view: str) -> Data:
    """The golden. Raises ``GoldenError`` where there is none."""
    path = entry.golden(view)
    if not path.is_file():
        raise GoldenError(f"{path.name}: there is no such golden; write it, or run: python -m golden update")
    try:
        data: Data = loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GoldenError(f"{path.name}: {error}") from error
    if not isinstance(data, dict) or _KEY[view] not in data:
        raise GoldenError(f"{path.name}: this is no golden, {_KEY[view]} is missing")
    return data


def check(entry: Entry, documents: dict[str, Entry], views: Sequence[str]) -> Iterator[Result]:
    """Every view of every format of a document, compared with its golden."""
    if not entry.views:
        raise GoldenError(f"{entry.identity}: nothing is expected of it; there is no golden")
    for file in entry.files:
        for view in [view for view in entry.views if view in views]:
            yield Result(entry, file, view, check_one(entry, file, view, documents))


def check_one(entry: Entry, file: Path, view: str, documents: dict[str, Entry]) -> Outcome:
    """One view of one file, compared with its golden."""
    golden = expected(entry, view)
    try:
        got = produce(entry, file, view, documents)
    except NothingFound as error:
        outcome = Outcome()
        outcome.unmatched(view, "items", missing=True, shown=f"something ({error.reason.en})")
        return outcome
    return compare(golden, got)
