"""What of a PDF page could not be read, said so."""

from __future__ import annotations

from extract.readers.pdf.pages import Page
from models import ReadingNote, Text, Where

SHARE = 0.05
"""Share of characters without meaning on a page beyond which its text is not to be trusted."""
FEW = 3
"""Up to so many are bullets and ornaments."""


def unreadable_page(number: int) -> ReadingNote:
    """A page that could not be opened."""
    message = Text(zh=f"第{number}页已损坏，未能读取", en=f"page {number} is damaged and was not read")
    return ReadingNote(kind="not_read", message=message, where=Where(page=number))


def page_notes(page: Page, is_drawing: bool) -> list[ReadingNote]:
    """The notes on an opened page; ``is_drawing`` where its rules, or some of them, are too many for a table."""
    number, glyphs = page.number, page.glyphs
    where = Where(page=number)
    notes: list[ReadingNote] = []
    if not glyphs.printed:
        if page.blank:
            return []
        message = Text(
            zh=f"第{number}页没有文本层（可能是扫描件），未读取；请先做文字识别（OCR）",
            en=f"page {number} has no text layer (it may be a scan) and was not read; run OCR on it first",
        )
        return [ReadingNote(kind="page_without_text", message=message, where=where)]
    share = glyphs.meaningless / glyphs.printed
    if glyphs.meaningless > FEW and share > SHARE:
        percent = max(round(100 * share), 1)
        message = Text(
            zh=f"第{number}页有{percent}%的字符没有文字含义（字体缺少编码），这一页的文字不可靠",
            en=f"on page {number}, {percent}% of the characters have no meaning as text (a font without encoding); "
            "the text of this page is not reliable",
        )
        notes.append(ReadingNote(kind="glyphs_without_meaning", message=message, where=where))
    if glyphs.tilted:
        message = Text(
            zh=f"第{number}页的{glyphs.tilted}个斜排字符（如水印）未读取",
            en=f"{glyphs.tilted} characters at an angle on page {number} (such as a watermark) were left out",
        )
        notes.append(ReadingNote(kind="left_out", message=message, where=where))
    if glyphs.outside:
        message = Text(
            zh=f"第{number}页有{glyphs.outside}个字符在可见页面之外，未读取",
            en=f"{glyphs.outside} characters outside of the visible part of page {number} were left out",
        )
        notes.append(ReadingNote(kind="left_out", message=message, where=where))
    if is_drawing:
        message = Text(
            zh=f"第{number}页的线条过多（像是图纸），没有在其中寻找表格",
            en=f"page {number} has too many lines (it looks like a drawing); no tables were looked for",
        )
        notes.append(ReadingNote(kind="not_read", message=message, where=where))
    return notes
