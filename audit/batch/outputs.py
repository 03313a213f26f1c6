"""One audited file as the bytes of its result.

A format that is made here from more than the findings (a copy of the document, a workbook) is added to ``ENDINGS`` and
to ``made``; formats that are text come from ``audit.reports`` by themselves.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from audit.batch.reading import Subject
from audit.reports import SHOWING, ReportFormat, render
from audit.reports.material import Audited, Pictures
from models import AuditReport, Document, Language, Rubric

ENDINGS: Final[dict[ReportFormat, str]] = {
    "text": ".txt",
    "concise": ".txt",
    "json": ".json",
    "html": ".html",
    "sarif": ".sarif",
    "github": ".txt",
}
"""How the names of results end."""


def material(path: Path, subject: Subject, rubric: Rubric | None, report: AuditReport, form: ReportFormat) -> Audited:
    """What an output of this format is made from; the document is held only for those that show it."""
    document = subject.document if form in SHOWING else None
    return Audited(report, subject.content, rubric, document, _pictures(path, document), str(path))


def made(audited: Audited, form: ReportFormat, language: Language) -> bytes:
    """The bytes of a result file; text is UTF-8."""
    return render([audited], form, language).encode("utf-8", "replace")


def _pictures(path: Path, document: Document | None) -> Pictures | None:
    """Pictures of the pages of a file that has some and can be read a second time."""
    if document is None or document.source.format != "pdf" or not path.is_file():
        return None
    from extract.readers.pdf.pictures import pictures_of

    return pictures_of(path)
