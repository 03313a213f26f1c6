"""The command ``audit``: a thin shell over ``audit.judging`` and, for many reports, ``audit.batch``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from click.core import ParameterSource

from audit.batch.reading import read_report_file, read_rubric_file
from audit.reports import BINARY, REPORT_FORMATS, SINGLE, TABLES, ReportFormat
from audit.settings import LEAST_MEMORY, Settings
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
from models import InputError, Language, Rubric, Text

if TYPE_CHECKING:
    from audit.baseline import Accepted, Baseline
    from audit.batch.doing import Sending
    from audit.batch.run import Outcome
    from audit.judging import Choices
    from audit.reports.material import Audited
    from audit.reports.terminal import Screen

__all__ = ["main", "read_report_file", "read_rubric_file"]

SENDINGS: tuple[Sending, ...] = ("bytes", "paths")
_FILE = click.Path(path_type=Path)
_STALE_SHOWN = 10


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
@click.argument("reports", metavar="REPORT…|FOLDER…", nargs=-1, type=_FILE)
@click.option("--rubric", type=_FILE, metavar="FILE", help="Rubric: JSON, or the notice itself.")
@click.option("--format", "form", type=click.Choice(REPORT_FORMATS), help="[default: text; with --out-dir json]")
@output_option
@click.option("--out-dir", type=_FILE, metavar="DIR", help="A result for each report, an index; a ranking at the end.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Worker processes for --out-dir.")
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler whose workers do --out-dir: tcp://host:8786.")
@click.option("--send", type=click.Choice(SENDINGS), help="Documents to the workers of --scheduler: [default: bytes]")
@click.option("--time-limit", type=click.IntRange(min=1), metavar="S", help="Seconds for each report of --out-dir.")
@click.option("--memory-limit", type=click.IntRange(min=LEAST_MEMORY), metavar="MB", help="For each worker process.")
@click.option("--select", multiple=True, callback=_codes, metavar="CODES", help="Only these checks or families: C2,X.")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="Not these checks or families.")
@click.option("--baseline", type=_FILE, metavar="FILE", help="Do not report the findings that stand in this file.")
@click.option("--write-baseline", type=_FILE, metavar="FILE", help="Accept all present findings: write them there.")
@click.option("--config", type=_FILE, metavar="FILE", help="Settings. [default: the nearest zicha.toml upwards]")
@click.option("--no-config", is_flag=True, help="Read no settings.")
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
    form: str | None,
    output: Path | None,
    out_dir: Path | None,
    jobs: int | None,
    scheduler: str | None,
    send: str | None,
    time_limit: int | None,
    memory_limit: int | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    baseline: Path | None,
    write_baseline: Path | None,
    config: Path | None,
    no_config: bool,
    full: bool,
    exit_zero: bool,
    list_checks: bool,
    explain: str | None,
    lang: str,
) -> None:
    """Check every number of self-reports (自评报告): against a rubric, or each against itself.

    REPORT is a document (PDF, Word …) or JSON of the extract command. A document that only holds a rubric is checked
    as one. FOLDER stands for all documents in it and below. Exit codes: 0 nothing found, 1 errors or warnings, 2 a
    file cannot be used (one line on standard error each).
    """
    settings = _settings(config, no_config)
    language = cast(Language, lang) if _given(ctx, "lang") else settings.language or cast(Language, lang)
    ctx.params["lang"] = language
    if list_checks or explain is not None:
        write(_about_checks(explain, language), output)
        return
    if not reports:
        raise click.UsageError("no REPORT given")
    accepted = _read_baseline(baseline)
    choices = settings.choices(
        select=select if _given(ctx, "select") else None,
        ignore=ignore if _given(ctx, "ignore") else None,
        language=language,
        baseline=accepted,
    )
    never = tuple(path for path in (rubric, baseline, write_baseline, config) if path is not None)
    if out_dir is not None:
        if output is not None:
            raise click.UsageError("--out-dir and --output exclude each other")
        if send is not None and scheduler is None:
            raise click.UsageError("--send needs --scheduler")
        if scheduler is not None and jobs is not None:
            raise click.UsageError("--scheduler and --jobs exclude each other")
        from audit.batch.run import Request, run_batch
        from audit.batch.workers import Limits

        limits = {
            "seconds": time_limit or settings.time_limit,
            "megabytes": memory_limit or settings.memory_limit,
        }
        request = Request(
            reports,
            rubric,
            out_dir,
            cast(ReportFormat, form or "json"),
            choices,
            jobs=jobs or settings.jobs,
            limits=Limits(**{name: value for name, value in limits.items() if value is not None}),
            scheduler=scheduler,
            keeps_entries=accepted is not None or write_baseline is not None,
            sending=cast("Sending", send or "bytes"),
            never=never,
        )
        done = _ran(run_batch(request), language)
    else:
        if scheduler is not None:
            raise click.UsageError("--scheduler needs --out-dir")
        done = _shown(reports, rubric, cast(ReportFormat, form or "text"), output, choices, never=never, full=full)
    _tell_stale(accepted, done, choices)
    if write_baseline is not None:
        from audit.baseline import for_any_report, written

        entries = [entry for entries in done.entries for entry in entries]
        write(written(entries if done.listed else for_any_report(entries)), write_baseline, reports)
    if done.failed:
        ctx.exit(FAILED)
    ctx.exit(FINDINGS if done.found and not exit_zero and write_baseline is None else DONE)


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of a run, as far as it is told at the end."""

    failed: bool
    found: bool
    listed: bool
    """Whether there may be several reports, so that a baseline must say which is which."""
    names: tuple[str, ...]
    """The names of the audited reports."""
    entries: tuple[tuple[Accepted, ...], ...]


