"""Regression over the sample documents: ``python -m golden check|update|list [ids…] [--documents DIR]``.

check compares what the program extracts and finds with the goldens and exits with 1 where anything differs; update
rewrites the goldens from what the program makes of the first format and shows what changed; list names the documents.
Exit code 2: the command could not do its work.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from golden import run
from golden.compare import Outcome, Tally, compare
from golden.documents import CORPORA, VIEWS, Entry, GoldenError, choose, entries
from golden.layout import render
from models import InputError


def main(arguments: list[str] | None = None) -> int:
    """Run one of the commands; the exit code is the result."""
    parser = argparse.ArgumentParser(prog="python -m golden", description=__doc__)
    parser.add_argument("command", choices=["check", "update", "list"])
    parser.add_argument("ids", nargs="*", help="documents; none means all")
    parser.add_argument("--documents", type=Path, default=CORPORA, help="a folder of documents instead of corpora/")
    parser.add_argument("--lines", type=int, default=40, help="differences shown of each file (default 40)")
    parser.add_argument("--view", action="append", choices=VIEWS, help="only this view; may be repeated")
    options = parser.parse_args(arguments)
    views = options.view or VIEWS
    try:
        documents = entries(options.documents)
        chosen = choose(documents, options.ids)
        if options.command == "list":
            return _list(chosen)
        if options.command == "update":
            return _update(chosen, documents, views)
        return _check(chosen, documents, views, options.lines)
    except (GoldenError, InputError) as error:
        print(error, file=sys.stderr)
        return 2


def _list(chosen: list[Entry]) -> int:
    for entry in chosen:
        formats = " ".join(file.name.removeprefix(f"{entry.identity}.") for file in entry.files)
        print(f"{entry.identity:24} {','.join(entry.views):24} {formats:20} {entry.title}")
    return 0


def _check(chosen: list[Entry], documents: dict[str, Entry], views: Sequence[str], lines: int) -> int:
    total: dict[str, Tally] = {}
    drifted = 0
    for entry in chosen:
        for result in run.check(entry, documents, views):
            outcome = result.outcome
            drifted += not outcome.same
            for name, tally in outcome.tallies.items():
                _add(total.setdefault(name, Tally()), tally)
            mark = "same " if outcome.same else "DRIFT"
            print(f"{mark} {result.file.name:30} {result.view:9} {_figures(outcome.tallies)}")
            _show(outcome, lines)
    print(f"{'all':36} {'':9} {_figures(total)}")
    return 1 if drifted else 0


def _show(outcome: Outcome, lines: int) -> None:
    for difference in outcome.differences[:lines]:
        print(f"      {difference}")
    if len(outcome.differences) > lines:
        print(f"      … and {len(outcome.differences) - lines} more")


def _figures(tallies: dict[str, Tally]) -> str:
    return "  ".join(
        f"{name} P {tally.precision:.3f} R {tally.recall:.3f} ({tally.right}/{tally.expected})"
        for name, tally in sorted(
            tallies.items(), key=lambda one: ["items", "fields", "facts", "findings"].index(one[0])
        )
    )


def _add(total: Tally, part: Tally) -> None:
    total.expected += part.expected
    total.got += part.got
    total.right += part.right


def _update(chosen: list[Entry], documents: dict[str, Entry], views: Sequence[str]) -> int:
    for entry in chosen:
        for view in [view for view in entry.views or ("claims", "findings") if view in views]:
            got = run.produce(entry, entry.files[0], view, documents)
            path = entry.golden(view)
            if path.is_file():
                outcome = compare(run.expected(entry, view), got)
                if outcome.same:
                    continue
                print(f"changed {path.name}")
                _show(outcome, sys.maxsize)
            else:
                print(f"new     {path.name}")
            path.parent.mkdir(exist_ok=True)
            path.write_text(render(got), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
