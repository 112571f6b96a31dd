"""A shipped rule in a real meeting: drafted, frozen with its own meaning, voted by and decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import UNSET

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.file_import import ProjectDraft
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.question.definition import Definition, decode_definition, encode_definition
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.rule_year.rule_tables import Value
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import (
    RuleYear,
    draft_from_rule,
    money_parameters_without_value,
)
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.projects import accept_project_file
from sukui_desktop.services.prepare.roster import accept_roster_file
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year, list_shipped_rule_years
from sukui_desktop.services.vote.polls import draft_poll, open_poll, preview_definition, read_poll
from tests.builders import rooms

FIELDS = ("여성", "복지", "환경", "교통")


def project(place: int) -> ProjectDraft:
    """One of many projects that name everything a rule may ask of a project."""
    return ProjectDraft(
        code=f"P{place:03}",
        title=f"사업 {place}",
        cost=1_000_000 + place,
        currency="KRW",
        field=FIELDS[place % 4],
        group=("광역제안형", "광역협치형")[place % 2],
        district="관악구",
        kind="일반",
    )


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = rooms.make_room(tmp_path)
    accept_project_file(made, rooms.reading_of([project(place) for place in range(8)]), frozenset())
    accept_roster_file(made, rooms.reading_of(rooms.people(9)), frozenset())
    yield made
    close_meeting_and_boxes(made)


def answers(rule: RuleYear) -> dict[str, Value]:
    """Write in what must be, and give every field of the list its allocation."""
    written: dict[str, Value] = {opening.field: 5_000_000 for opening in money_parameters_without_value(rule, {})}
    of_the_list = {f"selection.allocations.{field}.amount" for field in FIELDS}
    return written | {opening.field: 5_000_000 for opening in rule.open if opening.field in of_the_list}


def frozen(room: Room, rule: RuleYear, written: dict[str, Value] | None = None) -> Definition:
    draft = draft_from_rule(rule, answers(rule) if written is None else written)
    return preview_definition(room, draft_poll(room, "", "표결", draft).poll_id)


@pytest.mark.parametrize("key", [rule.key for rule in list_shipped_rule_years() if rule.key != "seoul-2014"])
def test_every_shipped_rule_freezes_into_a_definition_that_says_all_of_it(room: Room, key: str) -> None:
    rule = find_shipped_rule_year(key)
    definition = frozen(room, rule)
    assert (definition.rule_key, definition.channels, definition.motion) == (key, rule.channels, rule.motion)
    assert definition.question.method == rule.question.method
    assert decode_definition(encode_definition(definition)) == definition
    if rule.question.method not in (Method.CHOICE, Method.OPINION):
        assert {option.code for option in definition.question.options} == {f"P{n:03}" for n in range(8)}


def test_168_of_560_can_be_frozen_only_where_there_are_so_many(room: Room) -> None:
    rule = find_shipped_rule_year("seoul-2014")
    with pytest.raises(RuleBroken):
        frozen(room, rule)
    accept_project_file(room, rooms.reading_of([project(place) for place in range(560)]), frozenset())
    question = frozen(room, rule).question
    assert (len(question.options), question.min_picks, question.max_picks) == (560, 168, 168)


def test_a_ceiling_that_nobody_wrote_is_missed_before_the_poll_is_ready(room: Room) -> None:
    for key in ("seoul-2015", "general-ranking"):
        with pytest.raises(RuleBroken, match="ceiling_missing"):
            frozen(room, find_shipped_rule_year(key), {})


def test_a_field_of_the_list_without_its_allocation_is_missed_before_the_poll_is_ready(room: Room) -> None:
    with pytest.raises(RuleBroken, match="allocation_unanswered") as told:
        frozen(
            room, find_shipped_rule_year("seoul-2020-deliberation"), {"selection.allocations.여성.amount": 5_000_000}
        )
    assert told.value.facts["names"] == "복지, 환경, 교통"


def test_kind_and_district_are_frozen_only_where_the_rule_goes_by_them(room: Room) -> None:
    (plain, limited) = (
        frozen(room, find_shipped_rule_year(key)).question.options[0] for key in ("daejeon", "seoul-proposal")
    )
    assert (plain.kind, plain.district) == (UNSET, UNSET)
    assert (limited.kind, limited.district) == ("일반", UNSET)


def test_the_projects_of_2015_stand_by_field_and_each_field_has_its_limit(room: Room) -> None:
    question = frozen(room, find_shipped_rule_year("seoul-2015")).question
    assert [(group.name, group.max_picks) for group in question.groups] == [(field, 1) for field in FIELDS]
    assert [option.group for option in question.options] == [field for field in FIELDS for _ in range(2)]


def decide(room: Room, key: str, ballots: list[Answer], written: dict[str, Value]) -> Outcome:
    """Hold a vote by a shipped rule from the draft to the list."""
    draft = draft_from_rule(find_shipped_rule_year(key), written)
    poll_id = rooms.ready_poll(room, draft)
    open_poll(room, poll_id)
    for token, ballot in zip(rooms.admit_with_slips(room, poll_id, len(ballots)), ballots, strict=True):
        rooms.vote(room, poll_id, token, ballot)
    rooms.bring_to(room, poll_id, "selected")
    outcome = read_poll(room, poll_id).outcome
    assert outcome is not None
    return outcome


def test_a_dong_votes_with_three_picks_for_eight_items(room: Room) -> None:
    ballots = [Answer((0, 1, 2)), Answer((1, 2)), Answer((2,)), Answer()]
    outcome = decide(room, "dong-meeting", ballots, {"selection.ceiling": 2_000_010})
    assert outcome.selected == ("P002", "P001")
    assert [ranked.votes for ranked in outcome.ranking[:3]] == [3, 2, 1]


def test_a_dong_plan_is_ordered_by_the_points_of_places(room: Room) -> None:
    ballots = [Answer((3, 0, 7)), Answer((3, 7)), Answer((0, 3))]
    outcome = decide(room, "seoul-dong-plan", ballots, {"selection.ceiling": 2_000_100})
    # 5 + 5 + 4 for P003, 4 + 5 for P000, 3 + 4 for P007.
    assert [(ranked.code, ranked.score) for ranked in outcome.ranking[:3]] == [
        ("P003", "14/1"),
        ("P000", "9/1"),
        ("P007", "7/1"),
    ]
    assert outcome.selected == ("P003", "P000")


def test_a_forum_is_opened_by_more_than_half_of_those_in_the_room(room: Room) -> None:
    three_of_five = [Answer((0,))] * 3 + [Answer((1,))] + [Answer((2,))]
    passed = decide(room, "seoul-public-forum", three_of_five, {}).motion_result
    assert passed
    assert (passed.is_passed, passed.base_count, passed.needed) == (True, 5, 3)


def test_a_draft_keeps_everything_a_rule_gave_it(room: Room) -> None:
    for rule in list_shipped_rule_years():
        draft = draft_from_rule(rule, answers(rule))
        assert read_poll(room, draft_poll(room, "", "표결", draft).poll_id).draft == draft
