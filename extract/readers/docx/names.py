"""Names of WordprocessingML elements and attributes, and how their values are read (ECMA-376 part 1, 17)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

Element = etree._Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def w(name: str) -> str:
    """The full name of an element or attribute of the main namespace."""
    return f"{{{W}}}{name}"


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element (an unresolved entity)."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name in the main namespace."""
    return None if element is None else element.find(w(name))


def path(element: Element | None, *names: str) -> Element | None:
    """The first child of the first child … along the names."""
    for name in names:
        element = child(element, name)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """All children of that name in the main namespace."""
    return iter(()) if element is None else element.iterchildren(w(name))


def attribute(element: Element | None, name: str = "val") -> str | None:
    """An attribute of the main namespace."""
    return None if element is None else element.get(w(name))


def number(element: Element | None, name: str = "val") -> int | None:
    """A whole number in an attribute; ``None`` where there is none, or something else."""
    text = attribute(element, name)
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):
        return None


def is_on(element: Element | None) -> bool | None:
    """A switch (17.17.4): present without a value is on; ``None`` where it is absent."""
    if element is None:
        return None
    return attribute(element) not in ("0", "false", "off")
