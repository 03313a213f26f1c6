"""From the bytes of a saved page to its tree: encoding, parsing, limits.

Nothing outside the file is fetched and nothing in it is run.
"""

from __future__ import annotations

import email
import email.policy
import re

from lxml import etree

from extract.readers.encoding import decode
from extract.readers.opc import DAMAGED
from models import Text, UnreadableFile

Element = etree._Element

TOO_DEEP = Text(zh="内容嵌套层次过深", en="its content is nested too deeply")
DEPTH_LIMIT = 2000
"""Elements inside each other; old pages that never close their fonts reach hundreds."""

_SEARCHED = 8192
_CHARSET = re.compile(rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml\s[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse(data: bytes, name: str) -> tuple[Element, int]:
    """The root of a page, and how many of its characters could not be decoded.

    Raises ``UnreadableFile`` where there is no element in it or where elements nest without bounds.
    """
    data, declared = _unpacked(data)
    decoded = decode(data, declared or _declared(data))
    # Templates close the page and go on; parsers drop what comes after, browsers do not.
    text = _NOT_IN_XML.sub("", _ENDS.sub("", decoded.text))
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(name, DAMAGED) from error
    if root is None:
        raise UnreadableFile(name, DAMAGED)
    if any("depth" in entry.message for entry in parser.error_log) or _depth(root) > DEPTH_LIMIT:
        raise UnreadableFile(name, TOO_DEEP)
    return root, decoded.unread


def text_of(element: Element) -> str:
    """All text in an element."""
    return "".join(str(text) for text in element.itertext())


def _unpacked(data: bytes) -> tuple[bytes, str | None]:
    """The page in a web archive (MHTML, RFC 2557) with its encoding; other data as it is."""
    if not re.match(rb"(?:[\w-]+:[^\n]*\n|\s)*?mime-version:", data[:_SEARCHED], re.IGNORECASE):
        return data, None
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload, part.get_content_charset()
    return data, None


def _declared(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    match = _CHARSET.search(data[:_SEARCHED]) or _XML_ENCODING.search(data[:_SEARCHED])
    return match.group(1).decode("ascii") if match else None


def _depth(root: Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
