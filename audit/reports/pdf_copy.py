"""The audited PDF itself, each finding a highlight on the words it is about, with a note that opens on it.

The annotations are appended to the file (an incremental update, ISO 32000-1, 7.5.6), so that every byte of the original
stays where it was: text, pictures, and what a signature covers.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from audit.reports.material import Audited
from audit.reports.remarks import AUTHOR, remark
from audit.reports.spots import primary
from models import Box, Document, Finding, InputError, Language, Severity, Text, UnreadableFile

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject

Point = tuple[float, float]
Color = tuple[float, float, float]

COLORS: dict[Severity, Color] = {"error": (1.0, 0.55, 0.55), "warning": (1.0, 0.82, 0.35), "note": (0.62, 0.83, 1.0)}
"""Red, amber and blue, light enough for black print to show through."""

_PROTECTED = Text(
    zh="PDF 受密码或权限保护，不能添加批注；请先解除保护",
    en="the PDF is protected, no annotations can be added; remove the protection first",
)
_NOT_WRITABLE = Text(
    zh="PDF 的内部结构有误，不能添加批注；请用“另存为 PDF”重新保存后再试",
    en="the inside of the PDF is damaged, no annotations can be added; save it anew as PDF and try again",
)
_ICON = 18.0
"""Points: the side of the sign of a note that has no words to stand on."""
_MARGIN = 12.0
_POPUP = (220.0, 140.0)
"""Width and height of an opened note in points."""
_PRINTED = 4
"""The flag of an annotation that is printed with the page (12.5.3)."""


def render(audited: Audited, data: bytes, language: Language, *, now: datetime | None = None) -> bytes:
    """The PDF with one annotation for each finding.

    ``data`` is the file that ``audited.document`` was read from; ``now`` is the date of the annotations. Raises
    ``UnreadableFile`` for a PDF that is protected or too damaged to be added to, ``ValueError`` without a document.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    if audited.document is None:
        raise ValueError("a copy of a PDF needs the document that was read from it")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise UnreadableFile(audited.name, _PROTECTED)
        writer = PdfWriter(io.BytesIO(data), incremental=True)
        _annotate(writer, audited, audited.document, language, now or datetime.now())
        stream = io.BytesIO()
        writer.write(stream)
    except InputError:
        raise
    except (PyPdfError, ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError, OSError) as error:
        # pypdf meets damage that pdfium reads over with errors of all these kinds
        raise UnreadableFile(audited.name, _NOT_WRITABLE) from error
    return stream.getvalue()


def _annotate(writer: PdfWriter, audited: Audited, document: Document, language: Language, now: datetime) -> None:
    pages = list(writer.pages)
    unplaced: dict[int, int] = {}
    for number, finding in enumerate(audited.report.findings, start=1):
        boxes = _boxes(document, finding, len(pages))
        text = remark(finding, audited.report, language, unplaced=not boxes).text
        note = _Note(name=f"zicha-{number}", finding=finding, text=text, now=now)
        if boxes:
            page = pages[boxes[0][0] - 1]
            _highlight(writer, page, note, [box for number, box in boxes if number == boxes[0][0]])
        else:
            at = _page_of(finding, len(pages))
            _sign(writer, pages[at - 1], note, unplaced.setdefault(at, 0))
            unplaced[at] += 1


def _boxes(document: Document, finding: Finding, pages: int) -> list[tuple[int, Box]]:
    """Page and box of each printed line of the words that a finding is about."""
    spot = primary(document, finding)
    if spot is None:
        return []
    found = list(spot.boxes())
    where = spot.holder.where
    if not found and where.page is not None and where.bbox is not None:
        found = [(where.page, where.bbox)]
    return [(page, box) for page, box in found if 1 <= page <= pages]


def _page_of(finding: Finding, pages: int) -> int:
    """The page that a finding without words is about; the first one where it is about the whole."""
    named = (part.where.page for part in finding.evidence)
    return next((page for page in named if page is not None and 1 <= page <= pages), 1)


@dataclass(frozen=True, slots=True)
class _Note:
    name: str
    finding: Finding
    text: str
    now: datetime


