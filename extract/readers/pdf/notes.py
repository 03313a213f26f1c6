"""What of a PDF page could not be read, said so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.ocr import REMEDY, is_installed
from extract.readers.pdf.pages import Page
from models import Block, Cell, Paragraph, ReadingNote, Table, Text, Where

SHARE = 0.05
"""Share of characters without meaning on a page beyond which its text is not to be trusted."""
FEW = 3
"""Up to so many are bullets and ornaments."""
UNSURE = 0.75
"""Confidence of a line, or of a digit in it, below which it is doubtful; in clear scans both reach 0.95."""


def unreadable_page(number: int) -> ReadingNote:
    """A page that could not be opened."""
    message = Text(zh=f"第{number}页已损坏，未能读取", en=f"page {number} is damaged and was not read")
    return ReadingNote(kind="not_read", message=message, where=Where(page=number))


def page_notes(page: Page, is_drawing: bool, beside: int = 0) -> list[ReadingNote]:
    """The notes on an opened page.

    ``is_drawing`` where its rules, or some of them, are too many for a table; ``beside`` is the number of sideways
    characters outside of tables.
    """
    number, glyphs = page.number, page.glyphs
    where = Where(page=number)
    notes: list[ReadingNote] = []
    if not glyphs.printed:
        if page.blank:
            return []
        return [ReadingNote(kind="page_without_text", message=_nothing_read(page), where=where)]
    share = glyphs.meaningless / glyphs.printed
    if glyphs.meaningless > FEW and share > SHARE:
        percent = max(round(100 * share), 1)
        message = Text(
            zh=f"第{number}页有{percent}%的字符没有文字含义（字体缺少编码），这一页的文字不可靠",
            en=f"on page {number}, {percent}% of the characters have no meaning as text (a font without encoding); "
            "the text of this page is not reliable",
        )
        notes.append(ReadingNote(kind="glyphs_without_meaning", message=message, where=where))
    notes += [ReadingNote(kind="left_out", message=m, where=where) for m in _left_out(page, beside)]
    if is_drawing:
        message = Text(
            zh=f"第{number}页的线条过多（像是图纸），没有在其中寻找表格",
            en=f"page {number} has too many lines (it looks like a drawing); no tables were looked for",
        )
        notes.append(ReadingNote(kind="not_read", message=message, where=where))
    return notes


def _left_out(page: Page, beside: int) -> Iterator[Text]:
    """What of an opened page was left out on purpose."""
    number, glyphs = page.number, page.glyphs
    if glyphs.tilted:
        yield Text(
            zh=f"第{number}页的{glyphs.tilted}个斜排字符（如水印）未读取",
            en=f"{glyphs.tilted} characters at an angle on page {number} (such as a watermark) were left out",
        )
    if beside:
        yield Text(
            zh=f"第{number}页表格外的{beside}个侧排字符（如装订线）未读取",
            en=f"{beside} sideways characters outside of tables on page {number} were left out",
        )
    if glyphs.hidden:
        yield Text(
            zh=f"第{number}页的{glyphs.hidden}个看不见的字符或浅色水印字符未读取",
            en=f"{glyphs.hidden} characters of watermarks, or that cannot be seen, on page {number} were left out",
        )
    if glyphs.outside:
        yield Text(
            zh=f"第{number}页有{glyphs.outside}个字符在可见页面之外，未读取",
            en=f"{glyphs.outside} characters outside of the visible part of page {number} were left out",
        )
    if page.unseen:
        yield Text(
            zh=f"第{number}页有{page.unseen}处文本批注没有可显示的内容，未读取",
            en=f"{page.unseen} text remarks on page {number} have nothing to show and were left out",
        )


def _nothing_read(page: Page) -> Text:
    number = page.number
    if page.recognised:
        return Text(
            zh=f"第{number}页是图片，文字识别没有认出文字",
            en=f"page {number} is a picture in which no text was recognised",
        )
    if not is_installed():
        return Text(
            zh=f"第{number}页没有文本层（可能是扫描件），未读取；{REMEDY.zh}",
            en=f"page {number} has no text layer (it may be a scan) and was not read; {REMEDY.en}",
        )
    return Text(zh=f"第{number}页没有文字", en=f"page {number} holds no text")


def doubtful_lines(blocks: Iterable[Block]) -> Iterator[ReadingNote]:
    """A note on each line of a document that was recognised without confidence."""
    for holder in _holders(blocks):
        for line in holder.lines:
            if line.confidence is None or line.confidence >= UNSURE:
                continue
            quote, percent = holder.text[line.start : line.end], round(100 * line.confidence)
            message = Text(
                zh=f"第{line.page}页“{quote}”识别把握不足（{percent}%），请与原件核对",
                en=f"“{quote}” on page {line.page} was recognised without confidence ({percent}%); compare it with "
                "the original",
            )
            where = holder.locate(line.start, line.end)
            yield ReadingNote(kind="low_confidence", message=message, where=where, quote=quote)


def _holders(blocks: Iterable[Block]) -> Iterator[Paragraph | Cell]:
    """The paragraphs and cells of a document, nested tables included."""
    for block in blocks:
        if isinstance(block, Table):
            for cell in block.cells:
                yield cell
                yield from _holders(cell.tables)
        else:
            yield block
