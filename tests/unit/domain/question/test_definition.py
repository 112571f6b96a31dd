"""A definition has one byte form, and whatever differs shows in its hash."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.question.definition import (
    Definition,
    Group,
    Option,
    Question,
    SelectionRule,
    WhenUnaffordable,
    decode_definition,
    encode_definition,
    hash_definition,
)
from sukui_desktop.domain.question.marking import Method

OPTIONS = tuple(Option(code=f"P{n}", title=f"사업 {n}", cost=1000 + n, group="가" if n < 2 else "나") for n in range(4))
GROUPS = (Group(name="가", min_picks=0, max_picks=2), Group(name="나", min_picks=1, max_picks=2))
SOUND = Question(title="우선사업", method=Method.APPROVAL, options=OPTIONS, groups=GROUPS, min_picks=0, max_picks=3)
RULE = SelectionRule(when_unaffordable=WhenUnaffordable.SKIP, min_votes=0, ceiling=10_000)
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
