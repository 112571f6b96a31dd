"""Shares of a secret key (열쇠 조각): any k of n people open it, k - 1 learn nothing, each share sealed to one person.

Source: docs/sources.md, "Key cards and shares" (SLIP-39; RFC 9180 as the library has it).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from sukui_desktop.domain.box_lock_choice import require_valid_threshold
from sukui_desktop.domain.errors import BadInput, RuleBroken, StorageFault
from sukui_desktop.record.key_card import PersonKeys

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class SealedShare(msgspec.Struct, frozen=True):
    """One person's share of a secret, which only that person's key opens."""

    signer_id: str
    sealed: bytes


class SharedSecret(msgspec.Struct, frozen=True):
    """A secret that is nowhere whole: `threshold` of the holders bring it together again."""

    use: bytes
    """What it is the secret of, such as a poll's id and the name of the key: a share opens for this alone."""
    threshold: int
    shares: tuple[SealedShare, ...]


def split_secret(secret: bytes, threshold: int, holders: Sequence[tuple[str, bytes]], use: bytes) -> SharedSecret:
    """Split a secret of 16 or 32 bytes among `holders` (signer id, raw X25519 public key).

    Raises RuleBroken threshold_impossible; BadInput share_key_unreadable for a key that is none.
    """
    from shamir_mnemonic import generate_mnemonics  # heavy, and few meetings share a key

    require_valid_threshold(threshold, len(holders))
    [mnemonics] = generate_mnemonics(1, [(threshold, len(holders))], secret, iteration_exponent=0)
    shares = (
        SealedShare(
            signer_id, _encrypt_to_holder(public, mnemonic.encode("ascii"), _encryption_context(use, signer_id))
        )
        for (signer_id, public), mnemonic in zip(holders, mnemonics, strict=True)
    )
    return SharedSecret(use, threshold, tuple(shares))


def join_secret(shared: SharedSecret, keys: Mapping[str, PersonKeys]) -> bytes:
    """Return the secret from the people who are here (signer id → their keys); more than needed does no harm.

    Raises StorageFault share_damaged with the signer whose share does not open or does not fit the others,
    RuleBroken shares_missing with how many are here and needed.
    """
    from shamir_mnemonic import MnemonicError, combine_mnemonics

    opened = {
        share.signer_id: _decrypt_share(share, keys[share.signer_id], shared.use)
        for share in shared.shares
        if share.signer_id in keys
    }
    if len(opened) < shared.threshold:
        raise RuleBroken("shares_missing", have=len(opened), needed=shared.threshold)
    chosen = list(opened.items())[: shared.threshold]
    try:
        return combine_mnemonics([mnemonic for _, mnemonic in chosen])
    except MnemonicError as error:
        raise StorageFault("share_damaged", signer=chosen[-1][0]) from error


def _decrypt_share(share: SealedShare, keys: PersonKeys, use: bytes) -> str:
    try:
        return _SUITE.decrypt(share.sealed, keys.share, _encryption_context(use, share.signer_id)).decode("ascii")
    except (InvalidTag, ValueError) as error:
        raise StorageFault("share_damaged", signer=share.signer_id) from error


def _encrypt_to_holder(public: bytes, plaintext: bytes, info: bytes) -> bytes:
    try:
        return _SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(public), info)
    except (ValueError, TypeError) as error:
        raise BadInput("share_key_unreadable") from error


def _encryption_context(use: bytes, signer_id: str) -> bytes:
    return b"sukui share" + len(use).to_bytes(4, "big") + use + signer_id.encode()
