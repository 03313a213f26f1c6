"""The shape of a parsed text: its sentences, clauses and brackets, and the words of a class."""

from __future__ import annotations

from collections.abc import Sequence

from extract.language.doc import Doc, Span
from extract.language.patterns import classes


class Shape:
    """A parsed text, seen as sentences (between ; and 。), clauses (between any marks) and brackets."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = classes()
        self.sentences = self._sentences()
        self.depth, self.opened = self._brackets()
        self.bounds: Sequence[Span] = list(doc.spans["bounds"])
        self.steps: Sequence[Span] = list(doc.spans["steps"])

    def is_a(self, index: int, *names: str) -> bool:
        """Whether a token is a word of one of these classes; no token is one outside of the text."""
        tokens = self.doc.tokens
        if not 0 <= index < len(tokens):
            return False
        text, words = tokens[index].text, self.words
        return any(text in words[name] for name in names)

    def tag(self, index: int) -> str:
        """The tag of a token; empty outside of the text."""
        return self.doc[index].tag if 0 <= index < len(self.doc) else ""

    def ends_clause(self, index: int) -> bool:
        """Whether nothing of the clause follows at this token."""
        return index >= len(self.doc) or self.is_a(index, "END", "COMMA", "CLOSE", "OPEN")

    def clause_start(self, index: int) -> int:
        """First token after the mark that opens the clause of this one."""
        i = index
        while i > 0 and not (self.is_a(i - 1, "END", "COMMA", "OPEN", "CLOSE") or is_circled(self.doc[i - 1].text)):
            i -= 1
        return i

    def condition_start(self, operator: int, previous: int) -> int:
        """First token of the condition of an operator: after the operator before it, in the same sentence."""
        start = previous
        while start < operator and self.sentences[start] != self.sentences[operator]:
            start += 1
        start = max(start, self.opened[operator] + 1)
        while start < operator and (
            self.is_a(start, "COMMA", "END", "CLOSE")
            or self.doc[start].text == "."
            or is_circled(self.doc[start].text)
            or self._is_ordinal(start, operator)
        ):
            start += 1
        return start

    def _is_ordinal(self, index: int, stop: int) -> bool:
        """Whether a number at the beginning of a sentence only counts the sentences: “2.”, “3、”, “(1)”."""
        if index > 0 and self.sentences[index - 1] == self.sentences[index] and self.depth[index] == 0:
            return False
        if self.is_a(index, "OPEN"):
            return index + 2 < stop and self.tag(index + 1) == "NUM" and self.is_a(index + 2, "CLOSE")
        return self.tag(index) == "NUM" and index + 1 < stop and self.doc[index + 1].text in (".", "、", ")", ",")

    def _sentences(self) -> list[int]:
        """The number of the sentence of every token; a circled number after a stop or after points begins a new one."""
        numbers, current, fresh = [], 0, True
        for token in self.doc:
            if not fresh and is_circled(token.text) and self._opens_part(token.i):
                current += 1
            numbers.append(current)
            fresh = self.is_a(token.i, "END")
            if fresh:
                current += 1
        return numbers

    def _opens_part(self, index: int) -> bool:
        """Whether a circled number begins something (“…2分①…”), and is not one in a list (“符合①②”)."""
        return self.is_a(index - 1, "END", "COMMA", "CLOSE") or self.tag(index - 1) in ("POINTS", "SHARE")

    def _brackets(self) -> tuple[list[int], list[int]]:
        """For every token how deep in brackets it stands, and where the innermost of them opens (-1: in none)."""
        depth, opened, stack = [], [], list[int]()
        for token in self.doc:
            if self.is_a(token.i, "OPEN"):
                stack.append(token.i)
            depth.append(len(stack))
            opened.append(stack[-1] if stack else -1)
            if self.is_a(token.i, "CLOSE") and stack:
                stack.pop()
        return depth, opened


def is_circled(text: str) -> bool:
    """Whether a token is one of ①–⑳ and their like."""
    return len(text) == 1 and ("①" <= text <= "⓿" or "❶" <= text <= "➓")
