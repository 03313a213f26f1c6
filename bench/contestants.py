"""What reads a file here: our reader and the libraries that a user would otherwise pick, each as one function.

A contestant reads all pages and all tables of a PDF and returns how many tables it found (``None`` where it knows
none). Libraries are imported by ``prepare``, outside of the time that is taken.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Contestant:
    """A way to read a PDF. ``modules`` are what must be installed for it."""

    name: str
    modules: tuple[str, ...]
    read: Callable[[Path], int | None]

    def installed(self) -> bool:
        """Whether its libraries can be imported."""
        try:
            self.prepare()
        except ImportError:
            return False
        return True

    def prepare(self) -> None:
        """Import what it needs. Raises ``ImportError``."""
        for module in self.modules:
            importlib.import_module(module)


def _zicha(path: Path) -> int:
    from extract.readers.pdf import read_pdf

    return sum(block.kind == "table" for block in read_pdf(path.read_bytes(), path.name).blocks)


def _pdfplumber(path: Path) -> int:
    import pdfplumber

    found = 0
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            found += len(page.extract_tables())
            page.close()
    return found


def _pymupdf(path: Path) -> int:
    import pymupdf

    with pymupdf.open(path) as document:
        return sum(len([table.extract() for table in page.find_tables().tables]) for page in document)


def _camelot(path: Path) -> int:
    import camelot

    return len(camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True))


def _tablers(path: Path) -> int:
    import tablers

    with tablers.Document(path) as document:
        return sum(len(tablers.find_tables(page, extract_text=True)) for page in document.pages())


def _pdfium(path: Path) -> None:
    import pypdfium2

    with closing(pypdfium2.PdfDocument(path)) as document:
        for page in document:
            text = page.get_textpage()
            text.get_text_bounded()
            text.close()
            page.close()


CONTESTANTS = (
    Contestant("zicha read_pdf", ("extract.readers.pdf.assemble",), _zicha),
    Contestant("pdfplumber extract_tables", ("pdfplumber",), _pdfplumber),
    Contestant("PyMuPDF find_tables", ("pymupdf",), _pymupdf),
    Contestant("camelot lattice", ("camelot",), _camelot),
    Contestant("tablers find_tables", ("tablers",), _tablers),
    Contestant("pdfium plain text", ("pypdfium2",), _pdfium),
)
"""Ours first: the others are measured against it."""
