"""Word documents (.docx, also .docm, .dotx and the strict variant) as blocks.

The text is what Word shows on the page: automatic numbers are rebuilt, fields show their results, tracked deletions and
hidden text are left out (and said so), text boxes follow the paragraph that holds them, a table in two pieces is one,
footnotes stand at the end in the order in which the text refers to them, without their marks.
Headers, footers and comments are no part of it.
"""

from __future__ import annotations

from extract.captions import attach_captions
from extract.readers.docx.body import BodyReader
from extract.readers.docx.cleaning import clean
from extract.readers.docx.inline import Losses
from extract.readers.docx.joining import join_tables
from extract.readers.docx.names import Element, attribute, child, children
from extract.readers.docx.numbering import Numbering
from extract.readers.docx.styles import Styles
from extract.readers.opc import DAMAGED, Package
from extract.readers.source import source_of
from models import Document, ReadingNote, Text, UnreadableFile, Where

__all__ = ["read_docx"]

_TOO_DEEP = Text(zh="内容嵌套层次过深", en="its content is nested too deeply")


def read_docx(data: bytes, name: str) -> Document:
    """The document in the bytes of a Word file called ``name``.

    Raises ``UnreadableFile`` where it is damaged, encrypted or unpacks to more than a document can hold.
    """
    package = Package(data, name)
    main = package.main_part
    if main is None:
        raise UnreadableFile(name, DAMAGED)
    root = package.xml(main)
    body = child(root, "body")
    if body is None:
        raise UnreadableFile(name, DAMAGED)
    styles = Styles(_part(package, main, "styles"))
    reader = BodyReader(styles, Numbering(_part(package, main, "numbering"), styles))
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
        root = _part(package, main, f"{kind}s") if any(k == kind for k, _ in wanted) else None
        if root is None:
            continue
        deletions += clean(root)
        by_id = {attribute(note, "id"): note for note in children(root, kind)}
        for identity in dict.fromkeys(i for k, i in wanted if k == kind):
            if identity in by_id:
                reader.read(by_id[identity])
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
