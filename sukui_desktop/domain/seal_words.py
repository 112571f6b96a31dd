"""Seal words: four Korean words for a hash, to be compared by ear in the hall."""

from __future__ import annotations

from collections.abc import Sequence

WORDS_NEEDED = 256
"""One word for each value of a byte."""


def seal_words(digest: bytes, words: Sequence[str]) -> tuple[str, str, str, str]:
    """Return the words of the first four bytes of `digest`, in their order; `words` holds WORDS_NEEDED of them.

    People compare four words by ear to notice a changed definition; the whole hash is the proof.
    Raises ValueError when there are not WORDS_NEEDED words or fewer than four bytes.
    """
    if len(words) != WORDS_NEEDED or len(digest) < 4:
        raise ValueError(f"{len(words)} words, {len(digest)} bytes")
    first, second, third, fourth = (words[byte] for byte in digest[:4])
    return first, second, third, fourth
