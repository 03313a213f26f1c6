from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.cli import main
from models import Rubric, SelfReport, dumps, loads
from tests.audit.build import item, report, rubric, sheet

GOOD = report(sheet(item("管理", 60, 59), item("成效", 40, 40), total=(100, 99)))
BAD = report(sheet(item("管理", 60, 59), item("成效", 40, 40), total=(100, 98)))
NOTICE = rubric(item("管理", 60), item("成效", 45), total=105)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def saved(folder: Path, name: str, model: SelfReport | Rubric) -> Path:
    path = folder / name
    path.write_text(dumps(model), encoding="utf-8")
    return path


def test_exit_codes(tmp_path: Path) -> None:
    good, bad = saved(tmp_path, "good.json", GOOD), saved(tmp_path, "bad.json", BAD)
    assert run(good).exit_code == 0
    assert run(bad).exit_code == 1
    assert run(bad, "--exit-zero").exit_code == 0
    assert run(good, bad).exit_code == 1
    assert run(bad, "--ignore", "C204").exit_code == 0
    assert run(bad, "--select", "R,X").exit_code == 0
    assert run(bad, "--select", "c2").exit_code == 1


def test_a_note_does_not_change_the_exit_code(tmp_path: Path) -> None:
    noted = report(sheet(item("甲", 3, 3, label="（一）甲"), item("丙", 4, 4, label="（三）丙")))
    result = run(saved(tmp_path, "noted.json", noted))
    assert "提示 R105" in result.output
    assert result.exit_code == 0


def test_a_rubric_is_audited_as_one(tmp_path: Path) -> None:
    result = run(saved(tmp_path, "r.json", rubric(item("管理", 60), item("成效", 30), total=100)))
    assert result.exit_code == 1
    assert "R106" in result.output


def test_against_a_rubric(tmp_path: Path) -> None:
    result = run(saved(tmp_path, "good.json", GOOD), "--rubric", saved(tmp_path, "r.json", NOTICE))
    assert result.exit_code == 1
    assert "C209" in result.output


def test_several_reports_and_one_that_fails(tmp_path: Path) -> None:
    good, bad = saved(tmp_path, "good.json", GOOD), saved(tmp_path, "bad.json", BAD)
    missing = tmp_path / "missing.docx"
    result = run(good, missing, bad, "--format", "json")
    assert result.exit_code == 2
    assert [len(one["findings"]) for one in loads(result.stdout)] == [0, 1]
    assert result.stderr.count("\n") == 1
    assert str(missing) in result.stderr


def test_output_to_a_file(tmp_path: Path) -> None:
    bad, out = saved(tmp_path, "bad.json", BAD), tmp_path / "out.json"
    result = run(bad, "--format", "json", "-o", out)
    assert (result.exit_code, result.output) == (1, "")
    assert loads(out.read_text(encoding="utf-8"))["summary"]["errors"] == 1
    assert run(bad, "-o", bad).exit_code == 2  # a file that is read is never overwritten
    assert loads(bad.read_text(encoding="utf-8"))["kind"] == "self_report"


@pytest.mark.parametrize(
    "content",
    [
        '{"schema_version": 1, "kind": "self_report"',
        '{"schema_version": 1, "kind": "audit"}',
        '{"schema_version": 2, "kind": "self_report", "sheets": []}',
        "[]",
        '{"kind": "self_report", "schema_version": 1, "sheets": 3}',
    ],
)
@pytest.mark.parametrize("place", ["report", "rubric"])
def test_json_that_is_not_ours(tmp_path: Path, content: str, place: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    good = saved(tmp_path, "good.json", GOOD)
    result = run(path) if place == "report" else run(good, "--rubric", path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(str(path))
    assert result.stderr.count("\n") == 1


def test_a_report_is_no_rubric(tmp_path: Path) -> None:
    good = saved(tmp_path, "good.json", GOOD)
    assert run(good, "--rubric", good).exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [["--select", "Q9"], ["--ignore", "C999"], ["--explain", "C999"], ["--format", "xml"], ["--lang", "fr"], []],
)
def test_wrong_usage(tmp_path: Path, arguments: list[str]) -> None:
    reports = [saved(tmp_path, "good.json", GOOD)] if arguments else []
    result = run(*reports, *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert "Error" in result.stderr


def test_list_and_explain() -> None:
    assert "C202" in run("--list-checks").output
    assert "The stated total" in run("--list-checks", "--lang", "en").output
    assert "比较什么" in run("--explain", "C202").output
    assert "What it compares" in run("--lang", "en", "--explain", "c202").output
    assert run("--version").exit_code == 0


def test_the_library_is_cheap_to_import() -> None:
    code = (
        "import sys, audit, models; "
        "print([m for m in ('click', 'pdfplumber', 'docx', 'pypdfium2', 'lxml', 'audit.engine') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_as_a_module(tmp_path: Path) -> None:
    bad = saved(tmp_path, "bad.json", BAD)
    done = subprocess.run([sys.executable, "-m", "audit", str(bad)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "C204" in done.stdout
    assert done.stderr == ""


def test_documents_of_every_kind(corpora: Path) -> None:
    notice, answer = corpora / "qinghuai-notice.docx", corpora / "shiqiao-report.docx"
    assert run(notice).exit_code == 0
    from_document = run(answer, "--rubric", notice, "--format", "json")
    assert from_document.exit_code == 1
    assert {"C202", "C203", "C209", "C210"} <= {f["code"] for f in loads(from_document.stdout)["findings"]}


def test_the_rubric_may_be_json_or_the_notice(corpora: Path, tmp_path: Path) -> None:
    from extract import extract_rubric, read_document

    notice, answer = corpora / "qinghuai-notice.pdf", corpora / "shiqiao-report.docx"
    rubric_file = saved(tmp_path, "rubric.json", extract_rubric(read_document(notice)))
    found = [loads(run(answer, "--rubric", r, "--format", "json").stdout) for r in (notice, rubric_file)]
    assert found[0] == found[1]


def test_a_document_that_holds_neither(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("关于召开会议的通知")
    path = tmp_path / "plain.docx"
    document.save(str(path))
    result = run(path)
    assert result.exit_code == 2
    assert "既没有找到自评得分" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_folder_stands_for_its_documents(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "below").mkdir(parents=True)
    saved(folder, "b.json", BAD)
    saved(folder / "below", "a.json", GOOD)
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    result = run(folder, "--format", "json")
    assert result.exit_code == 1
    assert [len(one["findings"]) for one in loads(result.stdout)] == [1, 0]
    assert isinstance(loads(run(folder / "below", "--format", "json").stdout), list), "a folder may hold several"
    assert run(folder, "--format", "html").exit_code == 2, "shows one document"
    assert "--out-dir" in run(folder, "--format", "html").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--out-dir", "out", "-o", "file"],
        ["--out-dir", "out", "--jobs", "0"],
        ["--out-dir", "out", "--time-limit", "0"],
        ["--out-dir", "out", "--memory-limit", "16"],
    ],
)
def test_wrong_usage_of_many(tmp_path: Path, arguments: list[str]) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    saved(folder, "good.json", GOOD)
    result = run(folder, *arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr
    assert not Path("out").exists()
