"""Equal Shares and Phragmén against their plain forms on thousands of elections, and what holds of any list."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from sukui_desktop.domain.advice.ballot_profile import make_ballot_profile, tie_order_by_votes
from sukui_desktop.domain.advice.equal_shares import (
    ADD_ONE_BY_VOTES,
    BY_PHRAGMEN,
    BY_VOTES,
    NOTHING,
    equal_shares,
)
from sukui_desktop.domain.advice.phragmen import SKIP, sequential_phragmen
from tests.builders.plain_rules import add_one_path, by_votes_paths, phragmen_paths, shares_paths

ELECTIONS = 2_500
"""Of each kind; a fixed seed, so that a failure comes again."""

Election = tuple[list[int], int, list[tuple[int, ...]]]


def make_election(chance: random.Random) -> Election:
    """Return costs, budget and ballots: few voters, many equal ballots and equal costs, so that ties are common."""
    options = chance.randint(1, 6)
    dearest = chance.choice([1, 3, 12, 60, 300])
    costs = [chance.randint(1, dearest) for _ in range(options)]
    most = chance.randint(1, options)
    ballots = [
        tuple(chance.sample(range(options), chance.randint(0 if chance.random() < 0.3 else 1, most)))
        for _ in range(chance.randint(1, 9))
    ]
    return costs, chance.randint(1, sum(costs) + 3), ballots


def elections(seed: int) -> list[tuple[Election, list[int]]]:
    chance = random.Random(seed)
    made = []
    for _ in range(ELECTIONS):
        election = make_election(chance)
        made.append((election, chance.sample(range(len(election[0])), len(election[0]))))
    return made


def is_all_affordable(costs: list[int], budget: int, ballots: list[tuple[int, ...]]) -> bool:
    """Return whether everything that is for sale fits under the budget together."""
    return sum(costs[p] for p in {p for marks in ballots for p in marks} if costs[p] <= budget) <= budget


def test_a_sale_buys_what_the_plain_rule_buys() -> None:
    for (costs, budget, ballots), order in elections(1):
        (path,) = shares_paths(costs, ballots, Fraction(budget, len(ballots)), order)
        profile = make_ballot_profile(costs, budget, ballots)
        assert equal_shares(profile, NOTHING, tie_order=order) == path, (costs, budget, ballots, order)


def test_completions_go_on_as_the_plain_rules_do() -> None:
    for (costs, budget, ballots), order in elections(2):
        ((path, purses),) = shares_paths(costs, ballots, Fraction(budget, len(ballots)), order).items()
        profile = make_ballot_profile(costs, budget, ballots)
        assert {equal_shares(profile, BY_VOTES, tie_order=order)} == by_votes_paths(path, costs, budget, ballots, order)
        completed = phragmen_paths(costs, budget, ballots, order, (path, purses))
        assert {equal_shares(profile, BY_PHRAGMEN, tie_order=order)} == completed, (costs, budget, ballots, order)


def test_add_one_equals_the_loop_that_leaves_nothing_out() -> None:
    for number, ((costs, budget, ballots), order) in enumerate(elections(3)):
        step = 1 + number % 3
        profile = make_ballot_profile(costs, budget, ballots)
        expected = add_one_path(costs, budget, ballots, order, step)
        found = equal_shares(profile, tie_order=order, step=step)
        if is_all_affordable(costs, budget, ballots):  # then in any order, as each voter could pay for everything
            found, expected = tuple(sorted(found)), tuple(sorted(expected))
        assert found == expected, (costs, budget, ballots, order, step)


def test_phragmen_buys_what_the_plain_rule_buys() -> None:
    for (costs, budget, ballots), order in elections(4):
        profile = make_ballot_profile(costs, budget, ballots)
        assert {sequential_phragmen(profile, tie_order=order)} == phragmen_paths(costs, budget, ballots, order)
        skipping = sequential_phragmen(profile, tie_order=order, when_unaffordable=SKIP)
        assert {skipping} == phragmen_paths(costs, budget, ballots, order, skips=True), (costs, budget, ballots, order)


def test_the_loop_may_also_end_when_nothing_left_fits() -> None:
    for (costs, budget, ballots), order in elections(5):
        profile = make_ballot_profile(costs, budget, ballots)
        expected = add_one_path(costs, budget, ballots, order, until_exhaustive=True)
        assert equal_shares(profile, tie_order=order, until_exhaustive=True) == expected, (
            costs,
            budget,
            ballots,
            order,
        )


marks = st.lists(st.integers(0, 5), max_size=5, unique=True).map(tuple)
ballot_lists = st.lists(marks, min_size=1, max_size=12)
cost_lists = st.lists(st.integers(1, 40), min_size=6, max_size=6)


@settings(max_examples=60)
@given(ballot_lists, cost_lists, st.integers(1, 150), st.randoms())
def test_the_order_of_ballots_leaves_no_trace(
    ballots: list[tuple[int, ...]], costs: list[int], budget: int, chance: random.Random
) -> None:
    shuffled = [tuple(chance.sample(ballot, len(ballot))) for ballot in chance.sample(ballots, len(ballots))]
    first, second = make_ballot_profile(costs, budget, ballots), make_ballot_profile(costs, budget, shuffled)
    assert first == second
    assert equal_shares(first) == equal_shares(second)


@settings(max_examples=80)
@given(ballot_lists, cost_lists, st.integers(1, 150))
def test_no_list_passes_the_budget_and_nothing_unmarked_is_bought(
    ballots: list[tuple[int, ...]], costs: list[int], budget: int
) -> None:
    profile = make_ballot_profile(costs, budget, ballots)
    votes = profile.votes_by_option()
    bought = [equal_shares(profile), sequential_phragmen(profile), sequential_phragmen(profile, when_unaffordable=SKIP)]
    assert all(profile.cost_of(one) <= budget and all(votes[p] for p in one) for one in bought)
    completed = equal_shares(profile, ADD_ONE_BY_VOTES)
    assert profile.cost_of(completed) <= budget
    left = budget - profile.cost_of(completed)
    assert not [p for p in range(6) if p not in completed and costs[p] <= left]
    assert completed[: len(bought[0])] == bought[0]


@settings(max_examples=60)
@given(ballot_lists, cost_lists, st.integers(1, 150), st.integers(2, 5))
def test_voters_and_money_many_times_over_buy_the_same(
    ballots: list[tuple[int, ...]], costs: list[int], budget: int, times: int
) -> None:
    once = make_ballot_profile(costs, budget, ballots)
    often = make_ballot_profile([cost * times for cost in costs], budget * times, ballots * times)
    assert tie_order_by_votes(once) == tie_order_by_votes(often)
    assert equal_shares(once, NOTHING) == equal_shares(often, NOTHING)
    assert sequential_phragmen(once) == sequential_phragmen(often)


@settings(max_examples=60)
@given(ballot_lists, cost_lists, st.integers(1, 150))
def test_a_group_large_enough_gets_what_it_agrees_on(
    ballots: list[tuple[int, ...]], costs: list[int], budget: int
) -> None:
    """Voters who mark the same and have money enough for all of it together get all of it."""
    profile = make_ballot_profile(costs, budget, ballots)
    bought = equal_shares(profile, NOTHING)
    for marks_of_group, count in profile.ballots:
        if profile.cost_of(marks_of_group) * profile.voter_count <= count * budget:
            assert set(marks_of_group) <= set(bought)
