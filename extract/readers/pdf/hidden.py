"""Text that nobody sees on the page, and watermarks: both would get between the words that are meant to be read.

What is painted pale is compared with what it stands on: white on a dark heading is read, white on white is not. Pale
text that can be seen is a watermark where it is larger than the rest, or there again and again.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from extract.readers.pdf.glyphs import COLOURFUL, Glyphs, Run, luminance
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
    if not glyphs.looks and all(run.size < VERY_LARGE for run in glyphs.runs):
        return glyphs
    size = _usual_size(glyphs)
    pale = {number: look for number, look in glyphs.looks.items() if not look.unpainted}
    large = [n for n, run in enumerate(glyphs.runs) if n not in glyphs.looks and _is_very_large(run, size)]
    hidden = _unpainted(glyphs)
    if pale or large:
        picture = _Picture(page, view)
        repeated = Counter(glyphs.runs[number].text for number in pale)
        for number, look in pale.items():
            run = glyphs.runs[number]
            contrast = _contrast(look.luminance, picture.ground(run))
            if _is_hidden(run, contrast, size, repeated[run.text]):
                hidden.add(number)
        hidden.update(number for number in large if picture.is_pale(glyphs.runs[number]))
    if not hidden:
        return glyphs
    kept = [run for number, run in enumerate(glyphs.runs) if number not in hidden]
    return replace(glyphs, runs=kept, looks={}, hidden=sum(len(glyphs.runs[number].text) for number in hidden))


def _is_very_large(run: Run, size: float | None) -> bool:
    return size is not None and run.size >= max(MUCH_LARGER * size, VERY_LARGE)


def _is_hidden(run: Run, contrast: float, size: float | None, times: int) -> bool:
    if contrast < UNSEEN:
        return True
    if size is None:
        return False  # all of the page is grey
    if contrast < PALE and (run.size >= LARGER * size or times >= OFTEN):
        return True
    return contrast < DULL and _is_very_large(run, size)


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


class _Picture:
    """The page as it is drawn, of few dots: what tells grounds, and the paleness that layers give to a text."""

    def __init__(self, page: Any, view: View) -> None:
        scale = min(1.0, _MOST_DOTS / max(view.width, view.height, 1.0))
        self._scale = scale
        self._width, self._height = max(round(view.width * scale), 1), max(round(view.height * scale), 1)
        self._dots, self._stride = b"", 0
        bitmap = pdfium.FPDFBitmap_Create(self._width, self._height, 0)
        if not bitmap:
            return
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, self._width, self._height, 0xFFFFFFFF)
            turns = (view.quarter_turns - pdfium.FPDFPage_GetRotation(page)) % 4
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, self._width, self._height, turns, 0)
            self._stride = pdfium.FPDFBitmap_GetStride(bitmap)
            self._dots = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), self._stride * self._height)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)

    def ground(self, run: Run) -> float:
        """The luminance of what a run stands on: that of most dots around its characters."""
        shares = self._luminances(run)
        return max(shares, key=lambda one: shares[one]) if shares else 1.0

    def is_pale(self, run: Run) -> bool:
        """Whether a large text stands out weakly; the dark dots of small text across it are few."""
        shares, ground = self._luminances(run), self.ground(run)
        dark = sum(n for one, n in shares.items() if _contrast(one, ground) >= DULL)
        pale = sum(n for one, n in shares.items() if UNSEEN <= _contrast(one, ground) < DULL)
        return 2 * dark < pale

    def _luminances(self, run: Run) -> Counter[float]:
        """How many dots in the box of a run are how light; strong colours stand out as much as black does.

        Dots are blue, green, red and one unused byte.
        """
        scale, stride = self._scale, self._stride
        left, right = max(int(run.x0 * scale), 0), min(int(run.x1 * scale) + 1, self._width)
        top, bottom = max(int((run.baseline - run.size) * scale), 0), min(int(run.baseline * scale) + 1, self._height)
        colours: Counter[bytes] = Counter()
        for y in range(top, bottom if self._dots else top):
            row = self._dots[y * stride + 4 * left : y * stride + 4 * right]
            colours.update(row[at : at + 3] for at in range(0, len(row), 4))
        found: Counter[float] = Counter()
        for (blue, green, red), count in colours.items():
            is_colourful = max(red, green, blue) - min(red, green, blue) > COLOURFUL
            found[0.0 if is_colourful else luminance(red, green, blue)] += count
        return found
