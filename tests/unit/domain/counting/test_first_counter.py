"""The first counter: every opened ballot is counted once, figures as counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import UNSET

from sukui_desktop.domain.counting.first_counter import BLOCK, count_ballots
from sukui_desktop.domain.counting.tally_figures import OpinionCount, Tally
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import encode_answer
from sukui_desktop.domain.question.definition import Group, Option, Question
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method


def question(size: int, method: Method = Method.APPROVAL, *, most: int = 3, **marking: Any) -> Question:
    return Question(
        title="",
        method=method,
        options=tuple(Option(code=str(n), title="", cost=1) for n in range(size)),
        groups=(),
        min_picks=0,
        max_picks=most,
        marks=Marking(**marking) if marking else UNSET,
    )


def count(asked: Question, *answers: Answer) -> Tally:
    return count_ballots(asked, [encode_answer(asked, answer) for answer in answers])


def test_an_empty_box_counts_to_nothing() -> None:
    assert count_ballots(question(3), []) == Tally(
        votes=(0, 0, 0), ballots_cast=0, ballots_valid=0, ballots_blank=0, ballots_invalid=0
    )


def test_approvals_are_counted_option_by_option() -> None:
    tally = count(question(4), Answer((0, 1)), Answer((1,)), Answer((1,)), Answer(), Answer((0, 1, 2, 3)))
    assert tally == Tally(votes=(1, 3, 0, 0), ballots_cast=5, ballots_valid=3, ballots_blank=1, ballots_invalid=1)


def test_what_cannot_be_read_is_invalid_and_never_dropped() -> None:
    asked = question(4)
    tally = count_ballots(asked, [b"\x80", b"", b"\x80\0", b"\x88"])
    assert (tally.votes, tally.ballots_cast, tally.ballots_invalid) == ((1, 0, 0, 0), 4, 3)


def test_a_blank_is_invalid_where_it_is_not_allowed() -> None:
    asked = Question(
        title="",
        method=Method.CHOICE,
        options=question(3).options,
        groups=(),
        min_picks=1,
        max_picks=1,
        allows_blank=False,
    )
    tally = count(asked, Answer(), Answer((0,)))
    assert (tally.ballots_blank, tally.ballots_invalid, tally.votes) == (0, 1, (1, 0, 0))


def test_only_methods_with_points_have_points_and_only_opinions_have_opinions() -> None:
    plain, choice = count(question(3)), count(question(3, Method.CHOICE, most=1))
    assert [plain.points, plain.opinions, choice.points, choice.opinions] == [UNSET] * 4
    assert count(question(3, Method.SCORE, high=5)).points == (0, 0, 0)
    assert count(question(3, Method.RANKING, place_points=(3, 2, 1))).points == (0, 0, 0)
    assert count(question(3, Method.CUMULATIVE, high=5)).points == (0, 0, 0)
    assert count(question(0, Method.OPINION, most=1, text_bytes=9)).opinions == ()


def test_scores_are_added_and_a_score_of_zero_is_a_vote() -> None:
    asked = question(3, Method.SCORE, low=-2, high=5)
    tally = count(asked, Answer((0, 1), (5, 0)), Answer((0, 1), (5, 0)), Answer((0, 2), (1, -2)), Answer((0,), (6,)))
    assert (tally.votes, tally.points) == ((3, 2, 1), (11, 0, -2))
    assert tally.points_or_votes == (11, 0, -2)
    assert tally.ballots_invalid == 1


def test_places_give_points() -> None:
    asked = question(4, Method.RANKING, place_points=(5, 3, 1))
    tally = count(asked, Answer((3, 0, 1)), Answer((3,)), Answer((0, 3)))
    assert (tally.votes, tally.points) == ((2, 1, 0, 3), (8, 1, 0, 13))


def test_a_void_place_leaves_the_others_where_they_are() -> None:
    asked = question(4, Method.RANKING, place_points=(5, 3, 1), invalidity=Invalidity.MARK)
    tally = count(asked, Answer((0, 0, 1)))
    assert (tally.votes, tally.points) == ((1, 1, 0, 0), (5, 1, 0, 0))
    assert (tally.ballots_valid, tally.ballots_partial) == (1, 1)


def test_cumulative_points_are_added() -> None:
    asked = question(3, Method.CUMULATIVE, high=300, most_points=400)
    tally = count(asked, Answer((0, 1), (300, 100)), Answer((1,), (1,)), Answer((0, 1), (300, 101)))
    assert (tally.votes, tally.points, tally.ballots_invalid) == ((1, 2, 0), (300, 101, 0), 1)


def test_a_ballot_that_lost_a_group_is_valid_and_partial() -> None:
    groups = (Group(name="가", min_picks=0, max_picks=1), Group(name="나", min_picks=1, max_picks=1))
    options = tuple(Option(code=str(n), title="", cost=1, group="가나"[n % 2]) for n in range(4))
    asked = Question(
        title="",
        method=Method.APPROVAL,
        options=options,
        groups=groups,
        min_picks=0,
        max_picks=4,
        marks=Marking(invalidity=Invalidity.GROUP),
    )
    tally = count(asked, Answer((0, 1, 2)), Answer((0, 1, 2)), Answer((0, 2)), Answer((0,)), Answer((1,)))
    assert tally.votes == (1, 3, 0, 0)
    assert (tally.ballots_valid, tally.ballots_partial, tally.ballots_invalid) == (4, 2, 1)


def test_whole_ballots_alone_are_never_partial() -> None:
    assert count(question(3, Method.SCORE, high=5), Answer((0, 1), (6, 1))).ballots_partial is UNSET
    assert count(question(3, Method.SCORE, high=5, invalidity=Invalidity.MARK), Answer((0,), (1,))).ballots_partial == 0


def test_opinions_come_most_frequent_first_and_equal_ones_by_their_letters() -> None:
    asked = question(0, Method.OPINION, most=1, text_bytes=30)
    texts = ("나", "가", "다", " 다 ", "다\n", "", "나", "가", "라")
    tally = count_ballots(asked, [raw(asked, text) for text in texts])
    assert tally.opinions == tuple(
        OpinionCount(text=text, count=times) for text, times in (("다", 3), ("가", 2), ("나", 2), ("라", 1))
    )
    assert (tally.votes, tally.ballots_valid, tally.ballots_blank) == ((), 8, 1)


def raw(asked: Question, text: str) -> bytes:
    """A ballot of another program, which did not tidy the opinion."""
    written = text.encode()
    return (len(written).to_bytes(2, "big") + written).ljust(2 + asked.marking.text_bytes, b"\0")


@pytest.mark.parametrize("cast", [BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7])
def test_a_box_larger_than_a_block_is_counted_whole_and_read_once(cast: int) -> None:
    asked = question(4)
    kinds = [encode_answer(asked, answer) for answer in (Answer((0,)), Answer((1, 2)), Answer())]

    def opened() -> Iterator[bytes]:
        for place in range(cast):
            yield kinds[place % 3]

    tally = count_ballots(asked, opened())
    first, second, third = ((cast + 2 - place) // 3 for place in range(3))
    assert tally.votes == (first, second, second, 0)
    assert (tally.ballots_cast, tally.ballots_blank) == (cast, third)
