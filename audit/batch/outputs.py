"""One audited file as the bytes of its result.

Formats that are text come from ``audit.reports`` by themselves, the others from ``audit.batch.copies``.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from audit.batch.reading import Subject
from audit.reports import BINARY, SHOWING, TABLES, ReportFormat, render
from audit.reports.material import Audited, Pictures
from models import AuditReport, Document, Language, Rubric

ENDINGS: Final[dict[ReportFormat, str]] = {
    "text": ".txt",
    "concise": ".txt",
    "json": ".json",
    "html": ".html",
    "sarif": ".sarif",
    "github": ".txt",
    "docx": ".zicha.docx",
    "pdf": ".zicha.pdf",
    "xlsx": ".zicha.xlsx",
    "parquet": "",  # a name in the record; there is no file
}
"""How the names of results end."""
_CHINA = timezone(timedelta(hours=8))


def material(path: Path, subject: Subject, rubric: Rubric | None, report: AuditReport, form: ReportFormat) -> Audited:
    """What an output of this format is made from; the document is held only for those that show it."""
    document = subject.document if form in SHOWING else None
    return Audited(report, subject.content, rubric, document, _pictures(path, document), str(path))


def made(audited: Audited, form: ReportFormat, language: Language) -> bytes:
    """The bytes of a result file; text is UTF-8. Raises ``InputError`` where no copy of the document can be made.

    A result that bears a date bears that of its report, so that the same report gives the same bytes on any day.
    """
    if form in TABLES:
        from audit.batch.tables import rows_of

        return rows_of(audited.report).encode("utf-8", "replace")
    if form in BINARY:
        from audit.batch.copies import copied

        return copied([audited], form, language, now=_date_of(audited))
    return render([audited], form, language).encode("utf-8", "replace")


def _date_of(audited: Audited) -> datetime | None:
    """When the report was changed last, as a clock in China showed it, wherever this runs."""
    try:
        changed = Path(audited.at or audited.path or "").stat().st_mtime
        return datetime.fromtimestamp(changed, _CHINA).replace(tzinfo=None)
    except OSError:
        return None


def _pictures(path: Path, document: Document | None) -> Pictures | None:
    """Pictures of the pages of a file that has some and can be read a second time."""
    if document is None or document.source.format != "pdf" or not path.is_file():
        return None
    from extract.readers.pdf.pictures import pictures_of

    return pictures_of(path)
