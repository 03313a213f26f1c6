"""Old formats through LibreOffice, and what happens where it is missing, hangs or fails."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import openpyxl
import pytest

from extract import extract_rubric
from extract.readers import read, read_bytes
from extract.readers.legacy import convert, find_office
from models import Document, Paragraph, Table, UnreadableFile, UnsupportedFormat
from tests.extract.readers.test_sniff import compound
from tests.extract.readers.word_files import p, word, zipped

needs_office = pytest.mark.skipif(find_office() is None, reason="soffice is not installed")
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
FILTERS = {"doc": "doc:MS Word 97", "wps": "doc:MS Word 97", "rtf": "rtf:Rich Text Format", "odt": "odt:writer8"}


@pytest.fixture(scope="module")
def old_files(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One notice in every old format."""
    folder = tmp_path_factory.mktemp("old")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    found = {}
    for format in ("doc", "rtf", "odt"):
        command = [str(find_office()), "--headless", profile, "--convert-to", FILTERS[format], "--outdir", str(folder)]
        source = corpora / "qinghuai-notice.docx"
        subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
        found[format] = folder / f"qinghuai-notice.{format}"
    found["wps"] = folder / "qinghuai-notice.wps"
    shutil.copy(found["doc"], found["wps"])
    return found


def content(document: Document) -> list[object]:
    """Paragraphs and the cells of tables, without what formats lose (sizes, centring)."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [(c.row, c.column, c.row_span, c.column_span, c.text) for c in block.cells]
        for block in document.blocks
    ]


@needs_office
@pytest.mark.parametrize("format", ["doc", "wps", "rtf", "odt"])
def test_the_same_document_as_from_word(format: str, old_files: dict[str, Path], corpora: Path) -> None:
    path = old_files[format]
    document = read(path)
    original = read(corpora / "qinghuai-notice.docx")
    assert content(document) == content(original)
    assert extract_rubric(document).sheet == extract_rubric(original).sheet
    assert (document.source.name, document.source.format) == (path.name, format)
    assert document.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@needs_office
def test_an_old_workbook(tmp_path: Path) -> None:
    """Figures show as they did, hidden rows stay hidden, merged cells merged."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    values = [
        ("考核项目", "分值", "评分标准"),
        ("制度", 12.5, "健全得满分"),
        (None, 99, "不计"),
        ("档案", 7, "齐全得7分"),
    ]
    for row in values:
        sheet.append(row)
    sheet["B2"].number_format = "0.00"
    sheet.row_dimensions[3].hidden = True
    sheet.append(["合计", 19.5])
    sheet.merge_cells("B5:C5")
    book.save(tmp_path / "评分.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(find_office()), "--headless", profile, "--convert-to", "xls:MS Excel 97", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "评分.xlsx")], check=True, capture_output=True, timeout=120)
    document, original = read(tmp_path / "评分.xls"), read(tmp_path / "评分.xlsx")
    assert content(document) == content(original)
    assert document.notes == original.notes
    assert document.notes[0].kind == "left_out"
    assert document.source.format == "xls"
    assert [i.max_points for i in extract_rubric(document).sheet.items] == [Decimal("12.50"), 7]


@needs_office
def test_conversions_side_by_side_leave_nothing_behind(
    old_files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with ThreadPoolExecutor(2) as pool:
        documents = list(pool.map(read, (old_files["doc"], old_files["rtf"])))
    assert content(documents[0]) == content(documents[1])
    assert list(tmp_path.iterdir()) == []


@needs_office
@pytest.mark.parametrize(
    "data",
    [
        compound("WordDocument"),
        compound("Workbook"),
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<broken"}),
    ],
)
def test_damaged_files(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_bytes(data, "a.doc")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (compound("WordDocument"), "a.doc", ("旧版 Word 文档", "old Word document")),
        (compound("WordDocument"), "a.wps", ("WPS", "WPS")),
        (rb"{\rtf1}", "a.rtf", ("RTF", "RTF")),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "a.odt", ("OpenDocument", "OpenDocument")),
        (compound("Workbook"), "a.xls", ("旧版 Excel", "old Excel")),
        (compound("Workbook"), "a.et", ("WPS 表格", "WPS workbook")),
    ],
)
def test_without_the_program_the_remedy_is_named(
    data: bytes, name: str, words: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.readers.legacy.find_office", lambda: None)
    with pytest.raises(UnsupportedFormat) as caught:
        read_bytes(data, name)
    assert words[0] in caught.value.reason.zh
    assert words[1] in caught.value.reason.en
    assert "LibreOffice" in caught.value.reason.zh
    assert "install LibreOffice" in caught.value.reason.en


def test_the_program_is_looked_for_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("extract.readers.legacy._PLACES", (str(tmp_path / "elsewhere"),))
    assert find_office() is None
    (tmp_path / "elsewhere").touch()
    assert find_office() == str(tmp_path / "elsewhere")


def stand_in(folder: Path, body: str) -> str:
    """A program that stands in for LibreOffice."""
    path = folder / "office"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@needs_posix
def test_a_conversion_that_hangs_is_stopped_with_its_children(tmp_path: Path) -> None:
    mark = tmp_path / "child"
    office = stand_in(tmp_path, f"sh -c 'echo $$ > {mark}; exec sleep 60' & wait")
    begun = time.monotonic()
    with pytest.raises(UnreadableFile, match="took more than 1 seconds") as caught:
        convert(b"x", "旧.doc", "doc", office, time_limit=1)
    assert "超过 1 秒" in caught.value.reason.zh
    assert time.monotonic() - begun < 30
    child = int(mark.read_text())
    for _ in range(100):
        if not _runs(child):
            break
        time.sleep(0.05)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@needs_posix
@pytest.mark.parametrize("body", ["exit 1", "exit 0", "kill -9 $$"])
def test_a_conversion_that_fails_is_one_clear_error(body: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="could not convert"):
        convert(b"x", "a.doc", "doc", stand_in(tmp_path, body))


def test_a_program_that_cannot_be_started(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="could not convert"):
        convert(b"x", "a.doc", "doc", str(tmp_path / "missing"))


@needs_posix
def test_only_a_private_folder_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word_file = tmp_path / "result.docx"
    word_file.write_bytes(word(p("正文")))
    seen = tmp_path / "seen"
    find_folder = 'while [ "$1" != --outdir ]; do shift; done; mkdir "$2"'
    script = f'echo "$HOME $PWD $@" > {seen}; {find_folder}; cp {word_file} "$2/input.docx"'
    monkeypatch.setattr("extract.readers.legacy.find_office", lambda: stand_in(tmp_path, script))
    document = read_bytes(rb"{\rtf1}", "../../公文 一.rtf")
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["正文"]
    assert document.source.name == "公文 一.rtf"
    home, folder, *arguments = seen.read_text().split()
    assert home == folder
    assert not Path(folder).exists()
    paths = [a for a in arguments if a.startswith("/") or a.startswith("-env:UserInstallation=file://")]
    assert len(paths) == 3
    assert all(folder in path for path in paths)


@needs_office
def test_nothing_outside_is_fetched() -> None:
    """Linked pictures and texts of an old document, asked for at a server that counts who asks."""
    asked: list[str] = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_OPTIONS(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Counting) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        linked = "".join(
            rf'{{\field{{\*\fldinst {kind} "{address}/{number}"}}{{\fldrslt }}}}'
            for number, kind in enumerate(("INCLUDEPICTURE", "INCLUDETEXT", "LINK Word.Document.8"))
        )
        template = rf"{{\*\template {address}/template.dot}}"
        document = read_bytes(rf"{{\rtf1\ansi{template}{{\pard {linked} text\par}}}}".encode(), "a.rtf")
        server.shutdown()
    assert any("text" in b.text for b in document.blocks if isinstance(b, Paragraph))
    assert asked == []


@needs_office
def test_automatic_numbers_survive(tmp_path: Path) -> None:
    text = (
        rb"{\rtf1\ansi\uc0 {\*\listtable{\list\listtemplateid1{\listlevel\levelnfc0\levelstartat1"
        rb"{\leveltext\'02\'00.;}{\levelnumbers\'01;}}\listid7}}"
        rb"{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}"
        rb"{\pard\ls1\ilvl0 \u30002 ?\par}{\pard\ls1\ilvl0 \u20057 ?\par}}"
    )
    document = read_bytes(text, "a.rtf")
    found = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    assert [t[:2] for t in found] == ["1.", "2."]
    assert not any(isinstance(b, Table) for b in document.blocks)
