"""Sequential Phragmén on elections small enough to do by hand."""

from __future__ import annotations

from sukui_desktop.domain.advice.ballot_profile import make_ballot_profile
from sukui_desktop.domain.advice.phragmen import SKIP, continue_phragmen, sequential_phragmen


def test_whose_supporters_saved_longest_comes_next() -> None:
    # 0 after 10/3. Then those of 1 begin anew and need 10/2 more; those of 2 have 10/3 in one pocket, need 10/3 more.
    profile = make_ballot_profile([10, 10, 10], 20, [(0, 1), (0, 1), (0, 2), (2,)])
    assert sequential_phragmen(profile) == (0, 2)


def test_it_ends_when_what_is_paid_for_does_not_fit() -> None:
    profile = make_ballot_profile([10, 15, 5], 20, [(0,), (0,), (1,), (1,), (2,)])
    assert sequential_phragmen(profile) == (0, 2)
    profile = make_ballot_profile([10, 11, 6], 20, [(0,), (0,), (1,), (1,), (2,)])
    assert sequential_phragmen(profile) == (0,)
    assert sequential_phragmen(profile, when_unaffordable=SKIP) == (0, 2)


def test_it_ends_too_when_only_one_of_the_tied_does_not_fit() -> None:
    profile = make_ballot_profile([5, 10, 20], 20, [(0,), (1,), (2,), (2,)])
    assert sequential_phragmen(profile, tie_order=(0, 1, 2)) == (0,)
    assert sequential_phragmen(profile, tie_order=(0, 1, 2), when_unaffordable=SKIP) == (0, 1)


def test_what_costs_more_than_the_whole_budget_never_has_a_turn() -> None:
    profile = make_ballot_profile([30, 10], 20, [(0,), (0,), (0,), (0,), (1,)])
    assert sequential_phragmen(profile) == (1,)


def test_what_nobody_marked_is_never_bought() -> None:
    assert sequential_phragmen(make_ballot_profile([1, 1], 2, [(1,)])) == (1,)
    assert sequential_phragmen(make_ballot_profile([1, 1], 2, [()])) == ()
    assert sequential_phragmen(make_ballot_profile([1, 1], 2, [])) == ()


def test_what_costs_nothing_is_bought_at_the_start() -> None:
    assert sequential_phragmen(make_ballot_profile([10, 0], 10, [(0,), (0,), (1,)])) == (1, 0)


def test_ties_go_to_more_votes_then_where_an_order_says() -> None:
    profile = make_ballot_profile([2, 1, 1], 4, [(0,), (0,), (1,), (2,)])
    assert sequential_phragmen(profile) == (0, 1, 2)
    assert sequential_phragmen(profile, tie_order=(2, 1, 0)) == (2, 1, 0)


def test_equal_ballots_count_as_many_voters() -> None:
    profile = make_ballot_profile([12, 10], 12, [(0,)] * 5 + [(1,)] * 4)
    assert sequential_phragmen(profile) == (0,)


def test_savings_bring_a_turn_forward() -> None:
    profile = make_ballot_profile([10, 10], 10, [(0,), (1,)])
    assert continue_phragmen(profile, (), [0, 9], 2, (0, 1)) == (1,)
    assert continue_phragmen(profile, (), [9, 0], 2, (0, 1)) == (0,)


def test_it_goes_on_after_what_is_bought_already() -> None:
    profile = make_ballot_profile([10, 10, 5], 15, [(0,), (1,), (2,)])
    assert continue_phragmen(profile, (1,), [0, 0, 0], 1, (0, 1, 2)) == (1, 2)
