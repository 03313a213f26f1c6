"""From printed pages to the blocks of a document: furniture dropped, paragraphs joined, tables stitched and named."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.captions import attach_captions
from extract.readers.pdf.aligned import Loose, aligned_tables, may_hold_header
from extract.readers.pdf.cells import cell_paragraphs, is_open_below, sort_into, table_of
from extract.readers.pdf.furniture import without_furniture
from extract.readers.pdf.grids import Grid, find_grids
from extract.readers.pdf.notes import doubtful_lines, page_notes, unreadable_page
from extract.readers.pdf.pages import Page, opened, pages_of
from extract.readers.pdf.paragraphs import Sheet, Typesetting
from extract.readers.pdf.place import numbered
from extract.readers.pdf.printed import PrintedLine, joined, printed_lines
from extract.readers.source import source_of
from extract.stitch import Area, stitch
from models import Block, Box, Document, Paragraph, ReadingNote, Source, Table, Where

if TYPE_CHECKING:
    from extract.readers.spread import Spread

SAME_PLACE = 3.0
"""Points within which borders of two pages are at the same place."""
WIDE = 0.4
"""Share of the page that a frame must take to be the page's own."""
MANY = 4
"""Pages from which others may help to read them."""


@dataclass(slots=True)
class _Frame:
    """A single ruled box: the one row that a table has on this page, or a frame around words."""

    table: Table
    lines: list[PrintedLine]


@dataclass(slots=True)
class _Sheet:
    """A page taken apart: the lines outside of tables, the tables, and the single boxes."""

    page: int
    width: float
    height: float
    lines: list[PrintedLine]
    tables: list[Table]
    frames: list[_Frame]
    open_below: set[Where]
    """The places of tables whose last row has no border below."""
    loose: Loose | None = None
    """What the lines were made of, where they may be those of a table without upright rules."""
    has_header: bool = False
    """Whether a line of it may be the header of such a table."""
    beside: int = 0
    """Sideways characters outside of tables and boxes, which no line of text is made of."""


@dataclass(slots=True)
class Pages:
    """Pages that follow each other, taken apart; nothing of them depends on other pages."""

    sheets: list[_Sheet]
    notes: list[ReadingNote]
    recognised: bool
    """Whether the text of any of them was recognised in a picture."""


def assemble(data: bytes, name: str, spread: Spread | None = None) -> Document:
    """The document in a PDF's bytes. Raises ``UnreadableFile``."""
    with opened(data, name) as document, collector_paused():
        source = source_of(data, name, "pdf", len(document))
        if spread is None or len(document) < MANY:
            return document_of(pages_of(document), source)
        from extract.readers.pdf.ranges import in_ranges

        return document_of_ranges(in_ranges(document, name, source.sha256, spread), source)


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search for circular garbage meanwhile: reading makes many objects and no circles, so each is in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def document_of(pages: Iterable[Page | int], source: Source) -> Document:
    """The document that pages make, whoever supplied them; a page that could not be opened is only its number."""
    return _made_of(taken_apart(pages), source)


def document_of_ranges(ranges: Sequence[Pages], source: Source) -> Document:
    """The same document of ranges of pages that were taken apart each by itself, ``may_follow_loose``."""
    sheets = [sheet for some in ranges for sheet in some.sheets]
    follows_loose = False
    for sheet in sheets:
        follows_loose = follows_loose or sheet.has_header
        if not follows_loose:
            sheet.loose = None
    notes = [note for some in ranges for note in some.notes]
    return _made_of(Pages(sheets, notes, any(some.recognised for some in ranges)), source)


def taken_apart(pages: Iterable[Page | int], *, may_follow_loose: bool = False) -> Pages:
    """Pages that follow each other; ``may_follow_loose`` where a table without upright rules may come from before."""
    sheets: list[_Sheet] = []
    notes: list[ReadingNote] = []
    is_recognised, follows_loose = False, may_follow_loose
    for page in pages:
        if isinstance(page, int):
            notes.append(unreadable_page(page))
            continue
        sheet, is_drawing = _take_apart(page, follows_loose=follows_loose)
        follows_loose = sheet.loose is not None
        sheets.append(sheet)
        notes.extend(page_notes(page, is_drawing, sheet.beside))
        is_recognised = is_recognised or page.recognised
    return Pages(sheets, notes, is_recognised)


