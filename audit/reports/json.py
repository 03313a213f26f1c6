"""Audit reports as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from models import AuditReport, dumps


def render(reports: Sequence[AuditReport], *, listed: bool = False) -> str:
    """One report as an object, several (or a listed one) as an array."""
    if len(reports) == 1 and not listed:
        return dumps(reports[0])
    return dumps(list(reports))
