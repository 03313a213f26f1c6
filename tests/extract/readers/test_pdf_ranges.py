"""A PDF read in ranges of pages by several processes is the document that one reading gives."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from extract.readers import read
from extract.readers.pdf import assemble, ranges
from models import Document, UnreadableFile

A = TypeVar("A")
R = TypeVar("R")


def elsewhere(here: Callable[[A], R], there: Callable[[A], R], parts: Sequence[A]) -> list[R]:
    """Every other part as another process does it: it travels there, and its result back."""
    done = []
    for number, part in enumerate(parts):
        sent = pickle.loads(pickle.dumps((there, part)))
        done.append(pickle.loads(pickle.dumps(sent[0](sent[1]))) if number % 2 else here(part))
    return done


def in_ranges_of(pages: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> Document:
    monkeypatch.setattr(assemble, "MANY", 1)
    monkeypatch.setattr(ranges, "WORTHWHILE", 0)
    monkeypatch.setattr(ranges, "PAGES", pages)
    return read(path, elsewhere)


@pytest.mark.parametrize("name", ["lanzhu-evaluation.pdf", "tangpu-table.web.pdf", "chengping-standard.pdf"])
@pytest.mark.parametrize("pages", [1, 2])
def test_ranges_make_the_same_document(corpora: Path, name: str, pages: int, monkeypatch: pytest.MonkeyPatch) -> None:
    path = corpora / name
    assert in_ranges_of(pages, path, monkeypatch) == read(path)


@pytest.mark.parametrize("pages", [1, 3])
def test_tables_without_upright_rules_go_on_over_ranges(
    shared_documents: Path, pages: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shared_documents / "changning" / "borderless.pdf"
    assert in_ranges_of(pages, path, monkeypatch) == read(path)


@pytest.mark.parametrize("many", [1, 1000])
def test_what_is_short_or_quick_is_read_alone(corpora: Path, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(here: object, there: object, parts: object) -> list[object]:
        raise AssertionError("divided")

    monkeypatch.setattr(assemble, "MANY", many)
    monkeypatch.setattr(ranges, "PAGES", 1)
    monkeypatch.setattr(ranges, "WORTHWHILE", 1000)
    path = corpora / "chengping-standard.pdf"
    assert read(path, never) == read(path)  # type: ignore[arg-type]


def test_a_range_of_another_file_is_refused(corpora: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes((corpora / "tangpu-table.pdf").read_bytes())
    with pytest.raises(ValueError, match="changed"):
        ranges.read_range(ranges.PageRange(str(path), "0" * 64, 1, 1))
    path.write_bytes(b"")
    with pytest.raises((ValueError, UnreadableFile)):
        ranges.read_range(ranges.PageRange(str(path), "1" * 64, 1, 1))