def _shown(
    reports: Sequence[Path],
    rubric: Path | None,
    form: ReportFormat,
    output: Path | None,
    choices: Choices,
    *,
    never: Iterable[Path],
    full: bool,
) -> _Done:
    """Audit here and show everything in one output."""
    from audit.batch.naming import report_names
    from audit.batch.outputs import material
    from audit.batch.reading import read_subject
    from audit.batch.sources import find_files
    from audit.judging import judge
    from audit.reports import render

    language = choices.language
    found = find_files(reports, never=never)
    listed = len(reports) > 1 or any(path.is_dir() for path in reports)
    if form in TABLES:
        raise click.UsageError(f"--format {form} needs --out-dir")
    if form in SINGLE and len(found.files) > 1:
        raise click.UsageError(f"--format {form} shows one report; several need --out-dir")
    against = read_rubric_file(rubric) if rubric is not None else None
    if rubric is not None and against is not None:
        _tell_several(rubric, against, language)
    for failure in found.failures:
        print_error(failure, language)
    failed, audited, judgements, names = bool(found.failures), [], [], []
    for file, name in zip(found.files, report_names(found.files), strict=True):
        try:
            subject = read_subject(file.path)
        except InputError as error:
            print_error(error, language)
            failed = True
            continue
        if isinstance(subject.content, Rubric):
            _tell_several(file.path, subject.content, language)
        judged = judge(subject.content, against, choices, name)
        judgements.append(judged)
        names.append(name)
        audited.append(material(file.path, subject, against, judged.report, form))
    sources = [*(file.path for file in found.files), *([rubric] if rubric is not None else [])]
    if audited and form in BINARY:
        _write_copy(audited, form, output, sources, language)
    elif audited:
        text = render(audited, form, language, listed=listed, screen=_screen(output), full=full)
        write(text, output, sources)
    return _Done(
        failed,
        any(one.report.summary.errors or one.report.summary.warnings for one in judgements),
        listed,
        tuple(names),
        tuple(one.entries for one in judgements),
    )


def _tell_several(path: Path, rubric: Rubric, language: Language) -> None:
    """Say which rubric of a document is used, where it holds several."""
    from extract.saved import several

    told = several(path, rubric)
    if told is not None:
        click.echo(told.in_language(language), err=True)


def _write_copy(
    audited: Sequence[Audited], form: ReportFormat, output: Path | None, sources: Sequence[Path], language: Language
) -> None:
    """Write a file that is no text; where nobody named it, beside the report, and say so."""
    from audit.batch.copies import beside, copied

    if output is None and len(audited) > 1:
        raise click.UsageError(f"--format {form} of several reports needs --output")
    path = output or beside(Path(audited[0].name), form)
    write(copied(audited, form, language), path, sources)
    if output is None:
        click.echo(Text(zh=f"已写入 {path}", en=f"written to {path}").in_language(language), err=True)


def _ran(outcome: Outcome, language: Language) -> _Done:
    """Print the ranking of a run over many reports."""
    from audit.batch.index import closing, table

    index = outcome.frame
    if outcome.ranked:
        for line in table(outcome.ranked, language):
            write(line, None)
        write("\n", None)
    write(closing(index, len(outcome.names), language), None)
    return _Done(bool(index.failed), bool(index.errors or index.warnings), True, outcome.names, outcome.entries)


def _given(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) is not ParameterSource.DEFAULT


def _settings(config: Path | None, no_config: bool) -> Settings:
    from audit.settings import find_settings, load_settings

    if config is not None and no_config:
        raise click.UsageError("--config and --no-config exclude each other")
    if no_config:
        return Settings()
    path = config or find_settings(Path.cwd())
    return load_settings(path) if path is not None else Settings()


def _read_baseline(path: Path | None) -> Baseline | None:
    if path is None:
        return None
    from audit.baseline import read_baseline

    return read_baseline(path)


def _tell_stale(baseline: Baseline | None, done: _Done, choices: Choices) -> None:
    """A note on accepted findings that are gone, of the checks that ran on the reports that were read."""
    if baseline is None:
        return
    from audit.engine import chosen

    codes = {check.code for check in chosen(choices.select, choices.ignore)}
    stale = [entry for entry in baseline.stale(done.entries, done.names) if entry.code in codes]
    if not stale:
        return
    names = [" ".join(part for part in (entry.report, entry.code, entry.item) if part) for entry in stale]
    shown, more = names[:_STALE_SHOWN], len(names) > _STALE_SHOWN
    zh = f"基线中有 {len(stale)} 条已不再出现：{'；'.join(shown)}{'……' if more else ''}"
    en = f"{len(stale)} entries of the baseline are found no more: {'; '.join(shown)}{' …' if more else ''}"
    click.echo(Text(zh=zh, en=en).in_language(choices.language), err=True)


def _about_checks(code: str | None, language: Language) -> str:
    from audit.catalogue import explanation, find, listing

    if code is None:
        return listing(language)
    check = find(code)
    if check is None:
        raise click.BadParameter(f"no check is called {code}; see --list-checks", param_hint="--explain")
    return explanation(check, language)


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
