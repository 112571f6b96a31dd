"""Entitlement settled before the vote: who of the roster would get no slip, two slips, or one of the wrong 구분."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from sukui_desktop.domain.electorate import PollElectorate, may_vote
from sukui_desktop.domain.joint_vote import can_be_known_elsewhere, identifying_texts
from sukui_desktop.domain.roster_matching import comparable_name
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import PersonRow


class EntitlementFault(StrEnum):
    """What is to be looked at of a person before the vote; its sentences are `vote.entitlement.<fault>`."""

    TWO_SLIPS = "two_slips"
    """Two lines of the roster seem to be one person, and both may vote."""
    CHANNEL_MISSING = "channel_missing"
    """Has no 구분 where the others have one."""
    CHANNEL_SPELLED_OTHERWISE = "channel_spelled_otherwise"
    """The 구분 is one of the meeting's but for blanks or signs: it would be counted apart."""
    CHANNEL_OF_ROLE = "channel_of_role"
    """The role is called as another 구분."""
    CHANNEL_OF_DISTRICT = "channel_of_district"
    """The 지역 is called as another 구분."""
    UNKNOWN_ELSEWHERE = "unknown_elsewhere"
    """Of a vote held at several places: neither birth nor telephone, so that no other place knows them again."""
    NO_VOTE_BY_CHANNEL = "no_vote_by_channel"
    """Gets no slip: the 구분 is none that votes in this poll."""
    NO_VOTE_BY_ROLE = "no_vote_by_role"
    """Gets no slip: the role has no vote."""


class EntitlementFinding(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the roster to be looked at, and why."""

    person_id: PersonId
    fault: EntitlementFault
    other_id: PersonId | None = None
    """The other line of the roster, where two seem to be one person."""
    expected: str = ""
    """The 구분 that role, 지역 or spelling point to."""


def find_entitlement_faults(
    meeting: MeetingRow, electorate: PollElectorate, people: Sequence[PersonRow], *, is_joint: bool
) -> tuple[EntitlementFinding, ...]:
    """Return everybody of the roster who would get no slip, two slips or the wrong 구분, those of one fault together in
    the order of the roster; somebody of two faults is there twice.

    `is_joint` says whether the vote is held at several places.
    """
    voting = [each for each in people if may_vote(meeting, electorate, each.role, each.channel)]
    found = [
        *_find_likely_doubles(voting),
        *_find_wrong_channels(meeting, electorate, voting),
        *_find_unknown_elsewhere(voting if is_joint else ()),
        *_find_people_without_vote(electorate, voting, people),
    ]
    order = list(EntitlementFault)
    return tuple(sorted(found, key=lambda finding: order.index(finding.fault)))


def _find_likely_doubles(voting: Iterable[PersonRow]) -> Iterable[EntitlementFinding]:
    by_name: dict[str, list[PersonRow]] = {}
    for person in voting:
        known = by_name.setdefault(comparable_name(person.name), [])
        other = next((each for each in known if may_be_one_person(each, person)), None)
        if other is not None:
            yield EntitlementFinding(
                person_id=person.person_id, fault=EntitlementFault.TWO_SLIPS, other_id=other.person_id
            )
        known.append(person)


def may_be_one_person(first: PersonRow, second: PersonRow) -> bool:
    """Return whether two lines of one name may be one person: the first of birth and telephone that both say is the
    same, or neither says either."""
    one, other = identifying_texts(first, ""), identifying_texts(second, "")
    for field in ("birth_mark", "phone_mark"):
        if getattr(one, field) and getattr(other, field):
            return bool(getattr(one, field) == getattr(other, field))
    return True


def _find_wrong_channels(
    meeting: MeetingRow, electorate: PollElectorate, voting: Sequence[PersonRow]
) -> Iterable[EntitlementFinding]:
    known = tuple(dict.fromkeys((*meeting.channels, *electorate.channels)))
    spelled = {_bare(channel): channel for channel in known}
    has_channels = bool(known) and any(person.channel for person in voting)
    for person in voting:
        if not person.channel:
            if has_channels:
                yield EntitlementFinding(person_id=person.person_id, fault=EntitlementFault.CHANNEL_MISSING)
            continue
        meant = spelled.get(_bare(person.channel), person.channel)
        if meant != person.channel and person.channel not in known:
            fault = EntitlementFault.CHANNEL_SPELLED_OTHERWISE
            yield EntitlementFinding(person_id=person.person_id, fault=fault, expected=meant)
        for fault, word in (
            (EntitlementFault.CHANNEL_OF_ROLE, person.role),
            (EntitlementFault.CHANNEL_OF_DISTRICT, person.district),
        ):
            pointed_to = spelled.get(_bare(word), "") if word else ""
            if pointed_to and pointed_to != meant:
                yield EntitlementFinding(person_id=person.person_id, fault=fault, expected=pointed_to)


def _bare(word: str) -> str:
    """Return a word without blanks and signs, for comparing."""
    return re.sub(r"[\W_]", "", word).casefold()


def _find_unknown_elsewhere(voting: Iterable[PersonRow]) -> Iterable[EntitlementFinding]:
    for person in voting:
        if not can_be_known_elsewhere(person):
            yield EntitlementFinding(person_id=person.person_id, fault=EntitlementFault.UNKNOWN_ELSEWHERE)


def _find_people_without_vote(
    electorate: PollElectorate, voting: Iterable[PersonRow], people: Iterable[PersonRow]
) -> Iterable[EntitlementFinding]:
    entitled = {person.person_id for person in voting}
    for person in people:
        if person.person_id not in entitled:
            is_by_channel = bool(electorate.channels) and person.channel not in electorate.channels
            fault = EntitlementFault.NO_VOTE_BY_CHANNEL if is_by_channel else EntitlementFault.NO_VOTE_BY_ROLE
            yield EntitlementFinding(person_id=person.person_id, fault=fault)
