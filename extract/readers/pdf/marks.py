"""What lies on a page without being part of it: values of form fields and remarks typed onto it become page content.

pdfium draws them into the page where it is told to (“flattens” them). Comments, links, highlights, buttons and
signature fields are taken off before: they say nothing that the document says.
"""

from __future__ import annotations

from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_NO_VALUES = (pdfium.FPDF_FORMFIELD_PUSHBUTTON, pdfium.FPDF_FORMFIELD_SIGNATURE)


def prepare_fields(document: Any) -> None:
    """Lets pdfium draw the values of fields whose look the file leaves to the viewer; before any page is opened."""
    if document.get_formtype() == pdfium.FORMTYPE_NONE:
        return
    try:
        document.init_forms()
    except pypdfium2.PdfiumError:
        return  # a damaged form: what its fields show themselves is still read


def draw_marks(document: Any, page: Any) -> tuple[bool, int]:
    """Draws fields and remarks into an open page, which must then be opened anew.

    Says whether there are any, and how many remarks cannot be drawn because they have no look of their own.
    """
    kept = unseen = 0
    count = max(pdfium.FPDFPage_GetAnnotCount(page), 0)
    if count and document.formenv is not None:
        pdfium.FORM_OnAfterLoadPage(page, document.formenv.raw)  # makes the look of fields that have none
        pdfium.FORM_OnBeforeClosePage(page, document.formenv.raw)
    for index in reversed(range(count)):
        mark = pdfium.FPDFPage_GetAnnot(page, index)
        if not mark:
            continue
        is_text = _is_field(document, mark) or pdfium.FPDFAnnot_GetSubtype(mark) == pdfium.FPDF_ANNOT_FREETEXT
        looks = pdfium.FPDFAnnot_GetAP(mark, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2
        is_field = pdfium.FPDFAnnot_GetSubtype(mark) == pdfium.FPDF_ANNOT_WIDGET
        pdfium.FPDFPage_CloseAnnot(mark)
        if is_text:
            kept += 1
            unseen += not looks and not is_field
        else:
            pdfium.FPDFPage_RemoveAnnot(page, index)
    if not kept:
        return False, 0
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    return True, unseen


def _is_field(document: Any, mark: Any) -> bool:
    """Whether a mark is a form field with a value: text, a choice, a tick."""
    if pdfium.FPDFAnnot_GetSubtype(mark) != pdfium.FPDF_ANNOT_WIDGET:
        return False
    form = document.formenv
    return form is None or pdfium.FPDFAnnot_GetFormFieldType(form.raw, mark) not in _NO_VALUES
