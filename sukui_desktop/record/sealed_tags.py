"""The tags of all slips of a box, sealed under the key that makes them: kept beside the record for another machine.

Who has the meeting's passphrase alone, in the strict mode, reads none of them.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sukui_desktop.domain.errors import StorageFault

_TAG_SIZE, _NONCE_SIZE = 32, 12


def seal_tags(token_key: bytes, tags: tuple[bytes, ...]) -> bytes:
    """Return the tags (32 bytes each), sorted and sealed."""
    nonce = secrets.token_bytes(_NONCE_SIZE)
    return nonce + _cipher(token_key).encrypt(nonce, b"".join(sorted(tags)), None)


def open_tags(token_key: bytes, sealed: bytes) -> tuple[bytes, ...]:
    """Return the tags again, sorted. Raises StorageFault tags_unreadable."""
    try:
        plain = _cipher(token_key).decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], None)
    except (InvalidTag, ValueError) as error:
        raise StorageFault("tags_unreadable") from error
    return tuple(plain[at : at + _TAG_SIZE] for at in range(0, len(plain), _TAG_SIZE))


def _cipher(token_key: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), 32, None, b"sukui tags of slips").derive(token_key))
