"""Statements with numbers that a check compares with something else.

So far: how many indicators there are (“由3个二级指标和9个三级指标构成”).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extract.numerals import NUMBER, parse
from extract.passage import Passage, passages
from extract.subjects import counted_subject
from models import Document, Fact, Paragraph

_MEASURE = r"(?:[一二三四五六A-F]级|具体|末级|个性|共性|明细|分项)?(?:评价|考核|绩效|自评)?指标"
_COUNT = re.compile(
    rf"(?P<value>{NUMBER})(?P<unit>[个项条])(?P<measure>{_MEASURE})(?!值|分|体系|解释|说明)"
    rf"|(?P<measure_first>{_MEASURE})(?:共计|共|为|有|各)?(?P<value_after>{NUMBER})(?P<unit_after>[个项条])(?![一-龥])"
)
_SAYS_SO = re.compile(r"由|设|包括|包含|分为|分成|分解|共|涵盖|构成|组成|细化|合计|总计|形成")
_SPEAKS_OF_SOME = re.compile(r"满分|扣分|失分|得分的|未完成|未达|完成|达标|其余|其中有|调整|新增|选取|抽取")
_LEVEL = re.compile(r"[一二三四五六A-F]级")


def find_facts(document: Document) -> tuple[Fact, ...]:
    """The counts of indicators that the running text states, in order. Tables are not searched."""
    paragraphs = (b for b in document.blocks if isinstance(b, Paragraph))
    return tuple(_facts(passages(paragraphs)))


def _facts(found: Iterable[Passage]) -> Iterator[Fact]:
    for passage in found:
        for match in _COUNT.finditer(passage.text):
            fact = _fact(passage, match)
            if fact is not None:
                yield fact


def _fact(passage: Passage, match: re.Match[str]) -> Fact | None:
    text = passage.text
    start = max(text.rfind(stop, 0, match.start()) for stop in "。;!") + 1
    clause_end = min((e for stop in "。;" if (e := text.find(stop, match.end())) >= 0), default=len(text))
    clause_end = min(clause_end, text.find(",", match.end()) if "," in text[match.end() : clause_end] else clause_end)
    if not _SAYS_SO.search(text, start, clause_end) or _SPEAKS_OF_SOME.search(text, match.end(), clause_end):
        return None
    if _SPEAKS_OF_SOME.search(text[max(text.rfind(",", 0, match.start()) + 1, start) : match.start()]):
        return None
    value = parse(match["value"] or match["value_after"])
    measure = match["measure"] or match["measure_first"]
    level = _LEVEL.match(measure)
    subject = counted_subject(text[start : match.start()])
    if subject is None or value is None or value < 1 or value != int(value):
        return None
    return Fact(
        kind="indicator_count",
        subject=subject,
        measure=f"{level.group()}指标" if level else "指标",
        value=value,
        unit=match["unit"] or match["unit_after"],
        evidence=passage.evidence(match.start(), match.end()),
    )
