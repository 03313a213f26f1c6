"""The index of a run (summary.json) and its ranking table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal

from audit.amounts import show
from audit.ranking import Ranked, Standing, differs
from extract.console import pad, width
from models import SCHEMA_VERSION, Language, Model, Source, Text, dumps


class Result(Model):
    """An audited report and the file of its result."""

    ranked: Ranked
    result: str
    """The path of the result in the results folder."""


class Failure(Model):
    """A file that could not be audited."""

    name: str
    reason: str


class Index(Model):
    """All of a run. It says nothing of when and how it ran, so the same reports give the same bytes."""

    schema_version: Literal[1] = SCHEMA_VERSION
    kind: Literal["batch"] = "batch"
    rubric: Source | None
    reports: tuple[Result, ...]
    """In the order of the ranking."""
    failed: tuple[Failure, ...]
    skipped: tuple[str, ...]
    """Files in the folders that are no documents."""
    errors: int
    warnings: int
    notes: int
    accepted: int | None = None


def write_index(path: Path, frame: Index, results: Iterable[Result]) -> None:
    """The bytes of an index that has these results where ``frame`` has none, written one at a time.

    Raises ``OSError``.
    """
    before, empty, after = dumps(frame).partition(_NO_REPORTS)
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(before)
        following = False
        for result in results:
            text = dumps(result).rstrip("\n").replace("\n", "\n    ")
            file.write(f",\n    {text}" if following else f"{_NO_REPORTS[:-1]}\n    {text}")
            following = True
        file.write("\n  ]" if following else empty)
        file.write(after)


_NO_REPORTS = '\n  "reports": []'
"""A line break within a text is escaped, so this stands nowhere else."""
_HEADINGS = (
    Text(zh="位次", en="rank"),
    Text(zh="单位", en="unit"),
    Text(zh="文件", en="file"),
    Text(zh="总分值", en="maximum"),
    Text(zh="自评总分", en="claimed"),
    Text(zh="各部分合计", en="sum of parts"),
    Text(zh="错误", en="errors"),
    Text(zh="警告", en="warnings"),
)
_FLUSH_RIGHT = frozenset({0, 3, 4, 5, 6, 7})
_NONE = "–"
_MARK = " ≠"
"""Behind a sum that is not the total that the report states."""


def table(ranked: Sequence[tuple[int | None, Standing]], language: Language) -> Iterator[str]:
    """The ranking as the lines of a table of a terminal, one a report."""
    headings = [heading.in_language(language) for heading in _HEADINGS]
    widths = [width(heading) for heading in headings]
    for one in ranked:
        widths = [max(known, width(cell)) for known, cell in zip(widths, _row(*one), strict=True)]
    yield _table_line(headings, widths)
    yield "  ".join("─" * columns for columns in widths) + "\n"
    for one in ranked:
        yield _table_line(_row(*one), widths)


def _table_line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (pad(cell, widths[i], right=i in _FLUSH_RIGHT) for i, cell in enumerate(row))
    return "  ".join(cells).rstrip() + "\n"


def closing(index: Index, done: int, language: Language) -> str:
    """One line on the whole run, of which so many reports were audited."""
    failed = len(index.failed)
    zh = f"共 {done + failed} 份：已审核 {done}，失败 {failed}"
    en = f"{done + failed} reports: {done} audited, {failed} failed"
    if index.skipped:
        zh += f"，另跳过 {len(index.skipped)} 个非文档文件"
        en += f", {len(index.skipped)} other files passed over"
    zh += f"。错误 {index.errors}，警告 {index.warnings}，提示 {index.notes}"
    en += f". {index.errors} errors, {index.warnings} warnings, {index.notes} notes"
    if index.accepted is not None:
        zh += f"；已接受 {index.accepted} 条"
        en += f"; {index.accepted} accepted"
    return Text(zh=f"{zh}。\n", en=f"{en}.\n").in_language(language)


def _row(rank: int | None, score: Standing) -> list[str]:
    summed = _points(score.computed_total) + (_MARK if differs(score) else " " * len(_MARK))
    return [
        str(rank) if rank is not None else _NONE,
        score.unit or _NONE,
        score.name,
        _points(score.max_total),
        _points(score.claimed_total),
        summed,
        str(score.errors),
        str(score.warnings),
    ]


def _points(points: Decimal | None) -> str:
    return show(points) if points is not None else _NONE
