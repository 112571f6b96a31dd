"""A ballot says what was marked and nothing else, in bytes of one length; each limit is judged at its very edge."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.ballot import (
    BLANK,
    INVALID,
    VALID,
    Judgement,
    decode_marks,
    encode_marks,
    judge_marks,
    plaintext_length,
)
from sukui_desktop.domain.definition import Group, Option, Question
from sukui_desktop.domain.errors import RuleBroken


def question(size: int, *, least: int = 0, most: int = 3, blank: bool = True, grouped: bool = False) -> Question:
    names = ("가", "나") if grouped else ("가", "가")
    options = tuple(Option(code=str(n), title="", cost=1, group=names[n % 2]) for n in range(size))
    groups = (Group(name="가", min_picks=1, max_picks=2), Group(name="나", min_picks=0, max_picks=1)) if grouped else ()
    return Question(
        title="",
        method="approval",
        options=options,
        groups=groups,
        min_picks=least,
        max_picks=most,
        allows_blank=blank,
    )


@pytest.mark.parametrize(("size", "length"), [(1, 1), (8, 1), (9, 2), (97, 13), (600, 75)])
def test_the_length_is_one_bit_an_option(size: int, length: int) -> None:
    assert plaintext_length(question(size)) == length
    assert len(encode_marks(question(size), [])) == length


def test_option_zero_is_the_highest_bit() -> None:
    assert encode_marks(question(9), [0, 8]) == bytes((0x80, 0x80))
    assert decode_marks(question(9), bytes((0x01, 0x80))) == (7, 8)


def test_the_same_mark_twice_is_one_mark() -> None:
    assert decode_marks(question(9), encode_marks(question(9), [3, 3])) == (3,)


@pytest.mark.parametrize("mark", [-1, 9, 1000])
def test_a_mark_off_the_ballot_is_refused(mark: int) -> None:
    with pytest.raises(RuleBroken) as refused:
        encode_marks(question(9), [mark])
    assert refused.value.code == "mark_unknown"


@pytest.mark.parametrize("plaintext", [b"", b"\0", b"\0\0\0", b"\0\x40", b"\0\x01"])
def test_bytes_that_are_no_ballot_of_this_question_are_refused(plaintext: bytes) -> None:
    with pytest.raises(RuleBroken) as refused:
        decode_marks(question(9), plaintext)
    assert refused.value.code == "ballot_malformed"


def test_a_blank_ballot_is_apart_from_an_invalid_one() -> None:
    assert judge_marks(question(5, least=2), []) == Judgement(BLANK)
    assert judge_marks(question(5, blank=False), []) == Judgement(INVALID, "blank_not_allowed")


@pytest.mark.parametrize(
    ("marks", "judgement"),
    [
        ((0, 1), Judgement(VALID)),
        ((0, 1, 2), Judgement(VALID)),
        ((0,), Judgement(INVALID, "too_few_picks", "", 1, 2)),
        ((0, 1, 2, 3), Judgement(INVALID, "too_many_picks", "", 4, 3)),
    ],
)
def test_the_limits_of_the_whole_ballot(marks: tuple[int, ...], judgement: Judgement) -> None:
    assert judge_marks(question(6, least=2), marks) == judgement


@pytest.mark.parametrize(
    ("marks", "judgement"),
    [
        ((0,), Judgement(VALID)),
        ((0, 2, 1), Judgement(VALID)),
        ((0, 2, 4), Judgement(INVALID, "too_many_in_group", "가", 3, 2)),
        ((1,), Judgement(INVALID, "too_few_in_group", "가", 0, 1)),
        ((0, 1, 3), Judgement(INVALID, "too_many_in_group", "나", 2, 1)),
    ],
)
def test_the_limits_of_each_group(marks: tuple[int, ...], judgement: Judgement) -> None:
    assert judge_marks(question(6, grouped=True), marks) == judgement
