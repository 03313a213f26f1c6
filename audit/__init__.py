"""From typed objects to findings: ``audit``.

Importing this package costs little; the checks are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models import AuditReport, Language, Rubric, SelfReport

__all__ = ["audit"]


def audit(
    report: SelfReport | Rubric,
    rubric: Rubric | None = None,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    language: Language = "zh",
) -> AuditReport:
    """Check a self-report, against a rubric or against itself, or a rubric alone.

    ``select`` and ``ignore`` hold codes or their beginnings (``C202``, ``C2``, ``C``). Messages are in ``language``.
    Raises ``ValueError`` for a code that no check has.
    """
    from audit.engine import run

    return run(report, rubric, select=select, ignore=ignore, language=language)
