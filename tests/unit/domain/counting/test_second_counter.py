"""The second counter as a whole: hand-made elections of each method, blocks, cut boxes, and what a comparison says."""

from __future__ import annotations

import tracemalloc
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.domain.counting import second_counter
from sukui_desktop.domain.counting.second_counter import Difference, compare_counts, count_ballots_by_columns
from sukui_desktop.domain.counting.tally_figures import OpinionCount, Tally
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method
from tests.builders.questions import make_question

TALLY = Tally(votes=(3, 1), ballots_cast=6, ballots_valid=4, ballots_blank=1, ballots_invalid=1)


def _opinion(text: str) -> bytes:
    written = text.encode()
    return len(written).to_bytes(2, "big") + written.ljust(30, b"\0")


def test_approval() -> None:
    question = make_question(Method.APPROVAL, 9, (1, 2))
    ballots = b"\x80\x80" + b"\x80\x00" + b"\x00\x00" + b"\x00\x01" + b"\xe0\x00" + b"\x00\x80"
    assert count_ballots_by_columns(question, ballots) == Tally(
        votes=(2, 0, 0, 0, 0, 0, 0, 0, 2), ballots_cast=6, ballots_valid=3, ballots_blank=1, ballots_invalid=2
    )


def test_for_against_and_abstaining() -> None:
    question = make_question(Method.CHOICE, 3, (1, 1), allows_blank=False)
    assert count_ballots_by_columns(question, b"\x80\x80\x40\x20\x00\xc0\x10") == Tally(
        votes=(2, 1, 1), ballots_cast=7, ballots_valid=4, ballots_blank=0, ballots_invalid=3
    )


def test_scores_may_be_nothing_and_less() -> None:
    question = make_question(Method.SCORE, 2, (0, 2), marks=Marking(invalidity=Invalidity.MARK, low=-2, high=2))
    ballots = bytes((1, 3)) + bytes((5, 0)) + bytes((0, 0)) + bytes((6, 2)) + bytes((7, 0))
    assert count_ballots_by_columns(question, ballots) == Tally(
        votes=(2, 2),
        ballots_cast=5,
        ballots_valid=3,
        ballots_blank=1,
        ballots_invalid=1,
        points=(0, -1),
        ballots_partial=1,
    )


def test_scores_of_two_bytes() -> None:
    question = make_question(Method.SCORE, 2, (0, 2), marks=Marking(low=1, high=1000))
    ballots = b"\x03\xe8\0\1" + b"\x03\xe9\0\1" + b"\0\0\1\0"
    assert count_ballots_by_columns(question, ballots) == Tally(
        votes=(1, 2), ballots_cast=3, ballots_valid=2, ballots_blank=0, ballots_invalid=1, points=(1000, 257)
    )


def test_a_voided_place_leaves_the_others_where_they_are() -> None:
    question = make_question(
        Method.RANKING, 3, (1, 3), marks=Marking(invalidity=Invalidity.MARK, place_points=(5, 3, 1))
    )
    ballots = b"\0\1\0\1\0\2" + b"\0\3\0\2\0\1" + b"\0\1\0\0\0\1"
    assert count_ballots_by_columns(question, ballots) == Tally(
        votes=(2, 2, 1),
        ballots_cast=3,
        ballots_valid=2,
        ballots_blank=0,
        ballots_invalid=1,
        points=(6, 4, 5),
        ballots_partial=1,
    )


def test_cumulative_points() -> None:
    question = make_question(Method.CUMULATIVE, 3, (1, 3), marks=Marking(high=6, least_points=10, most_points=10))
    ballots = bytes((6, 4, 0)) + bytes((4, 3, 3)) + bytes((7, 3, 0)) + bytes((6, 5, 0)) + bytes((6, 3, 0)) + bytes(3)
    assert count_ballots_by_columns(question, ballots) == Tally(
        votes=(2, 2, 1), ballots_cast=6, ballots_valid=2, ballots_blank=1, ballots_invalid=3, points=(10, 7, 3)
    )


def test_opinions_by_frequency() -> None:
    question = make_question(Method.OPINION, 0, (0, 1), marks=Marking(text_bytes=30))
    said = [_opinion(text) for text in ("쉼터", "그늘막", " 쉼터 ", "", "  ", "조명")]
    assert count_ballots_by_columns(question, b"".join((*said, b"\0\x1f" + bytes(30)))) == Tally(
        votes=(),
        ballots_cast=7,
        ballots_valid=4,
        ballots_blank=2,
        ballots_invalid=1,
        opinions=tuple(
            OpinionCount(text=text, count=count) for text, count in (("쉼터", 2), ("그늘막", 1), ("조명", 1))
        ),
    )


