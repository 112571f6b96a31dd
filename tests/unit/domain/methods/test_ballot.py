"""Ballots as bytes of one length; what cannot be written or read is refused."""

from __future__ import annotations

from typing import Any

import pytest

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.opinion import tidy_opinion
from sukui_desktop.domain.methods.registry import decode_answer, encode_answer, plaintext_ballot_length
from sukui_desktop.domain.question.definition import Option, Question
from sukui_desktop.domain.question.method_and_marking import Marking, Method


def question(size: int, method: Method = Method.APPROVAL, *, most: int = 3, **marking: Any) -> Question:
    options = tuple(Option(code=str(n), title="", cost=1) for n in range(size))
    return Question(
        title="",
        method=method,
        options=options,
        groups=(),
        min_picks=0,
        max_picks=most,
        marks=Marking(**marking),
    )


def refusal_to_write(asked: Question, answer: Answer) -> str:
    with pytest.raises(RuleBroken) as refused:
        encode_answer(asked, answer)
    return refused.value.code


def assert_malformed(asked: Question, plaintext: bytes) -> None:
    with pytest.raises(RuleBroken) as refused:
        decode_answer(asked, plaintext)
    assert refused.value.code == "ballot_malformed"


@pytest.mark.parametrize(("size", "length"), [(1, 1), (8, 1), (9, 2), (97, 13), (600, 75)])
def test_an_approval_takes_one_bit_an_option(size: int, length: int) -> None:
    assert plaintext_ballot_length(question(size)) == plaintext_ballot_length(question(size, Method.CHOICE)) == length
    assert encode_answer(question(size), Answer()) == bytes(length)


def test_option_zero_is_the_highest_bit() -> None:
    assert encode_answer(question(9), Answer((0, 8))) == bytes((0x80, 0x80))
    assert decode_answer(question(9), bytes((0x01, 0x80))) == Answer((7, 8))
    assert encode_answer(question(3, Method.CHOICE), Answer((1,))) == b"\x40"


def test_the_order_of_marks_leaves_no_trace() -> None:
    assert encode_answer(question(9), Answer((8, 3, 0))) == encode_answer(question(9), Answer((0, 3, 8)))
    asked = question(3, Method.SCORE, high=5)
    assert encode_answer(asked, Answer((2, 0), (4, 1))) == encode_answer(asked, Answer((0, 2), (1, 4)))


@pytest.mark.parametrize("method", ["approval", Method.CHOICE, Method.SCORE, Method.CUMULATIVE, Method.RANKING])
@pytest.mark.parametrize("mark", [-1, 9, 1000])
def test_a_mark_off_the_ballot_is_refused(method: Method, mark: int) -> None:
    assert refusal_to_write(question(9, method), Answer((mark,), (1,))) == "mark_unknown"


@pytest.mark.parametrize("method", ["approval", Method.CHOICE, Method.SCORE, Method.CUMULATIVE])
def test_the_same_mark_twice_is_refused_where_it_has_no_place(method: Method) -> None:
    assert refusal_to_write(question(9, method), Answer((3, 3), (1, 1))) == "mark_twice"


@pytest.mark.parametrize("plaintext", [b"", b"\0", b"\0\0\0", b"\0\x40", b"\0\x01", b"\xff\xff"])
def test_another_length_or_a_spare_bit_is_no_approval(plaintext: bytes) -> None:
    assert_malformed(question(9), plaintext)


def test_a_score_is_written_from_one_up() -> None:
    asked = question(4, Method.SCORE, low=-2, high=2)
    written = encode_answer(asked, Answer((0, 2, 3), (-2, 0, 2)))
    assert written == bytes((1, 0, 3, 5))
    assert decode_answer(asked, written) == Answer((0, 2, 3), (-2, 0, 2))


def test_a_score_of_zero_is_still_a_mark() -> None:
    asked = question(2, Method.SCORE, high=5)
    assert decode_answer(asked, encode_answer(asked, Answer((1,), (0,)))) == Answer((1,), (0,))
    assert decode_answer(asked, bytes(2)) == Answer()


@pytest.mark.parametrize(
    ("method", "marking", "width"),
    [
        (Method.SCORE, {"low": 0, "high": 254}, 1),
        (Method.SCORE, {"low": 0, "high": 255}, 2),
        (Method.SCORE, {"low": -100, "high": 154}, 1),
        (Method.SCORE, {"low": -100, "high": 155}, 2),
        (Method.CUMULATIVE, {"high": 255}, 1),
        (Method.CUMULATIVE, {"high": 256}, 2),
        (Method.CUMULATIVE, {"high": 3, "most_points": 1000}, 1),
        (Method.CUMULATIVE, {"most_points": 255}, 1),
        (Method.CUMULATIVE, {"most_points": 256}, 2),
        (Method.CUMULATIVE, {}, 2),
    ],
)
def test_an_option_takes_two_bytes_where_one_is_too_small(method: Method, marking: dict[str, int], width: int) -> None:
    asked = question(7, method, **marking)
    assert plaintext_ballot_length(asked) == 7 * width
    most = asked.marking.high or asked.marking.most_points or 65_535
    answer = Answer((0, 6), (1, most))
    written = encode_answer(asked, answer)
    assert int.from_bytes(written[-width:], "big") == most - (asked.marking.low - 1 if method == Method.SCORE else 0)
    assert decode_answer(asked, written) == answer


