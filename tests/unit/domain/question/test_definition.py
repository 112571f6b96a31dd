"""A definition has one byte form, and whatever differs shows in its hash."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest
from msgspec import ValidationError
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
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.question.selection_steps import SelectionSteps

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


@pytest.mark.parametrize(
    ("part", "word"),
    [
        (("question", "method"), "dice"),
        (("rule", "when_unaffordable"), "borrow"),
        (("rule", "further", "boundary"), "over"),
        (("motion", "base"), "everybody"),
    ],
)
def test_a_word_that_no_definition_can_hold_is_not_read(part: tuple[str, ...], word: str) -> None:
    definition = replace(
        DEFINITION, motion=Motion(), rule=replace(DEFINITION.rule, extra_steps=SelectionSteps(shortlist="13/10"))
    )
    plain = cbor2.loads(encode_definition(definition))
    table = plain
    for name in part[:-1]:
        table = table[name]
    table[part[-1]] = word
    with pytest.raises(ValidationError, match="Invalid enum value"):
        decode_definition(cbor2.dumps(plain, canonical=True))
