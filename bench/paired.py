"""Commands in processes of their own, run in turn: what each took, and how they stand to others of the same round."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: processor seconds of it and its children, seconds on the clock, peak memory in MB."""

    processor: float
    clock: float
    peak_mb: float


def run(command: Sequence[str]) -> Run:
    """Run a command, its output thrown away. Raises ``CalledProcessError`` where it fails."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, command)
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss / scale)


def in_turn(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, list[Run]]:
    """Every command once in each round, so that a busy moment of the machine hits all alike."""
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            found[name].append(run(command))
    return found


def ratio(runs: Sequence[Run], others: Sequence[Run]) -> float:
    """The median over the rounds of how many times the processor time of the others a command took."""
    return statistics.median(one.processor / other.processor for one, other in zip(runs, others, strict=True))
