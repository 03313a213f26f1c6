"""The audited Word file itself, each finding a comment (批注) on the words it is about.

Nothing else of the file changes: every other part keeps its bytes, and the main part gets the marks of the comments and
nothing more. Where words begin or end inside a run, the run is divided; its text and its looks stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audit.reports.material import Audited
from audit.reports.remarks import Remark, remark
from audit.reports.spots import Place, Spot, beside, primary, title_of
from audit.reports.word_copy.parts import Parts
from audit.reports.word_copy.ranges import Ranges
from models import Document, Language

Anchor = tuple[int, int, int, int, int | None]
"""Characters of a paragraph or cell (start, end); the first and the last element of the main part that show them, by
their number among all its elements; where in the text of the element they begin, ``None`` for all of it."""


@dataclass(frozen=True, slots=True)
class WordFile:
    """A Word file, and which of its elements show which characters of the document that was read from it."""

    data: bytes
    main_part: str
    anchors: Mapping[Place, Sequence[Anchor]]


def render(audited: Audited, file: WordFile, language: Language, *, now: datetime | None = None) -> bytes:
    """The file with one comment for each finding, in the order of the findings.

    ``audited.document`` must be the document that was read from this very file; ``now`` is the date of the comments.
    Raises ``ValueError`` without a document.
    """
    if audited.document is None:
        raise ValueError("a copy of a Word file needs the document that was read from it")
    parts = Parts(file.data, file.main_part)
    ranges = Ranges(parts.main)
    title = audited.subject.title if audited.subject is not None else None
    comments: list[tuple[int, Remark]] = []
    for number, finding in enumerate(audited.report.findings, start=parts.next_comment):
        spot = primary(audited.document, finding)
        anchors = _anchors(file, spot) or _anchors(file, beside(audited.document, spot) if spot is not None else None)
        comments.append((number, remark(finding, audited.report, language, unplaced=not anchors)))
        anchors = anchors or _fallback(file, audited.document, title)
        if anchors:
            ranges.mark(number, anchors[0], anchors[-1])
        else:
            ranges.mark_beginning(number)
    parts.add_comments(comments, now or datetime.now())
    return parts.packed()


def _fallback(file: WordFile, document: Document, title: str | None) -> list[Anchor]:
    """The title, for a finding that has no place."""
    return _anchors(file, title_of(document, title))


def _anchors(file: WordFile, spot: Spot | None) -> list[Anchor]:
    """The anchors of some words, cut to them; those of the whole paragraph where only its number was meant."""
    if spot is None:
        return []
    every = list(file.anchors.get(spot.place, ()))
    touched = [
        _cut(anchor, spot.start, spot.end) for anchor in every if anchor[0] < spot.end and spot.start < anchor[1]
    ]
    return touched or every


def _cut(anchor: Anchor, start: int, end: int) -> Anchor:
    first, last = max(anchor[0], start), min(anchor[1], end)
    offset = anchor[4]
    return (first, last, anchor[2], anchor[3], None if offset is None else offset + first - anchor[0])
