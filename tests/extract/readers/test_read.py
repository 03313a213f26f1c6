"""Files that cannot be read: one clear sentence each, in both languages; others are read by their content."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from extract.readers import read, read_bytes
from extract.readers.docx import read_docx
from models import InputError, UnreadableFile, UnsupportedFormat
from tests.extract.readers.word_files import p, part, word, zipped

ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/hostname">]>'
)


def test_source(tmp_path: Path) -> None:
    data = word(p("正文"))
    path = tmp_path / "自评报告.docx"
    path.write_bytes(data)
    source = read(path).source
    assert (source.name, source.format, source.pages) == ("自评报告.docx", "docx", None)
    assert source.sha256 == hashlib.sha256(data).hexdigest()


def test_a_word_file_called_pdf_is_read_as_word(tmp_path: Path) -> None:
    path = tmp_path / "notice.pdf"
    path.write_bytes(word(p("正文")))
    document = read(path)
    assert document.source.format == "docx"
    assert [b.text for b in document.blocks if b.kind == "paragraph"] == ["正文"]


def test_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "missing.pdf"
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.line("en") == f"{path}: no such file"
    assert caught.value.line("zh") == f"{path}：没有这个文件"


def test_a_file_where_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(UnreadableFile, match="no such file"):
        read(tmp_path / "a" / "b.docx")


def test_no_file_can_have_such_a_name() -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        read(Path("a\0b.docx"))


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is a folder, not a file"):
        read(tmp_path)


def test_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.touch()
    with pytest.raises(UnreadableFile, match="the file is empty"):
        read(path)


@pytest.mark.parametrize(
    ("error", "words"), [(PermissionError(13, "x"), "no permission"), (OSError(5, "disk trouble"), "disk trouble")]
)
def test_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"x")

    def refuse(_: Path) -> bytes:
        raise error

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableFile, match=words):
        read(path)


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"xx")
    monkeypatch.setattr("extract.readers.SIZE_LIMIT", 1)
    with pytest.raises(UnreadableFile, match="too large"):
        read(path)


@pytest.mark.usefixtures("without_ocr")
@pytest.mark.parametrize("data", [b"\x89PNG\r\n", b"\xff\xd8\xff"])
def test_an_image_names_what_is_to_be_installed(data: bytes) -> None:
    with pytest.raises(UnsupportedFormat, match="image") as caught:
        read_bytes(data, "a.docx")
    assert "pip install 'zicha[ocr]'" in caught.value.reason.en
    assert "pip install 'zicha[ocr]'" in caught.value.reason.zh


@pytest.mark.parametrize(
    "document",
    [
        b"<w:document",
        part("document", "<w:body><w:p></w:body>"),
        part("document", ""),
        part("document", "<w:body/>").replace(b"<w:body/>", b"\x00"),
        b"",
        ENTITIES + b"<a>&c;</a>",
        ENTITIES + b"<a>&d;</a>",
        ENTITIES + part("document", "<w:body><w:p><w:r><w:t>&c;&d;</w:t></w:r></w:p></w:body>").split(b"?>", 1)[1],
    ],
)
def test_damaged_and_hostile_xml(document: bytes) -> None:
    with pytest.raises(InputError):
        read_bytes(word("", extra={"word/document.xml": document}), "a.docx")


def test_entities_behind_a_long_comment_are_found() -> None:
    head, rest = ENTITIES.split(b"?>", 1)
    body = part("document", "<w:body><w:p><w:r><w:t>一&c;&d;二</w:t></w:r></w:p></w:body>").split(b"?>", 1)[1]
    data = head + b"?><!--" + b" " * 10_000 + b"-->" + rest + body
    with pytest.raises(UnreadableFile, match="damaged"):
        read_bytes(word("", extra={"word/document.xml": data}), "a.docx")


def test_damaged_styles() -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        read_bytes(word(p("正文"), styles="<w:style>"), "a.docx")


def test_zip_bomb() -> None:
    bomb = part("document", "<w:body>" + " " * 40_000_000 + "</w:body>")
    with pytest.raises(UnreadableFile, match="unpacks to far more"):
        read_bytes(word("", extra={"word/document.xml": bomb}), "a.docx")


def test_a_part_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.readers.opc.PART_LIMIT", 100)
    with pytest.raises(UnreadableFile, match="unpacks to far more"):
        read_bytes(word(p("正文")), "a.docx")


def test_damage_inside_the_zip() -> None:
    data = bytearray(word(p("正文" * 500)))
    at = data.index(b"word/document.xml") + 40
    data[at : at + 20] = b"\xff" * 20
    with pytest.raises(UnreadableFile, match="damaged"):
        read_bytes(bytes(data), "a.docx")


def test_nesting_without_end() -> None:
    deep = "<w:sdt><w:sdtContent>" * 2000 + p("正文") + "</w:sdtContent></w:sdt>" * 2000
    with pytest.raises(UnreadableFile):
        read_bytes(word(deep), "a.docx")


def test_deep_nesting_within_reason_is_read() -> None:
    deep = "<w:sdt><w:sdtContent>" * 100 + p("正文") + "</w:sdtContent></w:sdt>" * 100
    assert len(read_bytes(word(deep), "a.docx").blocks) == 1


def test_links_to_outside_are_never_followed() -> None:
    outside = '<Relationship Id="x" Type="urn:a/styles" Target="http://192.0.2.1/styles.xml" TargetMode="External"/>'
    nowhere = '<Relationship Id="y" Type="urn:a/numbering" Target="NULL"/>'
    document = read_bytes(word(p("正文"), relations=outside + nowhere), "a.docx")
    assert len(document.blocks) == 1


def test_importing_the_readers_is_cheap() -> None:
    code = (
        "import sys, extract, extract.readers; "
        "heavy = {'lxml', 'docx', 'pdfplumber', 'pypdfium2', 'click'} & set(sys.modules); "
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_pdf_called_docx_is_read_as_pdf(corpora: Path) -> None:
    data = next(iter(sorted(corpora.glob("*.pdf")))).read_bytes()
    assert read_bytes(data, "notice.docx").source.format == "pdf"


def test_the_word_reader_refuses_other_packages() -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        read_docx(zipped({"a.txt": b"x"}), "a.docx")


def test_an_encrypted_zip() -> None:
    data = bytearray(word(p("正文")))
    central = 0
    while (central := data.find(b"PK\x01\x02", central)) >= 0:
        data[central + 8] |= 1
        central += 4
    with pytest.raises(UnreadableFile, match="password"):
        read_bytes(bytes(data), "a.docx")


def test_tables_nested_too_deeply_for_the_parser() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 200 + p("正文") + "</w:tc></w:tr></w:tbl>" * 200
    with pytest.raises(UnreadableFile):
        read_bytes(word(deep), "a.docx")
