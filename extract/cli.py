"""The command ``extract``: a thin shell over the functions of the package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import click

from extract.console import Group, lang_option, output_option, version_option, write
from extract.reports import VIEW_FORMATS, Extracted, ViewFormat, render
from models import Language

_file = click.argument("file", type=click.Path(path_type=Path))
_format = click.option(
    "--format",
    "form",
    type=click.Choice(VIEW_FORMATS),
    default="json",
    show_default=True,
    help="JSON for programs, a table for the eye, Markdown.",
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@version_option
def main() -> None:
    """Read rubrics (评分细则) and self-reports (自评报告) from PDF and Word files.

    Exit codes: 0 done, 2 the file cannot be used (one line on standard error says why).
    """


@main.command()
@_file
@output_option
@_format
@click.option("--sheet", type=click.IntRange(min=1), metavar="N", help="The N-th rubric of the document.")
@click.option("--all", "everything", is_flag=True, help="Every rubric of the document; JSON is then a list.")
@lang_option
def rubric(file: Path, output: Path | None, form: str, sheet: int | None, everything: bool, lang: str) -> None:
    """Extract the rubric of FILE: a notice (PDF, Word), or JSON that this command wrote."""
    from extract.saved import read_rubric, read_rubrics, several

    if everything and sheet is not None:
        raise click.UsageError("--sheet and --all exclude each other")
    found = read_rubrics(file) if everything else (read_rubric(file, sheet),)
    if not everything and sheet is None and (told := several(file, found[0])) is not None:
        click.echo(told.in_language(cast(Language, lang)), err=True)
    _finish(found, file, output, form, lang, listed=everything)


@main.command()
@_file
@output_option
@_format
@lang_option
def claims(file: Path, output: Path | None, form: str, lang: str) -> None:
    """Extract the score sheets and claims of FILE: a self-report or an evaluation report."""
    from extract.saved import read_claims

    _finish((read_claims(file),), file, output, form, lang)


@main.command()
@_file
@output_option
@_format
@lang_option
def document(file: Path, output: Path | None, form: str, lang: str) -> None:
    """Show the paragraphs and tables of FILE as they were read, before anything is recognised."""
    from extract import read_document

    _finish((read_document(file),), file, output, form, lang)


@main.command()
@_file
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="FORM.docx or FORM.xlsx.")
@click.option("--sheet", type=click.IntRange(min=1), metavar="N", help="The N-th rubric of the document.")
@lang_option
def template(file: Path, output: Path, sheet: int | None, lang: str) -> None:
    """Make the blank self-assessment form (自评表) of the rubric in FILE: a notice, or JSON of this command."""
    from extract.reports.template import NOT_A_FORM, format_of
    from extract.reports.template import template as blank
    from extract.saved import read_rubric
    from models import InputError

    form = format_of(output.name)
    if form is None:
        raise InputError(str(output), NOT_A_FORM)
    write(blank(read_rubric(file, sheet), form), output, sources=(file,))


def _finish(
    results: Sequence[Extracted], file: Path, output: Path | None, form: str, lang: str, *, listed: bool = False
) -> None:
    text = render(results, cast(ViewFormat, form), cast(Language, lang), listed=listed)
    write(text, output, sources=(file,))
