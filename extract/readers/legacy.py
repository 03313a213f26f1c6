"""Old formats, turned into Word files (.doc, .wps, .rtf, .odt) or workbooks (.xls, .et, .ods) by LibreOffice.

Each conversion has a folder of its own for the profile, the input and the output, so several can run at once, none
meets the user's settings, and nothing is left behind. Macros are off and links to outside are not followed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from extract.readers.source import source_of
from models import Document, Format, Text, UnreadableFile, UnsupportedFormat

TIME_LIMIT = 120.0
"""Seconds for one conversion; a report of a hundred pages takes ten."""

NAMES: dict[str, Text] = {
    "doc": Text(zh="旧版 Word 文档（.doc）", en="an old Word document (.doc)"),
    "wps": Text(zh="WPS 文字文档（.wps）", en="a WPS document (.wps)"),
    "rtf": Text(zh="RTF 文档", en="an RTF document"),
    "odt": Text(zh="OpenDocument 文档（.odt）", en="an OpenDocument text (.odt)"),
    "xls": Text(zh="旧版 Excel 工作簿（.xls）", en="an old Excel workbook (.xls)"),
    "et": Text(zh="WPS 表格（.et）", en="a WPS workbook (.et)"),
    "ods": Text(zh="OpenDocument 表格（.ods）", en="an OpenDocument spreadsheet (.ods)"),
}
SHEETS = frozenset({"xls", "et", "ods"})
"""Those of them that are workbooks."""
_FILTERS = {"docx": "MS Word 2007 XML", "xlsx": "Calc MS Excel 2007 XML"}
_REMEDY = Text(
    zh="需要安装 LibreOffice 才能读取，或者请另存为 .docx、.xlsx 或 PDF 后再试",
    en="install LibreOffice to read it, or save it as .docx, .xlsx or PDF and try again",
)
_FAILED = Text(
    zh="LibreOffice 无法转换此文件，可能已损坏或有密码保护；请另存为 .docx、.xlsx 或 PDF 后再试",
    en="LibreOffice could not convert it, it may be damaged or have a password; "
    "save it as .docx, .xlsx or PDF and try again",
)
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""No macros, no content from other places, links never updated."""


def read_legacy(data: bytes, name: str, format: Format) -> Document:
    """The document in the bytes of a file of an old format; its source says what it was before the conversion.

    Raises ``UnsupportedFormat`` where LibreOffice is not installed, ``UnreadableFile`` where it fails or is too slow.
    """
    office = find_office()
    if office is None:
        kind = NAMES[format]
        raise UnsupportedFormat(name, Text(zh=f"这是{kind.zh}，{_REMEDY.zh}", en=f"this is {kind.en}; {_REMEDY.en}"))
    converted = convert(data, name, format, office)
    if format in SHEETS:
        from extract.readers.xlsx import read_xlsx as read_converted
    else:
        from extract.readers.docx import read_docx as read_converted
    return read_converted(converted, name).model_copy(update={"source": source_of(data, name, format)})


def find_office() -> str | None:
    """The program of LibreOffice; ``None`` where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def convert(data: bytes, name: str, format: Format, office: str, time_limit: float = TIME_LIMIT) -> bytes:
    """The bytes of a Word file or workbook made from a file called ``name``.

    Raises ``UnreadableFile`` where that fails.
    """
    target = "xlsx" if format in SHEETS else "docx"
    with tempfile.TemporaryDirectory(prefix="zicha-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source = work / f"input.{format}"
        source.write_bytes(data)
        profile = work / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        command = [
            office, "--headless", "--invisible", "--norestore", "--nologo", "--nolockcheck",
            f"-env:UserInstallation={profile.as_uri()}",
            "--convert-to", f"{target}:{_FILTERS[target]}", "--outdir", str(work / "output"), str(source),
        ]  # fmt: skip
        if format in SHEETS:
            command.insert(1, f"--infilter={_input_filter(data, format)}")
        _run(command, name, work, time_limit)
        result = work / "output" / f"input.{target}"
        if not result.is_file() or not result.stat().st_size:
            raise UnreadableFile(name, _FAILED)
        return result.read_bytes()


def _input_filter(data: bytes, format: Format) -> str:
    """The kind of workbook that it is: left to itself, LibreOffice reads a damaged one as lines of text."""
    if format == "ods":
        return "calc8"
    return "MS Excel 97" if data.startswith(b"\xd0\xcf\x11\xe0") else "MS Excel 2003 XML"


def _run(command: list[str], name: str, folder: Path, time_limit: float) -> None:
    """Runs a command in a group of its own, so that its children end with it when the time is up."""
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise UnreadableFile(name, _FAILED) from error
    try:
        process.wait(time_limit)
    except subprocess.TimeoutExpired as error:
        seconds = f"{time_limit:g}"
        reason = Text(
            zh=f"LibreOffice 转换超过 {seconds} 秒，已停止；请另存为 .docx 或 PDF 后再试",
            en=f"LibreOffice took more than {seconds} seconds and was stopped; save it as .docx or PDF and try again",
        )
        raise UnreadableFile(name, reason) from error
    finally:
        _end(process)
    if process.returncode:
        raise UnreadableFile(name, _FAILED)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the processes of a group that still run: the program that is started only starts another."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
