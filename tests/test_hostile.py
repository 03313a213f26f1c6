"""Files made to do harm are read, or refused in one line, within bounds of time and memory and without a connection.

They are read in a process of its own: with a limit of memory and processor time, and a hook that ends every attempt to
open a connection, to start a program or to write a file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from tests.extract.readers.tiny_pdf import TinyPage, tiny_pdf
from tests.extract.readers.word_files import p, part, word, zipped

MEMORY = 3 * 1024**3
SECONDS = 120
OUTSIDE = "http://192.0.2.1/x"
"""An address that is reserved for documentation (RFC 5737) and answers nowhere."""

CHILD = f"""
import json, resource, sys
from extract import read_document
from models import InputError, Table
from pathlib import Path
import extract.readers.docx, extract.readers.html, extract.readers.pdf.assemble, extract.readers.xlsx
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))

def watch(event, arguments):
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if writes or event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "urllib.")):
        print(json.dumps([str(event), str(arguments)]))
        sys.stdout.flush()
        import os
        os._exit(9)

sys.addaudithook(watch)
for name in sys.argv[1:]:
    try:
        document = read_document(Path(name))
        cells = sum(len(b.cells) for b in document.blocks if isinstance(b, Table))
        parts = (b.cells if isinstance(b, Table) else (b,) for b in document.blocks)
        text = "".join(one.text for part in parts for one in part)
        print(json.dumps([Path(name).name, len(document.blocks), cells, text[:200]]))
    except InputError as error:
        print(json.dumps([Path(name).name, str(error)]))
"""

_STEPS = [f"<!ENTITY {one} '{10 * f'&{before};'}'>" for before, one in pairwise("abcdefghi")]
LAUGHS = f"<!DOCTYPE laughs [<!ENTITY a 'ha'>{''.join(_STEPS)}]>"
"""Entities of entities: the last one is ten to the eighth times the first (billion laughs)."""


def _bomb() -> bytes:
    return word("", extra={"word/document.xml": part("document", "<w:body>" + " " * 60_000_000 + "</w:body>")})


def _laughing() -> bytes:
    body = part("document", "<w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body>")
    head, rest = body.split(b"?>", 1)
    return word("", extra={"word/document.xml": head + b"?>" + LAUGHS.encode() + rest})


def _linked() -> bytes:
    kinds = ("styles", "numbering", "attachedTemplate", "image", "footnotes", "subDocument", "oleObject")
    links = "".join(
        f'<Relationship Id="r{n}" Type="urn:a/{kind}" Target="{OUTSIDE}" TargetMode="External"/>'
        for n, kind in enumerate(kinds)
    )
    field = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    field += f'<w:r><w:instrText>INCLUDETEXT "{OUTSIDE}"</w:instrText></w:r>'
    field += '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>存下的字</w:t></w:r>'
    field += '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    return word(p("正文") + field, relations=links)


def _large_table() -> bytes:
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * 20 + "</w:tr>"
    return word("<w:tbl>" + row * 5000 + "</w:tbl>")


def _deep() -> bytes:
    return word("<w:tbl><w:tr><w:tc>" * 5000 + p("正文") + "</w:tc></w:tr></w:tbl>" * 5000)


def _scripted() -> bytes:
    return (
        "<!DOCTYPE html><html><head><meta charset=utf-8><base href='http://192.0.2.1/'>"
        "<script src='x.js'></script><script>document.write('<table><tr><td>写进来的</table>'); while(true){}</script>"
        "<meta http-equiv=refresh content='0;url=http://192.0.2.1/'><style>@import url(http://192.0.2.1/x.css);</style>"
        "</head><body onload='alert(1)'><p>各镇已经按要求报送材料。</p><img src=x onerror='alert(1)'>"
        "<iframe src='http://192.0.2.1/'></iframe><object data='http://192.0.2.1/'></object>"
        "<svg><script>1</script></svg><noscript>请启用脚本</noscript></body></html>"
    ).encode()


def _workbook(folder: Path) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["考核项目", "分值"], ["制度", 10], ["档案", f'=WEBSERVICE("{OUTSIDE}")']):
        sheet.append(row)
    sheet["C2"] = f"='[{OUTSIDE}]Sheet1'!A1"
    sheet["C3"] = "=cmd|'/c calc'!A1"
    book.save(folder / "book.xlsx")
    with zipfile.ZipFile(folder / "book.xlsx") as package:
        return zipped({name: package.read(name) for name in package.namelist()})


def _page(number: int) -> TinyPage:
    """A page of a table that runs over all pages."""
    return TinyPage().table([90, 300, 500], [60, 790], [[f"第{number}项", "已经报送"]])


EXPECTED: dict[str, list[object]] = {
    "bomb.docx": ["unpacks to far more"],
    "laughs.docx": ["damaged"],
    "linked.docx": [2, 0, "正文存下的字"],
    "large.docx": [1, 100_000],
    "deep.docx": ["damaged"],
    "script.html": [1, 0, "各镇已经按要求报送材料。"],
    "book.xlsx": [2, 4, "考核项目分值制度10档案"],
    "pages.pdf": [1, 6000],
    "noise.pdf": ["damaged"],
}


@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory are those of POSIX")
def test_hostile_files_within_bounds(tmp_path: Path) -> None:
    files = {
        "bomb.docx": _bomb(),
        "laughs.docx": _laughing(),
        "linked.docx": _linked(),
        "large.docx": _large_table(),
        "deep.docx": _deep(),
        "script.html": _scripted(),
        "book.xlsx": _workbook(tmp_path),
        "pages.pdf": tiny_pdf(*(_page(n) for n in range(3000))),
        "noise.pdf": b"%PDF-1.7\n" + b"1 0 obj<</Kids[1 0 R]/Type/Pages/Count 99999999>>endobj\n" * 2000 + b"%%EOF",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    command = [sys.executable, "-c", CHILD, *(str(tmp_path / name) for name in files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10 * SECONDS)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    found = {name: rest for name, *rest in map(json.loads, done.stdout.splitlines())}
    assert set(found) == set(EXPECTED)
    for name, expected in EXPECTED.items():
        if isinstance(expected[0], str):
            assert expected[0] in found[name][0], name
            assert "\n" not in found[name][0]
        else:
            assert found[name][: len(expected)] == expected, name
