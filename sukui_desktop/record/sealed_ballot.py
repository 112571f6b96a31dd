"""Sealed ballots, which only the tally key opens; slip tokens; the receipt by which a voter finds the ballot again.

Source: RFC 9180 (HPKE, base mode: X25519, HKDF-SHA-256, ChaCha20-Poly1305) as the library has it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from sukui_desktop.domain.errors import BadInput, StorageFault

OVERHEAD = 48
"""Bytes that sealing adds: the encapsulated key and the tag."""
TOKEN_SIZE = 16

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_OURS = str.maketrans(_STANDARD, _ALPHABET)
_TO_DIGITS = str.maketrans(_ALPHABET, "0123456789ABCDEFGHIJKLMNOPQRSTUV")
"""To the digits of base 32 as `int` reads them: a fifth of the time of `b32decode`, once for every cast."""
_AS_TYPED = str.maketrans("OIL", "011", " -\t\r\n\u00a0")
_LETTERS = frozenset(_ALPHABET)
_TOKEN_LETTERS = 26
_SPARE_BITS = _TOKEN_LETTERS * 5 - TOKEN_SIZE * 8


def make_tally_key(seed: bytes) -> tuple[bytes, bytes]:
    """Return (private, public) raw tally key of a poll from 32 random bytes."""
    private = X25519PrivateKey.from_private_bytes(seed)
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


class Sealer:
    """Seals ballots of one poll; `info` is the hash of its definition."""

    def __init__(self, public_key: bytes, definition_hash: bytes) -> None:
        self._key = X25519PublicKey.from_public_bytes(public_key)
        self._info = definition_hash

    def seal(self, plaintext: bytes) -> bytes:
        """Return the sealed ballot: `OVERHEAD` bytes longer."""
        return _SUITE.encrypt(plaintext, self._key, self._info)


class Opener:
    """Opens ballots of one poll."""

    def __init__(self, private_key: bytes, definition_hash: bytes) -> None:
        self._key = X25519PrivateKey.from_private_bytes(private_key)
        self._info = definition_hash

    @property
    def public_key(self) -> bytes:
        """The public half, to compare with the poll's."""
        return self._key.public_key().public_bytes_raw()

    def open(self, sealed: bytes) -> bytes:
        """Return the plaintext.

        Raises StorageFault ballot_unreadable when it was not sealed for this poll.
        """
        try:
            return _SUITE.decrypt(sealed, self._key, self._info)
        except (InvalidTag, ValueError) as error:
            raise StorageFault("ballot_unreadable") from error


def receipt_code(sealed: bytes) -> str:
    """Return the 확인번호 of a sealed ballot: 16 letters in fours, from the ciphertext alone."""
    return _grouped(hashlib.sha256(b"sukui receipt" + sealed).digest()[:10])


def token_tag(token_key: bytes, token: bytes) -> bytes:
    """Return how the box knows a slip: HMAC-SHA-256 of its token under the poll's key (32 bytes)."""
    return hmac.digest(token_key, token, "sha256")


def write_token(token: bytes) -> str:
    """Return a slip's token as it is shown and typed: 26 letters in groups of four (Crockford's alphabet)."""
    return _grouped(token)


def read_token(text: str) -> bytes:
    """Return the token that was typed or scanned; O, I and L are read as 0 and 1, spaces and dashes are passed over.

    Raises BadInput slip_malformed.
    """
    tidy = text.upper().translate(_AS_TYPED)
    if len(tidy) != _TOKEN_LETTERS or not _LETTERS.issuperset(tidy):
        raise BadInput("slip_malformed")
    value = int(tidy.translate(_TO_DIGITS), 32)
    if value & ((1 << _SPARE_BITS) - 1):
        raise BadInput("slip_malformed")
    return (value >> _SPARE_BITS).to_bytes(TOKEN_SIZE, "big")


def _grouped(raw: bytes) -> str:
    letters = base64.b32encode(raw).decode("ascii").rstrip("=").translate(_TO_OURS)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
