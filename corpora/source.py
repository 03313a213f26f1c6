r"""Reads a source: a text file that holds the content of a sample document once.

A line is a paragraph, or a directive that begins with ``@``. Between ``@narrative`` and ``@end`` the lines that begin
with ``#`` are headings with points (``##`` one level below) and ``%`` begins a numbered paragraph. Between ``@table``
and ``@end`` stand the columns (``!``), the items (``#``, ``##`` …, fields after ``|``), their criteria (``=``), rows
that are no items (``~``), header rows in place of the columns' headings (``^``) and the total (``$``); between
``@grid`` and ``@end`` plain rows; between ``@sheet`` and ``@end`` items that are expected but printed elsewhere. With
``continues=yes`` a table goes on with the sheet before it; ``under=`` names the item of a heading whose children it
holds. ``\n`` breaks a line.
"""

from __future__ import annotations

import re
from pathlib import Path

from corpora.content import Column, Content, Criterion, Grid, Line, Node, Sheet
from corpora.grid import cells, merge, repeat, tree_rows
from corpora.markup import MENTIONS, marks, printed

_PLAIN = {
    "letterhead", "number", "title", "to", "h", "hh", "caption", "subtitle", "annex", "note", "sign", "date",
    "page", "landscape", "portrait", "a3", "centre", "left",
}  # fmt: skip
_FIELD = re.compile(r"\|(?![^{}]*\})")
"""A bar between fields, not one inside a mark."""
_CENTRED = ("level", "max", "got", "seq", "target", "actual", "critmax", "department")


def read(path: Path) -> Content:
    """The content of a source file."""
    reader = _Reader(Content(path.stem))
    lines = [line.rstrip() for line in path.read_text(encoding="utf-8").splitlines()]
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if not line or line.startswith("//"):
            continue
        if line.startswith(("@table", "@grid", "@sheet", "@narrative")):
            end = lines.index("@end", position)
            reader.section(line, [one for one in lines[position:end] if one and not one.startswith("//")])
            position = end + 1
        else:
            reader.line(line)
    return reader.content


def options(text: str) -> dict[str, str]:
    """``a=1; b=2`` as a dictionary."""
    pairs = (part.partition("=") for part in text.split(";") if part.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}


class _Reader:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.total: dict[str, str] = {}
        """What was said of the whole before its narrative begins."""

    def line(self, line: str) -> None:
        if not line.startswith("@"):
            for mark in marks(line):
                _apply(mark.key, mark.value or mark.printed, None, self.total)
            self._print("text", line)
            return
        word, _, rest = line[1:].partition(" ")
        if word in _PLAIN:
            self._print(word, rest)
        elif word == "expect":
            key, _, value = rest.partition("=")
            self.content.expected[key.strip()] = value.strip()
        elif word in {"fact", "finding"}:
            target = self.content.facts if word == "fact" else self.content.findings
            target.append(options(rest))
        else:
            raise ValueError(f"{self.content.identity}: unknown directive {line}")

    def section(self, first: str, lines: list[str]) -> None:
        word, _, rest = first[1:].partition(" ")
        settings = options(rest)
        if word == "grid":
            self._grid(settings, lines)
        elif word == "narrative":
            self._narrative(settings, lines)
        else:
            self._items(settings, lines, show=word == "table")

    def _print(self, kind: str, text: str) -> None:
        self.content.blocks.append(Line(kind, printed(text).replace("\\n", "\n")))

    def _sheet(self, settings: dict[str, str], form: str) -> Sheet:
        purpose = settings.get("for", "claims" if form == "narrative" else "both")
        sheet = Sheet(settings.get("form", form), settings.get("title"), purpose)
        if sheet.purpose != "none":
            self.content.sheets.append(sheet)
        return sheet

    def _grid(self, settings: dict[str, str], lines: list[str]) -> None:
        rows = [cells(printed(line)) for line in lines]
        widths = [int(w) for w in settings["widths"].split(",")]
        self._table(rows, widths, int(settings.get("header", "0")), settings, set())

    def _table(
        self, rows: list[list[str]], widths: list[int], header: int, settings: dict[str, str], centred: set[int]
    ) -> None:
        if "centre" in settings:
            centred = {int(c) for c in settings["centre"].split(",")}
        size = float(settings.get("size", "10.5"))
        keep = settings.get("rows", "break") == "keep"
        again = settings.get("again", "yes") == "yes"
        self.content.blocks.append(Grid(merge(rows), len(rows), widths, header, size, centred, keep, again))

    def _items(self, settings: dict[str, str], lines: list[str], *, show: bool) -> None:
        sheet = self.content.sheets[-1] if settings.get("continues") == "yes" else self._sheet(settings, "table")
        group = _group(settings)
        items = sheet.items if group is None else group.children
        columns: list[Column] = []
        header: list[list[str]] = []
        body: list[Node | list[str]] = []
        path: list[Node] = []
        for line in lines:
            mark, _, rest = line.partition(" ")
            if mark == "!":
                columns = [_column(part) for part in rest.split("|")]
                sheet.again = {column.role: column.heading for column in columns if column.role in {"again", "third"}}
            elif mark == "^":
                header.append(cells(rest))
            elif mark == "$":
                sheet.total = options(rest.replace("|", ";"))
            elif mark == "=":
                path[-1].criteria.append(_criterion(rest))
            elif mark == "~" and path:
                path[-1].values["_after"] = path[-1].values.get("_after", "") + rest + "\n"
            elif mark == "~":
                body.append(cells(rest))
            elif set(mark) == {"#"}:
                node = _node(rest, len(mark))
                path = [*path[: node.level - 1], node]
                (path[-2].children if path[:-1] else items).append(node)
                body.extend([node] if len(path) == 1 else [])
            else:
                raise ValueError(f"{self.content.identity}: not understood: {line}")
        sheet.items.extend([group] if group else [])
        if {"critmax", "max"} <= {column.role for column in columns}:
            _close(items)
        if show:
            self._print_items(settings, columns, header, body)

    def _print_items(
        self, settings: dict[str, str], columns: list[Column], header: list[list[str]], body: list[Node | list[str]]
    ) -> None:
        join = {"newline": "\n", "none": "", "space": " "}[settings.get("join", "newline")]
        rows = tree_rows(body, columns, join)
        if settings.get("repeat") == "yes":
            rows = repeat(rows)
        header = header or [[column.heading for column in columns]]
        centred = {i for i, column in enumerate(columns) if column.role.startswith(_CENTRED)}
        self._table(header + rows, [column.width for column in columns], len(header), settings, centred)

    def _narrative(self, settings: dict[str, str], lines: list[str]) -> None:
        sheet = self._sheet(settings, "narrative")
        sheet.total = self.total
        path: list[Node] = []
        for line in lines:
            if line.startswith("#"):
                mark, _, rest = line.partition(" ")
                node = _heading(rest, len(mark))
                path = path[: node.level - 1]
                (path[-1].children if path else sheet.items).append(node)
                path.append(node)
                self._print("h" if node.level == 1 else "hh", rest)
                continue
            if line.startswith("@"):
                self.line(line)
                continue
            text = line
            if line.startswith("% "):
                text = line[2:]
                path = [node for node in path if not node.numbered]
                named = [one.value for one in marks(text) if one.key == "name"]
                node = Node((named or [printed(text)])[0], len(path) + 1, numbered=True)
                (path[-1].children if path else sheet.items).append(node)
                path.append(node)
            for one in marks(text):
                if one.key == "above":
                    path[-2].values["got"] = one.value
                else:
                    _apply(one.key, one.value or one.printed, path[-1] if path else None, sheet.total)
            self._print("text", text)


