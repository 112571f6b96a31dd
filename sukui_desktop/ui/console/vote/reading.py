"""What the 투표 tab shows, read in one go: without it a poll and its turnout would be of two moments."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.agenda import ItemView
from sukui_desktop.domain.ids import PollId
from sukui_desktop.domain.poll import OPEN, PAUSED, READY
from sukui_desktop.domain.rows import MeetingRow, ProjectRow
from sukui_desktop.services.admit.admission import count_attendance
from sukui_desktop.services.admit.slips import slips_left
from sukui_desktop.services.prepare.agenda import list_items
from sukui_desktop.services.prepare.projects import list_projects
from sukui_desktop.services.room import Room, read_meeting
from sukui_desktop.services.vote.drafting import PollView, list_polls
from sukui_desktop.services.vote.polling import Turnout, needs_dealing, read_turnout

IS_LIVE = (READY, OPEN, PAUSED)
"""States in which a box is laid and slips are out."""


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """What moves while a poll is laid: never a result."""

    turnout: Turnout
    slips_left: int
    needs_dealing: bool


class VoteReading(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the tab shows, of one moment."""

    meeting: MeetingRow
    polls: tuple[PollView, ...]
    """In the order in which they were begun."""
    poll: PollView | None
    """The one that is shown; None when a new one is being drafted or there is none."""
    live: Live | None
    items: tuple[ItemView, ...]
    projects: tuple[ProjectRow, ...]
    """Those that stand on a ballot drafted now."""
    people: int
    """Enrolled people and walk-ins: how many may want a slip."""


def read_vote(room: Room, poll_id: PollId | None) -> VoteReading:
    """Read the tab with this poll shown (on the store queue); an unknown id shows none."""
    polls = list_polls(room)
    poll = next((view for view in polls if view.row.poll_id == poll_id), None)
    attendance = count_attendance(room)
    return VoteReading(
        meeting=read_meeting(room),
        polls=polls,
        poll=poll,
        live=read_live(room, poll.row.poll_id) if poll is not None and poll.row.state in IS_LIVE else None,
        items=list_items(room),
        projects=tuple(project for project in list_projects(room) if not project.is_withdrawn),
        people=attendance.enrolled + attendance.walk_ins,
    )


def read_live(room: Room, poll_id: PollId) -> Live:
    """Read turnout and slips of a laid poll (on the store queue).

    Raises RuleBroken poll_not_open.
    """
    return Live(
        turnout=read_turnout(room, poll_id),
        slips_left=slips_left(room, poll_id),
        needs_dealing=needs_dealing(room, poll_id),
    )
