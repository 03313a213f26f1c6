"""Results that are files of their own: the audited document with the findings in it, or a workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from audit.reports import ReportFormat
from audit.reports.material import Audited
from models import Language, Text, UnreadableFile, UnsupportedFormat

_KINDS = {
    "docx": Text(zh="Word 文件（.docx）", en="Word file (.docx)"),
    "pdf": Text(zh="PDF 文件", en="PDF"),
}
_CHANGED = Text(zh="文件在核对期间被改动，请重新核对", en="was changed while it was audited; audit it again")
_WORD_ENDINGS = (".docx", ".docm", ".dotx", ".dotm")


def copied(audited: Sequence[Audited], form: ReportFormat, language: Language, *, now: datetime | None = None) -> bytes:
    """The bytes of a result in a binary format; ``docx`` and ``pdf`` are copies of the one document.

    ``now`` is the date that the result bears, the present one where it is not given.
    Raises ``UnsupportedFormat`` where the document is of another kind than its copy is to be, and ``UnreadableFile``
    where it cannot be read once more or nothing can be added to it.
    """
    if form == "xlsx":
        from audit.reports import workbook

        return workbook.render(audited, language, now=now)
    if len(audited) != 1:
        raise ValueError(f"{form} shows one report")
    (one,) = audited
    data = _bytes_of(one, form)
    if form == "pdf":
        from audit.reports import pdf_copy

        return pdf_copy.render(one, data, language, now=now)
    from audit.reports import word_copy
    from extract.readers.docx import anchors

    anchored = anchors(data, one.name)
    file = word_copy.WordFile(data, anchored.main_part, anchored.anchors)
    return word_copy.render(replace(one, document=anchored.document), file, language, now=now)


def beside(report: Path, form: ReportFormat) -> Path:
    """Where a result goes that nobody named: beside the report, ``a.docx`` gives ``a.zicha.docx``."""
    ending = report.suffix if form == "docx" and report.suffix.lower() in _WORD_ENDINGS else f".{form}"
    return report.with_name(f"{report.stem}.zicha{ending}")


def _bytes_of(audited: Audited, form: ReportFormat) -> bytes:
    """The document as it was audited."""
    kind = _KINDS[form]
    path = audited.at or audited.path
    if audited.document is None or path is None or audited.document.source.format != form:
        zh, en = f"不是 {kind.zh}，不能写成带批注的副本", f"is no {kind.en}; no copy with comments can be made of it"
        raise UnsupportedFormat(audited.name, Text(zh=zh, en=en))
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise UnreadableFile(audited.name, Text(zh=f"无法读取（{why}）", en=f"cannot be read ({why})")) from error
    if hashlib.sha256(data).hexdigest() != audited.document.source.sha256:
        raise UnreadableFile(audited.name, _CHANGED)
    return data
