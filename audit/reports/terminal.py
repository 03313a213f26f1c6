"""The paper of a terminal: columns of full-width characters, wrapped lines, colours only where they are wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text as Styled

COLUMNS = 100
"""Width where nobody says how wide the paper is."""
_NARROWEST = 40
_NEVER_FIRST = set("，。；：、！？）」』》〉】〕］｝”’…,.;:!?)]}%％")
"""Signs that no line may begin with."""
_NEVER_LAST = set("（「『《〈【〔［｛“‘([{")
"""Signs that no line may end with."""
_PIECES = re.compile(r"[A-Za-z0-9_.%⟨>⟩]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Screen:
    """How wide the paper is, and whether it takes colours."""

    columns: int = COLUMNS
    colour: bool = False


class Page:
    """Lines as they are written one below the other."""

    def __init__(self, screen: Screen) -> None:
        self.columns = max(screen.columns, _NARROWEST)
        self._out = StringIO()
        self._console = Console(
            file=self._out,
            width=self.columns,
            force_terminal=screen.colour,
            color_system="standard" if screen.colour else None,
            no_color=not screen.colour,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    def line(self, *parts: str | tuple[str, str]) -> None:
        """One line as it is: texts, or texts with a style of rich (``("错误", "bold red")``)."""
        self._console.print(Styled.assemble(*parts), soft_wrap=True)

    def wrapped(self, text: str, indent: int, *, hanging: int = 0, style: str = "", after: str = "") -> None:
        """A paragraph set ``indent`` columns from the edge, further lines ``hanging`` columns more.

        ``after`` is a sign after which lines break rather than anywhere else.
        """
        for number, line in enumerate(wrap(text, self.columns - indent, hanging=hanging, after=after)):
            blanks = indent + (hanging if number else 0)
            self.line(" " * blanks, (line, style))

    def text(self) -> str:
        """Everything that was written, without blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self._out.getvalue().split("\n"))


def width(text: str) -> int:
    """The columns that a text takes: two for a full-width character."""
    return cell_len(text)


def fitted(text: str, columns: int, *, right: bool = False) -> str:
    """The text in exactly so many columns: filled with blanks, or cut with …."""
    if cell_len(text) > columns:
        return set_cell_size(set_cell_size(text, columns - 1).rstrip() + "…", columns)
    blanks = " " * (columns - cell_len(text))
    return blanks + text if right else text + blanks


def wrap(text: str, columns: int, *, hanging: int = 0, after: str = "") -> list[str]:
    """A paragraph in lines; the second and later ones are ``hanging`` columns shorter.

    Breaks stand between Chinese characters or at blanks, never before a closing sign or inside a number; only after
    the sign ``after``, where one is given and the lines are wide enough.
    """
    lines: list[list[str]] = [[]]
    for piece in _together(text, columns - hanging, after) if after else _unbreakable(text, columns - hanging):
        room = columns - (hanging if len(lines) > 1 else 0)
        if lines[-1] and cell_len("".join(lines[-1]) + piece.rstrip()) > room:
            lines.append([])
        if lines[-1] or not piece.isspace():
            lines[-1].append(piece)
    return ["".join(line).rstrip() for line in lines]


def _together(text: str, columns: int, after: str) -> Iterator[str]:
    """The parts of a text that a sign divides, each with its sign; one that is too long for a line in its own parts."""
    for part in re.findall(f"[^{re.escape(after)}]+{re.escape(after)}?\\s*|{re.escape(after)}\\s*", text):
        yield from [part] if cell_len(part.rstrip()) <= columns else _unbreakable(part, columns)


def _unbreakable(text: str, columns: int) -> Iterator[str]:
    """The smallest parts of a text that stay together; one that is too long for a line is cut."""
    held = ""
    for piece in _PIECES.findall(text):
        if held and piece[0] not in _NEVER_FIRST and held[-1] not in _NEVER_LAST:
            yield from _cut(held, columns)
            held = ""
        held += piece
    yield from _cut(held, columns)


def _cut(piece: str, columns: int) -> Sequence[str]:
    if cell_len(piece) <= columns:
        return [piece] if piece else []
    parts, held = [], ""
    for character in piece:
        if cell_len(held + character) > columns:
            parts.append(held)
            held = ""
        held += character
    return [*parts, held]
