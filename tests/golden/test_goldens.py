"""Every sample document, in every format, comes out as its golden says."""

from __future__ import annotations

from pathlib import Path

import pytest

from golden.documents import Entry, entries
from golden.run import check_one

DOCUMENTS = entries()
CASES = [(entry, file, view) for entry in DOCUMENTS.values() for file in entry.files for view in entry.views]


@pytest.mark.parametrize(("entry", "file", "view"), CASES, ids=[f"{file.name}-{view}" for _, file, view in CASES])
def test_extraction_is_what_the_golden_says(entry: Entry, file: Path, view: str) -> None:
    outcome = check_one(entry, file, view, DOCUMENTS)
    assert outcome.tallies, "nothing was compared"
    assert outcome.same, "\n".join(str(difference) for difference in outcome.differences)
