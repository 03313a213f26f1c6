"""The real documents in the formats that are neither PDF nor Word say the same as in Word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extract import extract_claims, extract_rubric, read_document
from extract.readers.legacy import find_office
from models import Document, Paragraph, SelfReport, Table

HEAD = ("title", "document_number", "issuer", "issued_on")


def without_places(value: Any) -> Any:
    """Objects as plain data, without the file and the places that they were read from."""
    if isinstance(value, dict):
        return {k: without_places(v) for k, v in value.items() if k not in ("source", "where")}
    return [without_places(v) for v in value] if isinstance(value, list | tuple) else value


def quoted(value: Any) -> Any:
    """The same with quotes tidied: formats break lines at different places."""
    if isinstance(value, dict):
        return {k: "".join(v.split()) if k == "quote" else quoted(v) for k, v in value.items()}
    return [quoted(v) for v in value] if isinstance(value, list) else value


def read(folder: Path, name: str) -> Document:
    if name.endswith(".doc") and find_office() is None:
        pytest.skip("soffice is not installed")
    return read_document(folder / name)


@pytest.mark.parametrize("name", ["document.doc", "document.xlsx", "source.txt"])
def test_changning_rubric(shared_documents: Path, name: str) -> None:
    folder = shared_documents / "changning"
    found = extract_rubric(read(folder, name))
    expected = extract_rubric(read(folder, "document.docx"))
    assert (len(tuple(found.sheet.leaves())), len(found.sheet.items)) == (27, 7)
    assert quoted(without_places(found.sheet.model_dump())) == quoted(without_places(expected.sheet.model_dump()))
    if name != "document.xlsx":  # the workbook holds the rubric alone
        assert [getattr(found, field) for field in HEAD] == [getattr(expected, field) for field in HEAD]


@pytest.mark.parametrize(
    ("folder", "name"),
    [("yuan", "document.html"), ("yuan", "source.txt"), ("pingluo", "source.txt")],
)
def test_claims(shared_documents: Path, folder: str, name: str) -> None:
    found = extract_claims(read(shared_documents / folder, name))
    expected = extract_claims(read(shared_documents / folder, "document.docx"))
    assert _claims(found) == _claims(expected)


def _claims(report: SelfReport) -> Any:
    fields = ("title", "document_number", "unit", "period", "sheets", "coverage", "not_understood")
    return quoted(without_places({k: v for k, v in report.model_dump().items() if k in fields}))


def test_the_page_around_the_article_is_left_out(shared_documents: Path) -> None:
    document = read(shared_documents / "yuan", "document.html")
    word = read(shared_documents / "yuan", "document.docx")
    lines = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    assert len(lines) == len([b for b in word.blocks if isinstance(b, Paragraph)])
    assert [(t.rows, t.columns) for t in document.blocks if isinstance(t, Table)] == [(27, 9)]
    assert document.notes == ()


def test_hongqiao_rubric_from_text(shared_documents: Path) -> None:
    found, expected = (
        extract_rubric(read(shared_documents / "hongqiao", name)).sheet for name in ("source.txt", "document.docx")
    )
    assert [(i.code, i.name, i.max_points) for i in found.walk()] == [
        (i.code, i.name, i.max_points) for i in expected.walk()
    ]


def test_rows_of_printed_lines_are_not_passed_off_as_read(shared_documents: Path) -> None:
    document = read(shared_documents / "qingpu", "source.txt")
    assert [note.kind for note in document.notes] == ["not_read"]
