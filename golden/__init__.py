"""The expected extractions of the sample documents, and the runner that compares field by field."""
