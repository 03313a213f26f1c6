"""Places and quotes as readers find them."""

from __future__ import annotations

from collections.abc import Iterable

from audit.reports.safe import one_line
from audit.words import shortened
from models import Evidence, Finding, Language, Text, Where

QUOTE_LENGTH = 40


def place(where: Where, language: Language) -> str:
    """A place as a reader finds it: page, paragraph, row of a table."""
    zh, en = [], []
    if where.page is not None:
        zh.append(f"第{where.page}页")
        en.append(f"page {where.page}")
    elif where.block is not None:
        zh.append(f"第{where.block + 1}段")
        en.append(f"block {where.block + 1}")
    if where.row is not None:
        zh.append(f"表格第{where.row + 1}行")
        en.append(f"row {where.row + 1}")
    return Text(zh=" ".join(zh), en=", ".join(en)).in_language(language)


def quoted(quote: str, language: Language, most: int = QUOTE_LENGTH) -> str:
    """The words of a document in quotation marks, on one line, cut to a length; empty for none."""
    words = one_line(shortened(" ".join(quote.split()), most))
    if not words:
        return ""
    return Text(zh=f"“{words}”", en=f'"{words}"').in_language(language)


def places_of(finding: Finding, language: Language) -> list[tuple[str, str]]:
    """All places of a finding: those of the document, then those of the rubric beside it."""
    return gathered(finding.evidence, language) + in_rubric(finding, language)


def in_rubric(finding: Finding, language: Language) -> list[tuple[str, str]]:
    """What the rubric in another file says, each place named as one of the rubric."""
    name = Text(zh="评分标准", en="rubric").in_language(language)
    return gathered(finding.rubric_evidence, language, before=name)


def gathered(evidence: Iterable[Evidence], language: Language, *, before: str = "") -> list[tuple[str, str]]:
    """Each place with all that is quoted from it: ``第10段``, ``“得2分”×3 “得1分”``. ``before`` names the document."""
    quotes: dict[str, dict[str, int]] = {}
    for part in evidence:
        where = " ".join(word for word in (before, place(part.where, language)) if word)
        known = quotes.setdefault(where, {})
        words = quoted(part.quote, language)
        if words:
            known[words] = known.get(words, 0) + 1
    lines = [
        (where, " ".join(words if times == 1 else f"{words}×{times}" for words, times in known.items()))
        for where, known in quotes.items()
    ]
    return [line for line in lines if any(line)]
