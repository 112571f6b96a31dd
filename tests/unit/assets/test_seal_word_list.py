"""The seal words can be told apart by eye and ear, and their order never changes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from itertools import combinations, pairwise

from sukui_desktop.assets.seal_word_list import seal_word_list
from sukui_desktop.domain.seal_words import WORDS_NEEDED, seal_words


def test_there_is_one_short_hangul_word_for_each_byte() -> None:
    words = seal_word_list()
    assert len(words) == len(set(words)) == WORDS_NEEDED
    assert [word for word in words if not re.fullmatch("[가-힣]{2,3}", word)] == []


def _without_one(word: str) -> set[str]:
    """The word with any one of its letters gone or hidden: two words one letter apart share one of these."""
    letters = unicodedata.normalize("NFD", word)
    gone = {letters[:i] + letters[i + 1 :] for i in range(len(letters))}
    hidden = {letters[:i] + "?" + letters[i + 1 :] for i in range(len(letters))}
    return gone | hidden | {letters}


def test_no_two_words_are_one_letter_apart() -> None:
    near = {word: _without_one(word) for word in seal_word_list()}
    assert "다라" not in near
    assert _without_one("다리") & _without_one("다라")
    assert [pair for pair in combinations(near, 2) if near[pair[0]] & near[pair[1]]] == []


def test_no_word_begins_another() -> None:
    words = sorted(seal_word_list())
    assert [pair for pair in pairwise(words) if pair[1].startswith(pair[0])] == []


def test_the_order_is_the_one_that_was_released() -> None:
    digest = hashlib.sha256("\n".join(seal_word_list()).encode()).hexdigest()
    assert digest == "3c9cffc3ba3cf2ee68894656c9f90b906e3ccfc433d8c1814b6da033238427a4"
    assert seal_words(hashlib.sha256(b"").digest(), seal_word_list()) == ("칠판", "엽서", "자갈", "들판")
