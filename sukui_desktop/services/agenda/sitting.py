"""The sitting: open it (개회) and close it (폐회)."""

from __future__ import annotations

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.agenda import ItemClosed
from sukui_desktop.domain.facts.meeting import SittingClosed, SittingOpened
from sukui_desktop.models.agenda import ItemRow, ItemState
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.services.checkin.attendance import count_attendance_in_transaction
from sukui_desktop.services.opened_meeting import Room


def open_sitting(room: Room) -> Changes:
    """개회: open the sitting, with a quorum in the room.

    Raises RuleBroken sitting_stage, quorum_missing.
    """
    with room.writing() as tx:
        meeting = tx.list_rows(MeetingRow)[0]
        if meeting.stage != MeetingStage.PREPARING:
            raise RuleBroken("sitting_stage", stage=meeting.stage)
        quorum = count_attendance_in_transaction(tx).quorum
        if not quorum.is_met:
            raise RuleBroken("quorum_missing", needed=quorum.needed, present=quorum.present)
        return tx.append_fact(meeting.meeting_id, SittingOpened(present=quorum.present, needed=quorum.needed)).changes


def close_sitting(room: Room) -> Changes:
    """폐회: close the sitting; an item still running is closed with it.

    Raises RuleBroken sitting_stage, poll_still_open.
    """
    with room.writing() as tx:
        meeting = tx.list_rows(MeetingRow)[0]
        if meeting.stage != MeetingStage.SITTING:
            raise RuleBroken("sitting_stage", stage=meeting.stage)
        for poll in tx.list_rows(PollRow):
            if poll.state in (PollState.OPEN, PollState.PAUSED):
                raise RuleBroken("poll_still_open", title=poll.title)
        running = [(item.item_id, ItemClosed()) for item in tx.list_rows(ItemRow) if item.state == ItemState.RUNNING]
        changes = tx.append_facts(running).changes
        return changes | tx.append_fact(meeting.meeting_id, SittingClosed()).changes
