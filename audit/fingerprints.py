"""A key for a finding that stays the same while other parts of the document, and other findings, come and go.

It is made of the code, the item and the claim: what is stated and what it should be. Ids (F1, F2 …), places,
wording of messages and names of sheets do not go into it, so a finding is known again after edits elsewhere, in the PDF
as in the Word file, and in either language.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from audit.amounts import show
from models import Evidence, Finding

VERSION = "zicha/v1"
"""Name of the recipe; another one gets another name, so that keys of both can stand side by side."""

_BETWEEN = "\x1f"
_WHOLE = {"总分", "total"}
"""How the item of a total is called in either language."""


def fingerprint(finding: Finding) -> str:
    """The key of a finding: 32 hexadecimal digits. Two findings on one claim of one item have the same."""
    item = _plain(finding.item or "")
    parts = [finding.code, "" if item in _WHOLE else item, *_claim(finding)]
    return hashlib.sha256(_BETWEEN.join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def fingerprints(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The keys of several findings, in their order; ``:2``, ``:3`` … tell those apart that repeat a key."""
    seen: Counter[str] = Counter()
    keys = []
    for finding in findings:
        key = fingerprint(finding)
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}:{seen[key]}")
    return tuple(keys)


def _claim(finding: Finding) -> list[str]:
    """What is stated and computed; where neither is, the words that the finding is about."""
    if finding.stated is not None or finding.computed is not None:
        return [_value(finding.stated), _value(finding.computed)]
    return ["quoted", *_words((*finding.evidence, *finding.rubric_evidence)[:1])]


def _words(evidence: Iterable[Evidence]) -> list[str]:
    return [_plain(part.quote) for part in evidence]


def _value(value: Decimal | str | None) -> str:
    if value is None:
        return "-"
    return show(value) if isinstance(value, Decimal) else _plain(value)


def _plain(text: str) -> str:
    """One width, one case, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
