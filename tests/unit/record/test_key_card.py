"""A card gives its seed back, by its Korean words and by its code; a wrong word is found, and said where it can be."""

from __future__ import annotations

import secrets
import unicodedata
from itertools import combinations

import pytest

from sukui_desktop.assets.key_card_word_list import card_word_list
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.record.entry_signature import Verifier
from sukui_desktop.record.key_card import (
    CARD_WORDS,
    SEED_SIZE,
    WORD_COUNT,
    PersonKeys,
    card_qr_text,
    card_words_of_seed,
    open_seed_with_passphrase,
    seal_seed_with_passphrase,
    seed_of_card_text,
    seed_of_card_words,
)

WORDS = card_word_list()


def _card(seed: bytes) -> tuple[tuple[int, ...], str]:
    places = card_words_of_seed(seed)
    return places, " ".join(WORDS[place] for place in places)


def test_a_card_is_read_as_typed_and_as_scanned() -> None:
    seed = secrets.token_bytes(SEED_SIZE)
    places, typed = _card(seed)
    assert len(places) == CARD_WORDS
    assert seed_of_card_text(typed, WORDS) == seed
    assert seed_of_card_text(unicodedata.normalize("NFD", typed), WORDS) == seed
    assert seed_of_card_text(card_qr_text(places), WORDS) == seed
    assert card_qr_text(places).isascii()


def test_every_single_wrong_word_is_found() -> None:
    """Fails where the check of SLIP-39 is left out."""
    places, _ = _card(bytes(range(SEED_SIZE)))
    for at in range(CARD_WORDS):
        wrong = [*places]
        wrong[at] = (wrong[at] + 1 + at) % WORD_COUNT
        with pytest.raises(BadInput, match="card_unreadable"):
            seed_of_card_words(wrong)


def test_a_word_that_is_on_no_card_is_told_with_its_place() -> None:
    _, typed = _card(bytes(SEED_SIZE))
    words = typed.split()
    words[6] = "쉬는시간"
    with pytest.raises(BadInput) as told:
        seed_of_card_text(" ".join(words), WORDS)
    assert (told.value.code, told.value.facts["at"], told.value.facts["word"]) == ("card_word_unknown", 7, "쉬는시간")
    with pytest.raises(BadInput, match="card_length"):
        seed_of_card_text(" ".join(typed.split()[:-1]), WORDS)


def test_keys_come_from_the_seed_alone_and_differ_by_use() -> None:
    keys, again = PersonKeys(bytes(SEED_SIZE)), PersonKeys(bytes(SEED_SIZE))
    assert keys.public == again.public != PersonKeys(b"\1" * SEED_SIZE).public
    assert keys.public.sign != keys.public.share
    assert Verifier().is_signature_valid(keys.public.sign, b"what", again.sign(b"what"))
    assert not Verifier().is_signature_valid(keys.public.sign, b"what else", again.sign(b"what"))


def test_a_locked_seed_opens_for_its_owner_and_key_alone() -> None:
    seed, key = secrets.token_bytes(SEED_SIZE), secrets.token_bytes(32)
    locked = seal_seed_with_passphrase(seed, key, "p1")
    assert open_seed_with_passphrase(locked, key, "p1") == seed
    for other_key, owner in ((secrets.token_bytes(32), "p1"), (key, "p2")):
        with pytest.raises(BadInput, match="passphrase_of_person_wrong"):
            open_seed_with_passphrase(locked, other_key, owner)


def test_no_two_words_of_cards_are_one_jamo_apart() -> None:
    assert len(WORDS) == len(set(WORDS)) == WORD_COUNT
    shapes: dict[str, str] = {}
    for word in WORDS:
        letters = unicodedata.normalize("NFD", word)
        near = {letters[:at] + letters[at + 1 :] for at in range(len(letters))} | {letters}
        near |= {letters[:at] + "?" + letters[at + 1 :] for at in range(len(letters))}
        assert not [shapes[one] for one in near if one in shapes]
        shapes |= dict.fromkeys(near, word)
    assert all(first[:2] != second[:2] for first, second in combinations(WORDS, 2))
