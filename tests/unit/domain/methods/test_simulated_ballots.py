"""Practice ballots are such as a kiosk would take, for every kind of question."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.methods.ballot_kind import Answer, Verdict
from sukui_desktop.domain.methods.registry import decode_answer, encode_answer, judge_answer
from sukui_desktop.domain.methods.simulated_ballots import simulate_answers
from sukui_desktop.domain.question.definition import Group, Option, Question
from sukui_desktop.domain.question.method_and_marking import Marking, Method

OPINIONS = ("그늘막을 더 놓자", "밤길을 밝히자")
TRACKS = (
    Group(name="광역제안형", min_picks=0, max_picks=7),
    Group(name="광역협치형", min_picks=0, max_picks=3),
)


def options(count: int, groups: tuple[str, ...] = ("",)) -> tuple[Option, ...]:
    return tuple(
        Option(code=f"P{n}", title=f"사업 {n}", cost=(n % 7 + 1) * 100_000_000, group=groups[n % len(groups)])
        for n in range(count)
    )


def ask(method: Method, **said: object) -> Question:
    marks = {
        Method.SCORE: Marking(low=1, high=5),
        Method.RANKING: Marking(place_points=(3, 2, 1)),
        Method.CUMULATIVE: Marking(most_points=10, least_points=10, high=6),
        Method.OPINION: Marking(text_bytes=90),
    }.get(method, Marking())
    plain = Question(title="연습", method=method, options=options(12), groups=(), min_picks=1, max_picks=3, marks=marks)
    return replace(plain, **said)


@pytest.mark.parametrize("method", tuple(Method))
def test_every_method_has_practice_ballots(method: Method) -> None:
    question = ask(method, options=options(3)) if method == "choice" else ask(method)
    question = replace(question, options=()) if method == Method.OPINION else question
    answers = simulate_answers(question, 300, OPINIONS, Random(3))
    verdicts = {judge_answer(question, answer).verdict for answer in answers}
    assert verdicts == {Verdict.VALID, Verdict.BLANK}
    for answer in answers:
        assert decode_answer(question, encode_answer(question, answer)) == answer
    tally = count_ballots(question, [encode_answer(question, answer) for answer in answers])
    assert (tally.ballots_cast, tally.ballots_invalid) == (300, 0)


def test_some_projects_are_liked_better() -> None:
    question = ask(Method.APPROVAL, options=options(40), max_picks=5)
    votes = count_ballots(
        question, [encode_answer(question, answer) for answer in simulate_answers(question, 500, (), Random(1))]
    ).votes
    assert max(votes) > 4 * (min(votes) + 1)


def test_where_no_try_meets_the_limits_people_leave_the_ballot_blank() -> None:
    # Three projects cost more than may be spent.
    dear = tuple(Option(code=f"P{n}", title="", cost=cost) for n, cost in enumerate((1, 2, 100, 100)))
    question = ask(Method.APPROVAL, options=dear, min_picks=3, max_picks=3, marks=Marking(cost_limit=2))
    assert set(simulate_answers(question, 50, (), Random(4))) == {Answer()}
    strict = replace(question, allows_blank=False)
    verdicts = {judge_answer(strict, answer).verdict for answer in simulate_answers(strict, 50, (), Random(4))}
    assert verdicts == {Verdict.INVALID}


def test_where_no_blank_is_allowed_none_is_imagined() -> None:
    question = ask(Method.APPROVAL, allows_blank=False)
    assert Answer() not in simulate_answers(question, 500, (), Random(2))


@pytest.mark.parametrize(
    "question",
    [
        ask(
            Method.APPROVAL, options=options(97, ("광역제안형", "광역협치형")), groups=TRACKS, min_picks=0, max_picks=10
        ),
        ask(Method.APPROVAL, options=options(560), min_picks=168, max_picks=168),
        ask(Method.APPROVAL, min_picks=0, max_picks=12, marks=Marking(cost_limit=900_000_000)),
        ask(
            Method.APPROVAL,
            options=options(20, ("가", "나")),
            groups=(Group(name="가", min_picks=2, max_picks=2), Group(name="나", min_picks=1, max_picks=4)),
            min_picks=3,
            max_picks=6,
        ),
        ask(Method.CUMULATIVE, marks=Marking(most_points=3), max_picks=12),
    ],
    ids=["7+3", "2014", "knapsack", "least of each group", "three points"],
)
def test_the_limits_of_real_votes_are_kept(question: Question) -> None:
    answers = simulate_answers(question, 200, (), Random(5))
    assert Verdict.INVALID not in {judge_answer(question, answer).verdict for answer in answers}
    assert len(set(answers)) > 20


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from([Method.SCORE, Method.RANKING, Method.CUMULATIVE, "approval"]))
def test_the_same_chance_gives_the_same_ballots(seed: int, method: Method) -> None:
    question = ask(method)
    assert simulate_answers(question, 20, (), Random(seed)) == simulate_answers(question, 20, (), Random(seed))
