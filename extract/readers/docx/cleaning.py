"""One state of a document: tracked changes accepted, alternatives chosen, so that reading is a plain walk.

Insertions stay where they are (the walk goes through them); deletions go away and are counted.
"""

from __future__ import annotations

from extract.readers.docx.names import MC, Element, attribute, child, local, path, w

_TEXT = (w("t"), w("delText"))


def clean(root: Element) -> int:
    """Changes the tree in place; returns the number of tracked deletions that held text."""
    _choose_alternatives(root)
    deletions = _drop_deletions(root)
    _join_paragraphs(root)
    _drop_unmatched_fields(root)
    return deletions


def _choose_alternatives(root: Element) -> None:
    """Puts the first choice in the place of mc:AlternateContent; the fallback where only that holds text."""
    for alternate in list(root.iter(f"{{{MC}}}AlternateContent")):
        branches = [b for b in alternate if local(b) in ("Choice", "Fallback")]
        chosen = next(
            (b for b in branches if next(b.iter(w("t")), None) is not None), branches[0] if branches else None
        )
        _replace(alternate, list(chosen) if chosen is not None else [])


def _drop_deletions(root: Element) -> int:
    count = 0
    for gone in list(root.iter(w("del"), w("moveFrom"))):
        holder = gone.getparent()
        if holder is None or local(holder) in ("rPr", "numPr"):
            continue  # the mark of a paragraph, see _join_paragraphs
        if local(holder) == "trPr":
            row = holder.getparent()
            count += _remove(row) if row is not None else 0
        else:
            held = _remove(gone)
            count += held if local(gone) == "del" else 0  # a moved text stands elsewhere, nothing is lost
    for gone in list(root.iter(w("cellDel"))):
        cell = _ancestor(gone, "tc")
        count += _remove(cell) if cell is not None else 0
    return count


def _join_paragraphs(root: Element) -> None:
    """A paragraph whose mark was deleted runs on into the next one, whose properties hold for both."""
    for paragraph in list(root.iter(w("p"))):
        marks = path(paragraph, "pPr", "rPr")
        if child(marks, "del") is None and child(marks, "moveFrom") is None:
            continue
        following = paragraph.getnext()
        while following is not None and local(following) in ("bookmarkStart", "bookmarkEnd", "proofErr"):
            following = following.getnext()
        if following is None or local(following) != "p":
            continue
        at = 1 if child(following, "pPr") is not None else 0
        for offset, element in enumerate([e for e in paragraph if local(e) != "pPr"]):
            following.insert(at + offset, element)
        _remove(paragraph)


def _drop_unmatched_fields(root: Element) -> None:
    """Removes field marks without a counterpart, which would otherwise swallow the text behind them."""
    open_fields: list[list[Element]] = []
    unmatched: list[Element] = []
    for mark in root.iter(w("fldChar")):
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            open_fields.append([mark])
        elif not open_fields:
            unmatched.append(mark)
        elif kind == "separate":
            open_fields[-1].append(mark)
        else:
            open_fields.pop()
    for mark in unmatched + [mark for marks in open_fields for mark in marks]:
        _remove(mark)


def _remove(element: Element) -> int:
    """Takes an element out; 1 where it held text, else 0."""
    held = any((t.text or "").strip() for t in element.iter(*_TEXT))
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
    return int(held)


def _replace(element: Element, others: list[Element]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent.remove(element)
    for offset, other in enumerate(others):
        parent.insert(at + offset, other)


def _ancestor(element: Element, name: str) -> Element | None:
    return next(element.iterancestors(w(name)), None)
