"""A rule is tried on practice ballots: each shipped rule gives a result, nothing is written down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import UNSET

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import draft_from_rule
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.projects import accept_project_file
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year, list_shipped_rule_years
from sukui_desktop.services.vote.polls import draft_poll, preview_definition, preview_definition_of_draft
from sukui_desktop.services.vote.rule_trial import RuleTrialResult, try_definition
from tests.builders import rooms
from tests.services.test_rules_in_a_room import answers, project


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = rooms.make_room(tmp_path)
    accept_project_file(made, rooms.reading_of([project(place) for place in range(24)]), frozenset())
    yield made
    close_meeting_and_boxes(made)


def try_rule(room: Room, key: str, voters: int = 120, seed: int = 1) -> RuleTrialResult:
    rule = find_shipped_rule_year(key)
    before = rooms.snapshot(room)
    trial = try_definition(
        preview_definition_of_draft(room, rule.title, draft_from_rule(rule, answers(rule))), voters, seed
    )
    assert rooms.snapshot(room) == before
    return trial


@pytest.mark.parametrize("key", [rule.key for rule in list_shipped_rule_years() if rule.key != "seoul-2014"])
def test_every_shipped_rule_can_be_tried(room: Room, key: str) -> None:
    trial = try_rule(room, key)
    assert trial.counters_agree
    assert trial.tally.ballots_cast == 120
    assert trial.tally.ballots_invalid == 0
    method = find_shipped_rule_year(key).question.method
    if method == Method.OPINION:
        assert trial.tally.opinions is not UNSET
        assert len(trial.tally.opinions) > 1
    elif method == Method.CHOICE:
        assert sum(trial.tally.votes) == trial.tally.ballots_valid
    else:
        assert {ranked.code for ranked in trial.outcome.ranking} == set(trial.explanations)
        assert all(sentence.endswith(".") for sentence in trial.explanations.values())


def test_the_same_seed_is_the_same_trial(room: Room) -> None:
    rule = find_shipped_rule_year("general-approval")
    poll_id = draft_poll(room, "", "연습", draft_from_rule(rule, answers(rule))).poll_id
    definition = preview_definition(room, poll_id)
    assert try_definition(definition, 50, 7) == try_definition(definition, 50, 7)
    assert try_definition(definition, 50, 7).tally != try_definition(definition, 50, 8).tally


@pytest.mark.parametrize("voters", [0, -1, 5001])
def test_only_so_many_voters_can_be_imagined(room: Room, voters: int) -> None:
    with pytest.raises(RuleBroken, match="trial_voters"):
        try_rule(room, "general-approval", voters)


def test_what_could_not_be_made_ready_cannot_be_tried(room: Room) -> None:
    rule = find_shipped_rule_year("general-approval")
    with pytest.raises(RuleBroken, match="ceiling_missing"):
        preview_definition_of_draft(room, "한도액 없음", draft_from_rule(rule, {}))
