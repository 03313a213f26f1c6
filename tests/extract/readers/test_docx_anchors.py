"""Where in a Word file the text of a paragraph or cell stands: anchors come from the same walk as the text."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from extract.readers.docx import Anchored, anchors, read_docx
from models import Document, Paragraph, Table
from tests.conftest import ROOT
from tests.extract.readers.word_files import p, r, tbl, tc, tr, word

CORPORA = sorted((ROOT / "corpora").glob("*.docx"))


def texts(document: Document) -> dict[tuple[object, ...], str]:
    """The text of every paragraph and cell by its place."""
    found: dict[tuple[object, ...], str] = {}

    def add(table: Table) -> None:
        for cell in table.cells:
            found[cell.where.block, cell.where.nested, cell.row, cell.column] = cell.text
            for inner in cell.tables:
                add(inner)

    for block in document.blocks:
        if isinstance(block, Paragraph):
            found[block.where.block, (), None, None] = block.text
        else:
            add(block)
    return found


def elements(data: bytes, part: str) -> list[etree._Element]:
    """All elements of the untouched part, numbered by their position."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read(part))
    return [element for element in root.iter() if isinstance(element.tag, str)]


def check(data: bytes) -> Anchored:
    """Anchored text is the text, but for what Word counts and for the ends of lines in cells."""
    anchored = anchors(data, "a.docx")
    assert anchored.document == read_docx(data, "a.docx")
    shown = texts(anchored.document)
    assert set(shown) == set(anchored.anchors)
    parts = elements(data, anchored.main_part)
    for place, text in shown.items():
        at = 0
        for anchor in anchored.anchors[place]:
            assert at <= anchor.start < anchor.end <= len(text)
            assert anchor.first <= anchor.last
            if anchor.offset is not None:
                written = (parts[anchor.first].text or "")[anchor.offset :][: anchor.end - anchor.start]
                assert re.sub(r"[\r\n\t]", " ", written) == text[anchor.start : anchor.end]
            at = anchor.end
    return anchored


def uncovered(anchored: Anchored) -> list[str]:
    """The stretches of text without an anchor."""
    found: list[str] = []
    for place, text in texts(anchored.document).items():
        at = 0
        for anchor in anchored.anchors[place]:  # type: ignore[index]
            found.append(text[at : anchor.start])
            at = anchor.end
        found.append(text[at:])
    return [text for text in found if text.strip("\n")]


@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
def test_every_text_of_the_corpora_is_anchored(path: Path) -> None:
    assert not uncovered(check(path.read_bytes()))


def test_every_text_of_real_documents_is_anchored(shared_documents: Path) -> None:
    for path in sorted(shared_documents.glob("*/document.docx")):
        assert not uncovered(check(path.read_bytes())), path.parent.name
    for path in sorted(shared_documents.glob("*/autonumbered.docx")):
        counted = uncovered(check(path.read_bytes()))
        assert counted and all(len(text) < 12 for text in counted)


def test_pieces_that_are_not_plain_text() -> None:
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> eq \\o\\ac(○,7)</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    anchored = check(word(p(r("得") + symbol + field + "<w:r><w:t> 2分 </w:t><w:tab/><w:t>完</w:t></w:r>")))
    (place,) = anchored.anchors
    assert texts(anchored.document)[place] == "得✓⑦2分\t完"
    spans = [(a.start, a.end, a.offset, a.last - a.first) for a in anchored.anchors[place]]
    assert spans == [(0, 1, 0, 0), (1, 2, None, 0), (2, 3, None, 4), (3, 5, 1, 0), (5, 6, None, 0), (6, 7, 0, 0)]
    assert not uncovered(anchored)


def test_tables_in_two_pieces_keep_their_places_in_the_file() -> None:
    rows = [tr("指标", "分值"), tr("组织", "2")]
    second = tbl(tr("指标", "分值"), tr("资金", "3"), grid=(2000, 1000))
    data = word(tbl(*rows, grid=(2000, 1000)) + p() + second)
    anchored = check(data)
    anchor = anchored.anchors[0, (), 2, 0][0]
    assert elements(data, anchored.main_part)[anchor.first].text == "资金"


def test_tracked_changes_and_alternatives_do_not_shift_the_places() -> None:
    deleted = "<w:del><w:r><w:delText>旧的</w:delText></w:r></w:del><w:ins><w:r><w:t>新的</w:t></w:r></w:ins>"
    joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>" + p("后半")
    data = word(p(deleted + r("得2分")) + joined)
    anchored = check(data)
    assert list(texts(anchored.document).values()) == ["新的得2分", "前半后半"]
    parts = elements(data, anchored.main_part)
    assert [parts[a.first].text for a in anchored.anchors[1, (), None, None]] == ["前半", "后半"]


def test_text_boxes_stand_where_they_are() -> None:
    box = "<w:r><w:pict><w:txbxContent>" + p("框里") + "</w:txbxContent></w:pict></w:r>"
    anchored = check(word(tbl(tr(tc(p(r("外") + box)), "2"))))
    assert texts(anchored.document)[0, (), 0, 0] == "外\n框里"
    assert not uncovered(anchored)


def test_footnotes_are_anchored_at_their_reference() -> None:
    body = p("正文", '<w:r><w:footnoteReference w:id="2"/></w:r>')
    data = word(body, footnotes=f'<w:footnote w:id="2">{p("注：得2分")}</w:footnote>')
    anchored = check(data)
    assert texts(anchored.document)[1, (), None, None] == "注：得2分"
    (anchor,) = anchored.anchors[1, (), None, None]
    reference = elements(data, anchored.main_part)[anchor.first]
    assert anchor.offset is None and etree.QName(reference).localname == "footnoteReference"
