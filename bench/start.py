"""How long commands take from nothing: against a bare Python, and a bare script that reads the tables alone."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.paired import in_turn, ratio

BARE = """import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages: page.extract_tables()
"""
"""What a user would write otherwise."""


def start_table(notice: Path, report: Path, rounds: int) -> Iterator[str]:
    """Processor seconds of cold commands, and their ratios, each within the same round."""
    python = sys.executable
    commands = {
        "python -c pass": [python, "-c", "pass"],
        "extract --help": [python, "-m", "extract", "--help"],
        "audit --list-checks": [python, "-m", "audit", "--list-checks"],
        "pdfplumber, notice": [python, "-c", BARE, str(notice)],
        "extract rubric NOTICE": [python, "-m", "extract", "rubric", str(notice)],
        "pdfplumber, report": [python, "-c", BARE, str(report)],
        "audit REPORT": [python, "-m", "audit", str(report)],
    }
    against = {
        "extract --help": "python -c pass",
        "audit --list-checks": "python -c pass",
        "extract rubric NOTICE": "pdfplumber, notice",
        "audit REPORT": "pdfplumber, report",
    }
    runs = in_turn(commands, rounds)
    yield f"notice {notice.name}, report {report.name}; medians of {rounds} rounds"
    yield f"{'command, cold':<24}{'cpu s':>8}{'clock s':>9}{'peak MB':>9}{'ratio':>8}  of"
    for name, found in runs.items():
        base = against.get(name)
        compared = f"{ratio(found, runs[base]):>8.2f}  {base}" if base else ""
        cpu, clock = (statistics.median(getattr(one, kind) for one in found) for kind in ("processor", "clock"))
        yield f"{name:<24}{cpu:>8.3f}{clock:>9.3f}{max(one.peak_mb for one in found):>9.0f}{compared}"
