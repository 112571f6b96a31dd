"""Opening one sealed ballot with the random bytes it was made with, for an audit (시험 개봉): without a tally key.

Written apart from the sealing, which it checks: it shares no line with `ballot_encryption.py`. The two secrets agree on
one key (X25519), so what opens here is exactly what the tally key would open.

Source: RFC 9180 (HPKE, base mode), 4.1, 5.1 and 5.2; RFC 5869 (HKDF).
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

OPENING_SIZE = 32
"""Random bytes that a ballot is sealed with and opened by."""
_KEM = b"HPKE-v1KEM\x00\x20"
_SUITE = b"HPKE-v1HPKE\x00\x20\x00\x01\x00\x03"


def open_ballot_with_randomness(
    sealed: bytes, opening: bytes, tally_key: bytes, definition_hash: bytes
) -> bytes | None:
    """Return the plaintext of a sealed ballot; None where these random bytes did not make it for this poll.

    `tally_key` is the public half, 32 bytes.
    """
    point, box = sealed[:32], sealed[32:]
    if len(opening) != OPENING_SIZE or len(box) < 16:
        return None
    mine = X25519PrivateKey.from_private_bytes(opening)
    if mine.public_key().public_bytes_raw() != point:
        return None
    try:
        shared = mine.exchange(X25519PublicKey.from_public_bytes(tally_key))
        key, nonce = _hpke_key_and_nonce(_hpke_shared_secret(shared, point + tally_key), definition_hash)
        return ChaCha20Poly1305(key).decrypt(nonce, box, None)
    except (InvalidTag, ValueError):
        return None


def _hpke_shared_secret(agreed: bytes, context: bytes) -> bytes:
    root = _hmac_sha256(b"", _KEM + b"eae_prk" + agreed)
    return _hmac_sha256(root, b"\x00\x20" + _KEM + b"shared_secret" + context + b"\x01")


def _hpke_key_and_nonce(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Return key and nonce; each fits in one block of HKDF."""
    context = b"\x00" + _hmac_sha256(b"", _SUITE + b"psk_id_hash") + _hmac_sha256(b"", _SUITE + b"info_hash" + info)
    secret = _hmac_sha256(shared, _SUITE + b"secret")
    key = _hmac_sha256(secret, b"\x00\x20" + _SUITE + b"key" + context + b"\x01")
    return key, _hmac_sha256(secret, b"\x00\x0c" + _SUITE + b"base_nonce" + context + b"\x01")[:12]


def _hmac_sha256(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha256)
