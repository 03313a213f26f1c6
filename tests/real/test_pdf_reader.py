"""The real documents as PDF: cells as pdfplumber finds them, and the same document as their Word files."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.readers.docx import read_docx
from extract.readers.pdf import read_pdf
from extract.text import tidy
from models import Document, Paragraph, Table
from tests.extract.readers.test_pdf_tables import compare_with_pdfplumber

NAMES = ["changning", "hongqiao", "pingluo", "qingpu", "yuan"]


def read_both(folder: Path, name: str) -> tuple[Document, Document]:
    pdf, word = folder / name / "document.pdf", folder / name / "document.docx"
    return read_pdf(pdf.read_bytes(), pdf.name), read_docx(word.read_bytes(), word.name)


def tables(document: Document) -> list[Table]:
    return [b for b in document.blocks if isinstance(b, Table)]


@pytest.fixture(scope="module", params=NAMES)
def both(request: pytest.FixtureRequest, shared_documents: Path) -> tuple[Document, Document]:
    return read_both(shared_documents, request.param)


def test_the_same_tables(both: tuple[Document, Document]) -> None:
    pdf, word = both
    assert len(tables(pdf)) == len(tables(word))
    for one, other in zip(tables(pdf), tables(word), strict=True):
        assert (one.rows, one.columns) == (other.rows, other.columns)
        assert [(c.row, c.column, c.row_span, c.column_span, tidy(c.text)) for c in one.cells] == [
            (c.row, c.column, c.row_span, c.column_span, tidy(c.text)) for c in other.cells
        ]
        assert (one.caption and one.caption.quote) == (other.caption and other.caption.quote)


def test_the_same_paragraphs(both: tuple[Document, Document]) -> None:
    found, expected = ([tidy(b.text) for b in d.blocks if isinstance(b, Paragraph)] for d in both)
    assert found == [text for text in expected if text]


def test_the_same_order_of_blocks(both: tuple[Document, Document]) -> None:
    found, expected = ([b.kind for b in d.blocks if isinstance(b, Table) or tidy(b.text)] for d in both)
    assert found == expected


def test_nothing_to_report_on_pages_with_text(both: tuple[Document, Document]) -> None:
    assert both[0].notes == ()


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_of_pdfplumber_is_lost(shared_documents: Path, name: str) -> None:
    compare_with_pdfplumber((shared_documents / name / "document.pdf").read_bytes())


@pytest.mark.usefixtures("without_ocr")
@pytest.mark.parametrize(("name", "pages"), [("changning", 13), ("pingluo", 17)])
def test_scanned_pages_are_reported_one_by_one(shared_documents: Path, name: str, pages: int) -> None:
    document = read_pdf((shared_documents / name / "scanned.pdf").read_bytes(), "scanned.pdf")
    assert document.blocks == ()
    assert [(n.kind, n.where.page) for n in document.notes] == [
        ("page_without_text", page) for page in range(1, pages + 1)
    ]
