"""How a hash is shown and printed, to be compared by eye."""

from __future__ import annotations

_GROUP = 8


def hex_digits_in_groups(digest: bytes) -> str:
    """Return a hash in groups of eight hex digits."""
    digits = digest.hex()
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))
