"""Whole scans through recognition: a page of the sample documents gives what its text layer gives."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path

import pypdfium2
import pytest

pytest.importorskip("rapidocr", reason="needs the extra zicha[ocr]")
pytest.importorskip("cv2", reason="needs the extra zicha[ocr]")

from PIL import Image

from extract import extract_rubric
from extract.readers import read, read_bytes
from models import Document, Item, Table, UnreadableFile
from tests.extract.ocr.scanning import DPI, as_image, as_pdf, drawn, stamped, tilted

PRINTED = "wuzhu-rubric.web.pdf"
"""A rubric whose table goes over two pages."""


def plain(text: str) -> str:
    """Without what recognition may change: widths of signs, blanks, line breaks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def with_scan(path: Path, page: int, scan: bytes) -> bytes:
    """The PDF with one of its pages, from 1, replaced by a scanned one."""
    document, scanned = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument(scan)
    document.import_pages(scanned, [0], index=page - 1)
    document.del_page(page)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def mixed(corpora: Path) -> Document:
    """A rubric whose second page was tilted in the scanner and has a seal over its table."""
    path = corpora / PRINTED
    page = stamped(tilted(drawn(path, 2), -1.3), (675, 315), 124)
    return read_bytes(with_scan(path, 2, as_pdf([page])), "mixed.pdf")


def test_a_table_over_a_printed_and_a_scanned_page_is_one(corpora: Path, mixed: Document) -> None:
    printed = tables(read(corpora / PRINTED))
    found = tables(mixed)
    assert [(t.rows, t.columns, len(t.cells)) for t in found] == [(t.rows, t.columns, len(t.cells)) for t in printed]
    assert [plain(c.text) for t in found for c in t.cells] == [plain(c.text) for t in printed for c in t.cells]


def test_the_rubric_of_a_mixed_file_is_the_printed_one(corpora: Path, mixed: Document) -> None:
    def points(items: tuple[Item, ...]) -> list[tuple[str, object]]:
        return [(plain(item.name), item.max_points) for top in items for item in top.walk()]

    printed = extract_rubric(read(corpora / PRINTED))
    assert points(extract_rubric(mixed).sheet.items) == points(printed.sheet.items)


def test_lines_of_a_scan_have_their_confidence_and_place(mixed: Document) -> None:
    lines = [line for table in tables(mixed) for cell in table.cells for line in cell.lines]
    assert all(line.confidence is None for line in lines if line.page == 1)
    scanned = [line for line in lines if line.page == 2]
    assert scanned
    assert all(line.confidence is not None and 0 <= line.confidence <= 1 for line in scanned)
    assert all(0 <= line.bbox[0] < line.bbox[2] <= 842 for line in scanned)
    assert all(line.bbox[1] < 596 and line.bbox[3] > 0 for line in scanned)
    assert not [note for note in mixed.notes if note.kind == "page_without_text"]


def test_an_image_without_resolution_is_a_page(corpora: Path) -> None:
    path = corpora / "hengchuan-form.pdf"
    found = tables(read_bytes(as_image([drawn(path)], "PNG", dpi=None), "form.png"))
    printed = tables(read(path))
    assert [plain(c.text) for t in found for c in t.cells] == [plain(c.text) for t in printed for c in t.cells]


def test_a_tiff_of_several_pages(corpora: Path) -> None:
    top = drawn(corpora / "wuzhu-rubric.pdf").crop((0, 0, 1240, 315))
    blank = Image.new("RGB", top.size, "white")
    document = read_bytes(as_image([top, blank, top], "TIFF", DPI), "scan.tif")
    assert (document.source.format, document.source.pages) == ("image", 3)
    assert {block.where.page for block in document.blocks} == {1, 3}
    assert document.notes == ()


def test_a_picture_without_text_is_said() -> None:
    picture = Image.new("RGB", (900, 1200), "white")
    picture.paste((90, 90, 90), (200, 300, 700, 800))
    document = read_bytes(as_pdf([picture], dpi=110), "photo.pdf")
    assert document.blocks == ()
    assert [(note.kind, note.where.page) for note in document.notes] == [("page_without_text", 1)]
    assert "没有认出文字" in document.notes[0].message.zh


@pytest.mark.parametrize("data", [b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00\x08", b"\x89PNG\r\n\x1a\n" + bytes(60)])
def test_a_damaged_image_is_one_line(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        read_bytes(data, "page.png")


def test_an_image_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PIL.Image.MAX_IMAGE_PIXELS", 100)
    with pytest.raises(UnreadableFile, match="too large"):
        read_bytes(as_image([Image.new("L", (15, 12))], "PNG"), "page.png")
