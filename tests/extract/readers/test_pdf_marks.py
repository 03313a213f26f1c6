"""What lies on a page: form fields and remarks are read where they stand, comments are not."""

from __future__ import annotations

import pytest

from extract.readers.pdf import read_pdf
from models import Document, Paragraph, Table
from tests.extract.readers.tiny_pdf import TinyPage, tiny_pdf

XS, YS = (100.0, 200.0, 300.0), (100.0, 130.0, 160.0)


def read(*pages: TinyPage) -> Document:
    return read_pdf(tiny_pdf(*pages), "form.pdf")


def form() -> TinyPage:
    return TinyPage().table(XS, YS, [["单位", "得分"], ["甲镇", ""]])


def cells(document: Document) -> list[str]:
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    return [cell.text for cell in table.cells]


@pytest.mark.parametrize("drawn", [True, False], ids=["drawn in the file", "left to the viewer"])
def test_a_field_in_a_cell_is_its_text(drawn: bool) -> None:
    document = read(form().annotation(200, 130, 300, 160, "95", drawn=drawn))
    assert cells(document) == ["单位", "得分", "甲镇", "95"]
    assert not document.notes


def test_each_page_has_its_own_fields() -> None:
    pages = [form().annotation(202, 132, 298, 158, value, drawn=False) for value in ("95", "8.5")]
    found = [cell.text for b in read(*pages).blocks if isinstance(b, Table) for cell in b.cells if cell.column == 1]
    assert [text for text in found if text != "得分"] == ["95", "8.5"]


def test_a_typed_remark_is_text_and_a_comment_is_not() -> None:
    page = form().annotation(100, 200, 300, 230, "以上情况属实", kind="FreeText")
    page.annotation(300, 240, 400, 270, "请核对这个数", kind="Text")
    document = read(page)
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["以上情况属实"]


def test_a_remark_without_a_look_is_said() -> None:
    document = read(
        TinyPage().text(80, 100, "正文").annotation(80, 200, 300, 230, "见附页", kind="FreeText", drawn=False)
    )
    assert [note.kind for note in document.notes] == ["left_out"]
    assert "1处文本批注" in document.notes[0].message.zh


def test_text_that_is_not_painted_is_read() -> None:
    """Text layers under scanned pages are set in render mode 3: neither filled nor stroked."""
    page = TinyPage()
    page.operators.append("3 Tr")
    page.text(80, 100, "扫描件下面的文字")
    assert [b.text for b in read(page).blocks if isinstance(b, Paragraph)] == ["扫描件下面的文字"]
