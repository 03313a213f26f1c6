"""``python -m bench read FILE…``: our reader against other libraries on the same PDF, in one run."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from bench import batch
from bench.cells import Cells, Comparison, compare_cells
from bench.contestants import CONTESTANTS
from bench.measure import Result, compare, read_once
from models import InputError

SHOWN = 12
"""Cells that differ are shown up to this number."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code: 0, or 2 where a file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read", help="time the readers on PDF files and compare the cells")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    read.add_argument("-n", "--rounds", type=int, default=5, help="readings of each; the median counts (default 5)")
    once = commands.add_parser("once", help="one reading in this process, as JSON")
    once.add_argument("contestant", choices=[contestant.name for contestant in CONTESTANTS])
    once.add_argument("file", type=Path)
    batch.add_options(commands.add_parser("batch", help="many reports on one and on several workers"))
    options = parser.parse_args(arguments)
    if options.command == "batch":
        return batch.main(options)
    if options.command == "once":
        return _once(options.contestant, options.file)
    for path in options.files:
        try:
            cells = compare_cells(path)
        except InputError as error:
            print(error.line("en"), file=sys.stderr)
            return 2
        except OSError as error:
            print(f"{path}: {error.strerror}", file=sys.stderr)
            return 2
        print(f"{path.name}\n")
        print("\n".join([*time_table(compare(path, max(options.rounds, 1))), "", *cell_lines(cells), ""]), flush=True)
    return 0


def _once(name: str, path: Path) -> int:
    contestant = next(contestant for contestant in CONTESTANTS if contestant.name == name)
    if not contestant.installed():
        print("not installed", file=sys.stderr)
        return 1
    print(json.dumps(asdict(read_once(contestant, path))))
    return 0


def time_table(results: Sequence[Result]) -> Iterator[str]:
    """Medians, and how many times the seconds of the first contestant the others take."""
    yield f"{'reader':<28}{'seconds':>9}{'× ours':>9}{'peak MB':>9}{'tables':>8}"
    ours = results[0].seconds if results and results[0].readings else None
    for result in results:
        if not result.readings:
            yield f"{result.name:<28}  {result.why_not}"
            continue
        ratio = f"{result.seconds / ours:.1f}" if ours else ""
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
