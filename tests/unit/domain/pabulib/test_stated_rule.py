"""What a file says of its selection is read into our words, whatever city wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.pabulib.stated_rule import (
    EQUAL_SHARES,
    GREEDY,
    NEAR_FIT,
    NO_SKIP,
    Doubt,
    find_withdrawn_projects,
    read_score_threshold,
    read_stated_rule,
)
from sukui_desktop.domain.question.selection_steps import Allocation, Leftover
from tests.builders.pabulib_text import election_of

RESERVE = (
    "#1: Sorted by votes, funded until the next project does not fit within the budget. If at least 75% of that "
    "project is left, it is paid from a reserve. #2: Another remark with 5%."
)


@pytest.mark.parametrize(
    ("stated", "name", "stops", "is_guess"),
    [
        ("greedy", GREEDY, False, False),
        ("Greedy", GREEDY, False, False),
        ("greedy-no-skip", NO_SKIP, True, False),
        ("equalshares", EQUAL_SHARES, False, False),
        ("equalshares/add1", EQUAL_SHARES, False, False),
        ("unknown", GREEDY, False, True),
        ("greedy-custom", GREEDY, False, True),
        ("astrology", GREEDY, False, True),
        ("greedy-threshold", GREEDY, False, True),
        ("greedy-exclusive", GREEDY, False, True),
        ("equalshares/add1-comparison", EQUAL_SHARES, False, True),
        ("equalshares-comparison", EQUAL_SHARES, False, True),
        ("equalshares/phragmen", EQUAL_SHARES, False, True),
    ],
)
def test_each_name_of_a_rule(tmp_path: Path, stated: str, name: str, stops: bool, is_guess: bool) -> None:
    rule = read_stated_rule(election_of(tmp_path, ["A"], rule=stated))
    assert (rule.name, rule.stops, rule.is_rule_guessed) == (name, stops, is_guess)


@pytest.mark.parametrize(
    ("meta", "doubt"),
    [
        ({"rule": "greedy-exclusive", "comment": "#1: Projects A and Z could not both be done."}, Doubt.NO_PAIRS),
        (
            {"rule": "greedy-exclusive", "comment": '"#1: projects A or C conflict. #2: E and F conflict."'},
            Doubt.NO_PAIRS,
        ),
        ({"rule": "greedy-exclusive", "comment": '"#1: projects A or C exclude each other. #2: Sunny."'}, Doubt.NONE),
        ({"rule": "greedy-threshold"}, Doubt.NO_THRESHOLD),
        ({"rule": "greedy-threshold", "min_project_score_threshold": "10%"}, Doubt.NONE),
        ({"rule": "equalshares/add1-comparison"}, Doubt.COMPARISON),
        ({"rule": "equalshares/add1u"}, Doubt.COMPLETION),
        ({"rule": "equalshares/add1", "vote_type": "ordinal"}, Doubt.POINTS),
        ({"rule": "equalshares/add1", "vote_type": "choose-1"}, Doubt.NONE),
        ({"rule": "greedy", "categories": "Groen", "budget_per_category": "600,400"}, Doubt.PARTS),
        ({"rule": "greedy", "budget_per_neighborhood": "600,400"}, Doubt.PARTS),
        ({"rule": "greedy", "budget_per_neighborhood": ""}, Doubt.NONE),
        ({"rule": "astrology"}, Doubt.UNKNOWN),
        ({"rule": "greedy-custom", "comment": '"#1: sukui {broken"'}, Doubt.UNKNOWN),
    ],
)
def test_why_a_list_is_our_guess(tmp_path: Path, meta: dict[str, str], doubt: Doubt) -> None:
    # Fails where a rule that is not followed was silently greedy.
    assert read_stated_rule(election_of(tmp_path, ["A"], **meta)).doubt == doubt


def test_equal_shares_are_completed_only_where_the_file_says_so(tmp_path: Path) -> None:
    assert not read_stated_rule(election_of(tmp_path, ["A"], rule="equalshares")).adds_one
    assert read_stated_rule(election_of(tmp_path, ["A"], rule="equalshares/add1")).adds_one


def test_a_silent_file_is_a_guess(tmp_path: Path) -> None:
    assert read_stated_rule(election_of(tmp_path, ["A"], rule="")).is_rule_guessed


def test_the_share_of_a_reserve_is_read_from_the_remark_that_tells_the_rule(tmp_path: Path) -> None:
    rule = read_stated_rule(election_of(tmp_path, ["A"], rule="greedy-custom", comment=RESERVE))
    assert (rule.name, rule.near_fit, rule.stops, rule.is_rule_guessed) == (NEAR_FIT, "3/4", True, False)


def test_a_share_in_another_remark_is_no_rule(tmp_path: Path) -> None:
    rule = read_stated_rule(election_of(tmp_path, ["A"], rule="greedy-custom", comment="#1: 80% of voters came."))
    assert (rule.near_fit, rule.is_rule_guessed) == ("", True)


def test_a_comment_speaks_only_for_its_own_rule(tmp_path: Path) -> None:
    rule = read_stated_rule(election_of(tmp_path, ["A"], rule="greedy", comment=RESERVE))
    assert (rule.name, rule.near_fit, rule.stops) == (GREEDY, "", False)


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("#1: Projects A and B are near ul. Nowa and could not be implemented simultaneously.", (("A", "B"),)),
        ("#1: nothing. #2: Only one of projects A, B and C; they are mutually exclusive.", (("A", "B", "C"),)),
        ("projects A or C exclude each other. #2: project B and C conflict.", (("A", "C"), ("B", "C"))),
        ("#1: Projects A and Z could not both be done.", ()),
        ("#1: Projects A and B were liked.", ()),
        ("", ()),
    ],
)
def test_projects_that_exclude_each_other(tmp_path: Path, comment: str, expected: tuple[tuple[str, ...], ...]) -> None:
    election = election_of(tmp_path, ["A"], rule="greedy-exclusive", comment=f'"{comment}"')
    assert read_stated_rule(election).exclusive == expected
    assert read_stated_rule(election_of(tmp_path, ["A"], comment=f'"{comment}"')).exclusive == ()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("50", (50, "")),
        ("38.8", (39, "")),
        ("39.0", (39, "")),
        ("10%", (0, "1/10")),
        ("2.5 %", (0, "1/40")),
        ("", (0, "")),
    ],
)
def test_a_threshold_is_a_number_or_a_share(tmp_path: Path, written: str, expected: tuple[int, str]) -> None:
    election = election_of(tmp_path, ["A"], min_project_score_threshold=written)
    assert read_score_threshold(election) == expected
    rule = read_stated_rule(election)
    assert (rule.min_score, rule.min_share) == expected


@pytest.mark.parametrize("written", ["ten", "-5", "1e3", "5 votes"])
def test_a_threshold_that_says_neither_is_refused(tmp_path: Path, written: str) -> None:
    with pytest.raises(BadInput, match="election_key"):
        read_score_threshold(election_of(tmp_path, ["A"], min_project_score_threshold=written))


@pytest.mark.parametrize(("currency", "budget"), [("PLN", "1000"), ("KRW", "1000"), ("", "1000.50")])
def test_a_cost_of_all_nines_is_a_withdrawal(tmp_path: Path, currency: str, budget: str) -> None:
    projects = ("A;999999999", "B;600", "C;999999998")
    election = election_of(tmp_path, ["A"], projects=projects, currency=currency, budget=budget)
    assert find_withdrawn_projects(election) == ("A",)


def test_where_so_much_money_is_there_nines_are_a_cost(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["A"], projects=("A;999999999",), budget=10**9)
    assert find_withdrawn_projects(election) == ()


def test_budgets_of_categories_and_what_is_left_of_them(tmp_path: Path) -> None:
    election = election_of(
        tmp_path,
        ["A"],
        categories="Groen, Jeugd",
        budget_per_category="600.50,400",
        leftover_budget="Fund additional projects",
    )
    rule = read_stated_rule(election)
    assert rule.allocations == (Allocation(name="Groen", amount=60_050), Allocation(name="Jeugd", amount=40_000))
    assert rule.leftover == Leftover.POOL


def test_more_amounts_than_categories_are_no_allocation(tmp_path: Path) -> None:
    rule = read_stated_rule(election_of(tmp_path, ["A"], categories="Groen", budget_per_category="600,400"))
    assert (rule.allocations, rule.leftover) == ((), Leftover.UNSPENT)


def test_an_amount_of_a_category_that_is_none_is_refused(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["A"], categories="Groen,Jeugd", budget_per_category="600,much")
    with pytest.raises(BadInput, match="money_unreadable"):
        read_stated_rule(election)
