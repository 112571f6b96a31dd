"""A draft and projects make a question: sizes, groups of fields, choices, and no more of a project than is needed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.question_from_draft import question_from_draft, selection_rule_from_draft
from sukui_desktop.domain.question.definition import (
    Draft,
    EachGroup,
    Group,
    Option,
    SelectionRule,
    Sizing,
    WhenUnaffordable,
)
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method
from sukui_desktop.domain.question.selection_steps import AllocateBy, Allocation, CostLimit, SelectionSteps


def option(code: str, *, field: str = "", group: str = "", district: str = "", kind: str = "") -> Option:
    return Option(code=code, title=code, cost=1, field=field, group=group, district=district, kind=kind)


FIVE = tuple(option(code) for code in "가나다라마")


def test_a_plain_draft_asks_its_projects_in_their_order() -> None:
    question = question_from_draft(Draft(min_picks=1, max_picks=3, allows_blank=False), "표결", FIVE)
    assert [each.code for each in question.options] == list("가나다라마")
    assert (question.title, question.method, question.min_picks, question.max_picks) == ("표결", "approval", 1, 3)
    assert (question.allows_blank, question.groups, question.marks) == (False, (), UNSET)


def test_a_limit_above_the_number_of_projects_says_all_of_them() -> None:
    assert question_from_draft(Draft(max_picks=4096), "표결", FIVE).max_picks == 5


def test_no_projects_leave_the_limit_as_it_is_for_the_check_that_follows() -> None:
    question = question_from_draft(Draft(max_picks=7), "표결", ())
    assert (question.max_picks, question.options) == (7, ())


@given(st.integers(1, 30))
def test_the_first_size_that_holds_counts(count: int) -> None:
    sizing = (
        Sizing(up_to=5, min_picks=1, max_picks=2),
        Sizing(up_to=10, min_picks=2, max_picks=3),
        Sizing(up_to=0, min_picks=3, max_picks=4),
    )
    question = question_from_draft(Draft(sizing=sizing), "표결", [option(str(place)) for place in range(count)])
    expected = 2 if count <= 5 else 3 if count <= 10 else 4
    assert question.max_picks == min(expected, count)
    assert question.min_picks == expected - 1


def test_a_number_of_projects_that_no_size_speaks_of_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        question_from_draft(Draft(sizing=(Sizing(up_to=4, min_picks=1, max_picks=2),)), "표결", FIVE)
    assert (refused.value.code, refused.value.facts) == ("rule_size_missing", {"count": 5})


@pytest.mark.parametrize("by", ["field", "district", "group"])
def test_each_field_district_or_group_becomes_a_group_in_the_order_of_the_projects(by: AllocateBy) -> None:
    names = ["환경", "교육", "환경", "복지", "교육"]
    options = [option(str(place), **{by: name}) for place, name in enumerate(names)]
    question = question_from_draft(
        Draft(max_picks=3, each_group=EachGroup(by=by, min_picks=0, max_picks=1)), "표결", options
    )
    assert [group.name for group in question.groups] == ["환경", "교육", "복지"]
    assert {(group.min_picks, group.max_picks) for group in question.groups} == {(0, 1)}
    assert [each.code for each in question.options] == ["0", "2", "1", "4", "3"]
    assert [each.group for each in question.options] == ["환경", "환경", "교육", "교육", "복지"]


@pytest.mark.parametrize("by", ["field", "district", "group"])
def test_a_project_that_names_none_cannot_be_grouped(by: AllocateBy) -> None:
    draft = Draft(each_group=EachGroup(by=by, min_picks=0, max_picks=1))
    with pytest.raises(RuleBroken) as refused:
        question_from_draft(draft, "표결", [option("가", **{by: "환경"}), option("나")])
    assert (refused.value.code, refused.value.facts) == ("rule_group_missing", {"option": "나", "by": by})


def test_an_option_whose_district_was_never_set_names_none() -> None:
    bare = Option(code="가", title="가", cost=1)
    with pytest.raises(RuleBroken, match="rule_group_missing"):
        question_from_draft(
            Draft(each_group=EachGroup(by=AllocateBy.DISTRICT, min_picks=0, max_picks=1)), "표결", [bare]
        )


def test_groups_stand_in_their_order_and_a_stranger_comes_last() -> None:
    groups = (Group(name="나", min_picks=0, max_picks=1), Group(name="가", min_picks=0, max_picks=1))
    options = [option("1", group="다"), option("2", group="가"), option("3", group="나"), option("4", group="가")]
    question = question_from_draft(Draft(groups=groups), "표결", options)
    assert [each.code for each in question.options] == ["3", "2", "4", "1"]
    assert question.groups == groups


def test_a_project_is_asked_with_its_district_and_kind_only_where_the_rule_goes_by_them() -> None:
    full = option("가", district="관악구", kind="행사성·프로그램", field="교육")
    limit, by_kind = CostLimit(below=9), CostLimit(below=3, kind="행사성·프로그램")
    shares = (Allocation(name="관악구", amount=5),)
    cases = [
        (Draft(), UNSET, UNSET),
        (Draft(extra_steps=SelectionSteps(cost_limits=(limit,))), UNSET, UNSET),
        (Draft(extra_steps=SelectionSteps(cost_limits=(limit, by_kind))), UNSET, "행사성·프로그램"),
        (Draft(extra_steps=SelectionSteps(allocate_by=AllocateBy.DISTRICT, allocations=shares)), "관악구", UNSET),
        (Draft(extra_steps=SelectionSteps(allocate_by=AllocateBy.FIELD, allocations=shares)), UNSET, UNSET),
    ]
    for draft, district, kind in cases:
        (asked,) = question_from_draft(draft, "표결", [full]).options
        assert (asked.district, asked.kind, asked.field) == (district, kind, "교육")


def test_a_choice_offers_its_words_and_not_the_projects() -> None:
    draft = Draft(method=Method.CHOICE, min_picks=1, max_picks=1, choices=("찬성", "반대", "기권"))
    question = question_from_draft(draft, "공론장", FIVE)
    assert [(each.code, each.title, each.cost) for each in question.options] == [
        ("1", "찬성", 0),
        ("2", "반대", 0),
        ("3", "기권", 0),
    ]
    assert (question.min_picks, question.max_picks, question.groups) == (1, 1, ())


def test_an_opinion_offers_nothing() -> None:
    draft = Draft(method=Method.OPINION, max_picks=1, marks=Marking(text_bytes=60))
    question = question_from_draft(draft, "토론", FIVE)
    assert (question.options, question.max_picks, question.marking.text_bytes) == ((), 1, 60)


def test_a_ranking_has_the_points_of_the_places_that_can_be_filled() -> None:
    draft = Draft(
        method=Method.RANKING,
        max_picks=7,
        marks=Marking(place_points=(7, 6, 5, 4, 3, 2, 1), invalidity=Invalidity.MARK),
    )
    question = question_from_draft(draft, "순위", FIVE)
    assert (question.max_picks, question.marking.place_points) == (5, (7, 6, 5, 4, 3))
    assert question.marking.invalidity == "mark"


def test_the_selection_rule_is_that_of_the_draft() -> None:
    extra_steps = SelectionSteps(min_share="1/10")
    assert selection_rule_from_draft(
        Draft(when_unaffordable=WhenUnaffordable.STOP, min_votes=3, ceiling=9, extra_steps=extra_steps)
    ) == SelectionRule(when_unaffordable=WhenUnaffordable.STOP, min_votes=3, ceiling=9, extra_steps=extra_steps)
    assert selection_rule_from_draft(Draft(ceiling=9)).extra_steps is UNSET
