"""Steps of a poll (`domain/poll_steps.py`): the poll of which a step may be taken, and steps that are a fact alone."""

from __future__ import annotations

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.poll_steps import next_poll_state
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.meeting_transaction import Transaction


def read_poll_for_step(tx: Transaction, poll_id: PollId, verb: str) -> PollRow:
    """Return a poll of which `verb` may be done now.

    Raises RuleBroken poll_step, NotFound poll_unknown.
    """
    poll = tx.require_row(PollRow, poll_id)
    next_poll_state(poll.state, verb)
    return poll


def record_step(room: Room, poll_id: PollId, verb: str, fact: Fact) -> Changes:
    """Take a step whose fact is all there is to it. Raises as `read_poll_for_step`."""
    with room.writing() as tx:
        read_poll_for_step(tx, poll_id, verb)
        return tx.append_fact(poll_id, fact).changes
