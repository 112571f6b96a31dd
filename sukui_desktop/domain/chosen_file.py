"""Files as verbs take them: a name for people and the bytes."""

from __future__ import annotations

import msgspec


class SourceFile(msgspec.Struct, frozen=True):
    """A file that somebody chose, read whole."""

    name: str
    """Without its folder."""
    content: bytes
