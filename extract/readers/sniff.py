"""What a file is, by its content; the name decides only between formats that look the same inside."""

from __future__ import annotations

import codecs
import re

from models import Format, Text, UnreadableFile, UnsupportedFormat

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HTML_PART = re.compile(rb"<(?:table|div|p|meta|style|center)\b[^<>]*>", re.IGNORECASE)
_MHTML = re.compile(rb"^mime-version:.*multipart/related", re.IGNORECASE | re.DOTALL | re.MULTILINE)
_SHEET_XML = re.compile(rb"progid=\"Excel\.Sheet\"|<(?:ss:)?Workbook[^>]*urn:schemas-microsoft-com:office:spreadsheet")
_WORD_XML = re.compile(rb"progid=\"Word\.Document\"|<pkg:package|<w:wordDocument")

_SEARCHED = 16_384
"""Bytes in which a page begins; templates leave pages of blank lines and comments before."""

FEW_FAULTS = 500
"""Bytes of a text for one that its encoding does not know; a damaged character does not make it something else."""

PDF_HEADER_WITHIN = 1024
"""Bytes before ``%PDF`` that readers allow (ISO 32000-1, annex H, note 13)."""

SAVE_AS = Text(zh="请另存为 .docx 或 PDF 后再试", en="save it as .docx or PDF and try again")


def sniff(data: bytes, name: str) -> Format:
    """The format of a file's content.

    Raises ``UnreadableFile`` where it is empty, damaged, encrypted or no document at all, and ``UnsupportedFormat``
    where it is a known kind of file that holds no document zicha can mean (slides, a binary workbook, OFD).
    """
    if not data:
        raise UnreadableFile(name, Text(zh="文件是空的", en="the file is empty"))
    if data.startswith(_ZIP):
        return _zip(data, name)
    if data.startswith(_OLE2):
        return _compound(data, name)
    if data.lstrip()[:5] == rb"{\rtf":
        return "rtf"
    if b"%PDF-" in data[: PDF_HEADER_WITHIN + 5]:
        return "pdf"
    if data.startswith(_IMAGES) or _is_bitmap(data) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    return _text(data, name)


def _zip(data: bytes, name: str) -> Format:
    from extract.readers.opc import Package

    package = Package(data, name)
    if package.main_part is not None:
        root = package.root_name(package.main_part)
        if root == "document":
            return "docx"
        if root == "workbook":
            return "xlsx"
        if root == "presentation":
            raise _unsupported(name, "演示文稿", "slides")
    if package.has("xl/workbook.bin"):
        raise _unsupported(name, "二进制 Excel 工作簿（.xlsb）", "a binary Excel workbook (.xlsb)")
    if package.has("OFD.xml"):
        raise _unsupported(name, "OFD 文件", "an OFD file")
    kind = package.bytes_of("mimetype") if package.has("mimetype") else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        raise _unsupported(name, "OpenDocument 演示文稿或图形", "OpenDocument slides or a drawing")
    raise UnreadableFile(name, Text(zh="是压缩包（zip），不是 Word 文档", en="is a zip file but no Word document"))


def _compound(data: bytes, name: str) -> Format:
    """Old Office files and encrypted new ones: OLE2 compound files, told apart by their streams."""
    from extract.readers.opc import DAMAGED, PASSWORD

    streams = _stream_names(data)
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        raise UnreadableFile(name, PASSWORD)
    if "WordDocument" in streams:
        return "wps" if name.lower().endswith(".wps") else "doc"
    if streams & {"Workbook", "Book"}:
        return "et" if name.lower().endswith(".et") else "xls"
    if "PowerPoint Document" in streams:
        raise _unsupported(name, "旧版演示文稿（.ppt 或 .dps）", "old slides (.ppt or .dps)")
    raise UnreadableFile(name, DAMAGED if not streams else _no_document())


def _stream_names(data: bytes) -> set[str]:
    """The names in the directory of a compound file ([MS-CFB] 2.6.1).

    Directory entries are 128 bytes long, aligned, and begin with a name in UTF-16 whose length in bytes stands at
    offset 64. Entries are looked for everywhere, so the chain of sectors need not be whole.
    """
    wanted = ("EncryptedPackage", "EncryptionInfo", "WordDocument", "Workbook", "Book", "PowerPoint Document")
    found: set[str] = set()
    for stream in wanted:
        entry = (stream + "\0").encode("utf-16-le")
        at = data.find(entry)
        while at >= 0:
            if at % 128 == 0 and data[at + 64 : at + 66] == len(entry).to_bytes(2, "little"):
                found.add(stream)
                break
            at = data.find(entry, at + 1)
    return found


def _text(data: bytes, name: str) -> Format:
    head = data[:4096]
    lowered = name.lower()
    if _WORD_XML.search(head):
        raise _unsupported(name, "XML 格式的 Word 文档", "a Word document as a single XML file")
    if _SHEET_XML.search(head):
        return "xls"
    if _HTML.search(_as_ascii(data[:_SEARCHED])) or _MHTML.search(head):
        return "html"
    if lowered.endswith((".html", ".htm", ".xhtml", ".xls")) and _HTML_PART.search(_as_ascii(data[:_SEARCHED])):
        return "html"
    if not _is_text(data):
        raise UnreadableFile(name, _no_document())
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") and lowered.endswith(".json"):
        return "json"
    return "md" if lowered.endswith((".md", ".markdown")) else "txt"


def _is_text(data: bytes) -> bool:
    """Whether bytes are text of an encoding in use for Chinese: UTF-8, UTF-16 with its mark, GB 18030."""
    if data.startswith(_BOMS[1:]):
        return True
    sample = data[: 1024 * 1024]
    if not sample.strip() or any(byte < 9 or 13 < byte < 27 for byte in sample):
        return False
    faults = (
        codecs.getincrementaldecoder(encoding)(errors="replace").decode(sample).count("\ufffd")
        for encoding in ("utf-8", "gb18030")
    )
    return any(count * FEW_FAULTS <= len(sample) for count in faults)


def _as_ascii(head: bytes) -> bytes:
    """The beginning of a text without the zero bytes that UTF-16 puts between letters."""
    return head.replace(b"\0", b"") if head.startswith(_BOMS[1:]) else head


def _is_bitmap(data: bytes) -> bool:
    return data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(data)


def _no_document() -> Text:
    return Text(zh="内容不是可识别的文档", en="its content is no known kind of document")


def _unsupported(name: str, zh: str, en: str) -> UnsupportedFormat:
    return UnsupportedFormat(name, Text(zh=f"这是{zh}，无法读取；{SAVE_AS.zh}", en=f"this is {en}; {SAVE_AS.en}"))
