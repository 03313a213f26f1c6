"""Many reports: how much more comes out of more workers, what a second run costs, whether a byte differs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.batch import measured

_WIDTHS = (8, 9, 8, 11, 11, 9, 8)


def batch_table(reports: Path, folder: Path, workers: Sequence[int]) -> Iterator[str]:
    """Reports a second on so many workers, and how a second run over unchanged reports stands to the first."""
    count = len(list(reports.iterdir()))
    yield f"{count} reports"
    titles = zip(("workers", "clock s", "cpu s", "reports/s", "times one", "peak MB", "again"), _WIDTHS, strict=True)
    yield "".join(f"{title:>{width}}" for title, width in titles) + "  output"
    first: tuple[float, str] | None = None
    for number in workers:
        out = folder / f"out-{number}"
        command = [str(reports), "--out-dir", str(out), "--jobs", str(number)]
        once, again = measured(command), measured(command)
        digest = _digest(out)
        first = first or (once.seconds, digest)
        yield (
            f"{number:>8}{once.seconds:>9.1f}{once.parent + once.workers:>8.1f}{count / once.seconds:>11.1f}"
            f"{first[0] / once.seconds:>11.2f}{once.worker_mb:>9.0f}{again.seconds / once.seconds:>8.1%}"
            f"  {'the same bytes' if digest == first[1] else 'OTHER BYTES'}"
        )


def _digest(folder: Path) -> str:
    """A hash over the names and bytes of all results; what the run keeps for itself begins with a dot."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in relative.parts):
            digest.update(f"{relative.as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
