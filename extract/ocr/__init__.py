"""Text from pictures: scanned pages of a PDF and image files, as the extra ``zicha[ocr]``.

A picture comes out as the same ``Page`` that a PDF's text layer gives: runs of characters and ruling lines. So tables,
paragraphs and everything after them cannot tell a scan from a printed page, but for the confidence of its lines.

Importing this package costs nothing; onnxruntime, OpenCV and rapidocr load with the first picture that is read.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Final

from models import Text

REMEDY: Final = Text(zh="请安装文字识别组件：pip install 'zicha[ocr]'", en="install OCR: pip install 'zicha[ocr]'")
"""What to do where a picture is met and the extra is not installed."""

_NEEDED = ("rapidocr", "onnxruntime", "cv2")


@cache
def is_installed() -> bool:
    """Whether the packages of the extra are there; none of them is imported."""
    return all(find_spec(name) is not None for name in _NEEDED)
