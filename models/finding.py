"""What the audit yields."""

from __future__ import annotations

from typing import Literal

from models.base import SCHEMA_VERSION, Model, Points
from models.document import Source
from models.extraction import Coverage
from models.where import Evidence

Severity = Literal["error", "warning", "note"]


class Contributor(Model):
    """One term of a sum that a finding is about."""

    name: str
    points: Points | None
    """``None`` for a term that is missing."""


class Finding(Model):
    """Two statements of the document that do not agree, or one that cannot be.

    It says what is stated and what was computed; which of the two is wrong only where the document itself decides it.
    """

    id: str
    """F1, F2 … in the order of the report."""
    code: str
    severity: Severity
    item: str | None
    """The item it is about: its code and name; ``None`` for the whole document."""
    message: str
    stated: Points | str | None = None
    computed: Points | str | None = None
    contributors: tuple[Contributor, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """What the audited document says, the place that speaks first for the finding first."""
    rubric_evidence: tuple[Evidence, ...] = ()
    """What the rubric says, where it lies in another file; the places are those of that file."""
    consequence_of: str | None = None
    """The id of the finding that explains this one: right that one and this one goes away."""


class Summary(Model):
    """The figures of an audit at a glance."""

    errors: int
    warnings: int
    notes: int
    items: int
    """Items of the report's sheets that were compared."""
    items_matched: int | None = None
    """Rubric items that the report answers; ``None`` without a rubric."""
    rubric_items: int | None = None
    items_with_rules: int = 0
    """Scored items whose scoring rules were read."""
    items_by_rules: int = 0
    """Those of them whose scores were compared with what the rules can give."""
    items_recomputed: int = 0
    """Those of them whose scores were recomputed from a measured value."""
    claimed_total: Points | None = None
    computed_total: Points | None = None
    max_total: Points | None = None
    accepted: int | None = None
    """Findings that a baseline accepts and that are not listed; ``None`` without a baseline."""


class AuditReport(Model):
    """The findings on one document."""

    schema_version: Literal[1] = SCHEMA_VERSION
    kind: Literal["audit"] = "audit"
    report: Source
    rubric: Source | None = None
    findings: tuple[Finding, ...]
    summary: Summary
    coverage: Coverage
