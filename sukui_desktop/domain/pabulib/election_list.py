"""The list of an election file, by the rule it states or by one that is asked for, to compare with official lists.

Where projects are tied the file's own order decides, as in every official list that was seen. Plain greedy asked for by
name breaks ties by code instead, so that it depends on nothing but votes and costs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

import msgspec

from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.money import minor_digits
from sukui_desktop.domain.pabulib.election import Election
from sukui_desktop.domain.pabulib.election_count import Countable, define_selection
from sukui_desktop.domain.pabulib.rule import (
    EQUAL_SHARES,
    GREEDY,
    NO_SKIP,
    StatedRule,
    read_stated_rule,
    read_threshold,
    read_withdrawn,
)
from sukui_desktop.domain.selection.case import Case, OutcomeKind
from sukui_desktop.domain.selection.outcome_of_case import decide, make_case
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
    is_guess: bool
    """The file's own rule cannot be followed; plain greedy is used instead."""
    selected: tuple[str, ...]
    """Codes in the order of selection."""
    reserve: tuple[str, ...]
    """Funded beside the list, from a reserve that the rule names."""
    withdrawn: tuple[str, ...]
    """Withdrawn after the vote, in the file's order."""
    decided: tuple[Case, Outcome] | None
    """Case and outcome of a rule that goes by scores; None for one that looks at whole ballots."""


def select_election(countable: Countable, tally: Tally, rule: str) -> ElectionList:
    """Return the list by `rule`, one of RULES.

    Raises RuleBroken rule_name_unknown.
    """
    election = countable.election
    stated = _asked(election, rule)
    if rule == BY_PHRAGMEN or stated.name == EQUAL_SHARES:
        selected = _select_by_ballots(election, stated.withdrawn, rule == BY_PHRAGMEN)
        return _listed(election, rule, stated, selected)
    codes = [project.project_id for project in election.projects]
    ties = sorted(codes) if rule == BY_GREEDY else codes
    case = make_case(define_selection(countable, stated), tally, ties, stated.withdrawn)
    outcome = decide(case)
    return _listed(election, rule, stated, outcome.selected, (case, outcome))


def _listed(
    election: Election,
    rule: str,
    stated: StatedRule,
    selected: tuple[str, ...],
    decided: tuple[Case, Outcome] | None = None,
) -> ElectionList:
    is_guess = rule == BY_FILE and stated.is_guess
    written = BY_GREEDY if is_guess else election.rule
    return ElectionList(
        rule=written if rule == BY_FILE else rule,
        is_guess=is_guess,
        selected=selected,
        reserve=() if decided is None else _reserve(stated, decided[1]),
        withdrawn=stated.withdrawn,
        decided=decided,
    )


def _asked(election: Election, rule: str) -> StatedRule:
    """Return the rule by its name; what was withdrawn stays so under every rule."""
    if rule not in RULES:
        raise RuleBroken("rule_name_unknown", rule=rule, known=RULES)
    if rule == BY_FILE:
        return read_stated_rule(election)
    least, share = read_threshold(election) if rule == BY_THRESHOLD else (0, "")
    return StatedRule(
        name=EQUAL_SHARES if rule == BY_EQUAL_SHARES else NO_SKIP if rule == BY_NO_SKIP else GREEDY,
        stops=rule == BY_NO_SKIP,
        min_score=least,
        min_share=share,
        withdrawn=read_withdrawn(election),
    )


def _reserve(stated: StatedRule, outcome: Outcome) -> tuple[str, ...]:
    """Return the first project that did not fit when enough of its cost was left."""
    if not stated.near_fit:
        return ()
    first = next((ranked for ranked in outcome.ranking if ranked.outcome == OutcomeKind.UNAFFORDABLE), None)
    if first is None or first.left_before < Fraction(stated.near_fit) * first.cost:
        return ()
    return (first.code,)


def _select_by_ballots(election: Election, withdrawn: Collection[str], is_phragmen: bool) -> tuple[str, ...]:
    """Return what a rule that looks at whole ballots buys; a ranking or points say no more than a mark."""
    from sukui_desktop.domain.advice.ballot_profile import (
        profile_of,  # these wait until somebody asks: most lists go by scores
    )

    running = [index for index, each in enumerate(election.projects) if each.project_id not in withdrawn]
    places = {index: place for place, index in enumerate(running)}
    costs = [election.projects[index].cost for index in running]
    ballots = (tuple(places[mark] for mark in marks if mark in places) for marks in election.ballots)
    profile = profile_of(costs, election.budget, ballots)
    order: Sequence[int] = range(len(running))
    if is_phragmen:
        from sukui_desktop.domain.advice.phragmen import SKIP, sequential_phragmen

        bought = sequential_phragmen(profile, when_unaffordable=SKIP, tie_order=order)
    else:
        from sukui_desktop.domain.advice.equal_shares import ADD_ONE, equal_shares, step_for

        step = step_for(profile.budget, profile.voters, 10 ** minor_digits(election.currency))
        bought = equal_shares(profile, ADD_ONE, step=step, tie_order=order)
    return tuple(election.projects[running[place]].project_id for place in bought)
