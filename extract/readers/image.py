"""Image files as documents: each picture is a page, read by text recognition."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from extract.ocr import REMEDY, is_installed
from models import Document, Text, UnreadableFile, UnsupportedFormat

if TYPE_CHECKING:
    from PIL.Image import Image

    from extract.readers.pdf.pages import Page

PAPER = (595.3, 841.9)
"""The sides of A4 in points; a picture that does not say its resolution is taken to be as wide."""
BELIEVABLE = (90.0, 1200.0)
"""Dots per inch that a scanner may have written; others (72, 1) are written by programs that do not know."""
FEWEST_DOTS = 150.0
"""Dots per inch below which a picture is enlarged: characters must have enough of them."""
MOST_PAGES = 2000


def read_image(data: bytes, name: str) -> Document:
    """The document in the bytes of an image file; a TIFF may hold many pages.

    Raises ``UnsupportedFormat`` where text recognition is not installed, ``UnreadableFile`` where the image is damaged
    or too large.
    """
    if not is_installed():
        raise UnsupportedFormat(name, Text(zh=f"这是图片；{REMEDY.zh}", en=f"this is an image; {REMEDY.en}"))
    from PIL import Image as Images

    from extract.readers.pdf.assemble import document_of
    from extract.readers.source import source_of

    with _refusing(name):
        image = Images.open(io.BytesIO(data))
        count = int(getattr(image, "n_frames", 1))
    with image:
        if count > MOST_PAGES:
            why = Text(zh=f"页数过多（超过 {MOST_PAGES} 页）", en=f"it has more than {MOST_PAGES} pages")
            raise UnreadableFile(name, why)
        return document_of(_pages(image, count, name), source_of(data, name, "image", count))


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    """Whatever the decoder of an image finds wrong, as ``UnreadableFile``."""
    from PIL import Image as Images

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Images.DecompressionBombWarning)
            yield
    except (Images.DecompressionBombWarning, Images.DecompressionBombError) as error:
        raise UnreadableFile(name, Text(zh="图片过大", en="the image is too large")) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        why = Text(zh="图片已损坏或格式不受支持", en="the image is damaged or of an unknown kind")
        raise UnreadableFile(name, why) from error


def _pages(image: Image, count: int, name: str) -> Iterator[Page]:
    import numpy as np

    from extract.ocr.page import read_page

    for number in range(1, count + 1):
        with _refusing(name):
            picture, width, height = _page(image, number)
        yield read_page(np.asarray(picture), number, width, height)


def _page(image: Image, number: int) -> tuple[Image, float, float]:
    """A page of an image, upright and large enough to be read, with its width and height in points."""
    from PIL import ImageOps

    image.seek(number - 1)
    upright = ImageOps.exif_transpose(image)
    width, height = _size_in_points(upright)
    picture = _on_paper(upright)
    dots = 72 * picture.width / width
    if dots < FEWEST_DOTS:
        larger = FEWEST_DOTS / dots
        picture = picture.resize((round(picture.width * larger), round(picture.height * larger)))
    return picture, width, height


def _on_paper(image: Image) -> Image:
    """The picture in plain colours; what is transparent shows white paper."""
    from PIL import Image as Images

    if "A" in image.getbands() or "transparency" in image.info:
        layered = image.convert("RGBA")
        return Images.alpha_composite(Images.new("RGBA", layered.size, "white"), layered).convert("RGB")
    return image.convert("RGB")


def _size_in_points(image: Image) -> tuple[float, float]:
    """The size of the page in points: by the resolution that the file states, or as wide as A4."""
    stated = image.info.get("dpi") or (0, 0)
    across, down = float(stated[0]), float(stated[1])
    if BELIEVABLE[0] <= min(across, down) and max(across, down) <= BELIEVABLE[1]:
        return 72 * image.width / across, 72 * image.height / down
    width = PAPER[0] if image.width <= image.height else PAPER[1]
    return width, width * image.height / image.width
