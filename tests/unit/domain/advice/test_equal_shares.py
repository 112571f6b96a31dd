"""Equal Shares on elections small enough to do by hand, and on the cities that used it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.domain.advice.ballot_profile import Profile, make_ballot_profile
from sukui_desktop.domain.advice.equal_shares import (
    ADD_ONE,
    ADD_ONE_BY_VOTES,
    BY_PHRAGMEN,
    BY_VOTES,
    NOTHING,
    Completion,
    budget_raise_step,
    equal_shares,
)
from sukui_desktop.domain.money import decimal_places_of_currency
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.services.file_reading_and_saving import read_file

SMALL_GROUP = [(0, 1, 2)] * 6 + [(3,)] * 3
"""Two thirds want the first three, one third the last."""


def test_a_third_of_the_voters_decides_about_a_third_of_the_money() -> None:
    profile = make_ballot_profile([30, 30, 30, 30], 90, SMALL_GROUP)
    assert equal_shares(profile, NOTHING) == (0, 1, 3)


def test_by_votes_alone_the_third_would_have_got_nothing() -> None:
    profile = make_ballot_profile([30, 30, 30, 31], 90, SMALL_GROUP)
    assert equal_shares(profile, NOTHING) == (0, 1)
    assert equal_shares(profile, BY_VOTES) == (0, 1, 2)


def test_add_one_gives_more_to_each_until_the_cost_would_pass_the_budget() -> None:
    profile = make_ballot_profile([30, 30, 30, 33], 93, SMALL_GROUP)
    assert equal_shares(profile, NOTHING) == (0, 1)
    assert equal_shares(profile, ADD_ONE) == (0, 1, 3)


def test_add_one_starts_at_whole_steps_and_ends_before_it_passes_the_budget() -> None:
    profile = make_ballot_profile([6, 7], 7, [(0,), (1,)])
    assert equal_shares(profile, step=1) == (0,)
    assert equal_shares(profile, step=6) == (0,)
    assert equal_shares(profile, step=7) == ()


def test_what_add_one_leaves_may_be_given_out_by_votes() -> None:
    profile = make_ballot_profile([40, 40, 15], 60, [(0,), (0,), (1,), (1,), (2,)])
    assert equal_shares(profile, ADD_ONE) == (2,)
    assert equal_shares(profile, ADD_ONE_BY_VOTES) == (2, 0)


def test_a_list_that_leaves_room_for_nothing_may_end_the_loop() -> None:
    # At 5 each the first two go; from 6 on the two who want the third could pay for it and the cost would be 22.
    profile = make_ballot_profile([10, 5, 12], 16, [(0, 1), (0,), (2,), (2,)])
    assert equal_shares(profile, until_exhaustive=True) == equal_shares(profile)


def test_phragmen_goes_on_with_what_each_voter_has_left() -> None:
    profile = make_ballot_profile([10, 10, 10], 20, [(0, 1), (0, 1), (0, 2), (2,)])
    assert equal_shares(profile, NOTHING) == (0,)
    assert equal_shares(profile, BY_PHRAGMEN) == (0, 2)
    assert equal_shares(profile, BY_VOTES) == (0, 1)


def test_blank_voters_keep_their_share() -> None:
    assert equal_shares(make_ballot_profile([10], 10, [(0,), (0,)]), NOTHING) == (0,)
    assert equal_shares(make_ballot_profile([10], 10, [(0,), (0,), ()]), NOTHING) == ()


def test_all_that_anybody_marked_is_bought_when_the_money_is_enough() -> None:
    profile = make_ballot_profile([10**9, 2 * 10**9, 5], 4 * 10**9, [(0,), (1,), (1,)])
    assert sorted(equal_shares(profile)) == [0, 1]


def test_what_costs_more_than_the_whole_budget_is_not_for_sale() -> None:
    """A project withdrawn after the vote by a cost of 999,999,999 must not end the loop for the others."""
    profile = make_ballot_profile([999_999_999, 60, 30], 100, [(0, 1), (0,), (0,), (1,), (2,)])
    assert sorted(equal_shares(profile)) == [1, 2]


def test_a_dear_project_of_few_is_waited_for_without_walking_every_step() -> None:
    # From 3 each the first is paid without anybody being poor; the other needs 10^12 in one purse, and then both
    # cost more than there is: a loop over every step between would not end today.
    profile = make_ballot_profile([6, 10**12], 10**12, [(0,), (0,), *[()] * (10**6), (1,)])
    assert equal_shares(profile) == (0,)


@pytest.mark.parametrize("completion", [NOTHING, BY_VOTES, BY_PHRAGMEN, ADD_ONE, ADD_ONE_BY_VOTES])
def test_without_a_ballot_there_is_no_list(completion: Completion) -> None:
    assert equal_shares(make_ballot_profile([10], 10, []), completion) == ()


def test_ties_go_where_the_order_says() -> None:
    profile = make_ballot_profile([10, 10], 10, [(0,), (1,)])
    assert equal_shares(profile, BY_VOTES, tie_order=(1, 0)) == (1,)
    assert equal_shares(profile, BY_VOTES, tie_order=(0, 1)) == (0,)
    assert equal_shares(profile, BY_VOTES) == (0,)


@pytest.mark.parametrize(
    ("budget", "voters", "unit", "step"),
    [
        (10_000_000, 84, 100, 100),
        (2_418_681_500, 61_668, 100, 100),
        (40_000_000_000, 1_200, 1, 100_000),
        (50_000_000_000, 3_000, 1, 100_000),
        (100_000, 10, 1, 1),
        (100_010, 10, 1, 100),
        (0, 5, 1, 1),
    ],
)
def test_a_step_is_the_unit_of_the_currency_or_a_small_round_part_of_the_share(
    budget: int, voters: int, unit: int, step: int
) -> None:
    assert budget_raise_step(budget, voters, unit) == step


def _read(shared_data: Path, start: str) -> tuple[Election, Profile]:
    (path,) = (shared_data / "pabulib").glob(f"{start}*.pb")
    election = read_pabulib(read_file(path))
    return election, make_ballot_profile(
        [project.cost for project in election.projects], election.budget, election.ballots
    )


def _official(election: Election) -> set[int]:
    return {place for place, project in enumerate(election.projects) if project.selected == 1}


@pytest.mark.parametrize("start", ["Netherlands_Assen_2024", "Poland_Swiecie_2023"])
@pytest.mark.parametrize("until_exhaustive", [False, True])
def test_the_cities_that_chose_by_equal_shares_chose_these(
    shared_data: Path, start: str, until_exhaustive: bool
) -> None:
    election, profile = _read(shared_data, start)
    assert election.rule == "equalshares/add1"
    step = 10 ** decimal_places_of_currency(election.currency)
    assert set(equal_shares(profile, step=step, until_exhaustive=until_exhaustive)) == _official(election)


def test_a_completion_by_votes_is_not_what_the_city_did(shared_data: Path) -> None:
    election, profile = _read(shared_data, "Netherlands_Assen_2024")
    completed = set(equal_shares(profile, ADD_ONE_BY_VOTES, step=10 ** decimal_places_of_currency(election.currency)))
    assert completed > _official(election)
    assert [election.projects[place].cost for place in completed - _official(election)] == [1_200_000]
