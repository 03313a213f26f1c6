"""Pictures of the pages of a PDF, for outputs that show where something stands."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_QUALITY = 60
"""Of WebP: small print stays readable, a page takes about 100 kB."""
_EFFORT = 2
_MOST_PIXELS = 20_000_000
"""Of one picture; a page that is very long and narrow is drawn smaller."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as an image file, and the size of the page in points as it is seen."""

    data: bytes
    media_type: str
    width: float
    height: float


def pictures_of(path: Path) -> Callable[[int, int], PagePicture | None]:
    """A function that draws a page (from 1) so many pixels wide; ``None`` for a page that is not there or broken.

    The file is opened anew for each picture: reports show few pages, and nothing stays open.
    """

    def picture(number: int, pixels: int) -> PagePicture | None:
        return _picture(path, number, pixels)

    return picture


def _picture(path: Path, number: int, pixels: int) -> PagePicture | None:
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(path)) as document:
            if not 1 <= number <= len(document):
                return None
            with closing(document[number - 1]) as page:
                width, height = page.get_size()
                scale = min(pixels / width, (_MOST_PIXELS / (width * height)) ** 0.5)
                image = page.render(scale=scale).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, OSError, ZeroDivisionError):
        return None
    out = io.BytesIO()
    image.save(out, "WEBP", quality=_QUALITY, method=_EFFORT)
    return PagePicture(out.getvalue(), "image/webp", width, height)
