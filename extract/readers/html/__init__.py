"""Saved web pages (.html, .htm, .mht, also those that Word and WPS save) as blocks.

The document is found among navigation, tools and the foot of the site; scripts are not run, nothing is fetched.
"""

from __future__ import annotations

from lxml import etree

from extract.captions import attach_captions
from extract.readers.html.article import Names, article
from extract.readers.html.flow import SKIPPED, Flow, Piece
from extract.readers.html.looks import Looks
from extract.readers.html.page import Element, parse, text_of
from extract.readers.source import source_of
from extract.readers.tabular import moved
from extract.text import folded
from models import Block, Document, ReadingNote, Table, Text, Where

__all__ = ["read_html"]

_TITLES = ("articletitle", "title", "og:title", "dc.title")


def read_html(data: bytes, name: str) -> Document:
    """The document in the bytes of a web page called ``name``.

    Raises ``UnreadableFile`` where there is no page in it, or where it nests without bounds or holds too much.
    """
    root, unread = parse(data, name)
    looks = Looks(root)
    names = Names(_titles(root))
    etree.strip_elements(root, *SKIPPED - {"input"}, with_tail=False)
    body = next(root.iter("body"), root)
    flow = Flow(looks, name)
    top = flow.read(body)
    kept = article(flow.pieces, top, names)
    blocks = [_block(flow.pieces[index], number) for number, index in enumerate(kept)]
    return Document(
        source=source_of(data, name, "html"), blocks=attach_captions(blocks), notes=_notes(flow, kept, unread)
    )


def _titles(root: Element) -> tuple[str, ...]:
    """What a page calls itself, folded."""
    found = [text_of(title) for title in root.iter("title")]
    named = (meta for meta in root.iter("meta") if (meta.get("name") or meta.get("property") or "").lower() in _TITLES)
    found += [meta.get("content") or "" for meta in named]
    return tuple(text for text in map(folded, found) if text)


def _block(piece: Piece, number: int) -> Block:
    where = Where(block=number)
    if isinstance(piece.block, Table):
        return moved(piece.block, where)
    return piece.block.model_copy(update={"where": where})


def _notes(flow: Flow, kept: list[int], unread: int) -> tuple[ReadingNote, ...]:
    """What was left out or could not be read inside the document; what the site around it holds does not matter."""
    first, last = (kept[0], kept[-1] + 1) if kept else (0, len(flow.pieces))
    found: list[ReadingNote] = []

    def note(count: int, kind: str, zh: str, en: str) -> None:
        if count:
            message = Text(zh=zh.format(count), en=en.format(count))
            found.append(ReadingNote.model_validate({"kind": kind, "message": message, "where": Where()}))

    def inside(places: list[float]) -> int:
        return sum(first < place < last for place in places)

    losses = flow.losses
    note(inside(losses.hidden), "left_out", "隐藏的内容{}处未读入", "hidden parts left out: {}")
    note(inside(losses.pictures), "not_read", "图片{}幅，其中的文字未读入", "pictures not read: {}")
    note(inside(losses.objects), "not_read", "嵌入的文件{}个未读入", "embedded files not read: {}")
    note(unread, "glyphs_without_meaning", "无法解码的字符{}个", "characters that could not be decoded: {}")
    return tuple(found)
