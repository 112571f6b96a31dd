"""The entry writer: makes and signs the next link of a stream's chain."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.record.entry_body import SEAL_KEY_SIZE, fields_to_seal, read_seal_key_name, seal_and_encode_body
from sukui_desktop.record.entry_header import (
    FORMAT,
    NO_PREVIOUS,
    SALT_SIZE,
    Header,
    commitment_to_body,
    encode_header,
    hash_header_and_signature,
)
from sukui_desktop.record.entry_signature import StreamKey
from sukui_desktop.record.hybrid_logical_clock import Stamp


class Written(msgspec.Struct, frozen=True):
    """An entry as the journal keeps it."""

    signed: bytes
    signature: bytes
    salt: bytes
    body: bytes
    header: Header
    subject: str
    hash: bytes
    seal_key: tuple[str, bytes] | None = None
    """Name and key of what is sealed in the body, None where nothing is: to be kept outside the journal."""


class Head(msgspec.Struct, frozen=True):
    """The newest entry of a stream; seq -1 says there is none yet."""

    seq: int = -1
    hash: bytes = NO_PREVIOUS


class Writer:
    """Writes the next entries of one stream. Keeps head and clock; the caller stores what it returns, or goes back."""

    def __init__(
        self,
        key: StreamKey,
        *,
        city: str,
        meeting: str,
        head: Head,
        stamp: Stamp,
        boot: bytes,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self.key = key
        self.head = head
        self.stamp = stamp
        self.seen: dict[str, int] = {}
        self._city = city
        self._meeting = meeting
        self._boot = boot
        self._random_bytes = random_bytes

    def make_and_sign_entry(self, subject: str, fact: Fact, *, now_ms: int, monotonic_ms: int) -> Written:
        """Return the next entry and move the head onto it."""
        self.stamp = self.stamp.next_stamp(now_ms)
        at_ms = None if self.stamp.ms == now_ms else max(0, now_ms)
        key = self._random_bytes(SEAL_KEY_SIZE) if fields_to_seal(fact) else None
        body = seal_and_encode_body(subject, fact, key, self._random_bytes, at_ms=at_ms)
        salt = self._random_bytes(SALT_SIZE)
        header = Header(
            FORMAT,
            self.key.public,
            self.head.seq + 1,
            self.head.hash,
            self._city,
            self._meeting,
            fact.KIND,
            fact.VERSION,
            self.stamp.ms,
            self.stamp.counter,
            self._boot,
            monotonic_ms,
            self.seen,
            len(body),
            commitment_to_body(salt, body),
        )
        signed = encode_header(header)
        signature = self.key.sign(signed)
        seal_key = None if key is None else (read_seal_key_name(body), key)
        written = Written(
            signed, signature, salt, body, header, subject, hash_header_and_signature(signed, signature), seal_key
        )
        self.head = Head(header.seq, written.hash)
        return written
