"""Sheets and cards on paper are read for good: by our code and, from the documents alone, by other libraries."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from shamir_mnemonic import combine_mnemonics
from shamir_mnemonic.wordlist import mnemonic_to_indices

from sukui_desktop.assets.key_card_word_list import card_word_list
from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.papers.anchor_sheet import anchor_words, parse_anchor_code, parse_anchor_words
from sukui_desktop.record.key_card import PersonKeys, open_seed_with_passphrase, seed_of_card_text
from sukui_desktop.record.key_shares import SharedSecret, join_secret
from sukui_desktop.storage.file_key_and_recovery_code import derive_key_from_passphrase
from tests.builders import vectors


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> None:
    """Derive keys at the program's own cost: the vectors hold what it gives."""


def load(name: str) -> Any:
    return json.loads((vectors.FOLDER / f"{name}.json").read_text(encoding="utf-8"))


SHEETS, CARDS = load("record-sheet")["sheets"], load("key-card")
WORDS = card_word_list()


def test_we_write_the_very_sheets() -> None:
    assert vectors.anchor_vectors() == SHEETS


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet["fields"]["step"])
def test_a_sheet_is_read_by_code_and_by_words(sheet: dict[str, Any]) -> None:
    broken = "\n".join(sheet["code"][at : at + 40] for at in range(0, len(sheet["code"]), 40)).lower()
    anchor = parse_anchor_code(broken)
    assert anchor in vectors.ANCHORS
    typed = "".join(f"{number}. {word}\n" for number, word in enumerate(sheet["words"], start=1))
    assert parse_anchor_words(typed, WORDS) == anchor_words(anchor, WORDS) == tuple(sheet["words"])


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet["fields"]["step"])
def test_a_sheet_by_hand(sheet: dict[str, Any]) -> None:
    """As another program would read it, with nothing of ours but the document and the list of words."""
    start, _, letters = sheet["code"].partition(":")
    assert start == "SUKUI1"
    packed = base64.b32decode(letters + "=" * (-len(letters) % 8))
    values = cbor2.loads(packed)
    assert [one.hex() if isinstance(one, bytes) else one for one in values] == list(sheet["fields"].values())
    assert cbor2.dumps(values, canonical=True) == packed
    digest = hashlib.sha256(b"sukui anchor sheet 1\n" + packed).digest()
    bits = f"{int.from_bytes(digest, 'big'):0256b}"
    assert [WORDS[int(bits[at : at + 10], 2)] for at in range(0, 140, 10)] == sheet["words"]


@pytest.mark.parametrize("card", CARDS["cards"], ids=lambda card: card["signer_id"])
def test_a_card_gives_the_keys_of_its_person(card: dict[str, Any]) -> None:
    for written in (" ".join(card["words"]), card["qr"]):
        seed = seed_of_card_text(written, WORDS)
        assert seed.hex() == card["seed"]
    keys = PersonKeys(bytes.fromhex(card["seed"]))
    assert (keys.public.sign.hex(), keys.public.share.hex()) == (card["sign_key"], card["share_key"])
    assert keys.sign(b"sukui").hex() == card["signature_of_sukui"]


@pytest.mark.parametrize("card", CARDS["cards"], ids=lambda card: card["signer_id"])
def test_a_card_by_hand(card: dict[str, Any]) -> None:
    """As another program for SLIP-39 would read it."""
    english = card["qr"].lower().split()
    assert list(mnemonic_to_indices(" ".join(english))) == [WORDS.index(word) for word in card["words"]]
    seed = combine_mnemonics([" ".join(english)])
    assert seed.hex() == card["seed"]
    private = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sukui sign").derive(seed)
    assert Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex() == card["sign_key"]
    signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(card["sign_key"]))
    signer.verify(bytes.fromhex(card["signature_of_sukui"]), b"sukui")


def test_a_seed_under_a_passphrase_opens() -> None:
    locked = CARDS["locked_seed"]
    data = bytes.fromhex(locked["bytes"])
    seed = open_seed_with_passphrase(
        data[16:], derive_key_from_passphrase(locked["passphrase"], data[:16]), locked["person_id"]
    )
    assert seed.hex() == CARDS["cards"][0]["seed"]


def test_any_two_of_three_open_the_shared_secret() -> None:
    shares = CARDS["shares"]
    shared = canonical_bytes.decode(bytes.fromhex(shares["bytes"]), SharedSecret)
    assert (shared.use.hex(), shared.threshold) == (shares["use"], shares["threshold"])
    keys = {card["signer_id"]: PersonKeys(bytes.fromhex(card["seed"])) for card in CARDS["cards"]}
    for left_out in keys:
        two = {signer_id: own for signer_id, own in keys.items() if signer_id != left_out}
        assert join_secret(shared, two).hex() == shares["secret"]


def test_a_share_by_hand() -> None:
    shared = cbor2.loads(bytes.fromhex(CARDS["shares"]["bytes"]))
    suite, use = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305), shared["use"]
    mnemonics = []
    for share, card in zip(shared["shares"][:2], CARDS["cards"][:2], strict=True):
        seed = bytes.fromhex(card["seed"])
        private = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sukui share").derive(seed)
        info = b"sukui share" + len(use).to_bytes(4, "big") + use + share["signer_id"].encode()
        opened = suite.decrypt(share["sealed"], X25519PrivateKey.from_private_bytes(private), info)
        mnemonics.append(opened.decode("ascii"))
    assert combine_mnemonics(mnemonics).hex() == CARDS["shares"]["secret"]
