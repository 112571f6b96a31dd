"""Sealed ballots, which only the tally key opens; the receipt by which a voter finds the ballot again.

Source: RFC 9180 (HPKE, base mode: X25519, HKDF-SHA-256, ChaCha20-Poly1305) as the library has it.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from sukui_desktop.domain.errors import BadInput, StorageFault
from sukui_desktop.record.slip_token import letters_in_fours

OVERHEAD = 48
"""Bytes that sealing adds: the encapsulated key and the tag."""

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def make_tally_key(seed: bytes) -> tuple[bytes, bytes]:
    """Return (private, public) raw tally key of a poll from 32 random bytes."""
    private = X25519PrivateKey.from_private_bytes(seed)
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


class Sealer:
    """Seals ballots of one poll; `info` is the hash of its definition."""

    def __init__(self, public_key: bytes, definition_hash: bytes) -> None:
        """Raises BadInput tally_key_unreadable for bytes that are no key."""
        try:
            self._key = X25519PublicKey.from_public_bytes(public_key)
        except (ValueError, TypeError) as error:
            raise BadInput("tally_key_unreadable") from error
        self._info = definition_hash

    def seal_plaintext(self, plaintext: bytes) -> bytes:
        """Return the sealed ballot: `OVERHEAD` bytes longer.

        Raises BadInput tally_key_unreadable for a key that no secret can be agreed with, such as one of zeros.
        """
        try:
            return _SUITE.encrypt(plaintext, self._key, self._info)
        except ValueError as error:
            raise BadInput("tally_key_unreadable") from error


class Opener:
    """Opens ballots of one poll."""

    def __init__(self, private_key: bytes, definition_hash: bytes) -> None:
        self._key = X25519PrivateKey.from_private_bytes(private_key)
        self._info = definition_hash

    @property
    def public_key(self) -> bytes:
        """The public half, to compare with the poll's."""
        return self._key.public_key().public_bytes_raw()

    def open_sealed(self, sealed: bytes) -> bytes:
        """Return the plaintext.

        Raises StorageFault ballot_unreadable when it was not sealed for this poll.
        """
        try:
            return _SUITE.decrypt(sealed, self._key, self._info)
        except (InvalidTag, ValueError) as error:
            raise StorageFault("ballot_unreadable") from error


def receipt_code(sealed: bytes) -> str:
    """Return the 확인번호 of a sealed ballot: 16 letters in fours, from the ciphertext alone."""
    return letters_in_fours(hashlib.sha256(b"sukui receipt" + sealed).digest()[:10])
