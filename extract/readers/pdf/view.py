"""From PDF user space to the page as it is seen: origin at the top left, y downwards, rotation and crop box applied."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium


@dataclass(frozen=True, slots=True)
class View:
    """The visible part of a page in user space, in points, and by how many quarter turns it is shown clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    quarter_turns: int

    @property
    def width(self) -> float:
        """Width as seen."""
        return self.top - self.bottom if self.quarter_turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Height as seen."""
        return self.right - self.left if self.quarter_turns % 2 else self.top - self.bottom

    def across(self, xs: Sequence[float], ys: Sequence[float]) -> list[float]:
        """Distances of points from the left edge as seen."""
        match self.quarter_turns:
            case 0:
                return [x - self.left for x in xs] if self.left else list(xs)
            case 1:
                return [y - self.bottom for y in ys]
            case 2:
                return [self.right - x for x in xs]
            case _:
                return [self.top - y for y in ys]

    def down(self, xs: Sequence[float], ys: Sequence[float]) -> list[float]:
        """Distances of points from the top edge as seen."""
        return list(map(self.height_of, xs, ys))

    def height_of(self, x: float, y: float) -> float:
        """Distance of one point from the top edge as seen."""
        match self.quarter_turns:
            case 0:
                return self.top - y
            case 1:
                return x - self.left
            case 2:
                return y - self.bottom
            case _:
                return self.right - x


def view_of(page: Any) -> View:
    """The view of an open pdfium page: its crop box within its media box, and its rotation."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    return View(
        left=min(box.left, box.right),
        bottom=min(box.bottom, box.top),
        right=max(box.left, box.right),
        top=max(box.bottom, box.top),
        quarter_turns=pdfium.FPDFPage_GetRotation(page) % 4,
    )
