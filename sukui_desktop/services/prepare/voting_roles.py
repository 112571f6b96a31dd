"""Roles (역할), or the 구분 of people without one: which of them vote, as declared by the staff or as the words say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.electorate import is_member
from sukui_desktop.domain.facts.meeting import RoleDeclared
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import AttendanceRow, PersonRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import Reason


class RoleView(msgspec.Struct, frozen=True):
    """The people of one role, or of one 구분 without a role: the groups that 재적 names."""

    role: str
    """The role, of people without one the 구분; '' for people with neither."""
    votes: bool
    """That some of them count."""
    people: int
    """On the roster."""
    voting: int
    """Of these people: who counts in 재적 now; fewer than all where the 구분 of some names an observer."""
    walk_ins: int = 0
    """In the room and not on the roster."""
    is_role: bool = True
    """Somebody has this word as the role, not as the 구분 alone."""


def list_roles(room: Room) -> tuple[RoleView, ...]:
    """Return every role, and of people without one every 구분, that somebody on the roster or in the room has, the
    first of the roster first. The sum of `voting` is the 재적 of the meeting."""
    with room.reading() as tx:
        meeting = tx.list_rows(MeetingRow)[0]
        numbers = {row.person_id: row.number for row in tx.list_rows(PersonRow)}
        everybody = tx.list_rows(AttendanceRow)
    groups: dict[str, list[AttendanceRow]] = {}
    for row in sorted(everybody, key=lambda row: _roster_sort_key(numbers.get(row.person_id), row)):
        if row.is_enrolled or row.is_present:
            groups.setdefault(row.role or row.channel, []).append(row)
    return tuple(_make_role_view(meeting, word, rows) for word, rows in groups.items())


def _roster_sort_key(number: str | None, row: AttendanceRow) -> tuple[bool, int, str, str]:
    """Return the place of somebody: by number, whoever was erased last."""
    return number is None, len(number or ""), number or "", row.person_id


def _make_role_view(meeting: MeetingRow, word: str, rows: Sequence[AttendanceRow]) -> RoleView:
    members = [row for row in rows if is_member(meeting, row.role, row.channel)]
    return RoleView(
        role=word,
        votes=bool(members),
        people=sum(row.is_enrolled for row in rows),
        voting=sum(row.is_enrolled for row in members),
        walk_ins=sum(not row.is_enrolled for row in rows),
        is_role=any(row.role for row in rows),
    )


def declare_which_roles_vote(room: Room, votes: Mapping[str, bool], *, reason: Reason = "") -> Changes:
    """Declare for each of these roles (words of `list_roles`) whether its people vote; what was declared already is not
    recorded again.

    A vote that is closed keeps its base. `reason`: `require_allowed_after_closing`.
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
