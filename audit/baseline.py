"""Findings that people have looked at and accept: a file of them, and what it takes away from a report.

A finding is known again by its fingerprint (code, item and claim), so it stays accepted when other parts of the
document are edited, and comes back when its own numbers change. The file is JSON, sorted, made to be read and kept
under version control; ``code``, ``item`` and ``message`` stand in it for people only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from audit.fingerprints import fingerprints
from models import (
    SCHEMA_VERSION,
    AuditReport,
    Model,
    SchemaMismatch,
    Text,
    UnreadableFile,
    dumps,
    loads,
)


class Accepted(Model):
    """One accepted finding."""

    report: str | None = None
    """The report it belongs to, by its name in the run; ``None`` where it holds for every report."""
    code: str
    item: str | None
    message: str
    fingerprint: str


class Baseline(Model):
    """All accepted findings."""

    schema_version: Literal[1] = SCHEMA_VERSION
    kind: Literal["baseline"] = "baseline"
    accepted: tuple[Accepted, ...]

    def keys_for(self, report: str) -> frozenset[str]:
        """The fingerprints that are accepted in one report."""
        return frozenset(entry.fingerprint for entry in self.accepted if entry.report in (None, report))

    def stale(self, audited: Iterable[Sequence[Accepted]], reports: Iterable[str]) -> tuple[Accepted, ...]:
        """The entries that no finding answers any more.

        ``audited`` are all findings of each audited report, as ``entries_of`` gives them; ``reports`` are the names
        of those reports. An entry of a report that was not audited is not stale, only not asked for.
        """
        present = {(entry.report, entry.fingerprint) for entries in audited for entry in entries}
        anywhere = {fingerprint for _, fingerprint in present}
        names = set(reports)
        return tuple(
            entry
            for entry in self.accepted
            if (entry.report is None and names and entry.fingerprint not in anywhere)
            or (entry.report in names and (entry.report, entry.fingerprint) not in present)
        )


def entries_of(report: AuditReport, name: str) -> tuple[Accepted, ...]:
    """An entry for every finding of a report; ``name`` is the report's in its run."""
    return tuple(
        Accepted(report=name, code=one.code, item=one.item, message=one.message, fingerprint=key)
        for one, key in zip(report.findings, fingerprints(report.findings), strict=True)
    )


def for_any_report(entries: Iterable[Accepted]) -> list[Accepted]:
    """The same entries, no longer bound to a report: its file may be renamed."""
    return [entry.model_copy(update={"report": None}) for entry in entries]


def written(entries: Iterable[Accepted]) -> str:
    """The text of a baseline file, the same for the same findings in whatever order they come."""
    in_order = sorted(entries, key=lambda e: (e.report or "", e.code, e.item or "", e.message, e.fingerprint))
    return dumps(Baseline(accepted=tuple(in_order)))


def read_baseline(path: Path) -> Baseline:
    """The baseline of a file. Raises ``models.InputError`` where there is none."""
    try:
        data = loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        why = error.strerror or str(error)
        raise UnreadableFile(str(path), Text(zh=f"无法读取（{why}）", en=f"cannot be read ({why})")) from error
    except (ValueError, RecursionError) as error:
        raise SchemaMismatch(str(path), Text(zh="不是完整的 JSON", en="broken JSON")) from error
    if not isinstance(data, dict) or data.get("kind") != "baseline":
        reason = Text(zh="不是 --write-baseline 写出的文件", en="is not a file that --write-baseline has written")
        raise SchemaMismatch(str(path), reason)
    if data.get("schema_version") != SCHEMA_VERSION:
        zh = f"schema_version 为 {data.get('schema_version')}，本程序读 {SCHEMA_VERSION}；请重新写出"
        en = f"schema_version is {data.get('schema_version')}, this program reads {SCHEMA_VERSION}; write it again"
        raise SchemaMismatch(str(path), Text(zh=zh, en=en))
    try:
        return Baseline.model_validate(data)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
        raise SchemaMismatch(
            str(path), Text(zh=f"字段 {place} 不合要求", en=f"field {place} is not as it must be")
        ) from error
