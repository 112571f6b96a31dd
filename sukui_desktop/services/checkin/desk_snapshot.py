"""What a check-in desk shows: roster, attendance and the polls that give slips, all of one moment."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.electorate import group_of_person
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import SlipRow, SlipState
from sukui_desktop.services.checkin.attendance import AttendanceCount, count_attendance_of_people
from sukui_desktop.services.checkin.people_search import PersonView, list_people
from sukui_desktop.services.checkin.slips import PollVoters, list_voters_of_polls
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.vote.poll_heads import PollHead, list_polls


class CheckinSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The roster, the attendance and the polls that give slips, all of one moment."""

    meeting: MeetingRow
    people: tuple[PersonView, ...]
    attendance: AttendanceCount
    polls: tuple[PollHead, ...]
    """Those that give slips now, in the order of the meeting."""
    voters: tuple[PollVoters, ...] = ()
    """Who may vote in them."""


def read_checkin_snapshot(room: Room) -> CheckinSnapshot:
    """Return everything that a check-in desk shows, in one go: a desk elsewhere asks once."""
    every_poll, meeting, people = list_polls(room), read_meeting(room), list_people(room)
    polls = tuple(view for view in every_poll if view.state in HAS_BOX)
    return CheckinSnapshot(
        meeting=meeting,
        people=people,
        attendance=count_attendance_of_people(
            meeting,
            [view.attendance for view in people],
            [view.state for view in every_poll],
            {view.person.person_id: group_of_person(view.person) for view in people},
        ),
        polls=polls,
        voters=list_voters_of_polls(room, [poll.poll_id for poll in polls]),
    )


def find_slip_of_poll(view: PersonView, poll_id: PollId) -> SlipRow | None:
    """Return what the record says of this person's slip in a poll, or None when none was ever given."""
    return next((slip for slip in view.slips if slip.poll_id == poll_id), None)


def holds_slip_of_poll(view: PersonView, poll_id: PollId) -> bool:
    """Return whether a slip of this poll is out with this person (given, neither returned nor spoiled)."""
    slip = find_slip_of_poll(view, poll_id)
    return slip is not None and slip.state == SlipState.ISSUED
