"""Audit reports as one HTML file that needs nothing but a browser: no network, no other file.

The file forbids itself everything but its own style, its own script (both by their hash) and pictures inside it. All
text goes through a template that escapes it; no text of a document becomes markup, style or script.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import BaseLoader, Environment, StrictUndefined, Template
from markupsafe import Markup

from audit.reports.html.labels import labels
from audit.reports.html.view import view_of
from audit.reports.material import Audited
from audit.reports.safe import visible
from models import Language


def render(audited: Audited, language: Language) -> str:
    """The report of one document."""
    style, script = _own("report.css"), _own("report.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return _template().render(
        view=view_of(audited, language),
        labels=labels(language),
        language="zh-CN" if language == "zh" else "en",
        policy=policy,
        style=Markup(style),
        script=Markup(script),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=BaseLoader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    return environment.from_string(_own("report.html.j2"))


@cache
def _own(name: str) -> str:
    return files("audit.reports.html").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
