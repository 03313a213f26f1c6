"""Text that nobody sees on the page, and watermarks: both would get between the words that are meant to be read.

What is painted pale is compared with what it stands on: white on a dark heading is read, white on white is not. Pale
text that can be seen is a watermark where it is larger than the rest, or there again and again.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from extract.readers.pdf.glyphs import Glyphs, Run, luminance
from extract.readers.pdf.view import View

UNSEEN = 1.2
"""Contrast (WCAG 2.2: 1 to 21) below which nobody sees a text."""
PALE = 2.0
"""Contrast below which a large or repeated text is a watermark; the usual silver has 1.8."""
DULL = 4.5
"""Contrast below which a text that is very much larger than the rest is one."""
LARGER, MUCH_LARGER = 1.5, 2.5
"""How many times as large as most characters."""
VERY_LARGE = 30.0
OFTEN = 3
"""Times that a pale text stands on a page where it is a pattern behind it."""
_MOST_DOTS = 1400
"""Dots on the longer side of the picture by which grounds are told."""


def without_hidden(glyphs: Glyphs, page: Any, view: View) -> Glyphs:
    """The same characters without those that cannot be seen on an open page, and without watermarks."""
    if not glyphs.looks:
        return glyphs
    pale = {number: look for number, look in glyphs.looks.items() if not look.unpainted}
    grounds = _grounds(page, view, [glyphs.runs[number] for number in pale]) if pale else []
    contrasts = {n: _contrast(look.luminance, ground) for (n, look), ground in zip(pale.items(), grounds, strict=True)}
    size, repeated = _usual_size(glyphs), Counter(glyphs.runs[number].text for number in pale)
    hidden = {
        number
        for number, contrast in contrasts.items()
        if _is_hidden(glyphs.runs[number], contrast, size, repeated[glyphs.runs[number].text])
    }
    hidden |= _unpainted(glyphs)
    if not hidden:
        return glyphs
    kept = [run for number, run in enumerate(glyphs.runs) if number not in hidden]
    return replace(glyphs, runs=kept, looks={}, hidden=sum(len(glyphs.runs[number].text) for number in hidden))


def _is_hidden(run: Run, contrast: float, size: float | None, times: int) -> bool:
    if contrast < UNSEEN:
        return True
    if size is None:
        return False  # all of the page is grey
    if contrast < PALE and (run.size >= LARGER * size or times >= OFTEN):
        return True
    return contrast < DULL and run.size >= max(MUCH_LARGER * size, VERY_LARGE)


def _usual_size(glyphs: Glyphs) -> float | None:
    """The size of most characters that are painted plainly; ``None`` where there are none."""
    sizes: Counter[float] = Counter()
    for number, run in enumerate(glyphs.runs):
        if number not in glyphs.looks:
            sizes[round(run.size)] += len(run.text)
    return sizes.most_common(1)[0][0] if sizes else None


def _unpainted(glyphs: Glyphs) -> set[int]:
    """Text that is not painted, beside more text that is: alone it is the text layer of a scan, which is to be read."""
    found = {number for number, look in glyphs.looks.items() if look.unpainted}
    length = sum(len(glyphs.runs[number].text) for number in found)
    return found if 2 * length < sum(len(run.text) for run in glyphs.runs) else set()


def _contrast(one: float, other: float) -> float:
    high, low = max(one, other), min(one, other)
    return (high + 0.05) / (low + 0.05)


def _grounds(page: Any, view: View, runs: Sequence[Run]) -> list[float]:
    """The luminance of what each run stands on: that of most dots around its characters."""
    scale = min(1.0, _MOST_DOTS / max(view.width, view.height, 1.0))
    width, height = max(round(view.width * scale), 1), max(round(view.height * scale), 1)
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    if not bitmap:
        return [1.0] * len(runs)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        turns = (view.quarter_turns - pdfium.FPDFPage_GetRotation(page)) % 4
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, turns, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        dots = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return [_ground(dots, stride, width, height, run, scale) for run in runs]


def _ground(dots: bytes, stride: int, width: int, height: int, run: Run, scale: float) -> float:
    """The luminance of most dots in the box of a run; dots are blue, green, red and one unused byte."""
    left, right = max(int(run.x0 * scale), 0), min(int(run.x1 * scale) + 1, width)
    top, bottom = max(int((run.baseline - run.size) * scale), 0), min(int(run.baseline * scale) + 1, height)
    colours: Counter[bytes] = Counter()
    for y in range(top, bottom):
        row = dots[y * stride + 4 * left : y * stride + 4 * right]
        colours.update(row[at : at + 3] for at in range(0, len(row), 4))
    if not colours:
        return 1.0
    blue, green, red = colours.most_common(1)[0][0]
    return luminance(red, green, blue)
