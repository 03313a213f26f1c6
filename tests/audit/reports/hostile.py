"""A document whose every word tries to become something else: markup, script, a turned line, a terminal code."""

from __future__ import annotations

from decimal import Decimal

from audit import audit
from audit.reports import Audited
from models import Cell, Document, Evidence, Item, Paragraph, ScoreSheet, SelfReport, Source, Table, Total, Where

SCRIPT = "<script>document.title='owned'</script>"
IMAGE = '"><img src=x onerror="document.title=\'owned\'">'
LINK = "' onclick='document.title=1' <a href=\"javascript:document.title='owned'\">"
TEMPLATE = "{{ 7*7 }} {% raw %} ${document.title='owned'} </style></title></svg> --> ]]>"
TURNED = "\u202e得9分\u202c \u2066x\u2069 \u200f"
TERMINAL = "\x1b[31mred\x1b[0m\x07\x9b2J"
RIGHT_TO_LEFT = "مجموع النقاط 6"
WORDS = [SCRIPT, IMAGE, LINK, TEMPLATE, TURNED, TERMINAL, RIGHT_TO_LEFT]


def hostile(pages: int | None = None) -> Audited:
    """The audited document: a sum that is wrong, every text of it hostile."""
    blocks: list[Paragraph | Table] = []
    items = []
    for number, words in enumerate(WORDS):
        where = Where(block=number, page=1 if pages else None, bbox=(72, 72 + 20 * number, 300, 88 + 20 * number))
        if number % 3 == 2:
            cell = Cell(row=0, column=0, text=words, where=where.model_copy(update={"row": 0, "column": 0}))
            blocks.append(Table(rows=1, columns=2, cells=(cell,), where=where))
            where = cell.where
        else:
            blocks.append(Paragraph(text=words, where=where))
        evidence = Evidence(quote=words, where=where)
        items.append(
            Item(
                id=str(number + 1),
                name=words,
                label=words,
                max_points=Decimal(5),
                max_evidence=evidence,
                claimed=Decimal(6),
                claimed_evidence=evidence,
                where=where,
            )
        )
    source = Source(name=f"{SCRIPT}{IMAGE}.docx", sha256="0" * 64, format="pdf" if pages else "docx", pages=pages)
    total = Total(claimed=Decimal(1), claimed_evidence=Evidence(quote=SCRIPT, where=Where(block=0)))
    sheet = ScoreSheet(title=LINK, form="table", total=total, items=tuple(items), where=Where(block=0))
    report = SelfReport(source=source, title=SCRIPT, sheets=(sheet,))
    return Audited(audit(report), report, None, Document(source=source, blocks=tuple(blocks)), None, source.name)
