"""The bounds of an entry that another station sent: sizes, ranges and plain values (`docs/formats/entry.md`)."""

from __future__ import annotations

import cbor2

from sukui_desktop.record.entry_header import FORMAT, NO_PREVIOUS, SALT_SIZE, SIGNATURE_SIZE, Header, encode_header
from sukui_desktop.record.hybrid_logical_clock import MAX_COUNTER

_INT64 = 2**63
_INT32 = 2**31
_YEAR_9999_MS = 253_370_764_800_000
"""The first millisecond of the year 9999 in UTC, after which no calendar of the program goes."""
_STREAM_SIZE = 32
_BOOT_SIZE = 16


def find_broken_bound(header: Header, signed: bytes, signature: bytes, salt: bytes) -> str:
    """Return which bound a received entry breaks: newer, format, size, range or canonical; '' for none."""
    if header.format > FORMAT:
        return "newer"
    sizes = (
        (header.stream, _STREAM_SIZE),
        (header.previous, len(NO_PREVIOUS)),
        (header.boot, _BOOT_SIZE),
        (header.body_commitment, len(NO_PREVIOUS)),
        (signature, SIGNATURE_SIZE),
        (salt, SALT_SIZE),
    )
    ranges = (
        (header.seq, 0, _INT64),
        (header.kind_version, 1, _INT32),
        (header.clock_ms, 0, _YEAR_9999_MS),
        (header.clock_counter, 0, MAX_COUNTER + 1),
        (header.monotonic_ms, 0, _INT64),
        *((seq, 0, _INT64) for seq in header.seen.values()),
    )
    checks = (
        ("format", header.format == FORMAT),
        ("size", all(len(part) == size for part, size in sizes)),
        ("range", all(low <= number < high for number, low, high in ranges)),
        ("range", header.kind != "" and "\0" not in header.kind),
        ("canonical", encode_header(header) == signed),
    )
    return next((name for name, holds in checks if not holds), "")


def is_canonical_plain_body(body: bytes) -> bool:
    """Return whether a body that was read once is deterministic CBOR of plain values that fit every database."""
    tree = cbor2.loads(body)
    is_moment = 0 <= tree.get("at", 0) < _YEAR_9999_MS
    return is_moment and _has_plain_values_only(tree) and cbor2.dumps(tree, canonical=True) == body


def _has_plain_values_only(tree: object) -> bool:
    """Return whether a tree has only plain values: numbers of 64 bits, text without NUL, and nothing shared."""
    left, seen = [tree], set[int]()
    while left:
        value = left.pop()
        if isinstance(value, (dict, list)):
            if id(value) in seen:
                return False
            seen.add(id(value))
            left += [*value, *value.values()] if isinstance(value, dict) else value
        elif isinstance(value, str):
            if "\0" in value:
                return False
        elif isinstance(value, int):
            if not -_INT64 <= value < _INT64:
                return False
        elif value is not None and not isinstance(value, (bytes, float)):
            return False
    return True
