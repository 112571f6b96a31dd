"""Each limit is judged at its edge and voids what the question says; every year of Seoul is here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.second_counter import compare_counts, count_ballots_by_columns
from sukui_desktop.domain.methods.ballot_kind import Answer, Judgement, Verdict
from sukui_desktop.domain.methods.registry import encode_answer, judge_answer
from sukui_desktop.domain.question.definition import Group, Option, Question
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method

PAIR = (Group(name="가", min_picks=1, max_picks=2), Group(name="나", min_picks=0, max_picks=1))


def question(
    size: int,
    method: Method = Method.APPROVAL,
    *,
    least: int = 0,
    most: int = 3,
    blank: bool = True,
    groups: Sequence[Group] = (),
    **marking: Any,
) -> Question:
    """Options cost 10, 11, 12 … and go round the groups."""
    names = [group.name for group in groups] or [""]
    options = tuple(
        Option(code=str(n), title=f"사업 {n}", cost=10 + n, group=names[n % len(names)]) for n in range(size)
    )
    return Question(
        title="",
        method=method,
        options=options,
        groups=tuple(groups),
        min_picks=least,
        max_picks=most,
        allows_blank=blank,
        marks=Marking(**marking),
    )


def told(asked: Question, *marks: int, points: tuple[int, ...] = ()) -> tuple[str, str]:
    """The verdict and the code of these marks."""
    judgement = judge_answer(asked, Answer(marks, points))
    return judgement.verdict, judgement.code


def kept(asked: Question, *marks: int, points: tuple[int, ...] = ()) -> tuple[int, ...]:
    """The marks that count."""
    return judge_answer(asked, Answer(marks, points)).counted.marks


@pytest.mark.parametrize("method", tuple(Method))
def test_a_blank_ballot_is_apart_from_an_invalid_one(method: Method) -> None:
    assert judge_answer(question(5, method, least=2), Answer()) == Judgement(Verdict.BLANK)
    assert judge_answer(question(5, method, blank=False), Answer()) == Judgement(Verdict.INVALID, "blank_not_allowed")


@pytest.mark.parametrize(
    ("marks", "judgement"),
    [
        ((0, 1), Judgement(Verdict.VALID, counted=Answer((0, 1)))),
        ((0, 1, 2), Judgement(Verdict.VALID, counted=Answer((0, 1, 2)))),
        ((0,), Judgement(Verdict.INVALID, "too_few_picks", "", 1, 2)),
        ((0, 1, 2, 3), Judgement(Verdict.INVALID, "too_many_picks", "", 4, 3)),
    ],
)
@pytest.mark.parametrize("invalidity", tuple(Invalidity))
def test_a_limit_of_the_whole_ballot_voids_all_of_it(
    invalidity: str, marks: tuple[int, ...], judgement: Judgement
) -> None:
    assert judge_answer(question(6, least=2, invalidity=invalidity), Answer(marks)) == judgement


@pytest.mark.parametrize(
    ("marks", "judgement"),
    [
        ((0,), Judgement(Verdict.VALID, counted=Answer((0,)))),
        ((0, 1, 2), Judgement(Verdict.VALID, counted=Answer((0, 1, 2)))),
        ((0, 2, 4), Judgement(Verdict.INVALID, "too_many_in_group", "가", 3, 2)),
        ((1,), Judgement(Verdict.INVALID, "too_few_in_group", "가", 0, 1)),
        ((0, 1, 3), Judgement(Verdict.INVALID, "too_many_in_group", "나", 2, 1)),
    ],
)
def test_the_limits_of_each_group(marks: tuple[int, ...], judgement: Judgement) -> None:
    assert judge_answer(question(6, groups=PAIR), Answer(marks)) == judgement


@pytest.mark.parametrize("invalidity", [Invalidity.GROUP, Invalidity.MARK])
def test_a_group_over_its_limit_loses_all_its_marks_and_no_other(invalidity: str) -> None:
    asked = question(6, groups=PAIR, invalidity=invalidity)
    judged = judge_answer(asked, Answer((0, 1, 3)))
    assert judged == Judgement(Verdict.VALID, "too_many_in_group", "나", 2, 1, Answer((0,)))
    assert told(asked, 1, 3) == (Verdict.INVALID, "too_few_in_group")


@pytest.mark.parametrize("invalidity", [Invalidity.GROUP, Invalidity.MARK])
def test_an_empty_group_below_its_limit_takes_nothing_from_the_others(invalidity: str) -> None:
    judged = judge_answer(question(6, groups=PAIR, invalidity=invalidity), Answer((1,)))
    assert judged == Judgement(Verdict.VALID, "too_few_in_group", "가", 0, 1, Answer((1,)))


def test_too_many_in_all_is_reported_before_too_many_in_a_group() -> None:
    assert told(question(8, groups=PAIR), 0, 2, 4, 6) == (Verdict.INVALID, "too_many_picks")


def test_2014_exactly_168_of_560() -> None:
    asked = question(560, least=168, most=168)
    assert told(asked, *range(0, 504, 3)) == (Verdict.VALID, "")
    assert told(asked, *range(167)) == (Verdict.INVALID, "too_few_picks")
    assert told(asked, *range(169)) == (Verdict.INVALID, "too_many_picks")
    assert kept(asked, *range(169)) == ()


def test_2015_five_picks_at_most_one_a_field() -> None:
    fields = [Group(name=f"분야 {n}", min_picks=0, max_picks=1) for n in range(8)]
    asked = question(54, most=5, groups=fields)
    assert told(asked, 0, 1, 2, 3, 4) == (Verdict.VALID, "")
    assert judge_answer(asked, Answer((0, 1, 8))) == Judgement(Verdict.INVALID, "too_many_in_group", "분야 0", 2, 1)
    assert told(asked, 0, 1, 2, 3, 4, 5) == (Verdict.INVALID, "too_many_picks")


def test_2017_twenty_five_of_239() -> None:
    asked = question(239, most=25)
    assert told(asked, *range(25)) == (Verdict.VALID, "")
    assert told(asked, *range(26)) == (Verdict.INVALID, "too_many_picks")


def test_2020_seven_and_three() -> None:
    groups = [
        Group(name="광역제안형", min_picks=0, max_picks=7),
        Group(name="광역협치형", min_picks=0, max_picks=3),
    ]
    asked = question(97, most=10, groups=groups)
    proposals, together = range(0, 96, 2), range(1, 96, 2)
    assert told(asked, *proposals[:7], *together[:3]) == (Verdict.VALID, "")
    assert told(asked, *proposals[:8]) == (Verdict.INVALID, "too_many_in_group")
    assert told(asked, *proposals[:6], *together[:4]) == (Verdict.INVALID, "too_many_in_group")
    assert told(asked, *proposals[:8], *together[:3]) == (Verdict.INVALID, "too_many_picks")


def test_for_against_or_neither_is_one_choice() -> None:
    asked = question(3, Method.CHOICE, most=1)
    assert [told(asked, n) for n in range(3)] == [(Verdict.VALID, "")] * 3
    assert told(asked, 0, 1) == (Verdict.INVALID, "too_many_picks")
    assert told(asked) == (Verdict.BLANK, "")


@pytest.mark.parametrize(("limit", "verdict"), [(33, Verdict.VALID), (32, Verdict.INVALID)])
@pytest.mark.parametrize("invalidity", tuple(Invalidity))
def test_the_marked_projects_may_cost_the_limit_and_no_more(limit: int, verdict: str, invalidity: str) -> None:
    judged = judge_answer(question(5, cost_limit=limit, invalidity=invalidity), Answer((0, 1, 2)))
    assert judged.verdict == verdict
    if verdict == Verdict.INVALID:
        assert judged == Judgement(Verdict.INVALID, "too_costly", "", 33, 32)


def test_a_score_may_stand_at_either_end() -> None:
    asked = question(3, Method.SCORE, low=-1, high=5)
    assert judge_answer(asked, Answer((0, 2), (-1, 5))) == Judgement(Verdict.VALID, counted=Answer((0, 2), (-1, 5)))
    assert judge_answer(asked, Answer((0, 2), (-1, 6))) == Judgement(Verdict.INVALID, "points_too_high", "사업 2", 6, 5)
    assert judge_answer(asked, Answer((0,), (-2,))) == Judgement(Verdict.INVALID, "points_too_low", "사업 0", -2, -1)


@pytest.mark.parametrize(
    ("invalidity", "counted"),
    [(Invalidity.MARK, Answer((0, 1, 2), (5, 4, 3))), (Invalidity.GROUP, Answer((1,), (4,)))],
)
def test_a_faulty_score_voids_its_mark_or_its_group(invalidity: str, counted: Answer) -> None:
    groups = [Group(name=name, min_picks=0, max_picks=4) for name in "가나"]
    asked = question(6, Method.SCORE, most=6, groups=groups, high=5, invalidity=invalidity)
    judged = judge_answer(asked, Answer((0, 1, 2, 4), (5, 4, 3, 9)))
    assert judged == Judgement(Verdict.VALID, "points_too_high", "사업 4", 9, 5, counted)


def test_a_group_is_judged_by_the_marks_that_still_stand() -> None:
    asked = question(6, Method.SCORE, most=6, groups=PAIR, high=5, invalidity=Invalidity.MARK)
    one_falls = Answer((0, 2, 4), (5, 9, 5))
    assert judge_answer(asked, one_falls) == Judgement(
        Verdict.VALID, "points_too_high", "사업 2", 9, 5, Answer((0, 4), (5, 5))
    )
    below = Answer((0, 1), (9, 5))
    assert judge_answer(asked, below).counted == Answer((1,), (5,))


def test_the_whole_ballot_is_judged_by_the_marks_as_cast() -> None:
    asked = question(6, Method.SCORE, most=2, high=5, invalidity=Invalidity.MARK)
    assert told(asked, 0, 1, 2, points=(9, 5, 5)) == (Verdict.INVALID, "too_many_picks")
    two_needed = question(6, Method.SCORE, least=2, high=5, invalidity=Invalidity.MARK)
    assert kept(two_needed, 0, 1, points=(9, 5)) == (1,)


@pytest.mark.parametrize("invalidity", [Invalidity.MARK, Invalidity.GROUP])
def test_a_ballot_of_which_nothing_stands_is_invalid(invalidity: str) -> None:
    asked = question(3, Method.SCORE, high=5, invalidity=invalidity)
    assert judge_answer(asked, Answer((1,), (6,))) == Judgement(Verdict.INVALID, "points_too_high", "사업 1", 6, 5)


def test_a_faulty_mark_without_a_group_counts_as_the_whole_ballot_where_groups_are_voided() -> None:
    answer = Answer((0, 1), (6, 5))
    assert (
        judge_answer(question(3, Method.SCORE, high=5, invalidity=Invalidity.GROUP), answer).verdict == Verdict.INVALID
    )
    assert judge_answer(question(3, Method.SCORE, high=5, invalidity=Invalidity.MARK), answer).verdict == Verdict.VALID


@pytest.mark.parametrize(
    ("points", "code"),
    [((5, 5), ""), ((1, 1), ""), ((1,), "too_few_points"), ((5, 5, 1), "too_many_points"), ((6, 4), "points_too_high")],
)
def test_cumulative_points_have_three_limits(points: tuple[int, ...], code: str) -> None:
    asked = question(4, Method.CUMULATIVE, high=5, least_points=2, most_points=10)
    assert told(asked, *range(len(points)), points=points) == (Verdict.INVALID if code else Verdict.VALID, code)


def test_cumulative_without_limits_takes_any_points() -> None:
    assert told(question(2, Method.CUMULATIVE), 0, 1, points=(65_535, 1)) == (Verdict.VALID, "")


def test_a_void_cumulative_mark_was_still_cast() -> None:
    asked = question(4, Method.CUMULATIVE, high=5, most_points=10, invalidity=Invalidity.MARK)
    assert kept(asked, 0, 1, points=(6, 4)) == (1,)
    assert told(asked, 0, 1, points=(6, 5)) == (Verdict.INVALID, "too_many_points")


def test_a_ranking_counts_with_the_points_of_its_places() -> None:
    asked = question(5, Method.RANKING, place_points=(5, 3, 1))
    assert judge_answer(asked, Answer((4, 0))) == Judgement(Verdict.VALID, counted=Answer((4, 0), (5, 3)))
    assert told(question(5, Method.RANKING, least=2, place_points=(5, 3, 1)), 4) == (Verdict.INVALID, "too_few_picks")


def test_a_later_mention_is_the_faulty_one_and_leaves_the_others_in_their_places() -> None:
    ranked = (2, 2, 3)
    whole = question(5, Method.RANKING, place_points=(5, 3, 1))
    assert judge_answer(whole, Answer(ranked)) == Judgement(Verdict.INVALID, "ranked_twice", "사업 2", 2, 1)
    mark = question(5, Method.RANKING, place_points=(5, 3, 1), invalidity=Invalidity.MARK)
    judged = judge_answer(mark, Answer(ranked))
    assert judged == Judgement(Verdict.VALID, "ranked_twice", "사업 2", 2, 1, Answer((2, 3), (5, 1)))


def test_a_later_mention_voids_its_group() -> None:
    groups = [Group(name=name, min_picks=0, max_picks=4) for name in "가나"]
    asked = question(5, Method.RANKING, most=4, groups=groups, place_points=(5, 3, 1, 0), invalidity=Invalidity.GROUP)
    assert judge_answer(asked, Answer((2, 1, 2, 3))).counted == Answer((1, 3), (3, 0))


def test_an_opinion_counts_tidy_and_blank_is_blank() -> None:
    asked = question(0, Method.OPINION, most=1, text_bytes=12)
    assert judge_answer(asked, Answer(opinion=" 그늘  막 ")) == Judgement(
        Verdict.VALID, counted=Answer(opinion="그늘 막")
    )
    assert judge_answer(asked, Answer(opinion=" \n ")) == Judgement(Verdict.BLANK)


@pytest.mark.parametrize(
    ("text", "verdict"), [("가나다라", Verdict.VALID), ("가나다라.", Verdict.INVALID), ("가나다라   ", Verdict.VALID)]
)
def test_an_opinion_is_as_long_as_it_can_be_written(text: str, verdict: str) -> None:
    assert judge_answer(question(0, Method.OPINION, most=1, text_bytes=12), Answer(opinion=text)).verdict == verdict


def test_an_opinion_that_fitted_still_counts_when_tidying_makes_it_longer() -> None:
    # U+0958 is one letter of three bytes that NFC writes as two letters of six.
    asked = question(0, Method.OPINION, most=1, text_bytes=3)
    assert judge_answer(asked, Answer(opinion="\u0958")).verdict == Verdict.VALID


def test_plain_approval_needs_no_marking() -> None:
    asked = Question(
        title="",
        method=Method.APPROVAL,
        options=(Option(code="1", title="", cost=1),),
        groups=(),
        min_picks=0,
        max_picks=1,
    )
    assert judge_answer(asked, Answer((0,))).verdict == Verdict.VALID
    assert asked.marking.invalidity == Invalidity.BALLOT


@pytest.mark.parametrize("invalidity", tuple(Invalidity))
def test_an_option_outside_every_group_is_bound_by_the_whole_ballot_alone(invalidity: str) -> None:
    asked = question(4, groups=(Group(name="가", min_picks=0, max_picks=1),), invalidity=invalidity)
    free = replace(asked, options=(*asked.options[:2], *(replace(option, group="") for option in asked.options[2:])))
    assert told(free, 0, 2, 3) == (Verdict.VALID, "")
    assert told(free, 2, 3) == (Verdict.VALID, "")
    assert told(free, 0, 1, 2)[1] == "too_many_in_group"
    ballots = [encode_answer(free, Answer(marks)) for marks in ((0, 2, 3), (2, 3), (0, 1, 2), (0, 1, 2, 3))]
    assert compare_counts(count_ballots(free, ballots), count_ballots_by_columns(free, b"".join(ballots))) == ()
