"""The second counter's opinions: runs of equal ballots.

Written from docs/formats/ballot.md alone: two bytes length, high first, then UTF-8, then zeros.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import groupby

from sukui_desktop.domain.counting.tally_figures import OpinionCount


def read_opinions_with_counts(ballots: bytes, length: int) -> Iterator[tuple[str | None, int]]:
    """Yield what equal ballots say and how many they are; '' is blank, None cannot be read.

    `ballots` are end to end, `length` bytes each. Two ballots of other bytes may say the same.
    """
    alike = sorted(ballots[at : at + length] for at in range(0, len(ballots), length))
    for ballot, run in groupby(alike):
        yield _read_one_opinion(ballot), sum(1 for _ in run)


def _read_one_opinion(ballot: bytes) -> str | None:
    end = 2 + int.from_bytes(ballot[:2], "big")
    written, padding = ballot[2:end], ballot[end:]
    if end > len(ballot) or padding.strip(b"\0"):
        return None
    try:
        text = written.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return " ".join(unicodedata.normalize("NFC", text).split())


def rank_opinions(held: Mapping[str, int]) -> tuple[OpinionCount, ...]:
    """Return opinions, the most frequent first and equally frequent ones by their text."""
    by_text = sorted(held)
    return tuple(
        OpinionCount(text=text, count=held[text]) for text in sorted(by_text, key=held.__getitem__, reverse=True)
    )
