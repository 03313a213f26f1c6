"""Rubrics and self-reports that were saved as JSON: reading them back, with clear words where they are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from extract import extract_claims, extract_rubric, extract_rubrics, read_document
from models import (
    SCHEMA_VERSION,
    Document,
    InputError,
    NothingFound,
    Rubric,
    SchemaMismatch,
    SelfReport,
    Text,
    UnreadableFile,
    loads,
)

M = TypeVar("M", Rubric, SelfReport)

_KINDS: dict[type[BaseModel], tuple[str, Text]] = {
    Rubric: ("rubric", Text(zh="评分细则（rubric）", en="rubric")),
    SelfReport: ("self_report", Text(zh="自评报告（self_report）", en="self-report")),
}


def read_rubric(path: Path, sheet: int | None = None) -> Rubric:
    """The rubric of a file: JSON that ``extract rubric`` has written, or the notice itself in any readable format.

    ``sheet`` chooses among several, from 1. Raises ``models.InputError``, which names the file.
    """
    if not is_json(path):
        return _from_document(path, lambda document: extract_rubric(document, sheet))
    rubrics = load_saved(Rubric, path)
    if sheet is None and len(rubrics) > 1:
        zh = f"含有 {len(rubrics)} 个评分表，请用 --sheet 选择"
        en = f"holds {len(rubrics)} rubrics; choose one with --sheet"
        raise SchemaMismatch(str(path), Text(zh=zh, en=en))
    position = sheet or 1
    if not 1 <= position <= len(rubrics):
        zh, en = f"没有第 {position} 个评分表，只有 {len(rubrics)} 个", f"has no rubric {position}, only {len(rubrics)}"
        raise NothingFound(str(path), Text(zh=zh, en=en))
    return rubrics[position - 1]


def read_rubrics(path: Path) -> tuple[Rubric, ...]:
    """Every rubric of a file, JSON or document; raises ``models.NothingFound`` where there is none."""
    if is_json(path):
        return load_saved(Rubric, path)
    rubrics = _from_document(path, extract_rubrics)
    if not rubrics:
        raise NothingFound(str(path), Text(zh="没有找到评分表", en="no rubric found in it"))
    return rubrics


def several(path: Path, rubric: Rubric) -> Text | None:
    """What to tell where a document holds several rubrics and nobody has said which to take; ``None`` otherwise."""
    if rubric.rubrics < 2 or is_json(path):
        return None
    title = f"《{rubric.sheet.title}》" if rubric.sheet.title else ""
    zh = f"{rubric.source.name} 中有 {rubric.rubrics} 个评分表，这里用第 {rubric.number} 个{title}；"
    zh += "extract rubric 用 --sheet N 取另一个，用 --all 取全部"
    en = f"{rubric.source.name} holds {rubric.rubrics} rubrics, number {rubric.number} {title} was taken; "
    en += "extract rubric takes another with --sheet N, every one with --all"
    return Text(zh=zh, en=en)


def read_claims(path: Path) -> SelfReport:
    """The self-report of a file: JSON that ``extract claims`` has written, or the report itself."""
    if not is_json(path):
        return _from_document(path, extract_claims)
    reports = load_saved(SelfReport, path)
    if len(reports) != 1:
        zh, en = f"含有 {len(reports)} 份自评报告，应为一份", f"holds {len(reports)} self-reports where one is wanted"
        raise SchemaMismatch(str(path), Text(zh=zh, en=en))
    return reports[0]


def is_json(path: Path) -> bool:
    """Whether a file is to be taken as JSON: by its content, and by its name where the content is no document.

    A file that cannot be read, or is empty, is none: its reader says what is wrong with it. Neither is a pipe, which
    can be read only once.
    """
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    except (OSError, ValueError):
        return False
    if head.startswith((b"%PDF", b"PK")):
        return False
    return head[:1] in {b"{", b"["} or (bool(head) and path.suffix.lower() == ".json")


def load_saved(model: type[M], path: Path) -> tuple[M, ...]:
    """The objects of one kind that a JSON file holds: one object or a list of them.

    Raises ``models.SchemaMismatch`` where the JSON is broken, of another kind, or of another schema version.
    """
    try:
        data: Any = loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        why = error.strerror or str(error)
        raise UnreadableFile(str(path), Text(zh=f"无法读取（{why}）", en=f"cannot be read ({why})")) from error
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        zh, en = (f"第 {line} 行", f"line {line}") if line else ("无法解码", "cannot be decoded")
        raise SchemaMismatch(str(path), Text(zh=f"不是完整的 JSON（{zh}）", en=f"broken JSON ({en})")) from error
    parts = data if isinstance(data, list) else [data]
    return tuple(_checked(model, part, path) for part in parts)


def _checked(model: type[M], data: Any, path: Path) -> M:
    kind, name = _KINDS[model]
    if not isinstance(data, dict) or data.get("kind") != kind:
        reason = Text(zh=f"不是本程序写出的{name.zh} JSON", en=f"is not the JSON of a {name.en} of this program")
        raise SchemaMismatch(str(path), reason)
    version = data.get("schema_version")
    if version != SCHEMA_VERSION:
        zh = f"schema_version 为 {version}，本程序读 {SCHEMA_VERSION}；请重新提取"
        en = f"schema_version is {version}, this program reads {SCHEMA_VERSION}; extract it again"
        raise SchemaMismatch(str(path), Text(zh=zh, en=en))
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        zh, en = f"字段 {place} 不合要求（{first['msg']}）", f"field {place} is not as it must be ({first['msg']})"
        raise SchemaMismatch(str(path), Text(zh=zh, en=en)) from error


T = TypeVar("T")


def _from_document(path: Path, recognise: Callable[[Document], T]) -> T:
    """What is recognised in a document; an error of recognition names the path as the caller gave it."""
    document = read_document(path)
    try:
        return recognise(document)
    except InputError as error:
        if error.name == str(path):
            raise
        raise type(error)(str(path), error.reason) from error
