"""What tests share: the corpora, the real documents where they are present, and a guard against silent skips."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from extract.ocr import is_installed

ROOT = Path(__file__).resolve().parent.parent
ABSENT = "the real documents are not beside this checkout"
"""The one reason for which a test may be skipped where ZICHA_FORBID_SKIP is set."""

# How long an example takes says something of the machine, nothing of the program.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

R = TypeVar("R", pytest.TestReport, pytest.CollectReport)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the sample documents that the project wrote itself."""
    return ROOT / "corpora"


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As on a machine where the extra ``zicha[ocr]`` is not installed."""
    monkeypatch.setattr("extract.ocr.find_spec", lambda name: None)
    is_installed.cache_clear()
    yield
    is_installed.cache_clear()


@pytest.fixture(scope="session")
def shared_documents() -> Path:
    """The real documents beside the checkout (or where ZICHA_DOCUMENTS says); tests that need them skip without."""
    folder = Path(os.environ.get("ZICHA_DOCUMENTS", ROOT.parent / "shared" / "documents"))
    if not folder.is_dir():
        pytest.skip(ABSENT)
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In continuous integration a skipped test is a failed one: something that it needs was not installed."""
    return _skips_fail((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for files that skip themselves as a whole."""
    return _skips_fail((yield))


def _skips_fail(report: R) -> R:
    forbidden = os.environ.get("ZICHA_FORBID_SKIP") and report.skipped and not hasattr(report, "wasxfail")
    if forbidden and ABSENT not in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"skipped, which is forbidden here: {report.longrepr}"
    return report
