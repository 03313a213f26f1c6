"""The name at the start of a numbered paragraph, and the points that stand at it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.outline import Node
from extract.phrases import Phrase, find_phrases
from extract.text import Folded, fold, tidy

_LONGEST_NAME = 30
_SHORTEST_NAME = 8
_EDGES = " \t,，;；:：、.．。-—－"
_CLAUSE = re.compile(r"(?:《[^》]*》|\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|[^,。;:!?(\[])+")
_HEADING = re.compile(r"[^,。;:!?()\[\]]+(?:,[^,。;:!?()\[\]]+)+(?=[(\[])")
_POINTS_AFTER = re.compile(r"[。;:,.]?(?:[(\[][^()\[\]]*分[^()\[\]]*[)\]])+")
_STOPS = re.compile(r"[。;.,、:]*\Z")
_DOCUMENT_NUMBER = re.compile(r"[（(][^（）()]{0,20}[〔\[【]\d{4}[〕\]】][^（）()]{0,8}[）)]")


@dataclass(frozen=True, slots=True)
class Label:
    """The name at the start of a numbered paragraph, with the points that stand at it."""

    text: str
    """With its number and points, tidied."""
    name: str
    end: int
    """Where the sentences after it begin, in the folded text of the paragraph."""
    is_heading: bool
    """Nothing follows the name in its paragraph."""


def read_label(node: Node) -> Label:
    """The first clause of a paragraph with the points that stand at it; those in brackets over a full stop too."""
    folded = fold(node.heading.text)
    phrases = [p for p in find_phrases(folded) if p.start >= node.numbering.end]
    start = node.numbering.end
    end = _whole_heading(folded.text, start, phrases) or _clause_end(folded.text, start)
    name = _name(folded, start, end, phrases)
    after = _with_points(folded.text, end, phrases)
    is_heading = _STOPS.match(folded.text, after) is not None
    weighed = any(start <= p.start < end and p.bracket is not None for p in phrases)
    while not is_heading and not weighed and len(name) < _SHORTEST_NAME and folded.text[end : end + 1] == ",":
        further = _clause_end(folded.text, end + 1)
        if any(p.start < further and end < p.end for p in phrases):
            break
        end = after = further
        name = _name(folded, start, end, phrases)
    text = node.heading.text if is_heading else folded.quote(0, after)
    return Label(tidy(text), name, after, is_heading)


def _whole_heading(text: str, start: int, phrases: Sequence[Phrase]) -> int | None:
    """Where the name of a heading ends that holds commas and that nothing but its points follows."""
    words = _HEADING.match(text, start)
    if words is None or any(start <= p.start < words.end() for p in phrases):
        return None
    after = _with_points(text, words.end(), phrases)
    return words.end() if after > words.end() and _STOPS.match(text, after) else None


def _clause_end(text: str, start: int) -> int:
    clause = _CLAUSE.match(text, start)
    return clause.end() if clause else start


def _with_points(text: str, end: int, phrases: Sequence[Phrase]) -> int:
    """Where the points behind a name end: in brackets after it, or at its colon (自评：19分)."""
    while True:
        points = _POINTS_AFTER.match(text, end)
        beyond = [p.end for p in phrases if p.start < end < p.end]
        if points is not None and any(p.bracket is not None and end <= p.start < points.end() for p in phrases):
            end = points.end()
        elif beyond:
            end = max(beyond)
        else:
            return end


def _name(folded: Folded, start: int, end: int, phrases: Sequence[Phrase]) -> str:
    """The words of a clause without the points in it and their brackets."""
    spans = sorted(
        {p.bracket if p.bracket and p.bracket[1] <= end else (p.start, p.end) for p in phrases if p.start < end}
    )
    words, at = "", start
    for low, high in spans:
        words, at = words + folded.quote(at, max(at, low)), max(at, high)
    return tidy(words + folded.quote(at, max(at, end))).strip(_EDGES)


def short_name(name: str) -> str:
    """The beginning of a sentence, short enough to be shown as a name."""
    name = _DOCUMENT_NUMBER.sub("", name)
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
