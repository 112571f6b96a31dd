"""Tally of an election file: counted twice, and its list by the rule it states or by one of ours.

Loads neither the store nor a window, so that a city is counted in less than a second.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.pabulib.election_count import (
    count_beyond_limits,
    count_mentions_of_projects,
    encode_ballots_of_voters,
    make_countable_election,
)
from sukui_desktop.domain.pabulib.election_selection import (
    BY_FILE,
    BY_GREEDY,
    ElectionList,
    select_projects_of_election,
)
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.services.tally.counter_crosscheck import count_and_require_agreement
from sukui_desktop.wording.result_study import explanation_sentences, tie_sentences


class ElectionTally(msgspec.Struct, frozen=True, kw_only=True):
    """What an election file comes to: counted by both counters, its list made by one rule."""

    election: Election
    tally: Tally
    votes: tuple[int, ...]
    """As cities publish them: a project that a ballot names twice has two."""
    listed: ElectionList
    total_cost: int
    """Of the list, in the currency's smallest unit."""
    beyond_limits: int
    """Ballots that break a limit the file states; counted, as the city counted them."""
    explanations: Mapping[str, str]
    """One sentence a project; none for a motion."""
    ties: tuple[str, ...]
    """One sentence for each tie that decided."""


def tally_election(file: SourceFile, rule: str = BY_FILE) -> ElectionTally:
    """Read a `.pb` file, count it twice and select by `rule`, one of `election_list.RULES`.

    Raises BadInput of `read_pabulib`; VerifyFailed counters_differ; RuleBroken rule_name_unknown.
    """
    election = read_pabulib(file)
    countable = make_countable_election(election)
    tally = count_and_require_agreement(countable.question, encode_ballots_of_voters(countable), election.file_name)
    listed = select_projects_of_election(countable, tally, rule)
    costs = {project.project_id: project.cost for project in election.projects}
    return ElectionTally(
        election=election,
        tally=tally,
        votes=count_mentions_of_projects(countable, tally),
        listed=listed,
        total_cost=sum(costs[code] for code in listed.selected),
        beyond_limits=count_beyond_limits(countable),
        explanations=_reason_sentences_by_project(election, tally, listed),
        ties=tie_sentences(
            listed.ties,
            {project.project_id: project.name for project in election.projects},
            "code" if rule == BY_GREEDY else "" if listed.is_recorded else "file",
        ),
    )


def _reason_sentences_by_project(election: Election, tally: Tally, listed: ElectionList) -> dict[str, str]:
    if listed.decided is not None:
        reasons = explanation_sentences(*listed.decided, election.currency)
        for code in listed.reserve:
            reasons[code] = text("tally.reserve.funded", reason=reasons[code])
        return reasons
    reasons = {}
    places = {code: place for place, code in enumerate(listed.selected, start=1)}
    for project, votes in zip(election.projects, tally.votes, strict=True):
        code = project.project_id
        way = "bought" if code in places else "withdrawn" if code in listed.withdrawn else "not_bought"
        reasons[code] = text(f"tally.shares.{way}", place=places.get(code, 0), votes=votes)
    return reasons
