"""Scans made in the test: a page of a PDF drawn, tilted, stamped with a red seal and stored as a picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw

DPI = 150


def drawn(path: Path, page: int = 1, dpi: int = DPI) -> Image.Image:
    """A page of a PDF, from 1, as a picture."""
    document = pypdfium2.PdfDocument(path)
    try:
        picture: Image.Image = document[page - 1].render(scale=dpi / 72).to_pil().convert("RGB")
        return picture
    finally:
        document.close()


def tilted(picture: Image.Image, degrees: float) -> Image.Image:
    """The picture as it lay askew in the scanner, turned clockwise."""
    return picture.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="white")


def stamped(picture: Image.Image, middle: tuple[int, int], radius: int) -> Image.Image:
    """The picture with a round red seal: a ring, a star and strokes like letters; ink below it stays dark."""
    seal = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(seal)
    x, y = middle
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(225, 30, 40), width=7)
    draw.regular_polygon((x, y, radius // 4), 5, fill=(225, 30, 40))
    for step in range(-3, 4):
        draw.line((x + 25 * step, y - radius // 2, x + 30 * step, y - radius // 2 - 40), fill=(225, 30, 40), width=6)
    return ImageChops.multiply(picture, seal)


def photographed(picture: Image.Image, corners: Sequence[tuple[int, int]], darkest: float = 1.0) -> Image.Image:
    """The page on a dark desk, its corners (from the top left one clockwise) at places of a picture as large, the
    light falling off to the right."""
    import cv2

    width, height = picture.size
    page = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(page, np.array(corners, np.float32))
    desk = (95, 80, 60)
    seen = cv2.warpPerspective(np.asarray(picture), matrix, (width, height), borderValue=desk)
    return Image.fromarray((seen * np.linspace(1.0, darkest, width)[None, :, None]).astype(np.uint8))


def as_pdf(pictures: Sequence[Image.Image], dpi: int = DPI) -> bytes:
    """A PDF that holds nothing but the pictures, a page each."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=list(pictures[1:]), quality=80)
    return out.getvalue()


def as_image(pictures: Sequence[Image.Image], kind: str, dpi: int | None = DPI) -> bytes:
    """An image file of a kind (PNG, JPEG, TIFF); TIFF may hold several pictures."""
    out = io.BytesIO()
    more = {"save_all": True, "append_images": list(pictures[1:])} if kind == "TIFF" else {}
    if dpi is not None:
        more["dpi"] = (dpi, dpi)
    pictures[0].save(out, kind, **more)
    return out.getvalue()
