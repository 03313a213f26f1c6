"""``python -m bench workers``: many reports on one and on several workers, in turn, and where the time goes.

Besides seconds, which a busy machine stretches, it counts processor time: what the process that hands out the work
takes is what more workers cannot share.
"""

from __future__ import annotations

import argparse
import ctypes
import filecmp
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT / "corpora"
RUBRIC = CORPORA / "qinghuai-notice.docx"
_KINDS = ("-report", "-selfreport", "-evaluation")
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command."""

    seconds: float
    parent: float
    """Processor seconds of the process that hands out the work."""
    workers: float
    """Processor seconds of all others."""
    parent_mb: float
    worker_mb: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("-r", "--reports", type=int, default=1000, help="how many reports (default 1000)")
    parser.add_argument("-n", "--rounds", type=int, default=3, help="runs of each, in turn; medians count (default 3)")
    parser.add_argument("-j", "--jobs", type=int, nargs="+", default=[1, 2], help="numbers of workers (default 1 2)")
    parser.add_argument("-p", "--pages", type=int, default=40, help="pages of one scanned PDF (default 40; 0: none)")


def main(options: argparse.Namespace) -> int:
    """Run it; returns the exit code: 0, or 1 where two runs did not write the same bytes."""
    with tempfile.TemporaryDirectory(prefix="zicha-bench-") as folder:
        here = Path(folder)
        make_reports(here / "reports", options.reports)
        print(f"{options.reports} reports", flush=True)
        same = _compare(here, [str(here / "reports"), "--rubric", str(RUBRIC)], options)
        if options.pages:
            make_scan(here / "scan.pdf", options.pages)
            print(f"\none scan of {options.pages} pages")
            same = _compare(here, [str(here / "scan.pdf")], options) and same
    return 0 if same else 1


def _compare(here: Path, arguments: Sequence[str], options: argparse.Namespace) -> bool:
    """Print the table of one comparison; whether all runs wrote the same."""
    runs: dict[int, list[Run]] = {jobs: [] for jobs in options.jobs}
    again: list[Run] = []
    same = True
    for number in range(max(options.rounds, 1)):
        outs = []
        for jobs in options.jobs:
            outs.append(here / f"out-{len(arguments)}-{number}-{jobs}")
            command = [*arguments, "--no-config", "--jobs", str(jobs), "--out-dir", str(outs[-1])]
            runs[jobs].append(measured(command))
        again.append(measured(command))
        same = same and all(same_files(outs[0], out) for out in outs[1:])
    print("\n".join(table(runs, again)))
    print(f"bytes of the results: {'the same' if same else 'DIFFERENT'}", flush=True)
    return same


def table(runs: dict[int, list[Run]], again: Sequence[Run]) -> Iterator[str]:
    """Medians; the gain is the median of the ratios of runs that followed each other."""
    heads = f"{'workers':>8}{'seconds':>9}{'gain':>7}{'CPU parent':>12}{'CPU others':>12}"
    yield f"{heads}{'parent MB':>11}{'worker MB':>11}"
    base = next(iter(runs.values()))
    rows = [(str(jobs), found) for jobs, found in runs.items()]
    for name, found in [*rows, ("again", list(again))]:
        gain = statistics.median(one.seconds / other.seconds for one, other in zip(base, found, strict=True))
        seconds, parent, workers = (
            statistics.median(getattr(one, figure) for one in found) for figure in ("seconds", "parent", "workers")
        )
        peaks = f"{max(one.parent_mb for one in found):>11.0f}{max(one.worker_mb for one in found):>11.0f}"
        yield f"{name:>8}{seconds:>9.1f}{gain:>7.2f}{parent:>12.2f}{workers:>12.2f}{peaks}"


def measured(arguments: Sequence[str]) -> Run:
    """Run ``audit`` and count all that it starts, also what outlives it. Linux only."""
    command = [sys.executable, "-m", "bench.batch", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return Run(**json.loads(done.stdout))


def _measure(arguments: Sequence[str]) -> Run:
    """The same in this process, which must have no other children: it takes in those that lose their parents."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "audit", *arguments], env=environment, stdout=subprocess.DEVNULL)
    _, status, parent = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"audit ended with {process.returncode}")
    workers, peak = 0.0, 0
    while True:
        try:
            _, _, used = os.wait3(0)
        except ChildProcessError:
            break
        workers += used.ru_utime + used.ru_stime
        peak = max(peak, used.ru_maxrss)
    return Run(seconds, parent.ru_utime + parent.ru_stime, workers, parent.ru_maxrss / 1024, peak / 1024)


def make_reports(folder: Path, count: int) -> None:
    """So many reports: those of the samples in turn, each with bytes of its own."""
    folder.mkdir()
    samples = sorted(
        path for path in CORPORA.iterdir() if path.suffix in {".pdf", ".docx"} and any(k in path.name for k in _KINDS)
    )
    for number in range(count):
        sample = samples[number % len(samples)]
        data = sample.read_bytes()
        if sample.suffix == ".docx":
            file = BytesIO(data)
            with zipfile.ZipFile(file, "a") as package:
                package.comment = str(number).encode()
            data = file.getvalue()
        else:
            data += f"% {number}\n".encode()
        (folder / f"{number:05}{sample.suffix}").write_bytes(data)


def make_scan(path: Path, pages: int) -> None:
    """A PDF of so many pages that are pictures: printed pages of the samples, again and again."""
    import pypdfium2

    scan = pypdfium2.PdfDocument.new()
    with pypdfium2.PdfDocument(CORPORA / "lanzhu-evaluation.pdf") as printed:
        for number in range(pages):
            data = BytesIO()
            printed[number % len(printed)].render(scale=150 / 72).to_pil().convert("L").save(data, "JPEG", quality=80)
            picture = pypdfium2.PdfImage.new(scan)
            picture.load_jpeg(data, autoclose=True)
            width, height = printed[number % len(printed)].get_size()
            picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
            page = scan.new_page(width, height)
            page.insert_obj(picture)
            page.gen_content()
    scan.save(path)


def same_files(one: Path, other: Path) -> bool:
    """Whether two folders of results hold the same files."""
    names = [
        sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file()) for folder in (one, other)
    ]
    return names[0] == names[1] and all(filecmp.cmp(one / name, other / name, shallow=False) for name in names[0])


if __name__ == "__main__":
    print(json.dumps(asdict(_measure(sys.argv[1:]))))
