"""Slip tokens (투표권 번호): bytes, the letters that are shown and typed, the tag by which a box knows one."""

from __future__ import annotations

import base64
import hmac

from sukui_desktop.domain.errors import BadInput

TOKEN_SIZE = 16

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_OURS = str.maketrans(_STANDARD, _ALPHABET)
_TO_DIGITS = str.maketrans(_ALPHABET, "0123456789ABCDEFGHIJKLMNOPQRSTUV")
"""To the digits of base 32 as `int` reads them: a fifth of the time of `b32decode`, once for every cast."""
_AS_TYPED = str.maketrans("OIL", "011", " -\t\r\n\u00a0")
_LETTERS = frozenset(_ALPHABET)
_TOKEN_LETTERS = 26
_SPARE_BITS = _TOKEN_LETTERS * 5 - TOKEN_SIZE * 8


def token_tag(token_key: bytes, token: bytes) -> bytes:
    """Return how the box knows a slip: HMAC-SHA-256 of its token under the poll's key (32 bytes)."""
    return hmac.digest(token_key, token, "sha256")


def token_as_text(token: bytes) -> str:
    """Return a slip's token as it is shown and typed: 26 letters in groups of four (Crockford's alphabet)."""
    return letters_in_fours(token)


def token_from_text(text: str) -> bytes:
    """Return the token that was typed or scanned; O, I and L are read as 0 and 1, spaces and dashes are passed over.

    Raises BadInput slip_malformed.
    """
    try:
        tidy = text.upper().translate(_AS_TYPED)
    except (AttributeError, TypeError) as error:  # over a line comes whatever was sent
        raise BadInput("slip_malformed") from error
    if len(tidy) != _TOKEN_LETTERS or not _LETTERS.issuperset(tidy):
        raise BadInput("slip_malformed")
    value = int(tidy.translate(_TO_DIGITS), 32)
    if value & ((1 << _SPARE_BITS) - 1):
        raise BadInput("slip_malformed")
    return (value >> _SPARE_BITS).to_bytes(TOKEN_SIZE, "big")


def letters_in_fours(raw: bytes) -> str:
    """Return bytes in Crockford's alphabet, in groups of four letters."""
    letters = base64.b32encode(raw).decode("ascii").rstrip("=").translate(_TO_OURS)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
