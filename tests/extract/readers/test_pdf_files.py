"""Files that are no whole PDF, that are locked, or that are made to hurt; and what the source says."""

from __future__ import annotations

import gc
import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.readers.pdf import read_pdf
from models import Document, UnreadableFile
from tests.extract.readers.tiny_pdf import TinyPage, tiny_pdf

PAGE = TinyPage().text(90, 100, "一、概况").table([90, 200, 300], [200, 230, 260], [["指标", "分值"], ["领导", "10"]])
DATA = tiny_pdf(PAGE)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no PDF"),
        (b"PK\x03\x04 something else", "no PDF"),
        (b"%PDF-1.4\nnothing more", "damaged"),
        (DATA[: len(DATA) // 2], "damaged"),
        (DATA[:-30], "damaged"),
        (tiny_pdf(PAGE, password="open"), "password"),
        (tiny_pdf(), "no pages"),
    ],
)
def test_one_reason_in_two_languages(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_pdf(data, "folder/样本.pdf")
    assert words in caught.value.reason.en
    assert caught.value.reason.zh
    assert caught.value.name == "folder/样本.pdf"


def test_an_empty_password_opens_by_itself() -> None:
    assert read_pdf(tiny_pdf(PAGE, password=""), "x").blocks == read_pdf(DATA, "x").blocks


def test_the_source() -> None:
    source = read_pdf(DATA, "folder/样本.pdf").source
    assert (source.name, source.format, source.pages) == ("样本.pdf", "pdf", 1)
    assert source.sha256 == hashlib.sha256(DATA).hexdigest()


def test_bytes_before_the_header_and_after_the_end_are_allowed() -> None:
    assert read_pdf(DATA + b"\0" * 5000, "x").blocks


def test_a_page_that_is_missing_is_said() -> None:
    broken = tiny_pdf(PAGE, PAGE).replace(b"/Kids [6 0 R 8 0 R]", b"/Kids [6 0 R 99 0 R]")
    document = read_pdf(broken, "x")
    assert [(note.kind, note.where.page) for note in document.notes] == [("not_read", 2)]
    assert document.blocks


def test_forms_within_themselves_end() -> None:
    page = TinyPage().text(90, 100, "一、概况")
    page.form = ["0 0 10 10 re S", "/X1 Do"]
    assert read_pdf(tiny_pdf(page), "x").blocks


def test_a_drawing_of_very_many_lines_is_no_table_and_is_said() -> None:
    page = TinyPage().text(90, 100, "一、概况")
    page.operators.append("\n".join(f"{n % 500} {n // 50} m {n % 500 + 30} {n // 50} l S" for n in range(25_000)))
    document = read_pdf(tiny_pdf(page), "x")
    assert [note.kind for note in document.notes] == ["not_read"]
    assert [b.kind for b in document.blocks] == ["paragraph"]


def test_a_dense_grid_does_not_hang() -> None:
    page = TinyPage().text(90, 100, "一、概况")
    for n in range(130):
        page.rule(50 + 4 * n, 150, 50 + 4 * n, 150 + 4 * 129).rule(50, 150 + 4 * n, 50 + 4 * 129, 150 + 4 * n)
    document = read_pdf(tiny_pdf(page), "x")
    assert [b.kind for b in document.blocks] == ["paragraph"]
    assert [note.kind for note in document.notes] == ["not_read"]


@pytest.mark.usefixtures("without_ocr")  # a page with a broken font would be recognised as a picture
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(DATA) - 1), st.binary(min_size=1, max_size=12))
def test_damage_anywhere_is_read_or_refused(at: int, noise: bytes) -> None:
    data = DATA[:at] + noise + DATA[at + len(noise) :]
    try:
        found = read_pdf(data, "x")
    except UnreadableFile:
        return
    assert isinstance(found, Document)


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_left_as_it_was(enabled: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        read_pdf(tiny_pdf(TinyPage().text(80, 100, "正文")), "a.pdf")
        assert gc.isenabled() is enabled
        with pytest.raises(UnreadableFile):
            read_pdf(b"%PDF-1.4 cut short", "b.pdf")
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()
