"""Channels of a poll other than the ballot box: read, preview, accept, declare empty, remove, combine."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.channel.channel_result_file import (
    ChannelMapping,
    ChannelReading,
    ChannelResult,
    ChannelTotals,
)
from sukui_desktop.domain.channel.checked_channel_figures import (
    empty_channel_result,
    problems_of_channel_lines,
    reconcile_channel_reading,
    require_attester_name,
    require_result_of_same_question,
)
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.poll import ChannelAccepted, ChannelRemoved
from sukui_desktop.domain.file_import import Problem, require_questions_answered
from sukui_desktop.domain.file_names import file_name_as_recorded
from sukui_desktop.domain.poll_steps import TAKES_CHANNELS
from sukui_desktop.domain.question.channels import Channel, ChannelSource
from sukui_desktop.domain.question.definition import Definition, decode_definition
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import ChannelInput, ChannelRow, PollRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.meeting_transaction import Transaction


class ChannelView(msgspec.Struct, frozen=True):
    """One channel of a frozen poll and how far its numbers are in; row and result are None while they are not."""

    channel: Channel
    row: ChannelRow | None
    result: ChannelResult | None


def read_channel_file(file: SourceFile, mapping: ChannelMapping | None = None) -> ChannelReading:
    """Read a channel's CSV, XLSX or result.json for a preview; nothing is recorded. For the making queue.

    Raises BadInput when the file cannot be read as a whole.
    """
    from sukui_desktop.documents.read.channel_file import parse_channel_file

    return parse_channel_file(file, mapping)


def list_channels(room: Room, poll_id: PollId) -> tuple[ChannelView, ...]:
    """Return the channels of a poll's definition in its order; () without channels or before the poll is ready.

    Raises NotFound poll_unknown.
    """
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
        rows = {row.key: row for row in tx.list_rows(ChannelRow, poll_id=poll_id)}
    if not poll.definition:
        return ()
    return tuple(
        _make_channel_view(channel, rows.get(channel.key))
        for channel in decode_definition(poll.definition).channel_list
    )


def names_of_missing_channels(views: tuple[ChannelView, ...]) -> tuple[str, ...]:
    """Return the names of the channels whose numbers are not in yet, in the order of the definition."""
    return tuple(view.channel.name for view in views if view.channel.source == ChannelSource.FILE and view.row is None)


def _make_channel_view(channel: Channel, row: ChannelRow | None) -> ChannelView:
    return ChannelView(channel, row, None if row is None else canonical_bytes.decode(row.result, ChannelResult))


def preview_channel_result(
    room: Room, poll_id: PollId, key: str, reading: ChannelReading, totals: ChannelTotals | None = None
) -> ChannelResult:
    """Return the numbers that accepting a file would record.

    Raises as `accept_channel_result`, but for the name.
    """
    with room.reading() as tx:
        return _reconcile_reading(
            tx.require_row(PollRow, poll_id), _definition_of_poll_that_takes_channel(tx, poll_id, key), reading, totals
        )


def list_problems_of_channel_lines(
    room: Room, poll_id: PollId, key: str, reading: ChannelReading
) -> tuple[Problem, ...]:
    """Return every line of a file that cannot be told to be about one option of the ballot, in the file's order.

    Raises RuleBroken and NotFound as `accept_channel_result`.
    """
    with room.reading() as tx:
        definition = _definition_of_poll_that_takes_channel(tx, poll_id, key)
    return problems_of_channel_lines(definition.question, reading)


def accept_channel_result(
    room: Room, poll_id: PollId, key: str, reading: ChannelReading, totals: ChannelTotals | None, attested_by: str
) -> Changes:
    """Record a channel's numbers, which `attested_by` attests, with the file's hash.

    What `totals` leaves out is taken from the file.
    Raises BadInput of `require_result_of_same_question` and `reconcile_channel_reading`; RuleBroken attester_missing,
    channel_not_now, channel_unknown, channel_is_box, channel_taken, import_questions (something about
    the file was not decided); NotFound poll_unknown.
    """
    name = require_attester_name(attested_by)
    require_questions_answered(reading.questions, reading.file_name)
    with room.writing() as tx:
        definition = _definition_of_poll_that_takes_channel(tx, poll_id, key)
        fact = ChannelAccepted(
            key=key,
            source=ChannelInput.TABLE if reading.origin is None else ChannelInput.RESULT,
            file_name=file_name_as_recorded(reading.file_name),
            file_sha256=reading.sha256,
            result=_reconcile_reading(tx.require_row(PollRow, poll_id), definition, reading, totals),
            attested_by=name,
        )
        return tx.append_fact(poll_id, fact).changes


def declare_channel_empty(room: Room, poll_id: PollId, key: str, attested_by: str) -> Changes:
    """Record that nobody voted in a channel, by the word of `attested_by`; the frozen rule decides what follows.

    Raises RuleBroken attester_missing, channel_not_now, channel_unknown, channel_is_box, channel_taken; NotFound
    poll_unknown.
    """
    name = require_attester_name(attested_by)
    with room.writing() as tx:
        result = empty_channel_result(_definition_of_poll_that_takes_channel(tx, poll_id, key).question)
        fact = ChannelAccepted(
            key=key, source=ChannelInput.EMPTY, file_name="", file_sha256=b"", result=result, attested_by=name
        )
        return tx.append_fact(poll_id, fact).changes


def remove_channel_result(room: Room, poll_id: PollId, key: str) -> Changes:
    """Remove a channel's numbers, before the list is made.

    Raises RuleBroken channel_not_now; NotFound channel_not_accepted, poll_unknown.
    """
    with room.writing() as tx:
        _require_poll_takes_channels(tx.require_row(PollRow, poll_id))
        tx.require_row(ChannelRow, poll_id, key)
        return tx.append_fact(poll_id, ChannelRemoved(key=key)).changes


def _definition_of_poll_that_takes_channel(tx: Transaction, poll_id: PollId, key: str) -> Definition:
    """Return the definition of a poll that may take this channel in now."""
    poll = tx.require_row(PollRow, poll_id)
    _require_poll_takes_channels(poll)
    definition = decode_definition(poll.definition)
    channel = next((channel for channel in definition.channel_list if channel.key == key), None)
    if channel is None:
        raise RuleBroken("channel_unknown", channel=key)
    if channel.source == ChannelSource.BOX:
        raise RuleBroken("channel_is_box", channel=channel.name)
    if tx.find_row(ChannelRow, poll_id, key) is not None:
        raise RuleBroken("channel_taken", channel=channel.name)
    return definition


def _require_poll_takes_channels(poll: PollRow) -> None:
    if poll.state not in TAKES_CHANNELS:
        raise RuleBroken("channel_not_now", state=poll.state)


def _reconcile_reading(
    poll: PollRow, definition: Definition, reading: ChannelReading, totals: ChannelTotals | None
) -> ChannelResult:
    require_result_of_same_question(definition, poll.definition_hash, reading)
    return reconcile_channel_reading(definition.question, reading, totals)


def read_channel_results(tx: Transaction, poll: PollRow, tally: Tally) -> tuple[Tally | ChannelResult, ...]:
    """Return what every channel of a counted poll found, in the definition's order; the box found `tally`.

    Raises RuleBroken channel_missing while a channel has neither a file nor the word that it is empty.
    """
    channels = decode_definition(poll.definition).channel_list
    rows = {row.key: row for row in tx.list_rows(ChannelRow, poll_id=poll.poll_id)}
    views = tuple(_make_channel_view(channel, rows.get(channel.key)) for channel in channels)
    if missing := names_of_missing_channels(views):
        raise RuleBroken("channel_missing", channels=missing)
    return tuple(view.result or tally for view in views)
