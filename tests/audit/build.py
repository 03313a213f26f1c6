"""Small score sheets for tests, written the way a document prints them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from models import (
    Criterion,
    Evidence,
    Fact,
    Item,
    ItemKind,
    Mention,
    NotUnderstood,
    Rubric,
    ScoreSheet,
    SelfReport,
    SheetForm,
    Source,
    Text,
    Total,
    Where,
)

Number = int | str | None
SOURCE = Source(name="报告.docx", sha256="0" * 64, format="docx")


def number(value: Number) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def item(
    name: str,
    max_points: Number = None,
    claimed: Number = None,
    *children: Item,
    code: str | None = None,
    kind: ItemKind = "base",
    says: Sequence[str] = (),
    criteria: Sequence[Number] = (),
    label: str | None = None,
) -> Item:
    """An item; ``says`` are its mentions: ``+2``, ``-1``, ``0`` (不得分), ``=`` (不扣分), ``full``, ``50%``."""
    shown = label if label is not None else f"{code + ' ' if code else ''}{name}"
    return Item(
        id="0",
        code=code,
        name=name,
        label=shown,
        kind=kind,
        max_points=number(max_points),
        max_evidence=None if max_points is None else quote(f"{shown}（{max_points}分）"),
        claimed=number(claimed),
        claimed_evidence=None if claimed is None else quote(f"{shown}自评得{claimed}分"),
        mentions=tuple(mention(text) for text in says),
        criteria=tuple(
            Criterion(ordinal=i, text=f"第{i}条", max_points=number(points), where=Where())
            for i, points in enumerate(criteria, start=1)
        ),
        children=children,
        where=Where(),
    )


def mention(text: str) -> Mention:
    if text == "=":
        return Mention(kind="no_deduction", points=None, sign=0, text="不扣分", where=Where())
    if text == "full":
        return Mention(kind="full", points=None, sign=1, text="得满分", where=Where())
    if text == "0":
        return Mention(kind="zero", points=Decimal(0), sign=0, text="不得分", where=Where())
    if text.endswith("%"):
        share = Decimal(text.removesuffix("%"))
        return Mention(
            kind="percent", points=None, sign=1, percent_of_weight=share, text=f"得{text}权重分", where=Where()
        )
    points = Decimal(text[1:])
    if text.startswith("-"):
        return Mention(kind="deduct", points=points, sign=-1, text=f"扣{points}分", where=Where())
    return Mention(kind="award", points=points, sign=1, text=f"得{points}分", where=Where())


def sheet(
    *items: Item, total: tuple[Number, Number] | None = None, form: SheetForm = "narrative", title: str | None = None
) -> ScoreSheet:
    """A sheet; ``total`` is its maximum and its claim. Ids and blocks are numbered in reading order."""
    stated = None
    if total is not None:
        stated = Total(
            max_points=number(total[0]),
            max_evidence=None if total[0] is None else quote(f"总分{total[0]}分"),
            claimed=number(total[1]),
            claimed_evidence=None if total[1] is None else quote(f"自评得分{total[1]}分"),
        )
    return ScoreSheet(title=title, form=form, total=stated, items=_numbered(items, ""), where=Where(block=0))


def report(*sheets: ScoreSheet, facts: Sequence[Fact] = (), missed: Sequence[NotUnderstood] = ()) -> SelfReport:
    return SelfReport(source=SOURCE, sheets=sheets, facts=tuple(facts), not_understood=tuple(missed))


def rubric(*items: Item, total: Number = None) -> Rubric:
    source = SOURCE.model_copy(update={"name": "通知.pdf"})
    return Rubric(source=source, sheet=sheet(*items, total=None if total is None else (total, None), form="table"))


def count(subject: str, measure: str, value: int) -> Fact:
    words = f"{subject}由{value}个{measure}构成"
    return Fact(
        kind="indicator_count", subject=subject, measure=measure, value=Decimal(value), unit="个", evidence=quote(words)
    )


def missed(kind: str, reason: str = "没有名称列") -> NotUnderstood:
    return NotUnderstood.model_validate(
        {"kind": kind, "reason": Text(zh=reason, en="no column of names"), "evidence": quote("某表")}
    )


def quote(text: str) -> Evidence:
    return Evidence(quote=text, where=Where(block=0))


def _numbered(items: Sequence[Item], prefix: str) -> tuple[Item, ...]:
    found = []
    for position, one in enumerate(items, start=1):
        identity = f"{prefix}{position}"
        block = sum(int(part) * 100 ** (4 - depth) for depth, part in enumerate(identity.split(".")))
        found.append(
            one.model_copy(
                update={
                    "id": identity,
                    "where": Where(block=block),
                    "children": _numbered(one.children, f"{identity}."),
                }
            )
        )
    return tuple(found)
