"""The parts of a Word file that comments touch; all others are copied as they are (ECMA-376 part 2)."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Sequence
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import cast

from lxml import etree

from audit.reports.remarks import AUTHOR, INITIALS, Remark
from audit.reports.xml_text import writable

Element = etree._Element

_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SIZE = "18"
"""Half points: comments are 9 points, however large the text of the document is."""


class Parts:
    """A Word file whose main part is changed in place, and that then takes comments."""

    def __init__(self, data: bytes, main_part: str) -> None:
        self._data = data
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self._members = {_plain(info.filename): info.filename for info in package.infolist() if not info.is_dir()}
        self._main_part = main_part
        self.main = self._xml(main_part)
        """The root of the main part."""
        self._changed: dict[str, Element] = {main_part: self.main}
        self._namespace = etree.QName(self.main).namespace or ""

    @property
    def next_comment(self) -> int:
        """The first number that no comment of the file has."""
        marks = ("commentRangeStart", "commentRangeEnd", "commentReference")
        elements = [*self.main.iter(*(self._name(mark) for mark in marks)), *self._comments]
        numbers = [element.get(self._name("id")) or "" for element in elements if isinstance(element.tag, str)]
        return max((int(number) for number in numbers if number.isdigit()), default=-1) + 1

    def add_comments(self, comments: Sequence[tuple[int, Remark]], now: datetime) -> None:
        """Append comments to those that the file has."""
        if not comments:
            return
        for number, remark in comments:
            self._comments.append(self._comment(number, remark, now))
        part = self._comments_part or self._new_comments_part()
        self._changed[part] = self._comments

    def packed(self) -> bytes:
        """The file: its members in their order, the changed ones written anew, new ones at the end."""
        changed = {self._members.get(part.lower(), part): root for part, root in self._changed.items()}
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self._data)) as package,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copied,
        ):
            for info in package.infolist():
                root = changed.pop(info.filename, None)
                content = _serialised(root) if root is not None else package.read(info)
                kept = copy(info)
                kept.compress_type = (
                    zipfile.ZIP_STORED if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
                )
                copied.writestr(kept, content)
            for name, root in changed.items():
                added = zipfile.ZipInfo(name)  # of no date, so that the same comments give the same bytes at any time
                added.compress_type = zipfile.ZIP_DEFLATED
                copied.writestr(added, _serialised(root))
            copied.comment = package.comment
        return stream.getvalue()

    @cached_property
    def _comments_part(self) -> str | None:
        """The part that holds the comments of the file, where it has one."""
        for relation in self._relations:
            kind, target = relation.get("Type") or "", relation.get("Target") or ""
            if kind.endswith("/comments") and relation.get("TargetMode") != "External":
                folder = posixpath.dirname(self._main_part)
                part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                if part.lower() in self._members:
                    return part
        return None

    @cached_property
    def _comments(self) -> Element:
        if self._comments_part is not None:
            return self._xml(self._comments_part)
        return etree.Element(self._name("comments"), nsmap={"w": self._namespace})

    @cached_property
    def _relations(self) -> Element:
        part = self._relations_part
        return (
            self._xml(part)
            if part.lower() in self._members
            else etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap=cast(dict[str, str], {None: _RELATIONS}))
        )

    @property
    def _relations_part(self) -> str:
        folder, base = posixpath.split(self._main_part)
        return posixpath.join(folder, "_rels", f"{base}.rels")

    def _new_comments_part(self) -> str:
        """Make the file know its new part: a relation from the main part, and a type of content."""
        folder = posixpath.dirname(self._main_part)
        names = ("comments.xml", *(f"comments{number}.xml" for number in range(1, 100)))
        base = next(name for name in names if posixpath.join(folder, name).lower() not in self._members)
        part = posixpath.join(folder, base)
        known = {relation.get("Id") for relation in self._relations}
        identity = next(name for number in range(1, len(known) + 2) if (name := f"rIdZicha{number}") not in known)
        relation = etree.SubElement(self._relations, f"{{{_RELATIONS}}}Relationship")
        relation.set("Id", identity)
        relation.set("Type", _STRICT_RELATION if self._namespace == _STRICT else _RELATION)
        relation.set("Target", base)
        self._changed[self._relations_part] = self._relations
        types = self._xml("[Content_Types].xml")
        override = etree.SubElement(types, f"{{{_TYPES}}}Override")
        override.set("PartName", f"/{part}")
        override.set("ContentType", _COMMENTS_TYPE)
        self._changed["[Content_Types].xml"] = types
        return part

    def _comment(self, number: int, remark: Remark, now: datetime) -> Element:
        comment = etree.Element(self._name("comment"), nsmap=cast(dict[str, str], self._comments.nsmap))
        comment.set(self._name("id"), str(number))
        comment.set(self._name("author"), AUTHOR)
        comment.set(self._name("date"), now.strftime("%Y-%m-%dT%H:%M:%SZ"))
        comment.set(self._name("initials"), INITIALS)
        for index, line in enumerate((remark.heading, *remark.lines)):
            comment.append(self._line(line, first=index == 0))
        return comment

    def _line(self, text: str, *, first: bool) -> Element:
        """A paragraph with looks of its own: the styles of the document are made for its text, not for comments."""
        paragraph = etree.Element(self._name("p"))
        properties = self._under(paragraph, "pPr")
        self._under(properties, "spacing", before="0", after="40", line="240", lineRule="auto")
        self._under(properties, "ind", left="0", right="0", firstLine="0", firstLineChars="0")
        self._under(properties, "jc", val="left")
        if first:
            self._under(self._under(paragraph, "r"), "annotationRef")
        run = self._under(paragraph, "r")
        looks = self._under(run, "rPr")
        if first:
            self._under(looks, "b")
        self._under(looks, "sz", val=_SIZE)
        self._under(looks, "szCs", val=_SIZE)
        words = self._under(run, "t")
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        words.text = writable(text)
        return paragraph

    def _under(self, parent: Element, name: str, **attributes: str) -> Element:
        element = etree.SubElement(parent, self._name(name))
        for key, value in attributes.items():
            element.set(self._name(key), value)
        return element

    def _xml(self, part: str) -> Element:
        with zipfile.ZipFile(io.BytesIO(self._data)) as package:
            content = package.read(self._members[part.lower()])
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
        return etree.fromstring(content, parser)

    def _name(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"


def _plain(filename: str) -> str:
    return filename.replace("\\", "/").lstrip("/").lower()


def _serialised(root: Element) -> bytes:
    content: bytes = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)
    return content
