"""What other rules would have chosen, beside the list that was made."""

from __future__ import annotations

from sukui_desktop.domain.advice.ballot_profile import make_ballot_profile
from sukui_desktop.domain.advice.rule_comparison import (
    GREEDY,
    GREEDY_NO_SKIP,
    MES_ADD1,
    PHRAGMEN,
    choose_by_votes,
    compare_rules,
)

CODES = ("A", "B", "C", "D")
PROFILE = make_ballot_profile([30, 40, 30, 30], 90, [(0, 1, 2)] * 6 + [(3,)] * 3)


def test_all_four_rules_are_reported_in_order() -> None:
    assert [one.rule for one in compare_rules(CODES, ("A",), PROFILE)] == [GREEDY, GREEDY_NO_SKIP, MES_ADD1, PHRAGMEN]


def test_each_list_is_held_against_the_official_one() -> None:
    by_rule = {one.rule: one for one in compare_rules(CODES, ("B", "A", "D"), PROFILE)}
    greedy = by_rule[GREEDY]
    assert greedy.selected == ("A", "C", "D")
    assert (greedy.in_common, greedy.only_here, greedy.only_there) == (("A", "D"), ("C",), ("B",))
    assert greedy.cost == 90
    assert not greedy.is_same_list


def test_the_same_list_in_any_order_is_the_same() -> None:
    by_rule = {one.rule: one for one in compare_rules(CODES, ("D", "C", "A"), PROFILE)}
    assert by_rule[GREEDY].is_same_list
    assert (by_rule[GREEDY].only_here, by_rule[GREEDY].only_there) == ((), ())


def test_ending_and_passing_over_part_ways_at_the_first_that_does_not_fit() -> None:
    assert choose_by_votes(PROFILE, is_skipping=True) == (0, 2, 3)
    assert choose_by_votes(PROFILE, is_skipping=False) == (0, 2)


def test_what_nobody_marked_is_not_taken_by_votes() -> None:
    assert choose_by_votes(make_ballot_profile([1, 1], 2, [(1,)]), is_skipping=True) == (1,)


def test_equal_shares_gives_the_smaller_group_its_part() -> None:
    by_rule = {one.rule: one for one in compare_rules(CODES, (), PROFILE)}
    assert "D" in by_rule[MES_ADD1].selected
    assert by_rule[MES_ADD1].only_here == tuple(sorted(by_rule[MES_ADD1].selected))


def test_a_city_in_won_is_compared_in_steps_that_end() -> None:
    costs = [4_000_000_000, 3_000_000_000, 3_500_000_000, 900_000_000]
    ballots = [(0, 1), (0, 2), (1, 2), (3,), (0, 3), (2, 3), (0, 1, 2)] * 100
    by_rule = {
        one.rule: one for one in compare_rules(CODES, ("A",), make_ballot_profile(costs, 8_000_000_000, ballots))
    }
    assert by_rule[MES_ADD1].cost <= 8_000_000_000
    assert by_rule[MES_ADD1].selected
