"""What there is to audit in a file: a self-report, or else a rubric."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models import Document, NothingFound, Rubric, SelfReport, Text

if TYPE_CHECKING:
    from extract.readers.spread import Spread

_CERTAINLY_A_REPORT = 12
_FEW = 4
"""A document that claims something for less than a quarter of the items of its rubric is a notice."""
_NEITHER = Text(zh="既没有找到自评得分，也没有找到评分标准", en="neither claims nor a rubric found in it")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is audited, and the document it was read from; ``None`` where that was JSON."""

    content: SelfReport | Rubric
    document: Document | None


def read_rubric_file(path: Path) -> Rubric:
    """The rubric of a file; raises ``models.InputError`` where there is none."""
    from extract.saved import read_rubric

    return read_rubric(path)


def read_report_file(path: Path) -> SelfReport | Rubric:
    """What there is to audit in a file: claims, or else a rubric.

    Raises ``models.InputError``; ``NothingFound`` where the file holds neither.
    """
    return read_subject(path).content


def read_subject(path: Path, spread: Spread | None = None) -> Subject:
    """The same, with the document beside it; long documents are read by several processes with ``spread``."""
    from extract.saved import is_json, load_saved, read_claims

    if not is_json(path):
        return _from_document(path, spread)
    from models import SchemaMismatch

    try:
        return Subject(read_claims(path), None)
    except SchemaMismatch as error:
        if _kind_of(path) != "rubric":
            raise error
        return Subject(load_saved(Rubric, path)[0], None)


def _from_document(path: Path, spread: Spread | None) -> Subject:
    from extract import extract_claims, extract_rubric
    from extract.readers import read

    document = read(path, spread)
    report: SelfReport | None = None
    try:
        report = extract_claims(document)
    except NothingFound:
        report = None
    claims = _number_of_claims(report) if report is not None else 0
    if report is not None and claims >= _CERTAINLY_A_REPORT:
        return Subject(report, document)
    try:
        rubric = extract_rubric(document)
    except NothingFound:
        if report is None:
            raise NothingFound(str(path), _NEITHER) from None
        return Subject(report, document)
    items = sum(1 for _ in rubric.sheet.walk())
    return Subject(report if report is not None and claims * _FEW >= items else rubric, document)


def _number_of_claims(report: SelfReport) -> int:
    """How many items claim something. A notice may speak of a total or of a score here and there and is no report."""
    return sum(item.claimed is not None or bool(item.mentions) for sheet in report.sheets for item in sheet.walk())


def _kind_of(path: Path) -> object:
    """The kind that a JSON file says it is, ``None`` where it says nothing."""
    from models import loads

    try:
        data = loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, OSError, RecursionError):
        return None
    return data.get("kind") if isinstance(data, dict) else None
