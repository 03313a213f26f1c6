"""Scans of the real documents, some pages of each: what recognition makes of them is what the printed files say."""

from __future__ import annotations

import io
import re
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
import pytest

pytest.importorskip("rapidocr", reason="needs the extra zicha[ocr]")
pytest.importorskip("cv2", reason="needs the extra zicha[ocr]")

from extract import extract_rubric
from extract.readers import read_bytes
from models import Document, Item, Table

POINTS = re.compile(r"\d+(?:\.\d+)?分")


def some_pages(path: Path, first: int, last: int) -> bytes:
    """A PDF of the pages ``first`` to ``last``, from 1."""
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.import_pages(pypdfium2.PdfDocument(path), range(first - 1, last))
    document.save(out)
    return out.getvalue()


def plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def names_and_points(items: tuple[Item, ...]) -> list[tuple[str, object]]:
    return [(plain(item.name), item.max_points) for top in items for item in top.walk()]


def criteria(items: tuple[Item, ...]) -> str:
    return "".join(plain(criterion.text) for top in items for item in top.walk() for criterion in item.criteria)


def test_changning_rubric(shared_documents: Path) -> None:
    folder = shared_documents / "changning"
    scan = read_bytes(some_pages(folder / "scanned.pdf", 5, 6), "scanned.pdf")
    found = extract_rubric(scan).sheet.items
    printed = extract_rubric(read_bytes(some_pages(folder / "document.pdf", 5, 6), "document.pdf")).sheet.items
    assert names_and_points(found) == names_and_points(printed)
    right, read_text = criteria(printed), criteria(found)
    same = sum(block.size for block in SequenceMatcher(None, right, read_text, autojunk=False).get_matching_blocks())
    assert same >= 0.98 * len(right)
    assert len(read_text) <= 1.01 * len(right)


def said_points(document: Document) -> list[str]:
    paragraphs = (block for block in document.blocks if not isinstance(block, Table))
    return [points for block in paragraphs for points in POINTS.findall(plain(block.text))]


def test_points_said_in_pingluo(shared_documents: Path) -> None:
    folder = shared_documents / "pingluo"
    scan = read_bytes(some_pages(folder / "scanned.pdf", 12, 12), "scanned.pdf")
    printed = read_bytes(some_pages(folder / "document.pdf", 12, 12), "document.pdf")
    assert said_points(printed)
    assert said_points(scan) == said_points(printed)
