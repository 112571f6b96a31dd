"""Sealed ballots, which only the tally key opens; the receipt by which a voter finds the ballot again.

Source: RFC 9180 (HPKE, base mode: X25519, HKDF-SHA-256, ChaCha20-Poly1305) as the library has it.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from sukui_desktop.domain.errors import BadInput, StorageFault
from sukui_desktop.record.slip_token import letters_in_fours

OVERHEAD = 48
"""Bytes that sealing adds: the encapsulated key and the tag."""

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_KEM_ID = b"KEM" + bytes.fromhex("0020")
_HPKE_ID = b"HPKE" + bytes.fromhex("002000010003")


def make_tally_key_pair(seed: bytes) -> tuple[bytes, bytes]:
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

    def seal_with_given_randomness(self, plaintext: bytes, opening: bytes) -> bytes:
        """Return the sealed ballot that these 32 random bytes make: whoever is given them later can open it.

        The same bytes as `seal_plaintext` makes with this ephemeral key, which the library keeps to itself. Source:
        RFC 9180, 4.1 (Encap), 5.1 (KeySchedule in base mode), 5.2 (sequence number 0).
        Raises BadInput tally_key_unreadable as `seal_plaintext`.
        """
        ephemeral = X25519PrivateKey.from_private_bytes(opening)
        enc = ephemeral.public_key().public_bytes_raw()
        try:
            agreed = ephemeral.exchange(self._key)
        except ValueError as error:
            raise BadInput("tally_key_unreadable") from error
        both = enc + self._key.public_bytes_raw()
        shared = _hpke_labeled_expand(
            _KEM_ID, _hpke_labeled_extract(_KEM_ID, b"", b"eae_prk", agreed), b"shared_secret", both, 32
        )
        context = (
            b"\0"
            + _hpke_labeled_extract(_HPKE_ID, b"", b"psk_id_hash", b"")
            + _hpke_labeled_extract(_HPKE_ID, b"", b"info_hash", self._info)
        )
        secret = _hpke_labeled_extract(_HPKE_ID, shared, b"secret", b"")
        key, nonce = (
            _hpke_labeled_expand(_HPKE_ID, secret, name, context, size)
            for name, size in ((b"key", 32), (b"base_nonce", 12))
        )
        return enc + ChaCha20Poly1305(key).encrypt(nonce, plaintext, None)

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


def _hpke_labeled_extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    """LabeledExtract of RFC 9180, 4."""
    return HKDF.extract(SHA256(), salt or bytes(32), b"HPKE-v1" + suite + label + secret)


def _hpke_labeled_expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """LabeledExpand of RFC 9180, 4."""
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return HKDFExpand(SHA256(), length, labelled).derive(key)
