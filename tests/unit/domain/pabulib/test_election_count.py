"""A foreign election is counted by our counters as its city counts: each kind of vote, each quirk."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.second_counter import compare_counts, count_ballots_by_columns
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.methods.registry import plaintext_ballot_length
from sukui_desktop.domain.pabulib.election_count import (
    count_beyond_limits,
    definition_of_election,
    encode_ballots_of_voters,
    make_countable_election,
)
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.domain.pabulib.stated_rule import StatedRule, read_stated_rule
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.question.selection_steps import Allocation, Leftover
from tests.builders.pabulib_text import election_of

POINTS = {"vote_columns": "voter_id;vote;points"}


def count(election: Election) -> Tally:
    countable = make_countable_election(election)
    ballots = encode_ballots_of_voters(countable)
    first, second = (
        count_ballots(countable.question, ballots),
        count_ballots_by_columns(countable.question, b"".join(ballots)),
    )
    assert not compare_counts(first, second)
    return first


def test_approvals_are_bits(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["A,B", "A", "", "C"])
    countable = make_countable_election(election)
    ballots = encode_ballots_of_voters(countable)
    assert countable.question.method == Method.APPROVAL
    assert [ballot.hex() for ballot in ballots] == ["c0", "80", "00", "20"]
    tally = count(election)
    assert (tally.votes, tally.ballots_valid, tally.ballots_blank, tally.ballots_invalid) == ((2, 1, 1), 3, 1, 0)


def test_equal_ballots_are_one_object(tmp_path: Path) -> None:
    ballots = encode_ballots_of_voters(make_countable_election(election_of(tmp_path, ["A,B", "A,B", "A"])))
    assert ballots[0] is ballots[1]
    assert ballots[0] != ballots[2]


def test_a_project_named_twice_counts_twice_as_the_official_column_has_it(tmp_path: Path) -> None:
    tally = count(election_of(tmp_path, ["A,B,A", "A", "C"]))
    assert (tally.votes, tally.points_or_votes, tally.ballots_valid) == ((2, 1, 1), (3, 1, 1), 3)


def test_limits_void_nothing_but_are_reported(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["A,B,C", "A", ""], max_length=2, min_length=1)
    assert count(election).votes == (2, 1, 1)
    assert count_beyond_limits(make_countable_election(election)) == 1


def test_beyond_the_limits_every_such_voter_is_reported(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["A,B", "A,B", "B,A", "A"], max_length=1)
    assert count_beyond_limits(make_countable_election(election)) == 3


def test_the_last_place_of_a_ballot_is_one_point(tmp_path: Path) -> None:
    tally = count(election_of(tmp_path, ["A,B,C", "B,A", "C"], vote_type="ordinal"))
    assert tally.points_or_votes == (3 + 1, 2 + 2, 1 + 1)
    assert tally.votes == (2, 2, 2)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((4, 4, 2), (4, 4, 2)),  # each ballot's own length
        ((5, 5, 4), (5, 5, 4)),  # the longest ballot, and the file says so
        ((9, 9, 9), (4, 4, 2)),  # neither: then the usual way
        (("4.0", "4", "2"), (4, 4, 2)),
        (("", "", ""), (4, 4, 2)),
    ],
)
def test_a_file_may_say_that_first_places_are_worth_the_same(
    tmp_path: Path, scores: tuple[object, ...], expected: tuple[int, ...]
) -> None:
    projects = [f"{code};1;{score}" for code, score in zip("ABC", scores, strict=True)]
    election = election_of(
        tmp_path,
        ["A,B,C", "B,A", "C"],
        vote_type="ordinal",
        projects=projects,
        columns="project_id;cost;score",
    )
    assert count(election).points_or_votes == expected


def test_cumulative_points_are_added_as_cast(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["A,C;3,2", "C;1", ";"], vote_type="cumulative", **POINTS)
    assert make_countable_election(election).question.method == Method.CUMULATIVE
    tally = count(election)
    assert (tally.votes, tally.points_or_votes, tally.ballots_blank) == ((1, 0, 2), (3, 0, 3), 1)


def test_a_mark_of_no_points_is_still_a_mark(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["A,B;3,0", "B;2"], vote_type="cumulative", **POINTS)
    assert make_countable_election(election).question.method == Method.SCORE
    tally = count(election)
    assert (tally.votes, tally.points_or_votes) == ((1, 2, 0), (3, 2, 0))


def test_scores_may_be_below_nothing(tmp_path: Path) -> None:
    tally = count(election_of(tmp_path, ["A,B;-2,5", "A;-1"], vote_type="scoring", **POINTS))
    assert (tally.votes, tally.points_or_votes) == ((2, 1, 0), (-3, 5, 0))


@pytest.mark.parametrize(("points", "width"), [(255, 1), (256, 2), (60_000, 2)])
def test_many_points_take_two_bytes(tmp_path: Path, points: int, width: int) -> None:
    election = election_of(tmp_path, [f"A,B;{points},1"], vote_type="cumulative", **POINTS)
    assert plaintext_ballot_length(make_countable_election(election).question) == 3 * width
    assert count(election).points_or_votes == (points, 1, 0)


def test_the_definition_says_the_rule_in_our_words(tmp_path: Path) -> None:
    election = election_of(
        tmp_path,
        ["A"],
        description="District; west",
        projects=("A;400;green", "B;600;youth"),
        columns="project_id;cost;category",
    )
    stated = StatedRule(
        name="greedy",
        stops=True,
        min_score=7,
        min_share="1/10",
        exclusive=(("A", "B"),),
        allocations=(Allocation(name="green", amount=40_000),),
        leftover=Leftover.POOL,
    )
    definition = definition_of_election(make_countable_election(election), stated)
    rule, steps = definition.rule, definition.rule.steps
    assert (rule.when_unaffordable, rule.min_votes, rule.ceiling) == ("stop", 7, 100_000)
    assert (steps.min_share, steps.exclusive, steps.leftover) == ("1/10", (("A", "B"),), Leftover.POOL)
    assert (steps.allocate_by, steps.allocations, steps.ties) == ("field", stated.allocations, ("lot",))
    assert [option.field for option in definition.question.options] == ["green", "youth"]
    assert definition.title == "District; west"


def test_a_plain_rule_allocates_nothing(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["A"])
    definition = definition_of_election(make_countable_election(election), read_stated_rule(election))
    assert (definition.rule.when_unaffordable, definition.rule.steps.allocate_by) == ("skip", "")
