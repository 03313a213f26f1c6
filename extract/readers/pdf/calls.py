"""Functions of pdfium that are called for every character and every object of a page, without conversions.

pypdfium2 declares the types of all arguments, so ctypes checks and converts each of them on each call, which takes
longer than the call itself. Through a prototype without argument types they are passed as they are. What is a pointer
for pdfium must therefore be a ctypes pointer, a ``c_void_p`` or ``byref``; Python integers are passed as C ints.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium


class Handle(ctypes.c_void_p):
    """An object of pdfium; unlike ``c_void_p`` itself it is not turned into an integer when a call returns it."""


def _bare(function: Any, result: Any) -> Any:
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_INT, _DOUBLE = ctypes.c_int, ctypes.c_double

char_box = _bare(pdfium.FPDFText_GetLooseCharBox, None)
char_origin = _bare(pdfium.FPDFText_GetCharOrigin, None)
char_matrix = _bare(pdfium.FPDFText_GetMatrix, _INT)
font_size = _bare(pdfium.FPDFText_GetFontSize, _DOUBLE)
text_object = _bare(pdfium.FPDFText_GetTextObject, Handle)
render_mode = _bare(pdfium.FPDFTextObj_GetTextRenderMode, _INT)
text_colour = _bare(pdfium.FPDFText_GetFillColor, _INT)
is_generated = _bare(pdfium.FPDFText_IsGenerated, _INT)
is_unmapped = _bare(pdfium.FPDFText_HasUnicodeMapError, _INT)
object_at = _bare(pdfium.FPDFPage_GetObject, Handle)
objects_in_form = _bare(pdfium.FPDFFormObj_CountObjects, _INT)
object_in_form_at = _bare(pdfium.FPDFFormObj_GetObject, Handle)
kind_of = _bare(pdfium.FPDFPageObj_GetType, _INT)
matrix_of = _bare(pdfium.FPDFPageObj_GetMatrix, _INT)
draw_mode = _bare(pdfium.FPDFPath_GetDrawMode, _INT)
fill_colour = _bare(pdfium.FPDFPageObj_GetFillColor, _INT)
stroke_colour = _bare(pdfium.FPDFPageObj_GetStrokeColor, _INT)
segments = _bare(pdfium.FPDFPath_CountSegments, _INT)
segment_at = _bare(pdfium.FPDFPath_GetPathSegment, Handle)
segment_kind = _bare(pdfium.FPDFPathSegment_GetType, _INT)
segment_point = _bare(pdfium.FPDFPathSegment_GetPoint, _INT)
segment_closes = _bare(pdfium.FPDFPathSegment_GetClose, _INT)
clip_of = _bare(pdfium.FPDFPageObj_GetClipPath, Handle)
clip_paths = _bare(pdfium.FPDFClipPath_CountPaths, _INT)
clip_segments = _bare(pdfium.FPDFClipPath_CountPathSegments, _INT)
clip_segment_at = _bare(pdfium.FPDFClipPath_GetPathSegment, Handle)
