"""Verification of a meeting file: check, outline and replay it without opening it for work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import UnsetType

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.channel.file import ChannelResult
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.second_counter import compare_counts, count_columns
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.errors import NotFound, StorageFault, VerifyFailed
from sukui_desktop.domain.facts.kinds import is_known
from sukui_desktop.domain.methods.registry import plaintext_length, split_ballots
from sukui_desktop.domain.poll_steps import states_between
from sukui_desktop.domain.question.channels import ChannelSource, LedgerLine
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.selection.outcome_of_case import decide_case, reopen_case
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import ChannelRow, PollCountRow, PollRow, PollState
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.record.ballot_encryption import receipt_code
from sukui_desktop.record.entry_header import decode_header
from sukui_desktop.services.handover.sheets import SheetCheck, check_sheet
from sukui_desktop.services.room import Context
from sukui_desktop.services.vote.poll_box import read_sealed_ballots
from sukui_desktop.storage.ballot_box import box_root
from sukui_desktop.storage.file_check import check_file, diagnose_file
from sukui_desktop.storage.file_key import open_file_key
from sukui_desktop.storage.meeting_file import MeetingFile, attach_file, is_current, rebuild_projections

_WITH_ROOT = states_between(PollState.CLOSED, PollState.PUBLISHED)
_DAMAGED = ("corrupt", "entry_unreadable")


class PollCheck(msgspec.Struct, frozen=True):
    """What was checked of one poll."""

    poll_id: str
    title: str
    state: str
    box: str
    """matches | open | not_here | destroyed | none: what was found of its box."""
    recount: str
    """ballots | none: whether the opened ballots were counted again."""
    ballots: int


class Verification(msgspec.Struct, frozen=True):
    """A file that agrees with itself, and with the boxes that are here."""

    file: str
    meeting: str
    entries: int
    streams: tuple[str, ...]
    tables: dict[str, str]
    polls: tuple[PollCheck, ...]
    receipts: int
    """Receipts that were looked for and found."""
    unknown: int = 0
    """Entries of a kind or version that this program does not know."""
    missing: int = 0
    """Entries at the end that this machine has seen written and that are not in the file."""
    sheets: tuple[SheetCheck, ...] = ()
    """Sheets that were compared with the record, and agree."""


class Outline(msgspec.Struct, frozen=True):
    """What a meeting file holds, without names."""

    meeting: MeetingRow
    polls: tuple[tuple[str, str, str], ...]
    """(poll id, title, state)."""
    entries: tuple[tuple[str, int, str, str, int], ...]
    """(stream, seq, kind, subject, clock in ms), in the order of the record."""
    unknown: tuple[tuple[str, int], ...] = ()
    """(stream, seq) of entries of a kind or version that this program does not know."""


def verify_meeting(
    path: Path, passphrase: str, context: Context, receipts: tuple[str, ...] = (), sheets: tuple[str, ...] = ()
) -> Verification:
    """Check chain, signatures, tables against a replay, and boxes against counts; and that `receipts` are in a box.

    `sheets` are compared with the record (`check_sheet`): texts of their QR codes, or their words.

    Raises VerifyFailed at the first thing that is wrong (pages_damaged, entry_broken, table_differs, box_changed,
    recount_differs, channel_differs, receipt_missing …), StorageFault when the file cannot be opened at all.
    """
    with _attach_for_reading(path, passphrase, context) as opened:
        checked = check_file(opened)
        with opened.database.begin():
            polls = opened.projection.list_rows(PollRow)
            counts = {row.poll_id: row for row in opened.projection.list_rows(PollCountRow)}
            for poll in polls:
                rows = opened.projection.list_rows(ChannelRow, poll_id=poll.poll_id)
                check_channel_results(poll, counts.get(poll.poll_id), rows)
            compared = tuple(check_sheet(opened.journal, sheet) for sheet in sheets)
        found: set[str] = set()
        checks = tuple(_check_poll(path, poll, counts.get(poll.poll_id), context, found) for poll in polls)
        for receipt in receipts:
            if receipt not in found:
                raise VerifyFailed("receipt_missing", receipt=receipt)
        meeting = opened.scope.meeting
    return copy_fields(
        Verification, checked, file=path.name, meeting=meeting, polls=checks, receipts=len(receipts), sheets=compared
    )


def show_meeting(path: Path, passphrase: str, context: Context) -> Outline:
    """Return an outline of a meeting file. Raises StorageFault, NotFound meeting_unknown."""
    with _attach_for_reading(path, passphrase, context) as opened:
        with opened.database.begin():
            if not is_current(opened.database):
                rebuild_projections(opened)
            meetings = opened.projection.list_rows(MeetingRow)
            polls = tuple((str(poll.poll_id), poll.title, poll.state) for poll in opened.projection.list_rows(PollRow))
            stored = tuple(opened.journal.read_entries())
        if not meetings:
            raise NotFound("meeting_unknown")
    entries = tuple((e.stream, e.seq, e.kind, e.subject, e.clock_ms) for e in stored)
    unknown = tuple((e.stream, e.seq) for e in stored if not is_known(e.kind, decode_header(e.signed).kind_version))
    return Outline(meetings[0], polls, entries, unknown)


def replay_meeting(path: Path, passphrase: str, context: Context) -> dict[str, str]:
    """Drop what is projected, replay the journal into it, and return the hash of each table.

    Raises StorageFault.
    """
    with _attach_for_reading(path, passphrase, context) as opened, opened.database.begin():
        rebuild_projections(opened)
        return opened.projection.hash_tables()


@contextmanager
def _attach_for_reading(path: Path, passphrase: str, context: Context) -> Iterator[MeetingFile]:
    file_key = open_file_key(path, passphrase)
    try:
        opened = attach_file(path, file_key, context.station, context.now)
    except StorageFault as fault:
        if fault.code in _DAMAGED:
            raise diagnose_file(path, file_key) from fault
        raise
    try:
        yield opened
    finally:
        opened.close()


def _check_poll(path: Path, poll: PollRow, count: PollCountRow | None, context: Context, found: set[str]) -> PollCheck:
    recount = "none"
    if count is not None and (count.ballots or poll.cast == 0):
        _recount_poll(poll, count)
        recount = "ballots"
    box = _check_box(path, poll, context, found)
    return PollCheck(poll.poll_id, poll.title, poll.state, box, recount, poll.cast)


def _recount_poll(poll: PollRow, count: PollCountRow) -> None:
    definition = decode_definition(poll.definition)
    ballots = split_ballots(definition.question, count.ballots)
    tally = canonical_bytes.decode(count.tally, Tally)
    is_whole = len(count.ballots) == poll.cast * plaintext_length(definition.question)
    if not is_whole or count_ballots(definition.question, ballots) != tally:
        raise VerifyFailed("recount_differs", poll=poll.title)
    if compare_counts(tally, count_columns(definition.question, count.ballots)):
        raise VerifyFailed("recount_differs", poll=poll.title)
    if count.outcome:
        outcome = canonical_bytes.decode(count.outcome, Outcome)
        if decide_case(reopen_case(definition, tally, outcome)) != outcome:
            raise VerifyFailed("selection_differs", poll=poll.title)


def _check_box(path: Path, poll: PollRow, context: Context, found: set[str]) -> str:
    if not poll.definition:
        return "none"
    if poll.state == PollState.SEALED:
        if poll.sealed_root and poll.sealed_root != poll.box_root:
            raise VerifyFailed("box_changed", poll=poll.title)
        return "destroyed"
    try:
        sealed = read_sealed_ballots(path, poll.poll_id, context)
    except NotFound:
        return "destroyed" if poll.state == PollState.VOID else "not_here"
    found.update(receipt_code(ballot) for ballot in sealed)
    if poll.state not in _WITH_ROOT:
        return "open"
    if len(sealed) != poll.cast or box_root(sealed) != poll.box_root:
        raise VerifyFailed("box_changed", poll=poll.title)
    return "matches"


def check_channel_results(poll: PollRow, count: PollCountRow | None, rows: tuple[ChannelRow, ...]) -> None:
    """Check that every file channel of a poll's ledger has the numbers that were accepted for it.

    `rows` are those of this poll. A poll without a list or without channels has nothing to check.
    Raises VerifyFailed channel_differs.
    """
    if count is None or not count.outcome:
        return
    definition, outcome = decode_definition(poll.definition), canonical_bytes.decode(count.outcome, Outcome)
    lines = () if isinstance(outcome.ledger, UnsetType) else outcome.ledger.lines
    counted = {line.key: line for line in lines}
    accepted = {row.key: canonical_bytes.decode(row.result, ChannelResult) for row in rows}
    for channel in definition.channel_list:
        if channel.source == ChannelSource.FILE and not _matches_channel_result(
            counted.get(channel.key), accepted.get(channel.key)
        ):
            raise VerifyFailed("channel_differs", poll=poll.title, channel=channel.name)


def _matches_channel_result(line: LedgerLine | None, result: ChannelResult | None) -> bool:
    if line is None or result is None:
        return False
    return (line.marks, line.ballots_valid) == (result.scored, result.ballots_valid)
