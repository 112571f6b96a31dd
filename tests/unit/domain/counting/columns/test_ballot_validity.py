"""Each limit, each unit that it voids, and what is left of a ballot: by hand, in columns of a few ballots."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.counting.columns.ballot_validity import Verdicts, judge_ballots_of_block
from sukui_desktop.domain.counting.columns.integer_lanes import make_lanes
from sukui_desktop.domain.counting.columns.mark_columns import MarkSheet, lane_bytes_for_question, read_marks_of_block
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method
from tests.builders.questions import make_question


def _judge(question: Question, ballots: list[bytes]) -> tuple[MarkSheet, Verdicts]:
    lanes = make_lanes(len(ballots), lane_bytes_for_question(question))
    sheet = read_marks_of_block(question, lanes, b"".join(ballots))
    return sheet, judge_ballots_of_block(question, lanes, sheet)


def _words(question: Question, ballots: list[bytes]) -> str:
    """Return a letter a ballot: valid, partial, empty or x for an invalid one."""
    _, verdicts = _judge(question, ballots)
    step = 8 * lane_bytes_for_question(question)
    letters = ""
    for ballot in range(len(ballots)):
        is_valid, is_partial, is_empty = (
            column >> step * ballot & 1 for column in (verdicts.valid, verdicts.partial, verdicts.empty)
        )
        assert is_valid + is_empty <= 1
        assert is_partial <= is_valid
        letters += "p" if is_partial else "v" if is_valid else "e" if is_empty else "x"
    return letters


def _votes(question: Question, ballots: list[bytes]) -> list[int]:
    sheet, verdicts = _judge(question, ballots)
    votes = [0] * len(question.options)
    for column, counted in zip(sheet.columns, verdicts.counted, strict=True):
        votes[column.option] += counted.bit_count()
    return votes


def _bits(marks: str) -> bytes:
    return int(marks.ljust(8, "0"), 2).to_bytes(1, "big")


def _approvals(*ballots: str) -> list[bytes]:
    return [_bits(ballot) for ballot in ballots]


def test_exactly_two() -> None:
    question = make_question(Method.APPROVAL, 4, (2, 2))
    ballots = _approvals("1100", "1000", "1110", "0000", "0011", "1111")
    assert _words(question, ballots) == "vxxevx"
    assert _votes(question, ballots) == [1, 1, 1, 1]


def test_limits_are_met_when_equal() -> None:
    question = make_question(Method.APPROVAL, 4, (1, 3))
    assert _words(question, _approvals("1000", "1110", "1111")) == "vvx"


def test_an_unreadable_ballot_is_neither_empty_nor_counted() -> None:
    question = make_question(Method.APPROVAL, 4, (0, 4))
    assert _words(question, [b"\x08", b"\x88", b"\x80"]) == "xxv"
    assert _votes(question, [b"\x08", b"\x88", b"\x80"]) == [1, 0, 0, 0]


def test_a_group_over_its_limit_voids_the_ballot_by_default() -> None:
    question = make_question(Method.APPROVAL, 4, (1, 4), groups="AABB", limits=(("A", 0, 1), ("B", 1, 2)))
    assert _words(question, _approvals("1010", "1110", "1000", "0011")) == "vxxv"


@pytest.mark.parametrize("invalidity", ["group", "mark"])
def test_a_group_over_its_limit_voids_the_group_alone_where_the_rule_says_so(invalidity: Invalidity) -> None:
    marks = Marking(invalidity=invalidity)
    question = make_question(Method.APPROVAL, 4, (1, 4), groups="AABB", limits=(("A", 0, 1), ("B", 0, 2)), marks=marks)
    ballots = _approvals("1010", "1110", "1100", "0011")
    assert _words(question, ballots) == "vpxv"
    assert _votes(question, ballots) == [1, 0, 3, 1]


def test_a_group_left_empty_under_its_least_takes_nothing_along() -> None:
    marks = Marking(invalidity=Invalidity.GROUP)
    question = make_question(Method.APPROVAL, 4, (1, 4), groups="AABB", limits=(("A", 1, 2), ("B", 0, 2)), marks=marks)
    assert _words(question, _approvals("0010", "0000", "1010")) == "vev"


def test_a_limit_of_the_whole_ballot_voids_it_whatever_the_invalidity() -> None:
    marks = Marking(invalidity=Invalidity.MARK)
    question = make_question(Method.APPROVAL, 4, (1, 2), groups="AABB", limits=(("A", 0, 1), ("B", 0, 2)), marks=marks)
    # Three marks as cast, of which two would be void: the limit looks at what was cast.
    assert _words(question, _approvals("1110", "1100", "1010")) == "xxv"


def test_the_cost_limit_is_met_when_equal() -> None:
    question = make_question(Method.APPROVAL, 3, (0, 3), costs=(5, 3, 10**11), marks=Marking(cost_limit=8))
    assert _words(question, _approvals("110", "001", "100", "111")) == "vxvx"


def test_the_cost_is_that_of_the_marks_as_cast() -> None:
    marks = Marking(invalidity=Invalidity.GROUP, cost_limit=3)
    question = make_question(Method.APPROVAL, 4, (0, 4), groups="AAB ", limits=(("A", 0, 1), ("B", 0, 1)), marks=marks)
    assert _words(question, _approvals("1110", "1111")) == "px"


@pytest.mark.parametrize(("invalidity", "words"), [("ballot", "vxxx"), ("group", "vpxx"), ("mark", "vppx")])
def test_a_score_out_of_range_voids_the_least_unit(invalidity: Invalidity, words: str) -> None:
    marks = Marking(invalidity=invalidity, low=0, high=5)
    question = make_question(Method.SCORE, 3, (0, 3), groups="AB ", limits=(("A", 0, 1), ("B", 0, 1)), marks=marks)
    # In order; the first option's number too large beside another group; one without a group too large; all too large.
    ballots = [bytes((6, 1, 1)), bytes((7, 1, 0)), bytes((1, 1, 7)), bytes((7, 7, 7))]
    assert _words(question, ballots) == words


def test_a_faulty_mark_takes_its_group_along_but_no_other() -> None:
    marks = Marking(invalidity=Invalidity.GROUP, low=0, high=5)
    question = make_question(Method.SCORE, 4, (0, 4), groups="AABB", limits=(("A", 0, 2), ("B", 0, 2)), marks=marks)
    assert _votes(question, [bytes((7, 1, 2, 0)), bytes((7, 1, 0, 9))]) == [0, 0, 1, 0]


def test_groups_are_judged_over_the_marks_that_stand() -> None:
    marks = Marking(invalidity=Invalidity.MARK, low=0, high=5)
    question = make_question(Method.SCORE, 4, (0, 4), groups="AABB", limits=(("A", 0, 1), ("B", 0, 2)), marks=marks)
    # Two marks in A, one of them faulty: one stands, and that is within the limit.
    assert _words(question, [bytes((7, 1, 0, 0))]) == "p"
    assert _votes(question, [bytes((7, 1, 0, 0))]) == [0, 1, 0, 0]


@pytest.mark.parametrize(("invalidity", "words", "votes"), [("ballot", "vxx", [1, 1]), ("mark", "vpp", [3, 1])])
def test_the_later_mention_is_the_faulty_one(invalidity: Invalidity, words: str, votes: list[int]) -> None:
    marks = Marking(invalidity=invalidity, place_points=(3, 2, 1))
    question = make_question(Method.RANKING, 2, (1, 3), marks=marks)
    ballots = [b"\0\1\0\2\0\0", b"\0\1\0\1\0\0", b"\0\1\0\1\0\1"]
    assert _words(question, ballots) == words
    assert _votes(question, ballots) == votes


def test_mentions_are_counted_as_cast() -> None:
    marks = Marking(invalidity=Invalidity.MARK, place_points=(3, 2, 1))
    assert _words(make_question(Method.RANKING, 2, (2, 3), marks=marks), [b"\0\1\0\1\0\0", b"\0\1\0\0\0\0"]) == "px"


@pytest.mark.parametrize(
    ("ballot", "word"),
    [((3, 3), "v"), ((3, 2), "x"), ((5, 5), "v"), ((5, 6), "x"), ((8, 0), "v"), ((9, 0), "x"), ((0, 0), "e")],
)
def test_points_are_summed_as_cast(ballot: tuple[int, int], word: str) -> None:
    marks = Marking(high=8, least_points=6, most_points=10)
    assert _words(make_question(Method.CUMULATIVE, 2, (0, 2), marks=marks), [bytes(ballot)]) == word


def test_a_faulty_number_still_weighs_in_the_sum() -> None:
    marks = Marking(invalidity=Invalidity.MARK, high=8, most_points=10)
    ballots = [bytes((9, 1)), bytes((9, 2))]
    assert _words(make_question(Method.CUMULATIVE, 2, (0, 2), marks=marks), ballots) == "px"


def test_no_most_points_sets_no_limit() -> None:
    marks = Marking(high=255)
    assert _words(make_question(Method.CUMULATIVE, 2, (0, 2), marks=marks), [b"\xff\xff"]) == "v"
