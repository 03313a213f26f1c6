"""The folder of results: files that are whole or not there, and a record of what each was made from.

The record (``.zicha-cache.jsonl``) has one line a result and only grows while a run goes on, so a run that is killed
loses nothing that was done. A line is written before its result takes its place; it counts only while that file is
there with the bytes that the line tells of.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Literal, Self

from pydantic import ValidationError

from audit.baseline import Accepted
from audit.batch.work import sha256_of
from audit.ranking import Score
from models import InputError, Model, Source, Text, loads

RECORD: Final = ".zicha-cache.jsonl"
_PART: Final = ".zicha-part"
"""What is being written; one run writes one file at a time."""


class Audit(Model):
    """What the index and a baseline take from an audited report."""

    sha256: str
    """Of the result."""
    rubric: Source | None
    score: Score
    entries: tuple[Accepted, ...]


class Entry(Model):
    """A report that was dealt with: audited, or found to hold nothing to audit; and what that was made from."""

    version: Literal[1] = 1
    result: str
    """The path of its result in the folder."""
    source_sha256: str
    key: str
    """Hash of everything else that the result depends on: program, rubric, settings, name, format."""
    audit: Audit | None = None
    refused: Text | None = None
    """Why there is no result."""
    content: str | None = None
    """The result itself, where it has no file of its own but is a part of tables."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Where an entry stands in the record, and the beginnings of what it must agree with to hold."""

    marks: bytes
    offset: int


class Store:
    """The results of one folder; a context manager, since only one run at a time may write there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lines: dict[str, _Line] = {}
        self._reader: IO[bytes] | None = None
        self._record: IO[bytes] | None = None
        self._lock: int | None = None

    def __enter__(self) -> Self:
        """Make the folder, take hold of it and read its record. Raises ``models.InputError`` where that fails."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._take_hold()
            self._part.unlink(missing_ok=True)
            self._record = (self.folder / RECORD).open("ab")
            self._reader = (self.folder / RECORD).open("rb")
            self._read_record()
            self._end_torn_line()
        except OSError as error:
            self._let_go()
            raise InputError(str(self.folder), cannot_write(error)) from error
        except BaseException:
            self._let_go()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the folder."""
        self._let_go()

    def known(self, result: str, source: Path, key: str) -> Entry | None:
        """The entry of a report that was dealt with in just this way as it is now, and whose result is untouched."""
        line = self._lines.get(result)
        if line is None or not line.marks.startswith(_marks(key)):
            return None
        try:
            sha256 = sha256_of(source)
            if line.marks != _marks(key, sha256):
                return None
            entry = self._entry(line)
            holds = entry.key == key and entry.source_sha256 == sha256 and self._is_whole(entry)
            return entry if holds else None
        except OSError:
            return None

    def entries(self, results: Iterable[str]) -> Iterator[Entry]:
        """The entries of some results, one at a time. Raises ``OSError``."""
        return (self._entry(self._lines[result]) for result in results)

    def put(self, entry: Entry, content: bytes) -> None:
        """Record a result and put it in its place. Raises ``OSError``."""
        if entry.content is not None:
            self._note(entry)
            return
        target = self.folder / entry.result
        target.parent.mkdir(parents=True, exist_ok=True)
        self._place(target, lambda path: _write(path, content), entry)

    def put_refused(self, entry: Entry) -> None:
        """Record that a report has no result. Raises ``OSError``."""
        self.drop(entry.result)
        self._note(entry)

    def make(self, name: str, write: Callable[[Path], None]) -> None:
        """Put a further file in its place, whole: ``write`` makes it at a path that it is given. Raises ``OSError``."""
        self._place(self.folder / name, write)

    def drop(self, result: str) -> None:
        """Take away a result of an earlier run that no longer holds; a file that people have changed stays."""
        line = self._lines.pop(result, None)
        if line is None:
            return
        with suppress(OSError):
            entry = self._entry(line)
            if entry.audit is not None and entry.content is None and self._is_whole(entry):
                (self.folder / result).unlink()

    def remove(self, name: str) -> None:
        """Take away a further file where it is there."""
        with suppress(OSError):
            (self.folder / name).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Write the record anew: one line a result, in the order of their names, so that it is the same for all runs
        with the same results."""
        lines = (self._bytes(self._lines[name]) for name in sorted(self._lines))

        def write(path: Path) -> None:
            with path.open("wb") as file:
                file.writelines(lines)

        self._place(self.folder / RECORD, write)

    @property
    def _part(self) -> Path:
        return self.folder / _PART

    def _is_whole(self, entry: Entry) -> bool:
        """Whether the result stands there as it was written, or rightly does not."""
        target = self.folder / entry.result
        if entry.audit is None:
            return True
        if entry.content is not None:
            return content_hash(entry.content.encode("utf-8", "replace")) == entry.audit.sha256
        return target.is_file() and sha256_of(target) == entry.audit.sha256

    def _place(self, target: Path, write: Callable[[Path], None], entry: Entry | None = None) -> None:
        """Write beside the other files, record that, and only then put it in its place."""
        try:
            write(self._part)
            if entry is not None:
                self._note(entry)
            self._part.replace(target)
        except BaseException:
            self._part.unlink(missing_ok=True)
            raise

    def _note(self, entry: Entry) -> None:
        assert self._record is not None
        data = _line(entry)
        offset = self._record.tell()
        self._record.write(data)
        self._record.flush()
        self._lines[entry.result] = _Line(_marks(entry.key, entry.source_sha256), offset)

    def _read_record(self) -> None:
        assert self._reader is not None
        offset = 0
        for data in self._reader:
            with suppress(ValueError, ValidationError, RecursionError):
                # torn by a kill, or of another version: that file is audited again
                entry = Entry.model_validate(loads(data))
                self._lines[entry.result] = _Line(_marks(entry.key, entry.source_sha256), offset)
            offset += len(data)

    def _entry(self, line: _Line) -> Entry:
        return Entry.model_validate(loads(self._bytes(line)))

    def _bytes(self, line: _Line) -> bytes:
        """The line of an entry, with the end that it may have lost."""
        assert self._reader is not None
        self._reader.seek(line.offset)
        return self._reader.readline().rstrip(b"\n") + b"\n"

    def _end_torn_line(self) -> None:
        assert self._record is not None
        self._record.write(b"\n")
        self._record.flush()

    def _take_hold(self) -> None:
        try:
            import fcntl
        except ImportError:  # Windows: two runs at once are for its users to avoid
            return
        self._lock = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(str(self.folder), _IN_USE) from None

    def _let_go(self) -> None:
        for file in (self._record, self._reader):
            if file is not None:
                file.close()
        self._record = self._reader = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _marks(*hashes: str) -> bytes:
    """The beginnings of hashes: a long run keeps them of each report, the whole ones stand in the record."""
    return b"".join(bytes.fromhex(one[:32]) for one in hashes)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def content_hash(content: bytes) -> str:
    """The hash of a result's bytes, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def cannot_write(error: OSError) -> Text:
    """Why something could not be written."""
    why = error.strerror or str(error)
    return Text(zh=f"不能写入（{why}）", en=f"cannot be written ({why})")


def _line(entry: Entry) -> bytes:
    import simplejson

    text: str = simplejson.dumps(entry.model_dump(), use_decimal=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


_IN_USE = Text(zh="另一次运行正在写入这个文件夹", en="another run is writing to this folder")
