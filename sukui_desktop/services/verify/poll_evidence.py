"""Everything that a record says of its polls and of who signs, gathered once: what every check of it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_accounting import SlipCounts, count_slip_rows
from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.domain.facts.poll import PollClosed, PollMadeReady, PollSelected
from sukui_desktop.domain.poll_steps import poll_states_between
from sukui_desktop.domain.rows_from_facts.replayed_rows import ReplayedRows
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.people import SlipRow
from sukui_desktop.models.poll import (
    BallotAuditRow,
    ChannelRow,
    ConfirmationRow,
    PollCountRow,
    PollLock,
    PollRow,
    PollState,
    RollbackRow,
)
from sukui_desktop.models.signer import SignatureRow, SignerRow
from sukui_desktop.storage.meeting_file import MeetingFile
from sukui_desktop.storage.meeting_file_check import CheckedLink
from sukui_desktop.storage.poll_secrets import PollSecrets, SecretName

WITH_ROOT = poll_states_between(PollState.CLOSED, PollState.PUBLISHED)
CLOSED = poll_states_between(PollState.CLOSED, PollState.SEALED)
COUNTED = poll_states_between(PollState.COUNTED, PollState.SEALED)
SELECTED = poll_states_between(PollState.SELECTED, PollState.SEALED)
CERTIFIED = poll_states_between(PollState.CERTIFIED, PollState.SEALED)
_IN_FIRST_VERSION = """
admission.undone correction.noted heading.written import.accepted item.added item.closed item.decided item.edited
item.held item.moved item.removed item.started meeting.edited note.edited note.recorded note.removed person.admitted
person.left person.removed poll.certified poll.challenge_answered poll.challenge_recorded poll.channel_accepted
poll.channel_removed poll.contested poll.counted poll.item_chosen poll.made_ready poll.opened poll.paused poll.published
poll.recounted poll.resumed poll.sealed poll.voided poll.withdrawn project.added project.edited project.removed
project.withdrawn role.declared sitting.closed sitting.opened slip.given slip.returned slip.spoiled slips.dealt
stream.began
"""
_IN_SECOND_VERSION = """
meeting.created person.added person.edited poll.closed poll.drafted poll.edited poll.selected
"""
_WITHOUT_LOCKS = dict.fromkeys(_IN_FIRST_VERSION.split(), 1) | dict.fromkeys(_IN_SECOND_VERSION.split(), 2)
"""Kind of entry → newest version that a program wrote which made polls ready without a lock: those of 0.4.0.

Frozen: 0.5.0 and every later version writes a lock.
"""


class PollHistory(msgspec.Struct, kw_only=True):
    """One poll's facts, and rows of others as they were at its steps."""

    facts: list[Fact] = []
    """In the order of the record, those that did not apply included."""
    slips_at_ready: SlipCounts = SlipCounts()
    """Slips of boxes that were withdrawn before."""
    slips_at_closing: SlipCounts = SlipCounts()
    projects_at_ready: dict[str, ProjectRow] = {}
    """code → project."""
    signers_at_ready: int = 0
    """People who had signed up with keys of their own when it was made ready, those who no longer sign included."""
    withdrawn_at_selection: frozenset[str] = frozenset()
    """Codes of projects that were withdrawn when the list was made."""


class PollEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the file says of one poll."""

    meeting_id: str
    poll: PollRow
    count: PollCountRow | None
    channels: tuple[ChannelRow, ...]
    confirmations: tuple[ConfirmationRow, ...]
    signatures: tuple[SignatureRow, ...]
    rollbacks: tuple[RollbackRow, ...]
    audits: tuple[BallotAuditRow, ...]
    """Ballots that were opened instead of cast."""
    signers: Mapping[str, SignerRow]
    names: Mapping[str, str]
    """Signer id → name on the roster, '' once erased."""
    history: PollHistory
    slips_now: SlipCounts
    """Slips that the poll's box gave out, as the record has it today."""
    sealed_shares: bytes | None
    """Of the tally key as the file keeps them, None where there are none."""
    is_of_today: bool
    """Whether the entry that made it ready was written by a program that always writes a lock."""
    witnessed_box_id: bytes
    """What this machine noted as the id of its box; b'' for no note, or a box without an id."""

    @property
    def lock(self) -> PollLock | None:
        """Who opens the box; None in polls made ready before 0.5.0."""
        return canonical_bytes.decode(self.poll.lock, PollLock) if self.poll.lock else None


