"""Loads, when it is imported, what nearly every document needs: readers, recognisers, checks."""

import gc

import audit.batch.work
import audit.engine  # noqa: F401
import extract.claims
import extract.readers.docx.body
import extract.readers.pdf.assemble
import extract.rubric  # noqa: F401

gc.freeze()  # what is loaded stays: searching it for garbage would only copy its memory into every worker
