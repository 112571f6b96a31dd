"""The ids by which entries and rows point at things, one type for each so that they cannot be mixed up."""

from __future__ import annotations

import base64
import hashlib
from typing import NewType

import msgspec

MeetingId = NewType("MeetingId", str)
PersonId = NewType("PersonId", str)
ItemId = NewType("ItemId", str)
NoteId = NewType("NoteId", str)
ProjectId = NewType("ProjectId", str)
PollId = NewType("PollId", str)
SignerId = NewType("SignerId", str)
StationId = NewType("StationId", str)
StreamId = NewType("StreamId", str)
"""Ed25519 public key of one incarnation of a database, 64 hex digits."""


class Scope(msgspec.Struct, frozen=True):
    """A city and one of its meetings: every key in a store begins with them, and every statement names them."""

    city: str
    meeting: str


def derive_id_from_entry(stream: StreamId, seq: int, index: int = 0) -> str:
    """Name what entry `seq` of `stream` creates as its `index`-th thing (16 lower-case base32 letters).

    Ids come from the entry alone, so a replay gives the same ones (design: replay = live).
    """
    digest = hashlib.sha256(f"{stream}:{seq}:{index}".encode("ascii")).digest()
    return base64.b32encode(digest[:10]).decode("ascii").lower()
