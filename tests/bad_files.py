"""Files that no command can use, each with words that its one line of error must hold, in Chinese and in English."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdf

from models import Rubric, ScoreSheet, Source, Where, dumps


@dataclass(frozen=True)
class Bad:
    """A file made on the spot. ``content`` is ``None`` for one that is not there."""

    name: str
    zh: str
    en: str


def _pdf(path: Path, password: str | None = None) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(path)


def _cut(path: Path, source: Path) -> None:
    data = source.read_bytes()
    path.write_bytes(data[: len(data) // 3])


def make(folder: Path, corpora: Path) -> list[Path]:
    """Every unreadable file, whatever is asked for."""
    missing, empty, directory = folder / "没有.pdf", folder / "空.docx", folder / "文件夹.pdf"
    empty.touch()
    directory.mkdir()
    locked = folder / "加密.pdf"
    _pdf(locked, password="secret")
    cut_pdf, cut_word = folder / "截断.pdf", folder / "截断.docx"
    _cut(cut_pdf, corpora / "qinghuai-notice.pdf")
    _cut(cut_word, corpora / "qinghuai-notice.docx")
    archive = folder / "压缩包.docx"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("读我.txt", "not a document")
    noise = folder / "乱码.pdf"
    noise.write_bytes(bytes(range(256)) * 8)
    only_head = folder / "头.pdf"
    only_head.write_bytes(b"%PDF-1.7\n")
    return [missing, empty, directory, locked, cut_pdf, cut_word, archive, noise, only_head]


def without_tables(folder: Path) -> Path:
    """A Word file that is fine but holds no rubric and no claim."""
    path = folder / "散文.docx"
    document = docx.Document()
    document.add_paragraph("今年春天雨水多，河边的柳树比往年绿得早。")
    document.save(str(path))
    return path


def rubric_text() -> str:
    """The JSON of a small rubric without items."""
    source = Source(name="a.docx", sha256="0" * 64, format="docx")
    return dumps(Rubric(source=source, sheet=ScoreSheet(items=(), where=Where())))


def broken_json(folder: Path) -> list[Path]:
    """JSON files that are no rubric of this program."""
    good = rubric_text()
    texts = {
        "截断.json": good[: len(good) // 2],
        "新版.json": good.replace('"schema_version": 1', '"schema_version": 99'),
        "无版本.json": good.replace('"schema_version": 1,', ""),
        "别的.json": '{"name": "something else"}',
        "空表.json": "[]",
        "数组.json": "[1, 2]",
        "多一项.json": good.replace('"title": null', '"titel": null', 1),
        "文字.json": "自查",
    }
    paths = []
    for name, text in texts.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    other = folder / "编码.json"
    other.write_bytes(good.replace("a.docx", "评分细则.docx").encode("gb18030"))
    return [*paths, other]
