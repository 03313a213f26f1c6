"""Which files are audited, and what their results are called."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from audit.batch.naming import report_names, result_names
from audit.batch.sources import find_files
from tests.audit.batch.reports import notice, put, report

WORD = report("某镇", (1, 2, 3, 4), 10)
SAVED = b'{\n  "schema_version": 1,\n  "kind": "self_report",\n'


def taken(*arguments: Path, never: tuple[Path, ...] = ()) -> list[str]:
    return [file.inside.as_posix() for file in find_files(arguments, never=never).files]


@pytest.mark.parametrize(
    ("name", "content", "meant"),
    [
        ("a.docx", WORD, True),
        ("A.DOCX", WORD, True),
        ("断.pdf", b"broken", True),  # reading it says what is wrong
        ("空.docx", b"", True),
        ("深/更深/a.pdf", b"%PDF-1.7", True),
        ("没有后缀", WORD, True),
        ("报告.docx.bak", WORD, True),
        ("扫描.dat", b"%PDF-1.7\n", True),
        ("旧表.xls", b"broken", True),
        ("旧表", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", False),  # a compound file that holds nothing known
        ("笔记.txt", b"text", True),
        ("保存.json", SAVED, True),
        ("别的.json", b'{"kind": "audit"}', False),
        ("外来.json", b"[1, 2]", False),
        ("程序.py", b"print()", False),
        ("照片.jpg", b"\xff\xd8\xff\xe0", False),
        ("压缩.zip", b"PK\x05\x06" + bytes(18), False),
        (".隐藏.docx", WORD, False),
        (".git/a.docx", WORD, False),
        ("~$报告.docx", b"lock", False),
        ("__MACOSX/a.docx", WORD, False),
        ("desktop.ini", b"[x]", False),
    ],
)
def test_what_a_folder_holds(tmp_path: Path, name: str, content: bytes, meant: bool) -> None:
    put(tmp_path, name, content)
    put(tmp_path, "zz.docx", WORD)
    assert set(taken(tmp_path)) == {"zz.docx", *([name] if meant else [])}


def test_what_is_passed_over_is_told(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", WORD)
    photo = put(tmp_path, "照片.jpg", b"\xff\xd8\xff\xe0")
    put(tmp_path, ".DS_Store", b"x")
    assert find_files([tmp_path]).skipped == (str(photo),)


def test_a_file_that_is_named_is_taken_whatever_it_is(tmp_path: Path) -> None:
    names = [put(tmp_path, name, b"x") for name in (".隐藏", "~$a.docx", "照片.jpg")]
    assert taken(*names, tmp_path / "没有.docx") == [".隐藏", "~$a.docx", "照片.jpg", "没有.docx"]


def test_each_file_once(tmp_path: Path) -> None:
    one = put(tmp_path, "a.docx", WORD)
    (tmp_path / "b.docx").symlink_to(one)
    assert taken(one, tmp_path, one) == ["a.docx"]


def test_results_and_rubric_are_no_reports(tmp_path: Path) -> None:
    rubric = put(tmp_path, "通知.docx", notice())
    put(tmp_path, "a.docx", WORD)
    put(tmp_path, "results/a.html", b"<html>")
    assert taken(tmp_path, never=(rubric, tmp_path / "results")) == ["a.docx"]
    assert taken(tmp_path / "a.docx", rubric, never=(rubric,)) == ["a.docx", "通知.docx"]


def test_a_folder_without_documents(tmp_path: Path) -> None:
    put(tmp_path, "照片.jpg", b"\xff\xd8\xff\xe0")
    found = find_files([tmp_path])
    assert found.files == ()
    assert [failure.name for failure in found.failures] == [str(tmp_path)]


def test_a_linked_folder_that_leads_round_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", WORD)
    (tmp_path / "round").symlink_to(tmp_path)
    assert taken(tmp_path) == ["a.docx"]


@pytest.mark.parametrize(
    ("names", "results"),
    [
        (["a.docx", "b.pdf"], ["a.json", "b.json"]),
        (["东/a.docx", "西/a.docx"], ["东/a.json", "西/a.json"]),
        (["a.docx", "a.pdf", "b.docx"], ["a.docx.json", "a.pdf.json", "b.json"]),
        (["A.docx", "a.pdf"], ["A.docx.json", "a.pdf.json"]),
        (["a.docx", "a.docx.docx", "a.pdf"], ["a.docx.json", "a.docx.docx.json", "a.pdf.json"]),
        (["summary.docx"], ["summary.docx.json"]),  # the index is called so
        (["2023.12 报告.docx", "2023.12 报告（二）.docx"], ["2023.12 报告.json", "2023.12 报告（二）.json"]),
        (["无后缀"], ["无后缀.json"]),
        ([".docx"], [".docx.json"]),
        (["a", "A"], ["a~2.json", "A~3.json"]),
    ],
)
def test_names_of_results(names: list[str], results: list[str]) -> None:
    assert result_names(names, ".json") == results


def test_names_of_results_do_not_depend_on_the_order() -> None:
    names = ["a.docx", "b/a.docx", "a.pdf", "summary.docx", "c.docx"]
    there = dict(zip(names, result_names(names, ".json"), strict=True))
    back = dict(zip(reversed(names), result_names(names[::-1], ".json"), strict=True))
    assert there == back


def test_reports_of_the_same_name_in_two_folders(tmp_path: Path) -> None:
    for folder in ("东", "西"):
        put(tmp_path, f"{folder}/a.docx", WORD)
    put(tmp_path, "东/b.docx", WORD)
    files = find_files([tmp_path / "东", tmp_path / "西"]).files
    assert report_names(files) == ["东/a.docx", "b.docx", "西/a.docx"]
    named = find_files([tmp_path / "东/a.docx", tmp_path / "西/a.docx"]).files
    assert [file.inside for file in named] == [PurePosixPath("a.docx")] * 2
    assert report_names(named) == ["东/a.docx", "西/a.docx"]
