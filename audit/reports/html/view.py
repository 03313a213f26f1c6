"""What the template shows: findings with their links, the scorecard, the document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from audit.amounts import show
from audit.catalogue import SEVERITIES, find
from audit.reports.figures import figures, totals
from audit.reports.html.labels import family_name
from audit.reports.html.marks import Mark, marks_of
from audit.reports.html.paper import BlockView, PageView, block_views, page_views
from audit.reports.material import Audited
from audit.reports.places import place, quoted
from audit.reports.scorecard import Card, Row, scorecards
from audit.reports.terminal_card import chosen
from audit.reports.text import against
from models import Finding, Language, Severity, Where

_QUOTE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One piece of evidence: where, what is quoted, and its link; ``None`` where the document does not hold it."""

    where: str
    quote: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with what follows from it."""

    number: int
    code: str
    title: str
    severity: Severity
    severity_name: str
    family: str
    item: str | None
    difference: str
    message: str
    terms: tuple[tuple[str, str | None], ...]
    places: tuple[PlaceView, ...]
    consequences: tuple[FindingView, ...]

    @property
    def first(self) -> str | None:
        """The first place that the document holds."""
        return next((place.anchor for place in self.places if place.anchor is not None), None)


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the scorecard: its values as text, its link into the document, the findings on it."""

    row: Row
    cells: tuple[tuple[str, bool], ...]
    """Maximum, computed, claimed, computed; with whether a finding says that they differ."""
    anchor: str | None
    quiet: bool
    """Shown only where all rows are asked for."""
    findings: tuple[tuple[int, str, Severity], ...]


@dataclass(frozen=True, slots=True)
class CardView:
    """A scorecard."""

    title: str
    rows: tuple[RowView, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A box of the filter, and how many findings it speaks of."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class View:
    """Everything on the page."""

    name: str
    rubric: str | None
    totals: str
    figures: tuple[str, ...]
    findings: tuple[FindingView, ...]
    severities: tuple[Choice, ...]
    families: tuple[Choice, ...]
    cards: tuple[CardView, ...]
    pages: tuple[PageView, ...]
    blocks: tuple[BlockView, ...]


def view_of(audited: Audited, language: Language) -> View:
    """The page of one audited document."""
    report = audited.report
    marks = marks_of(report.findings, audited.document)
    pages, blocks = _paper(audited, marks)
    findings = _findings(report.findings, marks, language)
    severities: Counter[str] = Counter(finding.severity for finding in findings)
    families = Counter(finding.family for finding in findings)
    numbers = {finding.id: number for number, finding in enumerate(report.findings, start=1)}
    anchors = _Anchors(pages, blocks)
    return View(
        name=report.report.name,
        rubric=report.rubric.name if report.rubric is not None else None,
        totals=totals(report, language),
        figures=tuple(figures(report, language)),
        findings=findings,
        severities=tuple(
            Choice(name, text.in_language(language), severities[name])
            for name, text in SEVERITIES.items()
            if severities[name]
        ),
        families=tuple(Choice(f, family_name(f, language), count) for f, count in sorted(families.items())),
        cards=tuple(_card(card, anchors, numbers) for card in scorecards(audited, language)),
        pages=pages,
        blocks=blocks,
    )


def _paper(audited: Audited, marks: dict[tuple[int, int], Mark]) -> tuple[tuple[PageView, ...], tuple[BlockView, ...]]:
    document = audited.document
    if document is None:
        return (), ()
    if audited.pictures is not None and document.source.pages:
        return page_views(marks.values(), document.source.pages, audited.pictures), ()
    return (), block_views(marks.values(), document)


def _findings(
    findings: tuple[Finding, ...], marks: dict[tuple[int, int], Mark], language: Language
) -> tuple[FindingView, ...]:
    """The roots in the order of the report, each with its consequences."""
    views: dict[str, list[FindingView]] = {}
    roots: list[tuple[int, Finding]] = []
    for number, finding in enumerate(findings, start=1):
        if finding.consequence_of is None:
            roots.append((number, finding))
        else:
            views.setdefault(finding.consequence_of, []).append(_finding(number, finding, (), marks, language))
    return tuple(_finding(number, root, tuple(views.get(root.id, ())), marks, language) for number, root in roots)


def _finding(
    number: int,
    finding: Finding,
    consequences: tuple[FindingView, ...],
    marks: dict[tuple[int, int], Mark],
    language: Language,
) -> FindingView:
    check = find(finding.code)
    places = []
    for position, evidence in enumerate(finding.evidence, start=1):
        mark = marks.get((number, position))
        quote = quoted(evidence.quote, language, _QUOTE_LENGTH)
        places.append(PlaceView(place(evidence.where, language), quote, mark.anchor if mark is not None else None))
    terms = finding.contributors if len(finding.contributors) > 1 else ()
    return FindingView(
        number=number,
        code=finding.code,
        title=check.title.in_language(language) if check is not None else "",
        severity=finding.severity,
        severity_name=SEVERITIES[finding.severity].in_language(language),
        family=finding.code[:1],
        item=finding.item,
        difference=against(finding),
        message=finding.message,
        terms=tuple((term.name, None if term.points is None else show(term.points)) for term in terms),
        places=tuple(places),
        consequences=consequences,
    )


class _Anchors:
    """Links into the document for places that no finding is on."""

    def __init__(self, pages: tuple[PageView, ...], blocks: tuple[BlockView, ...]) -> None:
        self._pages = {page.number for page in pages}
        self._blocks = len(blocks)

    def of(self, where: Where) -> str | None:
        """The id of the page or block where something stands."""
        if where.page in self._pages:
            return f"p{where.page}"
        return f"b{where.block}" if where.block is not None and where.block < self._blocks else None


def _card(card: Card, anchors: _Anchors, numbers: dict[str, int]) -> CardView:
    shown, hidden = chosen(card, full=False)
    loud = {id(row) for row in shown}
    rows = tuple(
        RowView(
            row=row,
            cells=(
                (_value(row.maximum), False),
                (_value(row.maximum_parts), row.maximum_differs),
                (_value(row.claimed), False),
                (_value(row.claimed_parts), row.claimed_differs),
            ),
            anchor=anchors.of(row.where),
            quiet=id(row) not in loud,
            findings=tuple((numbers[finding.id], finding.code, finding.severity) for finding in row.findings),
        )
        for row in card.rows
        if row.has_points or row.is_total or row.is_group or row.findings
    )
    return CardView(card.title, rows, hidden)


def _value(value: Decimal | None) -> str:
    return "" if value is None else show(value)
