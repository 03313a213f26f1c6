"""The house itself: who may import whom, what importing costs, how long a file gets, that data files travel along."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("models", "extract", "audit")
HEAVY = (
    "PIL", "click", "docx", "jieba", "lxml", "numpy", "openpyxl", "pdfminer", "pdfplumber", "pypdf", "pypdfium2",
    "rich", "spacy", "xlsxwriter",
)  # fmt: skip
LONGEST = 500
"""Lines of a module; most stay under 400."""


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def test_the_layers_hold() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_only_the_shell_of_audit_imports_extract() -> None:
    shell = {ROOT / "audit" / name for name in ("cli.py", "start.py", "__main__.py")}
    offenders = []
    for path in sources("audit"):
        if path in shell or ROOT / "audit" / "batch" in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            offenders += [(path.name, name) for name in names if name.split(".")[0] == "extract"]
    assert offenders == []


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_loads_no_library_that_is_used_later(package: str) -> None:
    code = f"import sys; before = set(sys.modules); import {package}; print(*sorted(set(sys.modules) - before))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in result.stdout.split()}
    assert package in loaded
    assert loaded.isdisjoint(HEAVY)
    assert len([name for name in result.stdout.split() if name.startswith(f"{package}.")]) < 20


@pytest.mark.parametrize("package", PACKAGES)
def test_public_names(package: str) -> None:
    module = importlib.import_module(package)
    assert len(set(module.__all__)) == len(module.__all__)
    for name in module.__all__:
        assert getattr(module, name) is not None
    documented = [
        name for name in module.__all__ if callable(getattr(module, name)) and not getattr(module, name).__doc__
    ]
    assert [name for name in documented if name[0].islower()] == []


def test_the_public_names_of_the_commands() -> None:
    assert set(importlib.import_module("extract").__all__) >= {"read_document", "extract_rubric", "extract_claims"}
    assert "audit" in importlib.import_module("audit").__all__


@pytest.mark.parametrize("path", sources(*PACKAGES, "golden", "bench", "corpora", "docs"), ids=lambda p: p.name)
def test_no_file_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_every_test_folder_mirrors_a_package() -> None:
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert folders <= {*PACKAGES, "golden", "bench", "corpora", "docs", "real", "browser", "layouts"}


def test_the_wheel_holds_the_packages_with_their_data(tmp_path: Path) -> None:
    """Built as pip builds it, but without its isolation, so that nothing is fetched."""
    from hatchling.builders.wheel import WheelBuilder

    (name,) = list(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(name) as wheel:
        inside = set(wheel.namelist())
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.suffix in {".py", ".toml", ".typed", ".j2", ".css", ".js"} and "__pycache__" not in path.parts:
                assert path.relative_to(ROOT).as_posix() in inside
    tops = {name.split("/")[0] for name in inside}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_skips_fail_where_they_are_forbidden(tmp_path: Path) -> None:
    file = tmp_path / "test_one.py"
    file.write_text(
        "import pytest\n"
        "def test_skipped(): pytest.skip('soffice is not installed')\n"
        "@pytest.mark.xfail(reason='known')\n"
        "def test_known(): assert False\n"
        "def test_absent(shared_documents): pass\n",
        encoding="utf-8",
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "-c",
        "/dev/null",
        "-q",
        "--rootdir",
        tmp_path,
        file,
    ]

    def summary(**environment: str) -> str:
        environment |= {"PYTHONPATH": str(ROOT), "ZICHA_DOCUMENTS": str(tmp_path / "none"), "PATH": "/usr/bin:/bin"}
        result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return re.sub(r" in .*", "", result.stdout.strip().splitlines()[-1])

    assert summary() == "2 skipped, 1 xfailed"
    assert summary(ZICHA_FORBID_SKIP="1") == "1 failed, 1 skipped, 1 xfailed"


def test_make_and_ci_run_what_the_readmes_say() -> None:
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert re.search(r"^make demo", text, re.MULTILINE)
        assert re.search(r"^make test", text, re.MULTILINE)
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("make test")


def test_every_dependency_has_an_upper_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in project["dependencies"]:
        assert re.search(r">=[\d.]+,<\d", requirement), requirement