def gather_evidence(
    opened: MeetingFile, links: Sequence[CheckedLink], signers: Mapping[str, SignerRow], names: Mapping[str, str]
) -> tuple[PollEvidence, ...]:
    """Return what the file says of each poll, inside a transaction; `links` are all its entries."""
    rows, kept = opened.projection, PollSecrets(opened.database, opened.scope)
    histories, of_today = gather_poll_histories(link.entry for link in links), find_polls_that_need_lock(links)
    counts = {row.poll_id: row for row in rows.list_rows(PollCountRow)}
    return tuple(
        PollEvidence(
            meeting_id=opened.scope.meeting,
            poll=poll,
            count=counts.get(poll.poll_id),
            channels=rows.list_rows(ChannelRow, poll_id=poll.poll_id),
            confirmations=rows.list_rows(ConfirmationRow, poll_id=poll.poll_id),
            signatures=rows.list_rows(SignatureRow, poll_id=poll.poll_id),
            rollbacks=rows.list_rows(RollbackRow, poll_id=poll.poll_id),
            audits=rows.list_rows(BallotAuditRow, poll_id=poll.poll_id),
            signers=signers,
            names=names,
            history=histories[poll.poll_id],
            slips_now=count_slip_rows(rows.list_rows(SlipRow, poll_id=poll.poll_id)).counts_added_since(
                histories[poll.poll_id].slips_at_ready
            ),
            sealed_shares=kept.find(poll.poll_id, SecretName.TALLY_SHARES),
            is_of_today=poll.poll_id in of_today,
            witnessed_box_id=_read_witnessed_box_id(opened, poll),
        )
        for poll in rows.list_rows(PollRow)
    )


def gather_poll_histories(entries: Iterable[Entry]) -> dict[str, PollHistory]:
    """Return the history of every poll (poll id → history) from all entries in the order of the record."""
    rows = ReplayedRows()
    histories: dict[str, PollHistory] = {}
    for entry in entries:
        kind, _, subject_id = entry.subject.partition("/")
        if kind == "poll":
            history = histories.setdefault(subject_id, PollHistory())
            history.facts.append(entry.fact)
            _note_rows_at_step(history, entry.fact, subject_id, rows)
        rows.apply_next_entry(entry)
    return histories


def find_polls_that_need_lock(links: Iterable[CheckedLink]) -> frozenset[str]:
    """Return the polls that a program made ready which always writes a lock.

    Their entry is one that programs without locks did not write, or follows such an entry in its own stream: a
    station writes its stream with the program that it has, which only gets newer.
    """
    newer_streams, found = set[str](), set[str]()
    for link in links:
        entry = link.entry
        if link.kind_version > _WITHOUT_LOCKS.get(link.kind, 0):
            newer_streams.add(entry.stream)
        if isinstance(entry.fact, PollMadeReady):
            (found.add if entry.stream in newer_streams else found.discard)(entry.subject_id)
    return frozenset(found)


def _read_witnessed_box_id(opened: MeetingFile, poll: PollRow) -> bytes:
    note = opened.station.box_witness(poll.poll_id).read_note()
    return b"" if note is None else note.box_id.strip(b"\0")  # a box without an id is noted as zeros


def _note_rows_at_step(history: PollHistory, fact: Fact, poll_id: str, rows: ReplayedRows) -> None:
    if isinstance(fact, PollMadeReady):
        history.slips_at_ready = _count_slips_of_poll(rows, poll_id)
        history.signers_at_ready = sum(1 for _ in rows.rows(SignerRow))
        history.projects_at_ready = {row.code: row for row in rows.rows(ProjectRow) if not row.is_withdrawn}
    elif isinstance(fact, PollClosed):
        history.slips_at_closing = _count_slips_of_poll(rows, poll_id)
    elif isinstance(fact, PollSelected):
        gone = (row.code for row in rows.rows(ProjectRow) if row.is_withdrawn)
        history.withdrawn_at_selection = frozenset(gone)


def _count_slips_of_poll(rows: ReplayedRows, poll_id: str) -> SlipCounts:
    return count_slip_rows(row for row in rows.rows(SlipRow) if row.poll_id == poll_id)
