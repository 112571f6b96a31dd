"""The header of an entry: what is signed and chained, in bytes that are fixed for good (`docs/formats/entry.md`)."""

from __future__ import annotations

import hashlib
import hmac

import cbor2
import msgspec

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.record.hybrid_logical_clock import Stamp

FORMAT = 1
NO_PREVIOUS = bytes(32)
SIGNATURE_SIZE = 64
SALT_SIZE = 32


class Header(msgspec.Struct, frozen=True, array_like=True):
    """One entry's header, fields in the order in which they are written."""

    format: int
    stream: bytes
    """Ed25519 public key of this incarnation of the database (32 bytes)."""
    seq: int
    """From 0, without gaps."""
    previous: bytes
    """SHA-256 of the previous header with its signature; zeros at seq 0."""
    city: str
    meeting: str
    kind: str
    kind_version: int
    clock_ms: int
    clock_counter: int
    boot: bytes
    """16 random bytes of this start of the program."""
    monotonic_ms: int
    """Since this start: shows a wall clock that was moved."""
    seen: dict[str, int]
    """Newest seq known of each other stream; evidence only."""
    body_length: int
    body_commitment: bytes
    """HMAC-SHA-256(salt, body); the salt is kept with the body and dies with it."""

    @property
    def stamp(self) -> Stamp:
        """The moment of the entry."""
        return Stamp(self.clock_ms, self.clock_counter)


def encode_header(header: Header) -> bytes:
    """Return the bytes that are signed: a deterministic CBOR array (RFC 8949 §4.2)."""
    return cbor2.dumps(msgspec.structs.astuple(header), canonical=True)


def decode_header(signed: bytes) -> Header:
    """Read a header's bytes back.

    Raises StorageFault entry_unreadable when they are none.
    """
    try:
        return msgspec.convert(cbor2.loads(signed), Header, builtin_types=(bytes,))
    except (cbor2.CBORDecodeError, msgspec.ValidationError, ValueError, TypeError, OverflowError) as error:
        raise StorageFault("entry_unreadable", reason=str(error)) from error


def hash_header_and_signature(signed: bytes, signature: bytes) -> bytes:
    """Return what the next header says of this one: SHA-256 over header and signature (32 bytes)."""
    return hashlib.sha256(signed + signature).digest()


def commitment_to_body(salt: bytes, body: bytes) -> bytes:
    """Return the commitment to a body under its salt (32 bytes)."""
    return hmac.digest(salt, body, "sha256")
