"""From a file to a document: one reader for each format, all yielding the same blocks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models import Document, Format, Text, UnreadableFile, UnsupportedFormat

if TYPE_CHECKING:
    from extract.readers.spread import Spread

SIZE_LIMIT = 1024 * 1024 * 1024
"""Bytes of a file; scanned reports of several hundred pages stay below."""

_NOT_YET: dict[Format, Text] = {
    "json": Text(zh="JSON 数据", en="JSON data"),
}


def read(path: Path, spread: Spread | None = None) -> Document:
    """The document in a file, whatever its name says it is; long ones are read by several processes with ``spread``.

    Raises ``UnreadableFile`` where it is missing, a folder, empty, damaged or encrypted, and ``UnsupportedFormat``
    where no reader knows its format; both say what to do.
    """
    return read_bytes(_bytes_of(path), str(path), spread)


def read_bytes(  # noqa: PLR0911  (one return for each format)
    data: bytes, name: str, spread: Spread | None = None
) -> Document:
    """The document in the bytes of a file called ``name``. Raises as ``read`` does."""
    from extract.readers.sniff import SAVE_AS, sniff

    content = sniff(data, name)
    if content == "pdf":
        from extract.readers.pdf import read_pdf

        return read_pdf(data, name, spread)
    if content == "docx":
        from extract.readers.docx import read_docx

        return read_docx(data, name)
    if content == "xlsx":
        from extract.readers.xlsx import read_xlsx

        return read_xlsx(data, name)
    if content == "html":
        from extract.readers.html import read_html

        return read_html(data, name)
    if content in ("doc", "wps", "rtf", "odt", "xls", "et", "ods"):
        from extract.readers.legacy import read_legacy

        return read_legacy(data, name, content)
    if content in ("txt", "md"):
        from extract.readers.plain import read_plain

        return read_plain(data, name, content)
    if content == "image":
        from extract.readers.image import read_image

        return read_image(data, name)
    kind = _NOT_YET[content]
    raise UnsupportedFormat(
        name, Text(zh=f"这是{kind.zh}，还不能直接读取；{SAVE_AS.zh}", en=f"this is {kind.en}; {SAVE_AS.en}")
    )


def _bytes_of(path: Path) -> bytes:
    name = str(path)
    try:
        if path.is_dir():
            raise UnreadableFile(name, Text(zh="是文件夹，不是文件", en="is a folder, not a file"))
        if path.stat().st_size > SIZE_LIMIT:
            raise UnreadableFile(name, Text(zh="文件过大（超过 1 GB）", en="the file is too large (over 1 GB)"))
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UnreadableFile(name, Text(zh="没有这个文件", en="no such file")) from error
    except PermissionError as error:
        raise UnreadableFile(name, Text(zh="没有读取权限", en="no permission to read it")) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnreadableFile(name, Text(zh=f"无法读取（{why}）", en=f"cannot be read ({why})")) from error
