"""Typesets the sample documents: ``python -m corpora.typeset [ids]``.

Each source becomes a Word file, a PDF of that Word file by LibreOffice, and a PDF of a web page by Chromium. Both
programs and the fonts they find decide where pages break, so this is run by hand and the files it makes are kept.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from corpora import source, web, word

FOLDER = Path(__file__).parent
SOURCES = FOLDER / "sources"

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
{aliases}
</fontconfig>
"""
_STAND_INS = {
    "宋体": "Noto Serif CJK SC",
    "仿宋_GB2312": "Noto Serif CJK SC",
    "楷体_GB2312": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
}
_CHROMIUM = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
]  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Typeset the documents that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m corpora.typeset", description=__doc__)
    parser.add_argument("ids", nargs="*")
    chosen = parser.parse_args(arguments).ids
    known = {path.stem: path for path in sorted(SOURCES.glob("*.txt"))}
    unknown = [one for one in chosen if one not in known]
    if unknown:
        print(f"no such source: {', '.join(unknown)}", file=sys.stderr)
        return 2
    for identity in chosen or known:
        typeset(known[identity])
    return 0


def typeset(path: Path) -> None:
    """Make the three files of one source."""
    content = source.read(path)
    target = FOLDER / content.identity
    word_file = target.with_suffix(".docx")
    word.write(content, word_file)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        _office(word_file, scratch)
        _keep(scratch / f"{content.identity}.pdf", target.with_suffix(".pdf"))
        html = scratch / "page.html"
        html.write_text(web.page(content), encoding="utf-8")
        _print(html, scratch)
        _keep(scratch / "page.pdf", FOLDER / f"{content.identity}.web.pdf")


def _office(word_file: Path, scratch: Path) -> None:
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="prepend" binding="strong"><string>{stand_in}</string></edit></match>'
        for name, stand_in in _STAND_INS.items()
    )
    fonts = scratch / "fonts.conf"
    fonts.write_text(_FONTS.format(aliases=aliases), encoding="utf-8")
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts), "SOURCE_DATE_EPOCH": "1704067200"}
    _run(
        ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(scratch), str(word_file)],
        environment,
    )  # fmt: skip


def _print(html: Path, scratch: Path) -> None:
    target = scratch / "page.pdf"
    _run(
        ["chromium", *_CHROMIUM, f"--user-data-dir={scratch}/browser", f"--print-to-pdf={target}", html.as_uri()],
        dict(os.environ),
    )


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-500:]}")


def _keep(made: Path, target: Path) -> None:
    """Copy a PDF with its dates and identifiers set to fixed values of the same length."""
    data = made.read_bytes()
    data = re.sub(rb"(/(?:Creation|Mod)Date ?\(D:)\d{14}", rb"\g<1>20240101000000", data)
    data = re.sub(rb"(/ID ?\[ ?<)[0-9A-Fa-f]+(>\s*<)[0-9A-Fa-f]+(>)", _same_length, data)
    data = re.sub(rb"(/DocChecksum /)[0-9A-F]+", _zeros, data)
    target.write_bytes(data)
    print(f"{target.name}: {len(data) // 1024} KB", file=sys.stderr)


def _same_length(match: re.Match[bytes]) -> bytes:
    whole = match.group(0)
    return re.sub(rb"<[0-9A-Fa-f]+>", lambda m: b"<" + b"0" * (len(m.group(0)) - 2) + b">", whole)


def _zeros(match: re.Match[bytes]) -> bytes:
    return match.group(1) + b"0" * (len(match.group(0)) - len(match.group(1)))


if __name__ == "__main__":
    sys.exit(main())
