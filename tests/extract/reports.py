"""Documents and sheets in few words, for tests of the running text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from models import Block, Document, Item, Paragraph, ScoreSheet, Source, Where


def report(text: str, *more: Block) -> Document:
    """A document with a paragraph for each line of a text, and further blocks after them."""
    lines = [line.strip() for line in text.strip().split("\n")]
    blocks: list[Block] = [Paragraph(text=line, where=Where(block=i)) for i, line in enumerate(lines)]
    blocks += [b.model_copy(update={"where": Where(block=len(lines) + i)}) for i, b in enumerate(more)]
    return Document(source=Source(name="report.docx", sha256="0" * 64, format="docx"), blocks=tuple(blocks))


def shape(sheet: ScoreSheet) -> list[tuple[Any, ...]]:
    """Each item as (depth, name, maximum, claim, mentions), numbers as text, mentions with their sign."""
    return [_row(item) for item in sheet.walk()]


def total(sheet: ScoreSheet) -> tuple[str | None, str | None]:
    """Maximum and claim of the whole."""
    if sheet.total is None:
        return None, None
    return number(sheet.total.max_points), number(sheet.total.claimed)


def number(value: Decimal | None) -> str | None:
    """A number as it is printed."""
    return None if value is None else str(value)


def _row(item: Item) -> tuple[Any, ...]:
    signs = {1: "+", -1: "-", 0: "="}
    mentions = " ".join(
        f"{signs[m.sign]}{m.points if m.percent_of_weight is None else str(m.percent_of_weight) + '%'}"
        for m in item.mentions
    )
    return item.id.count("."), item.name, number(item.max_points), number(item.claimed), mentions
