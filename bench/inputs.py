"""What is measured: sample documents of the corpora, and long or many ones made of them."""

from __future__ import annotations

import logging
import random
from pathlib import Path

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
NOTICE, REPORT = CORPORA / "fengxi-notice.pdf", CORPORA / "cenbei-report.pdf"
SOURCES = ("cenbei-report.pdf", "jiakou-report.pdf", "hepei-evaluation.pdf", "muyuan-selfreport.pdf")
"""Documents that long ones are made of: running text and tables, as in the reports of departments."""
MANY = "mingsha-report.docx"
"""The document that a thousand reports are made of."""


def long_pdf(folder: Path, pages: int) -> Path:
    """A PDF of so many pages: those of several documents, one document after the other, again and again.

    Fonts stand in it once, as in a document that was written in one piece.
    """
    from pypdf import PdfReader, PdfWriter

    path = folder / f"{pages}-pages.pdf"
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    readers = [PdfReader(CORPORA / name) for name in SOURCES]
    known = [page for reader in readers for page in reader.pages]
    writer = PdfWriter()
    for number in range(pages):
        writer.add_page(known[number % len(known)])
    with path.open("wb") as file:
        writer.write(file)
    return path


def many_reports(folder: Path, count: int, seed: int = 1) -> Path:
    """A folder of so many Word files: one document with another comment in the archive of each, so none is another."""
    source = (CORPORA / MANY).read_bytes()
    end = source.rindex(b"PK\x05\x06")
    chance = random.Random(seed)
    reports = folder / "reports"
    reports.mkdir()
    for number in range(count):
        comment = f"{number} {chance.random()}".encode()
        changed = source[: end + 20] + len(comment).to_bytes(2, "little") + comment
        (reports / f"report-{number:05}.docx").write_bytes(changed)
    return reports
