"""What this program is, in one hash: results of another version are not taken over."""

from __future__ import annotations

import hashlib
import platform
import re
from functools import cache
from importlib import metadata
from pathlib import Path

import audit
import extract
import models
from extract.reference import by_libraries

_SOURCES = frozenset({".py", ".toml", ".txt"})
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"""extra\s*==\s*['"](?P<name>[^'"]+)['"]""")
_OF_RESULTS = frozenset({"ocr"})
"""Extras whose libraries have a say in what is read."""


@cache
def program_hash() -> str:
    """A hash over the code, the vocabulary that people may extend, and the versions of the libraries."""
    digest = hashlib.sha256()
    for package in (models, extract, audit):
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob("*")):
            if path.suffix in _SOURCES and path.is_file():
                digest.update(f"{package.__name__}/{path.relative_to(folder).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    for line in (platform.python_version(), f"by libraries: {by_libraries()}", *_libraries()):
        digest.update(f"{line}\0".encode())
    return digest.hexdigest()


def _libraries() -> list[str]:
    """Name and version of every library that is there and that results depend on."""
    try:
        required = metadata.requires("zicha") or []
    except metadata.PackageNotFoundError:
        return []
    needed = [line for line in required if (extra := _EXTRA.search(line)) is None or extra["name"] in _OF_RESULTS]
    names = {match[0] for line in needed if (match := _NAME.match(line)) is not None}
    found = []
    for name in sorted(names):
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:  # of an extra that is not installed
            continue
    return found
