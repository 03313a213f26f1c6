"""A web page from a source's blocks, for printing with a browser."""

from __future__ import annotations

from html import escape

from corpora.content import Content, Grid, Line

_STYLE = """
@page { size: A4; margin: 25mm 22mm; @bottom-center { content: "- " counter(page) " -"; font: 10pt serif; } }
@page wide { size: A4 landscape; margin: 20mm; }
@page broad { size: A3 landscape; margin: 20mm; }
body { font: 12pt/1.7 "FangSong", "STFangsong", "WenQuanYi Micro Hei", serif; margin: 0; }
section.wide { page: wide; }
section.broad { page: broad; }
section + section { break-before: page; }
p { margin: 0 0 4pt; text-align: justify; }
p.text, p.h, p.hh { text-indent: 2em; }
p.h { font-family: "SimHei", "WenQuanYi Micro Hei", sans-serif; }
p.hh { font-weight: 600; }
p.letterhead { font-size: 24pt; font-weight: 700; color: #c00000; text-align: center; }
p.number { text-align: center; border-bottom: 2pt solid #c00000; padding-bottom: 6pt; margin-bottom: 18pt; }
p.title { font-size: 18pt; font-weight: 700; text-align: center; margin: 8pt 0 12pt; }
p.subtitle { font-size: 15pt; font-weight: 700; text-align: center; margin: 6pt 0; }
p.caption { font: 11pt "SimHei", "WenQuanYi Micro Hei", sans-serif; text-align: center; break-after: avoid; }
p.centre { text-align: center; }
p.annex { font-family: "SimHei", "WenQuanYi Micro Hei", sans-serif; break-after: avoid; }
p.note { font-size: 9.5pt; }
p.sign, p.date { text-align: right; }
p.page { break-before: page; }
table { border-collapse: collapse; width: 100%; margin: 0 0 8pt; table-layout: fixed; }
td, th { border: 0.6pt solid #000; padding: 2pt 4pt; line-height: 1.45; word-break: break-all; vertical-align: middle; }
th { font-family: "SimHei", "WenQuanYi Micro Hei", sans-serif; font-weight: 400; text-align: center; }
td.centre { text-align: center; }
table.keep tr { break-inside: avoid; }
"""


def page(content: Content) -> str:
    """The HTML of a document."""
    title = escape(content.expected.get("title", content.identity))
    parts: list[str] = ["<section>"]
    for block in content.blocks:
        if isinstance(block, Grid):
            parts.append(_table(block))
        elif block.kind == "landscape":
            parts.append('</section><section class="wide">')
        elif block.kind == "a3":
            parts.append('</section><section class="broad">')
        elif block.kind == "portrait":
            parts.append("</section><section>")
        else:
            parts.append(_paragraph(block))
    parts.append("</section>")
    body = "\n".join(parts).replace("<section>\n</section>", "")
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def _paragraph(line: Line) -> str:
    return f'<p class="{line.kind}">{_lines(line.text)}</p>'


def _lines(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _table(grid: Grid) -> str:
    total = sum(grid.widths)
    columns = "".join(f'<col style="width:{100 * width / total:.2f}%">' for width in grid.widths)
    head: list[str] = []
    body: list[str] = []
    for row in range(grid.rows):
        cells = [cell for cell in grid.cells if cell.row == row]
        header = row < grid.header_rows
        line = "".join(
            _cell("th" if header else "td", cell.text, cell.row_span, cell.column_span, cell.column in grid.centred)
            for cell in cells
        )
        (head if header and grid.repeat_header else body).append(f"<tr>{line}</tr>")
    kept = ' class="keep"' if grid.keep_rows else ""
    top = f"<thead>{''.join(head)}</thead>" if head else ""
    return (
        f'<table{kept} style="font-size:{grid.size}pt"><colgroup>{columns}</colgroup>{top}'
        f"<tbody>{chr(10).join(body)}</tbody></table>"
    )


def _cell(tag: str, text: str, rows: int, columns: int, centred: bool) -> str:
    spans = (f' rowspan="{rows}"' if rows > 1 else "") + (f' colspan="{columns}"' if columns > 1 else "")
    place = ' class="centre"' if centred and tag == "td" else ""
    return f"<{tag}{spans}{place}>{_lines(text)}</{tag}>"