@dataclass(frozen=True, slots=True)
class _View:
    """The visible part of a page in user space, and by how many quarter turns it is shown clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    quarter_turns: int

    @property
    def width(self) -> float:
        """Width as seen."""
        return self.top - self.bottom if self.quarter_turns % 2 else self.right - self.left

    def point(self, across: float, down: float) -> Point:
        """The point of user space that is seen so far from the top left corner."""
        match self.quarter_turns:
            case 0:
                return (self.left + across, self.top - down)
            case 1:
                return (self.left + down, self.bottom + across)
            case 2:
                return (self.right - across, self.bottom + down)
            case _:
                return (self.right - down, self.top - across)

    def corners(self, box: Box) -> tuple[Point, Point, Point, Point]:
        """Upper left, upper right, lower left and lower right corner of a box as seen, in user space."""
        x0, top, x1, bottom = box
        return (self.point(x0, top), self.point(x1, top), self.point(x0, bottom), self.point(x1, bottom))


def _view(page: PageObject) -> _View:
    """As pdfium sees a page: its crop box within its media box, and its rotation."""
    media, crop = page.mediabox, page.cropbox
    left, right = sorted((float(media.left), float(media.right)))
    bottom, top = sorted((float(media.bottom), float(media.top)))
    crop_left, crop_right = sorted((float(crop.left), float(crop.right)))
    crop_bottom, crop_top = sorted((float(crop.bottom), float(crop.top)))
    inside = (max(left, crop_left), max(bottom, crop_bottom), min(right, crop_right), min(top, crop_top))
    if inside[0] >= inside[2] or inside[1] >= inside[3]:
        inside = (left, bottom, right, top)
    return _View(*inside, quarter_turns=page.rotation // 90 % 4)


def _highlight(writer: PdfWriter, page: PageObject, note: _Note, boxes: Sequence[Box]) -> None:
    from pypdf.generic import ArrayObject, FloatObject, NameObject

    view = _view(page)
    quads = [view.corners(box) for box in boxes]
    points = [point for quad in quads for point in quad]
    rectangle = _bounds(points)
    color = COLORS[note.finding.severity]
    annotation = _annotation("/Highlight", note, rectangle, color)
    flat = [FloatObject(round(number, 3)) for point in points for number in point]
    annotation[NameObject("/QuadPoints")] = ArrayObject(flat)
    annotation[NameObject("/AP")] = _looks(writer, quads, rectangle, color)
    _add(writer, page, annotation, _popup_beside(view, boxes[0]))


def _sign(writer: PdfWriter, page: PageObject, note: _Note, before: int) -> None:
    """A sign in the upper right corner, each further one left of the last."""
    from pypdf.generic import NameObject

    view = _view(page)
    right = max(view.width - _MARGIN - before * (_ICON + 4), _ICON)
    box = (right - _ICON, _MARGIN, right, _MARGIN + _ICON)
    annotation = _annotation("/Text", note, _bounds(view.corners(box)), COLORS[note.finding.severity])
    annotation[NameObject("/Name")] = NameObject("/Comment")
    _add(writer, page, annotation, _popup_beside(view, box))


def _annotation(kind: str, note: _Note, rectangle: Box, color: Color) -> DictionaryObject:
    """What annotations of all kinds have (12.5.2, 12.5.6.2)."""
    from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

    date = TextStringObject(note.now.strftime("D:%Y%m%d%H%M%S"))
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): _floats(rectangle),
            NameObject("/F"): NumberObject(_PRINTED),
            NameObject("/C"): _floats(color),
            NameObject("/NM"): TextStringObject(note.name),
            NameObject("/T"): TextStringObject(AUTHOR),
            NameObject("/Subj"): TextStringObject(note.finding.code),
            NameObject("/Contents"): TextStringObject(note.text),
            NameObject("/M"): date,
            NameObject("/CreationDate"): date,
        }
    )


def _looks(writer: PdfWriter, quads: Sequence[Sequence[Point]], rectangle: Box, color: Color) -> DictionaryObject:
    """How a highlight is drawn, so that all viewers draw it alike: colour over the words, multiplied with them."""
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    lines = [" ".join(f"{part:g}" for part in color) + " rg"]
    for upper_left, upper_right, lower_left, lower_right in quads:
        corners = (upper_left, upper_right, lower_right, lower_left)
        steps = [f"{x:.3f} {y:.3f} {'l' if index else 'm'}" for index, (x, y) in enumerate(corners)]
        lines.append(" ".join((*steps, "h f")))
    state = DictionaryObject(
        {NameObject("/BM"): NameObject("/Multiply"), NameObject("/Type"): NameObject("/ExtGState")}
    )
    form = DecodedStreamObject()
    form.set_data(("/Over gs " + "\n".join(lines)).encode("ascii"))
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _floats(rectangle),
            NameObject("/Resources"): DictionaryObject(
                {NameObject("/ExtGState"): DictionaryObject({NameObject("/Over"): state})}
            ),
            NameObject("/Group"): DictionaryObject(
                {NameObject("/S"): NameObject("/Transparency"), NameObject("/Type"): NameObject("/Group")}
            ),
        }
    )
    return DictionaryObject({NameObject("/N"): writer._add_object(form)})


def _add(writer: PdfWriter, page: PageObject, annotation: DictionaryObject, popup: Box) -> None:
    """Put an annotation and its closed note onto a page, behind those that it has."""
    from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject

    holder = page.indirect_reference
    if holder is not None:
        annotation[NameObject("/P")] = holder
    reference = writer._add_object(annotation)
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Popup"),
            NameObject("/Rect"): _floats(popup),
            NameObject("/Open"): BooleanObject(False),
            NameObject("/Parent"): reference,
        }
    )
    annotation[NameObject("/Popup")] = writer._add_object(note)
    known = page.get("/Annots")
    known = known.get_object() if known is not None else None
    kept = list(known) if isinstance(known, ArrayObject) else []
    page[NameObject("/Annots")] = ArrayObject([*kept, reference, annotation["/Popup"]])


def _popup_beside(view: _View, box: Box) -> Box:
    """The place of an opened note: at the right edge of the page, level with the words."""
    width, height = _POPUP
    right = max(view.width - _MARGIN, width)
    return _bounds(view.corners((right - width, box[1], right, box[1] + height)))


def _bounds(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _floats(numbers: Sequence[float]) -> ArrayObject:
    from pypdf.generic import ArrayObject, FloatObject

    return ArrayObject([FloatObject(round(number, 3)) for number in numbers])
