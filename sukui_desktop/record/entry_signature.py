"""Signatures of entries: one Ed25519 key for each incarnation of a database."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sukui_desktop.models.ids import StreamId


class StreamKey:
    """The private key of a stream, with its public name at hand."""

    def __init__(self, seed: bytes) -> None:
        """Take the 32 secret bytes of the key."""
        self.seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()
        self.stream = StreamId(self.public.hex())

    def sign(self, data: bytes) -> bytes:
        """Return the signature over `data` (64 bytes)."""
        return self._key.sign(data)


class Verifier:
    """Checks signatures of many entries, keeping each stream's public key ready."""

    def __init__(self) -> None:
        self._keys: dict[bytes, Ed25519PublicKey] = {}

    def is_signature_valid(self, public: bytes, data: bytes, signature: bytes) -> bool:
        """Return whether the holder of `public` signed `data`; False also for a public key that is none."""
        try:
            key = self._keys.get(public) or Ed25519PublicKey.from_public_bytes(public)
            self._keys[public] = key
            key.verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True
