"""A file of any kind of vote becomes a draft and answers that our own box can hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import UNSET

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.question_from_draft import question_from_draft
from sukui_desktop.domain.methods.question_validation import require_answerable_question
from sukui_desktop.domain.methods.registry import decode_answer, encode_answer
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.domain.question.definition import Draft, Group, Option
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.services.prepare.pabulib_import import (
    answers_from_election,
    draft_from_election,
    projects_from_election,
    roster_from_election,
)
from tests.builders.pabulib_text import election_of

POINTS = {"vote_columns": "voter_id;vote;points"}


def test_plain_approval_needs_no_further_word(tmp_path: Path) -> None:
    draft = draft_from_election(election_of(tmp_path, ["A"], max_length=2, min_length=1))
    assert (draft.method, draft.min_picks, draft.max_picks, draft.ceiling) == (Method.APPROVAL, 1, 2, 100_000)
    assert (draft.marks, draft.extra_steps, draft.when_unaffordable) == (UNSET, UNSET, "skip")


@pytest.mark.parametrize(
    ("settings", "method", "told"),
    [
        ({"vote_type": "choose-1"}, Method.APPROVAL, {"cost_limit": 0}),
        ({"max_sum_cost": "650.50"}, Method.APPROVAL, {"cost_limit": 65_050}),
        ({"vote_type": "ordinal", "max_length": 3}, Method.RANKING, {"place_points": (3, 2, 1)}),
        (
            {"votes": ["A,B;10,3", "C;10"], "vote_type": "ordinal", "max_length": 3, **POINTS},
            Method.RANKING,
            {"place_points": (10, 3, 0)},
        ),
        (
            {
                "votes": ["A;3"],
                "vote_type": "cumulative",
                "max_points": 3,
                "max_sum_points": 7,
                "min_sum_points": 1,
                **POINTS,
            },
            Method.CUMULATIVE,
            {"high": 3, "most_points": 7, "least_points": 1},
        ),
        ({"votes": ["A;-2", "B;9"], "vote_type": "scoring", **POINTS}, Method.SCORE, {"low": -2, "high": 9}),
        (
            {"votes": ["A;1"], "vote_type": "scoring", "min_points": 0, "max_points": 5, **POINTS},
            Method.SCORE,
            {"low": 0, "high": 5},
        ),
    ],
)
def test_each_kind_of_vote(tmp_path: Path, settings: dict[str, object], method: str, told: dict[str, object]) -> None:
    votes = settings.pop("votes") if "votes" in settings else ["A"]
    election = election_of(tmp_path, votes, **settings)  # type: ignore[arg-type]
    draft = draft_from_election(election)
    question = _question(election, draft)
    assert question.method == method
    assert {name: getattr(question.marking, name) for name in told} == told


@pytest.mark.parametrize(
    "settings",
    [
        {"votes": ["A,B", "", "C,C,A"]},
        {"votes": ["C,A", "B"], "vote_type": "ordinal"},
        {"votes": ["A,B;3,2", "C;5", ";"], "vote_type": "cumulative", **POINTS},
        {"votes": ["A,B;-3,2", "C;5"], "vote_type": "scoring", **POINTS},
        {"votes": ["A,B,A;3,2,1", "C;5"], "vote_type": "cumulative", **POINTS},
    ],
)
def test_the_box_can_hold_every_answer(tmp_path: Path, settings: dict[str, object]) -> None:
    election = election_of(tmp_path, **settings)  # type: ignore[arg-type]
    question = _question(election, draft_from_election(election))
    answers = list(answers_from_election(election))
    assert len(answers) == len(election.ballots)
    for answer in answers:
        read = decode_answer(question, encode_answer(question, answer))
        expected = dict(zip(answer.marks, answer.points, strict=False)) if answer.points else set(answer.marks)
        found = dict(zip(read.marks, read.points, strict=False)) if answer.points else set(read.marks)
        assert found == expected


def test_a_project_named_twice_counts_once_in_our_box(tmp_path: Path) -> None:
    assert list(answers_from_election(election_of(tmp_path, ["B,A,B"]))) == [Answer((1, 0))]


def test_further_steps_come_along(tmp_path: Path) -> None:
    comment = '"#1: Projects A and B could not be implemented simultaneously."'
    draft = draft_from_election(
        election_of(
            tmp_path,
            ["A"],
            rule="greedy-exclusive",
            comment=comment,
            min_project_score_threshold="10%",
            categories="green,youth",
            budget_per_category="600,400",
            leftover_budget="yes",
        )
    )
    assert draft.extra_steps is not UNSET
    steps = draft.extra_steps
    assert steps.exclusive == (("A", "B"),)
    assert (steps.min_share, steps.allocate_by, steps.leftover) == ("1/10", "field", "pool")


def test_groups_with_limits_make_the_category_a_group(tmp_path: Path) -> None:
    election = election_of(
        tmp_path,
        ["A"],
        projects=("A;400;green", "B;600;youth"),
        columns="project_id;cost;category",
        group_limits="green:1,youth:2",
    )
    groups = draft_from_election(election).groups
    assert groups == (Group(name="green", min_picks=0, max_picks=1), Group(name="youth", min_picks=0, max_picks=2))
    assert [draft.group for draft in projects_from_election(election).drafts] == ["green", "youth"]


@pytest.mark.parametrize("rule", ["astrology", "greedy-custom", "equalshares/add1"])
def test_a_rule_that_no_poll_of_ours_can_follow_is_refused(tmp_path: Path, rule: str) -> None:
    with pytest.raises(RuleBroken, match="selection_rule_unsupported"):
        draft_from_election(election_of(tmp_path, ["A"], rule=rule))


def test_an_unknown_rule_is_plain_greedy(tmp_path: Path) -> None:
    assert draft_from_election(election_of(tmp_path, ["A"], rule="unknown")).when_unaffordable == "skip"


def test_voters_are_numbered_people_without_names(tmp_path: Path) -> None:
    drafts = roster_from_election(election_of(tmp_path, ["A", "B"]), "투표자", "시민").drafts
    assert [(draft.number, draft.name, draft.channel) for draft in drafts] == [
        ("1", "투표자 1", "시민"),
        ("2", "투표자 2", "시민"),
    ]


def _question(election: Election, draft: Draft):  # type: ignore[no-untyped-def]
    options = [Option(code=p.project_id, title=p.name, cost=p.cost, district="", kind="") for p in election.projects]
    question = question_from_draft(draft, "문항", options)
    require_answerable_question(question)
    return question


@pytest.mark.parametrize(
    "settings",
    [
        {"votes": ["A,B;3,1", "C;2"], "vote_type": "ordinal", **POINTS},
        {"votes": ["A"], "rule": "greedy-exclusive"},
        {"votes": ["A;3"], "vote_type": "scoring", "default_score": -1, **POINTS},
        {"votes": ["A"], "rule": "equalshares/add1-comparison"},
        {
            "votes": ["A"],
            "rule": "greedy-custom",
            "comment": '"#1: sukui {""method"":""approval"",""rule"":'
            '{""when_unaffordable"":""skip"",""min_votes"":0,""ceiling"":5}}"',
        },
    ],
)
def test_what_a_draft_would_lose_is_refused(tmp_path: Path, settings: dict[str, object]) -> None:
    with pytest.raises(RuleBroken, match="selection_rule_unsupported"):
        draft_from_election(election_of(tmp_path, **settings))  # type: ignore[arg-type]
