"""The command ``audit``: a thin shell over ``audit.audit``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from extract.console import (
    DONE,
    FAILED,
    FINDINGS,
    Command,
    lang_option,
    output_option,
    print_error,
    version_option,
    write,
)
from models import AuditReport, InputError, Language, NothingFound, Rubric, SelfReport, Text

if TYPE_CHECKING:
    from audit.reports import ReportFormat

_CERTAINLY_A_REPORT = 12
_FEW = 4
"""A document that claims something for less than a quarter of the items of its rubric is a notice."""
_NEITHER = Text(zh="既没有找到自评得分，也没有找到评分标准", en="neither claims nor a rubric found in it")


def _codes(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Codes apart from each other, as often as the option is given and with commas; unknown ones are a usage error."""
    from audit.engine import UnknownCode, chosen

    codes = tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
    try:
        chosen(codes, ())
    except UnknownCode as error:
        raise click.BadParameter(f"no check is called {error.code}; see --list-checks") from None
    return codes


@click.command(cls=Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("reports", metavar="REPORT…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rubric", type=click.Path(path_type=Path), metavar="FILE", help="Rubric: JSON, or the notice itself.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output_option
@click.option("--select", multiple=True, callback=_codes, metavar="CODES", help="Only these checks or families: C2,X.")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="Not these checks or families.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even where something was found.")
@click.option("--list-checks", is_flag=True, help="List all checks.")
@click.option("--explain", metavar="CODE", help="Say what a check compares, and why.")
@lang_option
@version_option
@click.pass_context
def main(
    ctx: click.Context,
    reports: tuple[Path, ...],
    rubric: Path | None,
    form: str,
    output: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exit_zero: bool,
    list_checks: bool,
    explain: str | None,
    lang: str,
) -> None:
    """Check every number of self-reports (自评报告): against a rubric, or each against itself.

    REPORT is a document (PDF, Word) or JSON of the extract command. A document that only holds a rubric is checked as
    one. Exit codes: 0 nothing found, 1 errors or warnings, 2 a file cannot be used (one line on standard error each).
    """
    from audit.reports import render

    language = cast(Language, lang)
    if list_checks or explain is not None:
        write(_about_checks(explain, language), output)
        return
    if not reports:
        raise click.UsageError("no REPORT given")
    against = read_rubric_file(rubric) if rubric is not None else None
    done: list[AuditReport] = []
    failed = False
    for path in reports:
        try:
            done.append(_audit(path, against, select, ignore, language))
        except InputError as error:
            print_error(error, language)
            failed = True
    if done:
        sources = [*reports, *([rubric] if rubric is not None else [])]
        write(render(done, cast("ReportFormat", form), language, listed=len(reports) > 1), output, sources)
    if failed:
        ctx.exit(FAILED)
    found = any(report.summary.errors or report.summary.warnings for report in done)
    ctx.exit(FINDINGS if found and not exit_zero else DONE)


def _about_checks(code: str | None, language: Language) -> str:
    from audit.catalogue import explanation, find, listing

    if code is None:
        return listing(language)
    check = find(code)
    if check is None:
        raise click.BadParameter(f"no check is called {code}; see --list-checks", param_hint="--explain")
    return explanation(check, language)


def _audit(
    path: Path, rubric: Rubric | None, select: Sequence[str], ignore: Sequence[str], language: Language
) -> AuditReport:
    from audit import audit

    return audit(read_report_file(path), rubric, select=select, ignore=ignore, language=language)


def read_rubric_file(path: Path) -> Rubric:
    """The rubric of a file; raises ``models.InputError`` where there is none."""
    from extract.saved import read_rubric

    return read_rubric(path)


def read_report_file(path: Path) -> SelfReport | Rubric:
    """What there is to audit in a file: claims, or else a rubric.

    Raises ``models.InputError``; ``NothingFound`` where the file holds neither.
    """
    from extract.saved import is_json, load_saved, read_claims

    if is_json(path):
        from models import SchemaMismatch

        try:
            return read_claims(path)
        except SchemaMismatch as error:
            if _kind_of(path) != "rubric":
                raise error
            return load_saved(Rubric, path)[0]
    return _from_document(path)


def _from_document(path: Path) -> SelfReport | Rubric:
    from extract import extract_claims, extract_rubric, read_document

    document = read_document(path)
    report: SelfReport | None = None
    try:
        report = extract_claims(document)
    except NothingFound:
        report = None
    claims = _number_of_claims(report) if report is not None else 0
    if report is not None and claims >= _CERTAINLY_A_REPORT:
        return report
    try:
        rubric = extract_rubric(document)
    except NothingFound:
        if report is None:
            raise NothingFound(str(path), _NEITHER) from None
        return report
    items = sum(1 for _ in rubric.sheet.walk())
    return report if report is not None and claims * _FEW >= items else rubric


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
