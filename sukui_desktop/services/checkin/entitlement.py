"""Entitlement settled before a vote: everybody of the roster who would get no slip, two slips or the wrong 구분."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.entitlement_check import EntitlementFinding, find_entitlement_faults
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.joint_vote import JointVoteRow
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.wording.people_names import names_on_screens


class EntitlementLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to be looked at before the vote."""

    finding: EntitlementFinding
    name: str
    """As on screens: namesakes told apart."""
    number: str
    role: str
    channel: str
    other_name: str
    """Of the other line of the roster, '' where there is none."""
    other_number: str


class EntitlementCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What the check of a roster found."""

    lines: tuple[EntitlementLine, ...]
    """Those of one fault together."""
    people: int
    """On the roster."""


def check_entitlement(room: Room, poll_id: PollId) -> EntitlementCheck:
    """Return everybody of the roster who would get no slip for a poll, two slips, or one of the wrong 구분.

    Raises NotFound poll_unknown, RuleBroken poll_not_ready where the definition is not frozen yet.
    """
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
        if not poll.definition:
            raise RuleBroken("poll_not_ready", title=poll.title)
        people, meeting = tx.list_rows(PersonRow), tx.list_rows(MeetingRow)[0]
        is_joint = tx.find_row(JointVoteRow, poll_id) is not None
    rows = sorted(people, key=lambda row: (row.number.zfill(8), row.person_id))
    electorate = decode_definition(poll.definition).poll_electorate
    names, by_id = names_on_screens(people), {row.person_id: row for row in people}
    lines = []
    for finding in find_entitlement_faults(meeting, electorate, rows, is_joint=is_joint):
        person, other = by_id[finding.person_id], by_id.get(finding.other_id) if finding.other_id else None
        lines.append(
            EntitlementLine(
                finding=finding,
                name=names[finding.person_id],
                number=person.number,
                role=person.role,
                channel=person.channel,
                other_name=names[other.person_id] if other is not None else "",
                other_number=other.number if other is not None else "",
            )
        )
    return EntitlementCheck(lines=tuple(lines), people=len(rows))
