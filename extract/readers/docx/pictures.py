"""Pictures that can hold what the reader is looking for: pages that were scanned and put into a Word file."""

from __future__ import annotations

import re

from extract.readers.docx.names import Element, local

HALF_PAGE = 21.0 * 29.7 / 2
"""Square centimetres of half a sheet of A4; logos, seals and most charts are smaller."""

_EMU = 360_000
"""English metric units in a centimetre."""
_POINT = 2.54 / 72
"""Centimetres in a point."""
_STYLE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d+(?:\.\d+)?)pt")


def fills_a_page(drawing: Element) -> bool:
    """Whether a drawing (w:drawing, w:pict) is a picture of at least half a page."""
    names = {local(element) for element in drawing.iter()}
    if not names & {"blip", "imagedata"}:
        return False
    return any(_area(element) >= HALF_PAGE for element in drawing.iter())


def _area(element: Element) -> float:
    if local(element) == "extent":
        sides = [element.get("cx") or "", element.get("cy") or ""]
        return int(sides[0]) * int(sides[1]) / _EMU**2 if all(side.isdigit() for side in sides) else 0.0
    lengths = dict(_STYLE.findall(element.get("style") or ""))
    return float(lengths.get("width", 0)) * float(lengths.get("height", 0)) * _POINT**2
