from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit import audit
from audit.baseline import Baseline, entries_of, read_baseline, written
from audit.cli import main
from audit.judging import Choices, judge
from models import SelfReport, dumps, loads
from tests.audit.build import item, report, sheet


def subject(claimed: int = 98, over: object = 61, extra: int = 38) -> SelfReport:
    """管理 over its maximum (C201), and a stated total that is not the sum (C204)."""
    return report(sheet(item("管理", 60, over), item("成效", 40, extra), total=(100, claimed)))  # type: ignore[arg-type]


def saved(folder: Path, content: SelfReport, name: str = "report.json") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dumps(content), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in (*arguments, "--no-config")])


def found(result: Result) -> list[str]:
    return [finding["code"] for finding in loads(result.stdout)["findings"]]


def test_what_is_accepted_is_not_reported(tmp_path: Path) -> None:
    path, baseline = saved(tmp_path, subject()), tmp_path / "accepted.json"
    first = run(path, "--write-baseline", baseline)
    assert first.exit_code == 0
    assert "C204" in first.stdout, "what is accepted is shown once more"
    again = run(path, "--baseline", baseline, "--format", "json")
    assert (again.exit_code, found(again), again.stderr) == (0, [], "")
    assert loads(again.stdout)["summary"]["accepted"] == 2
    assert loads(again.stdout)["summary"]["errors"] == 0


def test_it_is_read_by_people(tmp_path: Path) -> None:
    path, baseline = saved(tmp_path, subject()), tmp_path / "accepted.json"
    run(path, "--write-baseline", baseline)
    data = loads(baseline.read_text(encoding="utf-8"))
    assert (data["schema_version"], data["kind"]) == (1, "baseline")
    assert [(entry["code"], entry["item"]) for entry in data["accepted"]] == [("C201", "管理"), ("C204", "总分")]
    assert all(entry["message"] and entry["report"] is None for entry in data["accepted"])


def test_edits_elsewhere_do_not_matter(tmp_path: Path) -> None:
    """The total's sum changes, the item over its maximum stays as it was accepted."""
    baseline = tmp_path / "accepted.json"
    run(saved(tmp_path, subject()), "--write-baseline", baseline)
    edited = report(
        sheet(item("新增", 10, 10), item("管理", 60, 61), item("成效", 40, 38), total=(110, 98), title="另一个标题")
    )
    result = run(saved(tmp_path, edited, "renamed.json"), "--baseline", baseline, "--format", "json")
    assert found(result) == ["C204"]
    assert result.exit_code == 1


def test_its_own_numbers_changed(tmp_path: Path) -> None:
    baseline = tmp_path / "accepted.json"
    run(saved(tmp_path, subject()), "--write-baseline", baseline)
    result = run(saved(tmp_path, subject(over=62)), "--baseline", baseline, "--format", "json")
    assert "C201" in found(result)


def test_the_language_does_not_matter(tmp_path: Path) -> None:
    path, baseline = saved(tmp_path, subject()), tmp_path / "accepted.json"
    run(path, "--write-baseline", baseline, "--lang", "en")
    assert found(run(path, "--baseline", baseline, "--format", "json", "--lang", "zh")) == []


def test_stale_entries_are_a_note(tmp_path: Path) -> None:
    path, baseline = saved(tmp_path, subject()), tmp_path / "accepted.json"
    run(path, "--write-baseline", baseline)
    mended = saved(tmp_path, subject(claimed=99))
    result = run(mended, "--baseline", baseline)
    assert result.exit_code == 0
    assert result.stderr.count("\n") == 1
    assert "1 条" in result.stderr
    assert "C204 总分" in result.stderr
    assert "C201" not in result.stderr
    assert "1 entries" in run(mended, "--baseline", baseline, "--lang", "en").stderr
    assert run(mended, "--baseline", baseline, "--select", "C201").stderr == "", "C204 was not looked for"


def test_written_anew_it_holds_all_present_findings(tmp_path: Path) -> None:
    path, baseline = saved(tmp_path, subject()), tmp_path / "accepted.json"
    run(path, "--write-baseline", baseline)
    before = baseline.read_bytes()
    run(path, "--baseline", baseline, "--write-baseline", baseline)
    assert baseline.read_bytes() == before


