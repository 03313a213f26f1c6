"""Reading with the libraries whose ways zicha keeps to: pdfplumber's cells, jieba's words, spaCy's patterns.

zicha finds the same by code of its own that begins at once (see ``docs/decisions.md``). Who wants a second opinion on a
document sets the environment variable ``ZICHA_REFERENCE``; it takes some seconds longer.
"""

from __future__ import annotations

import os

VARIABLE = "ZICHA_REFERENCE"


def by_libraries() -> bool:
    """Whether this process reads with the libraries themselves."""
    return bool(os.environ.get(VARIABLE))
