"""The checks, one module a family. Importing this package registers all of them."""

from __future__ import annotations

from audit.checks import claims, coverage, cross, matching, mentions, rubric, scoring, shares, sums, values
from audit.checks.base import Check, Draft, registered

__all__ = [
    "Check", "Draft", "claims", "coverage", "cross", "matching", "mentions", "registered", "rubric", "scoring",
    "shares", "sums", "values",
]  # fmt: skip
