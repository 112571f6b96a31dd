"""Ballots put together without leaving a trace of their order."""

from __future__ import annotations

from sukui_desktop.domain.advice.ballot_profile import Profile, make_ballot_profile, tie_order_by_votes


def test_equal_ballots_are_one_kind_however_they_were_marked() -> None:
    profile = make_ballot_profile([5, 6, 7], 20, [(2, 0), (0, 2), (), (1,), (), (0, 2)])
    assert profile.ballots == (((), 2), ((0, 2), 3), ((1,), 1))
    assert profile.costs == (5, 6, 7)
    assert profile.budget == 20


def test_an_option_named_twice_counts_once() -> None:
    assert make_ballot_profile([1, 1], 2, [(1, 0, 1)]).ballots == (((0, 1), 1),)


def test_blank_ballots_are_voters_and_give_no_votes() -> None:
    profile = make_ballot_profile([5, 6, 7], 20, [(), (0, 2), (2,), (2,)])
    assert profile.voter_count == 4
    assert profile.votes_by_option() == (1, 0, 3)


def test_nobody_voted() -> None:
    profile = make_ballot_profile([5, 6], 20, [])
    assert profile == Profile(costs=(5, 6), budget=20, ballots=())
    assert (profile.voter_count, profile.votes_by_option()) == (0, (0, 0))


def test_the_cost_of_some_options() -> None:
    profile = make_ballot_profile([5, 6, 7], 20, [])
    assert profile.cost_of((2, 0)) == 12
    assert profile.cost_of(()) == 0


def test_ties_go_to_more_votes_then_lower_cost_then_ballot_order() -> None:
    profile = make_ballot_profile([9, 4, 4, 1, 9], 20, [(0, 1), (0, 2), (0, 3), (4,), (4,)])
    assert profile.votes_by_option() == (3, 1, 1, 1, 2)
    assert tie_order_by_votes(profile) == (0, 4, 3, 1, 2)
