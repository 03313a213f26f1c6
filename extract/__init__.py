"""From a file to typed objects: ``read_document``, ``extract_rubric``, ``extract_claims``.

Importing this package costs little; readers and recognisers are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from models import Document, Rubric, SelfReport

__all__ = ["extract_claims", "extract_rubric", "extract_rubrics", "read_document"]


def read_document(path: str | Path) -> Document:
    """The blocks of a PDF or Word file; the format is decided by the content, not by the name.

    Raises ``models.UnreadableFile`` for a file that is missing, empty, encrypted, truncated or not what it says, and
    ``models.UnsupportedFormat`` for one that no reader knows.
    """
    from pathlib import Path

    from extract.readers import read

    return read(Path(path))


def extract_rubric(document: Document, sheet: int | None = None) -> Rubric:
    """The rubric of a document: the table that is most of a rubric, or the ``sheet``-th of all (from 1).

    Raises ``models.NothingFound`` where no table of the document is a rubric.
    """
    from extract.rubric import find_rubric

    return find_rubric(document, sheet)


def extract_rubrics(document: Document) -> tuple[Rubric, ...]:
    """Every rubric of a document, in the order of the document; empty where there is none."""
    from extract.rubric import find_rubrics

    return find_rubrics(document)


def extract_claims(document: Document) -> SelfReport:
    """The score sheets of a self-report: narrative, tables, summaries, working papers.

    Raises ``models.NothingFound`` where the document claims no points anywhere.
    """
    from extract.claims import find_claims

    return find_claims(document)
