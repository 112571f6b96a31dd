"""A definition has one byte form, and a question nobody could answer is refused by name."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.definition import (
    MAX_OPTIONS,
    Definition,
    Group,
    Option,
    Question,
    SelectionRule,
    check_question,
    decode_definition,
    encode_definition,
    hash_definition,
)
from sukui_desktop.domain.errors import RuleBroken

OPTIONS = tuple(Option(code=f"P{n}", title=f"사업 {n}", cost=1000 + n, group="가" if n < 2 else "나") for n in range(4))
GROUPS = (Group(name="가", min_picks=0, max_picks=2), Group(name="나", min_picks=1, max_picks=2))
SOUND = Question(title="우선사업", method="approval", options=OPTIONS, groups=GROUPS, min_picks=0, max_picks=3)
RULE = SelectionRule(when_unaffordable="skip", min_votes=0, ceiling=10_000)
DEFINITION = Definition(
    format=1,
    city="seoul",
    meeting_id="m",
    poll_id="p",
    is_practice=False,
    title="우선사업",
    currency="KRW",
    question=SOUND,
    rule=RULE,
)


def test_a_sound_question_passes() -> None:
    check_question(SOUND)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("method_unknown", {"method": "dice"}),
        ("no_options", {"options": ()}),
        ("option_twice", {"options": (*OPTIONS, OPTIONS[0])}),
        ("limits_crossed", {"min_picks": 4, "max_picks": 3}),
        ("limits_crossed", {"min_picks": -1}),
        ("limits_crossed", {"max_picks": 0}),
        ("group_unknown", {"groups": GROUPS[:1]}),
        ("group_limits", {"groups": (replace(GROUPS[0], min_picks=3, max_picks=3), GROUPS[1])}),
        ("group_limits", {"groups": (replace(GROUPS[0], min_picks=2, max_picks=1), GROUPS[1])}),
        ("group_limits", {"groups": (replace(GROUPS[0], min_picks=-1), GROUPS[1])}),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(code: str, change: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_question(replace(SOUND, **change))
    assert refused.value.code == code


def test_the_most_options_are_taken_and_one_more_is_refused() -> None:
    options = tuple(Option(code=str(n), title="", cost=1) for n in range(MAX_OPTIONS + 1))
    most = replace(SOUND, options=options[:-1], groups=())
    check_question(most)
    with pytest.raises(RuleBroken) as refused:
        check_question(replace(most, options=options))
    assert refused.value.code == "too_many_options"
    assert refused.value.facts == {"count": MAX_OPTIONS + 1, "most": MAX_OPTIONS}


def test_a_definition_comes_back_as_it_went_out() -> None:
    data = encode_definition(DEFINITION)
    assert decode_definition(data) == DEFINITION
    assert encode_definition(decode_definition(data)) == data


@pytest.mark.parametrize(
    "change",
    [{"is_practice": True}, {"poll_id": "q"}, {"meeting_id": "n"}, {"title": "다른 제목"}, {"currency": "EUR"}],
)
def test_whatever_differs_shows_in_the_hash(change: dict[str, Any]) -> None:
    other = replace(DEFINITION, **change)
    assert hash_definition(encode_definition(other)) != hash_definition(encode_definition(DEFINITION))
