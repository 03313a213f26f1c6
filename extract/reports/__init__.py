"""Views of what was extracted: JSON for programs, a table for the terminal, Markdown for documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from models import Document, Language, Rubric, SelfReport, dumps

ViewFormat = Literal["json", "table", "md"]
VIEW_FORMATS: tuple[str, ...] = get_args(ViewFormat)

Extracted = Rubric | SelfReport | Document


def render(results: Sequence[Extracted], form: ViewFormat, language: Language, *, listed: bool = False) -> str:
    """The text of extracted objects in a format, ending in a newline.

    JSON of one object is the object, of several (or where ``listed``) a list. ``language`` is that of headings and
    notes; JSON has none.
    """
    if form == "json":
        return dumps(list(results)) if listed or len(results) != 1 else dumps(results[0])
    from extract.reports import markdown, terminal
    from extract.reports.view import views

    show = markdown.show if form == "md" else terminal.show
    return "\n".join(show(view) for result in results for view in views(result, language))
