"""``python -m bench``: everything that docs/performance.md says, measured anew; ``read``, ``start`` … for parts of it.

Times are those of the processor, so that other work on the machine counts little; ratios are taken within each round.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from bench import batch
from bench.batches import batch_table
from bench.cells import Cells, Comparison, compare_cells
from bench.contestants import CONTESTANTS
from bench.inputs import NOTICE, REPORT, long_pdf, many_reports
from bench.measure import Result, compare, read_once
from bench.memory import memory_table
from bench.stages import stage_table
from bench.start import start_table
from models import InputError

SHOWN = 12
"""Cells that differ are shown up to this number."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code: 0, or 2 where a file cannot be used."""
    options = _options(arguments)
    if options.command == "once":
        return _once(options.contestant, options.file)
    if options.command == "workers":
        return batch.main(options)
    if options.command == "read":
        return _read(options.files, options.rounds)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.command == "start":
            _show(start_table(options.notice, options.report, options.rounds))
        elif options.command == "stages":
            _show(stage_table(options.files, options.rounds))
        elif options.command == "batch":
            _show(batch_table(many_reports(folder, options.reports), folder, options.workers))
        elif options.command == "memory":
            _show(memory_table(folder, options.pages))
        else:
            return _all(options, folder)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.set_defaults(command="all", notice=NOTICE, report=REPORT, rounds=5, reports=1000)
    parser.set_defaults(workers=[1, 2, 4], pages=[200, 500, 2000])
    commands = parser.add_subparsers(dest="command", metavar="PART")
    files = argparse.ArgumentParser(add_help=False)
    files.add_argument("files", nargs="+", type=Path, metavar="FILE")
    rounds = argparse.ArgumentParser(add_help=False)
    rounds.add_argument("-n", "--rounds", type=int, default=5, help="runs of each; the median counts (default 5)")
    pair = argparse.ArgumentParser(add_help=False)
    pair.add_argument("--notice", type=Path, default=NOTICE, metavar="FILE")
    pair.add_argument("--report", type=Path, default=REPORT, metavar="FILE")
    many = argparse.ArgumentParser(add_help=False)
    many.add_argument("--reports", type=int, default=1000, metavar="N")
    many.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4], metavar="N")
    paper = argparse.ArgumentParser(add_help=False)
    paper.add_argument("--pages", type=int, nargs="+", default=[200, 500, 2000], metavar="N")
    commands.add_parser("all", parents=[rounds, pair, many, paper], help="all of the following (where none is named)")
    commands.add_parser("read", parents=[files, rounds], help="time the readers on PDF files and compare the cells")
    commands.add_parser("start", parents=[rounds, pair], help="commands from nothing")
    commands.add_parser("stages", parents=[files, rounds], help="where the time of a document goes")
    commands.add_parser("batch", parents=[many], help="many reports by so many workers")
    commands.add_parser("memory", parents=[paper], help="peak memory against pages")
    batch.add_options(commands.add_parser("workers", help="one and several workers in turn, and what cannot be shared"))
    once = commands.add_parser("once", help="one reading in this process, as JSON")
    once.add_argument("contestant", choices=[contestant.name for contestant in CONTESTANTS])
    once.add_argument("file", type=Path)
    found = parser.parse_args(arguments)
    found.command = found.command or "all"
    return found


def _all(options: argparse.Namespace, folder: Path) -> int:
    """Every part, on the named documents, on one of 500 pages, and on a thousand."""
    print("Reading\n")
    failed = _read([options.report, options.notice, long_pdf(folder, 500)], options.rounds)
    if failed:
        return failed
    print("Commands from nothing\n")
    _show(start_table(options.notice, options.report, options.rounds))
    print("\nStages\n")
    _show(stage_table([options.notice, options.report], options.rounds))
    print("\nMany reports\n")
    _show(batch_table(many_reports(folder, options.reports), folder, options.workers))
    print("\nMemory\n")
    _show(memory_table(folder, options.pages))
    return 0


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


def _read(files: Sequence[Path], rounds: int) -> int:
    for path in files:
        try:
            cells = compare_cells(path)
        except InputError as error:
            print(error.line("en"), file=sys.stderr)
            return 2
        except OSError as error:
            print(f"{path}: {error.strerror}", file=sys.stderr)
            return 2
        print(f"{path.name}\n")
        print("\n".join([*time_table(compare(path, max(rounds, 1))), "", *cell_lines(cells), ""]), flush=True)
    return 0


def _once(name: str, path: Path) -> int:
    contestant = next(contestant for contestant in CONTESTANTS if contestant.name == name)
    if not contestant.installed():
        print("not installed", file=sys.stderr)
        return 1
    print(json.dumps(asdict(read_once(contestant, path))))
    return 0


def time_table(results: Sequence[Result]) -> Iterator[str]:
    """Medians, and how many times the seconds of the first contestant the others take, within the same round."""
    yield f"{'reader':<28}{'seconds':>9}{'× ours':>9}{'peak MB':>9}{'tables':>8}"
    ours = results[0].readings if results else ()
    for result in results:
        if not result.readings:
            yield f"{result.name:<28}  {result.why_not}"
            continue
        pairs = list(zip(result.readings, ours, strict=False))
        ratio = f"{statistics.median(one.seconds / own.seconds for one, own in pairs):.1f}" if pairs else ""
        tables = "" if result.tables is None else str(result.tables)
        yield f"{result.name:<28}{result.seconds:>9.2f}{ratio:>9}{result.peak_mb:>9.0f}{tables:>8}"


def cell_lines(comparison: Comparison) -> Iterator[str]:
    """What the comparison of the cells says."""
    lost = sum(cells.total() for cells in comparison.lost.values())
    added = sum(cells.total() for cells in comparison.added.values())
    yield f"cells with text: pdfplumber {comparison.theirs}, ours {comparison.ours}"
    yield f"page by page: {lost} of pdfplumber's are not ours, {added} of ours are not pdfplumber's"
    yield from _shown("lost", comparison.lost)
    yield from _shown("added", comparison.added)
    yield f"in the stitched document: {len(comparison.lost_in_document)} of pdfplumber's texts stand nowhere"
    yield from (f"  gone: {text[:80]}" for text in comparison.lost_in_document[:SHOWN])


def _shown(word: str, pages: dict[int, Cells]) -> Iterator[str]:
    lines = [f"  {word}, page {page}: {text[:80]}" for page, cells in pages.items() for text in cells.elements()]
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"  … and {len(lines) - SHOWN} more"


if __name__ == "__main__":
    sys.exit(main())
