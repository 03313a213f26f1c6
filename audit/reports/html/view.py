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
from audit.reports.places import in_rubric, place, quoted
from audit.reports.scorecard import Card, Row, scorecards
from audit.reports.terminal_card import chosen
from audit.reports.text import against
from models import Finding, Language, Severity, Text, Where

_QUOTE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place with all that is quoted from it, each with its link; ``None`` where the document does not hold it."""

    where: str
    quotes: tuple[tuple[str, str | None], ...]
    linked: bool
    """Whether the place is one of this document, as far as that is known."""


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
        return next((anchor for place in self.places for _, anchor in place.quotes if anchor is not None), None)


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
    consequences: int
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
    shown = audited.document is not None
    findings = _Findings(marks, language, document_shown=shown).roots(report.findings)
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
        consequences=len(report.findings) - len(findings),
        severities=tuple(
            Choice(name, _several(text, severities[name], language), severities[name])
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


class _Findings:
    """Findings as they are shown, with links to their marks."""

    def __init__(self, marks: dict[tuple[int, int], Mark], language: Language, *, document_shown: bool) -> None:
        self._marks = marks
        self._language: Language = language
        self._document_shown = document_shown

    def roots(self, findings: tuple[Finding, ...]) -> tuple[FindingView, ...]:
        """The roots in the order of the report, each with its consequences."""
        below: dict[str, list[FindingView]] = {}
        for number, finding in enumerate(findings, start=1):
            if finding.consequence_of is not None:
                below.setdefault(finding.consequence_of, []).append(self._view(number, finding, ()))
        return tuple(
            self._view(number, finding, tuple(below.get(finding.id, ())))
            for number, finding in enumerate(findings, start=1)
            if finding.consequence_of is None
        )

    def _view(self, number: int, finding: Finding, consequences: tuple[FindingView, ...]) -> FindingView:
        check = find(finding.code)
        terms = finding.contributors if len(finding.contributors) > 1 else ()
        return FindingView(
            number=number,
            code=finding.code,
            title=check.title.in_language(self._language) if check is not None else "",
            severity=finding.severity,
            severity_name=SEVERITIES[finding.severity].in_language(self._language),
            family=finding.code[:1],
            item=finding.item,
            difference=against(finding),
            message=finding.message,
            terms=tuple((term.name, None if term.points is None else show(term.points)) for term in terms),
            places=self._places(number, finding),
            consequences=consequences,
        )

    def _places(self, number: int, finding: Finding) -> tuple[PlaceView, ...]:
        places: dict[tuple[str, bool], list[tuple[str, str | None]]] = {}
        for position, evidence in enumerate(finding.evidence, start=1):
            mark = self._marks.get((number, position))
            quote = quoted(evidence.quote, self._language, _QUOTE_LENGTH)
            key = (place(evidence.where, self._language), mark is not None or not self._document_shown)
            places.setdefault(key, []).append((quote, mark.anchor if mark is not None else None))
        rubric = (
            PlaceView(where, ((quotes, None),), linked=True) for where, quotes in in_rubric(finding, self._language)
        )
        return (*(PlaceView(where, tuple(quotes), linked) for (where, linked), quotes in places.items()), *rubric)


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


def _several(noun: Text, count: int, language: Language) -> str:
    return noun.zh if language == "zh" else noun.en if count == 1 else f"{noun.en}s"


def _value(value: Decimal | None) -> str:
    return "" if value is None else show(value)
