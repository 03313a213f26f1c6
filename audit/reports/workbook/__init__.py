"""Audited reports as an Excel workbook: 汇总 (ranking), 逐项对照 (items down, units across), 问题清单 (findings).

Sums, differences and places are live formulas, and hold the values that were computed here, so that a viewer that does
not calculate shows the same.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from audit.ranking import Ranked, rank, score_of
from audit.reports.material import Audited
from audit.reports.workbook.comparison import comparisons
from audit.reports.workbook.items import ItemsSheet, write_items
from audit.reports.workbook.listing import write_findings
from audit.reports.workbook.ranks import Entry, write_ranking
from audit.reports.workbook.styles import Styles
from models import Language, Text

_RANKING = Text(zh="汇总", en="Summary")
_ITEMS = Text(zh="逐项对照", en="Items")
_FINDINGS = Text(zh="问题清单", en="Findings")
_TITLE = Text(zh="自评核对结果", en="Audit of self-assessments")


def render(audited: Sequence[Audited], language: Language, *, now: datetime | None = None) -> bytes:
    """The workbook of one or many audited reports, in the order of their scores. ``now`` is its date."""
    import xlsxwriter

    ranked, ordered = _in_order(audited)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": _TITLE.in_language(language), "author": "zicha", "created": now or datetime.now()})
    styles = Styles(book, language)
    names = [_ITEMS.in_language(language) + (f" {n}" if n > 1 else "") for n in range(1, len(ordered) + 1)]
    ranking = book.add_worksheet(_RANKING.in_language(language))
    items: list[ItemsSheet] = []
    for name, comparison in zip(names, comparisons(ordered), strict=False):
        items.append(write_items(book.add_worksheet(name), name, comparison, ordered, styles, language))
    findings_name = _FINDINGS.in_language(language)
    findings = book.add_worksheet(findings_name)
    first_rows = write_findings(findings, ordered, items, styles, language)
    entries = [
        Entry(place, one, next((s for s in items if position in s.columns), None), first_rows.get(position))
        for position, (place, one) in enumerate(zip(ranked, ordered, strict=True))
    ]
    write_ranking(ranking, entries, findings_name, styles, language)
    book.close()
    return stream.getvalue()


def _in_order(audited: Sequence[Audited]) -> tuple[list[Ranked], list[Audited]]:
    """The reports as they rank; those of one name stay in the order in which they came."""
    scores = [score_of(one.name, one.subject, one.report) for one in audited if one.subject is not None]
    known = [one for one in audited if one.subject is not None]
    by_score = {id(score): one for score, one in zip(scores, known, strict=True)}
    ranked = list(rank(scores))
    return ranked, [by_score[id(place.score)] for place in ranked]