def test_a_blank_opinion_may_be_forbidden() -> None:
    question = make_question(
        Method.OPINION, 0, (1, 1), allows_blank=False, marks=Marking(text_bytes=30, invalidity=Invalidity.MARK)
    )
    tally = count_ballots_by_columns(question, _opinion("") + _opinion("쉼터"))
    assert (tally.ballots_valid, tally.ballots_blank, tally.ballots_invalid, tally.ballots_partial) == (1, 0, 1, 0)


@pytest.mark.parametrize("method", tuple(Method))
def test_an_empty_box_has_every_figure_at_nothing(method: Method) -> None:
    marks = Marking(text_bytes=10, high=5, place_points=(2, 1))
    tally = count_ballots_by_columns(make_question(method, 3, (0, 2), marks=marks), b"")
    assert (tally.ballots_cast, tally.ballots_valid, tally.ballots_blank, tally.ballots_invalid) == (0, 0, 0, 0)
    assert tally.votes == (0, 0, 0)
    assert (tally.points is UNSET) is (method in {Method.APPROVAL, Method.CHOICE, Method.OPINION})
    assert (tally.opinions is UNSET) is (method != Method.OPINION)


@pytest.mark.parametrize("method", tuple(Method))
def test_a_ballot_that_is_cut_short_is_invalid_and_not_dropped(method: Method) -> None:
    marks = Marking(text_bytes=10, high=5, place_points=(2, 1))
    question = make_question(method, 9, (0, 2), marks=marks)
    length = {Method.APPROVAL: 2, Method.CHOICE: 2, Method.RANKING: 4, Method.OPINION: 12}.get(method, 9)
    whole, cut = (
        count_ballots_by_columns(question, bytes(length)),
        count_ballots_by_columns(question, bytes(length * 2 - 1)),
    )
    assert cut == replace(whole, ballots_cast=2, ballots_invalid=1)


@pytest.mark.parametrize("count", [8191, 8192, 8193, 16384, 20000])
def test_no_ballot_is_lost_between_blocks(count: int) -> None:
    question = make_question(Method.APPROVAL, 3, (0, 2))
    random = Random(count)
    ballots = bytes(random.choice((0x00, 0x80, 0x60, 0xE0, 0x10)) for _ in range(count))
    assert count_ballots_by_columns(question, ballots) == Tally(
        votes=(ballots.count(0x80), ballots.count(0x60), ballots.count(0x60)),
        ballots_cast=count,
        ballots_valid=ballots.count(0x80) + ballots.count(0x60),
        ballots_blank=ballots.count(0x00),
        ballots_invalid=ballots.count(0xE0) + ballots.count(0x10),
    )


def test_opinions_of_several_blocks_are_one_count() -> None:
    question = make_question(Method.OPINION, 0, (0, 1), marks=Marking(text_bytes=30))
    tally = count_ballots_by_columns(
        question, _opinion("쉼터") * 8000 + _opinion("조명") * 9000 + _opinion("쉼터") * 2000
    )
    assert tally.ballots_cast == 19000
    assert tally.opinions == (OpinionCount(text="쉼터", count=10000), OpinionCount(text="조명", count=9000))


def test_many_options_make_smaller_blocks_and_the_same_count(monkeypatch: pytest.MonkeyPatch) -> None:
    question = make_question(
        Method.RANKING, 40, (0, 4), marks=Marking(invalidity=Invalidity.MARK, place_points=(4, 3, 2, 1))
    )
    random = Random(7)
    ballots = b"".join(
        b"".join(random.randint(0, 41).to_bytes(2, "big") for _ in range(4)) if random.random() < 0.5 else bytes(8)
        for _ in range(1000)
    )
    wide = count_ballots_by_columns(question, ballots)
    monkeypatch.setattr(second_counter, "_BLOCK_BYTES", 1)
    assert count_ballots_by_columns(question, ballots) == wide
    assert wide.ballots_valid > 100


@given(st.lists(st.sampled_from([0x00, 0x80, 0xC0, 0xF0, 0x08]), max_size=60), st.randoms())
@settings(max_examples=40)
def test_the_order_of_the_ballots_never_matters(ballots: list[int], random: Random) -> None:
    question = make_question(Method.APPROVAL, 4, (1, 3))
    counted = count_ballots_by_columns(question, bytes(ballots))
    random.shuffle(ballots)
    assert count_ballots_by_columns(question, bytes(ballots)) == counted


