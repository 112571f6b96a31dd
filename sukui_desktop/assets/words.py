"""The shipped list of seal words: without one fixed list two stations would say different words for one hash."""

from __future__ import annotations

from functools import cache

from sukui_desktop.assets.resources import read_resource


@cache
def seal_word_list() -> tuple[str, ...]:
    """Return the 256 words in their fixed order: the word of byte value n is at place n.

    The order may never change: sheets printed by an older release show these words.
    """
    return tuple(read_resource("words/seal_words.txt").decode("utf-8").split())
