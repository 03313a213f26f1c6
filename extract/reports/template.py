"""The blank self-assessment form (自评表) of a rubric: what stands where, whatever program shows it.

One row an indicator; the labels of the groups are merged cells that stand before their rows and carry their points;
bonus and penalty items come after the others, as their points are outside the total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extract.labels import split_label
from extract.text import fold
from models import Criterion, Item, ItemKind, Rubric, Text

TemplateFormat = Literal["docx", "xlsx"]
Role = Literal["level", "points", "criteria", "claimed", "source", "reason"]

_LEVELS = "一二三四五六七八九"
_HEADS: dict[Role, str] = {
    "points": "分值",
    "criteria": "评分标准",
    "claimed": "自评得分",
    "source": "佐证材料",
    "reason": "得分说明",
}
"""A form is filled in and read in Chinese, whatever the language of the program."""
TOTAL = "总分"
FORM = "自评表"
UNIT = "填报单位（盖章）："
DATE = "填报日期：　　　　年　　月　　日"
SIGNED = "填表人：　　　　　　　　审核人：　　　　　　　　单位负责人：　　　　　　　　联系电话：　　　　　　　　"
_NUMBER = re.compile(r"\A(?:附件?|续)?表\s*[\d一二三四五六七八九十]+(?:[-－.]\d+)*\s*[:：、.]?\s*(?=\D)")
"""表2-1 before the title of a table."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_OUTSIDE = "加分项、扣分项不计入分值合计；扣分填负数。"


