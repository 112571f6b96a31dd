"""The state of a meeting, read in one go."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import msgspec

from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import PollState
from sukui_desktop.models.station import StationRole
from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.checkin.attendance import AttendanceCount, count_attendance
from sukui_desktop.services.checkin.slips import find_polls_all_have_slips_of
from sukui_desktop.services.checkin.voter_turns import read_turn_snapshot
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.prepare.projects import list_projects
from sukui_desktop.services.stations.station_list import list_stations
from sukui_desktop.services.vote.lost_slips import has_lost_unissued_slips, is_box_elsewhere
from sukui_desktop.services.vote.poll_heads import PollHead, list_polls

SHOWN_TABLES = (
    *("meeting", "person", "attendance", "item", "poll", "project", "channel"),
    *("poll_count", "confirmation", "challenge", "slip", "station"),
)
"""Row types after whose change a situation is read again."""
_MOST_AT_ONE_SCREEN = 100
"""People, at three minutes each: more take longer than a meeting at one screen."""


class ConsoleSnapshot(msgspec.Struct, frozen=True):
    """What the strip and the next step are made from."""

    meeting: MeetingRow
    attendance: AttendanceCount
    items: tuple[ItemView, ...]
    polls: tuple[PollHead, ...]
    project_count: int
    missing_channels: dict[str, tuple[str, ...]] = {}
    """Names of the channels that polls about to be selected still wait for, by poll."""
    lost_slips: frozenset[str] = frozenset()
    """Polls whose slips were lost as the program ended and were not made again."""
    boxes_elsewhere: frozenset[str] = frozenset()
    """Polls that take ballots whose box is not on this machine: it may take the hub's place."""
    all_have_slips: frozenset[str] = frozenset()
    """Open polls in which everybody in the room who may vote was given a slip."""
    obstacles: dict[str, str] = {}
    """Code of what 확정 of a counted poll would be refused for, by poll."""
    voters_left: dict[str, int] = {}
    """How many people may still begin to vote, by open poll; of a room that votes at kiosks of its own, or is too large
    for one screen, none is told."""


def read_console_snapshot(room: Room) -> ConsoleSnapshot:
    """Read, on the store queue, everything the frame shows of a meeting."""
    polls, attendance = list_polls(room), count_attendance(room)
    meeting = read_meeting(room)
    return ConsoleSnapshot(
        meeting=meeting,
        attendance=attendance,
        items=list_items(room),
        polls=polls,
        project_count=sum(not project.is_withdrawn for project in list_projects(room)),
        lost_slips=frozenset(
            view.poll_id
            for view in polls
            if view.state in (PollState.READY, PollState.OPEN) and _has_lost_slips(room, view.poll_id)
        ),
        boxes_elsewhere=frozenset(view.poll_id for view in polls if is_box_elsewhere(room, view.poll_id)),
        all_have_slips=find_polls_all_have_slips_of(
            room, [view.poll_id for view in polls if view.state == PollState.OPEN]
        ),
        missing_channels={
            view.poll_id: _names_of_missing_channels(room, view.poll_id)
            for view in polls
            if view.state == PollState.CHALLENGED
        },
        obstacles={
            view.poll_id: _find_obstacle_to_certifying(room, view.poll_id)
            for view in polls
            if view.state in (PollState.COUNTED, PollState.CHALLENGED, PollState.SELECTED)
        },
        voters_left=_count_voters_left(room, meeting, polls, attendance),
    )


def _count_voters_left(
    room: Room, meeting: MeetingRow, polls: Sequence[PollHead], attendance: AttendanceCount
) -> dict[str, int]:
    open_polls = [view.poll_id for view in polls if view.state == PollState.OPEN]
    is_small = meeting.is_practice or attendance.present <= _MOST_AT_ONE_SCREEN
    if not open_polls or not is_small or _has_kiosks(room):
        return {}
    return {poll_id: len(read_turn_snapshot(room, poll_id).waiting) for poll_id in open_polls}


def _has_lost_slips(room: Room, poll_id: PollId) -> bool:
    """Return whether slips have to be made again; False where the box cannot be opened now, which the poll says."""
    with suppress(SukuiError):
        return has_lost_unissued_slips(room, poll_id)
    return False


def _names_of_missing_channels(room: Room, poll_id: PollId) -> tuple[str, ...]:
    """Return which channels a poll still waits for; what reads their results is loaded only where a poll has them."""
    from sukui_desktop.services.vote.channel_results import list_channels, names_of_missing_channels

    return names_of_missing_channels(list_channels(room, poll_id))


def _find_obstacle_to_certifying(room: Room, poll_id: PollId) -> str:
    """Ask by what a counted poll is held up; what counts and selects is loaded only where there is one."""
    from sukui_desktop.services.vote.selection_and_certification import find_certification_obstacle

    return find_certification_obstacle(room, poll_id)


def _has_kiosks(room: Room) -> bool:
    return any(row.role == StationRole.KIOSK and not row.revoked_at_ms for row in list_stations(room))
