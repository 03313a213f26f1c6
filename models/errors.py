"""Why the program could not do what it was asked; one tree.

- ZichaError
    - InputError: the file or its content is at fault; the command line prints one line and exits with 2
        - UnreadableFile: missing, a folder, empty, truncated, encrypted, not what its name says
        - UnsupportedFormat: a format that no reader knows, or whose reader is not installed
        - NothingFound: read well, but what was asked for is not in it
        - SchemaMismatch: JSON that is not of this program, or of another schema version

Anything else that is raised is a bug.
"""

from __future__ import annotations

from models.base import Language, Text


class ZichaError(Exception):
    """Base of all errors that this program raises on purpose."""


class InputError(ZichaError):
    """A file that cannot be used. ``name`` is the path as the caller gave it, ``reason`` says why."""

    def __init__(self, name: str, reason: Text) -> None:
        super().__init__(f"{name}: {reason.en}")
        self.name = name
        self.reason = reason

    def line(self, language: Language) -> str:
        """One line for standard error."""
        return f"{self.name}：{self.reason.zh}" if language == "zh" else f"{self.name}: {self.reason.en}"


class UnreadableFile(InputError):
    """The file is missing, a folder, empty, truncated, encrypted, or not what its name says."""


class UnsupportedFormat(InputError):
    """No reader for this format is known or installed."""


class NothingFound(InputError):
    """The file was read, but what was asked for is not in it."""


class SchemaMismatch(InputError):
    """The JSON is broken, not of this program, or of another schema version."""