def test_several_reports_each_have_their_own(tmp_path: Path) -> None:
    folder, baseline = tmp_path / "in", tmp_path / "accepted.json"
    saved(folder, subject(), "东/a.json")
    saved(folder, subject(claimed=99), "西/a.json")
    first = run(folder, "--write-baseline", baseline, "--out-dir", tmp_path / "out")
    assert first.exit_code == 0
    names = [(entry.report, entry.code) for entry in read_baseline(baseline).accepted]
    assert names == [("东/a.json", "C201"), ("东/a.json", "C204"), ("西/a.json", "C201")]
    again = run(folder, "--baseline", baseline, "--out-dir", tmp_path / "out")
    assert (again.exit_code, again.stderr) == (0, "")
    assert "已接受 3 条" in again.stdout
    saved(folder, subject(), "西/a.json")  # the slip that was accepted in another report
    result = run(folder, "--baseline", baseline, "--out-dir", tmp_path / "out")
    assert result.exit_code == 1
    assert loads((tmp_path / "out" / "西" / "a.json").read_bytes())["findings"][0]["code"] == "C204"
    elsewhere = run(folder / "东/a.json", "--baseline", baseline, "--format", "json")
    assert set(found(elsewhere)) == {"C201", "C204"}, "东/a.json is accepted, not any a.json"
    assert elsewhere.stderr == ""
    together = loads(run(folder, "--baseline", baseline, "--format", "json").stdout)
    assert [[finding["code"] for finding in one["findings"]] for one in together] == [[], ["C204"]]


def test_a_baseline_of_a_folder_serves_each_of_its_reports(tmp_path: Path) -> None:
    folder, baseline = tmp_path / "in", tmp_path / "accepted.json"
    one = saved(folder, subject(), "a.json")
    saved(folder, subject(), "b.json")
    run(folder, "--write-baseline", baseline)
    result = run(one, "--baseline", baseline, "--format", "json")
    assert (found(result), result.stderr) == ([], "")


def test_the_same_claim_twice_is_accepted_twice() -> None:
    twice = report(
        sheet(item("管理", 60, 61), item("成效", 40, 40), title="甲"),
        sheet(item("经费", 10, 9), item("管理", 60, 61), item("另", 1, 1), title="乙"),
    )
    once = audit(twice)
    entries = entries_of(once, "a")
    assert len({entry.fingerprint for entry in entries}) == len(entries)
    accepted = Baseline(accepted=entries)
    assert judge(twice, None, Choices(baseline=accepted), "a").report.findings == ()


def test_roots_may_go_and_leave_their_consequences() -> None:
    """A consequence that is not accepted stays a note, and stands for itself."""
    one = report(
        sheet(
            item("管理", 40, 38, item("制度", 20, 20), item("执行", 20, 17)),
            item("成效", 60, 60),
            total=(100, 97),
        )
    )
    everything = audit(one)
    root = next(finding for finding in everything.findings if finding.consequence_of is None)
    below = [finding for finding in everything.findings if finding.consequence_of == root.id]
    assert below, "an example with a consequence"
    entries = entries_of(everything, "a")
    accepted = Baseline(accepted=tuple(entry for entry in entries if entry.code == root.code))
    left = judge(one, None, Choices(baseline=accepted), "a").report
    assert [finding.id for finding in left.findings] == [f"F{n}" for n in range(1, len(left.findings) + 1)]
    assert {finding.consequence_of for finding in left.findings} == {None}
    assert {finding.severity for finding in left.findings} == {"note"}
    assert left.summary.notes == len(left.findings) == len(everything.findings) - len(accepted.accepted)


def test_written_the_same_whatever_the_order() -> None:
    entries = entries_of(audit(subject()), "b") + entries_of(audit(subject()), "a")
    assert written(entries) == written(reversed(entries))
    assert loads(written([])) == {"schema_version": 1, "kind": "baseline", "accepted": []}


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"kind": "audit"}', '{"kind": "baseline", "schema_version": 2}',
     '{"kind": "baseline", "schema_version": 1, "accepted": [{"code": 3}]}'],
)  # fmt: skip
def test_what_is_no_baseline(tmp_path: Path, content: str) -> None:
    path = tmp_path / "accepted.json"
    path.write_text(content, encoding="utf-8")
    for baseline in (path, tmp_path / "none.json", tmp_path):
        result = run(saved(tmp_path, subject()), "--baseline", baseline)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        assert result.stderr.startswith(str(baseline))


def test_a_report_is_not_overwritten_by_a_baseline(tmp_path: Path) -> None:
    path = saved(tmp_path, subject())
    before = path.read_bytes()
    assert run(path, "--write-baseline", path).exit_code == 2
    assert path.read_bytes() == before


def test_a_failed_file_still_fails(tmp_path: Path) -> None:
    path = saved(tmp_path, subject())
    assert run(path, tmp_path / "none.docx", "--write-baseline", tmp_path / "accepted.json").exit_code == 2
