"""A short note that is changed in place: packed numbers with a CRC-32, so that half of one is known."""

from __future__ import annotations

import struct
import zlib
from typing import Any

_CHECK = struct.Struct("<I")


class CheckedNote:
    """The layout of one kind of note."""

    def __init__(self, layout: str) -> None:
        """Take the fields, as `struct` writes them."""
        self._fields = struct.Struct(layout)
        self.size = self._fields.size + _CHECK.size

    def pack(self, *values: Any) -> bytes:
        """Return a note with these values."""
        packed = self._fields.pack(*values)
        return packed + _CHECK.pack(zlib.crc32(packed))

    def unpack(self, note: bytes) -> tuple[Any, ...] | None:
        """Return the values of a note, None where it is not whole."""
        packed, check = note[: self._fields.size], note[self._fields.size :]
        if len(note) != self.size or check != _CHECK.pack(zlib.crc32(packed)):
            return None
        return self._fields.unpack(packed)
