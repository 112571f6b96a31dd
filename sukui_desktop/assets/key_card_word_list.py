"""The words of key cards: a fixed list of 1,024 Korean words, no two of which a single wrong letter confuses."""

from __future__ import annotations

from functools import cache

from sukui_desktop.assets.resources import read_resource


@cache
def card_word_list() -> tuple[str, ...]:
    """Return the words in their fixed order; a word says its place in the list, ten bits."""
    return tuple(read_resource("words/card_words.txt").decode("utf-8").split())
