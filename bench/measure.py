"""Times and memory, each reading in a process of its own so that none finds what another left behind."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.contestants import CONTESTANTS, Contestant


@dataclass(frozen=True, slots=True)
class Measurement:
    """One reading: processor seconds without imports, peak memory of the process in MB, tables found."""

    seconds: float
    peak_mb: float
    tables: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """All readings of one contestant; none where it is not installed or failed."""

    name: str
    readings: tuple[Measurement, ...] = ()
    why_not: str = ""

    @property
    def seconds(self) -> float:
        """Median of the seconds."""
        return statistics.median(reading.seconds for reading in self.readings)

    @property
    def peak_mb(self) -> float:
        """The largest memory peak."""
        return max(reading.peak_mb for reading in self.readings)

    @property
    def tables(self) -> int | None:
        """Tables found."""
        return self.readings[0].tables


def read_once(contestant: Contestant, path: Path) -> Measurement:
    """Read a file in this process."""
    contestant.prepare()
    start = time.process_time()
    tables = contestant.read(path)
    seconds = time.process_time() - start
    return Measurement(seconds, _peak_mb(), tables)


def _peak_mb() -> float:
    """Peak memory of this process. Linux counts the parent's into ru_maxrss, so its own figure goes first."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def compare(path: Path, rounds: int, contestants: tuple[Contestant, ...] = CONTESTANTS) -> list[Result]:
    """Every contestant on one file, ``rounds`` times in turn, so that a busy moment of the machine hits all alike."""
    readings: dict[str, list[Measurement]] = {contestant.name: [] for contestant in contestants}
    why_not: dict[str, str] = {}
    for _ in range(rounds):
        for contestant in contestants:
            if contestant.name in why_not:
                continue
            outcome = _in_own_process(contestant, path)
            if isinstance(outcome, str):
                why_not[contestant.name] = outcome
            else:
                readings[contestant.name].append(outcome)
    return [
        Result(contestant.name, tuple(readings[contestant.name]), why_not.get(contestant.name, ""))
        for contestant in contestants
    ]


def _in_own_process(contestant: Contestant, path: Path) -> Measurement | str:
    """The reading, or why there is none."""
    command = [sys.executable, "-m", "bench", "once", contestant.name, str(path.resolve())]
    folder = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed"])[-1]
    return Measurement(**json.loads(done.stdout.splitlines()[-1]))
