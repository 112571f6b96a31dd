"""The list of an election file, by the rule it states or by one that is asked for, to compare with official lists.

Where projects are tied the file's own order decides, as in every official list that was seen. Plain greedy asked for by
name breaks ties by code instead, so that it depends on nothing but votes and costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.money import decimal_places_of_currency
from sukui_desktop.domain.pabulib.election_count import Countable, make_election_case
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.domain.pabulib.stated_rule import (
    EQUAL_SHARES,
    GREEDY,
    NO_SKIP,
    Doubt,
    StatedRule,
    find_withdrawn_projects,
    read_score_threshold,
    read_stated_rule,
)
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.deciding_ties import DecidingTie, deciding_ties
from sukui_desktop.domain.selection.decision_inputs import Case, OutcomeKind
from sukui_desktop.domain.selection.outcome_of_case import decide_case
from sukui_desktop.domain.selection.project_list import Outcome

BY_FILE = "file"
BY_GREEDY = "greedy"
BY_NO_SKIP = "greedy-no-skip"
BY_THRESHOLD = "threshold"
BY_EQUAL_SHARES = "mes-add1"
BY_PHRAGMEN = "phragmen"
RULES = (BY_FILE, BY_GREEDY, BY_NO_SKIP, BY_THRESHOLD, BY_EQUAL_SHARES, BY_PHRAGMEN)
"""What may be asked for."""


class ElectionList(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule makes of a counted election."""

    rule: str
    """What was followed: one of RULES, or the name in the file."""
    doubt: Doubt
    """Why the list is our guess at the file's own rule."""
    selected: tuple[str, ...]
    """Codes in the order of selection."""
    reserve: tuple[str, ...]
    """Funded beside the list, from a reserve that the rule names."""
    withdrawn: tuple[str, ...]
    """Withdrawn after the vote, in the file's order."""
    ties: tuple[DecidingTie, ...]
    """Equal projects whose order decided who is in the list."""
    decided: tuple[Case, Outcome] | None
    """Case and outcome of a rule that goes by scores; None for one that looks at whole ballots."""
    is_recorded: bool
    """The rule is that of a poll of ours, kept in the file: a tie that fell to a lot fell to the poll's own."""

    @property
    def is_rule_guessed(self) -> bool:
        """Return whether the file's own rule cannot be followed as it is stated."""
        return self.doubt != Doubt.NONE


def select_projects_of_election(countable: Countable, tally: Tally, rule: str) -> ElectionList:
    """Return the list by `rule`, one of RULES.

    Raises RuleBroken rule_name_unknown, and of `make_election_case`.
    """
    election = countable.election
    stated = _stated_rule_by_name(election, rule)
    doubt = stated.doubt if rule == BY_FILE else Doubt.NONE
    is_by_ballots = rule == BY_PHRAGMEN or stated.name == EQUAL_SHARES
    nearest = BY_EQUAL_SHARES if is_by_ballots else BY_NO_SKIP if stated.stops else BY_GREEDY
    followed = rule if rule != BY_FILE else nearest if doubt else election.rule
    if is_by_ballots:
        selected, ties = _select_by_ballots(election, stated, is_phragmen=rule == BY_PHRAGMEN)
        reserve: tuple[str, ...] = ()
        decided = None
    else:
        codes = [project.project_id for project in election.projects]
        case = make_election_case(countable, tally, stated, sorted(codes) if rule == BY_GREEDY else codes)
        outcome = decide_case(case)
        selected, ties, reserve = outcome.selected, deciding_ties(case, outcome), _find_reserve_project(stated, outcome)
        decided = (case, outcome)
    return ElectionList(
        rule=followed,
        doubt=doubt,
        selected=selected,
        reserve=reserve,
        withdrawn=stated.withdrawn,
        ties=ties,
        decided=decided,
        is_recorded=stated.recorded is not None,
    )


def _stated_rule_by_name(election: Election, rule: str) -> StatedRule:
    """Return the rule by its name; what was withdrawn stays so under every rule."""
    if rule not in RULES:
        raise RuleBroken("rule_name_unknown", rule=rule, known=RULES)
    if rule == BY_FILE:
        return read_stated_rule(election)
    least, share = read_score_threshold(election) if rule == BY_THRESHOLD else (0, "")
    return StatedRule(
        name=EQUAL_SHARES if rule == BY_EQUAL_SHARES else NO_SKIP if rule == BY_NO_SKIP else GREEDY,
        stops=rule == BY_NO_SKIP,
        min_score=least,
        min_share=share,
        withdrawn=find_withdrawn_projects(election),
    )


def _find_reserve_project(stated: StatedRule, outcome: Outcome) -> tuple[str, ...]:
    """Return the first project that did not fit when enough of its cost was left."""
    if not stated.near_fit:
        return ()
    first = next((ranked for ranked in outcome.ranking if ranked.outcome == OutcomeKind.UNAFFORDABLE), None)
    if first is None or first.left_before < Fraction(stated.near_fit) * first.cost:
        return ()
    return (first.code,)


def _select_by_ballots(
    election: Election, stated: StatedRule, *, is_phragmen: bool
) -> tuple[tuple[str, ...], tuple[DecidingTie, ...]]:
    """Return what a rule that looks at whole ballots buys, and what it bought or left only by the order of ties.

    A ranking or points say no more than a mark. Such a rule meets ties in the middle of its purchases, so they are
    found by asking it once more with the order turned round: what is in one list alone, a tie decided. Equal Shares of
    a city takes seconds, so it is asked again only if it met a tie.
    """
    # These wait until somebody asks: most lists go by scores.
    from sukui_desktop.domain.advice.ballot_profile import make_ballot_profile
    from sukui_desktop.domain.advice.equal_shares import ADD_ONE, NOTHING, Completion, budget_raise_step, equal_shares
    from sukui_desktop.domain.advice.phragmen import SKIP, sequential_phragmen

    running = [index for index, each in enumerate(election.projects) if each.project_id not in stated.withdrawn]
    places = {index: place for place, index in enumerate(running)}
    costs = [election.projects[index].cost for index in running]
    ballots = (tuple(places[mark] for mark in marks if mark in places) for marks in election.ballots)
    profile = make_ballot_profile(costs, election.budget, ballots)
    tied: set[int] = set()

    def buy(order: Sequence[int]) -> tuple[str, ...]:
        if is_phragmen:
            bought = sequential_phragmen(profile, when_unaffordable=SKIP, tie_order=order)
        else:
            step = budget_raise_step(
                profile.budget, profile.voter_count, 10 ** decimal_places_of_currency(election.currency)
            )
            completion: Completion = ADD_ONE if stated.adds_one else NOTHING
            bought = equal_shares(profile, completion, step=step, tie_order=order, tied=tied)
        return tuple(election.projects[running[place]].project_id for place in bought)

    selected = buy(range(len(running)))
    turned = buy(range(len(running) - 1, -1, -1)) if is_phragmen or tied else selected
    either = set(turned).symmetric_difference(selected)
    if not either:
        return selected, ()
    codes = tuple(project.project_id for project in election.projects if project.project_id in either)
    in_list = tuple(code for code in selected if code in either)
    return selected, (DecidingTie(codes=codes, selected=in_list, ways=(TieWay.LOT,)),)
