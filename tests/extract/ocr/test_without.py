"""Commands that meet no scan load nothing of the extra; where it is missing, a scan names its remedy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from extract.readers import read_bytes
from extract.readers.pdf.notes import UNSURE, doubtful_lines
from models import Block, Cell, Line, Paragraph, Table, UnsupportedFormat, Where
from tests.extract.ocr.scanning import as_image, as_pdf

HEAVY = ("onnxruntime", "cv2", "rapidocr")
WHITE = Image.new("RGB", (600, 800), "white")


@pytest.mark.parametrize("name", ["wuzhu-rubric.pdf", "wuzhu-rubric.docx"])
def test_text_is_read_without_loading_recognition(corpora: Path, name: str) -> None:
    code = (
        "import sys; from pathlib import Path; from extract.readers import read; "
        "document = read(Path(sys.argv[1])); assert document.blocks; "
        f"print([m for m in {HEAVY} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(corpora / name)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.usefixtures("without_ocr")
def test_a_scanned_page_without_the_extra_names_the_remedy() -> None:
    document = read_bytes(as_pdf([WHITE, WHITE]), "scan.pdf")
    assert document.blocks == ()
    assert [(note.kind, note.where.page) for note in document.notes] == [
        ("page_without_text", 1),
        ("page_without_text", 2),
    ]
    assert all("pip install 'zicha[ocr]'" in words for n in document.notes for words in (n.message.zh, n.message.en))


@pytest.mark.usefixtures("without_ocr")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_an_image_without_the_extra_names_the_remedy(kind: str) -> None:
    with pytest.raises(UnsupportedFormat, match=r"zicha\[ocr\]") as caught:
        read_bytes(as_image([WHITE], kind), "page")
    assert "pip install 'zicha[ocr]'" in caught.value.line("zh")


def line(start: int, end: int, confidence: float | None) -> Line:
    return Line(start=start, end=end, page=3, bbox=(10, 20, 110, 32), confidence=confidence)


def test_doubtful_lines_are_said_wherever_they_stand() -> None:
    where = Where(page=3, block=0)
    sure = Paragraph(text="清楚的一行", where=where, lines=(line(0, 5, UNSURE),))
    inner = Table(rows=1, columns=1, where=where, cells=(cell("模糊", UNSURE - 0.2),))
    outer = cell("自评得介1分", 0.58).model_copy(update={"tables": (inner,)})
    blocks: tuple[Block, ...] = (sure, Table(rows=1, columns=1, where=where, cells=(outer,)))
    notes = list(doubtful_lines(blocks))
    assert [(n.kind, n.quote, n.where.page, n.where.bbox) for n in notes] == [
        ("low_confidence", "自评得介1分", 3, (10, 20, 110, 32)),
        ("low_confidence", "模糊", 3, (10, 20, 110, 32)),
    ]
    assert "58%" in notes[0].message.zh
    assert "58%" in notes[0].message.en


def cell(text: str, confidence: float) -> Cell:
    return Cell(row=0, column=0, text=text, where=Where(page=3), lines=(line(0, len(text), confidence),))
