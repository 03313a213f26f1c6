"""Loads, when it is imported, the score language: spaCy and jieba's dictionary."""

import gc

from extract.language.pipeline import pipeline

pipeline()
gc.freeze()
