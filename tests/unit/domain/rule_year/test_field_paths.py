"""A dotted path leads to one place of a rule, by fields, names and keys; what is put there leaves the rest alone."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from sukui_desktop.domain.rule_year.field_paths import read_value_at_path, with_value_at_path
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year

RULE = find_shipped_rule_year("seoul-2020")
PLACES = {
    "title": RULE.title,
    "question.max_picks": 10,
    "question.groups.광역협치형.max_picks": 3,
    "selection.allocations.광역제안형.amount": 30_000_000_000,
    "channels.basis": "ballots",
    "channels.channels.online.weight": "1/2",
}


@pytest.mark.parametrize(("field", "value"), PLACES.items())
def test_each_place_is_found(field: str, value: object) -> None:
    assert read_value_at_path(RULE, field) == value


@pytest.mark.parametrize("field", PLACES)
def test_what_is_put_somewhere_changes_that_place_alone(field: str) -> None:
    changed = with_value_at_path(RULE, field, "다른 값")
    assert {place: read_value_at_path(changed, place) for place in PLACES} == {**PLACES, field: "다른 값"}
    assert {place: read_value_at_path(RULE, place) for place in PLACES} == PLACES


def test_a_table_that_is_left_out_is_unset() -> None:
    assert read_value_at_path(RULE, "motion") is UNSET


def test_picks_are_both_limits() -> None:
    question = with_value_at_path(RULE, "question.picks", 4).question
    assert (question.min_picks, question.max_picks) == (4, 4)
    assert read_value_at_path(RULE, "question.picks") == 10
    group = with_value_at_path(RULE, "question.groups.광역협치형.picks", 1).question.groups[1]
    assert (group.name, group.min_picks, group.max_picks) == ("광역협치형", 1, 1)


@pytest.mark.parametrize(
    "field",
    [
        "",
        "question.max_pick",
        "question..max_picks",
        "question.max_picks.",
        "question.groups.구단위계획형.max_picks",
        "question.groups.0.max_picks",
        "channels.channels.survey.weight",
        "motion.base",
        "title.0",
        "selection.picks",
        "question.groups.광역협치형.name.x",
    ],
)
def test_a_path_that_leads_nowhere_is_an_error(field: str) -> None:
    with pytest.raises(KeyError):
        read_value_at_path(RULE, field)
    with pytest.raises(KeyError):
        with_value_at_path(RULE, field, 1)
