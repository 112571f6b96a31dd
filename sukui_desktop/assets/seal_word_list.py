"""The seal words: a fixed list by which a hash is read aloud and compared."""

from __future__ import annotations

from functools import cache

from sukui_desktop.assets.resources import read_resource


@cache
def seal_word_list() -> tuple[str, ...]:
    """Return the 256 words in their fixed order: the word of byte value n is at place n.

    The order may never change: sheets printed by an older release show these words.
    """
    return tuple(read_resource("words/seal_words.txt").decode("utf-8").split())
