"""The format is what the content is, whatever the name says."""

from __future__ import annotations

import pytest

from extract.readers.sniff import sniff
from models import UnreadableFile, UnsupportedFormat
from tests.extract.readers.word_files import p, word, zipped

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def package(target: str, root: str) -> bytes:
    link = f'<Relationship Id="a" Type="{REL}" Target="{target}"/>'
    return zipped(
        {
            "_rels/.rels": f"<Relationships>{link}</Relationships>".encode(),
            target.lstrip("/"): f'<x:{root} xmlns:x="urn:any"/>'.encode(),
        }
    )


def compound(*streams: str) -> bytes:
    """The outline of an OLE2 file: its signature, and a directory with these names."""
    entries = b""
    for stream in ("Root Entry", *streams):
        name = (stream + "\0").encode("utf-16-le")
        entries += name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + bytes(62)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (b"%PDF-1.7\n...", "a.pdf", "pdf"),
        (b"%PDF-1.7\n...", "a.docx", "pdf"),
        (b"\n" * 1000 + b"%PDF-1.4", "a.pdf", "pdf"),
        (b"\xef\xbb\xbf%PDF-1.4", "a", "pdf"),
        (word(p("正文")), "a.docx", "docx"),
        (word(p("正文")), "a.pdf", "docx"),
        (package("/custom/main.xml", "document"), "a.zip", "docx"),
        (zipped({"word/document.xml": b"<w:document xmlns:w='urn:any'/>"}), "a.docx", "docx"),
        (package("xl/workbook.xml", "workbook"), "a.docx", "xlsx"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "a.odt", "odt"),
        (compound("WordDocument", "1Table"), "a.doc", "doc"),
        (compound("WordDocument"), "a.wps", "wps"),
        (compound("WordDocument"), "a.docx", "doc"),
        (compound("Workbook"), "a.xls", "xls"),
        (compound("Book"), "a.doc", "xls"),
        (compound("Workbook"), "A.ET", "et"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "a.ods", "ods"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "a.xls", "xls"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "html"),
        (rb"{\rtf1\ansi}", "a.doc", "rtf"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "a.doc", "html"),
        (b"<HTML><HEAD>", "a.htm", "html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "a.doc", "html"),
        (b"\x89PNG\r\n\x1a\n....", "a.pdf", "image"),
        (b"\xff\xd8\xff\xe0....", "a.jpg", "image"),
        (b"II*\x00....", "a.tif", "image"),
        (b"BM\x0a\x00\x00\x00\x00\x00\x00\x00", "a.bmp", "image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.webp", "image"),
        ("一、评价内容".encode(), "a.txt", "txt"),
        ("一、评价内容".encode("gb18030"), "a.txt", "txt"),
        ("一、评价内容".encode("utf-16"), "a.txt", "txt"),
        ("| 指标 | 分值 |".encode(), "a.md", "md"),
        (b'{"kind": "rubric"}', "a.json", "json"),
        (b'{"kind": "rubric"}', "a.txt", "txt"),
    ],
)
def test_formats(data: bytes, name: str, format: str) -> None:
    assert sniff(data, name) == format


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.pdf", ("空", "empty")),
        (zipped({"a.txt": b"x"}), "a.docx", ("zip", "is a zip file but no Word document")),
        (zipped({}), "a.docx", ("zip", "is a zip file but no Word document")),
        (word(p("正文"))[:-40], "a.docx", ("损坏", "damaged")),
        (word(p("正文"))[:200], "a.docx", ("损坏", "damaged")),
        (compound("EncryptionInfo", "EncryptedPackage"), "a.docx", ("密码", "password")),
        (compound(), "a.doc", ("损坏", "damaged")),
        (bytes(range(256)) * 4, "a.docx", ("不是", "no known kind")),
        (b"\0" * 100, "a.pdf", ("不是", "no known kind")),
        (b"   \n", "a.txt", ("不是", "no known kind")),
        (b"BM\x0a\x00 nothing of a picture \x00", "a.bmp", ("不是", "no known kind")),
    ],
)
def test_unreadable(data: bytes, name: str, words: tuple[str, str]) -> None:
    with pytest.raises(UnreadableFile) as caught:
        sniff(data, name)
    assert words[0] in caught.value.reason.zh
    assert words[1] in caught.value.reason.en
    assert caught.value.name == name


@pytest.mark.parametrize(
    "data",
    [
        package("ppt/presentation.xml", "presentation"),
        zipped({"xl/workbook.bin": b"x"}),
        zipped({"OFD.xml": b"<ofd/>"}),
        zipped({"mimetype": b"application/vnd.oasis.opendocument.presentation"}),
        compound("PowerPoint Document"),
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
    ],
)
def test_known_but_unsupported_says_what_to_do(data: bytes) -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        sniff(data, "a.docx")
    assert "另存为" in caught.value.reason.zh
    assert "save it as" in caught.value.reason.en


def test_a_stream_name_inside_a_text_is_no_stream() -> None:
    text = "EncryptedPackage\0".encode("utf-16-le")
    data = compound("WordDocument") + b"\0" * 3 + text + b"\0" * 200
    assert sniff(data, "a.doc") == "doc"
