"""A template that makes no sense is refused by name, and the plan of the day adds up."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from sukui_desktop.assets.messages import error_text
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.meeting_kind_template import (
    Template,
    TemplateItem,
    iterate_template_items,
    planned_minutes,
    require_valid_template,
)
from sukui_desktop.domain.question.definition import Draft, Group
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.quorum import QuorumRule
from sukui_desktop.models.meeting import QuorumBase

AGENDA = (
    TemplateItem(title="개회", minutes=5),
    TemplateItem(
        title="심사",
        minutes=10,
        children=(TemplateItem(title="설명", minutes=20), TemplateItem(title="표결", minutes=25)),
    ),
    TemplateItem(title="폐회", minutes=5),
)
SOUND = Template(
    key="residents",
    title="주민총회",
    kind="residents",
    body_name="은행동 주민총회",
    host="은행동 주민자치회",
    place="",
    city="서울특별시",
    currency="KRW",
    channels=("주민",),
    roles=("주민", "진행자"),
    items=AGENDA,
    quorum=QuorumRule(base=QuorumBase.FIXED, fixed=30),
    draft=Draft(max_picks=2),
)


def test_a_sound_template_passes() -> None:
    require_valid_template(SOUND)


def test_the_agenda_is_walked_in_tree_order() -> None:
    assert [item.title for item in iterate_template_items(AGENDA)] == ["개회", "심사", "설명", "표결", "폐회"]


def test_the_minutes_of_the_day_are_the_sum_over_the_whole_tree() -> None:
    assert planned_minutes(SOUND) == 65


GROUPS = (Group(name="가", min_picks=0, max_picks=7), Group(name="나", min_picks=0, max_picks=3))


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("template_field", {"title": ""}),
        ("template_field", {"channels": ()}),
        ("template_field", {"items": ()}),
        ("template_field", {"items": (TemplateItem(title=" ", minutes=5),)}),
        ("template_kind", {"kind": "party"}),
        ("template_twice", {"channels": ("주민", "주민")}),
        ("template_twice", {"roles": ("서기", "진행자", "서기")}),
        ("template_minutes", {"items": (TemplateItem(title="개회", minutes=0),)}),
        ("template_limits", {"draft": Draft(max_picks=0)}),
        ("template_limits", {"draft": Draft(min_picks=3, max_picks=2)}),
        ("template_limits", {"draft": Draft(when_unaffordable="perhaps")}),  # type: ignore[arg-type]
        ("template_limits", {"draft": Draft(ceiling=-1)}),
        ("template_limits", {"draft": Draft(method=Method.RANKING)}),
        ("template_limits", {"draft": Draft(max_picks=10, groups=(GROUPS[0], GROUPS[0]))}),
        ("template_limits", {"draft": Draft(min_picks=11, max_picks=11, groups=GROUPS)}),
        (
            "template_limits",
            {"draft": Draft(max_picks=1, groups=(Group(name="가", min_picks=2, max_picks=2),))},
        ),
        ("quorum_rule", {"quorum": QuorumRule(base=QuorumBase.ENROLLED, numerator=3, denominator=2)}),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_code(code: str, change: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken) as refused:
        require_valid_template(msgspec.structs.replace(SOUND, **change))
    assert refused.value.code == code
    if code.startswith("template_"):
        sentence = error_text(code, **refused.value.facts)
        assert sentence.endswith("십시오.")


def test_an_agenda_deeper_than_a_meeting_may_have_is_refused() -> None:
    item = TemplateItem(title="4단계", minutes=1)
    for depth in (3, 2, 1):
        item = TemplateItem(title=f"{depth}단계", minutes=1, children=(item,))
    with pytest.raises(RuleBroken) as refused:
        require_valid_template(msgspec.structs.replace(SOUND, items=(item,)))
    assert refused.value.code == "template_depth"
    require_valid_template(msgspec.structs.replace(SOUND, items=item.children))


def test_groups_that_fit_the_whole_pass() -> None:
    require_valid_template(msgspec.structs.replace(SOUND, draft=Draft(max_picks=10, groups=GROUPS)))
