"""Ballot accounting while a poll has its box: what record, slips and ballots say, and whether it balances."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.ballot_accounting import (
    AccountingFault,
    BoxFigures,
    ChannelSlips,
    SpentInBox,
    count_slips_by_channel,
    find_accounting_faults,
    round_figures_down,
)
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.people import AttendanceRow, SlipRow
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.services.opened_meeting import PollBox, Room
from sukui_desktop.services.vote.poll_box import count_slips_of_opened_box, find_or_open_box
from sukui_desktop.storage.meeting_transaction import Transaction


class LiveAccounting(msgspec.Struct, frozen=True, kw_only=True):
    """The accounting of a poll with a box, as a screen may show it."""

    figures: BoxFigures
    is_exact: bool
    """False while ballots come in: `figures.cast` is rounded down to steps, so that no single cast shows."""
    faults: tuple[AccountingFault, ...] = ()
    """Found on the very numbers."""


def read_live_accounting(room: Room, poll_id: PollId) -> LiveAccounting:
    """Return the accounting of a poll that is ready, open or paused.

    Raises as `find_or_open_box`.
    """
    opened = find_or_open_box(room, poll_id)
    with room.reading() as tx:
        is_exact = tx.require_row(PollRow, poll_id).state != PollState.OPEN
        figures, spent = count_figures_and_spent_slips(tx, opened, opened.box.count_spent_and_filled().filled)
    return LiveAccounting(
        figures=figures if is_exact else round_figures_down(figures),
        is_exact=is_exact,
        faults=find_accounting_faults(figures, spent),
    )


def count_figures_and_spent_slips(tx: Transaction, opened: PollBox, cast: int) -> tuple[BoxFigures, SpentInBox]:
    """Return what the record says of an opened box with `cast` ballots in it, and what the box says of its slips.

    Raises StorageFault.
    """
    slips = count_slips_of_opened_box(tx, opened)
    figures = BoxFigures(
        made=tx.require_row(PollRow, opened.poll_id).tokens_made,
        issued=slips.issued,
        cast=cast,
        spoiled=slips.spoiled,
        returned=slips.returned,
        channels=count_slips_of_channels(tx, opened.poll_id),
    )
    return figures, copy_fields(SpentInBox, opened.box.count_spent_slips())


def count_slips_of_channels(tx: Transaction, poll_id: PollId) -> tuple[ChannelSlips, ...]:
    """Return how many slips of a poll people of each 구분 have, by the record."""
    channels = {row.person_id: row.channel for row in tx.list_rows(AttendanceRow)}
    return count_slips_by_channel(tx.list_rows(SlipRow, poll_id=poll_id), channels)
