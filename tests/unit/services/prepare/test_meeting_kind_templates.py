"""The four kinds of meeting that are shipped, as the Plan describes them."""

from __future__ import annotations

import tomllib

import msgspec
import pytest

from sukui_desktop.assets.messages import error_text
from sukui_desktop.assets.resources import read_resource, resource_path
from sukui_desktop.domain.errors import NotFound
from sukui_desktop.domain.meeting_kind_template import (
    KINDS,
    Template,
    iterate_template_items,
    planned_minutes,
    require_valid_template,
)
from sukui_desktop.domain.methods.question_validation import require_answerable_question
from sukui_desktop.domain.question.definition import Option, Question
from sukui_desktop.domain.quorum import people_needed_for_quorum
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.services.prepare.meeting_kind_templates import find_template, list_templates


def test_the_four_kinds_are_offered_in_a_fixed_order() -> None:
    assert [template.key for template in list_templates()] == list(KINDS)
    assert [template.title for template in list_templates()] == [
        "숙의예산시민회 회차 회의",
        "민관예산협의회 심사회의",
        "시민참여예산 한마당 총회",
        "주민총회",
    ]


@pytest.mark.parametrize("key", KINDS)
def test_each_template_makes_sense(key: str) -> None:
    template = find_template(key)
    require_valid_template(template)
    assert template.kind == key
    assert template.currency == "KRW"
    assert template.city.isascii()
    assert template.city == template.city.lower()
    assert 60 <= planned_minutes(template) <= 240


@pytest.mark.parametrize("key", KINDS)
def test_a_day_opens_closes_and_votes(key: str) -> None:
    titles = [item.title for item in iterate_template_items(find_template(key).items)]
    assert titles[0].startswith("개회")
    assert "폐회" in titles[-1]
    assert any("표결" in title or "투표" in title for title in titles)


@pytest.mark.parametrize("key", KINDS)
def test_every_text_of_a_template_is_tidy(key: str) -> None:
    template = find_template(key)
    texts = [template.title, template.body_name, template.host, template.place, *template.channels, *template.roles]
    texts += [text for item in iterate_template_items(template.items) for text in (item.title, item.presenter)]
    assert [text for text in texts if clean_text(text) != text] == []


@pytest.mark.parametrize("key", KINDS)
def test_the_people_who_run_the_room_have_roles(key: str) -> None:
    assert {"진행자", "서기", "접수", "참관인", "주관부서"} <= set(find_template(key).roles)


def test_the_general_assembly_votes_seven_and_three() -> None:
    draft = find_template("general_assembly").draft
    assert [(group.name, group.max_picks) for group in draft.groups] == [("광역제안형", 7), ("광역협치형", 3)]
    assert draft.max_picks == 10
    options = [Option(code=f"{i}", title=f"{i}", cost=1, group=draft.groups[i % 2].name) for i in range(97)]
    require_answerable_question(
        Question(
            title="x",
            method=draft.method,
            options=tuple(options),
            groups=draft.groups,
            min_picks=draft.min_picks,
            max_picks=draft.max_picks,
        )
    )


def test_the_first_item_that_says_vote_is_the_one_on_which_the_room_votes() -> None:
    titles = [item.title for item in iterate_template_items(find_template("general_assembly").items)]
    assert next(title for title in titles if "투표" in title) == "현장 전자투표"


def test_the_ceiling_of_the_general_assembly_is_the_two_pools_of_the_plan() -> None:
    assert find_template("general_assembly").draft.ceiling == 30_000_000_000 + 10_000_000_000


def test_residents_have_two_picks_and_a_quorum_in_people() -> None:
    template = find_template("residents")
    assert template.draft.max_picks == 2
    assert people_needed_for_quorum(template.quorum, enrolled=0) == template.quorum.fixed > 0


@pytest.mark.parametrize("key", ["deliberation", "council", "general_assembly"])
def test_bodies_with_members_need_more_than_half_of_them(key: str) -> None:
    assert people_needed_for_quorum(find_template(key).quorum, enrolled=56) == 29


def test_an_unknown_template_is_named_with_the_ones_there_are() -> None:
    with pytest.raises(NotFound) as refused:
        find_template("wedding")
    assert refused.value.code == "template_unknown"
    assert "general_assembly" in error_text("template_unknown", **refused.value.facts)


def test_a_misspelt_key_in_a_template_file_is_not_passed_over() -> None:
    table = tomllib.loads(read_resource("templates/residents.toml").decode("utf-8"))
    table["chanels"] = ["주민"]
    with pytest.raises(msgspec.ValidationError, match="chanels"):
        msgspec.convert(table, Template)


def test_no_template_file_is_left_out() -> None:
    files = {path.stem for path in resource_path("templates").glob("*.toml")} - {"columns"}
    assert files == set(KINDS)
