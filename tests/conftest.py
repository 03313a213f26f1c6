"""What tests share: the corpora, and the real documents where they are present."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the sample documents that the project wrote itself."""
    return ROOT / "corpora"


@pytest.fixture(scope="session")
def shared_documents() -> Path:
    """The real documents beside the checkout (or where ZICHA_DOCUMENTS says); tests that need them skip without."""
    folder = Path(os.environ.get("ZICHA_DOCUMENTS", ROOT.parent / "shared" / "documents"))
    if not folder.is_dir():
        pytest.skip("the real documents are not beside this checkout")
    return folder
