"""A self-report's score sheets: what its running text and its tables claim."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.claim_tables import TableSurvey, survey_tables
from extract.divided import divided
from extract.facts import find_facts
from extract.measured import find_measured
from extract.narrative import narratives
from extract.notice import Head, read_head
from extract.outline import Part, lines_of, outline_of
from extract.passage import Passage, passages
from extract.phrases import find_phrases
from extract.rubric import unread_parts
from extract.ruled import with_rules
from extract.said import Place, Said, said_in
from extract.sections import Sectioned, sectioned
from extract.statements import statements
from extract.text import fold, folded
from extract.together import find_together
from models import (
    Coverage,
    Document,
    NothingFound,
    NotUnderstood,
    Paragraph,
    ScoreSheet,
    SelfReport,
    SheetForm,
    Text,
    Total,
)
from models.document import Cell, Table

_UNTITLED: dict[SheetForm, str] = {"statements": "正文中的得分", "working_paper": "底稿"}
_COUNTED = frozenset({"maximum", "claim", "award", "deduct", "no_deduction", "zero", "full", "percent"})
_REPORT = re.compile(r"报告|自评|自查|总结|汇报|评价表|得分表|评分表")
_RULES = re.compile(r"通知|办法|方案|细则|标准|指标体系|意见|函|规定")
_OWN = re.compile(r"自评|自查|自我|实得|实际得")
_FEWEST_LINES = 3
_NO_NAMES = Text(zh="几个得分一起写出，但前面没有同样多的指标名称", en="points said together without as many names")
_NOT_PLACED = Text(zh="这处分数没有归到任何指标", en="these points belong to no item that was found")


@dataclass(slots=True)
class _Running:
    """What the running text claims."""

    sheets: list[ScoreSheet] = field(default_factory=list)
    placed: set[Place] = field(default_factory=set)


def find_claims(document: Document) -> SelfReport:
    """The score sheets of a report: narrative, tables, summaries, working papers, in the order of the document.

    Raises ``models.NothingFound`` where no points are claimed anywhere: in a notice, a rubric, an empty form.
    """
    head = read_head(document)
    tables = survey_tables(document.blocks)
    parts = (
        *outline_of(divided(block for block in document.blocks if isinstance(block, Paragraph))),
        *(part for cell in _boxes(tables.plain) for part in outline_of(divided(lines_of(cell)))),
    )
    running = _running(parts, tables.names, head)
    found = [*running.sheets, *_in_sections(document, tables)]
    sheets = _titled(sorted(found, key=lambda sheet: sheet.where.block or 0))
    if not sheets:
        raise NothingFound(document.source.name, _nothing(document, tables))
    said = list(_all_said(parts))
    unread = unread_parts(document.notes)
    return SelfReport(
        source=document.source,
        title=head.title,
        document_number=head.document_number,
        unit=head.unit,
        period=head.period,
        sheets=with_rules(sheets, document),
        facts=(*find_facts(document), *find_measured(sheets, document)),
        coverage=_coverage(document, tables, said, running.placed),
        not_understood=(
            *unread,
            *tables.not_understood,
            *_unplaced(said, running.placed),
            *_without_names(parts, running),
        ),
    )


def _in_sections(document: Document, tables: TableSurvey) -> Iterator[ScoreSheet]:
    """The sheets of the tables; those that stand below headings with points (一、…（20分，自评19分）) are one."""
    sections = [one for one in sectioned(document, tables.down) if _keeps_sums(one)]
    parts = {id(table.sheet) for one in sections for table in one.tables}
    yield from (sheet for sheet in tables.sheets if id(sheet) not in parts)
    yield from (one.sheet for one in sections)


def _keeps_sums(section: Sectioned) -> bool:
    """Whether the sum rows of its tables say what its groups claim, so that none is lost."""
    claimed = {item.claimed for item in section.sheet.walk()}
    totals = (table.sheet.total for table in section.tables)
    return all(total is None or total.claimed is None or total.claimed in claimed for total in totals)


def _running(parts: Sequence[Part], names: Iterable[str], head: Head) -> _Running:
    """The sheets of the running text; mentions alone are no report where the document sets rules for others."""
    found = _Running()
    names = tuple(names)
    counts: Callable[[ScoreSheet], bool] = _speaks_of_itself if _sets_rules(head) else lambda _: True
    for part in parts:
        stated = [one for one in statements(part, names) if counts(one.sheet)]
        taken = frozenset(place for one in stated for place in one.items)
        told = [n for n in narratives(part, taken) if (n.claims or _is_report(head)) and counts(n.sheet)]
        for one in stated:
            found.sheets.append(one.sheet)
            found.placed |= one.items | one.total
        for narrative in told:
            found.sheets.append(narrative.sheet)
            found.placed |= narrative.placed
        for said in _lone_totals(part, found.placed):
            if counts(sheet := _total_sheet(said)):
                found.sheets.append(sheet)
                found.placed.add(said.place)
                found.placed.update(one.place for one in _bonus_in(said))
    return found


def _bonus_in(total: Said) -> Iterator[Said]:
    """What a total says of the bonus in it: 自评得分91.2分（含加分2分）."""
    for said in said_in(total.passage):
        if said.phrase.bonus and said.sentence_start == total.sentence_start and said.phrase.start > total.phrase.end:
            yield said


def _titled(sheets: Sequence[ScoreSheet]) -> tuple[ScoreSheet, ...]:
    """The sheets, each with a title of its own: those without one are named by their kind, further ones numbered."""
    seen: Counter[str] = Counter()
    titled: list[ScoreSheet] = []
    for sheet in sheets:
        if sheet.title is not None and sheet.form != "narrative":
            titled.append(sheet)
            continue
        title = sheet.title or _UNTITLED.get(sheet.form, "评分表")
        seen[title] += 1
        numbered = title if seen[title] == 1 else f"{title}（{seen[title]}）"
        titled.append(sheet.model_copy(update={"title": numbered}))
    return tuple(titled)


def _boxes(tables: Iterable[Table]) -> Iterator[Cell]:
    """Cells that hold a whole text: several lines, one of which at least claims points with a noun."""
    for cell in (cell for table in tables for cell in table.cells):
        if cell.text.count("\n") + 1 >= _FEWEST_LINES and any(p.kind == "claim" for p in find_phrases(fold(cell.text))):
            yield cell


def _is_report(head: Head) -> bool:
    title = head.title or ""
    ends = [m.end() for m in _REPORT.finditer(title)]
    rules = [m.end() for m in _RULES.finditer(title)]
    return bool(ends) and max(ends) > max(rules, default=0)


def _sets_rules(head: Head) -> bool:
    """Whether the title is that of a notice or of scoring rules: what its text says of points is for others."""
    return head.title is not None and not _is_report(head) and _RULES.search(head.title) is not None


def _speaks_of_itself(sheet: ScoreSheet) -> bool:
    """Whether a claim is said with a word for one's own score: 自评得分18分."""
    found = [item.claimed_evidence for item in sheet.walk()] + [sheet.total.claimed_evidence if sheet.total else None]
    return any(evidence is not None and _OWN.search(folded(evidence.quote)) for evidence in found)