def _made_of(pages: Pages, source: Source) -> Document:
    blocks = _blocks(pages.sheets)
    doubtful = doubtful_lines(blocks) if pages.recognised else ()
    return Document.unchecked(source=source, blocks=blocks, notes=(*pages.notes, *doubtful))


def _take_apart(page: Page, *, follows_loose: bool) -> tuple[_Sheet, bool]:
    """A page taken apart, and whether part of it is a drawing in which no tables were looked for."""
    found = find_grids(page.edges or [])
    tables = found.tables
    boxes = [box for box in found.boxes if not _surrounds(box, tables)]
    held, outside = sort_into(tables, page.glyphs.runs)
    made = [table_of(grid, runs, page.number) for grid, runs in zip(tables, held, strict=True)]
    in_boxes, outside = sort_into(boxes, outside)
    frames = [
        _Frame(table_of(box, runs, page.number), printed_lines(runs.get(0, []), page.number))
        for box, runs in zip(boxes, in_boxes, strict=True)
    ]
    single = [frame.table for frame in frames]
    open_below = {t.where for g, t in zip([*tables, *boxes], [*made, *single], strict=True) if is_open_below(g, t)}
    beside = sum(len(run.text) for run in outside if run.turned)
    outside = [run for run in outside if not run.turned] if beside else outside
    lines = printed_lines(outside, page.number)
    sheet = _Sheet(page.number, page.width, page.height, lines, made, frames, open_below, beside=beside)
    sheet.has_header = may_hold_header(outside)
    if follows_loose or sheet.has_header:
        levels = [edge for edge in page.edges or [] if edge["orientation"] == "h"]
        sheet.loose = Loose(page.number, outside, levels)
    return sheet, page.edges is None or found.too_dense


def _surrounds(box: Grid, tables: Sequence[Grid]) -> bool:
    """A border around the page or around tables is no cell."""
    x0, top, x1, bottom = box.bbox
    return any(x0 <= t.bbox[0] and top <= t.bbox[1] and t.bbox[2] <= x1 and t.bbox[3] <= bottom for t in tables)


def _blocks(sheets: Sequence[_Sheet]) -> tuple[Block, ...]:
    kept = without_furniture([(s.height, s.lines) for s in sheets], [s.page for s in sheets])
    for sheet, lines in zip(sheets, kept, strict=True):
        if sheet.loose is not None:
            _without_lines(sheet.loose, [line for line in sheet.lines if line not in lines])
        sheet.lines = lines
    del kept
    _align_tables(sheets)
    _continue_tables(sheets)
    for sheet in sheets:
        _open_wide_frames(sheet)
    pages = {
        s.page: Sheet(s.width, s.height, [(_box(t)[0], _box(t)[2]) for t in s.tables], partial(_sizes, s.tables))
        for s in sheets
    }
    setting = Typesetting([line for sheet in sheets for line in sheet.lines], pages)
    areas = _areas(sheets)
    open_below = {where for sheet in sheets for where in sheet.open_below}
    blocks: list[Block] = []
    waiting: list[PrintedLine] = []
    for sheet in sheets:
        items = _in_order(sheet)
        sheet.lines, sheet.frames = [], []  # long documents would hold all pages twice
        for item in items:
            if isinstance(item, PrintedLine):
                waiting.append(item)
                continue
            blocks.extend(setting.paragraphs(waiting))
            waiting = []
            if isinstance(item, Table):
                blocks.append(item)
            else:
                blocks.extend(_framed(item))
    blocks.extend(setting.paragraphs(waiting))
    return attach_captions(numbered(stitch(blocks, areas, open_below)))


def _without_lines(loose: Loose, dropped: Sequence[PrintedLine]) -> None:
    """Takes the runs of lines away that belong to the page."""
    for line in dropped:
        loose.runs = [
            r for r in loose.runs if abs(r.baseline - line.baseline) > SAME_PLACE or r.x1 < line.x0 or r.x0 > line.x1
        ]


