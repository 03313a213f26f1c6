"""A text as tokens with tags and values, and the spans that were recognised in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import overload


@dataclass(slots=True)
class Token:
    """A word, a number, a mark or a quantity of a text."""

    text: str
    tag: str
    """NUM, PERCENT, FRACTION, MARK, WORD or the label of a quantity."""
    i: int = 0
    """Number of the token in its text."""
    idx: int = 0
    """Where it begins in the text, in characters."""
    numbers: tuple[Decimal, ...] = ()
    """The values of a number or quantity."""
    unit: str | None = None

    @property
    def end(self) -> int:
        """Where it ends in the text, in characters."""
        return self.idx + len(self.text)


@dataclass(frozen=True, slots=True)
class Span(Sequence[Token]):
    """Tokens ``start:end`` of a text, with the label of what was recognised in them."""

    tokens: Sequence[Token]
    start: int
    end: int
    label: str = ""

    @property
    def text(self) -> str:
        """The characters of its tokens."""
        return "".join(token.text for token in self)

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens[self.start : self.end])

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Token]: ...
    def __getitem__(self, index: int | slice) -> Token | Sequence[Token]:
        return self.tokens[self.start : self.end][index]


@dataclass(slots=True)
class Doc(Sequence[Token]):
    """The tokens of a text in order, and what was recognised in it by the name of the component that did."""

    tokens: list[Token]
    spans: dict[str, list[Span]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        at = 0
        for number, token in enumerate(self.tokens):
            token.i, token.idx = number, at
            at += len(token.text)

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> Span: ...
    def __getitem__(self, index: int | slice) -> Token | Span:
        if isinstance(index, slice):
            start, end, _ = index.indices(len(self.tokens))
            return Span(self.tokens, start, max(start, end))
        return self.tokens[index]
