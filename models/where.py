"""Where a value was read, and the words it was read from."""

from __future__ import annotations

from models.base import Model

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points (1/72 inch) from the top left corner of the page."""


class Where(Model):
    """A place in a document. Fields that a format cannot know are ``None`` (a Word file has no pages).

    ``block`` counts the blocks of the document from 0; ``row`` and ``column`` count the grid of a table from 0;
    ``start`` and ``end`` are a span of characters in the text of that block or cell. ``page`` counts from 1.
    ``nested`` is the path to a table inside a cell: ``(row, column, index)`` for each level, outermost first;
    ``row`` and ``column`` then belong to the innermost table.
    """

    page: int | None = None
    bbox: Box | None = None
    block: int | None = None
    nested: tuple[tuple[int, int, int], ...] = ()
    row: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None


class Evidence(Model):
    """The words of the document that a value was read from, and their place."""

    quote: str
    where: Where
