"""What a table or Markdown view shows: headings, columns, rows and notes, before any layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from models import (
    Coverage,
    Document,
    Item,
    Language,
    NotUnderstood,
    Paragraph,
    ReadingNote,
    Rubric,
    ScoreSheet,
    SelfReport,
    Table,
    Text,
    Where,
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and whether it holds numbers, which stand flush right."""

    heading: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: one text for each column. ``depth`` is the level of the item in its tree, from 0."""

    cells: tuple[str, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """A part of the output: a title, lines below it, perhaps a table, and notes at the end."""

    title: str = ""
    lines: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    tree_column: int | None = None
    """The column that is indented by the depth of the row."""
    notes: tuple[str, ...] = ()
    level: int = 1
    """1 for a document, 2 for a part of it."""


def views(result: Rubric | SelfReport | Document, language: Language) -> Iterator[View]:
    """The parts that show an extracted object, in order."""
    if isinstance(result, Rubric):
        yield _rubric(result, language)
    elif isinstance(result, SelfReport):
        yield from _self_report(result, language)
    else:
        yield from _document(result, language)


_WORDS = {
    "number": Text(zh="序号", en="no."),
    "item": Text(zh="指标", en="item"),
    "max": Text(zh="分值", en="max"),
    "claimed": Text(zh="自评得分", en="claimed"),
    "criteria": Text(zh="评分标准", en="criteria"),
    "mentions": Text(zh="得分与扣分", en="awards and deductions"),
    "total": Text(zh="总分", en="total"),
    "bonus": Text(zh="加分项", en="bonus"),
    "penalty": Text(zh="扣分项", en="penalty"),
    "table": Text(zh="评分表", en="score table"),
    "narrative": Text(zh="正文", en="narrative"),
    "summary": Text(zh="汇总", en="summary"),
    "working_paper": Text(zh="底稿", en="working paper"),
    "statements": Text(zh="文中表述", en="statements"),
}


def plain(value: Decimal | None) -> str:
    """A number with its printed decimals and without an exponent; nothing where there is none."""
    return "" if value is None else f"{value:f}"


def _rubric(rubric: Rubric, language: Language) -> View:
    about = (rubric.document_number, rubric.issuer, rubric.issued_on.isoformat() if rubric.issued_on else None)
    lines = [" · ".join(part for part in about if part), _sheet_line(rubric.sheet, language)]
    return _sheet_view(
        rubric.sheet,
        language,
        title=rubric.title or rubric.source.name,
        lines=lines,
        notes=_notes(rubric.coverage, rubric.not_understood, language),
        level=1,
    )


def _self_report(report: SelfReport, language: Language) -> Iterator[View]:
    about = (report.document_number, report.unit, report.period)
    line = " · ".join(part for part in about if part)
    yield View(title=report.title or report.source.name, lines=(line,) if line else ())
    for sheet in report.sheets:
        yield _sheet_view(sheet, language, title=_sheet_line(sheet, language), lines=(), notes=(), level=2)
    notes = _notes(report.coverage, report.not_understood, language)
    if notes:
        yield View(notes=notes, level=2)


def _sheet_line(sheet: ScoreSheet, language: Language) -> str:
    """Title, form, place and total of a sheet in one line."""
    parts = [sheet.title or "", _WORDS[sheet.form].in_language(language), _page(sheet.where, language)]
    if sheet.total is not None:
        figures = [
            f"{_WORDS[name].in_language(language)} {plain(value)}"
            for name, value in (("max", sheet.total.max_points), ("claimed", sheet.total.claimed))
            if value is not None
        ]
        if figures:
            parts.append(f"{_WORDS['total'].in_language(language)}: {', '.join(figures)}")
    return " · ".join(part for part in parts if part)


def _sheet_view(
    sheet: ScoreSheet, language: Language, *, title: str, lines: Iterable[str], notes: tuple[str, ...], level: int
) -> View:
    """Only the columns that the sheet has anything to say in."""
    choice: list[tuple[str, bool, Callable[[Item], str]]] = [
        ("number", False, lambda item: item.id),
        ("item", False, lambda item: _item_name(item, language)),
        ("max", True, lambda item: plain(item.max_points)),
        ("claimed", True, lambda item: plain(item.claimed)),
        ("mentions", False, lambda item: " ".join(mention.text for mention in item.mentions)),
        ("criteria", False, lambda item: "\n".join(criterion.text for criterion in item.criteria)),
    ]
    items = list(sheet.walk())
    used = [c for c in choice if c[0] in {"number", "item"} or any(c[2](item) for item in items)]
    return View(
        title=title,
        lines=tuple(line for line in lines if line),
        columns=tuple(Column(_WORDS[name].in_language(language), numeric) for name, numeric, _ in used),
        rows=tuple(Row(tuple(value(item) for _, _, value in used), item.id.count(".")) for item in items),
        tree_column=1,
        notes=notes,
        level=level,
    )


def _item_name(item: Item, language: Language) -> str:
    name = f"{item.code} {item.name}" if item.code else item.name
    return name if item.kind == "base" else f"{name} [{_WORDS[item.kind].in_language(language)}]"


def _notes(coverage: Coverage, left: Iterable[NotUnderstood], language: Language) -> tuple[str, ...]:
    """How much was recognised, and every part that was not."""
    tables, scored, understood = coverage.tables, coverage.score_tables, coverage.score_tables_understood
    zh = [
        f"表格 {tables} 个，评分表 {scored} 个，读懂 {understood} 个",
        f"行 {coverage.rows}，略去 {coverage.rows_left_out}",
    ]
    en = [
        f"tables {tables}, score tables {scored}, understood {understood}",
        f"rows {coverage.rows}, left out {coverage.rows_left_out}",
    ]
    if coverage.mentions:
        zh.append(f"得分表述 {coverage.mentions} 处，归位 {coverage.mentions_placed} 处")
        en.append(f"mentions {coverage.mentions}, placed {coverage.mentions_placed}")
    if coverage.pages_unread:
        zh.append(f"{coverage.pages_unread} 页没有读出文字")
        en.append(f"pages unread {coverage.pages_unread}")
    lines = ["；".join(zh) if language == "zh" else "; ".join(en)]
    for part in left:
        place = _page(part.evidence.where, language)
        lines.append(" · ".join(p for p in (part.reason.in_language(language), place, part.evidence.quote) if p))
    return tuple(lines)


def _page(where: Where, language: Language) -> str:
    if where.page is None:
        return ""
    return f"第 {where.page} 页" if language == "zh" else f"page {where.page}"


def _document(document: Document, language: Language) -> Iterator[View]:
    pages = document.source.pages
    count = "" if pages is None else (f"{pages} 页" if language == "zh" else f"{pages} pages")
    line = " · ".join(part for part in (document.source.format, count) if part)
    yield View(title=document.source.name, lines=(line,))
    for number, block in enumerate(document.blocks):
        yield _paragraph(block) if isinstance(block, Paragraph) else _table(block, number, language)
    if document.notes:
        yield View(notes=tuple(_reading_note(note, language) for note in document.notes))


def _paragraph(paragraph: Paragraph) -> View:
    if paragraph.heading_level is not None:
        return View(title=paragraph.text, level=min(paragraph.heading_level + 1, 6))
    return View(lines=(paragraph.text,), level=2)


def _table(table: Table, number: int, language: Language) -> View:
    """The grid as it is; a position that a merged cell covers from above or from the left shows an arrow."""
    caption = table.caption.quote if table.caption else ""
    size = f"{table.rows}×{table.columns}"
    name = f"表（第 {number} 块，{size}）" if language == "zh" else f"table (block {number}, {size})"
    rows = [Row(tuple(_position(table, row, column) for column in range(table.columns))) for row in range(table.rows)]
    return View(
        title=" · ".join(part for part in (caption, name, _page(table.where, language)) if part),
        columns=tuple(Column(str(column)) for column in range(table.columns)),
        rows=tuple(rows),
        level=3,
    )


def _position(table: Table, row: int, column: int) -> str:
    cell = table.at(row, column)
    if cell is None:
        return ""
    if (cell.row, cell.column) == (row, column):
        return cell.text
    return "←" if cell.row == row else "↑"


def _reading_note(note: ReadingNote, language: Language) -> str:
    return " · ".join(part for part in (note.message.in_language(language), _page(note.where, language)) if part)
