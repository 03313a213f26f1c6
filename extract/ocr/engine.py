"""rapidocr behind two functions: where lines of text are in a picture, and what a picture of one line says.

One engine a process, made when the first picture is met: its models take a second to load.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Grey or RGB pixels, rows from top to bottom."""
PixelBox = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels."""

MOST_THREADS = 4
LONGEST_SIDE = 2000
"""Pixels beyond which a picture is made smaller before lines are looked for; lines are read from the whole picture."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a picture of one line says.

    ``centres`` are the places of the characters from the left edge, as shares of the picture's width; ``confidences``
    go from 0 to 1, one a character.
    """

    text: str
    centres: tuple[float, ...]
    confidences: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """The mean over the characters, or that of the least sure digit where it is lower; 0 where nothing was read.

        A digit counts for itself: one taken for another changes a sum, however clear the words around it are.
        """
        if not self.confidences:
            return 0.0
        digits = (sure for character, sure in zip(self.text, self.confidences, strict=True) if character.isdigit())
        return min(sum(self.confidences) / len(self.confidences), *digits, 1.0)


NOTHING = Reading("", (), ())


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Global.max_side_len": LONGEST_SIDE,
            "Global.text_score": 0.0,
            "Global.return_word_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": _threads(),
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _threads() -> int:
    """As many as there are processors, but no more than the environment allows, as it does for one of many workers."""
    allowed = os.environ.get("OMP_NUM_THREADS", "")
    most = int(allowed) if allowed.isdecimal() else MOST_THREADS
    return max(1, min(most, MOST_THREADS, os.cpu_count() or 1))


def text_boxes(picture: Picture) -> list[PixelBox]:
    """Boxes around the lines of text in a picture, from top to bottom."""
    found = _engine()(_in_colour(picture), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    height, width = picture.shape[:2]
    boxes = []
    for corners in found.boxes:
        x0, top = np.floor(corners.min(axis=0)).astype(int).tolist()
        x1, bottom = np.ceil(corners.max(axis=0)).astype(int).tolist()
        box = (max(x0, 0), max(top, 0), min(x1, width), min(bottom, height))
        if box[0] < box[2] and box[1] < box[3]:
            boxes.append(box)
    return sorted(boxes, key=lambda b: (b[1], b[0]))


def read_lines(pictures: Sequence[Picture]) -> list[Reading]:
    """What each picture of a line says; pictures of similar proportions are read together."""
    if not pictures:
        return []
    engine = _engine()
    engine.return_word_box = True  # each call to the engine may leave another setting behind
    found = engine.recognize_txt([_in_colour(picture) for picture in pictures])
    return [_reading(text, words) for text, words in zip(found.txts, found.word_results, strict=True)]


def _reading(text: str, words: Any) -> Reading:
    """The text with a place for each character; blanks, for which the engine gives none, stand between neighbours."""
    if not text.strip():
        return NOTHING
    columns = iter([column for word in words.word_cols for column in word])
    places: list[float | None] = [None if c.isspace() else (next(columns) + 0.5) / words.line_txt_len for c in text]
    confidences = [float(c) for c in words.confs]
    centres = []
    for index, place in enumerate(places):
        before = next((p for p in reversed(places[: index + 1]) if p is not None), 0.0)
        after = next((p for p in places[index:] if p is not None), 1.0)
        centres.append(min((before + after) / 2 if place is None else place, 1.0))
    return Reading(text, tuple(centres), tuple(confidences))


def _in_colour(picture: Picture) -> Picture:
    if picture.ndim == 3:
        return picture
    return np.repeat(picture[:, :, np.newaxis], 3, axis=2)
