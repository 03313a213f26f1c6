"""What an output is made from: the findings, and whatever else of the document was at hand when they were made.

Outputs import nothing that reads files. The command line hands them the document and a way to picture its pages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from models import AuditReport, Document, Rubric, SelfReport


class Picture(Protocol):
    """A picture of one page."""

    @property
    def data(self) -> bytes:
        """The bytes of the image file."""

    @property
    def media_type(self) -> str:
        """``image/webp``, ``image/png`` or ``image/jpeg``."""

    @property
    def width(self) -> float:
        """Width of the page in points, as it is seen; boxes of ``Where`` are measured in it."""

    @property
    def height(self) -> float:
        """Height of the page in points, as it is seen."""


Pictures = Callable[[int, int], Picture | None]
"""The picture of a page (from 1) at a width in pixels; ``None`` for a page that cannot be drawn."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One audited document. Only the findings are always there; an output shows as much as it is given."""

    report: AuditReport
    subject: SelfReport | Rubric | None = None
    """What was audited; the scorecard comes from it."""
    rubric: Rubric | None = None
    """What it was audited against."""
    document: Document | None = None
    """The blocks as they were read, for outputs that show the document itself."""
    pictures: Pictures | None = None
    """Pictures of the pages, for formats that have pages."""
    path: str | None = None
    """The file as the caller named it."""
    at: str | None = None
    """Where the file is, where that is not ``path``."""

    @property
    def name(self) -> str:
        """The file for messages: as the caller named it, or else by its bare name."""
        return self.path or self.report.report.name