@dataclass(frozen=True, slots=True)
class Label:
    """A merged cell of the first columns."""

    row: int
    """From 0, the first row below the heads."""
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the form: an indicator to be scored."""

    kind: ItemKind
    points: Decimal | None
    criteria: str


@dataclass(frozen=True, slots=True)
class Form:
    """A blank form."""

    title: str
    basis: str | None
    """The notice that it follows."""
    columns: tuple[tuple[Role, str], ...]
    """Role and head of each column."""
    levels: int
    labels: tuple[Label, ...]
    lines: tuple[Line, ...]
    total: Decimal | None
    """The sum of the maxima of all but bonus and penalty items; ``None`` for a rubric without points."""

    @property
    def is_named(self) -> bool:
        """Whether the title says itself that this is a form for self-assessment."""
        return "自评" in self.title and self.title.endswith("表")

    @property
    def note(self) -> str | None:
        """What must be known for filling it in, where there is anything."""
        return _OUTSIDE if any(line.kind != "base" for line in self.lines) else None

    def column(self, role: Role) -> int | None:
        """The column of a role, from 0."""
        return next((at for at, (other, _) in enumerate(self.columns) if other == role), None)


def form_of(rubric: Rubric) -> Form:
    """The blank form of a rubric."""
    items = sorted(rubric.sheet.items, key=lambda item: item.kind != "base")
    rows = [(path, line) for item in items for path, line in _rows((item,), item.kind)]
    levels = max((len(path) for path, _ in rows), default=1)
    lines = tuple(line for _, line in rows)
    names = ("指标",) if levels == 1 else tuple(f"{_LEVELS[level]}级指标" for level in range(levels))
    roles: list[Role] = ["points", "criteria", "claimed", "source", "reason"]
    if not any(line.criteria for line in lines):
        roles.remove("criteria")
    columns = (*(("level", name) for name in names), *((role, _HEADS[role]) for role in roles))
    known = [line.points for line in lines if line.kind == "base" and line.points is not None]
    title = _NUMBER.sub("", rubric.sheet.title or rubric.title or "")
    return Form(
        title=_writable(title),
        basis=_basis(rubric, title),
        columns=columns,
        levels=levels,
        labels=tuple(_labels([path for path, _ in rows], levels)),
        lines=lines,
        total=sum(known, Decimal(0)) if known else None,
    )


def template(rubric: Rubric, form: TemplateFormat) -> bytes:
    """The blank form of a rubric as a Word file or an Excel workbook."""
    made = form_of(rubric)
    if form == "docx":
        from extract.reports.template_word import word_form

        return word_form(made)
    from extract.reports.template_excel import excel_form

    return excel_form(made)


def _rows(path: tuple[Item, ...], kind: ItemKind) -> Iterator[tuple[tuple[Item, ...], Line]]:
    """The indicators below the last item of a path, each with the path to it."""
    item = path[-1]
    if item.kind != "base":
        kind = item.kind
    if not item.children:
        yield path, Line(kind, item.max_points, _writable(_criteria(path)))
        return
    for child in item.children:
        yield from _rows((*path, child), kind)


def _labels(paths: list[tuple[Item, ...]], levels: int) -> Iterator[Label]:
    """A cell for each item: over all rows below it, and over all columns that no deeper item needs."""
    for level in range(levels):
        row = 0
        while row < len(paths):
            path = paths[row]
            if level >= len(path):
                row += 1
                continue
            item = path[level]
            rows = 1
            while row + rows < len(paths) and level < len(paths[row + rows]) and paths[row + rows][level] is item:
                rows += 1
            columns = levels - level if level == len(path) - 1 else 1
            yield Label(row, level, rows, columns, _writable(_label(item)))
            row += rows


def _label(item: Item) -> str:
    """The label as the rubric writes it, with the code and, for a group, the points that stand elsewhere there.

    A label that cannot be taken apart again as it was is put together anew.
    """
    text = " ".join(item.label.split())
    parts = split_label(text)
    if item.code is not None and parts.code != item.code:
        text = f"{item.code} {text}"
    points = f"（{_plain(item.max_points)}分）" if item.children and item.max_points is not None else ""
    if points and parts.points is None and parts.share is None:
        text += points
    again = split_label(text)
    if item.name in (again.name, again.name_without_share):
        return text
    return f"{item.code or parts.ordinal or ''}{' ' if item.code else ''}{item.name}{points}"


def _criteria(path: tuple[Item, ...]) -> str:
    """The criteria of an indicator, a line each; those of a group stand with its first indicator."""
    found: list[str] = []
    for group, below in zip(path, (*path[1:], None), strict=True):
        if below is not None and group.children[0] is not below:
            found.clear()
            continue
        found += [_criterion(criterion) for criterion in group.criteria]
    return "\n".join(found)


def _criterion(criterion: Criterion) -> str:
    """Its text, with its maximum where that stands elsewhere in the rubric (in a column of its own)."""
    points = "" if criterion.max_points is None else f"（{_plain(criterion.max_points)}分）"
    said = fold(criterion.text).text.endswith(fold(points).text)
    return criterion.text if said else criterion.text + points


def _basis(rubric: Rubric, title: str) -> str | None:
    """The notice: its title, and its number in brackets."""
    name = f"《{rubric.title}》" if rubric.title and rubric.title != title else ""
    if "《" in (rubric.title or ""):
        name = name.strip("《》")
    number = f"（{rubric.document_number}）" if rubric.document_number else ""
    return _writable(f"依据：{name}{number}") if name or number else None


def _writable(text: str) -> str:
    """The text with signs that an office file cannot hold as visible code points."""
    return _CONTROL.sub(lambda sign: f"⟨U+{ord(sign.group()):04X}⟩", text)


def _plain(points: Decimal) -> str:
    shown = format(points.normalize(), "f")
    return "0" if shown == "-0" else shown


def format_of(name: str) -> TemplateFormat | None:
    """The format that the name of a file asks for; ``None`` for any other ending."""
    lower = name.lower()
    return "docx" if lower.endswith(".docx") else "xlsx" if lower.endswith(".xlsx") else None


NOT_A_FORM = Text(zh="表格文件的名称应以 .docx 或 .xlsx 结尾", en="the name of a form must end in .docx or .xlsx")
"""What is wrong with another name."""
