"""The state of a meeting, read in one go."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.checkin.attendance import AttendanceCount, count_attendance
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.prepare.projects import list_projects
from sukui_desktop.services.vote.channel_results import list_channels, names_of_missing_channels
from sukui_desktop.services.vote.polls import PollHead, list_polls

SHOWN_TABLES = (
    *("meeting", "person", "attendance", "item", "poll", "project", "channel"),
    *("poll_count", "confirmation", "challenge"),
)
"""Row types after whose change a situation is read again."""


class ConsoleSnapshot(msgspec.Struct, frozen=True):
    """What the strip and the next step are made from."""

    meeting: MeetingRow
    attendance: AttendanceCount
    items: tuple[ItemView, ...]
    polls: tuple[PollHead, ...]
    project_count: int
    missing_channels: dict[str, tuple[str, ...]] = {}
    """Names of the channels that polls about to be selected still wait for, by poll."""
    obstacles: dict[str, str] = {}
    """Code of what 확정 of a counted poll would be refused for, by poll."""


def read_console_snapshot(room: Room) -> ConsoleSnapshot:
    """Read, on the store queue, everything the frame shows of a meeting."""
    polls = list_polls(room)
    return ConsoleSnapshot(
        meeting=read_meeting(room),
        attendance=count_attendance(room),
        items=list_items(room),
        polls=polls,
        project_count=sum(not project.is_withdrawn for project in list_projects(room)),
        missing_channels={
            view.poll_id: names_of_missing_channels(list_channels(room, view.poll_id))
            for view in polls
            if view.state == PollState.CHALLENGED
        },
        obstacles={
            view.poll_id: _find_obstacle_to_certifying(room, view.poll_id)
            for view in polls
            if view.state in (PollState.COUNTED, PollState.CHALLENGED, PollState.SELECTED)
        },
    )


def _find_obstacle_to_certifying(room: Room, poll_id: PollId) -> str:
    """Ask by what a counted poll is held up; what counts and selects is loaded only where there is one."""
    from sukui_desktop.services.vote.selection_and_certification import find_certification_obstacle

    return find_certification_obstacle(room, poll_id)
