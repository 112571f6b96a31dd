"""Ballots of a file under a question of ours: its limits hold, its projects are found by code."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.methods.registry import decode_answer
from sukui_desktop.domain.pabulib.ballots_for_question import ballots_for_question
from sukui_desktop.domain.question.definition import Option, Question
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from tests.builders.pabulib_text import election_of

OPTIONS = tuple(Option(code=code, title=f"사업 {code}", cost=1) for code in "CBA")
"""In another order than the file has them."""
POINTS = {"vote_columns": "voter_id;vote;points"}


def question_of(method: Method, most: int = 2, marks: Marking | None = None) -> Question:
    return Question(
        title="", method=method, options=OPTIONS, groups=(), min_picks=1, max_picks=most, marks=marks or Marking()
    )


def test_projects_are_found_by_code_in_the_order_of_the_ballot(tmp_path: Path) -> None:
    question = question_of(Method.APPROVAL)
    ballots, unwritable = ballots_for_question(question, election_of(tmp_path, ["A", "A,C", ""]))
    assert unwritable == 0
    assert [decode_answer(question, ballot).marks for ballot in ballots] == [(2,), (0, 2), ()]


def test_limits_of_the_rule_hold(tmp_path: Path) -> None:
    question = question_of(Method.APPROVAL)
    ballots, unwritable = ballots_for_question(question, election_of(tmp_path, ["A,B,C", "A,B", "B,B", ""]))
    tally = count_ballots(question, ballots)
    assert (tally.votes, tally.ballots_valid, tally.ballots_blank, tally.ballots_invalid) == ((0, 1, 1), 1, 1, 1)
    assert unwritable == 1


def test_a_ranking_keeps_its_order_and_one_too_long_is_invalid(tmp_path: Path) -> None:
    question = question_of(Method.RANKING, marks=Marking(place_points=(5, 1)))
    ballots, unwritable = ballots_for_question(question, election_of(tmp_path, ["B,A", "A,B,C"], vote_type="ordinal"))
    assert unwritable == 1
    assert count_ballots(question, ballots).points_or_votes == (0, 5, 1)


@pytest.mark.parametrize(
    ("method", "marks", "votes", "unwritable"),
    [
        (Method.CUMULATIVE, Marking(high=5, most_points=5), ["A,B;3,2", "C;5"], 0),
        (Method.CUMULATIVE, Marking(high=5, most_points=5), ["A,B;5,0", "C;5"], 1),
        (Method.SCORE, Marking(low=0, high=5), ["A,B;5,0", "C;5"], 0),
    ],
)
def test_points(tmp_path: Path, method: Method, marks: Marking, votes: list[str], unwritable: int) -> None:
    question = question_of(method, marks=marks)
    found, beyond = ballots_for_question(question, election_of(tmp_path, votes, vote_type="cumulative", **POINTS))
    assert beyond == unwritable
    tally = count_ballots(question, found)
    assert tally.points_or_votes[0] == 5
    assert tally.ballots_valid == 2 - unwritable


def test_what_a_ballot_leaves_out_has_the_default_score(tmp_path: Path) -> None:
    # Fails where the key was not read: then 5, 0, 5.
    question = question_of(Method.SCORE, most=3, marks=Marking(low=-1, high=5))
    election = election_of(tmp_path, ["A,B;5,0", "C;5", ";"], vote_type="scoring", default_score=-1, **POINTS)
    tally = count_ballots(question, ballots_for_question(question, election)[0])
    assert (tally.points_or_votes, tally.ballots_blank) == ((4, -1, 4), 1)


def test_choices_are_found_by_their_words(tmp_path: Path) -> None:
    options = tuple(Option(code=str(place), title=word, cost=0) for place, word in enumerate(("찬성", "반대"), start=1))
    question = Question(title="", method=Method.CHOICE, options=options, groups=(), min_picks=1, max_picks=1)
    election = election_of(
        tmp_path,
        ["no", "yes", "yes"],
        vote_type="choose-1",
        projects=("yes;0;찬성", "no;0;반대"),
        columns="project_id;cost;name",
    )
    ballots, _ = ballots_for_question(question, election)
    assert count_ballots(question, ballots).votes == (2, 1)


@pytest.mark.parametrize(
    ("method", "vote_type"),
    [
        (Method.APPROVAL, "ordinal"),
        (Method.RANKING, "approval"),
        (Method.CUMULATIVE, "approval"),
        (Method.OPINION, "approval"),
    ],
)
def test_another_kind_of_vote_is_refused(tmp_path: Path, method: Method, vote_type: str) -> None:
    with pytest.raises(BadInput, match="channel_vote_type"):
        ballots_for_question(question_of(method), election_of(tmp_path, ["A"], vote_type=vote_type))


def test_a_project_that_is_not_on_the_ballot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="channel_projects_differ") as caught:
        ballots_for_question(question_of(Method.APPROVAL), election_of(tmp_path, ["A"], projects=("A;1", "Z;1")))
    assert caught.value.facts["value"] == "Z"
