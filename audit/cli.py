"""The command ``audit``: a thin shell over ``audit.audit``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from audit.reports import REPORT_FORMATS, SINGLE, Audited, render
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
from models import Document, InputError, Language, NothingFound, Rubric, SelfReport, Text

if TYPE_CHECKING:
    from audit.reports import ReportFormat
    from audit.reports.material import Pictures
    from audit.reports.terminal import Screen

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
@click.option("--format", "form", type=click.Choice(REPORT_FORMATS), default="text", show_default=True)
@output_option
@click.option("--select", multiple=True, callback=_codes, metavar="CODES", help="Only these checks or families: C2,X.")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="Not these checks or families.")
@click.option("--full", is_flag=True, help="Every row of the scorecard in text.")
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
    full: bool,
    exit_zero: bool,
    list_checks: bool,
    explain: str | None,
    lang: str,
) -> None:
    """Check every number of self-reports (自评报告): against a rubric, or each against itself.

    REPORT is a document (PDF, Word) or JSON of the extract command. A document that only holds a rubric is checked as
    one. Exit codes: 0 nothing found, 1 errors or warnings, 2 a file cannot be used (one line on standard error each).
    """
    language, chosen = cast(Language, lang), cast("ReportFormat", form)
    if list_checks or explain is not None:
        write(_about_checks(explain, language), output)
        return
    if not reports:
        raise click.UsageError("no REPORT given")
    if len(reports) > 1 and chosen in SINGLE:
        raise click.UsageError(f"--format {form} shows one report")
    against = read_rubric_file(rubric) if rubric is not None else None
    done: list[Audited] = []
    failed = False
    for path in reports:
        try:
            done.append(audited(path, against, select, ignore, language))
        except InputError as error:
            print_error(error, language)
            failed = True
    if done:
        sources = [*reports, *([rubric] if rubric is not None else [])]
        screen = _screen(output)
        write(render(done, chosen, language, listed=len(reports) > 1, screen=screen, full=full), output, sources)
    if failed:
        ctx.exit(FAILED)
    found = any(one.report.summary.errors or one.report.summary.warnings for one in done)
    ctx.exit(FINDINGS if found and not exit_zero else DONE)


def _about_checks(code: str | None, language: Language) -> str:
    from audit.catalogue import explanation, find, listing

    if code is None:
        return listing(language)
    check = find(code)
    if check is None:
        raise click.BadParameter(f"no check is called {code}; see --list-checks", param_hint="--explain")
    return explanation(check, language)


def audited(
    path: Path, rubric: Rubric | None, select: Sequence[str], ignore: Sequence[str], language: Language
) -> Audited:
    """A file audited, with all that an output may want to show of it. Raises ``models.InputError``."""
    from audit import audit

    subject, document = read_subject(path)
    report = audit(subject, rubric, select=select, ignore=ignore, language=language)
    return Audited(report, subject, rubric, document, _pictures(path, document), str(path))


def _pictures(path: Path, document: Document | None) -> Pictures | None:
    """Pictures of the pages of a file that has some and can be read a second time."""
    if document is None or document.source.format != "pdf" or not path.is_file():
        return None
    from extract.readers.pdf.pictures import pictures_of

    return pictures_of(path)


def _screen(output: Path | None) -> Screen:
    """How wide the terminal is, and whether it takes colours; a file or a pipe never does."""
    import shutil

    from audit.reports.terminal import COLUMNS, Screen

    colour = (
        output is None
        and sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM", "") not in {"", "dumb"}
    )
    return Screen(shutil.get_terminal_size((COLUMNS, 40)).columns, colour)


def read_rubric_file(path: Path) -> Rubric:
    """The rubric of a file; raises ``models.InputError`` where there is none."""
    from extract.saved import read_rubric

    return read_rubric(path)


def read_report_file(path: Path) -> SelfReport | Rubric:
    """What there is to audit in a file: claims, or else a rubric.

    Raises ``models.InputError``; ``NothingFound`` where the file holds neither.
    """
    return read_subject(path)[0]


def read_subject(path: Path) -> tuple[SelfReport | Rubric, Document | None]:
    """The same, with the document that it was found in; ``None`` for JSON. Raises as ``read_report_file`` does."""
    from extract.saved import is_json, load_saved, read_claims

    if is_json(path):
        from models import SchemaMismatch

        try:
            return read_claims(path), None
        except SchemaMismatch as error:
            if _kind_of(path) != "rubric":
                raise error
            return load_saved(Rubric, path)[0], None
    from extract import read_document

    document = read_document(path)
    return _from_document(path, document), document


def _from_document(path: Path, document: Document) -> SelfReport | Rubric:
    from extract import extract_claims, extract_rubric

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
