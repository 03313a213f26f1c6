"""PDF copies: highlights on the words, appended to the file; without them nothing has changed."""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner
from pypdf.annotations import Link
from pypdf.generic import RectangleObject

from audit import audit
from audit.batch.reading import read_report_file
from audit.cli import main
from audit.reports import Audited
from audit.reports.pdf_copy import render
from audit.reports.spots import primary
from extract.readers import read_bytes
from models import AuditReport, Coverage, Document, Evidence, Finding, Summary, UnreadableFile, Where
from tests.conftest import ROOT

NOW = datetime(2026, 3, 1, 9, 30)
REPORT = ROOT / "corpora" / "shiqiao-report.pdf"
NAMES = ["shiqiao-report.pdf", "jiakou-report.web.pdf", "lanzhu-evaluation.pdf", "weichuan-forms.web.pdf"]


@cache
def audited_copy(path: Path) -> tuple[Audited, bytes]:
    data = path.read_bytes()
    subject = read_report_file(path)
    audited = Audited(audit(subject), subject, document=read_bytes(data, path.name))
    return audited, render(audited, data, "zh", now=NOW)


def annotations(data: bytes) -> list[tuple[int, pypdf.generic.DictionaryObject]]:
    """Page (from 1) and annotation of all that zicha wrote, notes that open on them left out."""
    return [
        (number, one)
        for number, page in enumerate(pypdf.PdfReader(io.BytesIO(data)).pages, start=1)
        for reference in page.get("/Annots", ())
        if (one := reference.get_object()).get("/T") == "zicha"
    ]


def text_under(data: bytes, page: int, annotation: pypdf.generic.DictionaryObject) -> str:
    """The words below the quads of an annotation, as pdfium finds them in user space."""
    document = pypdfium2.PdfDocument(data)
    text = document[page - 1].get_textpage()
    numbers = [float(number) for number in annotation["/QuadPoints"]]
    found = ""
    for at in range(0, len(numbers), 8):
        xs, ys = numbers[at : at + 8 : 2], numbers[at + 1 : at + 8 : 2]
        found += text.get_text_bounded(min(xs), min(ys), max(xs), max(ys))
    document.close()
    return bare(found)


def bare(text: str) -> str:
    return "".join(text.split())


def unmarked_pictures(data: bytes, pages: int) -> list[bytes]:
    """The first pages as pixels, without annotations."""
    document = pypdfium2.PdfDocument(data)
    found = [
        bytes(document[n].render(scale=0.6, may_draw_forms=False, draw_annots=False).buffer)
        for n in range(min(pages, len(document)))
    ]
    document.close()
    return found


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    found = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return found


def check_copy(path: Path) -> None:
    data = path.read_bytes()
    audited, copy = audited_copy(path)
    assert copy.startswith(data)
    found = annotations(copy)
    assert len(found) == len(audited.report.findings)
    assert texts(copy) == texts(data)
    assert unmarked_pictures(copy, 6) == unmarked_pictures(data, 6)
    by_name = {str(one["/NM"]): (page, one) for page, one in found}
    assert audited.document is not None
    for number, one in enumerate(audited.report.findings, start=1):
        page, annotation = by_name[f"zicha-{number}"]
        assert one.message in str(annotation["/Contents"]) and annotation["/Subj"] == one.code
        assert annotation["/Popup"]["/Parent"]["/NM"] == annotation["/NM"]
        spot = primary(audited.document, one)
        if spot is None or annotation["/Subtype"] != "/Highlight":
            continue
        assert page == spot.boxes()[0][0]
        wanted = bare(spot.holder.text[spot.start : spot.end])
        under = text_under(copy, page, annotation)
        # A box is as exact as the width of its signs: one sign at either end may be cut or caught.
        assert _crosses_pages(spot.boxes()) or (wanted[1:-1] in under and len(under) <= len(wanted) + 4), one.id


def _crosses_pages(boxes: tuple[tuple[int, object], ...]) -> bool:
    return len({page for page, _ in boxes}) > 1


@pytest.mark.parametrize("name", NAMES)
def test_copies_of_the_corpora(name: str) -> None:
    check_copy(ROOT / "corpora" / name)


@pytest.mark.parametrize("name", ["pingluo", "yuan", "hongqiao"])
def test_copies_of_real_documents(name: str, shared_documents: Path) -> None:
    check_copy(shared_documents / name / "document.pdf")


def turned(data: bytes, quarter_turns: int, shifted: bool) -> bytes:
    """The same PDF, its content turned one way and its pages turned back, so that it looks as before."""
    writer = pypdf.PdfWriter(io.BytesIO(data))
    for page in writer.pages:
        if quarter_turns:
            page.rotate(90 * quarter_turns)
            page.transfer_rotation_to_content()
            page.rotate(-90 * quarter_turns)
        if shifted:  # a media box that does not begin at zero, a crop box inside it
            box = page.mediabox
            right, top = float(box.right), float(box.top)
            page.mediabox = RectangleObject((float(box.left) - 50, float(box.bottom) - 30, right + 10, top + 20))
            page.cropbox = RectangleObject((float(box.left) + 20, float(box.bottom) + 15, right - 5, top - 25))
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize("quarter_turns", [0, 1, 2, 3])
@pytest.mark.parametrize("shifted", [False, True])
def test_turned_and_cropped_pages(quarter_turns: int, shifted: bool, tmp_path: Path) -> None:
    report = tmp_path / "turned.pdf"
    report.write_bytes(turned(REPORT.read_bytes(), quarter_turns, shifted))
    page = pypdf.PdfReader(report).pages[0]
    assert page.rotation % 360 == -90 * quarter_turns % 360 and (float(page.mediabox.left) < 0) == shifted
    check_copy(report)
    upright = [annotation["/Contents"] for _, annotation in annotations(audited_copy(REPORT)[1])]
    assert [annotation["/Contents"] for _, annotation in annotations(audited_copy(report)[1])] == upright