@pytest.mark.parametrize(("points", "kept"), [(253, 253), (254, 254), (10, 10)])
def test_a_score_over_the_limit_can_be_written_for_the_judgement_to_see(points: int, kept: int) -> None:
    asked = question(2, Method.SCORE, high=5)
    assert decode_answer(asked, encode_answer(asked, Answer((0,), (points,)))).points == (kept,)


@pytest.mark.parametrize(
    ("method", "points"),
    [
        (Method.SCORE, -1),
        (Method.SCORE, 255),
        (Method.CUMULATIVE, 0),
        (Method.CUMULATIVE, -1),
        (Method.CUMULATIVE, 256),
    ],
)
def test_points_that_no_byte_holds_are_refused(method: Method, points: int) -> None:
    assert refusal_to_write(question(2, method, high=5), Answer((0,), (points,))) == "points_unwritable"


@pytest.mark.parametrize("method", [Method.SCORE, Method.CUMULATIVE])
def test_points_stand_beside_marks(method: Method) -> None:
    assert refusal_to_write(question(3, method, high=5), Answer((0, 1), (1,))) == "points_beside_marks"


@pytest.mark.parametrize("plaintext", [b"", b"\0\0", b"\0\0\0\0"])
def test_points_of_another_length_are_no_ballot(plaintext: bytes) -> None:
    assert_malformed(question(3, Method.SCORE, high=5), plaintext)


def test_a_ranking_names_options_best_first() -> None:
    asked = question(300, Method.RANKING, most=4, place_points=(4, 3, 2, 1))
    written = encode_answer(asked, Answer((299, 0)))
    assert written == bytes((1, 44, 0, 1, 0, 0, 0, 0))
    assert decode_answer(asked, written) == Answer((299, 0))


def test_a_ranking_may_name_an_option_twice_for_the_judgement_to_see() -> None:
    asked = question(3, Method.RANKING, place_points=(3, 2, 1))
    assert decode_answer(asked, encode_answer(asked, Answer((2, 2, 1)))) == Answer((2, 2, 1))


def test_a_ranking_longer_than_its_places_is_refused() -> None:
    assert (
        refusal_to_write(question(9, Method.RANKING, place_points=(3, 2, 1)), Answer((0, 1, 2, 3))) == "too_many_places"
    )


@pytest.mark.parametrize(
    "places",
    [(0, 1, 0), (1, 0, 2), (0, 0, 1), (4, 0, 0), (1, 65535, 0)],
    ids=["gap first", "gap between", "gap of two", "unknown", "far off"],
)
def test_a_gap_or_an_unknown_option_is_no_ranking(places: tuple[int, ...]) -> None:
    asked = question(3, Method.RANKING, place_points=(3, 2, 1))
    assert_malformed(asked, b"".join(place.to_bytes(2, "big") for place in places))


def test_an_opinion_is_its_length_its_bytes_and_noughts() -> None:
    asked = question(0, Method.OPINION, most=1, text_bytes=12)
    written = encode_answer(asked, Answer(opinion="찬성"))
    assert written == bytes((0, 6)) + "찬성".encode() + bytes(6)
    assert decode_answer(asked, written) == Answer(opinion="찬성")
    assert encode_answer(asked, Answer()) == bytes(14)


def test_an_opinion_is_written_tidy() -> None:
    asked = question(0, Method.OPINION, most=1, text_bytes=12)
    assert encode_answer(asked, Answer(opinion="  찬\n 성 ")) == encode_answer(asked, Answer(opinion="찬 성"))


def test_an_opinion_fills_its_bytes_and_no_more() -> None:
    asked = question(0, Method.OPINION, most=1, text_bytes=6)
    assert decode_answer(asked, encode_answer(asked, Answer(opinion="찬성"))).opinion == "찬성"
    assert refusal_to_write(asked, Answer(opinion="찬성!")) == "opinion_too_long"


@pytest.mark.parametrize(
    "plaintext",
    [
        b"\0\1a\0",
        b"\0\4abcd",
        b"\0\7abcdef",
        b"\xff\xffabcd",
        b"\0\1ab\0\0",
        b"\0\0\0\0\0\1",
        b"\0\1\xff\0\0\0",
        b"\0\2\xed\xa0\0\0",
        b"",
    ],
)
def test_another_length_a_filled_padding_or_no_utf8_is_no_opinion(plaintext: bytes) -> None:
    asked = question(0, Method.OPINION, most=1, text_bytes=4)
    if plaintext == b"\0\4abcd":
        assert decode_answer(asked, plaintext).opinion == "abcd"
    else:
        assert_malformed(asked, plaintext)


def test_a_lone_surrogate_does_not_stop_a_voter() -> None:
    asked = question(0, Method.OPINION, most=1, text_bytes=12)
    assert decode_answer(asked, encode_answer(asked, Answer(opinion="길\ud800"))).opinion == "길?"


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("", ""),
        (" \t\n\u3000", ""),
        ("그늘  막\u00a0을", "그늘 막 을"),
        ("\u1100\u1161", "가"),
        ("e\u0301", "\u00e9"),
        ("\u2001a", "a"),
    ],
)
def test_equal_opinions_look_equal(text: str, tidy: str) -> None:
    assert tidy_opinion(text) == tidy
    assert tidy_opinion(tidy) == tidy