def _apply(key: str, value: str, node: Node | None, total: dict[str, str]) -> None:
    if key in {"total", "totalmax"}:
        total["got" if key == "total" else "max"] = value
    elif node is not None and key in {"max", "got"}:
        node.values[key] = value
    elif node is not None and key in MENTIONS:
        node.mentions.append((key, value))


def _group(settings: dict[str, str]) -> Node | None:
    """The item of a heading above a table: ``under`` is its name, ``undermax`` and ``underkind`` what it declares."""
    if "under" not in settings:
        return None
    values = {key: settings[f"under{key}"] for key in ("max", "kind") if f"under{key}" in settings}
    return Node(settings["under"], 1, values)


def _close(items: list[Node]) -> None:
    """Criteria whose points stand beside them say the same as those that end in “（5分）”."""
    for leaf in (leaf for item in items for leaf in item.leaves()):
        for criterion in leaf.criteria:
            criterion.closing = f"（{criterion.points}分）" if criterion.points else ""


def _column(text: str) -> Column:
    heading, _, rest = text.strip().rpartition("=")
    role, _, width = rest.partition(":")
    return Column(heading.strip().replace("\\n", "\n"), role, int(width))


def _criterion(text: str) -> Criterion:
    ordinal, points, words = (part.strip() for part in text.split("|", 2))
    return Criterion(
        None if ordinal == "-" else int(ordinal), None if points == "-" else points, words.replace("\\n", "\n")
    )


def _node(text: str, level: int) -> Node:
    name, *fields = (part.strip() for part in _FIELD.split(text))
    values: dict[str, str] = {}
    for one in fields:
        key, _, value = one.partition("=")
        values[key.strip()] = printed(value.strip()).replace("\\n", "\n")
    return Node(name, level, values, mentions=[(one.key, one.value) for one in marks(text)])


def _heading(text: str, level: int) -> Node:
    node = Node("", level, {"label": printed(text)})
    for mark in marks(text):
        value = mark.value or mark.printed
        if mark.key == "name":
            node.name = value
        elif mark.key in {"code", "max", "got", "kind"}:
            node.values[mark.key] = value
        elif mark.key in MENTIONS:
            node.mentions.append((mark.key, value))
    if not node.name:
        raise ValueError(f"heading without a name: {text}")
    return node
