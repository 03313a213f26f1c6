"""Word documents (.docx, also .docm, .dotx and the strict variant) as blocks.

The text is what Word shows on the page: automatic numbers are rebuilt, fields show their results, tracked deletions and
hidden text are left out (and said so), text boxes follow the paragraph that holds them, a table in two pieces is one,
footnotes stand at the end in the order in which the text refers to them, without their marks.
Headers, footers and comments are no part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from extract.captions import attach_captions
from extract.readers.docx.body import BodyReader, Pieces, Place
from extract.readers.docx.cleaning import clean
from extract.readers.docx.inline import Losses
from extract.readers.docx.joining import join_tables
from extract.readers.docx.names import Element, attribute, child, children
from extract.readers.docx.numbering import Numbering
from extract.readers.docx.styles import Styles
from extract.readers.opc import DAMAGED, Package
from extract.readers.source import source_of
from models import Document, ReadingNote, Text, UnreadableFile, Where

__all__ = ["Anchor", "Anchored", "anchors", "read_docx"]

_TOO_DEEP = Text(zh="内容嵌套层次过深", en="its content is nested too deeply")


class Anchor(NamedTuple):
    """What of the main part of the file shows the characters ``start:end`` of a paragraph or cell."""

    start: int
    end: int
    first: int
    """Number of an element: its place among all elements of the part, from 0, in the order of the file."""
    last: int
    """The last element, where several in a row stand for the text; else the same."""
    offset: int | None
    """Where in the text of the element (a w:t) the characters begin; ``None`` where only all of it stands for them."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """A document, and where in the file its text stands."""

    document: Document
    main_part: str
    """Name of the part that holds the text."""
    anchors: dict[Place, tuple[Anchor, ...]]
    """For each paragraph and cell, in the order of its text. Text that Word counts itself has no anchor.

    What stands in a footnote is anchored at its reference.
    """


def read_docx(data: bytes, name: str) -> Document:
    """The document in the bytes of a Word file called ``name``.

    Raises ``UnreadableFile`` where it is damaged, encrypted or unpacks to more than a document can hold.
    """
    package, main = _opened(data, name)
    return _read(package, main, package.xml(main), data, name, None)


def anchors(data: bytes, name: str) -> Anchored:
    """The same document, read in the same walk, with the place of every text in the file. Raises as ``read_docx``."""
    package, main = _opened(data, name)
    root = package.xml(main)
    elements = [e for e in root.iter() if isinstance(e.tag, str)]  # kept: while the tree changes, each stays itself
    number = {element: position for position, element in enumerate(elements)}
    pieces: Pieces = {}
    document = _read(package, main, root, data, name, pieces)
    found: dict[Place, tuple[Anchor, ...]] = {}
    for place, parts in pieces.items():
        at, here = 0, []
        for piece in parts:
            end = at + len(piece.text)
            if piece.element is not None and piece.text:
                first = number[piece.element]
                last = first if piece.last is None else number[piece.last]
                here.append(Anchor(at, end, first, last, piece.offset))
            at = end
        found[place] = tuple(here)
    return Anchored(document=document, main_part=main, anchors=found)


def _opened(data: bytes, name: str) -> tuple[Package, str]:
    package = Package(data, name)
    main = package.main_part
    if main is None:
        raise UnreadableFile(name, DAMAGED)
    return package, main


def _read(package: Package, main: str, root: Element, data: bytes, name: str, pieces: Pieces | None) -> Document:
    body = child(root, "body")
    if body is None:
        raise UnreadableFile(name, DAMAGED)
    styles = Styles(_part(package, main, "styles"))
    reader = BodyReader(styles, Numbering(_part(package, main, "numbering"), styles), pieces)
    try:
        deletions = clean(body)
        join_tables(body)
        reader.read(body)
        deletions += _read_notes(package, main, reader)
    except RecursionError as error:
        raise UnreadableFile(name, _TOO_DEEP) from error
    return Document(
        source=source_of(data, name, "docx"),
        blocks=attach_captions(reader.blocks),
        notes=_reading_notes(deletions, reader.losses),
    )


def _part(package: Package, main: str, kind: str) -> Element | None:
    part = package.related(main, kind)
    return None if part is None else package.xml(part)


def _read_notes(package: Package, main: str, reader: BodyReader) -> int:
    """Appends the footnotes and endnotes that the body refers to, as paragraphs; returns the deletions in them."""
    deletions = 0
    wanted = list(reader.notes)
    for kind in ("footnote", "endnote"):
        references = {i: element for k, i, element in reversed(wanted) if k == kind}
        root = _part(package, main, f"{kind}s") if references else None
        if root is None:
            continue
        deletions += clean(root)
        by_id = {attribute(note, "id"): note for note in children(root, kind)}
        for identity in dict.fromkeys(i for k, i, _ in wanted if k == kind):
            if identity in by_id:
                reader.read_note(by_id[identity], references[identity])
    return deletions


def _reading_notes(deletions: int, losses: Losses) -> tuple[ReadingNote, ...]:
    """One note for each kind of thing that was left out or could not be read."""
    found: list[ReadingNote] = []

    def note(count: int, kind: str, zh: str, en: str) -> None:
        if count:
            message = Text(zh=zh.format(count), en=en.format(count))
            found.append(ReadingNote.model_validate({"kind": kind, "message": message, "where": Where()}))

    note(deletions, "left_out", "修订标记为删除的文字{}处未读入", "tracked deletions left out: {}")
    note(losses.hidden, "left_out", "隐藏文字{}处未读入", "runs of hidden text left out: {}")
    note(losses.merged, "left_out", "被合并单元格遮盖的文字{}处未读入", "texts covered by merged cells left out: {}")
    note(
        losses.symbols,
        "glyphs_without_meaning",
        "符号字体中的字符{}个含义不明",
        "signs of symbol fonts without known meaning: {}",
    )
    note(losses.fields, "not_read", "没有结果的域{}个未读入", "fields without a result not read: {}")
    note(
        losses.pictures,
        "not_read",
        "占半页以上的图片{}幅，其中的文字未读入",
        "pictures of half a page or more not read: {}",
    )
    note(losses.objects, "not_read", "嵌入的对象{}个未读入", "embedded objects not read: {}")
    return tuple(found)
