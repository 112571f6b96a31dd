"""The meeting that was last open on this machine: which it is, at which step it is opened, how the clock stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from sukui_desktop.domain.clock_check import ClockCheck, compare_clock_with_record
from sukui_desktop.domain.facts.poll import PollDrafted, PollEdited, PollItemChosen
from sukui_desktop.domain.meeting_step import RUNNING, TO_BE_ENDED, MeetingStep, find_step_of_meeting
from sukui_desktop.models.meeting import KnownMeeting, MeetingRow, MeetingStage
from sukui_desktop.models.people import AttendanceRow
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.services.opened_meeting import Context, Room
from sukui_desktop.storage.station_folder import RememberedPath

_DRAFTING = frozenset({PollDrafted.KIND, PollEdited.KIND, PollItemChosen.KIND})


class StepAtOpening(msgspec.Struct, frozen=True):
    """What people find when a meeting is opened."""

    step: MeetingStep
    target: str
    """The draft that was written on last, '' where something else was done since; never of the practice meeting,
    which begins at the beginning."""
    clock: ClockCheck | None


def note_as_last_open_and_find_step(room: Room) -> StepAtOpening:
    """Return the step where the meeting stands and how the clock stands; from here on it is the one that was open."""
    context = room.context
    context.station.remember_path(RememberedPath.LAST_OPEN, room.path)
    with room.reading() as tx:
        meeting = tx.list_rows(MeetingRow)[0]
        polls = tx.list_rows(PollRow)
        states = [poll.state for poll in polls]
        draft = "" if meeting.is_practice else _draft_of_last_entry(polls, *tx.journal.newest_kind_and_subject())
        has_arrivals = bool(tx.list_rows(AttendanceRow, was_present=True))
        last_ms = tx.journal.newest_wall_ms()
    step = find_step_of_meeting(meeting.stage, states, has_arrivals=has_arrivals, is_drafting=bool(draft))
    is_running = meeting.stage == MeetingStage.SITTING or not {*RUNNING, *TO_BE_ENDED}.isdisjoint(states)
    target = draft if step == MeetingStep.VOTE and set(states).isdisjoint((*RUNNING, *TO_BE_ENDED)) else ""
    return StepAtOpening(step, target, compare_clock_with_record(context.now(), last_ms, is_running=is_running))


def _draft_of_last_entry(polls: Sequence[PollRow], kind: str, subject: str) -> str:
    """Return the drafted poll that the last entry of the record wrote on, '' where it was about something else."""
    if kind not in _DRAFTING:
        return ""
    poll_id = subject.partition("/")[2]
    return next((poll.poll_id for poll in polls if poll.poll_id == poll_id and poll.state == PollState.DRAFTED), "")


def find_last_open_meeting(context: Context) -> KnownMeeting | None:
    """Return the meeting that was open when the program was left or died, None when none was or its file is gone."""
    path = context.station.find_remembered_path(RememberedPath.LAST_OPEN)
    return next((known for known in context.station.list_known_meeting_files() if path == Path(known.path)), None)


def forget_last_open_meeting(context: Context) -> None:
    """Note that no meeting is open: people went back to the list."""
    context.station.remember_path(RememberedPath.LAST_OPEN, None)
