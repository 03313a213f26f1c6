from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.cli import main
from audit.settings import Settings, find_settings, load_settings
from models import InputError, SelfReport, dumps, loads
from tests.audit.build import item, report, sheet

ROOT = Path(__file__).resolve().parents[2]
BAD = report(sheet(item("管理", 60, 61), item("成效", 40, 40), total=(100, 98)))
"""Over its maximum (C201), and a total that is not the sum (C204, by 3)."""
CLOSE = report(sheet(item("管理", 60, "59.50"), item("成效", 40, "40.00"), total=(100, "99.30")))
"""A total that misses the sum by 0.2."""


def write(folder: Path, text: str, name: str = "zicha.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def saved(folder: Path, subject: SelfReport = BAD) -> Path:
    return write(folder, dumps(subject), "report.json")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def codes(result: Result) -> list[tuple[str, str]]:
    return [(finding["code"], finding["severity"]) for finding in loads(result.stdout)["findings"]]


def test_all_settings(tmp_path: Path) -> None:
    text = """
        select = ["c2", "X"]
        ignore = ["C205"]
        language = "en"
        tolerance = 0.05
        jobs = 3
        time_limit = 60
        memory_limit = 2048
        [severity]
        C2 = "warning"
        C204 = "note"
    """
    assert load_settings(write(tmp_path, text)) == Settings(
        select=("C2", "X"),
        ignore=("C205",),
        language="en",
        tolerance=Decimal("0.05"),
        jobs=3,
        time_limit=60,
        memory_limit=2048,
        severity={"C2": "warning", "C204": "note"},
    )
    assert load_settings(write(tmp_path, "")) == Settings()
    assert load_settings(write(tmp_path, "\ufeffjobs = 2")).jobs == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("selct = ['C2']", "selct"),
        ("[severity]\nC204 = 'fatal'", "severity.C204"),
        ("[severity]\nC999 = 'note'", "C999"),
        ("select = ['C999']", "C999"),
        ("select = ['']", "select"),
        ("ignore = 'C2'", "ignore"),
        ("language = 'fr'", "language"),
        ("tolerance = 1", "tolerance"),
        ("tolerance = -0.1", "tolerance"),
        ("tolerance = 'wide'", "tolerance"),
        ("jobs = 0", "jobs"),
        ("jobs = 1.5", "jobs"),
        ("time_limit = 0", "time_limit"),
        ("memory_limit = 10", "memory_limit"),
        ("jobs = \n", "TOML"),
        ("jobs = 1\njobs = 2\n", "TOML"),
    ],
)
def test_one_clear_line_for_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_settings(path)
    for language in ("zh", "en"):
        line = caught.value.line(language)  # type: ignore[arg-type]
        assert line.startswith(str(path))
        assert words in line
        assert "\n" not in line
    result = run(saved(tmp_path), "--config", path)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)


def test_the_line_of_broken_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_settings(write(tmp_path, "jobs = 2\n\nselect = [\n\nx"))
    assert "第 5 行" in caught.value.line("zh")


def test_settings_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        assert run(saved(tmp_path), "--config", path).exit_code == 2
    (tmp_path / "latin.toml").write_bytes(b"language = '\xff'")
    result = run(saved(tmp_path), "--config", tmp_path / "latin.toml")
    assert "UTF-8" in result.stderr


def test_the_nearest_file_upwards_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    path = saved(tmp_path)
    monkeypatch.chdir(deep)
    far = write(tmp_path, 'ignore = ["C2"]')
    assert find_settings(deep) == far
    assert run(path).exit_code == 0
    near = write(tmp_path / "a", 'ignore = ["C201"]')
    assert find_settings(deep) == near
    assert codes(run(path, "--format", "json")) == [("C204", "error")]
    assert len(codes(run(path, "--format", "json", "--no-config"))) == 2
    other = write(tmp_path, 'ignore = ["C204"]', "other.toml")
    assert codes(run(path, "--format", "json", "--config", other)) == [("C201", "error")]
    assert run(path, "--config", other, "--no-config").exit_code == 2


def test_the_command_line_wins(tmp_path: Path) -> None:
    path = saved(tmp_path)
    config = write(tmp_path, 'select = ["C201"]\nlanguage = "en"')
    assert codes(run(path, "--config", config, "--format", "json")) == [("C201", "error")]
    assert codes(run(path, "--config", config, "--format", "json", "--select", "C204")) == [("C204", "error")]
    assert "Audit of" in run(path, "--config", config).stdout
    assert "自查" in run(path, "--config", config, "--lang", "zh").stdout
    assert "no such file" in run(tmp_path / "none.docx", "--config", config).stderr
    assert "The stated total" in run("--list-checks", "--config", config).stdout


def test_severities(tmp_path: Path) -> None:
    path = saved(tmp_path)
    config = write(tmp_path, '[severity]\nc = "note"\nC204 = "warning"')
    result = run(path, "--config", config, "--format", "json")
    assert sorted(codes(result)) == [("C201", "note"), ("C204", "warning")]
    assert loads(result.stdout)["summary"] | {"errors": 0, "warnings": 1, "notes": 1} == loads(result.stdout)["summary"]
    assert result.exit_code == 1
    assert run(path, "--config", write(tmp_path, '[severity]\nC = "note"')).exit_code == 0


@pytest.mark.parametrize(("tolerance", "found"), [("0", 1), ("0.19", 1), ("0.2", 0), ("0.20", 0), ("0.5", 0)])
def test_tolerance_is_in_points_and_exact(tmp_path: Path, tolerance: str, found: int) -> None:
    config = write(tmp_path, f"tolerance = {tolerance}")
    assert len(codes(run(saved(tmp_path, CLOSE), "--config", config, "--format", "json"))) == found


def test_a_tolerance_lets_nothing_larger_pass(tmp_path: Path) -> None:
    config = write(tmp_path, "tolerance = 0.99")
    assert len(codes(run(saved(tmp_path), "--config", config, "--format", "json"))) == 2


def test_jobs_and_limits_come_from_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import audit.batch.run

    seen = []
    monkeypatch.setattr(audit.batch.run, "run_batch", lambda request: seen.append(request) or pytest.skip.Exception)

    def asked(*arguments: object) -> tuple[int | None, int, int]:
        run(saved(tmp_path), "--out-dir", tmp_path / "out", *arguments)
        request = seen[-1]
        return request.jobs, request.limits.seconds, request.limits.megabytes

    config = write(tmp_path, "jobs = 3\ntime_limit = 60\nmemory_limit = 2048")
    assert asked("--config", config) == (3, 60, 2048)
    assert asked("--config", config, "--jobs", 5, "--time-limit", 7, "--memory-limit", 512) == (5, 7, 512)
    assert asked("--no-config") == (None, 1800, 4096)


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"`{name}`" in text
