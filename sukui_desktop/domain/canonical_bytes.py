"""Canonical bytes of structs: deterministic CBOR, so that every program hashes the same thing alike.

Source: RFC 8949 §4.2.1, core deterministic encoding (shortest forms, map keys sorted by their bytes).
"""

from __future__ import annotations

import hashlib
from typing import TypeVar

import cbor2
import msgspec

T = TypeVar("T")


def encode(value: object) -> bytes:
    """Return the one deterministic CBOR form of a struct or of plain values (no floats go in)."""
    return cbor2.dumps(msgspec.to_builtins(value, builtin_types=(bytes,)), canonical=True)


def decode(data: bytes, kind: type[T]) -> T:
    """Read bytes written by `encode` as `kind`.

    Raises msgspec.ValidationError when they do not fit it and cbor2.CBORDecodeError when they are not CBOR.
    """
    return msgspec.convert(cbor2.loads(data), kind, builtin_types=(bytes,))


def digest(value: object) -> bytes:
    """Return SHA-256 over the canonical form (32 bytes)."""
    return hashlib.sha256(encode(value)).digest()
