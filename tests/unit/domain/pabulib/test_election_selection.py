"""Each rule that may be asked for makes its own list from the same ballots."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.pabulib.election_count import encode_ballots_of_voters, make_countable_election
from sukui_desktop.domain.pabulib.election_selection import (
    BY_EQUAL_SHARES,
    BY_FILE,
    BY_GREEDY,
    BY_NO_SKIP,
    BY_PHRAGMEN,
    BY_THRESHOLD,
    RULES,
    ElectionList,
    select_projects_of_election,
)
from sukui_desktop.domain.pabulib.pabulib_election import Election
from tests.builders.pabulib_text import election_of

VOTES = ["B,A", "B,A", "B", "D", "D", "C"]
PROJECTS = ("A;500", "B;600", "C;50", "D;400")
"""By votes: B 3, A and D 2, C 1; of 1,000 B takes 600, A does not fit, D does. By saving: C at 50, then B at 200."""


def select(election: Election, rule: str = BY_FILE) -> ElectionList:
    countable = make_countable_election(election)
    return select_projects_of_election(
        countable, count_ballots(countable.question, encode_ballots_of_voters(countable)), rule
    )


@pytest.mark.parametrize(
    ("rule", "selected"),
    [
        (BY_FILE, ("B", "D")),
        (BY_GREEDY, ("B", "D")),
        (BY_NO_SKIP, ("B",)),
        (BY_THRESHOLD, ("B",)),
        (BY_PHRAGMEN, ("C", "B")),
    ],
)
def test_each_rule(tmp_path: Path, rule: str, selected: tuple[str, ...]) -> None:
    election = election_of(
        tmp_path,
        VOTES,
        projects=PROJECTS,
        rule="greedy",
        **({"min_project_score_threshold": 3} if rule == BY_THRESHOLD else {}),
    )
    listed = select(election, rule)
    assert listed.selected == selected
    assert listed.rule == ("greedy" if rule == BY_FILE else rule)
    assert not listed.is_rule_guessed


def test_equal_shares_gives_a_minority_its_part(tmp_path: Path) -> None:
    votes = ["A,B"] * 6 + ["C"] * 4
    projects = ("A;500", "B;500", "C;400")
    election = election_of(tmp_path, votes, projects=projects)
    assert select(election, BY_GREEDY).selected == ("A", "B")
    shared = select(election, BY_EQUAL_SHARES)
    assert set(shared.selected) == {"A", "C"}
    assert shared.decided is None


def test_a_file_may_ask_for_equal_shares_itself(tmp_path: Path) -> None:
    votes = ["A,B"] * 6 + ["C"] * 4
    election = election_of(tmp_path, votes, projects=("A;500", "B;500", "C;400"), rule="equalshares/add1")
    listed = select(election)
    assert (set(listed.selected), listed.rule, listed.is_rule_guessed) == ({"A", "C"}, "equalshares/add1", False)


def test_a_rule_that_is_not_told_is_a_guess(tmp_path: Path) -> None:
    listed = select(election_of(tmp_path, VOTES, projects=PROJECTS, rule="astrology"))
    assert (listed.selected, listed.rule, listed.is_rule_guessed) == (("B", "D"), "greedy", True)


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="rule_name_unknown") as caught:
        select(election_of(tmp_path, VOTES, projects=PROJECTS), "astrology")
    assert caught.value.facts["known"] == RULES


@pytest.mark.parametrize(("rule", "first"), [(BY_FILE, "Z"), (BY_NO_SKIP, "Z"), (BY_GREEDY, "A")])
def test_ties_fall_as_the_file_has_them_but_for_plain_greedy(tmp_path: Path, rule: str, first: str) -> None:
    election = election_of(tmp_path, ["A,Z"], projects=("Z;900", "A;200"))
    assert select(election, rule).selected == (first,)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != BY_THRESHOLD])
def test_what_was_withdrawn_takes_nothing_and_stops_nothing(tmp_path: Path, rule: str) -> None:
    election = election_of(tmp_path, ["A", "A", "B"], projects=("A;999999999", "B;600"))
    listed = select(election, rule)
    assert (listed.selected, listed.withdrawn) == (("B",), ("A",))


@pytest.mark.parametrize(
    ("threshold", "selected"), [("2", ("B", "D")), ("50%", ("B",)), ("3.5", ()), ("", ("B", "D", "C"))]
)
def test_equal_to_the_threshold_is_eligible(tmp_path: Path, threshold: str, selected: tuple[str, ...]) -> None:
    projects = ("A;999", "B;500", "C;50", "D;400")
    meta = {"rule": "greedy-threshold", "min_project_score_threshold": threshold}
    assert select(election_of(tmp_path, VOTES, projects=projects, **meta)).selected == selected


def test_a_threshold_speaks_of_the_score(tmp_path: Path) -> None:
    election = election_of(
        tmp_path,
        ["A;3", "B;1", "B;1"],
        vote_type="cumulative",
        vote_columns="voter_id;vote;points",
        rule="greedy-threshold",
        min_project_score_threshold=3,
    )
    assert select(election).selected == ("A",)


def test_of_two_that_exclude_each_other_the_better_stays(tmp_path: Path) -> None:
    comment = '"#1: Projects A and D could not be implemented simultaneously."'
    projects = ("A;300", "B;600", "C;50", "D;400")
    listed = select(election_of(tmp_path, VOTES, projects=projects, rule="greedy-exclusive", comment=comment))
    assert listed.selected == ("B", "A", "C")
    assert listed.decided is not None
    outcomes = {ranked.code: ranked.outcome for ranked in listed.decided[1].ranking}
    assert outcomes["D"] == "excluded"


@pytest.mark.parametrize(("share", "reserve"), [(80, ("A",)), (81, ())])
def test_a_reserve_pays_the_first_that_does_not_fit_when_enough_is_left(
    tmp_path: Path, share: int, reserve: tuple[str, ...]
) -> None:
    comment = f'"#1: until the next project does not fit. If {share}% of it is left, a reserve pays."'
    listed = select(election_of(tmp_path, VOTES, projects=PROJECTS, rule="greedy-custom", comment=comment))
    assert (listed.selected, listed.reserve) == (("B",), reserve)  # 400 is left, A costs 500


def test_where_all_fit_no_reserve_is_asked(tmp_path: Path) -> None:
    comment = '"#1: until the next project does not fit. If 80% of it is left, a reserve pays."'
    election = election_of(tmp_path, VOTES, projects=PROJECTS, rule="greedy-custom", comment=comment, budget=5000)
    assert select(election).reserve == ()


def test_each_category_spends_its_own_part_and_the_rest_goes_to_the_best(tmp_path: Path) -> None:
    projects = ("A;500;green", "B;400;green", "C;300;youth", "D;200;youth")
    meta = {"categories": "green,youth", "budget_per_category": "600,400", "columns": "project_id;cost;category"}
    votes = ["A,B,C", "A,B,D", "A"]
    apart = select(election_of(tmp_path, votes, projects=projects, **meta))
    assert apart.selected == ("A", "C")
    pooled = select(election_of(tmp_path, votes, projects=projects, leftover_budget="yes", **meta))
    assert set(pooled.selected) == {"A", "C", "D"}
