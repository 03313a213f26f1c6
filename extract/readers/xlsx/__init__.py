"""Excel workbooks (.xlsx, also .xlsm, .xltx and the strict variant) as blocks.

Sheets follow each other in their order. Numbers are read as they are shown; formulas give the result that was saved
with them. Hidden sheets, rows and columns are left out and said so.
"""

from __future__ import annotations

import re

from extract.captions import attach_captions
from extract.readers.opc import Package
from extract.readers.source import source_of
from extract.readers.xlsx.book import Losses, Workbook
from extract.readers.xlsx.regions import blocks_of
from models import Block, Document, Evidence, ReadingNote, Table, Text, Where

__all__ = ["read_xlsx"]

_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*\Z", re.IGNORECASE)


def read_xlsx(data: bytes, name: str) -> Document:
    """The document in the bytes of a workbook called ``name``.

    Raises ``UnreadableFile`` where it is damaged, encrypted or holds more than a document can.
    """
    book = Workbook(Package(data, name), name)
    blocks: list[Block] = []
    for sheet in book.sheets():
        found = attach_captions(blocks_of(sheet, len(blocks), name))
        blocks += [_named(block, sheet.name) for block in found]
    return Document(source=source_of(data, name, "xlsx"), blocks=tuple(blocks), notes=_notes(book.losses))


def _named(block: Block, sheet_name: str) -> Block:
    """A table without a title of its own goes by the name of its sheet, where somebody gave it one."""
    if not isinstance(block, Table) or block.caption is not None or _DEFAULT_NAME.match(sheet_name.strip()):
        return block
    return block.model_copy(update={"caption": Evidence(quote=sheet_name.strip(), where=block.where)})


def _notes(losses: Losses) -> tuple[ReadingNote, ...]:
    found: list[ReadingNote] = []

    def note(count: int, kind: str, zh: str, en: str) -> None:
        if count:
            message = Text(zh=zh.format(count), en=en.format(count))
            found.append(ReadingNote.model_validate({"kind": kind, "message": message, "where": Where()}))

    note(losses.hidden_sheets, "left_out", "隐藏的工作表{}个未读入", "hidden sheets left out: {}")
    note(losses.hidden_rows, "left_out", "隐藏的行{}行未读入", "hidden rows left out: {}")
    note(losses.hidden_columns, "left_out", "隐藏的列{}列未读入", "hidden columns left out: {}")
    note(
        losses.without_result,
        "not_read",
        "公式{}个没有保存计算结果，未读入；请用 Excel 或 WPS 打开并保存后再试",
        "formulas saved without their results: {}; open and save the workbook in a spreadsheet program",
    )
    note(losses.drawn_texts, "not_read", "文本框{}个未读入", "text boxes not read: {}")
    note(losses.pictures, "not_read", "图片{}幅，其中的文字未读入", "pictures not read: {}")
    return tuple(found)
