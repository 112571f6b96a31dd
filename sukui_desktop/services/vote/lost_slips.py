"""Slips that were lost as the program ended: whether a poll lacks them, and new ones in their place."""

from __future__ import annotations

import secrets

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.poll import TokensMade
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.record.slip_token import TOKEN_SIZE, token_tag
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.poll_box import count_slips_of_opened_box, find_or_open_box
from sukui_desktop.services.vote.standby import add_tags_to_standby
from sukui_desktop.storage.ballot_box import box_path


def has_lost_unissued_slips(room: Room, poll_id: PollId) -> bool:
    """Return whether the unissued slips were lost in a power cut while the poll still needs them."""
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
        if poll.state not in HAS_BOX:
            return False
    return find_or_open_box(room, poll_id).has_lost_slips


def is_box_elsewhere(room: Room, poll_id: PollId) -> bool:
    """Return whether a poll takes ballots whose box is not on this machine: the file is a copy of another's."""
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
    return (
        poll.state in HAS_BOX and poll_id not in room.boxes and not box_path(room.path, poll_id, poll.box_id).exists()
    )


def replace_lost_slips(room: Room, poll_id: PollId) -> Changes:
    """Make new slips in place of those lost in a power cut; nobody has the lost ones, so they never vote.

    Raises RuleBroken slips_in_hand when none were lost, poll_not_open; NotFound.
    """
    if not has_lost_unissued_slips(room, poll_id):
        raise RuleBroken("slips_in_hand")
    opened = find_or_open_box(room, poll_id)
    with room.writing() as tx:
        count = tx.require_row(PollRow, poll_id).slots - count_slips_of_opened_box(tx, opened).issued
        tokens = [secrets.token_bytes(TOKEN_SIZE) for _ in range(count)]
        tags = [token_tag(opened.keys.token, token) for token in tokens]
        opened.box.add_slips(tags)
        add_tags_to_standby(tx.poll_secrets, poll_id, opened.keys.token, tags)
        changes = tx.append_fact(poll_id, TokensMade(count=count)).changes
    opened.unissued, opened.has_lost_slips = tokens, False
    return changes
