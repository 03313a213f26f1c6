# ruff: noqa: F401
"""Loads, when it is imported, what nearly every document needs: readers, recognisers, the score language, checks."""

import gc

import audit.batch.work
import audit.engine
import extract.claims
import extract.readers.docx.body
import extract.readers.pdf.assemble
import extract.rubric
from extract.language.pipeline import pipeline

pipeline()
gc.freeze()  # what is loaded stays: searching it for garbage would only copy its memory into every worker
