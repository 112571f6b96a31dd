"""The key of a person (열쇠 카드): a seed on their card or behind their passphrase, and what it signs and opens.

One seed gives both keys of a person: an Ed25519 key that signs what they attest, an X25519 key to which shares of a
poll's keys are sealed. The card is that seed as SLIP-39 writes it, whose check finds up to three wrong words.

Source: docs/sources.md, "Key cards and shares".
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Mapping, Sequence

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sukui_desktop.domain.errors import BadInput

SEED_SIZE = 16
"""Bytes of a seed: as strong as the curves that its keys are on."""
CARD_WORDS = 20
"""Words on a card."""
WORD_COUNT = 1024
"""Words in the list from which those of a card come; a word is its place in the list, from 0."""

_SALT_SIZE = 16
_NONCE_SIZE = 12


class PublicKeys(msgspec.Struct, frozen=True):
    """The public halves of a person's keys, raw (32 bytes each)."""

    sign: bytes
    """Ed25519"""
    share: bytes
    """X25519"""


class PersonKeys:
    """Both private keys of a person, in memory while the person is at the machine."""

    def __init__(self, seed: bytes) -> None:
        """Take the `SEED_SIZE` secret bytes."""
        self._sign = Ed25519PrivateKey.from_private_bytes(_derive_key(seed, b"sukui sign"))
        self.share = X25519PrivateKey.from_private_bytes(_derive_key(seed, b"sukui share"))
        """Opens what was sealed to the person."""
        self.public = PublicKeys(self._sign.public_key().public_bytes_raw(), self.share.public_key().public_bytes_raw())

    def sign(self, data: bytes) -> bytes:
        """Return the person's signature over `data` (64 bytes)."""
        return self._sign.sign(data)


def _derive_key(seed: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(seed)


def card_words_of_seed(seed: bytes) -> tuple[int, ...]:
    """Return the words of a card for a seed: `CARD_WORDS` places in the word list, other ones each time."""
    from shamir_mnemonic import generate_mnemonics  # heavy, and few meetings make a card
    from shamir_mnemonic.wordlist import mnemonic_to_indices

    [[mnemonic]] = generate_mnemonics(1, [(1, 1)], seed, iteration_exponent=0)
    return tuple(mnemonic_to_indices(mnemonic))


def seed_of_card_words(words: Sequence[int]) -> bytes:
    """Return the seed of a card.

    Raises BadInput card_length (words, needed), card_unreadable where a word was read or typed wrongly.
    """
    from shamir_mnemonic import MnemonicError, combine_mnemonics
    from shamir_mnemonic.wordlist import mnemonic_from_indices

    if len(words) != CARD_WORDS:
        raise BadInput("card_length", words=len(words), needed=CARD_WORDS)
    try:
        return combine_mnemonics([mnemonic_from_indices(words)])
    except (MnemonicError, IndexError) as error:
        raise BadInput("card_unreadable") from error


def seal_seed_with_passphrase(seed: bytes, passphrase_key: bytes, owner: str) -> bytes:
    """Return a seed sealed under a key made of its owner's passphrase; it opens for this owner alone."""
    nonce = secrets.token_bytes(_NONCE_SIZE)
    return nonce + AESGCM(passphrase_key).encrypt(nonce, seed, owner.encode())


def open_seed_with_passphrase(locked: bytes, passphrase_key: bytes, owner: str) -> bytes:
    """Return the seed that `seal_seed_with_passphrase` sealed.

    Raises BadInput passphrase_of_person_wrong.
    """
    try:
        return AESGCM(passphrase_key).decrypt(locked[:_NONCE_SIZE], locked[_NONCE_SIZE:], owner.encode())
    except (InvalidTag, ValueError) as error:
        raise BadInput("passphrase_of_person_wrong") from error


def seed_of_card_text(text: str, words: Sequence[str]) -> bytes:
    """Return the seed of a card as it was typed (words of the list `words`) or scanned (the words of SLIP-39).

    Raises BadInput card_word_unknown with its place from 1, and as `seed_of_card_words`.
    """
    places = {word: place for place, word in enumerate(words)}
    typed = unicodedata.normalize("NFC", text).lower().replace(",", " ").split()
    return seed_of_card_words([_place_of_word(word, at, places) for at, word in enumerate(typed, start=1)])


def _place_of_word(word: str, at: int, places: Mapping[str, int]) -> int:
    if word in places:
        return places[word]
    from shamir_mnemonic import MnemonicError
    from shamir_mnemonic.wordlist import mnemonic_to_indices

    try:
        (place,) = mnemonic_to_indices(word)
    except MnemonicError as error:
        raise BadInput("card_word_unknown", word=word, at=at) from error
    return place


def card_qr_text(words: Sequence[int]) -> str:
    """Return what stands in the QR code of a card: the words of SLIP-39, which any keyboard scanner types."""
    from shamir_mnemonic.wordlist import mnemonic_from_indices

    return mnemonic_from_indices(words).upper()
