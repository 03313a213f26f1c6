"""What counts as another version of the program."""

from __future__ import annotations

import pytest

from audit.batch import program


def test_only_libraries_that_results_depend_on_count(monkeypatch: pytest.MonkeyPatch) -> None:
    required = ["lxml<7,>=5.2", 'rapidocr<4,>=3.10; extra == "ocr"', "pytest<10; extra == 'dev'", "gone>=1"]
    versions = {"lxml": "5.4", "rapidocr": "3.10.1", "pytest": "9"}

    def version(name: str) -> str:
        if name not in versions:
            raise program.metadata.PackageNotFoundError(name)
        return versions[name]

    monkeypatch.setattr(program.metadata, "requires", lambda name: required)
    monkeypatch.setattr(program.metadata, "version", version)
    assert program._libraries() == ["lxml 5.4", "rapidocr 3.10.1"]
