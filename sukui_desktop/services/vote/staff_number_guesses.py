"""Guesses at the staff's number of a kiosk: recorded as an alarm of the poll, counted for its reports."""

from __future__ import annotations

from itertools import islice

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.facts.poll import StaffNumberGuessed
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.meeting_transaction import Transaction

MOST_IN_A_ROW = 100_000
"""More nobody types in a day: three a quarter of an hour."""


def record_staff_number_guesses(room: Room, poll_id: PollId, wrong_in_a_row: int) -> Changes:
    """Record that somebody used up all tries at the staff's number of this poll's kiosk.

    `wrong_in_a_row`: wrong numbers since the last right one, 1 to `MOST_IN_A_ROW`. Raises BadInput verb_arguments for
    another number; RuleBroken poll_not_open without a box; NotFound.
    """
    if not 0 < wrong_in_a_row <= MOST_IN_A_ROW:
        raise BadInput("verb_arguments")
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        if poll.state not in HAS_BOX:
            raise RuleBroken("poll_not_open", state=poll.state)
        return tx.append_fact(poll_id, StaffNumberGuessed(wrong_in_a_row=wrong_in_a_row)).changes


def count_staff_number_alarms(tx: Transaction, poll_id: PollId, entries: int) -> int:
    """Return how many alarms of a poll the first so many entries of the record have: what a report says that was issued
    then."""
    subject, before = f"poll/{poll_id}", islice(tx.journal.read_entries(), entries)
    of_poll = tx.journal.decode_entries(stored for stored in before if stored.subject == subject)
    return sum(isinstance(entry.fact, StaffNumberGuessed) for _, entry in of_poll)
