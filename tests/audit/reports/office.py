"""What LibreOffice makes of files that were written here."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

NOTES = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
"""PDF with the comments as annotations."""


def converted(files: Mapping[str, bytes], to: str, folder: Path) -> dict[str, bytes]:
    """The files in another format, by the names without endings; all in one call, which is slow."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    paths = [folder / name for name in files]
    for path in paths:
        path.write_bytes(files[path.name])
    profile, results = f"-env:UserInstallation=file://{folder}/profile", folder / "results"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(results)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=120)
    return {path.stem: path.read_bytes() for path in results.iterdir()}
