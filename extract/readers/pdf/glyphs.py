"""Characters of a page, read from pdfium in bulk, as runs: stretches of characters that follow each other on a line."""

from __future__ import annotations

import ctypes
import math
import re
import sys
import unicodedata
from collections import deque
from dataclasses import dataclass, field
from itertools import repeat
from operator import sub
from typing import Any

import pypdfium2.raw as pdfium

from extract.readers.pdf import calls
from extract.readers.pdf.calls import render_mode, text_colour, text_object
from extract.readers.pdf.sideways import Direction, Sideways
from extract.readers.pdf.view import View

_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\xad\u2e80-\u2fdf\ud800-\udfff\ue000-\uf8ff\uf900-\ufaff\ufffd-\uffff]")
_MEANINGLESS = re.compile("[\x00\ue000-\uf8ff\ufffd\uffff]")
_HYPHENS = dict.fromkeys("\x02\xad\ufffe", "-")
"""What pdfium gives for a hyphen at the end of a line, and the soft hyphen that was printed."""
_RADICALS = dict(
    zip(
        "⺁⺇⺋⺓⺙⺝⺟⺠⺮⺶⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "厂几㔾幺攵月母民竹羊虎西见角贝车长门青页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
"""Radicals without a compatibility mapping: Unicode's EquivalentUnifiedIdeograph has the character they stand for."""

_BREAKS = re.compile("[\r\n ]")
_GENERATED = ("\r", "\n", " ")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UTF_16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"

LEVEL = 1.0
"""Points by which baselines on one line may differ."""
SAMPLE = 120
"""Characters of a page that are asked whether they have a meaning."""

_UPRIGHT = math.radians(5)
_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
_OPAQUE = 255
_BLACK = bytes((ctypes.c_uint * 4)(0, 0, 0, _OPAQUE))
"""The colour of most text, as pdfium writes it."""
_DARK = 110
"""Parts of a colour below which it is dark enough to be read."""
COLOURFUL = 100
"""Difference of the parts of a colour from which it is no grey or tint: gold and red are for emphasis."""


@dataclass(slots=True)
class Run:
    """Characters on one baseline without a gap between them, from left to right.

    ``starts`` and ``ends`` are the left and right edges of the characters, blanks included; all in points as seen.
    """

    text: str
    starts: list[float]
    ends: list[float]
    baseline: float
    size: float
    confidence: float | None = None
    """How sure it is that these are the characters, from 0 to 1, where they were recognised in a picture."""
    turned: bool = False
    """Whether the characters are printed sideways; they are placed as if level, in the middle of where they are."""

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.starts[0]

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.ends[-1]

    def part(self, start: int, end: int) -> Run:
        """The run of the characters ``start:end``."""
        starts, ends = self.starts[start:end], self.ends[start:end]
        return Run(self.text[start:end], starts, ends, self.baseline, self.size, self.confidence, self.turned)


@dataclass(frozen=True, slots=True)
class Look:
    """How the characters of a run are painted where that may hide them."""

    luminance: float
    """Relative luminance of a grey on white paper: 0 is black, 1 is white."""
    unpainted: bool = False
    """Neither filled nor stroked, as the text layer under a scanned page is."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The runs of a page, how many characters it prints, and how many of them have no meaning in Unicode."""

    runs: list[Run]
    printed: int
    meaningless: int
    tilted: int
    """Characters left out because they stand at an angle, as watermarks do."""
    outside: int
    """Characters left out because they stand outside of the visible page."""
    looks: dict[int, Look] = field(default_factory=dict)
    """How runs are painted, by their number; those that are painted plainly are not in it."""
    hidden: int = 0
    """Characters left out because they cannot be seen, or are a watermark."""
    sideways: tuple[int, int] = (0, 0)
    """Characters that are read upwards, and downwards."""


class GlyphReader:
    """Reads the characters of one page after the other into the same buffers."""

    def __init__(self) -> None:
        self._room = 0
        self._make_room(4096)

    def _make_room(self, count: int) -> None:
        if count <= self._room:
            return
        self._room = max(count, 2 * self._room)
        self._boxes = (pdfium.FS_RECTF * self._room)()
        self._units = (ctypes.c_ushort * (self._room + 1))()
        # One pointer object for each character, made once: making them anew costs more than the calls themselves.
        start, step = ctypes.addressof(self._boxes), ctypes.sizeof(pdfium.FS_RECTF)
        self._box_at = list(map(ctypes.c_void_p, range(start, start + self._room * step, step)))

    def read(self, text_page: Any, view: View) -> Glyphs:
        """The characters of an open pdfium text page."""
        count = max(pdfium.FPDFText_CountChars(text_page), 0)
        if not count:
            return Glyphs([], 0, 0, 0, 0)
        self._make_room(count)
        text = self._text(text_page, count)
        deque(map(calls.char_box, repeat(text_page, count), range(count), self._box_at), maxlen=0)
        # FS_RECTF holds left, top, right, bottom; what runs across the page as seen is one pair of them.
        boxes, first = memoryview(self._boxes).cast("B").cast("f")[: 4 * count], view.quarter_turns % 2
        one, other = boxes[first::4].tolist(), boxes[first + 2 :: 4].tolist()
        ones, others = view.across(one, one), view.across(other, other)
        if view.quarter_turns:
            ones, others = list(map(min, ones, others)), list(map(max, ones, others))
        printed = count - sum(map(text.count, " \r\n\xa0\u3000"))
        odd = len(_MEANINGLESS.findall(text)) if _ODD.search(text) else 0
        runs = _Runs(text_page, view, text, ones, others, boxes)
        found, meaningless = runs.all(), max(odd, _unmapped(text_page, count))
        sideways = (runs.sideways.count("up"), runs.sideways.count("down"))
        return Glyphs(found, printed, meaningless, runs.tilted, runs.outside, runs.looks, sideways=sideways)

    def _text(self, text_page: Any, count: int) -> str:
        """One character for each that pdfium counts.

        Its whole text leaves out those without Unicode, and has two units for those beyond the first plane; where the
        two counts may differ, each character is asked for.
        """
        length = pdfium.FPDFText_GetText(text_page, 0, count, self._units) - 1
        if length == count:
            text = bytes(memoryview(self._units).cast("B")[: 2 * count]).decode(_UTF_16, "surrogatepass")
            if len(text) == count and not _SURROGATE.search(text):
                return text
        return "".join(map(chr, map(pdfium.FPDFText_GetUnicode, repeat(text_page, count), range(count))))


def _unmapped(text_page: Any, count: int) -> int:
    """About how many characters their font leaves without Unicode: all are asked on short pages, some on long ones."""
    step = count // SAMPLE + 1
    asked = range(0, count, step)
    return step * sum(1 for error in map(calls.is_unmapped, repeat(text_page, len(asked)), asked) if error > 0)


class _Runs:
    """Cuts the characters of a page, in the order of the file, into runs."""

    def __init__(
        self, text_page: Any, view: View, text: str, starts: list[float], ends: list[float], boxes: memoryview[float]
    ) -> None:
        self.text_page, self.view = text_page, view
        self.text, self.starts, self.ends = text, starts, ends
        self._heights = boxes[1 - view.quarter_turns % 2 :: 2]
        """Upper and lower edge of each character, as seen, in turn."""
        self.found: list[Run] = []
        self._width, self._height = view.width, view.height
        self.tilted = self.outside = 0
        self.looks: dict[int, Look] = {}
        self.sideways = Sideways()
        self._colour = (ctypes.c_uint * 4)()
        self._colour_bytes = memoryview(self._colour)
        self._colour_at = [ctypes.byref(self._colour, ctypes.sizeof(ctypes.c_uint) * part) for part in range(4)]
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = ctypes.byref(self._matrix)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._x_at, self._y_at = ctypes.byref(self._x), ctypes.byref(self._y)

    def all(self) -> list[Run]:
        """All runs, in the order of the file."""
        start = 0
        for cut in self._cuts():
            if cut > start:
                self._level_parts(start, cut)
            start = cut + 1 if self.text[cut : cut + 1] in _GENERATED else cut
        return self.found + [
            Run(line.text, *line.places(), line.baseline, line.size, turned=True) for line in self.sideways.lines()
        ]

    def _cuts(self) -> list[int]:
        """Where runs end: at what pdfium put between lines and words, at gaps, and where the line goes back."""
        text, starts, ends = self.text, self.starts, self.ends
        cuts = {
            m.start()
            for m in _BREAKS.finditer(text)
            if m.group() != " " or calls.is_generated(self.text_page, m.start())
        }
        gaps = enumerate(map(sub, starts[1:], ends), start=1)
        for index, gap in [(index, gap) for index, gap in gaps if gap > 1 or gap < -1]:
            width = max(ends[index] - starts[index], ends[index - 1] - starts[index - 1])
            if not -0.3 * width <= gap <= 0.3 * width:
                cuts.add(index)
        return [*sorted(cuts), len(text)]

    def _level_parts(self, start: int, end: int) -> None:
        """Adds the run of the characters ``start:end``, parted where the baseline changes."""
        first = self._baseline(start)
        if end - start == 1 or self._alike(start, end - 1) or abs(self._baseline(end - 1) - first) <= LEVEL:
            self._add(start, end, first)
            return
        for index in range(start + 1, end):
            baseline = self._baseline(index)
            if abs(baseline - first) > LEVEL:
                self._add(start, index, first)
                start, first = index, baseline
        self._add(start, end, first)

    def _alike(self, one: int, two: int) -> bool:
        """Whether two characters are equally high at one height, as those of one font on one line are."""
        heights = self._heights
        return bool(heights[2 * one] == heights[2 * two] and heights[2 * one + 1] == heights[2 * two + 1])

    def _baseline(self, index: int) -> float:
        calls.char_origin(self.text_page, index, self._x_at, self._y_at)
        if self.view.quarter_turns:
            return self.view.height_of(self._x.value, self._y.value)
        return self.view.top - self._y.value

    def _add(self, start: int, end: int, baseline: float) -> None:
        text = self.text[start:end]
        if text.isspace():
            return
        size, direction = self._size(start)
        if direction == "tilted":
            self.tilted += end - start
            return
        if direction != "level":
            self._add_sideways(start, end, size, direction)
            return
        starts, ends = self.starts[start:end], self.ends[start:end]
        if ends[-1] <= 0 or starts[0] >= self._width or not 0 <= baseline <= self._height + size:
            self.outside += end - start
            return
        if _ODD.search(text):
            text, starts, ends = _ordinary(text, starts, ends)
            if not text:
                return
        look = self._look(start)
        if look is not None:
            other = next((index for index in range(start + 1, end) if self._look(index) != look), end)
            if other < end and len(text) == end - start:
                self._add(start, other, baseline)
                self._add(other, end, baseline)
                return
            self.looks[len(self.found)] = look
        self.found.append(Run(text, starts, ends, baseline, size))

    def _add_sideways(self, start: int, end: int, size: float, direction: Direction) -> None:
        for index in range(start, end):
            if not self.text[index].isspace():
                calls.char_origin(self.text_page, index, self._x_at, self._y_at)
                x, y = self._x.value, self._y.value
                across, down = self.view.across([x], [y])[0], self.view.height_of(x, y)
                text = _ordinary(self.text[index], [across], [across])[0]
                if text and 0 <= across <= self._width and 0 <= down <= self._height:
                    self.sideways.add(text, across, down, size, direction)

    def _size(self, index: int) -> tuple[float, Direction]:
        """Size in points as seen, and which way the character is turned on the page."""
        matrix = self._matrix
        size = calls.font_size(self.text_page, index)
        if not calls.char_matrix(self.text_page, index, self._matrix_at):
            return size, "level"
        c = matrix.c
        scale = math.hypot(c, matrix.d) if c else abs(matrix.d)
        size = size * scale if scale else size
        if not matrix.b and not self.view.quarter_turns:
            return size, "level"
        angle = math.atan2(matrix.b, matrix.a) - self.view.quarter_turns * math.pi / 2
        turns = round(angle / (math.pi / 2))
        if abs(angle - turns * math.pi / 2) > _UPRIGHT:
            return size, "tilted"
        return size, ("level", "up", "level", "down")[turns % 4]

    def _look(self, index: int) -> Look | None:
        """How a character is painted where it is grey, nearly white, translucent or not painted at all."""
        item = text_object(self.text_page, index)
        if item and render_mode(item) == _INVISIBLE:
            return Look(0.0, unpainted=True)
        red_at, green_at, blue_at, alpha_at = self._colour_at
        if not text_colour(self.text_page, index, red_at, green_at, blue_at, alpha_at):
            return None
        if self._colour_bytes.tobytes() == _BLACK:
            return None
        red, green, blue, alpha = self._colour
        if alpha == _OPAQUE and min(red, green, blue) < _DARK:
            return None
        blended = [(part * alpha + _OPAQUE * (_OPAQUE - alpha)) / _OPAQUE for part in (red, green, blue)]
        if min(blended) < _DARK or max(blended) - min(blended) > COLOURFUL:
            return None
        return Look(luminance(*blended))


def luminance(red: float, green: float, blue: float) -> float:
    """The relative luminance of a colour (WCAG 2.2): of parts from 0 to 255, from 0 for black to 1 for white."""
    parts = (part / _OPAQUE for part in (red, green, blue))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _ordinary(text: str, starts: list[float], ends: list[float]) -> tuple[str, list[float], list[float]]:
    """Radicals as the characters they stand for, surrogates joined, hyphens restored, control characters dropped."""
    kept: list[tuple[str, float, float]] = []
    for character, start, end in zip(text, starts, ends, strict=True):
        if "\udc00" <= character <= "\udfff" and kept and "\ud800" <= kept[-1][0] <= "\udbff":
            high = kept.pop()
            whole = chr(0x10000 + ((ord(high[0]) - 0xD800) << 10) + (ord(character) - 0xDC00))
            kept.append((whole, high[1], max(end, high[2])))
            continue
        plain = _HYPHENS.get(character) or _RADICALS.get(character) or character
        if "\u2e80" <= plain <= "\u2fdf" or "\uf900" <= plain <= "\ufaff":
            plain = unicodedata.normalize("NFKC", plain)
        if plain >= " ":
            kept.append((plain, start, end))
    kept = [k for k in kept if not "\ud800" <= k[0] <= "\udfff"]
    return "".join(k[0] for k in kept), [k[1] for k in kept], [k[2] for k in kept]
