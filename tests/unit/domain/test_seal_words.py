"""A hash becomes four words by its first four bytes, the same on every station."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.seal_words import WORDS_NEEDED, seal_words

WORDS = [f"말{value}" for value in range(WORDS_NEEDED)]


def test_the_first_four_bytes_choose_the_words_in_their_order() -> None:
    assert seal_words(bytes([0, 255, 7, 7, 9]), WORDS) == ("말0", "말255", "말7", "말7")


@given(st.binary(min_size=4, max_size=32), st.binary(min_size=4, max_size=32))
def test_words_differ_exactly_when_the_first_four_bytes_do(one: bytes, other: bytes) -> None:
    assert (seal_words(one, WORDS) == seal_words(other, WORDS)) == (one[:4] == other[:4])


@pytest.mark.parametrize(("digest", "words"), [(b"abc", WORDS), (b"abcd", WORDS[1:]), (b"abcd", [*WORDS, "말"])])
def test_too_few_bytes_or_a_wrong_list_is_a_bug_and_says_so(digest: bytes, words: list[str]) -> None:
    with pytest.raises(ValueError, match="words"):
        seal_words(digest, words)
