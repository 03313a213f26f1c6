"""Office files as packages: a zip of XML parts that point at each other (ECMA-376 part 2).

Only the parts that are asked for are unpacked, pictures never. python-docx is not used to open packages: it refuses
templates, files with macros and the strict variant, stops at relationships that point nowhere (which WPS and converters
leave behind), and unpacks every picture.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from models import Text, UnreadableFile

PART_LIMIT = 256 * 1024 * 1024
"""Bytes of one unpacked part; the XML of a thousand pages takes a tenth of it."""

RATIO_LIMIT = 1000
"""Unpacked bytes for one packed byte; XML of real documents stays below 100, deflate cannot do more than 1032."""

RATIO_FLOOR = 16 * 1024 * 1024
"""Parts smaller than this are never taken for a bomb."""

_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
"""Namespaces of the strict variant and what they are called in the usual one (ISO/IEC 29500 parts 1 and 4)."""

DAMAGED = Text(zh="文件已损坏或不完整", en="the file is damaged or incomplete")
PASSWORD = Text(zh="文件有密码保护，请先取消密码再试", en="protected by a password; remove the password and try again")
TOO_LARGE = Text(zh="压缩包解开后过大，拒绝读取", en="unpacks to far more than a document can hold, not read")


@dataclass(frozen=True, slots=True)
class Relation:
    """A pointer from one part to another. ``target`` is the name of the part, without a slash in front."""

    identity: str
    kind: str
    """Last word of the relationship's type: styles, numbering, footnotes, officeDocument …"""
    target: str


class Package:
    """The parts of an office file. Raises ``UnreadableFile`` where the zip or an XML part is damaged or hostile."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableFile(name, DAMAGED) from error
        self._parts = {_part_name(info.filename): info for info in self._zip.infolist() if not info.is_dir()}
        self._by_folded_name = {part.lower(): part for part in self._parts}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._parts)

    def has(self, part: str) -> bool:
        """Whether there is such a part; names do not know upper and lower case."""
        return part.lower() in self._by_folded_name

    def bytes_of(self, part: str) -> bytes:
        """The content of a part, unpacked within limits. Raises ``KeyError`` where there is no such part."""
        info = self._parts[self._by_folded_name[part.lower()]]
        bomb = info.file_size > RATIO_FLOOR and info.file_size > RATIO_LIMIT * max(info.compress_size, 1)
        if info.file_size > PART_LIMIT or bomb:
            raise UnreadableFile(self._name, TOO_LARGE)
        if info.flag_bits & 1:
            raise UnreadableFile(self._name, PASSWORD)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(PART_LIMIT + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableFile(self._name, DAMAGED) from error
        if len(data) > PART_LIMIT:
            raise UnreadableFile(self._name, TOO_LARGE)
        return data

    def xml(self, part: str) -> etree._Element:
        """The root of an XML part, in the usual namespaces. Entities are not resolved, nothing outside is fetched."""
        return parse_xml(self.bytes_of(part), self._name)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Where a part points to; ``""`` is the package itself. Targets outside the package are left out."""
        folder, base = posixpath.split(part)
        holder = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(holder):
            return ()
        found: list[Relation] = []
        for element in self.xml(holder):
            target = element.get("Target")
            if not target or element.get("TargetMode") == "External":
                continue
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = (element.get("Type") or "").rsplit("/", 1)[-1]
            found.append(Relation(identity=element.get("Id") or "", kind=kind, target=path))
        return tuple(found)

    def related(self, part: str, kind: str) -> str | None:
        """The first existing part of a kind that a part points to."""
        return next((r.target for r in self.relations(part) if r.kind == kind and self.has(r.target)), None)

    @cached_property
    def main_part(self) -> str | None:
        """The part that holds the document itself; ``None`` where the zip is no office file."""
        main = self.related("", "officeDocument")
        if main is None and self.has("word/document.xml"):
            return "word/document.xml"  # damaged relationships; Word and WPS open such files too
        return main

    def root_name(self, part: str) -> str:
        """The name of the root element of a part, without its namespace; the rest of it is not parsed."""
        try:
            for _, element in etree.iterparse(
                io.BytesIO(self.bytes_of(part)), events=("start",), no_network=True, resolve_entities=False
            ):
                return etree.QName(element).localname
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableFile(self._name, DAMAGED) from error
        return ""


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root of an XML text. Raises ``UnreadableFile`` where it is damaged or nests or expands without bounds."""
    for strict, usual in _TRANSITIONAL.items() if _STRICT in data[:8192] else ():
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(name, DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        # No part of an office file has one (ECMA-376 part 2, 8.1.4); it only serves entity attacks.
        raise UnreadableFile(name, DAMAGED)
    return root


def _part_name(filename: str) -> str:
    return filename.replace("\\", "/").lstrip("/")