def _texts(part: Part) -> Iterator[Passage]:
    yield from passages(part.preface)
    for node in part.nodes():
        yield from node.passages()


def _all_said(parts: Iterable[Part]) -> Iterator[Said]:
    """Every place of the running text that declares, claims, awards or deducts."""
    for part in parts:
        for passage in _texts(part):
            yield from (said for said in said_in(passage) if said.phrase.kind in _COUNTED)


def _lone_totals(part: Part, placed: set[Place]) -> Iterator[Said]:
    """Claims for the whole that stand in no other sheet: 综合得分95分 in a report whose scores are in a table.

    One without a word for the whole (自评得分95分) must be the only one before the first heading.
    """
    claims = [s for p in _texts(part) for s in said_in(p) if s.phrase.kind == "claim" and s.place not in placed]
    opening = [said for said in claims if not said.phrase.whole and _in_opening(said, part)]
    for said in claims:
        if said.phrase.whole or [said] == opening:
            yield said


def _in_opening(said: Said, part: Part) -> bool:
    return not said.names_item and any(said.passage.paragraphs[0] is paragraph for paragraph in part.preface)


def _total_sheet(said: Said) -> ScoreSheet:
    total = Total(claimed=said.phrase.points, claimed_evidence=said.evidence)
    return ScoreSheet(form="statements", total=total, items=(), where=said.evidence.where)


def _coverage(document: Document, tables: TableSurvey, said: Sequence[Said], placed: set[Place]) -> Coverage:
    unread = {
        note.where.page for note in document.notes if note.kind in ("page_without_text", "glyphs_without_meaning")
    }
    return Coverage(
        pages_unread=len(unread),
        tables=tables.tables,
        score_tables=tables.score_tables,
        score_tables_understood=tables.understood,
        rows=tables.rows,
        rows_left_out=tables.rows_left_out,
        mentions=len(said),
        mentions_placed=sum(one.place in placed for one in said),
    )


def _unplaced(said: Iterable[Said], placed: set[Place]) -> Iterator[NotUnderstood]:
    """Claims and awards of no item; a maximum alone (满分100分) states nothing that a check would miss."""
    for one in said:
        if one.place not in placed and one.phrase.kind != "maximum":
            yield NotUnderstood(kind="mention", reason=_NOT_PLACED, evidence=one.evidence)


def _without_names(parts: Iterable[Part], running: _Running) -> Iterator[NotUnderstood]:
    """Scores said together that no item has, unless they repeat those of the items above (以上五项)."""
    known = [tuple(item.claimed for item in sheet.items) for sheet in running.sheets]
    known += [tuple(c.claimed for c in item.children) for sheet in running.sheets for item in sheet.walk()]
    for passage in (passage for part in parts for passage in _texts(part)):
        for together in find_together(passage.text):
            places = {Said(passage, phrase).place for phrase in together.phrases}
            if places & running.placed or together.phrases[0].kind == "maximum":
                continue
            if tuple(phrase.points for phrase in together.phrases) not in known:
                evidence = passage.evidence(together.start, together.end)
                reason = _NOT_PLACED if together.subjects else _NO_NAMES
                yield NotUnderstood(kind="mention", reason=reason, evidence=evidence)


def _nothing(document: Document, tables: TableSurvey) -> Text:
    unread = sum(note.kind == "page_without_text" for note in document.notes)
    if unread:
        return Text(
            zh=f"没有找到自评得分：{unread} 页没有可读的文字（可能是扫描件）",
            en=f"no claimed points were found: {unread} pages have no readable text (perhaps scanned)",
        )
    if tables.understood:
        return Text(
            zh="没有找到自评得分：文件里只有评分标准，或者得分栏没有填写",
            en="no claimed points were found: the document holds only a rubric, or its scores are not filled in",
        )
    return Text(
        zh="没有找到自评得分：正文和表格里都没有",
        en="no claimed points were found, neither in running text nor in tables",
    )
