"""A file's bytes, with its name and hash; missing and huge files are refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from sukui_desktop.domain.errors import BadInput

MAX_BYTES = 64 * 1024 * 1024
"""Larger files are refused unread. A list of 3,000 people takes 0.3 MB, 130,000 ballots take 4 MB."""
ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old or an encrypted Excel file begins."""


class Source(msgspec.Struct, frozen=True):
    """A file that may be read: it is there, it is a file, it is neither empty nor too large."""

    path: Path
    name: str
    """For people: without its folder."""
    sha256: bytes
    beginning: bytes
    """Its first 64 KiB, enough to tell what kind of file it is."""

    def is_workbook(self) -> bool:
        """Tell whether the bytes are those of an Excel file: new, old or encrypted."""
        return self.beginning.startswith((ZIP_MARK, OLE_MARK))


def open_source(path: Path) -> Source:
    """Look at a file before it is read, and take its SHA-256.

    Raises BadInput: input_missing, input_unreadable, file_too_large, input_empty (facts: file, ...).
    """
    name = path.name
    try:
        if not path.is_file():
            raise BadInput("input_unreadable" if path.exists() else "input_missing", file=name)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadInput("file_too_large", file=name, value=size // 1024**2, expected=MAX_BYTES // 1024**2)
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").digest()
            stream.seek(0)
            beginning = stream.read(64 * 1024)
    except (OSError, ValueError) as fault:
        raise BadInput("input_unreadable", file=name) from fault
    if not beginning.strip(b"\xef\xbb\xbf \t\r\n"):
        raise BadInput("input_empty", file=name)
    return Source(path, name, digest, beginning)
