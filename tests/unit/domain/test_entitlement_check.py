"""Who of a roster would get no slip, two slips or the wrong 구분: each is named, nobody else is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.electorate import ALL_MEMBERS, PollElectorate, may_vote
from sukui_desktop.domain.entitlement_check import EntitlementFault, find_entitlement_faults, may_be_one_person
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import PersonRow
from tests.builders.blank_rows import blank

MEETING: MeetingRow = blank(MeetingRow, channels=("주민", "위원"))
FAULT = EntitlementFault


def person(number: int, **fields: Any) -> PersonRow:
    said = {"name": f"사람{number}", "channel": "주민", "role": "주민", "phone_last4": f"{number:04}"} | fields
    return blank(PersonRow, person_id=PersonId(f"p{number}"), number=str(number), **said)


def faults(
    *people: PersonRow, electorate: PollElectorate = ALL_MEMBERS, is_joint: bool = False
) -> list[tuple[str, EntitlementFault]]:
    found = find_entitlement_faults(MEETING, electorate, people, is_joint=is_joint)
    return [(finding.person_id, finding.fault) for finding in found]


def test_a_roster_that_is_right_has_nobody_to_look_at() -> None:
    assert faults(person(1), person(2), person(3, name="사람1")) == []


@pytest.mark.parametrize(
    ("second", "is_one"),
    [
        ({"birth": "1960-03-05", "phone_last4": "9999"}, True),
        ({"birth": "60.3.5.", "phone_last4": ""}, True),
        ({"birth": "1961-03-05", "phone_last4": "0001"}, False),
        ({"birth": "", "phone_last4": "0001"}, True),
        ({"birth": "", "phone_last4": "0002"}, False),
        ({"birth": "", "phone_last4": ""}, True),
    ],
)
def test_two_lines_of_one_name_are_one_person_unless_birth_or_telephone_tells(
    second: dict[str, str], is_one: bool
) -> None:
    one, other = person(1, name="김영수", birth="1960년 3월 5일"), person(2, name="김 영수 위원", **second)
    assert may_be_one_person(one, other) is is_one
    assert faults(one, other) == ([("p2", FAULT.TWO_SLIPS)] if is_one else [])


def test_a_double_that_may_not_vote_gets_no_two_slips() -> None:
    found = faults(person(1, name="김영수", phone_last4=""), person(2, name="김영수", role="참관인", phone_last4=""))
    assert found == [("p2", FAULT.NO_VOTE_BY_ROLE)]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"channel": ""}, FAULT.CHANNEL_MISSING),
        ({"channel": "주 민"}, FAULT.CHANNEL_SPELLED_OTHERWISE),
        ({"role": "위원"}, FAULT.CHANNEL_OF_ROLE),
        ({"district": "위원"}, FAULT.CHANNEL_OF_DISTRICT),
        ({"role": "참관인"}, FAULT.NO_VOTE_BY_ROLE),
    ],
)
def test_each_fault_is_named(fields: dict[str, str], fault: EntitlementFault) -> None:
    assert faults(person(1), person(2, **fields)) == [("p2", fault)]


def test_who_stands_outside_the_electorate_gets_no_slip() -> None:
    only = PollElectorate(channels=("위원",))
    assert faults(person(1), person(2, channel="위원", role=""), electorate=only) == [("p1", FAULT.NO_VOTE_BY_CHANNEL)]


def test_who_has_neither_birth_nor_telephone_is_unknown_elsewhere_in_a_joint_vote_alone() -> None:
    nobody_knows = person(1, phone_last4="", birth="")
    assert faults(nobody_knows) == []
    assert faults(nobody_knows, is_joint=True) == [("p1", FAULT.UNKNOWN_ELSEWHERE)]


ROLES = st.sampled_from(("주민", "위원", "참관인", "서기", ""))
CHANNELS = st.sampled_from(("주민", "위원", "주 민", "기타", ""))


@given(st.lists(st.tuples(ROLES, CHANNELS), max_size=8), st.sampled_from(((), ("위원",), ("주민", "위원"))))
def test_everybody_without_a_slip_is_listed_once_and_nobody_else(
    said: list[tuple[str, str]], channels: tuple[str, ...]
) -> None:
    people = [person(at, role=role, channel=channel) for at, (role, channel) in enumerate(said)]
    electorate = PollElectorate(channels=channels)
    found = [who for who, fault in faults(*people, electorate=electorate) if fault.startswith("no_vote")]
    assert sorted(found) == sorted(
        each.person_id for each in people if not may_vote(MEETING, electorate, each.role, each.channel)
    )
