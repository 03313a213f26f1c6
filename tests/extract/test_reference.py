"""The libraries whose ways zicha keeps to give the same documents when they read them themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import sys
from pathlib import Path
from extract import extract_claims, extract_rubric, read_document
from models import NothingFound, dumps
for path in sys.argv[1:]:
    document = read_document(Path(path))
    for what in (extract_rubric, extract_claims):
        try:
            print(dumps(what(document)))
        except NothingFound as error:
            print(error)
print(sorted({"jieba", "pdfplumber", "spacy"} & set(sys.modules)), file=sys.stderr)
"""
NAMES = ("fengxi-notice.pdf", "chengping-standard.web.pdf", "lanzhu-evaluation.pdf", "qinghuai-notice.docx")


def read(folder: Path, reference: str) -> tuple[str, str]:
    environment = {**os.environ, "ZICHA_REFERENCE": reference}
    files = [str(folder / name) for name in NAMES]
    done = subprocess.run(
        [sys.executable, "-c", CODE, *files], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout, done.stderr.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def ours(corpora: Path) -> tuple[str, str]:
    return read(corpora, "")


def test_libraries_give_the_same(corpora: Path, ours: tuple[str, str]) -> None:
    theirs, loaded = read(corpora, "1")
    assert loaded == "['jieba', 'pdfplumber', 'spacy']"
    assert theirs == ours[0]
    assert len(theirs) > 50_000


def test_without_being_asked_they_are_not_loaded(ours: tuple[str, str]) -> None:
    assert ours[1] == "[]"