@pytest.mark.parametrize(
    ("method", "options", "places", "count"),
    [(Method.APPROVAL, 128, 1, 20_000), (Method.RANKING, 100, 10, 6_000), (Method.APPROVAL, 4096, 9, 1_000)],
)
def test_a_block_is_all_that_is_in_memory(method: Method, options: int, places: int, count: int) -> None:
    question = make_question(method, options, (0, places), marks=Marking(place_points=(1,) * places))
    ballots = bytearray((2 * places if method == Method.RANKING else options // 8) * count)
    # Every place names some option, by its low byte: a ranking has a column for each of them at each place.
    ballots[1::2] = Random(3).randbytes(len(ballots) // 2).translate(bytes(1 + number % 100 for number in range(256)))
    tracemalloc.start()
    try:
        count_ballots_by_columns(question, bytes(ballots))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 20_000_000


figures = st.integers(0, 2)
opinions = st.lists(st.builds(OpinionCount, text=st.sampled_from("가나"), count=figures), max_size=2).map(tuple)


@given(
    *[
        st.builds(
            Tally,
            votes=st.lists(figures, max_size=2).map(tuple),
            ballots_cast=figures,
            ballots_valid=figures,
            ballots_blank=figures,
            ballots_invalid=figures,
            points=st.one_of(st.just(UNSET), st.lists(st.integers(-1, 1), max_size=2).map(tuple)),
            opinions=st.one_of(st.just(UNSET), opinions),
            ballots_partial=st.one_of(st.just(UNSET), figures),
        )
    ]
    * 2
)
@settings(max_examples=150)
def test_there_is_a_difference_exactly_where_counts_are_not_equal(first: Tally, second: Tally) -> None:
    assert (compare_counts(first, second) == ()) is (first == second)
    parts = ("points", "opinions", "ballots_partial")
    for name in parts:
        other = replace(first, **{name: getattr(second, name)})
        assert (compare_counts(first, other) == ()) is (first == other)


def test_equal_counts_have_no_difference() -> None:
    assert compare_counts(TALLY, replace(TALLY)) == ()


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"votes": (3, 2)}, Difference("votes", 1, 1, 2)),
        ({"votes": (3,)}, Difference("votes", 1, 1, None)),
        ({"votes": (3, 1, 0)}, Difference("votes", 2, None, 0)),
        ({"ballots_cast": 7}, Difference("cast", -1, 6, 7)),
        ({"ballots_valid": 3}, Difference("valid", -1, 4, 3)),
        ({"ballots_blank": 0}, Difference("blank", -1, 1, 0)),
        ({"ballots_invalid": 2}, Difference("invalid", -1, 1, 2)),
        ({"ballots_partial": 0}, Difference("partial", -1, None, 0)),
        ({"points": (0, 4)}, Difference("points", -1, None, 4)),
        ({"opinions": ()}, Difference("opinion", -1, None, 0)),
        ({"opinions": (OpinionCount(text="가", count=2),)}, Difference("opinion", -1, None, 2, "가")),
    ],
)
def test_every_figure_is_compared(changed: dict[str, object], difference: Difference) -> None:
    other = replace(TALLY, **changed)
    assert compare_counts(TALLY, other) == (difference,)
    back = replace(difference, first=difference.second, second=difference.first)
    assert compare_counts(other, TALLY) == (back,)


def test_points_are_compared_by_option() -> None:
    first, second = replace(TALLY, points=(7, -1)), replace(TALLY, points=(7, 1))
    assert compare_counts(first, second) == (Difference("points", 1, -1, 1),)


def test_opinions_are_compared_by_what_they_say() -> None:
    held = (OpinionCount(text="나", count=2), OpinionCount(text="가", count=1))
    more = replace(TALLY, opinions=(OpinionCount(text="나", count=3), OpinionCount(text="다", count=1)))
    assert compare_counts(replace(TALLY, opinions=held), more) == (
        Difference("opinion", -1, 2, 3, "나"),
        Difference("opinion", -1, 1, None, "가"),
        Difference("opinion", -1, None, 1, "다"),
    )


def test_opinions_in_another_order_are_a_difference() -> None:
    held = (OpinionCount(text="가", count=2), OpinionCount(text="나", count=2))
    assert compare_counts(replace(TALLY, opinions=held), replace(TALLY, opinions=held[::-1])) == (
        Difference("opinion", -1, 0, 1, "가"),
        Difference("opinion", -1, 1, 0, "나"),
    )


def test_all_that_differs_is_said() -> None:
    found = compare_counts(TALLY, replace(TALLY, votes=(2, 2), ballots_valid=5, ballots_blank=0))
    assert [(difference.what, difference.option) for difference in found] == [
        ("valid", -1),
        ("blank", -1),
        ("votes", 0),
        ("votes", 1),
    ]