def _align_tables(sheets: Sequence[_Sheet]) -> None:
    """Tables without upright rules, made of what stood outside of ruled ones."""
    found = aligned_tables([sheet.loose for sheet in sheets if sheet.loose is not None])
    for sheet in sheets:
        grids, loose = found.get(sheet.page, []), sheet.loose
        sheet.loose = None
        if not grids or loose is None:
            continue
        held, outside = sort_into(grids, loose.runs)
        sheet.tables += [table_of(grid, runs, sheet.page) for grid, runs in zip(grids, held, strict=True)]
        sheet.lines = printed_lines(outside, sheet.page)


def _open_wide_frames(sheet: _Sheet) -> None:
    """A frame around most of the page is an ornament: what it holds is running text."""
    for frame in list(sheet.frames):
        x0, top, x1, bottom = _box(frame.table)
        if (x1 - x0) * (bottom - top) > WIDE * sheet.width * sheet.height:
            sheet.frames.remove(frame)
            sheet.lines = sorted(sheet.lines + frame.lines, key=lambda line: line.baseline)


def _sizes(tables: Sequence[Table]) -> Counter[int]:
    """How many characters of which size tables hold."""
    sizes: Counter[int] = Counter()
    for table in tables:
        for cell in table.cells:
            for line in cell.lines:
                sizes[round(line.bbox[3] - line.bbox[1])] += line.end - line.start
    return sizes


def _in_order(sheet: _Sheet) -> list[PrintedLine | Table | _Frame]:
    """Everything on a page from top to bottom."""
    items: list[tuple[float, PrintedLine | Table | _Frame]] = [(line.top, line) for line in sheet.lines]
    items += [(_box(table)[1], table) for table in sheet.tables]
    items += [(_box(frame.table)[1], frame) for frame in sheet.frames]
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]


def _continue_tables(sheets: Sequence[_Sheet]) -> None:
    """Single boxes that go on a table of the page before, or begin one that goes on, become tables."""
    for before, after in pairwise(sheets):
        above, below = _in_order(before), _in_order(after)
        if not above or not below or after.page != before.page + 1:
            continue
        last, first = above[-1], below[0]
        if isinstance(first, _Frame) and isinstance(last, Table) and _same_sides(last, first.table):
            after.frames.remove(first)
            after.tables.append(first.table)
        elif isinstance(last, _Frame) and isinstance(first, Table) and _same_sides(last.table, first):
            before.frames.remove(last)
            before.tables.append(last.table)


def _same_sides(one: Table, two: Table) -> bool:
    a, b = _box(one), _box(two)
    return abs(a[0] - b[0]) <= SAME_PLACE and abs(a[2] - b[2]) <= SAME_PLACE


def _framed(frame: _Frame) -> list[Paragraph]:
    """The text in a box that is no table, as paragraphs."""
    found = []
    x0, _, x1, _ = _box(frame.table)
    for lines in cell_paragraphs(frame.lines, (x0, x1)):
        text, printed = joined([lines])
        where = Where.unchecked(page=lines[0].page, bbox=frame.table.where.bbox)
        found.append(Paragraph.unchecked(text=text, where=where, lines=printed, font_size=round(lines[0].size, 1)))
    return found


def _areas(sheets: Sequence[_Sheet]) -> dict[int, Area]:
    """The text area of each page from top to bottom: what pages of the same size use together."""
    sizes: dict[tuple[int, int], list[float]] = {}
    for sheet in sheets:
        tops = [line.top for line in sheet.lines] + [_box(t)[1] for t in sheet.tables]
        bottoms = [line.bottom for line in sheet.lines] + [_box(t)[3] for t in sheet.tables]
        if tops:
            reach = sizes.setdefault((round(sheet.width), round(sheet.height)), [min(tops), max(bottoms)])
            reach[0], reach[1] = min(reach[0], *tops), max(reach[1], *bottoms)
    return {
        sheet.page: Area(*sizes[key]) for sheet in sheets if (key := (round(sheet.width), round(sheet.height))) in sizes
    }


def _box(table: Table) -> Box:
    if table.where.bbox is None:
        raise ValueError("a table of a page has a box")
    return table.where.bbox
