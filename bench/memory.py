"""Peak memory against the number of pages."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.inputs import long_pdf
from bench.paired import Run, run

READ = "import sys; from pathlib import Path; from extract import read_document; read_document(Path(sys.argv[1]))"


def memory_table(folder: Path, pages: Sequence[int]) -> Iterator[str]:
    """Peak memory and processor time of reading and of auditing PDFs of so many pages, against the first of them."""
    yield f"{'pages':>8}{'read MB':>9}{'times':>7}{'cpu s':>8}{'audit MB':>10}{'times':>7}{'cpu s':>8}"
    first: tuple[Run, Run] | None = None
    for number in pages:
        path = str(long_pdf(folder, number))
        read, audited = run([sys.executable, "-c", READ, path]), run([sys.executable, "-m", "audit", path])
        first = first or (read, audited)
        yield (
            f"{number:>8}{read.peak_mb:>9.0f}{read.peak_mb / first[0].peak_mb:>7.2f}{read.processor:>8.1f}"
            f"{audited.peak_mb:>10.0f}{audited.peak_mb / first[1].peak_mb:>7.2f}{audited.processor:>8.1f}"
        )
