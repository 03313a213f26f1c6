from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.chromium import Chromium, program


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One browser for all tests."""
    if program() is None:
        pytest.skip("chromium is not installed")
    with Chromium(tmp_path_factory.mktemp("browser")) as browser:
        yield browser
