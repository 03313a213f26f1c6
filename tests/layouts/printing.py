"""A laid-out table as the bytes of a Word file and of a PDF."""

from __future__ import annotations

import tempfile
from pathlib import Path

from corpora import word
from corpora.content import Grid
from extract import extract_rubric
from extract.readers import read_bytes
from models import Rubric
from tests.layouts.paper import Press
from tests.layouts.sheet import Laid
from tests.layouts.strategies import Paper


def as_word(laid: Laid, paper: Paper) -> bytes:
    """The table as Word writes it; nothing of the paper shows in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layout.docx"
        word.write(laid.content(), path)
        return path.read_bytes()


def as_pdf(laid: Laid, paper: Paper) -> bytes:
    """The table on pages."""
    press = Press(paper)
    for block in laid.content().blocks:
        if isinstance(block, Grid):
            press.table(block)
        else:
            press.line(block.text, 16 if block.kind == "title" else 12, centred=True)
    return press.file()


def rubric_of(data: bytes, name: str) -> Rubric:
    """What is read from a file."""
    return extract_rubric(read_bytes(data, name))
