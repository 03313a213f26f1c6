"""Takes the pictures in the READMEs: the HTML report, the commented Word file and the workbook, as programs show them.

``python -m docs.pictures`` writes ``docs/pictures/*.png`` from documents of the corpora. It needs what a desktop has:
Chromium, LibreOffice, pdftoppm, ImageMagick, and Xvfb with xdotool for the window of the word processor. The pictures
are kept in the repository, so neither the tests nor the commands need any of that.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from docs.sessions import ROOT

FOLDER = ROOT / "docs" / "pictures"
REPORT, RUBRIC = "corpora/shiqiao-report", "corpora/qinghuai-notice.pdf"
WINDOW = (1440, 900)
DISPLAY = ":87"
CHROMIUM = (
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def main() -> None:
    """Make all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        html_report(scratch)
        workbook(scratch)
        word_comments(scratch)


def html_report(scratch: Path) -> None:
    """The HTML report in a browser window, one finding jumped to."""
    page = _audited(scratch, f"{REPORT}.pdf", "html")
    _run(
        *CHROMIUM,
        f"--user-data-dir={scratch / 'browser'}",
        f"--window-size={WINDOW[0]},{WINDOW[1]}",
        f"--screenshot={FOLDER / 'report.png'}",
        f"{page.as_uri()}#F1",
    )
    _smaller(FOLDER / "report.png")


def workbook(scratch: Path) -> None:
    """The sheet that sets the items side by side, as it is printed."""
    file = _audited(scratch, f"{REPORT}.docx", "xlsx")
    _run("soffice", _profile(scratch), "--headless", "--convert-to", "pdf", "--outdir", str(scratch), str(file))
    printed = FOLDER / "workbook"
    _run(
        "pdftoppm", "-r", "80", "-f", "2", "-l", "2", "-png", "-singlefile", str(file.with_suffix(".pdf")), str(printed)
    )
    _run("convert", f"{printed}.png", "-trim", "-bordercolor", "white", "-border", "24", f"{printed}.png")
    _smaller(FOLDER / "workbook.png")


def word_comments(scratch: Path) -> None:
    """The Word copy in the window of a word processor, its second page with the comments beside it."""
    file = _audited(scratch, f"{REPORT}.docx", "docx")
    width, height = WINDOW
    screen = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", f"{width}x{height}x24"], stderr=subprocess.DEVNULL)
    env = os.environ | {"DISPLAY": DISPLAY}
    try:
        time.sleep(2)
        office = subprocess.Popen(["soffice", _profile(scratch), "--norestore", "--nologo", str(file)], env=env)
        search = ("xdotool", "search", "--sync", "--onlyvisible", "--name", f"{file.name} - LibreOffice")
        window = _run(*search, env=env).split()[-1]
        time.sleep(5)
        _run("xdotool", "windowmove", window, "0", "0", "windowsize", window, str(width), str(height), env=env)
        _run("xdotool", "windowfocus", window, "key", "Next", env=env)
        time.sleep(4)
        _run("import", "-window", "root", str(FOLDER / "word.png"), env=env)
        office.terminate()
        office.wait(timeout=30)
    finally:
        screen.terminate()
        screen.wait(timeout=30)
    _smaller(FOLDER / "word.png")


def _audited(scratch: Path, report: str, form: str) -> Path:
    target = scratch / f"report.{form}"
    command = [sys.executable, "-m", "audit", report, "--rubric", RUBRIC, "--format", form, "-o", str(target)]
    subprocess.run([*command, "--exit-zero", "--no-config"], cwd=ROOT, check=True)
    return target


def _profile(scratch: Path) -> str:
    return f"-env:UserInstallation={(scratch / 'office').as_uri()}"


def _smaller(picture: Path) -> None:
    """As many colours as an interface has: a third of the bytes."""
    _run("convert", str(picture), "+dither", "-colors", "128", f"PNG8:{picture}")


def _run(*command: str, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=180, env=env)
    return done.stdout


if __name__ == "__main__":
    main()
