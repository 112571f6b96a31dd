"""Roles (역할): which of them vote, as the staff declared it or as their words say."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.electorate import is_member
from sukui_desktop.domain.facts.meeting import RoleDeclared
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import Reason


class RoleView(msgspec.Struct, frozen=True):
    """A role of the roster."""

    role: str
    """'' for people without one."""
    votes: bool
    people: int


def list_roles(room: Room) -> tuple[RoleView, ...]:
    """Return every role that somebody on the roster or a walk-in has, the first of the roster first.

    Where one role has people of several 구분 and one of those names an observer, it is shown as the first of them is.
    """
    with room.reading() as tx:
        meeting = tx.list_rows(MeetingRow)[0]
        people = sorted(tx.list_rows(PersonRow), key=lambda row: (len(row.number), row.number, row.person_id))
    counts: dict[str, int] = {}
    channels: dict[str, str] = {}
    for row in people:
        counts[row.role] = counts.get(row.role, 0) + 1
        channels.setdefault(row.role, row.channel)
    return tuple(RoleView(role, is_member(meeting, role, channels[role]), count) for role, count in counts.items())


def declare_roles(room: Room, votes: Mapping[str, bool], *, reason: Reason = "") -> Changes:
    """Declare for each of these roles whether its people vote; what was declared already is not recorded again.

    A vote that is closed keeps its base. `reason`: `require_correction_after_closing`.
    Raises RuleBroken correction_reason_missing after 폐회.
    """
    with room.writing(reason) as tx:
        meeting = tx.list_rows(MeetingRow)[0]
        facts = [
            (meeting.meeting_id, RoleDeclared(role=role, votes=is_voting))
            for role, is_voting in votes.items()
            if role not in (meeting.voting_roles if is_voting else meeting.observing_roles)
        ]
        return tx.append_facts(facts).changes
