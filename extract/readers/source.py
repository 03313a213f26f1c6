"""The file that a document was read from."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from models import Format, Source


def source_of(data: bytes, name: str, format: Format, pages: int | None = None) -> Source:
    """The source with the hash of ``data`` and the file name without its folder."""
    return Source(name=PurePath(name).name, sha256=hashlib.sha256(data).hexdigest(), format=format, pages=pages)
