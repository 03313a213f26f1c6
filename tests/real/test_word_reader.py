"""Facts about the real Word files."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from extract.readers import read, read_bytes
from extract.text import tidy
from models import Document, Paragraph, Table, UnreadableFile

NAMES = ("changning", "hongqiao", "yuan", "pingluo", "qingpu")


def _cells(table: Table) -> list[str]:
    return [text for cell in table.cells for text in (cell.text, *(t for n in cell.tables for t in _cells(n)))]


def _texts(document: Document) -> list[str]:
    return [t for b in document.blocks for t in ([b.text] if isinstance(b, Paragraph) else _cells(b))]


def _signs(texts: list[str]) -> Counter[str]:
    return Counter(re.sub(r"\s", "", "".join(texts)))


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_lost_or_read_twice(shared_documents: Path, name: str) -> None:
    path = shared_documents / name / "document.docx"
    body = docx.Document(str(path)).element.body
    written = [t.text or "" for t in body.iter(qn("w:t"))]
    document = read(path)
    assert _signs(_texts(document)) == _signs(written)
    assert document.notes == ()


@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        ("changning", [(28, 4, 1)]),
        ("yuan", [(27, 9, 1)]),
        ("pingluo", []),
        ("qingpu", [(46, 4, 1)]),
    ],
)
def test_tables(shared_documents: Path, name: str, shapes: list[tuple[int, int, int]]) -> None:
    tables = [b for b in read(shared_documents / name / "document.docx").blocks if isinstance(b, Table)]
    assert [(t.rows, t.columns, t.header_rows) for t in tables] == shapes


def test_every_position_of_every_table_is_covered(shared_documents: Path) -> None:
    tables = [b for b in read(shared_documents / "hongqiao" / "document.docx").blocks if isinstance(b, Table)]
    assert len(tables) == 83
    assert all(t.at(row, column) for t in tables for row in range(t.rows) for column in range(t.columns))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "pingluo"])
def test_the_order_is_that_of_the_body(shared_documents: Path, name: str) -> None:
    path = shared_documents / name / "document.docx"
    body = docx.Document(str(path)).element.body
    kinds = [
        "table" if e.tag == qn("w:tbl") else "paragraph"
        for e in body
        if e.tag == qn("w:tbl") or any((t.text or "").strip() for t in e.iter(qn("w:t")))
    ]
    blocks = read(path).blocks
    assert [b.kind for b in blocks] == kinds
    assert [b.where.block for b in blocks] == list(range(len(blocks)))


def test_the_head_of_a_letter_is_no_table(shared_documents: Path) -> None:
    blocks = read(shared_documents / "pingluo" / "document.docx").blocks
    assert [b.text for b in blocks[:3] if isinstance(b, Paragraph)] == ["平罗县民政局", "文件", "平罗县财政局"]


def test_automatic_numbers_are_those_that_were_typed(shared_documents: Path) -> None:
    typed = _texts(read(shared_documents / "pingluo" / "document.docx"))
    counted = _texts(read(shared_documents / "pingluo" / "autonumbered.docx"))
    different = [(a, b) for a, b in zip(typed, counted, strict=True) if tidy(a) != tidy(b)]
    assert [(a[:3], b[:4]) for a, b in different] == [("24 ", "24. ")]


def test_hongqiao_headings(shared_documents: Path) -> None:
    blocks = read(shared_documents / "hongqiao" / "document.docx").blocks
    levels = Counter(b.heading_level for b in blocks if isinstance(b, Paragraph))
    assert (levels[1], levels[2], levels[3]) == (16, 19, 70)


def test_a_truncated_copy_is_refused(shared_documents: Path) -> None:
    data = (shared_documents / "yuan" / "document.docx").read_bytes()
    assert zipfile.is_zipfile(io.BytesIO(data))
    with pytest.raises(UnreadableFile, match="damaged"):
        read_bytes(data[: len(data) // 2], "document.docx")
