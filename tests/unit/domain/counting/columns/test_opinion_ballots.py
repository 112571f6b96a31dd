"""Opinions are grouped by what they say, whatever their bytes, and ranked the same way whoever came first."""

from __future__ import annotations

import unicodedata

import pytest

from sukui_desktop.domain.counting.columns.opinion_ballots import rank_opinions, read_opinions_with_counts
from sukui_desktop.domain.counting.tally_figures import OpinionCount

LENGTH = 42


def _ballot(written: bytes, *, says: int | None = None) -> bytes:
    size = len(written) if says is None else says
    return size.to_bytes(2, "big") + written.ljust(LENGTH - 2, b"\0")


def _read(*ballots: bytes) -> dict[str | None, int]:
    held: dict[str | None, int] = {}
    for text, count in read_opinions_with_counts(b"".join(ballots), LENGTH):
        held[text] = held.get(text, 0) + count
    return held


def test_equal_ballots_are_read_together() -> None:
    ballots = [_ballot("쉼터".encode()), _ballot("그늘".encode()), _ballot("쉼터".encode())]
    assert sorted(read_opinions_with_counts(b"".join(ballots), LENGTH)) == [("그늘", 1), ("쉼터", 2)]


@pytest.mark.parametrize(
    "written",
    [
        "쉼터 확대",
        " 쉼터 확대",
        "쉼터\t \n확대  ",
        "쉼터\u3000확대",
        unicodedata.normalize("NFD", "쉼터 확대"),
    ],
)
def test_the_same_words_in_other_clothes_are_one_opinion(written: str) -> None:
    assert _read(_ballot(written.encode())) == {"쉼터 확대": 1}


@pytest.mark.parametrize("written", ["", " ", "\u3000\n\t"])
def test_nothing_but_spaces_is_blank(written: str) -> None:
    assert _read(_ballot(written.encode())) == {"": 1}


@pytest.mark.parametrize(
    "ballot",
    [
        _ballot(b"\xff"),
        _ballot("쉼터".encode(), says=5),
        _ballot(b"abc", says=2),
        _ballot(b"abc", says=41),
        _ballot(b"abc", says=65535),
        _ballot(b"\xed\xa0\x80"),
        _ballot(b"", says=0)[:-1] + b"\1",
    ],
    ids=["no text", "cut letter", "more than said", "longer than the ballot", "longest", "half a pair", "last byte"],
)
def test_what_is_not_a_text_with_zeros_behind_cannot_be_read(ballot: bytes) -> None:
    assert _read(ballot) == {None: 1}


def test_a_text_may_fill_the_ballot() -> None:
    assert _read(_ballot(b"x" * 40)) == {"x" * 40: 1}


def test_zeros_that_the_length_counts_are_part_of_the_text() -> None:
    assert _read(_ballot(b"ab", says=4)) == {"ab\0\0": 1}


def test_the_most_frequent_comes_first_and_equals_go_by_their_text() -> None:
    ranked = rank_opinions({"나": 2, "다": 3, "가": 2, "라": 1})
    assert ranked == tuple(
        OpinionCount(text=text, count=count) for text, count in (("다", 3), ("가", 2), ("나", 2), ("라", 1))
    )


def test_nobody_said_anything() -> None:
    assert rank_opinions({}) == ()
    assert _read() == {}
