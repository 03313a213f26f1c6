"""Findings and scores of a whole run as two Parquet files, for tools that analyse tables (``zicha[parquet]``).

Rows are written as they come, some ten thousand at a time, so memory does not grow with the number of reports.
``docs/configuration.md`` describes the columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import simplejson

from audit.fingerprints import fingerprints
from audit.ranking import Score
from models import AuditReport, InputError, Source, Text

if TYPE_CHECKING:
    import pyarrow as pa

FINDINGS: Final = "findings.parquet"
SCORES: Final = "scores.parquet"
TABLES: Final = (FINDINGS, SCORES)
DIGITS, DECIMALS = 38, 18
"""Of numbers: 38 is the most that common tools read, 18 is more than any document prints."""
ROWS = 20_000
"""In one row group."""

_TEXT = "string"
_WHOLE = "int32"
_NUMBER = "number"
_FINDING = {
    "report": _TEXT,
    "id": _TEXT,
    "code": _TEXT,
    "severity": _TEXT,
    "item": _TEXT,
    "message": _TEXT,
    "stated": _TEXT,
    "stated_number": _NUMBER,
    "computed": _TEXT,
    "computed_number": _NUMBER,
    "consequence_of": _TEXT,
    "fingerprint": _TEXT,
    "page": _WHOLE,
    "quote": _TEXT,
}
_SCORE = {
    "report": _TEXT,
    "rank": _WHOLE,
    "unit": _TEXT,
    "source_name": _TEXT,
    "source_sha256": _TEXT,
    "source_format": _TEXT,
    "source_pages": _WHOLE,
    "rubric_name": _TEXT,
    "rubric_sha256": _TEXT,
    "max_total": _NUMBER,
    "claimed_total": _NUMBER,
    "computed_total": _NUMBER,
    "errors": _WHOLE,
    "warnings": _WHOLE,
    "notes": _WHOLE,
    "accepted": _WHOLE,
}


def check_installed(name: str) -> None:
    """Raises ``models.InputError`` with the remedy where pyarrow is not there."""
    if find_spec("pyarrow") is None:
        raise InputError(
            name,
            Text(
                zh="写 Parquet 需要 pyarrow：pip install 'zicha[parquet]'",
                en="Parquet needs pyarrow: pip install 'zicha[parquet]'",
            ),
        )


def rows_of(report: AuditReport) -> str:
    """The findings of one report as JSON, to be written into the table when all are there."""
    keys = fingerprints(report.findings)
    rows = []
    for finding, key in zip(report.findings, keys, strict=True):
        first = finding.evidence[0] if finding.evidence else None
        rows.append(
            {
                "id": finding.id,
                "code": finding.code,
                "severity": finding.severity,
                "item": finding.item,
                "message": finding.message,
                "stated": finding.stated,
                "computed": finding.computed,
                "consequence_of": finding.consequence_of,
                "fingerprint": key,
                "page": first.where.page if first is not None else None,
                "quote": first.quote if first is not None else None,
            }
        )
    text: str = simplejson.dumps(rows, use_decimal=True, ensure_ascii=False, separators=(",", ":"))
    return text


def write_findings(path: Path, reports: Iterable[tuple[str, str]]) -> None:
    """The table of findings, of the names of reports and what ``rows_of`` gave for them. Raises ``OSError``."""
    _write(path, _FINDING, (row for name, rows in reports for row in _findings(name, rows)))


def write_scores(path: Path, scores: Iterable[tuple[Score, int | None, Source | None]]) -> None:
    """The table of scores, each with its rank and the rubric of its report. Raises ``OSError``."""
    _write(path, _SCORE, (_score(*one) for one in scores))


def _findings(name: str, rows: str) -> Iterator[dict[str, Any]]:
    for row in simplejson.loads(rows, use_decimal=True, parse_int=Decimal):
        stated, computed, page = row["stated"], row["computed"], row["page"]
        yield row | {
            "report": name,
            "stated": _as_text(stated),
            "stated_number": _number(stated),
            "computed": _as_text(computed),
            "computed_number": _number(computed),
            "page": int(page) if page is not None else None,
        }


def _score(score: Score, rank: int | None, rubric: Source | None) -> dict[str, Any]:
    source = score.source
    return {
        "report": score.name,
        "rank": rank,
        "unit": score.unit,
        "source_name": source.name,
        "source_sha256": source.sha256,
        "source_format": source.format,
        "source_pages": source.pages,
        "rubric_name": rubric.name if rubric is not None else None,
        "rubric_sha256": rubric.sha256 if rubric is not None else None,
        "max_total": _number(score.max_total),
        "claimed_total": _number(score.claimed_total),
        "computed_total": _number(score.computed_total),
        "errors": score.errors,
        "warnings": score.warnings,
        "notes": score.notes,
        "accepted": score.accepted,
    }


def _as_text(value: Decimal | str | None) -> str | None:
    """A number with the digits that are printed."""
    return format(value, "f") if isinstance(value, Decimal) else value


def _number(value: object) -> Decimal | None:
    """A number where it is one and the column holds it exactly."""
    if not isinstance(value, Decimal):
        return None
    whole, _, decimals = format(value, "f").partition(".")
    decimals = decimals.rstrip("0")
    fits = len(whole.lstrip("-0")) <= DIGITS - DECIMALS and len(decimals) <= DECIMALS
    return Decimal(f"{whole}.{decimals}") if fits else None


def _write(path: Path, columns: dict[str, str], rows: Iterable[dict[str, Any]]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    types = {_TEXT: pa.string(), _WHOLE: pa.int32(), _NUMBER: pa.decimal128(DIGITS, DECIMALS)}
    schema = pa.schema([pa.field(name, types[kind], nullable=name != "report") for name, kind in columns.items()])
    with path.open("wb") as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        waiting: list[dict[str, Any]] = []
        for row in rows:
            waiting.append(row)
            if len(waiting) == ROWS:
                writer.write_table(_group(waiting, schema))
                waiting = []
        writer.write_table(_group(waiting, schema))


def _group(rows: Sequence[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema=schema)
