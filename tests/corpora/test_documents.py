"""The committed files are the ones that the manifest lists and the sources say."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path

import pytest

from audit.checks import registered
from corpora import source, web, word
from golden.expect import claims, findings, rubric
from golden.layout import render

ROOT = Path(__file__).resolve().parent.parent.parent
MANIFEST = tomllib.loads((ROOT / "corpora" / "manifest.toml").read_text(encoding="utf-8"))["document"]
IDS = [entry["id"] for entry in MANIFEST]
KEYS = {"id", "title", "kind", "forms", "purpose", "layout", "planted", "right", "formats", "expect"}


def _body(path: Path) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml")


def test_the_manifest_and_the_folder_agree(corpora: Path) -> None:
    assert len(set(IDS)) == len(IDS)
    assert sorted(path.stem for path in (corpora / "sources").glob("*.txt")) == sorted(IDS)
    listed = {f"{entry['id']}.{suffix}" for entry in MANIFEST for suffix in entry["formats"]}
    assert {path.name for path in corpora.iterdir() if path.suffix in {".pdf", ".docx"}} == listed


@pytest.mark.parametrize("entry", MANIFEST, ids=IDS)
def test_every_entry_says_what_it_is_for(entry: dict[str, object]) -> None:
    assert entry.keys() - {"rubric"} == KEYS
    assert entry["kind"] in {"rubric", "self_report", "evaluation"}
    assert entry.get("rubric", IDS[0]) in IDS
    assert entry["expect"]
    assert entry["purpose"]


@pytest.mark.parametrize("entry", MANIFEST, ids=IDS)
def test_files_are_small(entry: dict[str, list[str]], corpora: Path) -> None:
    for suffix in entry["formats"]:
        assert (corpora / f"{entry['id']}.{suffix}").stat().st_size < 420_000


@pytest.mark.parametrize("identity", IDS)
def test_the_word_file_is_what_the_source_says(identity: str, corpora: Path, tmp_path: Path) -> None:
    content = source.read(corpora / "sources" / f"{identity}.txt")
    word.write(content, tmp_path / "again.docx")
    assert _body(tmp_path / "again.docx") == _body(corpora / f"{identity}.docx")


def test_the_same_source_gives_the_same_bytes(corpora: Path, tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        word.write(source.read(corpora / "sources" / "weichuan-forms.txt"), tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


@pytest.mark.parametrize("entry", MANIFEST, ids=IDS)
def test_sources_give_goldens_that_can_be_compared(entry: dict[str, list[str]], corpora: Path) -> None:
    content = source.read(corpora / "sources" / f"{entry['id']}.txt")
    make = {"rubric": rubric, "claims": claims, "findings": findings}
    for view in entry["expect"]:
        assert len(render(make[view](content))) > 10


def test_every_check_is_planted_somewhere(corpora: Path) -> None:
    """D701 and D703 speak of scans, which the documents here are not; the tests of the checks hold them."""
    sources = [source.read(path) for path in sorted((corpora / "sources").glob("*.txt"))]
    planted = {finding["code"] for content in sources for finding in content.findings}
    assert {check.code for check in registered()} - planted == {"D701", "D703"}


def test_the_web_page_repeats_headers_and_merges_cells(corpora: Path) -> None:
    page = web.page(source.read(corpora / "sources" / "lantai-department.txt"))
    assert page.count("<thead>") == page.count("<table") == 1
    assert 'colspan="2">得分</th>' in page
    assert 'rowspan="2">一级指标</th>' in page
    assert "“三公”经费" in page