def plain(findings: list[Finding], document: Document) -> Audited:
    report = AuditReport(
        report=document.source,
        findings=tuple(findings),
        summary=Summary(errors=0, warnings=0, notes=0, items=0),
        coverage=Coverage(),
    )
    return Audited(report, document=document)


def finding(number: int, *evidence: Evidence) -> Finding:
    return Finding(
        id=f"F{number}", code="D701", severity="warning", item=None, message="这一页没有文字", evidence=evidence
    )


def test_findings_without_words_are_signs_at_the_top_of_their_page() -> None:
    data = REPORT.read_bytes()
    document = read_bytes(data, "a.pdf")
    second = Evidence(quote="", where=Where(page=2))
    copy = render(plain([finding(1), finding(2, second), finding(3, second)], document), data, "zh", now=NOW)
    found = annotations(copy)
    assert [(page, one["/Subtype"]) for page, one in found] == [(1, "/Text"), (2, "/Text"), (2, "/Text")]
    lefts = [float(one["/Rect"][0]) for _, one in found]
    assert lefts[0] == lefts[1] > lefts[2]
    assert all(float(one["/Rect"][3]) > 800 for _, one in found)


def test_a_page_that_is_not_there_is_the_first_one() -> None:
    data = REPORT.read_bytes()
    far = Evidence(quote="", where=Where(page=99))
    copy = render(plain([finding(1, far)], read_bytes(data, "a.pdf")), data, "zh", now=NOW)
    assert [page for page, _ in annotations(copy)] == [1]


def test_annotations_that_the_file_has_stay() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(REPORT.read_bytes()))
    link = Link(rect=(10, 10, 60, 30), url="https://example.org")
    writer.add_annotation(0, link)
    stream = io.BytesIO()
    writer.write(stream)
    upright, _ = audited_copy(REPORT)
    copy = render(upright, stream.getvalue(), "zh", now=NOW)
    kinds = [a.get_object()["/Subtype"] for a in pypdf.PdfReader(io.BytesIO(copy)).pages[0]["/Annots"]]
    assert kinds[0] == "/Link" and "/Highlight" in kinds


def test_colours_tell_the_severities_apart() -> None:
    audited, copy = audited_copy(REPORT)
    by_name = {str(one["/NM"]): one for _, one in annotations(copy)}
    severities = {one.severity for one in audited.report.findings}
    colours = {tuple(map(float, by_name[f"zicha-{n}"]["/C"])) for n, _ in enumerate(audited.report.findings, start=1)}
    assert len(colours) == len(severities) > 1


def test_the_copy_can_be_audited_again() -> None:
    audited, copy = audited_copy(REPORT)
    again = read_bytes(copy, "a.pdf")
    assert audited.document is not None
    assert again.blocks == audited.document.blocks


@pytest.mark.parametrize("password", ["", "geheim"])
def test_a_protected_file_is_refused_in_one_line(password: str, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(REPORT.read_bytes()))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    report = tmp_path / "locked.pdf"
    with report.open("wb") as file:
        writer.write(file)
    done = CliRunner().invoke(main, [str(report), "--format", "pdf", "--no-config", "-o", str(tmp_path / "x.pdf")])
    assert done.exit_code == 2 and len(done.stderr.splitlines()) == 1
    assert "密码" in done.stderr
    assert not (tmp_path / "x.pdf").exists()


def test_damage_that_the_reader_forgives_is_one_line() -> None:
    audited, _ = audited_copy(REPORT)
    with pytest.raises(UnreadableFile) as caught:
        render(audited, b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n", "zh", now=NOW)
    assert "不能添加批注" in caught.value.reason.zh


def test_a_copy_needs_the_document() -> None:
    audited, _ = audited_copy(REPORT)
    with pytest.raises(ValueError, match="document"):
        render(Audited(audited.report), REPORT.read_bytes(), "zh")


def test_the_command(tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    done = CliRunner().invoke(main, [str(REPORT), "--format", "pdf", "--no-config", "-o", str(copy)])
    assert (done.exit_code, done.output) == (1, "")
    assert len(annotations(copy.read_bytes())) == len(audited_copy(REPORT)[0].report.findings)


def test_a_word_file_has_no_pdf_copy(tmp_path: Path) -> None:
    report = ROOT / "corpora" / "shiqiao-report.docx"
    done = CliRunner().invoke(main, [str(report), "--format", "pdf", "--no-config", "-o", str(tmp_path / "x.pdf")])
    assert done.exit_code == 2 and "不是 PDF 文件" in done.stderr and len(done.stderr.splitlines()) == 1
