"""Erasing a person's name from words: where a text names somebody, and how it reads without the name.

Source: 개인정보 보호법 제21조 (destroyed so that nobody can bring it back), 제36조 (erasing on request).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sukui_desktop.domain.facts.base import ERASED

LEAST_LETTERS = 2
"""A name of one letter is found in half of all sentences: it is not looked for."""
NO_WORDS = frozenset({"signer_ids", "signatures", "after", "way"})
"""Parts of sealed structs (names on the wire) that are ids, hashes and ways, and nobody's words."""


def mentions_any_name(words: Any, names: Collection[str]) -> bool:
    """Return whether any text in a tree of plain values has one of the names in it, with or without spaces."""
    return bool(erase_names(words, names) != words)


def erase_names(words: Any, names: Collection[str]) -> Any:
    """Return a tree of plain values (texts, lists, maps) with `ERASED` in place of each of the names."""
    if isinstance(words, str):
        return _erase_in_text(words, names)
    if isinstance(words, Mapping):
        return {key: value if key in NO_WORDS else erase_names(value, names) for key, value in words.items()}
    if isinstance(words, list | tuple):
        return type(words)(erase_names(value, names) for value in words)
    return words


def erase_all_texts(words: Any) -> Any:
    """Return a tree of plain values with `ERASED` in place of every text that says something."""
    if isinstance(words, str):
        return ERASED if words.strip() else words
    if isinstance(words, Mapping):
        return {key: erase_all_texts(value) for key, value in words.items()}
    if isinstance(words, list | tuple):
        return type(words)(map(erase_all_texts, words))
    return words


def _erase_in_text(text: str, names: Collection[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        letters = "".join(name.split())
        if len(letters) >= LEAST_LETTERS:
            text = _name_pattern(letters).sub(ERASED, text)
    return text


@cache
def _name_pattern(letters: str) -> re.Pattern[str]:
    spelt = r"\s*".join(map(re.escape, letters))
    if letters.isascii():  # "Li" is no part of "line"; Korean words take particles right behind a name
        spelt = rf"(?<![A-Za-z0-9]){spelt}(?![A-Za-z0-9])"
    return re.compile(spelt, re.IGNORECASE)
